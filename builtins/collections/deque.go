package collections

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds deque.

// deque is a ring of values.
type deque struct {
	ring    []starlark.Value
	head, n int
	maxlen  int // -1: unbounded
	changes int // for iterators
}

func (d *deque) at(i int) *starlark.Value { return &d.ring[(d.head+i)%len(d.ring)] }

func (d *deque) grow() {
	if d.n < len(d.ring) {
		return
	}
	ring := make([]starlark.Value, max(8, 2*len(d.ring)))
	for i := range d.n {
		ring[i] = *d.at(i)
	}
	d.ring, d.head = ring, 0
}

func (d *deque) push(v starlark.Value) {
	d.changes++
	if d.maxlen == 0 {
		return
	}
	if d.maxlen > 0 && d.n == d.maxlen {
		d.popLeft()
	}
	d.grow()
	d.n++
	*d.at(d.n - 1) = v
}

func (d *deque) pushLeft(v starlark.Value) {
	d.changes++
	if d.maxlen == 0 {
		return
	}
	if d.maxlen > 0 && d.n == d.maxlen {
		d.pop()
	}
	d.grow()
	d.head = (d.head + len(d.ring) - 1) % len(d.ring)
	d.n++
	d.ring[d.head] = v
}

func (d *deque) pop() starlark.Value {
	d.changes++
	p := d.at(d.n - 1)
	v := *p
	*p = nil
	d.n--
	return v
}

func (d *deque) popLeft() starlark.Value {
	d.changes++
	v := d.ring[d.head]
	d.ring[d.head] = nil
	d.head = (d.head + 1) % len(d.ring)
	d.n--
	return v
}

func (d *deque) clear() { d.ring, d.head, d.n = nil, 0, 0; d.changes++ }

func (d *deque) list() []starlark.Value {
	out := make([]starlark.Value, d.n)
	for i := range out {
		out[i] = *d.at(i)
	}
	return out
}

func (d *deque) set(values []starlark.Value) {
	d.clear()
	for _, v := range values {
		d.push(v)
	}
}

func (d *deque) maxValue() starlark.Value {
	if d.maxlen < 0 {
		return starlark.None
	}
	return starlark.MakeInt(d.maxlen)
}

// index converts a subscript.
func (d *deque) index(v starlark.Value) (int, error) {
	if _, ok := v.(*object.Slice); ok {
		return 0, declare.TypeErrorf("sequence index must be integer, not 'slice'")
	}
	i, err := object.AsInt(v)
	if err != nil {
		return 0, declare.TypeErrorf("sequence index must be integer, not '%s'", object.TypeName(v))
	}
	if i < 0 {
		i += d.n
	}
	if i < 0 || i >= d.n {
		return 0, exceptions.IndexError.Errorf("deque index out of range")
	}
	return i, nil
}

func self(c declare.Call) *deque { return c.Object().State().(*deque) }

// elements returns what an argument adds; a deque may be added to itself.
func elements(c declare.Call) ([]starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	return c.List(c.Args[0])
}

