package declare

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines Call, what a function made in Go is given.

// Call is one call of a function, a method (Self is the object) or a class method (Self is the class).
type Call struct {
	RT     *object.Runtime
	T      *starlark.Thread
	Name   string
	Self   starlark.Value
	Args   starlark.Tuple
	Kwargs []starlark.Tuple
}

// Func is a function that scripts call.
type Func = func(c Call) (starlark.Value, error)

// Unpack assigns the arguments to variables; see object.Unpack.
func (c Call) Unpack(pairs ...any) error { return object.Unpack(c.Name, c.Args, c.Kwargs, pairs...) }

// Exactly checks that n positional arguments are given and no keywords.
func (c Call) Exactly(n int) error { return object.Exactly(c.Name, c.Args, c.Kwargs, n) }

// Between checks that least to most positional arguments are given and no keywords.
func (c Call) Between(least, most int) error {
	return object.ArgumentCount(c.Name, c.Args, c.Kwargs, least, most)
}

// Arg returns the positional argument i, or nil.
func (c Call) Arg(i int) starlark.Value {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return nil
}

// Call calls f with positional arguments.
func (c Call) Call(f starlark.Value, args ...starlark.Value) (starlark.Value, error) {
	return starlark.Call(c.T, f, args, nil)
}

// CallMethod is getattr(v, name)(args...).
func (c Call) CallMethod(v starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
	f, err := c.RT.GetAttr(v, name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(c.T, f, args, nil)
}

// Builtin calls the built-in function called name.
func (c Call) Builtin(name string, args ...starlark.Value) (starlark.Value, error) {
	return starlark.Call(c.T, c.RT.Builtins()[name], args, nil)
}

// Object returns Self, which is an instance.
func (c Call) Object() *object.Instance { return c.Self.(*object.Instance) }

// Keywords returns the keyword arguments as a dict.
func (c Call) Keywords() *starlark.Dict {
	d := starlark.NewDict(len(c.Kwargs))
	for _, kv := range c.Kwargs {
		d.SetKey(kv[0], kv[1])
	}
	return d
}

// Sort is sorted(elements, key=key, reverse=reverse); key may be nil.
func (c Call) Sort(elements []starlark.Value, key starlark.Value, reverse bool) ([]starlark.Value, error) {
	kwargs := []starlark.Tuple{{starlark.String("reverse"), starlark.Bool(reverse)}}
	if key != nil {
		kwargs = append(kwargs, starlark.Tuple{starlark.String("key"), key})
	}
	v, err := starlark.Call(c.T, c.RT.Builtin("sorted"), starlark.Tuple{starlark.NewList(elements)}, kwargs)
	if err != nil {
		return nil, err
	}
	return c.RT.List(c.T, v)
}

// Truth is bool(v) with the exception that it raised.
func (c Call) Truth(v starlark.Value) (bool, error) {
	b := bool(v.Truth())
	return b, c.RT.Pending()
}

// List returns the elements of args[0] or the like as a slice that the caller owns.
func (c Call) List(v starlark.Value) ([]starlark.Value, error) {
	elements, err := c.RT.List(c.T, v)
	return append([]starlark.Value(nil), elements...), err
}

// TypeErrorf returns a TypeError.
func TypeErrorf(format string, args ...any) error {
	return exceptions.TypeError.Errorf(format, args...)
}

// ValueErrorf returns a ValueError.
func ValueErrorf(format string, args ...any) error {
	return exceptions.ValueError.Errorf(format, args...)
}

// Strings returns texts as values.
func Strings(texts ...string) []starlark.Value {
	out := make([]starlark.Value, len(texts))
	for i, s := range texts {
		out[i] = starlark.String(s)
	}
	return out
}

// Text returns the str that v is, or is derived from.
func Text(v starlark.Value) (string, bool) {
	s, ok := object.Underlying(v).(starlark.String)
	return string(s), ok
}

// Bytes returns the content of bytes or a bytearray.
func Bytes(v starlark.Value) (string, bool) {
	switch v := object.Underlying(v).(type) {
	case starlark.Bytes:
		return string(v), true
	case *object.Bytearray:
		return string(v.Bytes()), true
	}
	return "", false
}
