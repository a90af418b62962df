package python

// This file scans string literals. It only finds their end; literal.go and parse_fstring.go look inside.

import (
	"fmt"
	"strings"
)

// maxStringNesting limits f-strings inside of f-strings.
const maxStringNesting = 100

func isStringPrefix(w string) bool {
	if len(w) > 2 {
		return false
	}
	switch strings.ToLower(w) {
	case "r", "u", "b", "f", "br", "rb", "fr", "rf":
		return true
	}
	return false
}

// str steps over the literal whose opening quote is the next byte; start is where its prefix begins. An f-string may
// use its own quotes inside of its replacement fields, as since Python 3.12. If it makes no sense that way, it ends at
// the first closing quote, as in Python 3.11, and is found faulty later.
func (s *scanner) str(start int, formatted bool) {
	if formatted {
		i, line, bol := s.i, s.line, s.bol
		if s.formatted() {
			return
		}
		s.i, s.line, s.bol = i, line, bol
	}
	at, line := s.here(start), s.line
	src, quote := s.src, s.quote()
	s.i += len(quote)
	for s.i < len(src) {
		switch c := src[s.i]; {
		case c == '\n':
			if len(quote) == 1 {
				s.unterminated(quote, at, line)
			}
			s.newLine()
		case c == '\\' && s.i+1 < len(src):
			s.i++
			s.character()
		case c == quote[0] && strings.HasPrefix(src[s.i:], quote):
			s.i += len(quote)
			return
		default:
			s.i++
		}
	}
	s.unterminated(quote, at, line)
}

// quote returns the opening quote at the next byte.
func (s *scanner) quote() string {
	if q := s.src[s.i]; s.peek(1) == q && s.peek(2) == q {
		return s.src[s.i : s.i+3]
	}
	return s.src[s.i : s.i+1]
}

// character steps over one byte, which may be a newline.
func (s *scanner) character() {
	if s.src[s.i] == '\n' {
		s.newLine()
	} else {
		s.i++
	}
}

func (s *scanner) unterminated(quote string, at Pos, line int32) {
	kind := "string"
	if len(quote) == 3 {
		kind = "triple-quoted string"
	}
	last := s.line
	if s.i >= len(s.src) && s.i == s.bol && last > line {
		last--
	}
	e := s.errorAt("SyntaxError", fmt.Sprintf("unterminated %s literal (detected at line %d)", kind, last), at, Pos{})
	panic(e)
}

// formatted steps over an f-string from its opening quote and reports whether it could.
func (s *scanner) formatted() bool {
	if s.depth >= maxStringNesting {
		return false
	}
	s.depth++
	defer func() { s.depth-- }()
	src, quote := s.src, s.quote()
	s.i += len(quote)
	for s.i < len(src) {
		switch c := src[s.i]; {
		case c == '\\' && s.i+1 < len(src):
			s.i++
			s.character()
		case strings.HasPrefix(src[s.i:], quote):
			s.i += len(quote)
			return true
		case c == '\n' && len(quote) == 1:
			return false
		case c == '{' && s.peek(1) == '{':
			s.i += 2
		case c == '{':
			s.i++
			if !s.field(quote) {
				return false
			}
		default:
			s.character()
		}
	}
	return false
}

// field steps over a replacement field up to and including its brace; quote is that of the f-string.
func (s *scanner) field(quote string) bool {
	src := s.src
	depth := 0
	for s.i < len(src) {
		switch c := src[s.i]; c {
		case '(', '[', '{':
			depth++
			s.i++
		case ')', ']':
			depth--
			s.i++
		case '}':
			s.i++
			if depth <= 0 {
				return true
			}
			depth--
		case '\'', '"':
			if !s.nested() {
				return false
			}
		case '\n':
			if len(quote) == 1 {
				return false
			}
			s.newLine()
		case '!':
			s.i++
			if s.peek(0) == '=' {
				s.i++
			}
		case ':':
			s.i++
			if depth == 0 {
				return s.spec(quote)
			}
		default:
			s.i++
		}
	}
	return false
}

// nested steps over a literal inside of a replacement field.
func (s *scanner) nested() bool {
	src, quote := s.src, s.quote()
	if prefix := s.src[s.i-1]; prefix|0x20 == 'f' || prefix|0x20 == 'r' && s.i > 1 && s.src[s.i-2]|0x20 == 'f' {
		return s.formatted()
	}
	s.i += len(quote)
	for s.i < len(src) {
		switch {
		case strings.HasPrefix(src[s.i:], quote):
			s.i += len(quote)
			return true
		case src[s.i] == '\n' && len(quote) == 1:
			return false
		case src[s.i] == '\\' && s.i+1 < len(src):
			s.i++
		}
		s.character()
	}
	return false
}

// spec steps over a format specification: text with replacement fields in it.
func (s *scanner) spec(quote string) bool {
	for s.i < len(s.src) {
		switch c := s.src[s.i]; {
		case c == '{':
			s.i++
			if s.depth >= maxStringNesting {
				return false
			}
			s.depth++
			ok := s.field(quote)
			s.depth--
			if !ok {
				return false
			}
		case c == '}':
			s.i++
			return true
		case c == '\n' && len(quote) == 1 || strings.HasPrefix(s.src[s.i:], quote):
			return false
		default:
			s.character()
		}
	}
	return false
}
