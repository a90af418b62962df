package argparse

import (
	"regexp"
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file parses command lines.

// parseCall is parse_known_args(args=None, namespace=None).
func (p *parser) parseCall(c declare.Call) (starlark.Value, []string, error) {
	var args, namespace starlark.Value
	if err := c.Unpack("args??", &args, "namespace??", &namespace); err != nil {
		return nil, nil, err
	}
	if args == nil {
		sys, err := c.RT.Import(c.T, "sys")
		if err != nil {
			return nil, nil, err
		}
		argv, err := c.RT.GetAttr(sys, "argv")
		if err != nil {
			return nil, nil, err
		}
		list, err := c.List(argv)
		if err != nil {
			return nil, nil, err
		}
		args = starlark.NewList(append([]starlark.Value(nil), list[min(1, len(list)):]...))
	}
	list, err := c.RT.List(c.T, args)
	if err != nil {
		return nil, nil, err
	}
	texts := make([]string, len(list))
	for i, v := range list {
		s, ok := declare.Text(v)
		if !ok {
			return nil, nil, declare.TypeErrorf("'%s' object is not a str argument", object.TypeName(v))
		}
		texts[i] = s
	}
	if namespace == nil {
		namespace = p.m.namespace.Allocate(c.T)
	}
	if err := p.setDefaults(c, namespace); err != nil {
		return nil, nil, err
	}
	run := &parse{Call: c, p: p, args: texts, namespace: namespace, seen: map[*action]bool{}, notDefault: map[*action]bool{}}
	rest, err := run.all()
	if err != nil {
		if e, ok := exceptions.As(err, errArgument); ok && p.exits {
			message, textErr := c.RT.Str(c.RT.Exception(e))
			if textErr != nil {
				return nil, nil, textErr
			}
			_, err = c.CallMethod(p.self, "error", starlark.String(message))
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if o, ok := namespace.(*object.Instance); ok {
		if v, ok := o.Field(unrecognized); ok {
			more, err := c.List(v)
			if err != nil {
				return nil, nil, err
			}
			for _, x := range more {
				s, _ := declare.Text(x)
				rest = append(rest, s)
			}
			o.SetOwn(unrecognized, nil)
		}
	}
	return namespace, rest, nil
}

func has(c declare.Call, namespace starlark.Value, name string) bool {
	_, err := c.RT.GetAttr(namespace, name)
	return err == nil
}

func (p *parser) setDefaults(c declare.Call, namespace starlark.Value) error {
	for _, a := range p.actions {
		if a.dest != suppressed && a.missing != starlark.String(suppressed) && !has(c, namespace, a.dest) {
			if err := c.RT.SetAttr(namespace, a.dest, a.missing); err != nil {
				return err
			}
		}
	}
	for k, v := range p.defaults.Entries() {
		name, _ := declare.Text(k)
		if !has(c, namespace, name) {
			if err := c.RT.SetAttr(namespace, name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// parse is one run over a command line.
type parse struct {
	declare.Call
	p                *parser
	args             []string
	namespace        starlark.Value
	seen, notDefault map[*action]bool
	extras           []string
	positionals      []*action
	pattern          string          // O an option, A an argument, - the mark --
	options          map[int]*option // by position
}

// option is what an argument that begins with a prefix stands for.
type option struct {
	action   *action // nil: unknown
	text     string
	explicit *string // the value after = or a single letter
	glued    bool    // without =
}

func (r *parse) all() ([]string, error) {
	for _, a := range r.p.actions {
		if a.positional() {
			r.positionals = append(r.positionals, a)
		}
	}
	r.options = map[int]*option{}
	var b strings.Builder
	for i := 0; i < len(r.args); i++ {
		if r.args[i] == "--" {
			b.WriteByte('-')
			b.WriteString(strings.Repeat("A", len(r.args)-i-1))
			break
		}
		o, err := r.option(r.args[i])
		if err != nil {
			return nil, err
		}
		if o == nil {
			b.WriteByte('A')
			continue
		}
		r.options[i] = o
		b.WriteByte('O')
	}
	r.pattern = b.String()
	last := -1
	for i := range r.options {
		last = max(last, i)
	}
	at := 0
	for at <= last {
		next := at
		for r.options[next] == nil {
			next++
		}
		if at != next {
			to, err := r.consumePositionals(at)
			if err != nil {
				return nil, err
			}
			if to > at {
				at = to
				continue
			}
		}
		if r.options[at] == nil {
			r.extras = append(r.extras, r.args[at:next]...)
			at = next
		}
		to, err := r.consumeOption(at)
		if err != nil {
			return nil, err
		}
		at = to
	}
	stop, err := r.consumePositionals(at)
	if err != nil {
		return nil, err
	}
	r.extras = append(r.extras, r.args[stop:]...)
	return r.extras, r.finish()
}

// finish checks what is required and converts defaults that are text.
func (r *parse) finish() error {
	var required []string
	for _, a := range r.p.actions {
		if r.seen[a] {
			continue
		}
		if a.required {
			required = append(required, a.name())
			continue
		}
		if s, ok := a.missing.(starlark.String); ok && a.dest != suppressed && string(s) != suppressed && a.typ != starlark.None {
			if v, err := r.RT.GetAttr(r.namespace, a.dest); err == nil && v == a.missing {
				converted, err := r.convert(a, string(s))
				if err != nil {
					return err
				}
				if err := r.RT.SetAttr(r.namespace, a.dest, converted); err != nil {
					return err
				}
			}
		}
	}
	if required != nil {
		return errArgument.Errorf("the following arguments are required: %s", strings.Join(required, ", "))
	}
	for _, g := range r.p.exclusive {
		if !g.required {
			continue
		}
		given := false
		var names []string
		for _, a := range g.actions {
			given = given || r.notDefault[a]
			if a.help != starlark.String(suppressed) {
				names = append(names, a.name())
			}
		}
		if !given {
			return errArgument.Errorf("one of the arguments %s is required", strings.Join(names, " "))
		}
	}
	return nil
}

var negative = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-(?:\d+|\d*\.\d+)$`) })

// option tells what an argument stands for; nil: it is positional.
func (r *parse) option(text string) (*option, error) {
	p := r.p
	if text == "" || strings.IndexByte(p.prefixes, text[0]) < 0 {
		return nil, nil
	}
	if a := p.byOption[text]; a != nil {
		return &option{action: a, text: text}, nil
	}
	if len(text) == 1 {
		return nil, nil
	}
	if name, value, ok := strings.Cut(text, "="); ok {
		if a := p.byOption[name]; a != nil {
			return &option{action: a, text: name, explicit: &value}, nil
		}
	}
	matches := r.matches(text)
	if len(matches) > 1 {
		var names []string
		for _, m := range matches {
			names = append(names, m.text)
		}
		return nil, errArgument.Errorf("ambiguous option: %s could match %s", text, strings.Join(names, ", "))
	}
	if len(matches) == 1 {
		return matches[0], nil
	}
	if negative().MatchString(text) {
		for o := range p.byOption {
			if negative().MatchString(o) {
				return &option{text: text}, nil
			}
		}
		return nil, nil
	}
	if strings.Contains(text, " ") {
		return nil, nil
	}
	return &option{text: text}, nil
}

// matches returns the options that a text abbreviates or, for single letters, begins with.
func (r *parse) matches(text string) []*option {
	p := r.p
	var out []*option
	long := len(text) > 1 && strings.IndexByte(p.prefixes, text[1]) >= 0
	name, value, hasValue := strings.Cut(text, "=")
	add := func(o string, explicit *string, glued bool) {
		out = append(out, &option{action: p.byOption[o], text: o, explicit: explicit, glued: glued})
	}
	for _, a := range p.actions {
		for _, o := range a.options {
			switch {
			case long:
				if p.abbreviations && strings.HasPrefix(o, name) {
					var v *string
					if hasValue {
						v = &value
					}
					add(o, v, false)
				}
			case o == text[:2]:
				v := text[2:]
				add(o, &v, true)
			case strings.HasPrefix(o, text):
				add(o, nil, false)
			}
		}
	}
	return out
}

// nargsPattern is a regular expression over the pattern of arguments.
func (a *action) nargsPattern() string {
	s := ""
	switch n := a.text(); n {
	case optional:
		s = "(-*A?-*)"
	case zeroOrMore:
		s = "(-*[A-]*)"
	case oneOrMore:
		s = "(-*A[A-]*)"
	case remainder:
		s = "([-AO]*)"
	case subparser:
		s = "(-*A[-AO]*)"
	case suppressed:
		s = "(-*-*)"
	default:
		s = "(-*A-*)"
		if count := a.count(); count >= 0 {
			s = "(-*" + strings.Repeat("-*A", count) + "-*)"
		}
	}
	if !a.positional() {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "-*", ""), "-", "")
	}
	return s
}

// take returns how many arguments an action takes.
func (r *parse) take(a *action, pattern string) (int, error) {
	m := regexp.MustCompile("^" + a.nargsPattern()).FindString(pattern)
	if m != "" || regexp.MustCompile("^"+a.nargsPattern()).MatchString(pattern) {
		return len(m), nil
	}
	switch a.text() {
	case "":
		if n := a.count(); n >= 0 {
			if n == 1 {
				return 0, a.fail("expected 1 argument")
			}
			return 0, a.fail("expected %d arguments", n)
		}
		return 0, a.fail("expected one argument")
	case optional:
		return 0, a.fail("expected at most one argument")
	}
	return 0, a.fail("expected at least one argument")
}

func (r *parse) consumeOption(start int) (int, error) {
	o := r.options[start]
	a, text, explicit, glued := o.action, o.text, o.explicit, o.glued
	if a == nil {
		r.extras = append(r.extras, r.args[start])
		return start + 1, nil
	}
	type call struct {
		a    *action
		args []string
		text string
	}
	var calls []call
	for {
		if explicit == nil {
			n, err := r.take(a, r.pattern[start+1:])
			if err != nil {
				return 0, err
			}
			calls = append(calls, call{a, r.args[start+1 : start+1+n], text})
			start += 1 + n
			break
		}
		n, err := r.take(a, "A")
		if err != nil && n == 0 && !a.flag() {
			return 0, err
		}
		single := len(text) > 1 && strings.IndexByte(r.p.prefixes, text[1]) < 0
		if (n == 0 || a.flag()) && single && *explicit != "" && (glued || a.flag()) {
			calls = append(calls, call{a, nil, text})
			next := text[:1] + (*explicit)[:1]
			b := r.p.byOption[next]
			if b == nil {
				return 0, a.fail("ignored explicit argument %s", object.StrRepr(*explicit))
			}
			rest := (*explicit)[1:]
			a, text, glued = b, next, true
			switch {
			case rest == "":
				explicit = nil
			case rest[0] == '=':
				rest = rest[1:]
				explicit, glued = &rest, false
			default:
				explicit = &rest
			}
			continue
		}
		if n == 1 {
			calls = append(calls, call{a, []string{*explicit}, text})
			start++
			break
		}
		return 0, a.fail("ignored explicit argument %s", object.StrRepr(*explicit))
	}
	for _, x := range calls {
		if err := r.run(x.a, x.args, x.text); err != nil {
			return 0, err
		}
	}
	return start, nil
}

func (r *parse) consumePositionals(start int) (int, error) {
	rest := r.pattern[start:]
	var counts []int
	for n := len(r.positionals); n > 0; n-- {
		var b strings.Builder
		for _, a := range r.positionals[:n] {
			b.WriteString(a.nargsPattern())
		}
		if m := regexp.MustCompile("^" + b.String()).FindStringSubmatch(rest); m != nil {
			for _, s := range m[1:] {
				counts = append(counts, len(s))
			}
			break
		}
	}
	more := strings.Contains(rest, "O")
	taken := 0
	for i, n := range counts {
		a := r.positionals[i]
		args := r.args[start : start+n]
		if more && n == 0 && a.text() != suppressed && a.text() != subparser {
			// Arguments may follow the options that are left.
			if s := a.text(); s == optional || s == zeroOrMore || s == remainder {
				break
			}
		}
		if a.text() != subparser && a.text() != remainder || len(args) > 0 && args[0] == "--" {
			for j, s := range args {
				if s == "--" {
					args = append(append([]string(nil), args[:j]...), args[j+1:]...)
					break
				}
			}
		}
		start += n
		taken++
		if err := r.run(a, args, ""); err != nil {
			return 0, err
		}
	}
	r.positionals = r.positionals[taken:]
	return start, nil
}

// run converts the arguments of an action and runs it.
func (r *parse) run(a *action, args []string, text string) error {
	r.seen[a] = true
	values, err := r.values(a, args)
	if err != nil {
		return err
	}
	same := values == a.missing
	if _, isList := values.(*starlark.List); !same && !isList {
		same, _ = r.RT.Equal(values, a.missing)
		same = same && a.positional() && len(args) == 0
	}
	if !same {
		r.notDefault[a] = true
		if a.group != nil {
			for _, other := range a.group.actions {
				if other != a && r.notDefault[other] {
					return a.fail("not allowed with argument %s", other.name())
				}
			}
		}
	}
	if values == starlark.String(suppressed) {
		return nil
	}
	return a.run(r.Call, r.p.self, r.namespace, values, text)
}
