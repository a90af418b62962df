package dialect

// This file lowers arithmetic.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

var binaryToken = map[string]syntax.Token{"+": syntax.PLUS, "-": syntax.MINUS, "*": syntax.STAR, "/": syntax.SLASH, "//": syntax.SLASHSLASH,
	"%": syntax.PERCENT, "&": syntax.AMP, "|": syntax.PIPE, "^": syntax.CIRCUMFLEX, ">>": syntax.GTGT, "<<": syntax.LTLT}

var unaryToken = map[string]syntax.Token{"-": syntax.MINUS, "+": syntax.PLUS, "~": syntax.TILDE}

// operator lowers x op y.
//
//	x ** y => #pow(x, y)         x @ y => #matmul(x, y)
//	x << y => #lsh(x, y)         unless y is a small constant: the VM refuses counts from 512 on
//	s % y  => #strmod(s, y)      s is a string
//	x % y  => #mod(x, y)         unless x is no string
//	x & y  => #bitop("&", x, y) x or y is perhaps a bool
//	x * y  => #mul(x, y)         x or y is a string, list or tuple, and the other one no small constant: it may be too large
//	x + y  => #1.int[x] + y        x is perhaps a bool, on which the VM has no arithmetic
func (l *lowerer) operator(op string, x, y syntax.Expr, px, py python.Expr, at syntax.Position) syntax.Expr {
	switch op {
	case "**":
		return l.call(at, "#pow", x, y)
	case "@":
		return l.call(at, "#matmul", x, y)
	}
	if l.python {
		switch {
		case op == "<<" && !smallCount(py):
			return l.call(at, "#lsh", x, y)
		case op == "%" && l.kind(px).only(stringKind):
			return l.call(at, "#strmod", x, y)
		case op == "%" && !l.nativeModulo(px, py):
			return l.call(at, "#mod", x, y)
		case op == "*" && (l.kind(px).only(sequenceKind) && !smallCount(py) || l.kind(py).only(sequenceKind) && !smallCount(px)):
			return l.call(at, "#mul", x, y)
		case (op == "&" || op == "|" || op == "^") && (l.perhapsBool(px) || l.perhapsBool(py)):
			return l.call(at, "#bitop", text(op), x, y)
		}
		x, y = l.integer(x, px, at), l.integer(y, py, at)
	}
	return binary(x, binaryToken[op], y, at)
}

// operand lowers the right operand of a native operator.
func (l *lowerer) operand(op string, y python.Expr, at syntax.Position) syntax.Expr {
	if !l.python {
		return l.expr(y)
	}
	return l.integer(l.expr(y), y, at)
}

// integer makes a number of what may be a bool.
func (l *lowerer) integer(x syntax.Expr, px python.Expr, at syntax.Position) syntax.Expr {
	if l.perhapsBool(px) {
		return l.applied(at, "int", x)
	}
	return x
}

const sequenceKind = stringKind | bytesKind | listKind | tupleKind

// smallCount reports whether y is a count of shifts or repetitions that the VM can take without a look at it.
func smallCount(y python.Expr) bool {
	c, ok := y.(*python.Constant)
	return ok && c.Kind == python.KInt && c.Int < 500
}

// nativeModulo reports whether x % y is arithmetic, as far as can be told: x is a number, or y is and nothing says that
// x is a string.
func (l *lowerer) nativeModulo(x, y python.Expr) bool {
	kx, ky := l.kind(x), l.kind(y)
	if kx.perhaps(stringKind | bytesKind | boolKind) {
		return false
	}
	return kx.only(numberKind) || ky.only(numberKind)
}

// unary lowers -x, +x, ~x and not x. A negative number is one constant.
func (l *lowerer) unary(x *python.UnaryOp) syntax.Expr {
	at := l.at(x)
	if x.Op == "not" {
		return not(l.expr(x.X), at)
	}
	if c, ok := x.X.(*python.Constant); ok && x.Op == "-" {
		switch {
		case c.Kind == python.KInt:
			return &syntax.Literal{Token: syntax.INT, TokenPos: at, Value: -c.Int}
		case c.Kind == python.KFloat && c.Float != 0:
			return &syntax.Literal{Token: syntax.FLOAT, TokenPos: at, Value: -c.Float}
		}
	}
	v := l.expr(x.X)
	if l.python {
		v = l.integer(v, x.X, at)
	}
	return &syntax.UnaryExpr{OpPos: at, Op: unaryToken[x.Op], X: v}
}

// a and b and c: native, left to right.
func (l *lowerer) boolOp(x *python.BoolOp) syntax.Expr {
	op := syntax.AND
	if x.Op == "or" {
		op = syntax.OR
	}
	out := l.expr(x.Values[0])
	for _, v := range x.Values[1:] {
		out = binary(out, op, l.expr(v), l.at(x))
	}
	return out
}

// condition lowers an expression of which only the truth matters.
func (l *lowerer) condition(x python.Expr) syntax.Expr { return l.expr(x) }
