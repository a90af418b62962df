package argparse

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file turns the strings of an argument into its value.

// values converts arguments to what the action gets.
func (r *parse) values(a *action, args []string) (starlark.Value, error) {
	converted := func(checked bool) ([]starlark.Value, error) {
		out := make([]starlark.Value, len(args))
		for i, s := range args {
			v, err := r.convert(a, s)
			if err == nil && checked {
				err = r.check(a, v)
			}
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	}
	switch n := a.text(); {
	case len(args) == 0 && n == optional:
		v := a.missing
		if !a.positional() {
			v = a.konst
		}
		if s, ok := v.(starlark.String); ok && string(s) != suppressed {
			x, err := r.convert(a, string(s))
			if err == nil {
				err = r.check(a, x)
			}
			return x, err
		}
		return v, nil
	case len(args) == 0 && n == zeroOrMore && a.positional():
		if a.missing != starlark.None {
			return a.missing, nil
		}
		return starlark.NewList(nil), nil
	case len(args) == 1 && (n == optional || n == "" && a.count() < 0):
		v, err := r.convert(a, args[0])
		if err == nil {
			err = r.check(a, v)
		}
		return v, err
	case n == remainder:
		list, err := converted(false)
		return starlark.NewList(list), err
	case n == subparser:
		list, err := converted(false)
		if err == nil {
			err = r.check(a, list[0])
		}
		return starlark.NewList(list), err
	case n == suppressed:
		return starlark.String(suppressed), nil
	}
	list, err := converted(true)
	return starlark.NewList(list), err
}

// convert calls the type of the action.
func (r *parse) convert(a *action, text string) (starlark.Value, error) {
	if a.typ == starlark.None {
		return starlark.String(text), nil
	}
	v, err := r.Call.Call(a.typ, starlark.String(text))
	if err == nil || object.IsCancelled(err) {
		return v, err
	}
	e := r.RT.Exception(err)
	if e.IsInstanceOf(errType) {
		s, textErr := r.RT.Str(e)
		if textErr != nil {
			return nil, textErr
		}
		return nil, a.fail("%s", s)
	}
	if !e.IsInstanceOf(exceptions.ValueError) && !e.IsInstanceOf(exceptions.TypeError) {
		return nil, object.ErrorOf(e)
	}
	name := ""
	if n, err := r.RT.GetAttr(a.typ, "__name__"); err == nil {
		name, _ = declare.Text(n)
	} else if name, err = r.RT.Repr(a.typ); err != nil {
		return nil, err
	}
	return nil, a.fail("invalid %s value: %s", name, object.StrRepr(text))
}

// check compares a value with the choices.
func (r *parse) check(a *action, v starlark.Value) error {
	choices := a.choices
	if a.sub != nil {
		choices = starlark.NewList(declare.Strings(a.sub.names...))
	}
	if choices == starlark.None {
		return nil
	}
	if ok, err := r.RT.Contains(r.T, choices, v); ok || err != nil {
		return err
	}
	list, err := r.RT.List(r.T, choices)
	if err != nil {
		return err
	}
	names := make([]string, len(list))
	for i, x := range list {
		if names[i], err = r.RT.Str(x); err != nil {
			return err
		}
	}
	s, err := r.RT.Repr(v)
	if err != nil {
		return err
	}
	return a.fail("invalid choice: %s (choose from %s)", s, strings.Join(names, ", "))
}
