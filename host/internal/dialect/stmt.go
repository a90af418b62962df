package dialect

import (
	"fmt"
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

func (l *Lowerer) stmts(body []python.Stmt) []syntax.Stmt {
	var out []syntax.Stmt
	for _, s := range body {
		out = l.stmt(out, s)
	}
	return out
}

func (l *Lowerer) block(body []python.Stmt) []syntax.Stmt {
	out := l.stmts(body)
	if len(out) == 0 {
		out = []syntax.Stmt{&syntax.BranchStmt{Token: syntax.PASS}}
	}
	return out
}

func (l *Lowerer) stmt(out []syntax.Stmt, s python.Stmt) []syntax.Stmt {
	at := l.at(s)
	switch s := s.(type) {
	case *python.ExprStmt:
		if c, ok := s.X.(*python.Constant); ok {
			if c.Kind == python.KStr {
				return append(out, exprStmt(strLit(c.Str))) // docstring
			}
			return out
		}
		return append(out, exprStmt(l.expr(s.X)))
	case *python.Assign:
		return l.assignStmt(out, s)
	case *python.AnnAssign:
		if s.Value == nil {
			return out
		}
		return l.assignTo(out, s.Target, l.expr(s.Value), at)
	case *python.AugAssign:
		return l.augAssign(out, s)
	case *python.If:
		st := &syntax.IfStmt{If: at, Cond: l.cond(s.Cond), True: l.block(s.Body)}
		if s.Else != nil {
			st.False = l.block(s.Else)
		}
		return append(out, st)
	case *python.While:
		cond := l.cond(s.Cond)
		var flag *Var
		if s.Else != nil {
			flag = l.tmp("brk")
			out = append(out, assign(l.useVar(flag, true, at), l.slot("False", at), at))
		}
		l.fn.loops++
		l.fn.brkVars = append(l.fn.brkVars, flag)
		body := l.block(s.Body)
		l.fn.loops--
		l.fn.brkVars = l.fn.brkVars[:len(l.fn.brkVars)-1]
		out = append(out, &syntax.WhileStmt{While: at, Cond: cond, Body: body})
		if s.Else != nil {
			out = append(out, &syntax.IfStmt{If: at, Cond: &syntax.UnaryExpr{Op: syntax.NOT, X: l.useVar(flag, false, at)}, True: l.block(s.Else)})
		}
		return out
	case *python.For:
		return l.forStmt(out, s)
	case *python.Break:
		return l.doBreak(out, at)
	case *python.Continue:
		return l.doContinue(out, at)
	case *python.Pass, *python.Global, *python.Nonlocal:
		return out
	case *python.Return:
		var x syntax.Expr
		if s.X != nil {
			x = l.expr(s.X)
		}
		return l.doReturn(out, x, at)
	case *python.FunctionDef:
		return l.funcDef(out, s)
	case *python.ClassDef:
		return l.classDef(out, s)
	case *python.Try:
		return l.tryStmt(out, s)
	case *python.With:
		return l.withStmt(out, s.Items, s.Body, at)
	case *python.Raise:
		if s.Exc == nil {
			if n := len(l.fn.handler); n > 0 {
				return append(out, exprStmt(l.call(at, "#reraise", l.useVar(l.fn.handler[n-1], false, at))))
			}
			return append(out, exprStmt(l.call(at, "#raise")))
		}
		args := []syntax.Expr{l.expr(s.Exc)}
		if s.Cause != nil {
			args = append(args, l.expr(s.Cause))
		}
		return append(out, exprStmt(l.call(at, "#raise", args...)))
	case *python.Assert:
		args := []syntax.Expr{}
		if s.Msg != nil {
			args = append(args, l.expr(s.Msg))
		}
		return append(out, &syntax.IfStmt{If: at, Cond: &syntax.UnaryExpr{Op: syntax.NOT, X: l.cond(s.Test)}, True: []syntax.Stmt{exprStmt(l.call(at, "#assertfail", args...))}})
	case *python.Import:
		for _, a := range s.Names {
			l.noteImport(Import{Module: a.Name, Line: at.Line, Col: at.Col})
			top := a.As
			full := strLit(a.Name)
			var v syntax.Expr
			if a.As != "" {
				v = l.call(at, "#import", full, l.none())
			} else {
				top = strings.SplitN(a.Name, ".", 2)[0]
				v = l.call(at, "#import", full, strLit(top))
			}
			out = append(out, assign(l.name(top, true, at), v, at))
		}
		return out
	case *python.ImportFrom:
		im := Import{Module: s.Module, Level: s.Level, Line: at.Line, Col: at.Col}
		for _, a := range s.Names {
			im.Names = append(im.Names, a.Name)
		}
		l.noteImport(im)
		for _, a := range s.Names {
			if a.Name == "*" {
				names, _ := l.starNames(s.Module)
				for _, n := range names {
					out = append(out, assign(l.name(n, true, at), l.call(at, "#importfrom", strLit(s.Module), strLit(n)), at))
				}
				continue
			}
			to := a.As
			if to == "" {
				to = a.Name
			}
			out = append(out, assign(l.name(to, true, at), l.call(at, "#importfrom", strLit(s.Module), strLit(a.Name)), at))
		}
		return out
	case *python.Delete:
		for _, t := range s.Targets {
			out = l.del(out, t)
		}
		return out
	}
	l.fail(s, "statement not supported")
	return nil
}

func (l *Lowerer) starNames(module string) ([]string, bool) {
	if l.StarNames == nil {
		return nil, false
	}
	return l.StarNames(module)
}

func (l *Lowerer) del(out []syntax.Stmt, t python.Expr) []syntax.Stmt {
	at := l.at(t)
	switch t := t.(type) {
	case *python.Name:
		out = append(out, exprStmt(l.name(t.Id, false, at)))
		return append(out, assign(l.name(t.Id, true, at), l.nilExpr(), at))
	case *python.Subscript:
		return append(out, exprStmt(l.call(at, "#delitem", l.expr(t.X), l.index(t.Index))))
	case *python.Attribute:
		return append(out, exprStmt(l.call(at, "#delattr", l.expr(t.X), strLit(t.Attr))))
	case *python.Tuple:
		for _, e := range t.Elts {
			out = l.del(out, e)
		}
		return out
	case *python.List:
		for _, e := range t.Elts {
			out = l.del(out, e)
		}
		return out
	}
	l.fail(t, "cannot delete this expression")
	return nil
}

// nilExpr evaluates to a nil Value: storing it makes a variable unbound again.
func (l *Lowerer) nilExpr() syntax.Expr {
	id := ident("#nil")
	l.patches = append(l.patches, func() { id.Binding = &resolve.Binding{Scope: resolve.Universal} })
	return id
}

// ---- control flow out of pseudo functions ----

func (l *Lowerer) doBreak(out []syntax.Stmt, at syntax.Position) []syntax.Stmt {
	if l.fn.loops > 0 {
		if v := l.fn.brkVars[len(l.fn.brkVars)-1]; v != nil {
			out = append(out, assign(l.useVar(v, true, at), l.slot("True", at), at))
		}
		return append(out, &syntax.BranchStmt{Token: syntax.BREAK, TokenPos: at})
	}
	l.fn.brk = true
	return append(out, &syntax.ReturnStmt{Return: at, Result: l.slot("False", at)})
}
func (l *Lowerer) doContinue(out []syntax.Stmt, at syntax.Position) []syntax.Stmt {
	if l.fn.loops > 0 {
		return append(out, &syntax.BranchStmt{Token: syntax.CONTINUE, TokenPos: at})
	}
	l.fn.cnt = true
	return append(out, &syntax.ReturnStmt{Return: at, Result: l.slot("True", at)})
}
func (l *Lowerer) doReturn(out []syntax.Stmt, x syntax.Expr, at syntax.Position) []syntax.Stmt {
	if l.fn.pseudo {
		l.fn.ret = true
		if x == nil {
			x = l.none()
		}
		return append(out, &syntax.ReturnStmt{Return: at, Result: &syntax.TupleExpr{List: []syntax.Expr{x}}})
	}
	return append(out, &syntax.ReturnStmt{Return: at, Result: x})
}

// signals emits the dispatch of a pseudo function's control-flow signal held in v.
func (l *Lowerer) signals(out []syntax.Stmt, f *Fn, v *Var, at syntax.Position) []syntax.Stmt {
	var chain []syntax.Stmt
	get := func() syntax.Expr { return l.useVar(v, false, at) }
	if f.ret {
		chain = l.doReturn(chain, &syntax.IndexExpr{X: get(), Y: intLit(0), Lbrack: at}, at)
	}
	if f.cnt {
		c := l.doContinue(nil, at)
		if chain != nil || f.brk {
			chain = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: &syntax.BinaryExpr{X: get(), Op: syntax.EQL, OpPos: at, Y: l.slot("True", at)}, True: c, False: chain}}
		} else {
			chain = c
		}
	}
	if f.brk {
		b := l.doBreak(nil, at)
		if chain != nil {
			chain = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: &syntax.BinaryExpr{X: get(), Op: syntax.EQL, OpPos: at, Y: l.slot("False", at)}, True: b, False: chain}}
		} else {
			chain = b
		}
	}
	return append(out, chain...)
}

