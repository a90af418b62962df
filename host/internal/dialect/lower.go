// Package lower desugars a Python AST (dialect/py) to a go.starlark.net/syntax AST
// that starlark.FileProgram compiles unchanged.
//
// Bindings that Starlark's resolver cannot express (writing a global or an
// enclosing function's variable from a nested function, deleting a name) are
// patched after resolution, from inside the isPredeclared callback that
// resolve.File makes for the last identifier of the file ("#hook").
package dialect

import (
	"fmt"
	"sort"
	"strings"

	"parlark/host/internal/dialect/python"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"
)

type Var struct {
	name   string
	scope  *Scope
	writes map[*Fn]bool
	global bool
}

type scopeKind uint8

const (
	module scopeKind = iota
	function
	class
	comp
)

type Scope struct {
	kind     scopeKind
	parent   *Scope
	vars     map[string]*Var
	globals  map[string]bool
	nonlocal map[string]bool
	fn       *Fn // owning Starlark function
	ns       *syntax.Ident
	nsVar    *Var
	classVar *Var
	selfName string // first parameter of a method
	qual     string
	prefix   string // what precedes the name of a definition in this scope in its qualified name
	static   bool   // a class scope outside any function
	inClass  *Scope // class scope directly enclosing a method
}

// Fn is a Starlark function (a Python function, lambda, or a pseudo function for a try body).
type Fn struct {
	parent *Fn
	scope  *Scope
	pseudo bool
	loops  int
	params *[]syntax.Expr
	body   *[]syntax.Stmt
	hoist  []syntax.Stmt // pseudo functions, defined once per call
	raw    map[*Var]string
	rawSeq []*Var
	// signals used by a pseudo function
	brk, cnt, ret bool
	brkVars       []*Var // for-else flags of the enclosing loops
	yield         *Var
	handler       []*Var // innermost caught-state variables (for bare raise)
	name          string
	decl          *FuncInfo
}

type use struct {
	id *syntax.Ident
	v  *Var
	fn *Fn
	w  bool
}

// FuncInfo describes a function for shipping.
type FuncInfo struct {
	Name    string
	Qual    string
	Line    int32
	Col     int32
	Globals map[string]bool // global names referenced in the body (transitively nested)
	Free    map[string]bool // enclosing function variables
	Class   string          // class variable for super(), "" if not a method
	ClassGl bool            // that variable is a global
	Self    string
	fn      *Fn
	node    python.Node
	static  bool // defined outside any function: lowered once, in its maker
	number  int
	gen     bool
	Async   bool
	args    *python.Arguments
}

func (fi *FuncInfo) owns(f *Fn) bool {
	for ; f != nil; f = f.parent {
		if f == fi.fn {
			return true
		}
	}
	return false
}

type Lowerer struct {
	file       string
	opts       *syntax.FileOptions
	number     map[python.Pos]*FuncInfo
	copying    bool // lowering a second copy of a function, for its maker
	makers     []syntax.Stmt
	imports    []Import
	classes    []Class
	free       map[string]bool // names that nothing defines, left to the environment
	uses       []use
	patches    []func()
	late       []func()
	n          int
	mod        *Scope
	modFn      *Fn
	fn         *Fn
	sc         *Scope
	gdecl      map[string]*syntax.Ident // file-level declaration of every global
	gorder     []string
	slots      map[string]string // builtin/helper name -> global slot name
	sorder     []string
	IsBuiltin  func(string) bool
	StarNames  func(mod string) ([]string, bool)
	IsMethod   func(string) bool
	Funcs      []*FuncInfo
	curInfo    []*FuncInfo
	makerClass *Scope
	err        error
}

func New(file string) *Lowerer {
	return &Lowerer{file: file, gdecl: map[string]*syntax.Ident{}, number: map[python.Pos]*FuncInfo{}, free: map[string]bool{}, slots: map[string]string{},
		opts: &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}}
}

type Error struct {
	Pos python.Pos
	Msg string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Pos.Line, e.Pos.Col+1, e.Msg) }

func (l *Lowerer) fail(n python.Node, msg string) {
	p, _ := n.Span()
	panic(&Error{p, msg})
}

