package object

import (
	"math"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/libm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Complex, a complex number.

// Complex is a value of Python's type complex.
type Complex complex128

var (
	_ starlark.HasBinary  = Complex(0)
	_ starlark.HasUnary   = Complex(0)
	_ starlark.HasAttrs   = Complex(0)
	_ starlark.Comparable = Complex(0)
	_ HasFormat           = Complex(0)
	_ HasPower            = Complex(0)
)

func (z Complex) Type() string         { return "complex" }
func (z Complex) Freeze()              {}
func (z Complex) Truth() starlark.Bool { return z != 0 }

// Hash is that of the equal float if there is one.
func (z Complex) Hash() (uint32, error) {
	re, err := starlark.Float(real(z)).Hash()
	if err != nil || imag(z) == 0 {
		return re, err
	}
	im, err := starlark.Float(imag(z)).Hash()
	return re + 1000003*im, err
}

// String is repr(z).
func (z Complex) String() string {
	im := shortFloat(imag(z)) + "j"
	if real(z) == 0 && !math.Signbit(real(z)) {
		return im
	}
	if im[0] != '-' {
		im = "+" + im
	}
	return "(" + shortFloat(real(z)) + im + ")"
}

// shortFloat is the repr of a float without ".0".
func shortFloat(x float64) string { return strings.TrimSuffix(FloatRepr(x), ".0") }

// Format is format(z, spec).
func (z Complex) Format(rt *Runtime, spec string) (string, error) {
	if spec == "" {
		return z.String(), nil
	}
	f, err := parseFormatSpec(spec, "complex", '>', 0)
	if err != nil {
		return "", err
	}
	switch {
	case f.align == '=':
		return "", valueErrorf("'=' alignment flag is not allowed in complex format specifier")
	case f.fill == '0':
		return "", valueErrorf("Zero padding is not allowed in complex format specifier")
	case f.kind == '%' || f.kind == 'n' && f.grouping != 0:
		return "", f.errUnknownKind("complex")
	}
	part := f
	part.width, part.fill, part.align = 0, ' ', '>'
	parens := f.kind == 0
	if parens && f.precision >= 0 {
		part.kind = 'g'
	}
	text := func(x float64) (string, error) {
		s, err := part.float(x, "complex")
		if part.kind == 0 {
			s = strings.TrimSuffix(s, ".0")
		}
		return s, err
	}
	var re string
	if parens && real(z) == 0 && !math.Signbit(real(z)) {
		parens = false
	} else {
		if re, err = text(real(z)); err != nil {
			return "", err
		}
		part.sign = '+'
	}
	im, err := text(imag(z))
	if err != nil {
		return "", err
	}
	s := re + im + "j"
	if parens {
		s = "(" + s + ")"
	}
	return f.pad(s)
}

// AsComplex returns a number as a complex one; ok is false if v is none.
func AsComplex(v starlark.Value) (z complex128, ok bool, err error) {
	switch x := unbool(Underlying(v)).(type) {
	case Complex:
		return complex128(x), true, nil
	case starlark.Float:
		return complex(float64(x), 0), true, nil
	case starlark.Int:
		f, err := AsFloat(x)
		return complex(f, 0), true, err
	}
	return 0, false, nil
}

// Binary is z op y or y op z.
func (z Complex) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	w, ok, err := AsComplex(y)
	if err != nil || !ok {
		return nil, err
	}
	a, b := complex128(z), w
	if side == starlark.Right {
		a, b = b, a
	}
	switch op {
	case syntax.PLUS:
		return Complex(a + b), nil
	case syntax.MINUS:
		return Complex(a - b), nil
	case syntax.STAR:
		return Complex(multiplyComplex(a, b)), nil
	case syntax.SLASH:
		if b == 0 {
			return nil, exceptions.ZeroDivisionError.Errorf("complex division by zero")
		}
		return Complex(divideComplex(a, b)), nil
	}
	return nil, nil
}

// multiplyComplex does not treat infinities in a way of its own, as Go's * does.
func multiplyComplex(a, b complex128) complex128 {
	return complex(real(a)*real(b)-imag(a)*imag(b), real(a)*imag(b)+imag(a)*real(b))
}

