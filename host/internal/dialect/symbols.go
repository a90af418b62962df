package dialect

// This file defines symbol tables: what the source says about the names of each scope, before anything is lowered.
// They are facts about the source alone. Where a name lives in the lowered program is a variable (lower_scope.go);
// a function that is lowered twice, for its place and for its maker, has one table and two sets of variables.

import "parlark/host/internal/dialect/python"

type scopeKind uint8

const (
	moduleScope scopeKind = iota
	functionScope
	classScope
	comprehensionScope
)

// A table holds the names that one scope binds.
type table struct {
	kind      scopeKind
	parent    *table
	inner     map[any]*table // tables of the definitions and comprehensions directly in this scope, by node
	symbols   map[string]*symbol
	order     []string // the names of symbols in the order of their first binding
	global    map[string]bool
	nonlocal  map[string]bool
	generator bool          // the body contains a yield
	returns   []python.Expr // operands of the return statements, nil for none
	result    inference     // of what they return
	owner     string        // the name of the function, "*" for a generator or lambda
	features  *features
}

// features are facts about the whole file.
type features struct {
	methods    map[string]bool // special methods that some class of the file defines
	nonASCII   bool            // strings that are not ASCII may occur
	generators map[string]int  // names of methods: 1 always a generator function, -1 not always
	futureText bool            // from __future__ import annotations
	foreign    bool            // values of other modules may occur that slice themselves, as shared arrays do
	bytes      bool            // bytes may be subscripted
	slices     bool            // slice objects may occur
	sets       bool            // frozen sets or views of dicts may be compared
	proxies    bool            // proxies of a manager may occur, which change in place
	loads      map[python.Stmt]bool

	classes    map[string]bool     // names of classes that the file defines
	attributes map[string]*symbol  // what the file assigns to attributes, by their name alone
	defined    map[string][]*table // the methods that the file defines, by their name
	sinks      []sink              // where a bool may get out of sight
	escaped    map[string]bool     // names that are read other than to be called
}

// A symbol is a name bound in a scope.
type symbol struct {
	name      string
	table     *table
	bindings  []binding
	parameter bool

	value, result inference // of the variable; of a call of the only def that binds it
	element       inference // of its elements
}

// A sink is an expression whose value goes where the inference of kinds loses sight of it: into a container, to a
// function of unknown definition.
type sink struct {
	in    *table
	value python.Expr
	owner string // of a return value: the function, which matters only if it escapes; else ""
}

// An inference is a kind that is found out once.
type inference struct {
	kind  kind
	state uint8 // 0 not begun, 1 being found out, 2 known
}

// A binding is one place that binds a name.
type binding struct {
	in      *table              // the scope of the binding statement
	value   python.Expr         // the value bound, nil if there is no expression for it
	element bool                // the value bound is an element of value
	def     *python.FunctionDef // the def that binds the name, nil if it is none
	class   *python.ClassDef
	op      string // augmented assignment: the operator, value its operand
	delete  bool
	module  bool // an import of a module
}

func newTable(kind scopeKind, parent *table) *table {
	t := &table{kind: kind, parent: parent, inner: map[any]*table{}, symbols: map[string]*symbol{}, global: map[string]bool{}, nonlocal: map[string]bool{}}
	if parent != nil {
		t.features = parent.features
	}
	return t
}

func (t *table) module() *table {
	for t.parent != nil {
		t = t.parent
	}
	return t
}

// declare makes name a symbol of t.
func (t *table) declare(name string) *symbol {
	s := t.symbols[name]
	if s == nil {
		s = &symbol{name: name, table: t}
		t.symbols[name] = s
		t.order = append(t.order, name)
	}
	return s
}

// resolve returns what name means when read in t, nil for a built-in or unbound name. A class scope is visible to
// its own statements only.
func (t *table) resolve(name string) *symbol {
	for s := t; s != nil; s = s.parent {
		if s.kind == classScope && s != t {
			continue
		}
		if s.global[name] {
			return t.module().symbols[name]
		}
		if y := s.symbols[name]; y != nil {
			return y
		}
	}
	return nil
}

// definition returns the def that name certainly stands for when called, nil if there is none: its only binding is an
// undecorated def that is neither a generator function nor asynchronous.
func (s *symbol) definition() *python.FunctionDef {
	if s == nil || len(s.bindings) != 1 || s.bindings[0].def == nil {
		return nil
	}
	d := s.bindings[0].def
	if len(d.Decos) > 0 || d.Async {
		return nil
	}
	return d
}

// static reports whether definitions in t capture nothing: t is the module or a class outside of functions.
func (t *table) static() bool {
	for ; t != nil; t = t.parent {
		if t.kind != moduleScope && t.kind != classScope {
			return false
		}
	}
	return true
}