// File lowers a module. The returned hook must be called by the isPredeclared
// predicate given to starlark.FileProgram when asked for "#hook".
func (l *Lowerer) File(m *python.Module) (f *syntax.File, hook func(), err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(*Error); ok {
				err = e
				return
			}
			panic(r)
		}
	}()
	l.modFn = &Fn{raw: map[*Var]string{}, name: "<module>"}
	l.mod = &Scope{kind: module, vars: map[string]*Var{}, globals: map[string]bool{}, nonlocal: map[string]bool{}, fn: l.modFn}
	l.modFn.scope = l.mod
	l.fn, l.sc = l.modFn, l.mod
	collectBody(l.mod, m.Body)
	preGlobals(l.mod, m.Body)
	main := l.hoisted(l.stmts(m.Body))
	var doc []syntax.Stmt
	if len(main) > 0 {
		if e, ok := main[0].(*syntax.ExprStmt); ok {
			if lit, ok := e.X.(*syntax.Literal); ok && lit.Token == syntax.STRING {
				doc, main = main[:1:1], main[1:]
				if l.mod.vars["__doc__"] != nil {
					main = append([]syntax.Stmt{assign(ident("__doc__"), lit, l.pos(python.Pos{Line: 1}))}, main...)
				}
			}
		}
	}
	for _, fi := range l.Funcs {
		if !fi.static {
			l.makers = append(l.makers, l.maker(fi))
		}
	}
	l.makers = append(l.makers, l.inject())
	if len(main) == 0 {
		main = []syntax.Stmt{&syntax.BranchStmt{Token: syntax.PASS}}
	}
	body := append(l.makers, &syntax.IfStmt{Cond: ident("#main"), True: main})
	pro := doc
	for _, n := range l.sorder {
		pro = append(pro, assign(&syntax.Ident{Name: l.slots[n], NamePos: l.pos(python.Pos{Line: 1})}, ident(n), l.pos(python.Pos{Line: 1})))
	}
	var decl []syntax.Expr
	names := make([]string, 0, len(l.mod.vars))
	for name := range l.mod.vars {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		id := ident(name)
		l.gdecl[name] = id
		decl = append(decl, id)
		if l.IsBuiltin(name) { // user assigns a builtin's name: start from the builtin
			l.free["#b."+name] = true
			pro = append(pro, assign(ident(name), ident("#b."+name), syntax.Position{}))
		}
	}
	if len(decl) > 0 {
		pro = append(pro, &syntax.IfStmt{Cond: intLit(0), True: []syntax.Stmt{assign(&syntax.ListExpr{List: decl}, intLit(0), syntax.Position{})}})
	}
	l.finish()
	// hook: the last identifier resolved
	tail := &syntax.IfStmt{Cond: intLit(0), True: []syntax.Stmt{&syntax.ExprStmt{X: &syntax.Comprehension{Body: ident("#hook"), Clauses: []syntax.Node{&syntax.ForClause{Vars: ident("#_"), X: &syntax.ListExpr{}}}}}}}
	f = &syntax.File{Path: l.file, Stmts: append(append(pro, body...), tail), Options: l.opts}
	hook = func() {
		for _, p := range l.patches {
			p()
		}
		for _, p := range l.late {
			p()
		}
	}
	return f, hook, nil
}

