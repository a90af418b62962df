package dialect

// This file lowers assignments.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// x = y = E => #a1 = E; x = #a1; y = #a1
func (l *lowerer) assignment(s *python.Assign) []syntax.Stmt {
	at := l.at(s)
	k := l.kind(s.Value)
	if len(s.Targets) == 1 {
		if out, ok := l.parallel(s.Targets[0], s.Value, at); ok {
			return out
		}
		return l.assignTo(s.Targets[0], l.expr(s.Value), k, at)
	}
	if constant(s.Value, python.KInt, python.KFloat, python.KNone, python.KTrue, python.KFalse, python.KStr) {
		var out []syntax.Stmt
		for _, t := range s.Targets {
			out = append(out, l.assignTo(t, l.expr(s.Value), k, at)...)
		}
		return out
	}
	v := l.temporary("a")
	out := []syntax.Stmt{l.set(v, l.expr(s.Value), at)}
	for _, t := range s.Targets {
		out = append(out, l.assignTo(t, l.get(v, at), k, at)...)
	}
	return out
}

// a, b = X, Y    => #p1 = X; b = Y; a = #p1      different names: the order of assignments does not show
// a[i], b = X, Y => #p1 = X; #p2 = Y; a[i] = #p1; b = #p2
// No tuple is made.
func (l *lowerer) parallel(t, x python.Expr, at syntax.Position) ([]syntax.Stmt, bool) {
	targets, ok1 := elements(t)
	values, ok2 := elements(x)
	if !ok1 || !ok2 || len(targets) != len(values) || len(targets) < 2 || starred(values) >= 0 || starred(targets) >= 0 {
		return nil, false
	}
	seen, names := map[string]bool{}, true
	for _, t := range targets {
		n, ok := t.(*python.Name)
		names = names && ok && !seen[n.Id]
		if ok {
			seen[n.Id] = true
		}
	}
	var out, rest []syntax.Stmt
	last := len(targets) - 1
	for i, t := range targets {
		switch {
		case constant(values[i], python.KInt, python.KFloat, python.KStr):
			rest = append(rest, l.assignTo(t, l.expr(values[i]), anyKind, at)...)
		case names && i == last:
			out = append(out, l.assignTo(t, l.expr(values[i]), anyKind, at)...)
		default:
			v := l.temporary("p")
			out = append(out, l.set(v, l.expr(values[i]), at))
			rest = append(rest, l.assignTo(t, l.get(v, at), l.kind(values[i]), at)...)
		}
	}
	return append(out, rest...), true
}

// kind returns what x can be at the current place.
func (l *lowerer) kind(x python.Expr) kind {
	if l.scope.table == nil {
		return anyKind
	}
	return l.kindOf(l.scope.table, x)
}

// assignTo assigns x, which can be of kind k, to a target.
//
//	a, b = x        => a, b = #1.unpack2[x]      the VM's UNPACK makes an iterator, and takes no strings
//	a, *b = x       => (a, b) = #unpackstar(x, 1, 0)
//	x[i:j] = y      => #setslice(x, #slice(i, j, None), y)
//	a, (b, *c) = x  => (a, #u1) = x; (b, c) = #unpackstar(#u1, 1, 0)
func (l *lowerer) assignTo(t python.Expr, x syntax.Expr, k kind, at syntax.Position) []syntax.Stmt {
	if s, ok := t.(*python.Subscript); ok {
		if _, ok := s.Index.(*python.Slice); ok || l.oddKey(s) {
			return l.setSlice(s, x)
		}
	}
	elts, sequence := elements(t)
	if !sequence {
		target, _ := l.nativeTarget(t)
		if n, ok := t.(*python.Name); ok && l.scope.kind == classScope {
			l.scope.certainly(n.Id)
		}
		return []syntax.Stmt{assign(target, x, at)}
	}
	if starred(elts) >= 0 || l.python {
		x = l.unpacked(elts, x, at)
	}
	var targets []syntax.Expr
	var rest []syntax.Stmt
	for _, e := range elts {
		if s, ok := e.(*python.Starred); ok {
			e = s.X
		}
		_, nested := elements(e)
		if target, ok := l.nativeTarget(e); ok && !(nested && l.python) {
			targets = append(targets, target)
			continue
		}
		v := l.temporary("u")
		targets = append(targets, l.use(v, true, at))
		rest = append(rest, l.assignTo(e, l.get(v, at), anyKind, at)...)
	}
	if len(targets) == 0 {
		return []syntax.Stmt{assign(list(), x, at)}
	}
	return append([]syntax.Stmt{assign(tuple(at, targets...), x, at)}, rest...)
}