func newDeque(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "deque", declare.Options{
		State: func() any { return &deque{maxlen: -1} },
		Save: func(o *object.Instance) starlark.Value {
			d := o.State().(*deque)
			return starlark.Tuple{d.maxValue(), starlark.NewList(d.list())}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			d := o.State().(*deque)
			t, _ := v.(starlark.Tuple)
			if len(t) != 2 {
				return declare.TypeErrorf("invalid deque state")
			}
			values, ok := t[1].(*starlark.List)
			if !ok {
				return declare.TypeErrorf("invalid deque state")
			}
			if t[0] != starlark.None {
				if err := starlark.AsInt(t[0], &d.maxlen); err != nil {
					return err
				}
			}
			for i := range values.Len() {
				d.push(values.Index(i))
			}
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			if name == "maxlen" {
				return o.State().(*deque).maxValue(), true, nil
			}
			return nil, false, nil
		},
		Set: func(o *object.Instance, name string, _ starlark.Value) (bool, error) {
			if name == "maxlen" {
				return true, exceptions.AttributeError.Errorf("attribute 'maxlen' of 'collections.deque' objects is not writable")
			}
			return false, nil
		},
	})
	// fresh returns a deque like Self with other elements.
	fresh := func(c declare.Call, values []starlark.Value) starlark.Value {
		o := same(c)
		d := o.State().(*deque)
		d.maxlen = self(c).maxlen
		d.set(values)
		return o
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			var iterable, maxlen starlark.Value
			c.Name = "deque"
			if err := c.Unpack("iterable?", &iterable, "maxlen??", &maxlen); err != nil {
				return nil, err
			}
			d := self(c)
			d.maxlen = -1
			if maxlen != nil {
				n, err := object.AsInt(maxlen)
				if err != nil {
					return nil, declare.TypeErrorf("an integer is required")
				}
				if n < 0 {
					return nil, exceptions.ValueError.Errorf("maxlen must be non-negative")
				}
				d.maxlen = n
			}
			d.clear()
			if iterable == nil {
				return starlark.None, nil
			}
			values, err := c.RT.List(c.T, iterable)
			if err != nil {
				return nil, err
			}
			d.set(values)
			return starlark.None, nil
		},
		"append": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			self(c).push(c.Args[0])
			return starlark.None, nil
		},
		"appendleft": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			self(c).pushLeft(c.Args[0])
			return starlark.None, nil
		},
		"pop":     func(c declare.Call) (starlark.Value, error) { return take(c, (*deque).pop) },
		"popleft": func(c declare.Call) (starlark.Value, error) { return take(c, (*deque).popLeft) },
		"extend": func(c declare.Call) (starlark.Value, error) {
			values, err := elements(c)
			for _, v := range values {
				self(c).push(v)
			}
			return none(err)
		},
		"extendleft": func(c declare.Call) (starlark.Value, error) {
			values, err := elements(c)
			for _, v := range values {
				self(c).pushLeft(v)
			}
			return none(err)
		},
		"clear": func(c declare.Call) (starlark.Value, error) { self(c).clear(); return starlark.None, nil },
		"copy":  func(c declare.Call) (starlark.Value, error) { return fresh(c, self(c).list()), nil },
		"rotate": func(c declare.Call) (starlark.Value, error) {
			n := 1
			if err := c.Between(0, 1); err != nil {
				return nil, err
			}
			if len(c.Args) == 1 {
				var err error
				if n, err = object.AsInt(c.Args[0]); err != nil {
					return nil, err
				}
			}
			d := self(c)
			if d.n > 1 {
				n = ((n % d.n) + d.n) % d.n
				values := d.list()
				d.clear()
				for i := range values {
					d.push(values[(i+len(values)-n)%len(values)])
				}
			}
			return starlark.None, nil
		},
		"reverse": func(c declare.Call) (starlark.Value, error) {
			d := self(c)
			for i, j := 0, d.n-1; i < j; i, j = i+1, j-1 {
				*d.at(i), *d.at(j) = *d.at(j), *d.at(i)
			}
			return starlark.None, nil
		},
		"count": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			n := 0
			for _, v := range self(c).list() {
				eq, err := rt.Equal(v, c.Args[0])
				if err != nil {
					return nil, err
				}
				if eq {
					n++
				}
			}
			return starlark.MakeInt(n), nil
		},
		"index": func(c declare.Call) (starlark.Value, error) {
			if err := c.Between(1, 3); err != nil {
				return nil, err
			}
			d := self(c)
			bounds := [2]int{0, d.n}
			for i, v := range c.Args[1:] {
				n, err := object.AsInt(v)
				if err != nil {
					return nil, err
				}
				if n < 0 {
					n = max(0, n+d.n)
				}
				bounds[i] = min(n, d.n)
			}
			i, err := d.find(rt, c.Args[0], bounds[0], bounds[1])
			if err != nil {
				return nil, err
			}
			if i < 0 {
				s, err := rt.Repr(c.Args[0])
				if err != nil {
					return nil, err
				}
				return nil, exceptions.ValueError.Errorf("%s is not in deque", s)
			}
			return starlark.MakeInt(i), nil
		},
		"insert": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(2); err != nil {
				return nil, err
			}
			d := self(c)
			if d.maxlen == d.n {
				return nil, exceptions.IndexError.Errorf("deque already at its maximum size")
			}
			i, err := object.AsInt(c.Args[0])
			if err != nil {
				return nil, err
			}
			if i < 0 {
				i = max(0, i+d.n)
			}
			i = min(i, d.n)
			values := d.list()
			values = append(values[:i], append([]starlark.Value{c.Args[1]}, values[i:]...)...)
			d.set(values)
			return starlark.None, nil
		},
		"remove": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			d := self(c)
			i, err := d.find(rt, c.Args[0], 0, d.n)
			if err != nil {
				return nil, err
			}
			if i < 0 {
				return nil, exceptions.ValueError.Errorf("deque.remove(x): x not in deque")
			}
			d.delete(i)
			return starlark.None, nil
		},
		"__len__":      func(c declare.Call) (starlark.Value, error) { return starlark.MakeInt(self(c).n), nil },
		"__iter__":     func(c declare.Call) (starlark.Value, error) { return iterate(c, "_deque_iterator", false), nil },
		"__reversed__": func(c declare.Call) (starlark.Value, error) { return iterate(c, "_deque_reverse_iterator", true), nil },
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			i, err := self(c).find(rt, c.Args[0], 0, self(c).n)
			return starlark.Bool(i >= 0), err
		},
		"__getitem__": func(c declare.Call) (starlark.Value, error) {
			i, err := self(c).index(c.Args[0])
			if err != nil {
				return nil, err
			}
			return *self(c).at(i), nil
		},
		"__setitem__": func(c declare.Call) (starlark.Value, error) {
			i, err := self(c).index(c.Args[0])
			if err == nil {
				*self(c).at(i) = c.Args[1]
			}
			return none(err)
		},
		"__delitem__": func(c declare.Call) (starlark.Value, error) {
			i, err := self(c).index(c.Args[0])
			if err == nil {
				self(c).delete(i)
			}
			return none(err)
		},
		"__add__": func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*deque](c.Args[0])
			if !ok {
				return nil, declare.TypeErrorf("can only concatenate deque (not \"%s\") to deque", object.TypeName(c.Args[0]))
			}
			return fresh(c, append(self(c).list(), other.list()...)), nil
		},
		"__iadd__": func(c declare.Call) (starlark.Value, error) {
			values, err := elements(c)
			for _, v := range values {
				self(c).push(v)
			}
			return c.Self, err
		},
		"__mul__":  func(c declare.Call) (starlark.Value, error) { return times(c, fresh) },
		"__rmul__": func(c declare.Call) (starlark.Value, error) { return times(c, fresh) },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			s, err := rt.Repr(starlark.NewList(self(c).list()))
			if max := self(c).maxlen; max >= 0 {
				s += ", maxlen=" + starlark.MakeInt(max).String()
			}
			return starlark.String(c.Object().Class().Name() + "(" + s + ")"), err
		},
	})
	for name, op := range map[string]syntax.Token{
		"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL, "__ne__": syntax.NEQ,
	} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*deque](c.Arg(0))
			if !ok {
				return object.NotImplemented, nil
			}
			r, err := rt.Compare(op, starlark.NewList(self(c).list()), starlark.NewList(other.list()))
			return starlark.Bool(r), err
		})
	}
	k.Define("__hash__", starlark.None)
	k.ClassMethod("__class_getitem__", func(c declare.Call) (starlark.Value, error) { return c.Self, nil })
	return k
}

