package dialect

// This file lowers calls.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// f(x, k=y)    native
// o.m(x)       => #s.m.m(o, x)    a method caller has self in place and the methods that native types lack
// v.m(x)       => #s.m.m[v](v, x) if v is a variable and no built-in type has m: the caller finds the script's function, which
//
//	the VM then calls directly
//
// mod.f(x)     native if mod is an imported module
// super().m()  => #s.m.m(#super(#class, self))
func (l *lowerer) callExpr(x *python.Call) syntax.Expr {
	at := l.pos(x.LP)
	if out, ok := l.special(x, at); ok {
		return out
	}
	if out, ok := l.unaryCall(x, at); ok {
		return out
	}
	out := invoke(nil, at)
	if a, ok := x.Func.(*python.Attribute); ok && l.python && !l.isModule(a.X) {
		if n, ok := a.X.(*python.Name); ok && !l.opts.IsMethod(a.Attr) && !dunder(a.Attr) {
			out.Fn = subscript(l.slot("#m."+a.Attr, l.at(x)), l.expr(n), l.pos(a.Dot))
			out.Args = append(out.Args, l.expr(n))
			l.arguments(out, x)
			return out
		}
		out.Fn = l.slot("#m."+a.Attr, l.at(x))
		out.Args = append(out.Args, l.expr(a.X))
	} else {
		out.Fn = l.expr(x.Func)
		x = l.inOrder(x)
	}
	l.arguments(out, x)
	return out
}

// isModule reports whether x is a name that an import statement binds to a module, and nothing else binds.
func (l *lowerer) isModule(x python.Expr) bool {
	n, ok := x.(*python.Name)
	if !ok {
		return false
	}
	s := l.resolve(n.Id)
	if s == nil || len(s.bindings) == 0 {
		return false
	}
	for _, b := range s.bindings {
		if !b.module {
			return false
		}
	}
	return true
}

// f(1, b=2) => f(1, 2) where f is surely def f(a, b): positional arguments cost the VM half of what named ones do.
// Named arguments are moved past each other only if evaluating them shows nothing.
func (l *lowerer) inOrder(x *python.Call) *python.Call {
	n, ok := x.Func.(*python.Name)
	if !ok || len(x.Keywords) == 0 || starred(x.Args) >= 0 {
		return x
	}
	d := l.resolve(n.Id).definition()
	if d == nil || len(x.Args) < len(d.Args.PosOnly) {
		return x
	}
	byName, pure := map[string]*python.Keyword{}, true
	for _, k := range x.Keywords {
		if k.Arg == "" {
			return x
		}
		byName[k.Arg] = k
		pure = pure && simple(k.Value)
	}
	out := *x
	out.Args = x.Args[:len(x.Args):len(x.Args)]
	for i := len(x.Args) - len(d.Args.PosOnly); i < len(d.Args.Args); i++ {
		k := byName[d.Args.Args[i].Name]
		if k == nil || !pure && k != x.Keywords[len(out.Args)-len(x.Args)] {
			break
		}
		out.Args = append(out.Args, k.Value)
		delete(byName, k.Arg)
	}
	out.Keywords = nil
	for _, k := range x.Keywords {
		if byName[k.Arg] != nil {
			out.Keywords = append(out.Keywords, k)
		}
	}
	return &out
}

// special lowers calls of some built-in functions.
//
//	super()                => #super(#class, self)
//	sum(E for T in X)      => #fold1(#1.iter[X], <variables of E>), a loop that makes no generator (lower_fold.go)
//	list(E for T in X)     => [E for T in #1.iter[X]]
//	sorted(E for T in X)   => sorted([E for T in #1.iter[X]])
func (l *lowerer) special(x *python.Call, at syntax.Position) (syntax.Expr, bool) {
	f, ok := x.Func.(*python.Name)
	if !ok {
		return l.specialMethod(x, at)
	}
	if !l.python || !l.isBuiltin(f.Id) {
		return nil, false
	}
	if f.Id == "super" && len(x.Args) == 0 && len(x.Keywords) == 0 {
		return l.super(x, at), true
	}
	if len(x.Args) == 0 {
		return nil, false
	}
	g, ok := x.Args[0].(*python.GeneratorExp)
	if !ok || !l.opts.IsBuiltin(f.Id) {
		return nil, false
	}
	alone := len(x.Args) == 1 && len(x.Keywords) == 0
	switch f.Id {
	case "sum", "any", "all":
		if !alone {
			break
		}
		if out, ok := l.fold(f.Id, g, at); ok {
			return out, true
		}
	case "list":
		if alone {
			return l.listComprehension(g, g.Elt, g.Gens), true
		}
	case "set":
		if alone {
			return l.call(at, "#mkset", l.listComprehension(g, g.Elt, g.Gens)), true
		}
	case "min", "max", "tuple", "sorted", "dict":
		out := invoke(l.expr(f), at)
		out.Args = append(out.Args, l.listComprehension(g, g.Elt, g.Gens))
		rest := *x
		rest.Args = x.Args[1:]
		l.arguments(out, &rest)
		return out, true
	}
	return nil, false
}

