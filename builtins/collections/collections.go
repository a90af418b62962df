package collections

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module.

// New returns the module collections.
func New(rt *object.Runtime) *object.Module {
	base := newNamedTupleBase(rt)
	m := declare.Module(rt, "collections", map[string]declare.Func{"namedtuple": namedTuple(base)})
	declare.Add(m, starlark.StringDict{"_getters": getters})
	return declare.Classes(m, base, newDeque(rt), newCounter(rt), newOrderedDict(rt), newDefaultDict(rt), newChainMap(rt),
		newUserDict(rt), newUserList(rt), newUserString(rt))
}

// dictOf returns the dict that an object derived from dict stands for.
func dictOf(c declare.Call) *starlark.Dict { return object.Underlying(c.Self).(*starlark.Dict) }

// updateFrom is dict.update(d, ...) with the arguments of c.
func updateFrom(c declare.Call, d *starlark.Dict) error {
	f, err := c.RT.GetAttr(d, "update")
	if err != nil {
		return err
	}
	_, err = starlark.Call(c.T, f, c.Args, c.Kwargs)
	return err
}

// mapping returns the keys and values of a mapping; ok is false if v is none.
func mapping(c declare.Call, v starlark.Value) (d *starlark.Dict, ok bool, err error) {
	if d, ok := object.Underlying(v).(*starlark.Dict); ok {
		return d, true, nil
	}
	keys, err := c.RT.GetAttr(v, "keys")
	if err != nil {
		return nil, false, nil
	}
	list, err := c.Call(keys)
	if err != nil {
		return nil, false, err
	}
	elements, err := c.RT.List(c.T, list)
	if err != nil {
		return nil, false, err
	}
	d = new(starlark.Dict)
	for _, k := range elements {
		x, err := c.RT.GetItem(c.T, v, k)
		if err != nil {
			return nil, false, err
		}
		if err := c.RT.SetItem(c.T, d, k, x); err != nil {
			return nil, false, err
		}
	}
	return d, true, nil
}

// same makes an object of Self's class without running its __init__.
func same(c declare.Call) *object.Instance { return c.Object().Class().Allocate(c.T) }

// none is the result of methods that return nothing.
func none(err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return starlark.None, nil
}
