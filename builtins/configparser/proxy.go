package configparser

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines SectionProxy.

// proxy is the state of a SectionProxy.
type proxy struct {
	p    *parser
	name string
}

// newProxy makes SectionProxy.
func newProxy(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "configparser", "SectionProxy", declare.Options{State: func() any { return new(proxy) }, Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
		switch name {
		case "name":
			return starlark.String(o.State().(*proxy).name), true, nil
		case "parser":
			return o.State().(*proxy).p.self, true, nil
		}
		return nil, false, nil
	}})
	self := func(c declare.Call) *proxy { return c.Object().State().(*proxy) }
	getter := func(kind string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			var option string
			var fallback starlark.Value = starlark.None
			var vars starlark.Value
			raw := false
			if err := c.Unpack("option", &option, "fallback?", &fallback, "*", nil, "raw?", &raw, "vars??", &vars); err != nil {
				return nil, err
			}
			v, err := self(c).p.get(c, self(c).name, option, raw, vars, fallback)
			if err != nil {
				return nil, err
			}
			return convert(c, kind, v)
		}
	}
	all := func(c declare.Call) (*starlark.Dict, error) {
		list, err := self(c).p.options(self(c).name)
		if err != nil {
			return nil, err
		}
		d := new(starlark.Dict)
		for _, n := range list {
			v, err := self(c).p.get(c, self(c).name, n, false, nil, nil)
			if err != nil {
				return nil, err
			}
			d.SetKey(starlark.String(n), v)
		}
		return d, nil
	}
	view := func(name string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			d, err := all(c)
			if err != nil {
				return nil, err
			}
			return c.CallMethod(d, name)
		}
	}
	k.Methods(map[string]declare.Func{
		"get": getter(""), "getint": getter("int"), "getfloat": getter("float"), "getboolean": getter("boolean"),
		"keys": view("keys"), "values": view("values"), "items": view("items"), "__iter__": view("__iter__"), "__len__": view("__len__"),
		"__getitem__": func(c declare.Call) (starlark.Value, error) {
			option, _ := declare.Text(c.Args[0])
			v, err := self(c).p.get(c, self(c).name, option, false, nil, nil)
			if _, absent := exceptions.As(err, errNoOption); absent {
				return nil, exceptions.KeyError.With(c.Args[0])
			}
			return v, err
		},
		"__setitem__": func(c declare.Call) (starlark.Value, error) {
			return c.CallMethod(self(c).p.self, "set", starlark.String(self(c).name), c.Args[0], c.Args[1])
		},
		"__delitem__": func(c declare.Call) (starlark.Value, error) {
			v, err := c.CallMethod(self(c).p.self, "remove_option", starlark.String(self(c).name), c.Args[0])
			if err == nil && !bool(v.Truth()) {
				err = exceptions.KeyError.With(c.Args[0])
			}
			return starlark.None, err
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			return c.CallMethod(self(c).p.self, "has_option", starlark.String(self(c).name), c.Args[0])
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			return starlark.String("<Section: " + self(c).name + ">"), nil
		},
	})
	return k
}