// divideComplex scales by the larger part of the divisor (Smith's method), so that the last digits are CPython's.
func divideComplex(a, b complex128) complex128 {
	re, im := math.Abs(real(b)), math.Abs(imag(b))
	switch {
	case re >= im:
		ratio := imag(b) / real(b)
		d := real(b) + float64(imag(b)*ratio)
		return complex((real(a)+float64(imag(a)*ratio))/d, (imag(a)-float64(real(a)*ratio))/d)
	case im >= re:
		ratio := real(b) / imag(b)
		d := float64(real(b)*ratio) + imag(b)
		return complex((float64(real(a)*ratio)+imag(a))/d, (float64(imag(a)*ratio)-real(a))/d)
	}
	return complex(math.NaN(), math.NaN())
}

// Unary is op z.
func (z Complex) Unary(op syntax.Token) (starlark.Value, error) {
	switch op {
	case syntax.PLUS:
		return z, nil
	case syntax.MINUS:
		return Complex(complex(-real(z), -imag(z))), nil
	}
	return nil, nil
}

// CompareSameType compares for equality; there is no order.
func (z Complex) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	switch op {
	case syntax.EQL:
		return z == y.(Complex), nil
	case syntax.NEQ:
		return z != y.(Complex), nil
	}
	return false, notSupported(op, z, y)
}

// equalComplex compares a complex number with a number of another type; ok is false if neither is complex.
func equalComplex(x, y starlark.Value) (eq, ok bool) {
	if !is[Complex](x) && !is[Complex](y) {
		return false, false
	}
	a, ok1, err1 := AsComplex(x)
	b, ok2, err2 := AsComplex(y)
	return ok1 && ok2 && err1 == nil && err2 == nil && a == b, true
}

// Power is x ** y.
func (z Complex) Power(x, y starlark.Value) (starlark.Value, error) {
	a, ok, err := AsComplex(x)
	if err != nil || !ok {
		return nil, err
	}
	b, ok, err := AsComplex(y)
	if err != nil || !ok {
		return nil, err
	}
	return powComplex(a, b)
}

// powComplex is a ** b: by multiplication for small whole exponents, else in polar coordinates.
func powComplex(a, b complex128) (starlark.Value, error) {
	if imag(b) == 0 && real(b) == math.Floor(real(b)) && math.Abs(real(b)) <= 100 {
		n := int(real(b))
		r, p := complex128(1), a
		for k := max(n, -n); k > 0; k >>= 1 {
			if k&1 != 0 {
				r = multiplyComplex(r, p)
			}
			p = multiplyComplex(p, p)
		}
		if n >= 0 {
			return Complex(r), nil
		}
		if a == 0 {
			return nil, exceptions.ZeroDivisionError.Errorf("0.0 to a negative or complex power")
		}
		return Complex(divideComplex(1, r)), nil
	}
	if a == 0 {
		if imag(b) != 0 || real(b) < 0 {
			return nil, exceptions.ZeroDivisionError.Errorf("0.0 to a negative or complex power")
		}
		return Complex(0), nil
	}
	abs := libm.Norm([]float64{real(a), imag(a)})
	length, at := libm.Pow(abs, real(b)), libm.Atan2(imag(a), real(a))
	phase := at * real(b)
	if imag(b) != 0 {
		length /= libm.Exp(at * imag(b))
		phase += float64(imag(b) * libm.Log(abs))
	}
	r := complex(length*libm.Cos(phase), length*libm.Sin(phase))
	if math.IsInf(real(r), 0) || math.IsInf(imag(r), 0) {
		return nil, exceptions.OverflowError.Errorf("complex exponentiation")
	}
	return Complex(r), nil
}

// abs is abs(z).
func (z Complex) abs() (starlark.Value, error) {
	r := libm.Norm([]float64{real(z), imag(z)})
	if math.IsInf(r, 0) && !math.IsInf(real(z), 0) && !math.IsInf(imag(z), 0) {
		return nil, exceptions.OverflowError.Errorf("absolute value too large")
	}
	return starlark.Float(r), nil
}

