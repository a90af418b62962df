package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file lets classes be instances of classes: type(...), metaclasses written by scripts.

// metaclass is type(c).
func (c *Class) metaclass() *Class {
	if c.meta != nil {
		return c.meta
	}
	return c.rt.types.type_
}

// isMetaclass reports whether the instances of c are classes.
func (c *Class) isMetaclass() bool { return c.IsSubclass(c.rt.types.type_) }

// metaAttr serves C.name from the metaclass of C.
func (c *Class) metaAttr(name string) (starlark.Value, bool, error) {
	if c.meta == nil {
		return nil, false, nil
	}
	if v, ok := c.meta.Lookup(name); ok {
		v, err := c.rt.bind(v, c, c.meta)
		return v, true, err
	}
	if f, ok := c.meta.Lookup("__getattr__"); ok {
		v, err := starlark.Call(c.rt.cur, f, starlark.Tuple{c, starlark.String(name)}, nil)
		return v, true, err
	}
	return nil, false, nil
}

// callMeta calls a special method of the metaclass; ok is false if there is none.
func (c *Class) callMeta(name string, args ...starlark.Value) (v starlark.Value, ok bool, err error) {
	if c.meta == nil {
		return nil, false, nil
	}
	f, ok := c.meta.Lookup(name)
	if !ok {
		return nil, false, nil
	}
	v, err = starlark.Call(c.rt.cur, f, prepend(c, args), nil)
	return v, true, err
}

// Has is x in C, for enumerations.
func (c *Class) Has(x starlark.Value) (bool, error) {
	v, ok, err := c.callMeta("__contains__", x)
	switch {
	case err != nil:
		return false, err
	case ok:
		return bool(v.Truth()), c.rt.Pending()
	}
	it, err := c.rt.iterClass(c.rt.cur, c)
	if err != nil {
		return false, typeErrorf("argument of type '%s' is not iterable", c.metaclass().name)
	}
	elements, err := c.rt.List(c.rt.cur, it)
	if err != nil {
		return false, err
	}
	return c.rt.hasElement(elements, x)
}

// iterClass is iter(C).
func (rt *Runtime) iterClass(t *starlark.Thread, c *Class) (*Iterator, error) {
	v, ok, err := c.callMeta("__iter__")
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, typeErrorf("'%s' object is not iterable", c.metaclass().name)
	}
	return rt.Iter(t, v)
}

// defineTypeMethods gives type the methods that metaclasses call by super().
func (rt *Runtime) defineTypeMethods() {
	define := func(name string, m Method) {
		rt.types.type_.ns[name] = NewMethod(rt.types.type_, name, m)
	}
	rt.types.type_.ns["__new__"] = NewBuiltin("__new__", rt.typeNew)
	define("__call__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		c, ok := self.(*Class)
		if !ok {
			return nil, typeErrorf("descriptor '__call__' requires a 'type' object but received a '%s'", TypeName(self))
		}
		return c.Instantiate(t, args, kwargs)
	})
	define("__init__", func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	})
	define("__instancecheck__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("type.__instancecheck__", args, kwargs, 1); err != nil {
			return nil, err
		}
		c := self.(*Class)
		return starlark.Bool(rt.TypeOf(args[0]).IsSubclass(c) || c.is != nil && c.is(args[0])), nil
	})
	define("__subclasscheck__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("type.__subclasscheck__", args, kwargs, 1); err != nil {
			return nil, err
		}
		c, ok := args[0].(*Class)
		return starlark.Bool(ok && c.IsSubclass(self.(*Class))), nil
	})
	define("__setattr__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var name string
		var v starlark.Value
		if err := Unpack("__setattr__", args, kwargs, "name", &name, "value", &v); err != nil {
			return nil, err
		}
		return starlark.None, self.(*Class).setOwn(name, v)
	})
	prepare := NewBuiltin("__prepare__", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return new(starlark.Dict), nil
	})
	rt.types.type_.ns["__prepare__"] = &ClassMethod{prepare}
}

// newType is type(x) and type(name, bases, namespace, **keywords).
func (rt *Runtime) newType(t *starlark.Thread, c *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch {
	case len(args) == 1 && len(kwargs) == 0:
		return rt.TypeOf(args[0]), nil
	case len(args) == 3:
		return rt.typeNew(t, prepend(c, args), kwargs)
	}
	return nil, typeErrorf("type() takes 1 or 3 arguments")
}

// typeNew is type.__new__(metaclass, name, bases, namespace, **keywords).
func (rt *Runtime) typeNew(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var meta, bases, ns starlark.Value
	var name string
	if len(args) != 4 {
		return nil, typeErrorf("type.__new__() takes exactly 3 arguments (%d given)", max(0, len(args)-1))
	}
	meta, bases, ns = args[0], args[2], args[3]
	if s, ok := Underlying(args[1]).(starlark.String); ok {
		name = string(s)
	} else {
		return nil, typeErrorf("type.__new__() argument 1 must be str, not %s", TypeName(args[1]))
	}
	m, ok := meta.(*Class)
	if !ok || !m.isMetaclass() {
		return nil, typeErrorf("type.__new__(X): X is not a type object (%s)", TypeName(meta))
	}
	d, ok := Underlying(ns).(*starlark.Dict)
	if !ok {
		return nil, typeErrorf("type.__new__() argument 3 must be dict, not %s", TypeName(ns))
	}
	if _, ok := bases.(starlark.Tuple); !ok {
		return nil, typeErrorf("type.__new__() argument 2 must be tuple, not %s", TypeName(bases))
	}
	classes, err := rt.basesOf(t, bases)
	if err != nil {
		return nil, err
	}
	if m == rt.types.type_ {
		if m, err = winner(m, classes); err != nil {
			return nil, err
		}
	}
	s := &ClassStatement{Name: name, Qualname: name, Bases: classes, Names: copyDict(d), Keywords: kwargs, Meta: m, rt: rt}
	return s.Make(t)
}

// winner is the most derived of a metaclass and those of the bases.
func winner(meta *Class, bases []*Class) (*Class, error) {
	for _, b := range bases {
		m := b.metaclass()
		switch {
		case meta.IsSubclass(m):
		case m.IsSubclass(meta):
			meta = m
		default:
			return nil, exceptions.TypeError.Errorf("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases")
		}
	}
	return meta, nil
}
