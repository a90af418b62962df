package object

import (
	"math/big"
	"strings"

	"go.starlark.net/starlark"
)

// This file converts between ints and their digits, within sys.set_int_max_str_digits().

// defaultIntDigits is the limit of decimal digits that an interpreter starts with.
const defaultIntDigits = 4300

// IntDigits is sys.get_int_max_str_digits(): 0 means no limit.
func (rt *Runtime) IntDigits() int { return rt.intDigits }

// SetIntDigits is sys.set_int_max_str_digits(n).
func (rt *Runtime) SetIntDigits(n int) error {
	if n != 0 && n < 640 {
		return valueErrorf("maxdigits must be 0 or larger than 640")
	}
	rt.intDigits = n
	return nil
}

// intText is str(i).
func (rt *Runtime) intText(i starlark.Int) (string, error) {
	if _, small := i.Int64(); small {
		return i.String(), nil
	}
	return rt.bigText(i.BigInt())
}

// bigText returns the decimal digits of x.
func (rt *Runtime) bigText(x *big.Int) (string, error) {
	limit := rt.intDigits
	// 10 bits make at least 3 digits, so most numbers need no conversion to be let through.
	if limit > 0 && x.BitLen() > limit*3 {
		// A number of more bits than limit digits hold is refused before the quadratic work.
		if float64(x.BitLen()-1)*0.30102999566398114 >= float64(limit) {
			return "", errTooManyDigits(limit)
		}
		s := x.String()
		if len(strings.TrimPrefix(s, "-")) > limit {
			return "", errTooManyDigits(limit)
		}
		return s, nil
	}
	return x.String(), nil
}

func errTooManyDigits(limit int) error {
	return valueErrorf("Exceeds the limit (%d digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit", limit)
}

// parseInt is int(s, base) for text; shown is the repr of the argument in messages.
func (rt *Runtime) parseInt(s string, base int, shown string) (starlark.Int, error) {
	bad := func() (starlark.Int, error) {
		return starlark.Int{}, valueErrorf("invalid literal for int() with base %d: %s", base, shown)
	}
	text, ok := asciiNumber(s)
	if !ok {
		return bad()
	}
	negative := false
	if text != "" && (text[0] == '+' || text[0] == '-') {
		negative = text[0] == '-'
		text = text[1:]
	}
	digits, radix, ok := splitBase(text, base)
	if !ok {
		return bad()
	}
	digits, ok = dropUnderscores(digits)
	if !ok || !allDigits(digits, radix) {
		return bad()
	}
	if base == 0 && radix == 10 && digits[0] == '0' && strings.Trim(digits, "0") != "" {
		return bad()
	}
	if limit := rt.intDigits; limit > 0 && len(digits) > limit && radix&(radix-1) != 0 {
		return starlark.Int{}, valueErrorf("Exceeds the limit (%d digits) for integer string conversion: value has %d digits; use sys.set_int_max_str_digits() to increase the limit", limit, len(digits))
	}
	if len(digits) <= 18 && radix == 10 {
		var n int64
		for i := range len(digits) {
			n = n*10 + int64(digits[i]-'0')
		}
		if negative {
			n = -n
		}
		return starlark.MakeInt64(n), nil
	}
	x, ok := new(big.Int).SetString(digits, radix)
	if !ok {
		return bad()
	}
	if negative {
		x.Neg(x)
	}
	return starlark.MakeBigInt(x), nil
}

// splitBase removes the prefix of a literal and returns its radix.
func splitBase(text string, base int) (digits string, radix int, ok bool) {
	prefixed := 10
	if len(text) > 1 && text[0] == '0' {
		switch text[1] {
		case 'x', 'X':
			prefixed = 16
		case 'o', 'O':
			prefixed = 8
		case 'b', 'B':
			prefixed = 2
		}
	}
	switch {
	case prefixed != 10 && (base == 0 || base == prefixed):
		// One underscore may follow the prefix.
		return strings.TrimPrefix(text[2:], "_"), prefixed, true
	case base == 0:
		return text, 10, true
	}
	return text, base, true
}

// dropUnderscores removes underscores, which may stand only between digits.
func dropUnderscores(s string) (string, bool) {
	if s == "" || s[0] == '_' || s[len(s)-1] == '_' || strings.Contains(s, "__") {
		return s, false
	}
	return strings.ReplaceAll(s, "_", ""), true
}

func allDigits(s string, radix int) bool {
	for i := range len(s) {
		if digitValue(s[i]) >= radix {
			return false
		}
	}
	return s != ""
}

// digitValue is the value of a digit in any base up to 36, 99 if c is none.
func digitValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}

// asciiNumber strips white space and replaces the decimal digits of other scripts by ASCII ones. ok is false if another
// character remains.
func asciiNumber(s string) (string, bool) {
	s = strings.TrimFunc(s, isSpace)
	if isASCII(s) {
		return s, true
	}
	var b strings.Builder
	for _, r := range s {
		switch d := decimalValue(r); {
		case r < 0x80:
			b.WriteRune(r)
		case d >= 0:
			b.WriteByte('0' + byte(d))
		default:
			return s, false
		}
	}
	return b.String(), true
}
