package python

// This file goes through a tree in the order of CPython's symbol table and records what each block does with names.

import "fmt"

func (c *checker) symbols(m *Module) {
	c.open(m, moduleScope)
	c.statements(m.Body)
	top := c.cur
	c.close()
	c.resolve(top, nil)
}

func (c *checker) statements(list []Stmt) {
	for _, s := range list {
		c.statement(s)
	}
}

func (c *checker) statement(s Stmt) {
	c.enter(s)
	defer c.leave()
	switch s := s.(type) {
	case *FunctionDef:
		c.functionNames(s)
	case *ClassDef:
		c.define(s.Name, isLocal, s)
		symbolsOf(c, s.Bases)
		symbolsOf(c, s.Keywords)
		symbolsOf(c, s.Decos)
		c.open(s, classScope).class = s.Name
		c.statements(s.Body)
		c.close()
	case *AnnAssign:
		c.annotatedNames(s)
	case *For:
		c.visit(s.Target)
		c.visit(s.Iter)
		c.statements(s.Body)
		c.statements(s.Else)
	case *While:
		c.visit(s.Cond)
		c.statements(s.Body)
		c.statements(s.Else)
	case *If:
		c.visit(s.Cond)
		c.statements(s.Body)
		c.statements(s.Else)
	case *With:
		for _, w := range s.Items {
			c.visit(w.Ctx)
			c.visit(w.Vars)
		}
		c.statements(s.Body)
	case *Try:
		c.statements(s.Body)
		c.statements(s.Else)
		for _, h := range s.Handlers {
			c.visit(h.Type)
			if h.Name != "" {
				c.define(h.Name, isLocal, h)
			}
			c.statements(h.Body)
		}
		c.statements(s.Finally)
	case *Match:
		c.visit(s.Subject)
		for _, m := range s.Cases {
			c.patternNames(m.Pattern)
			c.visit(m.Guard)
			c.statements(m.Body)
		}
	case *Import:
		for _, a := range s.Names {
			c.importedName(a)
		}
	case *ImportFrom:
		for _, a := range s.Names {
			c.importedName(a)
		}
	case *Global:
		c.declare(s, s.Names, isGlobal, "global")
	case *Nonlocal:
		c.declare(s, s.Names, isNonlocal, "nonlocal")
	default:
		Children(s, c.visit)
	}
}

func symbolsOf[T Node](c *checker, list []T) {
	for _, n := range list {
		c.visit(n)
	}
}

func (c *checker) functionNames(s *FunctionDef) {
	c.define(s.Name, isLocal, s)
	c.defaults(s.Args)
	for _, list := range [][]*Arg{s.Args.PosOnly, s.Args.Args, {s.Args.Vararg, s.Args.Kwarg}, s.Args.KwOnly} {
		for _, a := range list {
			if a != nil {
				c.annotation(a.Ann)
			}
		}
	}
	c.annotation(s.Returns)
	symbolsOf(c, s.Decos)
	c.open(s, functionScope).async = s.Async
	c.paramNames(s.Args)
	c.statements(s.Body)
	c.close()
}

func (c *checker) defaults(a *Arguments) {
	symbolsOf(c, a.Defaults)
	symbolsOf(c, a.KwDefaults)
}

func (c *checker) paramNames(a *Arguments) {
	for _, list := range [][]*Arg{a.PosOnly, a.Args, a.KwOnly, {a.Vararg, a.Kwarg}} {
		for _, p := range list {
			if p != nil {
				c.define(p.Name, isParam, p)
			}
		}
	}
}

func (c *checker) annotation(x Expr) {
	if x == nil {
		return
	}
	if !c.annotations {
		c.visit(x)
		return
	}
	c.open(x, annotationScope)
	c.visit(x)
	c.close()
}

func (c *checker) annotatedNames(s *AnnAssign) {
	name, ok := s.Target.(*Name)
	if !ok {
		c.visit(s.Target)
	} else {
		use := c.cur.use(name.Id)
		if s.Simple && c.cur.kind != moduleScope && use&(isGlobal|isNonlocal) != 0 {
			word := "nonlocal"
			if use&isGlobal != 0 {
				word = "global"
			}
			c.fail(s, fmt.Sprintf("annotated name '%s' can't be %s", name.Id, word))
		}
		if s.Simple {
			c.define(name.Id, isAnnotated|isLocal, s.Target)
		} else if s.Value != nil {
			c.define(name.Id, isLocal, s.Target)
		}
	}
	c.annotation(s.Ann)
	c.visit(s.Value)
}

