package argparse

import (
	"path"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module, and holds parsers, groups and namespaces.

// group is a titled part of the help, or a set of actions of which one may be given.
type group struct {
	p                   *parser
	title, description  string
	actions             []*action
	exclusive, required bool
	hidden              bool // an exclusive group has no title
}

// parser is the state of an ArgumentParser.
type parser struct {
	m                                     *module
	self                                  *object.Instance
	prog                                  string
	usage, description, epilog, formatter starlark.Value
	prefixes                              string
	abbreviations, exits                  bool
	missing                               starlark.Value // argument_default
	actions                               []*action
	groups                                []*group
	exclusive                             []*group
	byOption                              map[string]*action
	defaults                              *starlark.Dict
	subparsers                            *subparsers
}

// subparsers is what add_subparsers makes.
type subparsers struct {
	m        *module
	prog     string
	class    starlark.Value
	names    []string
	parsers  map[string]*object.Instance
	helps    []*action // one for each parser with help
	required bool
}

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

// newParser makes ArgumentParser.
func (m *module) newParser() *declare.Class {
	k := declare.New(m.rt, "argparse", "ArgumentParser", declare.Options{State: func() any { return new(parser) },
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			p := o.State().(*parser)
			switch name {
			case "prog":
				return starlark.String(p.prog), true, nil
			case "usage":
				return p.usage, true, nil
			case "description":
				return p.description, true, nil
			case "epilog":
				return p.epilog, true, nil
			case "formatter_class":
				return p.formatter, true, nil
			}
			return nil, false, nil
		},
		Set: func(o *object.Instance, name string, v starlark.Value) (bool, error) {
			p := o.State().(*parser)
			switch name {
			case "prog":
				p.prog, _ = declare.Text(v)
			case "usage":
				p.usage = v
			case "description":
				p.description = v
			case "epilog":
				p.epilog = v
			case "formatter_class":
				p.formatter = v
			default:
				return false, nil
			}
			return true, nil
		}})
	k.Method("__init__", m.initParser)
	self := func(c declare.Call) *parser { return c.Object().State().(*parser) }
	k.Methods(map[string]declare.Func{
		"add_argument":                 func(c declare.Call) (starlark.Value, error) { return self(c).add(c, nil) },
		"add_argument_group":           func(c declare.Call) (starlark.Value, error) { return self(c).addGroup(c) },
		"add_mutually_exclusive_group": func(c declare.Call) (starlark.Value, error) { return self(c).addExclusive(c, nil) },
		"add_subparsers":               func(c declare.Call) (starlark.Value, error) { return self(c).addSubparsers(c) },
		"set_defaults": func(c declare.Call) (starlark.Value, error) {
			p := self(c)
			for _, kv := range c.Kwargs {
				if err := p.defaults.SetKey(kv[0], kv[1]); err != nil {
					return nil, err
				}
				for _, a := range p.actions {
					if starlark.String(a.dest) == kv[0] {
						a.missing = kv[1]
					}
				}
			}
			return starlark.None, nil
		},
		"get_default": func(c declare.Call) (starlark.Value, error) {
			var dest string
			if err := c.Unpack("dest", &dest); err != nil {
				return nil, err
			}
			for _, a := range self(c).actions {
				if a.dest == dest && a.missing != starlark.None {
					return a.missing, nil
				}
			}
			v, _, err := self(c).defaults.Get(starlark.String(dest))
			return v, err
		},
		"parse_args": func(c declare.Call) (starlark.Value, error) {
			namespace, rest, err := self(c).parseCall(c)
			if err != nil {
				return nil, err
			}
			if len(rest) > 0 {
				if _, err := c.CallMethod(c.Self, "error", starlark.String("unrecognized arguments: "+strings.Join(rest, " "))); err != nil {
					return nil, err
				}
			}
			return namespace, nil
		},
		"parse_known_args": func(c declare.Call) (starlark.Value, error) {
			namespace, rest, err := self(c).parseCall(c)
			if err != nil {
				return nil, err
			}
			return starlark.Tuple{namespace, starlark.NewList(declare.Strings(rest...))}, nil
		},
		"format_help": func(c declare.Call) (starlark.Value, error) {
			s, err := self(c).help(c)
			return starlark.String(s), err
		},
		"format_usage": func(c declare.Call) (starlark.Value, error) {
			s, err := self(c).usageText(c)
			return starlark.String(s), err
		},
		"print_help": func(c declare.Call) (starlark.Value, error) {
			text, err := c.CallMethod(c.Self, "format_help")
			if err != nil {
				return nil, err
			}
			return starlark.None, m.print(c, text)
		},
		"print_usage": func(c declare.Call) (starlark.Value, error) {
			text, err := c.CallMethod(c.Self, "format_usage")
			if err != nil {
				return nil, err
			}
			return starlark.None, m.print(c, text)
		},
		"exit": func(c declare.Call) (starlark.Value, error) {
			status := 0
			var message starlark.Value
			if err := c.Unpack("status?", &status, "message??", &message); err != nil {
				return nil, err
			}
			if s, ok := declare.Text(orNone(message)); ok && s != "" {
				if err := write(c, m.rt.Stderr, s); err != nil {
					return nil, err
				}
			}
			return nil, exceptions.SystemExit.With(starlark.MakeInt(status))
		},
		"error": func(c declare.Call) (starlark.Value, error) {
			var message string
			if err := c.Unpack("message", &message); err != nil {
				return nil, err
			}
			if _, err := c.CallMethod(c.Self, "print_usage", m.rt.Stderr); err != nil {
				return nil, err
			}
			return c.CallMethod(c.Self, "exit", starlark.MakeInt(2), starlark.String(self(c).prog+": error: "+message+"\n"))
		},
	})
	return k
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// print writes a text to the stream that is the first argument, or standard output.
func (m *module) print(c declare.Call, text starlark.Value) error {
	var stream starlark.Value
	if err := c.Unpack("file??", &stream); err != nil {
		return err
	}
	if stream == nil {
		stream = m.rt.Stdout
	}
	s, _ := declare.Text(text)
	return write(c, stream, s)
}

func write(c declare.Call, stream starlark.Value, text string) error {
	if stream == nil || stream == starlark.None {
		return nil
	}
	_, err := c.CallMethod(stream, "write", starlark.String(text))
	return err
}

// initParser is ArgumentParser.__init__.
func (m *module) initParser(c declare.Call) (starlark.Value, error) {
	none := starlark.Value(starlark.None)
	p := c.Object().State().(*parser)
	*p = parser{m: m, self: c.Object(), usage: none, description: none, epilog: none, formatter: none, missing: none, prefixes: "-", abbreviations: true, exits: true,
		byOption: map[string]*action{}, defaults: new(starlark.Dict)}
	var prog, parents, handler, file, prefixes starlark.Value
	addHelp := true
	if err := c.Unpack("prog??", &prog, "usage?", &p.usage, "description?", &p.description, "epilog?", &p.epilog, "parents?", &parents, "formatter_class?", &p.formatter,
		"prefix_chars?", &prefixes, "fromfile_prefix_chars?", &file, "argument_default?", &p.missing, "conflict_handler?", &handler, "add_help?", &addHelp,
		"allow_abbrev?", &p.abbreviations, "exit_on_error?", &p.exits); err != nil {
		return nil, err
	}
	if s, ok := declare.Text(orNone(prefixes)); ok {
		p.prefixes = s
	}
	if s, ok := declare.Text(orNone(prog)); ok {
		p.prog = s
	} else if sys, err := m.rt.Import(c.T, "sys"); err == nil {
		argv, err := m.rt.GetAttr(sys, "argv")
		if err != nil {
			return nil, err
		}
		if first, err := m.rt.GetItem(c.T, argv, starlark.MakeInt(0)); err == nil {
			s, _ := declare.Text(first)
			p.prog = path.Base(s)
		}
	}
	p.groups = []*group{{p: p, title: "positional arguments"}, {p: p, title: "options"}}
	if addHelp {
		prefix := "-"
		if !strings.Contains(p.prefixes, "-") {
			prefix = p.prefixes[:1]
		}
		call := c
		call.Args = starlark.Tuple{starlark.String(prefix + "h"), starlark.String(prefix + prefix + "help")}
		call.Kwargs = []starlark.Tuple{{starlark.String("action"), starlark.String("help")}, {starlark.String("default"), starlark.String(suppressed)}, {starlark.String("help"), starlark.String("show this help message and exit")}}
		if _, err := p.add(call, nil); err != nil {
			return nil, err
		}
	}
	if parents != nil {
		list, err := m.rt.List(c.T, parents)
		if err != nil {
			return nil, err
		}
		for _, v := range list {
			q, ok := declare.State[*parser](v)
			if !ok {
				return nil, declare.TypeErrorf("parents must be ArgumentParsers")
			}
			for _, a := range q.actions {
				if err := p.enter(a, p.groupFor(a)); err != nil {
					return nil, err
				}
			}
			for k, v := range q.defaults.Entries() {
				if err := p.defaults.SetKey(k, v); err != nil {
					return nil, err
				}
			}
			p.exclusive = append(p.exclusive, q.exclusive...)
		}
	}
	return starlark.None, nil
}

func (p *parser) groupFor(a *action) *group {
	if a.positional() {
		return p.groups[0]
	}
	return p.groups[1]
}

// enter adds an action to the parser and a group.
func (p *parser) enter(a *action, g *group) error {
	for _, o := range a.options {
		if p.byOption[o] != nil {
			return a.fail("conflicting option string: %s", o)
		}
	}
	for _, o := range a.options {
		p.byOption[o] = a
	}
	p.actions = append(p.actions, a)
	g.actions = append(g.actions, a)
	return nil
}

// add is add_argument; in may be a group.
func (p *parser) add(c declare.Call, in *group) (starlark.Value, error) {
	o, a, err := p.make(c)
	if err != nil {
		return nil, err
	}
	home := p.groupFor(a)
	if in != nil && !in.hidden {
		home = in
	}
	if in != nil && in.exclusive {
		if a.required {
			return nil, declare.ValueErrorf("mutually exclusive arguments must be optional")
		}
		a.group = in
		if in.hidden {
			in.actions = append(in.actions, a)
		}
	}
	return o, p.enter(a, home)
}

// make makes the action of an add_argument call.
func (p *parser) make(c declare.Call) (*object.Instance, *action, error) {
	kind := object.Keyword(c.Kwargs, "action")
	var class *object.Class
	name := "store"
	switch k := orNone(kind).(type) {
	case starlark.String:
		name = string(k)
	case *object.Class:
		class, name = k, ""
		if k == p.m.boolean.Class {
			name = "boolean"
		}
	}
	switch name {
	case "store", "store_true", "store_false", "store_const", "append", "append_const", "count", "help", "version", "extend", "boolean", "":
	default:
		return nil, nil, declare.ValueErrorf("unknown action %s", object.StrRepr(name))
	}
	var options []string
	dest := ""
	for _, v := range c.Args {
		s, ok := declare.Text(v)
		if !ok {
			return nil, nil, declare.TypeErrorf("option strings must be str, not %s", object.TypeName(v))
		}
		if s != "" && strings.IndexByte(p.prefixes, s[0]) >= 0 {
			options = append(options, s)
			continue
		}
		if len(c.Args) > 1 {
			return nil, nil, declare.ValueErrorf("invalid option string %s: must start with a character %s", object.StrRepr(s), object.StrRepr(p.prefixes))
		}
		dest = s
	}
	given := object.Keyword(c.Kwargs, "dest")
	if s, ok := declare.Text(orNone(given)); ok {
		if dest != "" {
			return nil, nil, declare.ValueErrorf("dest supplied twice for positional argument")
		}
		dest = s
	}
	if len(options) > 0 && given == nil {
		for _, o := range options {
			if len(o) > 1 && strings.IndexByte(p.prefixes, o[1]) >= 0 {
				dest = strings.TrimLeft(o, p.prefixes)
				break
			}
		}
		if dest == "" {
			dest = strings.TrimLeft(options[0], p.prefixes)
		}
		if dest == "" {
			return nil, nil, declare.ValueErrorf("dest= is required for options like %s", object.StrRepr(options[0]))
		}
		dest = strings.ReplaceAll(dest, "-", "_")
	}
	var kwargs []starlark.Tuple
	for _, kv := range c.Kwargs {
		if kv[0] != starlark.String("action") && kv[0] != starlark.String("dest") {
			kwargs = append(kwargs, kv)
		}
	}
	if object.Keyword(kwargs, "default") == nil {
		if v, ok, _ := p.defaults.Get(starlark.String(dest)); ok {
			kwargs = append(kwargs, starlark.Tuple{starlark.String("default"), v})
		} else if p.missing != starlark.None {
			kwargs = append(kwargs, starlark.Tuple{starlark.String("default"), p.missing})
		}
	}
	if len(options) == 0 {
		if object.Keyword(kwargs, "required") != nil {
			return nil, nil, declare.TypeErrorf("'required' is an invalid argument for positionals")
		}
		n, _ := declare.Text(orNone(object.Keyword(kwargs, "nargs")))
		if n != optional && n != zeroOrMore && n != remainder && n != suppressed {
			kwargs = append(kwargs, starlark.Tuple{starlark.String("required"), starlark.True})
		}
	}
	if class != nil && name == "" {
		kwargs = append([]starlark.Tuple{{starlark.String("option_strings"), starlark.NewList(declare.Strings(options...))}, {starlark.String("dest"), starlark.String(dest)}}, kwargs...)
		v, err := starlark.Call(c.T, class, nil, kwargs)
		if err != nil {
			return nil, nil, err
		}
		a, ok := declare.State[*action](v)
		if !ok {
			return nil, nil, declare.ValueErrorf("unknown action %s", class.String())
		}
		return v.(*object.Instance), a, nil
	}
	o := p.m.action.Allocate(c.T)
	a := o.State().(*action)
	a.self, a.kind, a.options, a.dest = o, name, options, dest
	if err := a.configure(c, kwargs); err != nil {
		return nil, nil, err
	}
	if a.typ != starlark.None && !object.IsCallable(a.typ) {
		s, err := c.RT.Repr(a.typ)
		if err != nil {
			return nil, nil, err
		}
		return nil, nil, declare.ValueErrorf("%s is not callable", s)
	}
	return o, a, a.finish(c)
}

func (p *parser) addGroup(c declare.Call) (starlark.Value, error) {
	var title, description starlark.Value
	if err := c.Unpack("title??", &title, "description??", &description, "*", nil, "argument_default?", new(starlark.Value), "prefix_chars?", new(starlark.Value), "conflict_handler?", new(starlark.Value)); err != nil {
		return nil, err
	}
	g := &group{p: p}
	g.title, _ = declare.Text(orNone(title))
	g.description, _ = declare.Text(orNone(description))
	p.groups = append(p.groups, g)
	o := p.m.group.Allocate(c.T)
	*o.State().(*groupState) = groupState{g}
	return o, nil
}

func (p *parser) addExclusive(c declare.Call, inside *group) (starlark.Value, error) {
	g := &group{p: p, exclusive: true, hidden: true}
	if err := c.Unpack("*", nil, "required?", &g.required); err != nil {
		return nil, err
	}
	p.exclusive = append(p.exclusive, g)
	o := p.m.group.Allocate(c.T)
	*o.State().(*groupState) = groupState{g}
	return o, nil
}

// groupState is the state of a group's object.
type groupState struct{ g *group }

func (m *module) newGroup() *declare.Class {
	k := declare.New(m.rt, "argparse", "_ArgumentGroup", declare.Options{State: func() any { return new(groupState) }})
	self := func(c declare.Call) *group { return c.Object().State().(*groupState).g }
	k.Methods(map[string]declare.Func{
		"add_argument":                 func(c declare.Call) (starlark.Value, error) { return self(c).p.add(c, self(c)) },
		"add_argument_group":           func(c declare.Call) (starlark.Value, error) { return self(c).p.addGroup(c) },
		"add_mutually_exclusive_group": func(c declare.Call) (starlark.Value, error) { return self(c).p.addExclusive(c, self(c)) },
		"set_defaults": func(c declare.Call) (starlark.Value, error) {
			return starlark.Call(c.T, mustAttr(c, self(c).p.self, "set_defaults"), nil, c.Kwargs)
		},
	})
	return k
}

func mustAttr(c declare.Call, v starlark.Value, name string) starlark.Value {
	f, err := c.RT.GetAttr(v, name)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return f
}

// addSubparsers is add_subparsers(title, description, prog, parser_class, action, dest, required, help, metavar).
func (p *parser) addSubparsers(c declare.Call) (starlark.Value, error) {
	if p.subparsers != nil {
		return nil, declare.ValueErrorf("cannot have multiple subparser arguments")
	}
	var title, description, prog, class, dest, help, metavar starlark.Value
	required := false
	if err := c.Unpack("*", nil, "title??", &title, "description??", &description, "prog??", &prog, "parser_class??", &class, "action??", new(starlark.Value), "dest??", &dest, "required?", &required, "help??", &help, "metavar??", &metavar); err != nil {
		return nil, err
	}
	home := p.groups[0]
	if title != nil || description != nil {
		home = &group{p: p, title: "subcommands"}
		if s, ok := declare.Text(orNone(title)); ok {
			home.title = s
		}
		home.description, _ = declare.Text(orNone(description))
		p.groups = append(p.groups, home)
	}
	s := &subparsers{m: p.m, class: p.self.Class(), parsers: map[string]*object.Instance{}, required: required}
	if class != nil {
		s.class = class
	}
	if text, ok := declare.Text(orNone(prog)); ok {
		s.prog = text
	} else {
		var positionals []*action
		for _, a := range p.actions {
			if a.positional() {
				positionals = append(positionals, a)
			}
		}
		usage, err := p.usageOf(c, positionals, "")
		if err != nil {
			return nil, err
		}
		s.prog = strings.TrimSpace(usage)
	}
	o := p.m.sub.Allocate(c.T)
	a := o.State().(*action)
	a.self, a.kind, a.sub, a.required, a.nargs = o, "parsers", s, required, starlark.String(subparser)
	a.dest = suppressed
	if text, ok := declare.Text(orNone(dest)); ok {
		a.dest = text
	}
	a.help, a.metavar = orNone(help), orNone(metavar)
	p.subparsers = s
	return o, p.enter(a, home)
}

func (m *module) newSubparsers() *declare.Class {
	k := declare.New(m.rt, "argparse", "_SubParsersAction", declare.Options{State: newAction, Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
		if name == "choices" {
			d := new(starlark.Dict)
			s := o.State().(*action).sub
			for _, n := range s.names {
				d.SetKey(starlark.String(n), s.parsers[n])
			}
			return d, true, nil
		}
		return getAction(o, name)
	}, Set: setAction}, m.action.Class)
	k.Method("add_parser", func(c declare.Call) (starlark.Value, error) {
		a := c.Object().State().(*action)
		if len(c.Args) != 1 {
			return nil, declare.TypeErrorf("add_parser() takes 2 positional arguments but %d were given", len(c.Args)+1)
		}
		name, _ := declare.Text(c.Args[0])
		if a.sub.parsers[name] != nil {
			return nil, a.fail("conflicting subparser: %s", name)
		}
		var kwargs []starlark.Tuple
		var help, aliases starlark.Value
		named := false
		for _, kv := range c.Kwargs {
			switch kv[0] {
			case starlark.String("help"):
				help = kv[1]
				continue
			case starlark.String("aliases"):
				aliases = kv[1]
				continue
			case starlark.String("deprecated"):
				continue
			case starlark.String("prog"):
				named = true
			}
			kwargs = append(kwargs, kv)
		}
		if !named {
			kwargs = append(kwargs, starlark.Tuple{starlark.String("prog"), starlark.String(a.sub.prog + " " + name)})
		}
		v, err := starlark.Call(c.T, a.sub.class, nil, kwargs)
		if err != nil {
			return nil, err
		}
		o, ok := v.(*object.Instance)
		if _, isParser := declare.State[*parser](v); !ok || !isParser {
			return nil, declare.TypeErrorf("parser_class must make an ArgumentParser")
		}
		names := []string{name}
		if aliases != nil {
			list, err := c.RT.List(c.T, aliases)
			if err != nil {
				return nil, err
			}
			for _, x := range list {
				s, _ := declare.Text(x)
				names = append(names, s)
			}
		}
		for _, n := range names {
			a.sub.names = append(a.sub.names, n)
			a.sub.parsers[n] = o
		}
		if help != nil {
			h := newAction().(*action)
			h.dest, h.help = name, help
			if len(names) > 1 {
				h.dest += " (" + strings.Join(names[1:], ", ") + ")"
			}
			h.metavar = starlark.String(h.dest)
			a.sub.helps = append(a.sub.helps, h)
		}
		return v, nil
	})
	return k
}

