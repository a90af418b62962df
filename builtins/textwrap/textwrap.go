// Package textwrap is Python's textwrap.
//
//	text ──▶ words and spaces (chunks.go) ──▶ lines (TextWrapper) ──▶ wrap, fill, shorten
//	dedent, indent  on lines
package textwrap

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// options are those of a TextWrapper.
type options struct {
	width, tabSize, maxLines                                                 int
	initial, subsequent, placeholder                                         string
	expandTabs, replaceSpace, fixEndings, breakLong, dropSpace, breakHyphens bool
}

func defaults() options {
	return options{width: 70, tabSize: 8, maxLines: -1, placeholder: " [...]", expandTabs: true, replaceSpace: true, breakLong: true, dropSpace: true, breakHyphens: true}
}

// names lists the options in the order of the constructor's parameters.
var names = []string{"width", "initial_indent", "subsequent_indent", "expand_tabs", "replace_whitespace", "fix_sentence_endings",
	"break_long_words", "drop_whitespace", "break_on_hyphens", "tabsize", "max_lines", "placeholder"}

func (o *options) set(name string, v starlark.Value) (ok bool, err error) {
	number := func(p *int) {
		if name == "max_lines" && v == starlark.None {
			*p = -1
			return
		}
		*p, err = object.AsInt(v)
	}
	text := func(p *string) {
		var isText bool
		if *p, isText = declare.Text(v); !isText {
			err = declare.TypeErrorf("%s must be str, not %s", name, object.TypeName(v))
		}
	}
	flag := func(p *bool) { *p = bool(v.Truth()) }
	switch name {
	case "width":
		number(&o.width)
	case "tabsize":
		number(&o.tabSize)
	case "max_lines":
		number(&o.maxLines)
	case "initial_indent":
		text(&o.initial)
	case "subsequent_indent":
		text(&o.subsequent)
	case "placeholder":
		text(&o.placeholder)
	case "expand_tabs":
		flag(&o.expandTabs)
	case "replace_whitespace":
		flag(&o.replaceSpace)
	case "fix_sentence_endings":
		flag(&o.fixEndings)
	case "break_long_words":
		flag(&o.breakLong)
	case "drop_whitespace":
		flag(&o.dropSpace)
	case "break_on_hyphens":
		flag(&o.breakHyphens)
	default:
		return false, nil
	}
	return true, err
}

func (o *options) get(name string) (starlark.Value, bool) {
	switch name {
	case "width":
		return starlark.MakeInt(o.width), true
	case "tabsize":
		return starlark.MakeInt(o.tabSize), true
	case "max_lines":
		if o.maxLines < 0 {
			return starlark.None, true
		}
		return starlark.MakeInt(o.maxLines), true
	case "initial_indent":
		return starlark.String(o.initial), true
	case "subsequent_indent":
		return starlark.String(o.subsequent), true
	case "placeholder":
		return starlark.String(o.placeholder), true
	case "expand_tabs":
		return starlark.Bool(o.expandTabs), true
	case "replace_whitespace":
		return starlark.Bool(o.replaceSpace), true
	case "fix_sentence_endings":
		return starlark.Bool(o.fixEndings), true
	case "break_long_words":
		return starlark.Bool(o.breakLong), true
	case "drop_whitespace":
		return starlark.Bool(o.dropSpace), true
	case "break_on_hyphens":
		return starlark.Bool(o.breakHyphens), true
	}
	return nil, false
}

func (o *options) keywords(kwargs []starlark.Tuple) error {
	for _, kv := range kwargs {
		name := string(kv[0].(starlark.String))
		ok, err := o.set(name, kv[1])
		if err != nil {
			return err
		}
		if !ok {
			return declare.TypeErrorf("TextWrapper.__init__() got an unexpected keyword argument '%s'", name)
		}
	}
	return nil
}

