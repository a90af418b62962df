package math

import (
	std "math"
	"math/cmplx"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/libm"
	"parlark/builtins/object"
)

// This file makes the module cmath.

// NewComplex returns the module cmath.
func NewComplex() *object.Module {
	inf := std.Inf(1)
	members := starlark.StringDict{
		"pi": starlark.Float(std.Pi), "e": starlark.Float(std.E), "tau": starlark.Float(2 * std.Pi), "inf": starlark.Float(inf),
		"nan": starlark.Float(std.NaN()), "infj": object.Complex(complex(0, inf)), "nanj": object.Complex(complex(0, std.NaN())),
	}
	for name, f := range map[string]func(complex128) complex128{
		"sqrt": complexSqrt, "exp": complexExp, "sin": cmplx.Sin, "cos": cmplx.Cos, "tan": cmplx.Tan, "asin": cmplx.Asin,
		"acos": cmplx.Acos, "atan": cmplx.Atan, "sinh": cmplx.Sinh, "cosh": cmplx.Cosh, "tanh": cmplx.Tanh,
		"asinh": cmplx.Asinh, "acosh": cmplx.Acosh, "atanh": cmplx.Atanh,
	} {
		members[name] = complexFunction(name, func(z complex128) (starlark.Value, error) {
			r := f(z)
			if cmplx.IsInf(r) && !cmplx.IsInf(z) {
				return nil, rangeError()
			}
			return object.Complex(r), nil
		})
	}
	for name, f := range map[string]func(complex128) starlark.Value{
		"phase": func(z complex128) starlark.Value { return starlark.Float(libm.Atan2(imag(z), real(z))) },
		"polar": func(z complex128) starlark.Value {
			return starlark.Tuple{starlark.Float(libm.Norm([]float64{real(z), imag(z)})), starlark.Float(libm.Atan2(imag(z), real(z)))}
		},
		"isnan": func(z complex128) starlark.Value { return starlark.Bool(std.IsNaN(real(z)) || std.IsNaN(imag(z))) },
		"isinf": func(z complex128) starlark.Value { return starlark.Bool(cmplx.IsInf(z)) },
		"isfinite": func(z complex128) starlark.Value {
			return starlark.Bool(real(z)-real(z) == 0 && imag(z)-imag(z) == 0)
		},
	} {
		members[name] = complexFunction(name, func(z complex128) (starlark.Value, error) { return f(z), nil })
	}
	for name, base := range map[string]bool{"log": true, "log10": false} {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return complexLog(name, base, args, kwargs)
		})
	}
	members["rect"] = object.NewBuiltin("rect", rect)
	members["isclose"] = object.NewBuiltin("isclose", complexIsClose)
	return object.NewModule("cmath", members)
}

func complexArgument(v starlark.Value) (complex128, error) {
	z, ok, err := object.AsComplex(v)
	if err != nil || ok {
		return z, err
	}
	f, err := object.AsFloat(v)
	return complex(f, 0), err
}

func complexFunction(name string, f func(complex128) (starlark.Value, error)) starlark.Value {
	return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("cmath."+name, args, kwargs, 1); err != nil {
			return nil, err
		}
		z, err := complexArgument(args[0])
		if err != nil {
			return nil, err
		}
		return f(z)
	})
}

// complexSqrt avoids overflow and the loss of digits as CPython does, with the same last digits.
func complexSqrt(z complex128) complex128 {
	a, b := std.Abs(real(z)), std.Abs(imag(z))
	if a == 0 && b == 0 {
		return complex(0, imag(z))
	}
	if cmplx.IsNaN(z) || cmplx.IsInf(z) || a < 1e-300 && b < 1e-300 {
		return cmplx.Sqrt(z)
	}
	a /= 8
	s := 2 * std.Sqrt(a+libm.Norm([]float64{a, b / 8}))
	d := b / (2 * s)
	if real(z) >= 0 {
		return complex(s, std.Copysign(d, imag(z)))
	}
	return complex(d, std.Copysign(s, imag(z)))
}

func complexExp(z complex128) complex128 {
	if cmplx.IsInf(z) || cmplx.IsNaN(z) {
		return cmplx.Exp(z)
	}
	l := libm.Exp(real(z))
	return complex(l*libm.Cos(imag(z)), l*libm.Sin(imag(z)))
}

// naturalLog is log z for z other than 0.
func naturalLog(z complex128) complex128 {
	r := libm.Norm([]float64{real(z), imag(z)})
	re := libm.Log(r)
	if 0.71 <= r && r <= 1.73 {
		a, b := std.Abs(real(z)), std.Abs(imag(z))
		high, low := max(a, b), min(a, b)
		re = libm.Log1p((high-1)*(high+1)+low*low) / 2
	}
	return complex(re, libm.Atan2(imag(z), real(z)))
}

func complexLog(name string, base bool, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	most := 1
	if base {
		most = 2
	}
	if err := object.ArgumentCount("cmath."+name, args, kwargs, 1, most); err != nil {
		return nil, err
	}
	var logs [2]complex128
	for i, v := range args {
		z, err := complexArgument(v)
		if err != nil {
			return nil, err
		}
		if z == 0 {
			return nil, domainError()
		}
		logs[i] = naturalLog(z)
	}
	switch {
	case len(args) == 2:
		return object.Complex(logs[0]).Binary(syntax.SLASH, object.Complex(logs[1]), starlark.Left)
	case !base:
		return object.Complex(complex(real(logs[0])/std.Ln10, imag(logs[0])/std.Ln10)), nil
	}
	return object.Complex(logs[0]), nil
}

// rect is cmath.rect(r, phi).
func rect(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("rect", args, kwargs, 2); err != nil {
		return nil, err
	}
	r, err := object.AsFloat(args[0])
	if err != nil {
		return nil, err
	}
	phi, err := object.AsFloat(args[1])
	if err != nil {
		return nil, err
	}
	if phi == 0 {
		return object.Complex(complex(r, r*phi)), nil
	}
	if std.IsInf(phi, 0) && r != 0 && !std.IsNaN(r) {
		return nil, domainError()
	}
	return object.Complex(complex(r*libm.Cos(phi), r*libm.Sin(phi))), nil
}

// complexIsClose is cmath.isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0).
func complexIsClose(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var x, y starlark.Value
	var relV, absV starlark.Value = starlark.Float(1e-9), starlark.Float(0)
	if err := object.Unpack("isclose", args, kwargs, "a", &x, "b", &y, "*", nil, "rel_tol?", &relV, "abs_tol?", &absV); err != nil {
		return nil, err
	}
	a, err := complexArgument(x)
	if err != nil {
		return nil, err
	}
	b, err := complexArgument(y)
	if err != nil {
		return nil, err
	}
	rel, err := object.AsFloat(relV)
	if err != nil {
		return nil, err
	}
	abs, err := object.AsFloat(absV)
	if err != nil {
		return nil, err
	}
	if rel < 0 || abs < 0 {
		return nil, exceptions.ValueError.Errorf("tolerances must be non-negative")
	}
	if a == b {
		return starlark.True, nil
	}
	if cmplx.IsInf(a) || cmplx.IsInf(b) {
		return starlark.False, nil
	}
	d := cmplx.Abs(a - b)
	return starlark.Bool(d <= rel*cmplx.Abs(b) || d <= rel*cmplx.Abs(a) || d <= abs), nil
}
