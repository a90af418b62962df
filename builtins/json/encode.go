package json

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file writes JSON.

// encoder holds the options and the output of one call.
type encoder struct {
	declare.Call
	out                              strings.Builder
	skipKeys, unicode, sortKeys, nan bool
	unchecked                        bool
	indent                           string
	pretty                           bool
	item, key                        string
	fallback                         starlark.Value // default=; nil: none
	path                             []starlark.Value
}

func (e *encoder) configure(kwargs []starlark.Tuple) error {
	e.nan, e.item, e.key = true, ", ", ": "
	var separators starlark.Value
	for _, kv := range kwargs {
		v := kv[1]
		truth := bool(v.Truth())
		switch name := string(kv[0].(starlark.String)); name {
		case "skipkeys":
			e.skipKeys = truth
		case "ensure_ascii":
			e.unicode = !truth
		case "check_circular":
			e.unchecked = !truth
		case "allow_nan":
			e.nan = truth
		case "sort_keys":
			e.sortKeys = truth
		case "separators":
			if v != starlark.None {
				separators = v
			}
		case "default":
			if v != starlark.None {
				e.fallback = v
			}
		case "cls":
		case "indent":
			if v == starlark.None {
				continue
			}
			e.pretty = true
			if s, ok := declare.Text(v); ok {
				e.indent = s
				continue
			}
			n, err := object.AsInt(v)
			if err != nil {
				return err
			}
			e.indent = strings.Repeat(" ", max(0, n))
		default:
			return declare.TypeErrorf("JSONEncoder.__init__() got an unexpected keyword argument '%s'", name)
		}
	}
	if e.pretty {
		e.item = ","
	}
	if separators != nil {
		pair, err := e.List(separators)
		if err != nil {
			return err
		}
		if len(pair) != 2 {
			return declare.ValueErrorf("not enough values to unpack (expected 2, got %d)", len(pair))
		}
		e.item, _ = declare.Text(pair[0])
		e.key, _ = declare.Text(pair[1])
	}
	return nil
}

func (e *encoder) newline(level int) {
	if e.pretty {
		e.out.WriteByte('\n')
		for range level {
			e.out.WriteString(e.indent)
		}
	}
}

func (e *encoder) value(v starlark.Value, level int) error {
	switch x := object.PlainDict(object.Underlying(v)).(type) {
	case starlark.NoneType:
		e.out.WriteString("null")
	case starlark.Bool:
		e.out.WriteString(map[bool]string{true: "true", false: "false"}[bool(x)])
	case starlark.Int:
		e.out.WriteString(x.String())
	case starlark.Float:
		s, err := e.float(float64(x))
		e.out.WriteString(s)
		return err
	case starlark.String:
		e.str(string(x))
	case *starlark.List:
		return e.nested(x, func() error {
			elements, err := e.RT.List(e.T, x)
			if err != nil {
				return err
			}
			return e.array(elements, level)
		})
	case starlark.Tuple:
		return e.array(x, level)
	case *starlark.Dict:
		return e.nested(x, func() error { return e.dict(x, level) })
	default:
		if e.fallback == nil {
			return declare.TypeErrorf("Object of type %s is not JSON serializable", object.TypeName(v))
		}
		return e.nested(v, func() error {
			r, err := e.Call.Call(e.fallback, v)
			if err != nil {
				return err
			}
			return e.value(r, level)
		})
	}
	return nil
}

// nested runs f inside of a container, which must not contain itself.
func (e *encoder) nested(v starlark.Value, f func() error) error {
	for _, outer := range e.path {
		if outer == v {
			return exceptions.ValueError.Errorf("Circular reference detected")
		}
	}
	if len(e.path) > 900 {
		return exceptions.RecursionError.Errorf("maximum recursion depth exceeded while encoding a JSON object")
	}
	switch v.(type) {
	case *starlark.List, *starlark.Dict, *object.Instance: // comparable by identity
		e.path = append(e.path, v)
		defer func() { e.path = e.path[:len(e.path)-1] }()
	}
	return f()
}

func (e *encoder) array(elements []starlark.Value, level int) error {
	if len(elements) == 0 {
		e.out.WriteString("[]")
		return nil
	}
	e.out.WriteByte('[')
	for i, v := range elements {
		if i > 0 {
			e.out.WriteString(e.item)
		}
		e.newline(level + 1)
		if err := e.value(v, level+1); err != nil {
			return err
		}
	}
	e.newline(level)
	e.out.WriteByte(']')
	return nil
}

func (e *encoder) dict(d *starlark.Dict, level int) error {
	if d.Len() == 0 {
		e.out.WriteString("{}")
		return nil
	}
	items := d.Items()
	if e.sortKeys {
		list := make([]starlark.Value, len(items))
		for i, t := range items {
			list[i] = t
		}
		var err error
		sorted, err := e.Sort(list, nil, false)
		if err != nil {
			return err
		}
		for i, t := range sorted {
			items[i] = t.(starlark.Tuple)
		}
	}
	e.out.WriteByte('{')
	first := true
	for _, item := range items {
		key, ok, err := e.keyText(item[0])
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !first {
			e.out.WriteString(e.item)
		}
		first = false
		e.newline(level + 1)
		e.str(key)
		e.out.WriteString(e.key)
		if err := e.value(item[1], level+1); err != nil {
			return err
		}
	}
	if !first {
		e.newline(level)
	}
	e.out.WriteByte('}')
	return nil
}

// keyText converts a key; ok is false if it is to be skipped.
func (e *encoder) keyText(k starlark.Value) (s string, ok bool, err error) {
	switch x := object.Underlying(k).(type) {
	case starlark.String:
		return string(x), true, nil
	case starlark.Bool:
		return map[bool]string{true: "true", false: "false"}[bool(x)], true, nil
	case starlark.NoneType:
		return "null", true, nil
	case starlark.Int:
		return x.String(), true, nil
	case starlark.Float:
		s, err = e.float(float64(x))
		return s, true, err
	}
	if e.skipKeys {
		return "", false, nil
	}
	return "", false, declare.TypeErrorf("keys must be str, int, float, bool or None, not %s", object.TypeName(k))
}

func (e *encoder) float(f float64) (string, error) {
	name := ""
	switch {
	case f != f:
		name = "NaN"
	case math.IsInf(f, 1):
		name = "Infinity"
	case math.IsInf(f, -1):
		name = "-Infinity"
	default:
		return object.FloatRepr(f), nil
	}
	if !e.nan {
		return "", exceptions.ValueError.Errorf("Out of range float values are not JSON compliant: %s", object.FloatRepr(f))
	}
	return name, nil
}

// str writes a string.
func (e *encoder) str(s string) {
	b := &e.out
	b.WriteByte('"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch c {
			case '"', '\\':
				b.WriteByte('\\')
				b.WriteByte(c)
			case '\n':
				b.WriteString(`\n`)
			case '\r':
				b.WriteString(`\r`)
			case '\t':
				b.WriteString(`\t`)
			case '\f':
				b.WriteString(`\f`)
			case '\b':
				b.WriteString(`\b`)
			default:
				if c < ' ' || c == 0x7f && !e.unicode {
					fmt.Fprintf(b, `\u%04x`, c)
				} else {
					b.WriteByte(c)
				}
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 && i+2 < len(s) && c == 0xED { // a lone surrogate
			r, n = rune(c&0xF)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3
		}
		switch {
		case e.unicode:
			b.WriteString(s[i : i+n])
		case r > 0xFFFF:
			r -= 0x10000
			fmt.Fprintf(b, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
		i += n
	}
	b.WriteByte('"')
}
