// Package weakref emulates Python's weakref module with references that are not weak: what they refer to lives as long as
// they do, so callbacks are not called before the end.
package weakref

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New makes the module. atExit registers what is run at the end.
func New(rt *object.Runtime, atExit func(f *object.Builtin)) *object.Module {
	ref := rt.NewBuiltinClass("weakref", "ReferenceType", nil)
	define := func(c *object.Class, name string, f object.Method) { c.Define(name, object.NewMethod(c, name, f)) }
	held := func(self starlark.Value) starlark.Value {
		v, ok := self.(*object.Instance).Field("_object")
		if !ok {
			return starlark.None
		}
		return v
	}
	define(ref, "__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.ArgumentCount("__new__", args, kwargs, 1, 2); err != nil {
			return nil, err
		}
		if err := referable(args[0]); err != nil {
			return nil, err
		}
		o := self.(*object.Instance)
		o.SetOwn("_object", args[0])
		o.SetOwn("__callback__", starlark.None)
		if len(args) == 2 {
			o.SetOwn("__callback__", args[1])
		}
		return starlark.None, nil
	})
	define(ref, "__call__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return held(self), nil
	})
	define(ref, "__hash__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		h, err := rt.Hash(held(self))
		return h, err
	})
	define(ref, "__eq__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		other, ok := args[0].(*object.Instance)
		if !ok || !other.Class().IsSubclass(ref) {
			return object.NotImplemented, nil
		}
		eq, err := rt.Equal(held(self), held(other))
		return starlark.Bool(eq), err
	})
	return object.NewModule("weakref", starlark.StringDict{
		"ref": ref, "ReferenceType": ref, "WeakMethod": ref,
		"proxy": object.NewBuiltin("proxy", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.ArgumentCount("proxy", args, kwargs, 1, 2); err != nil {
				return nil, err
			}
			return args[0], referable(args[0])
		}),
		"getweakrefcount": object.NewBuiltin("getweakrefcount", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.MakeInt(0), nil
		}),
		"getweakrefs": object.NewBuiltin("getweakrefs", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.NewList(nil), nil
		}),
		"WeakValueDictionary": rt.NewBuiltinClass("weakref", "WeakValueDictionary", nil, rt.Type("dict")),
		"WeakKeyDictionary":   rt.NewBuiltinClass("weakref", "WeakKeyDictionary", nil, rt.Type("dict")),
		"WeakSet":             rt.NewBuiltinClass("weakref", "WeakSet", nil, rt.Type("set")),
		"finalize":            finalizer(rt, atExit),
	})
}

// referable refuses what CPython has no weak references to.
func referable(v starlark.Value) error {
	switch v.(type) {
	case starlark.Int, starlark.Float, starlark.Bool, starlark.String, starlark.Bytes, starlark.Tuple, starlark.NoneType, *starlark.List, *starlark.Dict:
		return exceptions.TypeError.Errorf("cannot create weak reference to '%s' object", object.TypeName(v))
	}
	return nil
}

// finalizer makes finalize: its function is called by hand or at the end.
func finalizer(rt *object.Runtime, atExit func(f *object.Builtin)) *object.Class {
	type state struct {
		of, f  starlark.Value
		args   starlark.Tuple
		kwargs []starlark.Tuple
		alive  bool
	}
	stateOf := func(v starlark.Value) *state { return v.(*object.Instance).State().(*state) }
	run := func(t *starlark.Thread, s *state) (starlark.Value, error) {
		if !s.alive {
			return starlark.None, nil
		}
		s.alive = false
		return starlark.Call(t, s.f, s.args, s.kwargs)
	}
	c := rt.NewBuiltinClass("weakref", "finalize", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &state{} },
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			switch name {
			case "alive":
				return starlark.Bool(stateOf(inst).alive), true, nil
			case "atexit":
				return starlark.True, true, nil
			}
			return nil, false, nil
		},
	})
	define := func(name string, f object.Method) { c.Define(name, object.NewMethod(c, name, f)) }
	define("__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) < 2 {
			return nil, exceptions.TypeError.Errorf("finalize.__init__() missing required positional arguments")
		}
		s := stateOf(self)
		*s = state{args[0], args[1], append(starlark.Tuple{}, args[2:]...), append([]starlark.Tuple{}, kwargs...), true}
		atExit(object.NewBuiltin("finalize", func(t *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return run(t, s)
		}))
		return starlark.None, nil
	})
	define("__call__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return run(t, stateOf(self))
	})
	define("detach", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		stateOf(self).alive = false
		return starlark.None, nil
	})
	return c
}
