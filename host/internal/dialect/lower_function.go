package dialect

// This file lowers def and lambda.

import (
	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// def f(x, y=E): BODY => the same, native, named by its qualified name
//
// @D
// def f(): BODY       => def #f1(): BODY; f = D(#f1)
//
// Outside of functions the only copy is in the function's maker (makers.go):
//
// @D
// def f(y=E): BODY    => f = D(#make.7(#d0=E))
func (l *lowerer) functionDef(s *python.FunctionDef) []syntax.Stmt {
	at := l.at(s)
	decorators := l.exprs(s.Decos)
	info := l.note(s, s.Name, s.Args)
	var out []syntax.Stmt
	var x syntax.Expr
	switch {
	case info.static:
		x = l.made(info, s)
	default:
		d := l.function(s, info)
		if _, class := l.lookup(s.Name); len(decorators) == 0 && class == nil {
			d.Name = l.name(s.Name, true, at).(*syntax.Ident)
			return []syntax.Stmt{d}
		}
		v := l.temporary("f")
		d.Name = l.use(v, true, at)
		out = append(out, d)
		x = l.get(v, at)
	}
	return append(out, l.decorated(s.Name, decorators, x, at)...)
}

// decorated binds name to x after the decorators, the last first.
func (l *lowerer) decorated(name string, decorators []syntax.Expr, x syntax.Expr, at syntax.Position) []syntax.Stmt {
	for i := len(decorators) - 1; i >= 0; i-- {
		x = invoke(decorators[i], at, x)
	}
	if l.scope.kind == classScope {
		l.scope.certainly(name)
	}
	return []syntax.Stmt{assign(l.name(name, true, at), x, at)}
}

// function lowers a def to a DefStmt without a name.
func (l *lowerer) function(s *python.FunctionDef, info *functionInfo) *syntax.DefStmt {
	d := &syntax.DefStmt{Def: l.at(s), Params: l.params(s.Args, true)}
	f, scope := l.newFunction(info, s.Args)
	f.params, f.body = &d.Params, &d.Body
	l.describing(info, f, func() {
		l.enter(f, scope, func() {
			var body []syntax.Stmt
			statements := s.Body
			doc, hasDoc := l.docstring(s.Body)
			if hasDoc {
				body = append(body, evaluate(text(doc)))
				statements = statements[1:]
			}
			body = append(body, l.positionalOnly(s.Args)...)
			if k, ok := info.node.(*python.FunctionDef); ok {
				body = append(body, l.functionKernel(k)...)
			}
			if info.table.generator {
				d.Body = append(body, l.generator(s, statements, info)...)
			} else {
				d.Body = append(body, l.block(statements)...)
			}
		})
	})
	l.rename(&d.Function, info.qualname)
	return d
}

// newFunction makes the function and scope of a def or lambda.
func (l *lowerer) newFunction(info *functionInfo, a *python.Arguments) (*function, *scope) {
	f := &function{parent: l.fn, raw: map[*variable]string{}}
	s := newScope(info.table, l.scope, f)
	s.prefix = info.qualname + ".<locals>."
	f.scope = s
	switch {
	case l.homeClass != nil:
		s.home = l.homeClass
		l.homeClass = nil
	case l.scope.kind == classScope:
		s.home = l.scope
	}
	s.own = true
	if positional := append(append([]*python.Arg{}, a.PosOnly...), a.Args...); len(positional) > 0 {
		s.first = positional[0].Name
	}
	if s.home != nil {
		s.self = s.first
	}
	if !l.copying {
		info.fn = f
		if m := l.method(); s.home != nil {
			info.class = s.home.class
		} else if m != nil {
			info.class, info.self = m.home.class, m.self
		}
	}
	return f, s
}

// describing lowers the body of a function that info describes.
func (l *lowerer) describing(info *functionInfo, f *function, lower func()) {
	l.within = append(l.within, info)
	lower()
	l.within = l.within[:len(l.within)-1]
}

// params lowers parameters. Defaults are evaluated in the scope around.
//
//	def f(a, /, b, c=E, *, d) => def f(#p.a, b, c=E, *, d)
//
// No keyword can spell #p.a; the body begins with a = #p.a. Annotations are dropped.
func (l *lowerer) params(a *python.Arguments, body bool) []syntax.Expr {
	var out []syntax.Expr
	positional := append(append([]*python.Arg{}, a.PosOnly...), a.Args...)
	required := len(positional) - len(a.Defaults)
	for i, p := range positional {
		name := p.Name
		if i < len(a.PosOnly) && body {
			name = "#p." + name
		}
		if i >= required {
			out = append(out, named(name, l.expr(a.Defaults[i-required])))
		} else {
			out = append(out, &syntax.Ident{Name: name, NamePos: l.at(p)})
		}
	}
	if a.Vararg != nil {
		out = append(out, star(ident(a.Vararg.Name)))
	} else if len(a.KwOnly) > 0 {
		out = append(out, star(nil))
	}
	for i, p := range a.KwOnly {
		if a.KwDefaults[i] != nil {
			out = append(out, named(p.Name, l.expr(a.KwDefaults[i])))
		} else {
			out = append(out, ident(p.Name))
		}
	}
	if a.Kwarg != nil {
		out = append(out, starStar(ident(a.Kwarg.Name)))
	}
	return out
}

func (l *lowerer) positionalOnly(a *python.Arguments) []syntax.Stmt {
	var out []syntax.Stmt
	for _, p := range a.PosOnly {
		out = append(out, assign(l.name(p.Name, true, l.at(p)), ident("#p."+p.Name), l.at(p)))
	}
	return out
}

// lambda x: E      native
// lambda x, /: E   => lambda #p.x: E        in E the name x means #p.x, which no keyword can spell
// lambda x: yield  => lambda x: #gen(lambda #y, x: #y[None], x)
func (l *lowerer) lambdaExpr(x *python.Lambda) syntax.Expr {
	info := l.note(x, "<lambda>", x.Args)
	info.static = false // stays in place, its maker has a copy
	return l.lambda(x, info)
}

func (l *lowerer) lambda(x *python.Lambda, info *functionInfo) *syntax.LambdaExpr {
	out := &syntax.LambdaExpr{Lambda: l.at(x), Params: l.params(x.Args, true)}
	f, scope := l.newFunction(info, x.Args)
	f.params = &out.Params
	for _, p := range x.Args.PosOnly {
		scope.vars[p.Name].name = "#p." + p.Name
	}
	l.describing(info, f, func() {
		l.enter(f, scope, func() {
			if info.table.generator {
				out.Body = l.lambdaGenerator(x, info)
			} else {
				out.Body = l.expr(x.Body)
			}
		})
	})
	l.rename(&out.Function, info.qualname)
	return out
}
