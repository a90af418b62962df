package argparse

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines actions: what one argument of the command line does.

// errArgument is argparse.ArgumentError.
var errArgument = exceptions.New("argparse", "ArgumentError", exceptions.Exception)

// errType is argparse.ArgumentTypeError.
var errType = exceptions.New("argparse", "ArgumentTypeError", exceptions.Exception)

// Numbers of arguments besides counts.
const (
	optional   = "?"
	zeroOrMore = "*"
	oneOrMore  = "+"
	remainder  = "..."
	subparser  = "A..."
	suppressed = "==SUPPRESS=="
)

// action is the state of an Action.
type action struct {
	self     *object.Instance
	kind     string // store, store_true, ...; "" for a class of the script
	options  []string
	dest     string
	nargs    starlark.Value // None, int or str
	konst    starlark.Value
	missing  starlark.Value // default
	typ      starlark.Value
	choices  starlark.Value
	required bool
	help     starlark.Value
	metavar  starlark.Value
	version  starlark.Value
	group    *group // exclusive
	sub      *subparsers
}

func newAction() any {
	none := starlark.Value(starlark.None)
	return &action{nargs: none, konst: none, missing: none, typ: none, choices: none, help: none, metavar: none, version: none}
}

func (a *action) positional() bool { return len(a.options) == 0 }

// count returns a fixed number of arguments, or -1; text returns the others.
func (a *action) count() int {
	if i, ok := a.nargs.(starlark.Int); ok {
		n, _ := i.Int64()
		return int(n)
	}
	return -1
}

func (a *action) text() string {
	s, _ := declare.Text(a.nargs)
	return s
}

// fixed reports whether the action takes no arguments.
func (a *action) flag() bool { return a.count() == 0 }

var fields = strings.Fields("option_strings dest nargs const default type choices required help metavar version")

func (a *action) field(name string) *starlark.Value {
	switch name {
	case "nargs":
		return &a.nargs
	case "const":
		return &a.konst
	case "default":
		return &a.missing
	case "type":
		return &a.typ
	case "choices":
		return &a.choices
	case "help":
		return &a.help
	case "metavar":
		return &a.metavar
	case "version":
		return &a.version
	}
	return nil
}

func getAction(o *object.Instance, name string) (starlark.Value, bool, error) {
	a := o.State().(*action)
	if p := a.field(name); p != nil {
		return *p, true, nil
	}
	switch name {
	case "option_strings":
		return starlark.NewList(declare.Strings(a.options...)), true, nil
	case "dest":
		return starlark.String(a.dest), true, nil
	case "required":
		return starlark.Bool(a.required), true, nil
	}
	return nil, false, nil
}

func setAction(o *object.Instance, name string, v starlark.Value) (bool, error) {
	a := o.State().(*action)
	if p := a.field(name); p != nil {
		*p = v
		return true, nil
	}
	switch name {
	case "dest":
		a.dest, _ = declare.Text(v)
	case "required":
		a.required = bool(v.Truth())
	case "option_strings":
		return true, declare.TypeErrorf("option_strings cannot be assigned")
	default:
		return false, nil
	}
	return true, nil
}

// configure reads the keyword arguments of add_argument.
func (a *action) configure(c declare.Call, kwargs []starlark.Tuple) error {
	for _, kv := range kwargs {
		name := string(kv[0].(starlark.String))
		switch name {
		case "action":
			continue
		case "option_strings":
			list, err := c.RT.List(c.T, kv[1])
			if err != nil {
				return err
			}
			a.options = nil
			for _, v := range list {
				s, _ := declare.Text(v)
				a.options = append(a.options, s)
			}
			continue
		}
		ok, err := setAction(a.self, name, kv[1])
		if err != nil {
			return err
		}
		if !ok {
			return declare.TypeErrorf("%s.__init__() got an unexpected keyword argument '%s'", a.self.Class().Name(), name)
		}
	}
	return nil
}

// name is how errors call the argument.
func (a *action) name() string {
	switch {
	case len(a.options) > 0:
		return strings.Join(a.options, "/")
	case a.metavar != starlark.None && a.metavar != starlark.String(suppressed):
		if s, ok := declare.Text(a.metavar); ok {
			return s
		}
	}
	if a.dest != "" && a.dest != suppressed {
		return a.dest
	}
	if a.sub != nil {
		return "{" + strings.Join(a.sub.names, ",") + "}"
	}
	return ""
}

