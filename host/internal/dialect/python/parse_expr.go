package python

// This file parses expressions down to primaries, by precedence.

func (p *parser) yieldOrStarExpressions() Expr {
	if p.keyword("yield") {
		return p.yield()
	}
	return p.starExpressions()
}

func (p *parser) yield() Expr {
	t := p.next()
	if p.eatKeyword("from") {
		x := p.expression()
		return &YieldFrom{p.since(t.start), x}
	}
	n := &Yield{}
	if !p.endOfExpressions() {
		n.X = p.starExpressions()
	}
	n.N = p.since(t.start)
	return n
}

// starExpressions parses an expression or, without parentheses, a tuple.
func (p *parser) starExpressions() Expr {
	start := p.tok().start
	x := p.starExpression()
	if !p.op(",") {
		return x
	}
	tuple := &Tuple{Elts: []Expr{x}}
	for p.eatOp(",") {
		if p.endOfExpressions() {
			break
		}
		tuple.Elts = append(tuple.Elts, p.starExpression())
	}
	tuple.N = p.since(start)
	return tuple
}

// endOfExpressions reports whether no expression can follow: a comma was the last.
func (p *parser) endOfExpressions() bool {
	switch t := p.tok(); t.kind {
	case tokNewline, tokEnd:
		return true
	case tokOp:
		switch t.text {
		case ")", "]", "}", "=", ":", ";":
			return true
		}
		return isAugmented(t.text)
	}
	return false
}

func (p *parser) starExpression() Expr {
	if p.op("*") {
		return p.starred()
	}
	return p.expression()
}

func (p *parser) starred() Expr {
	t := p.next()
	x := p.bitwiseOr()
	return &Starred{N: p.since(t.start), X: x}
}

// starNamedExpression parses an element of a list, set or tuple.
func (p *parser) starNamedExpression() Expr {
	if p.op("*") {
		return p.starred()
	}
	return p.namedExpression()
}

// namedExpression parses an expression or an assignment expression.
func (p *parser) namedExpression() Expr {
	t := p.tok()
	if !t.isName() || !p.ahead(1).isOp(":=") {
		return p.expression()
	}
	p.at += 2
	n := &NamedExpr{Target: &Name{N{t.start, t.end}, t.text, Store}, Value: p.expression()}
	n.N = p.since(t.start)
	return n
}

func (p *parser) expression() Expr {
	p.enter()
	defer p.leave()
	if p.keyword("lambda") {
		return p.lambda()
	}
	start := p.tok().start
	x := p.disjunction()
	if !p.eatKeyword("if") {
		return x
	}
	n := &IfExp{Then: x, Cond: p.disjunction()}
	p.wantKeyword("else")
	n.Else = p.expression()
	n.N = p.since(start)
	return n
}

func (p *parser) lambda() Expr {
	t := p.next()
	n := &Lambda{Args: p.parameters(":")}
	p.wantOp(":")
	n.Body = p.expression()
	n.N = p.since(t.start)
	return n
}

func (p *parser) disjunction() Expr {
	start := p.tok().start
	x := p.conjunction()
	if !p.keyword("or") {
		return x
	}
	n := &BoolOp{Op: "or", Values: []Expr{x}}
	for p.eatKeyword("or") {
		n.Values = append(n.Values, p.conjunction())
	}
	n.N = p.since(start)
	return n
}

func (p *parser) conjunction() Expr {
	start := p.tok().start
	x := p.inversion()
	if !p.keyword("and") {
		return x
	}
	n := &BoolOp{Op: "and", Values: []Expr{x}}
	for p.eatKeyword("and") {
		n.Values = append(n.Values, p.inversion())
	}
	n.N = p.since(start)
	return n
}

func (p *parser) inversion() Expr {
	if !p.keyword("not") {
		return p.comparison()
	}
	p.enter()
	defer p.leave()
	t := p.next()
	x := p.inversion()
	return &UnaryOp{p.since(t.start), "not", x}
}

func (p *parser) comparison() Expr {
	start := p.tok().start
	x := p.bitwiseOr()
	at := p.tok().start
	op := p.comparisonOperator()
	if op == "" {
		return x
	}
	n := &Compare{L: x}
	for op != "" {
		n.Ops = append(n.Ops, op)
		n.OpPos = append(n.OpPos, at)
		n.Rs = append(n.Rs, p.bitwiseOr())
		at = p.tok().start
		op = p.comparisonOperator()
	}
	n.N = p.since(start)
	return n
}

