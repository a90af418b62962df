package argparse

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module, with the classes that need no file of their own.

// module is what the classes of one interpreter share.
type module struct {
	rt                                             *object.Runtime
	parser, group, action, namespace, sub, boolean *declare.Class
	formatters                                     map[string]*declare.Class
}

// New returns the module argparse.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt, formatters: map[string]*declare.Class{}}
	m.namespace = m.newNamespace()
	m.action = m.newActionClass()
	m.boolean = declare.New(rt, "argparse", "BooleanOptionalAction", declare.Options{State: newAction, Get: getAction, Set: setAction}, m.action.Class)
	m.sub = m.newSubparsers()
	m.parser = m.newParser()
	m.group = m.newGroup()
	out := declare.Module(rt, "argparse", nil)
	base := declare.New(rt, "argparse", "HelpFormatter", declare.Options{})
	for _, name := range []string{"RawDescriptionHelpFormatter", "ArgumentDefaultsHelpFormatter", "MetavarTypeHelpFormatter"} {
		m.formatters[name] = declare.New(rt, "argparse", name, declare.Options{}, base.Class)
	}
	m.formatters["RawTextHelpFormatter"] = declare.New(rt, "argparse", "RawTextHelpFormatter", declare.Options{}, m.formatters["RawDescriptionHelpFormatter"].Class)
	for _, k := range m.formatters {
		declare.Classes(out, k)
	}
	declare.Classes(out, base, m.namespace, m.action, m.boolean, m.parser, m.group, m.sub, newFileType(rt))
	return declare.Add(out, starlark.StringDict{"ArgumentError": rt.ExceptionClass(errArgument), "ArgumentTypeError": rt.ExceptionClass(errType),
		"SUPPRESS": starlark.String(suppressed), "OPTIONAL": starlark.String(optional), "ZERO_OR_MORE": starlark.String(zeroOrMore),
		"ONE_OR_MORE": starlark.String(oneOrMore), "REMAINDER": starlark.String(remainder), "PARSER": starlark.String(subparser)})
}

func (m *module) newNamespace() *declare.Class {
	k := declare.New(m.rt, "argparse", "Namespace", declare.Options{})
	attributes := func(o *object.Instance) *starlark.Dict {
		d := new(starlark.Dict)
		o.Fields(func(name string, v starlark.Value) { d.SetKey(starlark.String(name), v) })
		return d
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) > 0 {
				return nil, declare.TypeErrorf("Namespace.__init__() takes 1 positional argument but %d were given", len(c.Args)+1)
			}
			for _, kv := range c.Kwargs {
				c.Object().SetOwn(string(kv[0].(starlark.String)), kv[1])
			}
			return starlark.None, nil
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			var parts, star []string
			for k, v := range attributes(c.Object()).Entries() {
				s, err := c.RT.Repr(v)
				if err != nil {
					return nil, err
				}
				name, _ := declare.Text(k)
				if identifier(name) {
					parts = append(parts, name+"="+s)
				} else {
					star = append(star, object.StrRepr(name)+": "+s)
				}
			}
			if star != nil {
				parts = append(parts, "**{"+strings.Join(star, ", ")+"}")
			}
			return starlark.String(c.Object().Class().Name() + "(" + strings.Join(parts, ", ") + ")"), nil
		},
		"__eq__": func(c declare.Call) (starlark.Value, error) {
			o, ok := c.Arg(0).(*object.Instance)
			if !ok || !o.Class().IsSubclass(k.Class) {
				return object.NotImplemented, nil
			}
			eq, err := c.RT.Equal(attributes(c.Object()), attributes(o))
			return starlark.Bool(eq), err
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			name, _ := declare.Text(c.Args[0])
			_, ok := c.Object().Field(name)
			return starlark.Bool(ok), nil
		},
	})
	k.Define("__hash__", starlark.None)
	return k
}

func identifier(s string) bool {
	for i, r := range s {
		if !(r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127 || i > 0 && r >= '0' && r <= '9') {
			return false
		}
	}
	return s != ""
}

func (m *module) newActionClass() *declare.Class {
	k := declare.New(m.rt, "argparse", "Action", declare.Options{State: newAction, Get: getAction, Set: setAction})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		a := c.Object().State().(*action)
		a.self = c.Object()
		kwargs := c.Kwargs
		for i, v := range c.Args {
			if i >= len(fields) {
				return nil, declare.TypeErrorf("Action.__init__() takes too many arguments")
			}
			kwargs = append(kwargs, starlark.Tuple{starlark.String(fields[i]), v})
		}
		return starlark.None, a.configure(c, kwargs)
	})
	k.Method("__call__", func(c declare.Call) (starlark.Value, error) {
		return nil, exceptions.NotImplementedError.Errorf(".__call__() not defined")
	})
	k.Method("format_usage", func(c declare.Call) (starlark.Value, error) {
		a := c.Object().State().(*action)
		if len(a.options) == 0 {
			return starlark.String(a.dest), nil
		}
		return starlark.String(a.options[0]), nil
	})
	return k
}

// newFileType makes FileType.
func newFileType(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "argparse", "FileType", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		mode, bufsize := "r", -1
		var encoding, errs starlark.Value = starlark.None, starlark.None
		if err := c.Unpack("mode?", &mode, "bufsize?", &bufsize, "encoding?", &encoding, "errors?", &errs); err != nil {
			return nil, err
		}
		o := c.Object()
		o.SetOwn("_mode", starlark.String(mode))
		o.SetOwn("_bufsize", starlark.MakeInt(bufsize))
		o.SetOwn("_encoding", encoding)
		o.SetOwn("_errors", errs)
		return starlark.None, nil
	})
	k.Method("__call__", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		get := func(name string) starlark.Value { v, _ := c.Object().Field(name); return v }
		mode, _ := declare.Text(get("_mode"))
		if c.Args[0] == starlark.String("-") {
			if strings.Contains(mode, "r") {
				return rt.Stdin, nil
			}
			return rt.Stdout, nil
		}
		v, err := c.Builtin("open", c.Args[0], get("_mode"), get("_bufsize"), get("_encoding"), get("_errors"))
		if e, ok := exceptions.As(err, exceptions.OSError); ok {
			text, _ := rt.Str(rt.Exception(e))
			name, _ := declare.Text(c.Args[0])
			return nil, errType.Errorf("can't open %s: %s", object.StrRepr(name), text)
		}
		return v, err
	})
	return k
}
