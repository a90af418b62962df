package dialect

// This file builds nodes of the lowered tree and reads nodes of the source.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

func ident(name string) *syntax.Ident { return &syntax.Ident{Name: name} }
func number(i int64) syntax.Expr      { return &syntax.Literal{Token: syntax.INT, Value: i} }
func text(s string) syntax.Expr       { return &syntax.Literal{Token: syntax.STRING, Value: s} }

func assign(lhs, rhs syntax.Expr, at syntax.Position) syntax.Stmt {
	return &syntax.AssignStmt{Op: syntax.EQ, LHS: lhs, RHS: rhs, OpPos: at}
}

func evaluate(x syntax.Expr) syntax.Stmt { return &syntax.ExprStmt{X: x} }

func pass() syntax.Stmt { return &syntax.BranchStmt{Token: syntax.PASS} }

func not(x syntax.Expr, at syntax.Position) syntax.Expr {
	return &syntax.UnaryExpr{OpPos: at, Op: syntax.NOT, X: x}
}

func binary(x syntax.Expr, op syntax.Token, y syntax.Expr, at syntax.Position) syntax.Expr {
	return &syntax.BinaryExpr{X: x, Op: op, OpPos: at, Y: y}
}

// named is name=x, an argument or a parameter with a default.
func named(name string, x syntax.Expr) syntax.Expr {
	return &syntax.BinaryExpr{X: ident(name), Op: syntax.EQ, Y: x}
}

func star(x syntax.Expr) syntax.Expr     { return &syntax.UnaryExpr{Op: syntax.STAR, X: x} }
func starStar(x syntax.Expr) syntax.Expr { return &syntax.UnaryExpr{Op: syntax.STARSTAR, X: x} }

func subscript(x, y syntax.Expr, at syntax.Position) syntax.Expr {
	return &syntax.IndexExpr{X: x, Lbrack: at, Y: y}
}

func attribute(x syntax.Expr, name string, at syntax.Position) syntax.Expr {
	return &syntax.DotExpr{X: x, Dot: at, Name: ident(name)}
}

func invoke(fn syntax.Expr, at syntax.Position, args ...syntax.Expr) *syntax.CallExpr {
	return &syntax.CallExpr{Fn: fn, Lparen: at, Args: args}
}

func list(xs ...syntax.Expr) syntax.Expr { return &syntax.ListExpr{List: xs} }

func tuple(at syntax.Position, xs ...syntax.Expr) syntax.Expr {
	return &syntax.TupleExpr{Lparen: at, List: xs}
}

// nonEmpty makes a statement list that the printer and the resolver accept as a block.
func nonEmpty(body []syntax.Stmt) []syntax.Stmt {
	if len(body) == 0 {
		return []syntax.Stmt{pass()}
	}
	return body
}

func (l *lowerer) pos(p python.Pos) syntax.Position {
	return syntax.MakePosition(&l.file, p.Line, p.Col+1)
}

func (l *lowerer) at(n python.Node) syntax.Position { p, _ := n.Span(); return l.pos(p) }

// elements returns the elements of a tuple or list display.
func elements(x python.Expr) ([]python.Expr, bool) {
	switch x := x.(type) {
	case *python.Tuple:
		return x.Elts, true
	case *python.List:
		return x.Elts, true
	}
	return nil, false
}

// starred returns the index of the first starred element, -1 if there is none.
func starred(xs []python.Expr) int {
	for i, x := range xs {
		if _, ok := x.(*python.Starred); ok {
			return i
		}
	}
	return -1
}

// constant reports whether x is a constant of that kind.
func constant(x python.Expr, kinds ...python.Kind) bool {
	c, ok := x.(*python.Constant)
	if !ok {
		return false
	}
	for _, k := range kinds {
		if c.Kind == k {
			return true
		}
	}
	return false
}

// simple reports whether evaluating x has no effect and no cost, so that it may be done twice or moved.
func simple(x python.Expr) bool {
	switch x.(type) {
	case *python.Name, *python.Constant:
		return true
	}
	return false
}

// parameters returns all parameters in the order of the signature.
func parameters(a *python.Arguments) []*python.Arg {
	out := append(append([]*python.Arg{}, a.PosOnly...), a.Args...)
	if a.Vararg != nil {
		out = append(out, a.Vararg)
	}
	out = append(out, a.KwOnly...)
	if a.Kwarg != nil {
		out = append(out, a.Kwarg)
	}
	return out
}

// defaults returns all default values in the order of the signature.
func defaults(a *python.Arguments) []python.Expr {
	out := append([]python.Expr{}, a.Defaults...)
	for _, x := range a.KwDefaults {
		if x != nil {
			out = append(out, x)
		}
	}
	return out
}
