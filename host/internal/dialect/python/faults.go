package python

// This file makes errors of the faults that grammar.txt describes.

import (
	"fmt"
	"slices"
	"strings"
)

// act panics with the error that a describes, or returns if there is none after all.
func (m *matcher) act(a *action, captures []capture) {
	find := func(label string) capture {
		// The last one: a label within a repetition is that of its last round.
		for _, c := range slices.Backward(captures) {
			if c.label == label {
				return c
			}
		}
		panic("BUG: python: grammar.txt: no label " + label)
	}
	switch {
	case a.function != "":
		m.call(a, find)
		return
	case a.from == "":
		panic(m.last(a.class, a.message))
	}
	from := find(a.from)
	msg := a.message
	if strings.Contains(msg, "%s") {
		msg = fmt.Sprintf(msg, m.kindOf(from))
	}
	if a.class == "IndentationError" {
		panic(m.last(a.class, fmt.Sprintf(msg, m.p.tokens[from.start].start.Line)))
	}
	start, end := m.span(from)
	switch a.to {
	case "":
	case ".":
		end = m.p.tokens[m.seen-1].end
		end.Col--
	default:
		_, end = m.span(find(a.to))
	}
	panic(m.p.errorAt(a.class, msg, start, end))
}

// call runs the function of an action.
func (m *matcher) call(a *action, find func(string) capture) {
	first := find(a.args[0])
	switch a.function {
	case "assigned":
		m.badTarget("assign to", "assign", first)
	case "iterated":
		m.badTarget("assign to", "for", first)
	case "deleted":
		m.badTarget("delete", "del", first)
	case "comma":
		m.forgottenComma(first, find(a.args[1]))
	case "legacy":
		m.legacy(first, find(a.args[1]))
	case "colon":
		_, end := m.span(first)
		panic(m.p.errorAt("SyntaxError", "':' expected after dictionary key", Pos{end.Line, end.Col - 1}, Pos{}))
	case "naked":
		m.nakedGenerator(first, find(a.args[1]))
	case "misplaced":
		m.misplacedArgument(first)
	default:
		panic("BUG: python: grammar.txt: no function " + a.function)
	}
}

func (m *matcher) badTarget(verb, purpose string, c capture) {
	if x := invalidTarget(m.expression(c), purpose); x != nil {
		start, end := x.Span()
		panic(m.p.errorAt("SyntaxError", "cannot "+verb+" "+kindOf(x), start, end))
	}
}

// forgottenComma: two expressions next to each other in brackets.
func (m *matcher) forgottenComma(a, b capture) {
	if m.isLegacy(a) || m.p.tokens[b.end-1].level == 0 {
		return
	}
	start, _ := m.span(a)
	_, end := m.span(b)
	panic(m.p.errorAt("SyntaxError", "invalid syntax. Perhaps you forgot a comma?", start, end))
}

// legacy: a statement of Python 2 that is a function now.
func (m *matcher) legacy(a, b capture) {
	if !m.isLegacy(a) {
		return
	}
	start, _ := m.span(a)
	_, end := m.span(b)
	name := m.p.tokens[a.start].text
	panic(m.p.errorAt("SyntaxError", fmt.Sprintf("Missing parentheses in call to '%s'. Did you mean %s(...)?", name, name), start, end))
}

func (m *matcher) isLegacy(c capture) bool {
	x, ok := m.expression(c).(*Name)
	return ok && (x.Id == "print" || x.Id == "exec")
}

// nakedGenerator: a generator expression as the last of several arguments.
func (m *matcher) nakedGenerator(args, clauses capture) {
	var positional []capture
	for _, c := range m.split(args) {
		if t := m.p.tokens[c.start]; !t.isOp("**") && !(t.isName() && m.p.tokens[c.start+1].isOp("=")) {
			positional = append(positional, c)
		}
	}
	if len(positional) <= 1 {
		return
	}
	start, _ := m.span(positional[len(positional)-1])
	_, end := m.span(clauses)
	panic(m.p.errorAt("SyntaxError", "Generator expression must be parenthesized", start, end))
}

// misplacedArgument: arguments follow that cannot stand after args.
func (m *matcher) misplacedArgument(args capture) {
	msg := "positional argument follows keyword argument"
	for _, c := range m.split(args) {
		if m.p.tokens[c.start].isOp("**") {
			msg += " unpacking"
			break
		}
	}
	panic(m.last("SyntaxError", msg))
}

// split cuts arguments at their commas.
func (m *matcher) split(c capture) (parts []capture) {
	depth, lambda := 0, 0
	start := c.start
	for i := c.start; i < c.end; i++ {
		t := &m.p.tokens[i]
		switch {
		case t.isKeyword("lambda"):
			lambda++
		case t.kind != tokOp:
		case t.text == "(" || t.text == "[" || t.text == "{":
			depth++
		case t.text == ")" || t.text == "]" || t.text == "}":
			depth--
		case t.text == ":" && depth == 0 && lambda > 0:
			lambda--
		case t.text == "," && depth == 0 && lambda == 0:
			parts = append(parts, capture{start: start, end: i})
			start = i + 1
		}
	}
	if start < c.end {
		parts = append(parts, capture{start: start, end: c.end})
	}
	return parts
}

// last returns an error at the last token that was looked at. If that has no text the place is just before it.
func (m *matcher) last(class, msg string) *Error {
	i := m.seen - 1
	t := &m.p.tokens[i]
	if !t.pointless() {
		return m.p.errorAt(class, msg, t.start, t.end)
	}
	e := m.p.errorAt(class, msg, t.start, Pos{})
	e.offset--
	return e
}

// span returns the place of a capture: that of its tokens, without a comma at the end, or, if the label is lower-case
// and it is an expression, of the expression without its parentheses.
func (m *matcher) span(c capture) (start, end Pos) {
	tokens := m.p.tokens
	if c.end-c.start > 1 && tokens[c.end-1].isOp(",") {
		c.end--
	}
	if c.label >= "a" && (tokens[c.start].isOp("(") || tokens[c.end-1].isOp(")")) {
		if x := m.expression(c); x != nil {
			return x.Span()
		}
	}
	return tokens[c.start].start, tokens[c.end-1].end
}

// expression parses the tokens of a capture; nil if they are none.
func (m *matcher) expression(c capture) (x Expr) {
	tokens := slices.Clone(m.p.tokens[c.start:c.end])
	tokens = append(tokens, token{kind: tokEnd, start: tokens[len(tokens)-1].end})
	scanner := *m.p.scanner
	scanner.tokens = tokens
	for _, parse := range []func(*parser) Expr{(*parser).yieldOrStarExpressions, (*parser).starNamedExpression} {
		sub := &parser{scanner: &scanner, depth: m.p.depth}
		if sub.attempt(func() {
			x = parse(sub)
			sub.want(tokEnd)
		}) == nil {
			return x
		}
	}
	return nil
}

func (m *matcher) kindOf(c capture) string {
	if x := m.expression(c); x != nil {
		return kindOf(x)
	}
	return "expression"
}
