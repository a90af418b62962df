package object

import (
	"encoding/hex"
	"strings"

	"go.starlark.net/starlark"
)

// This file makes str and bytes from other values and subscripts bytes.

// HasBytes is a value made in Go that is bytes-like. The caller of Bytes must not change the slice.
type HasBytes interface {
	Bytes() []byte
}

// bytesOf returns the bytes of a bytes-like value.
func bytesOf(v starlark.Value) (string, bool) {
	switch b := v.(type) {
	case starlark.Bytes:
		return string(b), true
	case *Bytearray:
		return string(b.data), true
	case HasBytes:
		return string(b.Bytes()), true
	case *Instance:
		s, ok := b.wrapped().(starlark.Bytes)
		return string(s), ok
	}
	return "", false
}

// newStr is str(object=”) and str(object=b”, encoding='utf-8', errors='strict').
func (rt *Runtime) newStr(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if n := len(args); n > 3 {
		return nil, typeErrorf("str expected at most 3 arguments, got %d", n)
	}
	a, err := parseArguments("str", args, kwargs, 0, "object", "encoding", "errors")
	if err != nil {
		return nil, err
	}
	if a[1] == nil && a[2] == nil {
		if a[0] == nil {
			return starlark.String(""), nil
		}
		s, err := rt.Str(a[0])
		return starlark.String(s), err
	}
	var rest []starlark.Tuple
	for i, name := range []string{"encoding", "errors"} {
		if a[i+1] != nil {
			rest = append(rest, starlark.Tuple{starlark.String(name), a[i+1]})
		}
	}
	encoding, errors, err := codecArguments("str", nil, rest)
	if err != nil {
		return nil, err
	}
	if a[0] == nil {
		return starlark.String(""), nil
	}
	b, ok := bytesOf(a[0])
	if !ok {
		if _, isStr := a[0].(starlark.String); isStr {
			return nil, typeErrorf("decoding str is not supported")
		}
		return nil, typeErrorf("decoding to str: need a bytes-like object, %s found", TypeName(a[0]))
	}
	s, err := Decode(b, encoding, errors)
	return starlark.String(s), err
}

// strMaketrans is str.maketrans.
func (rt *Runtime) strMaketrans(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return strMakeTrans(t, args, kwargs)
}

// newBytes is bytes(source=b”, encoding=..., errors=...).
func (rt *Runtime) newBytes(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, err := rt.bytesFrom(t, "bytes", args, kwargs)
	return starlark.Bytes(s), err
}

// bytesFrom makes the contents of bytes() and bytearray().
func (rt *Runtime) bytesFrom(t *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) (string, error) {
	a, err := parseArguments(name, args, kwargs, 0, "source", "encoding", "errors")
	if err != nil {
		return "", err
	}
	source := a[0]
	if text, ok := Underlying(OrNone(source)).(starlark.String); ok {
		if a[1] == nil {
			return "", typeErrorf("string argument without an encoding")
		}
		encoding, errors, err := codecArguments(name, nil, encodingArguments(a[1], a[2]))
		if err != nil {
			return "", err
		}
		return Encode(string(text), encoding, errors)
	}
	switch {
	case a[1] != nil:
		return "", typeErrorf("encoding without a string argument")
	case a[2] != nil:
		return "", typeErrorf("errors without a string argument")
	case source == nil:
		return "", nil
	}
	switch x := source.(type) {
	case starlark.Int, starlark.Bool:
		return zeroBytes(source)
	case *Instance:
		v, ok, err := x.call("__bytes__")
		if err != nil {
			return "", err
		}
		if ok {
			if b, isBytes := v.(starlark.Bytes); isBytes {
				return string(b), nil
			}
			return "", typeErrorf("__bytes__ returned non-bytes (type %s)", TypeName(v))
		}
		if x.class.specials().index != nil {
			return zeroBytes(source)
		}
	}
	return rt.toBytes(t, source, name)
}

func encodingArguments(encoding, errors starlark.Value) []starlark.Tuple {
	out := []starlark.Tuple{{starlark.String("encoding"), encoding}}
	if errors != nil {
		out = append(out, starlark.Tuple{starlark.String("errors"), errors})
	}
	return out
}

