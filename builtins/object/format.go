package object

import (
	"math/big"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds format(), which f-strings and str.format() use.

// HasFormat is a value made in Go with a __format__ of its own.
type HasFormat interface {
	Format(rt *Runtime, spec string) (string, error)
}

// Format is format(v, spec).
func (rt *Runtime) Format(v starlark.Value, spec string) (string, error) {
	switch v := v.(type) {
	case *Instance:
		return rt.formatInstance(v, spec)
	case HasFormat:
		return v.Format(rt, spec)
	}
	if spec == "" {
		return rt.Str(v)
	}
	switch v := v.(type) {
	case starlark.String:
		f, err := parseFormatSpec(spec, "str", '<', 's')
		if err != nil {
			return "", err
		}
		return f.text(string(v), "str")
	case starlark.Int:
		return rt.formatInt(v, spec, "int")
	case starlark.Bool:
		return rt.formatInt(intOfBool(v), spec, "bool")
	case starlark.Float:
		f, err := parseFormatSpec(spec, "float", '>', 0)
		if err != nil {
			return "", err
		}
		return f.float(float64(v), "float")
	}
	return "", errNoFormat(v)
}

func errNoFormat(v starlark.Value) error {
	return typeErrorf("unsupported format string passed to %s.__format__", TypeName(v))
}

func (rt *Runtime) formatInstance(o *Instance, spec string) (string, error) {
	var v starlark.Value
	var err error
	if f := o.class.specials().format; f != nil {
		v, err = starlark.Call(rt.cur, f, starlark.Tuple{o, starlark.String(spec)}, nil)
	} else if n := o.class.native; n != nil {
		if m, ok := n.Methods.Get("__format__"); ok {
			v, err = m(rt.cur, o, starlark.Tuple{starlark.String(spec)}, nil)
		}
	}
	if err != nil {
		return "", err
	}
	if v == nil {
		if spec != "" {
			return "", errNoFormat(o)
		}
		return rt.Str(o)
	}
	if s, ok := v.(starlark.String); ok {
		return string(s), nil
	}
	return "", typeErrorf("__format__ must return a str, not %s", TypeName(v))
}

func (rt *Runtime) formatInt(i starlark.Int, spec, typeName string) (string, error) {
	f, err := parseFormatSpec(spec, typeName, '>', 'd')
	if err != nil {
		return "", err
	}
	return rt.integer(&f, i, typeName)
}

// integer formats an int by f.
func (rt *Runtime) integer(f *formatSpec, i starlark.Int, typeName string) (string, error) {
	switch f.kind {
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		x, err := AsFloat(i)
		if err != nil {
			return "", err
		}
		return f.float(x, typeName)
	case 'b', 'c', 'd', 'n', 'o', 'x', 'X':
	default:
		return "", f.errUnknownKind(typeName)
	}
	if f.precision >= 0 {
		return "", valueErrorf("Precision not allowed in integer format specifier")
	}
	if f.noNegZero {
		return "", valueErrorf("Negative zero coercion (z) not allowed in integer format specifier")
	}
	if f.kind == 'c' {
		return f.character(i)
	}
	n := number{sign: f.signOf(i.Sign() < 0)}
	if f.kind == 'd' || f.kind == 'n' {
		s, err := rt.intText(i)
		if err != nil {
			return "", err
		}
		n.digits = strings.TrimPrefix(s, "-")
		return f.numberText(n)
	}
	radix := map[rune]int{'b': 2, 'o': 8, 'x': 16, 'X': 16}[f.kind]
	n.group = 4
	n.digits = strings.TrimPrefix(intRadix(i, radix), "-")
	if f.alternate {
		n.prefix = "0" + string(f.kind)
	}
	if f.kind == 'X' {
		n.digits = strings.ToUpper(n.digits)
	}
	return f.numberText(n)
}

func intRadix(i starlark.Int, radix int) string {
	return new(big.Int).Set(i.BigInt()).Text(radix)
}

// character formats an int as the character of that number.
func (f *formatSpec) character(i starlark.Int) (string, error) {
	if f.sign != 0 {
		return "", valueErrorf("Sign not allowed with integer format specifier 'c'")
	}
	if f.alternate {
		return "", valueErrorf("Alternate form (#) not allowed with integer format specifier 'c'")
	}
	n, ok := i.Int64()
	if !ok {
		return "", exceptions.OverflowError.Errorf("Python int too large to convert to C long")
	}
	if n < 0 || n > 0x10ffff {
		return "", exceptions.OverflowError.Errorf("%%c arg not in range(0x110000)")
	}
	if f.align == '=' {
		f.align = '>'
	}
	return f.pad(encodeCharacter(rune(n)))
}

// convert applies !s, !r or !a of a replacement field.
func (rt *Runtime) convert(v starlark.Value, conversion rune) (string, error) {
	switch conversion {
	case 's':
		return rt.Str(v)
	case 'r':
		return rt.Repr(v)
	}
	return rt.ASCII(v)
}

// fstrIntrinsic is #fstr(parts...): the concatenation of str(part).
func (rt *Runtime) fstrIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 1 {
		s, err := rt.Format(args[0], "")
		return starlark.String(s), err
	}
	var room [128]byte
	b := room[:0]
	for _, a := range args {
		switch x := a.(type) {
		case starlark.String:
			b = append(b, x...)
		default:
			s, err := rt.Format(x, "")
			if err != nil {
				return nil, err
			}
			b = append(b, s...)
		}
	}
	return starlark.String(b), nil
}

// fmtIntrinsic is #fmt(x, spec[, conversion]).
func (rt *Runtime) fmtIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	v := args[0]
	if len(args) > 2 {
		if c, ok := args[2].(starlark.String); ok && c != "" {
			s, err := rt.convert(v, rune(c[0]))
			if err != nil {
				return nil, err
			}
			v = starlark.String(s)
		}
	}
	s, err := rt.Format(v, string(args[1].(starlark.String)))
	return starlark.String(s), err
}

// formatBuiltin is format(value[, spec]).
func (rt *Runtime) formatBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("format", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	spec := starlark.String("")
	if len(args) > 1 {
		var ok bool
		if spec, ok = args[1].(starlark.String); !ok {
			return nil, typeErrorf("format() argument 2 must be str, not %s", TypeName(args[1]))
		}
	}
	s, err := rt.Format(args[0], string(spec))
	return starlark.String(s), err
}

// reprBuiltin is repr(value).
func (rt *Runtime) reprBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("repr", args, kwargs, 1); err != nil {
		return nil, err
	}
	s, err := rt.Repr(args[0])
	return starlark.String(s), err
}

// asciiBuiltin is ascii(value).
func (rt *Runtime) asciiBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("ascii", args, kwargs, 1); err != nil {
		return nil, err
	}
	s, err := rt.ASCII(args[0])
	return starlark.String(s), err
}