// comparisonOperator consumes an operator of comparison and returns it, "" if there is none.
func (p *parser) comparisonOperator() string {
	t := p.tok()
	switch {
	case t.kind == tokOp:
		switch t.text {
		case "<", ">", "==", ">=", "<=", "!=":
			p.next()
			return t.text
		}
	case !t.keyword:
	case t.text == "in":
		p.next()
		return "in"
	case t.text == "not" && p.ahead(1).isKeyword("in"):
		p.at += 2
		return "not in"
	case t.text == "is":
		p.next()
		if p.eatKeyword("not") {
			return "is not"
		}
		return "is"
	}
	return ""
}

// Precedences of binary operators, loosest first.
const (
	orPrecedence = 1 + iota
	xorPrecedence
	andPrecedence
	shiftPrecedence
	sumPrecedence
	termPrecedence
)

func precedence(op string) int {
	switch op {
	case "|":
		return orPrecedence
	case "^":
		return xorPrecedence
	case "&":
		return andPrecedence
	case "<<", ">>":
		return shiftPrecedence
	case "+", "-":
		return sumPrecedence
	case "*", "/", "//", "%", "@":
		return termPrecedence
	}
	return 0
}

func (p *parser) bitwiseOr() Expr { return p.binary(orPrecedence) }

// binary parses operators that bind at least as tightly as min.
func (p *parser) binary(min int) Expr {
	start := p.tok().start
	x := p.factor()
	for n := 1; ; n++ {
		t := p.tok()
		if t.kind != tokOp {
			return x
		}
		prec := precedence(t.text)
		if prec == 0 || prec < min {
			return x
		}
		p.chained(n)
		p.next()
		y := p.binary(prec + 1)
		x = &BinOp{N: p.since(start), L: x, R: y, Op: t.text, OpPos: t.start}
	}
}

func (p *parser) factor() Expr {
	t := p.tok()
	if t.kind != tokOp || t.text != "-" && t.text != "+" && t.text != "~" {
		return p.power()
	}
	p.enter()
	defer p.leave()
	p.next()
	x := p.factor()
	return &UnaryOp{p.since(t.start), t.text, x}
}

func (p *parser) power() Expr {
	start := p.tok().start
	x := p.awaitPrimary()
	if !p.op("**") {
		return x
	}
	p.enter()
	defer p.leave()
	t := p.next()
	y := p.factor()
	return &BinOp{N: p.since(start), L: x, R: y, Op: "**", OpPos: t.start}
}

func (p *parser) awaitPrimary() Expr {
	if !p.keyword("await") {
		return p.primary()
	}
	t := p.next()
	x := p.primary()
	return &Await{p.since(t.start), x}
}

// primary parses an atom and the attributes, calls and subscripts after it.
func (p *parser) primary() Expr {
	start := p.tok().start
	x := p.atom()
	for n := 1; ; n++ {
		t := p.tok()
		if t.kind != tokOp {
			return x
		}
		switch t.text {
		case ".":
			p.next()
			name := p.name()
			x = &Attribute{N: p.since(start), X: x, Attr: name.text, Dot: t.start}
		case "(":
			x = p.call(start, x)
		case "[":
			p.next()
			index := p.slices()
			p.wantOp("]")
			x = &Subscript{N: p.since(start), X: x, Index: index, LB: t.start}
		default:
			return x
		}
		p.chained(n)
	}
}

// slices parses what stands in the brackets of a subscript.
func (p *parser) slices() Expr {
	start := p.tok().start
	x := p.slice()
	if _, star := x.(*Starred); !star && !p.op(",") {
		return x
	}
	tuple := &Tuple{Elts: []Expr{x}}
	for p.eatOp(",") {
		if p.op("]") {
			break
		}
		tuple.Elts = append(tuple.Elts, p.slice())
	}
	tuple.N = p.since(start)
	return tuple
}

func (p *parser) slice() Expr {
	start := p.tok().start
	if p.op("*") {
		t := p.next()
		x := p.expression()
		return &Starred{N: p.since(t.start), X: x}
	}
	n := &Slice{}
	if !p.op(":") {
		named := p.ahead(1).isOp(":=")
		n.Lo = p.namedExpression()
		if named || !p.op(":") {
			return n.Lo
		}
	}
	p.next()
	if !p.op(":") && !p.op("]") && !p.op(",") {
		n.Hi = p.expression()
	}
	if p.eatOp(":") && !p.op("]") && !p.op(",") {
		n.Step = p.expression()
	}
	n.N = p.since(start)
	return n
}
