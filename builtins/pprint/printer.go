package pprint

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file lays objects out.

// printer lays out one object.
type printer struct {
	declare.Call
	indent, width, depth       int // depth 0: unlimited
	compact, sort, underscores bool
	out                        strings.Builder
	open                       []starlark.Value // containers around the position
	recursive                  bool
}

func (p *printer) text(v starlark.Value) (string, error) {
	err := p.format(v, 0, 0, 0)
	return p.out.String(), err
}

func (p *printer) write(s string) { p.out.WriteString(s) }

func length(s string) int { return utf8.RuneCountInString(s) }

// enter notes a container; ok is false if it contains itself.
func (p *printer) enter(v starlark.Value) (ok bool) {
	switch v.(type) {
	case *starlark.List, *starlark.Dict, *starlark.Set, *object.Instance:
		for _, outer := range p.open {
			if outer == v {
				p.recursive = true
				return false
			}
		}
	}
	p.open = append(p.open, v)
	return true
}

func (p *printer) leave() { p.open = p.open[:len(p.open)-1] }

func again(v starlark.Value) string {
	return fmt.Sprintf("<Recursion on %s with id=%d>", object.TypeName(v), 0)
}

// format writes v; indent columns are used on the line already, and allowance must be left at the end.
func (p *printer) format(v starlark.Value, indent, allowance, level int) error {
	level++
	for _, outer := range p.open {
		if _, isTuple := v.(starlark.Tuple); !isTuple && comparable(v) && outer == v {
			p.recursive = true
			p.write(again(v))
			return nil
		}
	}
	rep, err := p.repr(v, level)
	if err != nil {
		return err
	}
	if length(rep) <= p.width-indent-allowance {
		p.write(rep)
		return nil
	}
	write := p.layoutOf(v, indent, allowance, level)
	if write == nil {
		p.write(rep)
		return nil
	}
	p.open = append(p.open, v)
	defer p.leave()
	return write()
}

func comparable(v starlark.Value) bool {
	switch v.(type) {
	case *starlark.List, *starlark.Dict, *starlark.Set, *object.Instance:
		return true
	}
	return false
}

// layoutOf returns what writes v on several lines; nil if its type is always printed by its repr.
func (p *printer) layoutOf(v starlark.Value, indent, allowance, level int) func() error {
	bracketed := func(open, end string, elements []starlark.Value, shift int) func() error {
		return func() error {
			p.write(open)
			if err := p.items(elements, indent+shift, allowance+len(end), level); err != nil {
				return err
			}
			p.write(end)
			return nil
		}
	}
	switch x := v.(type) {
	case *starlark.Dict:
		return func() error { return p.dict(x, indent, allowance, level) }
	case *starlark.List:
		list, _ := p.RT.List(p.T, x)
		return bracketed("[", "]", list, 0)
	case starlark.Tuple:
		end := ")"
		if len(x) == 1 {
			end = ",)"
		}
		return bracketed("(", end, x, 0)
	case *starlark.Set:
		if x.Len() == 0 {
			return nil
		}
		return bracketed("{", "}", p.sorted(v), 0)
	case *object.Frozenset:
		if x.Len() == 0 {
			return nil
		}
		return bracketed("frozenset({", "})", p.sorted(v), len("frozenset("))
	case starlark.String:
		return func() error { p.str(string(x), indent, allowance, level); return nil }
	case starlark.Bytes:
		return func() error { p.bytes(string(x), indent, allowance, level, level == 1); return nil }
	case *object.Instance:
		return p.instance(x, indent, allowance, level)
	}
	return nil
}