// finish names identifiers and adds raw-cell parameters.
func (l *Lowerer) finish() {
	for _, u := range l.uses {
		if u.w && !u.v.global && u.fn != u.v.scope.fn {
			for f := u.fn; f != u.v.scope.fn; f = f.parent {
				if f == nil {
					panic("owner not found for " + u.v.name)
				}
				if f.raw[u.v] == "" {
					l.n++
					f.raw[u.v] = fmt.Sprintf("#c%d.%s", l.n, u.v.name)
					f.rawSeq = append(f.rawSeq, u.v)
				}
			}
		}
	}
	// a variable bound only by pseudo functions needs a (dead) binding in its owner
	dead := map[*Fn][]syntax.Expr{}
	seen := map[*Var]bool{}
	var owners []*Fn
	for _, u := range l.uses {
		if o := u.v.scope.fn; u.w && !u.v.global && u.fn != o && !seen[u.v] && o.body != nil {
			seen[u.v] = true
			if dead[o] == nil {
				owners = append(owners, o)
			}
			dead[o] = append(dead[o], ident(u.v.name))
		}
	}
	for _, o := range owners {
		*o.body = append(*o.body, &syntax.ReturnStmt{}, assign(&syntax.ListExpr{List: dead[o]}, intLit(0), syntax.Position{}))
	}
	done := map[*Fn]bool{}
	for _, u := range l.uses {
		u := u
		v := u.v
		if v.global {
			if u.fn == l.modFn {
				u.id.Name = v.name
				continue
			}
			if u.w {
				u.id.Name = "#g." + v.name
				l.patches = append(l.patches, func() { u.id.Binding = l.gdecl[v.name].Binding })
			} else {
				u.id.Name = "#g." + v.name
				l.patches = append(l.patches, func() { u.id.Binding = l.gdecl[v.name].Binding })
			}
			continue
		}
		if u.fn == v.scope.fn || u.fn.raw[v] == "" {
			u.id.Name = v.name
			continue
		}
		u.id.Name = u.fn.raw[v]
		l.patches = append(l.patches, func() {
			b := u.id.Binding.(*resolve.Binding)
			u.id.Binding = &resolve.Binding{Scope: resolve.Cell, Index: b.Index, First: b.First}
		})
	}
	var addRaw func(f *Fn)
	addRaw = func(f *Fn) {
		if f == nil || done[f] {
			return
		}
		done[f] = true
		addRaw(f.parent)
		if len(f.rawSeq) == 0 {
			return
		}
		var extra []syntax.Expr
		for _, v := range f.rawSeq {
			var src *syntax.Ident
			if f.parent == v.scope.fn {
				src = l.rawIdent(v)
			} else {
				src = ident(f.parent.raw[v])
			}
			extra = append(extra, &syntax.BinaryExpr{X: ident(f.raw[v]), Op: syntax.EQ, Y: src})
		}
		ps := *f.params
		hasStar := false
		var kw syntax.Expr
		if n := len(ps); n > 0 {
			if u, ok := ps[n-1].(*syntax.UnaryExpr); ok && u.Op == syntax.STARSTAR {
				kw = u
				ps = ps[:n-1]
			}
		}
		for _, p := range ps {
			if u, ok := p.(*syntax.UnaryExpr); ok && u.Op == syntax.STAR {
				hasStar = true
			}
		}
		ps = append([]syntax.Expr{}, ps...)
		if !hasStar {
			ps = append(ps, &syntax.UnaryExpr{Op: syntax.STAR})
		}
		ps = append(ps, extra...)
		if kw != nil {
			ps = append(ps, kw)
		}
		*f.params = ps
	}
	for _, u := range l.uses {
		addRaw(u.fn)
	}
}

// rawIdent is an identifier in v's owning function that evaluates to v's *cell itself.
func (l *Lowerer) rawIdent(v *Var) *syntax.Ident {
	id := ident(v.name)
	l.patches = append(l.patches, func() {
		b := id.Binding.(*resolve.Binding)
		b.Scope = resolve.Cell
		id.Binding = &resolve.Binding{Scope: resolve.Local, Index: b.Index, First: b.First}
	})
	return id
}

// ---- scopes ----

func (s *Scope) declare(name string) *Var {
	if v := s.vars[name]; v != nil {
		return v
	}
	v := &Var{name: name, scope: s, global: s.kind == module}
	s.vars[name] = v
	return v
}

// lookup resolves a Python name as seen from scope s; nil means builtin/undefined.
func (l *Lowerer) lookupVar(s *Scope, name string) *Var {
	first := true
	for ; s != nil; s = s.parent {
		if s.kind == class && !first {
			continue
		}
		if s.globals[name] {
			return l.mod.declare(name)
		}
		if !s.nonlocal[name] {
			if v := s.vars[name]; v != nil {
				return v
			}
		}
		if s.kind != comp {
			first = false
		}
	}
	return nil
}

