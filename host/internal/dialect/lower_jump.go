package dialect

// This file lowers return, break and continue. In a part of a function (lower_part.go) they leave as a signal, the
// result of the part: None it ran to its end, 1 break, 2 continue, (v,) return v.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

const (
	breakSignal    = 1
	continueSignal = 2
)

func (l *lowerer) returnStmt(s *python.Return) []syntax.Stmt {
	at := l.at(s)
	if s.X == nil {
		return l.jumpReturn(nil, at)
	}
	x := l.expr(s.X)
	if len(l.fn.handlers) > 0 && !constant(s.X, python.KNone, python.KTrue, python.KFalse, python.KInt, python.KStr) {
		// the value is computed before the handler is left
		v := l.temporary("r")
		return append([]syntax.Stmt{l.set(v, x, at)}, l.jumpReturn(l.get(v, at), at)...)
	}
	return l.jumpReturn(x, at)
}

// return x => return x, or in a part return (x,)
func (l *lowerer) jumpReturn(x syntax.Expr, at syntax.Position) []syntax.Stmt {
	out := l.leave(0, at)
	if l.fn.part {
		l.fn.returns = true
		if x == nil {
			x = l.none()
		}
		x = tuple(at, x)
	}
	return append(out, &syntax.ReturnStmt{Return: at, Result: x})
}

// break => break, with the flag of the loop's else clause set before; or in a part around which the loop is: return 1
func (l *lowerer) jumpBreak(at syntax.Position) []syntax.Stmt {
	n := len(l.fn.loops)
	if n == 0 {
		return l.signalBreak(at)
	}
	loop := l.fn.loops[n-1]
	if loop.signals {
		return l.signalBreak(at)
	}
	out := l.leave(loop.handlers, at)
	if loop.broke != nil {
		out = append(out, l.set(loop.broke, l.slot("True", at), at))
	}
	return append(out, &syntax.BranchStmt{Token: syntax.BREAK, TokenPos: at})
}

func (l *lowerer) signalBreak(at syntax.Position) []syntax.Stmt {
	l.fn.breaks = true
	return append(l.leave(0, at), &syntax.ReturnStmt{Return: at, Result: number(breakSignal)})
}

// continue => continue, or in a part around which the loop is: return 2
func (l *lowerer) jumpContinue(at syntax.Position) []syntax.Stmt {
	n := len(l.fn.loops)
	if n == 0 {
		l.fn.continues = true
		return append(l.leave(0, at), &syntax.ReturnStmt{Return: at, Result: number(continueSignal)})
	}
	return append(l.leave(l.fn.loops[n-1].handlers, at), &syntax.BranchStmt{Token: syntax.CONTINUE, TokenPos: at})
}

// leave ends the handlers of the function from the one with number n on: #handled(#s); e = #nil
func (l *lowerer) leave(n int, at syntax.Position) []syntax.Stmt {
	if n >= len(l.fn.handlers) {
		return nil
	}
	var out []syntax.Stmt
	for _, h := range l.fn.handlers[n:] {
		if h.name != "" {
			out = append(out, l.unbind(h.name, at)...)
		}
	}
	return append(out, evaluate(l.call(at, "#handled", l.get(l.fn.handlers[n].state, at))))
}

// handled returns the state of the innermost except clause around the current place, in the Python function.
func (l *lowerer) handled() *variable {
	for f := l.fn; f != nil; f = f.parent {
		if n := len(f.handlers); n > 0 {
			if h := f.handlers[n-1]; !h.finally {
				return h.state
			}
			return nil
		}
		if !f.part || f.lifted != nil {
			break
		}
	}
	return nil
}

// dispatch acts on the signal of part f that v holds, known to be one:
//
//	if #s == 1: break
//	elif #s == 2: continue
//	else: return #s[0]
func (l *lowerer) dispatch(f *function, v *variable, at syntax.Position) []syntax.Stmt {
	var out []syntax.Stmt
	is := func(signal int64) syntax.Expr { return binary(l.get(v, at), syntax.EQL, number(signal), at) }
	if f.returns {
		out = l.jumpReturn(subscript(l.get(v, at), number(0), at), at)
	}
	if f.continues {
		c := l.jumpContinue(at)
		if f.returns || f.breaks {
			c = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: is(continueSignal), True: c, False: out}}
		}
		out = c
	}
	if f.breaks {
		b := l.jumpBreak(at)
		if out != nil {
			b = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: is(breakSignal), True: b, False: out}}
		}
		out = b
	}
	return out
}
