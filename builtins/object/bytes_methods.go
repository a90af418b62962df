package object

import (
	"strings"

	"go.starlark.net/starlark"
)

// This file lists the methods of bytes and holds the short ones.

// bytesMethods are the methods of bytes; args[0] is self. Those of bytearray are made from them.
var bytesMethods = map[string]nativeMethod{
	"capitalize": bytesMap("capitalize", func(s string) string {
		if s == "" {
			return s
		}
		return upperBytes(s[:1]) + lowerBytes(s[1:])
	}),
	"center":     bytesPad("center", (*padding).center),
	"count":      bytesCount,
	"decode":     bytesDecode,
	"endswith":   bytesAffix("endswith", strings.HasSuffix),
	"expandtabs": bytesExpandTabs,
	"find":       bytesFind("find", strings.Index, false),
	"fromhex": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return Of(t).bytesFromhex(t, args[1:], kwargs)
	},
	"hex":     bytesHex,
	"index":   bytesFind("index", strings.Index, true),
	"isalnum": bytesAll("isalnum", func(c byte) bool { return isByteLetter(c) || isByteDigit(c) }),
	"isalpha": bytesAll("isalpha", isByteLetter),
	"isascii": bytesTest("isascii", isASCII),
	"isdigit": bytesAll("isdigit", isByteDigit),
	"islower": bytesTest("islower", func(s string) bool { return lowerBytes(s) == s && upperBytes(s) != s }),
	"isspace": bytesAll("isspace", isByteSpace),
	"istitle": bytesTest("istitle", func(s string) bool { return titleBytes(s) == s && upperBytes(s) != lowerBytes(s) }),
	"isupper": bytesTest("isupper", func(s string) bool { return upperBytes(s) == s && lowerBytes(s) != s }),
	"join":    bytesJoin,
	"ljust":   bytesPad("ljust", (*padding).left),
	"lower":   bytesMap("lower", lowerBytes),
	"lstrip":  bytesStrip("lstrip", true, false),
	"maketrans": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return bytesMakeTrans(t, args[1:], kwargs)
	},
	"partition":    bytesPartition("partition", strings.Index),
	"removeprefix": bytesRemove("removeprefix", strings.CutPrefix),
	"removesuffix": bytesRemove("removesuffix", strings.CutSuffix),
	"replace":      bytesReplace,
	"rfind":        bytesFind("rfind", strings.LastIndex, false),
	"rindex":       bytesFind("rindex", strings.LastIndex, true),
	"rjust":        bytesPad("rjust", (*padding).right),
	"rpartition":   bytesPartition("rpartition", strings.LastIndex),
	"rsplit":       bytesSplit("rsplit", splitByteSpaceRight, splitRight),
	"rstrip":       bytesStrip("rstrip", false, true),
	"split":        bytesSplit("split", splitByteSpace, splitLeft),
	"splitlines":   bytesSplitLines,
	"startswith":   bytesAffix("startswith", strings.HasPrefix),
	"strip":        bytesStrip("strip", true, true),
	"swapcase": bytesMap("swapcase", mapBytes(func(c byte) byte {
		if isByteLetter(c) {
			return c ^ 0x20
		}
		return c
	})),
	"title":     bytesMap("title", titleBytes),
	"translate": bytesTranslate,
	"upper":     bytesMap("upper", upperBytes),
	"zfill":     bytesZfill,
}

func isByteLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isByteDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isByteSpace(c byte) bool  { return c == ' ' || '\t' <= c && c <= '\r' }

// mapBytes makes a conversion of bytes one by one.
func mapBytes(f func(byte) byte) func(string) string {
	return func(s string) string {
		b := []byte(s)
		for i, c := range b {
			b[i] = f(c)
		}
		return string(b)
	}
}

func upperBytes(s string) string {
	return mapBytes(func(c byte) byte {
		if 'a' <= c && c <= 'z' {
			return c - 0x20
		}
		return c
	})(s)
}

func lowerBytes(s string) string {
	return mapBytes(func(c byte) byte {
		if 'A' <= c && c <= 'Z' {
			return c + 0x20
		}
		return c
	})(s)
}

func titleBytes(s string) string {
	b := []byte(s)
	inside := false
	for i, c := range b {
		if isByteLetter(c) {
			if inside {
				b[i] = c | 0x20
			} else {
				b[i] = c &^ 0x20
			}
		}
		inside = isByteLetter(c)
	}
	return string(b)
}

// bytesSelf returns the bytes that a method is called on.
func bytesSelf(args starlark.Tuple) string { return string(args[0].(starlark.Bytes)) }

