package configparser

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines the classes of parsers.

func newParserClass(rt *object.Runtime, name string, raw bool, proxies *declare.Class, bases ...*object.Class) *declare.Class {
	k := declare.New(rt, "configparser", name, declare.Options{State: func() any { return new(parser) }}, bases...)
	self := func(c declare.Call) *parser { return c.Object().State().(*parser) }
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		p := self(c)
		*p = parser{rt: rt, self: c.Object(), defaults: newSection(), sections: map[string]*section{}, defaultName: "DEFAULT", raw: raw, delimiters: []string{"=", ":"}, comments: []string{"#", ";"}, strict: true}
		var defaults, delimiters, comments, interpolation starlark.Value
		unset := starlark.Value(starlark.String(""))
		interpolation = unset
		if err := c.Unpack("defaults??", &defaults, "dict_type?", new(starlark.Value), "allow_no_value?", &p.noValue, "*", nil, "delimiters??", &delimiters, "comment_prefixes??", &comments,
			"inline_comment_prefixes??", new(starlark.Value), "strict?", &p.strict, "empty_lines_in_values?", new(starlark.Value), "default_section?", &p.defaultName, "interpolation?", &interpolation, "converters??", new(starlark.Value)); err != nil {
			return nil, err
		}
		p.raw = raw || interpolation == starlark.None
		for _, x := range []struct {
			v  starlark.Value
			to *[]string
		}{{delimiters, &p.delimiters}, {comments, &p.comments}} {
			if x.v != nil {
				list, err := rt.List(c.T, x.v)
				if err != nil {
					return nil, err
				}
				*x.to = nil
				for _, v := range list {
					s, _ := declare.Text(v)
					*x.to = append(*x.to, s)
				}
			}
		}
		if defaults != nil {
			return starlark.None, p.fill(c, p.defaults, defaults)
		}
		return starlark.None, nil
	})
	getter := func(kind string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			var s, option string
			var vars, fallback starlark.Value
			raw := false
			if err := c.Unpack("section", &s, "option", &option, "*", nil, "raw?", &raw, "vars??", &vars, "fallback?", &fallback); err != nil {
				return nil, err
			}
			v, err := self(c).get(c, s, option, raw, vars, fallback)
			if err != nil {
				return nil, err
			}
			return convert(c, kind, v)
		}
	}
	sectionList := func(c declare.Call) []starlark.Value { return declare.Strings(self(c).names...) }
	view := func(c declare.Call, name string) starlark.Value {
		o := proxies.Allocate(c.T)
		*o.State().(*proxy) = proxy{self(c), name}
		return o
	}
	set := func(c declare.Call, sectionName, option string, v starlark.Value) error {
		s, err := self(c).section(sectionName)
		if err != nil {
			return err
		}
		n, err := self(c).transform(c, option)
		if err != nil {
			return err
		}
		if v == starlark.None {
			s.set(n, nil)
			return nil
		}
		text, ok := declare.Text(v)
		if !ok {
			return declare.TypeErrorf("option values must be strings")
		}
		s.set(n, &text)
		return nil
	}
	k.Methods(map[string]declare.Func{
		"get": getter(""), "getint": getter("int"), "getfloat": getter("float"), "getboolean": getter("boolean"),
		"sections": func(c declare.Call) (starlark.Value, error) { return starlark.NewList(sectionList(c)), nil },
		"defaults": func(c declare.Call) (starlark.Value, error) {
			d := new(starlark.Dict)
			for _, n := range self(c).defaults.names {
				if v := self(c).defaults.values[n]; v != nil {
					d.SetKey(starlark.String(n), starlark.String(*v))
				}
			}
			return d, nil
		},
		"add_section": func(c declare.Call) (starlark.Value, error) {
			var s string
			if err := c.Unpack("section", &s); err != nil {
				return nil, err
			}
			if s == self(c).defaultName {
				return nil, exceptions.ValueError.Errorf("Invalid section name: %s", object.StrRepr(s))
			}
			_, err := self(c).add(s)
			return starlark.None, err
		},
		"has_section": func(c declare.Call) (starlark.Value, error) {
			var s string
			err := c.Unpack("section", &s)
			return starlark.Bool(self(c).sections[s] != nil), err
		},
		"has_option": func(c declare.Call) (starlark.Value, error) {
			var s, option string
			if err := c.Unpack("section", &s, "option", &option); err != nil {
				return nil, err
			}
			sec, err := self(c).section(s)
			if err != nil {
				return starlark.False, nil
			}
			n, err := self(c).transform(c, option)
			_, ok := self(c).lookup(c, sec, nil, n)
			return starlark.Bool(ok), err
		},
		"options": func(c declare.Call) (starlark.Value, error) {
			var s string
			if err := c.Unpack("section", &s); err != nil {
				return nil, err
			}
			list, err := self(c).options(s)
			return starlark.NewList(declare.Strings(list...)), err
		},
		"items": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) == 0 {
				out := []starlark.Value{starlark.Tuple{starlark.String(self(c).defaultName), view(c, self(c).defaultName)}}
				for _, n := range self(c).names {
					out = append(out, starlark.Tuple{starlark.String(n), view(c, n)})
				}
				return starlark.NewList(out), nil
			}
			var s string
			var vars starlark.Value
			raw := false
			if err := c.Unpack("section", &s, "raw?", &raw, "vars??", &vars); err != nil {
				return nil, err
			}
			list, err := self(c).options(s)
			if err != nil {
				return nil, err
			}
			var out []starlark.Value
			for _, n := range self(c).defaultsFirst(list) {
				v, err := self(c).get(c, s, n, raw, vars, nil)
				if err != nil {
					return nil, err
				}
				out = append(out, starlark.Tuple{starlark.String(n), v})
			}
			return starlark.NewList(out), nil
		},
		"set": func(c declare.Call) (starlark.Value, error) {
			var s, option string
			var v starlark.Value = starlark.None
			if err := c.Unpack("section", &s, "option", &option, "value?", &v); err != nil {
				return nil, err
			}
			return starlark.None, set(c, s, option, v)
		},
		"remove_section": func(c declare.Call) (starlark.Value, error) {
			var s string
			err := c.Unpack("section", &s)
			return starlark.Bool(self(c).remove(s)), err
		},
		"remove_option": func(c declare.Call) (starlark.Value, error) {
			var s, option string
			if err := c.Unpack("section", &s, "option", &option); err != nil {
				return nil, err
			}
			sec, err := self(c).section(s)
			if err != nil {
				return nil, err
			}
			n, err := self(c).transform(c, option)
			return starlark.Bool(sec.remove(n)), err
		},
		"read_string": func(c declare.Call) (starlark.Value, error) {
			text, source := "", "<string>"
			if err := c.Unpack("string", &text, "source?", &source); err != nil {
				return nil, err
			}
			return starlark.None, self(c).parse(c, strings.Split(text, "\n"), source)
		},
		"read_file": func(c declare.Call) (starlark.Value, error) {
			var f starlark.Value
			source := "<???>"
			if err := c.Unpack("f", &f, "source?", &source); err != nil {
				return nil, err
			}
			list, err := rt.List(c.T, f)
			if err != nil {
				return nil, err
			}
			var lines []string
			for _, v := range list {
				s, _ := declare.Text(v)
				lines = append(lines, strings.TrimSuffix(s, "\n"))
			}
			return starlark.None, self(c).parse(c, lines, source)
		},
		"read_dict": func(c declare.Call) (starlark.Value, error) {
			d, ok := object.Underlying(object.OrNone(c.Arg(0))).(*starlark.Dict)
			if !ok {
				return nil, declare.TypeErrorf("read_dict() needs a dict")
			}
			for _, item := range d.Items() {
				n, _ := declare.Text(item[0])
				if err := self(c).replace(c, n, item[1], false); err != nil {
					return nil, err
				}
			}
			return starlark.None, nil
		},
		"read": func(c declare.Call) (starlark.Value, error) {
			var files, encoding starlark.Value
			if err := c.Unpack("filenames", &files, "encoding??", &encoding); err != nil {
				return nil, err
			}
			list := []starlark.Value{files}
			if _, one := declare.Text(files); !one {
				if _, isPath := files.(*object.Instance); !isPath {
					var err error
					if list, err = c.List(files); err != nil {
						return nil, err
					}
				}
			}
			var out []starlark.Value
			for _, f := range list {
				file, err := c.Builtin("open", f)
				if _, absent := exceptions.As(err, exceptions.FileNotFoundError); absent {
					continue
				}
				if err != nil {
					return nil, err
				}
				data, err := c.CallMethod(file, "read")
				if _, closeErr := c.CallMethod(file, "close"); err == nil {
					err = closeErr
				}
				if err != nil {
					return nil, err
				}
				text, _ := declare.Text(data)
				name, err := rt.Str(f)
				if err == nil {
					err = self(c).parse(c, strings.Split(text, "\n"), name)
				}
				if err != nil {
					return nil, err
				}
				out = append(out, starlark.String(name))
			}
			return starlark.NewList(out), nil
		},
		"write": func(c declare.Call) (starlark.Value, error) {
			var f starlark.Value
			spaced := true
			if err := c.Unpack("fp", &f, "space_around_delimiters?", &spaced); err != nil {
				return nil, err
			}
			_, err := c.CallMethod(f, "write", starlark.String(self(c).text(spaced)))
			return starlark.None, err
		},
		"__getitem__": func(c declare.Call) (starlark.Value, error) {
			n, _ := declare.Text(c.Args[0])
			if _, err := self(c).section(n); err != nil {
				return nil, exceptions.KeyError.With(c.Args[0])
			}
			return view(c, n), nil
		},
		"__setitem__": func(c declare.Call) (starlark.Value, error) {
			n, _ := declare.Text(c.Args[0])
			return starlark.None, self(c).replace(c, n, c.Args[1], true)
		},
		"__delitem__": func(c declare.Call) (starlark.Value, error) {
			n, _ := declare.Text(c.Args[0])
			if !self(c).remove(n) {
				return nil, exceptions.KeyError.With(c.Args[0])
			}
			return starlark.None, nil
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			n, _ := declare.Text(c.Args[0])
			_, err := self(c).section(n)
			return starlark.Bool(err == nil), nil
		},
		"__len__": func(c declare.Call) (starlark.Value, error) { return starlark.MakeInt(len(self(c).names) + 1), nil },
		"__iter__": func(c declare.Call) (starlark.Value, error) {
			return rt.Iter(c.T, starlark.NewList(append([]starlark.Value{starlark.String(self(c).defaultName)}, sectionList(c)...)))
		},
	})
	return k
}

