package python

// This file finds the words for a fault. It repeats what CPython does, whose parser decides what to say by the order in
// which it looks at tokens and rules: a first pass by the plain grammar tells how far the text makes sense, a second
// one with rules of faults tells what may be meant. Errors of the scanner win when they come first.

// diagnose returns the error for a text whose parser failed with fault; start is the grammar's rule for the text. The
// matching begins at the innermost statement that the parser was in: those around it have said all they can.
func diagnose(p *parser, fault any, start string) *Error {
	if e, ok := fault.(*Error); ok && (e.Class == "MemoryError" || e.Class == "RecursionError") {
		return e
	}
	d := &diagnoser{parser: p, start: grammar()[start]}
	first, e, ok := d.pass(false)
	switch {
	case e != nil:
		return d.rest(first, e)
	case ok: // the parser refuses what the grammar allows, or it was too long to match
		return d.plain(fault)
	}
	second, e, ok := d.pass(true)
	switch last := &p.tokens[first.seen-1]; {
	case e != nil:
		return d.rest(second, e)
	case ok:
		return d.plain(fault)
	case last.kind == tokIndent:
		return second.last("IndentationError", "unexpected indent")
	case last.kind == tokDedent:
		return second.last("IndentationError", "unexpected unindent")
	default:
		return d.rest(second, p.errorAt("SyntaxError", "invalid syntax", last.start, last.end))
	}
}

type diagnoser struct {
	parser *parser
	start  *rule
}

// pass matches the text. It returns the error found, or whether the text matches, or whether that is unknown.
func (d *diagnoser) pass(faults bool) (m *matcher, e *Error, ok bool) {
	m = &matcher{p: d.parser, faults: faults, memo: map[memoKey]int{}}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case tooLong:
			ok = true
		case *Error:
			e = r
		default:
			panic(r)
		}
	}()
	_, ok = m.match(d.start, d.parser.stmt)
	return m, nil, ok
}

// plain returns the parser's own fault.
func (d *diagnoser) plain(fault any) *Error {
	p := d.parser
	switch fault := fault.(type) {
	case *Error:
		return fault
	case mismatch:
		t := &p.tokens[fault.at]
		if t.kind == tokError {
			return p.fault
		}
		return p.errorAt("SyntaxError", "invalid syntax", t.start, t.end)
	}
	panic("BUG: python: neither a mismatch nor an error")
}

// rest lets a fault of the scanner further down win over e, unless that is a quiet one: then only a bracket that is
// still open there can win, if it was opened on a line before the last token that m has looked at.
func (d *diagnoser) rest(m *matcher, e *Error) *Error {
	p := d.parser
	switch {
	case p.fault == nil || e == p.fault:
		return e
	case !p.quiet:
		return p.fault
	case len(p.brackets) > 0 && p.tokens[m.seen-1].start.Line > p.brackets[len(p.brackets)-1].start.Line:
		return p.neverClosed()
	}
	return e
}