// collectBody records the names bound directly in a scope.
func collectBody(s *Scope, body []python.Stmt) {
	var st func(x python.Stmt)
	var ex func(x python.Expr)
	var tgt func(x python.Expr)
	bind := func(name string) {
		if !s.globals[name] && !s.nonlocal[name] {
			s.declare(name)
		}
	}
	// declarations first
	var decl func(body []python.Stmt)
	decl = func(body []python.Stmt) {
		for _, x := range body {
			switch x := x.(type) {
			case *python.Global:
				for _, n := range x.Names {
					if s.kind != module {
						s.globals[n] = true
					}
				}
			case *python.Nonlocal:
				for _, n := range x.Names {
					s.nonlocal[n] = true
				}
			default:
				for _, b := range bodies(x) {
					decl(b)
				}
			}
		}
	}
	decl(body)
	tgt = func(x python.Expr) {
		switch x := x.(type) {
		case *python.Name:
			bind(x.Id)
		case *python.Tuple:
			for _, e := range x.Elts {
				tgt(e)
			}
		case *python.List:
			for _, e := range x.Elts {
				tgt(e)
			}
		case *python.Starred:
			tgt(x.X)
		default:
			ex(x)
		}
	}
	ex = func(x python.Expr) { walrus(x, bind) }
	st = func(x python.Stmt) {
		switch x := x.(type) {
		case *python.FunctionDef:
			bind(x.Name)
			return
		case *python.ClassDef:
			bind(x.Name)
			return
		case *python.Assign:
			for _, t := range x.Targets {
				tgt(t)
			}
			ex(x.Value)
		case *python.AugAssign:
			tgt(x.Target)
			ex(x.Value)
		case *python.AnnAssign:
			if x.Value != nil {
				tgt(x.Target)
				ex(x.Value)
			} else if _, ok := x.Target.(*python.Name); ok {
				tgt(x.Target)
			}
		case *python.For:
			tgt(x.Target)
			ex(x.Iter)
		case *python.While:
			ex(x.Cond)
		case *python.If:
			ex(x.Cond)
		case *python.With:
			for _, it := range x.Items {
				ex(it.Ctx)
				if it.Vars != nil {
					tgt(it.Vars)
				}
			}
		case *python.Import:
			for _, a := range x.Names {
				if a.As != "" {
					bind(a.As)
				} else {
					bind(strings.SplitN(a.Name, ".", 2)[0])
				}
			}
		case *python.ImportFrom:
			for _, a := range x.Names {
				if a.Name == "*" {
					continue
				}
				if a.As != "" {
					bind(a.As)
				} else {
					bind(a.Name)
				}
			}
		case *python.Try:
			for _, h := range x.Handlers {
				if h.Name != "" {
					bind(h.Name)
				}
			}
		case *python.Delete:
			for _, t := range x.Targets {
				tgt(t)
			}
		case *python.ExprStmt:
			ex(x.X)
		case *python.Return:
			ex(x.X)
		case *python.Assert:
			ex(x.Test)
		case *python.Raise:
			ex(x.Exc)
		}
		for _, b := range bodies(x) {
			for _, y := range b {
				st(y)
			}
		}
	}
	for _, x := range body {
		st(x)
	}
}

// preGlobals declares globals assigned through "global" statements in nested functions.
func preGlobals(mod *Scope, body []python.Stmt) {
	var st func(body []python.Stmt)
	st = func(body []python.Stmt) {
		for _, x := range body {
			switch x := x.(type) {
			case *python.Global:
				for _, n := range x.Names {
					mod.declare(n)
				}
			case *python.FunctionDef:
				st(x.Body)
			case *python.ClassDef:
				st(x.Body)
			default:
				for _, b := range bodies(x) {
					st(b)
				}
			}
		}
	}
	st(body)
}

func bodies(x python.Stmt) [][]python.Stmt {
	switch x := x.(type) {
	case *python.For:
		return [][]python.Stmt{x.Body, x.Else}
	case *python.While:
		return [][]python.Stmt{x.Body, x.Else}
	case *python.If:
		return [][]python.Stmt{x.Body, x.Else}
	case *python.With:
		return [][]python.Stmt{x.Body}
	case *python.Try:
		out := [][]python.Stmt{x.Body, x.Else, x.Finally}
		for _, h := range x.Handlers {
			out = append(out, h.Body)
		}
		return out
	}
	return nil
}

