package object

import (
	"math"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds the built-in functions on numbers: abs, divmod, round, hex, oct, bin, chr, ord; and // and % of floats.

// absBuiltin is abs(x).
func (rt *Runtime) absBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("abs", args, kwargs, 1); err != nil {
		return nil, err
	}
	switch x := unbool(args[0]).(type) {
	case starlark.Int:
		if x.Sign() < 0 {
			return starlark.MakeInt(0).Sub(x), nil
		}
		return x, nil
	case starlark.Float:
		return starlark.Float(math.Abs(float64(x))), nil
	case Complex:
		return x.abs()
	}
	if v, ok, err := rt.callSpecial(args[0], "__abs__"); ok || err != nil {
		return v, err
	}
	return nil, typeErrorf("bad operand type for abs(): '%s'", TypeName(args[0]))
}

// callSpecial calls a special method of an object of a script, or of a value made in Go that has it among its methods;
// ok is false if there is none or it returned NotImplemented.
func (rt *Runtime) callSpecial(v starlark.Value, name string, args ...starlark.Value) (r starlark.Value, ok bool, err error) {
	switch o := v.(type) {
	case *Instance:
		if r, ok, err := o.call(name, args...); ok || err != nil {
			return r, ok, err
		}
		if n := o.class.native; n != nil {
			if m, found := n.Methods.Get(name); found {
				r, err := m(rt.cur, o, args, nil)
				return r, err == nil && r != NotImplemented, err
			}
		}
	case HasMethods:
		if m, found := o.Methods().Get(name); found {
			r, err := m(rt.cur, o, args, nil)
			return r, err == nil && r != NotImplemented, err
		}
	}
	return nil, false, nil
}

// binarySpecial tries the special method of x and the reflected one of y, y's first if its class derives from x's.
func (rt *Runtime) binarySpecial(x, y starlark.Value, name, reflected string) (starlark.Value, bool, error) {
	a, aOK := x.(*Instance)
	b, bOK := y.(*Instance)
	if aOK && bOK && a.class != b.class && b.class.IsSubclass(a.class) {
		if v, ok, err := rt.callSpecial(y, reflected, x); ok || err != nil {
			return v, ok, err
		}
		return rt.callSpecial(x, name, y)
	}
	if v, ok, err := rt.callSpecial(x, name, y); ok || err != nil {
		return v, ok, err
	}
	return rt.callSpecial(y, reflected, x)
}

// divmodBuiltin is divmod(x, y).
func (rt *Runtime) divmodBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("divmod", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	x, y := unbool(args[0]), unbool(args[1])
	i, iOK := x.(starlark.Int)
	j, jOK := y.(starlark.Int)
	if iOK && jOK {
		if j.Sign() == 0 {
			return nil, exceptions.ZeroDivisionError.Errorf("integer division or modulo by zero")
		}
		return starlark.Tuple{i.Div(j), i.Mod(j)}, nil
	}
	if v, ok, err := rt.binarySpecial(x, y, "__divmod__", "__rdivmod__"); ok || err != nil {
		return v, err
	}
	if isNumber(x) && isNumber(y) {
		f, g, err := twoFloats(x, y)
		if err != nil {
			return nil, err
		}
		if g == 0 {
			return nil, exceptions.ZeroDivisionError.Errorf("float divmod()")
		}
		q, r := FloatDivmod(f, g)
		return starlark.Tuple{starlark.Float(q), starlark.Float(r)}, nil
	}
	return nil, typeErrorf("unsupported operand type(s) for divmod(): '%s' and '%s'", TypeName(args[0]), TypeName(args[1]))
}

func isNumber(v starlark.Value) bool {
	switch v.(type) {
	case starlark.Int, starlark.Float, starlark.Bool:
		return true
	}
	return false
}

// isFloatPair reports whether x and y are numbers of which at least one is a float.
func isFloatPair(x, y starlark.Value) bool {
	if _, ok := x.(starlark.Float); ok {
		return isNumber(y)
	}
	_, ok := y.(starlark.Float)
	return ok && isNumber(x)
}

