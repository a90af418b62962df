package dialect

// This file renames private names: __x in the body of class C, at any depth, is _C__x.

import (
	"strings"

	"parlark/host/internal/dialect/python"
)

// mangle changes the tree in place.
func mangle(m *python.Module) { mangler("").body(m.Body) }

// A mangler is the name of the innermost class without leading underscores, "" outside of classes.
type mangler string

func (c mangler) name(s *string) {
	if c != "" && strings.HasPrefix(*s, "__") && !strings.HasSuffix(*s, "__") && !strings.Contains(*s, ".") {
		*s = "_" + string(c) + *s
	}
}

func (c mangler) names(ss []string) {
	for i := range ss {
		c.name(&ss[i])
	}
}

func (c mangler) body(body []python.Stmt) {
	for _, s := range body {
		c.stmt(s)
	}
}

func (c mangler) stmt(s python.Stmt) {
	switch s := s.(type) {
	case *python.FunctionDef:
		c.name(&s.Name)
		c.exprs(s.Decos)
		c.arguments(s.Args)
		c.body(s.Body)
		return
	case *python.ClassDef:
		c.exprs(s.Decos)
		c.exprs(s.Bases)
		for _, k := range s.Keywords {
			c.expr(k.Value)
		}
		inner := mangler(strings.TrimLeft(s.Name, "_"))
		c.name(&s.Name)
		inner.body(s.Body)
		return
	}
	if c == "" {
		for _, b := range blocks(s) {
			c.body(b)
		}
		return
	}
	switch s := s.(type) {
	case *python.Import:
		for _, a := range s.Names {
			c.name(&a.As)
		}
	case *python.ImportFrom:
		for _, a := range s.Names {
			if a.As != "" {
				c.name(&a.As)
			} else if mangled := a.Name; true {
				if c.name(&mangled); mangled != a.Name {
					a.As = mangled
				}
			}
		}
	case *python.Global:
		c.names(s.Names)
	case *python.Nonlocal:
		c.names(s.Names)
	case *python.Try:
		for _, h := range s.Handlers {
			c.name(&h.Name)
		}
	case *python.Match:
		for _, k := range s.Cases {
			eachPattern(k.Pattern, c.pattern)
		}
	case *python.AnnAssign:
		c.expr(s.Ann)
	}
	eachExpr(s, c.expr)
	for _, b := range blocks(s) {
		c.body(b)
	}
}

func (c mangler) pattern(p python.Node) {
	switch p := p.(type) {
	case *python.MatchStar:
		c.name(&p.Name)
	case *python.MatchAs:
		c.name(&p.Name)
	case *python.MatchMapping:
		c.name(&p.Rest)
	case *python.MatchClass:
		c.names(p.KwNames)
	}
}

func (c mangler) exprs(xs []python.Expr) {
	for _, x := range xs {
		c.expr(x)
	}
}

func (c mangler) expr(x python.Expr) {
	if c == "" {
		return
	}
	switch x := x.(type) {
	case *python.Name:
		c.name(&x.Id)
	case *python.Attribute:
		c.name(&x.Attr)
	case *python.Call:
		for _, k := range x.Keywords {
			c.name(&k.Arg)
		}
	case *python.Lambda:
		c.arguments(x.Args)
		c.expr(x.Body)
		return
	}
	eachPart(x, c.expr)
}

// arguments renames parameters and what is in their defaults.
func (c mangler) arguments(a *python.Arguments) {
	for _, p := range parameters(a) {
		c.name(&p.Name)
	}
	c.exprs(defaults(a))
}
