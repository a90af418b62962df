package libm

import "math"

// This file holds the gamma function by Lanczos's approximation, with the coefficients and the order of operations of
// CPython's mathmodule.c.
// Source: J. Maddock et al., Boost math toolkit, Lanczos approximation with N=13, g=6.0246800407767296

const (
	lanczosG     = 6.024680040776729583740234375
	lanczosGHalf = 5.524680040776729583740234375 // g - 1/2
	logPi        = 1.144729885849400174143427351353058711647
)

var lanczosNumerator = [13]float64{
	23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
	35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
	6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
	248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
	2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
	8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
	2.5066282746310002701649081771338373386264310793408,
}

var lanczosDenominator = [13]float64{
	0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0, 32670.0, 1925.0, 66.0, 1.0,
}

func lanczosSum(x float64) float64 {
	num, den := 0.0, 0.0
	if x < 5 {
		for i := 12; i >= 0; i-- {
			num = float64(num*x) + lanczosNumerator[i]
			den = float64(den*x) + lanczosDenominator[i]
		}
	} else {
		for i := range 13 {
			num = num/x + lanczosNumerator[i]
			den = den/x + lanczosDenominator[i]
		}
	}
	return num / den
}

// sinPi is sin(pi x).
func sinPi(x float64) float64 {
	y := math.Mod(math.Abs(x), 2)
	var r float64
	switch math.Round(2 * y) {
	case 0:
		r = Sin(math.Pi * y)
	case 1:
		r = Cos(math.Pi * (y - 0.5))
	case 2:
		r = Sin(math.Pi * (1 - y))
	case 3:
		r = -Cos(math.Pi * (y - 1.5))
	default:
		r = Sin(math.Pi * (y - 2))
	}
	return math.Copysign(1, x) * r
}

// maxExactFactorial is the largest n for which (n-1)! is a float.
const maxExactFactorial = 23

// Gamma is the gamma function.
func Gamma(x float64) float64 {
	switch {
	case x-x != 0:
		if x != x || x > 0 {
			return x
		}
		return math.NaN()
	case x == 0:
		return math.Copysign(math.Inf(1), x)
	}
	if x == math.Floor(x) {
		if x < 0 {
			return math.NaN()
		}
		if x <= maxExactFactorial {
			f := 1.0
			for i := 2.0; i < x; i++ {
				f *= i
			}
			return f
		}
	}
	a := math.Abs(x)
	if a < 1e-20 {
		return 1 / x
	}
	if a > 200 {
		if x < 0 {
			return 0 / sinPi(x)
		}
		return math.Inf(1)
	}
	y := a + lanczosGHalf
	var z float64
	if a > lanczosGHalf {
		q := y - a
		z = q - lanczosGHalf
	} else {
		q := y - lanczosGHalf
		z = q - a
	}
	z = z * lanczosG / y
	var r float64
	if x < 0 {
		r = -math.Pi / sinPi(a) / a * Exp(y) / lanczosSum(a)
		r -= float64(z * r)
		if a < 140 {
			return r / Pow(y, a-0.5)
		}
		s := Pow(y, a/2-0.25)
		return r / s / s
	}
	r = lanczosSum(a) / Exp(y)
	r += float64(z * r)
	if a < 140 {
		return r * Pow(y, a-0.5)
	}
	s := Pow(y, a/2-0.25)
	return r * s * s
}

// Lgamma is the logarithm of the gamma function's magnitude.
func Lgamma(x float64) float64 {
	if x-x != 0 {
		if x != x {
			return x
		}
		return math.Inf(1)
	}
	if x == math.Floor(x) && x <= 2 {
		if x <= 0 {
			return math.Inf(1)
		}
		return 0
	}
	a := math.Abs(x)
	if a < 1e-20 {
		return -Log(a)
	}
	r := Log(lanczosSum(a)) - lanczosG
	r += float64((a - 0.5) * (Log(a+lanczosG-0.5) - 1))
	if x < 0 {
		r = logPi - Log(math.Abs(sinPi(a))) - Log(a) - r
	}
	return r
}
