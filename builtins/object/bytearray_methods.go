package object

import (
	"slices"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file lists the methods of bytearray: those of bytes, and those that change it.

var bytearrayMethods = NewMethods(bytearrayFromBytesMethods()).Extend(map[string]Method{
	"append": bytearrayChange("append", 1, func(b *Bytearray, args starlark.Tuple) (starlark.Value, error) {
		c, err := byteValue(args[0], "bytearray")
		if err == nil {
			b.data = append(b.data, c)
		}
		return starlark.None, err
	}),
	"clear": bytearrayChange("clear", 0, func(b *Bytearray, args starlark.Tuple) (starlark.Value, error) {
		b.data = nil
		return starlark.None, nil
	}),
	"copy": bytearrayChange("copy", 0, func(b *Bytearray, args starlark.Tuple) (starlark.Value, error) {
		return &Bytearray{slices.Clone(b.data)}, nil
	}),
	"extend":   bytearrayExtend,
	"__iadd__": bytearrayAdd,
	"__imul__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		i, ok := unbool(args[0]).(starlark.Int)
		if !ok {
			return NotImplemented, nil
		}
		b := self.(*Bytearray)
		if err := checkRepeat(starlark.Bytes(b.data), i); err != nil {
			return nil, err
		}
		n, _ := i.Int64()
		b.data = slices.Repeat(b.data, int(max(n, 0)))
		return b, nil
	},
	"insert": bytearrayInsert,
	"pop":    bytearrayPop,
	"remove": bytearrayChange("remove", 1, func(b *Bytearray, args starlark.Tuple) (starlark.Value, error) {
		c, err := byteValue(args[0], "bytearray")
		if err != nil {
			return nil, err
		}
		i := slices.Index(b.data, c)
		if i < 0 {
			return nil, valueErrorf("value not found in bytearray")
		}
		b.data = slices.Delete(b.data, i, i+1)
		return starlark.None, nil
	}),
	"reverse": bytearrayChange("reverse", 0, func(b *Bytearray, args starlark.Tuple) (starlark.Value, error) {
		slices.Reverse(b.data)
		return starlark.None, nil
	}),
})

// bytearrayFromBytesMethods makes bytearray's methods of those of bytes: bytes in the result become bytearrays.
func bytearrayFromBytesMethods() map[string]Method {
	out := map[string]Method{}
	for name, f := range bytesMethods {
		out[name] = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			v, err := f(t, prepend(starlark.Bytes(self.(*Bytearray).data), args), kwargs)
			if err != nil || name == "maketrans" {
				return v, err
			}
			return asBytearrays(v), nil
		}
	}
	return out
}

func asBytearrays(v starlark.Value) starlark.Value {
	switch v := v.(type) {
	case starlark.Bytes:
		return &Bytearray{[]byte(v)}
	case starlark.Tuple:
		for i, x := range v {
			v[i] = asBytearrays(x)
		}
	case *starlark.List:
		parts := listElements(v)
		for i, x := range parts {
			parts[i] = asBytearrays(x)
		}
		return starlark.NewList(parts)
	}
	return v
}

// bytearrayChange makes a method with n arguments.
func bytearrayChange(name string, n int, f func(b *Bytearray, args starlark.Tuple) (starlark.Value, error)) Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("bytearray."+name, args, kwargs, n); err != nil {
			return nil, err
		}
		return f(self.(*Bytearray), args)
	}
}

func bytearrayExtend(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("bytearray.extend", args, kwargs, 1); err != nil {
		return nil, err
	}
	if _, isStr := args[0].(starlark.String); isStr {
		return nil, typeErrorf("expected iterable of integers; got: 'str'")
	}
	rt := Of(t)
	if _, ok := bytesOf(args[0]); !ok && !rt.isIterable(args[0]) {
		return nil, typeErrorf("can't extend bytearray with %s", TypeName(args[0]))
	}
	s, err := rt.toBytes(t, args[0], "bytearray")
	if err != nil {
		return nil, err
	}
	b := self.(*Bytearray)
	b.data = append(b.data, s...)
	return starlark.None, nil
}

func bytearrayAdd(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, ok := bytesOf(args[0])
	if !ok {
		return nil, typeErrorf("can't concat %s to bytearray", TypeName(args[0]))
	}
	b := self.(*Bytearray)
	b.data = append(b.data, s...)
	return b, nil
}

func bytearrayInsert(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("bytearray.insert", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	i, err := AsInt(args[0])
	if err != nil {
		return nil, err
	}
	c, err := byteValue(args[1], "bytearray")
	if err != nil {
		return nil, err
	}
	b := self.(*Bytearray)
	n := len(b.data)
	if i < 0 {
		i += n
	}
	b.data = slices.Insert(b.data, max(0, min(i, n)), c)
	return starlark.None, nil
}

func bytearrayPop(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("bytearray.pop", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	b := self.(*Bytearray)
	i := -1
	if len(args) > 0 {
		var err error
		if i, err = AsInt(args[0]); err != nil {
			return nil, err
		}
	}
	n := len(b.data)
	if n == 0 {
		return nil, exceptions.IndexError.Errorf("pop from empty bytearray")
	}
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return nil, exceptions.IndexError.Errorf("pop index out of range")
	}
	c := b.data[i]
	b.data = slices.Delete(b.data, i, i+1)
	return starlark.MakeInt(int(c)), nil
}
