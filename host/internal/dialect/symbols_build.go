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
	open bool                                 // the code is dynamic: module variables are bound elsewhere too
	late []lateBinding                        // bindings through nonlocal, resolved when all tables are complete
}

type lateBinding struct {
	table *table
	name  string
	b     binding
}

// analyze returns the table of a module that python.Check has passed. It panics with *Unsupported.
func analyze(file string, m *python.Module, opts Options) *table {
	a := &analyzer{file: file, star: opts.StarNames, open: opts.Dynamic != 0, top: newTable(moduleScope, nil)}
	a.top.features = &features{methods: map[string]bool{}, generators: map[string]int{}, loads: map[python.Stmt]bool{},
		attributes: map[string]*symbol{}, defined: map[string][]*table{}, escaped: map[string]bool{}, classes: map[string]bool{}}
	if opts.Starlark {
		a.loads(m.Body)
	}
	a.body(a.top, m.Body)
	for _, b := range a.late {
		s := b.table.parent.nonlocalOwner(b.name)
		if s == nil {
			panic("BUG: no binding of nonlocal " + b.name)
		}
		s.bindings = append(s.bindings, b.b)
	}
	if a.open {
		a.openEnded()
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
					a.bind(a.top, name, binding{})
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
					t.global[n] = true
				}
			}
		case *python.Nonlocal:
			for _, n := range s.Names {
				if n == "__class__" {
					a.refuse(s, "nonlocal __class__", "")
				}
				t.nonlocal[n] = true
				a.late = append(a.late, lateBinding{t, n, binding{in: t}})
			}
		default:
			for _, b := range blocks(s) {
				a.declarations(t, b)
			}
		}
	}
}

func (a *analyzer) bind(t *table, name string, b binding) {
	b.in = t
	switch {
	case t.global[name]:
		t = a.top
	case t.nonlocal[name]:
		a.late = append(a.late, lateBinding{t, name, b})
		return
	}
	s := t.declare(name)
	s.bindings = append(s.bindings, b)
	if t.kind == classScope && b.value != nil {
		a.attribute(name, b)
	}
}

// target binds the names of an assignment target. value is the value assigned, or, if element, what it is taken from.
func (a *analyzer) target(t *table, x python.Expr, value python.Expr, element bool) {
	switch x := x.(type) {
	case *python.Name:
		a.bind(t, x.Id, binding{value: value, element: element})
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
	case *python.Attribute:
		a.attribute(x.Attr, binding{in: t, value: value, element: element})
		a.expr(t, x)
	default:
		if !element {
			a.sink(t, value, "")
		}
		a.expr(t, x)
	}
}

// attribute notes an assignment to an attribute of some object.
func (a *analyzer) attribute(name string, b binding) {
	f := a.top.features
	s := f.attributes[name]
	if s == nil {
		s = &symbol{name: name, table: a.top}
		f.attributes[name] = s
	}
	s.bindings = append(s.bindings, b)
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
			a.bind(t, n.Id, binding{value: s.Value, op: s.Op})
		} else {
			if o, ok := s.Target.(*python.Attribute); ok {
				a.attribute(o.Attr, binding{in: t, value: s.Value, op: s.Op})
			}
			a.expr(t, s.Target)
		}
	case *python.AnnAssign:
		a.expr(t, s.Value)
		if n, ok := s.Target.(*python.Name); !ok {
			if o, ok := s.Target.(*python.Attribute); ok && s.Value != nil {
				a.attribute(o.Attr, binding{in: t, value: s.Value})
			}
			a.expr(t, s.Target)
		} else if s.Value != nil || t.kind != classScope {
			a.bind(t, n.Id, binding{value: s.Value, delete: s.Value == nil})
		}
		if n, ok := s.Target.(*python.Name); ok && t.kind == classScope {
			v := s.Value
			if ann, ok := s.Ann.(*python.Name); ok && ann.Id == "bool" {
				v = &python.Constant{Kind: python.KTrue}
			}
			a.attribute(n.Id, binding{in: t, value: v})
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
			a.bind(t, name, binding{module: true})
			a.imported(n.Name)
		}
	case *python.ImportFrom:
		a.imported(s.Module)
		a.importFrom(t, s)
	case *python.Try:
		if s.Star {
			a.refuse(s, "except*", "use except and look at the exceptions in the handler")
		}
		for _, h := range s.Handlers {
			a.expr(t, h.Type)
			if h.Name != "" {
				a.bind(t, h.Name, binding{})
				a.bind(t, h.Name, binding{delete: true})
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
		a.sink(t, s.X, t.owner)
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

// plainModules are modules whose values all slice as those of the built-in types do.
var plainModules = map[string]bool{
	"__future__": true, "atexit": true, "datetime": true, "functools": true, "itertools": true, "json": true, "logging": true, "math": true,
	"operator": true, "os": true, "queue": true, "random": true, "re": true, "signal": true, "string": true, "sys": true, "threading": true,
	"time": true, "traceback": true, "typing": true,
}

// imported notes which values may occur because a module is imported.
func (a *analyzer) imported(module string) {
	if top, _, _ := strings.Cut(module, "."); !plainModules[top] {
		a.top.features.foreign = true
	}
	if strings.HasSuffix(module, ".managers") {
		a.top.features.proxies = true
	}
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
		a.bind(t, name, binding{})
	}
}

// importStar binds the names that the module is known to have. Names that came with the run could not be told from
// built-in ones before it.
func (a *analyzer) importStar(t *table, s *python.ImportFrom) {
	names, known := []string(nil), false
	if a.open {
		return
	}
	if a.star != nil {
		names, known = a.star(strings.Repeat(".", s.Level) + s.Module)
	}
	if !known {
		a.refuse(s, "from "+strings.Repeat(".", s.Level)+s.Module+" import *", "name what is imported")
	}
	for _, n := range names {
		a.bind(t, n, binding{})
	}
}

func (a *analyzer) deleted(t *table, x python.Expr) {
	if n, ok := x.(*python.Name); ok {
		a.bind(t, n.Id, binding{delete: true})
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
	bind := func(name string) {
		if name != "" {
			a.bind(t, name, binding{})
		}
	}
	for _, c := range s.Cases {
		eachPattern(c.Pattern, func(p python.Node) {
			switch p := p.(type) {
			case *python.MatchAs:
				bind(p.Name)
			case *python.MatchStar:
				bind(p.Name)
			case *python.MatchMapping:
				bind(p.Rest)
			}
		})
	}
	eachExpr(s, func(x python.Expr) { a.expr(t, x) })
	a.blocks(t, s)
}
