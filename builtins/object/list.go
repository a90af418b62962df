package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file provides the methods of lists, and item and slice assignment.

// Starlark keeps the elements of a list to itself; these of its methods change them in place.
var (
	starlarkPop    = starlarkListMethod("pop")
	starlarkInsert = starlarkListMethod("insert")
)

func starlarkListMethod(name string) *starlark.Builtin {
	m, err := new(starlark.List).Attr(name)
	if err != nil || m == nil {
		panic("BUG: starlark.List has no method " + name)
	}
	return m.(*starlark.Builtin)
}

// removeAt removes and returns the element at i, which is in range.
func removeAt(t *starlark.Thread, l *starlark.List, i int) (starlark.Value, error) {
	return starlarkPop.BindReceiver(l).CallInternal(t, starlark.Tuple{starlark.MakeInt(i)}, nil)
}

// replaceList makes l hold the elements, which must not be l's own storage.
func replaceList(l *starlark.List, elements []starlark.Value) error {
	if err := l.Clear(); err != nil {
		return err
	}
	return extendList(l, elements)
}

func extendList(l *starlark.List, elements []starlark.Value) error {
	for _, v := range elements {
		if err := l.Append(v); err != nil {
			return err
		}
	}
	return nil
}

// position resolves an index of a sequence of n elements; ok is false if it is out of range.
func position(k starlark.Value, n int, what string) (i int, ok bool, err error) {
	x, isInt := k.(starlark.Int)
	if !isInt {
		if x, err = AsIndex(k); err != nil {
			if o, isInstance := k.(*Instance); isInstance && o.class.specials().index != nil {
				return 0, false, err
			}
			return 0, false, typeErrorf("%s indices must be integers or slices, not %s", what, TypeName(k))
		}
	}
	i64, small := x.Int64()
	if !small {
		return 0, false, exceptions.IndexError.Errorf("cannot fit 'int' into an index-sized integer")
	}
	i = int(i64)
	if i < 0 {
		i += n
	}
	return i, i >= 0 && i < n, nil
}

// setListItem is l[k] = v with k an index or slice.
func (rt *Runtime) setListItem(t *starlark.Thread, l *starlark.List, k, v starlark.Value) error {
	if s, ok := k.(*Slice); ok {
		return rt.setListSlice(t, l, s, v)
	}
	i, ok, err := position(k, l.Len(), "list")
	if err != nil {
		return err
	}
	if !ok {
		return exceptions.IndexError.Errorf("list assignment index out of range")
	}
	return l.SetIndex(i, v)
}

// setListSlice is l[s] = v.
func (rt *Runtime) setListSlice(t *starlark.Thread, l *starlark.List, s *Slice, v starlark.Value) error {
	values, err := rt.List(t, v)
	if err != nil {
		if _, plain := err.(*exceptions.Error); plain && s.step == starlark.None {
			return typeErrorf("can only assign an iterable")
		}
		return err
	}
	start, stop, step, err := s.indices(l.Len())
	if err != nil {
		return err
	}
	if step == 1 {
		stop = max(start, stop)
		old := listElements(l)
		out := make([]starlark.Value, 0, len(old)+len(values))
		out = append(out, old[:start]...)
		out = append(out, values...)
		return replaceList(l, append(out, old[stop:]...))
	}
	n := sliceLength(start, stop, step)
	if len(values) != n {
		return valueErrorf("attempt to assign sequence of size %d to extended slice of size %d", len(values), n)
	}
	for i, x := range values {
		if err := l.SetIndex(start+i*step, x); err != nil {
			return err
		}
	}
	return nil
}

// deleteListItem is del l[k] with k an index or slice.
func deleteListItem(t *starlark.Thread, l *starlark.List, k starlark.Value) error {
	s, ok := k.(*Slice)
	if !ok {
		i, ok, err := position(k, l.Len(), "list")
		if err != nil {
			return err
		}
		if !ok {
			return exceptions.IndexError.Errorf("list assignment index out of range")
		}
		_, err = removeAt(t, l, i)
		return err
	}
	start, stop, step, err := s.indices(l.Len())
	if err != nil {
		return err
	}
	gone := make(map[int]bool)
	for i, n := start, sliceLength(start, stop, step); n > 0; n-- {
		gone[i] = true
		i += step
	}
	var kept []starlark.Value
	for i, v := range listElements(l) {
		if !gone[i] {
			kept = append(kept, v)
		}
	}
	return replaceList(l, kept)
}

