package sys

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the limits of the interpreter and the sizes of values.

func (m *module) getRecursionLimit(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt(m.rt.RecursionLimit()), object.Exactly("sys.getrecursionlimit", args, kwargs, 0)
}

func (m *module) setRecursionLimit(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("sys.setrecursionlimit", args, kwargs, 1); err != nil {
		return nil, err
	}
	n, err := object.AsInt(args[0])
	switch {
	case err != nil:
		return nil, err
	case n < 1:
		return nil, exceptions.ValueError.Errorf("recursion limit must be greater or equal than 1")
	case n <= t.CallStackDepth():
		return nil, exceptions.RecursionError.Errorf("cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", n, t.CallStackDepth())
	}
	m.rt.SetRecursionLimit(n)
	return starlark.None, nil
}

func (m *module) getIntDigits(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt(m.rt.IntDigits()), object.Exactly("sys.get_int_max_str_digits", args, kwargs, 0)
}

func (m *module) setIntDigits(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var n int
	if err := object.Unpack("set_int_max_str_digits", args, kwargs, "maxdigits", &n); err != nil {
		return nil, err
	}
	return starlark.None, m.rt.SetIntDigits(n)
}

// getsizeof is about what CPython 3.13 on a 64-bit machine answers: containers without their elements.
func (m *module) getsizeof(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, missing starlark.Value
	if err := object.Unpack("getsizeof", args, kwargs, "object", &v, "default?", &missing); err != nil {
		return nil, err
	}
	if o, ok := v.(*object.Instance); ok {
		if f, ok := o.Class().Lookup("__sizeof__"); ok {
			return starlark.Call(t, f, starlark.Tuple{v}, nil)
		}
	}
	return starlark.MakeInt(sizeof(object.Underlying(v))), nil
}

func sizeof(v starlark.Value) int {
	switch v := v.(type) {
	case starlark.NoneType:
		return 16
	case starlark.Bool, starlark.Float:
		if v == starlark.False {
			return 24
		}
		if _, ok := v.(starlark.Bool); ok {
			return 28
		}
		return 24
	case starlark.Int:
		bits := v.BigInt().BitLen()
		return 24 + 4*max((bits+29)/30, 1)
	case starlark.String:
		return sizeofString(string(v))
	case starlark.Bytes:
		return 33 + len(v)
	case *starlark.List:
		if v.Len() == 0 {
			return 56
		}
		return 56 + 8*v.Len()
	case starlark.Tuple:
		return 40 + 8*len(v)
	case *starlark.Dict:
		return sizeofDict(v.Len())
	case *starlark.Set:
		return sizeofSet(v.Len())
	case *starlark.Function:
		return 160
	case *object.Class:
		return 1688
	case *object.Instance:
		return 48
	case *object.Iterator:
		return 200
	}
	if v.Type() == "range" {
		return 48
	}
	return 56
}

// sizeofString counts 1, 2 or 4 bytes a character, by the widest one.
func sizeofString(s string) int {
	n, widest := 0, rune(0)
	for _, r := range s {
		n++
		widest = max(widest, r)
	}
	switch {
	case widest < 0x80:
		return 41 + n
	case widest < 0x100:
		return 58 + n
	case widest < 0x10000:
		return 60 + 2*n
	}
	return 60 + 4*n
}

func sizeofDict(n int) int {
	if n == 0 {
		return 64
	}
	size := 8
	for size*2/3 < n {
		size *= 2
	}
	return 88 + size + size*2/3*24 + (size - 8)
}

func sizeofSet(n int) int {
	if n < 5 {
		return 216
	}
	size := 32
	for size*3/5 <= n {
		size *= 4
	}
	return 200 + 16*size
}
