// Package configparser is Python's configparser.
//
//	text ──▶ parse ──▶ sections of options ──▶ get, getint, SectionProxy, write
//
// Values are interpolated (%(name)s) unless the parser is a RawConfigParser or was made with interpolation=None.
package configparser

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// The exceptions of the module.
var (
	errParser        = exceptions.New("configparser", "Error", exceptions.Exception)
	errNoSection     = exceptions.New("configparser", "NoSectionError", errParser)
	errNoOption      = exceptions.New("configparser", "NoOptionError", errParser)
	errTwiceSection  = exceptions.New("configparser", "DuplicateSectionError", errParser)
	errTwiceOption   = exceptions.New("configparser", "DuplicateOptionError", errParser)
	errInterpolation = exceptions.New("configparser", "InterpolationError", errParser)
	errSyntax        = exceptions.New("configparser", "InterpolationSyntaxError", errInterpolation)
	errMissing       = exceptions.New("configparser", "InterpolationMissingOptionError", errInterpolation)
	errDepth         = exceptions.New("configparser", "InterpolationDepthError", errInterpolation)
	errParsing       = exceptions.New("configparser", "ParsingError", errParser)
	errNoHeader      = exceptions.New("configparser", "MissingSectionHeaderError", errParsing)
)

// section is an ordered mapping of options; a nil value is one without text.
type section struct {
	names  []string
	values map[string]*string
}

func (s *section) set(name string, v *string) {
	if _, ok := s.values[name]; !ok {
		s.names = append(s.names, name)
	}
	s.values[name] = v
}

// parser is the state of a ConfigParser.
type parser struct {
	rt           *object.Runtime
	self         *object.Instance
	defaults     *section
	names        []string
	sections     map[string]*section
	defaultName  string
	raw, noValue bool
	delimiters   []string
	comments     []string
	strict       bool
}

func newSection() *section { return &section{values: map[string]*string{}} }

// transform is optionxform, which scripts may replace.
func (p *parser) transform(c declare.Call, name string) (string, error) {
	if f, ok := p.self.Field("optionxform"); ok {
		v, err := c.Call(f, starlark.String(name))
		if err != nil {
			return "", err
		}
		s, _ := declare.Text(v)
		return s, nil
	}
	if f, ok := p.self.Class().Lookup("optionxform"); ok {
		v, err := c.Call(f, p.self, starlark.String(name))
		if err != nil {
			return "", err
		}
		s, _ := declare.Text(v)
		return s, nil
	}
	return strings.ToLower(name), nil
}

func (p *parser) add(name string) (*section, error) {
	if p.sections[name] != nil {
		return nil, errTwiceSection.Errorf("Section %s already exists", object.StrRepr(name))
	}
	s := newSection()
	p.sections[name] = s
	p.names = append(p.names, name)
	return s, nil
}

func (p *parser) section(name string) (*section, error) {
	if name == p.defaultName {
		return p.defaults, nil
	}
	if s := p.sections[name]; s != nil {
		return s, nil
	}
	return nil, errNoSection.Errorf("No section: %s", object.StrRepr(name))
}

