package object

import (
	"fmt"

	"go.starlark.net/starlark"
)

// This file defines what exception groups have besides other exceptions. `except*` does not exist.

// defineExceptionGroups gives BaseExceptionGroup its attributes and text.
func (rt *Runtime) defineExceptionGroups(c *Class) {
	part := func(i int) starlark.Value {
		return NewProperty(NewBuiltin("get", func(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			o := args[0].(*Instance)
			if i >= len(o.exc.Args) {
				return starlark.None, nil
			}
			if i == 1 {
				elements, err := rt.List(t, o.exc.Args[1])
				return append(starlark.Tuple{}, elements...), err
			}
			return o.exc.Args[i], nil
		}), nil)
	}
	c.ns["message"], c.ns["exceptions"] = part(0), part(1)
	c.ns["__init__"] = NewMethod(c, "__init__", rt.initGroup)
	c.ns["__str__"] = NewMethod(c, "__str__", func(t *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		o := self.(*Instance)
		if len(o.exc.Args) != 2 {
			return starlark.String(rt.exceptionText(o)), nil
		}
		message, err := rt.Str(o.exc.Args[0])
		if err != nil {
			return nil, err
		}
		n, err := rt.Len(t, o.exc.Args[1])
		return starlark.String(fmt.Sprintf("%s (%d sub-exception%s)", message, n, plural(n))), err
	})
	c.invalidate()
}

// initGroup checks the arguments of an exception group.
func (rt *Runtime) initGroup(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*Instance)
	if len(args) != 2 || len(kwargs) > 0 {
		return nil, typeErrorf("BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", len(args))
	}
	if _, ok := args[0].(starlark.String); !ok {
		return nil, typeErrorf("BaseExceptionGroup.__new__() argument 1 must be str, not %s", TypeName(args[0]))
	}
	elements, err := rt.List(t, args[1])
	if err != nil {
		return nil, typeErrorf("second argument (exceptions) must be a sequence")
	}
	if len(elements) == 0 {
		return nil, valueErrorf("second argument (exceptions) must be a non-empty sequence")
	}
	for i, e := range elements {
		if x, ok := e.(*Instance); !ok || x.exc == nil {
			return nil, valueErrorf("Item %d of second argument (exceptions) is not an exception", i)
		}
	}
	o.exc.Args = append(starlark.Tuple{}, args...)
	return starlark.None, nil
}
