package dialect

// This file lowers for and while.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// while C: BODY
// else: ELSE
// =>
// #broke1 = False
// while C: BODY          with #broke1 = True before break
// if not #broke1: ELSE
func (l *lowerer) while(s *python.While) []syntax.Stmt {
	at := l.at(s)
	return l.withElse(s.Else, at, func(lp *loop) []syntax.Stmt {
		// the condition runs in the loop too: what it needs is placed before
		l.fn.loops = append(l.fn.loops, lp)
		out := &syntax.WhileStmt{While: at, Cond: l.condition(s.Cond), Body: l.block(s.Body)}
		l.fn.loops = l.fn.loops[:len(l.fn.loops)-1]
		return []syntax.Stmt{out}
	})
}

// withElse lowers a loop and its else clause.
func (l *lowerer) withElse(body []python.Stmt, at syntax.Position, lower func(*loop) []syntax.Stmt) []syntax.Stmt {
	lp := &loop{handlers: len(l.fn.handlers)}
	if body == nil {
		return lower(lp)
	}
	lp.broke = l.temporary("broke")
	out := []syntax.Stmt{l.set(lp.broke, l.slot("False", at), at)}
	out = append(out, lower(lp)...)
	cond := not(l.get(lp.broke, at), at)
	return append(out, &syntax.IfStmt{If: at, Cond: cond, True: l.block(body)})
}

// for T in X: BODY => for T in #1.iter[X]: BODY
func (l *lowerer) forLoop(s *python.For) []syntax.Stmt {
	at := l.at(s)
	if out, ok := l.forEnumerate(s); ok {
		return out
	}
	if out, ok := l.forTry(s); ok {
		return out
	}
	return l.withElse(s.Else, at, func(lp *loop) []syntax.Stmt {
		header := l.header(s.Iter)
		vars, first := l.loopTarget(s.Target, s.Iter, at)
		return []syntax.Stmt{&syntax.ForStmt{For: at, Vars: vars, X: header, Body: l.loopBody(lp, s.Target, first, s.Body)}}
	})
}

func (l *lowerer) loopBody(lp *loop, target python.Expr, first []syntax.Stmt, body []python.Stmt) []syntax.Stmt {
	certain := l.fn.certain
	l.fn.certain = append(certain[:len(certain):len(certain)], targetNames(target)...)
	l.fn.loops = append(l.fn.loops, lp)
	out := append(first, l.block(body)...)
	l.fn.loops = l.fn.loops[:len(l.fn.loops)-1]
	l.fn.certain = certain
	return out
}

// loopTarget lowers the target of a for statement. What the VM cannot assign to directly goes through a temporary, and
// the statements returned open the loop's body.
func (l *lowerer) loopTarget(t, iter python.Expr, at syntax.Position) (syntax.Expr, []syntax.Stmt) {
	_, sequence := elements(t)
	if x, ok := l.nativeTarget(t); ok && !(sequence && l.python && !l.pairs(iter)) {
		return x, nil
	}
	v := l.temporary("u")
	target := l.use(v, true, at)
	return target, l.assignTo(t, l.get(v, at), l.elementKind(l.scope.table, iter), at)
}

// for i, T in enumerate(X, n): BODY
// =>
// #n1 = n - 1
//
//	for T in #1.iter[X]:
//	    #n1 += 1
//	    i = #n1
//	    BODY
//
// No pair is made. The targets are assigned in the other order, which only matters if T reads i.
func (l *lowerer) forEnumerate(s *python.For) ([]syntax.Stmt, bool) {
	c, ok := s.Iter.(*python.Call)
	if !ok || !l.python || !isCallOf(c, "enumerate") || !l.isBuiltin("enumerate") || len(c.Args) == 0 || starred(c.Args) >= 0 {
		return nil, false
	}
	start := int64(0)
	switch {
	case len(c.Args) == 1 && len(c.Keywords) == 0:
	case len(c.Args) == 2 && len(c.Keywords) == 0 && constant(c.Args[1], python.KInt):
		start = c.Args[1].(*python.Constant).Int
	case len(c.Args) == 1 && len(c.Keywords) == 1 && c.Keywords[0].Arg == "start" && constant(c.Keywords[0].Value, python.KInt):
		start = c.Keywords[0].Value.(*python.Constant).Int
	default:
		return nil, false
	}
	t, ok := elements(s.Target)
	if !ok || len(t) != 2 {
		return nil, false
	}
	i, ok := t[0].(*python.Name)
	if !ok {
		return nil, false
	}
	if _, ok := t[1].(*python.Starred); ok {
		return nil, false
	}
	if _, isName := t[1].(*python.Name); !isName && find(t[1], func(x python.Expr) bool { n, ok := x.(*python.Name); return ok && n.Id == i.Id }) {
		return nil, false
	}
	at := l.at(s)
	return l.withElse(s.Else, at, func(lp *loop) []syntax.Stmt {
		header := l.header(c.Args[0])
		n := l.temporary("n")
		vars, first := l.loopTarget(t[1], c.Args[0], at)
		count := []syntax.Stmt{
			&syntax.AssignStmt{Op: syntax.PLUS_EQ, OpPos: at, LHS: l.use(n, true, at), RHS: number(1)},
			assign(l.name(i.Id, true, at), l.get(n, at), at),
		}
		body := l.loopBody(lp, s.Target, append(count, first...), s.Body)
		return []syntax.Stmt{l.set(n, number(start-1), at), &syntax.ForStmt{For: at, Vars: vars, X: header, Body: body}}
	}), true
}

