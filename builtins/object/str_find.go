package object

import (
	"strings"

	"go.starlark.net/starlark"
)

// This file holds str's methods that look for substrings.

// searched is the part of a string that a method looks into.
type searched struct {
	s     string
	from  int  // index of its first character in the whole string
	empty bool // the range lies beyond the end
}

// searchedPart returns the part of self that the optional start and end behind the first argument select.
func searchedPart(args starlark.Tuple) (searched, error) {
	s := self(args)
	if len(args) == 2 {
		return searched{s: s}, nil
	}
	var end starlark.Value
	if len(args) > 3 {
		end = args[3]
	}
	n := len(s)
	ascii := isASCII(s)
	if !ascii {
		n = strLen(s)
	}
	from, to, ok, err := searchRange(args[2], end, n)
	if err != nil || !ok {
		return searched{empty: true}, err
	}
	if ascii {
		return searched{s: s[from:to], from: from}, nil
	}
	i := byteOffset(s, from)
	return searched{s: s[i : i+byteOffset(s[i:], to-from)], from: from}, nil
}

// strFind makes find and its relatives; those with must raise ValueError for a missing substring.
func strFind(name string, index func(s, sub string) int, must bool) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		if err := argumentCount("str."+name, args[1:], kwargs, 1, 3); err != nil {
			return nil, err
		}
		sub, err := strArgument(name, 1, args[1])
		if err != nil {
			return nil, err
		}
		part, err := searchedPart(args)
		if err != nil {
			return nil, err
		}
		i := -1
		if !part.empty {
			i = index(part.s, sub)
		}
		switch {
		case i >= 0:
			return starlark.MakeInt(part.from + strLen(part.s[:i])), nil
		case must:
			return nil, valueErrorf("substring not found")
		}
		return starlark.MakeInt(-1), nil
	}
}

func strCount(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	unwrap(args)
	if err := argumentCount("str.count", args[1:], kwargs, 1, 3); err != nil {
		return nil, err
	}
	sub, err := strArgument("count", 1, args[1])
	if err != nil {
		return nil, err
	}
	part, err := searchedPart(args)
	if err != nil {
		return nil, err
	}
	switch {
	case part.empty:
		return starlark.MakeInt(0), nil
	case sub == "":
		return starlark.MakeInt(strLen(part.s) + 1), nil
	}
	return starlark.MakeInt(strings.Count(part.s, sub)), nil
}

// strAffix makes startswith and endswith.
func strAffix(name string, has func(s, affix string) bool) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		if err := argumentCount("str."+name, args[1:], kwargs, 1, 3); err != nil {
			return nil, err
		}
		part, err := searchedPart(args)
		if err != nil {
			return nil, err
		}
		switch x := args[1].(type) {
		case starlark.String:
			return starlark.Bool(!part.empty && has(part.s, string(x))), nil
		case starlark.Tuple:
			for _, v := range x {
				s, ok := v.(starlark.String)
				if !ok {
					return nil, typeErrorf("tuple for %s must only contain str, not %s", name, TypeName(v))
				}
				if !part.empty && has(part.s, string(s)) {
					return starlark.True, nil
				}
			}
			return starlark.False, nil
		}
		return nil, typeErrorf("%s first arg must be str or a tuple of str, not %s", name, TypeName(args[1]))
	}
}

// strPartition makes partition and rpartition.
func strPartition(name string, index func(s, sub string) int) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		if err := exactly("str."+name, args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		separator, ok := args[1].(starlark.String)
		if !ok {
			return nil, typeErrorf("must be str, not %s", TypeName(args[1]))
		}
		before, found, after, err := partition(self(args), string(separator), name == "partition", index)
		return starlark.Tuple{starlark.String(before), starlark.String(found), starlark.String(after)}, err
	}
}

func partition(s, separator string, first bool, index func(s, sub string) int) (before, found, after string, err error) {
	if separator == "" {
		return "", "", "", valueErrorf("empty separator")
	}
	i := index(s, separator)
	switch {
	case i >= 0:
		return s[:i], separator, s[i+len(separator):], nil
	case first:
		return s, "", "", nil
	}
	return "", "", s, nil
}
