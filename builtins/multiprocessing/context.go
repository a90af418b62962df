package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines contexts and start methods: context.py. There is one way to start processes; the start methods differ
// in the names that CPython gives to things.

// defaultMethod is CPython 3.13's on Linux.
const defaultMethod = "fork"

var startMethods = []string{"fork", "spawn", "forkserver"}

// startContext is a context object: get_context("spawn"), or the default context that the module itself is.
type startContext struct {
	s       *State
	method  string // "" for the default context
	members starlark.StringDict
}

var contextClasses = map[string]string{"": "DefaultContext", "fork": "ForkContext", "spawn": "SpawnContext", "forkserver": "ForkServerContext"}

// class is the class of contexts of the method. What scripts derive from it are contexts of the method too, whose class
// may name another Process.
func (s *State) contextClass(method string) *object.Class {
	if k := s.parts.contextClasses[method]; k != nil {
		return k
	}
	if s.parts.contextClasses == nil {
		s.parts.contextClasses = map[string]*object.Class{}
		s.parts.baseContext = s.rt.NewBuiltinClass("multiprocessing.context", "BaseContext", nil)
	}
	k := s.rt.NewBuiltinClass("multiprocessing.context", contextClasses[method], &object.Native{
		New: func(*starlark.Thread, *object.Instance) any { return s.context(method) },
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			c, ok := inst.State().(*startContext)
			switch {
			case !ok:
				return nil, false, nil
			case name == "Pool":
				return s.poolMaker(inst), true, nil
			case name == "get_context":
				return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					if len(args)+len(kwargs) == 0 {
						return inst, nil
					}
					return starlark.Call(t, c.members[name], args, kwargs)
				}), true, nil
			}
			v := c.members[name]
			return v, v != nil, nil
		},
		Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error { e.Null(); return nil },
		Build:  func(d *starlarkcbor.Decoder, inst *object.Instance) error { d.Null(); return nil },
	}, s.parts.baseContext)
	k.SetConstruct(func(t *starlark.Thread, k *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return s.context(method), nil
	})
	s.parts.contextClasses[method] = k
	return k
}

// Class is the class of the context.
func (c *startContext) Class() *object.Class { return c.s.contextClass(c.method) }

func (c *startContext) String() string {
	return "<multiprocessing.context." + contextClasses[c.method] + " object at " + object.Address(c) + ">"
}
func (c *startContext) Type() string          { return contextClasses[c.method] }
func (c *startContext) Freeze()               {}
func (c *startContext) Truth() starlark.Bool  { return true }
func (c *startContext) Hash() (uint32, error) { return uint32(len(c.method)), nil }
func (c *startContext) AttrNames() []string   { return c.members.Keys() }

// Attr serves the whole API of the module.
func (c *startContext) Attr(name string) (starlark.Value, error) { return c.members[name], nil }

// Reduce writes the start method: the receiver's context of it is the value.
func (c *startContext) Reduce(e *starlarkcbor.Encoder) error {
	e.Tag(starlarkcbor.TagHandle)
	e.ArrayHeader(2)
	e.Uint(uint64(kindContext))
	return e.Text(c.method)
}

func openContext(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	method, err := d.Text()
	if err != nil || parts != 1 || method != "" && !isStartMethod(method) {
		return nil, malformed(d, err)
	}
	return s.context(method), nil
}

// context returns the context of a method, always the same object.
func (s *State) context(method string) *startContext {
	if c := s.parts.contexts[method]; c != nil {
		return c
	}
	c := &startContext{s: s, method: method}
	if s.parts.contexts == nil {
		s.parts.contexts = map[string]*startContext{}
	}
	s.parts.contexts[method] = c
	c.members = s.contextMembers(c)
	if method != "" {
		c.members["_name"] = starlark.String(method)
	}
	return c
}

// contextOf returns the context that a constructor was given, or the one in use.
func (s *State) contextOf(v starlark.Value) *startContext {
	if inst, ok := v.(*object.Instance); ok {
		if c, ok := inst.State().(*startContext); ok {
			return c
		}
	}
	if c, ok := v.(*startContext); ok && c.method != "" {
		return c
	}
	return s.context(s.method())
}

