package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file writes items of a memoryview, which refuses what does not fit where ctypes would wrap around.

// viewCodes maps the formats of memoryview to the codes of load, and to their sizes.
var viewCodes = map[byte]struct {
	code byte
	size int
}{
	'?': {'?', 1}, 'c': {'c', 1}, 'b': {'b', 1}, 'B': {'B', 1}, 'h': {'h', 2}, 'H': {'H', 2}, 'i': {'i', 4}, 'I': {'I', 4},
	'l': {'l', 8}, 'L': {'L', 8}, 'q': {'l', 8}, 'Q': {'L', 8}, 'n': {'l', 8}, 'N': {'L', 8}, 'f': {'f', 4}, 'd': {'d', 8},
}

// pack writes an item. Unlike ctypes it refuses what does not fit.
func pack(format byte, b []byte, x starlark.Value) error {
	code := viewCodes[format].code
	switch code {
	case '?':
		return store(code, b, x)
	case 'f', 'd':
		if store(code, b, x) != nil {
			return wrongType(format)
		}
		return nil
	case 'c':
		c, ok := x.(starlark.Bytes)
		switch {
		case !ok:
			return wrongType(format)
		case len(c) != 1:
			return wrongValue(format)
		}
		b[0] = c[0]
		return nil
	}
	n, err := object.AsIndex(x)
	if err != nil {
		return wrongType(format)
	}
	if !fits(code, n) {
		return wrongValue(format)
	}
	return store(code, b, n)
}

func wrongType(format byte) error {
	return exceptions.TypeError.Errorf("memoryview: invalid type for format '%c'", format)
}

func wrongValue(format byte) error {
	return exceptions.ValueError.Errorf("memoryview: invalid value for format '%c'", format)
}

// fits reports whether an int is in the range of a code.
func fits(code byte, n starlark.Int) bool {
	if code == 'L' {
		_, ok := n.Uint64()
		return ok
	}
	i, ok := n.Int64()
	if !ok {
		return false
	}
	switch code {
	case 'b':
		return i == int64(int8(i))
	case 'B':
		return i == int64(uint8(i))
	case 'h':
		return i == int64(int16(i))
	case 'H':
		return i == int64(uint16(i))
	case 'i':
		return i == int64(int32(i))
	case 'I':
		return i == int64(uint32(i))
	}
	return true
}
