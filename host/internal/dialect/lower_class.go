package dialect

// This file lowers class statements. The body runs in place, its names in a dict.

import (
	"fmt"
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// @D
//
//	class C(B, metaclass=M):
//	    """doc"""
//	    x = E
//	    def m(self): BODY
//
// =>
// #ns1 = {}
// #ns1["__doc__"] = "doc"
// #ns1["x"] = E
// #ns1["m"] = #make.3()
// #class.1.0 = #mkclass("C", (B,), #ns1, "C", {"metaclass": M})
// C = D(#class.1.0)
//
// super() in a method reads #class.1.0, which the decorator does not change.
func (l *lowerer) classDef(s *python.ClassDef) []syntax.Stmt {
	at := l.at(s)
	decorators := l.exprs(s.Decos)
	bases := l.bases(s, at)
	keywords := l.classKeywords(s, at)
	qualname := l.qualify(s.Name)
	if !l.copying {
		l.classes = append(l.classes, Class{Name: s.Name, Qualname: qualname, Line: at.Line, Col: at.Col})
	}
	namespace := l.temporary("ns")
	inner := newScope(l.inner(s), l.scope, l.fn)
	inner.prefix, inner.namespace, inner.class = qualname+".", namespace, l.classVariableOf(s)
	inner.certain = map[string]bool{}

	out := []syntax.Stmt{l.set(namespace, &syntax.DictExpr{Lbrace: at}, at)}
	entry := func(name string, x syntax.Expr) {
		out = append(out, assign(subscript(l.get(namespace, at), text(name), at), x, at))
	}
	body := s.Body
	if doc, ok := l.docstring(s.Body); ok {
		entry("__doc__", text(doc))
		body = body[1:]
	}
	outer := l.scope
	l.scope = inner
	for _, b := range body {
		inner.straight = straight(b)
		out = append(out, l.placed(func() []syntax.Stmt { return l.stmt(b) })...)
	}
	l.scope = outer
	out = append(out, l.set(inner.class, l.call(at, "#mkclass", text(s.Name), bases, l.get(namespace, at), text(qualname), keywords), at))
	return append(out, l.decorated(s.Name, decorators, l.get(inner.class, at), at)...)
}

// straight reports whether what s binds is bound when s has run.
func straight(s python.Stmt) bool {
	switch s.(type) {
	case *python.Assign, *python.AnnAssign, *python.FunctionDef, *python.ClassDef:
		return true
	}
	return false
}

func (l *lowerer) bases(s *python.ClassDef, at syntax.Position) syntax.Expr {
	if starred(s.Bases) >= 0 {
		return l.call(at, "#mktuple", l.segments(s.Bases)...)
	}
	return tuple(at, l.exprs(s.Bases)...)
}

// classKeywords lowers metaclass=M and other keywords to a dict, None if there are none.
func (l *lowerer) classKeywords(s *python.ClassDef, at syntax.Position) syntax.Expr {
	if len(s.Keywords) == 0 {
		return l.none()
	}
	var parts []syntax.Expr
	for _, k := range s.Keywords {
		if k.Arg == "" {
			parts = append(parts, l.slot("#Ellipsis", at), l.expr(k.Value))
		} else {
			parts = append(parts, text(k.Arg), l.expr(k.Value))
		}
	}
	return l.call(at, "#mkdict", list(parts...))
}

// classVariableOf makes the variable that holds the class: of the module if the class is outside of functions, so that
// its methods need not capture it.
func (l *lowerer) classVariableOf(s *python.ClassDef) *variable {
	name := fmt.Sprintf("#class.%d.%d", s.P.Line, s.P.Col)
	if l.static() {
		v := &variable{name: name, owner: l.top, global: true}
		l.global.vars[name] = v
		return v
	}
	return &variable{name: name, owner: l.fn}
}

// annotation records x: T of a class body. Nothing else of an annotation is kept.
//
//	x: T => #annotate(#ns, "x", lambda: T, "T")
func (l *lowerer) annotation(name string, t python.Expr) syntax.Stmt {
	at := l.at(t)
	thunk := l.none()
	if !l.table.features.futureText {
		out := &syntax.LambdaExpr{Lambda: at}
		f := &function{parent: l.fn, scope: l.scope, raw: map[*variable]string{}, params: &out.Params}
		outer := l.fn
		l.fn = f
		out.Body = l.expr(t)
		l.fn = outer
		thunk = out
	}
	return evaluate(l.call(at, "#annotate", l.get(l.scope.namespace, at), text(name), thunk, text(l.sourceText(t))))
}

// sourceText returns the text of x.
func (l *lowerer) sourceText(x python.Expr) string {
	p, e := x.Span()
	if int(e.Line) > len(l.lines) || p.Line < 1 {
		return ""
	}
	first := l.lines[p.Line-1]
	if p.Line == e.Line {
		if int(e.Col) > len(first) || p.Col > e.Col {
			return ""
		}
		return first[p.Col:e.Col]
	}
	parts := []string{strings.TrimSpace(first[min(int(p.Col), len(first)):])}
	for _, s := range l.lines[p.Line : e.Line-1] {
		parts = append(parts, strings.TrimSpace(s))
	}
	last := l.lines[e.Line-1]
	return strings.Join(append(parts, strings.TrimSpace(last[:min(int(e.Col), len(last))])), " ")
}