// parse reads the lines of a file.
func (p *parser) parse(c declare.Call, lines []string, source string) error {
	var current *section
	sectionName, option := "", ""
	seen := map[string]bool{}
	var body []string
	indent := 0
	finish := func() {
		if current != nil && option != "" && body != nil {
			for len(body) > 1 && body[len(body)-1] == "" {
				body = body[:len(body)-1]
			}
			text := strings.Join(body, "\n")
			current.set(option, &text)
		}
		option, body = "", nil
	}
	for i, line := range lines {
		text := strings.TrimSpace(line)
		comment := false
		for _, prefix := range p.comments {
			comment = comment || strings.HasPrefix(text, prefix)
		}
		if comment {
			continue
		}
		if text == "" {
			if option != "" && body != nil {
				body = append(body, "")
			}
			continue
		}
		level := len(line) - len(strings.TrimLeft(line, " \t"))
		if current != nil && option != "" && body != nil && level > indent {
			body = append(body, text)
			continue
		}
		finish()
		indent = level
		if strings.HasPrefix(text, "[") && strings.Contains(text, "]") {
			sectionName = text[1:strings.LastIndexByte(text, ']')]
			switch {
			case sectionName == p.defaultName:
				current = p.defaults
			case p.sections[sectionName] != nil:
				if p.strict && seen[sectionName] {
					return errTwiceSection.Errorf("While reading from %s [line %2d]: section %s already exists", object.StrRepr(source), i+1, object.StrRepr(sectionName))
				}
				current = p.sections[sectionName]
			default:
				current, _ = p.add(sectionName)
			}
			seen[sectionName] = true
			continue
		}
		if current == nil {
			if i < len(lines)-1 {
				line += "\n"
			}
			return errNoHeader.Errorf("File contains no section headers.\nfile: %s, line: %d\n%s", object.StrRepr(source), i+1, object.StrRepr(line))
		}
		at, width := -1, 0
		for _, d := range p.delimiters {
			if j := strings.Index(text, d); j >= 0 && (at < 0 || j < at) {
				at, width = j, len(d)
			}
		}
		if at < 0 {
			if !p.noValue {
				return errParsing.Errorf("Source contains parsing errors: %s\n\t[line %2d]: %s", object.StrRepr(source), i+1, object.StrRepr(line+"\n"))
			}
			name, err := p.transform(c, text)
			if err != nil {
				return err
			}
			current.set(name, nil)
			continue
		}
		name, err := p.transform(c, strings.TrimSpace(text[:at]))
		if err != nil {
			return err
		}
		if key := sectionName + "\x00" + name; p.strict && seen[key] {
			return errTwiceOption.Errorf("While reading from %s [line %2d]: option %s in section %s already exists", object.StrRepr(source), i+1, object.StrRepr(name), object.StrRepr(sectionName))
		} else {
			seen[key] = true
		}
		option, body = name, []string{strings.TrimSpace(text[at+width:])}
	}
	finish()
	return nil
}

// lookup finds an option in vars, the section and the defaults.
func (p *parser) lookup(c declare.Call, s *section, vars starlark.Value, name string) (*string, bool) {
	if d, ok := object.Underlying(orNone(vars)).(*starlark.Dict); ok {
		if v, ok, _ := d.Get(starlark.String(name)); ok {
			text, _ := c.RT.Str(v)
			return &text, true
		}
	}
	if v, ok := s.values[name]; ok {
		return v, true
	}
	v, ok := p.defaults.values[name]
	return v, ok
}

