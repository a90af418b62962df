package libm

import "math"

// This file holds the hyperbolic functions, by the formulas of the C library.
// Source: fdlibm e_sinh.c, e_cosh.c, s_tanh.c, s_asinh.c, e_acosh.c, e_atanh.c, Copyright (C) 1993 by Sun Microsystems, Inc.;
// permission to use, copy, modify and distribute is freely granted, provided that this notice is preserved

// half is where e^x/2 still fits though e^x does not.
func halfExp(x float64) float64 {
	w := Exp(0.5 * x)
	return float64(0.5*w) * w
}

// Sinh is the hyperbolic sine.
func Sinh(x float64) float64 {
	if x-x != 0 {
		return x
	}
	h := math.Copysign(0.5, x)
	a := math.Abs(x)
	switch {
	case a < 22:
		if a < 0x1p-28 {
			return x
		}
		t := Expm1(a)
		if a < 1 {
			return h * (2.0*t - float64(t*t)/(t+1))
		}
		return h * (t + t/(t+1))
	case a < math.Log(math.MaxFloat64):
		return h * Exp(a)
	case a <= 710.4758600739439:
		return 2 * h * halfExp(a)
	}
	return math.Copysign(math.Inf(1), x)
}

// Cosh is the hyperbolic cosine.
func Cosh(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x-x != 0:
		return a
	case a < 22:
		if a < 0.34657359027997264 { // ln(2)/2
			if a < 0x1p-55 {
				return 1
			}
			t := Expm1(a)
			w := 1 + t
			return 1 + float64(t*t)/(w+w)
		}
		t := Exp(a)
		return float64(0.5*t) + 0.5/t
	case a < math.Log(math.MaxFloat64):
		return 0.5 * Exp(a)
	case a <= 710.4758600739439:
		return halfExp(a)
	}
	return math.Inf(1)
}

// Tanh is the hyperbolic tangent.
func Tanh(x float64) float64 {
	a := math.Abs(x)
	var z float64
	switch {
	case x != x:
		return x
	case a < 22:
		if a < 0x1p-55 {
			return x * (1 + x)
		}
		if a >= 1 {
			t := Expm1(2 * a)
			z = 1 - 2/(t+2)
		} else {
			t := Expm1(-2 * a)
			z = -t / (t + 2)
		}
	default:
		z = 1
	}
	return math.Copysign(z, x)
}

// Asinh is the inverse hyperbolic sine.
func Asinh(x float64) float64 {
	a := math.Abs(x)
	var w float64
	switch {
	case x-x != 0 || a < 0x1p-28:
		return x
	case a > 0x1p28:
		w = Log(a) + math.Ln2
	case a > 2:
		w = Log(2.0*a + 1/(math.Sqrt(float64(x*x)+1)+a))
	default:
		t := x * x
		w = Log1p(a + t/(1+math.Sqrt(1+t)))
	}
	return math.Copysign(w, x)
}

// Acosh is the inverse hyperbolic cosine.
func Acosh(x float64) float64 {
	switch {
	case x < 1 || x != x:
		return math.NaN()
	case x > 0x1p28:
		if math.IsInf(x, 1) {
			return x
		}
		return Log(x) + math.Ln2
	case x == 1:
		return 0
	case x > 2:
		t := x * x
		return Log(2.0*x - 1/(x+math.Sqrt(t-1)))
	}
	t := x - 1
	return Log1p(t + math.Sqrt(2.0*t+float64(t*t)))
}

// Atanh is the inverse hyperbolic tangent.
func Atanh(x float64) float64 {
	a := math.Abs(x)
	var t float64
	switch {
	case a > 1 || x != x:
		return math.NaN()
	case a == 1:
		return math.Copysign(math.Inf(1), x)
	case a < 0x1p-28:
		return x
	case a < 0.5:
		t = a + a
		t = 0.5 * Log1p(t+t*a/(1-a))
	default:
		t = 0.5 * Log1p((a+a)/(1-a))
	}
	return math.Copysign(t, x)
}
