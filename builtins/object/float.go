package object

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file makes floats from other values and holds the methods of float.

// newFloat is float(x=0.0).
func (rt *Runtime) newFloat(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("float", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return starlark.Float(0), nil
	}
	switch x := args[0].(type) {
	case starlark.Float:
		return x, nil
	case starlark.String:
		return parseFloat(string(x), StrRepr(string(x)))
	}
	if s, ok := bytesOf(args[0]); ok {
		return parseFloat(s, BytesRepr(s))
	}
	f, err := AsFloat(args[0])
	if err != nil {
		if s, isText := Underlying(args[0]).(starlark.String); isText {
			return parseFloat(string(s), StrRepr(string(s)))
		}
		if o, isInstance := args[0].(*Instance); isInstance && o.overrides("__float__", "__index__") {
			return nil, err
		}
		if _, isType := exceptions.As(err, exceptions.TypeError); isType {
			err = typeErrorf("float() argument must be a string or a real number, not '%s'", TypeName(args[0]))
		}
		return nil, err
	}
	return starlark.Float(f), nil
}

// parseFloat is float(s); shown is the repr of the argument in messages.
func parseFloat(s, shown string) (starlark.Value, error) {
	bad := valueErrorf("could not convert string to float: %s", shown)
	text, ok := asciiNumber(s)
	if !ok || text == "" {
		return nil, bad
	}
	unsigned := strings.TrimLeft(text[:1], "+-") + text[1:]
	switch strings.ToLower(unsigned) {
	case "inf", "infinity", "nan":
		f, _ := strconv.ParseFloat(unsigned, 64)
		if text[0] == '-' {
			f = math.Copysign(f, -1)
		}
		return starlark.Float(f), nil
	}
	if !isFloatText(unsigned) {
		return nil, bad
	}
	// The only error left is that the number is too large, which makes it infinite.
	f, _ := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	return starlark.Float(f), nil
}

// isFloatText reports whether s is a decimal number without sign, whose underscores stand between digits only.
func isFloatText(s string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }
	digits, dots, i := 0, 0, 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case digit(i):
			digits++
		case c == '.':
			dots++
		case c == '_':
			if !digit(i-1) || !digit(i+1) {
				return false
			}
		case (c == 'e' || c == 'E') && digits > 0 && dots < 2:
			return isExponentText(s[i+1:])
		default:
			return false
		}
	}
	return digits > 0 && dots < 2
}

func isExponentText(s string) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	s, ok := dropUnderscores(s)
	return ok && allDigits(s, 10)
}

func floatGetter(name string, f func(x float64) (starlark.Value, error)) nativeMethod {
	name = "float." + name
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return f(float64(args[0].(starlark.Float)))
	}
}

// floatMethods are the methods of float; args[0] is self.
var floatMethods = map[string]nativeMethod{
	"as_integer_ratio": floatGetter("as_integer_ratio", floatRatio),
	"conjugate":        floatGetter("conjugate", func(x float64) (starlark.Value, error) { return starlark.Float(x), nil }),
	"fromhex": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return Of(t).floatFromhex(t, args[1:], kwargs)
	},
	"hex": floatGetter("hex", func(x float64) (starlark.Value, error) { return starlark.String(floatHex(x)), nil }),
	"is_integer": floatGetter("is_integer", func(x float64) (starlark.Value, error) {
		return starlark.Bool(x == math.Trunc(x) && !math.IsInf(x, 0)), nil
	}),
}

func floatRatio(x float64) (starlark.Value, error) {
	if math.IsInf(x, 0) {
		return nil, exceptions.OverflowError.Errorf("cannot convert Infinity to integer ratio")
	}
	if x != x {
		return nil, valueErrorf("cannot convert NaN to integer ratio")
	}
	r := new(big.Rat).SetFloat64(x)
	return starlark.Tuple{starlark.MakeBigInt(r.Num()), starlark.MakeBigInt(r.Denom())}, nil
}

// floatHex is float.hex().
func floatHex(x float64) string {
	if s := notFinite(math.Abs(x)); s != "" {
		if math.Signbit(x) && s == "inf" {
			return "-inf"
		}
		return s
	}
	b := math.Float64bits(x)
	sign := ""
	if b>>63 != 0 {
		sign = "-"
	}
	exponent, fraction := int(b>>52&0x7ff), b&(1<<52-1)
	if exponent == 0 && fraction == 0 {
		return sign + "0x0.0p+0"
	}
	lead := "1"
	if exponent == 0 {
		lead, exponent = "0", 1
	}
	digits := strconv.FormatUint(fraction, 16)
	digits = strings.Repeat("0", 13-len(digits)) + digits
	power := strconv.Itoa(exponent - 1023)
	if exponent >= 1023 {
		power = "+" + power
	}
	return sign + "0x" + lead + "." + digits + "p" + power
}

// floatFromhex is float.fromhex(string).
func (rt *Runtime) floatFromhex(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("float.fromhex", args, kwargs, 1); err != nil {
		return nil, err
	}
	arg, ok := args[0].(starlark.String)
	if !ok {
		return nil, typeErrorf("bad argument type for built-in operation")
	}
	bad := valueErrorf("invalid hexadecimal floating-point string")
	s := strings.ToLower(strings.TrimFunc(string(arg), isSpace))
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], s[1:]
	}
	switch s {
	case "inf", "infinity", "nan":
		return parseFloat(sign+s, "")
	}
	s = strings.TrimPrefix(s, "0x")
	if s == "" || strings.ContainsAny(s, "_xn+-") && !strings.Contains(s, "p") {
		return nil, bad
	}
	if !strings.Contains(s, "p") {
		s += "p0"
	}
	if strings.Contains(s, "_") {
		return nil, bad
	}
	f, err := strconv.ParseFloat(sign+"0x"+s, 64)
	if err != nil {
		if math.IsInf(f, 0) {
			return nil, exceptions.OverflowError.Errorf("hexadecimal value too large to represent as a float")
		}
		return nil, bad
	}
	return starlark.Float(f), nil
}
