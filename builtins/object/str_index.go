package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file counts strings in characters, as Python does, though they are stored in UTF-8.

// strLen is len(s). A byte that is not UTF-8 counts as one character.
func strLen(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < 0x80 {
			n++
			continue
		}
		for rest := s[i:]; rest != ""; n++ {
			rest = rest[characterSize(rest):]
		}
		break
	}
	return n
}

// byteOffset is the offset of character n of s, len(s) if there are fewer.
func byteOffset(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		if s[i] < 0x80 {
			i++
		} else {
			i += characterSize(s[i:])
		}
	}
	return i
}

// strIndex is s[i].
func strIndex(s starlark.String, i starlark.Value) (starlark.Value, error) {
	if k, isSlice := i.(*Slice); isSlice {
		return strSlice(s, k.start, k.stop, k.step)
	}
	n, err := indexOf("string", i)
	if err != nil {
		return nil, err
	}
	text := string(s)
	ascii := isASCII(text)
	length := len(text)
	if !ascii {
		length = strLen(text)
	}
	if n < 0 {
		n += length
	}
	if n < 0 || n >= length {
		return nil, exceptions.IndexError.Errorf("string index out of range")
	}
	if ascii {
		return asciiCharacters[text[n]], nil
	}
	return firstCharacter(text[byteOffset(text, n):]), nil
}

// indexOf converts a subscript of text called what.
func indexOf(what string, i starlark.Value) (int, error) {
	n, err := AsIndex(i)
	if err != nil {
		if _, isInstance := i.(*Instance); isInstance && i.(*Instance).class.specials().index != nil {
			return 0, err
		}
		if what == "string" {
			return 0, typeErrorf("string indices must be integers, not '%s'", TypeName(i))
		}
		return 0, typeErrorf("%s indices must be integers or slices, not %s", what, TypeName(i))
	}
	k, ok := n.Int64()
	if !ok {
		return 0, exceptions.IndexError.Errorf("cannot fit 'int' into an index-sized integer")
	}
	return int(k), nil
}

// strSlice is s[start:stop:step]; absent parts are None.
func strSlice(s starlark.String, start, stop, step starlark.Value) (starlark.Value, error) {
	text := string(s)
	slice := Slice{start, stop, step}
	if isASCII(text) {
		out, err := sliceBytes(text, &slice)
		return starlark.String(out), err
	}
	from, to, by, err := slice.indices(strLen(text))
	if err != nil {
		return nil, err
	}
	n := sliceLength(from, to, by)
	if n == 0 {
		return starlark.String(""), nil
	}
	if by == 1 {
		i := byteOffset(text, from)
		return starlark.String(text[i : i+byteOffset(text[i:], n)]), nil
	}
	all := decodeAll(text)
	var b strings.Builder
	for k := range n {
		b.WriteString(encodeCharacter(all[from+k*by]))
	}
	return starlark.String(b.String()), nil
}

// sliceBytes selects bytes of s.
func sliceBytes(s string, slice *Slice) (string, error) {
	from, to, by, err := slice.indices(len(s))
	if err != nil {
		return "", err
	}
	n := sliceLength(from, to, by)
	if n == 0 {
		return "", nil
	}
	if by == 1 {
		return s[from:to], nil
	}
	out := make([]byte, n)
	for k := range out {
		out[k] = s[from+k*by]
	}
	return string(out), nil
}

// searchRange resolves the optional start and end of find(), count(), startswith() for n characters. ok is false if the
// range lies beyond the end, where not even the empty string is found.
func searchRange(start, end starlark.Value, n int) (from, to int, ok bool, err error) {
	from, to = 0, n
	if start != nil && start != starlark.None {
		if from, err = sliceIndex(start); err != nil {
			return 0, 0, false, err
		}
	}
	if end != nil && end != starlark.None {
		if to, err = sliceIndex(end); err != nil {
			return 0, 0, false, err
		}
	}
	to = min(to, n)
	if to < 0 {
		to = max(0, to+n)
	}
	if from < 0 {
		from = max(0, from+n)
	}
	return from, to, from <= to, nil
}
