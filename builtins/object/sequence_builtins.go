package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file holds the built-in functions and types that go over iterables.

// HasLen is a value made in Go whose length can fail.
type HasLen interface {
	PythonLen(t *starlark.Thread) (int, error)
}

// Len is len(v).
func (rt *Runtime) Len(t *starlark.Thread, v starlark.Value) (int, error) {
	switch x := v.(type) {
	case starlark.String:
		return strLen(string(x)), nil
	case *Instance:
		return rt.lenInstance(t, x)
	case starlark.Bytes:
		return len(x), nil
	case *Class:
		if r, ok, err := x.callMeta("__len__"); ok || err != nil {
			if err != nil {
				return 0, err
			}
			return AsInt(r)
		}
	case HasLen:
		return x.PythonLen(t)
	default:
		if n := starlark.Len(x); n >= 0 {
			return n, nil
		}
	}
	return 0, typeErrorf("object of type '%s' has no len()", TypeName(v))
}

func (rt *Runtime) lenInstance(t *starlark.Thread, o *Instance) (int, error) {
	f := o.class.specials().length
	if f == nil {
		if w := o.wrapped(); w != nil {
			return rt.Len(t, w)
		}
		if n := o.class.native; n != nil {
			if m, ok := n.Methods.Get("__len__"); ok {
				r, err := m(t, o, nil, nil)
				if err != nil {
					return 0, err
				}
				return AsInt(r)
			}
		}
		return 0, typeErrorf("object of type '%s' has no len()", o.class.name)
	}
	r, err := starlark.Call(t, f, starlark.Tuple{o}, nil)
	if err != nil {
		return 0, err
	}
	n, err := AsInt(r)
	if err == nil && n < 0 {
		err = valueErrorf("__len__() should return >= 0")
	}
	return n, err
}

func (rt *Runtime) lenBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 || len(kwargs) > 0 {
		return nil, exactly("len", args, kwargs, 1)
	}
	n, err := rt.Len(t, args[0])
	if err != nil {
		return nil, err
	}
	return starlark.MakeInt(n), nil
}

// enumerate is enumerate(iterable, start=0).
func (rt *Runtime) enumerate(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args)+len(kwargs) == 0 {
		return nil, typeErrorf("enumerate() missing required argument 'iterable'")
	}
	for _, kv := range kwargs {
		if k := string(kv[0].(starlark.String)); k != "iterable" && k != "start" {
			return nil, typeErrorf("'%s' is an invalid keyword argument for enumerate()", k)
		}
	}
	parts, err := parseArguments("enumerate", args, kwargs, 1, "iterable", "start")
	if err != nil {
		return nil, err
	}
	count := starlark.MakeInt(0)
	if parts[1] != nil {
		if count, err = AsIndex(parts[1]); err != nil {
			return nil, err
		}
	}
	it, err := rt.Iter(t, parts[0])
	if err != nil {
		return nil, err
	}
	one := starlark.MakeInt(1)
	return rt.NewIterator("enumerate", func() (starlark.Value, bool, error) {
		v, ok, err := it.next()
		if !ok || err != nil {
			return nil, false, err
		}
		n := count
		count = count.Add(one)
		return starlark.Tuple{n, v}, true, nil
	}), nil
}

// iterators returns iter(a) for each argument.
func (rt *Runtime) iterators(t *starlark.Thread, args starlark.Tuple, refusal func(i int, err error) error) ([]*Iterator, error) {
	its := make([]*Iterator, len(args))
	for i, a := range args {
		it, err := rt.Iter(t, a)
		if err != nil {
			return nil, refusal(i, err)
		}
		its[i] = it
	}
	return its, nil
}

