// Package abc is Python's abc.
//
//	New(rt) ──▶ ABC, ABCMeta        makers of classes that package object refuses to instantiate while methods are abstract
//	            abstractmethod ...  decorators that mark functions
package abc

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// New returns the module abc.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "abc", map[string]declare.Func{
		"abstractmethod":       marked(""),
		"abstractproperty":     marked("property"),
		"abstractclassmethod":  marked("classmethod"),
		"abstractstaticmethod": marked("staticmethod"),
		"get_cache_token":      func(c declare.Call) (starlark.Value, error) { return starlark.MakeInt(0), nil },
		"update_abstractmethods": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			return c.Args[0], nil
		},
	})
	meta := declare.New(rt, "abc", "ABCMeta", declare.Options{}, rt.Type("type"))
	base := declare.New(rt, "abc", "ABC", declare.Options{})
	base.MarkABC()
	// The maker of a class does what the metaclass's __new__ does, for those that scripts do not derive from ABCMeta.
	maker := func(t *starlark.Thread, s *object.ClassStatement) (starlark.Value, error) {
		if s.Meta == rt.Type("type") {
			s.Meta = meta.Class
		}
		c, err := s.Make(t)
		if err != nil {
			return nil, err
		}
		c.MarkABC()
		return c, nil
	}
	base.SetMaker(maker)
	meta.SetMaker(func(t *starlark.Thread, s *object.ClassStatement) (starlark.Value, error) {
		if s.Meta == meta.Class {
			return maker(t, s)
		}
		bases := make(starlark.Tuple, len(s.Bases))
		for i, b := range s.Bases {
			bases[i] = b
		}
		v, err := starlark.Call(t, s.Meta, starlark.Tuple{starlark.String(s.Name), bases, s.Names}, s.Keywords)
		if c, ok := v.(*object.Class); ok {
			c.MarkABC()
		}
		return v, err
	})
	register := func(c declare.Call) (starlark.Value, error) {
		class, ok := c.Arg(0).(*object.Class)
		if !ok {
			return nil, declare.TypeErrorf("Can only register classes")
		}
		c.Self.(*object.Class).Register(class)
		return class, nil
	}
	meta.Define("register", object.NewMethod(meta.Class, "register", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return register(declare.Call{RT: rt, T: t, Name: "register", Self: self, Args: args, Kwargs: kwargs})
	}))
	base.ClassMethod("register", register)
	return declare.Classes(m, meta, base)
}

// marked marks a function as abstract and wraps it in the built-in decorator called wrapper, if any.
func marked(wrapper string) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		f := c.Args[0]
		if _, ok := f.(*starlark.Function); ok {
			if err := c.RT.SetAttr(f, "__isabstractmethod__", starlark.True); err != nil {
				return nil, err
			}
		}
		if wrapper == "" {
			return f, nil
		}
		return c.Builtin(wrapper, f)
	}
}