// pseudo lowers body as a nested parameterless function; returns its definition and name.
func (l *Lowerer) pseudo(name string, at syntax.Position, emit func() []syntax.Stmt) (def *syntax.DefStmt, f *Fn, id *Var) {
	v := l.tmp(name)
	f = &Fn{parent: l.fn, scope: l.fn.scope, pseudo: true, raw: map[*Var]string{}, yield: l.fn.yield, name: l.fn.name}
	f.handler = l.fn.handler
	d := &syntax.DefStmt{Def: at, Name: l.useVar(v, true, at)}
	f.params = &d.Params
	f.body = &d.Body
	l.fn, f = f, l.fn
	inner := l.fn
	d.Body = l.hoisted(emit())
	if len(d.Body) == 0 {
		d.Body = []syntax.Stmt{&syntax.BranchStmt{Token: syntax.PASS}}
	}
	l.fn = f
	l.fn.hoist = append(l.fn.hoist, d)
	l.patches = append(l.patches, func() { d.Function.(*resolve.Function).Name = "#try" })
	return d, inner, v
}

func (l *Lowerer) tryStmt(out []syntax.Stmt, s *python.Try) []syntax.Stmt {
	at := l.at(s)
	if s.Finally != nil {
		_, f, body := l.pseudo("fin", at, func() []syntax.Stmt {
			if len(s.Handlers) == 0 {
				return l.block(s.Body)
			}
			return l.tryExcept(nil, s)
		})
		st := l.tmp("s")
		out = append(out, assign(l.useVar(st, true, at), l.call(at, "#try", l.useVar(body, false, at)), at))
		// the finally body runs with the pending exception as context
		out = append(out, l.block(s.Finally)...)
		tail := []syntax.Stmt{exprStmt(l.call(at, "#reraise", l.useVar(st, false, at)))}
		tail = l.signals(tail, f, st, at)
		return append(out, &syntax.IfStmt{If: at, Cond: &syntax.BinaryExpr{X: l.useVar(st, false, at), Op: syntax.NEQ, OpPos: at, Y: l.none()}, True: tail})
	}
	return l.tryExcept(out, s)
}

