package dialect

// This file lists what a file needs of its surroundings, without running it: modules, names in them, built-in names. What
// is behind a guard (try ... except ImportError, hasattr) is left out: the file copes without it.

import (
	"strings"

	"parlark/host/internal/dialect/python"
)

// A NeedKind says what is needed.
type NeedKind uint8

const (
	NeedModule    NeedKind = iota // import Module, from Module import ...
	NeedMember                    // from Module import Name
	NeedAttribute                 // Module.Name, dotted if attributes follow; Module may turn out to be no module
	NeedName                      // Name, which nothing in the file binds and no built-in has
)

// A Need is one thing that a file needs.
type Need struct {
	Kind         NeedKind
	Module, Name string
	Level        int   // leading dots of the module's name
	Line, Col    int32 // 1-based
	Sure         bool  // running the file surely comes here: no branch, handler or function that nothing calls is around
}

// guard is a set of errors that the code around a place handles.
type guard uint8

const (
	guardImport guard = 1 << iota
	guardAttribute
	guardName
)

// A surveyor walks a file twice: first it learns which names are modules.
type surveyor struct {
	isBuiltin func(string) bool
	learning  bool
	modules   map[*symbol]string // what import statements bind, by the symbol; "" if several modules
	assigned  map[string]bool    // module.name that the file assigns
	needs     []ownedNeed
	mentions  map[string][]string // names that an owner's code surely mentions

	owner  string // the definition at the top level around the place; "" outside of functions
	unsure int
	guards guard
}

type ownedNeed struct {
	Need
	owner string
}

// survey returns the needs of a module that analyze has made the table of.
func survey(m *python.Module, t *table, isBuiltin func(string) bool) []Need {
	s := &surveyor{isBuiltin: isBuiltin, modules: map[*symbol]string{}, assigned: map[string]bool{}, mentions: map[string][]string{}}
	s.learning = true
	s.block(t, m.Body)
	s.learning, s.needs, s.mentions = false, nil, map[string][]string{}
	s.block(t, m.Body)
	reached := map[string]bool{"": true}
	for queue := []string{""}; len(queue) > 0; queue = queue[1:] {
		for _, name := range s.mentions[queue[0]] {
			if !reached[name] {
				reached[name] = true
				queue = append(queue, name)
			}
		}
	}
	var out []Need
	for _, n := range s.needs {
		n.Sure = n.Sure && reached[n.owner]
		out = append(out, n.Need)
	}
	return out
}

func (s *surveyor) need(at python.Pos, by guard, n Need) {
	if s.guards&by == 0 {
		n.Line, n.Col, n.Sure = at.Line, at.Col+1, s.unsure == 0
		s.needs = append(s.needs, ownedNeed{n, s.owner})
	}
}

func (s *surveyor) block(t *table, body []python.Stmt) {
	for _, x := range body {
		s.stmt(t, x)
	}
}

// perhaps walks what may not run.
func (s *surveyor) perhaps(f func()) {
	s.unsure++
	f()
	s.unsure--
}

// under walks what a guard is around.
func (s *surveyor) under(g guard, f func()) {
	was := s.guards
	s.guards |= g
	f()
	s.guards = was
}

// within walks the body of a definition: that of an outermost one is reached when something mentions its name.
func (s *surveyor) within(name string, f func()) {
	if s.owner != "" {
		f()
		return
	}
	unsure := s.unsure
	s.owner, s.unsure = name, 0
	f()
	s.owner, s.unsure = "", unsure
}

