package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes C data in shared memory: Value, Array, RawValue and RawArray, copy() and synchronized().

// newValue is _new_value(type_): zeroed memory of the arena.
func (c *ctype) newValue(t *starlark.Thread) (starlark.Value, error) {
	m, err := c.s.newMemory(c.size)
	if err != nil {
		return nil, err
	}
	return c.view(t, m), nil
}

// rawValue is RawValue(typecode_or_type, *args).
func (s *State) rawValue(t *starlark.Thread, code starlark.Value, args []starlark.Value) (starlark.Value, error) {
	c, err := s.ctypeOf(code)
	if err != nil {
		return nil, err
	}
	v, err := c.newValue(t)
	if err != nil {
		return nil, err
	}
	return v, c.init(t, v, args, nil)
}

// rawArray is RawArray(typecode_or_type, size_or_initializer).
func (s *State) rawArray(t *starlark.Thread, code, size starlark.Value) (starlark.Value, error) {
	var n int
	var elements []starlark.Value
	switch size.(type) {
	case starlark.Int, starlark.Bool:
		i, err := object.AsInt(size)
		if err != nil {
			return nil, exceptions.OverflowError.Errorf("cannot fit 'int' into an index-sized integer")
		}
		n = i
	default:
		length, ok := s.length(t, size)
		if !ok {
			return nil, exceptions.TypeError.Errorf("object of type '%s' has no len()", object.TypeName(size))
		}
		var err error
		if elements, err = s.rt.List(t, size); err != nil {
			return nil, err
		}
		n = length
	}
	c, err := s.ctypeOf(code)
	if err != nil {
		return nil, err
	}
	typ, err := c.arrayType("multiprocessing.sharedctypes", n)
	if err != nil {
		return nil, err
	}
	v, err := typ.newValue(t)
	if err != nil {
		return nil, err
	}
	return v, v.(*carray).fill(t, elements)
}

// locked wraps v by the argument lock: False means no wrapper, True and None an RLock.
func (s *State) locked(v, lock starlark.Value) (starlark.Value, error) {
	if lock == starlark.False {
		return v, nil
	}
	isDefault := lock == starlark.True || lock == starlark.None
	if n, ok := lock.(starlark.Int); ok { // `lock in (True, None)` holds for 1
		i, small := n.Int64()
		isDefault = small && i == 1
	}
	if isDefault {
		return s.synchronizedByDefault(v)
	}
	if _, err := s.rt.GetAttr(lock, "acquire"); err != nil {
		text, err := s.rt.Repr(lock)
		if err != nil {
			return nil, err
		}
		return nil, exceptions.AttributeError.Errorf("%s has no method 'acquire'", text)
	}
	return s.synchronized(v, lock), nil
}

// valueBuiltin is Value(typecode_or_type, *args, lock=True).
func (s *State) valueBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	lock, code, args, err := valueArguments("BaseContext.Value", args, kwargs, true)
	if err != nil {
		return nil, err
	}
	v, err := s.rawValue(t, code, args)
	if err != nil {
		return nil, err
	}
	return s.locked(v, lock)
}

// rawValueBuiltin is RawValue(typecode_or_type, *args).
func (s *State) rawValueBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	_, code, args, err := valueArguments("BaseContext.RawValue", args, kwargs, false)
	if err != nil {
		return nil, err
	}
	return s.rawValue(t, code, args)
}

// valueArguments reads (typecode_or_type, *args, lock=True).
func valueArguments(name string, args starlark.Tuple, kwargs []starlark.Tuple, takesLock bool) (lock, code starlark.Value, rest []starlark.Value, err error) {
	lock = starlark.True
	for _, kv := range withoutContext(kwargs) {
		switch key := string(kv[0].(starlark.String)); {
		case key == "lock" && takesLock:
			lock = kv[1]
		case key == "typecode_or_type" && len(args) == 0:
			code = kv[1]
		case key == "typecode_or_type":
			return nil, nil, nil, exceptions.TypeError.Errorf("%s() got multiple values for argument '%s'", name, key)
		default:
			return nil, nil, nil, exceptions.TypeError.Errorf("%s() got an unexpected keyword argument '%s'", name, key)
		}
	}
	if len(args) > 0 {
		return lock, args[0], args[1:], nil
	}
	if code == nil {
		return nil, nil, nil, exceptions.TypeError.Errorf("%s() missing 1 required positional argument: 'typecode_or_type'", name)
	}
	return lock, code, nil, nil
}

// arrayBuiltin is Array(typecode_or_type, size_or_initializer, *, lock=True).
func (s *State) arrayBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var code, size starlark.Value
	var lock starlark.Value = starlark.True
	err := unpack("BaseContext.Array", starlark.None, args, withoutContext(kwargs), "typecode_or_type", &code, "size_or_initializer", &size, "*", nil, "lock?", &lock)
	if err != nil {
		return nil, err
	}
	v, err := s.rawArray(t, code, size)
	if err != nil {
		return nil, err
	}
	return s.locked(v, lock)
}

// rawArrayBuiltin is RawArray(typecode_or_type, size_or_initializer).
func (s *State) rawArrayBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var code, size starlark.Value
	if err := unpack("BaseContext.RawArray", starlark.None, args, kwargs, "typecode_or_type", &code, "size_or_initializer", &size); err != nil {
		return nil, err
	}
	return s.rawArray(t, code, size)
}

// copyBuiltin is sharedctypes.copy(obj).
func (s *State) copyBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("copy", args, kwargs, "obj", &v); err != nil {
		return nil, err
	}
	c, ok := typeOfData(v)
	if !ok {
		return nil, errNoSize()
	}
	made, err := c.newValue(t)
	if err != nil {
		return nil, err
	}
	copy(memoryOf(made).data, memoryOf(v).data)
	return made, nil
}

// synchronizedBuiltin is sharedctypes.synchronized(obj, lock=None).
func (s *State) synchronizedBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v, lock starlark.Value
	if err := object.Unpack("synchronized", args, withoutContext(kwargs), "obj", &v, "lock??", &lock); err != nil {
		return nil, err
	}
	if _, ok := v.(interface{ guarded() *guard }); ok {
		return nil, exceptions.AssertionError.Errorf("object already synchronized")
	}
	if _, ok := typeOfData(v); !ok {
		return nil, exceptions.AttributeError.Errorf("type object '%s' has no attribute '_fields_'", object.TypeName(v))
	}
	if lock == nil || !bool(lock.Truth()) {
		return s.synchronizedByDefault(v)
	}
	return s.synchronized(v, lock), nil
}
