package structs

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module.

// New returns the module struct.
func New(rt *object.Runtime) *object.Module {
	k := newStruct(rt)
	functions := map[string]declare.Func{}
	// Each function is a method of a Struct whose format comes first.
	for name, f := range methods {
		functions[name] = func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) == 0 {
				return nil, declare.TypeErrorf("%s() missing 1 required positional argument: 'format'", name)
			}
			l, err := formatOf(c.Args[0])
			if err != nil {
				return nil, err
			}
			c.Args = c.Args[1:]
			return f(c, l)
		}
	}
	functions["calcsize"] = func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		l, err := formatOf(c.Args[0])
		if err != nil {
			return nil, err
		}
		return starlark.MakeInt(l.size), nil
	}
	m := declare.Classes(declare.Module(rt, "struct", functions), k)
	return declare.Add(m, starlark.StringDict{"error": rt.ExceptionClass(Error)})
}

func formatOf(v starlark.Value) (*layout, error) {
	text, ok := declare.Text(v)
	if !ok {
		if text, ok = declare.Bytes(v); !ok {
			return nil, declare.TypeErrorf("Struct() argument 1 must be a str or bytes object, not %s", object.TypeName(v))
		}
	}
	return parse(text)
}

var methods = map[string]func(c declare.Call, l *layout) (starlark.Value, error){
	"pack": func(c declare.Call, l *layout) (starlark.Value, error) {
		b, err := l.pack(c.Args)
		return starlark.Bytes(b), err
	},
	"unpack": func(c declare.Call, l *layout) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		b, ok := declare.Bytes(c.Args[0])
		if !ok {
			return nil, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(c.Args[0]))
		}
		if len(b) != l.size {
			return nil, Error.Errorf("unpack requires a buffer of %d bytes", l.size)
		}
		return l.unpack([]byte(b)), nil
	},
	"unpack_from": func(c declare.Call, l *layout) (starlark.Value, error) {
		var buffer starlark.Value
		offset := 0
		if err := c.Unpack("buffer", &buffer, "offset?", &offset); err != nil {
			return nil, err
		}
		b, ok := declare.Bytes(buffer)
		if !ok {
			return nil, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(buffer))
		}
		if offset < 0 {
			offset += len(b)
		}
		if offset < 0 || len(b)-offset < l.size {
			return nil, Error.Errorf("unpack_from requires a buffer of at least %d bytes for unpacking %d bytes at offset %d (actual buffer size is %d)", l.size+offset, l.size, offset, len(b))
		}
		return l.unpack([]byte(b[offset:])), nil
	},
	"iter_unpack": func(c declare.Call, l *layout) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		b, _ := declare.Bytes(c.Args[0])
		if l.size == 0 {
			return nil, Error.Errorf("cannot iteratively unpack with a struct of length 0")
		}
		if len(b)%l.size != 0 {
			return nil, Error.Errorf("iterative unpacking requires a buffer of a multiple of %d bytes", l.size)
		}
		return c.RT.NewIterator("unpack_iterator", func() (starlark.Value, bool, error) {
			if b == "" {
				return nil, false, nil
			}
			t := l.unpack([]byte(b[:l.size]))
			b = b[l.size:]
			return t, true, nil
		}), nil
	},
	"pack_into": func(c declare.Call, l *layout) (starlark.Value, error) {
		if len(c.Args) < 2 {
			return nil, declare.TypeErrorf("pack_into expected buffer argument")
		}
		buffer, ok := c.Args[0].(*object.Bytearray)
		if !ok {
			return nil, declare.TypeErrorf("read-write bytes-like object expected")
		}
		offset, err := object.AsInt(c.Args[1])
		if err != nil {
			return nil, err
		}
		if offset < 0 {
			offset += len(buffer.Bytes())
		}
		if offset < 0 || len(buffer.Bytes())-offset < l.size {
			return nil, Error.Errorf("pack_into requires a buffer of at least %d bytes for packing %d bytes at offset %d (actual buffer size is %d)", l.size+offset, l.size, offset, len(buffer.Bytes()))
		}
		b, err := l.pack(c.Args[2:])
		if err != nil {
			return nil, err
		}
		copy(buffer.Bytes()[offset:], b)
		return starlark.None, nil
	},
}

func newStruct(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "struct", "Struct", declare.Options{
		State: func() any { return new(layout) },
		Save:  func(o *object.Instance) starlark.Value { return starlark.String(o.State().(*layout).text) },
		Load: func(o *object.Instance, v starlark.Value) error {
			l, err := formatOf(v)
			if err == nil {
				*o.State().(*layout) = *l
			}
			return err
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			switch name {
			case "size":
				return starlark.MakeInt(o.State().(*layout).size), true, nil
			case "format":
				return starlark.String(o.State().(*layout).text), true, nil
			}
			return nil, false, nil
		},
	})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		l, err := formatOf(c.Args[0])
		if err != nil {
			return nil, err
		}
		*c.Object().State().(*layout) = *l
		return starlark.None, nil
	})
	for name, f := range methods {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			c.Name = name
			return f(c, c.Object().State().(*layout))
		})
	}
	return k
}
