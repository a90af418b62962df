package dialect

// This file lowers augmented assignment.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

var augmentedToken = map[string]syntax.Token{"+": syntax.PLUS_EQ, "-": syntax.MINUS_EQ, "*": syntax.STAR_EQ, "/": syntax.SLASH_EQ, "//": syntax.SLASHSLASH_EQ,
	"%": syntax.PERCENT_EQ, "&": syntax.AMP_EQ, "|": syntax.PIPE_EQ, "^": syntax.CIRCUMFLEX_EQ, ">>": syntax.GTGT_EQ, "<<": syntax.LTLT_EQ}

// inplaceMethods are the methods that x op= y tries first.
var inplaceMethods = map[string]string{"+": "__iadd__", "-": "__isub__", "*": "__imul__", "/": "__itruediv__", "//": "__ifloordiv__", "%": "__imod__", "&": "__iand__",
	"|": "__ior__", "^": "__ixor__", ">>": "__irshift__", "<<": "__ilshift__", "**": "__ipow__", "@": "__imatmul__"}

// x op= y is native where Python and Starlark agree: numbers, and += on lists. Otherwise
//
//	x op= y    => x = #inplace("op", x, y), or x = x op y with the operator's own lowering
//	o.a op= y  => #o1 = o; #o1.a = #inplace("op", #o1.a, y)
//	o[i] op= y => #o1 = o; #k2 = i; #o1[#k2] = #inplace("op", #o1[#k2], y)
func (l *lowerer) augmented(s *python.AugAssign) []syntax.Stmt {
	at := l.pos(s.OpPos)
	tok, native := augmentedToken[s.Op]
	native = native && l.nativeInplace(s)
	if native {
		if slice, ok := s.Target.(*python.Subscript); ok {
			_, isSlice := slice.Index.(*python.Slice)
			native = !isSlice && !l.oddKey(slice)
		}
	}
	if _, class := l.targetClass(s.Target); native && !class {
		target, _ := l.nativeTarget(s.Target)
		return []syntax.Stmt{&syntax.AssignStmt{Op: tok, OpPos: at, LHS: target, RHS: l.operand(s.Op, s.Value, at)}}
	}
	update := func(x syntax.Expr) syntax.Expr {
		if !l.needsInplace(s) {
			return l.operator(s.Op, x, l.expr(s.Value), s.Target, s.Value, at)
		}
		return l.call(at, "#inplace", text(s.Op), x, l.expr(s.Value))
	}
	switch t := s.Target.(type) {
	case *python.Name:
		x := update(l.name(t.Id, false, l.at(t)))
		return []syntax.Stmt{assign(l.name(t.Id, true, l.at(t)), x, at)}
	case *python.Attribute:
		o := l.temporary("o")
		out := []syntax.Stmt{l.set(o, l.expr(t.X), at)}
		x := update(l.attributeOf(t.X, l.get(o, at), t))
		return append(out, assign(l.attributeOf(t.X, l.get(o, at), t), x, at))
	case *python.Subscript:
		o, k := l.temporary("o"), l.temporary("k")
		out := []syntax.Stmt{l.set(o, l.expr(t.X), at), l.set(k, l.key(t.Index), at)}
		if _, slice := t.Index.(*python.Slice); slice || l.oddKey(t) {
			x := update(l.call(at, "#getitem", l.get(o, at), l.get(k, at)))
			return append(out, evaluate(l.call(at, "#setslice", l.get(o, at), l.get(k, at), x)))
		}
		x := update(subscript(l.get(o, at), l.get(k, at), l.pos(t.LB)))
		return append(out, assign(subscript(l.get(o, at), l.get(k, at), l.pos(t.LB)), x, at))
	}
	l.fail(s, "illegal expression for augmented assignment")
	return nil
}

// targetClass reports whether t is a name of the class body being lowered.
func (l *lowerer) targetClass(t python.Expr) (string, bool) {
	if n, ok := t.(*python.Name); ok {
		_, class := l.lookup(n.Id)
		return n.Id, class != nil
	}
	return "", false
}

// nativeInplace reports whether the VM's op= does what Python's does, by what is known of the operands.
func (l *lowerer) nativeInplace(s *python.AugAssign) bool {
	if !l.python {
		return true
	}
	if l.needsInplace(s) {
		return false
	}
	_, y := l.kind(s.Target), l.kind(s.Value)
	switch s.Op {
	case "<<":
		return smallCount(s.Value)
	case "%":
		return l.nativeModulo(s.Target, s.Value)
	}
	return !l.perhapsBool(s.Target) && y != boolKind
}

// needsInplace reports whether the left operand may be changed in place, or have a method for it.
func (l *lowerer) needsInplace(s *python.AugAssign) bool {
	if !l.python {
		return false
	}
	if s.Op == "**" {
		return true
	}
	x, y := l.kind(s.Target), l.kind(s.Value)
	if x.only(numberKind|boolKind|stringKind|tupleKind) || y.only(numberKind|boolKind) && s.Op != "*" {
		return l.table.features.methods[inplaceMethods[s.Op]] && !x.only(numberKind|stringKind)
	}
	if l.table.features.methods[inplaceMethods[s.Op]] || l.table.features.proxies && x.perhaps(anyKind) && !y.only(numberKind|boolKind|stringKind) {
		return true
	}
	switch s.Op {
	case "+":
		return x.perhaps(listKind) && y.perhaps(stringKind|anyKind)
	case "*":
		return x.perhaps(listKind)
	case "|", "&", "^":
		return true
	case "-":
		return x.perhaps(setKind) || y.perhaps(setKind)
	}
	return false
}