// bytesArgument converts an argument that must be bytes-like.
func bytesArgument(v starlark.Value) (string, error) {
	if b, ok := bytesOf(v); ok {
		return b, nil
	}
	return "", typeErrorf("a bytes-like object is required, not '%s'", TypeName(v))
}

func bytesMap(name string, f func(string) string) nativeMethod {
	name = "bytes." + name
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.Bytes(f(bytesSelf(args))), nil
	}
}

func bytesTest(name string, f func(string) bool) nativeMethod {
	name = "bytes." + name
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.Bool(f(bytesSelf(args))), nil
	}
}

func bytesAll(name string, f func(byte) bool) nativeMethod {
	return bytesTest(name, func(s string) bool {
		for i := range len(s) {
			if !f(s[i]) {
				return false
			}
		}
		return s != ""
	})
}

func bytesExpandTabs(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	size, err := tabSize(args, kwargs)
	if err != nil {
		return nil, err
	}
	s, err := expandTabs(bytesSelf(args), size)
	return starlark.Bytes(s), err
}

func bytesRemove(name string, cut func(s, affix string) (string, bool)) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("bytes."+name, args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		affix, err := bytesArgument(args[1])
		if err != nil {
			return nil, err
		}
		s, _ := cut(bytesSelf(args), affix)
		return starlark.Bytes(s), nil
	}
}

func bytesJoin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("bytes.join", args[1:], kwargs, 1); err != nil {
		return nil, err
	}
	rt := Of(t)
	if !rt.isIterable(args[1]) {
		return nil, typeErrorf("can only join an iterable")
	}
	elements, err := rt.List(t, args[1])
	if err != nil {
		return nil, err
	}
	parts := make([]string, len(elements))
	size := 0
	for i, v := range elements {
		s, ok := bytesOf(v)
		if !ok {
			return nil, typeErrorf("sequence item %d: expected a bytes-like object, %s found", i, TypeName(v))
		}
		parts[i] = s
		size += len(s)
	}
	if err := checkAllocation(size); err != nil {
		return nil, err
	}
	return starlark.Bytes(strings.Join(parts, bytesSelf(args))), nil
}

func bytesReplace(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("bytes.replace", args[1:], kwargs, 2, 3); err != nil {
		return nil, err
	}
	old, err := bytesArgument(args[1])
	if err != nil {
		return nil, err
	}
	replacement, err := bytesArgument(args[2])
	if err != nil {
		return nil, err
	}
	count := -1
	if len(args) > 3 {
		if count, err = AsInt(args[3]); err != nil {
			return nil, err
		}
	}
	s := bytesSelf(args)
	if old != "" {
		s, err = replaceText(s, old, replacement, count)
		return starlark.Bytes(s), err
	}
	// strings.Replace would insert between characters rather than bytes.
	if err := checkAllocation((len(s) + 1) * len(replacement)); err != nil {
		return nil, err
	}
	var b strings.Builder
	for i := range len(s) + 1 {
		if count < 0 || i < count {
			b.WriteString(replacement)
		}
		if i < len(s) {
			b.WriteByte(s[i])
		}
	}
	return starlark.Bytes(b.String()), nil
}

// bytesMakeTrans is bytes.maketrans(from, to).
func bytesMakeTrans(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("bytes.maketrans", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	from, err := bytesArgument(args[0])
	if err != nil {
		return nil, err
	}
	to, err := bytesArgument(args[1])
	if err != nil {
		return nil, err
	}
	if len(from) != len(to) {
		return nil, valueErrorf("maketrans arguments must have same length")
	}
	var table [256]byte
	for i := range table {
		table[i] = byte(i)
	}
	for i := range len(from) {
		table[from[i]] = to[i]
	}
	return starlark.Bytes(table[:]), nil
}

func bytesTranslate(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 2 {
		return nil, typeErrorf("translate() takes at least 1 positional argument (0 given)")
	}
	a, err := parseArguments("translate", args[1:], kwargs, 1, "table", "delete")
	if err != nil {
		return nil, err
	}
	table, deleted := "", ""
	if a[0] != starlark.None {
		if table, err = bytesArgument(a[0]); err != nil {
			return nil, err
		}
		if len(table) != 256 {
			return nil, valueErrorf("translation table must be 256 characters long")
		}
	}
	if a[1] != nil {
		if deleted, err = bytesArgument(a[1]); err != nil {
			return nil, err
		}
	}
	s := bytesSelf(args)
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		if strings.IndexByte(deleted, c) >= 0 {
			continue
		}
		if table != "" {
			c = table[c]
		}
		out = append(out, c)
	}
	return starlark.Bytes(out), nil
}
