// Package contextlib emulates Python's contextlib module, but for what is asynchronous.
//
//	@contextmanager ──▶ contextFunction ──call──▶ _GeneratorContextManager ──▶ next(), throw() of the generator
//
// All objects are instances with fields, so they travel as far as what they hold does.
package contextlib

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes the module and holds the simple managers.

type method = object.Method

type module struct {
	rt        *object.Runtime
	generator *object.Class // _GeneratorContextManager
	function  *object.Class // what @contextmanager returns
}

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt}
	abstract := m.class("AbstractContextManager", map[string]method{"__enter__": returnSelf, "__exit__": returnNone})
	decorator := m.class("ContextDecorator", map[string]method{"__call__": m.decorate, "_recreate_cm": returnSelf})
	m.contextManager(abstract, decorator)
	redirect := func(name string, stream *starlark.Value) *object.Class {
		return m.class(name, map[string]method{
			"__init__": initialize("new_target"),
			"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				o := self.(*object.Instance)
				old := field(o, "_old_targets")
				o.SetOwn("_old_targets", starlark.Tuple{*stream, old})
				*stream = field(o, "new_target")
				return *stream, nil
			},
			"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				o := self.(*object.Instance)
				if stack, ok := field(o, "_old_targets").(starlark.Tuple); ok {
					*stream = stack[0]
					o.SetOwn("_old_targets", stack[1])
				}
				return starlark.None, nil
			},
		}, abstract)
	}
	callback := m.exitStack(abstract)
	return object.NewModule("contextlib", starlark.StringDict{
		"AbstractContextManager": abstract, "ContextDecorator": decorator, "_GeneratorContextManager": m.generator, "_ContextFunction": m.function,
		"contextmanager":  object.NewBuiltin("contextmanager", m.makeFunction),
		"redirect_stdout": redirect("redirect_stdout", &rt.Stdout), "redirect_stderr": redirect("redirect_stderr", &rt.Stderr),
		"ExitStack": callback,
		"closing": m.class("closing", map[string]method{
			"__init__": initialize("thing"), "__enter__": returnField("thing"),
			"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				_, err := m.call(t, field(self.(*object.Instance), "thing"), "close")
				return starlark.None, err
			},
		}, abstract),
		"nullcontext": m.class("nullcontext", map[string]method{
			"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				var result starlark.Value = starlark.None
				err := object.UnpackMethod("nullcontext.__init__", args, kwargs, "enter_result?", &result)
				self.(*object.Instance).SetOwn("enter_result", result)
				return starlark.None, err
			},
			"__enter__": returnField("enter_result"), "__exit__": returnNone,
		}, abstract),
		"suppress": m.class("suppress", map[string]method{
			"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				self.(*object.Instance).SetOwn("_exceptions", append(starlark.Tuple{}, args...))
				return starlark.None, nil
			},
			"__enter__": returnNone, "__exit__": m.suppressed,
		}, abstract),
	})
}

// class makes a class with methods in its namespace.
func (m *module) class(name string, methods map[string]method, bases ...*object.Class) *object.Class {
	c := m.rt.NewBuiltinClass("contextlib", name, nil, bases...)
	for n, f := range methods {
		c.Define(n, object.NewMethod(c, n, f))
	}
	return c
}

func field(o *object.Instance, name string) starlark.Value {
	if v, ok := o.Field(name); ok {
		return v
	}
	return starlark.None
}

// call is o.name(args...).
func (m *module) call(t *starlark.Thread, o starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
	f, err := m.rt.GetAttr(o, name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, f, args, nil)
}

// special is a special method of a manager, from its class if it has one.
func (m *module) special(o starlark.Value, name, missing string) (starlark.Value, error) {
	f, err := m.rt.GetAttr(o, name)
	if err != nil {
		return nil, exceptions.TypeError.Errorf("'%s' object does not support the context manager protocol%s", object.TypeName(o), missing)
	}
	return f, nil
}

func returnSelf(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return self, nil
}

func returnNone(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func returnField(name string) method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return field(self.(*object.Instance), name), nil
	}
}

// initialize is a constructor with one parameter.
func initialize(parameter string) method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		err := object.UnpackMethod(object.TypeName(self)+".__init__", args, kwargs, parameter, &v)
		if err == nil {
			self.(*object.Instance).SetOwn(parameter, v)
		}
		return starlark.None, err
	}
}

// suppressed is suppress.__exit__.
func (m *module) suppressed(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 || args[0] == starlark.None {
		return starlark.False, nil
	}
	c, ok := args[0].(*object.Class)
	if !ok {
		return starlark.False, nil
	}
	is, err := m.rt.IsSubclass(c, field(self.(*object.Instance), "_exceptions"))
	return starlark.Bool(is), err
}

// decorate is ContextDecorator.__call__(func): the function runs inside the manager.
func (m *module) decorate(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("ContextDecorator.__call__", args, kwargs, 1); err != nil {
		return nil, err
	}
	f := args[0]
	name := "inner"
	if c, ok := f.(starlark.Callable); ok {
		name = object.SimpleName(c.Name())
	}
	return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		manager, err := m.call(t, self, "_recreate_cm")
		if err != nil {
			return nil, err
		}
		return m.within(t, manager, func() (starlark.Value, error) { return starlark.Call(t, f, args, kwargs) })
	}), nil
}

// within is `with manager: return f()`.
func (m *module) within(t *starlark.Thread, manager starlark.Value, f func() (starlark.Value, error)) (starlark.Value, error) {
	enter, err := m.special(manager, "__enter__", "")
	if err != nil {
		return nil, err
	}
	exit, err := m.special(manager, "__exit__", " (missed __exit__ method)")
	if err != nil {
		return nil, err
	}
	if _, err := starlark.Call(t, enter, nil, nil); err != nil {
		return nil, err
	}
	v, err := f()
	swallowed, err := m.leave(t, exit, err)
	if err != nil {
		return nil, err
	}
	if swallowed {
		return starlark.None, nil
	}
	return v, nil
}

// leave calls __exit__ with the outcome of a body; swallowed says that the body's exception is gone.
func (m *module) leave(t *starlark.Thread, exit starlark.Value, failure error) (swallowed bool, err error) {
	if failure == nil {
		_, err := starlark.Call(t, exit, starlark.Tuple{starlark.None, starlark.None, starlark.None}, nil)
		return false, err
	}
	if object.IsCancelled(failure) {
		return false, failure
	}
	e := m.rt.Exception(failure)
	tb, err := m.rt.GetAttr(e, "__traceback__")
	if err != nil {
		return false, err
	}
	r, err := starlark.Call(t, exit, starlark.Tuple{e.Class(), e, tb}, nil)
	if err != nil {
		raised := m.rt.Exception(err)
		if x := raised.Raised(); raised != e && x.Context == nil {
			x.Context = e
		}
		return false, object.ErrorOf(raised)
	}
	if r.Truth() {
		return true, m.rt.Pending()
	}
	return false, object.ErrorOf(e)
}
