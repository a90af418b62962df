package python

// This file scans numbers. It only finds their end; literal.go finds their value.

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// number steps over a number. Its faults are named at the last character that is still part of it, as CPython does.
func (s *scanner) number() {
	if s.peek(0) == '0' {
		switch s.peek(1) | 0x20 {
		case 'x':
			s.radix("hexadecimal", isHexDigit)
			return
		case 'o':
			s.radix("octal", func(c byte) bool { return '0' <= c && c <= '7' })
			return
		case 'b':
			s.radix("binary", func(c byte) bool { return c == '0' || c == '1' })
			return
		}
		if s.zeros() {
			return
		}
	} else if s.peek(0) != '.' {
		s.digits()
	}
	s.fraction()
}

// peek returns the byte k places ahead, 0 beyond the end.
func (s *scanner) peek(k int) byte {
	if s.i+k < len(s.src) {
		return s.src[s.i+k]
	}
	return 0
}

// radix scans 0x, 0o and 0b literals.
func (s *scanner) radix(kind string, ok func(byte) bool) {
	s.i += 2
	for {
		if s.peek(0) == '_' {
			s.i++
		}
		if !ok(s.peek(0)) {
			s.failDigit(kind)
		}
		for ok(s.peek(0)) {
			s.i++
		}
		if s.peek(0) != '_' {
			break
		}
	}
	if isDigit(s.peek(0)) {
		s.failDigit(kind)
	}
	s.endOfNumber(kind)
}

func (s *scanner) failDigit(kind string) {
	if c := s.peek(0); isDigit(c) && kind != "hexadecimal" {
		s.fail("SyntaxError", fmt.Sprintf("invalid digit '%c' in %s literal", c, kind), s.i)
	}
	s.fail("SyntaxError", "invalid "+kind+" literal", s.i-1)
}

// zeros scans a number that begins with 0 and reports whether it is complete.
func (s *scanner) zeros() bool {
	start := s.i
	for {
		if s.peek(0) == '_' {
			s.i++
			if !isDigit(s.peek(0)) {
				s.fail("SyntaxError", "invalid decimal literal", s.i-1)
			}
		}
		if s.peek(0) != '0' {
			break
		}
		s.i++
	}
	zerosEnd := s.i
	nonzero := isDigit(s.peek(0))
	if nonzero {
		s.digits()
	}
	switch c := s.peek(0); {
	case c == '.' || c|0x20 == 'e' || c|0x20 == 'j':
		return false
	case nonzero:
		e := s.errorAt("SyntaxError", "leading zeros in decimal integer literals are not permitted; "+
			"use an 0o prefix for octal integers", s.here(start), s.here(zerosEnd))
		panic(e)
	}
	s.endOfNumber("decimal")
	return true
}

// digits scans decimal digits with single underscores between them.
func (s *scanner) digits() {
	for {
		for isDigit(s.peek(0)) {
			s.i++
		}
		if s.peek(0) != '_' {
			return
		}
		s.i++
		if !isDigit(s.peek(0)) {
			s.fail("SyntaxError", "invalid decimal literal", s.i-1)
		}
	}
}

// fraction scans what may follow the integer part: fraction, exponent, j.
func (s *scanner) fraction() {
	if s.peek(0) == '.' {
		s.i++
		if isDigit(s.peek(0)) {
			s.digits()
		}
	}
	if s.peek(0)|0x20 == 'e' {
		signed := s.peek(1) == '+' || s.peek(1) == '-'
		switch {
		case signed && !isDigit(s.peek(2)):
			s.fail("SyntaxError", "invalid decimal literal", s.i+1)
		case signed:
			s.i += 2
		case !isDigit(s.peek(1)):
			s.endOfNumber("decimal")
			return
		default:
			s.i++
		}
		s.digits()
	}
	if s.peek(0)|0x20 == 'j' {
		s.i++
		s.endOfNumber("imaginary")
		return
	}
	s.endOfNumber("decimal")
}

// endOfNumber fails if a name follows the number, unless it begins like a keyword that may stand there. A name that
// begins with a character outside ASCII is for the parser to refuse.
func (s *scanner) endOfNumber(kind string) {
	if !isIdentifierByte(s.peek(0)) || s.peek(0) >= utf8.RuneSelf {
		return
	}
	for _, k := range []string{"and", "else", "for", "if", "in", "is", "or", "not"} {
		if strings.HasPrefix(s.src[s.i:], k) {
			return
		}
	}
	s.fail("SyntaxError", "invalid "+kind+" literal", s.i-1)
}

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