// walrus calls f for each := target in x that binds in the current function scope.
func walrus(x python.Expr, f func(string)) {
	walkExpr(x, func(e python.Expr) bool {
		switch e := e.(type) {
		case *python.NamedExpr:
			f(e.Target.Id)
		case *python.Lambda:
			return false
		}
		return true
	})
}

func walkExpr(x python.Expr, f func(python.Expr) bool) {
	if x == nil {
		return
	}
	if !f(x) {
		return
	}
	w := func(xs ...python.Expr) {
		for _, e := range xs {
			if e != nil {
				walkExpr(e, f)
			}
		}
	}
	gens := func(gs []*python.Comp) {
		for _, g := range gs {
			w(g.Target, g.Iter)
			w(g.Ifs...)
		}
	}
	switch x := x.(type) {
	case *python.JoinedStr:
		w(x.Values...)
	case *python.FormattedValue:
		w(x.Value, x.Spec)
	case *python.BinOp:
		w(x.L, x.R)
	case *python.BoolOp:
		w(x.Values...)
	case *python.UnaryOp:
		w(x.X)
	case *python.Compare:
		w(x.L)
		w(x.Rs...)
	case *python.Call:
		w(x.Func)
		w(x.Args...)
		for _, k := range x.Keywords {
			w(k.Value)
		}
	case *python.Attribute:
		w(x.X)
	case *python.Subscript:
		w(x.X, x.Index)
	case *python.Slice:
		w(x.Lo, x.Hi, x.Step)
	case *python.Starred:
		w(x.X)
	case *python.IfExp:
		w(x.Cond, x.Then, x.Else)
	case *python.Lambda:
		w(x.Body)
		w(x.Args.Defaults...)
	case *python.List:
		w(x.Elts...)
	case *python.Tuple:
		w(x.Elts...)
	case *python.Set:
		w(x.Elts...)
	case *python.Dict:
		w(x.Keys...)
		w(x.Values...)
	case *python.ListComp:
		w(x.Elt)
		gens(x.Gens)
	case *python.SetComp:
		w(x.Elt)
		gens(x.Gens)
	case *python.GeneratorExp:
		w(x.Elt)
		gens(x.Gens)
	case *python.DictComp:
		w(x.Key, x.Value)
		gens(x.Gens)
	case *python.Yield:
		w(x.X)
	case *python.YieldFrom:
		w(x.X)
	case *python.Await:
		w(x.X)
	case *python.NamedExpr:
		w(x.Value)
	}
}

func hasYield(body []python.Stmt) bool {
	found := false
	chk := func(x python.Expr) {
		walkExpr(x, func(e python.Expr) bool {
			switch e.(type) {
			case *python.Yield, *python.YieldFrom:
				found = true
			case *python.Lambda:
				return false
			}
			return !found
		})
	}
	var st func(xs []python.Stmt)
	st = func(xs []python.Stmt) {
		for _, x := range xs {
			switch x := x.(type) {
			case *python.FunctionDef, *python.ClassDef:
				continue
			case *python.ExprStmt:
				chk(x.X)
			case *python.Assign:
				chk(x.Value)
			case *python.AugAssign:
				chk(x.Value)
			case *python.AnnAssign:
				chk(x.Value)
			case *python.Return:
				chk(x.X)
			case *python.If:
				chk(x.Cond)
			case *python.While:
				chk(x.Cond)
			case *python.For:
				chk(x.Iter)
			case *python.With:
				for _, i := range x.Items {
					chk(i.Ctx)
				}
			case *python.Assert:
				chk(x.Test)
			case *python.Raise:
				chk(x.Exc)
			}
			for _, b := range bodies(x) {
				st(b)
			}
		}
	}
	st(body)
	return found
}

// ---- node helpers ----

func (l *Lowerer) pos(p python.Pos) syntax.Position {
	return syntax.MakePosition(&l.file, p.Line, p.Col+1)
}
func (l *Lowerer) at(n python.Node) syntax.Position { p, _ := n.Span(); return l.pos(p) }

