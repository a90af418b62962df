package numeric

// This file holds the functions of floats. ok is false where Python raises an exception.

import (
	"math"

	"parlark/builtins/libm"
	"parlark/builtins/object"
)

type function1 struct {
	name string // in module math
	f    func(float64) float64
	// checked says that a result that is not finite may be an exception.
	checked bool
	// positive says that the argument must be above 0.
	positive bool
}

var functions1 = [...]function1{
	{"sqrt", math.Sqrt, true, false}, {"sin", libm.Sin, true, false}, {"cos", libm.Cos, true, false}, {"tan", libm.Tan, true, false},
	{"asin", libm.Asin, true, false}, {"acos", libm.Acos, true, false}, {"atan", libm.Atan, true, false},
	{"sinh", libm.Sinh, true, false}, {"cosh", libm.Cosh, true, false}, {"tanh", libm.Tanh, true, false},
	{"exp", libm.Exp, true, false}, {"log", libm.Log, true, true}, {"log2", libm.Log2, true, true}, {"log10", libm.Log10, true, true},
	{"cbrt", libm.Cbrt, true, false}, {"fabs", math.Abs, false, false},
	{"radians", func(x float64) float64 { return x * (math.Pi / 180) }, false, false},
	{"degrees", func(x float64) float64 { return x * (180 / math.Pi) }, false, false},
}

func (f *function1) call(x float64) (float64, bool) {
	if f.positive && !(x > 0) {
		return 0, false
	}
	r := f.f(x)
	return r, !f.checked || r-r == 0
}

type function2 struct {
	name    string
	f       func(x, y float64) float64
	checked bool
}

var functions2 = [...]function2{
	{"atan2", libm.Atan2, false}, {"copysign", math.Copysign, false}, {"pow", libm.Pow, true},
}

func (f *function2) call(x, y float64) (float64, bool) {
	r := f.f(x, y)
	return r, !f.checked || r-r == 0
}

// constants1 are the constants of module math.
var mathConstants = [...]struct {
	name  string
	value float64
}{{"pi", math.Pi}, {"e", math.E}, {"tau", 2 * math.Pi}, {"inf", math.Inf(1)}}

// floatOperation is // or % or ** of floats.
func floatOperation(op opcode, x, y float64) (float64, bool) {
	if op == opPowF {
		if x == 0 && y < 0 || x < 0 && y != math.Trunc(y) {
			return 0, false
		}
		r := object.FloatPower(x, y)
		return r, r-r == 0
	}
	if y == 0 {
		return 0, false
	}
	quotient, remainder := object.FloatDivmod(x, y)
	if op == opModF {
		return remainder, true
	}
	return quotient, true
}

// rounded makes an int of a float.
func rounded(op opcode, x float64) (int64, bool) {
	switch op {
	case opFloor:
		x = math.Floor(x)
	case opCeil:
		x = math.Ceil(x)
	case opRound:
		x = math.RoundToEven(x)
	}
	return integer(x)
}
