package python

// This file turns indentation into indent and dedent tokens.

import "strings"

const (
	tabSize      = 8
	maxIndents   = 100 // CPython's MAXINDENT
	tabsDisagree = "inconsistent use of tabs and spaces in indentation"
)

// An indentation is the width of a line's leading blanks, measured twice: with tabs to multiples of 8 and with tabs
// as one column. Two lines whose order differs between the measures mix tabs and spaces in a way that depends on the
// reader's tab size, which is an error.
type indentation struct{ width, alternative int }

// indent consumes the leading blanks of a line and emits the indent or dedent tokens that they mean. Blank lines,
// comment lines and lines inside of brackets mean none.
func (s *scanner) indent() {
	in := s.measure()
	s.blank = s.i < len(s.src) && (s.src[s.i] == '#' || s.src[s.i] == '\n')
	if s.blank || len(s.brackets) > 0 {
		return
	}
	top := s.indents[len(s.indents)-1]
	switch {
	case in.width == top.width:
		if in.alternative != top.alternative {
			s.failLine("TabError", tabsDisagree)
		}
	case in.width > top.width:
		if len(s.indents) == maxIndents {
			s.failLine("IndentationError", "too many levels of indentation")
		}
		if in.alternative <= top.alternative {
			s.failLine("TabError", tabsDisagree)
		}
		s.indents = append(s.indents, in)
		s.point(tokIndent)
	default:
		s.dedent(in)
	}
}

func (s *scanner) dedent(in indentation) {
	levels := 0
	for s.indents[len(s.indents)-1].width > in.width {
		s.indents = s.indents[:len(s.indents)-1]
		levels++
	}
	top := s.indents[len(s.indents)-1]
	if top.width != in.width {
		// CPython shows the line with the caret after its last character.
		end := strings.IndexByte(s.src[s.i:], '\n')
		if end < 0 {
			end = len(s.src) - s.i
		}
		s.quiet = true
		s.fail("IndentationError", "unindent does not match any outer indentation level", s.i+end)
	}
	if top.alternative != in.alternative {
		s.failLine("TabError", tabsDisagree)
	}
	for range levels {
		s.point(tokDedent)
	}
}

// measure consumes leading blanks. A line that a backslash continues decides for the lines after it.
func (s *scanner) measure() indentation {
	var in, continued indentation
	for ; s.i < len(s.src); s.i++ {
		switch s.src[s.i] {
		case ' ':
			in.width++
			in.alternative++
		case '\t':
			in.width = (in.width/tabSize + 1) * tabSize
			in.alternative++
		case '\f':
			in = indentation{}
		case '\\':
			if continued.width == 0 {
				continued = indentation{in.width, in.width}
			}
			s.continueLine()
			s.i--
		default:
			if continued.width > 0 {
				return continued
			}
			return in
		}
	}
	return in
}
