package dialect

// This file maps the names of the source to variables of the lowered program.

import (
	"fmt"
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// A variable is a place of the lowered program that holds a value.
type variable struct {
	name        string // its name in its owner
	owner       *function
	global      bool          // a module variable: owner is the top level
	declaration *syntax.Ident // of a global: its binding is the one that all uses take
	loose       bool          // written by := , which binds nothing in the eyes of the resolver
}

// A scope is a Python scope in the course of being lowered.
type scope struct {
	table  *table
	kind   scopeKind
	parent *scope
	fn     *function // the Starlark function that the scope's code is in
	vars   map[string]*variable
	prefix string // what precedes the name of a definition in this scope in its qualified name

	// class scopes
	namespace *variable       // the dict of the class being made
	class     *variable       // the class when it is made, for super()
	certain   map[string]bool // names bound when the current statement runs
	straight  bool            // the current statement binds what it binds

	// scopes of functions
	home *scope // the class scope directly around a method
	self string // the first parameter of a method

	own   bool   // the scope is that of a def or lambda of the source
	first string // its first parameter
}

// A function is a Starlark function: a Python function or lambda, or the body of a try or with, or a generated one.
type function struct {
	parent *function
	scope  *scope    // Python scope of its code
	lifted *function // the function that the code was taken out of, to stand in the module; nil if parent is that
	part   bool      // the code is a part of the function around it: return, break and continue leave as signals
	params *[]syntax.Expr
	body   *[]syntax.Stmt // nil for a lambda
	hoist  []syntax.Stmt  // definitions to be placed before the current statement
	yield  *variable      // in a generator: the function that yields

	loops    []*loop
	handlers []handler
	certain  []string // names that are surely bound at the current place, besides parameters

	// raw cells: variables of enclosing functions that are written here, by hidden parameter
	raw      map[*variable]string
	rawOrder []*variable

	breaks, continues, returns bool // signals that a part uses
}

// A loop is a loop around the current place, in the same function.
type loop struct {
	broke    *variable // set before break, for the else clause; nil without one
	handlers int       // number of handlers of the function around the loop
	signals  bool      // the loop is in a part and break leaves the part too
}

// A handler is an except or finally clause around the current place, in the same function.
type handler struct {
	state   *variable // what #1.try returned
	name    string    // except ... as name
	finally bool
}

// A use is an identifier that stands for a variable.
type use struct {
	id    *syntax.Ident
	v     *variable
	fn    *function // where
	write bool
}

func newScope(t *table, parent *scope, fn *function) *scope {
	s := &scope{table: t, kind: functionScope, parent: parent, fn: fn, vars: map[string]*variable{}}
	if t != nil {
		s.kind = t.kind
		for _, name := range t.order {
			if t.kind != classScope {
				s.declare(name)
			}
		}
	}
	return s
}

// declare makes name a variable of s.
func (s *scope) declare(name string) *variable {
	v := s.vars[name]
	if v == nil {
		v = &variable{name: name, owner: s.fn, global: s.kind == moduleScope}
		s.vars[name] = v
	}
	return v
}

// inner returns the table of a definition or comprehension in the current scope.
func (l *lowerer) inner(node any) *table { return l.scope.table.inner[node] }

// temporary makes a variable that the source does not have.
func (l *lowerer) temporary(hint string) *variable {
	l.n++
	v := &variable{name: fmt.Sprintf("#%s%d", hint, l.n), owner: l.fn, global: l.fn == l.top}
	if v.global {
		l.global.vars[v.name] = v
	}
	return v
}

// lookup returns the variable that a name means in the current scope, nil for a name that nothing around binds. For a
// name of the class body being lowered it returns the class scope, and for a module variable of dynamic code the
// module's: the name is an entry of a namespace.
func (l *lowerer) lookup(name string) (*variable, *scope) {
	for s := l.scope; s != nil; s = s.parent {
		if s.kind == classScope {
			if s == l.scope && s.table.global[name] {
				return l.moduleVariable(name)
			}
			if s == l.scope && s.table.symbols[name] != nil {
				return nil, s
			}
			continue
		}
		if s.table != nil && s.table.global[name] {
			return l.moduleVariable(name)
		}
		if v := s.vars[name]; v != nil {
			if v.global {
				return l.moduleVariable(name)
			}
			return v, nil
		}
	}
	return nil, nil
}

// use returns an identifier for v at the current place.
func (l *lowerer) use(v *variable, write bool, at syntax.Position) *syntax.Ident {
	id := &syntax.Ident{NamePos: at}
	l.uses = append(l.uses, use{id, v, l.fn, write})
	if !l.copying {
		for _, f := range l.within {
			if v.global {
				f.globals[v.name] = true
			} else if !f.owns(v.owner) {
				f.free[v.name] = true
			}
		}
	}
	return id
}

func (l *lowerer) get(v *variable, at syntax.Position) syntax.Expr { return l.use(v, false, at) }

func (l *lowerer) set(v *variable, x syntax.Expr, at syntax.Position) syntax.Stmt {
	return assign(l.use(v, true, at), x, at)
}

// name lowers a name of the source.
//
//	x => x            a variable, native in every scope
//	x => #ns["x"]     in the body of the class whose namespace is #ns
//	x => #s.b.x       a built-in name
//	x => x            an unknown name: predeclared and unset, NameError when reached
//	x => #names["x"]  a module variable or an unknown name of dynamic code
func (l *lowerer) name(name string, write bool, at syntax.Position) syntax.Expr {
	v, class := l.lookup(name)
	switch {
	case class != nil:
		return l.classVariable(class, name, write, at)
	case v != nil:
		return l.use(v, write, at)
	case name == "__debug__":
		return l.slot("True", at)
	case name == "__class__":
		if s := l.method(); s != nil {
			return l.get(s.home.class, at)
		}
	case l.opts.IsBuiltin(name):
		return l.slot("#b."+name, at)
	}
	return l.unbound(name, at)
}

// unbound is a name that nothing binds: a NameError when reached, but an error of the file in Starlark.
func (l *lowerer) unbound(name string, at syntax.Position) syntax.Expr {
	if l.dynamic() {
		return l.entry(l.global, name, at)
	}
	if !l.copying { // other code may bind it in the module
		for _, f := range l.within {
			f.globals[name] = true
		}
	}
	if strings.HasPrefix(name, "__") {
		l.env[name] = true
	} else if !l.python {
		panic(&python.Error{Class: "SyntaxError", File: l.file, Pos: python.Pos{Line: at.Line, Col: at.Col - 1}, End: python.Pos{Line: at.Line, Col: at.Col - 1}, Msg: "undefined: " + name})
	}
	return &syntax.Ident{Name: name, NamePos: at}
}

// classVariable lowers a name that a class body binds. Where it may be unset, the module's variable and the built-in
// name follow; as in Python, enclosing functions do not.
func (l *lowerer) classVariable(class *scope, name string, write bool, at syntax.Position) syntax.Expr {
	entry := func() syntax.Expr { return l.entry(class, name, at) }
	if write || class.certain[name] || class == l.global {
		return entry()
	}
	inner := l.scope
	l.scope = l.global
	outer := l.name(name, false, at)
	l.scope = inner
	return &syntax.CondExpr{If: at, Cond: binary(text(name), syntax.IN, l.get(class.namespace, at), at), True: entry(), False: outer}
}

// method returns the scope of the innermost method around the current place, nil if there is none.
func (l *lowerer) method() *scope {
	for s := l.scope; s != nil; s = s.parent {
		if s.home != nil {
			return s
		}
	}
	return nil
}

// isBuiltin reports whether x is a name that stands for the built-in of that name.
func (l *lowerer) isBuiltin(name string) bool {
	v, class := l.lookup(name)
	return v == nil && class == nil
}

// slot returns an identifier for a predeclared name. Module variables are the VM's fastest non-local ones, predeclared
// names its slowest, so the prologue copies each into a slot.
func (l *lowerer) slot(name string, at syntax.Position) *syntax.Ident {
	s := l.slots[name]
	if s == "" {
		s = "#s." + name
		if name[0] == '#' {
			s = "#s." + name[1:]
		}
		l.slots[name] = s
		l.order = append(l.order, name)
		if name != "None" && name != "True" && name != "False" {
			l.env[name] = true
		}
	}
	return &syntax.Ident{Name: s, NamePos: at}
}

// call calls an intrinsic.
func (l *lowerer) call(at syntax.Position, intrinsic string, args ...syntax.Expr) *syntax.CallExpr {
	return invoke(l.slot(intrinsic, at), at, args...)
}

func (l *lowerer) none() syntax.Expr { return l.slot("None", syntax.Position{}) }

// enter lowers something in another function and scope.
func (l *lowerer) enter(fn *function, s *scope, f func()) {
	oldFn, oldScope := l.fn, l.scope
	l.fn, l.scope = fn, s
	f()
	l.fn, l.scope = oldFn, oldScope
}

// qualify returns the qualified name of a definition in the current scope.
func (l *lowerer) qualify(name string) string {
	s := l.scope
	for s.kind == comprehensionScope {
		s = s.parent
	}
	return s.prefix + name
}
