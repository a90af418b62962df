package declare

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file declares classes and modules.

// Class is a class made in Go that is being declared.
type Class struct {
	*object.Class
	rt      *object.Runtime
	module  string
	methods map[string]object.Method // nil if the class is derived from one that has a Go state already
}

// Options describe a class. The zero value is a class whose instances have attributes only.
type Options struct {
	// State returns the Go state of a new instance; nil: instances have none.
	State func() any
	// Save returns what Load makes the state of a new instance from. Nil: instances do not travel and cannot be copied,
	// unless they have no State.
	Save func(o *object.Instance) starlark.Value
	Load func(o *object.Instance, v starlark.Value) error
	// Stays says that instances do not travel, in CPython's words.
	Stays bool
	// Get serves attributes; ok is false for names that are none.
	Get func(o *object.Instance, name string) (v starlark.Value, ok bool, err error)
	Set func(o *object.Instance, name string, v starlark.Value) (ok bool, err error)
}

// New declares a class.
func New(rt *object.Runtime, module, name string, opts Options, bases ...*object.Class) *Class {
	c := &Class{rt: rt, module: module}
	var native *object.Native
	if opts.State != nil || opts.Get != nil {
		c.methods = map[string]object.Method{}
		native = &object.Native{Methods: object.NewMethods(c.methods), Get: opts.Get, Set: opts.Set}
		if opts.State != nil {
			native.New = func(*starlark.Thread, *object.Instance) any { return opts.State() }
		}
		if opts.Stays {
			native.Reduce = func(*starlarkcbor.Encoder, *object.Instance) error {
				return TypeErrorf("cannot pickle '%s.%s' object", module, name)
			}
		}
		if opts.Save != nil {
			native.Reduce = func(e *starlarkcbor.Encoder, o *object.Instance) error { return e.Encode(opts.Save(o)) }
			native.Build = func(d *starlarkcbor.Decoder, o *object.Instance) error {
				v, err := d.Decode()
				if err != nil {
					return err
				}
				return opts.Load(o, v)
			}
		}
	}
	c.Class = rt.NewBuiltinClass(module, name, native, bases...)
	if opts.Save != nil {
		c.copies(opts)
	}
	return c
}

// copies gives the class __copy__ and __deepcopy__.
func (c *Class) copies(opts Options) {
	fresh := func(call Call, convert func(v starlark.Value) (starlark.Value, error), made func(*object.Instance) error) (starlark.Value, error) {
		o := call.Object()
		twin := o.Class().Allocate(call.T)
		if err := made(twin); err != nil {
			return nil, err
		}
		state, err := convert(opts.Save(o))
		if err != nil {
			return nil, err
		}
		if err := opts.Load(twin, state); err != nil {
			return nil, err
		}
		o.Fields(func(name string, v starlark.Value) {
			if err != nil {
				return
			}
			if v, err = convert(v); err == nil {
				twin.SetOwn(name, v)
			}
		})
		return twin, err
	}
	c.Method("__copy__", func(call Call) (starlark.Value, error) {
		return fresh(call, func(v starlark.Value) (starlark.Value, error) { return v, nil }, func(*object.Instance) error { return nil })
	})
	c.Method("__deepcopy__", func(call Call) (starlark.Value, error) {
		var memo starlark.Value = new(starlark.Dict)
		if err := call.Unpack("memo?", &memo); err != nil {
			return nil, err
		}
		m, err := c.rt.Import(call.T, "copy")
		if err != nil {
			return nil, err
		}
		deep, err := c.rt.GetAttr(m, "deepcopy")
		if err != nil {
			return nil, err
		}
		id, err := call.Builtin("id", call.Self)
		if err != nil {
			return nil, err
		}
		return fresh(call, func(v starlark.Value) (starlark.Value, error) { return call.Call(deep, v, memo) }, func(o *object.Instance) error {
			return c.rt.SetItem(call.T, memo, id, o)
		})
	})
}

// Methods declares methods.
func (c *Class) Methods(methods map[string]Func) *Class {
	for name, f := range methods {
		c.Method(name, f)
	}
	return c
}

// Method declares a method.
func (c *Class) Method(name string, f Func) *Class {
	qualified := c.Name() + "." + name
	m := func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if o, ok := self.(*object.Instance); !ok || !o.Class().IsSubclass(c.Class) {
			return nil, TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", name, c.Name(), object.TypeName(self))
		}
		return f(Call{c.rt, t, qualified, self, args, kwargs})
	}
	_, inherited := c.Lookup(name) // what a base defines is found first
	if c.methods != nil && !inherited && !strings.HasPrefix(name, "__") {
		c.methods[name] = m
	} else {
		c.Define(name, object.NewMethod(c.Class, name, m))
	}
	return c
}

// Property declares a read-only attribute that f computes.
func (c *Class) Property(name string, f Func) *Class {
	c.Define(name, object.NewProperty(Function(c.rt, name, func(call Call) (starlark.Value, error) {
		call.Self = call.Args[0]
		return f(call)
	}), nil))
	return c
}

// ClassMethod declares a class method; Call.Self is the class.
func (c *Class) ClassMethod(name string, f Func) *Class {
	qualified := c.Name() + "." + name
	fn := object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(Call{c.rt, t, qualified, args[0], args[1:], kwargs})
	})
	v, err := starlark.Call(c.rt.Current(), c.rt.Builtin("classmethod"), starlark.Tuple{fn}, nil)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	c.Define(name, v)
	return c
}

// Static declares a static method, or __new__, whose first argument is the class.
func (c *Class) Static(name string, f Func) *Class {
	c.Define(name, object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(Call{c.rt, t, c.Name() + "." + name, nil, args, kwargs})
	}))
	return c
}

// Function returns f as a value named name.
func Function(rt *object.Runtime, name string, f Func) *object.Builtin {
	return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(Call{rt, t, name, nil, args, kwargs})
	})
}

// Module returns a module of functions, to which members may be added.
func Module(rt *object.Runtime, name string, functions map[string]Func) *object.Module {
	members := make(starlark.StringDict, len(functions))
	for n, f := range functions {
		members[n] = Function(rt, n, f)
	}
	return object.NewModule(name, members)
}

// Add adds values to a module under construction.
func Add(m *object.Module, values starlark.StringDict) *object.Module {
	for n, v := range values {
		m.SetField(n, v)
	}
	return m
}

// Classes adds classes to a module under construction, by their names.
func Classes(m *object.Module, classes ...*Class) *object.Module {
	for _, c := range classes {
		m.SetField(c.Name(), c.Class)
	}
	return m
}

// State returns the Go state of an instance as a T; ok is false if v is no such instance.
func State[T any](v starlark.Value) (state T, ok bool) {
	if o, isObject := v.(*object.Instance); isObject {
		state, ok = o.State().(T)
	}
	return
}
