package dialect

// This file builds the symbol tables in one walk over the source.

import (
	"strings"

	"parlark/host/internal/dialect/python"
)

type analyzer struct {
	file string
	top  *table
	star func(module string) ([]string, bool) // Options.StarNames
	late []lateBinding                        // bindings through nonlocal, resolved when all tables are complete
}

type lateBinding struct {
	table *table
	name  string
	b     binding
	at    python.Node
}

// analyze returns the module's table. It panics with *python.Error or *Unsupported.
func analyze(file string, m *python.Module, opts Options) *table {
	a := &analyzer{file: file, star: opts.StarNames, top: newTable(moduleScope, nil)}
	a.top.features = &features{methods: map[string]bool{}, generators: map[string]int{}, loads: map[python.Stmt]bool{}}
	if opts.Starlark {
		a.loads(m.Body)
	}
	a.body(a.top, m.Body)
	for _, b := range a.late {
		s := b.table.parent.nonlocalOwner(b.name)
		if s == nil {
			a.fail(b.at, "no binding for nonlocal '"+b.name+"' found")
		}
		s.bindings = append(s.bindings, b.b)
	}
	return a.top
}

// loads finds the load statements of a Starlark file, which stand at its top level only.
func (a *analyzer) loads(body []python.Stmt) {
	for _, s := range body {
		if e, ok := s.(*python.ExprStmt); ok && isCallOf(e.X, "load") {
			a.top.features.loads[s] = true
			_, _, as := loadClause(e.X.(*python.Call))
			for _, name := range as {
				if name != "" {
					a.bind(a.top, name, s, binding{})
				}
			}
		}
	}
}

// nonlocalOwner finds the symbol of an enclosing function that a nonlocal name of an inner function means.
func (t *table) nonlocalOwner(name string) *symbol {
	for s := t; s != nil; s = s.parent {
		if s.kind == functionScope && !s.nonlocal[name] {
			if y := s.symbols[name]; y != nil {
				return y
			}
		}
	}
	return nil
}

func (a *analyzer) fail(n python.Node, msg string) {
	p, e := n.Span()
	panic(&python.Error{Class: "SyntaxError", File: a.file, Pos: p, End: e, Msg: msg})
}

func (a *analyzer) refuse(n python.Node, what, hint string) {
	p, _ := n.Span()
	panic(&Unsupported{File: a.file, Pos: p, What: what, Hint: hint})
}

// body enters a scope's statements: declarations first, since they hold for the whole scope.
func (a *analyzer) body(t *table, body []python.Stmt) {
	a.declarations(t, body)
	for _, s := range body {
		a.stmt(t, s)
	}
}

func (a *analyzer) declarations(t *table, body []python.Stmt) {
	for _, s := range body {
		switch s := s.(type) {
		case *python.Global:
			for _, n := range s.Names {
				a.top.declare(n)
				if t.kind != moduleScope {
					if y := t.symbols[n]; y != nil && y.parameter {
						a.fail(s, "name '"+n+"' is parameter and global")
					}
					t.global[n] = true
				}
			}
		case *python.Nonlocal:
			if t.kind == moduleScope {
				a.fail(s, "nonlocal declaration not allowed at module level")
			}
			for _, n := range s.Names {
				if t.global[n] {
					a.fail(s, "name '"+n+"' is nonlocal and global")
				}
				if y := t.symbols[n]; y != nil && y.parameter {
					a.fail(s, "name '"+n+"' is parameter and nonlocal")
				}
				t.nonlocal[n] = true
				a.late = append(a.late, lateBinding{t, n, binding{in: t}, s})
			}
		default:
			for _, b := range blocks(s) {
				a.declarations(t, b)
			}
		}
	}
}

func (a *analyzer) bind(t *table, name string, at python.Node, b binding) {
	b.in = t
	switch {
	case t.global[name]:
		t = a.top
	case t.nonlocal[name]:
		a.late = append(a.late, lateBinding{t, name, b, at})
		return
	}
	s := t.declare(name)
	s.bindings = append(s.bindings, b)
}

