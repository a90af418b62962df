package dialect

// This file finds generators that may run ahead of their consumer: whose body touches nothing but numbers of its own, so
// that nobody can tell when it computes an element. The run time lets such a body yield several elements before it
// switches to the consumer, since a switch costs more than a small body does.

import "parlark/host/internal/dialect/python"

// operatorMethods are special methods that make operators run code of the script.
var operatorMethods = []string{"__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__", "__rtruediv__", "__floordiv__", "__rfloordiv__",
	"__mod__", "__rmod__", "__pow__", "__rpow__", "__and__", "__rand__", "__or__", "__ror__", "__xor__", "__rxor__", "__lshift__", "__rshift__", "__iadd__", "__isub__",
	"__imul__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__neg__", "__pos__", "__invert__", "__bool__", "__len__", "__index__"}

// runsAhead reports whether a generator with that body and table may run ahead.
func (l *lowerer) runsAhead(body []python.Stmt, t *table) bool {
	return l.python && !l.operatorsRunCode() && l.privateBlock(t, body)
}

// expressionRunsAhead is runsAhead for a generator expression.
func (l *lowerer) expressionRunsAhead(x *python.GeneratorExp) bool {
	t := l.inner(x)
	if !l.python || t == nil || l.operatorsRunCode() || !isCallOf(x.Gens[0].Iter, "range") || !l.isBuiltin("range") {
		return false
	}
	for i, g := range x.Gens {
		if _, ok := g.Target.(*python.Name); !ok || i > 0 && !l.privateRange(t, g.Iter) {
			return false
		}
		for _, c := range g.Ifs {
			if !l.private(t, c) {
				return false
			}
		}
	}
	return l.private(t, x.Elt)
}

func (l *lowerer) operatorsRunCode() bool {
	for _, m := range operatorMethods {
		if l.table.features.methods[m] {
			return true
		}
	}
	return false
}

func (l *lowerer) privateBlock(t *table, body []python.Stmt) bool {
	for _, s := range body {
		if !l.privateStmt(t, s) {
			return false
		}
	}
	return true
}

func (l *lowerer) privateStmt(t *table, s python.Stmt) bool {
	switch s := s.(type) {
	case *python.Pass, *python.Break, *python.Continue:
		return true
	case *python.Return:
		return s.X == nil || l.private(t, s.X)
	case *python.ExprStmt:
		if y, ok := s.X.(*python.Yield); ok {
			return y.X == nil || l.private(t, y.X)
		}
		_, ok := s.X.(*python.Constant)
		return ok
	case *python.Assign:
		for _, x := range s.Targets {
			if !own(t, x) {
				return false
			}
		}
		return l.private(t, s.Value)
	case *python.AugAssign:
		// A list would grow in place; one to which a number is added is an error instead.
		return own(t, s.Target) && l.private(t, s.Value) && l.kindOf(t, s.Value).only(numberKind)
	case *python.If:
		return l.private(t, s.Cond) && l.privateBlock(t, s.Body) && l.privateBlock(t, s.Else)
	case *python.While:
		return l.private(t, s.Cond) && l.privateBlock(t, s.Body) && l.privateBlock(t, s.Else)
	case *python.For:
		return own(t, s.Target) && l.privateRange(t, s.Iter) && l.privateBlock(t, s.Body) && l.privateBlock(t, s.Else)
	}
	return false
}

// own reports whether an assignment target consists of variables of t alone.
func own(t *table, x python.Expr) bool {
	if elts, ok := elements(x); ok {
		for _, e := range elts {
			if !own(t, e) {
				return false
			}
		}
		return true
	}
	n, ok := x.(*python.Name)
	return ok && t.symbols[n.Id] != nil && !t.global[n.Id] && !t.nonlocal[n.Id]
}

func (l *lowerer) privateRange(t *table, x python.Expr) bool {
	if !isCallOf(x, "range") || t.resolve("range") != nil || !l.opts.IsBuiltin("range") {
		return false
	}
	c := x.(*python.Call)
	for _, a := range c.Args {
		if !l.private(t, a) {
			return false
		}
	}
	return len(c.Keywords) == 0
}

// private reports whether x is computed from variables of t and constants, without looking into a list or the like.
func (l *lowerer) private(t *table, x python.Expr) bool {
	numeric := func(a, b python.Expr) bool {
		return l.private(t, a) && l.private(t, b) && (l.kindOf(t, a).only(numberKind|boolKind) || l.kindOf(t, b).only(numberKind|boolKind))
	}
	all := func(xs []python.Expr) bool {
		for _, e := range xs {
			if !l.private(t, e) {
				return false
			}
		}
		return true
	}
	switch x := x.(type) {
	case *python.Constant:
		return true
	case *python.Name:
		return own(t, x)
	case *python.BinOp:
		return x.Op != "@" && numeric(x.L, x.R)
	case *python.UnaryOp:
		return l.private(t, x.X)
	case *python.BoolOp:
		return all(x.Values)
	case *python.Compare:
		left := x.L
		for i, r := range x.Rs {
			if x.Ops[i] == "in" || x.Ops[i] == "not in" || !numeric(left, r) {
				return false
			}
			left = r
		}
		return true
	case *python.IfExp:
		return all([]python.Expr{x.Cond, x.Then, x.Else})
	case *python.Tuple:
		return starred(x.Elts) < 0 && all(x.Elts)
	}
	return false
}
