package python

// This file turns the text of literals into values.

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxIntDigits is CPython's default limit for decimal integers.
const maxIntDigits = 4300

func (p *parser) numberValue(t *token) Expr {
	s := strings.ReplaceAll(t.text, "_", "")
	c := &Constant{N: N{t.start, t.end}}
	base, digits := 10, s
	if len(s) > 1 && s[0] == '0' {
		switch s[1] | 0x20 {
		case 'x':
			base, digits = 16, s[2:]
		case 'o':
			base, digits = 8, s[2:]
		case 'b':
			base, digits = 2, s[2:]
		}
	}
	switch {
	case base == 10 && s[len(s)-1]|0x20 == 'j':
		c.Kind = KImag
		c.Float, _ = strconv.ParseFloat(s[:len(s)-1], 64)
		return c
	case base == 10 && strings.ContainsAny(s, ".eE"):
		c.Kind = KFloat
		c.Float, _ = strconv.ParseFloat(s, 64) // beyond the range of float64: infinity, as in CPython
		return c
	}
	if v, err := strconv.ParseInt(digits, base, 64); err == nil {
		c.Kind, c.Int = KInt, v
		return c
	}
	if base == 10 && len(digits) > maxIntDigits {
		e := p.errorAt("SyntaxError", fmt.Sprintf("Exceeds the limit (%d digits) for integer string conversion: "+
			"value has %d digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge "+
			"integer literals to avoid decimal conversion limits.", maxIntDigits, len(digits)), t.start, t.end)
		e.offset, e.endOffset = 0, 0
		panic(e)
	}
	c.Kind = KBig
	c.Big, _ = new(big.Int).SetString(digits, base)
	return c
}

// strings parses adjacent string literals, which are one value.
func (p *parser) strings() Expr {
	first := p.tok()
	var parts formatParts
	formatted, bytes := false, false
	unicode := false
	for n := 0; p.tok().kind == tokString; n++ {
		t := p.next()
		l := splitLiteral(t)
		if n > 0 && l.bytes != bytes {
			p.literalFault(t, "cannot mix bytes and nonbytes literals")
		}
		if n == 0 {
			bytes, unicode = l.bytes, l.unicode
		}
		if l.formatted {
			formatted = true
			p.formatString(l, &parts)
		} else {
			p.unescape(l, l.body, &parts.text)
		}
	}
	span := p.since(first.start)
	if !formatted {
		c := &Constant{N: span, Kind: KStr, Str: parts.text.String(), U: unicode}
		if bytes {
			c.Kind = KBytes
		}
		return c
	}
	parts.flush()
	for _, v := range parts.values {
		if c, ok := v.(*Constant); ok {
			c.N = span
		}
	}
	return &JoinedStr{N: span, Values: parts.values}
}

// A stringLiteral is a string token taken apart.
type stringLiteral struct {
	tok                            *token
	body                           string // between the quotes
	at                             Pos    // of body
	raw, bytes, formatted, unicode bool
}

func splitLiteral(t *token) stringLiteral {
	l := stringLiteral{tok: t}
	q := strings.IndexAny(t.text, `'"`)
	for _, c := range strings.ToLower(t.text[:q]) {
		switch c {
		case 'r':
			l.raw = true
		case 'b':
			l.bytes = true
		case 'f':
			l.formatted = true
		case 'u':
			l.unicode = true
		}
	}
	n := 1
	if quoted := t.text[q:]; len(quoted) >= 6 && quoted[1] == quoted[0] && quoted[2] == quoted[0] {
		n = 3
	}
	l.body = t.text[q+n : len(t.text)-n]
	l.at = Pos{t.start.Line, t.start.Col + int32(q+n)}
	return l
}

// unescape appends the value of s, a part of the body of l.
func (p *parser) unescape(l stringLiteral, s string, b *strings.Builder) {
	if l.bytes && !isASCII(s) {
		panic(p.errorAt("SyntaxError", "bytes can only contain ASCII literal characters", l.tok.start, l.tok.end))
	}
	if l.raw {
		b.WriteString(s)
		return
	}
	whole := s
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			b.WriteString(s)
			return
		}
		b.WriteString(s[:i])
		n := p.escape(l, whole, len(whole)-len(s)+i, b)
		s = s[i+n:]
	}
}

// simpleEscapes maps the letter of an escape to its character.
var simpleEscapes = [256]byte{'\\': '\\', '\'': '\'', '"': '"', 'a': 7, 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9, 'v': 11}