// run parses the arguments of a subcommand.
func (s *subparsers) run(c declare.Call, a *action, namespace, values starlark.Value) error {
	list, err := c.List(values)
	if err != nil {
		return err
	}
	name, _ := declare.Text(list[0])
	if a.dest != suppressed {
		if err := c.RT.SetAttr(namespace, a.dest, starlark.String(name)); err != nil {
			return err
		}
	}
	p := s.parsers[name]
	if p == nil {
		return a.fail("unknown parser %s (choices: %s)", object.StrRepr(name), strings.Join(s.names, ", "))
	}
	r, err := c.CallMethod(p, "parse_known_args", starlark.NewList(append([]starlark.Value(nil), list[1:]...)), starlark.None)
	if err != nil {
		return err
	}
	pair, ok := r.(starlark.Tuple)
	if !ok || len(pair) != 2 {
		return declare.TypeErrorf("parse_known_args() must return a pair")
	}
	sub, ok := pair[0].(*object.Instance)
	if !ok {
		return declare.TypeErrorf("parse_known_args() must return a namespace")
	}
	sub.Fields(func(name string, v starlark.Value) {
		if err == nil {
			err = c.RT.SetAttr(namespace, name, v)
		}
	})
	if err != nil {
		return err
	}
	rest, err := c.List(pair[1])
	if err != nil || len(rest) == 0 {
		return err
	}
	var old []starlark.Value
	if v, err := c.RT.GetAttr(namespace, unrecognized); err == nil {
		if old, err = c.List(v); err != nil {
			return err
		}
	}
	return c.RT.SetAttr(namespace, unrecognized, starlark.NewList(append(old, rest...)))
}

// unrecognized is the attribute by which a subcommand hands on what it does not know.
const unrecognized = "_unrecognized_args"

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
