package python

// This file parses statements that have blocks, except match.

// statement parses one statement or one line of simple statements. After a panic p.stmt is the innermost statement that
// was at hand.
func (p *parser) statement(out []Stmt) []Stmt {
	outer := p.stmt
	p.stmt = p.at
	out = p.anyStatement(out)
	p.stmt = outer
	return out
}

func (p *parser) anyStatement(out []Stmt) []Stmt {
	t := p.tok()
	switch {
	case t.isOp("@"):
		return append(out, p.decorated())
	case !t.keyword:
		if t.kind == tokName && t.text == "match" {
			if m := p.matchStatement(); m != nil {
				return append(out, m)
			}
		}
		return p.simpleStatements(out)
	}
	var s Stmt
	switch t.text {
	case "if":
		s = p.ifStatement()
	case "while":
		s = p.whileStatement()
	case "for":
		s = p.forStatement(t.start, false)
	case "try":
		s = p.tryStatement()
	case "with":
		s = p.withStatement(t.start, false)
	case "def":
		s = p.functionDef(nil)
	case "class":
		s = p.classDef(nil)
	case "async":
		s = p.asyncStatement()
	default:
		return p.simpleStatements(out)
	}
	return append(out, s)
}

func (p *parser) asyncStatement() Stmt {
	t := p.tok()
	switch next := p.ahead(1); {
	case next.isKeyword("def"):
		return p.functionDef(nil)
	case next.isKeyword("for"):
		p.next()
		return p.forStatement(t.start, true)
	case next.isKeyword("with"):
		p.next()
		return p.withStatement(t.start, true)
	}
	p.next()
	p.fail()
	return nil
}

func (p *parser) decorated() Stmt {
	var decorators []Expr
	for p.eatOp("@") {
		decorators = append(decorators, p.namedExpression())
		p.want(tokNewline)
	}
	if p.keyword("class") {
		return p.classDef(decorators)
	}
	return p.functionDef(decorators)
}

// block parses a colon and what belongs to the statement: indented lines, or the rest of the line.
func (p *parser) block() []Stmt {
	p.wantOp(":")
	if p.tok().kind != tokNewline {
		return p.simpleStatements(nil)
	}
	p.enter()
	defer p.leave()
	p.next()
	p.want(tokIndent)
	var out []Stmt
	for p.tok().kind != tokDedent {
		out = p.statement(out)
	}
	p.next()
	return out
}

func (p *parser) elseBlock() []Stmt {
	if p.eatKeyword("else") {
		return p.block()
	}
	return nil
}

// ifStatement parses from the if or elif.
func (p *parser) ifStatement() Stmt {
	p.enter()
	defer p.leave()
	t := p.next()
	n := &If{Cond: p.namedExpression()}
	n.Body = p.block()
	if p.keyword("elif") {
		n.Else = []Stmt{p.ifStatement()}
	} else {
		n.Else = p.elseBlock()
	}
	n.N = p.sinceBlock(t.start)
	return n
}

func (p *parser) whileStatement() Stmt {
	t := p.next()
	n := &While{Cond: p.namedExpression()}
	n.Body = p.block()
	n.Else = p.elseBlock()
	n.N = p.sinceBlock(t.start)
	return n
}

func (p *parser) forStatement(start Pos, async bool) Stmt {
	p.next()
	n := &For{Async: async, Target: p.starTargets()}
	p.wantKeyword("in")
	n.Iter = p.starExpressions()
	n.Body = p.block()
	n.Else = p.elseBlock()
	n.N = p.sinceBlock(start)
	return n
}

func (p *parser) tryStatement() Stmt {
	t := p.next()
	n := &Try{Body: p.block()}
	for p.keyword("except") {
		n.Handlers = append(n.Handlers, p.handler(n))
	}
	if len(n.Handlers) > 0 {
		n.Else = p.elseBlock()
	}
	if p.eatKeyword("finally") {
		n.Finally = p.block()
	} else if len(n.Handlers) == 0 {
		p.fail()
	}
	n.N = p.sinceBlock(t.start)
	return n
}

// handler parses an except clause of n. The first one decides whether all are except*.
func (p *parser) handler(n *Try) *Handler {
	t := p.next()
	star := p.eatOp("*")
	if len(n.Handlers) > 0 && star != n.Star {
		p.fail()
	}
	n.Star = star
	h := &Handler{}
	if star || !p.op(":") {
		h.Type = p.expression()
		if p.eatKeyword("as") {
			h.Name = p.name().text
		}
	}
	h.Body = p.block()
	h.N = p.sinceBlock(t.start)
	return h
}

func (p *parser) withStatement(start Pos, async bool) Stmt {
	p.next()
	n := &With{Async: async}
	// A parenthesis may enclose the items or begin the first item's expression.
	if !p.op("(") || !p.try(func() { n.Items = p.parenthesisedItems() }) {
		n.Items = []*WithItem{p.withItem()}
		for p.eatOp(",") {
			n.Items = append(n.Items, p.withItem())
		}
	}
	n.Body = p.block()
	n.N = p.sinceBlock(start)
	return n
}

func (p *parser) parenthesisedItems() (items []*WithItem) {
	p.next()
	for {
		items = append(items, p.withItem())
		if !p.eatOp(",") || p.op(")") {
			break
		}
	}
	p.wantOp(")")
	if !p.op(":") {
		p.fail()
	}
	return items
}

func (p *parser) withItem() *WithItem {
	start := p.tok().start
	w := &WithItem{Ctx: p.expression()}
	if p.eatKeyword("as") {
		w.Vars = p.starTarget()
	}
	w.N = p.since(start)
	return w
}

func (p *parser) functionDef(decorators []Expr) Stmt {
	start := p.tok().start
	n := &FunctionDef{Decos: decorators, Async: p.eatKeyword("async")}
	p.wantKeyword("def")
	name := p.name()
	n.Name, n.NamePos = name.text, name.start
	p.wantOp("(")
	n.Args = p.parameters(")")
	p.wantOp(")")
	if p.eatOp("->") {
		n.Returns = p.expression()
	}
	n.Body = p.block()
	n.N = p.sinceBlock(start)
	return n
}

func (p *parser) classDef(decorators []Expr) Stmt {
	t := p.next()
	n := &ClassDef{Decos: decorators, Name: p.name().text}
	if p.eatOp("(") {
		n.Bases, n.Keywords = p.arguments(nil)
		p.wantOp(")")
	}
	n.Body = p.block()
	n.N = p.sinceBlock(t.start)
	return n
}
