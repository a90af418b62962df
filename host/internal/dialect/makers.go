package dialect

// This file makes functions travel.
//
// A function value cannot be taken out of one process and put into another, but the program can: it runs in a child
// with #main False, which defines for each def and lambda a maker
//
//	def #make.N(*, <captured variables>, #d0, #d1, ...)
//
// Called with values for captured variables and defaults, it returns a function with the same code, name and position
// as the original. A function that is defined outside of functions exists in its maker only: the module's body calls the
// maker too. For a nested one the maker has a copy.

import (
	"fmt"
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// A functionInfo is what lowering learns about a def or lambda.
type functionInfo struct {
	number         int
	name, qualname string
	node           python.Node
	args           *python.Arguments
	table          *table
	static         bool // lowered once, in its maker
	free, globals  map[string]bool
	class          *variable // holds the class of a method
	self           string    // first parameter of the method around a nested function
	fn             *function
}

// owns reports whether f is info's function or in it.
func (info *functionInfo) owns(f *function) bool {
	for f != nil {
		if f == info.fn {
			return true
		}
		if f.lifted != nil {
			f = f.lifted
		} else {
			f = f.parent
		}
	}
	return false
}

// note returns the description of a def or lambda, a new one unless this is a second copy.
func (l *lowerer) note(n python.Node, name string, a *python.Arguments) *functionInfo {
	p, _ := n.Span()
	if info := l.numbers[p]; info != nil {
		return info
	}
	info := &functionInfo{number: len(l.functions), name: name, qualname: l.qualify(name), node: n, args: a, table: l.inner(n),
		static: l.static(), free: map[string]bool{}, globals: map[string]bool{}}
	l.functions = append(l.functions, info)
	l.numbers[p] = info
	return info
}

// static reports whether the current scope is outside of functions and comprehensions.
func (l *lowerer) static() bool { return l.scope.table != nil && l.scope.table.static() }

func (info *functionInfo) describe() Function {
	p, _ := info.node.Span()
	names := func(as []*python.Arg) []string {
		var out []string
		for _, a := range as {
			out = append(out, a.Name)
		}
		return out
	}
	out := Function{Name: info.name, Qualname: info.qualname, Line: p.Line, Col: p.Col + 1,
		Locals: info.table.order, Free: sortedKeys(info.free), Globals: sortedKeys(info.globals), Generator: info.table.generator, Defaults: len(defaults(info.args)),
		PositionalOnly: names(info.args.PosOnly), Args: names(info.args.Args), KeywordOnly: names(info.args.KwOnly)}
	out.Required = len(out.PositionalOnly) + len(out.Args) - len(info.args.Defaults)
	if info.class != nil {
		out.Class, out.ClassGlobal = info.class.name, info.class.global
	}
	if info.args.Vararg != nil {
		out.VarArgs = info.args.Vararg.Name
	}
	if info.args.Kwarg != nil {
		out.KwArgs = info.args.Kwarg.Name
	}
	return out
}

func (info *functionInfo) maker() string { return fmt.Sprintf("#make.%d", info.number) }

// newMaker makes the maker's definition, function and scope.
func (l *lowerer) newMaker(info *functionInfo) (*syntax.DefStmt, *scope) {
	d := &syntax.DefStmt{Name: ident(info.maker())}
	f := &function{parent: l.top, raw: map[*variable]string{}, params: &d.Params, body: &d.Body}
	s := newScope(nil, nil, f)
	s.prefix = strings.TrimSuffix(info.qualname, info.name)
	f.scope = s
	return d, s
}

// made lowers a def outside of functions.
//
//	def f(x, y=E): BODY
//	=>
//	def #make.0(*, #d0=None):     before the module's body
//	    def #f(x, y=#d0): BODY
//	    return #f
//	#make.0(#d0=E)                where the def stands
func (l *lowerer) made(info *functionInfo, s *python.FunctionDef) syntax.Expr {
	var args []syntax.Expr
	for i, x := range defaults(s.Args) {
		args = append(args, named(fmt.Sprintf("#d%d", i), l.expr(x)))
	}
	d, scope := l.newMaker(info)
	scope.parent = l.scope
	if l.scope.kind == classScope {
		scope.parent = l.scope.parent
		l.homeClass = l.scope
	}
	c := *s
	c.Args = l.defaultParameters(scope, s.Args)
	l.enter(scope.fn, scope, func() {
		def := l.function(&c, info)
		def.Name = ident("#f")
		d.Body = []syntax.Stmt{def, &syntax.ReturnStmt{Result: ident("#f")}}
	})
	l.makers = append(l.makers, d)
	at := l.at(s)
	return invoke(&syntax.Ident{Name: info.maker(), NamePos: at}, at, args...)
}

// defaultParameters gives a maker the parameters #d0, #d1, ... and replaces the defaults of a by them.
func (l *lowerer) defaultParameters(maker *scope, a *python.Arguments) *python.Arguments {
	out := *a
	out.Defaults, out.KwDefaults = nil, nil
	n := 0
	next := func() python.Expr {
		name := fmt.Sprintf("#d%d", n)
		n++
		maker.declare(name)
		addParameters(maker.fn, named(name, ident("None")))
		return &python.Name{Id: name}
	}
	for range a.Defaults {
		out.Defaults = append(out.Defaults, next())
	}
	for _, x := range a.KwDefaults {
		if x == nil {
			out.KwDefaults = append(out.KwDefaults, nil)
		} else {
			out.KwDefaults = append(out.KwDefaults, next())
		}
	}
	return &out
}

// maker makes the maker of a nested function or of a lambda:
//
//	def #make.5(*, a=#nil, #d0=None):
//	    def #f(x, y=#d0): BODY        reads a
//	    def #set(#n, #v):
//	        if #n == "a": a = #v
//	    return (#f, #set)
//
// A captured variable that is not given is unbound; #set binds it later, which is how cycles are closed. A function
// that captures nothing is returned alone.
func (l *lowerer) maker(info *functionInfo) syntax.Stmt {
	d, scope := l.newMaker(info)
	scope.parent = l.global
	for name := range sorted(info.free) {
		scope.declare(name)
		addParameters(scope.fn, named(name, l.nilValue()))
	}
	args := l.defaultParameters(scope, info.args)
	if info.class != nil {
		home := newScope(nil, nil, scope.fn)
		home.kind = classScope
		home.class = info.class
		if !info.class.global {
			home.class = scope.declare(info.class.name)
		}
		scope.home, scope.self = home, info.self
	}
	l.copying = true
	if info.self == "" { // else it is in a method, and the maker's scope stands for that
		l.homeClass = scope.home
	}
	l.enter(scope.fn, scope, func() {
		switch n := info.node.(type) {
		case *python.FunctionDef:
			c := *n
			c.Args = args
			def := l.function(&c, info)
			def.Name = ident("#f")
			d.Body = []syntax.Stmt{def}
		case *python.Lambda:
			c := *n
			c.Args = args
			d.Body = []syntax.Stmt{assign(ident("#f"), l.lambda(&c, info), syntax.Position{})}
		}
		d.Body = append(d.Body, l.setter(scope, sortedKeys(info.free))...)
	})
	l.copying = false
	return d
}

func sorted(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, k := range sortedKeys(m) {
			if !yield(k) {
				return
			}
		}
	}
}

