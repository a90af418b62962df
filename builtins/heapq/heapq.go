// Package heapq is Python's heapq.
//
//	New(rt) ──▶ heappush, heappop, ...  on lists of the script, by < alone, in the order of CPython's comparisons
package heapq

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New returns the module heapq.
func New(rt *object.Runtime) *object.Module {
	return declare.Module(rt, "heapq", map[string]declare.Func{
		"heappush": push, "heappop": pop, "heapify": heapify, "heapreplace": replace, "heappushpop": pushPop, "merge": merge,
		"nlargest":  func(c declare.Call) (starlark.Value, error) { return best(c, true) },
		"nsmallest": func(c declare.Call) (starlark.Value, error) { return best(c, false) },
	})
}

// heap is a list that a call works on.
type heap struct {
	declare.Call
	list *starlark.List
}

// open checks the arguments: a list, then n-1 others.
func open(c declare.Call, n int) (heap, error) {
	name := c.Name
	c.Name = "heapq." + c.Name
	if err := c.Exactly(n); err != nil {
		return heap{}, err
	}
	l, ok := object.Underlying(c.Args[0]).(*starlark.List)
	if !ok {
		return heap{}, declare.TypeErrorf("%s() argument 1 must be list, not %s", name, object.TypeName(c.Args[0]))
	}
	return heap{c, l}, nil
}

func (h heap) less(a, b starlark.Value) (bool, error) {
	if x, ok := a.(starlark.Int); ok {
		if y, ok := b.(starlark.Int); ok {
			i, ok1 := x.Int64()
			j, ok2 := y.Int64()
			if ok1 && ok2 {
				return i < j, nil
			}
		}
	}
	return h.RT.Compare(syntax.LT, a, b)
}

// down moves the element at pos towards the root, not above start.
func (h heap) down(start, pos int) error {
	v := h.list.Index(pos)
	for pos > start {
		parent := (pos - 1) / 2
		p := h.list.Index(parent)
		less, err := h.less(v, p)
		if err != nil {
			return err
		}
		if !less {
			break
		}
		if err := h.list.SetIndex(pos, p); err != nil {
			return err
		}
		pos = parent
	}
	return h.list.SetIndex(pos, v)
}

// up moves the smaller children up until a leaf is reached, and then the element at pos to its place.
func (h heap) up(pos int) error {
	end, start := h.list.Len(), pos
	v := h.list.Index(pos)
	for child := 2*pos + 1; child < end; child = 2*pos + 1 {
		if right := child + 1; right < end {
			less, err := h.less(h.list.Index(child), h.list.Index(right))
			if err != nil {
				return err
			}
			if !less {
				child = right
			}
		}
		if err := h.list.SetIndex(pos, h.list.Index(child)); err != nil {
			return err
		}
		pos = child
	}
	if err := h.list.SetIndex(pos, v); err != nil {
		return err
	}
	return h.down(start, pos)
}

func (h heap) push(v starlark.Value) error {
	if err := h.list.Append(v); err != nil {
		return err
	}
	return h.down(0, h.list.Len()-1)
}

func (h heap) pop() (starlark.Value, error) {
	if h.list.Len() == 0 {
		return nil, exceptions.IndexError.Errorf("index out of range")
	}
	last, err := h.CallMethod(h.list, "pop")
	if err != nil || h.list.Len() == 0 {
		return last, err
	}
	return h.replace(last)
}

// replace puts v in the place of the smallest element and returns that.
func (h heap) replace(v starlark.Value) (starlark.Value, error) {
	first := h.list.Index(0)
	if err := h.list.SetIndex(0, v); err != nil {
		return nil, err
	}
	return first, h.up(0)
}

func (h heap) heapify() error {
	for i := h.list.Len()/2 - 1; i >= 0; i-- {
		if err := h.up(i); err != nil {
			return err
		}
	}
	return nil
}

func push(c declare.Call) (starlark.Value, error) {
	h, err := open(c, 2)
	if err != nil {
		return nil, err
	}
	return starlark.None, h.push(c.Args[1])
}

func pop(c declare.Call) (starlark.Value, error) {
	h, err := open(c, 1)
	if err != nil {
		return nil, err
	}
	return h.pop()
}

func heapify(c declare.Call) (starlark.Value, error) {
	h, err := open(c, 1)
	if err != nil {
		return nil, err
	}
	return starlark.None, h.heapify()
}

func replace(c declare.Call) (starlark.Value, error) {
	h, err := open(c, 2)
	if err != nil {
		return nil, err
	}
	if h.list.Len() == 0 {
		return nil, exceptions.IndexError.Errorf("index out of range")
	}
	return h.replace(c.Args[1])
}

func pushPop(c declare.Call) (starlark.Value, error) {
	h, err := open(c, 2)
	if err != nil {
		return nil, err
	}
	if h.list.Len() > 0 {
		less, err := h.less(h.list.Index(0), c.Args[1])
		if err != nil {
			return nil, err
		}
		if less {
			return h.replace(c.Args[1])
		}
	}
	return c.Args[1], nil
}

// best is nlargest or nsmallest: the first of the sorted elements.
func best(c declare.Call, largest bool) (starlark.Value, error) {
	n := 0
	var iterable, key starlark.Value
	if err := c.Unpack("n", &n, "iterable", &iterable, "key??", &key); err != nil {
		return nil, err
	}
	elements, err := c.List(iterable)
	if err != nil {
		return nil, err
	}
	sorted, err := c.Sort(elements, key, largest)
	if err != nil {
		return nil, err
	}
	return starlark.NewList(append([]starlark.Value(nil), sorted[:max(0, min(n, len(sorted)))]...)), nil
}

// merge is merge(*iterables, key=None, reverse=False): a lazy iterator.
func merge(c declare.Call) (starlark.Value, error) {
	var key starlark.Value = starlark.None
	reverse := false
	for _, kv := range c.Kwargs {
		switch kv[0] {
		case starlark.String("key"):
			key = kv[1]
		case starlark.String("reverse"):
			reverse = bool(kv[1].Truth())
		default:
			return nil, declare.TypeErrorf("merge() got an unexpected keyword argument '%s'", string(kv[0].(starlark.String)))
		}
	}
	type source struct {
		it       *object.Iterator
		v, order starlark.Value
	}
	var sources []*source
	advance := func(s *source) (bool, error) {
		v, ok, err := s.it.Step()
		if err != nil || !ok {
			return false, err
		}
		s.v, s.order = v, v
		if key != starlark.None {
			s.order, err = starlark.Call(c.T, key, starlark.Tuple{v}, nil)
		}
		return err == nil, err
	}
	started := false
	var last *source
	for _, v := range c.Args {
		it, err := c.RT.Iter(c.T, v)
		if err != nil {
			return nil, err
		}
		sources = append(sources, &source{it: it})
	}
	return c.RT.NewIterator("generator", func() (starlark.Value, bool, error) {
		var open []*source
		for _, s := range sources {
			ok := true
			if !started || s == last {
				var err error
				if ok, err = advance(s); err != nil {
					return nil, false, err
				}
			}
			if ok {
				open = append(open, s)
			}
		}
		sources, started, last = open, true, nil
		for _, s := range sources {
			if last == nil {
				last = s
				continue
			}
			a, b := s.order, last.order
			if reverse {
				a, b = b, a
			}
			less, err := c.RT.Compare(syntax.LT, a, b)
			if err != nil {
				return nil, false, err
			}
			if less {
				last = s
			}
		}
		if last == nil {
			return nil, false, nil
		}
		return last.v, true, nil
	}), nil
}
