// Package pprint is Python's pprint.
//
//	object ──▶ its repr if it fits, else line by line by its type (printer.go)
package pprint

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New returns the module pprint.
func New(rt *object.Runtime) *object.Module {
	pformat := func(c declare.Call) (starlark.Value, error) {
		p, v, _, err := arguments(c, false)
		if err != nil {
			return nil, err
		}
		s, err := p.text(v)
		return starlark.String(s), err
	}
	show := func(sorted bool) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			p, v, stream, err := arguments(c, true)
			if err != nil {
				return nil, err
			}
			p.sort = p.sort && sorted || object.Keyword(c.Kwargs, "sort_dicts") != nil && p.sort
			return starlark.None, p.print(v, stream)
		}
	}
	m := declare.Module(rt, "pprint", map[string]declare.Func{
		"pformat": pformat, "pprint": show(true), "pp": show(false),
		"saferepr": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			p := &printer{Call: c, sort: true}
			s, err := p.repr(c.Args[0], 1)
			return starlark.String(s), err
		},
		"isreadable": func(c declare.Call) (starlark.Value, error) { return starlark.True, nil },
		"isrecursive": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			p := &printer{Call: c, sort: true}
			_, err := p.repr(c.Args[0], 1)
			return starlark.Bool(p.recursive), err
		},
	})
	return declare.Classes(m, newPrinter(rt))
}

// configure reads the options.
func (p *printer) configure(indent, width int, depth starlark.Value, compact, sort, underscores bool) error {
	p.indent, p.width, p.compact, p.sort, p.underscores = indent, width, compact, sort, underscores
	switch {
	case indent < 0:
		return exceptions.ValueError.Errorf("indent must be >= 0")
	case width == 0:
		return exceptions.ValueError.Errorf("width must be != 0")
	}
	if depth != nil && depth != starlark.None {
		n, err := object.AsInt(depth)
		if err != nil {
			return err
		}
		if n <= 0 {
			return exceptions.ValueError.Errorf("depth must be > 0")
		}
		p.depth = n
	}
	return nil
}

// arguments reads (object, [stream,] indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
// underscore_numbers=False).
func arguments(c declare.Call, streamed bool) (p *printer, v, stream starlark.Value, err error) {
	indent, width := 1, 80
	var depth starlark.Value
	compact, sort, underscores := false, true, false
	pairs := []any{"object", &v}
	if streamed {
		pairs = append(pairs, "stream??", &stream)
	}
	pairs = append(pairs, "indent?", &indent, "width?", &width, "depth?", &depth, "*", nil, "compact?", &compact, "sort_dicts?", &sort, "underscore_numbers?", &underscores)
	if err = c.Unpack(pairs...); err != nil {
		return
	}
	p = &printer{Call: c}
	err = p.configure(indent, width, depth, compact, sort, underscores)
	return
}

// print writes the text of v to a stream, or standard output.
func (p *printer) print(v, stream starlark.Value) error {
	s, err := p.text(v)
	if err != nil {
		return err
	}
	if stream == nil || stream == starlark.None {
		stream = p.RT.Stdout
	}
	if stream == starlark.None {
		return nil
	}
	_, err = p.CallMethod(stream, "write", starlark.String(s+"\n"))
	return err
}

// newPrinter makes PrettyPrinter, whose options are attributes.
func newPrinter(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "pprint", "PrettyPrinter", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		indent, width := 1, 80
		var depth, stream starlark.Value
		compact, sort, underscores := false, true, false
		if err := c.Unpack("indent?", &indent, "width?", &width, "depth??", &depth, "stream??", &stream, "*", nil, "compact?", &compact, "sort_dicts?", &sort, "underscore_numbers?", &underscores); err != nil {
			return nil, err
		}
		if err := new(printer).configure(indent, width, depth, compact, sort, underscores); err != nil {
			return nil, err
		}
		if depth == nil {
			depth = starlark.None
		}
		o := c.Object()
		o.SetOwn("_indent_per_level", starlark.MakeInt(indent))
		o.SetOwn("_width", starlark.MakeInt(width))
		o.SetOwn("_depth", depth)
		o.SetOwn("_compact", starlark.Bool(compact))
		o.SetOwn("_sort_dicts", starlark.Bool(sort))
		o.SetOwn("_underscore_numbers", starlark.Bool(underscores))
		if stream != nil {
			o.SetOwn("_stream", stream)
		}
		return starlark.None, nil
	})
	start := func(c declare.Call) (*printer, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		get := func(name string) starlark.Value { v, _ := c.Object().Field(name); return v }
		indent, err := object.AsInt(get("_indent_per_level"))
		if err != nil {
			return nil, err
		}
		width, err := object.AsInt(get("_width"))
		if err != nil {
			return nil, err
		}
		p := &printer{Call: c}
		return p, p.configure(indent, width, get("_depth"), bool(get("_compact").Truth()), bool(get("_sort_dicts").Truth()), bool(get("_underscore_numbers").Truth()))
	}
	k.Method("pformat", func(c declare.Call) (starlark.Value, error) {
		p, err := start(c)
		if err != nil {
			return nil, err
		}
		s, err := p.text(c.Args[0])
		return starlark.String(s), err
	})
	k.Method("pprint", func(c declare.Call) (starlark.Value, error) {
		p, err := start(c)
		if err != nil {
			return nil, err
		}
		stream, _ := c.Object().Field("_stream")
		return starlark.None, p.print(c.Args[0], stream)
	})
	return k
}
