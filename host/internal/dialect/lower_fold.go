package dialect

// This file lowers sum, any and all of a generator expression to a loop. A generator costs a coroutine, and a list
// comprehension would hold all elements and not stop early.

import (
	"fmt"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

// any(E for T in X if C)
// =>
// def #fold1(#it, <variables of E and C>):      before the module's body
//
//	for T in #it:
//	    if C:
//	        if E: return True
//	return False
//
// #fold1(#1.iter[X], <variables of E and C>)
//
// The function captures nothing, so it can serve a lambda or a comprehension too. That the variables are passed by
// value shows only if the elements change them, so such expressions are left alone.
func (l *lowerer) fold(op string, g *python.GeneratorExp, at syntax.Position) (syntax.Expr, bool) {
	captured, ok := l.captured(g)
	if !ok || len(captured) > 100 {
		return nil, false
	}
	args := []syntax.Expr{l.header(g.Gens[0].Iter)}
	for _, v := range captured {
		args = append(args, l.get(v.variable, at))
	}
	l.n++
	name := fmt.Sprintf("#fold%d", l.n)
	d := &syntax.DefStmt{Def: at, Name: ident(name)}
	f := &function{parent: l.top, lifted: l.fn, raw: map[*variable]string{}, params: &d.Params, body: &d.Body}
	f.scope = newScope(l.inner(g), l.scope, f)
	f.scope.kind = functionScope
	d.Params = []syntax.Expr{ident("#it")}
	iterable := f.scope.declare("#it")
	for _, v := range captured {
		f.scope.declare(v.name)
		d.Params = append(d.Params, ident(v.name))
	}
	l.enter(f, f.scope, func() { d.Body = l.foldBody(op, g, iterable, at) })
	l.makers = append(l.makers, d)
	l.patches = append(l.patches, func() { d.Function.(*resolve.Function).Name = "<genexpr>" })
	return invoke(ident(name), at, args...), true
}

func (l *lowerer) foldBody(op string, g *python.GeneratorExp, iterable *variable, at syntax.Position) []syntax.Stmt {
	result := func(name string) syntax.Stmt {
		return &syntax.ReturnStmt{Return: at, Result: l.slot(name, at)}
	}
	total := l.temporary("total")
	element := l.expr(g.Elt)
	var body []syntax.Stmt
	switch op {
	case "sum":
		if k := l.kind(g.Elt); k.perhaps(boolKind) || !k.only(numberKind) && !arithmeticOperator(g.Elt) {
			element = l.applied(at, "int", element)
		}
		body = []syntax.Stmt{&syntax.AssignStmt{Op: syntax.PLUS_EQ, OpPos: at, LHS: l.use(total, true, at), RHS: element}}
	case "any":
		body = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: element, True: []syntax.Stmt{result("True")}}}
	case "all":
		body = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: not(element, at), True: []syntax.Stmt{result("False")}}}
	}
	for i := len(g.Gens) - 1; i >= 0; i-- {
		c := g.Gens[i]
		for k := len(c.Ifs) - 1; k >= 0; k-- {
			body = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: l.condition(c.Ifs[k]), True: body}}
		}
		x := l.get(iterable, at)
		if i > 0 {
			x = l.header(c.Iter)
		}
		vars, first := l.loopTarget(c.Target, c.Iter, at)
		body = []syntax.Stmt{&syntax.ForStmt{For: at, Vars: vars, X: x, Body: append(first, body...)}}
	}
	switch op {
	case "sum":
		body = append([]syntax.Stmt{l.set(total, number(0), at)}, body...)
		return append(body, &syntax.ReturnStmt{Return: at, Result: l.get(total, at)})
	case "any":
		return append(body, result("False"))
	}
	return append(body, result("True"))
}

// arithmeticOperator reports whether x is an operation whose result is no bool.
func arithmeticOperator(x python.Expr) bool {
	b, ok := x.(*python.BinOp)
	return ok && b.Op != "&" && b.Op != "|" && b.Op != "^"
}

// A capture is a variable of an enclosing function or comprehension, and its name in the source.
type capture struct {
	name     string
	variable *variable
}

// captured lists the variables around that a generator expression reads, its first iterable apart; false if it cannot
// have them by value: they are assigned meanwhile, or kept by a function.
func (l *lowerer) captured(g *python.GeneratorExp) ([]capture, bool) {
	var out []capture
	seen, inner := map[string]bool{}, map[string]bool{}
	ok := true
	t := l.inner(g)
	for _, n := range t.inner { // names of nested comprehensions are theirs
		n.names(inner)
	}
	var visit func(x python.Expr)
	visit = func(x python.Expr) {
		switch x := x.(type) {
		case *python.NamedExpr, *python.Lambda, *python.Yield, *python.YieldFrom, *python.GeneratorExp:
			ok = false
			return
		case *python.Call:
			if isCallOf(x, "super") {
				ok = false
			}
		case *python.Name:
			if x.Id == "__class__" {
				ok = false
			}
			if t.symbols[x.Id] == nil && !seen[x.Id] {
				seen[x.Id] = true
				v, class := l.lookup(x.Id)
				if class != nil {
					v = nil // not visible in a generator expression
				}
				if v == nil || v.global {
					break
				}
				if inner[x.Id] {
					ok = false
					break
				}
				if s := t.resolve(x.Id); s != nil {
					for _, b := range s.bindings {
						ok = ok && b.in.function() == s.table.function()
					}
				}
				out = append(out, capture{x.Id, v})
			}
		}
		eachPart(x, visit)
	}
	visit(g.Elt)
	for i, c := range g.Gens {
		if i > 0 {
			visit(c.Iter)
		}
		for _, x := range c.Ifs {
			visit(x)
		}
	}
	return out, ok
}

// names adds the names that t and the tables in it bind.
func (t *table) names(to map[string]bool) {
	for name := range t.symbols {
		to[name] = true
	}
	for _, n := range t.inner {
		n.names(to)
	}
}

// function returns the table of the function or module that t's code is part of.
func (t *table) function() *table {
	for t.kind == comprehensionScope {
		t = t.parent
	}
	return t
}
