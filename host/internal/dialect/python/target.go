package python

// This file parses and marks targets: what assignment, for, with, del and := store to or delete.

// setContext marks x, parsed as an expression, as a target. It fails for what cannot be one.
func (p *parser) setContext(x Expr, c Ctx) {
	switch x := x.(type) {
	case *Name:
		x.Ctx = c
	case *Attribute:
		x.Ctx = c
	case *Subscript:
		x.Ctx = c
	case *Starred:
		if _, double := x.X.(*Starred); double || c == Del {
			p.fail()
		}
		x.Ctx = c
		p.setContext(x.X, c)
	case *List:
		x.Ctx = c
		for _, e := range x.Elts {
			p.setContext(e, c)
		}
	case *Tuple:
		x.Ctx = c
		for _, e := range x.Elts {
			p.setContext(e, c)
		}
	default:
		p.fail()
	}
}

// starTargets parses the targets of a for clause.
func (p *parser) starTargets() Expr {
	start := p.tok().start
	x := p.rawTarget()
	if p.op(",") {
		tuple := &Tuple{Elts: []Expr{x}}
		for p.eatOp(",") {
			if p.keyword("in") {
				break
			}
			tuple.Elts = append(tuple.Elts, p.rawTarget())
		}
		tuple.N = p.since(start)
		x = tuple
	}
	p.setContext(x, Store)
	return x
}

// starTarget parses one target.
func (p *parser) starTarget() Expr {
	x := p.rawTarget()
	p.setContext(x, Store)
	return x
}

// rawTarget parses what setContext then decides about.
func (p *parser) rawTarget() Expr {
	if p.op("*") {
		t := p.next()
		x := p.bitwiseOr()
		return &Starred{N: p.since(t.start), X: x}
	}
	return p.bitwiseOr()
}

// kindOf returns CPython's words for an expression, as in "cannot assign to literal".
func kindOf(x Expr) string {
	switch x := x.(type) {
	case *Constant:
		switch x.Kind {
		case KNone:
			return "None"
		case KTrue:
			return "True"
		case KFalse:
			return "False"
		case KEllipsis:
			return "ellipsis"
		}
		return "literal"
	case *JoinedStr, *FormattedValue:
		return "f-string expression"
	case *Compare:
		return "comparison"
	case *Call:
		return "function call"
	case *IfExp:
		return "conditional expression"
	case *Lambda:
		return "lambda"
	case *GeneratorExp:
		return "generator expression"
	case *ListComp:
		return "list comprehension"
	case *SetComp:
		return "set comprehension"
	case *DictComp:
		return "dict comprehension"
	case *Dict:
		return "dict literal"
	case *Set:
		return "set display"
	case *Yield, *YieldFrom:
		return "yield expression"
	case *Await:
		return "await expression"
	case *NamedExpr:
		return "named expression"
	case *Tuple:
		return "tuple"
	case *List:
		return "list"
	case *Starred:
		return "starred"
	case *Name:
		return "name"
	case *Attribute:
		return "attribute"
	case *Subscript:
		return "subscript"
	}
	return "expression"
}

// invalidTarget returns the part of x that cannot be assigned to or deleted, nil if there is none. In the target of a
// for loop "a in b" is read as a comparison, of which only the left side counts.
func invalidTarget(x Expr, purpose string) Expr {
	switch x := x.(type) {
	case *List:
		return firstInvalid(x.Elts, purpose)
	case *Tuple:
		return firstInvalid(x.Elts, purpose)
	case *Starred:
		if purpose == "del" {
			return x
		}
		return invalidTarget(x.X, purpose)
	case *Compare:
		if purpose == "for" {
			if x.Ops[0] == "in" {
				return invalidTarget(x.L, purpose)
			}
			return nil
		}
	case *Name, *Attribute, *Subscript, nil:
		return nil
	}
	return x
}

func firstInvalid(list []Expr, purpose string) Expr {
	for _, x := range list {
		if bad := invalidTarget(x, purpose); bad != nil {
			return bad
		}
	}
	return nil
}
