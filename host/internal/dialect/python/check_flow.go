package python

// This file goes through a tree in the order of CPython's compiler and finds what stands where it cannot.

import (
	"slices"
)

// A unit is a block of code that is compiled by itself.
type unit struct {
	scope  *scope
	async  bool    // the body of an async def
	blocks []block // statements around, innermost last
}

type block uint8

const (
	loopBlock block = iota
	exceptStarBlock
)

const leavesExceptStar = "'break', 'continue' and 'return' cannot appear in an except* block"

func (c *checker) flow(m *Module) {
	c.unit = &unit{scope: c.scopes[m]}
	for _, s := range m.Body {
		c.compile(s)
	}
}

// in runs f inside of a new unit for n.
func (c *checker) in(n Node, async bool, f func()) {
	outer := c.unit
	c.unit = &unit{scope: c.scopes[n], async: async}
	f()
	c.unit = outer
}

// inside runs f inside of a block.
func (c *checker) inside(b block, f func()) {
	c.unit.blocks = append(c.unit.blocks, b)
	f()
	c.unit.blocks = c.unit.blocks[:len(c.unit.blocks)-1]
}

func compileAll[T Node](c *checker, list []T) {
	for _, n := range list {
		c.compile(n)
	}
}

// compile checks a node and what is in it.
func (c *checker) compile(n Node) {
	if n == nil {
		return
	}
	switch n := n.(type) {
	case *FunctionDef:
		c.compileFunction(n)
	case *ClassDef:
		c.compileClass(n)
	case *Lambda:
		c.debugParams(n, n.Args)
		compileAll(c, n.Args.Defaults)
		compileAll(c, n.Args.KwDefaults)
		c.in(n, false, func() { c.compile(n.Body) })
	case *Return, *Break, *Continue:
		c.jump(n)
	case *For:
		if n.Async && !c.unit.async {
			c.fail(n, "'async for' outside async function")
		}
		c.compile(n.Iter)
		c.inside(loopBlock, func() {
			c.compile(n.Target)
			compileAll(c, n.Body)
		})
		compileAll(c, n.Else)
	case *While:
		c.inside(loopBlock, func() {
			c.compile(n.Cond)
			compileAll(c, n.Body)
		})
		compileAll(c, n.Else)
	case *With:
		if n.Async && !c.unit.async {
			c.fail(n, "'async with' outside async function")
		}
		Children(n, c.compile)
	case *Try:
		c.compileTry(n)
	case *ImportFrom:
		if n.Module == "__future__" && n.Level == 0 && c.futureEnd.Line < n.P.Line {
			c.fail(n, lateFuture)
		}
	case *Assign:
		c.compile(n.Value)
		compileAll(c, n.Targets)
	case *AnnAssign:
		if name, ok := n.Target.(*Name); ok && n.Value == nil {
			c.notDebug(n, name.Id, Store)
		}
		c.compile(n.Value)
		c.compile(n.Target)
		c.compile(n.Ann)
	case *Match:
		c.compileMatch(n)
	default:
		c.compileExpression(n)
	}
}

// jump checks statements that leave a block.
func (c *checker) jump(n Node) {
	blocks := slices.Backward(c.unit.blocks)
	if r, ok := n.(*Return); ok {
		switch {
		case c.unit.scope.kind != functionScope:
			c.fail(n, "'return' outside function")
		case r.X != nil && c.unit.async && c.unit.scope.generator:
			c.fail(n, "'return' with value in async generator")
		}
		c.compile(r.X)
		for _, b := range blocks {
			if b != exceptStarBlock {
				continue
			}
			if x, ok := r.X.(*Constant); ok {
				n = x
			}
			c.fail(n, leavesExceptStar)
		}
		return
	}
	for _, b := range blocks {
		if b == exceptStarBlock {
			c.fail(n, leavesExceptStar)
		}
		return
	}
	if _, ok := n.(*Break); ok {
		c.fail(n, "'break' outside loop")
	}
	c.fail(n, "'continue' not properly in loop")
}

func (c *checker) compileFunction(n *FunctionDef) {
	compileAll(c, n.Decos)
	c.debugParams(n, n.Args)
	compileAll(c, n.Args.Defaults)
	compileAll(c, n.Args.KwDefaults)
	if !c.annotations {
		for _, list := range [][]*Arg{n.Args.PosOnly, n.Args.Args, {n.Args.Vararg}, n.Args.KwOnly, {n.Args.Kwarg}} {
			for _, a := range list {
				if a != nil {
					c.compileAnnotation(a.Ann)
				}
			}
		}
		c.compile(n.Returns)
	}
	c.in(n, n.Async, func() { compileAll(c, n.Body) })
	c.notDebug(n, n.Name, Store)
}

// compileAnnotation checks the annotation of a parameter: that of *args may have a star.
func (c *checker) compileAnnotation(x Expr) {
	if s, ok := x.(*Starred); ok {
		x = s.X
	}
	c.compile(x)
}

func (c *checker) compileClass(n *ClassDef) {
	compileAll(c, n.Decos)
	c.in(n, false, func() { compileAll(c, n.Body) })
	c.keywords(n, n.Keywords)
	c.elements(n.Bases)
	compileAll(c, n.Keywords)
	c.notDebug(n, n.Name, Store)
}

