package libm

import "math"

// This file holds the error functions, by the formulas of the C library.
// Source: fdlibm s_erf.c, Copyright (C) 1993 by Sun Microsystems, Inc.; permission to use, copy, modify and distribute is
// freely granted, provided that this notice is preserved

// Coefficients, in pairs of numerator and denominator: near 0, around 1, up to 1/0.35, up to 28.
var (
	erfZeroP   = []float64{1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02, -5.77027029648944159157e-03, -2.37630166566501626084e-05}
	erfZeroQ   = []float64{1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03, 1.32494738004321644526e-04, -3.96022827877536812320e-06}
	erfOneP    = []float64{-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03}
	erfOneQ    = []float64{1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02, 1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02}
	erfMiddleP = []float64{-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00}
	erfMiddleQ = []float64{1, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02, 4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02}
	erfFarP    = []float64{-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02}
	erfFarQ    = []float64{1, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03, 2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01}
)

const (
	erfOne = 8.45062911510467529297e-01 // erf(1), a float32
	efx    = 1.28379167095512586316e-01 // 2/sqrt(pi) - 1
)

// polynomial evaluates c[0] + c[1] x + ..., two coefficients at a time, in the C library's order.
func polynomial(x float64, c []float64) float64 {
	at := func(i int) float64 {
		if i+1 < len(c) {
			return c[i] + float64(x*c[i+1])
		}
		return c[i]
	}
	x2 := x * x
	x4 := x2 * x2
	powers := [...]float64{1, x2, x4, x4 * x2, x4 * x4}
	sum := at(0)
	for i := 2; i < len(c); i += 2 {
		sum += float64(powers[i/2] * at(i))
	}
	return sum
}

// erfQuotient is the rational function for erfc beyond 1.25, times the exponential; far says on which side of 1/0.35.
func erfQuotient(a float64, far bool) float64 {
	s := 1 / (a * a)
	var r float64
	if far {
		r = polynomial(s, erfFarP) / polynomial(s, erfFarQ)
	} else {
		r = polynomial(s, erfMiddleP) / polynomial(s, erfMiddleQ)
	}
	z := math.Float64frombits(math.Float64bits(a) &^ (1<<32 - 1))
	return Exp(float64(-z*z)-0.5625) * Exp(float64((z-a)*(z+a))+r)
}

// highWord is the upper half of the representation, without the sign.
func highWord(x float64) uint32 { return uint32(math.Float64bits(x)>>32) & 0x7fffffff }

// Erf is the error function.
func Erf(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x:
		return x
	case a < 0.84375:
		if a < 0x1p-28 {
			if a < 0x1p-1015 {
				return 0.0625 * (16.0*x + float64((16.0*efx)*x))
			}
			return x + float64(efx*x)
		}
		z := x * x
		y := polynomial(z, erfZeroP) / polynomial(z, erfZeroQ)
		return x + float64(x*y)
	case a < 1.25:
		s := a - 1
		return math.Copysign(erfOne+polynomial(s, erfOneP)/polynomial(s, erfOneQ), x)
	case a >= 6:
		return math.Copysign(1, x)
	}
	return math.Copysign(1-erfQuotient(a, highWord(a) >= 0x4006db6e)/a, x)
}

// Erfc is 1 - Erf(x), without the loss of digits.
func Erfc(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x:
		return x
	case a < 0.84375:
		if a < 0x1p-56 {
			return 1 - x
		}
		z := x * x
		y := polynomial(z, erfZeroP) / polynomial(z, erfZeroQ)
		if x < 0.25 {
			return 1 - (x + float64(x*y))
		}
		return 0.5 - (float64(x*y) + (x - 0.5))
	case a < 1.25:
		s := a - 1
		q := polynomial(s, erfOneP) / polynomial(s, erfOneQ)
		if x >= 0 {
			return 1 - erfOne - q
		}
		return 1 + (erfOne + q)
	case x < -6:
		return 2
	case a < 28:
		r := erfQuotient(a, highWord(a) >= 0x4006db6d) / a
		if x > 0 {
			return r
		}
		return 2 - r
	case x > 0:
		return 0
	}
	return 2
}