// for T in X:
//
//	try: BODY
//	except E: HANDLER
//
// =>
// #it1 = iter(X)
//
//	def #loop2():
//	    for T in #it1: BODY
//
// while 1:
//
//	#s3 = #1.try[#loop2]
//	if #s3 == None: break
//	<the handlers>
//
// The loop goes on where it was when the exception came, so that only an exception costs a call. This is done for
// iterables that cannot themselves raise, since the loop is inside of the try then.
func (l *lowerer) forTry(s *python.For) ([]syntax.Stmt, bool) {
	if len(s.Body) != 1 || !l.python || !l.harmless(s.Iter) || !l.isBuiltin("iter") || !l.opts.IsBuiltin("iter") {
		return nil, false
	}
	try, ok := s.Body[0].(*python.Try)
	if !ok || try.Finally != nil || try.Else != nil {
		return nil, false
	}
	if _, ok := s.Target.(*python.Name); !ok {
		return nil, false
	}
	at := l.at(s)
	return l.withElse(s.Else, at, func(lp *loop) []syntax.Stmt {
		it, state := l.temporary("it"), l.temporary("s")
		out := []syntax.Stmt{l.set(it, invoke(l.slot("#b.iter", at), at, l.expr(s.Iter)), at)}
		f, v := l.part("loop", at, func() []syntax.Stmt {
			vars, first := l.loopTarget(s.Target, s.Iter, at)
			body := l.loopBody(&loop{signals: true}, s.Target, first, try.Body)
			return []syntax.Stmt{&syntax.ForStmt{For: at, Vars: vars, X: l.get(it, at), Body: body}}
		})
		l.fn.loops = append(l.fn.loops, lp)
		body := []syntax.Stmt{l.set(state, l.applied(at, "try", l.get(v, at)), at)}
		body = append(body, l.outcome(f, state, l.excepts(try, state), []syntax.Stmt{&syntax.BranchStmt{Token: syntax.BREAK, TokenPos: at}}, at)...)
		l.fn.loops = l.fn.loops[:len(l.fn.loops)-1]
		return append(out, &syntax.WhileStmt{While: at, Cond: number(1), Body: body})
	}), true
}

// pairs reports whether iterating x surely yields tuples, which the VM unpacks as Python does.
func (l *lowerer) pairs(x python.Expr) bool {
	for _, name := range []string{"enumerate", "zip"} {
		if isCallOf(x, name) && l.isBuiltin(name) {
			return true
		}
	}
	return false
}

// harmless reports whether iterating x raises nothing.
func (l *lowerer) harmless(x python.Expr) bool {
	if isCallOf(x, "range") {
		return l.isBuiltin("range")
	}
	return l.kind(x).only(listKind | tupleKind | stringKind | bytesKind | rangeKind)
}

// freshIterables are the built-in functions whose result the VM iterates as Python does and which nothing else holds.
var freshIterables = map[string]bool{"range": true, "enumerate": true, "zip": true, "sorted": true, "reversed": true, "list": true, "tuple": true, "map": true, "filter": true}

// header lowers the iterable of a loop.
//
//	[1, 2], (a, b), [... for ...], range(n)  native: the VM iterates them as Python does, and nothing else holds them
//	g(x) where g is a generator function     => #1.fresh[g(x)]: closed when the loop is left
//	X                                        => #1.iter[X]
func (l *lowerer) header(x python.Expr) syntax.Expr {
	v := l.expr(x)
	if !l.python {
		return v
	}
	at := l.at(x)
	switch x := x.(type) {
	case *python.List, *python.Tuple, *python.ListComp:
		return v
	case *python.GeneratorExp:
		return l.applied(at, "fresh", v)
	case *python.Call:
		switch f := x.Func.(type) {
		case *python.Name:
			if freshIterables[f.Id] && l.isBuiltin(f.Id) {
				return v
			}
			if l.generatorFunction(f.Id) {
				return l.applied(at, "fresh", v)
			}
		case *python.Attribute:
			if l.table.features.generators[f.Attr] > 0 && !l.opts.IsMethod(f.Attr) {
				return l.applied(at, "fresh", v)
			}
		}
	}
	return l.applied(at, "iter", v)
}

// generatorFunction reports whether calling name surely makes a new generator.
func (l *lowerer) generatorFunction(name string) bool {
	s := l.resolve(name)
	d := s.definition()
	return d != nil && s.table.inner[d].generator
}

// resolve returns the symbol that name means in the current scope, nil if there is none.
func (l *lowerer) resolve(name string) *symbol {
	if l.scope.table == nil {
		return nil
	}
	return l.scope.table.resolve(name)
}