// target binds the names of an assignment target. value is the value assigned, or, if element, what it is taken from.
func (a *analyzer) target(t *table, x python.Expr, value python.Expr, element bool) {
	switch x := x.(type) {
	case *python.Name:
		a.bind(t, x.Id, x, binding{value: value, element: element})
	case *python.Starred:
		a.target(t, x.X, nil, false)
	case *python.Tuple, *python.List:
		elts, _ := elements(x)
		values, same := elements(value)
		same = same && !element && len(values) == len(elts) && starred(elts) < 0 && starred(values) < 0
		for i, e := range elts {
			switch {
			case same:
				a.target(t, e, values[i], false)
			case element && i == 0 && len(elts) == 2 && isCallOf(value, "enumerate"):
				a.target(t, e, &python.Constant{Kind: python.KInt}, false)
			default:
				a.target(t, e, nil, false)
			}
		}
	default:
		a.expr(t, x)
	}
}

func isCallOf(x python.Expr, name string) bool {
	c, ok := x.(*python.Call)
	if !ok {
		return false
	}
	n, ok := c.Func.(*python.Name)
	return ok && n.Id == name
}

func (a *analyzer) exprs(t *table, xs ...python.Expr) {
	for _, x := range xs {
		a.expr(t, x)
	}
}

func (a *analyzer) blocks(t *table, s python.Stmt) {
	for _, b := range blocks(s) {
		for _, x := range b {
			a.stmt(t, x)
		}
	}
}

func (a *analyzer) stmt(t *table, s python.Stmt) {
	switch s := s.(type) {
	case *python.ExprStmt:
		if !a.top.features.loads[s] {
			a.expr(t, s.X)
		}
	case *python.FunctionDef:
		a.function(t, s)
	case *python.ClassDef:
		a.class(t, s)
	case *python.Assign:
		a.expr(t, s.Value)
		for _, x := range s.Targets {
			a.target(t, x, s.Value, false)
		}
	case *python.AugAssign:
		a.expr(t, s.Value)
		if n, ok := s.Target.(*python.Name); ok {
			a.bind(t, n.Id, n, binding{value: s.Value, op: s.Op})
		} else {
			a.expr(t, s.Target)
		}
	case *python.AnnAssign:
		a.expr(t, s.Value)
		if n, ok := s.Target.(*python.Name); !ok {
			a.expr(t, s.Target)
		} else if s.Value != nil || t.kind != classScope {
			a.bind(t, n.Id, n, binding{value: s.Value, delete: s.Value == nil})
		}
		if t.kind == classScope {
			a.expr(t, s.Ann)
		}
	case *python.For:
		if s.Async {
			a.refuseAsync(s)
		}
		a.expr(t, s.Iter)
		a.target(t, s.Target, s.Iter, true)
		a.blocks(t, s)
	case *python.With:
		if s.Async {
			a.refuseAsync(s)
		}
		for _, it := range s.Items {
			a.expr(t, it.Ctx)
			if it.Vars != nil {
				a.target(t, it.Vars, nil, false)
			}
		}
		a.blocks(t, s)
	case *python.Import:
		for _, n := range s.Names {
			name := n.As
			if name == "" {
				name, _, _ = strings.Cut(n.Name, ".")
			}
			a.bind(t, name, n, binding{})
		}
	case *python.ImportFrom:
		a.importFrom(t, s)
	case *python.Try:
		if s.Star {
			a.refuse(s, "except*", "use except and look at the exceptions in the handler")
		}
		for _, h := range s.Handlers {
			a.expr(t, h.Type)
			if h.Name != "" {
				a.bind(t, h.Name, h, binding{})
				a.bind(t, h.Name, h, binding{delete: true})
			}
		}
		a.blocks(t, s)
	case *python.Delete:
		for _, x := range s.Targets {
			a.deleted(t, x)
		}
	case *python.Return:
		a.expr(t, s.X)
		t.returns = append(t.returns, s.X)
	case *python.Match:
		a.match(t, s)
	default:
		eachExpr(s, func(x python.Expr) { a.expr(t, x) })
		a.blocks(t, s)
	}
}

