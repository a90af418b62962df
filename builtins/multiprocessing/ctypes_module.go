package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles module ctypes as far as shared memory needs it: no foreign functions, no pointers.

// CtypesModule returns module ctypes.
func (s *State) CtypesModule() *object.Module {
	members := starlark.StringDict{
		"Structure":            s.structureClass(),
		"sizeof":               object.NewBuiltin("sizeof", s.sizeof),
		"alignment":            object.NewBuiltin("alignment", s.alignment),
		"create_string_buffer": object.NewBuiltin("create_string_buffer", s.createStringBuffer),
	}
	for _, t := range simpleTypes {
		members[t.name] = s.simpleType(t.name)
	}
	for alias, name := range ctypeAliases {
		members[alias] = s.simpleType(name)
	}
	return object.NewModule("ctypes", members)
}

// typeOrData returns the type that v is or has.
func (s *State) typeOrData(v starlark.Value, refusal string) (*ctype, error) {
	if c, ok := typeOfData(v); ok {
		return c, nil
	}
	if _, isCode := v.(starlark.String); !isCode {
		if c, err := s.ctypeOf(v); err == nil {
			return c, nil
		}
	}
	return nil, exceptions.TypeError.Errorf("%s", refusal)
}

func (s *State) sizeof(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("_ctypes.sizeof", args, kwargs, 1); err != nil {
		return nil, err
	}
	c, err := s.typeOrData(args[0], "this type has no size")
	if err != nil {
		return nil, err
	}
	return starlark.MakeInt(c.size), nil
}

func (s *State) alignment(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("_ctypes.alignment", args, kwargs, 1); err != nil {
		return nil, err
	}
	c, err := s.typeOrData(args[0], "no alignment info")
	if err != nil {
		return nil, err
	}
	return starlark.MakeInt(c.align), nil
}

// createStringBuffer is create_string_buffer(init, size=None).
func (s *State) createStringBuffer(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var init, size starlark.Value
	if err := object.Unpack("create_string_buffer", args, kwargs, "init", &init, "size??", &size); err != nil {
		return nil, err
	}
	text, isText := init.(starlark.Bytes)
	if isText && size == nil {
		size = starlark.MakeInt(len(text) + 1)
	} else if !isText {
		if _, isSize := init.(starlark.Int); !isSize || size != nil {
			return nil, exceptions.TypeError.With(init)
		}
		size = init
	}
	n, err := object.AsInt(size)
	if err != nil {
		return nil, err
	}
	typ, err := s.simpleType("c_char").arrayType(s.rt.MainModule, n)
	if err != nil {
		return nil, err
	}
	a := &carray{typ: typ, mem: memory{data: make([]byte, n)}}
	if isText {
		return a, a.SetField("value", text)
	}
	return a, nil
}
