package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds the intrinsics of displays and unpacking: [*x], {**d}, f(*x), a, *b = x.

// star is #star(x): the operand of * in a call.
func (rt *Runtime) star(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	switch x := args[0].(type) {
	case starlark.Tuple:
		return x, nil
	case *starlark.List:
		return starlark.Tuple(listElements(x)), nil
	}
	elements, err := rt.List(t, args[0])
	if err != nil {
		if !rt.isIterable(args[0]) {
			return nil, typeErrorf("%s argument after * must be an iterable, not %s", calledName(args), TypeName(args[0]))
		}
		return nil, err
	}
	return starlark.Tuple(elements), nil
}

// calledName names the function that an intrinsic got as its second argument, as CPython does in messages about calls.
func calledName(args starlark.Tuple) string {
	if len(args) < 2 {
		return "function"
	}
	switch f := args[1].(type) {
	case *starlark.Function:
		return "__main__." + f.Name() + "()"
	case *Class:
		if f.builtin {
			return f.name + "()"
		}
		return f.module + "." + f.qualname + "()"
	case starlark.Callable:
		return f.Name() + "()"
	}
	return "function"
}

// makeList is #mklist(iterables...).
func (rt *Runtime) makeList(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	elements, err := rt.chain(t, args)
	return starlark.NewList(elements), err
}

// makeTuple is #mktuple(iterables...).
func (rt *Runtime) makeTuple(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	elements, err := rt.chain(t, args)
	return starlark.Tuple(elements), err
}

// chain returns the elements of all iterables, in a slice of its own.
func (rt *Runtime) chain(t *starlark.Thread, iterables starlark.Tuple) ([]starlark.Value, error) {
	out := []starlark.Value{}
	for _, a := range iterables {
		elements, err := rt.List(t, a)
		if err != nil {
			if !rt.isIterable(a) {
				return nil, typeErrorf("Value after * must be an iterable, not %s", TypeName(a))
			}
			return nil, err
		}
		out = append(out, elements...)
	}
	return out, nil
}

