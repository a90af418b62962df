package object

import (
	"math"
	"math/big"
	"math/bits"
	"strings"

	"go.starlark.net/starlark"
)

// This file computes hash(v): CPython's numbers for numbers and tuples of them, since scripts print these.

// hashModulus is 2⁶¹-1, the prime that numbers are reduced by.
// Source: https://docs.python.org/3/library/stdtypes.html#hashing-of-numeric-types
const hashModulus = 1<<61 - 1

// Hash is hash(v).
func (rt *Runtime) Hash(v starlark.Value) (starlark.Int, error) {
	h, err := rt.hash(v)
	return starlark.MakeInt64(h), err
}

func (rt *Runtime) hash(v starlark.Value) (int64, error) {
	switch v := v.(type) {
	case starlark.Int, starlark.Float, starlark.Bool, Complex:
		h, _ := numberHash(v)
		return h, nil
	case starlark.Tuple:
		return tupleHash(v, rt.hash)
	case *Frozenset:
		return frozensetHash(v.elements(), rt.hash)
	case *Instance:
		return rt.hashInstance(v)
	case starlark.String, starlark.Bytes:
		h, err := v.Hash()
		return int64(uint64(h)*0x9E3779B97F4A7C15) >> 2, err
	}
	h, err := v.Hash()
	if err != nil {
		return 0, hashError(err)
	}
	return int64(h) << 4, nil
}

func (rt *Runtime) hashInstance(o *Instance) (int64, error) {
	s := o.class.specials()
	if s.hash != nil && s.hash != starlark.None {
		v, err := starlark.Call(rt.cur, s.hash, starlark.Tuple{o}, nil)
		if err != nil {
			return 0, err
		}
		if i, ok := v.(starlark.Int); ok {
			if n, ok := i.Int64(); ok && n != -1 {
				return n, nil
			}
		} else if _, ok := v.(starlark.Bool); !ok {
			return 0, typeErrorf("__hash__ method should return an integer")
		}
		h, _ := numberHash(v)
		return h, nil
	}
	h, err := o.Hash()
	if err != nil {
		return 0, err
	}
	if w := o.wrapped(); w != nil {
		return rt.hash(w)
	}
	return int64(h) << 4, nil
}

// hashError gives the error of an unhashable key CPython's words.
func hashError(err error) error {
	if err == nil {
		return nil
	}
	for _, prefix := range []string{"unhashable type: ", "unhashable: "} {
		if name, ok := strings.CutPrefix(err.Error(), prefix); ok {
			return typeErrorf("unhashable type: '%s'", strings.Trim(name, "'"))
		}
	}
	return err
}

// deterministicHash returns the hash of a value whose hash is the same in every run of CPython.
func deterministicHash(v starlark.Value) (int64, bool) {
	switch v := v.(type) {
	case starlark.Int, starlark.Float, starlark.Bool, Complex:
		return numberHash(v)
	case starlark.Tuple:
		known := true
		h, _ := tupleHash(v, func(x starlark.Value) (int64, error) {
			h, ok := deterministicHash(x)
			known = known && ok
			return h, nil
		})
		return h, known
	}
	return 0, false
}

// numberHash is the hash of a number or bool.
func numberHash(v starlark.Value) (int64, bool) {
	switch v := v.(type) {
	case starlark.Bool:
		if v {
			return 1, true
		}
		return 0, true
	case starlark.Int:
		return intHash(v), true
	case starlark.Float:
		return floatHash(float64(v)), true
	case Complex:
		h := floatHash(real(v)) + 1000003*floatHash(imag(v))
		if h == -1 {
			h = -2
		}
		return h, true
	}
	return 0, false
}

func intHash(v starlark.Int) int64 {
	h, small := v.Int64()
	if !small || h <= -hashModulus || h >= hashModulus {
		x := v.BigInt()
		h = new(big.Int).Mod(new(big.Int).Abs(x), big.NewInt(hashModulus)).Int64()
		if x.Sign() < 0 {
			h = -h
		}
	}
	if h == -1 {
		return -2
	}
	return h
}

// floatHash is CPython's _Py_HashDouble.
func floatHash(f float64) int64 {
	switch {
	case math.IsInf(f, 1):
		return 314159
	case math.IsInf(f, -1):
		return -314159
	case f != f:
		return 0
	}
	m, e := math.Frexp(math.Abs(f))
	var x uint64
	for m != 0 {
		x = (x<<28)&hashModulus | x>>(61-28)
		m *= 1 << 28
		e -= 28
		y := uint64(m)
		m -= float64(y)
		x += y
		if x >= hashModulus {
			x -= hashModulus
		}
	}
	shift := e % 61
	if shift < 0 {
		shift += 61
	}
	x = (x<<shift)&hashModulus | x>>(61-shift)
	h := int64(x)
	if f < 0 {
		h = -h
	}
	if h == -1 {
		return -2
	}
	return h
}

// tupleHash is CPython's tuplehash, a variant of xxHash.
func tupleHash(t starlark.Tuple, hash func(starlark.Value) (int64, error)) (int64, error) {
	const prime1, prime2, prime5 = 11400714785074694791, 14029467366897019727, 2870177450012600261
	acc := uint64(prime5)
	for _, x := range t {
		h, err := hash(x)
		if err != nil {
			return 0, err
		}
		acc += uint64(h) * prime2
		acc = bits.RotateLeft64(acc, 31)
		acc *= prime1
	}
	acc += uint64(len(t)) ^ (prime5 ^ 3527539)
	if acc == math.MaxUint64 {
		return 1546275796, nil
	}
	return int64(acc), nil
}

// frozensetHash is CPython's frozenset_hash, whatever the order of the elements.
func frozensetHash(elements []starlark.Value, hash func(starlark.Value) (int64, error)) (int64, error) {
	var acc uint64
	for _, x := range elements {
		h, err := hash(x)
		if err != nil {
			return 0, err
		}
		u := uint64(h)
		acc ^= ((u ^ 89869747) ^ (u << 16)) * 3644798167
	}
	acc ^= (uint64(len(elements)) + 1) * 1927868237
	acc ^= acc>>11 ^ acc>>25
	acc = acc*69069 + 907133923
	if acc == math.MaxUint64 {
		return 590923713, nil
	}
	return int64(acc), nil
}
