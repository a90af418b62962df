package object

import (
	"go.starlark.net/starlark"
)

// This file assigns the arguments of functions that CPython writes in C and that take some of them by name.

// parseArguments puts the arguments of a C function whose parameters may be given by name in order; absent ones are nil.
// args does not include self. The first min parameters are required.
func parseArguments(name string, args starlark.Tuple, kwargs []starlark.Tuple, min int, params ...string) ([]starlark.Value, error) {
	out := make([]starlark.Value, len(params))
	if n := len(args) + len(kwargs); n > len(params) {
		kind := ""
		if len(kwargs) == 0 {
			kind = "positional "
			if min < len(params) {
				kind = ""
			}
		}
		most := "at most "
		if min == len(params) {
			most = "exactly "
		}
		return nil, typeErrorf("%s() takes %s%d %sargument%s (%d given)", name, most, len(params), kind, plural(len(params)), n)
	}
	copy(out, args)
	for _, kv := range kwargs {
		key := string(kv[0].(starlark.String))
		i := indexOfName(params, key)
		if i < 0 {
			return nil, unexpectedKeyword(name, key, params)
		}
		if out[i] != nil {
			return nil, typeErrorf("argument for %s() given by name ('%s') and position (%d)", name, key, i+1)
		}
		out[i] = kv[1]
	}
	for i := 0; i < min; i++ {
		if out[i] == nil {
			return nil, typeErrorf("%s() missing required argument '%s' (pos %d)", name, params[i], i+1)
		}
	}
	return out, nil
}

func indexOfName(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}