// certainly notes that a class body binds name when it comes here. Branches are not followed: a name bound in one may be
// unset, so only statements directly in the body count.
func (s *scope) certainly(name string) {
	if s.straight {
		s.certain[name] = true
	}
}

// nativeTarget lowers a target that the VM can assign to.
func (l *lowerer) nativeTarget(t python.Expr) (syntax.Expr, bool) {
	switch t := t.(type) {
	case *python.Name:
		return l.name(t.Id, true, l.at(t)), true
	case *python.Attribute:
		return l.attributeOf(t.X, l.expr(t.X), t), true
	case *python.Subscript:
		if _, slice := t.Index.(*python.Slice); slice {
			return nil, false
		}
		if l.oddKey(t) {
			return nil, false
		}
		return subscript(l.expr(t.X), l.key(t.Index), l.pos(t.LB)), true
	case *python.Tuple, *python.List:
		elts, _ := elements(t)
		if starred(elts) >= 0 || !l.allNative(elts) {
			return nil, false
		}
		var out []syntax.Expr
		for _, e := range elts {
			x, _ := l.nativeTarget(e)
			out = append(out, x)
		}
		return tuple(l.at(t), out...), true
	}
	l.fail(t, "cannot assign to this expression")
	return nil, false
}

// oddKey reports whether assigning to x[i] is more than the VM's: i may be a bool, or have __index__.
func (l *lowerer) oddKey(x *python.Subscript) bool {
	k := l.kind(x.Index)
	return l.python && !l.kind(x.X).only(dictKind) &&
		(k.perhaps(boolKind) || l.table.features.methods["__index__"] && k.perhaps(anyKind|instanceKind))
}

// allNative reports whether nativeTarget takes all of ts. Nothing is lowered.
func (l *lowerer) allNative(ts []python.Expr) bool {
	for _, t := range ts {
		if s, ok := t.(*python.Subscript); ok {
			if _, slice := s.Index.(*python.Slice); slice || l.oddKey(s) {
				return false
			}
		}
		if elts, ok := elements(t); ok && (starred(elts) >= 0 || !l.allNative(elts)) {
			return false
		}
	}
	return true
}

// x: T = E => x = E; in a class body also #annotate(#ns, "x", lambda: T, "T")
func (l *lowerer) annotated(s *python.AnnAssign) []syntax.Stmt {
	var out []syntax.Stmt
	if s.Value != nil {
		out = l.assignTo(s.Target, l.expr(s.Value), anyKind, l.at(s))
	}
	if n, ok := s.Target.(*python.Name); ok && s.Simple && l.scope.kind == classScope {
		out = append(out, l.annotation(n.Id, s.Ann))
	}
	return out
}

// n := E => [n for #w in [E]][0]
//
// The comprehension variable #w takes the binding of n when the names are patched, so that the clause's assignment is
// one to n, in whatever scope.
func (l *lowerer) walrus(x *python.NamedExpr) syntax.Expr {
	at := l.at(x)
	value := l.expr(x.Value)
	inner := l.scope
	for l.scope.kind == comprehensionScope {
		l.scope = l.scope.parent
	}
	v, class := l.lookup(x.Target.Id)
	l.scope = inner
	if class != nil {
		entry := func() syntax.Expr { return l.entry(class, x.Target.Id, at) }
		return subscript(&syntax.Comprehension{Lbrack: at, Body: entry(), Clauses: []syntax.Node{&syntax.ForClause{For: at, Vars: entry(), X: list(value)}}}, number(0), at)
	}
	v.loose = true
	w := ident("#w")
	id := l.use(v, true, at)
	l.late = append(l.late, func() { w.Binding = id.Binding })
	return subscript(&syntax.Comprehension{Lbrack: at, Body: id, Clauses: []syntax.Node{&syntax.ForClause{For: at, Vars: w, X: list(value)}}}, number(0), at)
}
