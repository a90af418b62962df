package dialect

// This file lowers f-strings.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// f"a{x}b"        => #fstr("a", x, "b")
// f"{x!r:>{w}}"   => #fmt(x, #fstr(">", w), "r")
// f"{x=}"         the parser has made f"x={x!r}" of it
func (l *lowerer) fstring(x *python.JoinedStr) syntax.Expr {
	at := l.at(x)
	var parts []syntax.Expr
	formatted := false
	for _, v := range x.Values {
		switch v := v.(type) {
		case *python.Constant:
			parts = append(parts, &syntax.Literal{Token: syntax.STRING, TokenPos: at, Value: v.Str})
		case *python.FormattedValue:
			var p syntax.Expr
			p, formatted = l.formatted(v)
			parts = append(parts, p)
		}
	}
	switch {
	case len(parts) == 0:
		return text("")
	case len(parts) == 1:
		if _, ok := parts[0].(*syntax.Literal); ok || formatted {
			return parts[0]
		}
	}
	return l.concatenation(parts, at)
}

// concatenation keeps within the VM's 255 arguments.
func (l *lowerer) concatenation(parts []syntax.Expr, at syntax.Position) syntax.Expr {
	const limit = 250
	if len(parts) <= limit {
		return l.call(at, "#fstr", parts...)
	}
	return binary(l.concatenation(parts[:limit], at), syntax.PLUS, l.concatenation(parts[limit:], at), at)
}

// formatted lowers {x!c:spec}. The bool says that the result is a string already.
func (l *lowerer) formatted(v *python.FormattedValue) (syntax.Expr, bool) {
	at := l.at(v.Value)
	x := l.expr(v.Value)
	if v.Conv == 0 && v.Spec == nil {
		return x, false
	}
	spec := text("")
	if v.Spec != nil {
		spec = l.fstring(v.Spec.(*python.JoinedStr))
	}
	if v.Conv == 0 {
		return l.call(at, "#fmt", x, spec), true
	}
	return l.call(at, "#fmt", x, spec, text(string(rune(v.Conv)))), true
}
