package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file defines the live views that keys(), values() and items() return.

// DictView is a view of a dict; kind is "keys", "values" or "items".
type DictView struct {
	d    *starlark.Dict
	kind string
	rt   *Runtime
}

var (
	_ starlark.Sequence   = (*DictView)(nil)
	_ starlark.Container  = (*DictView)(nil)
	_ starlark.HasBinary  = (*DictView)(nil)
	_ starlark.Comparable = (*DictView)(nil)
	_ HasMethods          = (*DictView)(nil)
)

// list returns the elements as they are now.
func (v *DictView) list() []starlark.Value {
	switch v.kind {
	case "keys":
		return v.d.Keys()
	case "values":
		out := make([]starlark.Value, 0, v.d.Len())
		for _, x := range v.d.Entries() {
			out = append(out, x)
		}
		return out
	}
	n := v.d.Len()
	out := make([]starlark.Value, 0, n)
	pairs := make([]starlark.Value, 2*n)
	for k, x := range v.d.Entries() {
		i := 2 * len(out)
		pairs[i], pairs[i+1] = k, x
		out = append(out, starlark.Tuple(pairs[i:i+2:i+2]))
	}
	return out
}

func (v *DictView) String() string {
	s, err := v.rt.Repr(v)
	if err != nil {
		return "<" + v.Type() + ">"
	}
	return s
}
func (v *DictView) Type() string         { return "dict_" + v.kind }
func (v *DictView) Freeze()              {}
func (v *DictView) Truth() starlark.Bool { return v.d.Len() > 0 }
func (v *DictView) Hash() (uint32, error) {
	return 0, typeErrorf("unhashable type: '%s'", v.Type())
}
func (v *DictView) Len() int { return v.d.Len() }

// Iterate iterates over a snapshot; a changed size is an error.
func (v *DictView) Iterate() starlark.Iterator {
	return &snapshotIterator{rt: v.rt, elements: v.list(), size: v.d.Len, was: v.d.Len(), what: "dictionary"}
}

// Has is x in v.
func (v *DictView) Has(x starlark.Value) (bool, error) {
	switch v.kind {
	case "keys":
		_, ok, err := v.d.Get(x)
		return ok, hashError(err)
	case "items":
		pair, ok := x.(starlark.Tuple)
		if !ok || len(pair) != 2 {
			return false, nil
		}
		y, ok, err := v.d.Get(pair[0])
		if !ok || err != nil {
			return false, hashError(err)
		}
		return v.rt.identicalOrEqual(y, pair[1])
	}
	for _, y := range v.list() {
		if eq, err := v.rt.identicalOrEqual(y, x); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

// set returns the elements as a set, for the set operations of keys and items.
func (v *DictView) set() (*starlark.Set, error) { return newSet(v.list()) }

// Binary evaluates &, |, - and ^, whose other operand may be any iterable.
func (v *DictView) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if v.kind == "values" {
		return nil, nil
	}
	switch op {
	case syntax.AMP, syntax.PIPE, syntax.MINUS, syntax.CIRCUMFLEX:
	default:
		return nil, nil
	}
	mine, err := v.set()
	if err != nil {
		return nil, err
	}
	elements, err := v.rt.List(v.rt.cur, y)
	if err != nil {
		return nil, err
	}
	other, err := newSet(elements)
	if err != nil {
		return nil, err
	}
	if side == starlark.Right {
		mine, other = other, mine
	}
	return starlark.Binary(op, mine, other)
}

// CompareSameType compares two views as sets.
func (v *DictView) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	w := y.(*DictView)
	if v.kind == "values" || w.kind == "values" {
		switch op {
		case syntax.EQL:
			return v == w, nil
		case syntax.NEQ:
			return v != w, nil
		}
		return false, notSupported(op, v, w)
	}
	return v.compare(op, w)
}

// compare compares v with a view or set by inclusion.
func (v *DictView) compare(op syntax.Token, y starlark.Value) (bool, error) {
	var other []starlark.Value
	var has func(x starlark.Value) (bool, error)
	switch y := y.(type) {
	case *DictView:
		other, has = y.list(), y.Has
	default:
		s, ok := setOf(y)
		if !ok {
			return op == syntax.NEQ, nil
		}
		other, has = (&Frozenset{s}).elements(), func(x starlark.Value) (bool, error) { return setHas(s, x) }
	}
	n, m := v.Len(), len(other)
	switch op {
	case syntax.EQL, syntax.NEQ:
		eq := n == m
		if eq {
			var err error
			if eq, err = allIn(v.list(), has); err != nil {
				return false, err
			}
		}
		return eq == (op == syntax.EQL), nil
	case syntax.LT, syntax.LE:
		if n > m || op == syntax.LT && n == m {
			return false, nil
		}
		return allIn(v.list(), has)
	}
	if n < m || op == syntax.GT && n == m {
		return false, nil
	}
	return allIn(other, v.Has)
}

func allIn(elements []starlark.Value, has func(x starlark.Value) (bool, error)) (bool, error) {
	for _, x := range elements {
		if ok, err := has(x); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// Methods returns the methods that views have besides their operators.
func (v *DictView) Methods() *Methods { return dictViewMethods }

var dictViewMethods = NewMethods(map[string]Method{
	"isdisjoint": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v := self.(*DictView)
		if err := exactly("isdisjoint", args, kwargs, 1); err != nil {
			return nil, err
		}
		elements, err := v.rt.List(t, args[0])
		if err != nil {
			return nil, err
		}
		for _, x := range elements {
			if ok, err := v.Has(x); ok || err != nil {
				return starlark.False, err
			}
		}
		return starlark.True, nil
	},
	"__reversed__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v := self.(*DictView)
		return v.rt.reverse("dict_reverse"+v.kind[:len(v.kind)-1]+"iterator", v.list()), nil
	},
})

// Attr serves mapping, the dict that the view shows.
func (v *DictView) Attr(name string) (starlark.Value, error) {
	if name == "mapping" {
		return v.d, nil
	}
	return nil, nil
}

// AttrNames lists what Attr serves.
func (v *DictView) AttrNames() []string { return []string{"isdisjoint", "mapping"} }
