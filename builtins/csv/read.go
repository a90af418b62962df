package csv

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file reads rows.

// reader is the state of a reader.
type reader struct {
	m     *module
	d     dialect
	lines *object.Iterator
	line  int
}

// States of the parser.
const (
	startRecord = iota
	startField
	escaped
	inField
	inQuoted
	escapedInQuoted
	quoteInQuoted
	eatNewline
)

// record is one row being read.
type record struct {
	r       *reader
	state   int
	field   strings.Builder
	numeric bool // not quoted, with quoteNonNumeric
	fields  []starlark.Value
}

func (p *record) save() error {
	s := p.field.String()
	p.field.Reset()
	if p.numeric {
		p.numeric = false
		f, err := starlark.Call(p.r.m.rt.Current(), p.r.m.rt.Type("float"), starlark.Tuple{starlark.String(s)}, nil)
		if err != nil {
			return err
		}
		p.fields = append(p.fields, f)
		return nil
	}
	p.fields = append(p.fields, starlark.String(s))
	return nil
}

func (p *record) add(c rune) error {
	if p.field.Len() >= p.r.m.limit {
		return Error.Errorf("field larger than field limit (%d)", p.r.m.limit)
	}
	p.field.WriteRune(c)
	return nil
}

// end is the virtual character after a line.
const end = rune(-1)

func (p *record) character(c rune) error {
	d := &p.r.d
	newline := c == '\n' || c == '\r' || c == end
	switch p.state {
	case startRecord:
		if c == end {
			return nil
		}
		if newline {
			p.state = eatNewline
			return nil
		}
		p.state = startField
		fallthrough
	case startField:
		switch {
		case newline:
			p.state = eatNewline
			if c == end {
				p.state = startRecord
			}
			return p.save()
		case c == d.quote && d.quote != 0 && d.quoting != quoteNone:
			p.state = inQuoted
		case c == d.escape && d.escape != 0:
			p.state = escaped
		case c == ' ' && d.skipInitialSpace:
		case c == d.delimiter:
			return p.save()
		default:
			p.numeric = d.quoting == quoteNonNumeric
			p.state = inField
			return p.add(c)
		}
	case escaped:
		if c == end {
			c = '\n'
		}
		p.state = inField
		return p.add(c)
	case inField:
		switch {
		case newline:
			p.state = eatNewline
			if c == end {
				p.state = startRecord
			}
			return p.save()
		case c == d.escape && d.escape != 0:
			p.state = escaped
		case c == d.delimiter:
			p.state = startField
			return p.save()
		default:
			return p.add(c)
		}
	case inQuoted:
		switch {
		case c == end:
		case c == d.escape && d.escape != 0:
			p.state = escapedInQuoted
		case c == d.quote && d.quoting != quoteNone:
			p.state = inField
			if d.doubleQuote {
				p.state = quoteInQuoted
			}
		default:
			return p.add(c)
		}
	case escapedInQuoted:
		if c == end {
			c = '\n'
		}
		p.state = inQuoted
		return p.add(c)
	case quoteInQuoted:
		switch {
		case c == d.quote && d.quoting != quoteNone:
			p.state = inQuoted
			return p.add(c)
		case c == d.delimiter:
			p.state = startField
			return p.save()
		case newline:
			p.state = eatNewline
			if c == end {
				p.state = startRecord
			}
			return p.save()
		case !d.strict:
			p.state = inField
			return p.add(c)
		default:
			return Error.Errorf("'%c' expected after '%c'", d.delimiter, d.quote)
		}
	case eatNewline:
		switch {
		case c == '\n' || c == '\r':
		case c == end:
			p.state = startRecord
		default:
			return Error.Errorf("new-line character seen in unquoted field - do you need to open the file with newline=''?")
		}
	}
	return nil
}

// next reads a row; ok is false at the end.
func (r *reader) next() (starlark.Value, bool, error) {
	p := &record{r: r}
	for {
		v, ok, err := r.lines.Step()
		if err != nil {
			return nil, false, err
		}
		if !ok {
			if p.field.Len() > 0 || p.state == inQuoted {
				if r.d.strict {
					return nil, false, Error.Errorf("unexpected end of data")
				}
				err := p.save()
				return starlark.NewList(p.fields), err == nil, err
			}
			return nil, false, nil
		}
		text, isText := declare.Text(v)
		if !isText {
			return nil, false, Error.Errorf("iterator should return strings, not %s (the file should be opened in text mode)", object.TypeName(v))
		}
		r.line++
		for _, c := range text {
			if err := p.character(c); err != nil {
				return nil, false, err
			}
		}
		if err := p.character(end); err != nil {
			return nil, false, err
		}
		if p.state == startRecord {
			return starlark.NewList(p.fields), true, nil
		}
	}
}

func (m *module) newReader() *declare.Class {
	k := declare.New(m.rt, "_csv", "reader", declare.Options{
		State: func() any { return new(reader) },
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			r := o.State().(*reader)
			switch name {
			case "line_num":
				return starlark.MakeInt(r.line), true, nil
			case "dialect":
				return starlark.None, true, nil
			}
			return nil, false, nil
		},
	})
	k.Method("__iter__", func(c declare.Call) (starlark.Value, error) {
		return m.rt.NewIterator("_csv.reader", c.Object().State().(*reader).next), nil
	})
	k.Method("__next__", func(c declare.Call) (starlark.Value, error) {
		return m.rt.NewIterator("_csv.reader", c.Object().State().(*reader).next).Advance()
	})
	return k
}

// reader is reader(iterable, dialect='excel', **parameters).
func (m *module) reader(k *declare.Class) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("expected at least 1 argument, got 0")
		}
		d, err := m.dialectOf(c, given(c, 1), c.Kwargs)
		if err != nil {
			return nil, err
		}
		it, err := m.rt.Iter(c.T, c.Args[0])
		if err != nil {
			return nil, err
		}
		o := k.Allocate(c.T)
		*o.State().(*reader) = reader{m: m, d: d, lines: it}
		return o, nil
	}
}