func (a *analyzer) refuseAsync(n python.Node) {
	a.refuse(n, "asynchronous functions (async, await)", "use threading.Thread, or a process pool")
}

func (a *analyzer) importFrom(t *table, s *python.ImportFrom) {
	for _, n := range s.Names {
		if s.Module == "__future__" && n.Name == "annotations" {
			a.top.features.futureText = true
		}
		if n.Name == "*" {
			a.importStar(t, s)
			continue
		}
		name := n.As
		if name == "" {
			name = n.Name
		}
		a.bind(t, name, n, binding{})
	}
}

// importStar binds the names that the module is known to have. Names that came with the run could not be told from
// built-in ones before it.
func (a *analyzer) importStar(t *table, s *python.ImportFrom) {
	if t.kind != moduleScope {
		a.fail(s, "import * only allowed at module level")
	}
	names, known := []string(nil), false
	if a.star != nil && s.Level == 0 {
		names, known = a.star(s.Module)
	}
	if !known {
		a.refuse(s, "from "+strings.Repeat(".", s.Level)+s.Module+" import *", "name what is imported")
	}
	for _, n := range names {
		a.bind(t, n, s, binding{})
	}
}

func (a *analyzer) deleted(t *table, x python.Expr) {
	if n, ok := x.(*python.Name); ok {
		a.bind(t, n.Id, n, binding{delete: true})
		return
	}
	if elts, ok := elements(x); ok {
		for _, e := range elts {
			a.deleted(t, e)
		}
		return
	}
	a.expr(t, x)
}

func (a *analyzer) match(t *table, s *python.Match) {
	bind := func(name string, at python.Node) {
		if name != "" {
			a.bind(t, name, at, binding{})
		}
	}
	for _, c := range s.Cases {
		eachPattern(c.Pattern, func(p python.Node) {
			switch p := p.(type) {
			case *python.MatchAs:
				bind(p.Name, p)
			case *python.MatchStar:
				bind(p.Name, p)
			case *python.MatchMapping:
				bind(p.Rest, p)
			}
		})
	}
	eachExpr(s, func(x python.Expr) { a.expr(t, x) })
	a.blocks(t, s)
}

func (a *analyzer) function(t *table, s *python.FunctionDef) {
	if s.Async {
		a.refuseAsync(s)
	}
	a.exprs(t, s.Decos...)
	a.exprs(t, defaults(s.Args)...)
	inner := newTable(functionScope, t)
	t.inner[s] = inner
	a.parameters(inner, s.Args)
	a.body(inner, s.Body)
	a.bind(t, s.Name, s, binding{def: s})
	if t.kind == classScope {
		t.features.methods[s.Name] = true
		was := t.features.generators[s.Name]
		if inner.generator && len(s.Decos) == 0 && was >= 0 {
			t.features.generators[s.Name] = 1
		} else {
			t.features.generators[s.Name] = -1
		}
	}
}

// parameters binds the parameters of a function; what a default shows of a parameter's kind is evidence, not proof.
func (a *analyzer) parameters(t *table, args *python.Arguments) {
	for _, p := range parameters(args) {
		if y := t.symbols[p.Name]; y != nil {
			a.fail(p, "duplicate argument '"+p.Name+"' in function definition")
		}
		s := t.declare(p.Name)
		s.parameter = true
		s.bindings = append(s.bindings, binding{in: t})
	}
	positional := append(append([]*python.Arg{}, args.PosOnly...), args.Args...)
	for i, x := range args.Defaults {
		s := t.symbols[positional[len(positional)-len(args.Defaults)+i].Name]
		s.bindings = append(s.bindings, binding{in: t.parent, value: x})
	}
}

