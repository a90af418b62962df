package object

import (
	"math"
	"strings"
	"unicode/utf8"
)

// This file parses format specifications: [[fill]align][sign][z][#][0][width][grouping][.precision][type].
// Source: https://docs.python.org/3.13/library/string.html#format-specification-mini-language

// formatSpec is a parsed specification. Zero means absent where nothing else is said.
type formatSpec struct {
	fill      rune
	align     byte
	sign      byte
	noNegZero bool // z
	alternate bool // #
	width     int
	grouping  byte // ',' or '_'
	precision int  // -1: absent
	kind      rune // the presentation type
}

// specScanner reads a specification from left to right.
type specScanner struct {
	rest []rune
	err  error
}

func (s *specScanner) peek(i int) rune {
	if i < len(s.rest) {
		return s.rest[i]
	}
	return 0
}

// take consumes the next character if it is one of set.
func (s *specScanner) take(set string) rune {
	if len(s.rest) > 0 && strings.ContainsRune(set, s.rest[0]) {
		c := s.rest[0]
		s.rest = s.rest[1:]
		return c
	}
	return 0
}

// number consumes decimal digits; ok is false if there are none.
func (s *specScanner) number() (n int, ok bool) {
	for len(s.rest) > 0 {
		d := decimalValue(s.rest[0])
		if d < 0 {
			break
		}
		if n > (math.MaxInt64-d)/10 {
			s.err = valueErrorf("Too many decimal digits in format string")
			return 0, true
		}
		n, ok = n*10+d, true
		s.rest = s.rest[1:]
	}
	return n, ok
}

// parseFormatSpec parses spec for an object of the named type, whose values stand at align when the spec says nothing and
// have the given presentation type.
func parseFormatSpec(spec, typeName string, align byte, kind rune) (formatSpec, error) {
	f := formatSpec{fill: ' ', align: align, precision: -1, kind: kind}
	s := specScanner{rest: []rune(spec)}
	fillGiven, alignGiven := false, false
	if len(s.rest) >= 2 && strings.ContainsRune("<>=^", s.rest[1]) {
		f.fill, f.align = s.rest[0], byte(s.rest[1])
		fillGiven, alignGiven = true, true
		s.rest = s.rest[2:]
	} else if c := s.take("<>=^"); c != 0 {
		f.align, alignGiven = byte(c), true
	}
	f.sign = byte(s.take("+- "))
	f.noNegZero = s.take("z") != 0
	f.alternate = s.take("#") != 0
	if !fillGiven && s.take("0") != 0 {
		f.fill = '0'
		if !alignGiven && align == '>' {
			f.align = '='
		}
	}
	f.width, _ = s.number()
	if err := f.parseGrouping(&s); err != nil {
		return f, err
	}
	if s.err == nil && s.take(".") != 0 {
		n, ok := s.number()
		if !ok {
			return f, valueErrorf("Format specifier missing precision")
		}
		f.precision = n
	}
	if s.err != nil {
		return f, s.err
	}
	if len(s.rest) > 1 {
		return f, valueErrorf("Invalid format specifier '%s' for object of type '%s'", spec, typeName)
	}
	if len(s.rest) > 0 {
		f.kind = s.rest[0]
	}
	return f, f.checkGrouping()
}

func (f *formatSpec) parseGrouping(s *specScanner) error {
	both := valueErrorf("Cannot specify both ',' and '_'.")
	f.grouping = byte(s.take(","))
	if s.take("_") != 0 {
		if f.grouping != 0 {
			return both
		}
		f.grouping = '_'
	}
	if s.peek(0) == ',' && f.grouping == '_' {
		return both
	}
	return nil
}

// checkGrouping refuses separators for types that have none.
func (f *formatSpec) checkGrouping() error {
	switch {
	case f.grouping == 0, f.kind == 0, strings.ContainsRune("deEfFgG%", f.kind):
		return nil
	case f.grouping == '_' && strings.ContainsRune("boxX", f.kind):
		return nil
	case f.kind > 32 && f.kind < 128:
		return valueErrorf("Cannot specify '%c' with '%c'.", f.grouping, f.kind)
	}
	return valueErrorf("Cannot specify '%c' with '\\x%x'.", f.grouping, f.kind)
}

