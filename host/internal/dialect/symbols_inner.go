package dialect

// This file builds the symbol tables of definitions and comprehensions, and looks into expressions.

import "parlark/host/internal/dialect/python"

func (a *analyzer) function(t *table, s *python.FunctionDef) {
	if s.Async {
		a.refuseAsync(s)
	}
	a.exprs(t, s.Decos...)
	a.exprs(t, defaults(s.Args)...)
	inner := newTable(functionScope, t)
	t.inner[s] = inner
	inner.owner = s.Name
	if t.kind == classScope {
		t.features.defined[s.Name] = append(t.features.defined[s.Name], inner)
	}
	a.parameters(inner, s.Args)
	a.body(inner, s.Body)
	for _, d := range s.Decos { // a decorated function is what the decorator made of it
		if _, ok := d.(*python.Name); !ok || t.kind != classScope {
			t.features.escaped[s.Name] = true
		}
	}
	a.bind(t, s.Name, binding{def: s})
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
	t.features.classes[s.Name] = true
	a.body(inner, s.Body)
	a.bind(t, s.Name, binding{class: s})
}

func (a *analyzer) expr(t *table, x python.Expr) {
	switch x := x.(type) {
	case nil:
	case *python.Constant:
		switch x.Kind {
		case python.KBytes:
			t.features.bytes = true
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
		a.bind(owner, x.Target.Id, binding{value: x.Value})
	case *python.Yield:
		t.generator = true
		a.sink(t, x.X, "")
		a.expr(t, x.X)
	case *python.YieldFrom:
		t.generator = true
		a.expr(t, x.X)
	case *python.Await:
		a.refuseAsync(x)
	case *python.Call:
		switch f := x.Func.(type) {
		case *python.Name:
			if f.Id == "input" || f.Id == "open" || f.Id == "chr" {
				t.features.nonASCII = true
			}
			t.features.proxies = t.features.proxies || f.Id == "Manager"
			t.features.sets = t.features.sets || f.Id == "frozenset"
			t.features.bytes = t.features.bytes || f.Id == "bytes"
			t.features.slices = t.features.slices || f.Id == "slice"
		case *python.Attribute:
			switch f.Attr {
			case "encode", "read", "recv_bytes", "to_bytes", "urandom", "randbytes", "dumps", "pack", "digest":
				t.features.bytes = true
			}
			if f.Attr == "decode" {
				t.features.nonASCII = true
			}
			t.features.proxies = t.features.proxies || f.Attr == "Manager"
			t.features.sets = t.features.sets || f.Attr == "keys" || f.Attr == "items"
		}
		a.passed(t, x)
		eachPart(x, func(p python.Expr) {
			if n, ok := p.(*python.Name); !ok || p != x.Func || n.Ctx != python.Load {
				a.expr(t, p)
			}
		})
	case *python.Name:
		t.features.escaped[x.Id] = true
	case *python.List:
		a.elements(t, x.Elts)
	case *python.Tuple:
		a.elements(t, x.Elts)
	case *python.Set:
		a.elements(t, x.Elts)
	case *python.Dict:
		a.elements(t, x.Values)
		a.exprs(t, x.Keys...)
	default:
		eachPart(x, func(p python.Expr) { a.expr(t, p) })
	}
}

// elements enters the elements of a display.
func (a *analyzer) elements(t *table, elts []python.Expr) {
	for _, x := range elts {
		a.sink(t, x, "")
	}
	a.exprs(t, elts...)
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
	for _, x := range results {
		a.sink(inner, x, "")
	}
	a.exprs(inner, results...)
}
