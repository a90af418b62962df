package math

import (
	std "math"
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/libm"
	"parlark/builtins/object"
)

// This file makes the module and holds the functions of floats.

type module struct{ rt *object.Runtime }

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt}
	members := starlark.StringDict{
		"pi": starlark.Float(std.Pi), "e": starlark.Float(std.E), "tau": starlark.Float(2 * std.Pi),
		"inf": starlark.Float(std.Inf(1)), "nan": starlark.Float(std.NaN()),
	}
	for name, f := range unary {
		members[name] = object.NewBuiltin(name, f.function(name))
	}
	for name, f := range map[string]object.Func{
		"atan2": binary("atan2", libm.Atan2), "copysign": binary("copysign", std.Copysign), "fmod": m.fmod, "remainder": m.remainder,
		"pow": m.pow, "log": m.log, "log2": m.log2, "log10": m.log10, "ldexp": m.ldexp, "frexp": m.frexp, "modf": m.modf,
		"floor": m.rounding("floor", std.Floor), "ceil": m.rounding("ceil", std.Ceil), "trunc": m.trunc, "isclose": m.isclose,
		"nextafter": m.nextafter, "ulp": m.ulp, "fma": m.fma, "gamma": m.gamma, "lgamma": m.lgamma,
		"isfinite": test("isfinite", func(x float64) bool { return x-x == 0 }), "isinf": test("isinf", func(x float64) bool { return std.IsInf(x, 0) }),
		"isnan": test("isnan", func(x float64) bool { return x != x }),
		"hypot": m.hypot, "dist": m.dist, "fsum": m.fsum, "prod": m.prod, "sumprod": m.sumprod,
		"factorial": m.factorial, "comb": m.comb, "perm": m.perm, "gcd": m.gcd, "lcm": m.lcm, "isqrt": m.isqrt,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	return object.NewModule("math", members)
}

func domainError() error { return exceptions.ValueError.Errorf("math domain error") }
func rangeError() error  { return exceptions.OverflowError.Errorf("math range error") }

// unaryFunction is a function of one float. An infinite result of a finite argument is an overflow if overflows is set, else a
// pole, which is a domain error.
type unaryFunction struct {
	f         func(float64) float64
	overflows bool
}

var unary = map[string]unaryFunction{
	"sin": {libm.Sin, false}, "cos": {libm.Cos, false}, "tan": {libm.Tan, false},
	"asin": {libm.Asin, false}, "acos": {libm.Acos, false}, "atan": {libm.Atan, false},
	"sinh": {libm.Sinh, true}, "cosh": {libm.Cosh, true}, "tanh": {libm.Tanh, false},
	"asinh": {libm.Asinh, false}, "acosh": {libm.Acosh, false}, "atanh": {libm.Atanh, false},
	"exp": {libm.Exp, true}, "exp2": {libm.Exp2, true}, "expm1": {libm.Expm1, true}, "log1p": {libm.Log1p, false},
	"sqrt": {std.Sqrt, false}, "cbrt": {libm.Cbrt, false}, "fabs": {std.Abs, false}, "erf": {libm.Erf, false}, "erfc": {libm.Erfc, false},
	"degrees": {func(x float64) float64 { return x * (180 / std.Pi) }, false},
	"radians": {func(x float64) float64 { return x * (std.Pi / 180) }, false},
}

// function is the Go function that scripts call: math_1 of CPython.
func (u unaryFunction) function(name string) object.Func {
	f, qualified := u.f, "math."+name
	scales := name == "degrees" || name == "radians"
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 || len(kwargs) > 0 {
			return nil, object.Exactly(qualified, args, kwargs, 1)
		}
		x, err := object.AsFloat(args[0])
		if err != nil {
			return nil, err
		}
		r := f(x)
		if r-r != 0 && !scales {
			if r != r && x == x {
				return nil, domainError()
			}
			if r == r && x-x == 0 {
				if u.overflows {
					return nil, rangeError()
				}
				return nil, domainError()
			}
		}
		return starlark.Float(r), nil
	}
}

// two reads the two floats of a function.
func two(name string, args starlark.Tuple, kwargs []starlark.Tuple) (x, y float64, err error) {
	if err := object.ArgumentCount(name, args, kwargs, 2, 2); err != nil {
		return 0, 0, err
	}
	if x, err = object.AsFloat(args[0]); err != nil {
		return 0, 0, err
	}
	y, err = object.AsFloat(args[1])
	return x, y, err
}

func one(name string, args starlark.Tuple, kwargs []starlark.Tuple) (float64, error) {
	if err := object.Exactly("math."+name, args, kwargs, 1); err != nil {
		return 0, err
	}
	return object.AsFloat(args[0])
}

func binary(name string, f func(x, y float64) float64) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, y, err := two(name, args, kwargs)
		return starlark.Float(f(x, y)), err
	}
}

