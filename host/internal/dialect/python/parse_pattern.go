package python

// This file parses match statements and their patterns.

// matchStatement parses a match statement, or returns nil if "match" is a name here.
func (p *parser) matchStatement() Stmt {
	t := p.tok()
	n := &Match{}
	head := func() {
		p.next()
		n.Subject = p.subject()
		p.wantOp(":")
		p.want(tokNewline)
		p.want(tokIndent)
		if t := p.tok(); !t.isName() || t.text != "case" {
			p.fail()
		}
	}
	if !p.mayBeMatch() || !p.try(head) {
		return nil
	}
	p.enter()
	defer p.leave()
	for p.tok().kind != tokDedent {
		n.Cases = append(n.Cases, p.matchCase())
	}
	p.next()
	n.N = p.sinceBlock(t.start)
	return n
}

// mayBeMatch is a cheap look at the token after "match".
func (p *parser) mayBeMatch() bool {
	switch t := p.ahead(1); t.kind {
	case tokName:
		return !t.keyword || t.text == "not" || t.text == "lambda" || t.text == "await" || t.text == "None" || t.text == "True" || t.text == "False"
	case tokNumber, tokString:
		return true
	case tokOp:
		switch t.text {
		case "(", "[", "{", "-", "+", "~", "*", "...":
			return true
		}
	}
	return false
}

func (p *parser) subject() Expr {
	start := p.tok().start
	starred := p.op("*")
	x := p.starNamedExpression()
	if !p.op(",") {
		if starred {
			p.fail()
		}
		return x
	}
	tuple := &Tuple{Elts: []Expr{x}}
	for p.eatOp(",") {
		if p.op(":") {
			break
		}
		tuple.Elts = append(tuple.Elts, p.starNamedExpression())
	}
	tuple.N = p.since(start)
	return tuple
}

func (p *parser) matchCase() *MatchCase {
	t := p.name()
	if t.text != "case" {
		p.at--
		p.fail()
	}
	c := &MatchCase{Pattern: p.patterns()}
	if p.eatKeyword("if") {
		c.Guard = p.namedExpression()
	}
	c.Body = p.block()
	c.N = p.sinceBlock(t.start)
	return c
}

// patterns parses a pattern or a sequence without brackets.
func (p *parser) patterns() Node {
	start := p.tok().start
	starred := p.op("*")
	x := p.starPattern()
	if !p.op(",") {
		if starred {
			p.fail()
		}
		return x
	}
	n := &MatchSequence{Pats: []Node{x}}
	for p.eatOp(",") {
		if p.op(":") || p.keyword("if") {
			break
		}
		n.Pats = append(n.Pats, p.starPattern())
	}
	n.N = p.since(start)
	return n
}

func (p *parser) starPattern() Node {
	if !p.op("*") {
		return p.pattern()
	}
	t := p.next()
	name := p.capture(true)
	return &MatchStar{p.since(t.start), name}
}

// capture parses the name that a pattern binds: "" for _, which only a star may have.
func (p *parser) capture(wildcard bool) string {
	t := p.name()
	if p.op(".") || p.op("(") || p.op("=") {
		p.fail()
	}
	if t.text != "_" {
		return t.text
	}
	if !wildcard {
		p.fail()
	}
	return ""
}

func (p *parser) pattern() Node {
	p.enter()
	defer p.leave()
	start := p.tok().start
	x := p.orPattern()
	if !p.eatKeyword("as") {
		return x
	}
	name := p.capture(false)
	return &MatchAs{p.since(start), x, name}
}

func (p *parser) orPattern() Node {
	start := p.tok().start
	x := p.closedPattern()
	if !p.op("|") {
		return x
	}
	n := &MatchOr{Pats: []Node{x}}
	for p.eatOp("|") {
		n.Pats = append(n.Pats, p.closedPattern())
	}
	n.N = p.since(start)
	return n
}

func (p *parser) closedPattern() Node {
	t := p.tok()
	switch {
	case t.isOp("("), t.isOp("["):
		return p.sequencePattern()
	case t.isOp("{"):
		return p.mappingPattern()
	case t.isName():
		return p.namePattern()
	}
	x := p.literalPattern()
	if c, ok := x.(*Constant); ok && c.Kind <= KFalse {
		return &MatchSingleton{c.N, c}
	}
	return &MatchValue{p.since(t.start), x}
}

