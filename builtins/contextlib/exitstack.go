package contextlib

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds ExitStack.

// exitStack is the Go state of an ExitStack: functions with the signature of __exit__, last in first out.
type exitStack struct{ exits []starlark.Value }

func stackOf(v starlark.Value) *exitStack { return v.(*object.Instance).State().(*exitStack) }

func (m *module) exitStack(abstract *object.Class) *object.Class {
	c := m.rt.NewBuiltinClass("contextlib", "ExitStack", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &exitStack{} },
	}, abstract)
	define := func(name string, f method) { c.Define(name, object.NewMethod(c, name, f)) }
	define("__exit__", m.unwind)
	define("enter_context", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var manager starlark.Value
		if err := object.UnpackMethod("ExitStack.enter_context", args, kwargs, "cm", &manager); err != nil {
			return nil, err
		}
		enter, err := m.special(manager, "__enter__", "")
		if err != nil {
			return nil, err
		}
		exit, err := m.special(manager, "__exit__", "")
		if err != nil {
			return nil, err
		}
		v, err := starlark.Call(t, enter, nil, nil)
		if err != nil {
			return nil, err
		}
		s := stackOf(self)
		s.exits = append(s.exits, exit)
		return v, nil
	})
	define("push", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var exit starlark.Value
		if err := object.UnpackMethod("ExitStack.push", args, kwargs, "exit", &exit); err != nil {
			return nil, err
		}
		s, f := stackOf(self), exit
		if special, err := m.rt.GetAttr(exit, "__exit__"); err == nil {
			f = special
		}
		s.exits = append(s.exits, f)
		return exit, nil
	})
	define("callback", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, exceptions.TypeError.Errorf("ExitStack.callback() missing 1 required positional argument: 'callback'")
		}
		f, rest := args[0], append(starlark.Tuple{}, args[1:]...)
		named := append([]starlark.Tuple{}, kwargs...)
		s := stackOf(self)
		s.exits = append(s.exits, object.NewBuiltin("callback", func(t *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			_, err := starlark.Call(t, f, rest, named)
			return starlark.None, err
		}))
		return f, nil
	})
	define("pop_all", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o := self.(*object.Instance).Class().Allocate(t)
		s := stackOf(self)
		stackOf(o).exits, s.exits = s.exits, nil
		return o, nil
	})
	define("close", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		_, err := m.unwind(t, self, starlark.Tuple{starlark.None, starlark.None, starlark.None}, nil)
		return starlark.None, err
	})
	return c
}

// unwind is ExitStack.__exit__.
func (m *module) unwind(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("__exit__", args, kwargs, 3, 3); err != nil {
		return nil, err
	}
	var failure error
	given, _ := args[1].(*object.Instance)
	if given != nil && given.Raised() != nil {
		failure = object.ErrorOf(given)
	}
	s := stackOf(self)
	for len(s.exits) > 0 {
		exit := s.exits[len(s.exits)-1]
		s.exits = s.exits[:len(s.exits)-1]
		swallowed, err := m.leave(t, exit, failure)
		switch {
		case err != nil && object.IsCancelled(err):
			return nil, err
		case swallowed:
			failure = nil
		case err != nil:
			failure = err
		}
	}
	if failure == nil {
		return starlark.Bool(given != nil), nil
	}
	if e := m.rt.Exception(failure); e == given {
		return starlark.False, nil
	}
	return nil, failure
}
