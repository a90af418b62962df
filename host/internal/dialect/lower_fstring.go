package dialect

// This file lowers f-strings.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// f"a{x}b"        => #fstr("a", x, "b")
// f"{x!r:>{w}}"   => #fmt(x, #fstr(">", w), "r")
// f"{x=}"         the parser has made f"x={x!r}" of it
// f"{x}{f(x)}"    => #fstr(#fmt(x, ""), f(x)), for a call may change what x prints as
func (l *lowerer) fstring(x *python.JoinedStr) syntax.Expr {
	at := l.at(x)
	var parts []syntax.Expr
	formatted := false
	last := lastCall(x.Values)
	for i, v := range x.Values {
		switch v := v.(type) {
		case *python.Constant:
			parts = append(parts, &syntax.Literal{Token: syntax.STRING, TokenPos: at, Value: v.Str})
		case *python.FormattedValue:
			var p syntax.Expr
			p, formatted = l.formatted(v)
			if _, constant := v.Value.(*python.Constant); !formatted && !constant && i < last {
				p, formatted = l.call(l.at(v.Value), "#fmt", p, text("")), true
			}
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

// lastCall returns the index of the last value that calls something, -1 if none does. The text of what stands before it
// is made before the call.
func lastCall(values []python.Expr) int {
	for i := len(values) - 1; i >= 0; i-- {
		if find(values[i], func(x python.Expr) bool {
			switch x.(type) {
			case *python.Call, *python.Await, *python.Yield, *python.YieldFrom:
				return true
			}
			return false
		}) {
			return i
		}
	}
	return -1
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