// interpolate fills in %(name)s.
func (p *parser) interpolate(c declare.Call, s *section, vars starlark.Value, sectionName, option, text string, depth int) (string, error) {
	if depth > 10 {
		return "", errDepth.Errorf("Recursion limit exceeded in value substitution: option %s in section %s contains an interpolation key which cannot be substituted in 10 steps. Raw value: %s", object.StrRepr(option), object.StrRepr(sectionName), object.StrRepr(text))
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '%')
		if i < 0 {
			b.WriteString(text)
			return b.String(), nil
		}
		b.WriteString(text[:i])
		text = text[i:]
		switch {
		case strings.HasPrefix(text, "%%"):
			b.WriteByte('%')
			text = text[2:]
		case strings.HasPrefix(text, "%(") && strings.Contains(text, ")s"):
			end := strings.Index(text, ")s")
			name, err := p.transform(c, text[2:end])
			if err != nil {
				return "", err
			}
			v, ok := p.lookup(c, s, vars, name)
			if !ok || v == nil {
				return "", errMissing.Errorf("Bad value substitution: option %s in section %s contains an interpolation key %s which is not a valid option name. Raw value: %s", object.StrRepr(option), object.StrRepr(sectionName), object.StrRepr(name), object.StrRepr(text))
			}
			inner, err := p.interpolate(c, s, vars, sectionName, option, *v, depth+1)
			if err != nil {
				return "", err
			}
			b.WriteString(inner)
			text = text[end+2:]
		default:
			return "", errSyntax.Errorf("'%%' must be followed by '%%' or '(', found: %s", object.StrRepr(text))
		}
	}
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// get is get(section, option, *, raw=False, vars=None, fallback=...).
func (p *parser) get(c declare.Call, sectionName, option string, raw bool, vars, fallback starlark.Value) (starlark.Value, error) {
	s, err := p.section(sectionName)
	if err != nil {
		if fallback != nil {
			return fallback, nil
		}
		return nil, err
	}
	name, err := p.transform(c, option)
	if err != nil {
		return nil, err
	}
	v, ok := p.lookup(c, s, vars, name)
	if !ok {
		if fallback != nil {
			return fallback, nil
		}
		return nil, errNoOption.Errorf("No option %s in section: %s", object.StrRepr(name), object.StrRepr(sectionName))
	}
	if v == nil {
		return starlark.None, nil
	}
	if raw || p.raw {
		return starlark.String(*v), nil
	}
	text, err := p.interpolate(c, s, vars, sectionName, name, *v, 1)
	return starlark.String(text), err
}

var booleans = map[string]bool{"1": true, "yes": true, "true": true, "on": true, "0": false, "no": false, "false": false, "off": false}

// convert turns the text of an option into a type.
func convert(c declare.Call, kind string, v starlark.Value) (starlark.Value, error) {
	text, ok := declare.Text(v)
	if !ok {
		return v, nil
	}
	switch kind {
	case "boolean":
		b, known := booleans[strings.ToLower(text)]
		if !known {
			return nil, exceptions.ValueError.Errorf("Not a boolean: %s", text)
		}
		return starlark.Bool(b), nil
	case "int", "float":
		return c.Builtin(kind, v)
	}
	return v, nil
}

// proxy is the state of a SectionProxy.
type proxy struct {
	p    *parser
	name string
}

// options lists the names in a section with those of the defaults.
func (p *parser) options(name string) ([]string, error) {
	s, err := p.section(name)
	if err != nil {
		return nil, err
	}
	out := append([]string(nil), s.names...)
	for _, n := range p.defaults.names {
		if _, own := s.values[n]; !own {
			out = append(out, n)
		}
	}
	return out, nil
}

// defaultsFirst reorders the options of a section as items() lists them.
func (p *parser) defaultsFirst(names []string) []string {
	out := append([]string(nil), p.defaults.names...)
	for _, n := range names {
		if _, isDefault := p.defaults.values[n]; !isDefault {
			out = append(out, n)
		}
	}
	return out
}

// New returns the module configparser.
func New(rt *object.Runtime) *object.Module {
	proxies := newProxy(rt)
	raw := newParserClass(rt, "RawConfigParser", true, proxies)
	cooked := newParserClass(rt, "ConfigParser", false, proxies, raw.Class)
	m := declare.Classes(declare.Module(rt, "configparser", nil), raw, cooked, proxies)
	for _, name := range []string{"BasicInterpolation", "ExtendedInterpolation", "Interpolation"} {
		declare.Classes(m, declare.New(rt, "configparser", name, declare.Options{}))
	}
	for _, e := range []*exceptions.Type{errParser, errNoSection, errNoOption, errTwiceSection, errTwiceOption, errInterpolation, errSyntax, errMissing, errDepth, errParsing, errNoHeader} {
		m.SetField(e.Name, rt.ExceptionClass(e))
	}
	return declare.Add(m, starlark.StringDict{"DEFAULTSECT": starlark.String("DEFAULT"), "MAX_INTERPOLATION_DEPTH": starlark.MakeInt(10)})
}

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
			d, ok := object.Underlying(orNone(c.Arg(0))).(*starlark.Dict)
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
