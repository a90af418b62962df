package libm

import (
	"math"
	"math/big"
)

// This file brings the argument of a trigonometric function near zero.

// twoOverPi is 2/pi.
const twoOverPi = 0.63661977236758134308

// reduce returns r and q with x = r + q pi/2 (modulo 2 pi) and |r| at most about pi/4.
func reduce(x float64) (r pair, q int) {
	if math.Abs(x) <= math.Pi/4 {
		return pair{x, 0}, 0
	}
	if math.Abs(x) > 1<<20 {
		return reduceLarge(x)
	}
	k := math.RoundToEven(x * twoOverPi)
	p := twoProduct(k, halfPiParts[0])
	// The difference is exact; what is left of the products is subtracted from the largest on.
	s := twoSum(x-p.hi, -p.lo)
	p = twoProduct(k, halfPiParts[1])
	t := twoSum(s.hi, -p.hi)
	low := twoSum(s.lo, t.lo)
	r = quickSum(t.hi, low.hi)
	r.lo += low.lo - p.lo - k*halfPiParts[2]
	return quickSum(r.hi, r.lo), int(int64(k) & 3)
}

// reduceLarge does the same for any finite x, with as many bits of pi as that takes.
func reduceLarge(x float64) (pair, int) {
	const bits = 1024 + 53 + 120 // the exponent, the mantissa, and the bits wanted
	pi := bigPi(bits)
	half := new(big.Float).SetPrec(bits).SetMantExp(pi, -1)
	v := new(big.Float).SetPrec(bits).SetFloat64(x)
	n, _ := new(big.Float).SetPrec(bits).Add(new(big.Float).SetPrec(bits).Quo(v, half), big.NewFloat(math.Copysign(0.5, x))).Int(nil)
	v.Sub(v, new(big.Float).SetPrec(bits).Mul(half, new(big.Float).SetPrec(bits).SetInt(n)))
	hi, _ := v.Float64()
	lo, _ := v.Sub(v, big.NewFloat(hi)).Float64()
	q := new(big.Int).And(n, big.NewInt(3))
	return pair{hi, lo}, int(q.Int64())
}

// bigPi is pi by Machin's formula: 16 arctan(1/5) - 4 arctan(1/239).
func bigPi(prec uint) *big.Float {
	one := new(big.Int).Lsh(big.NewInt(1), prec+16)
	arctan := func(n int64) *big.Int {
		sum, term := new(big.Int), new(big.Int).Quo(one, big.NewInt(n))
		square := big.NewInt(n * n)
		for i := int64(1); term.Sign() != 0; i += 2 {
			part := new(big.Int).Quo(term, big.NewInt(i))
			if i%4 == 1 {
				sum.Add(sum, part)
			} else {
				sum.Sub(sum, part)
			}
			term.Quo(term, square)
		}
		return sum
	}
	a, b := arctan(5), arctan(239)
	pi := a.Sub(a.Lsh(a, 4), b.Lsh(b, 2))
	return new(big.Float).SetPrec(prec).SetMantExp(new(big.Float).SetPrec(prec).SetInt(pi), -int(prec+16))
}