func zeroBytes(count starlark.Value) (string, error) {
	n, err := AsInt(count)
	if err != nil {
		return "", err
	}
	if n < 0 {
		return "", valueErrorf("negative count")
	}
	if err := checkAllocation(n); err != nil {
		return "", err
	}
	return strings.Repeat("\x00", n), nil
}

// toBytes converts a bytes-like value or an iterable of ints for the type called name.
func (rt *Runtime) toBytes(t *starlark.Thread, v starlark.Value, name string) (string, error) {
	if b, ok := bytesOf(v); ok {
		return b, nil
	}
	if _, isStr := v.(starlark.String); isStr || !rt.isIterable(v) {
		return "", typeErrorf("cannot convert '%s' object to %s", TypeName(v), name)
	}
	elements, err := rt.List(t, v)
	if err != nil {
		return "", err
	}
	b := make([]byte, len(elements))
	for i, x := range elements {
		if b[i], err = byteValue(x, name); err != nil {
			return "", err
		}
	}
	return string(b), nil
}

// byteValue converts an element for the type called name.
func byteValue(v starlark.Value, name string) (byte, error) {
	i, err := AsIndex(v)
	if err != nil {
		return 0, err
	}
	if n, ok := i.Int64(); ok && n >= 0 && n < 256 {
		return byte(n), nil
	}
	if name == "bytes" {
		return 0, valueErrorf("bytes must be in range(0, 256)")
	}
	return 0, valueErrorf("byte must be in range(0, 256)")
}

// bytesFromhex is bytes.fromhex(string).
func (rt *Runtime) bytesFromhex(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, err := fromHex("bytes.fromhex", args, kwargs)
	return starlark.Bytes(s), err
}

func fromHex(name string, args starlark.Tuple, kwargs []starlark.Tuple) (string, error) {
	if err := exactly(name, args, kwargs, 1); err != nil {
		return "", err
	}
	text, ok := args[0].(starlark.String)
	if !ok {
		return "", typeErrorf("fromhex() argument must be str, not %s", TypeName(args[0]))
	}
	s := string(text)
	var out []byte
	for i := 0; i < len(s); {
		if isSpace(rune(s[i])) {
			i++
			continue
		}
		for k := i; k < i+2; k++ {
			if k >= len(s) || digitValue(s[k]) >= 16 {
				return "", valueErrorf("non-hexadecimal number found in fromhex() arg at position %d", strLen(s[:min(k, len(s))]))
			}
		}
		out = append(out, byte(digitValue(s[i])<<4|digitValue(s[i+1])))
		i += 2
	}
	return string(out), nil
}

// bytesHex is bytes.hex([sep[, bytes_per_sep]]).
func bytesHex(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("hex", args[1:], kwargs, 0, "sep", "bytes_per_sep")
	if err != nil {
		return nil, err
	}
	b := string(args[0].(starlark.Bytes))
	digits := hex.EncodeToString([]byte(b))
	if a[0] == nil {
		return starlark.String(digits), nil
	}
	var sep string
	switch s := a[0].(type) {
	case starlark.String:
		sep = string(s)
	case starlark.Bytes:
		sep = string(s)
	default:
		return nil, typeErrorf("object of type '%s' has no len()", TypeName(a[0]))
	}
	if len(sep) != 1 {
		return nil, valueErrorf("sep must be length 1.")
	}
	every := 1
	if a[1] != nil {
		if every, err = AsInt(a[1]); err != nil {
			return nil, err
		}
	}
	return starlark.String(separateHex(digits, sep, every)), nil
}

// separateHex groups the digits of bytes, from the right if every is positive.
func separateHex(digits, sep string, every int) string {
	if every == 0 {
		return digits
	}
	size := 2 * max(every, -every)
	first := size
	if every > 0 {
		if first = len(digits) % size; first == 0 {
			first = size
		}
	}
	var groups []string
	for digits != "" {
		n := min(first, len(digits))
		groups = append(groups, digits[:n])
		digits = digits[n:]
		first = size
	}
	return strings.Join(groups, sep)
}
