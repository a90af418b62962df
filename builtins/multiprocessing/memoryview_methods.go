package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the methods of memoryview and the builtin of that name.

// Methods returns the methods.
func (v *memoryView) Methods() *object.Methods { return memoryViewMethods }

var memoryViewMethods = object.NewMethods(sequenceMethods).Extend(map[string]object.Method{
	"tobytes": viewMethod("tobytes", func(t *starlark.Thread, v *memoryView) (starlark.Value, error) {
		return starlark.Bytes(v.contents()), nil
	}),
	"tolist": viewMethod("tolist", func(t *starlark.Thread, v *memoryView) (starlark.Value, error) {
		out := make([]starlark.Value, v.n)
		for i := range out {
			out[i] = v.at(i)
		}
		return starlark.NewList(out), nil
	}),
	"toreadonly": viewMethod("toreadonly", func(t *starlark.Thread, v *memoryView) (starlark.Value, error) {
		w := v.derive()
		w.readonly = true
		return w, nil
	}),
	"__enter__": viewMethod("__enter__", func(t *starlark.Thread, v *memoryView) (starlark.Value, error) { return v, nil }),
	"hex": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		v := self.(*memoryView)
		if err := v.check(); err != nil {
			return nil, err
		}
		f, err := v.s.rt.GetAttr(starlark.Bytes(v.contents()), "hex")
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, args, kwargs)
	},
	"cast":    viewCast,
	"release": viewRelease,
	"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		self.(*memoryView).released = true
		return starlark.None, nil
	},
})

// viewMethod makes a method without arguments.
func viewMethod(name string, f func(t *starlark.Thread, v *memoryView) (starlark.Value, error)) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("memoryview."+name, args, kwargs, 0); err != nil {
			return nil, err
		}
		v := self.(*memoryView)
		if err := v.check(); err != nil {
			return nil, err
		}
		return f(t, v)
	}
}

func viewRelease(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("memoryview.release", args, kwargs, 0); err != nil {
		return nil, err
	}
	self.(*memoryView).released = true
	return starlark.None, nil
}

// viewCast is cast(format): between bytes and another format, in either direction.
func viewCast(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	given, err := object.Arguments("cast", args, kwargs, 1, "format", "shape")
	if err != nil {
		return nil, err
	}
	v := self.(*memoryView)
	if err := v.check(); err != nil {
		return nil, err
	}
	name, ok := given[0].(starlark.String)
	if !ok {
		return nil, exceptions.TypeError.Errorf("cast() argument 'format' must be str, not %s", object.TypeName(given[0]))
	}
	if len(name) == 2 && name[0] == '@' {
		name = name[1:]
	}
	var format byte
	if len(name) == 1 {
		format = name[0]
	}
	to, known := viewCodes[format]
	switch {
	case !known:
		return nil, exceptions.ValueError.Errorf("memoryview: destination format must be a native single character format prefixed with an optional '@'")
	case given[1] != nil:
		return nil, exceptions.NotImplementedError.Errorf("memoryview: more than one dimension is not supported")
	case !v.contiguous():
		return nil, exceptions.TypeError.Errorf("memoryview: casts are restricted to C-contiguous views")
	case v.size != 1 && to.size != 1:
		return nil, exceptions.TypeError.Errorf("memoryview: cannot cast between two non-byte formats")
	case v.n*v.size%to.size != 0:
		return nil, exceptions.TypeError.Errorf("memoryview: length is not a multiple of itemsize")
	}
	w := v.derive()
	w.format, w.code, w.size, w.stride, w.n = format, to.code, to.size, to.size, v.n*v.size/to.size
	return w, nil
}

// memoryViewBuiltin is memoryview(object). A view of a bytearray does not keep it from growing: it shows the memory that
// the bytearray had.
func (s *State) memoryViewBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	given, err := object.Arguments("memoryview", args, kwargs, 1, "object")
	if err != nil {
		return nil, err
	}
	if v, ok := given[0].(*memoryView); ok {
		if err := v.check(); err != nil {
			return nil, err
		}
		return v.derive(), nil
	}
	data, writable, err := asBuffer(given[0])
	if err != nil {
		return nil, err
	}
	if _, isData := typeOfData(given[0]); isData {
		m := memoryOf(given[0])
		return s.newMemoryView(m.data, m.block, false), nil
	}
	return s.newMemoryView(data, nil, !writable), nil
}

// MemoryView returns the class memoryview.
func (s *State) MemoryView() *object.Class { return s.class("memoryview") }
