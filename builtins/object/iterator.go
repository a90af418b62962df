package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines Python's iterator protocol over Starlark's.

// Iterator is a Python iterator made in Go: next() and for loops consume it.
type Iterator struct {
	rt   *Runtime
	kind string // type name
	next func() (starlark.Value, bool, error)
	gen  *generator // nil unless the iterator is a generator
	hint func() int // number of elements left, nil if unknown

	// Of what is a generator in CPython and made in Go here: see NewGenerator.
	qualname string
	finish   func()
	closed   bool
}

// NewIterator returns an iterator of the given type name. next returns false at the end.
func (rt *Runtime) NewIterator(kind string, next func() (v starlark.Value, ok bool, err error)) *Iterator {
	return &Iterator{rt: rt, kind: kind, next: next}
}

// NewGenerator returns an iterator that scripts see as a generator of that name. finish, which may be nil, is called by
// close() if the generator has not ended.
func (rt *Runtime) NewGenerator(qualname string, next func() (v starlark.Value, ok bool, err error), finish func()) *Iterator {
	p := &Iterator{rt: rt, kind: "generator", qualname: qualname, finish: finish}
	p.next = func() (starlark.Value, bool, error) {
		if p.closed {
			return nil, false, nil
		}
		return next()
	}
	return p
}

var goGeneratorMethods = plainIteratorMethods.Extend(map[string]Method{
	"close": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := self.(*Iterator)
		if p.finish != nil && !p.closed {
			p.finish()
		}
		p.closed = true
		return starlark.None, nil
	},
})

func (p *Iterator) String() string {
	if p.qualname != "" {
		return "<generator object " + p.qualname + " at " + Address(p) + ">"
	}
	return "<" + p.kind + " object at " + Address(p) + ">"
}
func (p *Iterator) Type() string               { return p.kind }
func (p *Iterator) Freeze()                    {}
func (p *Iterator) Truth() starlark.Bool       { return true }
func (p *Iterator) Hash() (uint32, error)      { return pointerHash(p), nil }
func (p *Iterator) Iterate() starlark.Iterator { return p }
func (p *Iterator) AttrNames() []string        { return nil }
func (p *Iterator) Methods() *Methods          { return iteratorMethods(p) }

// Step returns the next element; ok is false at the end.
func (p *Iterator) Step() (v starlark.Value, ok bool, err error) { return p.next() }

// Next implements starlark.Iterator; an exception reaches the VM through Raise.
func (p *Iterator) Next(v *starlark.Value) bool {
	x, ok, err := p.next()
	if err != nil {
		p.rt.Raise(err)
		return false
	}
	if ok {
		*v = x
	}
	return ok
}

// Done ends a for loop over the iterator, which may be continued later.
func (p *Iterator) Done() {}

// Attr serves the attributes of generators; methods are found by Methods.
func (p *Iterator) Attr(name string) (starlark.Value, error) {
	if m, ok := p.Methods().Get(name); ok {
		return bindMethod(name, m, p), nil
	}
	return nil, nil
}

// Advance is next(p): StopIteration at the end.
func (p *Iterator) Advance() (starlark.Value, error) {
	v, ok, err := p.next()
	if err != nil {
		return nil, err
	}
	if !ok {
		if p.gen != nil {
			return nil, p.gen.stopIteration()
		}
		return nil, exceptions.StopIteration.With()
	}
	return v, nil
}

var plainIteratorMethods = NewMethods(map[string]Method{
	"__next__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self.(*Iterator).Advance()
	},
	"__iter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self, nil
	},
	"__length_hint__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := self.(*Iterator)
		if p.hint == nil {
			return starlark.MakeInt(0), nil
		}
		return starlark.MakeInt(p.hint()), nil
	},
})

func iteratorMethods(p *Iterator) *Methods {
	if p.gen != nil {
		return generatorMethods
	}
	if p.qualname != "" {
		return goGeneratorMethods
	}
	return plainIteratorMethods
}

// HasIter is a value made in Go that makes its own Python iterator.
type HasIter interface {
	Iter(t *starlark.Thread) (*Iterator, error)
}

// Iter is iter(v).
func (rt *Runtime) Iter(t *starlark.Thread, v starlark.Value) (*Iterator, error) {
	switch x := v.(type) {
	case *Iterator:
		return x, nil
	case *Instance:
		return rt.iterInstance(t, x)
	case HasIter:
		return x.Iter(t)
	case *starlark.List:
		i := 0
		it := rt.NewIterator("list_iterator", func() (starlark.Value, bool, error) {
			if i >= x.Len() {
				return nil, false, nil
			}
			i++
			return x.Index(i - 1), true, nil
		})
		it.hint = func() int { return max(0, x.Len()-i) }
		return it, nil
	}
	w, err := rt.Loop(t, v)
	if err != nil {
		return nil, err
	}
	it := w.Iterate()
	return rt.NewIterator(iteratorName(v), func() (starlark.Value, bool, error) {
		var x starlark.Value
		ok := it.Next(&x)
		if !ok {
			return nil, false, rt.Pending()
		}
		return x, true, nil
	}), nil
}