// fill puts the items of a mapping into a section.
func (p *parser) fill(c declare.Call, s *section, v starlark.Value) error {
	items, err := c.CallMethod(v, "items")
	if err != nil {
		return err
	}
	list, err := c.RT.List(c.T, items)
	if err != nil {
		return err
	}
	for _, x := range list {
		pair, ok := x.(starlark.Tuple)
		if !ok || len(pair) != 2 {
			return declare.TypeErrorf("items must be pairs")
		}
		key, err := c.RT.Str(pair[0])
		if err != nil {
			return err
		}
		if key, err = p.transform(c, key); err != nil {
			return err
		}
		if pair[1] == starlark.None {
			s.set(key, nil)
			continue
		}
		text, err := c.RT.Str(pair[1])
		if err != nil {
			return err
		}
		s.set(key, &text)
	}
	return nil
}

// replace makes a section of a mapping; an old one is emptied or kept.
func (p *parser) replace(c declare.Call, name string, v starlark.Value, empty bool) error {
	s, err := p.section(name)
	if err != nil {
		s, err = p.add(name)
	} else if empty {
		*s = *newSection()
	}
	if err != nil {
		return err
	}
	return p.fill(c, s, v)
}

func (p *parser) remove(name string) bool {
	if p.sections[name] == nil {
		return false
	}
	delete(p.sections, name)
	for i, n := range p.names {
		if n == name {
			p.names = append(p.names[:i:i], p.names[i+1:]...)
			break
		}
	}
	return true
}

func (s *section) remove(name string) bool {
	if _, ok := s.values[name]; !ok {
		return false
	}
	delete(s.values, name)
	for i, n := range s.names {
		if n == name {
			s.names = append(s.names[:i:i], s.names[i+1:]...)
			break
		}
	}
	return true
}

// text is what write() writes.
func (p *parser) text(spaced bool) string {
	delimiter := p.delimiters[0]
	if spaced {
		delimiter = " " + delimiter + " "
	}
	var b strings.Builder
	put := func(name string, s *section) {
		b.WriteString("[" + name + "]\n")
		for _, n := range s.names {
			b.WriteString(n)
			if v := s.values[n]; v != nil {
				b.WriteString(delimiter + strings.ReplaceAll(*v, "\n", "\n\t"))
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	if len(p.defaults.names) > 0 {
		put(p.defaultName, p.defaults)
	}
	for _, n := range p.names {
		put(n, p.sections[n])
	}
	return b.String()
}