func (s *surveyor) stmt(t *table, x python.Stmt) {
	switch x := x.(type) {
	case *python.FunctionDef:
		s.exprs(t, x.Decos...)
		s.exprs(t, defaults(x.Args)...)
		if inner := t.inner[x]; inner != nil {
			s.within(x.Name, func() { s.block(inner, x.Body) })
		}
	case *python.ClassDef:
		s.exprs(t, x.Decos...)
		s.exprs(t, x.Bases...)
		for _, k := range x.Keywords {
			s.expr(t, k.Value)
		}
		if inner := t.inner[x]; inner != nil {
			s.classBody(inner, x)
		}
	case *python.Import:
		s.imports(t, x)
	case *python.ImportFrom:
		s.importsFrom(t, x)
	case *python.Try:
		s.under(guardsOf(x.Handlers), func() { s.block(t, x.Body) })
		s.perhaps(func() {
			for _, h := range x.Handlers {
				s.expr(t, h.Type)
				s.block(t, h.Body)
			}
			s.block(t, x.Else)
		})
		s.block(t, x.Finally)
	case *python.If:
		s.branch(t, x)
	case *python.AnnAssign:
		s.exprs(t, x.Target, x.Value)
	case *python.Match:
		s.expr(t, x.Subject)
		s.perhaps(func() {
			for _, c := range x.Cases {
				s.expr(t, c.Guard)
				s.block(t, c.Body)
			}
		})
	default:
		eachExpr(x, func(e python.Expr) { s.expr(t, e) })
		for _, b := range blocks(x) {
			s.block(t, b)
		}
	}
}

// classBody walks the body of a class: methods are reached through the class.
func (s *surveyor) classBody(t *table, c *python.ClassDef) {
	for _, x := range c.Body {
		if f, ok := x.(*python.FunctionDef); ok {
			s.exprs(t, f.Decos...)
			s.exprs(t, defaults(f.Args)...)
			if inner := t.inner[f]; inner != nil {
				s.within(c.Name, func() { s.block(inner, f.Body) })
			}
			continue
		}
		s.stmt(t, x)
	}
}

// branch walks an if statement. That of the main module's guard is taken; one that asks for an attribute guards it.
func (s *surveyor) branch(t *table, x *python.If) {
	s.expr(t, x.Cond)
	var guards guard
	main := false
	python.Walk(&python.ExprStmt{X: x.Cond}, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Name:
			main = main || n.Id == "__name__"
			if n.Id == "TYPE_CHECKING" {
				guards |= guardImport | guardAttribute | guardName
			}
		case *python.Attribute:
			if n.Attr == "TYPE_CHECKING" {
				guards |= guardImport | guardAttribute | guardName
			}
		case *python.Call:
			if isCallOf(n, "hasattr") || isCallOf(n, "getattr") {
				guards |= guardAttribute
			}
		}
		return true
	})
	body := func() { s.under(guards, func() { s.block(t, x.Body) }) }
	if main && guards == 0 {
		body()
	} else {
		s.perhaps(body)
	}
	s.perhaps(func() { s.block(t, x.Else) })
}

// guardsOf returns what handlers handle.
func guardsOf(handlers []*python.Handler) guard {
	var g guard
	add := func(name string) {
		switch name {
		case "ImportError", "ModuleNotFoundError":
			g |= guardImport
		case "AttributeError":
			g |= guardAttribute
		case "NameError":
			g |= guardName
		case "Exception", "BaseException":
			g |= guardImport | guardAttribute | guardName
		}
	}
	for _, h := range handlers {
		switch x := h.Type.(type) {
		case nil:
			add("Exception")
		case *python.Name:
			add(x.Id)
		case *python.Tuple:
			for _, e := range x.Elts {
				if n, ok := e.(*python.Name); ok {
					add(n.Id)
				}
			}
		}
	}
	return g
}

func (s *surveyor) imports(t *table, x *python.Import) {
	for _, n := range x.Names {
		s.need(n.P, guardImport, Need{Kind: NeedModule, Module: n.Name})
		if n.As != "" {
			s.learn(t, n.As, n.Name)
		} else {
			top, _, _ := strings.Cut(n.Name, ".")
			s.learn(t, top, top)
		}
	}
}