func twoFloats(x, y starlark.Value) (f, g float64, err error) {
	if f, err = AsFloat(x); err != nil {
		return 0, 0, err
	}
	g, err = AsFloat(y)
	return f, g, err
}

// FloatDivmod is divmod() of floats; y is not 0. The quotient is exact in the sense that quotient*y + remainder is x.
func FloatDivmod(x, y float64) (quotient, remainder float64) {
	r := math.Mod(x, y)
	q := (x - r) / y
	if r != 0 {
		if y < 0 != (r < 0) {
			r += y
			q--
		}
	} else {
		r = math.Copysign(0, y)
	}
	if q == 0 {
		return math.Copysign(0, x/y), r
	}
	floor := math.Floor(q)
	if q-floor > 0.5 {
		floor++
	}
	return floor, r
}

// floatQuotient is x // y of numbers of which at least one is a float, floatRemainder x % y.
func floatQuotient(x, y starlark.Value) (starlark.Value, error) {
	f, g, err := twoFloats(x, y)
	if err != nil {
		return nil, err
	}
	if g == 0 {
		return nil, exceptions.ZeroDivisionError.Errorf("float floor division by zero")
	}
	q, _ := FloatDivmod(f, g)
	return starlark.Float(q), nil
}

func floatRemainder(x, y starlark.Value) (starlark.Value, error) {
	f, g, err := twoFloats(x, y)
	if err != nil {
		return nil, err
	}
	if g == 0 {
		return nil, exceptions.ZeroDivisionError.Errorf("float modulo by zero")
	}
	_, r := FloatDivmod(f, g)
	return starlark.Float(r), nil
}

// radixBuiltin makes hex, oct and bin.
func radixBuiltin(name string, radix int, prefix string) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args, kwargs, 1); err != nil {
			return nil, err
		}
		i, err := AsIndex(args[0])
		if err != nil {
			return nil, err
		}
		digits := i.BigInt().Text(radix)
		if digits[0] == '-' {
			return starlark.String("-" + prefix + digits[1:]), nil
		}
		return starlark.String(prefix + digits), nil
	}
}

// hexBuiltin is hex(x).
func (rt *Runtime) hexBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return radixBuiltin("hex", 16, "0x")(t, args, kwargs)
}

// octBuiltin is oct(x).
func (rt *Runtime) octBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return radixBuiltin("oct", 8, "0o")(t, args, kwargs)
}

// binBuiltin is bin(x).
func (rt *Runtime) binBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return radixBuiltin("bin", 2, "0b")(t, args, kwargs)
}

// chrBuiltin is chr(i).
func (rt *Runtime) chrBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("chr", args, kwargs, 1); err != nil {
		return nil, err
	}
	i, err := AsIndex(args[0])
	if err != nil {
		return nil, err
	}
	n, ok := i.Int64()
	switch {
	case !ok || n < 0 || n > 0x10ffff:
		return nil, valueErrorf("chr() arg not in range(0x110000)")
	case n < 0x80:
		return asciiCharacters[n], nil
	}
	return starlark.String(encodeCharacter(rune(n))), nil
}

// ordBuiltin is ord(c).
func (rt *Runtime) ordBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("ord", args, kwargs, 1); err != nil {
		return nil, err
	}
	v := Underlying(args[0])
	n := 0
	if s, ok := v.(starlark.String); ok {
		if n = strLen(string(s)); n == 1 {
			r, _ := decodeCharacter(string(s))
			return starlark.MakeInt(int(r)), nil
		}
	} else if b, ok := bytesOf(v); ok {
		if n = len(b); n == 1 {
			return starlark.MakeInt(int(b[0])), nil
		}
	} else {
		return nil, typeErrorf("ord() expected string of length 1, but %s found", TypeName(args[0]))
	}
	return nil, typeErrorf("ord() expected a character, but string of length %d found", n)
}