// fail is an ArgumentError.
func (a *action) fail(format string, args ...any) error {
	err := errArgument.Errorf(format, args...).(*exceptions.Error)
	text := err.Message()
	name := starlark.Value(starlark.None)
	if n := a.name(); n != "" {
		name = starlark.String(n)
		err = errArgument.Errorf("argument %s: %s", n, text).(*exceptions.Error)
	}
	err.Attrs = map[string]starlark.Value{"argument_name": name, "message": starlark.String(text)}
	return err
}

// defaults of the kinds of actions, checked by finish.
func (a *action) finish(c declare.Call) error {
	switch a.kind {
	case "store_true", "store_false", "store_const", "append_const", "count", "help", "version", "boolean":
		a.nargs = starlark.MakeInt(0)
	}
	switch a.kind {
	case "store_true", "store_false":
		a.konst = starlark.Bool(a.kind == "store_true")
		if a.missing == starlark.None {
			a.missing = starlark.Bool(a.kind == "store_false")
		}
	case "help", "version":
		a.dest, a.missing = suppressed, starlark.String(suppressed)
		if a.help == starlark.None && a.kind == "version" {
			a.help = starlark.String("show program's version number and exit")
		}
	case "boolean":
		var all []string
		for _, o := range a.options {
			all = append(all, o)
			if name, long := strings.CutPrefix(o, "--"); long {
				all = append(all, "--no-"+name)
			}
		}
		a.options = all
	case "store", "append", "extend":
		if a.count() == 0 {
			if a.kind == "store" {
				return declare.ValueErrorf("nargs for store actions must be != 0; if you have nothing to store, actions such as store true or store const may be more appropriate")
			}
			return declare.ValueErrorf("nargs for append actions must be != 0; if arg strings are not supplying the value to append, the append const action may be more appropriate")
		}
	}
	return nil
}

// run does what the action is for.
func (a *action) run(c declare.Call, p *object.Instance, namespace, values starlark.Value, option string) error {
	rt := c.RT
	set := func(v starlark.Value) error { return rt.SetAttr(namespace, a.dest, v) }
	current := func() ([]starlark.Value, error) {
		v, err := rt.GetAttr(namespace, a.dest)
		if err != nil || v == starlark.None {
			return nil, nil
		}
		return c.List(v)
	}
	switch a.kind {
	case "store":
		return set(values)
	case "store_true", "store_false", "store_const":
		return set(a.konst)
	case "boolean":
		return set(starlark.Bool(!strings.HasPrefix(option, "--no-")))
	case "append", "append_const", "extend":
		list, err := current()
		if err != nil {
			return err
		}
		switch a.kind {
		case "append":
			list = append(list, values)
		case "append_const":
			list = append(list, a.konst)
		default:
			more, err := c.List(values)
			if err != nil {
				return err
			}
			list = append(list, more...)
		}
		return set(starlark.NewList(list))
	case "count":
		n := 0
		if v, err := rt.GetAttr(namespace, a.dest); err == nil && v != starlark.None {
			if n, err = object.AsInt(v); err != nil {
				return err
			}
		}
		return set(starlark.MakeInt(n + 1))
	case "help":
		if _, err := c.CallMethod(p, "print_help"); err != nil {
			return err
		}
		_, err := c.CallMethod(p, "exit")
		return err
	case "version":
		v := a.version
		if v == starlark.None {
			var err error
			if v, err = rt.GetAttr(p, "version"); err != nil {
				return err
			}
		}
		text, err := expand(c, p, v, nil)
		if err != nil {
			return err
		}
		if err := write(c, rt.Stdout, text+"\n"); err != nil {
			return err
		}
		_, err = c.CallMethod(p, "exit")
		return err
	case "parsers":
		return a.sub.run(c, a, namespace, values)
	}
	o := starlark.Value(starlark.None)
	if option != "" {
		o = starlark.String(option)
	}
	_, err := c.Call(a.self, p, namespace, values, o)
	return err
}
