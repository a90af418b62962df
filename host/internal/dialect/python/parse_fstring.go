package python

// This file parses the inside of f-strings.

import "strings"

// maxFormatNesting is how deep replacement fields may nest in format specifications, as in CPython.
const maxFormatNesting = 2

// formatParts collects the parts of an f-string: text until it is flushed, then values.
type formatParts struct {
	text   strings.Builder
	values []Expr
}

func (f *formatParts) flush() {
	if f.text.Len() > 0 {
		f.values = append(f.values, &Constant{Kind: KStr, Str: f.text.String()})
		f.text.Reset()
	}
}

// A formatter goes through the body of an f-string or of a format specification in it.
type formatter struct {
	p     *parser
	lit   stringLiteral
	s     string // the body
	at    Pos    // of s
	i     int
	level int // 0: the string, 1: a specification in it, ...
	out   *formatParts
}

func (p *parser) formatString(l stringLiteral, out *formatParts) {
	f := &formatter{p: p, lit: l, s: l.body, at: l.at, out: out}
	f.run()
}

func (f *formatter) fault(format string, args ...any) {
	f.p.literalFault(f.lit.tok, "f-string"+format, args...)
}

// pos returns the position of byte i.
func (f *formatter) pos(i int) Pos {
	lines := strings.Count(f.s[:i], "\n")
	if lines == 0 {
		return Pos{f.at.Line, f.at.Col + int32(i)}
	}
	return Pos{f.at.Line + int32(lines), int32(i - strings.LastIndexByte(f.s[:i], '\n') - 1)}
}

// text appends a part that is not a replacement field.
func (f *formatter) text(s string) { f.p.unescape(f.lit, s, &f.out.text) }

func (f *formatter) run() {
	start := f.i // of the text not yet appended
	for f.i < len(f.s) && (f.level == 0 || f.s[f.i] != '}') {
		c := f.s[f.i]
		doubled := f.level == 0 && f.i+1 < len(f.s) && f.s[f.i+1] == c
		switch {
		case c == '\\' && !f.lit.raw:
			f.skipEscape()
		case (c == '{' || c == '}') && doubled:
			f.text(f.s[start : f.i+1])
			f.i += 2
			start = f.i
		case c == '{':
			f.text(f.s[start:f.i])
			f.field()
			start = f.i
		case c == '}':
			f.fault(": single '}' is not allowed")
		default:
			f.i++
		}
	}
	f.text(f.s[start:f.i])
}

// skipEscape steps over an escape; a brace that follows a backslash is still a brace, but that of \N{...} is not.
func (f *formatter) skipEscape() {
	rest := f.s[f.i:]
	if strings.HasPrefix(rest, `\N{`) {
		end := strings.IndexByte(rest, '}')
		if end < 0 {
			end = len(rest) - 1
		}
		f.i += end + 1
		return
	}
	f.i++
	if len(rest) > 1 && rest[1] != '{' && rest[1] != '}' {
		f.i++
	}
}

// field parses a replacement field from its opening brace to after the closing one.
func (f *formatter) field() {
	if f.level >= maxFormatNesting {
		f.fault(": expressions nested too deeply")
	}
	f.i++
	start := f.i
	f.skipExpression()
	source := f.s[start:f.i]
	n := &FormattedValue{N: N{f.lit.tok.start, f.lit.tok.end}}
	debug := false
	if f.next('=') {
		debug = true
		f.i++
		for f.i < len(f.s) && strings.IndexByte(" \t\n\f", f.s[f.i]) >= 0 {
			f.i++
		}
		f.out.text.WriteString(f.s[start:f.i])
	}
	f.out.flush()
	n.Value = f.expression(source, start)
	if f.next('!') {
		f.i++
		if f.i >= len(f.s) {
			f.fault(": expecting '}'")
		}
		n.Conv = f.s[f.i]
		f.i++
		if n.Conv != 's' && n.Conv != 'r' && n.Conv != 'a' {
			f.fault(": invalid conversion character: expected 's', 'r', or 'a'")
		}
	}
	if f.next(':') {
		f.i++
		n.Spec = f.spec()
	} else if debug && n.Conv == 0 {
		n.Conv = 'r'
	}
	if !f.next('}') {
		f.fault(": expecting '}'")
	}
	f.i++
	f.out.values = append(f.out.values, n)
}

