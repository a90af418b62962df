package contextlib

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds @contextmanager.

func (m *module) contextManager(abstract, decorator *object.Class) {
	m.generator = m.class("_GeneratorContextManager", map[string]method{
		"__enter__": m.enter, "__exit__": m.exit,
		"_recreate_cm": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			o := self.(*object.Instance)
			callArgs, _ := field(o, "args").(starlark.Tuple)
			named, _ := field(o, "kwds").(*starlark.Dict)
			return m.start(t, field(o, "func"), callArgs, named.Items())
		},
	}, abstract, decorator)
	m.function = m.class("_ContextFunction", map[string]method{
		"__call__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return m.start(t, field(self.(*object.Instance), "__wrapped__"), args, kwargs)
		},
		// A method of a class binds as a function does.
		"__get__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) == 0 || args[0] == starlark.None {
				return self, nil
			}
			return object.NewBoundMethod(args[0], self), nil
		},
		"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			s, err := m.rt.Repr(field(self.(*object.Instance), "__wrapped__"))
			return starlark.String(s), err
		},
	})
}

// makeFunction is contextmanager(func).
func (m *module) makeFunction(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var f starlark.Value
	if err := object.Unpack("contextmanager", args, kwargs, "func", &f); err != nil {
		return nil, err
	}
	o := m.function.Allocate(t)
	o.SetOwn("__wrapped__", f)
	for _, name := range []string{"__name__", "__qualname__", "__doc__", "__module__"} {
		if v, err := m.rt.GetAttr(f, name); err == nil {
			o.SetOwn(name, v)
		}
	}
	return o, nil
}

// start calls the generator function; its body begins to run at __enter__.
func (m *module) start(t *starlark.Thread, f starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	gen, err := starlark.Call(t, f, args, kwargs)
	if err != nil {
		return nil, err
	}
	o := m.generator.Allocate(t)
	o.SetOwn("gen", gen)
	o.SetOwn("func", f)
	o.SetOwn("args", append(starlark.Tuple{}, args...))
	named := new(starlark.Dict)
	for _, kv := range kwargs {
		if err := named.SetKey(kv[0], kv[1]); err != nil {
			return nil, err
		}
	}
	o.SetOwn("kwds", named)
	return o, nil
}

// next is next(gen); ended says that it raised StopIteration.
func (m *module) next(t *starlark.Thread, gen starlark.Value) (v starlark.Value, ended bool, err error) {
	v, err = m.call(t, gen, "__next__")
	if err == nil || object.IsCancelled(err) {
		return v, false, err
	}
	if e := m.rt.Exception(err); !e.IsInstanceOf(exceptions.StopIteration) {
		return nil, false, object.ErrorOf(e)
	}
	return nil, true, nil
}

func (m *module) enter(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, ended, err := m.next(t, field(self.(*object.Instance), "gen"))
	if ended {
		return nil, exceptions.RuntimeError.Errorf("generator didn't yield")
	}
	return v, err
}

func (m *module) exit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("__exit__", args, kwargs, 3, 3); err != nil {
		return nil, err
	}
	gen := field(self.(*object.Instance), "gen")
	if args[0] == starlark.None {
		_, ended, err := m.next(t, gen)
		switch {
		case err != nil:
			return nil, err
		case ended:
			return starlark.False, nil
		}
		return nil, m.stop(t, gen, "generator didn't stop")
	}
	value := args[1]
	if value == starlark.None {
		v, err := starlark.Call(t, args[0], nil, nil)
		if err != nil {
			return nil, err
		}
		value = v
	}
	_, err := m.call(t, gen, "throw", value)
	if err == nil {
		return nil, m.stop(t, gen, "generator didn't stop after throw()")
	}
	if object.IsCancelled(err) {
		return nil, err
	}
	raised := m.rt.Exception(err)
	switch {
	case raised == value:
		return starlark.False, nil
	case raised.IsInstanceOf(exceptions.StopIteration):
		return starlark.True, nil
	case raised.IsInstanceOf(exceptions.RuntimeError) && raised.Raised().Cause != nil && starlark.Value(raised.Raised().Cause) == value:
		// A StopIteration that passed through the generator became a RuntimeError.
		if thrown, ok := value.(*object.Instance); ok && thrown.IsInstanceOf(exceptions.StopIteration) {
			return starlark.False, nil
		}
	}
	return nil, object.ErrorOf(raised)
}

// stop closes a generator that has yielded once too often.
func (m *module) stop(t *starlark.Thread, gen starlark.Value, text string) error {
	if _, err := m.call(t, gen, "close"); err != nil {
		return err
	}
	return exceptions.RuntimeError.Errorf("%s", text)
}