// errUnknownKind refuses the presentation type of f for a type of values.
func (f *formatSpec) errUnknownKind(typeName string) error {
	if f.kind > 32 && f.kind < 128 {
		return valueErrorf("Unknown format code '%c' for object of type '%s'", f.kind, typeName)
	}
	return valueErrorf("Unknown format code '\\x%x' for object of type '%s'", f.kind, typeName)
}

// pad fills s up to the width. '=' is for numbers only; see numberText.
func (f *formatSpec) pad(s string) (string, error) {
	if f.width <= len(s) && f.width <= utf8.RuneCountInString(s) {
		return s, nil
	}
	n := f.width - strLen(s)
	if n <= 0 {
		return s, nil
	}
	if err := checkAllocation(f.width); err != nil {
		return "", err
	}
	fill := string(f.fill)
	switch f.align {
	case '<':
		return s + strings.Repeat(fill, n), nil
	case '^':
		return strings.Repeat(fill, n/2) + s + strings.Repeat(fill, n-n/2), nil
	}
	return strings.Repeat(fill, n) + s, nil
}

// text formats a string.
func (f *formatSpec) text(s, typeName string) (string, error) {
	switch {
	case f.kind != 's':
		return "", f.errUnknownKind(typeName)
	case f.sign == ' ':
		return "", valueErrorf("Space not allowed in string format specifier")
	case f.sign != 0:
		return "", valueErrorf("Sign not allowed in string format specifier")
	case f.noNegZero:
		return "", valueErrorf("Negative zero coercion (z) not allowed in string format specifier")
	case f.alternate:
		return "", valueErrorf("Alternate form (#) not allowed in string format specifier")
	case f.align == '=':
		return "", valueErrorf("'=' alignment not allowed in string format specifier")
	}
	if f.precision >= 0 {
		s = firstCharacters(s, f.precision)
	}
	return f.pad(s)
}

// firstCharacters returns the first n characters of s, or all.
func firstCharacters(s string, n int) string {
	if len(s) <= n {
		return s
	}
	rest := s
	for ; n > 0 && rest != ""; n-- {
		rest = rest[characterSize(rest):]
	}
	return s[:len(s)-len(rest)]
}

// number is a formatted number in parts, before padding.
type number struct {
	sign   string // "-", "+", " " or ""
	prefix string // 0x
	digits string // before the decimal point, ungrouped
	rest   string // from the decimal point on
	group  int    // digits per group; 0 means 3
}

// numberText joins the parts of a number to the width of f. Zeros that fill between sign and digits are grouped as well.
func (f *formatSpec) numberText(n number) (string, error) {
	if err := checkAllocation(f.width); err != nil {
		return "", err
	}
	if f.grouping == 0 && f.width <= len(n.sign)+len(n.prefix)+len(n.digits)+len(n.rest) {
		if n.sign == "" && n.prefix == "" && n.rest == "" {
			return n.digits, nil
		}
		return n.sign + n.prefix + n.digits + n.rest, nil
	}
	if f.grouping != 0 && n.digits != "" {
		every := n.group
		if every == 0 {
			every = 3
		}
		least := 0
		if f.fill == '0' && f.align == '=' {
			least = f.width - len(n.sign) - len(n.prefix) - len(n.rest)
		}
		n.digits = groupDigits(n.digits, f.grouping, every, least)
	}
	if f.align != '=' {
		return f.pad(n.sign + n.prefix + n.digits + n.rest)
	}
	fill := f.width - len(n.sign) - len(n.prefix) - len(n.digits) - len(n.rest)
	if fill < 0 {
		fill = 0
	}
	return n.sign + n.prefix + strings.Repeat(string(f.fill), fill) + n.digits + n.rest, nil
}

// groupDigits separates digits into groups, after zeros that bring them to at least least characters. A separator never
// comes first.
func groupDigits(digits string, separator byte, every, least int) string {
	size := len(digits) + (len(digits)-1)/every
	for size < least {
		digits = "0" + digits
		size = len(digits) + (len(digits)-1)/every
	}
	var b strings.Builder
	b.Grow(size)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%every == 0 {
			b.WriteByte(separator)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

// signOf is the sign that f shows for a number.
func (f *formatSpec) signOf(negative bool) string {
	switch {
	case negative:
		return "-"
	case f.sign == '+' || f.sign == ' ':
		return string(rune(f.sign))
	}
	return ""
}
