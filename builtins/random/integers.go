package random

import (
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the methods that return bits and integers.

func random(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args)+len(kwargs) > 0 {
		return nil, object.Exactly("Random.random", args, kwargs, 0)
	}
	return starlark.Float(float(generatorOf(self).src)), nil
}

// maxBits bounds the memory of one number.
const maxBits = 1 << 31

func getrandbits(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("Random.getrandbits", args, kwargs, 1); err != nil {
		return nil, err
	}
	k, err := object.AsInt(args[0])
	switch {
	case err != nil:
		return nil, err
	case k < 0:
		return nil, exceptions.ValueError.Errorf("number of bits must be non-negative")
	case k == 0:
		return starlark.MakeInt(0), nil
	case k > maxBits:
		return nil, exceptions.MemoryError.With()
	case k <= 64:
		return starlark.MakeUint64(small(generatorOf(self).src, k)), nil
	}
	return toInt(large(generatorOf(self).src, k)), nil
}

func randbytes(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var n int
	if err := object.UnpackMethod("Random.randbytes", args, kwargs, "n", &n); err != nil {
		return nil, err
	}
	g := generatorOf(self)
	switch {
	case n < 0:
		return nil, exceptions.ValueError.Errorf("number of bits must be non-negative")
	case n > maxBits/8:
		return nil, exceptions.MemoryError.With()
	case g.mt == nil:
		return starlark.Bytes(bytesOf(n)), nil
	case n == 0:
		return starlark.Bytes(""), nil
	}
	b := large(g.src, 8*n).FillBytes(make([]byte, n))
	for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return starlark.Bytes(b), nil
}

func randint(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var a, b starlark.Value
	if err := object.UnpackMethod("Random.randint", args, kwargs, "a", &a, "b", &b); err != nil {
		return nil, err
	}
	low, err := object.AsIndex(a)
	if err != nil {
		return nil, err
	}
	high, err := object.AsIndex(b)
	if err != nil {
		return nil, err
	}
	return generatorOf(self).within(low, high.Add(starlark.MakeInt(1)))
}

// within is randrange(start, stop).
func (g *generator) within(start, stop starlark.Int) (starlark.Value, error) {
	if a, ok := start.Int64(); ok && a > -1<<62 && a < 1<<62 {
		if b, ok := stop.Int64(); ok && b > a && b < 1<<62 {
			return starlark.MakeInt64(a + int64(below(g.src, uint64(b-a)))), nil
		}
	}
	width := stop.Sub(start)
	if width.Sign() <= 0 {
		return nil, exceptions.ValueError.Errorf("empty range in randrange(%s, %s)", start, stop)
	}
	return start.Add(starlark.MakeBigInt(belowBig(g.src, width.BigInt()))), nil
}

func randrange(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var first, second, third starlark.Value
	if err := object.UnpackMethod("Random.randrange", args, kwargs, "start", &first, "stop?", &second, "step?", &third); err != nil {
		return nil, err
	}
	g := generatorOf(self)
	start, err := object.AsIndex(first)
	if err != nil {
		return nil, err
	}
	if second == nil || second == starlark.None {
		if third != nil {
			return nil, exceptions.TypeError.Errorf("Missing a non-None stop argument")
		}
		if start.Sign() > 0 {
			return g.within(starlark.MakeInt(0), start)
		}
		return nil, exceptions.ValueError.Errorf("empty range for randrange()")
	}
	stop, err := object.AsIndex(second)
	if err != nil {
		return nil, err
	}
	step := starlark.MakeInt(1)
	if third != nil {
		if step, err = object.AsIndex(third); err != nil {
			return nil, err
		}
	}
	if one, ok := step.Int64(); ok && one == 1 {
		return g.within(start, stop)
	}
	if step.Sign() == 0 {
		return nil, exceptions.ValueError.Errorf("zero step for randrange()")
	}
	// The number of steps, rounded up.
	width, s := stop.Sub(start).BigInt(), step.BigInt()
	n := new(big.Int).Add(width, s)
	n.Sub(n, big.NewInt(int64(s.Sign())))
	n = floorDiv(n, s)
	if n.Sign() <= 0 {
		return nil, exceptions.ValueError.Errorf("empty range in randrange(%s, %s, %s)", start, stop, step)
	}
	return start.Add(step.Mul(starlark.MakeBigInt(belowBig(g.src, n)))), nil
}

// floorDiv is a // b.
func floorDiv(a, b *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(a, b, new(big.Int))
	if r.Sign() != 0 && r.Sign() != b.Sign() {
		q.Sub(q, big.NewInt(1))
	}
	return q
}