func test(name string, f func(x float64) bool) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		x, err := one(name, args, kwargs)
		return starlark.Bool(f(x)), err
	}
}

func (m *module) fmod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, y, err := two("fmod", args, kwargs)
	if err != nil {
		return nil, err
	}
	if std.IsInf(y, 0) && x-x == 0 {
		return starlark.Float(x), nil
	}
	r := std.Mod(x, y)
	if r != r && x == x && y == y {
		return nil, domainError()
	}
	return starlark.Float(r), nil
}

func (m *module) remainder(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, y, err := two("remainder", args, kwargs)
	if err != nil {
		return nil, err
	}
	r := std.Remainder(x, y)
	if r != r && x == x && y == y {
		return nil, domainError()
	}
	return starlark.Float(r), nil
}

func (m *module) pow(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, y, err := two("pow", args, kwargs)
	if err != nil {
		return nil, err
	}
	r := libm.Pow(x, y)
	if x-x == 0 && y-y == 0 && r-r != 0 {
		switch {
		case r != r:
			return nil, domainError()
		case x == 0:
			return nil, domainError()
		}
		return nil, rangeError()
	}
	return starlark.Float(r), nil
}

// logarithm is a logarithm of any number, ints of any size too.
func (m *module) logarithm(v starlark.Value, f func(float64) float64) (float64, error) {
	if i, ok := object.Underlying(v).(starlark.Int); ok {
		if i.Sign() <= 0 {
			return 0, domainError()
		}
		x := float64(i.Float())
		if !std.IsInf(x, 0) {
			return f(x), nil
		}
		// The mantissa is rounded to even, as _PyLong_Frexp does.
		mantissa, exponent := new(big.Float).SetPrec(53).SetInt(i.BigInt()), 0
		exponent = mantissa.MantExp(mantissa)
		x, _ = mantissa.Float64()
		return f(x) + f(2)*float64(exponent), nil
	}
	x, err := object.AsFloat(v)
	if err != nil {
		return 0, err
	}
	if x <= 0 {
		return 0, domainError()
	}
	return f(x), nil
}

func (m *module) log(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("log", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	x, err := m.logarithm(args[0], libm.Log)
	if err != nil || len(args) == 1 {
		return starlark.Float(x), err
	}
	base, err := m.logarithm(args[1], libm.Log)
	if err != nil {
		return nil, err
	}
	if base == 0 {
		return nil, exceptions.ZeroDivisionError.Errorf("float division by zero")
	}
	return starlark.Float(x / base), nil
}

func (m *module) log2(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("math.log2", args, kwargs, 1); err != nil {
		return nil, err
	}
	x, err := m.logarithm(args[0], libm.Log2)
	return starlark.Float(x), err
}

func (m *module) log10(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("math.log10", args, kwargs, 1); err != nil {
		return nil, err
	}
	x, err := m.logarithm(args[0], libm.Log10)
	return starlark.Float(x), err
}

func (m *module) ldexp(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("ldexp", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	x, err := object.AsFloat(args[0])
	if err != nil {
		return nil, err
	}
	i, ok := args[1].(starlark.Int)
	if !ok {
		if b, isBool := args[1].(starlark.Bool); isBool {
			i, ok = starlark.MakeInt(0), true
			if b {
				i = starlark.MakeInt(1)
			}
		}
	}
	if !ok {
		return nil, exceptions.TypeError.Errorf("Expected an int as second argument to ldexp.")
	}
	n, fits := i.Int64()
	if !fits || n > 1<<30 || n < -(1<<30) {
		n = int64(i.Sign()) << 30
	}
	r := std.Ldexp(x, int(n))
	if std.IsInf(r, 0) && !std.IsInf(x, 0) {
		return nil, rangeError()
	}
	return starlark.Float(r), nil
}

func (m *module) frexp(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, err := one("frexp", args, kwargs)
	if err != nil {
		return nil, err
	}
	f, e := std.Frexp(x)
	return starlark.Tuple{starlark.Float(f), starlark.MakeInt(e)}, nil
}

func (m *module) modf(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, err := one("modf", args, kwargs)
	if err != nil {
		return nil, err
	}
	if std.IsInf(x, 0) {
		return starlark.Tuple{starlark.Float(std.Copysign(0, x)), starlark.Float(x)}, nil
	}
	i, f := std.Modf(x)
	return starlark.Tuple{starlark.Float(std.Copysign(f, x)), starlark.Float(i)}, nil
}

// rounding is floor or ceil.
func (m *module) rounding(name string, f func(float64) float64) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("math."+name, args, kwargs, 1); err != nil {
			return nil, err
		}
		switch v := args[0].(type) {
		case starlark.Float:
			return toInt(f(float64(v)))
		case starlark.Int:
			return v, nil
		case *object.Instance:
			if special, ok := v.Class().Lookup("__" + name + "__"); ok {
				return starlark.Call(t, special, starlark.Tuple{v}, nil)
			}
		}
		x, err := object.AsFloat(args[0])
		if err != nil {
			return nil, err
		}
		return toInt(f(x))
	}
}

