package object

import (
	"math"
	"strconv"
	"strings"
)

// This file formats floats: the presentation types e, f, g, n, % and none.

// maxPrecision bounds the digits that a float is formatted with.
const maxPrecision = math.MaxInt32

// float formats a number of the named type.
func (f *formatSpec) float(x float64, typeName string) (string, error) {
	kind := f.kind
	switch kind {
	case 0, 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%':
	default:
		return "", f.errUnknownKind(typeName)
	}
	if f.precision > maxPrecision {
		return "", valueErrorf("precision too big")
	}
	if err := checkAllocation(f.precision); err != nil {
		return "", err
	}
	end := ""
	if kind == '%' {
		x *= 100
		kind, end = 'f', "%"
	}
	negative := math.Signbit(x) && x == x
	text := floatDigits(math.Abs(x), kind, f.precision, f.alternate)
	if f.noNegZero && negative && strings.Trim(text, "0.e+-") == "" {
		negative = false
	}
	n := number{sign: f.signOf(negative), rest: text}
	i := 0
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	n.digits, n.rest = text[:i], text[i:]+end
	return f.numberText(n)
}

// floatDigits formats x ≥ 0. A precision below 0 is the default one.
func floatDigits(x float64, kind rune, precision int, alternate bool) string {
	upper := kind == 'E' || kind == 'F' || kind == 'G'
	if s := notFinite(x); s != "" {
		if upper {
			return strings.ToUpper(s)
		}
		return s
	}
	if kind == 0 && precision < 0 {
		s := FloatRepr(x)
		if alternate && !strings.Contains(s, ".") {
			i := strings.IndexByte(s, 'e')
			s = s[:i] + "." + s[i:]
		}
		return s
	}
	if precision < 0 {
		precision = 6
	}
	var s string
	switch kind {
	case 'f', 'F':
		s = strconv.FormatFloat(x, 'f', precision, 64)
		if alternate && precision == 0 {
			s += "."
		}
	case 'e', 'E':
		s = strconv.FormatFloat(x, 'e', precision, 64)
		if alternate && precision == 0 {
			s = s[:1] + "." + s[1:]
		}
	default:
		s = generalDigits(x, precision, kind == 0, alternate)
	}
	if upper {
		return strings.ToUpper(s)
	}
	return s
}

func notFinite(x float64) string {
	switch {
	case x != x:
		return "nan"
	case math.IsInf(x, 0):
		return "inf"
	}
	return ""
}

// generalDigits is the format g. With point there is at least one digit behind the decimal point, as in str().
func generalDigits(x float64, precision int, point, alternate bool) string {
	precision = max(precision, 1)
	s := strconv.FormatFloat(x, 'e', precision-1, 64)
	e := strings.IndexByte(s, 'e')
	exponent, _ := strconv.Atoi(s[e+1:])
	limit := precision
	if point {
		limit--
	}
	trim := func(s string) string {
		if alternate {
			if !strings.Contains(s, ".") {
				s += "."
			}
			return s
		}
		if strings.Contains(s, ".") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		return s
	}
	if exponent < -4 || exponent >= limit {
		return trim(s[:e]) + s[e:]
	}
	s = trim(strconv.FormatFloat(x, 'f', precision-1-exponent, 64))
	if point && !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
