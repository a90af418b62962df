package libm

import (
	"math"
	"math/big"
)

// This file holds the exponential functions and powers.

const (
	maxExp = 709.782712893384  // beyond it exp overflows
	minExp = -745.133219101942 // below it exp is zero
)

// Exp is e^x.
func Exp(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x > maxExp:
		return math.Inf(1)
	case x < minExp:
		return 0
	}
	h, e := expPair(pair{x, 0})
	return assemble(h, e)
}

// expPair returns e^x as h * 2^e, 1 <= h < 2.
func expPair(x pair) (h pair, e int) {
	k := math.RoundToEven(x.hi * (128 * invLn2.hi))
	// x - k ln(2)/128; the first product and difference are exact.
	high := x.hi - k*ln2by128Parts[0]
	p := twoProduct(k, ln2by128Parts[1])
	r := twoSum(high, -p.hi)
	r.lo += x.lo - p.lo - k*ln2by128Parts[2]
	return scalePower(int(k), quickSum(r.hi, r.lo)) // x.lo may be larger than the last bit of r.hi
}

// scalePower returns 2^(k/128) e^r as h * 2^e for a small r.
func scalePower(k int, r pair) (h pair, e int) {
	x := r.hi
	xx := x * x
	tail := xx*(0.5+x*(1.0/6)) + xx*xx*((1.0/24+x*(1.0/120))+xx*(1.0/720+x*(1.0/5040)))
	q := quickSum(x, r.lo+tail)
	t := powers[k&127]
	a := twoProduct(t.hi, q.hi)
	h = quickSum(t.hi, a.hi)
	h.lo += a.lo + (t.hi*q.lo + (t.lo + t.lo*q.hi))
	return h, k >> 7
}

// assemble rounds h * 2^e.
func assemble(h pair, e int) float64 {
	if e > -1021 && e < 1023 {
		return h.float() * math.Float64frombits(uint64(e+1023)<<52)
	}
	if e > 0 {
		return math.Ldexp(h.float(), e)
	}
	// Subnormal results have fewer bits: rounding must happen once, at the right place.
	f := new(big.Float).SetPrec(200).SetFloat64(h.hi)
	f.Add(f, new(big.Float).SetFloat64(h.lo))
	f.SetMantExp(f, e)
	r, _ := f.Float64()
	return r
}

// Exp2 is 2^x.
func Exp2(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x >= 1024:
		return math.Inf(1)
	case x < -1075:
		return 0
	}
	k := math.RoundToEven(x * 128)
	r := x - k/128
	h, e := scalePower(int(k), ln2.scale(r))
	return assemble(h, e)
}

// Pow is x^y.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x == 0 || x-x != 0 || y-y != 0:
		return math.Pow(x, y) // exact there
	case y == 1:
		return x
	case y == 2:
		return x * x
	}
	sign := 1.0
	if x < 0 {
		if y != math.Floor(y) {
			return math.NaN()
		}
		if math.Abs(y) < 1<<53 && math.Mod(y, 2) != 0 {
			sign = -1
		}
		x = -x
		if x == 1 {
			return sign
		}
	}
	l := logPair(x)
	p := twoProduct(y, l.hi)
	p.lo += y * l.lo
	switch {
	case p.hi > maxExp+1:
		return sign * math.Inf(1)
	case p.hi < minExp-1:
		return sign * 0
	}
	h, e := expPair(p)
	return sign * assemble(h, e)
}
