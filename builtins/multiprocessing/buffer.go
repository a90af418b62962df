package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file reads and writes the memory of bytes-like objects: Python's buffer protocol, in one dimension.

// buffer returns the memory of a bytes-like object. What is not writable must not be written to, and nothing may be kept
// beyond the call: a bytearray moves when it grows. ok is false for other values.
func buffer(v starlark.Value) (data []byte, writable, ok bool) {
	switch v := v.(type) {
	case starlark.Bytes:
		return []byte(v), false, true
	case *memoryView:
		if v.released {
			return nil, false, false
		}
		return v.contents(), !v.readonly && v.contiguous(), true
	case *carray:
		return v.mem.data, true, true
	case *csimple:
		return v.mem.data, true, true
	case *object.Bytearray:
		return v.Bytes(), true, true
	case object.HasBytes:
		return v.Bytes(), false, true
	}
	return nil, false, false
}

// asBuffer is buffer with the error of memoryview(v).
func asBuffer(v starlark.Value) (data []byte, writable bool, err error) {
	data, writable, ok := buffer(v)
	if !ok {
		return nil, false, exceptions.TypeError.Errorf("memoryview: a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return data, writable, nil
}
