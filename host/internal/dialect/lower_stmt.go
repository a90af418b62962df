package dialect

// This file lowers statement lists and dispatches on the kind of statement.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// block lowers the statements of a block. Definitions that a statement needs are placed before it, outside of loops.
func (l *lowerer) block(body []python.Stmt) []syntax.Stmt {
	var out []syntax.Stmt
	certain := l.fn.certain
	for _, s := range body {
		out = append(out, l.placed(func() []syntax.Stmt { return l.stmt(s) })...)
		out = append(out, l.watch(s)...)
		l.fn.certain = append(l.fn.certain, boundBy(s)...)
	}
	l.fn.certain = certain[:len(certain):len(certain)]
	return nonEmpty(out)
}

// boundBy lists names that are surely bound when s has run.
func boundBy(s python.Stmt) []string {
	var out []string
	switch s := s.(type) {
	case *python.Assign:
		for _, t := range s.Targets {
			out = append(out, targetNames(t)...)
		}
	case *python.AnnAssign:
		if s.Value != nil {
			out = targetNames(s.Target)
		}
	case *python.FunctionDef:
		out = []string{s.Name}
	case *python.ClassDef:
		out = []string{s.Name}
	}
	return out
}

// targetNames lists the names in an assignment target.
func targetNames(t python.Expr) []string {
	switch t := t.(type) {
	case *python.Name:
		return []string{t.Id}
	case *python.Starred:
		return targetNames(t.X)
	}
	var out []string
	elts, _ := elements(t)
	for _, e := range elts {
		out = append(out, targetNames(e)...)
	}
	return out
}

// placed puts the definitions that lowering a statement asked for before it. In a loop they wait for the outermost
// loop's statement, so that they are made once.
func (l *lowerer) placed(lower func() []syntax.Stmt) []syntax.Stmt {
	if len(l.fn.loops) > 0 {
		return lower()
	}
	before := l.fn.hoist
	l.fn.hoist = nil
	out := lower()
	out = append(l.fn.hoist, out...)
	l.fn.hoist = before
	return out
}

func (l *lowerer) stmt(s python.Stmt) []syntax.Stmt {
	at := l.at(s)
	switch s := s.(type) {
	case *python.ExprStmt:
		return l.exprStmt(s, at)
	case *python.Assign:
		return l.assignment(s)
	case *python.AnnAssign:
		return l.annotated(s)
	case *python.AugAssign:
		return l.augmented(s)
	case *python.Delete:
		var out []syntax.Stmt
		for _, t := range s.Targets {
			out = append(out, l.delete(t)...)
		}
		return out
	case *python.If:
		out := &syntax.IfStmt{If: at, Cond: l.condition(s.Cond), True: l.block(s.Body)}
		if s.Else != nil {
			out.False = l.block(s.Else)
		}
		return []syntax.Stmt{out}
	case *python.While:
		return l.loopKernel(s, func() []syntax.Stmt { return l.while(s) })
	case *python.For:
		return l.loopKernel(s, func() []syntax.Stmt { return l.forLoop(s) })
	case *python.Break:
		return l.jumpBreak(at)
	case *python.Continue:
		return l.jumpContinue(at)
	case *python.Pass, *python.Global, *python.Nonlocal:
		return nil
	case *python.Return:
		return l.returnStmt(s)
	case *python.FunctionDef:
		return l.functionDef(s)
	case *python.ClassDef:
		return l.classDef(s)
	case *python.Try:
		return l.try(s)
	case *python.With:
		return l.with(s.Items, s.Body, at)
	case *python.Raise:
		return l.raise(s)
	case *python.Assert:
		return l.assert(s)
	case *python.Import:
		return l.importStmt(s)
	case *python.ImportFrom:
		return l.importFrom(s)
	case *python.Match:
		return l.match(s)
	}
	l.refuse(s, "this statement", "")
	return nil
}

// exprStmt drops constants: they have no effect.
func (l *lowerer) exprStmt(s *python.ExprStmt, at syntax.Position) []syntax.Stmt {
	if l.shown() {
		return []syntax.Stmt{evaluate(l.call(at, "#show", l.expr(s.X)))}
	}
	if _, ok := s.X.(*python.Constant); ok {
		return nil
	}
	if !l.python {
		if load, ok := l.load(s); ok {
			return load
		}
	}
	return []syntax.Stmt{evaluate(l.expr(s.X))}
}

// assert test, message => if not test: #assertfail(message)
func (l *lowerer) assert(s *python.Assert) []syntax.Stmt {
	at := l.at(s)
	test := not(l.condition(s.Test), at)
	var args []syntax.Expr
	if s.Msg != nil {
		args = append(args, l.expr(s.Msg))
	}
	return []syntax.Stmt{&syntax.IfStmt{If: at, Cond: test, True: []syntax.Stmt{evaluate(l.call(at, "#assertfail", args...))}}}
}

// raise           => #reraise(#s), #s being the state of the handler around; elsewhere #raise()
// raise E from C  => #raise(E, C)
func (l *lowerer) raise(s *python.Raise) []syntax.Stmt {
	at := l.at(s)
	if s.Exc == nil {
		if h := l.handled(); h != nil {
			return []syntax.Stmt{evaluate(l.call(at, "#reraise", l.get(h, at)))}
		}
		return []syntax.Stmt{evaluate(l.call(at, "#raise"))}
	}
	args := []syntax.Expr{l.expr(s.Exc)}
	if s.Cause != nil {
		args = append(args, l.expr(s.Cause))
	}
	return []syntax.Stmt{evaluate(l.call(at, "#raise", args...))}
}