func (c *checker) compileTry(n *Try) {
	compileAll(c, n.Body)
	for i, h := range n.Handlers {
		if h.Type == nil && i < len(n.Handlers)-1 {
			c.fail(h, "default 'except:' must be last")
		}
		c.compile(h.Type)
		c.notDebug(h, h.Name, Store)
		if n.Star {
			c.inside(exceptStarBlock, func() { compileAll(c, h.Body) })
		} else {
			compileAll(c, h.Body)
		}
	}
	compileAll(c, n.Else)
	compileAll(c, n.Finally)
}

func (c *checker) compileExpression(n Node) {
	switch n := n.(type) {
	case *Name:
		c.notDebug(n, n.Id, n.Ctx)
	case *Attribute:
		c.compile(n.X)
		c.notDebug(n, n.Attr, n.Ctx)
	case *Starred:
		if n.Ctx == Store {
			c.fail(n, "starred assignment target must be in a list or tuple")
		}
		c.fail(n, "can't use starred expression here")
	case *List:
		c.sequence(n, n.Elts, n.Ctx)
	case *Tuple:
		c.sequence(n, n.Elts, n.Ctx)
	case *Set:
		c.elements(n.Elts)
	case *Call:
		c.keywords(n, n.Keywords)
		c.compile(n.Func)
		c.elements(n.Args)
		compileAll(c, n.Keywords)
	case *Yield, *YieldFrom, *Await:
		c.suspend(n)
		Children(n, c.compile)
	case *ListComp:
		c.compileComprehension(n, n.Gens, nil, n.Elt)
	case *SetComp:
		c.compileComprehension(n, n.Gens, nil, n.Elt)
	case *DictComp:
		c.compileComprehension(n, n.Gens, n.Key, n.Value)
	case *GeneratorExp:
		c.compileComprehension(n, n.Gens, nil, n.Elt)
	default:
		Children(n, c.compile)
	}
}

// suspend checks yield, yield from and await.
func (c *checker) suspend(n Node) {
	inFunction := c.unit.scope.kind == functionScope
	switch n.(type) {
	case *Await:
		switch {
		case !inFunction:
			c.fail(n, "'await' outside function")
		case !c.unit.async && c.unit.scope.comprehension == "":
			c.fail(n, "'await' outside async function")
		}
	case *Yield:
		if !inFunction {
			c.fail(n, "'yield' outside function")
		}
	case *YieldFrom:
		switch {
		case !inFunction:
			c.fail(n, "'yield' outside function")
		case c.unit.async:
			c.fail(n, "'yield from' inside async function")
		}
	}
}

// sequence checks a list or tuple. As a target it may have one star.
func (c *checker) sequence(n Node, elts []Expr, ctx Ctx) {
	if ctx == Store {
		stars := 0
		for _, e := range elts {
			if _, ok := e.(*Starred); ok {
				stars++
			}
		}
		if stars > 1 {
			c.fail(n, "multiple starred expressions in assignment")
		}
	}
	c.elements(elts)
}

// elements checks expressions that may have a star.
func (c *checker) elements(list []Expr) {
	for _, e := range list {
		if s, ok := e.(*Starred); ok {
			e = s.X
		}
		c.compile(e)
	}
}

func (c *checker) compileComprehension(n Node, gens []*Comp, key, elt Expr) {
	s := c.scopes[n]
	_, generator := n.(*GeneratorExp)
	if s.async && !generator && !c.unit.async && c.unit.scope.comprehension == "" {
		c.fail(n, "asynchronous comprehension outside of an asynchronous function")
	}
	c.compile(gens[0].Iter)
	c.in(n, false, func() {
		for i, g := range gens {
			if i > 0 {
				c.compile(g.Iter)
			}
			c.compile(g.Target)
			compileAll(c, g.Ifs)
		}
		c.compile(key)
		c.compile(elt)
	})
}

// keywords checks the keyword arguments of n, a call or class.
func (c *checker) keywords(n Node, list []*Keyword) {
	for i, k := range list {
		if k.Arg == "" {
			continue
		}
		c.notDebug(n, k.Arg, Store)
		for _, other := range list[i+1:] {
			if other.Arg == k.Arg {
				c.fail(other, "keyword argument repeated: "+k.Arg)
			}
		}
	}
}

// notDebug refuses to change __debug__.
func (c *checker) notDebug(n Node, name string, ctx Ctx) {
	switch {
	case name != "__debug__" || ctx == Load:
	case ctx == Store:
		c.fail(n, "cannot assign to __debug__")
	default:
		c.fail(n, "cannot delete __debug__")
	}
}

// debugParams checks the parameters of the function n.
func (c *checker) debugParams(n Node, a *Arguments) {
	for _, list := range [][]*Arg{a.PosOnly, a.Args, {a.Vararg}, a.KwOnly, {a.Kwarg}} {
		for _, p := range list {
			if p != nil {
				c.notDebug(n, p.Name, Store)
			}
		}
	}
}
