package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file defines live views of names and values that behave as dicts: __dict__ of instances and modules, globals().

// Bindings are names with values that Go code keeps: the fields of an instance, the variables of a module.
type Bindings interface {
	// Lookup returns the value of name, nil if it is unbound.
	Lookup(name string) starlark.Value
	// Bind binds name; a nil v unbinds it.
	Bind(name string, v starlark.Value) error
	// Each calls f with every bound name, in the order in which a dict would list them. f may bind names.
	Each(f func(name string, v starlark.Value))
}

type liveDict struct {
	rt *Runtime
	of Bindings
}

// LiveDict returns a dict that shows b and writes to it.
func (rt *Runtime) LiveDict(b Bindings) starlark.Value { return &liveDict{rt, b} }

// PlainDict returns v, or the dict that it shows now if v is the __dict__ of an object or the like.
func PlainDict(v starlark.Value) starlark.Value {
	if d, ok := v.(*liveDict); ok {
		return d.dict()
	}
	return v
}

// key identifies what d shows, for the notation of what contains itself.
func (d *liveDict) key() starlark.Value {
	if f, ok := d.of.(fields); ok {
		return f.o
	}
	return d
}

// BindingsOf returns what a value returned by LiveDict shows; false for other values.
func BindingsOf(v starlark.Value) (Bindings, bool) {
	d, ok := v.(*liveDict)
	if !ok {
		return nil, false
	}
	return d.of, true
}

// fields are the Bindings of an instance.
type fields struct{ o *Instance }

func (f fields) Lookup(name string) starlark.Value {
	v, ok := f.o.Field(name)
	if !ok {
		return nil
	}
	return v
}

func (f fields) Bind(name string, v starlark.Value) error {
	f.o.SetOwn(name, v)
	return nil
}

func (f fields) Each(each func(name string, v starlark.Value)) { f.o.Fields(each) }

var (
	_ starlark.IterableMapping = (*liveDict)(nil)
	_ starlark.HasSetKey       = (*liveDict)(nil)
	_ starlark.Sequence        = (*liveDict)(nil)
	_ starlark.HasBinary       = (*liveDict)(nil)
	_ starlark.Comparable      = (*liveDict)(nil)
	_ starlark.HasAttrs        = (*liveDict)(nil)
)

// dict returns what is bound now.
func (d *liveDict) dict() *starlark.Dict {
	out := new(starlark.Dict)
	d.of.Each(func(name string, v starlark.Value) { out.SetKey(starlark.String(name), v) })
	return out
}

func (d *liveDict) String() string {
	s, err := d.rt.Repr(d.dict())
	if err != nil {
		return "{...}"
	}
	return s
}

// Type differs from dict's, because Starlark compares values of types with one name as values of one Go type.
func (d *liveDict) Type() string               { return "__dict__" }
func (d *liveDict) Freeze()                    {}
func (d *liveDict) Truth() starlark.Bool       { return d.Len() > 0 }
func (d *liveDict) Hash() (uint32, error)      { return 0, typeErrorf("unhashable type: 'dict'") }
func (d *liveDict) Items() []starlark.Tuple    { return d.dict().Items() }
func (d *liveDict) Iterate() starlark.Iterator { return starlark.Tuple(d.dict().Keys()).Iterate() }
func (d *liveDict) Len() int {
	n := 0
	d.of.Each(func(string, starlark.Value) { n++ })
	return n
}

// Get is d[k].
func (d *liveDict) Get(k starlark.Value) (starlark.Value, bool, error) {
	name, ok := k.(starlark.String)
	if !ok {
		return nil, false, nil
	}
	v := d.of.Lookup(string(name))
	return v, v != nil, nil
}

// SetKey is d[k] = v, past __setattr__.
func (d *liveDict) SetKey(k, v starlark.Value) error {
	name, ok := k.(starlark.String)
	if !ok {
		return typeErrorf("attribute name must be string, not '%s'", TypeName(k))
	}
	return d.of.Bind(string(name), v)
}

// Delete is del d[k].
func (d *liveDict) Delete(k starlark.Value) error {
	name, ok := k.(starlark.String)
	if !ok || d.of.Lookup(string(name)) == nil {
		return keyError(k)
	}
	return d.of.Bind(string(name), nil)
}

// Binary is d | other, a plain dict.
func (d *liveDict) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if side == starlark.Right {
		return starlark.Binary(op, y, d.dict())
	}
	return starlark.Binary(op, d.dict(), y)
}

// CompareSameType compares two views; the VM does not compare them with dicts.
func (d *liveDict) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return d.rt.Compare(op, d, y)
}

// Attr serves the methods of dict; those that change a dict change the fields.
func (d *liveDict) Attr(name string) (starlark.Value, error) {
	f := d.rt.tables(name).dict
	if f == nil {
		return nil, nil
	}
	return NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		now := d.dict()
		r, err := f(t, prepend(now, args), kwargs)
		if err == nil && changesDict[name] {
			err = d.replace(now)
		}
		return r, err
	}), nil
}

var changesDict = map[string]bool{"update": true, "pop": true, "popitem": true, "setdefault": true, "clear": true}

// replace makes what is bound that of now. Names whose value is the same are left alone.
func (d *liveDict) replace(now *starlark.Dict) error {
	var gone []string
	d.of.Each(func(name string, _ starlark.Value) {
		if _, ok, _ := now.Get(starlark.String(name)); !ok {
			gone = append(gone, name)
		}
	})
	for _, name := range gone {
		if err := d.of.Bind(name, nil); err != nil {
			return err
		}
	}
	for k, v := range now.Entries() {
		if name, ok := k.(starlark.String); ok && !same(d.of.Lookup(string(name)), v) {
			if err := d.of.Bind(string(name), v); err != nil {
				return err
			}
		}
	}
	return nil
}

// AttrNames lists the methods of dict.
func (d *liveDict) AttrNames() []string { return []string{"items", "keys", "values"} }