func ident(name string) *syntax.Ident { return &syntax.Ident{Name: name} }
func intLit(i int64) syntax.Expr      { return &syntax.Literal{Token: syntax.INT, Value: i} }
func strLit(s string) syntax.Expr     { return &syntax.Literal{Token: syntax.STRING, Value: s} }
func assign(lhs, rhs syntax.Expr, at syntax.Position) syntax.Stmt {
	return &syntax.AssignStmt{Op: syntax.EQ, LHS: lhs, RHS: rhs, OpPos: at}
}
func exprStmt(x syntax.Expr) syntax.Stmt { return &syntax.ExprStmt{X: x} }

func (l *Lowerer) tmp(hint string) *Var {
	l.n++
	nm := fmt.Sprintf("#%s%d", hint, l.n)
	global := l.fn == l.modFn
	if strings.HasPrefix(hint, "class.") {
		nm = "#" + hint
		global = l.static()
	}
	v := &Var{name: nm, scope: l.mod, global: global}
	if !global {
		v.scope = &Scope{kind: function, fn: l.fn, vars: map[string]*Var{}}
	} else {
		l.mod.vars[v.name] = v
	}
	return v
}

func (l *Lowerer) useVar(v *Var, write bool, at syntax.Position) *syntax.Ident {
	id := &syntax.Ident{NamePos: at}
	l.uses = append(l.uses, use{id, v, l.fn, write})
	for _, fi := range l.curInfo {
		if l.copying {
			break
		}
		if v.global {
			fi.Globals[v.name] = true
		} else if !fi.owns(v.scope.fn) {
			fi.Free[v.name] = true
		}
	}
	return id
}

// slot returns an identifier for a builtin or helper kept in a global slot.
func (l *Lowerer) slot(name string, at syntax.Position) *syntax.Ident {
	s := l.slots[name]
	if s == "" {
		s = "#s." + strings.TrimPrefix(name, "#")
		l.slots[name] = s
		l.sorder = append(l.sorder, name)
	}
	return &syntax.Ident{Name: s, NamePos: at}
}

func (l *Lowerer) call(at syntax.Position, fn string, args ...syntax.Expr) *syntax.CallExpr {
	return &syntax.CallExpr{Fn: l.slot(fn, at), Lparen: at, Args: args}
}

func (l *Lowerer) none() syntax.Expr { return l.slot("None", syntax.Position{}) }
func (l *Lowerer) name(id string, write bool, at syntax.Position) syntax.Expr {
	if l.sc.kind == class || (l.sc.kind == comp && false) {
		if v := l.sc.vars[id]; v != nil && !l.sc.globals[id] {
			return &syntax.IndexExpr{X: l.useVar(l.sc.nsVar, false, at), Lbrack: at, Y: strLit(id)}
		}
	}
	if v := l.lookupVar(l.sc, id); v != nil {
		return l.useVar(v, write, at)
	}
	if l.IsBuiltin(id) {
		return l.slot("#b."+id, at)
	}
	if strings.HasPrefix(id, "__") {
		l.free[id] = true
	}
	return &syntax.Ident{Name: id, NamePos: at} // NameError at run time
}

// isBuiltinName reports whether a Name refers to the builtin of that name.
func (l *Lowerer) isBuiltinName(x python.Expr, name string) bool {
	n, ok := x.(*python.Name)
	return ok && n.Id == name && l.lookupVar(l.sc, name) == nil
}

// SlotNames lists the builtins and helpers the program uses.
func (l *Lowerer) SlotNames() []string { return l.sorder }

// hoisted puts the pseudo-function definitions of the current function before its body.
func (l *Lowerer) hoisted(body []syntax.Stmt) []syntax.Stmt {
	h := l.fn.hoist
	l.fn.hoist = nil
	if len(h) == 0 {
		return body
	}
	if len(body) > 0 {
		if e, ok := body[0].(*syntax.ExprStmt); ok {
			if _, ok := e.X.(*syntax.Literal); ok {
				return append(append(body[:1:1], h...), body[1:]...)
			}
		}
	}
	return append(h, body...)
}
