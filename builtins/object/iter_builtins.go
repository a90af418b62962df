package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds iter() and next().

// iter is iter(x) and iter(callable, sentinel).
func (rt *Runtime) iter(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("iter", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	if len(args) == 1 {
		if o, ok := args[0].(*Instance); ok {
			// An iterator written by the script stays the object that it is.
			if f := o.class.specials().iter; f != nil && f != starlark.None {
				r, err := starlark.Call(t, f, starlark.Tuple{o}, nil)
				if err != nil {
					return nil, err
				}
				if i, ok := r.(*Instance); ok && i.class.specials().next == nil || r == starlark.None {
					return nil, typeErrorf("iter() returned non-iterator of type '%s'", TypeName(r))
				}
				return r, nil
			}
		}
		if m, ok := args[0].(HasMethods); ok {
			if _, isIterator := m.Methods().Get("__next__"); isIterator {
				return args[0], nil
			}
		}
		return rt.Iter(t, args[0])
	}
	f, sentinel := args[0], args[1]
	if _, ok := f.(starlark.Callable); !ok {
		return nil, typeErrorf("iter(v, w): v must be callable")
	}
	done := false
	return rt.NewIterator("callable_iterator", func() (starlark.Value, bool, error) {
		if done {
			return nil, false, nil
		}
		v, err := starlark.Call(rt.cur, f, nil, nil)
		if err != nil {
			v, ok, err := rt.unlessRaised(v, err, exceptions.StopIteration)
			done = true
			return v, ok, err
		}
		if done, err = rt.Equal(sentinel, v); done || err != nil {
			return nil, false, err
		}
		return v, true, nil
	}), nil
}

// HasNext is an iterator made in Go that is no *Iterator. Advance is next(x): StopIteration at the end.
type HasNext interface {
	Advance() (starlark.Value, error)
}

// next is next(iterator[, default]).
func (rt *Runtime) next(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("next", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	v, err := rt.advance(t, args[0])
	if err == nil || len(args) == 1 || IsCancelled(err) {
		return v, err
	}
	_, ok, err := rt.unlessRaised(v, err, exceptions.StopIteration)
	if !ok && err == nil {
		return args[1], nil
	}
	return v, err
}

func (rt *Runtime) advance(t *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	switch p := v.(type) {
	case *Iterator:
		return p.Advance()
	case HasNext:
		return p.Advance()
	case *Instance:
		if f := p.class.specials().next; f != nil {
			return starlark.Call(t, f, starlark.Tuple{p}, nil)
		}
		if n := p.class.native; n != nil {
			if m, ok := n.Methods.Get("__next__"); ok {
				return m(t, p, nil, nil)
			}
		}
	case HasMethods:
		if m, ok := p.Methods().Get("__next__"); ok {
			return m(t, v, nil, nil)
		}
	}
	return nil, typeErrorf("'%s' object is not an iterator", TypeName(v))
}
