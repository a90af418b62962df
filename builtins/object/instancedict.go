package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file defines __dict__ of instances: a live view of their fields that behaves as a dict.

type instanceDict struct{ o *Instance }

var (
	_ starlark.IterableMapping = (*instanceDict)(nil)
	_ starlark.HasSetKey       = (*instanceDict)(nil)
	_ starlark.Sequence        = (*instanceDict)(nil)
	_ starlark.HasBinary       = (*instanceDict)(nil)
	_ starlark.Comparable      = (*instanceDict)(nil)
	_ starlark.HasAttrs        = (*instanceDict)(nil)
)

// dict returns the fields as they are now.
func (d *instanceDict) dict() *starlark.Dict {
	out := starlark.NewDict(len(d.o.fields))
	d.o.Fields(func(name string, v starlark.Value) { out.SetKey(starlark.String(name), v) })
	return out
}

func (d *instanceDict) String() string {
	s, err := d.o.class.rt.Repr(d.dict())
	if err != nil {
		return "{...}"
	}
	return s
}

// Type differs from dict's, because Starlark compares values of types with one name as values of one Go type.
func (d *instanceDict) Type() string               { return "__dict__" }
func (d *instanceDict) Freeze()                    {}
func (d *instanceDict) Truth() starlark.Bool       { return d.Len() > 0 }
func (d *instanceDict) Hash() (uint32, error)      { return 0, typeErrorf("unhashable type: 'dict'") }
func (d *instanceDict) Items() []starlark.Tuple    { return d.dict().Items() }
func (d *instanceDict) Iterate() starlark.Iterator { return starlark.Tuple(d.dict().Keys()).Iterate() }
func (d *instanceDict) Len() int {
	n := 0
	d.o.Fields(func(string, starlark.Value) { n++ })
	return n
}

// Get is d[k].
func (d *instanceDict) Get(k starlark.Value) (starlark.Value, bool, error) {
	name, ok := k.(starlark.String)
	if !ok {
		return nil, false, nil
	}
	v, ok := d.o.Field(string(name))
	return v, ok, nil
}

// SetKey is d[k] = v, past __setattr__.
func (d *instanceDict) SetKey(k, v starlark.Value) error {
	name, ok := k.(starlark.String)
	if !ok {
		return typeErrorf("attribute name must be string, not '%s'", TypeName(k))
	}
	d.o.SetOwn(string(name), v)
	return nil
}

// Binary is d | other, a plain dict.
func (d *instanceDict) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if side == starlark.Right {
		return starlark.Binary(op, y, d.dict())
	}
	return starlark.Binary(op, d.dict(), y)
}

// CompareSameType compares two views; the VM does not compare them with dicts.
func (d *instanceDict) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return d.o.class.rt.Compare(op, d, y)
}

// Attr serves the methods of dict; those that change a dict change the fields.
func (d *instanceDict) Attr(name string) (starlark.Value, error) {
	rt := d.o.class.rt
	f := rt.tables(name).dict
	if f == nil {
		return nil, nil
	}
	return NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		now := d.dict()
		r, err := f(t, prepend(now, args), kwargs)
		if err == nil && changesDict[name] {
			d.replace(now)
		}
		return r, err
	}), nil
}

var changesDict = map[string]bool{"update": true, "pop": true, "popitem": true, "setdefault": true, "clear": true}

// replace makes the fields those of now.
func (d *instanceDict) replace(now *starlark.Dict) {
	d.o.Fields(func(name string, _ starlark.Value) {
		if _, ok, _ := now.Get(starlark.String(name)); !ok {
			d.o.SetOwn(name, nil)
		}
	})
	for k, v := range now.Entries() {
		if name, ok := k.(starlark.String); ok {
			d.o.SetOwn(string(name), v)
		}
	}
}

// AttrNames lists the methods of dict.
func (d *instanceDict) AttrNames() []string { return []string{"items", "keys", "values"} }
