package math

import (
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the functions of integers.

func (m *module) factorial(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("math.factorial", args, kwargs, 1); err != nil {
		return nil, err
	}
	i, err := object.AsIndex(args[0])
	if err != nil {
		return nil, err
	}
	if i.Sign() < 0 {
		return nil, exceptions.ValueError.Errorf("factorial() not defined for negative values")
	}
	n, ok := i.Int64()
	if !ok {
		return nil, exceptions.OverflowError.Errorf("factorial() argument should not exceed 9223372036854775807")
	}
	if n > maxFactorial {
		return nil, exceptions.MemoryError.With()
	}
	return starlark.MakeBigInt(new(big.Int).MulRange(1, max(n, 1))), nil
}

// maxFactorial bounds the work of one call.
const maxFactorial = 10_000_000

// nk reads the arguments of comb and perm.
func nk(name string, args starlark.Tuple, kwargs []starlark.Tuple, least int) (n *big.Int, k int64, err error) {
	if err := object.ArgumentCount(name, args, kwargs, least, 2); err != nil {
		return nil, 0, err
	}
	i, err := object.AsIndex(args[0])
	if err != nil {
		return nil, 0, err
	}
	j := i
	if len(args) == 2 && args[1] != starlark.None {
		if j, err = object.AsIndex(args[1]); err != nil {
			return nil, 0, err
		}
	}
	if i.Sign() < 0 {
		return nil, 0, exceptions.ValueError.Errorf("n must be a non-negative integer")
	}
	if j.Sign() < 0 {
		return nil, 0, exceptions.ValueError.Errorf("k must be a non-negative integer")
	}
	if j.BigInt().Cmp(i.BigInt()) > 0 {
		return i.BigInt(), -1, nil
	}
	if name == "comb" {
		rest := new(big.Int).Sub(i.BigInt(), j.BigInt())
		if rest.Cmp(j.BigInt()) < 0 {
			j = starlark.MakeBigInt(rest)
		}
	}
	k, ok := j.Int64()
	if !ok || k > maxFactorial {
		return nil, 0, exceptions.OverflowError.Errorf("min(n - k, k) must not exceed 9223372036854775807")
	}
	return i.BigInt(), k, nil
}

func (m *module) comb(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	n, k, err := nk("comb", args, kwargs, 2)
	switch {
	case err != nil:
		return nil, err
	case k < 0:
		return starlark.MakeInt(0), nil
	case n.IsInt64():
		return starlark.MakeBigInt(new(big.Int).Binomial(n.Int64(), k)), nil
	}
	r := falling(n, k)
	return starlark.MakeBigInt(r.Quo(r, new(big.Int).MulRange(1, max(k, 1)))), nil
}

func (m *module) perm(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	n, k, err := nk("perm", args, kwargs, 1)
	switch {
	case err != nil:
		return nil, err
	case k < 0:
		return starlark.MakeInt(0), nil
	}
	return starlark.MakeBigInt(falling(n, k)), nil
}

// falling is n (n-1) ... (n-k+1).
func falling(n *big.Int, k int64) *big.Int {
	if n.IsInt64() {
		if k == 0 {
			return big.NewInt(1)
		}
		return new(big.Int).MulRange(n.Int64()-k+1, n.Int64())
	}
	r, f := big.NewInt(1), new(big.Int).Set(n)
	for ; k > 0; k-- {
		r.Mul(r, f)
		f.Sub(f, big.NewInt(1))
	}
	return r
}

// fold combines integers pairwise.
func fold(name string, args starlark.Tuple, kwargs []starlark.Tuple, start int64, f func(a, b *big.Int) *big.Int) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exceptions.TypeError.Errorf("math.%s() takes no keyword arguments", name)
	}
	r := big.NewInt(start)
	for _, v := range args {
		i, err := object.AsIndex(v)
		if err != nil {
			return nil, err
		}
		r = f(r, new(big.Int).Abs(i.BigInt()))
	}
	return starlark.MakeBigInt(r), nil
}

func (m *module) gcd(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 2 && len(kwargs) == 0 {
		if a, ok := small(args[0]); ok {
			if b, ok := small(args[1]); ok {
				for b != 0 {
					a, b = b, a%b
				}
				return starlark.MakeInt64(max(a, -a)), nil
			}
		}
	}
	return fold("gcd", args, kwargs, 0, func(a, b *big.Int) *big.Int { return new(big.Int).GCD(nil, nil, a, b) })
}

// small returns an int that fits a word, but for the smallest one.
func small(v starlark.Value) (int64, bool) {
	i, ok := v.(starlark.Int)
	if !ok {
		return 0, false
	}
	n, ok := i.Int64()
	return n, ok && n != -n || n == 0
}

func (m *module) lcm(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return fold("lcm", args, kwargs, 1, func(a, b *big.Int) *big.Int {
		if a.Sign() == 0 || b.Sign() == 0 {
			return new(big.Int)
		}
		g := new(big.Int).GCD(nil, nil, a, b)
		return g.Mul(new(big.Int).Quo(a, g), b)
	})
}

func (m *module) isqrt(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("math.isqrt", args, kwargs, 1); err != nil {
		return nil, err
	}
	i, err := object.AsIndex(args[0])
	if err != nil {
		return nil, err
	}
	if i.Sign() < 0 {
		return nil, exceptions.ValueError.Errorf("isqrt() argument must be nonnegative")
	}
	return starlark.MakeBigInt(new(big.Int).Sqrt(i.BigInt())), nil
}
