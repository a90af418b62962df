package dialect

// This file lowers list, set and dict comprehensions.

import (
	"fmt"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// [E for T in X if C] => [E for T in #1.iter[X] if C]
// The element is lowered by the argument; a DictEntry makes a dict.
func (l *lowerer) comprehension(node python.Expr, gens []*python.Comp, element func() syntax.Expr) syntax.Expr {
	first := l.header(gens[0].Iter)
	return l.comprehensionOver(node, gens, first, element)
}

// comprehensionOver lowers a comprehension whose first iterable has been lowered, in the scope around.
func (l *lowerer) comprehensionOver(node python.Expr, gens []*python.Comp, first syntax.Expr, element func() syntax.Expr) syntax.Expr {
	at := l.at(node)
	out := &syntax.Comprehension{Lbrack: at}
	outer := l.scope
	l.scope = newScope(l.inner(node), outer, l.fn)
	for i, g := range gens {
		x := first
		if i > 0 {
			x = l.header(g.Iter)
		}
		out.Clauses = append(out.Clauses, l.clauseTarget(g, x, at)...)
		for _, c := range g.Ifs {
			out.Clauses = append(out.Clauses, &syntax.IfClause{If: at, Cond: l.condition(c)})
		}
	}
	out.Body = element()
	_, out.Curly = out.Body.(*syntax.DictEntry)
	l.scope = outer
	return out
}

// for a, b in X      => for (a, b) in X
// for a, *b in X     => for #u in X for (a, b) in [#unpackstar(#u, 1, 0)]
// for (a, *b), c ... => likewise, a clause for each level
func (l *lowerer) clauseTarget(g *python.Comp, x syntax.Expr, at syntax.Position) []syntax.Node {
	_, sequence := elements(g.Target)
	if t, ok := l.nativeTarget(g.Target); ok && !(sequence && l.python && l.elementKind(l.scope.table, g.Iter).perhaps(stringKind)) {
		return []syntax.Node{&syntax.ForClause{For: at, Vars: t, X: x}}
	}
	v := l.comprehensionVariable()
	out := []syntax.Node{&syntax.ForClause{For: at, Vars: l.use(v, true, at), X: x}}
	return append(out, l.clauseUnpack(g.Target, l.get(v, at), at)...)
}

// comprehensionVariable makes a variable of the comprehension being lowered.
func (l *lowerer) comprehensionVariable() *variable {
	v := l.temporary("u")
	if v.global {
		delete(l.global.vars, v.name)
		v.global = false
	}
	return v
}

func (l *lowerer) clauseUnpack(t python.Expr, x syntax.Expr, at syntax.Position) []syntax.Node {
	one := func(vars, x syntax.Expr) syntax.Node { return &syntax.ForClause{For: at, Vars: vars, X: list(x)} }
	elts, ok := elements(t)
	if !ok {
		target, ok := l.nativeTarget(t)
		if !ok {
			l.refuse(t, "this target in a comprehension", "assign to names")
		}
		return []syntax.Node{one(target, x)}
	}
	var vars []syntax.Expr
	var rest []syntax.Node
	for _, e := range elts {
		if s, ok := e.(*python.Starred); ok {
			e = s.X
		}
		if target, ok := l.nativeTarget(e); ok {
			vars = append(vars, target)
			continue
		}
		v := l.comprehensionVariable()
		vars = append(vars, l.use(v, true, at))
		rest = append(rest, l.clauseUnpack(e, l.get(v, at), at)...)
	}
	return append([]syntax.Node{one(tuple(at, vars...), l.unpacked(elts, x, at))}, rest...)
}

// unpacked makes x fit for a target with the elements elts.
func (l *lowerer) unpacked(elts []python.Expr, x syntax.Expr, at syntax.Position) syntax.Expr {
	if i := starred(elts); i >= 0 {
		return l.call(at, "#unpackstar", x, number(int64(i)), number(int64(len(elts)-i-1)))
	}
	return l.applied(at, fmt.Sprintf("unpack%d", len(elts)), x)
}

// dictComprehension: {K: V for ...} is native.
func (l *lowerer) dictComprehension(x *python.DictComp) syntax.Expr {
	return l.comprehension(x, x.Gens, func() syntax.Expr {
		return &syntax.DictEntry{Key: l.expr(x.Key), Colon: l.at(x), Value: l.expr(x.Value)}
	})
}

// listComprehension lowers any comprehension or generator expression as a list comprehension.
func (l *lowerer) listComprehension(node, elt python.Expr, gens []*python.Comp) syntax.Expr {
	return l.comprehension(node, gens, func() syntax.Expr { return l.expr(elt) })
}