// method is the start method in use; asking for it fixes it.
func (s *State) method() string {
	if s.self.Method == "" {
		s.self.Method = defaultMethod
	}
	return s.self.Method
}

func isStartMethod(name string) bool {
	for _, m := range startMethods {
		if m == name {
			return true
		}
	}
	return false
}

// kind names the class in errors about arguments.
func (c *startContext) kind() string {
	if c.method == "" {
		return "DefaultContext"
	}
	return "BaseContext"
}

// methodFunctions are the functions about contexts and start methods, of context c.
func (s *State) methodFunctions(c *startContext) starlark.StringDict {
	fn := func(name string, f object.Func) starlark.Value { return object.NewBuiltin(name, f) }
	return starlark.StringDict{
		"get_context": fn("get_context", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var method starlark.Value
			if err := object.UnpackMethod(c.kind()+".get_context", args, kwargs, "method??", &method); err != nil {
				return nil, err
			}
			if method == nil {
				if c.method != "" {
					return c, nil
				}
				return s.context(s.method()), nil
			}
			name, _ := starlark.AsString(method)
			if !isStartMethod(name) {
				return nil, s.unknownMethod(method)
			}
			return s.context(name), nil
		}),
		"get_start_method": fn("get_start_method", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			allowNone := false
			if err := object.UnpackMethod(c.kind()+".get_start_method", args, kwargs, "allow_none?", &allowNone); err != nil {
				return nil, err
			}
			switch {
			case c.method != "":
				return starlark.String(c.method), nil
			case s.self.Method == "" && allowNone:
				return starlark.None, nil
			}
			return starlark.String(s.method()), nil
		}),
		"set_start_method": fn("set_start_method", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var method starlark.Value
			force := false
			if err := object.UnpackMethod(c.kind()+".set_start_method", args, kwargs, "method", &method, "force?", &force); err != nil {
				return nil, err
			}
			switch {
			case c.method != "":
				return nil, exceptions.ValueError.Errorf("cannot set start method of concrete context")
			case s.self.Method != "" && !force:
				return nil, exceptions.RuntimeError.Errorf("context has already been set")
			case method == starlark.None && force:
				s.self.Method = ""
				return starlark.None, nil
			case method == starlark.None:
				s.method() // the default, from now on
				return starlark.None, nil
			}
			name, _ := starlark.AsString(method)
			if !isStartMethod(name) {
				return nil, s.unknownMethod(method)
			}
			s.self.Method = name
			return starlark.None, nil
		}),
		"get_all_start_methods": fn("get_all_start_methods", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.UnpackMethod("DefaultContext.get_all_start_methods", args, kwargs); err != nil {
				return nil, err
			}
			list := make([]starlark.Value, len(startMethods))
			for i, m := range startMethods {
				list[i] = starlark.String(m)
			}
			return starlark.NewList(list), nil
		}),
		"set_executable": fn("set_executable", ignoreOne("BaseContext.set_executable", "executable")),
		"set_forkserver_preload": fn("set_forkserver_preload", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var names starlark.Value
			if err := object.UnpackMethod("BaseContext.set_forkserver_preload", args, kwargs, "module_names", &names); err != nil {
				return nil, err
			}
			elements, err := s.rt.List(t, names)
			for _, n := range elements {
				if _, ok := n.(starlark.String); !ok {
					return nil, exceptions.TypeError.Errorf("module_names must be a list of strings")
				}
			}
			return starlark.None, err
		}),
		"allow_connection_pickling": fn("allow_connection_pickling", ignore("BaseContext.allow_connection_pickling")),
		"freeze_support":            fn("freeze_support", ignore("BaseContext.freeze_support")),
	}
}

func (s *State) unknownMethod(v starlark.Value) error {
	name, _ := s.rt.Repr(v)
	return exceptions.ValueError.Errorf("cannot find context for %s", name)
}

// ignore makes a function without arguments that need do nothing here.
func ignore(name string) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, object.UnpackMethod(name, args, kwargs)
	}
}

func ignoreOne(name, parameter string) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		return starlark.None, object.UnpackMethod(name, args, kwargs, parameter, &v)
	}
}
