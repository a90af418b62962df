package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes the module _pickle: values as bytes, in the form of the messages of package starlarkcbor. The module
// pickle, written in Python, frames them. The bytes are understood by processes of the same script alone.

func (s *State) pickleModule() starlark.StringDict {
	members := starlark.StringDict{"dumps": object.NewBuiltin("dumps", s.dumps), "loads": object.NewBuiltin("loads", s.loads)}
	for _, t := range []*exceptions.Type{exceptions.PickleError, exceptions.PicklingError, exceptions.UnpicklingError} {
		members[t.Name] = s.rt.ExceptionClass(t)
	}
	return members
}

// dumps is _pickle.dumps(obj). Handles need the arena to hold what they refer to, so they are refused.
func (s *State) dumps(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("dumps", args, kwargs, 1); err != nil {
		return nil, err
	}
	data, refs, err := s.encode("obj", args[0])
	if err != nil {
		return nil, err
	}
	if len(refs) > 0 {
		return nil, exceptions.RuntimeError.Errorf("%s objects should only be shared between processes through inheritance", object.TypeName(args[0]))
	}
	return starlark.Bytes(data), nil
}

// loads is _pickle.loads(data).
func (s *State) loads(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("loads", args, kwargs, 1); err != nil {
		return nil, err
	}
	data, ok := bytesOf(args[0])
	if !ok {
		return nil, exceptions.TypeError.Errorf("a bytes-like object is required, not '%s'", object.TypeName(args[0]))
	}
	values, err := s.decode([]byte(data), 1)
	if err != nil {
		return nil, err
	}
	return values[0], nil
}
