package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file provides the methods that every class inherits from object, and exceptions from BaseException.

// defaultMethods are object's methods. They bind like functions.
var defaultMethods = NewMethods(map[string]Method{
	"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o, ok := self.(*Instance)
		if !ok {
			return starlark.None, nil
		}
		if o.exc != nil {
			return starlark.None, o.class.rt.initException(o, args, kwargs)
		}
		if len(args)+len(kwargs) > 0 {
			return nil, typeErrorf("object.__init__() takes exactly one argument (the instance to initialize)")
		}
		return starlark.None, nil
	},
	"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o, ok := self.(*Instance)
		if !ok {
			s, err := Of(t).Repr(self)
			return starlark.String(s), err
		}
		s, err := o.class.rt.builtinRepr(o)
		return starlark.String(s), err
	},
	"__str__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o, ok := self.(*Instance)
		if ok && o.exc != nil {
			return starlark.String(o.class.rt.exceptionText(o)), nil
		}
		s, err := Of(t).Repr(self)
		return starlark.String(s), err
	},
	"__format__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var spec string
		if err := Unpack("__format__", args, kwargs, "format_spec", &spec); err != nil {
			return nil, err
		}
		if spec != "" {
			return nil, typeErrorf("unsupported format string passed to %s.__format__", TypeName(self))
		}
		s, err := Of(t).Str(self)
		return starlark.String(s), err
	},
	"__eq__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var other starlark.Value
		if err := Unpack("__eq__", args, kwargs, "value", &other); err != nil {
			return nil, err
		}
		if same(self, other) {
			return starlark.True, nil
		}
		return NotImplemented, nil
	},
	"__ne__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var other starlark.Value
		if err := Unpack("__ne__", args, kwargs, "value", &other); err != nil {
			return nil, err
		}
		eq, err := Of(t).Equal(self, other)
		return starlark.Bool(!eq), err
	},
	"__hash__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeUint64(uint64(pointerHash(self))), nil
	},
	"__setattr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var name string
		var v starlark.Value
		if err := Unpack("__setattr__", args, kwargs, "name", &name, "value", &v); err != nil {
			return nil, err
		}
		if o, ok := self.(*Instance); ok {
			return starlark.None, o.setAttr(name, v)
		}
		return starlark.None, Of(t).SetAttr(self, name, v)
	},
	"__delattr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var name string
		if err := Unpack("__delattr__", args, kwargs, "name", &name); err != nil {
			return nil, err
		}
		if o, ok := self.(*Instance); ok {
			return starlark.None, o.delAttr(name)
		}
		return nil, attributeErrorf("'%s' object has no attribute '%s'", TypeName(self), name)
	},
	"__getattribute__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var name string
		if err := Unpack("__getattribute__", args, kwargs, "name", &name); err != nil {
			return nil, err
		}
		o, ok := self.(*Instance)
		if !ok {
			return Of(t).GetAttr(self, name)
		}
		if v, ok := o.Field(name); ok {
			return v, nil
		}
		return o.attr(name)
	},
	"__dir__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.NewList(stringValues(Of(t).dir(self))), nil
	},
	"__init_subclass__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	},
	"__reduce__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return nil, typeErrorf("cannot pickle '%s' object", TypeName(self))
	},
})

// defaultMethod returns object's or BaseException's method called name as it is found on class c.
func (rt *Runtime) defaultMethod(c *Class, name string) (starlark.Value, bool) {
	if name == "__new__" {
		return NewBuiltin("__new__", rt.objectNew), true
	}
	m, ok := rt.objectMethods.Get(name)
	if !ok {
		return nil, false
	}
	return &unboundMethod{class: rt.types.object, name: name, method: m}, true
}

// objectNew is object.__new__(cls, ...).
func (rt *Runtime) objectNew(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, typeErrorf("object.__new__(): not enough arguments")
	}
	c, ok := args[0].(*Class)
	if !ok {
		return nil, typeErrorf("object.__new__(X): X is not a type object (%s)", TypeName(args[0]))
	}
	if c.builtin && c.construct != nil {
		return c.construct(t, c, args[1:], kwargs)
	}
	if rt.isAbstract(c) {
		return nil, rt.abstractError(c)
	}
	o := c.Allocate(t)
	if o.exc != nil {
		o.exc.Args = append(starlark.Tuple{}, args[1:]...)
	}
	return o, o.wrap(t, args[1:], kwargs)
}

func stringValues(names []string) []starlark.Value {
	out := make([]starlark.Value, len(names))
	for i, n := range names {
		out[i] = starlark.String(n)
	}
	return out
}

// isAbstract reports whether c derives from abc.ABC and has abstract methods left.
func (rt *Runtime) isAbstract(c *Class) bool {
	return !c.builtin && c.usesABC() && len(rt.abstractMethods(c)) > 0
}

// usesABC reports whether a class in c's order was made with the metaclass ABCMeta.
func (c *Class) usesABC() bool {
	for _, k := range c.mro {
		if k.abstract {
			return true
		}
	}
	return false
}

// MarkABC makes c a class whose abstract methods forbid instances, as metaclass=ABCMeta does.
func (c *Class) MarkABC() { c.abstract = true }

// abstractMethods lists the names whose value is still an abstract method.
func (rt *Runtime) abstractMethods(c *Class) []string {
	var names []string
	seen := map[string]bool{}
	for _, k := range c.mro {
		for _, n := range k.order {
			if seen[n] {
				continue
			}
			seen[n] = true
			if v, ok := k.ns[n]; ok && rt.isAbstractMethod(v) {
				names = append(names, n)
			}
		}
	}
	return names
}

func (rt *Runtime) isAbstractMethod(v starlark.Value) bool {
	switch v := v.(type) {
	case *Property:
		return v.get != nil && rt.isAbstractMethod(v.get)
	case *StaticMethod:
		return rt.isAbstractMethod(v.fn)
	case *ClassMethod:
		return rt.isAbstractMethod(v.fn)
	case *starlark.Function:
		a, ok := rt.functions.get(v, "__isabstractmethod__")
		return ok && bool(a.Truth())
	case interface{ IsAbstractMethod() bool }:
		return v.IsAbstractMethod()
	}
	return false
}

func (rt *Runtime) abstractError(c *Class) error {
	names := rt.abstractMethods(c)
	// CPython sorts the names.
	sortStrings(names)
	if len(names) == 1 {
		return exceptions.TypeError.Errorf("Can't instantiate abstract class %s without an implementation for abstract method '%s'", c.name, names[0])
	}
	return exceptions.TypeError.Errorf("Can't instantiate abstract class %s without an implementation for abstract methods '%s'", c.name, strings.Join(names, "', '"))
}
