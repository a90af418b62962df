package dialect

// This file lowers with statements.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// with EXPR as x: BODY
// =>
// #cm1 = #withenter(EXPR)
//
//	def #with2():
//	    x = #cm1.value
//	    BODY
//
// #s3 = #withrun(#cm1, #with2)
// if #s3 != None: <signals of BODY>
//
// The assignment to x is in the body because a failing one leaves through __exit__. Several items nest.
func (l *lowerer) with(items []*python.WithItem, body []python.Stmt, at syntax.Position) []syntax.Stmt {
	it := items[0]
	itemAt := l.at(it.Ctx)
	manager := l.temporary("cm")
	enter := l.set(manager, l.call(itemAt, "#withenter", l.expr(it.Ctx)), itemAt)
	var as []syntax.Stmt
	if n, ok := it.Vars.(*python.Name); ok { // cannot fail
		as = l.assignTo(n, attribute(l.get(manager, itemAt), "value", itemAt), anyKind, itemAt)
	}
	f, v := l.part("with", at, func() []syntax.Stmt {
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
	run := l.call(itemAt, "#withrun", l.get(manager, itemAt), l.get(v, at))
	signals := l.dispatch(f, state, at)
	if len(signals) == 0 {
		return append(out, evaluate(run))
	}
	return append(out, l.set(state, run, at), &syntax.IfStmt{If: at, Cond: l.isSet(state, at), True: signals})
}
