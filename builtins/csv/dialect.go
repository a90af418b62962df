package csv

import (
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds dialects.

// Error is csv.Error.
var Error = exceptions.New("_csv", "Error", exceptions.Exception)

// Kinds of quoting.
const (
	quoteMinimal = iota
	quoteAll
	quoteNonNumeric
	quoteNone
	quoteStrings
	quoteNotNull
)

// dialect is a format; a zero quote or escape is None.
type dialect struct {
	delimiter, quote, escape              rune
	terminator                            string
	quoting                               int
	doubleQuote, skipInitialSpace, strict bool
}

func excel() dialect {
	return dialect{delimiter: ',', quote: '"', terminator: "\r\n", doubleQuote: true}
}

var parameters = []string{"delimiter", "quotechar", "escapechar", "lineterminator", "quoting", "doublequote", "skipinitialspace", "strict"}

func (d *dialect) set(name string, v starlark.Value) error {
	character := func(p *rune, optional bool) error {
		if v == starlark.None && optional {
			*p = 0
			return nil
		}
		s, ok := declare.Text(v)
		if !ok {
			return declare.TypeErrorf("\"%s\" must be string, not %s", name, object.TypeName(v))
		}
		if utf8.RuneCountInString(s) != 1 {
			return declare.TypeErrorf("\"%s\" must be a 1-character string", name)
		}
		*p, _ = utf8.DecodeRuneInString(s)
		return nil
	}
	switch name {
	case "delimiter":
		return character(&d.delimiter, false)
	case "quotechar":
		return character(&d.quote, true)
	case "escapechar":
		return character(&d.escape, true)
	case "lineterminator":
		d.terminator, _ = declare.Text(v)
	case "quoting":
		n, err := object.AsInt(v)
		if err != nil || n < quoteMinimal || n > quoteNotNull {
			return declare.TypeErrorf("bad \"quoting\" value")
		}
		d.quoting = n
	case "doublequote":
		d.doubleQuote = bool(v.Truth())
	case "skipinitialspace":
		d.skipInitialSpace = bool(v.Truth())
	case "strict":
		d.strict = bool(v.Truth())
	default:
		return declare.TypeErrorf("'%s' is an invalid keyword argument for this function", name)
	}
	return nil
}

// module is what the functions of one interpreter share.
type module struct {
	rt         *object.Runtime
	registered *starlark.Dict // of dialects by name
	limit      int
	base       *declare.Class
}

// dialectOf reads a dialect (nil: excel) and the keywords over it.
func (m *module) dialectOf(c declare.Call, v starlark.Value, kwargs []starlark.Tuple) (dialect, error) {
	d := excel()
	if name, ok := declare.Text(object.OrNone(v)); ok {
		found, ok, err := m.registered.Get(starlark.String(name))
		if err != nil {
			return d, err
		}
		if !ok {
			return d, Error.Errorf("unknown dialect")
		}
		v = found
	}
	if v != nil && v != starlark.None {
		for _, n := range parameters {
			if x, err := m.rt.GetAttr(v, n); err == nil {
				if err := d.set(n, x); err != nil {
					return d, err
				}
			}
		}
	}
	for _, kv := range kwargs {
		if kv[0] == starlark.String("dialect") {
			continue
		}
		if err := d.set(string(kv[0].(starlark.String)), kv[1]); err != nil {
			return d, err
		}
	}
	if d.quoting == quoteNone || object.Keyword(kwargs, "quotechar") == starlark.None && object.Keyword(kwargs, "quoting") == nil {
		if d.quote == 0 {
			d.quoting = quoteNone
		}
	} else if d.quote == 0 {
		return d, declare.TypeErrorf("quotechar must be set if quoting enabled")
	}
	return d, nil
}

// given returns the dialect argument at a position or by name.
func given(c declare.Call, position int) starlark.Value {
	if v := object.Keyword(c.Kwargs, "dialect"); v != nil {
		return v
	}
	return c.Arg(position)
}
