package dialect

// This file makes functions of parts of functions: the bodies of try and with.

import (
	"fmt"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// part lowers code as a nested function, placed before the current statement, and returns the variable that holds it.
func (l *lowerer) part(hint string, at syntax.Position, lower func() []syntax.Stmt) (*function, *variable) {
	v := l.temporary(hint)
	d := &syntax.DefStmt{Def: at, Name: l.use(v, true, at)}
	f := &function{parent: l.fn, scope: l.fn.scope, part: true, raw: map[*variable]string{}, yield: l.fn.yield, params: &d.Params, body: &d.Body}
	outer := l.fn
	l.fn = f
	body := lower()
	d.Body = nonEmpty(append(f.hoist, body...))
	l.fn = outer
	outer.hoist = append(outer.hoist, d)
	l.rename(&d.Function, partName)
	return f, v
}

// partName is the name of parts in call stacks: they belong to the function around.
const partName = "#try"

// called lowers code as a part and returns what an intrinsic that calls it gets: the function, and its arguments.
//
// Code that binds no variable of the function around is lifted: it becomes a function of the module with the variables
// that it reads as parameters. Nothing is made then when the statement runs, and the variables need no cells.
//
//	def f(a, b):                              def #try1(a, b):
//	    try: return a / b              =>         return (a / b,)
//	    except ZeroDivisionError: ...         def f(a, b):
//	                                              #s2 = #1.try[(#try1, a, b)]
//
// code is what lower will lower, nil if it must not be lifted.
func (l *lowerer) called(hint string, code []python.Stmt, at syntax.Position, lower func() []syntax.Stmt) (*function, []syntax.Expr) {
	captured, ok := l.liftable(code)
	if !ok || code == nil {
		f, v := l.part(hint, at, lower)
		return f, []syntax.Expr{l.get(v, at)}
	}
	l.n++
	name := fmt.Sprintf("#%s%d", hint, l.n)
	args := []syntax.Expr{ident(name)}
	for _, c := range captured {
		args = append(args, l.get(c.variable, at))
	}
	d := &syntax.DefStmt{Def: at, Name: ident(name)}
	f := &function{parent: l.top, lifted: l.fn, part: true, raw: map[*variable]string{}, params: &d.Params, body: &d.Body}
	f.scope = &scope{table: l.scope.table, kind: functionScope, parent: l.scope, fn: f, vars: map[string]*variable{}, prefix: l.scope.prefix}
	for _, c := range captured {
		f.scope.declare(c.name)
		f.certain = append(f.certain, c.name)
		d.Params = append(d.Params, ident(c.name))
	}
	l.enter(f, f.scope, func() {
		body := lower()
		d.Body = nonEmpty(append(f.hoist, body...))
	})
	l.makers = append(l.makers, d)
	l.rename(&d.Function, partName)
	return f, args
}

// liftable lists the variables of the function around that code reads, if they can be passed by value: code binds none
// of them, keeps none, and each is surely bound and changed by nobody else meanwhile.
func (l *lowerer) liftable(code []python.Stmt) ([]capture, bool) {
	if l.fn == l.top || l.scope.kind != functionScope || l.scope.table == nil {
		return nil, false
	}
	ok := true
	var out []capture
	seen, inner := map[string]bool{}, map[string]bool{}
	visit := func(n python.Node) bool {
		switch n := n.(type) {
		case *python.FunctionDef, *python.ClassDef, *python.Lambda, *python.GeneratorExp, *python.Yield, *python.YieldFrom,
			*python.NamedExpr, *python.Import, *python.ImportFrom, *python.Match, *python.Delete:
			ok = false
		case *python.Handler:
			ok = ok && n.Name == ""
		case *python.ListComp, *python.SetComp, *python.DictComp:
			if t := l.inner(n); t != nil {
				t.names(inner)
			} else {
				ok = false // nested in another comprehension
			}
		case *python.Name:
			if !seen[n.Id] || n.Ctx != python.Load {
				seen[n.Id] = true
				ok = ok && l.passable(n, inner, &out)
			}
		}
		return ok
	}
	for _, s := range code {
		python.Walk(s, visit)
	}
	for _, c := range out {
		ok = ok && !inner[c.name]
	}
	return out, ok && len(out) < 100
}

// passable reports whether a name in code to be lifted is no variable of the function around, or one that can be passed
// by value; it adds that to out.
func (l *lowerer) passable(n *python.Name, inner map[string]bool, out *[]capture) bool {
	if n.Id == "super" || n.Id == "__class__" {
		return false
	}
	v, class := l.lookup(n.Id)
	if class != nil {
		return class == l.global
	}
	if v == nil || v.global {
		return true
	}
	s := l.resolve(n.Id)
	if n.Ctx != python.Load || s == nil {
		return inner[n.Id]
	}
	certain := s.parameter
	for _, name := range l.fn.certain {
		certain = certain || name == n.Id
	}
	for _, b := range s.bindings {
		certain = certain && !b.delete && b.in.function() == s.table.function()
	}
	if certain {
		*out = append(*out, capture{n.Id, v})
	}
	return certain
}
