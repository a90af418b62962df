package python

// This file holds scopes: what a block does with each name, and whether that makes sense together.

import (
	"fmt"
	"strings"
)

type scopeKind uint8

const (
	moduleScope scopeKind = iota
	classScope
	functionScope
	annotationScope
)

// What a block does with a name.
type nameUse uint16

const (
	isUsed nameUse = 1 << iota
	isLocal
	isParam
	isImported
	isGlobal
	isNonlocal
	isAnnotated
	isIterated // target of a for clause of a comprehension
)

// A scope is a block of code with names of its own.
type scope struct {
	kind          scopeKind
	comprehension string // "list comprehension" and so on; kind is functionScope then
	class         string // innermost class around, for private names
	outer         *scope
	inner         []*scope
	names         map[string]nameUse
	order         []string     // of the first use of each name
	directives    map[string]N // place of the first global or nonlocal statement for a name
	iterTarget    bool         // in the target of a for clause
	iterExpr      int          // in the iterable of a for clause
	async         bool         // has await or an asynchronous for clause, or is an async def
	generator     bool
}

// open enters a new scope for the node.
func (c *checker) open(n Node, kind scopeKind) *scope {
	s := &scope{kind: kind, outer: c.cur, names: map[string]nameUse{}, directives: map[string]N{}}
	if c.cur != nil {
		s.class, s.iterExpr = c.cur.class, c.cur.iterExpr
		c.cur.inner = append(c.cur.inner, s)
	}
	c.scopes[n] = s
	c.cur = s
	return s
}

func (c *checker) close() { c.cur = c.cur.outer }

// private returns a name as it is inside of a class: __x is _Class__x.
func (s *scope) private(name string) string {
	class := strings.TrimLeft(s.class, "_")
	if class == "" || !strings.HasPrefix(name, "__") || strings.HasSuffix(name, "__") || strings.Contains(name, ".") {
		return name
	}
	return "_" + class + name
}

// define records a use of a name by the current block; n is where.
func (c *checker) define(name string, use nameUse, n Node) {
	c.defineIn(c.cur, name, use, n)
}

func (c *checker) defineIn(s *scope, name string, use nameUse, n Node) {
	name = s.private(name)
	old, known := s.names[name]
	if !known {
		s.order = append(s.order, name)
	}
	if old&use&isParam != 0 {
		c.fail(n, fmt.Sprintf("duplicate argument '%s' in function definition", name))
	}
	use |= old
	if s.iterTarget {
		if use&(isGlobal|isNonlocal) != 0 {
			c.fail(n, fmt.Sprintf("comprehension inner loop cannot rebind assignment expression target '%s'", name))
		}
		use |= isIterated
	}
	s.names[name] = use
}

func (s *scope) use(name string) nameUse { return s.names[s.private(name)] }

// declare handles the global and nonlocal statements.
func (c *checker) declare(n Stmt, names []string, use nameUse, word string) {
	for _, name := range names {
		switch old := c.cur.use(name); {
		case old&isParam != 0:
			c.fail(n, fmt.Sprintf("name '%s' is parameter and %s", name, word))
		case old&isUsed != 0:
			c.fail(n, fmt.Sprintf("name '%s' is used prior to %s declaration", name, word))
		case old&isAnnotated != 0:
			c.fail(n, fmt.Sprintf("annotated name '%s' can't be %s", name, word))
		case old&isLocal != 0:
			c.fail(n, fmt.Sprintf("name '%s' is assigned to before %s declaration", name, word))
		}
		c.define(name, use, n)
		c.cur.direct(name, n)
	}
}

func (s *scope) direct(name string, n Node) {
	name = s.private(name)
	if _, ok := s.directives[name]; !ok {
		start, end := n.Span()
		s.directives[name] = N{start, end}
	}
}

// named handles the target of an assignment expression in a comprehension: it belongs to the block around.
func (c *checker) named(target *Name) {
	for s := c.cur; ; s = s.outer {
		switch {
		case s.comprehension != "":
			if s.use(target.Id)&isIterated != 0 {
				c.fail(target, fmt.Sprintf("assignment expression cannot rebind comprehension iteration variable '%s'", target.Id))
			}
		case s.kind == functionScope:
			use := isNonlocal
			if s.use(target.Id)&isGlobal != 0 {
				use = isGlobal
			}
			c.define(target.Id, use, target)
			c.cur.direct(target.Id, target)
			c.defineIn(s, target.Id, isLocal, target)
			return
		case s.kind == moduleScope:
			c.define(target.Id, isGlobal, target)
			c.cur.direct(target.Id, target)
			c.defineIn(s, target.Id, isGlobal, target)
			return
		default:
			c.fail(target, "assignment expression within a comprehension cannot be used in a class body")
		}
	}
}

// resolve checks the declarations of a scope and of those inside. bound holds the names of the functions around; it is
// nil for the module.
func (c *checker) resolve(s *scope, bound map[string]bool) {
	visible := map[string]bool{}
	for name := range bound {
		visible[name] = true
	}
	var locals []string
	for _, name := range s.order {
		switch use := s.names[name]; {
		case use&isGlobal != 0:
			if use&isNonlocal != 0 {
				c.failDirective(s, name, fmt.Sprintf("name '%s' is nonlocal and global", name))
			}
			delete(visible, name)
		case use&isNonlocal != 0:
			if bound == nil {
				c.failDirective(s, name, "nonlocal declaration not allowed at module level")
			}
			if !bound[name] {
				c.failDirective(s, name, fmt.Sprintf("no binding for nonlocal '%s' found", name))
			}
		case use&(isLocal|isParam|isImported) != 0:
			locals = append(locals, name)
		}
	}
	switch s.kind {
	case functionScope:
		for _, name := range locals {
			visible[name] = true
		}
	case classScope:
		visible["__class__"] = true
	}
	for _, inner := range s.inner {
		c.resolve(inner, visible)
	}
}

func (c *checker) failDirective(s *scope, name, msg string) {
	n := s.directives[name]
	c.fail(&n, msg)
}
