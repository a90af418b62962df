package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines super().

// super looks names up behind class in the method resolution order of obj.
type super struct {
	class *Class
	obj   starlark.Value // *Instance or *Class
}

func (rt *Runtime) newSuper(class, obj starlark.Value) (starlark.Value, error) {
	c, ok := class.(*Class)
	if !ok {
		return nil, exceptions.TypeError.Errorf("super() argument 1 must be a type, not %s", TypeName(class))
	}
	switch o := obj.(type) {
	case *Instance:
		if o.class.IsSubclass(c) {
			return &super{c, o}, nil
		}
	case *Class:
		if o.IsSubclass(c) || o.metaclass().IsSubclass(c) {
			return &super{c, o}, nil
		}
	default:
		if rt.TypeOf(o).IsSubclass(c) {
			return &super{c, o}, nil
		}
	}
	return nil, exceptions.TypeError.Errorf("super(type, obj): obj must be an instance or subtype of type")
}

func (s *super) String() string {
	return "<super: " + s.class.String() + ", <" + TypeName(s.obj) + " object>>"
}
func (*super) Type() string            { return "super" }
func (*super) Freeze()                 {}
func (*super) Truth() starlark.Bool    { return true }
func (s *super) Hash() (uint32, error) { return pointerHash(s), nil }
func (*super) AttrNames() []string     { return nil }

// owner is the class whose order is searched.
func (s *super) owner() *Class {
	switch o := s.obj.(type) {
	case *Instance:
		return o.class
	case *Class:
		if o.IsSubclass(s.class) {
			return o
		}
		return o.metaclass()
	}
	return s.class.rt.TypeOf(s.obj)
}

// ofMetaclass reports whether the class s.obj is looked at as an instance of its metaclass.
func (s *super) ofMetaclass() bool {
	o, ok := s.obj.(*Class)
	return ok && !o.IsSubclass(s.class)
}

// find returns the value of name in the classes behind s.class.
func (s *super) find(name string) (starlark.Value, bool) {
	behind := false
	for _, k := range s.owner().mro {
		if behind {
			if v, ok := k.ns[name]; ok {
				return v, true
			}
		}
		behind = behind || k == s.class
	}
	return nil, false
}

// Attr is getattr(super(), name).
func (s *super) Attr(name string) (starlark.Value, error) {
	rt := s.class.rt
	owner := s.owner()
	if v, ok := s.find(name); ok {
		if name == "__new__" {
			return v, nil
		}
		inst, isInstance := s.obj.(*Instance)
		if s.ofMetaclass() {
			return rt.bind(v, s.obj, owner)
		}
		if !isInstance {
			if _, plain := v.(*starlark.Function); plain {
				return v, nil
			}
			return rt.bind(v, nil, owner)
		}
		return rt.bind(v, inst, owner)
	}
	inst, _ := s.obj.(*Instance)
	if inst != nil {
		if n := owner.native; n != nil {
			if m, ok := n.Methods.Get(name); ok {
				return bindMethod(name, m, inst), nil
			}
			if n.Get != nil {
				if v, ok, err := n.Get(inst, name); ok || err != nil {
					return v, err
				}
			}
		}
	}
	if v, ok := rt.defaultMethod(owner, name); ok {
		if name == "__init_subclass__" {
			return rt.bind(v, s.obj, owner)
		}
		if inst == nil {
			return v, nil
		}
		return rt.bind(v, inst, owner)
	}
	return nil, exceptions.AttributeError.Errorf("'super' object has no attribute '%s'", name)
}

// SetField refuses, as CPython does for super objects without the attribute.
func (s *super) SetField(name string, v starlark.Value) error {
	if inst, ok := s.obj.(*Instance); ok {
		return inst.setAttr(name, v)
	}
	return exceptions.AttributeError.Errorf("'super' object has no attribute '%s'", name)
}
