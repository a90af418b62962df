package dialect

// This file lowers comparisons.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

var compareToken = map[string]syntax.Token{"==": syntax.EQL, "!=": syntax.NEQ, "<": syntax.LT, "<=": syntax.LE, ">": syntax.GT, ">=": syntax.GE,
	"in": syntax.IN, "not in": syntax.NOT_IN}

// comparisonMethods are the methods of classes that make comparison more than the VM's.
var comparisonMethods = map[string][]string{"==": {"__eq__"}, "!=": {"__eq__", "__ne__"}, "<": {"__lt__", "__gt__"}, ">": {"__lt__", "__gt__"},
	"<=": {"__le__", "__ge__"}, ">=": {"__le__", "__ge__"}}

// a < b < c => a < b and b < c, with each operand evaluated once
func (l *lowerer) compare(x *python.Compare) syntax.Expr {
	if len(x.Ops) == 1 {
		return l.comparison(x.Ops[0], l.expr(x.L), l.expr(x.Rs[0]), x.L, x.Rs[0], l.pos(x.OpPos[0]))
	}
	at := l.at(x)
	for _, r := range x.Rs[:len(x.Rs)-1] {
		if !simple(r) {
			return l.compareOnce(x)
		}
	}
	var out syntax.Expr
	left := x.L
	for i, op := range x.Ops {
		c := l.comparison(op, l.expr(left), l.expr(x.Rs[i]), left, x.Rs[i], l.pos(x.OpPos[i]))
		if out == nil {
			out = c
		} else {
			out = binary(out, syntax.AND, c, at)
		}
		left = x.Rs[i]
	}
	return out
}

// a() < b() < c => [#u1 < #u2 and #u2 < c for #u1 in [a()] for #u2 in [b()]][0]
// a < b() < c   => [a < #u2 and #u2 < c for #u2 in [b()]][0]
func (l *lowerer) compareOnce(x *python.Compare) syntax.Expr {
	at := l.at(x)
	out := &syntax.Comprehension{Lbrack: at}
	hold := func(x python.Expr) *variable {
		value := l.expr(x)
		v := l.comprehensionVariable()
		out.Clauses = append(out.Clauses, &syntax.ForClause{For: at, Vars: l.use(v, true, at), X: list(value)})
		return v
	}
	left := func() syntax.Expr { return l.expr(x.L) }
	if !simple(x.L) {
		v := hold(x.L)
		left = func() syntax.Expr { return l.get(v, at) }
	}
	middle := hold(x.Rs[0])
	first := l.comparison(x.Ops[0], left(), l.get(middle, at), x.L, x.Rs[0], l.pos(x.OpPos[0]))
	// the rest compares the middle, which is held: its name is spelled as no source can
	rest := &python.Compare{N: x.N, L: &held{x.Rs[0], middle}, Ops: x.Ops[1:], OpPos: x.OpPos[1:], Rs: x.Rs[1:]}
	out.Body = binary(first, syntax.AND, l.compare(rest), at)
	return subscript(out, number(0), at)
}

// A held is an expression whose value a variable holds.
type held struct {
	python.Expr
	v *variable
}

// comparison lowers x op y.
//
//	x is None   => x == None     nothing else equals None, True or False in the VM
//	x is y      => #is(x, y)
//	x in y      => #1.in[x][y]   unless y is surely a string, dict, set or range, where the VM does the same
//	x == y      => #1.==[x][y]   unless both are surely numbers or both strings
//	x < y       native, where nothing says that the operands are of types that the VM cannot compare
func (l *lowerer) comparison(op string, x, y syntax.Expr, px, py python.Expr, at syntax.Position) syntax.Expr {
	switch op {
	case "is", "is not":
		tok := syntax.EQL
		if op == "is not" {
			tok = syntax.NEQ
		}
		if constant(px, python.KNone, python.KTrue, python.KFalse) || constant(py, python.KNone, python.KTrue, python.KFalse) {
			return binary(x, tok, y, at)
		}
		is := l.call(at, "#is", x, y)
		if op == "is not" {
			return not(is, at)
		}
		return is
	case "in", "not in":
		if !l.python || l.nativeContainer(px, py) {
			return binary(x, compareToken[op], y, at)
		}
		in := l.compared("in", x, y, px, py, at)
		if op == "not in" {
			return not(in, at)
		}
		return in
	}
	if !l.python || l.nativeComparison(op, px, py) {
		return binary(x, compareToken[op], y, at)
	}
	return l.compared(op, x, y, px, py, at)
}

// nativeContainer reports whether the VM's x in y does what Python's does: y looks x up by its hash, or is text.
func (l *lowerer) nativeContainer(px, py python.Expr) bool {
	x, y := l.kind(px), l.kind(py)
	switch {
	case y.only(stringKind):
		return x.only(stringKind)
	case y.only(dictKind | setKind):
		return x.only(stringKind | numberKind | tupleKind)
	case y.only(rangeKind):
		return x.only(numberKind)
	}
	return false
}

// nativeComparison reports whether the VM's x op y does what Python's does.
func (l *lowerer) nativeComparison(op string, px, py python.Expr) bool {
	x, y := l.kind(px), l.kind(py)
	if a, ok := px.(*python.Name); ok { // x == x is a test for nan
		if b, ok := py.(*python.Name); ok && a.Id == b.Id {
			return false
		}
	}
	for _, k := range []kind{numberKind, stringKind, bytesKind, noneKind} {
		if x.only(k) && y.only(k) {
			return true
		}
	}
	if op == "==" || op == "!=" {
		plain := numberKind | stringKind | noneKind
		return x.only(plain) && y.only(plain)
	}
	return !l.foreign(op, px, py)
}

// foreign reports whether the operands of an ordering may be of different types that compare all the same.
func (l *lowerer) foreign(op string, px, py python.Expr) bool {
	x, y := l.kind(px), l.kind(py)
	if l.table.features.sets && !(x.only(numberKind) || y.only(numberKind)) {
		return true
	}
	if l.perhapsBool(px) || l.perhapsBool(py) {
		return true
	}
	if _, _, constant := l.constantOf(px, false); constant && y.perhaps(anyKind|instanceKind) {
		return true
	}
	if _, _, constant := l.constantOf(py, false); constant && x.perhaps(anyKind|instanceKind) {
		return true
	}
	if !(x | y).perhaps(anyKind | instanceKind) {
		return (x | y).perhaps(listKind | tupleKind | setKind)
	}
	if l.table.features.foreign {
		return true
	}
	for _, m := range comparisonMethods[op] {
		if l.table.features.methods[m] {
			return true
		}
	}
	return false
}
