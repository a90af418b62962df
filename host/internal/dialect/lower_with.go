package dialect

// This file lowers with statements.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// with EXPR as x: BODY
// =>
// #cm1 = #1.withenter[EXPR]
//
//	def #with2():
//	    x = #cm1.value
//	    BODY
//
// #s3 = #1.withrun[(#cm1, #with2)]
// if #s3: <signals of BODY>
//
// The assignment to x is in the body because a failing one leaves through __exit__. Several items nest.
func (l *lowerer) with(items []*python.WithItem, body []python.Stmt, at syntax.Position) []syntax.Stmt {
	it := items[0]
	itemAt := l.at(it.Ctx)
	manager := l.temporary("cm")
	enter := l.set(manager, l.applied(itemAt, "withenter", l.expr(it.Ctx)), itemAt)
	var as []syntax.Stmt
	if n, ok := it.Vars.(*python.Name); ok { // cannot fail
		l.fn.certain = append(l.fn.certain, n.Id)
		as = l.assignTo(n, attribute(l.get(manager, itemAt), "value", itemAt), anyKind, itemAt)
	}
	code := body
	if len(items) > 1 {
		code = []python.Stmt{&python.With{Items: items[1:], Body: body}}
	}
	if it.Vars != nil && as == nil {
		code = nil // the assignment reads #cm
	}
	f, args := l.called("with", code, at, func() []syntax.Stmt {
		var out []syntax.Stmt
		if it.Vars != nil && as == nil {
			out = l.assignTo(it.Vars, attribute(l.get(manager, itemAt), "value", itemAt), anyKind, itemAt)
		}
		if len(items) > 1 {
			return append(out, l.placed(func() []syntax.Stmt { return l.with(items[1:], body, at) })...)
		}
		return append(out, l.block(body)...)
	})
	state := l.temporary("s")
	out := append([]syntax.Stmt{enter}, as...)
	run := l.appliedTo(itemAt, "withrun", append([]syntax.Expr{l.get(manager, itemAt)}, args...))
	signals := l.dispatch(f, state, at)
	if len(signals) == 0 {
		return append(out, evaluate(run))
	}
	return append(out, l.set(state, run, at), &syntax.IfStmt{If: at, Cond: l.get(state, at), True: signals})
}
