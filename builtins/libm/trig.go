package libm

import "math"

// This file holds sine, cosine and tangent.

// sinCos returns the sine and the cosine of r, |r| at most about pi/4.
func sinCos(r pair) (sin, cos pair) {
	negative := r.hi < 0
	if negative {
		r = r.neg()
	}
	j := int(r.hi*64 + 0.5)
	d := quickSum(r.hi-float64(j)*(1.0/64), r.lo)
	x := d.hi
	square := twoProduct(x, x)
	xx := square.hi
	square.lo += 2 * x * d.lo
	sd := quickSum(x, d.lo+x*xx*(-1.0/6+xx*(1.0/120+xx*(-1.0/5040))))
	cd := quickSum(-0.5*xx, -0.5*square.lo+xx*xx*(1.0/24+xx*(-1.0/720+xx*(1.0/40320)))) // cos d - 1
	if j == 0 {
		sin = sd
		cos = quickSum(1, cd.hi)
		cos.lo += cd.lo
	} else {
		s, c := sines[j], cosines[j]
		sin = combine(s, c.mul(sd), s.mul(cd))
		cos = combine(c, c.mul(cd), s.mul(sd).neg())
	}
	if negative {
		sin = sin.neg()
	}
	return sin, cos
}

// combine adds three pairs, the first the largest.
func combine(a, b, c pair) pair {
	s := quickSum(a.hi, b.hi)
	t := twoSum(s.hi, c.hi)
	return quickSum(t.hi, t.lo+(s.lo+(a.lo+(b.lo+c.lo))))
}

// Sin is the sine of x radians.
func Sin(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	if math.Abs(x) < 0x1p-26 {
		return x
	}
	r, q := reduce(x)
	sin, cos := sinCos(r)
	switch q {
	case 0:
		return sin.float()
	case 1:
		return cos.float()
	case 2:
		return -sin.float()
	}
	return -cos.float()
}

// Cos is the cosine of x radians.
func Cos(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	r, q := reduce(x)
	sin, cos := sinCos(r)
	switch q {
	case 0:
		return cos.float()
	case 1:
		return -sin.float()
	case 2:
		return -cos.float()
	}
	return sin.float()
}

// Tan is the tangent of x radians.
func Tan(x float64) float64 {
	if x-x != 0 {
		return math.NaN()
	}
	if math.Abs(x) < 0x1p-27 {
		return x
	}
	r, q := reduce(x)
	sin, cos := sinCos(r)
	if q&1 == 0 {
		return sin.div(cos).float()
	}
	return -cos.div(sin).float()
}
