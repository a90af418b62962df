package argparse

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/object"
	"parlark/builtins/textwrap"
)

// This file lays out usage and help.

const maxHelpPosition = 24

func length(s string) int { return utf8.RuneCountInString(s) }

// columns is the width of the text.
func columns(c declare.Call) int {
	if m, err := c.RT.Import(c.T, "os"); err == nil {
		if env, err := c.RT.GetAttr(m, "environ"); err == nil {
			if v, err := c.RT.GetItem(c.T, env, starlark.String("COLUMNS")); err == nil {
				s, _ := declare.Text(v)
				if n, err := strconv.Atoi(s); err == nil && n > 0 {
					return n - 2
				}
			}
		}
	}
	return 78
}

// is reports whether the parser's formatter is, or derives from, one of the module's.
func (p *parser) is(name string) bool {
	k, ok := p.formatter.(*object.Class)
	return ok && k.IsSubclass(p.m.formatters[name].Class)
}

// expand is text % {prog, and what an action has}.
func expand(c declare.Call, p *object.Instance, text starlark.Value, a *action) (string, error) {
	s, ok := declare.Text(text)
	if !ok {
		var err error
		if s, err = c.RT.Str(text); err != nil {
			return "", err
		}
	}
	if !strings.Contains(s, "%") {
		return s, nil
	}
	d := new(starlark.Dict)
	d.SetKey(starlark.String("prog"), starlark.String(p.State().(*parser).prog))
	if a != nil {
		for _, n := range fields {
			v := starlark.Value(starlark.None)
			if q := a.field(n); q != nil {
				v = *q
			}
			switch n {
			case "dest":
				v = starlark.String(a.dest)
			case "required":
				v = starlark.Bool(a.required)
			case "type":
				if v != starlark.None {
					if name, err := c.RT.GetAttr(v, "__name__"); err == nil {
						v = name
					}
				}
			case "choices":
				if v != starlark.None {
					list, err := c.RT.List(c.T, v)
					if err != nil {
						return "", err
					}
					var names []string
					for _, x := range list {
						t, err := c.RT.Str(x)
						if err != nil {
							return "", err
						}
						names = append(names, t)
					}
					v = starlark.String(strings.Join(names, ", "))
				}
			}
			if v == starlark.String(suppressed) {
				continue
			}
			d.SetKey(starlark.String(n), v)
		}
	}
	v, err := c.RT.Binary(syntax.PERCENT, starlark.String(s), d)
	if err != nil {
		return "", err
	}
	out, _ := declare.Text(v)
	return out, nil
}

// metavars returns the names of n arguments.
func (p *parser) metavars(c declare.Call, a *action, missing string, n int) ([]string, error) {
	name := missing
	switch {
	case a.metavar != starlark.None:
		if t, ok := a.metavar.(starlark.Tuple); ok {
			var out []string
			for _, v := range t {
				s, _ := declare.Text(v)
				out = append(out, s)
			}
			for len(out) < n {
				out = append(out, out[len(out)-1])
			}
			return out, nil
		}
		name, _ = declare.Text(a.metavar)
	case a.sub != nil:
		name = "{" + strings.Join(a.sub.names, ",") + "}"
	case a.choices != starlark.None:
		list, err := c.RT.List(c.T, a.choices)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, v := range list {
			s, err := c.RT.Str(v)
			if err != nil {
				return nil, err
			}
			names = append(names, s)
		}
		name = "{" + strings.Join(names, ",") + "}"
	}
	out := make([]string, n)
	for i := range out {
		out[i] = name
	}
	return out, nil
}

// missingName is the metavar of an action that has none.
func (p *parser) missingName(c declare.Call, a *action) string {
	if p.is("MetavarTypeHelpFormatter") && a.typ != starlark.None {
		if v, err := c.RT.GetAttr(a.typ, "__name__"); err == nil {
			s, _ := declare.Text(v)
			return s
		}
	}
	if a.positional() {
		return a.dest
	}
	return strings.ToUpper(a.dest)
}

// arguments is the part of usage and help after an option, or a positional itself.
func (p *parser) arguments(c declare.Call, a *action) (string, error) {
	n := max(a.count(), 1)
	if a.text() == zeroOrMore || a.text() == oneOrMore {
		n = 2
	}
	names, err := p.metavars(c, a, p.missingName(c, a), n)
	if err != nil {
		return "", err
	}
	switch a.text() {
	case optional:
		return "[" + names[0] + "]", nil
	case zeroOrMore:
		if t, ok := a.metavar.(starlark.Tuple); ok && len(t) == 2 {
			return "[" + names[0] + " [" + names[1] + " ...]]", nil
		}
		return "[" + names[0] + " ...]", nil
	case oneOrMore:
		return names[0] + " [" + names[1] + " ...]", nil
	case remainder:
		return "...", nil
	case subparser:
		return names[0] + " ...", nil
	case suppressed:
		return "", nil
	}
	if a.count() >= 0 {
		return strings.Join(names[:a.count()], " "), nil
	}
	return names[0], nil
}

