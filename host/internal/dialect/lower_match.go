package dialect

// This file lowers match statements to nested ifs.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// match E:
//
//	case P if C: BODY
//	case Q: ...
//
// =>
// #m1 = E
// #done2 = False
// if <P matches #m1>:
//
//	<captures of P>
//	if C:
//	    #done2 = True
//	    BODY
//
// if not #done2: <the next case>
//
// Names are bound when the whole pattern matches, before the guard.
func (l *lowerer) match(s *python.Match) []syntax.Stmt {
	at := l.at(s)
	subject, done := l.temporary("m"), l.temporary("done")
	out := []syntax.Stmt{l.set(subject, l.expr(s.Subject), at), l.set(done, l.slot("False", at), at)}
	return append(out, l.cases(s.Cases, subject, done, at)...)
}

func (l *lowerer) cases(cases []*python.MatchCase, subject, done *variable, at syntax.Position) []syntax.Stmt {
	if len(cases) == 0 {
		return nil
	}
	c := cases[0]
	p := &pattern{l: l}
	out := p.match(c.Pattern, subject, func() []syntax.Stmt {
		var body []syntax.Stmt
		for _, b := range p.captures {
			body = append(body, assign(l.name(b.name, true, at), l.get(b.variable, at), at))
		}
		matched := func() []syntax.Stmt {
			return append([]syntax.Stmt{l.set(done, l.slot("True", at), at)}, l.block(c.Body)...)
		}
		if c.Guard == nil {
			return append(body, matched()...)
		}
		guard := l.condition(c.Guard)
		return append(body, &syntax.IfStmt{If: l.at(c.Guard), Cond: guard, True: matched()})
	})
	if next := l.cases(cases[1:], subject, done, at); len(next) > 0 {
		out = append(out, &syntax.IfStmt{If: at, Cond: not(l.get(done, at), at), True: next})
	}
	return out
}

// A pattern is the state of lowering one case's pattern.
type pattern struct {
	l        *lowerer
	captures []capture // names and the temporaries that hold what they will be bound to
}

// match makes statements that run then if x matches p. A pattern that tests is an if around what follows it, so parts
// are matched from left to right by nesting.
func (p *pattern) match(n python.Node, x *variable, then func() []syntax.Stmt) []syntax.Stmt {
	l := p.l
	at := l.at(n)
	test := func(cond syntax.Expr) []syntax.Stmt {
		return []syntax.Stmt{&syntax.IfStmt{If: at, Cond: cond, True: nonEmpty(then())}}
	}
	switch n := n.(type) {
	case *python.MatchValue:
		return test(l.comparison("==", l.get(x, at), l.expr(n.X), &held{n.X, x}, n.X, at))
	case *python.MatchSingleton:
		return test(binary(l.get(x, at), syntax.EQL, l.constant(n.X), at))
	case *python.MatchAs:
		if n.Pat == nil {
			p.capture(n.Name, x)
			return then()
		}
		return p.match(n.Pat, x, func() []syntax.Stmt {
			p.capture(n.Name, x)
			return then()
		})
	case *python.MatchOr:
		return p.alternatives(n, x, then)
	case *python.MatchSequence:
		return p.sequence(n, x, then)
	case *python.MatchMapping:
		return p.mapping(n, x, then)
	case *python.MatchClass:
		return p.class(n, x, then)
	}
	l.refuse(n, "this pattern", "")
	return nil
}

func (p *pattern) capture(name string, v *variable) {
	if name != "" {
		p.captures = append(p.captures, capture{name, v})
	}
}

