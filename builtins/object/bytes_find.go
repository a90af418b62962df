package object

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
)

// This file holds bytes' methods that search, split and pad.

// bytesPattern converts what find() and count() look for: bytes, or one byte by its number.
func bytesPattern(v starlark.Value) (string, error) {
	if b, ok := bytesOf(v); ok {
		return b, nil
	}
	switch v.(type) {
	case starlark.Int, starlark.Bool, *Instance:
		c, err := byteValue(v, "byte")
		return string([]byte{c}), err
	}
	return "", typeErrorf("argument should be integer or bytes-like object, not '%s'", TypeName(v))
}

// bytesPart returns the part of self that the optional start and end behind the first argument select.
func bytesPart(args starlark.Tuple) (searched, error) {
	s := bytesSelf(args)
	if len(args) == 2 {
		return searched{s: s}, nil
	}
	var end starlark.Value
	if len(args) > 3 {
		end = args[3]
	}
	from, to, ok, err := searchRange(args[2], end, len(s))
	if err != nil || !ok {
		return searched{empty: true}, err
	}
	return searched{s: s[from:to], from: from}, nil
}

func bytesFind(name string, index func(s, sub string) int, must bool) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("bytes."+name, args[1:], kwargs, 1, 3); err != nil {
			return nil, err
		}
		sub, err := bytesPattern(args[1])
		if err != nil {
			return nil, err
		}
		part, err := bytesPart(args)
		if err != nil {
			return nil, err
		}
		if !part.empty {
			if i := index(part.s, sub); i >= 0 {
				return starlark.MakeInt(part.from + i), nil
			}
		}
		if must {
			return nil, valueErrorf("subsection not found")
		}
		return starlark.MakeInt(-1), nil
	}
}

func bytesCount(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("bytes.count", args[1:], kwargs, 1, 3); err != nil {
		return nil, err
	}
	sub, err := bytesPattern(args[1])
	if err != nil {
		return nil, err
	}
	part, err := bytesPart(args)
	switch {
	case err != nil:
		return nil, err
	case part.empty:
		return starlark.MakeInt(0), nil
	case sub == "":
		return starlark.MakeInt(len(part.s) + 1), nil
	}
	return starlark.MakeInt(strings.Count(part.s, sub)), nil
}

func bytesAffix(name string, has func(s, affix string) bool) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("bytes."+name, args[1:], kwargs, 1, 3); err != nil {
			return nil, err
		}
		part, err := bytesPart(args)
		if err != nil {
			return nil, err
		}
		if tuple, ok := args[1].(starlark.Tuple); ok {
			for _, v := range tuple {
				s, err := bytesArgument(v)
				if err != nil {
					return nil, err
				}
				if !part.empty && has(part.s, s) {
					return starlark.True, nil
				}
			}
			return starlark.False, nil
		}
		s, ok := bytesOf(args[1])
		if !ok {
			return nil, typeErrorf("%s first arg must be bytes or a tuple of bytes, not %s", name, TypeName(args[1]))
		}
		return starlark.Bool(!part.empty && has(part.s, s)), nil
	}
}

func bytesPartition(name string, index func(s, sub string) int) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("bytes."+name, args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		separator, err := bytesArgument(args[1])
		if err != nil {
			return nil, err
		}
		before, found, after, err := partition(bytesSelf(args), separator, name == "partition", index)
		return starlark.Tuple{starlark.Bytes(before), starlark.Bytes(found), starlark.Bytes(after)}, err
	}
}

func bytesSplit(name string, atSpace func(s string, limit int) []string, at func(s, separator string, limit int) []string) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		separator, limit, err := splitArguments(name, args, kwargs)
		if err != nil {
			return nil, err
		}
		if separator == nil {
			return bytesList(atSpace(bytesSelf(args), limit)), nil
		}
		s, err := bytesArgument(separator)
		if err != nil {
			return nil, err
		}
		if s == "" {
			return nil, valueErrorf("empty separator")
		}
		return bytesList(at(bytesSelf(args), s, limit)), nil
	}
}

func bytesList(parts []string) starlark.Value {
	out := make([]starlark.Value, len(parts))
	for i, p := range parts {
		out[i] = starlark.Bytes(p)
	}
	return starlark.NewList(out)
}

const byteSpaces = " \t\n\v\f\r"

// splitByteSpace splits at runs of ASCII white space from the left.
func splitByteSpace(s string, limit int) []string {
	var out []string
	for {
		s = strings.TrimLeft(s, byteSpaces)
		if s == "" {
			return out
		}
		i := strings.IndexAny(s, byteSpaces)
		if i < 0 || limit >= 0 && len(out) >= limit {
			return append(out, s)
		}
		out = append(out, s[:i])
		s = s[i:]
	}
}

// splitByteSpaceRight splits at runs of ASCII white space from the right.
func splitByteSpaceRight(s string, limit int) []string {
	var out []string
	for {
		s = strings.TrimRight(s, byteSpaces)
		if s == "" {
			break
		}
		i := strings.LastIndexAny(s, byteSpaces)
		if i < 0 || limit >= 0 && len(out) >= limit {
			out = append(out, s)
			break
		}
		out = append(out, s[i+1:])
		s = s[:i]
	}
	slices.Reverse(out)
	return out
}

func bytesSplitLines(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("splitlines", args[1:], kwargs, 0, "keepends")
	if err != nil {
		return nil, err
	}
	keep := a[0] != nil && bool(a[0].Truth())
	return bytesList(splitLines(bytesSelf(args), keep, func(r rune) bool { return r == '\n' || r == '\r' })), nil
}

func bytesStrip(name string, left, right bool) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("bytes."+name, args[1:], kwargs, 0, 1); err != nil {
			return nil, err
		}
		set := byteSpaces
		if len(args) > 1 && args[1] != starlark.None {
			var err error
			if set, err = bytesArgument(args[1]); err != nil {
				return nil, err
			}
		}
		s := bytesSelf(args)
		for left && s != "" && strings.IndexByte(set, s[0]) >= 0 {
			s = s[1:]
		}
		for right && s != "" && strings.IndexByte(set, s[len(s)-1]) >= 0 {
			s = s[:len(s)-1]
		}
		return starlark.Bytes(s), nil
	}
}

func bytesPad(name string, pad func(*padding) string) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("bytes."+name, args[1:], kwargs, 1, 2); err != nil {
			return nil, err
		}
		p := padding{s: bytesSelf(args), fill: " "}
		var err error
		if p.width, err = AsInt(args[1]); err != nil {
			return nil, err
		}
		if len(args) > 2 {
			fill, ok := bytesOf(args[2])
			if !ok || len(fill) != 1 {
				return nil, typeErrorf("%s() argument 2 must be a byte string of length 1, not %s", name, TypeName(args[2]))
			}
			p.fill = fill
		}
		if p.n = p.width - len(p.s); p.n <= 0 {
			return args[0], nil
		}
		if err := checkAllocation(p.n); err != nil {
			return nil, err
		}
		return starlark.Bytes(pad(&p)), nil
	}
}

func bytesZfill(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("bytes.zfill", args[1:], kwargs, 1); err != nil {
		return nil, err
	}
	width, err := AsInt(args[1])
	if err != nil {
		return nil, err
	}
	s := bytesSelf(args)
	out, err := zeroFill(s, width-len(s))
	return starlark.Bytes(out), err
}
