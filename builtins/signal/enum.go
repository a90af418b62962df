package signal

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes Signals and Handlers, integers with names as enum.IntEnum makes them.

// enum is an IntEnum.
type enum struct {
	class  *object.Class
	byName map[string]*object.Instance
	byInt  map[int]*object.Instance
}

func newEnum(rt *object.Runtime, name string, members map[string]int) *enum {
	e := &enum{class: rt.NewBuiltinClass("signal", name, nil, rt.Type("int")), byName: map[string]*object.Instance{}, byInt: map[int]*object.Instance{}}
	for n, i := range members {
		o := e.class.Allocate(rt.Current())
		o.SetUnderlying(starlark.MakeInt(i))
		o.SetOwn("name", starlark.String(n))
		o.SetOwn("value", starlark.MakeInt(i))
		o.SetOwn("_name_", starlark.String(n))
		o.SetOwn("_value_", starlark.MakeInt(i))
		e.byName[n], e.byInt[i] = o, o
		e.class.Define(n, o)
	}
	define := func(method string, f func(o *object.Instance) starlark.Value) {
		e.class.Define(method, object.NewMethod(e.class, method, func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(self.(*object.Instance)), nil
		}))
	}
	define("__repr__", func(o *object.Instance) starlark.Value {
		n, _ := o.Field("name")
		text, _ := starlark.AsString(n)
		return starlark.String(fmt.Sprintf("<%s.%s: %s>", name, text, object.Underlying(o)))
	})
	define("__str__", func(o *object.Instance) starlark.Value { return starlark.String(object.Underlying(o).String()) })
	define("__hash__", func(o *object.Instance) starlark.Value { return object.Underlying(o) })
	e.class.Define("__new__", object.NewBuiltin("__new__", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.ArgumentCount(name, args, kwargs, 2, 2); err != nil {
			return nil, err
		}
		if i, err := object.AsInt(object.Underlying(args[1])); err == nil {
			if o := e.byInt[i]; o != nil {
				return o, nil
			}
		}
		s, err := rt.Repr(args[1])
		if err != nil {
			return nil, err
		}
		return nil, exceptions.ValueError.Errorf("%s is not a valid %s", s, name)
	}))
	return e
}

// value returns the member of a number, or the number.
func (e *enum) value(n int) starlark.Value {
	if o := e.byInt[n]; o != nil {
		return o
	}
	return starlark.MakeInt(n)
}