// instance lays out what the modules make.
func (p *printer) instance(o *object.Instance, indent, allowance, level int) func() error {
	class := o.Class()
	name := class.Name()
	if v, ok := class.Lookup("__dataclass_fields__"); ok {
		fields, isDict := v.(*starlark.Dict)
		custom := false
		class.Namespace(func(n string, f starlark.Value) {
			if _, isFunction := f.(*starlark.Function); isFunction && n == "__repr__" {
				custom = true
			}
		})
		if isDict && !custom {
			return func() error { return p.dataclass(o, fields, indent, allowance, level) }
		}
		return nil
	}
	in := func(module string) bool { return class.Module() == module }
	wrapped := object.Underlying(o)
	switch {
	case in("collections") && (name == "OrderedDict" || name == "Counter"):
		d, _ := wrapped.(*starlark.Dict)
		return func() error {
			if d.Len() == 0 {
				s, err := p.RT.Repr(o)
				p.write(s)
				return err
			}
			p.write(name + "(")
			if name == "Counter" {
				items, err := p.CallMethod(o, "most_common")
				if err != nil {
					return err
				}
				list, err := p.RT.List(p.T, items)
				if err != nil {
					return err
				}
				p.write("{")
				if p.indent > 1 {
					p.write(strings.Repeat(" ", p.indent-1))
				}
				if err := p.pairs(list, indent+len(name)+1, allowance+2, level); err != nil {
					return err
				}
				p.write("})")
				return nil
			}
			var pairs []starlark.Value
			for _, t := range d.Items() {
				pairs = append(pairs, t)
			}
			if err := p.format(starlark.NewList(pairs), indent+len(name)+1, allowance+1, level); err != nil {
				return err
			}
			p.write(")")
			return nil
		}
	case in("collections") && name == "defaultdict":
		return func() error {
			f, _ := o.Field("default_factory")
			rep, err := p.RT.Repr(f)
			if err != nil {
				return err
			}
			shift := indent + len(name) + 1
			p.write(name + "(" + rep + ",\n" + strings.Repeat(" ", shift))
			if err := p.dict(wrapped.(*starlark.Dict), shift, allowance+1, level); err != nil {
				return err
			}
			p.write(")")
			return nil
		}
	case in("collections") && name == "deque":
		return func() error {
			list, err := p.RT.List(p.T, o)
			if err != nil {
				return err
			}
			maxlen, err := p.RT.GetAttr(o, "maxlen")
			if err != nil {
				return err
			}
			p.write(name + "([")
			shift := indent + len(name) + 1
			if maxlen == starlark.None {
				if err := p.items(list, shift, allowance+2, level); err != nil {
					return err
				}
				p.write("])")
				return nil
			}
			if err := p.items(list, shift, 2, level); err != nil {
				return err
			}
			p.write("],\n" + strings.Repeat(" ", shift) + "maxlen=" + maxlen.String() + ")")
			return nil
		}
	case in("types") && name == "SimpleNamespace":
		return func() error {
			p.write("namespace(")
			var names []string
			var values []starlark.Value
			o.Fields(func(n string, v starlark.Value) { names, values = append(names, n), append(values, v) })
			if err := p.attributes(names, values, indent+len("namespace("), allowance, level); err != nil {
				return err
			}
			p.write(")")
			return nil
		}
	case wrapped != o:
		if _, own := class.Lookup("__repr__"); !own {
			return p.layoutOf(wrapped, indent, allowance, level)
		}
	}
	return nil
}

func (p *printer) dataclass(o *object.Instance, fields *starlark.Dict, indent, allowance, level int) error {
	name := o.Class().Name()
	var names []string
	var values []starlark.Value
	for k, f := range fields.Entries() {
		shown, err := p.RT.GetAttr(f, "repr")
		if err != nil {
			return err
		}
		kind, err := p.RT.GetAttr(f, "_field_type")
		if err != nil {
			return err
		}
		if !bool(shown.Truth()) || kind != starlark.String("_FIELD") {
			continue
		}
		n, _ := declare.Text(k)
		v, err := o.Attr(n)
		if err != nil {
			return err
		}
		names, values = append(names, n), append(values, v)
	}
	p.write(name + "(")
	if err := p.attributes(names, values, indent+len(name)+1, allowance, level); err != nil {
		return err
	}
	p.write(")")
	return nil
}

// attributes writes name=value on a line each.
func (p *printer) attributes(names []string, values []starlark.Value, indent, allowance, level int) error {
	for i, n := range names {
		last := i == len(names)-1
		p.write(n + "=")
		room := 1
		if last {
			room = allowance
		}
		if err := p.format(values[i], indent+len(n)+1, room, level); err != nil {
			return err
		}
		if !last {
			p.write(",\n" + strings.Repeat(" ", indent))
		}
	}
	return nil
}

func (p *printer) dict(d *starlark.Dict, indent, allowance, level int) error {
	p.write("{")
	if p.indent > 1 {
		p.write(strings.Repeat(" ", p.indent-1))
	}
	if d.Len() > 0 {
		if err := p.pairs(p.ordered(d), indent, allowance+1, level); err != nil {
			return err
		}
	}
	p.write("}")
	return nil
}

// ordered returns the items of a dict, sorted by their keys if that is wanted.
func (p *printer) ordered(d *starlark.Dict) []starlark.Value {
	items := make([]starlark.Value, 0, d.Len())
	for _, t := range d.Items() {
		items = append(items, t)
	}
	if !p.sort {
		return items
	}
	key := declare.Function(p.RT, "key", func(c declare.Call) (starlark.Value, error) { return c.Args[0].(starlark.Tuple)[0], nil })
	return p.safeSort(items, key, func(v starlark.Value) starlark.Value { return v.(starlark.Tuple)[0] })
}