func toInt(x float64) (starlark.Value, error) {
	switch {
	case x != x:
		return nil, exceptions.ValueError.Errorf("cannot convert float NaN to integer")
	case std.IsInf(x, 0):
		return nil, exceptions.OverflowError.Errorf("cannot convert float infinity to integer")
	case std.Abs(x) < 1<<62:
		return starlark.MakeInt64(int64(x)), nil
	}
	i, _ := big.NewFloat(x).Int(nil)
	return starlark.MakeBigInt(i), nil
}

func (m *module) trunc(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("math.trunc", args, kwargs, 1); err != nil {
		return nil, err
	}
	switch v := args[0].(type) {
	case starlark.Float:
		return toInt(std.Trunc(float64(v)))
	case starlark.Int:
		return v, nil
	case starlark.Bool:
		i, err := object.AsIndex(v)
		return i, err
	}
	f, err := m.rt.GetAttr(args[0], "__trunc__")
	if err != nil {
		return nil, exceptions.TypeError.Errorf("type %s doesn't define __trunc__ method", object.TypeName(args[0]))
	}
	return starlark.Call(t, f, nil, nil)
}

func (m *module) isclose(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var a, b float64
	relative, absolute := 1e-9, 0.0
	if err := object.Unpack("isclose", args, kwargs, "a", &a, "b", &b, "*", nil, "rel_tol?", &relative, "abs_tol?", &absolute); err != nil {
		return nil, err
	}
	switch {
	case relative < 0 || absolute < 0:
		return nil, exceptions.ValueError.Errorf("tolerances must be non-negative")
	case a == b:
		return starlark.True, nil
	case std.IsInf(a, 0) || std.IsInf(b, 0):
		return starlark.False, nil
	}
	d := std.Abs(b - a)
	return starlark.Bool(d <= std.Abs(relative*b) || d <= std.Abs(relative*a) || d <= absolute), nil
}

func (m *module) nextafter(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	steps := object.Keyword(kwargs, "steps")
	if steps != nil && len(kwargs) == 1 {
		kwargs = nil
	}
	x, y, err := two("nextafter", args, kwargs)
	if err != nil {
		return nil, err
	}
	n := 1
	if steps != nil && steps != starlark.None {
		if n, err = object.AsInt(steps); err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exceptions.ValueError.Errorf("steps must be a non-negative integer")
		}
	}
	for ; n > 0 && x != y && x == x; n-- {
		x = std.Nextafter(x, y)
	}
	if y != y {
		x = y
	}
	return starlark.Float(x), nil
}

func (m *module) ulp(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, err := one("ulp", args, kwargs)
	if err != nil {
		return nil, err
	}
	x = std.Abs(x)
	if x-x != 0 {
		return starlark.Float(x), nil
	}
	next := std.Nextafter(x, std.Inf(1))
	if std.IsInf(next, 0) {
		return starlark.Float(x - std.Nextafter(x, 0)), nil
	}
	return starlark.Float(next - x), nil
}

func (m *module) fma(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("fma", args, kwargs, 3, 3); err != nil {
		return nil, err
	}
	var v [3]float64
	for i := range v {
		var err error
		if v[i], err = object.AsFloat(args[i]); err != nil {
			return nil, err
		}
	}
	r := std.FMA(v[0], v[1], v[2])
	if r-r != 0 {
		if r != r && v[0] == v[0] && v[1] == v[1] && v[2] == v[2] {
			return nil, exceptions.ValueError.Errorf("invalid operation in fma")
		}
		if std.IsInf(r, 0) && v[0]-v[0] == 0 && v[1]-v[1] == 0 && v[2]-v[2] == 0 {
			return nil, exceptions.OverflowError.Errorf("overflow in fma")
		}
	}
	return starlark.Float(r), nil
}

func (m *module) gamma(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, err := one("gamma", args, kwargs)
	if err != nil {
		return nil, err
	}
	if x <= 0 && x == std.Floor(x) {
		return nil, domainError()
	}
	r := libm.Gamma(x)
	if std.IsInf(r, 0) && !std.IsInf(x, 0) {
		return nil, rangeError()
	}
	return starlark.Float(r), nil
}

func (m *module) lgamma(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x, err := one("lgamma", args, kwargs)
	if err != nil {
		return nil, err
	}
	if x <= 0 && x == std.Floor(x) && !std.IsInf(x, 0) {
		return nil, domainError()
	}
	r := libm.Lgamma(x)
	if std.IsInf(r, 0) && !std.IsInf(x, 0) {
		return nil, rangeError()
	}
	return starlark.Float(r), nil
}
