package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// This file gives arrays, lists and views in shared memory the special methods and the iterator of a Python sequence.

// sequence is a value of this package that is indexed by position and may be changed.
type sequence interface {
	starlark.Sequence
	starlark.HasSetKey
	starlark.Container
	object.HasIter
}

var (
	_ sequence = (*carray)(nil)
	_ sequence = (*syncArray)(nil)
	_ sequence = (*memoryView)(nil)
	_ sequence = (*shareableList)(nil)
)

// sequenceMethods are the special methods, for scripts that call them by name.
var sequenceMethods = map[string]object.Method{
	"__len__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("__len__", args, kwargs, 0); err != nil {
			return nil, err
		}
		n := self.(sequence).Len()
		return starlark.MakeInt(n), object.Of(t).Pending()
	},
	"__getitem__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("__getitem__", args, kwargs, 1); err != nil {
			return nil, err
		}
		v, _, err := self.(sequence).Get(args[0])
		return v, err
	},
	"__setitem__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("__setitem__", args, kwargs, 2); err != nil {
			return nil, err
		}
		return starlark.None, self.(sequence).SetKey(args[0], args[1])
	},
	"__contains__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("__contains__", args, kwargs, 1); err != nil {
			return nil, err
		}
		has, err := self.(sequence).Has(args[0])
		return starlark.Bool(has), err
	},
	"__iter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("__iter__", args, kwargs, 0); err != nil {
			return nil, err
		}
		return orError(self.(sequence).Iter(t))
	},
}

var carrayMethods = object.NewMethods(sequenceMethods)

// Methods returns the special methods.
func (a *carray) Methods() *object.Methods { return carrayMethods }

// positions iterates over n positions.
func positions(rt *object.Runtime, kind string, n int, at func(i int) (starlark.Value, error)) *object.Iterator {
	i := 0
	return rt.NewIterator(kind, func() (starlark.Value, bool, error) {
		if i >= n {
			return nil, false, nil
		}
		v, err := at(i)
		i++
		return v, err == nil, err
	})
}

// Iter is iter(a).
func (a *carray) Iter(t *starlark.Thread) (*object.Iterator, error) {
	rt := a.typ.s.rt
	return positions(rt, "iterator", a.typ.length, func(i int) (starlark.Value, error) { return a.at(rt.Current(), i), nil }), nil
}

// Iter is iter(v); each element is read with the lock held.
func (v *syncArray) Iter(t *starlark.Thread) (*object.Iterator, error) {
	return positions(v.s.rt, "iterator", v.a.typ.length, v.at), nil
}

// Iter is iter(v).
func (v *memoryView) Iter(t *starlark.Thread) (*object.Iterator, error) {
	return positions(v.s.rt, "memory_iterator", v.n, func(i int) (starlark.Value, error) {
		if err := v.check(); err != nil {
			return nil, err
		}
		return v.at(i), nil
	}), v.check()
}

// Iter is iter(l).
func (l *shareableList) Iter(t *starlark.Thread) (*object.Iterator, error) {
	return positions(l.s.rt, "iterator", l.n, l.get), nil
}
