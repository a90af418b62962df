package python

// This file is the scanner: text to tokens, by the rules of CPython's tokenizer.

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxBrackets is CPython's MAXLEVEL.
const maxBrackets = 200

// A scanner cuts src into tokens. It stops at the first fault: then the last token is a tokError and fault says why.
type scanner struct {
	file string
	src  string
	base Pos   // of the first byte
	i    int   // offset of the next byte
	line int32 // line of that byte
	bol  int   // offset of column 0 of that line; may be negative in an embedded text

	tokens   []token
	brackets []token // open ones
	indents  []indentation
	blank    bool // the line has no token
	fault    *Error
	quiet    bool // fault counts only if the parser comes that far
	depth    int  // nesting of f-strings at the current byte
}

// scan returns the tokens of src.
func scan(file, src string) *scanner {
	s := &scanner{file: file, src: src, base: Pos{Line: 1}, line: 1, tokens: make([]token, 0, len(src)/4+16)}
	s.run(true)
	return s
}

// scanExpression returns the tokens of src, whose first byte stands at the given position and which has no layout.
func scanExpression(file, src string, at Pos) *scanner {
	s := &scanner{file: file, src: src, base: at, line: at.Line, bol: -int(at.Col)}
	s.run(false)
	return s
}

func (s *scanner) run(layout bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *Error:
			s.fault = r
			s.point(tokError)
		default:
			panic(r)
		}
	}()
	s.indents = []indentation{{}}
	if layout {
		s.indent()
	}
	for s.next() {
	}
	if len(s.brackets) > 0 {
		s.quiet = true
		panic(s.neverClosed())
	}
	for len(s.indents) > 1 {
		s.indents = s.indents[:len(s.indents)-1]
		s.point(tokDedent)
	}
	s.point(tokEnd)
}

// neverClosed is the error for the innermost open bracket.
func (s *scanner) neverClosed() *Error {
	o := s.brackets[len(s.brackets)-1]
	return s.errorAt("SyntaxError", "'"+o.text+"' was never closed", o.start, Pos{})
}

// next scans one token or one newline and reports false at the end.
func (s *scanner) next() bool {
	for s.i < len(s.src) && (s.src[s.i] == ' ' || s.src[s.i] == '\t' || s.src[s.i] == '\f') {
		s.i++
	}
	if s.i >= len(s.src) {
		return false
	}
	start := s.i
	if s.src[s.i] == '#' {
		for s.i < len(s.src) && s.src[s.i] != '\n' {
			s.i++
		}
		if s.i >= len(s.src) {
			return false
		}
	}
	switch c := s.src[s.i]; {
	case c == '\n':
		s.endLine(start)
	case c == '\\':
		s.continueLine()
	case isIdentifierByte(c) && !isDigit(c):
		s.nameOrString()
	case isDigit(c) || c == '.' && s.i+1 < len(s.src) && isDigit(s.src[s.i+1]):
		s.number()
		s.emit(tokNumber, start, s.here(start))
	case c == '"' || c == '\'':
		at := s.here(start)
		s.str(start, false)
		s.emit(tokString, start, at)
	default:
		s.operator()
	}
	return true
}

// endLine consumes a newline. The token begins with the comment before it, if there is one.
func (s *scanner) endLine(start int) {
	logical := len(s.brackets) == 0 && !s.blank
	if logical {
		s.emit(tokNewline, start, s.here(start))
	}
	s.newLine()
	if len(s.brackets) == 0 {
		s.indent()
	}
}

// newLine steps over the newline at s.i.
func (s *scanner) newLine() {
	s.i++
	s.line++
	s.bol = s.i
}

// continueLine steps over a backslash and the newline that must follow it.
func (s *scanner) continueLine() {
	s.quiet = true
	switch {
	case s.i+1 < len(s.src) && s.src[s.i+1] != '\n':
		s.fail("SyntaxError", "unexpected character after line continuation character", s.i+1)
	case s.i+2 >= len(s.src) && len(s.brackets) > 0:
		panic(s.neverClosed())
	case s.i+2 >= len(s.src):
		s.fail("SyntaxError", "unexpected EOF while parsing", s.i+1)
	}
	s.quiet = false
	s.i++
	s.newLine()
}

