package dialect

// This file lowers try statements. The body becomes a part of the function that an intrinsic calls; handlers stay in
// place, so return, break and continue in them are native.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// try: BODY
// except E as e: HANDLER
// else: ELSE
// =>
// def #try1(): BODY
// #s2 = #1.try[#try1]
//
//	if #s2: <signals of BODY>                  what #1.try returns for an exception is false
//	elif #s2 != None:
//	    if #caught(#s2, E):
//	        e = #s2.value
//	        HANDLER
//	        e = #nil; #handled(#s2)
//	    else:
//	        #reraise(#s2)
//
// else: ELSE
//
// A finally clause is around all that:
//
// def #fin3(): <the above>
// #s4 = #1.finally[#fin3]
// FINALLY
// if #s4: <signals of #fin3>
// elif #s4 != None: #reraise(#s4)
func (l *lowerer) try(s *python.Try) []syntax.Stmt {
	if s.Finally == nil {
		return l.tryExcept(s)
	}
	at := l.at(s)
	inner := *s
	inner.Finally = nil
	code, lower := s.Body, func() []syntax.Stmt { return l.block(s.Body) }
	if len(s.Handlers) > 0 {
		code, lower = []python.Stmt{&inner}, func() []syntax.Stmt { return l.placed(func() []syntax.Stmt { return l.tryExcept(&inner) }) }
	}
	f, args := l.called("fin", code, at, lower)
	state := l.temporary("s")
	out := []syntax.Stmt{l.set(state, l.appliedTo(at, "finally", args), at)}
	out = append(out, l.handler(handler{state: state, finally: true}, s.Finally)...)
	return append(out, l.outcome(f, state, []syntax.Stmt{evaluate(l.call(at, "#reraise", l.get(state, at)))}, nil, at)...)
}

// outcome acts on what #1.try returned: a signal of part f, an exception, or None.
func (l *lowerer) outcome(f *function, state *variable, exception, end []syntax.Stmt, at syntax.Position) []syntax.Stmt {
	failed := &syntax.IfStmt{If: at, Cond: binary(l.get(state, at), syntax.NEQ, l.none(), at), True: exception, False: end}
	signals := l.dispatch(f, state, at)
	if len(signals) == 0 {
		return []syntax.Stmt{failed}
	}
	return []syntax.Stmt{&syntax.IfStmt{If: at, Cond: l.get(state, at), True: signals, False: []syntax.Stmt{failed}}}
}

// handler lowers the statements of an except or finally clause.
func (l *lowerer) handler(h handler, body []python.Stmt) []syntax.Stmt {
	outer := l.fn.handlers
	l.fn.handlers = append(outer[:len(outer):len(outer)], h)
	out := l.block(body)
	l.fn.handlers = outer
	return out
}

func (l *lowerer) tryExcept(s *python.Try) []syntax.Stmt {
	if out, ok := l.tryValue(s); ok {
		return out
	}
	at := l.at(s)
	f, args := l.called("try", s.Body, at, func() []syntax.Stmt { return l.block(s.Body) })
	state := l.temporary("s")
	out := []syntax.Stmt{l.set(state, l.appliedTo(at, "try", args), at)}
	excepts := l.excepts(s, state)
	var end []syntax.Stmt
	if s.Else != nil {
		end = l.block(s.Else)
	}
	return append(out, l.outcome(f, state, excepts, end, at)...)
}

