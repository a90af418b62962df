package python

// This file parses parameters of functions and arguments of calls.

// parameters parses the parameters of a def, up to end ")", or of a lambda, up to end ":".
func (p *parser) parameters(end string) *Arguments {
	start := p.tok().start
	a := &Arguments{}
	star := false
	for !p.op(end) {
		switch {
		case p.op("/"):
			if star || len(a.PosOnly) > 0 || len(a.Args) == 0 {
				p.fail()
			}
			p.next()
			a.PosOnly, a.Args = a.Args, nil
		case p.op("**"):
			p.next()
			a.Kwarg = p.parameter(end, false)
			p.eatOp(",")
			if !p.op(end) {
				p.fail()
			}
			a.N = p.since(start)
			return a
		case p.op("*"):
			if star {
				p.fail()
			}
			star = true
			p.starParameter(a, end)
		default:
			p.plainParameter(a, end, star)
		}
		if !p.eatOp(",") {
			break
		}
	}
	a.N = N{start, start}
	if p.tokens[p.at].start != start {
		a.N = p.since(start)
	}
	return a
}

// starParameter parses *name or the bare * that parameters must follow.
func (p *parser) starParameter(a *Arguments, end string) {
	p.next()
	if !p.op(",") {
		a.Vararg = p.parameter(end, true)
	} else if !p.ahead(1).isName() {
		p.next()
		p.fail()
	}
}

// plainParameter parses a parameter with or without a default.
func (p *parser) plainParameter(a *Arguments, end string, keywordOnly bool) {
	g := p.parameter(end, false)
	var value Expr
	if p.eatOp("=") {
		value = p.expression()
	}
	switch {
	case keywordOnly:
		a.KwOnly = append(a.KwOnly, g)
		a.KwDefaults = append(a.KwDefaults, value)
		return
	case value != nil:
		a.Defaults = append(a.Defaults, value)
	case len(a.Defaults) > 0:
		p.fail()
	}
	a.Args = append(a.Args, g)
}

// parameter parses a name and, in a def, its annotation. That of *args may have a star.
func (p *parser) parameter(end string, star bool) *Arg {
	t := p.name()
	g := &Arg{Name: t.text}
	if end == ")" && p.eatOp(":") {
		if star {
			g.Ann = p.starExpression()
		} else {
			g.Ann = p.expression()
		}
	}
	g.N = p.since(t.start)
	return g
}

// call parses the arguments of a call from the parenthesis on.
func (p *parser) call(start Pos, f Expr) Expr {
	open := p.next()
	c := &Call{Func: f, LP: open.start}
	c.Args, c.Keywords = p.arguments(open)
	p.wantOp(")")
	c.N = p.since(start)
	return c
}

// arguments parses the arguments of a call or class up to the closing parenthesis. A generator expression may use the
// parentheses of a call as its own; open is the first of them, nil for a class.
func (p *parser) arguments(open *token) (args []Expr, keywords []*Keyword) {
	named, unpacked := false, false // a keyword argument, ** was there
	for !p.op(")") {
		switch t := p.tok(); {
		case p.op("**"):
			p.next()
			k := &Keyword{Value: p.expression()}
			k.N = p.since(t.start)
			keywords = append(keywords, k)
			unpacked = true
		case p.op("*"):
			if unpacked {
				p.fail()
			}
			p.next()
			s := &Starred{X: p.expression()}
			s.N = p.since(t.start)
			args = append(args, s)
		case t.isName() && p.ahead(1).isOp("="):
			p.at += 2
			k := &Keyword{Arg: t.text, Value: p.expression()}
			k.N = p.since(t.start)
			keywords = append(keywords, k)
			named = true
		default:
			if named || unpacked {
				p.fail()
			}
			x := p.namedExpression()
			if open != nil && len(args) == 0 && p.comprehensionAhead() {
				return []Expr{p.soleGenerator(open, x)}, nil
			}
			args = append(args, x)
		}
		if !p.eatOp(",") {
			break
		}
	}
	return args, keywords
}

// soleGenerator parses a generator expression that has the parentheses of a call, which it spans, too.
func (p *parser) soleGenerator(open *token, x Expr) Expr {
	g := &GeneratorExp{Elt: x, Gens: p.comprehensions()}
	if !p.op(")") {
		p.fail()
	}
	g.N = N{open.start, p.tok().end}
	return g
}
