package dialect

import (
	"fmt"
	"math/big"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

var _ = big.NewInt

func (l *Lowerer) exprs(xs []python.Expr) []syntax.Expr {
	var out []syntax.Expr
	for _, x := range xs {
		out = append(out, l.expr(x))
	}
	return out
}

func (l *Lowerer) cond(x python.Expr) syntax.Expr { return l.expr(x) }

var binTok = map[string]syntax.Token{"+": syntax.PLUS, "-": syntax.MINUS, "*": syntax.STAR, "/": syntax.SLASH, "//": syntax.SLASHSLASH, "%": syntax.PERCENT, "&": syntax.AMP, "|": syntax.PIPE, "^": syntax.CIRCUMFLEX, ">>": syntax.GTGT, "<<": syntax.LTLT}

// numeric reports whether x certainly is not a string (so that % is arithmetic).
func (l *Lowerer) numeric(x python.Expr) bool {
	switch x := x.(type) {
	case *python.Constant:
		return x.Kind == python.KInt || x.Kind == python.KFloat || x.Kind == python.KBig
	case *python.BinOp:
		return x.Op != "%" && x.Op != "+" && x.Op != "*" || l.numeric(x.L) && l.numeric(x.R)
	case *python.UnaryOp:
		return true
	case *python.Call:
		return l.isBuiltinName(x.Func, "len") || l.isBuiltinName(x.Func, "int") || l.isBuiltinName(x.Func, "abs") || l.isBuiltinName(x.Func, "sum") || l.isBuiltinName(x.Func, "ord")
	}
	return false
}

func isStr(x python.Expr) bool {
	switch x := x.(type) {
	case *python.Constant:
		return x.Kind == python.KStr
	case *python.JoinedStr:
		return true
	case *python.BinOp:
		return (x.Op == "+" || x.Op == "%") && isStr(x.L)
	}
	return false
}

func maybeBool(x python.Expr) bool {
	switch x := x.(type) {
	case *python.Constant:
		return x.Kind == python.KTrue || x.Kind == python.KFalse
	case *python.Compare:
		return true
	case *python.UnaryOp:
		return x.Op == "not" || maybeBool(x.X)
	case *python.BoolOp:
		for _, v := range x.Values {
			if maybeBool(v) {
				return true
			}
		}
	}
	return false
}

func (l *Lowerer) binop(op string, a, b syntax.Expr, at syntax.Position, pa, pb python.Expr) syntax.Expr {
	switch op {
	case "**":
		return l.call(at, "#pow", a, b)
	case "@":
		return l.call(at, "#matmul", a, b)
	case "<<":
		if c, ok := pb.(*python.Constant); !ok || c.Kind != python.KInt || c.Int > 400 {
			return l.call(at, "#lsh", a, b)
		}
	case "%":
		if pa != nil && isStr(pa) {
			return l.call(at, "#strmod", a, b)
		}
		if !(pb != nil && (l.numeric(pa) || l.numeric(pb))) {
			return l.call(at, "#mod", a, b)
		}
	}
	if maybeBool(pa) {
		a = l.call(at, "#int", a)
	}
	if maybeBool(pb) {
		b = l.call(at, "#int", b)
	}
	return &syntax.BinaryExpr{X: a, Op: binTok[op], OpPos: at, Y: b}
}

func (l *Lowerer) expr(x python.Expr) syntax.Expr {
	at := l.at(x)
	switch x := x.(type) {
	case *python.Name:
		return l.name(x.Id, false, at)
	case *python.Constant:
		switch x.Kind {
		case python.KNone:
			return l.slot("None", at)
		case python.KTrue:
			return l.slot("True", at)
		case python.KFalse:
			return l.slot("False", at)
		case python.KEllipsis:
			return l.slot("#Ellipsis", at)
		case python.KInt:
			return &syntax.Literal{Token: syntax.INT, TokenPos: at, Value: x.Int}
		case python.KBig:
			return &syntax.Literal{Token: syntax.INT, TokenPos: at, Value: x.Big}
		case python.KFloat:
			return &syntax.Literal{Token: syntax.FLOAT, TokenPos: at, Value: x.Float}
		case python.KStr:
			return &syntax.Literal{Token: syntax.STRING, TokenPos: at, Value: x.Str}
		case python.KBytes:
			return &syntax.Literal{Token: syntax.BYTES, TokenPos: at, Value: x.Str}
		}
		l.fail(x, "complex numbers are not supported")
	case *python.JoinedStr:
		return l.fstring(x, at)
	case *python.BinOp:
		return l.binop(x.Op, l.expr(x.L), l.expr(x.R), l.pos(x.OpPos), x.L, x.R)
	case *python.BoolOp:
		tok := syntax.AND
		if x.Op == "or" {
			tok = syntax.OR
		}
		out := l.expr(x.Values[0])
		for _, v := range x.Values[1:] {
			out = &syntax.BinaryExpr{X: out, Op: tok, OpPos: at, Y: l.expr(v)}
		}
		return out
	case *python.UnaryOp:
		if x.Op == "not" {
			return &syntax.UnaryExpr{OpPos: at, Op: syntax.NOT, X: l.expr(x.X)}
		}
		if x.Op == "-" {
			if c, ok := x.X.(*python.Constant); ok {
				if c.Kind == python.KInt {
					return &syntax.Literal{Token: syntax.INT, TokenPos: at, Value: -c.Int}
				}
				if c.Kind == python.KFloat && c.Float != 0 {
					return &syntax.Literal{Token: syntax.FLOAT, TokenPos: at, Value: -c.Float}
				}
			}
		}
		op := map[string]syntax.Token{"-": syntax.MINUS, "+": syntax.PLUS, "~": syntax.TILDE}[x.Op]
		v := l.expr(x.X)
		if maybeBool(x.X) {
			v = l.call(at, "#int", v)
		}
		return &syntax.UnaryExpr{OpPos: at, Op: op, X: v}
	case *python.Compare:
		return l.compare(x)
	case *python.Call:
		return l.callExpr(x)
	case *python.Attribute:
		return l.attr(x)
	case *python.Subscript:
		if sl, ok := x.Index.(*python.Slice); ok {
			s := &syntax.SliceExpr{X: l.expr(x.X), Lbrack: l.pos(x.LB)}
			if sl.Lo != nil {
				s.Lo = l.expr(sl.Lo)
			}
			if sl.Hi != nil {
				s.Hi = l.expr(sl.Hi)
			}
			if sl.Step != nil {
				s.Step = l.expr(sl.Step)
			}
			return s
		}
		return &syntax.IndexExpr{X: l.expr(x.X), Lbrack: l.pos(x.LB), Y: l.index(x.Index)}
	case *python.IfExp:
		return &syntax.CondExpr{If: at, Cond: l.cond(x.Cond), True: l.expr(x.Then), False: l.expr(x.Else)}
	case *python.Lambda:
		info := l.note(x, "<lambda>", x.Args)
		info.static = false
		return l.lambda(x, info)
	case *python.List:
		if hasStar(x.Elts) >= 0 {
			return l.call(at, "#mklist", l.starSeq(x.Elts)...)
		}
		return &syntax.ListExpr{Lbrack: at, List: l.exprs(x.Elts)}
	case *python.Tuple:
		if hasStar(x.Elts) >= 0 {
			return l.call(at, "#mktuple", l.starSeq(x.Elts)...)
		}
		return &syntax.TupleExpr{Lparen: at, List: l.exprs(x.Elts)}
	case *python.Set:
		if hasStar(x.Elts) >= 0 {
			return l.call(at, "#mkset", l.call(at, "#mklist", l.starSeq(x.Elts)...))
		}
		return l.call(at, "#mkset", &syntax.ListExpr{List: l.exprs(x.Elts)})
	case *python.Dict:
		return l.dict(x, at)
	case *python.ListComp:
		return l.compr(at, x.Gens, func() syntax.Expr { return l.expr(x.Elt) }, false)
	case *python.SetComp:
		return l.call(at, "#mkset", l.compr(at, x.Gens, func() syntax.Expr { return l.expr(x.Elt) }, false))
	case *python.DictComp:
		return l.compr(at, x.Gens, func() syntax.Expr {
			return &syntax.DictEntry{Key: l.expr(x.Key), Colon: at, Value: l.expr(x.Value)}
		}, true)
	case *python.GeneratorExp:
		return l.genexp(x, at)
	case *python.Yield:
		var v syntax.Expr = l.none()
		if x.X != nil {
			v = l.expr(x.X)
		}
		if l.fn.yield == nil {
			l.fail(x, "'yield' outside function")
		}
		return &syntax.CallExpr{Fn: l.useVar(l.fn.yield, false, at), Lparen: at, Args: []syntax.Expr{v}}
	case *python.YieldFrom:
		return l.call(at, "#yieldfrom", l.useVar(l.fn.yield, false, at), l.expr(x.X))
	case *python.NamedExpr:
		return l.walrusExpr(x, at)
	case *python.Starred:
		l.fail(x, "can't use starred expression here")
	}
	l.fail(x, fmt.Sprintf("expression %T not supported", x))
	return nil
}

// walrusExpr: n := e. Locals are written through their cell by a host-side setter
// function compiled in the same program; globals through a per-name setter.
func (l *Lowerer) walrusExpr(x *python.NamedExpr, at syntax.Position) syntax.Expr {
	sc := l.sc
	for sc.kind == comp {
		sc = sc.parent
	}
	osc := l.sc
	l.sc = sc
	v := l.lookupVar(sc, x.Target.Id)
	l.sc = osc
	val := l.expr(x.Value)
	// (lambda v: [None for n in [v]] ...) cannot bind outward; use a lambda that owns the raw cell
	f := &Fn{parent: l.fn, raw: map[*Var]string{}, name: "<walrus>", pseudo: true, scope: l.fn.scope}
	id := &syntax.Ident{NamePos: at}
	l.uses = append(l.uses, use{id, v, f, true})
	rd := &syntax.Ident{NamePos: at}
	l.uses = append(l.uses, use{rd, v, f, false})
	// lambda $v: [n for n in [$v]][0] with n patched to the outer variable
	n := &syntax.LambdaExpr{Lambda: at, Params: []syntax.Expr{ident("#v")}}
	f.params = &n.Params
	dummy := ident("#d")
	n.Body = &syntax.IndexExpr{X: &syntax.Comprehension{Body: rd, Clauses: []syntax.Node{&syntax.ForClause{Vars: dummy, X: &syntax.ListExpr{List: []syntax.Expr{ident("#v")}}}}}, Y: intLit(0)}
	l.late = append(l.late, func() { dummy.Binding = id.Binding })
	// id must take part in resolution: use it as a dead default expression
	n.Body = &syntax.CondExpr{Cond: intLit(1), True: n.Body, False: id}
	return &syntax.CallExpr{Fn: n, Lparen: at, Args: []syntax.Expr{val}}
}

func (l *Lowerer) index(x python.Expr) syntax.Expr {
	if s, ok := x.(*python.Slice); ok {
		g := func(e python.Expr) syntax.Expr {
			if e == nil {
				return l.none()
			}
			return l.expr(e)
		}
		return l.call(l.at(x), "#slice", g(s.Lo), g(s.Hi), g(s.Step))
	}
	return l.expr(x)
}

func (l *Lowerer) starSeq(elts []python.Expr) []syntax.Expr {
	// pairs (flag, value) would be slow; pass alternating lists
	var out []syntax.Expr
	var cur []syntax.Expr
	flush := func() {
		if cur != nil {
			out = append(out, &syntax.ListExpr{List: cur})
			cur = nil
		}
	}
	for _, e := range elts {
		if s, ok := e.(*python.Starred); ok {
			flush()
			out = append(out, l.expr(s.X))
		} else {
			cur = append(cur, l.expr(e))
		}
	}
	flush()
	return out
}

func (l *Lowerer) dict(x *python.Dict, at syntax.Position) syntax.Expr {
	seen := map[string]bool{}
	plain := true
	for _, k := range x.Keys {
		if k == nil {
			plain = false
		} else if c, ok := k.(*python.Constant); ok {
			key := fmt.Sprint(c.Kind, c.Int, c.Str, c.Float)
			if seen[key] {
				plain = false
			}
			seen[key] = true
		}
	}
	if plain {
		d := &syntax.DictExpr{Lbrace: at}
		for i, k := range x.Keys {
			d.List = append(d.List, &syntax.DictEntry{Key: l.expr(k), Colon: l.at(k), Value: l.expr(x.Values[i])})
		}
		return d
	}
	var args []syntax.Expr
	for i, k := range x.Keys {
		if k == nil {
			args = append(args, l.slot("#Ellipsis", at), l.expr(x.Values[i]))
		} else {
			args = append(args, l.expr(k), l.expr(x.Values[i]))
		}
	}
	return l.call(at, "#mkdict", &syntax.ListExpr{List: args})
}

func (l *Lowerer) compr(at syntax.Position, gens []*python.Comp, elt func() syntax.Expr, curly bool) syntax.Expr {
	c := &syntax.Comprehension{Curly: curly, Lbrack: at}
	osc := l.sc
	first := l.iterExpr(gens[0].Iter)
	sc := &Scope{kind: comp, parent: l.sc, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: l.fn}
	l.sc = sc
	for _, g := range gens {
		declTargets(sc, g.Target)
	}
	for i, g := range gens {
		x := first
		if i > 0 {
			x = l.iterExpr(g.Iter)
		}
		vars, pre := l.target(g.Target, at)
		if pre != nil {
			l.fail(g.Target, "starred target in comprehension")
		}
		c.Clauses = append(c.Clauses, &syntax.ForClause{For: at, Vars: vars, X: x})
		for _, f := range g.Ifs {
			c.Clauses = append(c.Clauses, &syntax.IfClause{If: at, Cond: l.cond(f)})
		}
	}
	c.Body = elt()
	l.sc = osc
	return c
}

func declTargets(sc *Scope, t python.Expr) {
	switch t := t.(type) {
	case *python.Name:
		sc.declare(t.Id)
	case *python.Tuple:
		for _, e := range t.Elts {
			declTargets(sc, e)
		}
	case *python.List:
		for _, e := range t.Elts {
			declTargets(sc, e)
		}
	case *python.Starred:
		declTargets(sc, t.X)
	}
}

// genexp: $genexp(lambda $y, $it: [$y(elt) for t in $it if ...], iter)
func (l *Lowerer) genexp(x *python.GeneratorExp, at syntax.Position) syntax.Expr {
	first := l.iterExpr(x.Gens[0].Iter)
	f, sc := l.newFnScope("<genexpr>", nil)
	yv := sc.declare("#y")
	iv := sc.declare("#it")
	f.yield = yv
	n := &syntax.LambdaExpr{Lambda: at, Params: []syntax.Expr{ident("#y"), ident("#it")}}
	f.params = &n.Params
	l.enter(f, sc, func() {
		g0 := *x.Gens[0]
		gens := append([]*python.Comp{&g0}, x.Gens[1:]...)
		g0.Iter = &python.Name{Id: "#it"}
		body := l.comprRaw(at, gens, l.useVar(iv, false, at), func() syntax.Expr {
			return &syntax.CallExpr{Fn: l.useVar(yv, false, at), Lparen: at, Args: []syntax.Expr{l.expr(x.Elt)}}
		})
		n.Body = body
	})
	l.patches = append(l.patches, func() { n.Function.(*resolve.Function).Name = "<genexpr>" })
	return l.call(at, "#gen", n, first)
}

func (l *Lowerer) comprRaw(at syntax.Position, gens []*python.Comp, first syntax.Expr, elt func() syntax.Expr) syntax.Expr {
	c := &syntax.Comprehension{Lbrack: at}
	osc := l.sc
	sc := &Scope{kind: comp, parent: l.sc, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: l.fn}
	l.sc = sc
	for _, g := range gens {
		declTargets(sc, g.Target)
	}
	for i, g := range gens {
		x := first
		if i > 0 {
			x = l.iterExpr(g.Iter)
		}
		vars, _ := l.target(g.Target, at)
		c.Clauses = append(c.Clauses, &syntax.ForClause{For: at, Vars: vars, X: x})
		for _, f := range g.Ifs {
			c.Clauses = append(c.Clauses, &syntax.IfClause{If: at, Cond: l.cond(f)})
		}
	}
	// the list built is a list of Nones; a filter keeps it empty
	c.Clauses = append(c.Clauses, &syntax.IfClause{If: at, Cond: &syntax.BinaryExpr{X: elt(), Op: syntax.AND, OpPos: at, Y: intLit(0)}})
	c.Body = intLit(0)
	l.sc = osc
	return c
}

// iterExpr wraps an iterable unless it is known to be natively and safely iterable.
func (l *Lowerer) iterExpr(x python.Expr) syntax.Expr {
	v := l.expr(x)
	switch x := x.(type) {
	case *python.List, *python.Tuple, *python.ListComp:
		return v
	case *python.Call:
		if n, ok := x.Func.(*python.Name); ok && l.lookupVar(l.sc, n.Id) == nil {
			switch n.Id {
			case "range", "enumerate", "zip", "sorted", "reversed", "list", "tuple", "map", "filter":
				return v
			}
		}
	}
	return l.call(l.at(x), "#iter", v)
}

func (l *Lowerer) compare(x *python.Compare) syntax.Expr {
	if len(x.Ops) == 1 {
		return l.cmp1(x.Ops[0], l.expr(x.L), l.expr(x.Rs[0]), x.L, x.Rs[0], l.pos(x.OpPos[0]))
	}
	simple := true
	for _, r := range x.Rs[:len(x.Rs)-1] {
		switch r.(type) {
		case *python.Name, *python.Constant:
		default:
			simple = false
		}
	}
	at := l.at(x)
	if simple {
		var out syntax.Expr
		left := x.L
		for i, op := range x.Ops {
			c := l.cmp1(op, l.expr(left), l.expr(x.Rs[i]), left, x.Rs[i], l.pos(x.OpPos[i]))
			if out == nil {
				out = c
			} else {
				out = &syntax.BinaryExpr{X: out, Op: syntax.AND, OpPos: at, Y: c}
			}
			left = x.Rs[i]
		}
		return out
	}
	// let-bind: [a < t and t < c for t in [b]][0], right to left nesting
	l.n++
	t := fmt.Sprintf("#m%d", l.n)
	osc := l.sc
	mid := l.expr(x.Rs[0])
	sc := &Scope{kind: comp, parent: l.sc, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: l.fn}
	l.sc = sc
	sc.declare(t)
	rest := &python.Compare{N: x.N, L: &python.Name{N: x.N, Id: t}, Ops: x.Ops[1:], OpPos: x.OpPos[1:], Rs: x.Rs[1:]}
	first := l.cmp1(x.Ops[0], l.expr(x.L), l.name(t, false, at), x.L, nil, l.pos(x.OpPos[0]))
	body := &syntax.BinaryExpr{X: first, Op: syntax.AND, OpPos: at, Y: l.compare(rest)}
	vars := l.name(t, true, at)
	l.sc = osc
	return &syntax.IndexExpr{X: &syntax.Comprehension{Lbrack: at, Body: body, Clauses: []syntax.Node{&syntax.ForClause{For: at, Vars: vars, X: &syntax.ListExpr{List: []syntax.Expr{mid}}}}}, Lbrack: at, Y: intLit(0)}
}

var cmpTok = map[string]syntax.Token{"==": syntax.EQL, "!=": syntax.NEQ, "<": syntax.LT, "<=": syntax.LE, ">": syntax.GT, ">=": syntax.GE, "in": syntax.IN, "not in": syntax.NOT_IN}

func singleton(x python.Expr) bool {
	c, ok := x.(*python.Constant)
	return ok && (c.Kind == python.KNone || c.Kind == python.KTrue || c.Kind == python.KFalse)
}

func (l *Lowerer) cmp1(op string, a, b syntax.Expr, pa, pb python.Expr, at syntax.Position) syntax.Expr {
	switch op {
	case "is", "is not":
		if singleton(pb) || singleton(pa) { // types differ from any user type: == is identity
			tok := syntax.EQL
			if op == "is not" {
				tok = syntax.NEQ
			}
			return &syntax.BinaryExpr{X: a, Op: tok, OpPos: at, Y: b}
		}
		c := syntax.Expr(l.call(at, "#is", a, b))
		if op == "is not" {
			c = &syntax.UnaryExpr{OpPos: at, Op: syntax.NOT, X: c}
		}
		return c
	}
	return &syntax.BinaryExpr{X: a, Op: cmpTok[op], OpPos: at, Y: b}
}

func (l *Lowerer) attr(x *python.Attribute) syntax.Expr {
	dot := l.pos(x.Dot)
	if n := len(x.Attr); n > 4 && x.Attr[:2] == "__" && x.Attr[n-2:] == "__" || l.IsMethod(x.Attr) {
		return l.call(dot, "#attr", l.expr(x.X), strLit(x.Attr))
	}
	return &syntax.DotExpr{X: l.expr(x.X), Dot: dot, Name: ident(x.Attr)}
}

func (l *Lowerer) callExpr(x *python.Call) syntax.Expr {
	at := l.pos(x.LP)
	// super() without arguments
	if l.isBuiltinName(x.Func, "super") && len(x.Args) == 0 {
		sc := l.sc
		for sc != nil && sc.inClass == nil {
			sc = sc.parent
		}
		if sc == nil {
			l.fail(x, "super(): no arguments")
		}
		return l.call(at, "#super", l.useVar(sc.inClass.classVar, false, at), l.name(sc.selfName, false, at))
	}
	c := &syntax.CallExpr{Lparen: at}
	if a, ok := x.Func.(*python.Attribute); ok {
		// method call: $m.name(obj, args...)
		c.Fn = l.slot("#m."+a.Attr, l.at(x))
		c.Args = append(c.Args, l.expr(a.X))
	} else {
		c.Fn = l.expr(x.Func)
	}
	if n, ok := x.Func.(*python.Name); ok && len(x.Args) == 1 && len(x.Keywords) == 0 && l.lookupVar(l.sc, n.Id) == nil && l.sc.kind != comp {
		if g, ok := x.Args[0].(*python.GeneratorExp); ok && (n.Id == "sum" || n.Id == "any" || n.Id == "all") {
			return l.fold(n.Id, g, at)
		}
	}
	// generator argument consumed eagerly by a builtin
	if n, ok := x.Func.(*python.Name); ok && len(x.Args) == 1 {
		if g, ok := x.Args[0].(*python.GeneratorExp); ok && l.lookupVar(l.sc, n.Id) == nil {
			switch n.Id {
			case "sum", "min", "max", "list", "tuple", "set", "sorted", "dict", "len":
				c.Args = append(c.Args, l.compr(at, g.Gens, func() syntax.Expr { return l.expr(g.Elt) }, false))
				l.kwargs(c, x)
				return c
			}
		}
	}
	if a, ok := x.Func.(*python.Attribute); ok && a.Attr == "join" && len(x.Args) == 1 {
		if g, ok := x.Args[0].(*python.GeneratorExp); ok {
			c.Args = append(c.Args, l.compr(at, g.Gens, func() syntax.Expr { return l.expr(g.Elt) }, false))
			return c
		}
	}
	star := -1
	for i, a := range x.Args {
		if _, ok := a.(*python.Starred); ok {
			star = i
			break
		}
	}
	if star < 0 {
		c.Args = append(c.Args, l.exprs(x.Args)...)
		l.kwargs(c, x)
		return c
	}
	for _, a := range x.Args[:star] {
		c.Args = append(c.Args, l.expr(a))
	}
	rest := x.Args[star:]
	var sx syntax.Expr
	if len(rest) == 1 {
		sx = l.call(at, "#star", l.expr(rest[0].(*python.Starred).X))
	} else {
		sx = l.call(at, "#mklist", l.starSeq(rest)...)
	}
	var kw, kws []*python.Keyword
	for _, k := range x.Keywords {
		if k.Arg == "" {
			kws = append(kws, k)
		} else {
			kw = append(kw, k)
		}
	}
	for _, k := range kw {
		c.Args = append(c.Args, &syntax.BinaryExpr{X: ident(k.Arg), Op: syntax.EQ, Y: l.expr(k.Value)})
	}
	c.Args = append(c.Args, &syntax.UnaryExpr{Op: syntax.STAR, X: sx})
	l.starstar(c, kws, at)
	return c
}

func (l *Lowerer) kwargs(c *syntax.CallExpr, x *python.Call) {
	var kws []*python.Keyword
	for _, k := range x.Keywords {
		if k.Arg == "" {
			kws = append(kws, k)
			continue
		}
		c.Args = append(c.Args, &syntax.BinaryExpr{X: ident(k.Arg), Op: syntax.EQ, Y: l.expr(k.Value)})
	}
	l.starstar(c, kws, c.Lparen)
}

func (l *Lowerer) starstar(c *syntax.CallExpr, kws []*python.Keyword, at syntax.Position) {
	switch len(kws) {
	case 0:
	case 1:
		c.Args = append(c.Args, &syntax.UnaryExpr{Op: syntax.STARSTAR, X: l.expr(kws[0].Value)})
	default:
		var args []syntax.Expr
		for _, k := range kws {
			args = append(args, l.slot("#Ellipsis", at), l.expr(k.Value))
		}
		c.Args = append(c.Args, &syntax.UnaryExpr{Op: syntax.STARSTAR, X: l.call(at, "#mkdict", &syntax.ListExpr{List: args})})
	}
}

func (l *Lowerer) fstring(x *python.JoinedStr, at syntax.Position) syntax.Expr {
	var args []syntax.Expr
	for _, v := range x.Values {
		switch v := v.(type) {
		case *python.Constant:
			args = append(args, strLit(v.Str))
		case *python.FormattedValue:
			e := l.expr(v.Value)
			if v.Conv == 0 && v.Spec == nil {
				args = append(args, e)
				continue
			}
			var spec syntax.Expr = strLit("")
			if v.Spec != nil {
				spec = l.fstring(v.Spec.(*python.JoinedStr), at)
			}
			conv := ""
			if v.Conv != 0 {
				conv = string(v.Conv)
			}
			if conv == "" {
				args = append(args, l.call(at, "#fmt", e, spec))
			} else {
				args = append(args, l.call(at, "#fmt", e, spec, strLit(conv)))
			}
		}
	}
	if len(args) == 0 {
		return strLit("")
	}
	if len(args) == 1 {
		if s, ok := args[0].(*syntax.Literal); ok {
			return s
		}
	}
	return l.call(at, "#fstr", args...)
}

// fold lowers sum/any/all of a generator expression to a loop in a hoisted function.
func (l *Lowerer) fold(op string, g *python.GeneratorExp, at syntax.Position) syntax.Expr {
	first := l.iterExpr(g.Gens[0].Iter)
	nm := l.tmp("fold")
	d := &syntax.DefStmt{Def: at, Name: l.useVar(nm, true, at)}
	f, sc := l.newFnScope("<genexpr>", nil)
	f.params, f.body = &d.Params, &d.Body
	iv := sc.declare("#it")
	acc := sc.declare("#acc")
	d.Params = []syntax.Expr{ident("#it")}
	for _, c := range g.Gens {
		declTargets(sc, c.Target)
	}
	l.enter(f, sc, func() {
		var body []syntax.Stmt
		elt := l.expr(g.Elt)
		ret := func(name string) []syntax.Stmt {
			return []syntax.Stmt{&syntax.ReturnStmt{Return: at, Result: l.slot(name, at)}}
		}
		switch op {
		case "sum":
			switch g.Elt.(type) {
			case *python.Constant, *python.BinOp:
			default:
				elt = l.call(at, "#int", elt)
			}
			body = []syntax.Stmt{&syntax.AssignStmt{Op: syntax.PLUS_EQ, OpPos: at, LHS: l.useVar(acc, true, at), RHS: elt}}
		case "any":
			body = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: elt, True: ret("True")}}
		case "all":
			body = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: &syntax.UnaryExpr{Op: syntax.NOT, OpPos: at, X: elt}, True: ret("False")}}
		}
		for i := len(g.Gens) - 1; i >= 0; i-- {
			c := g.Gens[i]
			for k := len(c.Ifs) - 1; k >= 0; k-- {
				body = []syntax.Stmt{&syntax.IfStmt{If: at, Cond: l.cond(c.Ifs[k]), True: body}}
			}
			var it syntax.Expr = l.useVar(iv, false, at)
			if i > 0 {
				it = l.iterExpr(c.Iter)
			}
			vars, pre := l.target(c.Target, at)
			body = []syntax.Stmt{&syntax.ForStmt{For: at, Vars: vars, X: it, Body: append(pre, body...)}}
		}
		switch op {
		case "sum":
			d.Body = append([]syntax.Stmt{assign(l.useVar(acc, true, at), intLit(0), at)}, body...)
			d.Body = append(d.Body, &syntax.ReturnStmt{Return: at, Result: l.useVar(acc, false, at)})
		case "any":
			d.Body = append(body, ret("False")...)
		case "all":
			d.Body = append(body, ret("True")...)
		}
	})
	l.patches = append(l.patches, func() { d.Function.(*resolve.Function).Name = "<genexpr>" })
	l.fn.hoist = append(l.fn.hoist, d)
	return &syntax.CallExpr{Fn: l.useVar(nm, false, at), Lparen: at, Args: []syntax.Expr{first}}
}

func (l *Lowerer) lambda(x *python.Lambda, info *FuncInfo) *syntax.LambdaExpr {
	params := l.params(x.Args, nil)
	f, sc := l.newFnScope("<lambda>", x.Args)
	sc.qual, sc.prefix = info.Qual, info.Qual+".<locals>."
	if !l.copying {
		info.fn = f
	}
	l.noteClass(info)
	n := &syntax.LambdaExpr{Lambda: l.at(x), Params: params}
	f.params = &n.Params
	l.curInfo = append(l.curInfo, info)
	l.enter(f, sc, func() { n.Body = l.expr(x.Body) })
	l.curInfo = l.curInfo[:len(l.curInfo)-1]
	l.patches = append(l.patches, func() { n.Function.(*resolve.Function).Name = info.Qual })
	return n
}
