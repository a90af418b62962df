package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file reads, assigns and deletes x[key] and x[a:b:c] for any x.

// HasDelItem is a mapping or sequence made in Go that supports del x[key].
type HasDelItem interface {
	DelItem(t *starlark.Thread, key starlark.Value) error
}

// GetItem is v[k].
func (rt *Runtime) GetItem(t *starlark.Thread, v, k starlark.Value) (starlark.Value, error) {
	if s, ok := k.(*Slice); ok {
		return rt.getSlice(t, v, s)
	}
	switch x := v.(type) {
	case *starlark.List:
		return indexItem(x, k, "list")
	case starlark.Tuple:
		return indexItem(x, k, "tuple")
	case *starlark.Dict:
		r, ok, err := x.Get(k)
		if err == nil && !ok {
			err = keyError(k)
		}
		return r, hashError(err)
	case starlark.String:
		return strIndex(x, k)
	case starlark.Bytes:
		i, ok, err := position(k, len(x), "byte")
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, exceptions.IndexError.Errorf("index out of range")
		}
		return starlark.MakeInt(int(x[i])), nil
	case starlark.Mapping:
		r, ok, err := x.Get(k)
		if err == nil && !ok {
			err = keyError(k)
		}
		return r, err
	case starlark.Indexable:
		if _, isSet := v.(*starlark.Set); !isSet {
			return indexItem(x, k, TypeName(v))
		}
	}
	return nil, typeErrorf("'%s' object is not subscriptable", TypeName(v))
}

func indexItem(x starlark.Indexable, k starlark.Value, what string) (starlark.Value, error) {
	i, ok, err := position(k, x.Len(), what)
	if err != nil {
		return nil, err
	}
	if !ok {
		if what == "range" {
			what = "range object"
		}
		return nil, exceptions.IndexError.Errorf("%s index out of range", what)
	}
	return x.Index(i), nil
}

// getSlice is v[start:stop:step].
func (rt *Runtime) getSlice(t *starlark.Thread, v starlark.Value, s *Slice) (starlark.Value, error) {
	switch x := v.(type) {
	case *starlark.List:
		out, err := pick(listElements(x), s)
		return starlark.NewList(out), err
	case starlark.Tuple:
		out, err := pick(x, s)
		return starlark.Tuple(out), err
	case starlark.String:
		return strSlice(x, s.start, s.stop, s.step)
	case starlark.Bytes:
		out, err := sliceBytes(string(x), s)
		return starlark.Bytes(out), err
	case *starlark.Dict, *starlark.Set, *liveDict:
		if _, isSet := v.(*starlark.Set); isSet {
			return nil, typeErrorf("'set' object is not subscriptable")
		}
		return nil, typeErrorf("unhashable type: 'slice'")
	case starlark.Mapping:
		r, ok, err := x.Get(s)
		if err == nil && !ok {
			err = keyError(s)
		}
		return r, err
	}
	if r, ok := rangeOf(v); ok {
		start, stop, step, err := s.indices(r.length)
		if err != nil {
			return nil, err
		}
		bounds := starlark.Tuple{starlark.MakeInt(r.start + start*r.step), starlark.MakeInt(r.start + stop*r.step), starlark.MakeInt(r.step * step)}
		return rt.newRange(t, bounds, nil)
	}
	if x, ok := v.(starlark.Sliceable); ok {
		start, stop, step, err := s.indices(x.Len())
		if err != nil {
			return nil, err
		}
		if sliceLength(start, stop, step) == 0 {
			start, stop = 0, 0
			step = 1
		}
		return x.Slice(start, stop, step), nil
	}
	return nil, typeErrorf("'%s' object is not subscriptable", TypeName(v))
}

