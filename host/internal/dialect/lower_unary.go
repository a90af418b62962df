package dialect

// This file lowers operations of one operand to subscripts. The VM subscripts without a call frame and without copying
// arguments, at a third of the cost of a call.
//
//	#iter(x)        => #1.iter[x]
//	len(x)          => #1.b.len[x]
//	isinstance(x, C) => #1.b.isinstance[C][x]
//	x == y          => #1.==[x][y]
//	x == 5          => #k1[x]                 #k1 = #1.right[("==", 5)] in the prologue

import (
	"fmt"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// applied applies an intrinsic or, with "b." before its name, a built-in function to one operand.
func (l *lowerer) applied(at syntax.Position, name string, x syntax.Expr) syntax.Expr {
	return subscript(l.slot("#1."+name, at), x, at)
}

// appliedTo is applied to a tuple if there are several operands.
func (l *lowerer) appliedTo(at syntax.Position, name string, xs []syntax.Expr) syntax.Expr {
	if len(xs) == 1 {
		return l.applied(at, name, xs[0])
	}
	return l.applied(at, name, tuple(at, xs...))
}

// unaryBuiltins are the built-in functions that are worth a subscript: short, and often called.
var unaryBuiltins = map[string]bool{
	"len": true, "abs": true, "ord": true, "chr": true, "next": true, "iter": true, "repr": true, "str": true, "int": true, "float": true, "bool": true,
	"round": true, "id": true, "hash": true, "callable": true, "sum": true, "min": true, "max": true, "list": true, "tuple": true, "type": true,
	"any": true, "all": true, "sorted": true, "reversed": true, "set": true,
}

// unaryCall lowers f(x) for a built-in function f.
func (l *lowerer) unaryCall(x *python.Call, at syntax.Position) (syntax.Expr, bool) {
	f, ok := x.Func.(*python.Name)
	if !ok || !l.python || !l.isBuiltin(f.Id) || !l.opts.IsBuiltin(f.Id) || len(x.Keywords) > 0 || starred(x.Args) >= 0 {
		return nil, false
	}
	switch {
	case len(x.Args) == 1 && unaryBuiltins[f.Id]:
		return l.applied(at, "b."+f.Id, l.expr(x.Args[0])), true
	case len(x.Args) == 2 && f.Id == "isinstance" && classExpression(x.Args[1]):
		return subscript(l.applied(at, "b.isinstance", l.expr(x.Args[1])), l.expr(x.Args[0]), at), true
	}
	return nil, false
}

// classExpression reports whether x may be evaluated before what stands before it: a name, or a tuple of names.
func classExpression(x python.Expr) bool {
	switch x := x.(type) {
	case *python.Name:
		return true
	case *python.Attribute:
		_, ok := x.X.(*python.Name)
		return ok
	case *python.Tuple:
		for _, e := range x.Elts {
			if !classExpression(e) {
				return false
			}
		}
		return true
	}
	return false
}

// compared lowers x op y where the VM may compare otherwise than Python. op is "in" or one of the six.
func (l *lowerer) compared(op string, x, y syntax.Expr, px, py python.Expr, at syntax.Position) syntax.Expr {
	if c, key, ok := l.constantOf(py, op == "in"); ok {
		return subscript(l.constantComparison("right", op, c, key, at), x, at)
	}
	if c, key, ok := l.constantOf(px, false); ok {
		return subscript(l.constantComparison("left", op, c, key, at), y, at)
	}
	switch y.(type) {
	case *syntax.Ident, *syntax.Literal: // evaluating it runs no other code: the left operand can wait
		return subscript(l.applied(at, op, x), y, at)
	}
	return subscript(l.applied(at, op+"+", x), y, at)
}

// constantComparison returns the name of #1.<side>[(op, c)].
func (l *lowerer) constantComparison(side, op string, c syntax.Expr, key string, at syntax.Position) syntax.Expr {
	key = side + " " + op + " " + key
	name := l.constants[key]
	if name == "" {
		name = fmt.Sprintf("#kc%d", len(l.constants)+1)
		l.constants[key] = name
		first := l.pos(python.Pos{Line: 1})
		l.held = append(l.held, assign(&syntax.Ident{Name: name, NamePos: first}, l.applied(first, side, tuple(first, text(op), c)), first))
	}
	return &syntax.Ident{Name: name, NamePos: at}
}

// constantOf returns a constant, or if container also a tuple or list of constants, and a text that identifies it.
func (l *lowerer) constantOf(x python.Expr, container bool) (syntax.Expr, string, bool) {
	switch x := x.(type) {
	case *python.Constant:
		switch x.Kind {
		case python.KInt, python.KFloat, python.KStr, python.KBytes, python.KBig, python.KTrue, python.KFalse, python.KNone:
			return l.constant(x), fmt.Sprintf("%v %v %v %v %q", x.Kind, x.Int, x.Float, x.Big, x.Str), true
		}
	case *python.UnaryOp:
		if c, ok := x.X.(*python.Constant); ok && x.Op == "-" && (c.Kind == python.KInt || c.Kind == python.KFloat) {
			_, key, _ := l.constantOf(c, false)
			return l.unary(x), "-" + key, true
		}
	case *python.Tuple, *python.List:
		elts, _ := elements(x)
		if !container || len(elts) == 0 || len(elts) > 200 {
			return nil, "", false
		}
		var out []syntax.Expr
		keys := "("
		for _, e := range elts {
			c, key, ok := l.constantOf(e, false)
			if !ok {
				return nil, "", false
			}
			out, keys = append(out, c), keys+key+","
		}
		return tuple(l.at(x), out...), keys + ")", true
	}
	return nil, "", false
}
