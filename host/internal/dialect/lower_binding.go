package dialect

// This file gives variables their bindings: names for what Starlark can express, patches for what it cannot.
//
// resolve.File sets Ident.Binding of every identifier; internal/compile reads nothing but Binding.Scope and Index. The
// resolver looks up undefined names with isPredeclared, and a use in the file block last of all, so the file ends in
// such a use of an undefined name, "#hook": when isPredeclared is asked for it, all bindings are set and nothing is
// compiled yet. Then the patches run:
//
//	module variable from a function   the use is named "#g.x" and takes the binding of the declaration of x:
//	                                  GLOBAL, SETGLOBAL
//	variable of an enclosing function its owner keeps it in a cell (Scope Cell). The function that writes it has a
//	that is written                   hidden keyword-only parameter "#c7.x" whose default is the identifier x with
//	                                  Scope Local, which pushes the cell itself; in the function the uses of x are named
//	                                  "#c7.x" and have Scope Cell: LOCALCELL, SETLOCALCELL on the owner's cell.
//	                                  Functions in between pass the cell on, LOCAL of their own parameter.
//	deleted variable                  x = #nil, a name of scope Universal that Universe lacks: pushes nil
//	x := e                            a comprehension variable takes the binding of x (lower_assign.go)
//
// A function that only reads a variable of an enclosing function captures the cell as usual.

import (
	"fmt"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

const hookName = "#hook"

// lastName is an expression in which the resolver looks up hookName after all other names.
func lastName() syntax.Expr {
	return &syntax.Comprehension{Body: ident(hookName), Clauses: []syntax.Node{&syntax.ForClause{Vars: ident("#_"), X: list()}}}
}

// patch changes the bindings that the resolver set.
func (l *lowerer) patch() {
	for _, p := range l.patches {
		p()
	}
	for _, p := range l.late {
		p()
	}
}

// bindUses names all identifiers of variables and plans their patches.
func (l *lowerer) bindUses() {
	for _, u := range l.uses {
		if u.write && !u.v.global {
			for f := u.fn; f != u.v.owner; f = f.parent {
				if f == nil {
					panic("BUG: owner not found of " + u.v.name)
				}
				if f.raw[u.v] == "" {
					l.n++
					f.raw[u.v] = fmt.Sprintf("#c%d.%s", l.n, u.v.name)
					f.rawOrder = append(f.rawOrder, u.v)
				}
			}
		}
	}
	l.bindOwners()
	for _, u := range l.uses {
		switch id, v := u.id, u.v; {
		case v.global && u.fn == l.top:
			id.Name = v.name
		case v.global:
			id.Name = "#g." + v.name
			l.patches = append(l.patches, func() { id.Binding = v.declaration.Binding })
		case u.fn == v.owner || u.fn.raw[v] == "":
			id.Name = v.name
		default:
			id.Name = u.fn.raw[v]
			l.patches = append(l.patches, func() {
				b := id.Binding.(*resolve.Binding)
				id.Binding = &resolve.Binding{Scope: resolve.Cell, Index: b.Index, First: b.First}
			})
		}
	}
	done := map[*function]bool{}
	for _, u := range l.uses {
		l.passCells(u.fn, done)
	}
}

// bindOwners makes the owner of each variable that is written elsewhere bind it, by statements that are never reached:
// return; [x, y] = 0.
func (l *lowerer) bindOwners() {
	dead := map[*function][]syntax.Expr{}
	seen := map[*variable]bool{}
	var owners []*function
	for _, u := range l.uses {
		o := u.v.owner
		if !u.write || u.v.global || seen[u.v] || u.fn == o && !u.v.loose {
			continue
		}
		seen[u.v] = true
		if dead[o] == nil {
			owners = append(owners, o)
		}
		dead[o] = append(dead[o], ident(u.v.name))
	}
	for _, o := range owners {
		if o.body != nil {
			*o.body = append(*o.body, &syntax.ReturnStmt{}, assign(list(dead[o]...), number(0), syntax.Position{}))
			continue
		}
		for _, x := range dead[o] { // a lambda has parameters only
			if !hasParameter(*o.params, x.(*syntax.Ident).Name) {
				addParameters(o, named(x.(*syntax.Ident).Name, l.nilValue()))
			}
		}
	}
}

// passCells gives f its hidden parameters, after the functions around it.
func (l *lowerer) passCells(f *function, done map[*function]bool) {
	if f == nil || done[f] {
		return
	}
	done[f] = true
	l.passCells(f.parent, done)
	var extra []syntax.Expr
	for _, v := range f.rawOrder {
		cell := ident(f.parent.raw[v])
		if f.parent == v.owner {
			cell = l.cell(v)
		}
		extra = append(extra, named(f.raw[v], cell))
	}
	addParameters(f, extra...)
}

// cell is an identifier in v's owner that evaluates to v's cell itself.
func (l *lowerer) cell(v *variable) *syntax.Ident {
	id := ident(v.name)
	l.patches = append(l.patches, func() {
		b := id.Binding.(*resolve.Binding)
		b.Scope = resolve.Cell
		id.Binding = &resolve.Binding{Scope: resolve.Local, Index: b.Index, First: b.First}
	})
	return id
}

// nilValue evaluates to no value: storing it makes a variable unbound.
func (l *lowerer) nilValue() syntax.Expr {
	id := ident("#nil")
	l.patches = append(l.patches, func() { id.Binding = &resolve.Binding{Scope: resolve.Universal} })
	return id
}

func hasParameter(params []syntax.Expr, name string) bool {
	for _, p := range params {
		switch q := p.(type) {
		case *syntax.BinaryExpr:
			p = q.X
		case *syntax.UnaryExpr:
			p = q.X
		}
		if id, ok := p.(*syntax.Ident); ok && id.Name == name {
			return true
		}
	}
	return false
}

// addParameters adds keyword-only parameters to f.
func addParameters(f *function, extra ...syntax.Expr) {
	if len(extra) == 0 {
		return
	}
	params := append([]syntax.Expr{}, *f.params...)
	var kwargs []syntax.Expr
	keywordOnly := false
	for i, p := range params {
		if u, ok := p.(*syntax.UnaryExpr); ok {
			if u.Op == syntax.STARSTAR {
				params, kwargs = params[:i:i], params[i:]
				break
			}
			keywordOnly = true
		}
	}
	if !keywordOnly {
		params = append(params, star(nil))
	}
	*f.params = append(append(params, extra...), kwargs...)
}

// rename sets the name of a Starlark function once the resolver has made it.
func (l *lowerer) rename(node *any, name string) {
	l.patches = append(l.patches, func() { (*node).(*resolve.Function).Name = name })
}