// makeSet is #mkset(list[, constants]). constants says that the elements are a display of constants, whose set CPython
// makes when it compiles.
func (rt *Runtime) makeSet(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	elements, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	s, err := newSet(elements)
	if len(args) > 1 && bool(args[1].Truth()) {
		s, err = rt.literalSet(elements)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// makeDict is #mkdict(list).
func (rt *Runtime) makeDict(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	parts, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	d := starlark.NewDict(len(parts) / 2)
	has := func(k starlark.Value) bool { _, ok, _ := d.Get(k); return ok }
	for i := 0; i+1 < len(parts); i += 2 {
		if parts[i] != Ellipsis {
			if err := d.SetKey(presentKey(has, parts[i]), parts[i+1]); err != nil {
				return nil, hashError(err)
			}
			continue
		}
		pairs, ok, err := rt.mapping(t, parts[i+1])
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, typeErrorf("'%s' object is not a mapping", TypeName(parts[i+1]))
		}
		for _, kv := range pairs {
			if err := d.SetKey(kv[0], kv[1]); err != nil {
				return nil, hashError(err)
			}
		}
	}
	return d, nil
}

// presentKey returns k, or the key already there that equals it though the VM tells them apart: True and 1, False and 0.
func presentKey(has func(k starlark.Value) bool, k starlark.Value) starlark.Value {
	var twin starlark.Value
	switch x := k.(type) {
	case starlark.Bool:
		twin = intOfBool(x)
	case starlark.Int:
		switch n, _ := x.Int64(); n {
		case 0:
			twin = starlark.False
		case 1:
			twin = starlark.True
		default:
			return k
		}
	case starlark.Float:
		if x != 0 && x != 1 {
			return k
		}
		twin = starlark.Bool(x == 1)
	default:
		return k
	}
	if has(twin) {
		return twin
	}
	return k
}

// makeKeywords is #mkkwargs(list).
func (rt *Runtime) makeKeywords(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	parts, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	d := starlark.NewDict(len(parts) / 2)
	add := func(k, v starlark.Value) error {
		k = Underlying(k)
		name, ok := k.(starlark.String)
		if !ok {
			return typeErrorf("keywords must be strings")
		}
		if _, given, _ := d.Get(name); given {
			return typeErrorf("%s got multiple values for keyword argument '%s'", calledName(args), string(name))
		}
		return d.SetKey(name, v)
	}
	for i := 0; i+1 < len(parts); i += 2 {
		if parts[i] != Ellipsis {
			if err := add(parts[i], parts[i+1]); err != nil {
				return nil, err
			}
			continue
		}
		pairs, ok, err := rt.mapping(t, parts[i+1])
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, typeErrorf("%s argument after ** must be a mapping, not %s", calledName(args), TypeName(parts[i+1]))
		}
		for _, kv := range pairs {
			if err := add(kv[0], kv[1]); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

// unpack is #unpack(x).
func (rt *Runtime) unpack(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	switch x := args[0].(type) {
	case starlark.Tuple, *starlark.List:
		return x, nil
	case starlark.String:
		return characters(string(x)), nil
	}
	elements, err := rt.List(t, args[0])
	if err != nil {
		if !rt.isIterable(args[0]) {
			return nil, typeErrorf("cannot unpack non-iterable %s object", TypeName(args[0]))
		}
		return nil, err
	}
	return starlark.Tuple(elements), nil
}

// unpackStar is #unpackstar(x, before, after).
func (rt *Runtime) unpackStar(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := rt.unpack(t, args[:1], kwargs)
	if err != nil {
		return nil, err
	}
	elements, err := rt.List(t, v)
	if err != nil {
		return nil, err
	}
	before, _ := starlark.AsInt32(args[1])
	after, _ := starlark.AsInt32(args[2])
	if len(elements) < before+after {
		return nil, valueErrorf("not enough values to unpack (expected at least %d, got %d)", before+after, len(elements))
	}
	return splitStar(elements, before, after), nil
}

// splitStar returns before elements, the list of those between, and after elements.
func splitStar(elements []starlark.Value, before, after int) starlark.Tuple {
	out := make(starlark.Tuple, 0, before+1+after)
	out = append(out, elements[:before]...)
	middle := append([]starlark.Value(nil), elements[before:len(elements)-after]...)
	out = append(out, starlark.NewList(middle))
	return append(out, elements[len(elements)-after:]...)
}

// matchSequence is #matchseq(x, before, after, star).
func (rt *Runtime) matchSequence(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	var elements []starlark.Value
	switch x := Underlying(args[0]).(type) {
	case starlark.Tuple, *starlark.List:
		var err error
		if elements, err = rt.List(t, args[0]); err != nil {
			return nil, err
		}
	case HasIsSequence:
		if !x.IsSequence() {
			return starlark.None, nil
		}
		var err error
		if elements, err = rt.List(t, args[0]); err != nil {
			return nil, err
		}
	default:
		if _, isRange := rangeOf(x); !isRange {
			return starlark.None, nil
		}
		var err error
		if elements, err = rt.List(t, x); err != nil {
			return nil, err
		}
	}
	before, _ := starlark.AsInt32(args[1])
	after, _ := starlark.AsInt32(args[2])
	if args[3].Truth() {
		if len(elements) < before+after {
			return starlark.None, nil
		}
		return splitStar(elements, before, after), nil
	}
	if len(elements) != before+after {
		return starlark.None, nil
	}
	return append(starlark.Tuple{}, elements...), nil
}

// HasIsSequence is a value made in Go that says whether sequence patterns match it, as collections.deque does.
type HasIsSequence interface {
	starlark.Value
	IsSequence() bool
}

// matchMapping is #matchmap(x, keys, rest).
func (rt *Runtime) matchMapping(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if o, ok := args[0].(*Instance); ok && o.wrapped() == nil {
		if !o.overrides("keys") || !o.overrides("__getitem__") {
			return starlark.None, nil
		}
	}
	pairs, ok, err := rt.mapping(t, args[0])
	if err != nil || !ok {
		return starlark.None, err
	}
	all := starlark.NewDict(len(pairs))
	for _, kv := range pairs {
		if err := all.SetKey(kv[0], kv[1]); err != nil {
			return nil, hashError(err)
		}
	}
	var out starlark.Tuple
	for _, k := range args[1].(starlark.Tuple) {
		v, ok, err := all.Delete(k)
		if err != nil || !ok {
			return starlark.None, hashError(err)
		}
		out = append(out, v)
	}
	if args[2].Truth() {
		out = append(out, all)
	}
	if out == nil {
		out = starlark.Tuple{}
	}
	return out, nil
}

// matchClass is #matchclass(x, class, n, names).
func (rt *Runtime) matchClass(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	c, ok := args[1].(*Class)
	if !ok {
		return nil, typeErrorf("called match pattern must be a class")
	}
	if ok, err := rt.isInstanceOf(args[0], c); err != nil || !ok {
		return starlark.None, err
	}
	n, _ := starlark.AsInt32(args[2])
	out := starlark.Tuple{}
	var names []string
	if n > 0 {
		if rt.matchesSelf(c) {
			if n > 1 {
				return nil, typeErrorf("%s() accepts 1 positional sub-pattern (%d given)", c.name, n)
			}
			out = append(out, args[0])
		} else {
			var err error
			if names, err = rt.matchArgs(c, n); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range args[3].(starlark.Tuple) {
		name := string(v.(starlark.String))
		if indexOfName(names, name) >= 0 {
			return nil, typeErrorf("%s() got multiple sub-patterns for attribute '%s'", c.name, name)
		}
		names = append(names, name)
	}
	for _, name := range names {
		v, err := rt.GetAttr(args[0], name)
		v, ok, err := rt.unlessRaised(v, err, exceptions.AttributeError)
		if err != nil || !ok {
			return starlark.None, err
		}
		out = append(out, v)
	}
	return out, nil
}

// matchesSelf reports whether the positional sub-pattern of class c is the value itself.
func (rt *Runtime) matchesSelf(c *Class) bool {
	ts := &rt.types
	if _, ok := c.Lookup("__match_args__"); ok {
		return false
	}
	for _, k := range []*Class{ts.bool, ts.bytearray, ts.bytes, ts.dict, ts.float, ts.frozenset, ts.int, ts.list, ts.set, ts.str, ts.tuple} {
		if c.IsSubclass(k) {
			return true
		}
	}
	return false
}

// matchArgs returns the first n names of __match_args__.
func (rt *Runtime) matchArgs(c *Class, n int) ([]string, error) {
	var all starlark.Tuple
	if v, ok := c.Lookup("__match_args__"); ok {
		if all, ok = v.(starlark.Tuple); !ok {
			return nil, typeErrorf("%s.__match_args__ must be a tuple (got %s)", c.name, TypeName(v))
		}
	}
	if len(all) < n {
		return nil, typeErrorf("%s() accepts %d positional sub-pattern%s (%d given)", c.name, len(all), plural(len(all)), n)
	}
	names := make([]string, n)
	for i := range names {
		s, ok := all[i].(starlark.String)
		if !ok {
			return nil, typeErrorf("__match_args__ elements must be strings (got %s)", TypeName(all[i]))
		}
		names[i] = string(s)
	}
	return names, nil
}
