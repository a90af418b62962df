package libm

import "math"

// This file holds the cube root and the length of a vector.

// Cbrt is the cube root, by the C library's formula: a polynomial and one step of Halley's iteration on the mantissa.
func Cbrt(x float64) float64 {
	if x == 0 || x-x != 0 {
		return x
	}
	root2, root4 := 1.2599210498948731648, 1.5874010519681994748 // variables, since the quotients are of rounded numbers
	factor := [5]float64{1 / root4, 1 / root2, 1, root2, root4}
	m, e := math.Frexp(math.Abs(x))
	u := 0.784932344976639262 - float64(0.145263899385486377*m)
	for _, c := range [...]float64{-1.83469277483613086, 2.44693122563534430, -2.11499494167371287, 1.50819193781584896, 0.354895765043919860} {
		u = c + float64(u*m)
	}
	cube := u * u * u
	y := u * (cube + 2*m) / (2*cube + m) * factor[2+e%3]
	return math.Ldexp(math.Copysign(y, x), e/3)
}

// Norm is the length of a vector: hypot().
func Norm(x []float64) float64 {
	largest, nan := 0.0, false
	for _, v := range x {
		if math.IsInf(v, 0) {
			return math.Inf(1)
		}
		nan = nan || v != v
		largest = math.Max(largest, math.Abs(v))
	}
	if nan {
		return math.NaN()
	}
	if largest == 0 {
		return 0
	}
	_, e := math.Frexp(largest)
	var sum pair
	for _, v := range x {
		v = math.Ldexp(v, -e)
		p := twoProduct(v, v)
		s := twoSum(sum.hi, p.hi)
		sum = quickSum(s.hi, s.lo+(sum.lo+p.lo))
	}
	return math.Ldexp(sum.sqrt().float(), e)
}
