package python

// This file parses simple statements: those that have no block.

// simpleStatements parses simple statements up to the end of the line.
func (p *parser) simpleStatements(out []Stmt) []Stmt {
	for {
		out = append(out, p.simpleStatement())
		if !p.eatOp(";") {
			break
		}
		if p.tok().kind == tokNewline {
			break
		}
	}
	p.want(tokNewline)
	return out
}

func (p *parser) simpleStatement() Stmt {
	t := p.tok()
	if t.keyword {
		switch t.text {
		case "pass":
			p.next()
			return &Pass{N{t.start, t.end}}
		case "break":
			p.next()
			return &Break{N{t.start, t.end}}
		case "continue":
			p.next()
			return &Continue{N{t.start, t.end}}
		case "return":
			return p.returnStatement()
		case "raise":
			return p.raiseStatement()
		case "global", "nonlocal":
			return p.scopeStatement()
		case "del":
			return p.delStatement()
		case "assert":
			return p.assertStatement()
		case "import":
			return p.importStatement()
		case "from":
			return p.importFrom()
		}
	}
	return p.expressionStatement()
}

// endOfStatement reports whether the next token ends a simple statement.
func (p *parser) endOfStatement() bool { return p.tok().kind == tokNewline || p.op(";") }

func (p *parser) returnStatement() Stmt {
	t := p.next()
	n := &Return{}
	if !p.endOfStatement() {
		n.X = p.starExpressions()
	}
	n.N = p.since(t.start)
	return n
}

func (p *parser) raiseStatement() Stmt {
	t := p.next()
	n := &Raise{}
	if !p.endOfStatement() {
		n.Exc = p.expression()
		if p.eatKeyword("from") {
			n.Cause = p.expression()
		}
	}
	n.N = p.since(t.start)
	return n
}

func (p *parser) scopeStatement() Stmt {
	t := p.next()
	names := []string{p.name().text}
	for p.eatOp(",") {
		names = append(names, p.name().text)
	}
	if t.text == "global" {
		return &Global{p.since(t.start), names}
	}
	return &Nonlocal{p.since(t.start), names}
}

func (p *parser) delStatement() Stmt {
	t := p.next()
	n := &Delete{}
	for {
		x := p.bitwiseOr()
		p.setContext(x, Del)
		n.Targets = append(n.Targets, x)
		if !p.eatOp(",") || p.endOfStatement() {
			break
		}
	}
	n.N = p.since(t.start)
	return n
}

func (p *parser) assertStatement() Stmt {
	t := p.next()
	n := &Assert{Test: p.expression()}
	if p.eatOp(",") {
		n.Msg = p.expression()
	}
	n.N = p.since(t.start)
	return n
}

func (p *parser) importStatement() Stmt {
	t := p.next()
	n := &Import{}
	for {
		at := p.tok().start
		a := &Alias{Name: p.dottedName()}
		p.asName(a, at)
		n.Names = append(n.Names, a)
		if !p.eatOp(",") {
			break
		}
	}
	n.N = p.since(t.start)
	return n
}

// asName parses the "as name" that may follow an imported name and closes the alias.
func (p *parser) asName(a *Alias, start Pos) {
	if p.eatKeyword("as") {
		a.As = p.name().text
	}
	a.N = p.since(start)
}

func (p *parser) dottedName() string {
	s := p.name().text
	for p.eatOp(".") {
		s += "." + p.name().text
	}
	return s
}

func (p *parser) importFrom() Stmt {
	t := p.next()
	n := &ImportFrom{}
	for {
		if p.eatOp(".") {
			n.Level++
		} else if p.eatOp("...") {
			n.Level += 3
		} else {
			break
		}
	}
	if !p.keyword("import") || n.Level == 0 {
		n.Module = p.dottedName()
	}
	p.wantKeyword("import")
	switch {
	case p.op("*"):
		star := p.next()
		n.Names = []*Alias{{N{star.start, star.end}, "*", ""}}
	case p.eatOp("("):
		n.Names = p.importedNames(true)
		p.wantOp(")")
	default:
		n.Names = p.importedNames(false)
	}
	n.N = p.since(t.start)
	return n
}

// importedNames parses a list of names; only in parentheses may a comma end it.
func (p *parser) importedNames(parenthesised bool) (names []*Alias) {
	for {
		t := p.name()
		a := &Alias{Name: t.text}
		p.asName(a, t.start)
		names = append(names, a)
		if !p.eatOp(",") || parenthesised && p.op(")") {
			return names
		}
	}
}

// expressionStatement parses an expression or an assignment.
func (p *parser) expressionStatement() Stmt {
	start := p.tok().start
	x := p.yieldOrStarExpressions()
	t := p.tok()
	if t.kind == tokOp {
		switch {
		case t.text == "=":
			return p.assignment(start, x)
		case t.text == ":":
			return p.annotated(start, x)
		case isAugmented(t.text):
			return p.augmented(start, x)
		}
	}
	return &ExprStmt{p.since(start), x}
}

func (p *parser) assignment(start Pos, x Expr) Stmt {
	n := &Assign{Value: x}
	for p.eatOp("=") {
		n.Targets = append(n.Targets, n.Value)
		p.setContext(n.Value, Store)
		n.Value = p.yieldOrStarExpressions()
	}
	n.N = p.since(start)
	return n
}

func (p *parser) annotated(start Pos, x Expr) Stmt {
	n := &AnnAssign{Target: x}
	switch y := x.(type) {
	case *Name:
		n.Simple = y.P == start
	case *Attribute, *Subscript:
	default:
		p.fail()
	}
	p.setContext(x, Store)
	p.wantOp(":")
	n.Ann = p.expression()
	if p.eatOp("=") {
		n.Value = p.yieldOrStarExpressions()
	}
	n.N = p.since(start)
	return n
}

func (p *parser) augmented(start Pos, x Expr) Stmt {
	switch x.(type) {
	case *Name, *Attribute, *Subscript:
		p.setContext(x, Store)
	default:
		p.fail()
	}
	t := p.next()
	n := &AugAssign{Target: x, Op: t.text[:len(t.text)-1], OpPos: t.start}
	n.Value = p.yieldOrStarExpressions()
	n.N = p.since(start)
	return n
}