// listMethods are the methods of list.
var listMethods = map[string]nativeMethod{
	"append": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 2 || len(kwargs) > 0 {
			return nil, exactly("list.append", args[1:], kwargs, 1)
		}
		l := args[0].(*starlark.List)
		if n := l.Len(); n&(appendsPerCheck-1) == 0 && n > 0 && !fitsItems(n+n/4) {
			return nil, exceptions.MemoryError.With()
		}
		return starlark.None, l.Append(args[1])
	},
	"extend": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("list.extend", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		elements, err := Of(t).List(t, args[1])
		if err != nil {
			return nil, err
		}
		return starlark.None, extendList(args[0].(*starlark.List), elements)
	},
	"insert": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("list.insert", args[1:], kwargs, 2, 2); err != nil {
			return nil, err
		}
		l := args[0].(*starlark.List)
		i, err := sliceIndex(args[1])
		if err != nil {
			return nil, typeErrorf("'%s' object cannot be interpreted as an integer", TypeName(args[1]))
		}
		if i < 0 {
			i = max(0, i+l.Len())
		}
		i = min(i, l.Len())
		return starlarkInsert.BindReceiver(l).CallInternal(t, starlark.Tuple{starlark.MakeInt(i), args[2]}, nil)
	},
	"pop": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("list.pop", args[1:], kwargs, 0, 1); err != nil {
			return nil, err
		}
		l := args[0].(*starlark.List)
		i := l.Len() - 1
		if len(args) > 1 {
			n, err := AsIndex(args[1])
			if err != nil {
				return nil, err
			}
			if i, _, err = position(n, l.Len(), "list"); err != nil {
				return nil, err
			}
		}
		if l.Len() == 0 {
			return nil, exceptions.IndexError.Errorf("pop from empty list")
		}
		if i < 0 || i >= l.Len() {
			return nil, exceptions.IndexError.Errorf("pop index out of range")
		}
		return removeAt(t, l, i)
	},
	"remove": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("list.remove", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		l := args[0].(*starlark.List)
		for i := 0; i < l.Len(); i++ {
			eq, err := Of(t).identicalOrEqual(l.Index(i), args[1])
			if err != nil {
				return nil, err
			}
			if eq && i < l.Len() {
				_, err := removeAt(t, l, i)
				return starlark.None, err
			}
		}
		return nil, valueErrorf("list.remove(x): x not in list")
	},
	"clear": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("list.clear", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.None, args[0].(*starlark.List).Clear()
	},
	"copy": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("list.copy", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.NewList(listElements(args[0].(*starlark.List))), nil
	},
	"reverse": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("list.reverse", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		l := args[0].(*starlark.List)
		for i, j := 0, l.Len()-1; i < j; i, j = i+1, j-1 {
			x, y := l.Index(i), l.Index(j)
			if err := l.SetIndex(i, y); err != nil {
				return nil, err
			}
			l.SetIndex(j, x)
		}
		return starlark.None, nil
	},
	"count": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("list.count", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		return Of(t).countElement(args[0].(*starlark.List), args[1])
	},
	"index": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		i, err := Of(t).indexElement("list", args, kwargs)
		if err != nil || i >= 0 {
			return starlark.MakeInt(i), err
		}
		text, err := Of(t).Repr(args[1])
		if err != nil {
			return nil, err
		}
		return nil, valueErrorf("%s is not in list", text)
	},
	"sort": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) > 1 {
			return nil, typeErrorf("sort() takes no positional arguments")
		}
		l := args[0].(*starlark.List)
		elements := listElements(l)
		// A list is empty while it is sorted, so that a key function that changes it is found out.
		if err := l.Clear(); err != nil {
			return nil, err
		}
		sorted, err := Of(t).sort(t, "sort", elements, kwargs)
		if err != nil {
			sorted = elements
		} else if l.Len() != 0 {
			err = valueErrorf("list modified during sort")
		}
		if e := replaceList(l, sorted); err == nil {
			err = e
		}
		return starlark.None, err
	},
}

// countElement is seq.count(x).
func (rt *Runtime) countElement(seq starlark.Indexable, x starlark.Value) (starlark.Value, error) {
	n := 0
	for i := 0; i < seq.Len(); i++ {
		eq, err := rt.identicalOrEqual(seq.Index(i), x)
		if err != nil {
			return nil, err
		}
		if eq {
			n++
		}
	}
	return starlark.MakeInt(n), nil
}

// indexElement is seq.index(x[, start[, stop]]); args[0] is seq. It returns -1 if x is not there.
func (rt *Runtime) indexElement(what string, args starlark.Tuple, kwargs []starlark.Tuple) (int, error) {
	if err := argumentCount(what+".index", args[1:], kwargs, 1, 3); err != nil {
		return 0, err
	}
	seq := args[0].(starlark.Indexable)
	s := &Slice{starlark.None, starlark.None, starlark.None}
	if len(args) > 2 {
		s.start = args[2]
	}
	if len(args) > 3 {
		s.stop = args[3]
	}
	start, stop, _, err := s.indices(seq.Len())
	if err != nil {
		return 0, typeErrorf("slice indices must be integers or have an __index__ method")
	}
	for i := start; i < stop && i < seq.Len(); i++ {
		if eq, err := rt.identicalOrEqual(seq.Index(i), args[1]); eq || err != nil {
			return i, err
		}
	}
	return -1, nil
}