// s.join(E for T in X) => #s.m.join(s, [E for T in #1.iter[X]])
func (l *lowerer) specialMethod(x *python.Call, at syntax.Position) (syntax.Expr, bool) {
	a, ok := x.Func.(*python.Attribute)
	if !ok || !l.python || a.Attr != "join" || len(x.Args) != 1 || len(x.Keywords) > 0 {
		return nil, false
	}
	g, ok := x.Args[0].(*python.GeneratorExp)
	if !ok {
		return nil, false
	}
	self := l.expr(a.X)
	return invoke(l.slot("#m.join", l.at(x)), at, self, l.listComprehension(g, g.Elt, g.Gens)), true
}

func (l *lowerer) super(x *python.Call, at syntax.Position) syntax.Expr {
	m := l.method()
	f := l.scope
	for f != nil && !f.own {
		f = f.parent
	}
	if m == nil || f == nil || f.first == "" {
		return l.call(at, "#super")
	}
	return l.call(at, "#super", l.get(m.home.class, at), l.get(f.vars[f.first], at))
}

// limit is the greatest number of positional or of named arguments that the VM takes in one call.
const limit = 255

// arguments lowers the arguments of a call.
//
//	f(a, *b, c)    => f(a, *#mklist(b, [c]))      the VM takes one *, after the positional and named arguments
//	f(*a, k=b)     => f(k=b, *#star(a))
//	f(**a, **b)    => f(**#mkkwargs([#Ellipsis, a, #Ellipsis, b]))
func (l *lowerer) arguments(out *syntax.CallExpr, x *python.Call) {
	at := out.Lparen
	n := starred(x.Args)
	if n < 0 {
		n = len(x.Args)
	}
	if len(out.Args)+n > limit {
		n = 0
	}
	out.Args = append(out.Args, l.exprs(x.Args[:n])...)
	var rest syntax.Expr
	switch extra := x.Args[n:]; {
	case len(extra) == 1 && starred(extra) == 0:
		rest = l.expr(extra[0].(*python.Starred).X)
		if l.python {
			rest = l.call(at, "#star", append([]syntax.Expr{rest}, l.callee(x)...)...)
		}
	case len(extra) > 0:
		rest = l.call(at, "#mklist", l.segments(extra)...)
	}
	named, mappings := l.keywords(x, at)
	out.Args = append(out.Args, named...)
	if rest != nil {
		out.Args = append(out.Args, star(rest))
	}
	if mappings != nil {
		out.Args = append(out.Args, starStar(mappings))
	}
}

// callee is the function called, for messages, if evaluating it once more shows nothing.
func (l *lowerer) callee(x *python.Call) []syntax.Expr {
	if n, ok := x.Func.(*python.Name); ok {
		return []syntax.Expr{l.expr(n)}
	}
	return nil
}

// keywords lowers k=v and **d. Several **, or too many keywords, become one mapping.
func (l *lowerer) keywords(x *python.Call, at syntax.Position) (out []syntax.Expr, mapping syntax.Expr) {
	stars, plain := 0, 0
	for _, k := range x.Keywords {
		if k.Arg == "" {
			stars++
		} else {
			plain++
		}
	}
	if stars == 0 && plain <= limit {
		for _, k := range x.Keywords {
			out = append(out, named(k.Arg, l.expr(k.Value)))
		}
		return out, nil
	}
	if stars == 1 && plain <= limit && x.Keywords[len(x.Keywords)-1].Arg == "" {
		for _, k := range x.Keywords {
			if k.Arg == "" {
				mapping = l.expr(k.Value)
			} else {
				out = append(out, named(k.Arg, l.expr(k.Value)))
			}
		}
		return out, mapping
	}
	var parts []syntax.Expr
	for _, k := range x.Keywords {
		if k.Arg == "" {
			parts = append(parts, l.slot("#Ellipsis", at), l.expr(k.Value))
		} else {
			parts = append(parts, text(k.Arg), l.expr(k.Value))
		}
	}
	return nil, l.call(at, "#mkkwargs", append([]syntax.Expr{list(parts...)}, l.callee(x)...)...)
}
