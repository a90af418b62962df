package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file makes the class that a class statement describes.

// ClassStatement is what a class statement says.
type ClassStatement struct {
	Name, Qualname string
	Bases          []*Class
	Names          *starlark.Dict   // the names that the body has bound, in order
	Keywords       []starlark.Tuple // what __init_subclass__ gets
	Meta           *Class           // the metaclass

	rt *Runtime
}

// ClassMaker makes a class in its own way: enumerations, named tuples. It may change s and call s.Make.
type ClassMaker func(t *starlark.Thread, s *ClassStatement) (starlark.Value, error)

// SetMaker makes f the maker of the classes derived from c or, if c is a metaclass, made by it.
func (c *Class) SetMaker(f ClassMaker) { c.maker = f }

// HasMROEntries is a value made in Go that may stand among the bases of a class.
type HasMROEntries interface {
	MROEntries() []*Class
}

// classIntrinsic is #mkclass(name, bases, ns, qualname, keywords).
func (rt *Runtime) classIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	bases, err := rt.basesOf(t, args[1])
	if err != nil {
		return nil, err
	}
	s := &ClassStatement{Name: string(args[0].(starlark.String)), Bases: bases, Names: args[2].(*starlark.Dict), rt: rt}
	s.Qualname = s.Name
	if q, ok := args[3].(starlark.String); ok {
		s.Qualname = string(q)
	}
	var meta starlark.Value
	if d, ok := args[4].(*starlark.Dict); ok {
		for k, v := range d.Entries() {
			if k == starlark.String("metaclass") {
				meta = v
				continue
			}
			s.Keywords = append(s.Keywords, starlark.Tuple{k, v})
		}
	}
	return s.run(t, meta)
}

// basesOf converts the bases of a class statement.
func (rt *Runtime) basesOf(t *starlark.Thread, v starlark.Value) ([]*Class, error) {
	values, err := rt.List(t, v)
	if err != nil {
		return nil, err
	}
	var bases []*Class
	for _, b := range values {
		switch b := b.(type) {
		case *Class:
			bases = append(bases, b)
		case HasMROEntries:
			bases = append(bases, b.MROEntries()...)
		default:
			return nil, exceptions.TypeError.Errorf("%s() takes at most 3 arguments (%d given)", TypeName(b), len(values)+2)
		}
	}
	for i, b := range bases {
		for _, c := range bases[:i] {
			if b == c {
				return nil, typeErrorf("duplicate base class %s", b.name)
			}
		}
	}
	return bases, nil
}

// run makes the class as the metaclass or a base wants it.
func (s *ClassStatement) run(t *starlark.Thread, meta starlark.Value) (starlark.Value, error) {
	rt := s.rt
	c, isClass := meta.(*Class)
	if meta != nil && (!isClass || !c.isMetaclass()) {
		// Any callable can be a metaclass.
		return starlark.Call(t, meta, starlark.Tuple{starlark.String(s.Name), classTuple(s.Bases), s.Names}, s.Keywords)
	}
	if c == nil {
		c = rt.types.type_
	}
	var err error
	if s.Meta, err = winner(c, s.Bases); err != nil {
		return nil, err
	}
	if s.Meta.maker != nil {
		return s.Meta.maker(t, s)
	}
	for _, b := range s.Bases {
		if b.maker != nil {
			return b.maker(t, s)
		}
	}
	if s.Meta == rt.types.type_ || s.Meta.builtin {
		return s.Make(t)
	}
	if s.Qualname != s.Name {
		s.Names.SetKey(starlark.String("__qualname__"), starlark.String(s.Qualname))
	}
	v, err := starlark.Call(t, s.Meta, starlark.Tuple{starlark.String(s.Name), classTuple(s.Bases), s.Names}, s.Keywords)
	return v, err
}

// Make makes the class in the usual way: type.__new__.
func (s *ClassStatement) Make(t *starlark.Thread) (*Class, error) {
	rt := s.rt
	ns := make(map[string]starlark.Value, s.Names.Len())
	order := make([]string, 0, s.Names.Len())
	for k, v := range s.Names.Entries() {
		name, ok := k.(starlark.String)
		if !ok {
			continue
		}
		ns[string(name)] = v
		order = append(order, string(name))
	}
	if _, ok := ns["__qualname__"]; !ok {
		ns["__qualname__"] = starlark.String(s.Qualname)
	}
	for _, name := range []string{"__init_subclass__", "__class_getitem__"} {
		if f, ok := ns[name].(*starlark.Function); ok {
			ns[name] = &ClassMethod{f}
		}
	}
	if _, hashable := ns["__hash__"]; !hashable && ns["__eq__"] != nil {
		ns["__hash__"] = starlark.None
	}
	c, err := rt.NewClass(s.Name, s.Bases, ns, order)
	if err != nil {
		return nil, err
	}
	delete(ns, "__qualname__")
	if s.Meta != rt.types.type_ {
		c.meta = s.Meta
	}
	if err := rt.setNames(t, c, order); err != nil {
		return nil, err
	}
	return c, rt.initSubclass(t, c, s.Keywords)
}

// HasSetName is a descriptor made in Go that is told the class and name that it was assigned to.
type HasSetName interface {
	SetName(class *Class, name string) error
}

// setNames calls __set_name__ of the values of a new class.
func (rt *Runtime) setNames(t *starlark.Thread, c *Class, order []string) error {
	for _, name := range order {
		switch v := c.ns[name].(type) {
		case HasSetName:
			if err := v.SetName(c, name); err != nil {
				return err
			}
		case *Instance:
			if f, ok := v.class.Lookup("__set_name__"); ok {
				if _, err := starlark.Call(t, f, starlark.Tuple{v, c, starlark.String(name)}, nil); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// initSubclass calls __init_subclass__ of the bases.
func (rt *Runtime) initSubclass(t *starlark.Thread, c *Class, keywords []starlark.Tuple) error {
	for _, k := range c.mro[1:] {
		v, ok := k.ns["__init_subclass__"]
		if !ok {
			continue
		}
		f, err := rt.bind(v, nil, c)
		if err != nil {
			return err
		}
		_, err = starlark.Call(t, f, nil, keywords)
		return err
	}
	if len(keywords) > 0 {
		return typeErrorf("%s.__init_subclass__() takes no keyword arguments", c.qualname)
	}
	return nil
}

// annotateIntrinsic is #annotate(ns, name, thunk, text).
func (rt *Runtime) annotateIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	ns := args[0].(*starlark.Dict)
	key := starlark.String("__annotations__")
	a, ok, err := ns.Get(key)
	if err != nil {
		return nil, err
	}
	if !ok {
		a = new(starlark.Dict)
		if err := ns.SetKey(key, a); err != nil {
			return nil, err
		}
	}
	v := args[3]
	if args[2] != starlark.None {
		r, err := starlark.Call(t, args[2], nil, nil)
		switch {
		case err == nil:
			v = r
		case IsCancelled(err):
			return nil, err
		default:
			rt.Exception(err) // an annotation that cannot be evaluated stays text
		}
	}
	return starlark.None, rt.SetItem(t, a, args[1], v)
}