// New returns the module textwrap.
func New(rt *object.Runtime) *object.Module {
	// wrapping reads (text, width=70, **options).
	wrapping := func(c declare.Call, f func(o options, text string) (starlark.Value, error)) (starlark.Value, error) {
		o := defaults()
		if len(c.Args) == 0 || len(c.Args) > 2 {
			return nil, declare.TypeErrorf("%s() missing 1 required positional argument: 'text'", c.Name)
		}
		text, ok := declare.Text(c.Args[0])
		if !ok {
			return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'expandtabs'", object.TypeName(c.Args[0]))
		}
		if len(c.Args) == 2 {
			if _, err := o.set("width", c.Args[1]); err != nil {
				return nil, err
			}
		}
		if err := o.keywords(c.Kwargs); err != nil {
			return nil, err
		}
		return f(o, text)
	}
	m := declare.Module(rt, "textwrap", map[string]declare.Func{
		"wrap": func(c declare.Call) (starlark.Value, error) { return wrapping(c, wrapList) },
		"fill": func(c declare.Call) (starlark.Value, error) { return wrapping(c, fillText) },
		"shorten": func(c declare.Call) (starlark.Value, error) {
			return wrapping(c, func(o options, text string) (starlark.Value, error) {
				o.maxLines = 1
				return fillText(o, strings.Join(strings.Fields(text), " "))
			})
		},
		"dedent": dedent, "indent": indent,
	})
	return declare.Classes(m, newWrapper(rt))
}

func wrapList(o options, text string) (starlark.Value, error) {
	lines, err := o.wrap(text)
	return starlark.NewList(declare.Strings(lines...)), err
}

func fillText(o options, text string) (starlark.Value, error) {
	lines, err := o.wrap(text)
	return starlark.String(strings.Join(lines, "\n")), err
}

func newWrapper(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "textwrap", "TextWrapper", declare.Options{
		State: func() any { o := defaults(); return &o },
		Save: func(o *object.Instance) starlark.Value {
			var t starlark.Tuple
			for _, n := range names {
				v, _ := o.State().(*options).get(n)
				t = append(t, v)
			}
			return t
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, ok := v.(starlark.Tuple)
			if !ok || len(t) != len(names) {
				return declare.TypeErrorf("invalid state")
			}
			for i, n := range names {
				if _, err := o.State().(*options).set(n, t[i]); err != nil {
					return err
				}
			}
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			v, ok := o.State().(*options).get(name)
			return v, ok, nil
		},
		Set: func(o *object.Instance, name string, v starlark.Value) (bool, error) {
			return o.State().(*options).set(name, v)
		},
	})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		o := c.Object().State().(*options)
		for i, v := range c.Args {
			if i >= len(names) {
				return nil, declare.TypeErrorf("TextWrapper.__init__() takes too many arguments")
			}
			if _, err := o.set(names[i], v); err != nil {
				return nil, err
			}
		}
		return starlark.None, o.keywords(c.Kwargs)
	})
	for name, f := range map[string]func(o options, text string) (starlark.Value, error){"wrap": wrapList, "fill": fillText} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			var text string
			if err := c.Unpack("text", &text); err != nil {
				return nil, err
			}
			return f(*c.Object().State().(*options), text)
		})
	}
	return k
}

// dedent removes the white space that all lines with other text begin with.
func dedent(c declare.Call) (starlark.Value, error) {
	var text string
	if err := c.Unpack("text", &text); err != nil {
		return nil, err
	}
	lines := strings.Split(text, "\n")
	margin, known := "", false
	for i, line := range lines {
		body := strings.TrimLeft(line, " \t")
		if body == "" {
			lines[i] = ""
			continue
		}
		lead := line[:len(line)-len(body)]
		if !known {
			margin, known = lead, true
			continue
		}
		n := 0
		for n < len(margin) && n < len(lead) && margin[n] == lead[n] {
			n++
		}
		margin = margin[:n]
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, margin)
	}
	return starlark.String(strings.Join(lines, "\n")), nil
}

// indent puts a prefix before each line that predicate accepts, by default those with text.
func indent(c declare.Call) (starlark.Value, error) {
	var text, prefix string
	var predicate starlark.Value
	if err := c.Unpack("text", &text, "prefix", &prefix, "predicate??", &predicate); err != nil {
		return nil, err
	}
	lines, err := c.CallMethod(starlark.String(text), "splitlines", starlark.True)
	if err != nil {
		return nil, err
	}
	list, err := c.RT.List(c.T, lines)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, v := range list {
		line, _ := declare.Text(v)
		put := strings.TrimSpace(line) != ""
		if predicate != nil {
			r, err := c.Call(predicate, v)
			if err != nil {
				return nil, err
			}
			put = bool(r.Truth())
		}
		if put {
			b.WriteString(prefix)
		}
		b.WriteString(line)
	}
	return starlark.String(b.String()), nil
}
