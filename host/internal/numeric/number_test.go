package numeric

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// This file compares the arithmetic of 64 bits with that of package big.

// interesting returns numbers of all sizes, near the limits too.
func interesting(r *rand.Rand) int64 {
	x := int64(r.Uint64()) >> r.IntN(64)
	switch r.IntN(8) {
	case 0:
		return math.MinInt64 + int64(r.IntN(3))
	case 1:
		return math.MaxInt64 - int64(r.IntN(3))
	case 2:
		return int64(r.IntN(7)) - 3
	}
	return x
}

func TestArithmetic_big(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		x, y := interesting(r), interesting(r)
		bx, by := big.NewInt(x), big.NewInt(y)
		check := func(name string, got int64, ok bool, want *big.Int) {
			t.Helper()
			if ok != want.IsInt64() || ok && got != want.Int64() {
				t.Fatalf("%s of %d and %d is %d, %v; want %v", name, x, y, got, ok, want)
			}
		}
		product, ok := multiply(x, y)
		check("product", product, ok, new(big.Int).Mul(bx, by))
		if y != 0 {
			// Python's division rounds down: the remainder has the sign of y.
			q, m := new(big.Int).QuoRem(bx, by, new(big.Int))
			if m.Sign() != 0 && m.Sign() != by.Sign() {
				q.Sub(q, big.NewInt(1))
				m.Add(m, by)
			}
			quotient, ok := floorDivide(x, y)
			check("quotient", quotient, ok, q)
			check("remainder", floorRemainder(x, y), true, m)
		}
		n := int64(r.IntN(70))
		p, ok := power(x, n)
		// The square behind the last factor may overflow where the power does not.
		if want := new(big.Int).Exp(bx, big.NewInt(n), nil); ok && (!want.IsInt64() || want.Int64() != p) {
			t.Fatalf("%d ** %d is %d; want %v", x, n, p, want)
		}
		s, ok := shiftLeft(x, n)
		if want := new(big.Int).Lsh(bx, uint(n)); ok && (!want.IsInt64() || want.Int64() != s) {
			t.Fatalf("%d << %d is %d; want %v", x, n, s, want)
		}
		if x >= 0 {
			root, _ := integerSquareRoot(x)
			check("root", root, true, new(big.Int).Sqrt(bx))
		}
		if g, ok := gcd(x, y); ok {
			check("gcd", g, true, new(big.Int).GCD(nil, nil, new(big.Int).Abs(bx), new(big.Int).Abs(by)))
		}
		if y > 0 {
			m, _ := powerModulo(x, n, y)
			check("power modulo", m, true, new(big.Int).Exp(bx, big.NewInt(n), by))
		}
	}
}

func TestTrips(t *testing.T) {
	for _, c := range []struct{ start, stop, step, want int64 }{
		{0, 5, 1, 5}, {0, 5, 2, 3}, {5, 0, -1, 5}, {5, 0, -2, 3}, {0, 0, 1, 0}, {0, 5, -1, 0}, {1, 2, 10, 1},
		{math.MinInt64, math.MaxInt64, 1, math.MaxInt64}, {math.MinInt64, math.MaxInt64, math.MaxInt64, 3},
		{math.MaxInt64, math.MinInt64, math.MinInt64, 2},
	} {
		if got := trips(c.start, c.stop, c.step); got != c.want {
			t.Errorf("range(%d, %d, %d) has %d elements, not %d", c.start, c.stop, c.step, got, c.want)
		}
	}
}
