package dialect

// This file holds what is particular to dynamic code: text that exec, eval or an interactive prompt runs. What it binds
// outside of functions goes to a namespace of the run time's, which other code may read and write too, so nothing is
// known of its variables when it is lowered.
//
//	x = y        => #names["x"] = #names["y"]
//	def f():     => def #f():
//	    return x        return #globals["x"]
//	x (alone)    => #show(#names["x"])          DynamicExpression, DynamicInteractive

import (
	"go.starlark.net/syntax"
)

// Dynamic says how text is to be run that is not a file.
type Dynamic uint8

const (
	Static             Dynamic = iota // a file
	DynamicStatements                 // exec
	DynamicExpression                 // eval: one expression
	DynamicInteractive                // one statement; the values of expression statements are shown
)

func (l *lowerer) dynamic() bool { return l.opts.Dynamic != Static }

// shown reports whether an expression statement at the current place hands its value over.
func (l *lowerer) shown() bool { return l.opts.Dynamic > DynamicStatements && l.outside() }

// outside reports whether the current place is outside of functions and classes.
func (l *lowerer) outside() bool {
	s := l.scope
	for s.kind == comprehensionScope {
		s = s.parent
	}
	return s == l.global
}

// moduleVariable is lookup's result for a module variable.
func (l *lowerer) moduleVariable(name string) (*variable, *scope) {
	if l.dynamic() && name[0] != '#' {
		return nil, l.global
	}
	return l.global.vars[name], nil
}

// namespaceOf is the namespace that holds a name of s: a class that is being made, or the module of dynamic code.
func (l *lowerer) namespaceOf(s *scope, name string, at syntax.Position) syntax.Expr {
	if s != l.global {
		return l.get(s.namespace, at)
	}
	if l.outside() {
		return l.slot("#names", at)
	}
	if !l.copying {
		for _, f := range l.within {
			f.globals[name] = true
		}
	}
	return l.slot("#globals", at)
}

// entry is a name of s; see namespaceOf.
func (l *lowerer) entry(s *scope, name string, at syntax.Position) syntax.Expr {
	return subscript(l.namespaceOf(s, name, at), text(name), at)
}

// specialMethods are methods through which values of other files change what operators mean.
var specialMethods = []string{"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__", "__index__", "__len__", "__bool__", "__iter__", "__getitem__"}

// openEnded makes the tables promise nothing: every module variable may be bound by other code, and values of every
// kind may arrive in it.
func (a *analyzer) openEnded() {
	for _, s := range a.top.symbols {
		s.bindings = append(s.bindings, binding{in: a.top})
	}
	f := a.top.features
	f.nonASCII, f.foreign, f.bytes, f.slices, f.sets, f.proxies = true, true, true, true, true, true
	for _, m := range specialMethods {
		f.methods[m] = true
	}
	for _, m := range operatorMethods {
		f.methods[m] = true
	}
	for _, m := range inplaceMethods {
		f.methods[m] = true
	}
}
