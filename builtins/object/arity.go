package object

import (
	"strings"

	"go.starlark.net/starlark"
)

// This file checks the number of arguments with the messages of CPython's functions written in C.

// exactly checks that n positional arguments and no keywords are given. name may be qualified: "list.append".
func exactly(name string, args starlark.Tuple, kwargs []starlark.Tuple, n int) error {
	if len(kwargs) > 0 {
		return typeErrorf("%s() takes no keyword arguments", name)
	}
	if len(args) == n {
		return nil
	}
	switch n {
	case 0:
		return typeErrorf("%s() takes no arguments (%d given)", name, len(args))
	case 1:
		return typeErrorf("%s() takes exactly one argument (%d given)", name, len(args))
	}
	return typeErrorf("%s expected %d arguments, got %d", lastPart(name), n, len(args))
}

// argumentCount checks that least to most positional arguments and no keywords are given.
func argumentCount(name string, args starlark.Tuple, kwargs []starlark.Tuple, least, most int) error {
	if len(kwargs) > 0 {
		return typeErrorf("%s() takes no keyword arguments", name)
	}
	switch {
	case len(args) < least && least == most:
		return typeErrorf("%s expected %d argument%s, got %d", lastPart(name), least, plural(least), len(args))
	case len(args) < least:
		return typeErrorf("%s expected at least %d argument%s, got %d", lastPart(name), least, plural(least), len(args))
	case len(args) > most && least == most:
		return typeErrorf("%s expected %d argument%s, got %d", lastPart(name), most, plural(most), len(args))
	case len(args) > most:
		return typeErrorf("%s expected at most %d argument%s, got %d", lastPart(name), most, plural(most), len(args))
	}
	return nil
}

func lastPart(qualified string) string { return qualified[strings.LastIndexByte(qualified, '.')+1:] }
