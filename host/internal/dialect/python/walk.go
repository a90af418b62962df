package python

// This file visits the nodes of a tree.

// Walk calls f for n and, if f returns true, walks the children of n in the order of the source. A nil n is ignored.
func Walk(n Node, f func(Node) bool) {
	if n != nil && f(n) {
		Children(n, func(c Node) { Walk(c, f) })
	}
}

// WalkAll walks each node of a list.
func WalkAll[T Node](list []T, f func(Node) bool) {
	for _, n := range list {
		Walk(n, f)
	}
}

// Children calls f for each child of n, in the order of the source; absent children are left out.
func Children(n Node, f func(Node)) {
	v := visitor(f)
	switch n := n.(type) {
	case *Module:
		each(v, n.Body)
	case *FunctionDef, *ClassDef, *Return, *Delete, *Assign, *AugAssign, *AnnAssign, *Raise, *Assert, *Import, *ImportFrom, *ExprStmt:
		v.simple(n)
	case *For, *While, *If, *With, *WithItem, *Try, *Handler, *Match, *MatchCase:
		v.compound(n)
	case *MatchValue, *MatchSingleton, *MatchSequence, *MatchMapping, *MatchClass, *MatchAs, *MatchOr:
		v.pattern(n)
	case *ListComp, *SetComp, *DictComp, *GeneratorExp, *Comp:
		v.comprehension(n)
	default:
		v.expression(n)
	}
}

type visitor func(Node)

// one visits a child that may be absent.
func (v visitor) one(n Node) {
	if n != nil {
		v(n)
	}
}

// each visits the elements of a list, which may be absent ones.
func each[T Node](v visitor, list []T) {
	for _, n := range list {
		v.one(n)
	}
}

func (v visitor) simple(n Node) {
	switch n := n.(type) {
	case *FunctionDef:
		each(v, n.Decos)
		v(n.Args)
		v.one(n.Returns)
		each(v, n.Body)
	case *ClassDef:
		each(v, n.Decos)
		each(v, n.Bases)
		each(v, n.Keywords)
		each(v, n.Body)
	case *Return:
		v.one(n.X)
	case *Delete:
		each(v, n.Targets)
	case *Assign:
		each(v, n.Targets)
		v(n.Value)
	case *AugAssign:
		v(n.Target)
		v(n.Value)
	case *AnnAssign:
		v(n.Target)
		v(n.Ann)
		v.one(n.Value)
	case *Raise:
		v.one(n.Exc)
		v.one(n.Cause)
	case *Assert:
		v(n.Test)
		v.one(n.Msg)
	case *Import:
		each(v, n.Names)
	case *ImportFrom:
		each(v, n.Names)
	case *ExprStmt:
		v(n.X)
	}
}

func (v visitor) compound(n Node) {
	switch n := n.(type) {
	case *For:
		v(n.Target)
		v(n.Iter)
		each(v, n.Body)
		each(v, n.Else)
	case *While:
		v(n.Cond)
		each(v, n.Body)
		each(v, n.Else)
	case *If:
		v(n.Cond)
		each(v, n.Body)
		each(v, n.Else)
	case *With:
		each(v, n.Items)
		each(v, n.Body)
	case *WithItem:
		v(n.Ctx)
		v.one(n.Vars)
	case *Try:
		each(v, n.Body)
		each(v, n.Handlers)
		each(v, n.Else)
		each(v, n.Finally)
	case *Handler:
		v.one(n.Type)
		each(v, n.Body)
	case *Match:
		v(n.Subject)
		each(v, n.Cases)
	case *MatchCase:
		v(n.Pattern)
		v.one(n.Guard)
		each(v, n.Body)
	}
}

func (v visitor) pattern(n Node) {
	switch n := n.(type) {
	case *MatchValue:
		v(n.X)
	case *MatchSingleton:
		v(n.X)
	case *MatchSequence:
		each(v, n.Pats)
	case *MatchMapping:
		for i, k := range n.Keys {
			v(k)
			v(n.Pats[i])
		}
	case *MatchClass:
		v(n.Cls)
		each(v, n.Pats)
		each(v, n.KwPats)
	case *MatchAs:
		v.one(n.Pat)
	case *MatchOr:
		each(v, n.Pats)
	}
}

func (v visitor) comprehension(n Node) {
	switch n := n.(type) {
	case *ListComp:
		v(n.Elt)
		each(v, n.Gens)
	case *SetComp:
		v(n.Elt)
		each(v, n.Gens)
	case *DictComp:
		v(n.Key)
		v(n.Value)
		each(v, n.Gens)
	case *GeneratorExp:
		v(n.Elt)
		each(v, n.Gens)
	case *Comp:
		v(n.Target)
		v(n.Iter)
		each(v, n.Ifs)
	}
}

func (v visitor) expression(n Node) {
	switch n := n.(type) {
	case *JoinedStr:
		each(v, n.Values)
	case *FormattedValue:
		v(n.Value)
		v.one(n.Spec)
	case *BinOp:
		v(n.L)
		v(n.R)
	case *BoolOp:
		each(v, n.Values)
	case *UnaryOp:
		v(n.X)
	case *Compare:
		v(n.L)
		each(v, n.Rs)
	case *Call:
		v(n.Func)
		each(v, n.Args)
		each(v, n.Keywords)
	case *Keyword:
		v(n.Value)
	case *Attribute:
		v(n.X)
	case *Subscript:
		v(n.X)
		v(n.Index)
	case *Slice:
		v.one(n.Lo)
		v.one(n.Hi)
		v.one(n.Step)
	case *Starred:
		v(n.X)
	case *IfExp:
		v(n.Then)
		v(n.Cond)
		v(n.Else)
	case *Lambda:
		v(n.Args)
		v(n.Body)
	case *List:
		each(v, n.Elts)
	case *Tuple:
		each(v, n.Elts)
	case *Dict:
		for i, k := range n.Keys {
			v.one(k)
			v(n.Values[i])
		}
	case *Set:
		each(v, n.Elts)
	case *Await:
		v(n.X)
	case *Yield:
		v.one(n.X)
	case *YieldFrom:
		v(n.X)
	case *NamedExpr:
		v(n.Target)
		v(n.Value)
	case *Arguments:
		v.arguments(n)
	case *Arg:
		v.one(n.Ann)
	}
}

// arguments visits each parameter followed by its default.
func (v visitor) arguments(a *Arguments) {
	positional := len(a.PosOnly) + len(a.Args)
	for i := range positional {
		if i < len(a.PosOnly) {
			v(a.PosOnly[i])
		} else {
			v(a.Args[i-len(a.PosOnly)])
		}
		if d := i - (positional - len(a.Defaults)); d >= 0 {
			v(a.Defaults[d])
		}
	}
	if a.Vararg != nil {
		v(a.Vararg)
	}
	for i, p := range a.KwOnly {
		v(p)
		v.one(a.KwDefaults[i])
	}
	if a.Kwarg != nil {
		v(a.Kwarg)
	}
}
