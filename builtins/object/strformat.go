package object

import (
	"math"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds str.format() and str.format_map().
// Source: https://docs.python.org/3.13/library/string.html#format-string-syntax

// fieldFormatter is the state of one call.
type fieldFormatter struct {
	rt      *Runtime
	args    starlark.Tuple
	kwargs  []starlark.Tuple
	mapping starlark.Value // of format_map; else nil

	numbering int // one of the following
	next      int // of automatic numbering
}

const (
	undecided = iota
	automatic // {} {}
	manual    // {0} {1}
)

// maxFieldDepth is the nesting of replacement fields: one in a specification.
const maxFieldDepth = 2

// strFormat is format.format(*args, **kwargs).
func (rt *Runtime) strFormat(format string, args starlark.Tuple, kwargs []starlark.Tuple) (string, error) {
	f := fieldFormatter{rt: rt, args: args, kwargs: kwargs}
	return f.expand(format, maxFieldDepth)
}

// strFormatMap is format.format_map(mapping).
func (rt *Runtime) strFormatMap(format string, mapping starlark.Value) (string, error) {
	f := fieldFormatter{rt: rt, mapping: mapping}
	return f.expand(format, maxFieldDepth)
}

// expand replaces the fields of format.
func (f *fieldFormatter) expand(format string, depth int) (string, error) {
	if depth == 0 {
		return "", valueErrorf("Max string recursion exceeded")
	}
	var out strings.Builder
	for format != "" {
		i := strings.IndexAny(format, "{}")
		if i < 0 {
			out.WriteString(format)
			break
		}
		out.WriteString(format[:i])
		c := format[i]
		format = format[i+1:]
		if format != "" && format[0] == c {
			out.WriteByte(c)
			format = format[1:]
			continue
		}
		if c == '}' {
			return "", valueErrorf("Single '}' encountered in format string")
		}
		if format == "" {
			return "", valueErrorf("Single '{' encountered in format string")
		}
		field, rest, err := parseField(format)
		if err != nil {
			return "", err
		}
		format = rest
		s, err := f.replace(field, depth)
		if err != nil {
			return "", err
		}
		out.WriteString(s)
	}
	return out.String(), nil
}

// replacementField is {name!conversion:spec}.
type replacementField struct {
	name       string
	conversion rune // 0: none
	spec       string
	nested     bool // spec holds fields
}

// parseField parses a field behind its opening brace and returns what follows the closing one.
func parseField(s string) (f replacementField, rest string, err error) {
	i := 0
	var c byte
name:
	for c = 0; i < len(s); {
		c = s[i]
		i++
		switch c {
		case '{':
			return f, "", valueErrorf("unexpected '{' in field name")
		case '[':
			for i < len(s) && s[i] != ']' {
				i++
			}
		case '}', ':', '!':
			break name
		}
	}
	switch c {
	case '}':
		f.name = s[:i-1]
		return f, s[i:], nil
	case ':', '!':
		f.name = s[:i-1]
	default:
		return f, "", valueErrorf("expected '}' before end of string")
	}
	if c == '!' {
		if i >= len(s) {
			return f, "", valueErrorf("end of string while looking for conversion specifier")
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		f.conversion = r
		i += n
		if i < len(s) {
			c = s[i]
			i++
			if c == '}' {
				return f, s[i:], nil
			}
			if c != ':' {
				return f, "", valueErrorf("expected ':' after conversion specifier")
			}
		}
	}
	open := 1
	for j := i; j < len(s); j++ {
		switch s[j] {
		case '{':
			f.nested = true
			open++
		case '}':
			if open--; open == 0 {
				f.spec = s[i:j]
				return f, s[j+1:], nil
			}
		}
	}
	return f, "", valueErrorf("unmatched '{' in format spec")
}

func (f *fieldFormatter) replace(field replacementField, depth int) (string, error) {
	v, err := f.value(field.name)
	if err != nil {
		return "", err
	}
	switch field.conversion {
	case 0:
	case 'r', 's', 'a':
		s, err := f.rt.convert(v, field.conversion)
		if err != nil {
			return "", err
		}
		v = starlark.String(s)
	default:
		if c := field.conversion; c <= ' ' || c >= 0x7f {
			return "", valueErrorf("Unknown conversion specifier \\x%x", c)
		}
		return "", valueErrorf("Unknown conversion specifier %c", field.conversion)
	}
	spec := field.spec
	if field.nested {
		if spec, err = f.expand(spec, depth-1); err != nil {
			return "", err
		}
	}
	return f.rt.Format(v, spec)
}

// value looks up a field name: an argument followed by .attribute and [index].
func (f *fieldFormatter) value(name string) (starlark.Value, error) {
	first, rest := name, ""
	if i := strings.IndexAny(name, ".["); i >= 0 {
		first, rest = name[:i], name[i:]
	}
	v, err := f.argument(first)
	for err == nil && rest != "" {
		switch rest[0] {
		case '.':
			rest = rest[1:]
			i := strings.IndexAny(rest, ".[")
			if i < 0 {
				i = len(rest)
			}
			attr := rest[:i]
			rest = rest[i:]
			if attr == "" {
				return nil, valueErrorf("Empty attribute in format string")
			}
			v, err = f.rt.GetAttr(v, attr)
		case '[':
			i := strings.IndexByte(rest, ']')
			if i < 0 {
				return nil, valueErrorf("Missing ']' in format string")
			}
			key := rest[1:i]
			rest = rest[i+1:]
			if key == "" {
				return nil, valueErrorf("Empty attribute in format string")
			}
			v, err = f.item(v, key)
		default:
			return nil, valueErrorf("Only '.' or '[' may follow ']' in format field specifier")
		}
	}
	return v, err
}

func (f *fieldFormatter) item(v starlark.Value, key string) (starlark.Value, error) {
	n, isNumber, err := fieldNumber(key)
	if err != nil {
		return nil, err
	}
	if isNumber {
		return f.rt.GetItem(f.rt.cur, v, starlark.MakeInt(n))
	}
	return f.rt.GetItem(f.rt.cur, v, starlark.String(key))
}

// fieldNumber parses an argument's number; ok is false if s is no number.
func fieldNumber(s string) (n int, ok bool, err error) {
	for _, r := range s {
		d := decimalValue(r)
		if d < 0 {
			return 0, false, nil
		}
		if n > (math.MaxInt64-d)/10 {
			return 0, false, valueErrorf("Too many decimal digits in format string")
		}
		n = n*10 + d
	}
	return n, s != "", nil
}

// argument returns the argument that the first part of a field name means.
func (f *fieldFormatter) argument(name string) (starlark.Value, error) {
	n, isNumber, err := fieldNumber(name)
	if err != nil {
		return nil, err
	}
	if name != "" && !isNumber {
		return f.named(name)
	}
	mode := manual
	if name == "" {
		mode = automatic
	}
	switch {
	case f.numbering == undecided:
		f.numbering = mode
	case f.numbering == manual && mode == automatic:
		return nil, valueErrorf("cannot switch from manual field specification to automatic field numbering")
	case f.numbering == automatic && mode == manual:
		return nil, valueErrorf("cannot switch from automatic field numbering to manual field specification")
	}
	if mode == automatic {
		n = f.next
		f.next++
	}
	if f.mapping != nil {
		return nil, valueErrorf("Format string contains positional fields")
	}
	if n >= len(f.args) {
		return nil, exceptions.IndexError.Errorf("Replacement index %d out of range for positional args tuple", n)
	}
	return f.args[n], nil
}

func (f *fieldFormatter) named(name string) (starlark.Value, error) {
	if f.mapping != nil {
		return f.rt.GetItem(f.rt.cur, f.mapping, starlark.String(name))
	}
	if v := Keyword(f.kwargs, name); v != nil {
		return v, nil
	}
	return nil, keyError(starlark.String(name))
}