// try: x = E
// except F: HANDLER
// =>
// def #try1(<variables>): return (E,)       lifted
// #s2 = #1.try[(#try1, <variables>)]
// if #s2: x = #s2[0]
// else: <the handlers>
//
// Statements that bind nothing may stand before the assignment. In a loop the nested function is made but once, and
// its cell is cheaper than this tuple.
func (l *lowerer) tryValue(s *python.Try) ([]syntax.Stmt, bool) {
	n := len(s.Body) - 1
	last, ok := s.Body[n].(*python.Assign)
	if !ok || len(last.Targets) != 1 || len(l.fn.loops) > 0 {
		return nil, false
	}
	target, ok := last.Targets[0].(*python.Name)
	if !ok {
		return nil, false
	}
	at := l.at(s)
	code := append(s.Body[:n:n], &python.ExprStmt{N: last.N, X: last.Value})
	if _, ok := l.liftable(code); !ok || jumps(s.Body) {
		return nil, false
	}
	_, args := l.called("try", code, at, func() []syntax.Stmt {
		var out []syntax.Stmt
		if n > 0 {
			out = l.block(s.Body[:n])
		}
		return append(out, &syntax.ReturnStmt{Return: l.at(last), Result: tuple(l.at(last), l.expr(last.Value))})
	})
	state := l.temporary("s")
	out := []syntax.Stmt{l.set(state, l.appliedTo(at, "try", args), at)}
	success := l.assignTo(target, subscript(l.get(state, at), number(0), at), l.kind(last.Value), l.at(last))
	failure := l.excepts(s, state)
	if s.Else != nil {
		success = append(success, l.block(s.Else)...)
	}
	return append(out, &syntax.IfStmt{If: at, Cond: l.get(state, at), True: success, False: failure}), true
}

// jumps reports whether statements may return, or leave or go on with a loop.
func jumps(body []python.Stmt) bool {
	found := false
	for _, s := range body {
		python.Walk(s, func(n python.Node) bool {
			switch n.(type) {
			case *python.Return, *python.Break, *python.Continue:
				found = true
			}
			return !found
		})
	}
	return found
}

// excepts lowers the except clauses of s, and raises again what none of them takes.
func (l *lowerer) excepts(s *python.Try, state *variable) []syntax.Stmt {
	clauses := make([]*syntax.IfStmt, len(s.Handlers))
	for i, h := range s.Handlers {
		clauses[i] = l.except(h, state)
	}
	at := l.at(s)
	rest := []syntax.Stmt{evaluate(l.call(at, "#reraise", l.get(state, at)))}
	for i := len(clauses) - 1; i >= 0; i-- {
		clauses[i].False = rest
		rest = []syntax.Stmt{clauses[i]}
	}
	return rest
}

// except E as e: HANDLER => if #caught(#s, E): e = #s.value; HANDLER; e = #nil; #handled(#s)
func (l *lowerer) except(h *python.Handler, state *variable) *syntax.IfStmt {
	at := l.at(h)
	args := []syntax.Expr{l.get(state, at)}
	if h.Type != nil {
		args = append(args, l.expr(h.Type))
	}
	out := &syntax.IfStmt{If: at, Cond: l.call(at, "#caught", args...)}
	if h.Name != "" {
		out.True = append(out.True, assign(l.name(h.Name, true, at), attribute(l.get(state, at), "value", at), at))
	}
	out.True = append(out.True, l.handler(handler{state: state, name: h.Name}, h.Body)...)
	if !endsInJump(out.True) {
		if h.Name != "" {
			out.True = append(out.True, l.unbind(h.Name, at)...)
		}
		out.True = append(out.True, evaluate(l.call(at, "#handled", l.get(state, at))))
	}
	return out
}

// unbind makes a name unbound that may be so already.
func (l *lowerer) unbind(name string, at syntax.Position) []syntax.Stmt {
	if _, class := l.lookup(name); class != nil {
		return []syntax.Stmt{
			assign(l.entry(class, name, at), l.none(), at),
			evaluate(l.call(at, "#delitem", l.namespaceOf(class, name, at), text(name)))}
	}
	return []syntax.Stmt{assign(l.name(name, true, at), l.nilValue(), at)}
}

func endsInJump(b []syntax.Stmt) bool {
	if len(b) == 0 {
		return false
	}
	switch s := b[len(b)-1].(type) {
	case *syntax.ReturnStmt:
		return true
	case *syntax.BranchStmt:
		return s.Token != syntax.PASS
	}
	return false
}
