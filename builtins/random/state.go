package random

import (
	"crypto/sha512"
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file seeds generators and saves and restores their state.

// seed is seed(a=None, version=2), also the constructor.
func seed(name string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		g := generatorOf(self)
		if g.mt == nil {
			return starlark.None, nil // SystemRandom ignores it
		}
		var a, version starlark.Value = starlark.None, starlark.MakeInt(2)
		parameter := "a?"
		if name == "Random.__init__" {
			parameter = "x?"
		}
		if err := object.UnpackMethod(name, args, kwargs, parameter, &a, "version?", &version); err != nil {
			return nil, err
		}
		old, _ := object.AsInt(version)
		return starlark.None, g.seed(object.Underlying(a), old == 1)
	}
}

func (g *generator) seed(a starlark.Value, old bool) error {
	g.gauss = nil
	var n *big.Int
	switch a := a.(type) {
	case starlark.NoneType:
		*g.mt = *fresh(g.rt).mt
		return nil
	case starlark.Int:
		n = a.BigInt()
	case starlark.Bool:
		n = new(big.Int)
		if a {
			n.SetInt64(1)
		}
	case starlark.Float:
		h, err := g.rt.Hash(a)
		if err != nil {
			return err
		}
		n = h.BigInt()
		if n.Sign() < 0 {
			n = new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), 64))
		}
	case starlark.String:
		if old {
			n = oldSeed(string(a))
		} else {
			n = digestSeed([]byte(a))
		}
	case starlark.Bytes:
		n = digestSeed([]byte(a))
	default:
		b, ok := byteArray(a)
		if !ok {
			return exceptions.TypeError.Errorf("The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")
		}
		n = digestSeed(b)
	}
	g.mt.seed(key(n))
	return nil
}

// byteArray returns the content of a bytearray.
func byteArray(v starlark.Value) ([]byte, bool) {
	if v.Type() != "bytearray" {
		return nil, false
	}
	var b []byte
	it := starlark.Iterate(v)
	if it == nil {
		return nil, false
	}
	defer it.Done()
	var x starlark.Value
	for it.Next(&x) {
		n, err := starlark.AsInt32(x)
		if err != nil {
			return nil, false
		}
		b = append(b, byte(n))
	}
	return b, true
}

// digestSeed is the number that the bytes and their SHA-512 make.
func digestSeed(b []byte) *big.Int {
	sum := sha512.Sum512(b)
	return new(big.Int).SetBytes(append(append([]byte{}, b...), sum[:]...))
}

// oldSeed is the hash of version 1.
func oldSeed(s string) *big.Int {
	runes := []rune(s)
	x := uint64(0)
	if len(runes) > 0 {
		x = uint64(runes[0]) << 7
	}
	for _, c := range runes {
		x = 1000003*x ^ uint64(c)
	}
	x ^= uint64(len(runes))
	n := new(big.Int).SetUint64(x)
	if x == 1<<64-1 {
		n.SetUint64(1<<64 - 2)
	}
	return n
}

// state is getstate() of a twister.
func (g *generator) state() starlark.Tuple {
	words := make(starlark.Tuple, size+1)
	for i, w := range g.mt.mt {
		words[i] = starlark.MakeUint64(uint64(w))
	}
	words[size] = starlark.MakeInt(g.mt.index)
	gauss := starlark.Value(starlark.None)
	if g.gauss != nil {
		gauss = starlark.Float(*g.gauss)
	}
	return starlark.Tuple{starlark.MakeInt(3), words, gauss}
}

func getstate(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	g := generatorOf(self)
	if g.mt == nil {
		return nil, exceptions.NotImplementedError.Errorf("System entropy source does not have state.")
	}
	if err := object.UnpackMethod("Random.getstate", args, kwargs); err != nil {
		return nil, err
	}
	return g.state(), nil
}

func setstate(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	g := generatorOf(self)
	if g.mt == nil {
		return nil, exceptions.NotImplementedError.Errorf("System entropy source does not have state.")
	}
	var state starlark.Value
	if err := object.UnpackMethod("Random.setstate", args, kwargs, "state", &state); err != nil {
		return nil, err
	}
	return starlark.None, g.restore(state)
}

// restore is setstate(v).
func (g *generator) restore(v starlark.Value) error {
	state, ok := v.(starlark.Tuple)
	if !ok || len(state) != 3 {
		return exceptions.ValueError.Errorf("state vector is the wrong size")
	}
	if version, err := starlark.AsInt32(state[0]); err != nil || version != 3 {
		return exceptions.ValueError.Errorf("state with version %s passed to Random.setstate() of version 3", state[0])
	}
	words, ok := state[1].(starlark.Tuple)
	if !ok {
		return exceptions.TypeError.Errorf("state vector must be a tuple")
	}
	if len(words) != size+1 {
		return exceptions.ValueError.Errorf("state vector is the wrong size")
	}
	var fresh twister
	for i, w := range words {
		n, ok := w.(starlark.Int)
		if !ok {
			return exceptions.TypeError.Errorf("an integer is required")
		}
		u, fits := n.Uint64()
		switch {
		case !fits || u > 1<<32-1:
			return exceptions.OverflowError.Errorf("can't convert negative int to unsigned")
		case i < size:
			fresh.mt[i] = uint32(u)
		case u > size:
			return exceptions.ValueError.Errorf("invalid state")
		default:
			fresh.index = int(u)
		}
	}
	*g.mt = fresh
	g.gauss = nil
	if f, ok := state[2].(starlark.Float); ok {
		x := float64(f)
		g.gauss = &x
	}
	return nil
}
