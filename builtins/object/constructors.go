package object

import (
	"go.starlark.net/starlark"
)

// This file makes values of the built-in container types and descriptors: list(...), dict(...), property(...).

func (rt *Runtime) newList(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("list", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.NewList(nil), nil
	}
	elements, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	return starlark.NewList(append([]starlark.Value(nil), elements...)), nil
}

func (rt *Runtime) newTuple(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("tuple", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.Tuple{}, nil
	}
	if x, ok := args[0].(starlark.Tuple); ok {
		return x, nil
	}
	elements, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	return append(starlark.Tuple{}, elements...), nil
}

func (rt *Runtime) newDict(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	d := new(starlark.Dict)
	return d, rt.updateDict(t, "dict", d, args, kwargs)
}

func (rt *Runtime) newSet(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("set", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	s := new(starlark.Set)
	if len(args) == 0 {
		return s, nil
	}
	return s, rt.extendSet(t, s, args)
}

func (rt *Runtime) newFrozenset(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("frozenset", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return NewFrozenset(nil)
	}
	if f, ok := args[0].(*Frozenset); ok {
		return f, nil
	}
	elements, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	return NewFrozenset(elements)
}

// newProperty is property(fget=None, fset=None, fdel=None, doc=None).
func newProperty(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	parts, err := parseArguments("property", args, kwargs, 0, "fget", "fset", "fdel", "doc")
	if err != nil {
		return nil, err
	}
	for i, v := range parts {
		if v == starlark.None {
			parts[i] = nil
		}
	}
	p := &Property{get: parts[0], set: parts[1], del: parts[2], doc: parts[3]}
	if f, ok := p.get.(*starlark.Function); ok && p.doc == nil && f.Doc() != "" {
		p.doc = starlark.String(f.Doc())
	}
	return p, nil
}

// NewProperty returns property(get, set) for Go code; set may be nil.
func NewProperty(get, set starlark.Value) *Property { return &Property{get: get, set: set} }

func newStaticMethod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("staticmethod", args, kwargs, 1, 1); err != nil {
		return nil, err
	}
	return &StaticMethod{args[0]}, nil
}

func newClassMethod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("classmethod", args, kwargs, 1, 1); err != nil {
		return nil, err
	}
	return &ClassMethod{args[0]}, nil
}

// superBuiltin is super(type, object). Lowered code passes both where a script passes none.
func (rt *Runtime) superBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("super", args, kwargs, 0, 2); err != nil {
		return nil, err
	}
	if len(args) < 2 {
		return nil, runtimeErrorf("super(): no arguments")
	}
	return rt.newSuper(args[0], args[1])
}

// newModule is types.ModuleType(name[, doc]).
func newModule(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var doc starlark.Value = starlark.None
	if err := Unpack("module", args, kwargs, "name", &name, "doc?", &doc); err != nil {
		return nil, err
	}
	return NewModule(name, starlark.StringDict{"__doc__": doc}), nil
}