// zip is zip(*iterables, strict=False).
func (rt *Runtime) zip(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	strict := false
	for _, kv := range kwargs {
		if k := string(kv[0].(starlark.String)); k != "strict" {
			return nil, typeErrorf("'%s' is an invalid keyword argument for zip()", k)
		}
		strict = bool(kv[1].Truth())
	}
	its, err := rt.iterators(t, args, func(i int, err error) error {
		if _, ok := exceptions.As(err, exceptions.TypeError); ok {
			return typeErrorf("'%s' object is not iterable", TypeName(args[i]))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	done := len(its) == 0
	return rt.NewIterator("zip", func() (starlark.Value, bool, error) {
		if done {
			return nil, false, nil
		}
		out := make(starlark.Tuple, len(its))
		for i, it := range its {
			v, ok, err := it.next()
			if err != nil {
				return nil, false, err
			}
			if !ok {
				done = true
				if strict {
					return nil, false, zipMismatch(its, i)
				}
				return nil, false, nil
			}
			out[i] = v
		}
		return out, true, nil
	}), nil
}

// zipMismatch is the error of zip(strict=True) when argument i ended first, or nil if all have ended.
func zipMismatch(its []*Iterator, i int) error {
	others := func(i int) string {
		if i == 1 {
			return "argument 1"
		}
		return "arguments 1-" + starlark.MakeInt(i).String()
	}
	if i > 0 {
		return valueErrorf("zip() argument %d is shorter than %s", i+1, others(i))
	}
	for k := 1; k < len(its); k++ {
		_, more, err := its[k].next()
		if err != nil {
			return err
		}
		if more {
			return valueErrorf("zip() argument %d is longer than %s", k+1, others(k))
		}
	}
	return nil
}

// mapBuiltin is map(function, *iterables).
func (rt *Runtime) mapBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, typeErrorf("map() takes no keyword arguments")
	}
	if len(args) < 2 {
		return nil, typeErrorf("map() must have at least two arguments.")
	}
	its, err := rt.iterators(t, args[1:], func(_ int, err error) error { return err })
	if err != nil {
		return nil, err
	}
	fn := args[0]
	return rt.NewIterator("map", func() (starlark.Value, bool, error) {
		call := make(starlark.Tuple, len(its))
		for i, it := range its {
			v, ok, err := it.next()
			if !ok || err != nil {
				return nil, false, err
			}
			call[i] = v
		}
		v, err := starlark.Call(rt.cur, fn, call, nil)
		return v, err == nil, err
	}), nil
}

// filter is filter(function or None, iterable).
func (rt *Runtime) filter(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("filter", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	it, err := rt.Iter(t, args[1])
	if err != nil {
		return nil, err
	}
	fn := args[0]
	return rt.NewIterator("filter", func() (starlark.Value, bool, error) {
		for {
			v, ok, err := it.next()
			if !ok || err != nil {
				return nil, false, err
			}
			r := v
			if fn != starlark.None {
				if r, err = starlark.Call(rt.cur, fn, starlark.Tuple{v}, nil); err != nil {
					return nil, false, err
				}
			}
			keep := bool(r.Truth())
			if err := rt.Pending(); err != nil {
				return nil, false, err
			}
			if keep {
				return v, true, nil
			}
		}
	}), nil
}

// reverse iterates backwards over elements that do not change.
func (rt *Runtime) reverse(kind string, elements []starlark.Value) *Iterator {
	i := len(elements)
	return rt.NewIterator(kind, func() (starlark.Value, bool, error) {
		if i == 0 {
			return nil, false, nil
		}
		i--
		return elements[i], true, nil
	})
}

// reversed is reversed(sequence).
func (rt *Runtime) reversed(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("reversed", args, kwargs, 1, 1); err != nil {
		return nil, err
	}
	switch x := args[0].(type) {
	case *starlark.List:
		i := x.Len() - 1
		return rt.NewIterator("list_reverseiterator", func() (starlark.Value, bool, error) {
			if i < 0 || i >= x.Len() {
				i = -1
				return nil, false, nil
			}
			i--
			return x.Index(i + 1), true, nil
		}), nil
	case starlark.Tuple:
		return rt.reverse("reversed", x), nil
	case starlark.String:
		return rt.reverse("reversed", characters(string(x))), nil
	case *starlark.Dict:
		return rt.reverse("dict_reversekeyiterator", x.Keys()), nil
	case *DictView:
		return rt.reverse("dict_reversekeyiterator", x.list()), nil
	case *Instance:
		return rt.reversedInstance(t, x)
	case *starlark.Set, *Frozenset, *Iterator:
		return nil, typeErrorf("'%s' object is not reversible", TypeName(x))
	case HasMethods:
		if m, ok := x.Methods().Get("__reversed__"); ok {
			return m(t, x, nil, nil)
		}
	case *Class:
		if v, ok, err := x.callMeta("__reversed__"); ok || err != nil {
			return v, err
		}
	}
	if s, ok := args[0].(starlark.Indexable); ok {
		i := s.Len()
		kind := "reversed"
		if _, isRange := rangeOf(args[0]); isRange {
			kind = "range_iterator"
		}
		return rt.NewIterator(kind, func() (starlark.Value, bool, error) {
			if i == 0 {
				return nil, false, nil
			}
			i--
			return s.Index(i), true, nil
		}), nil
	}
	if b, ok := args[0].(starlark.Bytes); ok {
		elements, err := rt.List(t, b)
		return rt.reverse("reversed", elements), err
	}
	return nil, typeErrorf("'%s' object is not reversible", TypeName(args[0]))
}

func (rt *Runtime) reversedInstance(t *starlark.Thread, o *Instance) (starlark.Value, error) {
	if f, ok := o.class.Lookup("__reversed__"); ok && f != starlark.None {
		return starlark.Call(t, f, starlark.Tuple{o}, nil)
	}
	if o.overrides("__getitem__") && o.overrides("__len__") {
		n, err := rt.Len(t, o)
		return rt.NewIterator("reversed", func() (starlark.Value, bool, error) {
			if n == 0 {
				return nil, false, nil
			}
			n--
			v, _, err := o.Get(starlark.MakeInt(n))
			return v, err == nil, err
		}), err
	}
	if w := o.wrapped(); w != nil {
		return rt.reversed(t, starlark.Tuple{w}, nil)
	}
	return nil, typeErrorf("'%s' object is not reversible", o.class.name)
}

// sorted is sorted(iterable, *, key=None, reverse=False).
func (rt *Runtime) sorted(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 {
		return nil, typeErrorf("sorted expected 1 argument, got %d", len(args))
	}
	elements, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	out, err := rt.sort(t, "sort", elements, kwargs)
	return starlark.NewList(out), err
}

// anyAll is any(x) for want == true, all(x) for want == false.
func (rt *Runtime) anyAll(name string, want bool) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args, kwargs, 1); err != nil {
			return nil, err
		}
		it, err := rt.Iter(t, args[0])
		if err != nil {
			return nil, err
		}
		for {
			v, ok, err := it.next()
			if err != nil || !ok {
				return starlark.Bool(!want), err
			}
			truth := bool(v.Truth())
			if err := rt.Pending(); err != nil {
				return nil, err
			}
			if truth == want {
				return starlark.Bool(want), nil
			}
		}
	}
}