// escape appends the character that the escape at s[i:] means and returns the escape's length. An escape that Python
// does not know stands for itself.
func (p *parser) escape(l stringLiteral, s string, i int, b *strings.Builder) int {
	rest := s[i:]
	if len(rest) == 1 {
		if l.formatted { // before a brace
			b.WriteByte('\\')
			return 1
		}
		panic("BUG: python: literal ends with a backslash")
	}
	c := rest[1]
	switch {
	case c == '\n':
		return 2
	case simpleEscapes[c] != 0:
		b.WriteByte(simpleEscapes[c])
		return 2
	case '0' <= c && c <= '7':
		n, v := 1, 0
		for n < 4 && n < len(rest) && '0' <= rest[n] && rest[n] <= '7' {
			v = v*8 + int(rest[n]-'0')
			n++
		}
		writeCharacter(b, rune(v), l.bytes)
		return n
	case c == 'x' && l.bytes:
		v, n := hexadecimal(rest[2:], 2)
		if n < 2 {
			p.literalFault(l.tok, "(value error) invalid \\x escape at position %d", i)
		}
		writeCharacter(b, v, true)
		return 4
	case c == 'x':
		return p.hexEscape(l, s, i, 2, b)
	case c == 'u' && !l.bytes:
		return p.hexEscape(l, s, i, 4, b)
	case c == 'U' && !l.bytes:
		return p.hexEscape(l, s, i, 8, b)
	case c == 'N' && !l.bytes:
		return p.nameEscape(l, s, i, b)
	}
	b.WriteByte('\\')
	return 1
}

// hexEscape handles \xhh, \uhhhh and \Uhhhhhhhh.
func (p *parser) hexEscape(l stringLiteral, s string, i, width int, b *strings.Builder) int {
	v, n := hexadecimal(s[i+2:], width)
	switch {
	case n < width:
		p.badEscape(l, s, i, i+2+n, "truncated \\"+s[i+1:i+2]+strings.Repeat("X", width)+" escape")
	case v < 0 || v > utf8.MaxRune:
		p.badEscape(l, s, i, i+2+n, "illegal Unicode character")
	}
	writeCharacter(b, v, false)
	return 2 + width
}

const malformedName = "malformed \\N character escape"

// nameEscape handles \N{NAME}.
func (p *parser) nameEscape(l stringLiteral, s string, i int, b *strings.Builder) int {
	rest := s[i:]
	end := strings.IndexByte(rest, '}')
	switch {
	case len(rest) < 3 || rest[2] != '{':
		p.badEscape(l, s, i, i+2, malformedName)
	case end < 0:
		p.badEscape(l, s, i, len(s), malformedName)
	case end == 3:
		p.badEscape(l, s, i, i+3, malformedName)
	}
	r, ok := namedRune(rest[3:end])
	if !ok {
		p.badEscape(l, s, i, i+end+1, "unknown Unicode character name")
	}
	b.WriteRune(r)
	return end + 1
}

// badEscape reports the escape s[from:to]; CPython counts in the text after it has escaped what is not ASCII.
func (p *parser) badEscape(l stringLiteral, s string, from, to int, why string) {
	for _, r := range s[:from] {
		if r >= utf8.RuneSelf {
			from += len(`\U00000000`) - utf8.RuneLen(r)
			to += len(`\U00000000`) - utf8.RuneLen(r)
		}
	}
	if to-from <= 1 {
		p.literalFault(l.tok, "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position %d: %s", from, why)
	}
	p.literalFault(l.tok, "(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s", from, to-1, why)
}

// writeCharacter appends a byte, or a character as UTF-8; a surrogate gets three bytes, which UTF-8 does not allow.
func writeCharacter(b *strings.Builder, r rune, bytes bool) {
	switch {
	case bytes:
		b.WriteByte(byte(r))
	case 0xD800 <= r && r <= 0xDFFF:
		b.Write([]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F})
	default:
		b.WriteRune(r)
	}
}

// hexadecimal returns the value of up to n hexadecimal digits and how many there are.
func hexadecimal(s string, n int) (v rune, k int) {
	for k < n && k < len(s) && isHexDigit(s[k]) {
		d := rune(s[k]|0x20) - 'a' + 10
		if isDigit(s[k]) {
			d = rune(s[k] - '0')
		}
		v = v<<4 | d
		k++
	}
	return v, k
}
