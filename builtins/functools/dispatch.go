package functools

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds singledispatch and singledispatchmethod.

// registry returns the implementations of a generic function by class; it is an attribute of the function.
func registry(o *object.Instance) *starlark.Dict {
	v, _ := o.Field("registry")
	d, _ := v.(*starlark.Dict)
	return d
}

// find returns the implementation for a class: the nearest in its order, else that of object.
func find(rt *object.Runtime, t *starlark.Thread, o *object.Instance, class *object.Class) (starlark.Value, error) {
	d := registry(o)
	mro, err := rt.GetAttr(class, "__mro__")
	if err != nil {
		return nil, err
	}
	order, err := rt.List(t, mro)
	if err != nil {
		return nil, err
	}
	for _, k := range order {
		if k == rt.Type("object") {
			for registered, f := range d.Entries() {
				if c, ok := registered.(*object.Class); ok && c != rt.Type("object") {
					if is, err := rt.IsSubclass(class, c); err != nil {
						return nil, err
					} else if is {
						return f, nil
					}
				}
			}
		}
		if f, ok, err := d.Get(k); ok || err != nil {
			return f, err
		}
	}
	return starlark.None, nil
}

func newDispatchClass(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "functools", "_singledispatch", declare.Options{})
	k.Methods(map[string]declare.Func{
		"__call__": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) == 0 {
				name, _ := c.Object().Field("__name__")
				text, _ := declare.Text(name)
				return nil, declare.TypeErrorf("%s requires at least 1 positional argument", text)
			}
			f, err := find(rt, c.T, c.Object(), rt.TypeOf(c.Args[0]))
			if err != nil {
				return nil, err
			}
			return starlark.Call(c.T, f, c.Args, c.Kwargs)
		},
		"__get__": func(c declare.Call) (starlark.Value, error) {
			if c.Arg(0) == starlark.None {
				return c.Self, nil
			}
			return object.NewBoundMethod(c.Arg(0), c.Self), nil
		},
		"register": register,
		"dispatch": func(c declare.Call) (starlark.Value, error) {
			class, ok := c.Arg(0).(*object.Class)
			if !ok {
				return nil, declare.TypeErrorf("dispatch() missing 1 required positional argument: 'cls'")
			}
			return find(rt, c.T, c.Object(), class)
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			name, _ := c.Object().Field("__qualname__")
			text, _ := declare.Text(name)
			return starlark.String("<function " + text + " at " + object.Address(c.Object()) + ">"), nil
		},
	})
	return k
}

// register is register(cls[, func]), register(func) with an annotated parameter, or a decorator.
func register(c declare.Call) (starlark.Value, error) {
	var cls, fn starlark.Value
	if err := c.Unpack("cls", &cls, "func??", &fn); err != nil {
		return nil, err
	}
	o := c.Object()
	enter := func(cls, fn starlark.Value) (starlark.Value, error) {
		if u, ok := cls.(*object.Union); ok {
			args, _ := u.Attr("__args__")
			for _, k := range args.(starlark.Tuple) {
				if err := registry(o).SetKey(k, fn); err != nil {
					return nil, err
				}
			}
			return fn, nil
		}
		return fn, registry(o).SetKey(cls, fn)
	}
	switch cls.(type) {
	case *object.Class, *object.Union:
		if fn != nil {
			return enter(cls, fn)
		}
		return declare.Function(c.RT, "register", func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			return enter(cls, c.Args[0])
		}), nil
	}
	annotations, err := c.RT.GetAttr(cls, "__annotations__")
	if err != nil {
		return nil, errNoClass("register")
	}
	if d, ok := annotations.(*starlark.Dict); ok {
		for name, v := range d.Entries() {
			if name != starlark.String("return") {
				return enter(v, cls)
			}
		}
	}
	s, err := c.RT.Repr(cls)
	if err != nil {
		return nil, err
	}
	return nil, declare.TypeErrorf("Invalid first argument to `register()`: %s. Use either `@register(some_class)` or plain `@register` on an annotated function.", s)
}

func singleDispatch(k *declare.Class) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		var fn starlark.Value
		if err := c.Unpack("func", &fn); err != nil {
			return nil, err
		}
		o := k.Allocate(c.T)
		d := new(starlark.Dict)
		if err := d.SetKey(c.RT.Type("object"), fn); err != nil {
			return nil, err
		}
		if err := copyAttributes(c, o, fn, nil, nil); err != nil {
			return nil, err
		}
		o.SetOwn("registry", d)
		return o, nil
	}
}

// newSingleDispatchMethod makes singledispatchmethod, which dispatches on the argument after self.
func newSingleDispatchMethod(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "functools", "singledispatchmethod", declare.Options{})
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			var fn starlark.Value
			if err := c.Unpack("func", &fn); err != nil {
				return nil, err
			}
			d := new(starlark.Dict)
			c.Object().SetOwn("registry", d)
			c.Object().SetOwn("func", fn)
			return starlark.None, d.SetKey(rt.Type("object"), fn)
		},
		"register": register,
		"__get__": func(c declare.Call) (starlark.Value, error) {
			generic, obj, owner := c.Object(), c.Arg(0), c.Arg(1)
			return declare.Function(rt, "method", func(c declare.Call) (starlark.Value, error) {
				if len(c.Args) == 0 {
					return nil, declare.TypeErrorf("singledispatchmethod requires at least 1 positional argument")
				}
				f, err := find(rt, c.T, generic, rt.TypeOf(c.Args[0]))
				if err != nil {
					return nil, err
				}
				self := obj
				switch m := f.(type) {
				case *object.ClassMethod:
					f, self = m.Func(), owner
				case *object.StaticMethod:
					return starlark.Call(c.T, m.Func(), c.Args, c.Kwargs)
				}
				return starlark.Call(c.T, f, append(starlark.Tuple{self}, c.Args...), c.Kwargs)
			}), nil
		},
	})
	return k
}
