package python

// This file drives the parser: it turns tokens into a Module and is where faults come to light.

import "fmt"

// Limits that keep the tree within the stack of whoever walks it.
const (
	maxDepth = 2000 // nesting of expressions, patterns and statements in one place
	maxChain = 3000 // a.b.c... or 1 + 1 + ...; CPython's compiler gives up there, too
)

// Parse parses the text of a file. The error, if any, is an *Error.
func Parse(file, src string) (*Module, error) {
	return parse(file, src, "file", (*parser).module)
}

// ParseExpression parses a text that consists of one expression, as eval takes it; its body is that expression alone.
func ParseExpression(file, src string) (*Module, error) {
	return parse(file, src, "eval", (*parser).expressionAlone)
}

// parse parses a text by one of the grammar's start rules and the method for it.
func parse(file, src, start string, rule func(*parser, *Module)) (*Module, error) {
	text, fault := decode(file, src)
	if fault != nil {
		return nil, fault
	}
	if text != "" && text[len(text)-1] != '\n' {
		text += "\n"
	}
	p := &parser{scanner: scan(file, text)}
	m := &Module{File: file, Source: text}
	if fault := p.attempt(func() { rule(p, m) }); fault != nil {
		return nil, diagnose(p, fault, start)
	}
	m.P, m.E = Pos{Line: 1}, p.here(p.i)
	return m, nil
}

// A parser reads the tokens of its scanner. Each method for a rule of the grammar consumes the tokens of that rule and
// returns its node, or panics with a mismatch or an *Error. The parser decides only whether the text is valid; what is
// wrong with an invalid one is for the diagnoser to say.
type parser struct {
	*scanner
	at      int // index of the next token
	stmt    int // index of the first token of the statement at hand
	depth   int // nesting, against maxDepth
	formats int // nesting of f-strings
}

// attempt runs f and returns what it panicked with: nil, a mismatch or an *Error.
func (p *parser) attempt(f func()) (fault any) {
	defer func() {
		fault = recover()
		switch fault.(type) {
		case nil, mismatch, *Error:
		default:
			panic(fault)
		}
	}()
	f()
	return nil
}

// try is attempt for a rule that may turn out not to apply: after a mismatch the parser is where it was.
func (p *parser) try(f func()) bool {
	at, depth := p.at, p.depth
	switch fault := p.attempt(f).(type) {
	case nil:
		return true
	case *Error:
		panic(fault)
	}
	p.at, p.depth = at, depth
	return false
}

// enter counts a level of nesting; the caller defers or calls leave.
func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.tooDeep()
	}
}

func (p *parser) leave() { p.depth-- }

func (p *parser) tooDeep() {
	e := p.errorAt("MemoryError", "Parser stack overflowed - Python source too complex to compile", p.tok().start, p.tok().end)
	panic(e)
}

// chained fails for the n-th link of a chain that is too long.
func (p *parser) chained(n int) {
	if n > maxChain {
		panic(p.errorAt("RecursionError", "maximum recursion depth exceeded during compilation", p.tok().start, p.tok().end))
	}
}

func (p *parser) module(m *Module) {
	for p.tok().kind != tokEnd {
		m.Body = p.statement(m.Body)
	}
}

func (p *parser) expressionAlone(m *Module) {
	start := p.tok().start
	x := p.starExpressions()
	n := p.since(start)
	for p.tok().kind == tokNewline {
		p.next()
	}
	p.want(tokEnd)
	m.Body = []Stmt{&ExprStmt{N: n, X: x}}
}

func (p *parser) tok() *token { return &p.tokens[p.at] }

// ahead returns the token n places after the next one, the last token beyond the end.
func (p *parser) ahead(n int) *token { return &p.tokens[min(p.at+n, len(p.tokens)-1)] }

func (p *parser) next() *token {
	t := &p.tokens[p.at]
	if p.at < len(p.tokens)-1 {
		p.at++
	}
	return t
}

// since returns the span from start to the end of the last token consumed.
func (p *parser) since(start Pos) N {
	if p.at == 0 {
		return N{start, start}
	}
	return N{start, p.tokens[p.at-1].end}
}

// sinceBlock returns the span from start to the end of the last token that has text.
func (p *parser) sinceBlock(start Pos) N {
	for i := p.at - 1; i >= 0; i-- {
		switch p.tokens[i].kind {
		case tokNewline, tokIndent, tokDedent:
			continue
		}
		return N{start, p.tokens[i].end}
	}
	return N{start, start}
}

func (p *parser) op(s string) bool      { return p.tok().isOp(s) }
func (p *parser) keyword(s string) bool { return p.tok().isKeyword(s) }

func (p *parser) eatOp(s string) bool {
	if p.op(s) {
		p.at++
		return true
	}
	return false
}

func (p *parser) eatKeyword(s string) bool {
	if p.keyword(s) {
		p.at++
		return true
	}
	return false
}

// fail panics with a mismatch at the next token.
func (p *parser) fail() { panic(mismatch{p.at}) }

func (p *parser) wantOp(s string) *token {
	if !p.op(s) {
		p.fail()
	}
	return p.next()
}

func (p *parser) wantKeyword(s string) *token {
	if !p.keyword(s) {
		p.fail()
	}
	return p.next()
}

func (p *parser) want(k tokenKind) *token {
	if p.tok().kind != k {
		p.fail()
	}
	return p.next()
}

func (p *parser) name() *token {
	if !p.tok().isName() {
		p.fail()
	}
	return p.next()
}

// literalFault fails because of the contents of a literal. CPython names the last token that its parser has looked
// at, which the diagnoser knows.
func (p *parser) literalFault(at *token, format string, args ...any) {
	e := p.errorAt("SyntaxError", fmt.Sprintf(format, args...), at.start, at.end)
	e.last = true
	panic(e)
}
