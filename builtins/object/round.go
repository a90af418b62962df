package object

import (
	"math"
	"math/big"
	"strconv"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds round().

// roundBuiltin is round(number, ndigits=None).
func (rt *Runtime) roundBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("round", args, kwargs, 1, "number", "ndigits")
	if err != nil {
		return nil, err
	}
	x, digits := unbool(a[0]), a[1]
	if digits == starlark.None {
		digits = nil
	}
	switch x.(type) {
	case starlark.Int, starlark.Float:
	default:
		var given []starlark.Value
		if digits != nil {
			given = append(given, digits)
		}
		if v, ok, err := rt.callSpecial(x, "__round__", given...); ok || err != nil {
			return v, err
		}
		x = Underlying(x)
	}
	n := 0
	if digits != nil {
		i, err := AsIndex(digits)
		if err != nil {
			return nil, err
		}
		n = clampInt(i)
	}
	switch x := x.(type) {
	case starlark.Int:
		if n >= 0 {
			return x, nil
		}
		return roundInt(x, -n), nil
	case starlark.Float:
		if digits == nil {
			return truncate(math.RoundToEven(float64(x)))
		}
		f, err := roundFloat(float64(x), n)
		return starlark.Float(f), err
	}
	return nil, typeErrorf("type %s doesn't define __round__ method", TypeName(a[0]))
}

// clampInt converts i, clipped to ±2³⁰.
func clampInt(i starlark.Int) int {
	const limit = 1 << 30
	n, ok := i.Int64()
	switch {
	case !ok && i.Sign() < 0, ok && n < -limit:
		return -limit
	case !ok, n > limit:
		return limit
	}
	return int(n)
}

// roundInt rounds to a multiple of 10 to the power of n > 0, halves to the even one.
func roundInt(i starlark.Int, n int) starlark.Int {
	x := i.BigInt()
	if n > x.BitLen() { // 10ⁿ is more than twice as large
		return starlark.MakeInt(0)
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	q, r := new(big.Int).DivMod(x, unit, new(big.Int))
	switch r.Lsh(r, 1).Cmp(unit) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		q.Add(q, big.NewInt(int64(q.Bit(0))))
	}
	return starlark.MakeBigInt(q.Mul(q, unit))
}

// roundFloat rounds the exact decimal value of x to n digits behind the point, halves to the even one.
func roundFloat(x float64, n int) (float64, error) {
	switch {
	case x == 0, x-x != 0, n > 323:
		return x, nil
	case n < -308:
		return math.Copysign(0, x), nil
	case n >= 0:
		f, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', n, 64), 64)
		if err != nil {
			return 0, errRoundTooLarge()
		}
		return f, nil
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-n)), nil)
	exact := new(big.Rat).SetFloat64(x)
	exact.Quo(exact, new(big.Rat).SetInt(unit))
	q, r := new(big.Int).DivMod(exact.Num(), exact.Denom(), new(big.Int))
	switch r.Lsh(r, 1).Cmp(exact.Denom()) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		q.Add(q, big.NewInt(int64(q.Bit(0))))
	}
	f, _ := new(big.Float).SetInt(q.Mul(q, unit)).Float64()
	if math.IsInf(f, 0) {
		return 0, errRoundTooLarge()
	}
	return math.Copysign(f, x), nil
}

func errRoundTooLarge() error {
	return exceptions.OverflowError.Errorf("rounded value too large to represent")
}
