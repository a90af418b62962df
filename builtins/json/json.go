package json

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module.

// New returns the module json.
func New(rt *object.Runtime) *object.Module {
	encoders, decoders := newEncoderClass(rt), newDecoderClass(rt)
	m := declare.Module(rt, "json", map[string]declare.Func{
		"dumps": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) != 1 {
				return nil, declare.TypeErrorf("dumps() takes 1 positional argument but %d were given", len(c.Args))
			}
			return dumps(c, c.Args[0])
		},
		"dump": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) != 2 {
				return nil, declare.TypeErrorf("dump() takes 2 positional arguments but %d were given", len(c.Args))
			}
			text, err := dumps(c, c.Args[0])
			if err != nil {
				return nil, err
			}
			_, err = c.CallMethod(c.Args[1], "write", text)
			return starlark.None, err
		},
		"loads": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) != 1 {
				return nil, declare.TypeErrorf("loads() takes 1 positional argument but %d were given", len(c.Args))
			}
			return loads(c, c.Args[0])
		},
		"load": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) != 1 {
				return nil, declare.TypeErrorf("load() takes 1 positional argument but %d were given", len(c.Args))
			}
			text, err := c.CallMethod(c.Args[0], "read")
			if err != nil {
				return nil, err
			}
			return loads(c, text)
		},
	})
	declare.Classes(m, encoders, decoders)
	return declare.Add(m, starlark.StringDict{"JSONDecodeError": rt.ExceptionClass(DecodeError)})
}

// dumps encodes with the options of c.Kwargs. A class given by cls is called with the other options.
func dumps(c declare.Call, v starlark.Value) (starlark.Value, error) {
	if cls := object.Keyword(c.Kwargs, "cls"); cls != nil && cls != starlark.None {
		var rest []starlark.Tuple
		for _, kv := range c.Kwargs {
			if kv[0] != starlark.String("cls") {
				rest = append(rest, kv)
			}
		}
		o, err := starlark.Call(c.T, cls, nil, rest)
		if err != nil {
			return nil, err
		}
		return c.CallMethod(o, "encode", v)
	}
	e := &encoder{Call: c}
	if err := e.configure(c.Kwargs); err != nil {
		return nil, err
	}
	err := e.value(v, 0)
	return starlark.String(e.out.String()), err
}

func loads(c declare.Call, v starlark.Value) (starlark.Value, error) {
	if cls := object.Keyword(c.Kwargs, "cls"); cls != nil && cls != starlark.None {
		var rest []starlark.Tuple
		for _, kv := range c.Kwargs {
			if kv[0] != starlark.String("cls") {
				rest = append(rest, kv)
			}
		}
		o, err := starlark.Call(c.T, cls, nil, rest)
		if err != nil {
			return nil, err
		}
		return c.CallMethod(o, "decode", v)
	}
	d := &decoder{Call: c}
	if err := d.configure(c.Kwargs); err != nil {
		return nil, err
	}
	return d.decode(v)
}

// newEncoderClass makes JSONEncoder. The options of an instance are its attributes.
func newEncoderClass(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "json", "JSONEncoder", declare.Options{})
	k.Define("item_separator", starlark.String(", "))
	k.Define("key_separator", starlark.String(": "))
	encode := func(c declare.Call) (string, error) {
		if err := c.Exactly(1); err != nil {
			return "", err
		}
		var kwargs []starlark.Tuple
		if d, ok := c.Object().Field("_options"); ok {
			kwargs = d.(*starlark.Dict).Items()
		}
		e := &encoder{Call: c}
		if err := e.configure(kwargs); err != nil {
			return "", err
		}
		var err error
		if e.fallback, err = rt.GetAttr(c.Self, "default"); err != nil {
			return "", err
		}
		err = e.value(c.Args[0], 0)
		return e.out.String(), err
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) > 0 {
				return nil, declare.TypeErrorf("JSONEncoder.__init__() takes 1 positional argument but %d were given", len(c.Args)+1)
			}
			c.Object().SetOwn("_options", c.Keywords())
			for _, kv := range c.Kwargs {
				c.Object().SetOwn(string(kv[0].(starlark.String)), kv[1])
			}
			if f := object.Keyword(c.Kwargs, "default"); f == starlark.None {
				c.Object().SetOwn("default", nil)
			}
			return starlark.None, nil
		},
		"default": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			return nil, declare.TypeErrorf("Object of type %s is not JSON serializable", object.TypeName(c.Args[0]))
		},
		"encode": func(c declare.Call) (starlark.Value, error) {
			s, err := encode(c)
			return starlark.String(s), err
		},
		"iterencode": func(c declare.Call) (starlark.Value, error) {
			s, err := encode(c)
			if err != nil {
				return nil, err
			}
			return rt.Iter(c.T, starlark.NewList([]starlark.Value{starlark.String(s)}))
		},
	})
	return k
}

func newDecoderClass(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "json", "JSONDecoder", declare.Options{})
	start := func(c declare.Call) (*decoder, error) {
		d := &decoder{Call: c}
		var kwargs []starlark.Tuple
		if o, ok := c.Object().Field("_options"); ok {
			kwargs = o.(*starlark.Dict).Items()
		}
		return d, d.configure(kwargs)
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			c.Object().SetOwn("_options", c.Keywords())
			for _, kv := range c.Kwargs {
				c.Object().SetOwn(string(kv[0].(starlark.String)), kv[1])
			}
			return starlark.None, nil
		},
		"decode": func(c declare.Call) (starlark.Value, error) {
			d, err := start(c)
			if err != nil {
				return nil, err
			}
			return d.decode(c.Args[0])
		},
		"raw_decode": func(c declare.Call) (starlark.Value, error) {
			var text string
			at := 0
			if err := c.Unpack("s", &text, "idx?", &at); err != nil {
				return nil, err
			}
			d, err := start(c)
			if err != nil {
				return nil, err
			}
			d.text, d.pos = text, min(at, len(text))
			v, err := d.value()
			return starlark.Tuple{v, starlark.MakeInt(len([]rune(text[:d.pos])))}, err
		},
	})
	return k
}

// isSpace reports whether b may stand between tokens.
func isSpace(b byte) bool { return strings.IndexByte(" \t\n\r", b) >= 0 }