// extreme is min(...) and max(...): the first element that no other one precedes by op.
func (rt *Runtime) extreme(name string, op syntax.Token) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var key, absent starlark.Value
		for _, kv := range kwargs {
			switch k := string(kv[0].(starlark.String)); k {
			case "key":
				key = kv[1]
			case "default":
				absent = kv[1]
			default:
				return nil, unexpectedKeyword(name, k, []string{"key", "default"})
			}
		}
		elements := []starlark.Value(args)
		switch len(args) {
		case 0:
			return nil, typeErrorf("%s expected at least 1 argument, got 0", name)
		case 1:
			var err error
			if elements, err = rt.List(t, args[0]); err != nil {
				return nil, err
			}
		default:
			if absent != nil {
				return nil, typeErrorf("Cannot specify a default for %s() with multiple positional arguments", name)
			}
		}
		if len(elements) == 0 {
			if absent != nil {
				return absent, nil
			}
			return nil, valueErrorf("%s() arg is an empty sequence", name)
		}
		var best, bestKey starlark.Value
		for _, v := range elements {
			k := v
			if key != nil && key != starlark.None {
				var err error
				if k, err = starlark.Call(t, key, starlark.Tuple{v}, nil); err != nil {
					return nil, err
				}
			}
			if best != nil {
				if ok, err := rt.Compare(op, k, bestKey); err != nil {
					return nil, err
				} else if !ok {
					continue
				}
			}
			best, bestKey = v, k
		}
		return best, nil
	}
}
