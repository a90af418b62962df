package dialect

// This file makes functions travel: the table of functions, and a maker for each.

import (
	"fmt"
	"sort"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

// static reports whether the current scope is the module or a class outside any function: a definition here captures
// nothing, so its only copy can be the maker's.
func (l *Lowerer) static() bool {
	return l.sc.kind == module || l.sc.kind == class && l.sc.static
}

// note returns the description of a def or lambda, new unless this is a second copy.
func (l *Lowerer) note(n python.Node, name string, a *python.Arguments) *FuncInfo {
	p, _ := n.Span()
	if fi := l.number[p]; fi != nil {
		return fi
	}
	fi := &FuncInfo{Name: name, Qual: l.qual(name), Line: p.Line, Col: p.Col, Globals: map[string]bool{}, Free: map[string]bool{},
		node: n, static: l.static(), number: len(l.Funcs), args: a}
	l.Funcs = append(l.Funcs, fi)
	l.number[p] = fi
	return fi
}

func (l *Lowerer) noteImport(i Import) {
	if !l.copying {
		l.imports = append(l.imports, i)
	}
}

func (fi *FuncInfo) describe() Function {
	f := Function{Name: fi.Name, Qualname: fi.Qual, Line: fi.Line, Col: fi.Col + 1, Free: keys(fi.Free), Globals: keys(fi.Globals),
		Class: fi.Class, ClassGlobal: fi.ClassGl, Async: fi.Async, Generator: fi.gen, Defaults: len(fi.args.Defaults)}
	for _, x := range fi.args.KwDefaults {
		if x != nil {
			f.Defaults++
		}
	}
	names := func(as []*python.Arg) (out []string) {
		for _, a := range as {
			out = append(out, a.Name)
		}
		return out
	}
	f.PositionalOnly, f.Args, f.KeywordOnly = names(fi.args.PosOnly), names(fi.args.Args), names(fi.args.KwOnly)
	if fi.args.Vararg != nil {
		f.VarArgs = fi.args.Vararg.Name
	}
	if fi.args.Kwarg != nil {
		f.KwArgs = fi.args.Kwarg.Name
	}
	return f
}

func keys(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func makerName(n int) string { return fmt.Sprintf("#make.%d", n) }

// defaults replaces the defaults of a by maker parameters #d0, #d1, ..., which it adds to d and sc.
func (l *Lowerer) defaults(d *syntax.DefStmt, sc *Scope, a *python.Arguments) *python.Arguments {
	b := *a
	b.Defaults, b.KwDefaults = nil, nil
	n := 0
	next := func() python.Expr {
		name := fmt.Sprintf("#d%d", n)
		n++
		sc.declare(name)
		d.Params = append(d.Params, &syntax.BinaryExpr{X: ident(name), Op: syntax.EQ, Y: ident("None")})
		return &python.Name{Id: name}
	}
	for range a.Defaults {
		b.Defaults = append(b.Defaults, next())
	}
	for _, x := range a.KwDefaults {
		if x != nil {
			b.KwDefaults = append(b.KwDefaults, next())
		} else {
			b.KwDefaults = append(b.KwDefaults, nil)
		}
	}
	return &b
}

func (l *Lowerer) newMaker(fi *FuncInfo) (*syntax.DefStmt, *Fn, *Scope) {
	d := &syntax.DefStmt{Name: ident(makerName(fi.number)), Params: []syntax.Expr{&syntax.UnaryExpr{Op: syntax.STAR}}}
	fn := &Fn{parent: l.modFn, raw: map[*Var]string{}, name: "maker", params: &d.Params, body: &d.Body}
	sc := &Scope{kind: function, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: fn}
	fn.scope = sc
	return d, fn, sc
}

// def f(x, y=1): ...
// =>
// def #make.0(*, #d0): def f(x, y=#d0): ...; return f
// f = #make.0(#d0=1)
func (l *Lowerer) makeStatic(fi *FuncInfo, s *python.FunctionDef, at syntax.Position) syntax.Expr {
	d, fn, sc := l.newMaker(fi)
	c := *s
	c.Args = l.defaults(d, sc, s.Args)
	var args []syntax.Expr
	k := 0
	for _, x := range append(append([]python.Expr{}, s.Args.Defaults...), s.Args.KwDefaults...) {
		if x != nil {
			args = append(args, &syntax.BinaryExpr{X: ident(fmt.Sprintf("#d%d", k)), Op: syntax.EQ, Y: l.expr(x)})
			k++
		}
	}
	// the function sees the scope that it was written in, and the maker's parameters
	outer := *l.sc
	if outer.kind == module {
		sc.parent, sc.prefix = l.sc, ""
	} else {
		sc.parent, sc.prefix = l.sc.parent, outer.prefix
		l.makerClass = l.sc
	}
	l.enter(fn, sc, func() {
		def := l.function(&c, fi)
		def.Name = ident("#f")
		d.Body = append(d.Body, def, &syntax.ReturnStmt{Result: ident("#f")})
	})
	l.makerClass = nil
	if len(d.Params) == 1 {
		d.Params = nil
	}
	l.makers = append(l.makers, d)
	return &syntax.CallExpr{Fn: &syntax.Ident{Name: makerName(fi.number), NamePos: at}, Lparen: at, Args: args}
}

// maker makes a second copy of a nested function
//
//	def #make.N(*, <captured variables>, <defaults>):
//	    def f...
//	    def #set(#n, #v): if #n == "x": x = #v; ...
//	    return (f, #set)
//
// Captured variables that are not given are unbound; #set binds one later, which is how cycles are closed.
// A function that captures nothing is returned alone.
func (l *Lowerer) maker(fi *FuncInfo) syntax.Stmt {
	d, fn, sc := l.newMaker(fi)
	sc.parent = l.mod
	sc.prefix = fi.Qual[:len(fi.Qual)-len(fi.Name)]
	for _, n := range keys(fi.Free) {
		sc.declare(n)
		d.Params = append(d.Params, &syntax.BinaryExpr{X: ident(n), Op: syntax.EQ, Y: l.nilExpr()})
	}
	args := l.defaults(d, sc, fi.args)
	if fi.Class != "" { // super()
		cs := &Scope{kind: class, vars: map[string]*Var{}, fn: fn}
		if fi.ClassGl {
			cs.classVar = l.mod.declare(fi.Class)
		} else {
			cs.classVar = sc.declare(fi.Class)
		}
		sc.inClass = cs
		sc.selfName = fi.Self
	}
	l.copying = true
	l.enter(fn, sc, func() {
		switch n := fi.node.(type) {
		case *python.FunctionDef:
			c := *n
			c.Args = args
			l.makerClass = sc.inClass
			def := l.function(&c, fi)
			l.makerClass = nil
			def.Name = ident("#f")
			d.Body = []syntax.Stmt{def}
		case *python.Lambda:
			c := *n
			c.Args = args
			d.Body = []syntax.Stmt{assign(ident("#f"), l.lambda(&c, fi), syntax.Position{})}
		}
		d.Body = append(d.Body, l.setter(sc, keys(fi.Free))...)
	})
	l.copying = false
	if len(d.Params) == 1 {
		d.Params = nil
	}
	return d
}

func (l *Lowerer) setter(sc *Scope, free []string) []syntax.Stmt {
	if len(free) == 0 {
		return []syntax.Stmt{&syntax.ReturnStmt{Result: ident("#f")}}
	}
	d := &syntax.DefStmt{Name: ident("#set"), Params: []syntax.Expr{ident("#n"), ident("#v")}}
	fn := &Fn{parent: l.fn, raw: map[*Var]string{}, name: "#set", params: &d.Params, body: &d.Body, scope: sc}
	l.enter(fn, sc, func() {
		for _, n := range free {
			d.Body = append(d.Body, &syntax.IfStmt{Cond: &syntax.BinaryExpr{X: ident("#n"), Op: syntax.EQL, Y: strLit(n)},
				True: []syntax.Stmt{assign(l.useVar(sc.vars[n], true, syntax.Position{}), ident("#v"), syntax.Position{})}})
		}
	})
	return []syntax.Stmt{d, &syntax.ReturnStmt{Result: &syntax.TupleExpr{List: []syntax.Expr{ident("#f"), ident("#set")}}}}
}

// inject makes def #inject(#d): if "x" in #d: x = #d["x"]; ...
func (l *Lowerer) inject() syntax.Stmt {
	d := &syntax.DefStmt{Name: ident("#inject"), Params: []syntax.Expr{ident("#d")}}
	fn, sc := l.newFnScope("#inject", nil)
	names := make([]string, 0)
	for name := range l.mod.vars {
		if name[0] != '#' || len(name) > 7 && name[:7] == "#class." {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	l.enter(fn, sc, func() {
		for _, n := range names {
			d.Body = append(d.Body, &syntax.IfStmt{Cond: &syntax.BinaryExpr{X: strLit(n), Op: syntax.IN, Y: ident("#d")},
				True: []syntax.Stmt{assign(l.useVar(l.mod.vars[n], true, syntax.Position{}), &syntax.IndexExpr{X: ident("#d"), Y: strLit(n)}, syntax.Position{})}})
		}
	})
	if len(d.Body) == 0 {
		d.Body = []syntax.Stmt{&syntax.BranchStmt{Token: syntax.PASS}}
	}
	return d
}

var _ = resolve.Local
