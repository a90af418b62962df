package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines SynchronizedArray and SynchronizedString, which is the wrapper of an array of bytes.

type syncArray struct {
	guard
	a *carray
}

var (
	_ starlark.Sequence    = (*syncArray)(nil)
	_ starlark.Sliceable   = (*syncArray)(nil)
	_ starlark.HasSetKey   = (*syncArray)(nil)
	_ starlark.Container   = (*syncArray)(nil)
	_ starlark.HasSetField = (*syncArray)(nil)
	_ object.HasMethods    = (*syncArray)(nil)
	_ object.HasClass      = (*syncArray)(nil)
	_ starlarkcbor.Reducer = (*syncArray)(nil)
)

func (v *syncArray) Type() string {
	if v.isString() {
		return "SynchronizedString"
	}
	return "SynchronizedArray"
}
func (v *syncArray) String() string        { return v.repr(v.Type()) }
func (v *syncArray) Class() *object.Class  { return v.s.class(v.Type()) }
func (v *syncArray) Hash() (uint32, error) { return identityHash(v), nil }
func (v *syncArray) Truth() starlark.Bool  { return v.a.Truth() }
func (v *syncArray) isString() bool        { return v.a.typ.elem.code == 'c' }

// Methods returns the methods of all wrappers and those of a sequence.
func (v *syncArray) Methods() *object.Methods { return syncArrayMethods }

var syncArrayMethods = guardMethods.Extend(sequenceMethods)

// Len is len(v).
func (v *syncArray) Len() int { return v.a.Len() }

// Get evaluates v[k] with the lock held.
func (v *syncArray) Get(k starlark.Value) (starlark.Value, bool, error) {
	t := v.s.rt.Current()
	if err := v.enter(t); err != nil {
		return nil, false, err
	}
	x, ok, err := v.a.Get(k)
	if again := v.leave(t); err == nil {
		err = again
	}
	return x, ok, err
}

// SetKey evaluates v[k] = x with the lock held.
func (v *syncArray) SetKey(k, x starlark.Value) error {
	t := v.s.rt.Current()
	if err := v.enter(t); err != nil {
		return err
	}
	err := v.a.SetKey(k, x)
	if again := v.leave(t); err == nil {
		err = again
	}
	return err
}

// Index reads one element for the VM.
func (v *syncArray) Index(i int) starlark.Value {
	x, err := v.at(i)
	if err != nil {
		v.s.rt.Raise(err)
		return starlark.None
	}
	return x
}

// Slice evaluates v[start:stop:step] for the VM, with the lock held.
func (v *syncArray) Slice(start, stop, step int) starlark.Value {
	var x starlark.Value = starlark.None
	err := v.while(func(*starlark.Thread) error {
		x = v.a.Slice(start, stop, step)
		return nil
	})
	if err != nil {
		v.s.rt.Raise(err)
	}
	return x
}

// Has is x in v; like the loop over v it takes the lock anew for each element.
func (v *syncArray) Has(x starlark.Value) (bool, error) {
	for i := range v.a.typ.length {
		y, err := v.at(i)
		if err != nil {
			return false, err
		}
		if eq, err := v.s.rt.Equal(y, x); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

func (v *syncArray) at(i int) (starlark.Value, error) {
	t := v.s.rt.Current()
	if err := v.enter(t); err != nil {
		return nil, err
	}
	return v.a.at(t, i), v.leave(t)
}

// Iterate iterates by index.
func (v *syncArray) Iterate() starlark.Iterator { return &syncArrayIterator{v: v} }

type syncArrayIterator struct {
	v *syncArray
	i int
}

func (it *syncArrayIterator) Next(p *starlark.Value) bool {
	if it.i >= it.v.a.typ.length {
		return false
	}
	x, err := it.v.at(it.i)
	if err != nil {
		it.v.s.rt.Raise(err)
		return false
	}
	*p = x
	it.i++
	return true
}
func (it *syncArrayIterator) Done() {}

// Attr serves value and raw of a SynchronizedString.
func (v *syncArray) Attr(name string) (x starlark.Value, err error) {
	if !v.isString() || name != "value" && name != "raw" {
		return v.attribute(v, name)
	}
	err = v.while(func(*starlark.Thread) (err error) {
		x, err = v.a.Attr(name)
		return err
	})
	return x, err
}

// AttrNames lists what Attr serves.
func (v *syncArray) AttrNames() []string {
	if v.isString() {
		return []string{"raw", "value"}
	}
	return nil
}

// SetField assigns value and raw of a SynchronizedString.
func (v *syncArray) SetField(name string, x starlark.Value) error {
	if !v.isString() || name != "value" && name != "raw" {
		return v.assign(v, name, x)
	}
	return v.while(func(*starlark.Thread) error { return v.a.SetField(name, x) })
}

// Reduce writes the array's place and its lock.
func (v *syncArray) Reduce(e *starlarkcbor.Encoder) error {
	return v.s.reduceData(e, v, kindArray, v.a.typ, v.a.mem, v.lock)
}
