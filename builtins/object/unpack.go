package object

import "go.starlark.net/starlark"

// This file unpacks values into a known number of targets: a, b = x.

// unpacker iterates over a sequence for the VM's UNPACK, which is done with it before anything else runs: one per
// interpreter is enough.
type unpacker struct {
	list  *starlark.List // nil: tuple is unpacked
	tuple starlark.Tuple
	i     int
}

func (*unpacker) String() string               { return "<unpack>" }
func (*unpacker) Type() string                 { return "intrinsic" }
func (*unpacker) Freeze()                      {}
func (*unpacker) Truth() starlark.Bool         { return true }
func (*unpacker) Hash() (uint32, error)        { return 0, nil }
func (u *unpacker) Iterate() starlark.Iterator { return u }
func (u *unpacker) Done()                      {}

// Next yields the next element; the number of them has been checked.
func (u *unpacker) Next(p *starlark.Value) bool {
	switch {
	case u.list == nil:
		if u.i >= len(u.tuple) {
			return false
		}
		*p = u.tuple[u.i]
	case u.i < u.list.Len():
		*p = u.list.Index(u.i)
	default:
		return false
	}
	u.i++
	return true
}

// unpacking is #1.unpackN: what it returns yields exactly n elements.
func (rt *Runtime) unpacking(n int) func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
	u := &unpacker{}
	return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
		u.list, u.i = nil, 0
		got := 0
		switch x := x.(type) {
		case starlark.Tuple:
			u.tuple, got = x, len(x)
		case *starlark.List:
			u.list, got = x, x.Len()
		default:
			elements, err := rt.take(t, x, n+1)
			if err != nil {
				return nil, err
			}
			u.list, u.tuple, u.i, got = nil, elements, 0, len(elements)
		}
		switch {
		case got > n:
			return nil, valueErrorf("too many values to unpack (expected %d)", n)
		case got < n:
			return nil, valueErrorf("not enough values to unpack (expected %d, got %d)", n, got)
		}
		return u, nil
	}
}

// take returns the first elements of an iterable, at most limit of them.
func (rt *Runtime) take(t *starlark.Thread, x starlark.Value, limit int) ([]starlark.Value, error) {
	it, err := rt.Iter(t, x)
	if err != nil {
		if !rt.isIterable(x) {
			return nil, typeErrorf("cannot unpack non-iterable %s object", TypeName(x))
		}
		return nil, err
	}
	var out []starlark.Value
	for len(out) < limit {
		v, ok, err := it.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		out = append(out, v)
	}
	return out, nil
}
