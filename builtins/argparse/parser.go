package argparse

import (
	"path"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds parsers, groups, and how arguments are added to them.

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
			if s, ok := declare.Text(object.OrNone(message)); ok && s != "" {
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
	if s, ok := declare.Text(object.OrNone(prefixes)); ok {
		p.prefixes = s
	}
	if s, ok := declare.Text(object.OrNone(prog)); ok {
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
	switch k := object.OrNone(kind).(type) {
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
	if s, ok := declare.Text(object.OrNone(given)); ok {
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
		n, _ := declare.Text(object.OrNone(object.Keyword(kwargs, "nargs")))
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
	g.title, _ = declare.Text(object.OrNone(title))
	g.description, _ = declare.Text(object.OrNone(description))
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