func (s *scanner) nameOrString() {
	start, at := s.i, s.here(s.i)
	for s.i < len(s.src) && isIdentifierByte(s.src[s.i]) {
		s.i++
	}
	word := s.src[start:s.i]
	if s.i < len(s.src) && (s.src[s.i] == '"' || s.src[s.i] == '\'') && isStringPrefix(word) {
		s.str(start, strings.ContainsAny(word, "fF"))
		s.emit(tokString, start, at)
		return
	}
	t := s.emit(tokName, start, at)
	t.keyword = keywords[word]
	if !isASCII(word) {
		name, bad := identifier(word)
		if bad >= 0 {
			s.tokens = s.tokens[:len(s.tokens)-1]
			r, _ := utf8.DecodeRuneInString(word[bad:])
			s.failCharacter(r, start+bad)
		}
		t.text = name
	}
}

func (s *scanner) operator() {
	start, at := s.i, s.here(s.i)
	n := operatorLength(s.src[s.i:])
	if n == 0 {
		r, _ := utf8.DecodeRuneInString(s.src[s.i:])
		if r < utf8.RuneSelf && strings.ContainsRune("$?`!", r) { // an error token, which fits no grammar rule
			s.i++
			s.emit(tokOp, start, at)
			return
		}
		s.failCharacter(r, start)
	}
	s.i += n
	switch c := s.src[start]; c {
	case '(', '[', '{':
		if len(s.brackets) == maxBrackets {
			s.fail("SyntaxError", "too many nested parentheses", start)
		}
		s.brackets = append(s.brackets, token{kind: tokOp, text: s.src[start:s.i], start: at})
	case ')', ']', '}':
		s.closeBracket(c, start)
	}
	s.emit(tokOp, start, at)
}

func (s *scanner) closeBracket(c byte, at int) {
	if len(s.brackets) == 0 {
		s.fail("SyntaxError", fmt.Sprintf("unmatched '%c'", c), at)
	}
	o := s.brackets[len(s.brackets)-1]
	if o.text+string(c) != "()" && o.text+string(c) != "[]" && o.text+string(c) != "{}" {
		msg := fmt.Sprintf("closing parenthesis '%c' does not match opening parenthesis '%s'", c, o.text)
		if o.start.Line != s.line {
			msg += fmt.Sprintf(" on line %d", o.start.Line)
		}
		s.fail("SyntaxError", msg, at)
	}
	s.brackets = s.brackets[:len(s.brackets)-1]
}

// here returns the position of byte i, which is on the current line.
func (s *scanner) here(i int) Pos { return Pos{s.line, int32(i - s.bol)} }

// emit appends the token that reaches from start, at position at, to the next byte.
func (s *scanner) emit(k tokenKind, start int, at Pos) *token {
	s.tokens = append(s.tokens, token{kind: k, text: s.src[start:s.i], start: at, end: s.here(s.i), level: int16(len(s.brackets))})
	return &s.tokens[len(s.tokens)-1]
}

// point appends a token without text.
func (s *scanner) point(k tokenKind) {
	line := s.line
	at := s.here(s.i)
	if s.i >= len(s.src) && at.Col == 0 && line > 1 { // the text ends with a newline: its end is on the line before
		line--
	}
	s.tokens = append(s.tokens, token{kind: k, start: Pos{line, at.Col}, end: Pos{line, at.Col}, level: int16(len(s.brackets))})
}

// fail gives up at byte i of the current line.
func (s *scanner) fail(class, msg string, i int) {
	panic(s.errorAt(class, msg, s.here(i), Pos{}))
}

// failLine gives up because of the current line as a whole.
func (s *scanner) failLine(class, msg string) {
	s.quiet = true
	panic(s.errorAt(class, msg, Pos{s.line, 0}, Pos{}))
}

func (s *scanner) failCharacter(r rune, i int) {
	if !printable(r) {
		s.fail("SyntaxError", fmt.Sprintf("invalid non-printable character U+%04X", r), i)
	}
	s.fail("SyntaxError", fmt.Sprintf("invalid character '%c' (U+%04X)", r, r), i)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isIdentifierByte reports whether c can be part of a name; bytes outside ASCII are looked at later.
func isIdentifierByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || isDigit(c) || c >= utf8.RuneSelf
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
