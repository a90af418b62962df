package multiprocessing

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file lets scripts derive classes from Lock, Queue and the other shared objects. A Lock() is a value made in Go; an
// instance of a derived class holds such a value, which its __init__ makes, and hands over to it what the class itself
// does not define. It travels as its class, its fields and the value.

// derivable returns what the instances of classes derived from a class have. construct makes the value that they hold.
func (s *State) derivable(module, name string, construct object.Func, methods *object.Methods) *object.Native {
	class := func() *object.Class { return s.class(name) }
	table := map[string]object.Method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			inst, ok := self.(*object.Instance)
			if !ok {
				return nil, exceptions.TypeError.Errorf("__init__() of '%s' needs an instance of a derived class", name)
			}
			v, err := construct(t, args, kwargs)
			if err != nil {
				return nil, err
			}
			inst.SetUnderlying(v)
			return starlark.None, nil
		},
		// What the value is travels by itself: these are for classes that call their base's.
		"__getstate__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Tuple{}, unpack(name+".__getstate__", self, args, kwargs)
		},
		"__setstate__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var state starlark.Value
			return starlark.None, unpack(name+".__setstate__", self, args, kwargs, "state", &state)
		},
	}
	for method, f := range methods.All() {
		table[method] = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			v, err := held(class(), self)
			if err != nil {
				return nil, err
			}
			return f(t, v, args, kwargs)
		}
	}
	for nowait, method := range map[string]string{"put_nowait": "put", "get_nowait": "get"} {
		if _, ok := table[nowait]; ok {
			table[nowait] = s.withoutWaiting(method)
		}
	}
	return &object.Native{
		Holds:   true,
		Methods: object.NewMethods(table),
		Get: func(inst *object.Instance, attr string) (starlark.Value, bool, error) {
			v, ok := object.Underlying(inst).(starlark.HasAttrs)
			if _, method := table[attr]; method || !ok || v == starlark.HasAttrs(inst) {
				return nil, false, nil
			}
			x, err := v.Attr(attr)
			return x, x != nil && err == nil, err
		},
		Set: func(inst *object.Instance, attr string, x starlark.Value) (bool, error) {
			v, ok := object.Underlying(inst).(starlark.HasSetField)
			if !ok || v == starlark.HasSetField(inst) {
				return false, nil
			}
			for _, property := range v.AttrNames() {
				if property == attr {
					return true, v.SetField(attr, x)
				}
			}
			return false, nil
		},
		Repr: func(inst *object.Instance) (string, error) {
			c := inst.Class()
			v := object.Underlying(inst)
			if v == starlark.Value(inst) {
				return defaultRepr(c.Module()+"."+c.Qualname(), inst), nil
			}
			text := v.String()
			if full := "<" + module + "." + name; strings.HasPrefix(text, full) {
				return "<" + c.Module() + "." + c.Qualname() + text[len(full):], nil
			}
			return strings.Replace(text, name, c.Name(), 1), nil
		},
	}
}

// held returns the value that an instance of class c, or of one derived from it, stands for.
func held(c *object.Class, self starlark.Value) (starlark.Value, error) {
	v := object.Underlying(self)
	if k, ok := v.(object.HasClass); ok && k.Class().IsSubclass(c) && v != self {
		return v, nil
	}
	if inst, ok := v.(*object.Instance); ok && inst.Class().IsSubclass(c) {
		return nil, exceptions.AttributeError.Errorf("__init__() of '%s' has not been called", c.Name())
	}
	if k, ok := self.(object.HasClass); ok && k.Class().IsSubclass(c) {
		return self, nil
	}
	return nil, exceptions.TypeError.Errorf("descriptor of '%s' objects doesn't apply to a '%s' object", c.Name(), object.TypeName(self))
}

// withoutWaiting is put_nowait or get_nowait, which call put or get of the derived class.
func (s *State) withoutWaiting(method string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := s.rt.GetAttr(self, method)
		if err != nil {
			return nil, err
		}
		full := append([]starlark.Tuple{}, kwargs...)
		return starlark.Call(t, f, args, append(full, starlark.Tuple{starlark.String("block"), starlark.False}))
	}
}