// SetItem is v[k] = x.
func (rt *Runtime) SetItem(t *starlark.Thread, v, k, x starlark.Value) error {
	switch o := v.(type) {
	case *starlark.List:
		return rt.setListItem(t, o, k, x)
	case *starlark.Dict:
		return hashError(o.SetKey(k, x))
	case starlark.HasSetKey:
		return o.SetKey(k, x)
	case starlark.HasSetIndex:
		i, ok, err := position(k, o.Len(), TypeName(v))
		if err != nil {
			return err
		}
		if !ok {
			return exceptions.IndexError.Errorf("%s index out of range", TypeName(v))
		}
		return o.SetIndex(i, x)
	}
	return typeErrorf("'%s' object does not support item assignment", TypeName(v))
}

// DelItem is del v[k].
func (rt *Runtime) DelItem(t *starlark.Thread, v, k starlark.Value) error {
	switch o := v.(type) {
	case *starlark.Dict:
		_, ok, err := o.Delete(k)
		if err == nil && !ok {
			err = keyError(k)
		}
		return hashError(err)
	case *starlark.List:
		return deleteListItem(t, o, k)
	case *liveDict:
		return o.Delete(k)
	case *Scope:
		return o.Delete(k)
	case *Instance:
		if f, ok := o.class.Lookup("__delitem__"); ok {
			_, err := starlark.Call(t, f, starlark.Tuple{o, k}, nil)
			return err
		}
		if w := o.wrapped(); w != nil {
			return rt.DelItem(t, w, k)
		}
		if n := o.class.native; n != nil {
			if m, ok := n.Methods.Get("__delitem__"); ok {
				_, err := m(t, o, starlark.Tuple{k}, nil)
				return err
			}
		}
	case HasDelItem:
		return o.DelItem(t, k)
	case HasMethods:
		if m, ok := o.Methods().Get("__delitem__"); ok {
			_, err := m(t, v, starlark.Tuple{k}, nil)
			return err
		}
	}
	return typeErrorf("'%s' object doesn't support item deletion", TypeName(v))
}

// Contains is x in v.
func (rt *Runtime) Contains(t *starlark.Thread, v, x starlark.Value) (bool, error) {
	switch c := v.(type) {
	case *starlark.List:
		for i := 0; i < c.Len(); i++ {
			if eq, err := rt.identicalOrEqual(c.Index(i), x); eq || err != nil {
				return eq, err
			}
		}
		return false, nil
	case starlark.Tuple:
		return rt.hasElement(c, x)
	case *starlark.Dict:
		_, ok, err := c.Get(x)
		if err == nil && !ok && comparesOtherwise(x) {
			return rt.hasElement(c.Keys(), x)
		}
		return ok, hashError(err)
	case *starlark.Set:
		ok, err := setHas(c, x)
		if err == nil && !ok && comparesOtherwise(x) {
			return rt.hasElement(rt.setElements(c), x)
		}
		return ok, err
	case starlark.String, starlark.Bytes:
		if o, ok := x.(*Instance); ok {
			x = Underlying(o)
		}
		if n, ok := unbool(x).(starlark.Int); ok && is[starlark.Bytes](v) {
			x = n
		}
		if _, isText := x.(starlark.String); !isText && is[starlark.String](v) {
			return false, typeErrorf("'in <string>' requires string as left operand, not %s", TypeName(x))
		}
		return c.(starlark.Container).Has(x)
	case starlark.Container:
		if _, isRange := rangeOf(v); isRange {
			_, ok := rangeIndex(v, x)
			return ok, nil
		}
		return c.Has(x)
	case *liveDict:
		_, ok, err := c.Get(x)
		return ok, err
	}
	elements, err := rt.Iter(t, v)
	if err != nil {
		return false, typeErrorf("argument of type '%s' is not iterable", TypeName(v))
	}
	for {
		y, ok, err := elements.Step()
		if err != nil || !ok {
			return false, err
		}
		if eq, err := rt.identicalOrEqual(y, x); eq || err != nil {
			return eq, err
		}
	}
}

// comparesOtherwise reports whether x may equal values of other types, which the VM's tables do not know.
func comparesOtherwise(x starlark.Value) bool {
	switch x := x.(type) {
	case *Instance:
		return x.class.specials().eq != nil || x.wrapped() != nil
	case starlark.Bool:
		return true
	}
	return false
}
