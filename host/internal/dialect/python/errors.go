package python

// This file defines Error and prints it as CPython does.

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// An Error is a fault of the source text, found while reading, scanning, parsing or checking it.
type Error struct {
	Class string // SyntaxError, IndentationError, TabError, MemoryError or RecursionError
	File  string
	Pos   Pos    // start of the faulty text; Line is 1-based, Col counts bytes from 0
	End   Pos    // its end, equal to Pos if only a point is known
	Msg   string // CPython 3.11's words
	Text  string // the line that Report shows; for the inside of an f-string, the expression in parentheses

	offset    int  // CPython's offset: 1-based column, in characters, of the first caret under Text; may be 0 or less
	endOffset int  // column after the last caret; not above offset: one caret
	bare      bool // CPython gives no place for this error
	embedded  bool // found inside of an f-string, and worded so
	last      bool // the place is the last token that the parser has looked at, filled in by the diagnoser
}

// Error returns "file:line:col: message" with a 1-based column.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Pos.Line, e.Pos.Col+1, e.Msg)
}

// Report returns the text that CPython prints for the error, without a final newline:
//
//	  File "x.py", line 3
//	    print "a"
//	    ^^^^^^^^^
//	SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?
func (e *Error) Report() string {
	var b strings.Builder
	if !e.bare {
		fmt.Fprintf(&b, "  File \"%s\", line %d\n", e.File, e.Pos.Line)
		e.showLine(&b)
	}
	b.WriteString(e.Class)
	if e.Msg != "" {
		b.WriteString(": ")
		b.WriteString(e.Msg)
	}
	return b.String()
}

// Place returns what the attributes lineno, offset and end_offset of CPython's SyntaxError are.
func (e *Error) Place() (line, offset, endOffset int) {
	return int(e.Pos.Line), e.offset, e.endOffset
}

// showLine writes the source line, stripped of indentation, and the carets below it. A text with newlines in it (an
// expression of an f-string) is shown from the line that has the fault.
func (e *Error) showLine(b *strings.Builder) {
	if e.Text == "" {
		return
	}
	end := e.endOffset
	if e.End.Line > e.Pos.Line {
		end = len(e.Text) + 1
	}
	carets := 1
	if e.Class == "SyntaxError" {
		carets = max(1, end-e.offset)
	}
	offset := e.offset - 1
	text := strings.TrimLeft(e.Text, " \t\f")
	offset -= len(e.Text) - len(text)
	offset = min(offset, len(text))
	for {
		i := strings.IndexByte(text, '\n')
		if i < 0 || i >= offset {
			break
		}
		text = text[i+1:]
		offset -= i + 1
	}
	fmt.Fprintf(b, "    %s\n", text)
	if offset >= 0 {
		fmt.Fprintf(b, "    %s%s\n", strings.Repeat(" ", offset), strings.Repeat("^", carets))
	}
}

// A mismatch is what the parser panics with when the tokens do not fit the grammar. What the error is, the diagnoser
// finds out; at is the index of the token that did not fit.
type mismatch struct{ at int }

// errorAt makes an Error for the range from start to end of the scanner's text. An end before start means a point.
// What Report shows of an embedded text counts from the beginning of that text.
func (s *scanner) errorAt(class, msg string, start, end Pos) *Error {
	e := errorAt(s.file, s.src, class, msg, s.local(start), s.local(end))
	e.Pos = start
	e.End = end
	if e.endOffset == 0 {
		e.End = start
	}
	return e
}

// local returns where p is in the scanner's text.
func (s *scanner) local(p Pos) Pos {
	if p.Line == s.base.Line {
		p.Col -= s.base.Col
	}
	p.Line -= s.base.Line - 1
	return p
}

// errorAt makes an Error for the range from start to end of the text src.
func errorAt(file, src, class, msg string, start, end Pos) *Error {
	e := &Error{Class: class, File: file, Pos: start, End: end, Msg: msg, Text: lineOf(src, start.Line)}
	e.offset = charOffset(e.Text, int(start.Col)+1)
	if end.Line < start.Line || end.Line == start.Line && end.Col < start.Col {
		e.End = start
	} else {
		e.endOffset = charOffset(e.Text, int(end.Col)+1)
	}
	return e
}

// charOffset turns a 1-based byte offset in line into a 1-based character offset. An offset inside of a character is
// that of the character; one beyond the line is the end of the line.
func charOffset(line string, offset int) int {
	if offset <= 0 {
		return offset
	}
	offset = min(offset, len(line)+2)
	if offset > len(line) {
		return utf8.RuneCountInString(line) + offset - len(line)
	}
	for offset > 1 && !utf8.RuneStart(line[offset-1]) {
		offset--
	}
	return utf8.RuneCountInString(line[:offset-1]) + 1
}

// lineOf returns line n (from 1) of src without its newline, "" if there is no such line.
func lineOf(src string, n int32) string {
	for ; n > 1; n-- {
		i := strings.IndexByte(src, '\n')
		if i < 0 {
			return ""
		}
		src = src[i+1:]
	}
	if i := strings.IndexByte(src, '\n'); i >= 0 {
		src = src[:i]
	}
	return src
}
