package argparse

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file defines what add_subparsers returns.

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
		if s, ok := declare.Text(object.OrNone(title)); ok {
			home.title = s
		}
		home.description, _ = declare.Text(object.OrNone(description))
		p.groups = append(p.groups, home)
	}
	s := &subparsers{m: p.m, class: p.self.Class(), parsers: map[string]*object.Instance{}, required: required}
	if class != nil {
		s.class = class
	}
	if text, ok := declare.Text(object.OrNone(prog)); ok {
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
	if text, ok := declare.Text(object.OrNone(dest)); ok {
		a.dest = text
	}
	a.help, a.metavar = object.OrNone(help), object.OrNone(metavar)
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
