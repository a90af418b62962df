package object

import (
	"go.starlark.net/starlark"
)

// This file reads and writes attributes of any value, as getattr and setattr do.

// GetAttr is getattr(v, name).
func (rt *Runtime) GetAttr(v starlark.Value, name string) (starlark.Value, error) {
	switch x := v.(type) {
	case *Instance:
		return x.Attr(name)
	case *Class:
		return x.Attr(name)
	case *starlark.Function:
		if r, ok := rt.functionAttr(x, name); ok {
			return r, nil
		}
	case HasMethods:
		if m, ok := x.Methods().Get(name); ok {
			return bindMethod(name, m, v), nil
		}
	default:
		if f := rt.tables(name).of(v); f != nil {
			return bindMethod(name, selfFirst(f), v), nil
		}
	}
	if h, ok := v.(starlark.HasAttrs); ok && !isStarlarkContainer(v) {
		r, err := h.Attr(name)
		if err != nil || r != nil {
			return r, err
		}
	}
	switch name {
	case "__class__":
		return rt.TypeOf(v), nil
	case "__doc__":
		switch m := v.(type) {
		case *BoundMethod:
			return rt.GetAttr(m.fn, name)
		case *StaticMethod:
			return rt.GetAttr(m.fn, name)
		case *ClassMethod:
			return rt.GetAttr(m.fn, name)
		}
		return starlark.None, nil
	case "__name__", "__qualname__":
		if c, ok := v.(starlark.Callable); ok {
			return starlark.String(SimpleName(c.Name())), nil
		}
	case "__self__":
		switch b := v.(type) {
		case *BoundMethod:
			return b.self, nil
		case *boundBuiltin:
			return b.self, nil
		}
	case "__func__", "__wrapped__":
		switch b := v.(type) {
		case *BoundMethod:
			if name == "__func__" {
				return b.fn, nil
			}
		case *StaticMethod:
			return b.fn, nil
		case *ClassMethod:
			return b.fn, nil
		}
	case "__module__":
		if b, ok := v.(*Builtin); ok {
			if b.module == "" {
				return starlark.String("builtins"), nil
			}
			return starlark.String(b.module), nil
		}
	}
	if b, ok := v.(*BoundMethod); ok && name != "__call__" {
		if f, ok := b.fn.(*starlark.Function); ok {
			if r, ok := rt.functionAttr(f, name); ok {
				return r, nil
			}
		}
	}
	if r, ok := rt.dunder(v, name); ok {
		return r, nil
	}
	return nil, missingAttribute(func() []string { return rt.dir(v) }, "'%s' object has no attribute '%s'", TypeName(v), name)
}

// isStarlarkContainer reports whether v's own Attr serves Starlark's methods, which differ from Python's.
func isStarlarkContainer(v starlark.Value) bool {
	switch v.(type) {
	case *starlark.List, *starlark.Dict, *starlark.Set, starlark.String, starlark.Bytes:
		return true
	}
	return false
}

// selfFirst turns a method that takes self among its arguments into a Method.
func selfFirst(f nativeMethod) Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(t, prepend(self, args), kwargs)
	}
}

// SetAttr is setattr(v, name, x).
func (rt *Runtime) SetAttr(v starlark.Value, name string, x starlark.Value) error {
	switch o := v.(type) {
	case *starlark.Function:
		rt.functions.set(o, name, x)
		return nil
	case starlark.HasSetField:
		return o.SetField(name, x)
	case *BoundMethod:
		return attributeErrorf("'method' object has no attribute '%s'", name)
	}
	if _, err := rt.GetAttr(v, name); err == nil {
		return attributeErrorf("'%s' object attribute '%s' is read-only", TypeName(v), name)
	}
	return attributeErrorf("'%s' object has no attribute '%s'", TypeName(v), name)
}

// DelAttr is delattr(v, name).
func (rt *Runtime) DelAttr(t *starlark.Thread, v starlark.Value, name string) error {
	switch o := v.(type) {
	case *Instance:
		if f := o.class.specials().delattr; f != nil {
			_, err := starlark.Call(t, f, starlark.Tuple{o, starlark.String(name)}, nil)
			return err
		}
		return o.delAttr(name)
	case *starlark.Function:
		if !rt.functions.delete(o, name) {
			return attributeErrorf("'function' object has no attribute '%s'", name)
		}
		return nil
	case *Class:
		if _, ok := o.ns[name]; ok && !o.builtin {
			o.Define(name, nil)
			return nil
		}
		return attributeErrorf("type object '%s' has no attribute '%s'", o.name, name)
	case *Module:
		if o.of != nil && o.of.Lookup(name) != nil {
			return o.of.Bind(name, nil)
		}
		if _, ok := o.members[name]; ok {
			delete(o.members, name)
			return nil
		}
		return attributeErrorf("module '%s' has no attribute '%s'", o.name, name)
	}
	return attributeErrorf("'%s' object has no attribute '%s'", TypeName(v), name)
}