// iteratorName is the type name of iter(v).
func iteratorName(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.String:
		return "str_ascii_iterator"
	case *starlark.Dict:
		return "dict_keyiterator"
	case *DictView:
		return "dict_" + map[string]string{"keys": "key", "values": "value", "items": "item"}[v.kind] + "iterator"
	}
	return TypeName(v) + "_iterator"
}

// iterInstance is iter() of an object: __iter__, or __getitem__ from 0 on.
func (rt *Runtime) iterInstance(t *starlark.Thread, x *Instance) (*Iterator, error) {
	s := x.class.specials()
	switch {
	case s.iter != nil && s.iter != starlark.None:
		r, err := starlark.Call(t, s.iter, starlark.Tuple{x}, nil)
		if err != nil {
			return nil, err
		}
		o, ok := r.(*Instance)
		if !ok {
			if _, isIterator := r.(*Iterator); isIterator {
				return r.(*Iterator), nil
			}
			if h, isIter := r.(HasIter); isIter {
				return h.Iter(t)
			}
			return nil, typeErrorf("iter() returned non-iterator of type '%s'", TypeName(r))
		}
		return rt.iterNext(o)
	case s.getitem != nil:
		i := 0
		return rt.NewIterator("iterator", func() (starlark.Value, bool, error) {
			r, err := starlark.Call(rt.cur, s.getitem, starlark.Tuple{x, starlark.MakeInt(i)}, nil)
			i++
			return rt.unlessRaised(r, err, exceptions.IndexError, exceptions.StopIteration)
		}), nil
	}
	if w := x.wrapped(); w != nil {
		return rt.Iter(t, w)
	}
	if n := x.class.native; n != nil {
		if m, ok := n.Methods.Get("__iter__"); ok {
			r, err := m(t, x, nil, nil)
			if err != nil {
				return nil, err
			}
			return rt.Iter(t, r)
		}
	}
	return nil, typeErrorf("'%s' object is not iterable", x.class.name)
}

// iterNext makes an Iterator of an object with __next__.
func (rt *Runtime) iterNext(o *Instance) (*Iterator, error) {
	next := o.class.specials().next
	if next == nil {
		return nil, typeErrorf("iter() returned non-iterator of type '%s'", o.class.name)
	}
	return rt.NewIterator("iterator", func() (starlark.Value, bool, error) {
		r, err := starlark.Call(rt.cur, next, starlark.Tuple{o}, nil)
		return rt.unlessRaised(r, err, exceptions.StopIteration)
	}), nil
}

// unlessRaised turns an exception that means the end into ok == false.
func (rt *Runtime) unlessRaised(v starlark.Value, err error, ends ...*exceptions.Type) (starlark.Value, bool, error) {
	if err == nil {
		return v, true, nil
	}
	if IsCancelled(err) {
		return nil, false, err
	}
	o := rt.Exception(err)
	for _, t := range ends {
		if o.class.exc.Is(t) {
			return nil, false, nil
		}
	}
	return nil, false, ErrorOf(o)
}

// List returns the elements of any iterable. The caller must not change the slice.
func (rt *Runtime) List(t *starlark.Thread, v starlark.Value) ([]starlark.Value, error) {
	switch x := v.(type) {
	case *starlark.List:
		return listElements(x), nil
	case starlark.Tuple:
		return x, nil
	case *DictView:
		return x.list(), nil
	case *Iterator:
		var out []starlark.Value
		for {
			v, ok, err := x.next()
			if err != nil || !ok {
				return out, err
			}
			if out, err = rt.collect(t, out, v); err != nil {
				return nil, err
			}
		}
	case *Instance, HasIter:
		it, err := rt.Iter(t, v)
		if err != nil {
			return nil, err
		}
		return rt.List(t, it)
	}
	w, err := rt.Loop(t, v)
	if err != nil {
		return nil, err
	}
	var out []starlark.Value
	if n := starlark.Len(v); n > 0 {
		if !fitsItems(n) {
			return nil, exceptions.MemoryError.With()
		}
		out = make([]starlark.Value, 0, n)
	}
	it := w.Iterate()
	defer it.Done()
	var x starlark.Value
	for it.Next(&x) {
		if out, err = rt.collect(t, out, x); err != nil {
			return nil, err
		}
	}
	return out, rt.Pending()
}

// collect appends v to out. Now and then it looks whether the script has been interrupted and whether out may grow.
func (rt *Runtime) collect(t *starlark.Thread, out []starlark.Value, v starlark.Value) ([]starlark.Value, error) {
	if n := len(out); n&(itemsPerCheck-1) == 0 && n > 0 {
		if rt.signals.set.Load() {
			if err := rt.Deliver(t); err != nil {
				return nil, err
			}
		}
		if n == cap(out) && !fitsItems(n+n/4) {
			return nil, exceptions.MemoryError.With()
		}
	}
	return append(out, v), nil
}

func listElements(l *starlark.List) []starlark.Value {
	out := make([]starlark.Value, l.Len())
	for i := range out {
		out[i] = l.Index(i)
	}
	return out
}