func (s *surveyor) importsFrom(t *table, x *python.ImportFrom) {
	if x.Module == "__future__" {
		return
	}
	if x.Module != "" {
		s.need(x.P, guardImport, Need{Kind: NeedModule, Module: x.Module, Level: x.Level})
	}
	for _, n := range x.Names {
		if n.Name == "*" {
			continue
		}
		s.need(n.P, guardImport, Need{Kind: NeedMember, Module: x.Module, Name: n.Name, Level: x.Level})
		if x.Level == 0 {
			s.learn(t, either(n.As, n.Name), x.Module+"."+n.Name)
		}
	}
}

// learn notes that a name is bound to a module.
func (s *surveyor) learn(t *table, name, module string) {
	y := t.resolve(name)
	if !s.learning || y == nil {
		return
	}
	if was, ok := s.modules[y]; ok && was != module {
		module = ""
	}
	for _, b := range y.bindings {
		if b.value != nil || b.def != nil || b.class != nil || b.op != "" || b.delete || y.parameter {
			module = ""
		}
	}
	s.modules[y] = module
}

func (s *surveyor) exprs(t *table, xs ...python.Expr) {
	for _, x := range xs {
		s.expr(t, x)
	}
}

func (s *surveyor) expr(t *table, x python.Expr) {
	switch x := x.(type) {
	case nil:
	case *python.Name:
		s.name(t, x)
	case *python.Attribute:
		if !s.attribute(t, x) {
			s.expr(t, x.X)
		}
	case *python.Lambda:
		s.exprs(t, defaults(x.Args)...)
		if inner := t.inner[x]; inner != nil {
			s.perhaps(func() { s.expr(inner, x.Body) })
		}
	case *python.ListComp:
		s.comprehension(t, x, x.Gens, x.Elt)
	case *python.SetComp:
		s.comprehension(t, x, x.Gens, x.Elt)
	case *python.GeneratorExp:
		s.comprehension(t, x, x.Gens, x.Elt)
	case *python.DictComp:
		s.comprehension(t, x, x.Gens, x.Key, x.Value)
	case *python.BoolOp:
		s.expr(t, x.Values[0])
		var g guard
		for _, v := range x.Values {
			if isCallOf(v, "hasattr") {
				g = guardAttribute
			}
		}
		s.perhaps(func() { s.under(g, func() { s.exprs(t, x.Values[1:]...) }) })
	case *python.IfExp:
		s.expr(t, x.Cond)
		s.perhaps(func() { s.exprs(t, x.Then, x.Else) })
	default:
		eachPart(x, func(p python.Expr) { s.expr(t, p) })
	}
}

func (s *surveyor) comprehension(t *table, node any, gens []*python.Comp, results ...python.Expr) {
	s.expr(t, gens[0].Iter)
	inner := t.inner[node]
	if inner == nil {
		return
	}
	for i, g := range gens {
		if i > 0 {
			s.expr(inner, g.Iter)
		}
		s.exprs(inner, g.Ifs...)
	}
	s.exprs(inner, results...)
}

func (s *surveyor) name(t *table, x *python.Name) {
	if s.unsure == 0 && s.guards == 0 {
		s.mentions[s.owner] = append(s.mentions[s.owner], x.Id)
	}
	if x.Ctx == python.Load && t.resolve(x.Id) == nil && !s.isBuiltin(x.Id) && !(strings.HasPrefix(x.Id, "__") && strings.HasSuffix(x.Id, "__")) {
		s.need(x.P, guardName, Need{Kind: NeedName, Name: x.Id})
	}
}

// attribute notes module.name and reports whether x is that.
func (s *surveyor) attribute(t *table, x *python.Attribute) bool {
	path := x.Attr
	base := x.X
	for {
		a, ok := base.(*python.Attribute)
		if !ok {
			break
		}
		path, base = a.Attr+"."+path, a.X
	}
	n, ok := base.(*python.Name)
	if !ok {
		return false
	}
	module := s.modules[t.resolve(n.Id)]
	if module == "" {
		return false
	}
	if x.Ctx != python.Load {
		s.assigned[module+"."+path] = true
	} else if !s.assigned[module+"."+path] {
		s.need(x.P, guardAttribute, Need{Kind: NeedAttribute, Module: module, Name: path})
	}
	s.name(t, n)
	return true
}
