package dialect

// This file visits the parts of source nodes.

import "parlark/host/internal/dialect/python"

// eachPart calls f for the direct sub-expressions of x, in order of evaluation. Parts of lambdas are their defaults
// and their body; parts of comprehensions are all of their expressions.
func eachPart(x python.Expr, f func(python.Expr)) {
	each := func(xs ...python.Expr) {
		for _, e := range xs {
			if e != nil {
				f(e)
			}
		}
	}
	clauses := func(gs []*python.Comp) {
		for _, g := range gs {
			each(g.Target, g.Iter)
			each(g.Ifs...)
		}
	}
	switch x := x.(type) {
	case *python.JoinedStr:
		each(x.Values...)
	case *python.FormattedValue:
		each(x.Value, x.Spec)
	case *python.BinOp:
		each(x.L, x.R)
	case *python.BoolOp:
		each(x.Values...)
	case *python.UnaryOp:
		each(x.X)
	case *python.Compare:
		each(x.L)
		each(x.Rs...)
	case *python.Call:
		each(x.Func)
		each(x.Args...)
		for _, k := range x.Keywords {
			each(k.Value)
		}
	case *python.Attribute:
		each(x.X)
	case *python.Subscript:
		each(x.X, x.Index)
	case *python.Slice:
		each(x.Lo, x.Hi, x.Step)
	case *python.Starred:
		each(x.X)
	case *python.IfExp:
		each(x.Cond, x.Then, x.Else)
	case *python.Lambda:
		each(defaults(x.Args)...)
		each(x.Body)
	case *python.List:
		each(x.Elts...)
	case *python.Tuple:
		each(x.Elts...)
	case *python.Set:
		each(x.Elts...)
	case *python.Dict:
		for i, k := range x.Keys {
			each(k, x.Values[i])
		}
	case *python.ListComp:
		clauses(x.Gens)
		each(x.Elt)
	case *python.SetComp:
		clauses(x.Gens)
		each(x.Elt)
	case *python.GeneratorExp:
		clauses(x.Gens)
		each(x.Elt)
	case *python.DictComp:
		clauses(x.Gens)
		each(x.Key, x.Value)
	case *python.Yield:
		each(x.X)
	case *python.YieldFrom:
		each(x.X)
	case *python.Await:
		each(x.X)
	case *python.NamedExpr:
		each(x.Target, x.Value)
	}
}

// find reports whether ok holds for x or for a part of it. It does not enter lambdas.
func find(x python.Expr, ok func(python.Expr) bool) bool {
	if x == nil {
		return false
	}
	if ok(x) {
		return true
	}
	if _, isLambda := x.(*python.Lambda); isLambda {
		return false
	}
	found := false
	eachPart(x, func(p python.Expr) { found = found || find(p, ok) })
	return found
}

// eachExpr calls f for the direct expressions of a statement, assignment targets and the values of patterns included,
// except the annotations, decorators, defaults, bases and keywords of definitions.
func eachExpr(s python.Stmt, f func(python.Expr)) {
	each := func(xs ...python.Expr) {
		for _, e := range xs {
			if e != nil {
				f(e)
			}
		}
	}
	switch s := s.(type) {
	case *python.ExprStmt:
		each(s.X)
	case *python.Assign:
		each(s.Value)
		each(s.Targets...)
	case *python.AugAssign:
		each(s.Target, s.Value)
	case *python.AnnAssign:
		each(s.Value, s.Target)
	case *python.Return:
		each(s.X)
	case *python.Delete:
		each(s.Targets...)
	case *python.For:
		each(s.Iter, s.Target)
	case *python.While:
		each(s.Cond)
	case *python.If:
		each(s.Cond)
	case *python.With:
		for _, it := range s.Items {
			each(it.Ctx, it.Vars)
		}
	case *python.Raise:
		each(s.Exc, s.Cause)
	case *python.Try:
		for _, h := range s.Handlers {
			each(h.Type)
		}
	case *python.Assert:
		each(s.Test, s.Msg)
	case *python.Match:
		each(s.Subject)
		for _, c := range s.Cases {
			eachPattern(c.Pattern, func(p python.Node) {
				switch p := p.(type) {
				case *python.MatchValue:
					each(p.X)
				case *python.MatchMapping:
					each(p.Keys...)
				case *python.MatchClass:
					each(p.Cls)
				}
			})
			each(c.Guard)
		}
	}
}

// eachPattern calls f for p and all patterns in it.
func eachPattern(p python.Node, f func(python.Node)) {
	if p == nil {
		return
	}
	f(p)
	var parts []python.Node
	switch p := p.(type) {
	case *python.MatchSequence:
		parts = p.Pats
	case *python.MatchMapping:
		parts = p.Pats
	case *python.MatchClass:
		parts = append(append(parts, p.Pats...), p.KwPats...)
	case *python.MatchAs:
		parts = []python.Node{p.Pat}
	case *python.MatchOr:
		parts = p.Pats
	}
	for _, q := range parts {
		eachPattern(q, f)
	}
}

// blocks returns the statement lists inside of a statement, except the bodies of definitions.
func blocks(s python.Stmt) [][]python.Stmt {
	switch s := s.(type) {
	case *python.For:
		return [][]python.Stmt{s.Body, s.Else}
	case *python.While:
		return [][]python.Stmt{s.Body, s.Else}
	case *python.If:
		return [][]python.Stmt{s.Body, s.Else}
	case *python.With:
		return [][]python.Stmt{s.Body}
	case *python.Try:
		out := [][]python.Stmt{s.Body}
		for _, h := range s.Handlers {
			out = append(out, h.Body)
		}
		return append(out, s.Else, s.Finally)
	case *python.Match:
		var out [][]python.Stmt
		for _, c := range s.Cases {
			out = append(out, c.Body)
		}
		return out
	}
	return nil
}
