package object

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds pow() and what ** does with ints and floats.

// maxPowerBits bounds the size of x ** y: beyond it MemoryError is raised. Up to it the computation takes seconds, in
// which nothing can interrupt it.
const maxPowerBits = 1 << 27

// powBuiltin is pow(base, exp, mod=None).
func (rt *Runtime) powBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("pow", args, kwargs, 2, "base", "exp", "mod")
	if err != nil {
		return nil, err
	}
	if a[2] == nil || a[2] == starlark.None {
		return rt.Power(a[0], a[1])
	}
	x, xOK := unbool(a[0]).(starlark.Int)
	y, yOK := unbool(a[1]).(starlark.Int)
	m, mOK := unbool(a[2]).(starlark.Int)
	if xOK && yOK && mOK {
		return powMod(x.BigInt(), y.BigInt(), m.BigInt())
	}
	if v, ok, err := rt.callSpecial(a[0], "__pow__", a[1], a[2]); ok || err != nil {
		return v, err
	}
	if isNumber(a[0]) && isNumber(a[1]) && isNumber(a[2]) {
		return nil, typeErrorf("pow() 3rd argument not allowed unless all arguments are integers")
	}
	return nil, typeErrorf("unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'", TypeName(a[0]), TypeName(a[1]), TypeName(a[2]))
}

// powMod is pow(x, y, m); the result has the sign of m.
func powMod(x, y, m *big.Int) (starlark.Value, error) {
	if m.Sign() == 0 {
		return nil, valueErrorf("pow() 3rd argument cannot be 0")
	}
	modulus := new(big.Int).Abs(m)
	r := new(big.Int)
	if y.Sign() < 0 {
		if r.ModInverse(new(big.Int).Mod(x, modulus), modulus) == nil {
			return nil, valueErrorf("base is not invertible for the given modulus")
		}
		r.Exp(r, new(big.Int).Neg(y), modulus)
	} else {
		r.Exp(new(big.Int).Mod(x, modulus), y, modulus)
	}
	r.Mod(r, modulus)
	if m.Sign() < 0 && r.Sign() > 0 {
		r.Add(r, m)
	}
	return starlark.MakeBigInt(r), nil
}

// powInt is x ** y for y ≥ 0.
func powInt(x, y starlark.Int) (starlark.Value, error) {
	n, fits := y.Int64()
	switch {
	case fits && n == 2:
		return x.Mul(x), nil
	case fits && n == 1:
		return x, nil
	}
	small, isSmall := x.Int64()
	if isSmall && fits {
		if r, ok := powSmall(small, n); ok {
			return starlark.MakeInt64(r), nil
		}
	}
	if isSmall && (small == 0 || small == 1 || small == -1) { // y is large and not 0
		if small == -1 && y.BigInt().Bit(0) == 0 {
			small = 1
		}
		return starlark.MakeInt64(small), nil
	}
	big1 := x.BigInt()
	if !fits || int64(big1.BitLen()-1) > maxPowerBits/max(n, 1) {
		return nil, exceptions.MemoryError.With()
	}
	return starlark.MakeBigInt(new(big.Int).Exp(big1, y.BigInt(), nil)), nil
}

// powSmall computes x**n in a machine word; ok is false if it does not fit.
func powSmall(x, n int64) (r int64, ok bool) {
	if n > 63 {
		return 0, false
	}
	const limit = 1 << 31
	for r = 1; n > 0; n >>= 1 {
		if n&1 != 0 {
			if r >= limit || r <= -limit || x >= limit || x <= -limit {
				return 0, false
			}
			r *= x
		}
		if n > 1 {
			if x >= limit || x <= -limit {
				return 0, false
			}
			x *= x
		}
	}
	return r, true
}

// floatPow is x ** y of floats.
func floatPow(x, y float64) (starlark.Value, error) {
	if x == 0 && y < 0 {
		return nil, exceptions.ZeroDivisionError.Errorf("0.0 cannot be raised to a negative power")
	}
	if x < 0 && y != math.Trunc(y) && x-x == 0 && y-y == 0 {
		return powComplex(complex(x, 0), complex(y, 0))
	}
	r := FloatPower(x, y)
	if math.IsInf(r, 0) && x-x == 0 && y-y == 0 {
		return nil, exceptions.OverflowError.With(starlark.MakeInt(34), starlark.String("Numerical result out of range"))
	}
	return starlark.Float(r), nil
}