func (l *Lowerer) tryExcept(out []syntax.Stmt, s *python.Try) []syntax.Stmt {
	at := l.at(s)
	_, f, body := l.pseudo("try", at, func() []syntax.Stmt { return l.block(s.Body) })
	st := l.tmp("s")
	out = append(out, assign(l.useVar(st, true, at), l.call(at, "#try", l.useVar(body, false, at)), at))
	// handlers, last first
	var chain []syntax.Stmt
	bare := false
	for i := len(s.Handlers) - 1; i >= 0; i-- {
		h := s.Handlers[i]
		hat := l.at(h)
		var cond syntax.Expr
		if h.Type == nil {
			bare = true
			cond = l.call(hat, "#caught", l.useVar(st, false, hat))
		} else {
			cond = l.call(hat, "#caught", l.useVar(st, false, hat), l.expr(h.Type))
		}
		var hb []syntax.Stmt
		if h.Name != "" {
			hb = append(hb, assign(l.name(h.Name, true, hat), &syntax.DotExpr{X: l.useVar(st, false, hat), Dot: hat, Name: ident("value")}, hat))
		}
		l.fn.handler = append(l.fn.handler[:len(l.fn.handler):len(l.fn.handler)], st)
		hb = append(hb, l.block(h.Body)...)
		l.fn.handler = l.fn.handler[:len(l.fn.handler)-1]
		if h.Name != "" && !endsInJump(hb) {
			hb = append(hb, assign(l.name(h.Name, true, hat), l.nilExpr(), hat))
		}
		if chain == nil {
			// nothing matched: re-raise, or a control-flow signal
			tail := []syntax.Stmt{exprStmt(l.call(at, "#reraise", l.useVar(st, false, at)))}
			_ = bare
			chain = l.signals(tail, f, st, at)
		}
		chain = []syntax.Stmt{&syntax.IfStmt{If: hat, Cond: cond, True: hb, False: chain}}
	}
	var els []syntax.Stmt
	if s.Else != nil {
		els = l.block(s.Else)
	}
	return append(out, &syntax.IfStmt{If: at, Cond: &syntax.BinaryExpr{X: l.useVar(st, false, at), Op: syntax.NEQ, OpPos: at, Y: l.none()}, True: chain, False: els})
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

func (l *Lowerer) withStmt(out []syntax.Stmt, items []*python.WithItem, body []python.Stmt, at syntax.Position) []syntax.Stmt {
	it := items[0]
	iat := l.at(it.Ctx)
	m := l.tmp("cm")
	out = append(out, assign(l.useVar(m, true, iat), l.call(iat, "#withenter", l.expr(it.Ctx)), iat))
	if it.Vars != nil {
		out = l.assignTo(out, it.Vars, &syntax.DotExpr{X: l.useVar(m, false, iat), Dot: iat, Name: ident("value")}, iat)
	}
	_, f, b := l.pseudo("with", at, func() []syntax.Stmt {
		if len(items) > 1 {
			return l.withStmt(nil, items[1:], body, at)
		}
		return l.block(body)
	})
	st := l.tmp("s")
	out = append(out, assign(l.useVar(st, true, at), l.call(iat, "#withrun", l.useVar(m, false, iat), l.useVar(b, false, at)), at))
	if f.brk || f.cnt || f.ret {
		out = append(out, &syntax.IfStmt{If: at, Cond: &syntax.BinaryExpr{X: l.useVar(st, false, at), Op: syntax.NEQ, OpPos: at, Y: l.none()}, True: l.signals(nil, f, st, at)})
	}
	return out
}

func (l *Lowerer) forStmt(out []syntax.Stmt, s *python.For) []syntax.Stmt {
	at := l.at(s)
	if out2, ok := l.forEnumerate(out, s); ok {
		return out2
	}
	iter := l.iterExpr(s.Iter)
	var flag *Var
	if s.Else != nil {
		flag = l.tmp("brk")
		out = append(out, assign(l.useVar(flag, true, at), l.slot("False", at), at))
	}
	vars, pre := l.target(s.Target, at)
	l.fn.loops++
	l.fn.brkVars = append(l.fn.brkVars, flag)
	body := append(pre, l.block(s.Body)...)
	l.fn.loops--
	l.fn.brkVars = l.fn.brkVars[:len(l.fn.brkVars)-1]
	out = append(out, &syntax.ForStmt{For: at, Vars: vars, X: iter, Body: body})
	if s.Else != nil {
		out = append(out, &syntax.IfStmt{If: at, Cond: &syntax.UnaryExpr{Op: syntax.NOT, X: l.useVar(flag, false, at)}, True: l.block(s.Else)})
	}
	return out
}

func hasStar(elts []python.Expr) int {
	for i, e := range elts {
		if _, ok := e.(*python.Starred); ok {
			return i
		}
	}
	return -1
}

// target converts an assignment target; starred sequences go through a temporary.
func (l *Lowerer) target(t python.Expr, at syntax.Position) (syntax.Expr, []syntax.Stmt) {
	switch t := t.(type) {
	case *python.Name:
		return l.name(t.Id, true, l.at(t)), nil
	case *python.Attribute:
		return &syntax.DotExpr{X: l.expr(t.X), Dot: l.pos(t.Dot), Name: ident(t.Attr)}, nil
	case *python.Subscript:
		return &syntax.IndexExpr{X: l.expr(t.X), Lbrack: l.pos(t.LB), Y: l.index(t.Index)}, nil
	case *python.Tuple, *python.List:
		var elts []python.Expr
		if tt, ok := t.(*python.Tuple); ok {
			elts = tt.Elts
		} else {
			elts = t.(*python.List).Elts
		}
		if hasStar(elts) >= 0 {
			v := l.tmp("u")
			return l.useVar(v, true, at), l.assignTo(nil, t, l.useVar(v, false, at), at)
		}
		tu := &syntax.TupleExpr{Lparen: l.at(t)}
		var pre []syntax.Stmt
		for _, e := range elts {
			x, p := l.target(e, at)
			tu.List = append(tu.List, x)
			pre = append(pre, p...)
		}
		return tu, pre
	}
	l.fail(t, "cannot assign to this expression")
	return nil, nil
}

func (l *Lowerer) assignTo(out []syntax.Stmt, t python.Expr, rhs syntax.Expr, at syntax.Position) []syntax.Stmt {
	switch t := t.(type) {
	case *python.Tuple, *python.List:
		var elts []python.Expr
		if tt, ok := t.(*python.Tuple); ok {
			elts = tt.Elts
		} else {
			elts = t.(*python.List).Elts
		}
		if i := hasStar(elts); i >= 0 {
			tu := &syntax.TupleExpr{Lparen: at}
			var pre []syntax.Stmt
			for k, e := range elts {
				if k == i {
					e = e.(*python.Starred).X
				}
				x, p := l.target(e, at)
				tu.List = append(tu.List, x)
				pre = append(pre, p...)
			}
			out = append(out, assign(tu, l.call(at, "#unpackstar", rhs, intLit(int64(i)), intLit(int64(len(elts)-i-1))), at))
			return append(out, pre...)
		}
		if lit, ok := rhs.(*syntax.Literal); ok && lit.Token == syntax.STRING {
			rhs = l.call(at, "#unpack", rhs)
		}
	case *python.Subscript:
		if _, ok := t.Index.(*python.Slice); ok {
			return append(out, exprStmt(l.call(l.pos(t.LB), "#setslice", l.expr(t.X), l.index(t.Index), rhs)))
		}
	}
	x, pre := l.target(t, at)
	out = append(out, assign(x, rhs, at))
	return append(out, pre...)
}

func (l *Lowerer) assignStmt(out []syntax.Stmt, s *python.Assign) []syntax.Stmt {
	at := l.at(s)
	rhs := l.expr(s.Value)
	if len(s.Targets) == 1 {
		return l.assignTo(out, s.Targets[0], rhs, at)
	}
	v := l.tmp("a")
	out = append(out, assign(l.useVar(v, true, at), rhs, at))
	for _, t := range s.Targets {
		out = l.assignTo(out, t, l.useVar(v, false, at), at)
	}
	return out
}

var augTok = map[string]syntax.Token{"+": syntax.PLUS_EQ, "-": syntax.MINUS_EQ, "*": syntax.STAR_EQ, "/": syntax.SLASH_EQ, "//": syntax.SLASHSLASH_EQ, "%": syntax.PERCENT_EQ, "&": syntax.AMP_EQ, "|": syntax.PIPE_EQ, "^": syntax.CIRCUMFLEX_EQ, ">>": syntax.GTGT_EQ}

func (l *Lowerer) augAssign(out []syntax.Stmt, s *python.AugAssign) []syntax.Stmt {
	op := l.pos(s.OpPos)
	tok, native := augTok[s.Op]
	if s.Op == "%" && !l.numeric(s.Value) {
		native = false
	}
	if n, ok := s.Target.(*python.Name); ok {
		v := l.lookupVar(l.sc, n.Id)
		// an augmented assignment reads and writes through one identifier
		if native && v != nil && l.sc.kind != class {
			return append(out, &syntax.AssignStmt{Op: tok, OpPos: op, LHS: l.useVar(v, true, l.at(n)), RHS: l.expr(s.Value)})
		}
		x := l.binop(s.Op, l.name(n.Id, false, l.at(n)), l.expr(s.Value), op, nil, nil)
		return append(out, assign(l.name(n.Id, true, l.at(n)), x, op))
	}
	if native {
		x, _ := l.target(s.Target, op)
		return append(out, &syntax.AssignStmt{Op: tok, OpPos: op, LHS: x, RHS: l.expr(s.Value)})
	}
	switch t := s.Target.(type) {
	case *python.Attribute:
		v := l.tmp("o")
		out = append(out, assign(l.useVar(v, true, op), l.expr(t.X), op))
		x := l.binop(s.Op, &syntax.DotExpr{X: l.useVar(v, false, op), Dot: op, Name: ident(t.Attr)}, l.expr(s.Value), op, nil, nil)
		return append(out, assign(&syntax.DotExpr{X: l.useVar(v, false, op), Dot: op, Name: ident(t.Attr)}, x, op))
	case *python.Subscript:
		v, k := l.tmp("o"), l.tmp("k")
		out = append(out, assign(l.useVar(v, true, op), l.expr(t.X), op), assign(l.useVar(k, true, op), l.index(t.Index), op))
		x := l.binop(s.Op, &syntax.IndexExpr{X: l.useVar(v, false, op), Lbrack: op, Y: l.useVar(k, false, op)}, l.expr(s.Value), op, nil, nil)
		return append(out, assign(&syntax.IndexExpr{X: l.useVar(v, false, op), Lbrack: op, Y: l.useVar(k, false, op)}, x, op))
	}
	l.fail(s, "bad augmented assignment")
	return nil
}

// ---- functions and classes ----

func (l *Lowerer) params(a *python.Arguments, sc *Scope) []syntax.Expr {
	var out []syntax.Expr
	all := append(append([]*python.Arg{}, a.PosOnly...), a.Args...)
	nd := len(all) - len(a.Defaults)
	for i, p := range all {
		if i >= nd {
			out = append(out, &syntax.BinaryExpr{X: ident(p.Name), Op: syntax.EQ, Y: l.expr(a.Defaults[i-nd])})
		} else {
			out = append(out, ident(p.Name))
		}
	}
	if a.Vararg != nil {
		out = append(out, &syntax.UnaryExpr{Op: syntax.STAR, X: ident(a.Vararg.Name)})
	} else if len(a.KwOnly) > 0 {
		out = append(out, &syntax.UnaryExpr{Op: syntax.STAR})
	}
	for i, p := range a.KwOnly {
		if a.KwDefaults[i] != nil {
			out = append(out, &syntax.BinaryExpr{X: ident(p.Name), Op: syntax.EQ, Y: l.expr(a.KwDefaults[i])})
		} else {
			out = append(out, ident(p.Name))
		}
	}
	if a.Kwarg != nil {
		out = append(out, &syntax.UnaryExpr{Op: syntax.STARSTAR, X: ident(a.Kwarg.Name)})
	}
	return out
}

func paramNames(a *python.Arguments) []string {
	var out []string
	for _, p := range append(append([]*python.Arg{}, a.PosOnly...), a.Args...) {
		out = append(out, p.Name)
	}
	if a.Vararg != nil {
		out = append(out, a.Vararg.Name)
	}
	for _, p := range a.KwOnly {
		out = append(out, p.Name)
	}
	if a.Kwarg != nil {
		out = append(out, a.Kwarg.Name)
	}
	return out
}

func (l *Lowerer) newFnScope(name string, a *python.Arguments) (*Fn, *Scope) {
	f := &Fn{parent: l.fn, raw: map[*Var]string{}, name: name}
	sc := &Scope{kind: function, parent: l.sc, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: f, qual: l.qual(name), prefix: l.qual(name) + ".<locals>."}
	f.scope = sc
	if l.sc.kind == class || l.makerClass != nil && a != nil {
		sc.inClass = l.sc
		if l.makerClass != nil {
			sc.inClass = l.makerClass
			l.makerClass = nil
		}
		if a != nil {
			if all := append(append([]*python.Arg{}, a.PosOnly...), a.Args...); len(all) > 0 {
				sc.selfName = all[0].Name
			}
		}
	}
	if a != nil {
		for _, n := range paramNames(a) {
			sc.declare(n)
		}
	}
	return f, sc
}

func (l *Lowerer) enter(f *Fn, sc *Scope, emit func()) {
	ofn, osc := l.fn, l.sc
	l.fn, l.sc = f, sc
	emit()
	l.fn, l.sc = ofn, osc
}

func (l *Lowerer) funcDef(out []syntax.Stmt, s *python.FunctionDef) []syntax.Stmt {
	at := l.at(s)
	if s.Async {
		l.fail(s, "async functions are not supported")
	}
	var decos []syntax.Expr
	for _, d := range s.Decos {
		decos = append(decos, l.expr(d))
	}
	info := l.note(s, s.Name, s.Args)
	info.Async, info.gen = s.Async, hasYield(s.Body)
	var x syntax.Expr
	if info.static && !l.copying {
		x = l.makeStatic(info, s, at)
	} else {
		d := l.function(s, info)
		if len(decos) == 0 && l.sc.kind != class {
			d.Name = l.name(s.Name, true, at).(*syntax.Ident)
			return append(out, d)
		}
		v := l.tmp("f")
		d.Name = l.useVar(v, true, at)
		out = append(out, d)
		x = l.useVar(v, false, at)
	}
	for i := len(decos) - 1; i >= 0; i-- {
		x = &syntax.CallExpr{Fn: decos[i], Lparen: at, Args: []syntax.Expr{x}}
	}
	return append(out, assign(l.name(s.Name, true, at), x, at))
}

// function lowers a def to a DefStmt without a name.
func (l *Lowerer) function(s *python.FunctionDef, info *FuncInfo) *syntax.DefStmt {
	at, qual := l.at(s), info.Qual
	params := l.params(s.Args, nil)
	f, sc := l.newFnScope(s.Name, s.Args)
	sc.qual, sc.prefix = qual, qual+".<locals>."
	f.decl = info
	if !l.copying {
		info.fn = f
	}
	l.noteClass(info)
	d := &syntax.DefStmt{Def: at, Params: params}
	f.params = &d.Params
	f.body = &d.Body
	l.curInfo = append(l.curInfo, info)
	if hasYield(s.Body) {
		// def f(params): def body($y, names...): ...; return $gen(body, names...)
		bf := &Fn{parent: f, raw: map[*Var]string{}, name: s.Name}
		bsc := &Scope{kind: function, parent: l.sc, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: bf, qual: qual, prefix: qual + ".<locals>.", inClass: sc.inClass, selfName: sc.selfName}
		bf.scope = bsc
		names := paramNames(s.Args)
		bd := &syntax.DefStmt{Def: at, Name: ident("#body")}
		bf.params = &bd.Params
		bf.body = &bd.Body
		yv := bsc.declare("#y")
		bf.yield = yv
		bd.Params = append(bd.Params, ident("#y"))
		for _, n := range names {
			bsc.declare(n)
			bd.Params = append(bd.Params, ident(n))
		}
		collectBody(bsc, s.Body)
		l.enter(bf, bsc, func() { bd.Body = l.hoisted(l.block(s.Body)) })
		args := []syntax.Expr{ident("#body")}
		for _, n := range names {
			args = append(args, ident(n))
		}
		// $gen is referenced from inside f
		l.enter(f, sc, func() {
			if len(s.Body) > 0 {
				if e, ok := s.Body[0].(*python.ExprStmt); ok {
					if c, ok := e.X.(*python.Constant); ok && c.Kind == python.KStr {
						d.Body = append(d.Body, exprStmt(strLit(c.Str)))
					}
				}
			}
			d.Body = append(d.Body, bd, &syntax.ReturnStmt{Return: at, Result: l.call(at, "#gen", args...)})
		})
		l.patches = append(l.patches, func() { bd.Function.(*resolve.Function).Name = qual })
	} else {
		collectBody(sc, s.Body)
		l.enter(f, sc, func() { d.Body = l.hoisted(l.block(s.Body)) })
	}
	l.curInfo = l.curInfo[:len(l.curInfo)-1]
	l.patches = append(l.patches, func() { d.Function.(*resolve.Function).Name = qual })
	return d
}

func (l *Lowerer) classDef(out []syntax.Stmt, s *python.ClassDef) []syntax.Stmt {
	at := l.at(s)
	var decos []syntax.Expr
	for _, d := range s.Decos {
		decos = append(decos, l.expr(d))
	}
	var bases []syntax.Expr
	for _, b := range s.Bases {
		bases = append(bases, l.expr(b))
	}
	if !l.copying {
		l.classes = append(l.classes, Class{Name: s.Name, Qualname: l.qual(s.Name), Line: at.Line, Col: at.Col})
	}
	ns := l.tmp("ns")
	cv := l.tmp(fmt.Sprintf("class.%d.%d.", s.P.Line, s.P.Col))
	out = append(out, assign(l.useVar(ns, true, at), &syntax.DictExpr{}, at))
	sc := &Scope{kind: class, parent: l.sc, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: l.fn, nsVar: ns, static: l.static(), classVar: cv, qual: l.qual(s.Name), prefix: l.qual(s.Name) + "."}
	collectBody(sc, s.Body)
	osc := l.sc
	l.sc = sc
	if len(s.Body) > 0 {
		if e, ok := s.Body[0].(*python.ExprStmt); ok {
			if c, ok := e.X.(*python.Constant); ok && c.Kind == python.KStr {
				out = append(out, assign(&syntax.IndexExpr{X: l.useVar(ns, false, at), Y: strLit("__doc__")}, strLit(c.Str), at))
			}
		}
	}
	for _, b := range s.Body {
		if aa, ok := b.(*python.AnnAssign); ok && aa.Simple { // record annotations (dataclasses)
			out = append(out, exprStmt(l.call(at, "#annotate", l.useVar(ns, false, at), strLit(aa.Target.(*python.Name).Id), l.none(), strLit(""))))
		}
		out = l.stmt(out, b)
	}
	l.sc = osc
	out = append(out, assign(l.useVar(cv, true, at), l.call(at, "#mkclass", strLit(s.Name), &syntax.TupleExpr{List: bases, Lparen: at}, l.useVar(ns, false, at), strLit(sc.qual), l.none()), at))
	var x syntax.Expr = l.useVar(cv, false, at)
	for i := len(decos) - 1; i >= 0; i-- {
		x = &syntax.CallExpr{Fn: decos[i], Lparen: at, Args: []syntax.Expr{x}}
	}
	return append(out, assign(l.name(s.Name, true, at), x, at))
}

// qual is the qualified name of a definition in the current scope.
func (l *Lowerer) qual(name string) string {
	sc := l.sc
	for sc.kind == comp {
		sc = sc.parent
	}
	return sc.prefix + name
}

// forEnumerate lowers "for i, v in enumerate(x)" without building tuples.
func (l *Lowerer) forEnumerate(out []syntax.Stmt, s *python.For) ([]syntax.Stmt, bool) {
	c, ok := s.Iter.(*python.Call)
	if !ok || !l.isBuiltinName(c.Func, "enumerate") || len(c.Args) != 1 || len(c.Keywords) > 0 || s.Else != nil {
		return nil, false
	}
	if _, ok := c.Args[0].(*python.Starred); ok {
		return nil, false
	}
	t, ok := s.Target.(*python.Tuple)
	if !ok || len(t.Elts) != 2 {
		return nil, false
	}
	i, ok := t.Elts[0].(*python.Name)
	if !ok {
		return nil, false
	}
	at := l.at(s)
	iter := l.iterExpr(c.Args[0])
	n := l.tmp("n")
	out = append(out, assign(l.useVar(n, true, at), intLit(-1), at))
	vars, pre := l.target(t.Elts[1], at)
	l.fn.loops++
	l.fn.brkVars = append(l.fn.brkVars, nil)
	body := []syntax.Stmt{
		&syntax.AssignStmt{Op: syntax.PLUS_EQ, OpPos: at, LHS: l.useVar(n, true, at), RHS: intLit(1)},
		assign(l.name(i.Id, true, at), l.useVar(n, false, at), at),
	}
	body = append(body, pre...)
	body = append(body, l.block(s.Body)...)
	l.fn.loops--
	l.fn.brkVars = l.fn.brkVars[:len(l.fn.brkVars)-1]
	return append(out, &syntax.ForStmt{For: at, Vars: vars, X: iter, Body: body}), true
}

func (l *Lowerer) noteClass(info *FuncInfo) {
	for sc := l.sc; sc != nil; sc = sc.parent {
		k := sc
		if sc.kind != class {
			k = sc.inClass
		}
		if k != nil {
			info.Class, info.ClassGl = k.classVar.name, k.classVar.global
			if sc.kind != class {
				info.Self = sc.selfName
			}
			return
		}
	}
}