func (f *formatter) next(c byte) bool { return f.i < len(f.s) && f.s[f.i] == c }

// skipExpression steps over the expression of a field: up to a "!", ":", "=" or "}" that is not part of it.
func (f *formatter) skipExpression() {
	var open []byte
	for f.i < len(f.s) {
		switch c := f.s[f.i]; c {
		case '\\':
			f.fault(" expression part cannot include a backslash")
		case '#':
			f.fault(" expression part cannot include '#'")
		case '\'', '"':
			f.skipString()
			continue
		case '(', '[', '{':
			if len(open) >= maxBrackets {
				f.fault(": too many nested parenthesis")
			}
			open = append(open, c)
		case '!', ':', '=', '<', '>':
			if len(open) > 0 {
				break
			}
			if (c == '!' || c == '=' || c == '<' || c == '>') && f.i+1 < len(f.s) && f.s[f.i+1] == '=' {
				f.i += 2
				continue
			}
			if c != '<' && c != '>' {
				return
			}
		case ')', ']', '}':
			if len(open) == 0 {
				if c == '}' {
					return
				}
				f.fault(": unmatched '%c'", c)
			}
			o := open[len(open)-1]
			open = open[:len(open)-1]
			if pair := string([]byte{o, c}); pair != "()" && pair != "[]" && pair != "{}" {
				f.fault(": closing parenthesis '%c' does not match opening parenthesis '%c'", c, o)
			}
		}
		f.i++
	}
	if len(open) > 0 {
		f.fault(": unmatched '%c'", open[len(open)-1])
	}
	f.fault(": expecting '}'")
}

// skipString steps over a literal inside of an expression.
func (f *formatter) skipString() {
	s := f.s[f.i:]
	quote := s[:1]
	if strings.HasPrefix(s, strings.Repeat(quote, 3)) {
		quote = s[:3]
	}
	for j := len(quote); j < len(s); j++ {
		if s[j] == '\\' {
			f.fault(" expression part cannot include a backslash")
		}
		if strings.HasPrefix(s[j:], quote) {
			f.i += j + len(quote)
			return
		}
	}
	f.fault(": unterminated string")
}

// spec parses a format specification up to the closing brace.
func (f *formatter) spec() Expr {
	inner := *f
	inner.level++
	inner.out = &formatParts{}
	inner.run()
	inner.out.flush()
	f.i = inner.i
	span := N{f.lit.tok.start, f.lit.tok.end}
	for _, v := range inner.out.values {
		if c, ok := v.(*Constant); ok {
			c.N = span
		}
	}
	return &JoinedStr{N: span, Values: inner.out.values}
}

// expression parses the source of an expression, f.s[start:end], as if it stood in parentheses.
func (f *formatter) expression(source string, start int) Expr {
	if strings.Trim(source, " \t\n\f\r") == "" {
		if c := f.s[start+len(source)]; c != '}' {
			f.fault(": expression required before '%c'", c)
		}
		f.fault(": empty expression not allowed")
	}
	at := f.pos(start)
	at.Col--
	if f.p.formats >= maxStringNesting {
		f.p.tooDeep()
	}
	sub := &parser{scanner: scanExpression(f.p.file, "("+source+")", at), depth: f.p.depth, formats: f.p.formats + 1}
	var x Expr
	fault := sub.attempt(func() {
		x = sub.atom()
		sub.want(tokEnd)
	})
	if fault != nil {
		e := diagnose(sub, fault, "fstring")
		if !e.embedded && (e != sub.fault || sub.quiet) {
			e.Msg = "f-string: " + e.Msg
		}
		e.embedded = true
		panic(e)
	}
	return x
}