func (c *checker) importedName(a *Alias) {
	name := a.As
	if name == "" {
		name = a.Name
		for i := range name {
			if name[i] == '.' {
				name = name[:i]
				break
			}
		}
	}
	if name != "*" {
		c.define(name, isImported|isLocal, a)
	} else if c.cur.kind != moduleScope {
		c.fail(a, "import * only allowed at module level")
	}
}

func (c *checker) patternNames(n Node) {
	Walk(n, func(n Node) bool {
		name := ""
		switch n := n.(type) {
		case *MatchAs:
			if n.Pat != nil {
				c.patternNames(n.Pat)
			}
			if n.Name != "" {
				c.define(n.Name, isLocal, n)
			}
			return false
		case *MatchStar:
			name = n.Name
		case *MatchMapping:
			name = n.Rest
		case *MatchValue, *MatchClass, *MatchSequence, *MatchOr, *MatchSingleton:
		default:
			c.visit(n)
			return false
		}
		if name != "" {
			c.define(name, isLocal, n)
		}
		return true
	})
}

// visit records the names of an expression.
func (c *checker) visit(n Node) {
	if n == nil {
		return
	}
	c.enter(n)
	defer c.leave()
	switch n := n.(type) {
	case *Name:
		use := isUsed
		if n.Ctx != Load {
			use = isLocal
		}
		c.define(n.Id, use, n)
	case *NamedExpr:
		c.notInAnnotation(n, "named expression")
		if c.cur.iterExpr > 0 {
			c.fail(n, "assignment expression cannot be used in a comprehension iterable expression")
		}
		if c.cur.comprehension != "" {
			c.named(n.Target)
		}
		c.visit(n.Value)
		c.visit(n.Target)
	case *Lambda:
		c.defaults(n.Args)
		c.open(n, functionScope)
		c.paramNames(n.Args)
		c.visit(n.Body)
		c.close()
	case *ListComp:
		c.comprehend(n, "list comprehension", n.Gens, nil, n.Elt)
	case *SetComp:
		c.comprehend(n, "set comprehension", n.Gens, nil, n.Elt)
	case *DictComp:
		c.comprehend(n, "dict comprehension", n.Gens, n.Value, n.Key)
	case *GeneratorExp:
		c.comprehend(n, "generator expression", n.Gens, nil, n.Elt)
	case *Yield:
		c.notInAnnotation(n, "yield expression")
		c.visit(n.X)
		c.yields(n)
	case *YieldFrom:
		c.notInAnnotation(n, "yield expression")
		c.visit(n.X)
		c.yields(n)
	case *Await:
		c.notInAnnotation(n, "await expression")
		c.visit(n.X)
		c.cur.async = true
	default:
		Children(n, c.visit)
	}
}

func (c *checker) notInAnnotation(n Node, what string) {
	if c.cur.kind == annotationScope {
		c.fail(n, what+" cannot be used within an annotation")
	}
}

func (c *checker) yields(n Node) {
	c.cur.generator = true
	if c.cur.comprehension != "" {
		c.fail(n, "'yield' inside "+c.cur.comprehension)
	}
}

// comprehend handles a comprehension: only its first iterable belongs to the block around.
func (c *checker) comprehend(n Node, what string, gens []*Comp, value, elt Expr) {
	c.cur.iterExpr++
	c.visit(gens[0].Iter)
	c.cur.iterExpr--
	s := c.open(n, functionScope)
	s.comprehension = what
	for i, g := range gens {
		s.async = s.async || g.Async
		s.iterTarget = true
		c.visit(g.Target)
		s.iterTarget = false
		if i > 0 {
			s.iterExpr++
			c.visit(g.Iter)
			s.iterExpr--
		}
		symbolsOf(c, g.Ifs)
	}
	c.visit(value)
	c.visit(elt)
	c.close()
	if s.async && what != "generator expression" {
		c.cur.async = true
	}
}
