package libm

import "math"

// This file holds the inverse trigonometric functions.

// atanPair is the arctangent of y/x for positive y and x.
func atanPair(y, x pair) pair {
	if y.hi > x.hi {
		// pi/2 less the arctangent of the reciprocal
		a := atanPair(x, y)
		s := twoSum(halfPi.hi, -a.hi)
		return quickSum(s.hi, s.lo+(halfPi.lo-a.lo))
	}
	t := y.div(x)
	j := int(t.hi*64 + 0.5)
	c := float64(j) * (1.0 / 64)
	z := t
	if j > 0 {
		// arctan t = arctan c + arctan((t - c) / (1 + t c))
		numerator := quickSum(t.hi-c, t.lo)
		p := t.scale(c)
		denominator := quickSum(1, p.hi)
		denominator.lo += p.lo
		z = numerator.div(denominator)
	}
	v := z.hi
	vv := v * v
	tail := v * vv * (-1.0/3 + vv*(1.0/5+vv*(-1.0/7+vv*(1.0/9+vv*(-1.0/11)))))
	if j == 0 {
		return quickSum(v, z.lo+tail)
	}
	a := arctangents[j]
	s := quickSum(a.hi, v)
	return quickSum(s.hi, s.lo+(a.lo+z.lo+tail))
}

// Atan is the arctangent.
func Atan(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x != x || a < 0x1p-27:
		return x
	case a > 0x1p60:
		return math.Copysign(halfPi.float(), x)
	}
	return math.Copysign(atanPair(pair{a, 0}, pair{1, 0}).float(), x)
}

// Atan2 is the angle of the point (x, y).
func Atan2(y, x float64) float64 {
	if x == 0 || y == 0 || x-x != 0 || y-y != 0 {
		return math.Atan2(y, x) // exact there
	}
	ay, ax := math.Abs(y), math.Abs(x)
	// Quotients beyond these are zero or infinite as far as the result's digits go.
	ey, ex := math.Ilogb(ay), math.Ilogb(ax)
	if d := ey - ex; d < -60 || d > 60 {
		return atan2Steep(y, x, ay, ax, d)
	}
	scale := math.Ldexp(1, -ex)
	if ex < -1000 || ex > 1000 {
		ay, ax = math.Ldexp(ay, -ex), math.Ldexp(ax, -ex)
	} else {
		ay, ax = ay*scale, ax*scale
	}
	a := atanPair(pair{ay, 0}, pair{ax, 0})
	if x < 0 {
		s := twoSum(pi.hi, -a.hi)
		a = quickSum(s.hi, s.lo+(pi.lo-a.lo))
	}
	return math.Copysign(a.float(), y)
}

// atan2Steep serves quotients that are very small or very large.
func atan2Steep(y, x, ay, ax float64, d int) float64 {
	switch {
	case d > 0:
		return math.Copysign(halfPi.float(), y)
	case x < 0:
		return math.Copysign(pi.float(), y)
	}
	return math.Copysign(ay/ax, y)
}

// cathetus is the square root of 1 - x^2.
func cathetus(x float64) pair {
	a, b := twoSum(1, -x), twoSum(1, x)
	return a.mul(b).sqrt()
}

// Asin is the arcsine.
func Asin(x float64) float64 {
	a := math.Abs(x)
	switch {
	case !(a <= 1):
		return math.NaN()
	case a < 0x1p-27:
		return x
	case a == 1:
		return math.Copysign(halfPi.float(), x)
	}
	return math.Copysign(atanPair(pair{a, 0}, cathetus(a)).float(), x)
}

// Acos is the arccosine.
func Acos(x float64) float64 {
	a := math.Abs(x)
	switch {
	case !(a <= 1):
		return math.NaN()
	case x == 1:
		return 0
	case x == -1:
		return pi.float()
	case x == 0:
		return halfPi.float()
	case a < 0x1p-60:
		return halfPi.float()
	}
	v := atanPair(cathetus(a), pair{a, 0})
	if x < 0 {
		s := twoSum(pi.hi, -v.hi)
		v = quickSum(s.hi, s.lo+(pi.lo-v.lo))
	}
	return v.float()
}