func take(c declare.Call, pop func(*deque) starlark.Value) (starlark.Value, error) {
	if err := c.Exactly(0); err != nil {
		return nil, err
	}
	if self(c).n == 0 {
		return nil, exceptions.IndexError.Errorf("pop from an empty deque")
	}
	return pop(self(c)), nil
}

func times(c declare.Call, fresh func(declare.Call, []starlark.Value) starlark.Value) (starlark.Value, error) {
	n, err := object.AsInt(c.Args[0])
	if err != nil {
		return object.NotImplemented, nil
	}
	once := self(c).list()
	var values []starlark.Value
	for range n {
		values = append(values, once...)
	}
	return fresh(c, values), nil
}

func (d *deque) find(rt *object.Runtime, x starlark.Value, from, to int) (int, error) {
	for i := from; i < to && i < d.n; i++ {
		v := *d.at(i)
		if v == x && comparablePointer(v) {
			return i, nil
		}
		if eq, err := rt.Equal(v, x); eq || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// comparablePointer reports whether == on the interface decides identity.
func comparablePointer(v starlark.Value) bool {
	_, ok := v.(*object.Instance)
	return ok
}

func (d *deque) delete(i int) {
	values := d.list()
	d.set(append(values[:i], values[i+1:]...))
}

func iterate(c declare.Call, kind string, backward bool) starlark.Value {
	d := self(c)
	i, changes := 0, d.changes
	return c.RT.NewIterator(kind, func() (starlark.Value, bool, error) {
		if d.changes != changes {
			return nil, false, exceptions.RuntimeError.Errorf("deque mutated during iteration")
		}
		if i >= d.n {
			return nil, false, nil
		}
		i++
		if backward {
			return *d.at(d.n - i), true, nil
		}
		return *d.at(i - 1), true, nil
	})
}
