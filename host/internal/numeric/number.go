package numeric

// This file computes with 64-bit ints. What does not fit is reported.

import (
	"math"
	"math/bits"
)

// multiply returns x * y.
func multiply(x, y int64) (int64, bool) {
	if int64(int32(x)) == x && int64(int32(y)) == y {
		return x * y, true
	}
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	if x < 0 {
		hi -= uint64(y)
	}
	if y < 0 {
		hi -= uint64(x)
	}
	return int64(lo), hi == uint64(int64(lo)>>63)
}

// floorDivide returns x // y; y is not 0.
func floorDivide(x, y int64) (int64, bool) {
	if uint64(x|y)>>32 == 0 {
		return int64(uint32(x) / uint32(y)), true
	}
	if y == -1 {
		return -x, x != math.MinInt64
	}
	q := x / y
	if (x%y != 0) && (x < 0) != (y < 0) {
		q--
	}
	return q, true
}

// floorRemainder returns x % y; y is not 0.
func floorRemainder(x, y int64) int64 {
	if uint64(x|y)>>32 == 0 {
		return int64(uint32(x) % uint32(y))
	}
	if y == -1 {
		return 0
	}
	r := x % y
	if r != 0 && (r < 0) != (y < 0) {
		r += y
	}
	return r
}

// power returns x ** n.
func power(x, n int64) (int64, bool) {
	if n < 0 {
		return 0, false
	}
	r, ok := int64(1), true
	for {
		if n&1 != 0 {
			if r, ok = multiply(r, x); !ok {
				return 0, false
			}
		}
		if n >>= 1; n == 0 {
			return r, true
		}
		if x, ok = multiply(x, x); !ok {
			return 0, false
		}
	}
}

// powerModulo returns x ** n % m for n ≥ 0, m > 0.
func powerModulo(x, n, m int64) (int64, bool) {
	if n < 0 || m <= 0 {
		return 0, false
	}
	modulus := uint64(m)
	times := func(a, b uint64) uint64 {
		hi, lo := bits.Mul64(a, b)
		_, r := bits.Div64(hi, lo, modulus)
		return r
	}
	base, r := uint64(floorRemainder(x, m)), 1%modulus
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			r = times(r, base)
		}
		base = times(base, base)
	}
	return int64(r), true
}

func shiftLeft(x, n int64) (int64, bool) {
	if n < 0 || n > 62 {
		return 0, n >= 0 && x == 0
	}
	r := x << uint(n)
	return r, r>>uint(n) == x
}

func gcd(x, y int64) (int64, bool) {
	if x == math.MinInt64 || y == math.MinInt64 {
		return 0, false
	}
	x, y = max(x, -x), max(y, -y)
	for y != 0 {
		x, y = y, x%y
	}
	return x, true
}

// integerSquareRoot returns the root of x ≥ 0, rounded down.
func integerSquareRoot(x int64) (int64, bool) {
	if x < 0 {
		return 0, false
	}
	r := int64(math.Sqrt(float64(x)))
	for r > 0 && r > x/r {
		r--
	}
	for r+1 <= x/(r+1) {
		r++
	}
	return r, true
}

// integer converts a whole float.
func integer(x float64) (int64, bool) {
	return int64(x), x >= -(1<<63) && x < 1<<63
}

// exactly converts an int of at most 53 bits.
func exactly(x int64) (float64, bool) {
	return float64(x), -(1<<53) <= x && x <= 1<<53
}

// trips returns how many elements range(start, stop, step) has; step is not 0.
func trips(start, stop, step int64) int64 {
	var n uint64
	switch {
	case step > 0 && start < stop:
		n = (uint64(stop)-uint64(start)-1)/uint64(step) + 1
	case step < 0 && start > stop:
		n = (uint64(start)-uint64(stop)-1)/-uint64(step) + 1
	}
	return int64(min(n, math.MaxInt64))
}
