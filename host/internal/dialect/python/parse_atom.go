package python

// This file parses atoms: names, literals, and displays and comprehensions with their brackets.

func (p *parser) atom() Expr {
	t := p.tok()
	switch t.kind {
	case tokName:
		return p.nameOrConstant()
	case tokNumber:
		p.next()
		return p.numberValue(t)
	case tokString:
		return p.strings()
	case tokOp:
		switch t.text {
		case "(":
			return p.parenthesised()
		case "[":
			return p.listDisplay()
		case "{":
			return p.braced()
		case "...":
			p.next()
			return &Constant{N: N{t.start, t.end}, Kind: KEllipsis}
		}
	}
	p.fail()
	return nil
}

func (p *parser) nameOrConstant() Expr {
	t := p.tok()
	span := N{t.start, t.end}
	if !t.keyword {
		p.next()
		return &Name{span, t.text, Load}
	}
	var k Kind
	switch t.text {
	case "None":
		k = KNone
	case "True":
		k = KTrue
	case "False":
		k = KFalse
	default:
		p.fail()
	}
	p.next()
	return &Constant{N: span, Kind: k}
}

// parenthesised parses a group, tuple or generator expression.
func (p *parser) parenthesised() Expr {
	t := p.next()
	if p.eatOp(")") {
		return &Tuple{N: p.since(t.start)}
	}
	if p.keyword("yield") {
		x := p.yield()
		p.wantOp(")")
		return x
	}
	starred := p.op("*")
	x := p.starNamedExpression()
	switch {
	case p.op(","):
		elts := p.elements(x, ")")
		return &Tuple{N: p.since(t.start), Elts: elts}
	case starred:
		p.fail()
	case p.comprehensionAhead():
		gens := p.comprehensions()
		p.wantOp(")")
		return &GeneratorExp{p.since(t.start), x, gens}
	}
	p.wantOp(")")
	return x
}

// elements parses the rest of a display whose first element is x, and the bracket that closes it.
func (p *parser) elements(x Expr, end string) []Expr {
	list := []Expr{x}
	for p.eatOp(",") {
		if p.op(end) {
			break
		}
		list = append(list, p.starNamedExpression())
	}
	p.wantOp(end)
	return list
}

func (p *parser) listDisplay() Expr {
	t := p.next()
	if p.eatOp("]") {
		return &List{N: p.since(t.start)}
	}
	starred := p.op("*")
	x := p.starNamedExpression()
	if !starred && p.comprehensionAhead() {
		gens := p.comprehensions()
		p.wantOp("]")
		return &ListComp{p.since(t.start), x, gens}
	}
	elts := p.elements(x, "]")
	return &List{N: p.since(t.start), Elts: elts}
}

// braced parses a dict or set, as display or comprehension.
func (p *parser) braced() Expr {
	t := p.next()
	if p.eatOp("}") {
		return &Dict{N: p.since(t.start)}
	}
	if p.op("**") {
		return p.dict(t, &Dict{})
	}
	starred := p.op("*")
	plain := !starred && !p.ahead(1).isOp(":=")
	x := p.starNamedExpression()
	switch {
	case plain && p.eatOp(":"):
		value := p.expression()
		if p.comprehensionAhead() {
			gens := p.comprehensions()
			p.wantOp("}")
			return &DictComp{p.since(t.start), x, value, gens}
		}
		d := &Dict{Keys: []Expr{x}, Values: []Expr{value}}
		if !p.op("}") {
			p.wantOp(",")
		}
		return p.dict(t, d)
	case !starred && p.comprehensionAhead():
		gens := p.comprehensions()
		p.wantOp("}")
		return &SetComp{p.since(t.start), x, gens}
	}
	elts := p.elements(x, "}")
	return &Set{p.since(t.start), elts}
}

// dict parses items up to the closing brace.
func (p *parser) dict(open *token, d *Dict) Expr {
	for !p.op("}") {
		if p.eatOp("**") {
			d.Keys = append(d.Keys, nil)
			d.Values = append(d.Values, p.bitwiseOr())
		} else {
			d.Keys = append(d.Keys, p.expression())
			p.wantOp(":")
			d.Values = append(d.Values, p.expression())
		}
		if !p.eatOp(",") {
			break
		}
	}
	p.wantOp("}")
	d.N = p.since(open.start)
	return d
}

// comprehensionAhead reports whether a for clause follows.
func (p *parser) comprehensionAhead() bool {
	return p.keyword("for") || p.keyword("async") && p.ahead(1).isKeyword("for")
}

// comprehensions parses one or more for clauses with their conditions.
func (p *parser) comprehensions() (list []*Comp) {
	for p.comprehensionAhead() {
		start := p.tok().start
		c := &Comp{Async: p.eatKeyword("async")}
		p.wantKeyword("for")
		c.Target = p.starTargets()
		p.wantKeyword("in")
		c.Iter = p.disjunction()
		for p.eatKeyword("if") {
			c.Ifs = append(c.Ifs, p.disjunction())
		}
		c.N = p.since(start)
		list = append(list, c)
	}
	return list
}
