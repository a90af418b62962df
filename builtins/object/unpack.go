package object

import "go.starlark.net/starlark"

// This file unpacks values into a known number of targets: a, b = x.

// unpacker iterates over a sequence for the VM's UNPACK, which is done with it before anything else runs: one per
// interpreter is enough.
type unpacker struct {
	seq starlark.Indexable
	i   int
}

func (*unpacker) String() string               { return "<unpack>" }
func (*unpacker) Type() string                 { return "intrinsic" }
func (*unpacker) Freeze()                      {}
func (*unpacker) Truth() starlark.Bool         { return true }
func (*unpacker) Hash() (uint32, error)        { return 0, nil }
func (u *unpacker) Iterate() starlark.Iterator { return u }
func (u *unpacker) Done()                      { u.seq = nil }
func (u *unpacker) Next(p *starlark.Value) bool {
	if u.i >= u.seq.Len() {
		return false
	}
	*p = u.seq.Index(u.i)
	u.i++
	return true
}

// unpacking is #1.unpackN: what it returns yields exactly n elements.
func (rt *Runtime) unpacking(n int) func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
	u := &unpacker{}
	return func(t *starlark.Thread, x starlark.Value) (starlark.Value, error) {
		var seq starlark.Indexable
		switch x := x.(type) {
		case starlark.Tuple:
			seq = x
		case *starlark.List:
			seq = x
		default:
			elements, err := rt.take(t, x, n+1)
			if err != nil {
				return nil, err
			}
			seq = starlark.Tuple(elements)
		}
		switch got := seq.Len(); {
		case got > n:
			return nil, valueErrorf("too many values to unpack (expected %d)", n)
		case got < n:
			return nil, valueErrorf("not enough values to unpack (expected %d, got %d)", n, got)
		}
		u.seq, u.i = seq, 0
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