// P | Q
// =>
// #or1 = False
// if <P matches>: <captures to temporaries>; #or1 = True
// if not #or1: <the same for Q>
// if #or1: ...
func (p *pattern) alternatives(n *python.MatchOr, x *variable, then func() []syntax.Stmt) []syntax.Stmt {
	l := p.l
	at := l.at(n)
	matched := l.temporary("or")
	held := map[string]*variable{}
	var order []string
	out := []syntax.Stmt{l.set(matched, l.slot("False", at), at)}
	for i, alternative := range n.Pats {
		q := &pattern{l: l}
		stmts := q.match(alternative, x, func() []syntax.Stmt {
			var body []syntax.Stmt
			for _, c := range q.captures {
				if held[c.name] == nil {
					held[c.name] = l.temporary("v")
					order = append(order, c.name)
				}
				body = append(body, l.set(held[c.name], l.get(c.variable, at), at))
			}
			return append(body, l.set(matched, l.slot("True", at), at))
		})
		if i > 0 {
			stmts = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: not(l.get(matched, at), at), True: nonEmpty(stmts)}}
		}
		out = append(out, stmts...)
	}
	for _, name := range order {
		p.capture(name, held[name])
	}
	return append(out, &syntax.IfStmt{If: at, Cond: l.get(matched, at), True: nonEmpty(then())})
}

// parts matches patterns against the elements of the tuple that x yields, None if there is no match:
//
//	#t1 = x
//	if #t1 != None: #v2 = #t1[0]; <P matches #v2>: ...
func (p *pattern) parts(x syntax.Expr, parts []python.Node, at syntax.Position, then func() []syntax.Stmt) []syntax.Stmt {
	l := p.l
	all := l.temporary("t")
	var next func(i int) []syntax.Stmt
	next = func(i int) []syntax.Stmt {
		if i == len(parts) {
			return then()
		}
		if as, ok := parts[i].(*python.MatchAs); ok && as.Pat == nil && as.Name == "" {
			return next(i + 1)
		}
		v := l.temporary("v")
		out := []syntax.Stmt{l.set(v, subscript(l.get(all, at), number(int64(i)), at), at)}
		return append(out, p.match(parts[i], v, func() []syntax.Stmt { return next(i + 1) })...)
	}
	return []syntax.Stmt{
		l.set(all, x, at),
		&syntax.IfStmt{If: at, Cond: binary(l.get(all, at), syntax.NEQ, l.none(), at), True: nonEmpty(next(0))},
	}
}

// [P, *rest, Q] => the parts of #matchseq(x, 1, 1, True)
func (p *pattern) sequence(n *python.MatchSequence, x *variable, then func() []syntax.Stmt) []syntax.Stmt {
	l := p.l
	at := l.at(n)
	before, after, star := len(n.Pats), 0, "False"
	parts := append([]python.Node{}, n.Pats...)
	for i, q := range parts {
		if s, ok := q.(*python.MatchStar); ok {
			before, after, star = i, len(parts)-i-1, "True"
			parts[i] = &python.MatchAs{N: s.N, Name: s.Name}
		}
	}
	return p.parts(l.call(at, "#matchseq", l.get(x, at), number(int64(before)), number(int64(after)), l.slot(star, at)), parts, at, then)
}

// {K: P, **rest} => the parts of #matchmap(x, (K,), True)
func (p *pattern) mapping(n *python.MatchMapping, x *variable, then func() []syntax.Stmt) []syntax.Stmt {
	l := p.l
	at := l.at(n)
	parts, rest := append([]python.Node{}, n.Pats...), "False"
	if n.Rest != "" {
		rest = "True"
		parts = append(parts, &python.MatchAs{N: n.N, Name: n.Rest})
	}
	return p.parts(l.call(at, "#matchmap", l.get(x, at), tuple(at, l.exprs(n.Keys)...), l.slot(rest, at)), parts, at, then)
}

// C(P, a=Q) => the parts of #matchclass(x, C, 1, ("a",))
func (p *pattern) class(n *python.MatchClass, x *variable, then func() []syntax.Stmt) []syntax.Stmt {
	l := p.l
	at := l.at(n)
	var names []syntax.Expr
	for _, name := range n.KwNames {
		names = append(names, text(name))
	}
	parts := append(append([]python.Node{}, n.Pats...), n.KwPats...)
	return p.parts(l.call(at, "#matchclass", l.get(x, at), l.expr(n.Cls), number(int64(len(n.Pats))), tuple(at, names...)), parts, at, then)
}