// usageParts returns the parts of a usage, options first.
func (p *parser) usageParts(c declare.Call, actions []*action) (options, positionals []string, err error) {
	done := map[*action]bool{}
	for _, a := range actions {
		if done[a] || a.help == starlark.String(suppressed) {
			continue
		}
		part, err := p.usagePart(c, a, true)
		if err != nil {
			return nil, nil, err
		}
		if g := a.group; g != nil {
			var visible []*action
			for _, b := range g.actions {
				if b.help != starlark.String(suppressed) {
					visible = append(visible, b)
				}
			}
			if len(visible) > 1 {
				var parts []string
				for _, b := range visible {
					s, err := p.usagePart(c, b, false)
					if err != nil {
						return nil, nil, err
					}
					if b.positional() {
						s = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")
					}
					parts = append(parts, s)
					done[b] = true
				}
				part = strings.Join(parts, " | ")
				if g.required {
					part = "(" + part + ")"
				} else {
					part = "[" + part + "]"
				}
			}
		}
		if a.positional() {
			positionals = append(positionals, part)
		} else {
			options = append(options, part)
		}
	}
	return
}

func (p *parser) usagePart(c declare.Call, a *action, bracket bool) (string, error) {
	args, err := p.arguments(c, a)
	if err != nil || a.positional() {
		return args, err
	}
	s := a.options[0]
	if a.kind == "boolean" {
		s = strings.Join(a.options, " | ")
	} else if !a.flag() {
		s += " " + args
	}
	if bracket && !a.required {
		s = "[" + s + "]"
	}
	return s, nil
}

func (p *parser) usageText(c declare.Call) (string, error) { return p.usageOf(c, p.actions, "usage: ") }

// usageOf returns the usage for some actions.
func (p *parser) usageOf(c declare.Call, actions []*action, prefix string) (string, error) {
	if p.usage != starlark.None && prefix != "" {
		s, err := expand(c, p.self, p.usage, nil)
		return prefix + s + "\n", err
	}
	options, positionals, err := p.usageParts(c, actions)
	if err != nil {
		return "", err
	}
	prog := p.prog
	all := append([]string{prog}, append(append([]string(nil), options...), positionals...)...)
	usage := strings.Join(all, " ")
	width := max(columns(c), 11)
	if length(prefix)+length(usage) > width {
		lines := func(parts []string, indent, first string) []string {
			var out, line []string
			size := length(indent) - 1
			if first != "" {
				size = length(first) - 1
			}
			for _, part := range parts {
				if size+1+length(part) > width && len(line) > 0 {
					out = append(out, indent+strings.Join(line, " "))
					line, size = nil, length(indent)-1
				}
				line = append(line, part)
				size += length(part) + 1
			}
			if len(line) > 0 {
				out = append(out, indent+strings.Join(line, " "))
			}
			if first != "" && len(out) > 0 {
				out[0] = out[0][len(indent):]
			}
			return out
		}
		var out []string
		if float64(length(prefix)+length(prog)) <= 0.75*float64(width) {
			indent := strings.Repeat(" ", length(prefix)+length(prog)+1)
			switch {
			case len(options) > 0:
				out = lines(append([]string{prog}, options...), indent, prefix)
				out = append(out, lines(positionals, indent, "")...)
			case len(positionals) > 0:
				out = lines(append([]string{prog}, positionals...), indent, prefix)
			default:
				out = []string{prog}
			}
		} else {
			indent := strings.Repeat(" ", length(prefix))
			out = lines(append(append([]string(nil), options...), positionals...), indent, "")
			if len(out) > 1 {
				out = append(lines(options, indent, ""), lines(positionals, indent, "")...)
			}
			out = append([]string{prog}, out...)
		}
		usage = strings.Join(out, "\n")
	}
	return prefix + usage + "\n", nil
}

// fill wraps a paragraph.
func (p *parser) fill(text string, width int, indent string) string {
	if p.is("RawDescriptionHelpFormatter") {
		var out strings.Builder
		for _, line := range strings.SplitAfter(text, "\n") {
			if line != "" {
				out.WriteString(indent + line)
			}
		}
		return out.String()
	}
	return strings.Join(textwrap.Wrap(strings.Join(strings.Fields(text), " "), width, indent, indent), "\n")
}