// literalPattern parses None, True, False, strings, and numbers with their sign and imaginary part.
func (p *parser) literalPattern() Expr {
	t := p.tok()
	switch {
	case t.kind == tokString, t.keyword:
		return p.atom()
	case t.kind != tokNumber && !t.isOp("-"):
		p.fail()
	}
	x := p.signedNumber()
	if !p.op("+") && !p.op("-") {
		return x
	}
	if p.tokens[p.at-1].text[len(p.tokens[p.at-1].text)-1]|0x20 == 'j' {
		p.fail()
	}
	op := p.next()
	imaginary := p.want(tokNumber)
	y := p.numberValue(imaginary)
	if y.(*Constant).Kind != KImag || p.op("+") || p.op("-") {
		p.fail()
	}
	return &BinOp{N: p.since(t.start), L: x, R: y, Op: op.text, OpPos: op.start}
}

func (p *parser) signedNumber() Expr {
	t := p.tok()
	if p.eatOp("-") {
		x := p.numberValue(p.want(tokNumber))
		return &UnaryOp{p.since(t.start), "-", x}
	}
	return p.numberValue(p.want(tokNumber))
}

// namePattern parses what begins with a name: a capture, a value with dots, a class.
func (p *parser) namePattern() Node {
	t := p.next()
	x := p.dottedValue(t)
	_, dotted := x.(*Attribute)
	switch {
	case p.op("("):
		return p.classPattern(t.start, x)
	case p.op("="):
		p.fail()
	case dotted:
		return &MatchValue{p.since(t.start), x}
	}
	name := t.text
	if name == "_" {
		name = ""
	}
	return &MatchAs{p.since(t.start), nil, name}
}

// dottedValue parses the rest of name.name...
func (p *parser) dottedValue(t *token) Expr {
	var x Expr = &Name{N{t.start, t.end}, t.text, Load}
	for n := 1; p.op("."); n++ {
		p.chained(n)
		dot := p.next()
		attr := p.name()
		x = &Attribute{p.since(t.start), x, attr.text, Load, dot.start}
	}
	return x
}

func (p *parser) classPattern(start Pos, class Expr) Node {
	p.next()
	n := &MatchClass{Cls: class}
	for !p.op(")") {
		if t := p.tok(); t.isName() && p.ahead(1).isOp("=") {
			p.at += 2
			n.KwNames = append(n.KwNames, t.text)
			n.KwPats = append(n.KwPats, p.pattern())
		} else {
			if len(n.KwPats) > 0 {
				p.fail()
			}
			n.Pats = append(n.Pats, p.pattern())
		}
		if !p.eatOp(",") {
			break
		}
	}
	p.wantOp(")")
	n.N = p.since(start)
	return n
}

// sequencePattern parses [a, *b] and (a, *b), and the group (a).
func (p *parser) sequencePattern() Node {
	t := p.next()
	end := "]"
	if t.text == "(" {
		end = ")"
	}
	n := &MatchSequence{}
	for !p.op(end) {
		starred := p.op("*")
		x := p.starPattern()
		if end == ")" && len(n.Pats) == 0 && !p.op(",") {
			if starred {
				p.fail()
			}
			p.wantOp(end)
			return x
		}
		n.Pats = append(n.Pats, x)
		if !p.eatOp(",") {
			break
		}
	}
	p.wantOp(end)
	n.N = p.since(t.start)
	return n
}

func (p *parser) mappingPattern() Node {
	t := p.next()
	n := &MatchMapping{}
	for !p.op("}") {
		if p.eatOp("**") {
			n.Rest = p.capture(false)
			p.eatOp(",")
			break
		}
		n.Keys = append(n.Keys, p.mappingKey())
		p.wantOp(":")
		n.Pats = append(n.Pats, p.pattern())
		if !p.eatOp(",") {
			break
		}
	}
	p.wantOp("}")
	n.N = p.since(t.start)
	return n
}

// mappingKey parses a literal or a name with dots.
func (p *parser) mappingKey() Expr {
	if !p.tok().isName() {
		return p.literalPattern()
	}
	x := p.dottedValue(p.next())
	if _, dotted := x.(*Attribute); !dotted {
		p.fail()
	}
	return x
}
