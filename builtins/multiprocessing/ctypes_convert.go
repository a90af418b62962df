package multiprocessing

import (
	"encoding/binary"
	"math"
	"math/big"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file puts Python values into memory of a simple C type and reads them back. Numbers are little endian in memory.

// load reads a simple value.
func load(code byte, b []byte) starlark.Value {
	switch code {
	case 'b':
		return starlark.MakeInt(int(int8(b[0])))
	case 'B':
		return starlark.MakeInt(int(b[0]))
	case 'h':
		return starlark.MakeInt(int(int16(binary.LittleEndian.Uint16(b))))
	case 'H':
		return starlark.MakeInt(int(binary.LittleEndian.Uint16(b)))
	case 'i':
		return starlark.MakeInt(int(int32(binary.LittleEndian.Uint32(b))))
	case 'I':
		return starlark.MakeInt64(int64(binary.LittleEndian.Uint32(b)))
	case 'l':
		return starlark.MakeInt64(int64(binary.LittleEndian.Uint64(b)))
	case 'L':
		return starlark.MakeUint64(binary.LittleEndian.Uint64(b))
	case 'f':
		return starlark.Float(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	case 'd', 'g':
		return starlark.Float(math.Float64frombits(binary.LittleEndian.Uint64(b)))
	case '?':
		return starlark.Bool(b[0] != 0)
	case 'c':
		return starlark.Bytes(b[:1])
	case 'u':
		return starlark.String(wideText(b[:4]))
	}
	panic("BUG: no such type code: " + string(code))
}

// store writes a simple value. Ints wrap around silently, as in C.
func store(code byte, b []byte, v starlark.Value) error {
	switch code {
	case 'f', 'd', 'g':
		x, err := object.AsFloat(v)
		if err != nil {
			return err
		}
		if code != 'f' {
			binary.LittleEndian.PutUint64(b, math.Float64bits(x))
		} else {
			binary.LittleEndian.PutUint32(b, math.Float32bits(float32(x)))
		}
		return nil
	case '?':
		b[0] = 0
		if v.Truth() {
			b[0] = 1
		}
		return nil
	case 'c':
		x, err := oneByte(v)
		if err == nil {
			b[0] = x
		}
		return err
	case 'u':
		s, ok := v.(starlark.String)
		if !ok {
			return exceptions.TypeError.Errorf("unicode string expected instead of %s instance", object.TypeName(v))
		}
		if utf8.RuneCountInString(string(s)) != 1 {
			return exceptions.TypeError.Errorf("one character unicode string expected")
		}
		putWide(b, string(s))
		return nil
	}
	x, err := wrapped(v)
	if err != nil {
		return err
	}
	switch code {
	case 'b', 'B':
		b[0] = byte(x)
	case 'h', 'H':
		binary.LittleEndian.PutUint16(b, uint16(x))
	case 'i', 'I':
		binary.LittleEndian.PutUint32(b, uint32(x))
	case 'l', 'L':
		binary.LittleEndian.PutUint64(b, x)
	default:
		panic("BUG: no such type code: " + string(code))
	}
	return nil
}

// wrapped returns an int modulo 2⁶⁴.
func wrapped(v starlark.Value) (uint64, error) {
	n, ok := v.(starlark.Int)
	if !ok {
		var err error
		if n, err = object.AsIndex(v); err != nil {
			return 0, err
		}
	}
	if i, ok := n.Int64(); ok {
		return uint64(i), nil
	}
	if u, ok := n.Uint64(); ok {
		return u, nil
	}
	mask := new(big.Int).SetUint64(math.MaxUint64)
	return mask.And(mask, n.BigInt()).Uint64(), nil
}

// oneByte reads what a c_char takes.
func oneByte(v starlark.Value) (byte, error) {
	switch v := v.(type) {
	case starlark.Bytes:
		if len(v) == 1 {
			return v[0], nil
		}
	case *object.Bytearray:
		if v.Len() == 1 {
			return v.Bytes()[0], nil
		}
	case starlark.Int:
		if n, ok := v.Int64(); ok && n >= 0 && n <= 255 {
			return byte(n), nil
		}
	}
	return 0, exceptions.TypeError.Errorf("one character bytes, bytearray or integer expected")
}

// wideText reads characters of four bytes.
func wideText(b []byte) string {
	text := make([]byte, 0, len(b)/4)
	for ; len(b) >= 4; b = b[4:] {
		text = utf8.AppendRune(text, rune(binary.LittleEndian.Uint32(b)))
	}
	return string(text)
}

// putWide writes characters of four bytes.
func putWide(b []byte, s string) {
	for _, r := range s {
		binary.LittleEndian.PutUint32(b, uint32(r))
		b = b[4:]
	}
}
