package object

import "go.starlark.net/starlark"

// This file provides the methods of tuples.

var tupleMethods = map[string]nativeMethod{
	"count": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("tuple.count", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		return Of(t).countElement(args[0].(starlark.Tuple), args[1])
	},
	"index": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		i, err := Of(t).indexElement("tuple", args, kwargs)
		if err != nil || i >= 0 {
			return starlark.MakeInt(i), err
		}
		return nil, valueErrorf("tuple.index(x): x not in tuple")
	},
}
