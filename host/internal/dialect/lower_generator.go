package dialect

// This file lowers generators. The run time runs a generator's body as a coroutine; yield is a function it passes.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

// def g(a): BODY
// =>
//
//	def g(a):
//	    def #body(#y, a): BODY      with yield E as #y[E]
//	    return #gen(#body, a)
func (l *lowerer) generator(s *python.FunctionDef, statements []python.Stmt, info *functionInfo) []syntax.Stmt {
	at := l.at(s)
	outer := l.scope
	d := &syntax.DefStmt{Def: at, Name: ident("#body")}
	f := &function{parent: l.fn, raw: map[*variable]string{}, params: &d.Params, body: &d.Body}
	scope := newScope(info.table, outer.parent, f)
	scope.prefix, scope.home, scope.self, scope.own, scope.first = outer.prefix, outer.home, outer.self, true, outer.first
	f.scope = scope
	f.yield = scope.declare("#y")
	d.Params = []syntax.Expr{ident("#y")}
	args := []syntax.Expr{ident("#body")}
	for _, p := range parameters(s.Args) {
		d.Params = append(d.Params, ident(p.Name))
		args = append(args, l.name(p.Name, false, at))
	}
	l.enter(f, scope, func() { d.Body = l.block(statements) })
	l.rename(&d.Function, info.qualname)
	make := "#gen"
	if l.runsAhead(s.Body, info.table) {
		make = "#genahead"
	}
	return []syntax.Stmt{d, &syntax.ReturnStmt{Return: at, Result: l.call(at, make, args...)}}
}

// lambdaGenerator makes the generator that a lambda with a yield returns.
func (l *lowerer) lambdaGenerator(x *python.Lambda, info *functionInfo) syntax.Expr {
	at := l.at(x)
	outer := l.scope
	body := &syntax.LambdaExpr{Lambda: at, Params: []syntax.Expr{ident("#y")}}
	f := &function{parent: l.fn, raw: map[*variable]string{}, params: &body.Params}
	scope := newScope(info.table, outer.parent, f)
	scope.prefix, scope.home, scope.self, scope.own, scope.first = outer.prefix, outer.home, outer.self, true, outer.first
	f.scope = scope
	f.yield = scope.declare("#y")
	args := []syntax.Expr{body}
	for _, p := range parameters(x.Args) {
		body.Params = append(body.Params, ident(p.Name))
		args = append(args, l.name(p.Name, false, at))
	}
	l.enter(f, scope, func() { body.Body = l.expr(x.Body) })
	l.rename(&body.Function, info.qualname)
	return l.call(at, "#gen", args...)
}

// yield E => #y[E]
func (l *lowerer) yieldExpr(x *python.Yield) syntax.Expr {
	at := l.at(x)
	value := l.none()
	if x.X != nil {
		value = l.expr(x.X)
	}
	return subscript(l.get(l.fn.yield, at), value, at)
}

// yield from E => #yieldfrom(#y, E)
func (l *lowerer) yieldFrom(x *python.YieldFrom) syntax.Expr {
	at := l.at(x)
	return l.call(at, "#yieldfrom", l.get(l.fn.yield, at), l.expr(x.X))
}

// (E for T in X if C) => #gen(lambda #y, #it: [0 for T in #it if C if #y[E] and 0], #1.iter[X])
//
// The comprehension is the loop; its last condition yields and is never true, so the list stays empty.
func (l *lowerer) generatorExpression(x *python.GeneratorExp) syntax.Expr {
	at := l.at(x)
	first := l.header(x.Gens[0].Iter)
	out := &syntax.LambdaExpr{Lambda: at, Params: []syntax.Expr{ident("#y"), ident("#it")}}
	f := &function{parent: l.fn, raw: map[*variable]string{}, params: &out.Params}
	scope := &scope{table: l.scope.table, kind: functionScope, parent: l.scope, fn: f, vars: map[string]*variable{}, prefix: l.scope.prefix}
	f.scope = scope
	f.yield = scope.declare("#y")
	iterable := scope.declare("#it")
	l.enter(f, scope, func() {
		c := l.comprehensionOver(x, x.Gens, l.get(iterable, at), func() syntax.Expr {
			return subscript(l.get(f.yield, at), l.expr(x.Elt), at)
		}).(*syntax.Comprehension)
		c.Clauses = append(c.Clauses, &syntax.IfClause{If: at, Cond: binary(c.Body, syntax.AND, number(0), at)})
		c.Body = number(0)
		out.Body = c
	})
	l.patches = append(l.patches, func() { out.Function.(*resolve.Function).Name = "<genexpr>" })
	if l.expressionRunsAhead(x) {
		return l.call(at, "#genahead", out, first)
	}
	return l.call(at, "#gen", out, first)
}