func (p *printer) sorted(v starlark.Value) []starlark.Value {
	list, _ := p.List(v)
	return p.safeSort(list, nil, func(v starlark.Value) starlark.Value { return v })
}

// safeSort sorts; values that cannot be compared are ordered by the names of their types.
func (p *printer) safeSort(list []starlark.Value, key starlark.Value, of func(starlark.Value) starlark.Value) []starlark.Value {
	if out, err := p.Sort(append([]starlark.Value(nil), list...), key, false); err == nil {
		return out
	}
	out := append([]starlark.Value(nil), list...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := of(out[i]), of(out[j])
		if less, err := p.RT.Compare(syntax.LT, a, b); err == nil {
			return less
		}
		return p.RT.TypeOf(a).String() < p.RT.TypeOf(b).String()
	})
	return out
}

// pairs writes key: value on a line each.
func (p *printer) pairs(items []starlark.Value, indent, allowance, level int) error {
	indent += p.indent
	for i, v := range items {
		t := v.(starlark.Tuple)
		last := i == len(items)-1
		key, err := p.repr(t[0], level)
		if err != nil {
			return err
		}
		p.write(key + ": ")
		room := 1
		if last {
			room = allowance
		}
		if err := p.format(t[1], indent+length(key)+2, room, level); err != nil {
			return err
		}
		if !last {
			p.write(",\n" + strings.Repeat(" ", indent))
		}
	}
	return nil
}

// items writes elements on a line each or, if compact, as many on a line as fit.
func (p *printer) items(list []starlark.Value, indent, allowance, level int) error {
	indent += p.indent
	if p.indent > 1 {
		p.write(strings.Repeat(" ", p.indent-1))
	}
	newline := ",\n" + strings.Repeat(" ", indent)
	width := p.width - indent + 1
	room := width
	delimiter := ""
	for i, v := range list {
		last := i == len(list)-1
		if last {
			room -= allowance
			width -= allowance
		}
		if p.compact {
			rep, err := p.repr(v, level)
			if err != nil {
				return err
			}
			w := length(rep) + 2
			if room < w {
				room = width
				if delimiter != "" {
					delimiter = newline
				}
			}
			if room >= w {
				room -= w
				p.write(delimiter + rep)
				delimiter = ", "
				continue
			}
		}
		p.write(delimiter)
		delimiter = newline
		space := 1
		if last {
			space = allowance
		}
		if err := p.format(v, indent, space, level); err != nil {
			return err
		}
	}
	return nil
}

// repr is the text of v on one line.
func (p *printer) repr(v starlark.Value, level int) (string, error) {
	switch x := v.(type) {
	case starlark.Int:
		if p.underscores {
			return p.RT.Format(x, "_d")
		}
	case *starlark.Dict:
		return p.nested(v, level, "{...}", "{}", x.Len(), func() (string, error) {
			var parts []string
			for _, t := range p.ordered(x) {
				k, err := p.repr(t.(starlark.Tuple)[0], level+1)
				if err != nil {
					return "", err
				}
				y, err := p.repr(t.(starlark.Tuple)[1], level+1)
				if err != nil {
					return "", err
				}
				parts = append(parts, k+": "+y)
			}
			return "{" + strings.Join(parts, ", ") + "}", nil
		})
	case *starlark.List, starlark.Tuple:
		open, end := "[", "]"
		list, err := p.RT.List(p.T, v)
		if err != nil {
			return "", err
		}
		if _, isTuple := v.(starlark.Tuple); isTuple {
			open, end = "(", ")"
			if len(list) == 1 {
				end = ",)"
			}
		}
		return p.nested(v, level, open+"..."+end, open+end, len(list), func() (string, error) {
			parts := make([]string, len(list))
			for i, x := range list {
				var err error
				if parts[i], err = p.repr(x, level+1); err != nil {
					return "", err
				}
			}
			return open + strings.Join(parts, ", ") + end, nil
		})
	}
	return p.RT.Repr(v)
}

// nested writes a container, unless it is empty, too deep, or in itself.
func (p *printer) nested(v starlark.Value, level int, deep, empty string, n int, f func() (string, error)) (string, error) {
	if n == 0 {
		return empty, nil
	}
	if p.depth > 0 && level > p.depth {
		return deep, nil
	}
	if !p.enter(v) {
		id, err := p.Builtin("id", v)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("<Recursion on %s with id=%v>", object.TypeName(v), id), nil
	}
	defer p.leave()
	return f()
}
