package dialect

// This file lowers del.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// del x    => x; x = #nil          reading x first raises if it is unbound
// del x[i] => #delitem(x, i)
// del x.a  => #delattr(x, "a")
func (l *lowerer) delete(t python.Expr) []syntax.Stmt {
	at := l.at(t)
	switch t := t.(type) {
	case *python.Name:
		v, class := l.lookup(t.Id)
		if class != nil {
			delete(class.certain, t.Id)
			return []syntax.Stmt{evaluate(l.call(at, "#delitem", l.namespaceOf(class, t.Id, at), text(t.Id)))}
		}
		out := []syntax.Stmt{evaluate(l.name(t.Id, false, at))}
		if v != nil && v.global && l.opts.IsBuiltin(t.Id) { // the built-in comes into view again
			return append(out, assign(l.name(t.Id, true, at), l.slot("#b."+t.Id, at), at))
		}
		return append(out, assign(l.name(t.Id, true, at), l.nilValue(), at))
	case *python.Subscript:
		return []syntax.Stmt{evaluate(l.call(l.pos(t.LB), "#delitem", l.expr(t.X), l.key(t.Index)))}
	case *python.Attribute:
		return []syntax.Stmt{evaluate(l.call(l.pos(t.Dot), "#delattr", l.expr(t.X), text(t.Attr)))}
	case *python.Tuple, *python.List:
		var out []syntax.Stmt
		elts, _ := elements(t)
		for _, e := range elts {
			out = append(out, l.delete(e)...)
		}
		return out
	}
	l.fail(t, "cannot delete this expression")
	return nil
}