// invocation is how the help names an action.
func (p *parser) invocation(c declare.Call, a *action) (string, error) {
	if a.positional() {
		missing := p.missingName(c, a)
		names, err := p.metavars(c, a, missing, 1)
		if err != nil {
			return "", err
		}
		if t, ok := a.metavar.(starlark.Tuple); ok {
			return strings.Join(names[:len(t)], " "), nil
		}
		return names[0], nil
	}
	s := strings.Join(a.options, ", ")
	if a.flag() {
		return s, nil
	}
	args, err := p.arguments(c, a)
	return s + " " + args, err
}

// entry is a line of the help: an action with its indentation.
type entry struct {
	a      *action
	text   string
	indent int
}

func (p *parser) entries(c declare.Call, g *group) ([]entry, error) {
	var out []entry
	for _, a := range g.actions {
		if a.help == starlark.String(suppressed) {
			continue
		}
		s, err := p.invocation(c, a)
		if err != nil {
			return nil, err
		}
		out = append(out, entry{a, s, 2})
		if a.sub != nil {
			for _, h := range a.sub.helps {
				name, _ := declare.Text(h.metavar)
				out = append(out, entry{h, name, 4})
			}
		}
	}
	return out, nil
}

// helpText is the help of an action with its placeholders filled in.
func (p *parser) helpText(c declare.Call, a *action) (string, error) {
	if a.help == starlark.None {
		return "", nil
	}
	help := a.help
	s, _ := declare.Text(help)
	if p.is("ArgumentDefaultsHelpFormatter") && !strings.Contains(s, "%(default)") && a.missing != starlark.String(suppressed) && a.sub == nil && a.kind != "help" && a.kind != "version" && a.kind != "" {
		if !a.positional() || a.text() == optional || a.text() == zeroOrMore {
			help = starlark.String(s + " (default: %(default)s)")
		}
	}
	return expand(c, p.self, help, a)
}

var manyBreaks = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\n\n\n+`) })

func (p *parser) help(c declare.Call) (string, error) {
	var b strings.Builder
	usage, err := p.usageText(c)
	if err != nil {
		return "", err
	}
	b.WriteString(usage + "\n")
	width := columns(c)
	paragraph := func(text, indent string) error {
		s, err := expand(c, p.self, starlark.String(text), nil)
		if err == nil {
			b.WriteString(p.fill(s, max(width-len(indent), 11), indent) + "\n\n")
		}
		return err
	}
	if s, ok := declare.Text(p.description); ok && s != "" {
		if err := paragraph(s, ""); err != nil {
			return "", err
		}
	}
	longest := 0
	sections := make([][]entry, len(p.groups))
	for i, g := range p.groups {
		if sections[i], err = p.entries(c, g); err != nil {
			return "", err
		}
		for _, e := range sections[i] {
			longest = max(longest, length(e.text)+e.indent)
		}
	}
	position := min(longest+2, maxHelpPosition)
	for i, g := range p.groups {
		if len(sections[i]) == 0 && g.description == "" {
			continue
		}
		if g.title != "" {
			b.WriteString(g.title + ":\n")
		}
		if g.description != "" {
			if err := paragraph(g.description, "  "); err != nil {
				return "", err
			}
		}
		for _, e := range sections[i] {
			if err := p.line(c, &b, e, position, width); err != nil {
				return "", err
			}
		}
		b.WriteByte('\n')
	}
	if s, ok := declare.Text(p.epilog); ok && s != "" {
		if err := paragraph(s, ""); err != nil {
			return "", err
		}
	}
	return strings.Trim(manyBreaks().ReplaceAllString(b.String(), "\n\n"), "\n") + "\n", nil
}

// line writes an action and its help.
func (p *parser) line(c declare.Call, b *strings.Builder, e entry, position, width int) error {
	help, err := p.helpText(c, e.a)
	if err != nil {
		return err
	}
	room := position - e.indent - 2
	b.WriteString(strings.Repeat(" ", e.indent) + e.text)
	if strings.TrimSpace(help) == "" {
		b.WriteByte('\n')
		return nil
	}
	first := 0
	if n := length(e.text); n <= room {
		b.WriteString(strings.Repeat(" ", room-n) + "  ")
	} else {
		b.WriteByte('\n')
		first = position
	}
	var lines []string
	if p.is("RawTextHelpFormatter") {
		lines = strings.Split(strings.TrimSuffix(help, "\n"), "\n")
	} else {
		lines = textwrap.Wrap(strings.Join(strings.Fields(help), " "), max(width-position, 11), "", "")
	}
	for i, s := range lines {
		indent := position
		if i == 0 {
			indent = first
		}
		b.WriteString(strings.Repeat(" ", indent) + s + "\n")
	}
	return nil
}
