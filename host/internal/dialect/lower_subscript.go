package dialect

// This file lowers attributes, subscripts and slices.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// x.a   => #a.a[x]   x may be a function, or of another type that the VM gives no attributes
// x.a   native where x is a module, or the first parameter of a method and no built-in type has a method a
func (l *lowerer) attributeExpr(x *python.Attribute) syntax.Expr {
	if l.python && (dunder(x.Attr) || l.opts.IsMethod(x.Attr)) {
		return l.accessor(l.expr(x.X), x.Attr, l.pos(x.Dot))
	}
	return l.attributeOf(x.X, l.expr(x.X), x)
}

// attributeOf lowers o.a, to be read or assigned to, o being px lowered.
func (l *lowerer) attributeOf(px python.Expr, o syntax.Expr, x *python.Attribute) syntax.Expr {
	dot := l.pos(x.Dot)
	if !l.python || l.isModule(px) || l.isSelf(px) {
		return attribute(o, x.Attr, dot)
	}
	return l.accessor(o, x.Attr, dot)
}

func (l *lowerer) accessor(o syntax.Expr, name string, at syntax.Position) syntax.Expr {
	return subscript(l.slot("#a."+name, at), o, at)
}

// isSelf reports whether x is the first parameter of the method around.
func (l *lowerer) isSelf(x python.Expr) bool {
	n, ok := x.(*python.Name)
	if !ok {
		return false
	}
	m := l.method()
	return m != nil && m.self == n.Id && n.Id != "cls"
}

func dunder(name string) bool {
	n := len(name)
	return n > 4 && name[:2] == "__" && name[n-2:] == "__"
}

// x[i]     native; #getitem(x, i) where x may be a string that is not ASCII, which the VM indexes by byte, or bytes, or i a bool
// x[i:j:k] native; #getslice(x, i, j, k) there and where x may be of any type
func (l *lowerer) subscriptExpr(x *python.Subscript) syntax.Expr {
	at := l.pos(x.LB)
	slice, ok := x.Index.(*python.Slice)
	if !ok {
		if l.python && l.oddSubscript(x) {
			return l.call(at, "#getitem", l.expr(x.X), l.key(x.Index))
		}
		return subscript(l.expr(x.X), l.key(x.Index), at)
	}
	if l.perhapsText(x.X) || l.python && (l.oddBound(slice.Lo) || l.oddBound(slice.Hi) || l.oddBound(slice.Step)) || l.python && l.kind(x.X).perhaps(anyKind|instanceKind) {
		v := l.expr(x.X)
		return l.call(at, "#getslice", v, l.orNone(slice.Lo), l.orNone(slice.Hi), l.orNone(slice.Step))
	}
	out := &syntax.SliceExpr{X: l.expr(x.X), Lbrack: at}
	if slice.Lo != nil {
		out.Lo = l.expr(slice.Lo)
	}
	if slice.Hi != nil {
		out.Hi = l.expr(slice.Hi)
	}
	if slice.Step != nil {
		out.Step = l.expr(slice.Step)
	}
	return out
}

// oddBound reports whether a bound of a slice may be a bool or have __index__.
func (l *lowerer) oddBound(x python.Expr) bool {
	if x == nil {
		return false
	}
	k := l.kind(x)
	return k.perhaps(boolKind) || l.table.features.methods["__index__"] && k.perhaps(anyKind|instanceKind)
}

// oddSubscript reports whether x[i] may be what the VM does otherwise: a string by character, bytes, an index that is a
// bool or has __index__.
func (l *lowerer) oddSubscript(x *python.Subscript) bool {
	k := l.kind(x.Index)
	if k.only(stringKind) {
		return false
	}
	of := l.kind(x.X)
	if l.perhapsText(x.X) || k.perhaps(boolKind) && !of.only(dictKind) || of.perhaps(bytesKind) {
		return true
	}
	unknown := of.perhaps(anyKind)
	if l.table.features.slices && k.perhaps(anyKind) {
		return true
	}
	return unknown && l.table.features.bytes || l.table.features.methods["__index__"] && k.perhaps(anyKind|instanceKind) && !of.only(dictKind)
}

// perhapsText reports whether x may be a string that is not ASCII.
func (l *lowerer) perhapsText(x python.Expr) bool {
	return l.python && l.table.features.nonASCII && l.kind(x).perhaps(stringKind|anyKind)
}

func (l *lowerer) orNone(x python.Expr) syntax.Expr {
	if x == nil {
		return l.none()
	}
	return l.expr(x)
}

// key lowers what stands in brackets: i:j:k => #slice(i, j, k)
func (l *lowerer) key(x python.Expr) syntax.Expr {
	switch x := x.(type) {
	case *python.Slice:
		return l.call(l.at(x), "#slice", l.orNone(x.Lo), l.orNone(x.Hi), l.orNone(x.Step))
	case *python.Tuple:
		if starred(x.Elts) >= 0 {
			break
		}
		var out []syntax.Expr
		for _, e := range x.Elts {
			out = append(out, l.key(e))
		}
		return tuple(l.at(x), out...)
	}
	return l.expr(x)
}

// x[i:j] = y => #setslice(x, #slice(i, j, None), y)
func (l *lowerer) setSlice(t *python.Subscript, y syntax.Expr) []syntax.Stmt {
	at := l.pos(t.LB)
	return []syntax.Stmt{evaluate(l.call(at, "#setslice", l.expr(t.X), l.key(t.Index), y))}
}
