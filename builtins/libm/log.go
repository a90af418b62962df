package libm

import "math"

// This file holds the logarithms.

// logSpecial serves the arguments that have no finite logarithm.
func logSpecial(x float64) (r float64, special bool) {
	switch {
	case x == 0:
		return math.Inf(-1), true
	case x < 0:
		return math.NaN(), true
	case x-x != 0:
		return x, true
	}
	return 0, false
}

// Log is the natural logarithm.
func Log(x float64) float64 {
	if r, special := logSpecial(x); special {
		return r
	}
	return logPair(x).float()
}

// split returns m and k with x = m 2^k and m in [0.6875, 1.375), for a positive finite x.
func split(x float64) (m, k float64) {
	bits := math.Float64bits(x)
	e := 0
	if bits>>52 == 0 {
		bits = math.Float64bits(x * (1 << 54))
		e = -54
	}
	const low = 0x3fe6000000000000 // 0.6875
	t := bits - low
	n := int64(t) >> 52
	return math.Float64frombits(bits - uint64(n)<<52), float64(n + int64(e))
}

// logMantissa is ln(m) for m in [0.6875, 1.375), in two summands: that of the table and that of the series.
func logMantissa(m float64) (table, series pair) {
	i := min(int((m-0.6875)*(128/0.6875)), 127)
	// r = m c - 1 exactly: c has ten bits and m c is near 1.
	p := twoProduct(m, inverses[i])
	r := quickSum(p.hi-1, p.lo)
	// ln(1 + r) = r - r^2/2 + r^3/3 - ..., the first three terms as pairs.
	x := r.hi
	square := twoProduct(x, x)
	square.lo += 2 * x * r.lo
	cube := twoProduct(square.hi, x)
	cube.lo += square.lo*x + square.hi*r.lo
	xx := square.hi
	tail := xx * xx * ((-1.0/4 + x*(1.0/5)) + xx*((-1.0/6+x*(1.0/7))+xx*((-1.0/8+x*(1.0/9))+xx*(-1.0/10+x*(1.0/11)))))
	third := cube.scale(1.0 / 3)
	third.lo += cube.hi * 0x1.5555555555555p-56 // the rest of 1/3
	s := quickSum(third.hi, third.lo+tail)
	h := quickSum(-0.5*square.hi, s.hi)
	h.lo += s.lo - 0.5*square.lo
	sum := quickSum(x, h.hi)
	sum.lo += h.lo + r.lo
	return logs[i], sum
}

// logPair is ln(x) of a positive finite x, to about 75 bits.
func logPair(x float64) pair {
	m, k := split(x)
	table, series := logMantissa(m)
	if k == 0 && table.hi == 0 {
		return quickSum(series.hi, series.lo)
	}
	a := twoSum(k*ln2High, table.hi)
	b := twoSum(a.hi, series.hi)
	return quickSum(b.hi, b.lo+(a.lo+(k*ln2Low+(table.lo+series.lo))))
}

// Log2 is the binary logarithm.
func Log2(x float64) float64 {
	if r, special := logSpecial(x); special {
		return r
	}
	m, k := split(x)
	table, series := logMantissa(m)
	l := table.add(series).mul(invLn2)
	s := twoSum(k, l.hi)
	return s.hi + (s.lo + l.lo)
}

// Log10 is the decimal logarithm, by the formula of the C library.
// Source: fdlibm e_log10.c, Copyright (C) 1993 by Sun Microsystems, Inc.; permission to use, copy, modify and distribute is
// freely granted, provided that this notice is preserved
func Log10(x float64) float64 {
	if r, special := logSpecial(x); special {
		return r
	}
	const (
		ivln10   = 4.34294481903251816668e-01
		log102hi = 3.01029995663611771306e-01
		log102lo = 3.69423907715893078616e-13
	)
	k := 0
	if x < 0x1p-1022 {
		k = -54
		x *= 1 << 54
	}
	bits := math.Float64bits(x)
	k += int(bits>>52) - 1023
	i := 0
	if k < 0 {
		i = 1
	}
	m := math.Float64frombits(bits&(1<<52-1) | uint64(0x3ff-i)<<52)
	y := float64(k + i)
	z := float64(y*log102lo) + float64(ivln10*Log(m))
	return z + float64(y*log102hi)
}

// Log1p is ln(1 + x). Go's is the C library's.
func Log1p(x float64) float64 { return math.Log1p(x) }

// Expm1 is e^x - 1. Go's is the C library's.
func Expm1(x float64) float64 { return math.Expm1(x) }