// setter makes #set and the maker's return statement.
func (l *lowerer) setter(scope *scope, free []string) []syntax.Stmt {
	if len(free) == 0 {
		return []syntax.Stmt{&syntax.ReturnStmt{Result: ident("#f")}}
	}
	d := &syntax.DefStmt{Name: ident("#set"), Params: []syntax.Expr{ident("#n"), ident("#v")}}
	f := &function{parent: l.fn, raw: map[*variable]string{}, params: &d.Params, body: &d.Body, scope: scope}
	l.enter(f, scope, func() {
		for _, name := range free {
			d.Body = append(d.Body, &syntax.IfStmt{Cond: binary(ident("#n"), syntax.EQL, text(name), syntax.Position{}),
				True: []syntax.Stmt{l.set(scope.vars[name], ident("#v"), syntax.Position{})}})
		}
	})
	return []syntax.Stmt{d, &syntax.ReturnStmt{Result: &syntax.TupleExpr{List: []syntax.Expr{ident("#f"), ident("#set")}}}}
}

// inject makes the function that sets module variables:
//
//	def #inject(#d):
//	    if "x" in #d: x = #d["x"]
//	    ...
func (l *lowerer) inject() syntax.Stmt {
	d := &syntax.DefStmt{Name: ident("#inject"), Params: []syntax.Expr{ident("#d")}}
	f := &function{parent: l.top, raw: map[*variable]string{}, params: &d.Params, body: &d.Body}
	f.scope = newScope(nil, l.global, f)
	names := map[string]bool{}
	for name := range l.global.vars {
		names[name] = name[0] != '#' && !l.dynamic() || strings.HasPrefix(name, "#class.")
	}
	var at syntax.Position
	l.enter(f, f.scope, func() {
		for name := range sorted(names) {
			if names[name] {
				d.Body = append(d.Body, &syntax.IfStmt{Cond: binary(text(name), syntax.IN, ident("#d"), at),
					True: l.injected(name, at)})
			}
		}
	})
	d.Body = nonEmpty(d.Body)
	return d
}

// injected sets one module variable.
func (l *lowerer) injected(name string, at syntax.Position) []syntax.Stmt {
	v := l.global.vars[name]
	value := func() syntax.Expr { return subscript(ident("#d"), text(name), at) }
	out := []syntax.Stmt{l.set(v, value(), at)}
	if l.kernels.watches(name) {
		out = append(out, l.bindKernel(name, value(), at)) // perhaps of nil: the variable is being unbound
	}
	return out
}