// Attr is getattr(z, name).
func (z Complex) Attr(name string) (starlark.Value, error) {
	switch name {
	case "real":
		return starlark.Float(real(z)), nil
	case "imag":
		return starlark.Float(imag(z)), nil
	case "conjugate":
		return NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return Complex(complex(real(z), -imag(z))), exactly("complex.conjugate", args, kwargs, 0)
		}), nil
	}
	return nil, nil
}

// AttrNames lists the attributes.
func (z Complex) AttrNames() []string { return []string{"conjugate", "imag", "real"} }

// Reduce writes z.
func (z Complex) Reduce(e *starlarkcbor.Encoder) error {
	e.Tag(starlarkcbor.TagComplex)
	e.ArrayHeader(2)
	if err := e.Encode(starlark.Float(real(z))); err != nil {
		return err
	}
	return e.Encode(starlark.Float(imag(z)))
}

func buildComplex(d *starlarkcbor.Decoder) (starlark.Value, error) {
	if err := d.ArrayOf(2); err != nil {
		return nil, err
	}
	re, err := d.Float()
	if err != nil {
		return nil, err
	}
	im, err := d.Float()
	return Complex(complex(re, im)), err
}

// imagIntrinsic is #imag(x): the literal xj.
func imagIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return Complex(complex(0, float64(args[0].(starlark.Float)))), nil
}

// newComplex is complex(real=0, imag=0).
func (rt *Runtime) newComplex(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("complex", args, kwargs, 0, "real", "imag")
	if err != nil {
		return nil, err
	}
	if s, ok := Underlying(OrNone(a[0])).(starlark.String); ok {
		if a[1] != nil {
			return nil, typeErrorf("complex() can't take second arg if first is a string")
		}
		z, ok := parseComplex(string(s))
		if !ok {
			return nil, valueErrorf("complex() arg is a malformed string")
		}
		return Complex(z), nil
	}
	var parts [2]complex128
	for i, v := range a {
		if v == nil {
			continue
		}
		if i == 1 && is[starlark.String](Underlying(v)) {
			return nil, typeErrorf("complex() second arg can't be a string")
		}
		if i == 0 {
			if w, ok, err := rt.callSpecial(v, "__complex__"); ok || err != nil {
				z, isComplex := w.(Complex)
				if err == nil && !isComplex {
					err = typeErrorf("%s.__complex__() must return a complex, not %s", TypeName(v), TypeName(w))
				}
				if err != nil {
					return nil, err
				}
				parts[i] = complex128(z)
				continue
			}
		}
		z, ok, err := AsComplex(v)
		if err == nil && !ok {
			var f float64
			if f, err = AsFloat(v); err != nil {
				which := "first argument must be a string or a number"
				if i == 1 {
					which = "second argument must be a number"
				}
				return nil, typeErrorf("complex() %s, not '%s'", which, TypeName(v))
			}
			z = complex(f, 0)
		}
		if err != nil {
			return nil, err
		}
		parts[i] = z
	}
	if a[1] == nil {
		return Complex(parts[0]), nil
	}
	// Either part may be complex itself; the sign of a zero is kept otherwise.
	re, im := real(parts[0]), real(parts[1])
	if is[Complex](a[1]) {
		re -= imag(parts[1])
	}
	if a[0] != nil && is[Complex](a[0]) {
		im += imag(parts[0])
	}
	return Complex(complex(re, im)), nil
}

// parseComplex reads "1", "2j", "1+2j", " (1-j) ".
func parseComplex(s string) (complex128, bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	number := func(s string) (float64, bool) {
		if strings.TrimSpace(s) != s {
			return 0, false
		}
		v, err := parseFloat(s, "")
		if err != nil {
			return 0, false
		}
		return float64(v.(starlark.Float)), true
	}
	body, imaginary := strings.CutSuffix(strings.ToLower(s), "j")
	if !imaginary {
		re, ok := number(s)
		return complex(re, 0), ok
	}
	cut := 0
	for i := 1; i < len(body); i++ {
		if (body[i] == '+' || body[i] == '-') && body[i-1] != 'e' {
			cut = i
		}
	}
	re, ok := 0.0, true
	if cut > 0 {
		re, ok = number(body[:cut])
	}
	tail := body[cut:]
	if tail == "" || tail == "+" || tail == "-" {
		tail += "1"
	}
	im, ok2 := number(tail)
	return complex(re, im), ok && ok2
}
