package object

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file writes strings, bytes and floats in Python's notation.

// FloatRepr is repr() of a float: the shortest digits that read back as f, without an exponent from 1e-4 up to 1e16.
func FloatRepr(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case f != f:
		return "nan"
	}
	var room [32]byte
	if a := math.Abs(f); a == 0 || a >= 1e-4 && a < 1e16 {
		b := strconv.AppendFloat(room[:0], f, 'f', -1, 64)
		for _, c := range b {
			if c == '.' {
				return string(b)
			}
		}
		return string(append(b, ".0"...))
	}
	return string(strconv.AppendFloat(room[:0], f, 'e', -1, 64))
}

// quoteFor chooses the quote of a repr: single unless there are single and no double ones inside.
func quoteFor(s string) byte {
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		return '"'
	}
	return '\''
}

// StrRepr is repr() of a string.
func StrRepr(s string) string {
	q := quoteFor(s)
	if isPlain(s, q) {
		return string(q) + s + string(q)
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteByte(q)
	for s != "" {
		c := s[0]
		if c < utf8.RuneSelf {
			writeEscapedByte(&b, c, q)
			s = s[1:]
			continue
		}
		r, n := decodeCharacter(s)
		if isPrintable(r) {
			b.WriteString(s[:n])
		} else {
			writeEscapedRune(&b, r)
		}
		s = s[n:]
	}
	b.WriteByte(q)
	return b.String()
}

// isPlain reports whether s needs no escapes between quotes q: the common case.
func isPlain(s string, q byte) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || c == q || c == '\\' {
			return false
		}
	}
	return true
}

// BytesRepr is repr() of bytes.
func BytesRepr(s string) string {
	q := quoteFor(s)
	var b strings.Builder
	b.Grow(len(s) + 3)
	b.WriteByte('b')
	b.WriteByte(q)
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x7f {
			fmt.Fprintf(&b, `\x%02x`, s[i])
		} else {
			writeEscapedByte(&b, s[i], q)
		}
	}
	b.WriteByte(q)
	return b.String()
}

func writeEscapedByte(b *strings.Builder, c, quote byte) {
	switch {
	case c == quote || c == '\\':
		b.WriteByte('\\')
		b.WriteByte(c)
	case c == '\n':
		b.WriteString(`\n`)
	case c == '\r':
		b.WriteString(`\r`)
	case c == '\t':
		b.WriteString(`\t`)
	case c < ' ' || c == 0x7f:
		fmt.Fprintf(b, `\x%02x`, c)
	default:
		b.WriteByte(c)
	}
}

func writeEscapedRune(b *strings.Builder, r rune) {
	switch {
	case r < 0x100:
		fmt.Fprintf(b, `\x%02x`, r)
	case r < 0x10000:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}

// escapeNonASCII replaces every character above 0x7f by its escape.
func escapeNonASCII(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for s != "" {
		r, n := decodeCharacter(s)
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
		} else {
			writeEscapedRune(&b, r)
		}
		s = s[n:]
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeCharacter returns the first character of s and its size. Strings may hold surrogates, which the decoder's
// surrogateescape makes, in the 3 bytes that UTF-8 would use for them; any other byte that is not UTF-8 counts as the
// surrogate that stands for it.
func decodeCharacter(s string) (rune, int) {
	r, n := utf8.DecodeRuneInString(s)
	if r != utf8.RuneError || n > 1 {
		return r, n
	}
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] <= 0xBF && s[2]&0xC0 == 0x80 {
		return rune(0xD000) | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return 0xDC00 + rune(s[0]), 1
}

// encodeCharacter returns the string of one character, surrogates included.
func encodeCharacter(r rune) string {
	if r >= 0xD800 && r <= 0xDFFF {
		return string([]byte{0xED, 0x80 | byte(r>>6&0x3F), 0x80 | byte(r&0x3F)})
	}
	return string(r)
}

// decodeAll returns the characters of s.
func decodeAll(s string) []rune {
	out := make([]rune, 0, len(s))
	for s != "" {
		r, n := decodeCharacter(s)
		out = append(out, r)
		s = s[n:]
	}
	return out
}

// isPrintable is str.isprintable() of a character.
func isPrintable(r rune) bool { return strconv.IsPrint(r) }
