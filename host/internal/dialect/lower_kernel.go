package dialect

// This file places kernels (kernels.go) in front of the code that they stand for.

import (
	"fmt"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/syntax"
)

// def f(a, b): BODY
// =>
// def f(a, b):
//
//	#k1 = #kernel.3[(a, b)]
//	if #k1 != #kernel.declined: return #k1
//	BODY
func (l *lowerer) functionKernel(s *python.FunctionDef) []syntax.Stmt {
	n, ok := l.kernels.functions[s]
	if !ok {
		return nil
	}
	at := l.at(s)
	v := l.temporary("k")
	ran := binary(l.get(v, at), syntax.NEQ, l.slot("#kernel.declined", at), at)
	return []syntax.Stmt{
		l.set(v, l.enterKernel(n, at), at),
		&syntax.IfStmt{If: at, Cond: ran, True: []syntax.Stmt{&syntax.ReturnStmt{Return: at, Result: l.get(v, at)}}},
	}
}

// for i in range(n): s += i
// =>
// #k1 = #kernel.3[(n, s)]
// if #k1 != #kernel.declined: i, s = #k1
// else: for i in range(n): s += i
func (l *lowerer) loopKernel(s python.Stmt, lower func() []syntax.Stmt) []syntax.Stmt {
	n, ok := l.kernels.loops[s]
	if !ok {
		return lower()
	}
	at := l.at(s)
	v := l.temporary("k")
	var targets []syntax.Expr
	for _, name := range l.kernels.kernels[n].Results {
		targets = append(targets, l.name(name, true, at))
	}
	target := targets[0]
	if len(targets) > 1 {
		target = tuple(at, targets...)
	}
	out := []syntax.Stmt{l.set(v, l.enterKernel(n, at), at)}
	ran := binary(l.get(v, at), syntax.NEQ, l.slot("#kernel.declined", at), at)
	return append(out, &syntax.IfStmt{If: at, Cond: ran, True: []syntax.Stmt{assign(target, l.get(v, at), at)}, False: lower()})
}

// enterKernel subscripts a kernel with what it is given.
func (l *lowerer) enterKernel(n int, at syntax.Position) syntax.Expr {
	var args []syntax.Expr
	for _, name := range l.kernels.kernels[n].Params {
		args = append(args, l.name(name, false, at))
	}
	k := l.slot(fmt.Sprintf("#kernel.%d", n), at)
	switch len(args) {
	case 0:
		return subscript(k, l.none(), at)
	case 1:
		return subscript(k, args[0], at)
	}
	return subscript(k, tuple(at, args...), at)
}

// watch tells the kernels that module variables which they read are bound: #kernel.bind[("N", N)].
func (l *lowerer) watch(s python.Stmt) []syntax.Stmt {
	if l.scope != l.global {
		return nil
	}
	names := boundBy(s)
	switch s := s.(type) {
	case *python.Import:
		for _, a := range s.Names {
			names = append(names, either(a.As, a.Name))
		}
	case *python.ImportFrom:
		for _, a := range s.Names {
			names = append(names, either(a.As, a.Name))
		}
	}
	var out []syntax.Stmt
	for _, name := range names {
		if l.kernels.watches(name) {
			at := l.at(s)
			out = append(out, l.bindKernel(name, l.name(name, false, at), at))
		}
	}
	return out
}

func (l *lowerer) bindKernel(name string, x syntax.Expr, at syntax.Position) syntax.Stmt {
	return evaluate(subscript(l.slot("#kernel.bind", at), tuple(at, text(name), x), at))
}

// watches reports whether kernels read a module variable.
func (c *chooser) watches(name string) bool {
	return c.watched[name] || c.numeric[name] != nil || c.modules[name] != ""
}
