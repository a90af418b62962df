package object

import "go.starlark.net/starlark"

// This file exports the argument checks of functions that CPython writes in C, for the emulated modules.

// Exactly checks that n positional arguments and no keywords are given to a C function. name may be qualified:
// "math.sqrt".
func Exactly(name string, args starlark.Tuple, kwargs []starlark.Tuple, n int) error {
	return exactly(name, args, kwargs, n)
}

// ArgumentCount checks that least to most positional arguments and no keywords are given to a C function.
func ArgumentCount(name string, args starlark.Tuple, kwargs []starlark.Tuple, least, most int) error {
	return argumentCount(name, args, kwargs, least, most)
}

// Arguments puts the arguments of a C function whose parameters may be given by name in order; absent ones are nil. The
// first min parameters are required.
func Arguments(name string, args starlark.Tuple, kwargs []starlark.Tuple, min int, params ...string) ([]starlark.Value, error) {
	return parseArguments(name, args, kwargs, min, params...)
}