func (a *analyzer) class(t *table, s *python.ClassDef) {
	a.exprs(t, s.Decos...)
	a.exprs(t, s.Bases...)
	for _, k := range s.Keywords {
		a.expr(t, k.Value)
	}
	inner := newTable(classScope, t)
	t.inner[s] = inner
	a.body(inner, s.Body)
	a.bind(t, s.Name, s, binding{class: s})
}

func (a *analyzer) expr(t *table, x python.Expr) {
	switch x := x.(type) {
	case nil:
	case *python.Constant:
		switch x.Kind {
		case python.KImag:
			a.refuse(x, "complex numbers", "keep real and imaginary part apart")
		case python.KStr:
			for i := 0; i < len(x.Str); i++ {
				if x.Str[i] >= 0x80 {
					t.features.nonASCII = true
					break
				}
			}
		}
	case *python.Lambda:
		a.exprs(t, defaults(x.Args)...)
		inner := newTable(functionScope, t)
		t.inner[x] = inner
		a.parameters(inner, x.Args)
		a.expr(inner, x.Body)
		inner.returns = []python.Expr{x.Body}
		if inner.generator {
			a.refuse(x, "yield in a lambda", "write a def")
		}
	case *python.ListComp:
		a.comprehension(t, x, x.Gens, x.Elt)
	case *python.SetComp:
		a.comprehension(t, x, x.Gens, x.Elt)
	case *python.GeneratorExp:
		a.comprehension(t, x, x.Gens, x.Elt)
	case *python.DictComp:
		a.comprehension(t, x, x.Gens, x.Key, x.Value)
	case *python.NamedExpr:
		a.expr(t, x.Value)
		owner := t
		for owner.kind == comprehensionScope {
			owner = owner.parent
		}
		if owner.kind == classScope && owner != t {
			a.fail(x, "assignment expression within a comprehension cannot be used in a class body")
		}
		a.bind(owner, x.Target.Id, x, binding{value: x.Value})
	case *python.Yield:
		a.yield(t, x)
		a.expr(t, x.X)
	case *python.YieldFrom:
		a.yield(t, x)
		a.expr(t, x.X)
	case *python.Await:
		a.refuseAsync(x)
	case *python.Call:
		switch f := x.Func.(type) {
		case *python.Name:
			if f.Id == "input" || f.Id == "open" || f.Id == "chr" {
				t.features.nonASCII = true
			}
		case *python.Attribute:
			if f.Attr == "decode" {
				t.features.nonASCII = true
			}
		}
		seen := map[string]bool{}
		for _, k := range x.Keywords {
			if k.Arg != "" && seen[k.Arg] {
				a.fail(k, "keyword argument repeated: "+k.Arg)
			}
			seen[k.Arg] = true
		}
		eachPart(x, func(p python.Expr) { a.expr(t, p) })
	default:
		eachPart(x, func(p python.Expr) { a.expr(t, p) })
	}
}

func (a *analyzer) yield(t *table, x python.Expr) {
	switch t.kind {
	case functionScope:
		t.generator = true
	case comprehensionScope:
		a.fail(x, "'yield' inside list comprehension")
	default:
		a.fail(x, "'yield' outside function")
	}
}

func (a *analyzer) comprehension(t *table, node python.Expr, gens []*python.Comp, results ...python.Expr) {
	a.expr(t, gens[0].Iter)
	inner := newTable(comprehensionScope, t)
	t.inner[node] = inner
	for _, g := range gens {
		if g.Async {
			a.refuseAsync(node)
		}
		a.target(inner, g.Target, g.Iter, true)
	}
	for i, g := range gens {
		if i > 0 {
			a.expr(inner, g.Iter)
		}
		a.exprs(inner, g.Ifs...)
	}
	a.exprs(inner, results...)
}
