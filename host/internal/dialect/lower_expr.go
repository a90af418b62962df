package dialect

// This file dispatches on the kind of expression, and lowers constants and displays.

import (
	"fmt"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

func (l *lowerer) exprs(xs []python.Expr) []syntax.Expr {
	var out []syntax.Expr
	for _, x := range xs {
		out = append(out, l.expr(x))
	}
	return out
}

func (l *lowerer) expr(x python.Expr) syntax.Expr {
	at := l.at(x)
	switch x := x.(type) {
	case *held:
		return l.get(x.v, at)
	case *python.Name:
		return l.name(x.Id, false, at)
	case *python.Constant:
		return l.constant(x)
	case *python.JoinedStr:
		return l.fstring(x)
	case *python.BinOp:
		left := l.expr(x.L)
		return l.operator(x.Op, left, l.expr(x.R), x.L, x.R, l.pos(x.OpPos))
	case *python.BoolOp:
		return l.boolOp(x)
	case *python.UnaryOp:
		return l.unary(x)
	case *python.Compare:
		return l.compare(x)
	case *python.Call:
		return l.callExpr(x)
	case *python.Attribute:
		return l.attributeExpr(x)
	case *python.Subscript:
		return l.subscriptExpr(x)
	case *python.IfExp:
		cond := l.condition(x.Cond)
		return &syntax.CondExpr{If: at, Cond: cond, True: l.expr(x.Then), False: l.expr(x.Else)}
	case *python.Lambda:
		return l.lambdaExpr(x)
	case *python.List:
		if starred(x.Elts) >= 0 {
			return l.call(at, "#mklist", l.segments(x.Elts)...)
		}
		return &syntax.ListExpr{Lbrack: at, List: l.exprs(x.Elts)}
	case *python.Tuple:
		if starred(x.Elts) >= 0 {
			return l.call(at, "#mktuple", l.segments(x.Elts)...)
		}
		return tuple(at, l.exprs(x.Elts)...)
	case *python.Set:
		if starred(x.Elts) >= 0 {
			return l.call(at, "#mkset", l.call(at, "#mklist", l.segments(x.Elts)...))
		}
		args := []syntax.Expr{&syntax.ListExpr{Lbrack: at, List: l.exprs(x.Elts)}}
		if l.constants3(x.Elts) {
			args = append(args, l.slot("True", at))
		}
		return l.call(at, "#mkset", args...)
	case *python.Dict:
		return l.dict(x)
	case *python.ListComp:
		return l.listComprehension(x, x.Elt, x.Gens)
	case *python.SetComp:
		return l.call(at, "#mkset", l.listComprehension(x, x.Elt, x.Gens))
	case *python.DictComp:
		return l.dictComprehension(x)
	case *python.GeneratorExp:
		return l.generatorExpression(x)
	case *python.Yield:
		return l.yieldExpr(x)
	case *python.YieldFrom:
		return l.yieldFrom(x)
	case *python.NamedExpr:
		return l.walrus(x)
	case *python.Starred:
		l.fail(x, "can't use starred expression here")
	}
	l.refuse(x, "this expression", "")
	return nil
}

// constants3 reports whether a set display is of three or more constants: CPython makes the set when it compiles, in an
// order of its own.
func (l *lowerer) constants3(elts []python.Expr) bool {
	for _, e := range elts {
		if _, _, ok := l.constantOf(e, true); !ok {
			return false
		}
	}
	return len(elts) >= 3
}

func (l *lowerer) constant(x *python.Constant) syntax.Expr {
	at := l.at(x)
	literal := func(token syntax.Token, value any) syntax.Expr {
		return &syntax.Literal{Token: token, TokenPos: at, Value: value}
	}
	switch x.Kind {
	case python.KNone:
		return l.slot("None", at)
	case python.KTrue:
		return l.slot("True", at)
	case python.KFalse:
		return l.slot("False", at)
	case python.KEllipsis:
		return l.slot("#Ellipsis", at)
	case python.KInt:
		return literal(syntax.INT, x.Int)
	case python.KBig:
		return literal(syntax.INT, x.Big)
	case python.KFloat:
		return literal(syntax.FLOAT, x.Float)
	case python.KStr:
		return literal(syntax.STRING, x.Str)
	case python.KBytes:
		return literal(syntax.BYTES, x.Str)
	}
	return l.call(at, "#imag", literal(syntax.FLOAT, x.Float))
}

// [a, b, *c, d] => [a, b], c, [d], the arguments of #mklist and the like
func (l *lowerer) segments(elts []python.Expr) []syntax.Expr {
	var out, run []syntax.Expr
	flush := func() {
		if run != nil {
			out = append(out, list(run...))
			run = nil
		}
	}
	for _, e := range elts {
		if s, ok := e.(*python.Starred); ok {
			flush()
			out = append(out, l.expr(s.X))
		} else {
			run = append(run, l.expr(e))
		}
	}
	flush()
	if len(out) > 200 { // the VM takes 255 arguments
		at := syntax.Position{}
		return []syntax.Expr{l.call(at, "#mklist", out[:200]...), l.call(at, "#mklist", out[200:]...)}
	}
	return out
}

// {k: v}         native if the keys are different constants, or there is but one: the VM refuses equal keys
// {k: v, j: w}   => #mkdict([k, v, j, w])
// {k: v, **d}    => #mkdict([k, v, #Ellipsis, d])
func (l *lowerer) dict(x *python.Dict) syntax.Expr {
	at := l.at(x)
	if !l.python || l.distinct(x.Keys) {
		out := &syntax.DictExpr{Lbrace: at}
		for i, k := range x.Keys {
			if k == nil {
				l.refuse(x, "** in a dict display", "use |")
			}
			key := l.expr(k)
			out.List = append(out.List, &syntax.DictEntry{Key: key, Colon: l.at(k), Value: l.expr(x.Values[i])})
		}
		return out
	}
	var parts []syntax.Expr
	for i, k := range x.Keys {
		var key syntax.Expr
		if k == nil {
			key = l.slot("#Ellipsis", at)
		} else {
			key = l.expr(k)
		}
		parts = append(parts, key, l.expr(x.Values[i]))
	}
	return l.call(at, "#mkdict", list(parts...))
}

// distinct reports whether the keys are surely different.
func (l *lowerer) distinct(keys []python.Expr) bool {
	seen := map[string]bool{}
	for _, k := range keys {
		c, ok := k.(*python.Constant)
		if !ok {
			if k != nil && len(keys) == 1 {
				return true
			}
			return false
		}
		var key string
		switch c.Kind {
		case python.KStr, python.KBytes:
			key = fmt.Sprint(c.Kind, c.Str)
		case python.KInt:
			key = fmt.Sprint("n", c.Int)
		case python.KNone:
			key = "None"
		case python.KTrue:
			key = "n1"
		case python.KFalse:
			key = "n0"
		default: // floats and big numbers may equal others
			return len(keys) == 1
		}
		if seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}
