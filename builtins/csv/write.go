package csv

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file writes rows.

// writer is the state of a writer.
type writer struct {
	m     *module
	d     dialect
	write starlark.Value
}

// row returns the text of a row.
func (w *writer) row(c declare.Call, v starlark.Value) (string, error) {
	fields, err := w.m.rt.List(c.T, v)
	if err != nil {
		return "", Error.Errorf("iterable expected, not %s", object.TypeName(v))
	}
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteRune(w.d.delimiter)
		}
		if err := w.field(&b, f, len(fields) == 1); err != nil {
			return "", err
		}
	}
	b.WriteString(w.d.terminator)
	return b.String(), nil
}

func (w *writer) field(b *strings.Builder, v starlark.Value, alone bool) error {
	d := &w.d
	_, isText := object.Underlying(v).(starlark.String)
	number := false
	switch object.Underlying(v).(type) {
	case starlark.Int, starlark.Float, starlark.Bool:
		number = true
	}
	text := ""
	if v != starlark.None {
		var err error
		if text, err = w.m.rt.Str(v); err != nil {
			return err
		}
	}
	quoted := false
	switch d.quoting {
	case quoteAll:
		quoted = true
	case quoteNonNumeric:
		quoted = !number
	case quoteStrings:
		quoted = isText
	case quoteNotNull:
		quoted = v != starlark.None
	}
	var out strings.Builder
	for _, r := range text {
		special := r == d.delimiter || r == d.quote && d.quote != 0 || r == d.escape && d.escape != 0 || r == '\n' || r == '\r' || strings.ContainsRune(d.terminator, r)
		if special {
			escape := false
			switch {
			case d.quoting == quoteNone:
				escape = true
			case r == d.quote:
				if d.doubleQuote {
					out.WriteRune(d.quote)
				} else {
					escape = true
				}
			case r == d.escape && d.escape != 0:
				escape = true
			}
			if escape {
				if d.escape == 0 {
					return Error.Errorf("need to escape, but no escapechar set")
				}
				out.WriteRune(d.escape)
			} else {
				quoted = true
			}
		}
		out.WriteRune(r)
	}
	if text == "" && alone && !quoted {
		if d.quoting == quoteNone {
			return Error.Errorf("single empty field record must be quoted")
		}
		quoted = true
	}
	if d.skipInitialSpace && strings.HasPrefix(text, " ") && d.quoting != quoteNone {
		quoted = true
	}
	if quoted {
		b.WriteRune(d.quote)
	}
	b.WriteString(out.String())
	if quoted {
		b.WriteRune(d.quote)
	}
	return nil
}

func (m *module) newWriter() *declare.Class {
	k := declare.New(m.rt, "_csv", "writer", declare.Options{State: func() any { return new(writer) }})
	put := func(c declare.Call, v starlark.Value) (starlark.Value, error) {
		w := c.Object().State().(*writer)
		text, err := w.row(c, v)
		if err != nil {
			return nil, err
		}
		return c.Call(w.write, starlark.String(text))
	}
	k.Method("writerow", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		return put(c, c.Args[0])
	})
	k.Method("writerows", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		it, err := m.rt.Iter(c.T, c.Args[0])
		if err != nil {
			return nil, err
		}
		for {
			v, ok, err := it.Step()
			if err != nil || !ok {
				return starlark.None, err
			}
			if _, err := put(c, v); err != nil {
				return nil, err
			}
		}
	})
	return k
}

// writer is writer(fileobj, dialect='excel', **parameters).
func (m *module) writer(k *declare.Class) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("expected at least 1 argument, got 0")
		}
		d, err := m.dialectOf(c, given(c, 1), c.Kwargs)
		if err != nil {
			return nil, err
		}
		write, err := m.rt.GetAttr(c.Args[0], "write")
		if err != nil {
			return nil, declare.TypeErrorf("argument 1 must have a \"write\" method")
		}
		o := k.Allocate(c.T)
		*o.State().(*writer) = writer{m: m, d: d, write: write}
		return o, nil
	}
}
