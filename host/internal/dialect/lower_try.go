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
// #s2 = #try(#try1)
//
//	if #s2 != None:
//	    if #caught(#s2, E):
//	        e = #s2.value
//	        HANDLER
//	        e = #nil; #handled(#s2)
//	    else:
//	        #reraise(#s2)
//	        <signals of BODY>
//
// else: ELSE
//
// A finally clause is around all that:
//
// def #fin3(): <the above>
// #s4 = #finally(#fin3)
// FINALLY
//
//	if #s4 != None:
//	    #reraise(#s4)
//	    <signals of #fin3>
func (l *lowerer) try(s *python.Try) []syntax.Stmt {
	if s.Finally == nil {
		return l.tryExcept(s)
	}
	at := l.at(s)
	f, body := l.part("fin", at, func() []syntax.Stmt {
		if len(s.Handlers) == 0 {
			return l.block(s.Body)
		}
		return l.placed(func() []syntax.Stmt { return l.tryExcept(s) })
	})
	state := l.temporary("s")
	out := []syntax.Stmt{l.set(state, l.call(at, "#finally", l.get(body, at)), at)}
	out = append(out, l.handler(handler{state: state, finally: true}, s.Finally)...)
	tail := []syntax.Stmt{evaluate(l.call(at, "#reraise", l.get(state, at)))}
	tail = append(tail, l.dispatch(f, state, at)...)
	return append(out, &syntax.IfStmt{If: at, Cond: l.isSet(state, at), True: tail})
}

func (l *lowerer) isSet(state *variable, at syntax.Position) syntax.Expr {
	return binary(l.get(state, at), syntax.NEQ, l.none(), at)
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
	at := l.at(s)
	f, body := l.part("try", at, func() []syntax.Stmt { return l.block(s.Body) })
	state := l.temporary("s")
	out := []syntax.Stmt{l.set(state, l.call(at, "#try", l.get(body, at)), at)}

	clauses := make([]*syntax.IfStmt, len(s.Handlers))
	for i, h := range s.Handlers {
		clauses[i] = l.except(h, state)
	}
	rest := []syntax.Stmt{evaluate(l.call(at, "#reraise", l.get(state, at)))}
	rest = append(rest, l.dispatch(f, state, at)...)
	for i := len(clauses) - 1; i >= 0; i-- {
		clauses[i].False = rest
		rest = []syntax.Stmt{clauses[i]}
	}
	all := &syntax.IfStmt{If: at, Cond: l.isSet(state, at), True: rest}
	if s.Else != nil {
		all.False = l.block(s.Else)
	}
	return append(out, all)
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
			assign(subscript(l.get(class.namespace, at), text(name), at), l.none(), at),
			evaluate(l.call(at, "#delitem", l.get(class.namespace, at), text(name)))}
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
