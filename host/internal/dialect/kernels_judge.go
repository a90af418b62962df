package dialect

// This file tells whether statements may be part of a kernel.

import "parlark/host/internal/dialect/python"

// A judgement is about one function or loop.
type judgement struct {
	chooser *chooser
	scope   *table // whose variables are the kernel's own
	loop    bool   // about a loop: return is not for it

	fine         bool
	loops, calls bool // it has a loop; it calls functions of the module
	bound, read  map[string]bool

	watched []string // what it needs of the module
	called  []*symbol
}

// judge tells about a function. A function that is being judged is taken to be fine.
func (c *chooser) judge(d *python.FunctionDef, t *table) *judgement {
	if j := c.judged[d]; j != nil {
		return j
	}
	j := &judgement{chooser: c, scope: t, fine: true, bound: map[string]bool{}, read: map[string]bool{}}
	c.judged[d] = j
	a := d.Args
	fine := !d.Async && !t.generator && a.Vararg == nil && a.Kwarg == nil && len(a.KwOnly) == 0 && len(a.PosOnly) == 0 && len(t.nonlocal) == 0
	body := d.Body
	if isDocumented(body) {
		body = body[1:]
	}
	fine = fine && j.block(t, body)
	for _, s := range t.symbols {
		fine = fine && !c.captured[s]
	}
	j.fine = fine
	if fine {
		j.keep()
	}
	return j
}

// keep tells the chooser what the kernel needs of the module.
func (j *judgement) keep() {
	for _, name := range j.watched {
		j.chooser.watched[name] = true
	}
	for _, s := range j.called {
		j.chooser.numeric[s.name] = s.definition()
	}
}

func (j *judgement) block(t *table, body []python.Stmt) bool {
	for _, s := range body {
		if !j.statement(t, s) {
			return false
		}
	}
	return true
}

func (j *judgement) statement(t *table, s python.Stmt) bool {
	switch s := s.(type) {
	case *python.Pass, *python.Break, *python.Continue, *python.Raise:
		return true
	case *python.ExprStmt:
		return j.expr(t, s.X)
	case *python.Assign:
		if !j.assigned(t, s.Targets[0], s.Value) {
			return false
		}
		for _, x := range s.Targets[1:] {
			if !j.target(t, x) {
				return false
			}
		}
		return true
	case *python.AnnAssign:
		return s.Value == nil || j.target(t, s.Target) && j.expr(t, s.Value)
	case *python.AugAssign:
		n, ok := s.Target.(*python.Name)
		return ok && s.Op != "@" && j.target(t, n) && j.name(t, n.Id) && j.expr(t, s.Value)
	case *python.Return:
		return !j.loop && (s.X == nil || isNone(s.X) || j.expr(t, s.X))
	case *python.Assert:
		return j.expr(t, s.Test)
	case *python.If:
		return j.expr(t, s.Cond) && j.block(t, s.Body) && j.block(t, s.Else)
	case *python.While:
		j.loops = true
		return j.expr(t, s.Cond) && j.block(t, s.Body) && j.block(t, s.Else)
	case *python.For:
		j.loops = true
		return j.target(t, s.Target) && j.overRange(t, s.Iter) && j.block(t, s.Body) && j.block(t, s.Else)
	}
	return false
}

func isNone(x python.Expr) bool { return constant(x, python.KNone) }

// assigned judges target = value: of tuples only a, b = x, y.
func (j *judgement) assigned(t *table, target, value python.Expr) bool {
	a, ok1 := target.(*python.Tuple)
	b, ok2 := value.(*python.Tuple)
	if !ok1 || !ok2 {
		return j.target(t, target) && (isNone(value) || j.expr(t, value))
	}
	if len(a.Elts) != len(b.Elts) {
		return false
	}
	for i := range a.Elts {
		if !j.target(t, a.Elts[i]) || !j.expr(t, b.Elts[i]) {
			return false
		}
	}
	return true
}

// target judges a variable that is bound.
func (j *judgement) target(t *table, x python.Expr) bool {
	n, ok := x.(*python.Name)
	if !ok {
		return false
	}
	s := t.resolve(n.Id)
	if s == nil || s.table != j.scope {
		return false
	}
	j.bound[n.Id] = true
	return true
}

// name judges a variable that is read.
func (j *judgement) name(t *table, name string) bool {
	s := t.resolve(name)
	switch {
	case s == nil:
		return false
	case s.table.kind == comprehensionScope:
		return true
	case s.table == j.scope:
		if _, isConstant := s.only(); !isConstant && len(s.bindings) == 1 && s.bindings[0].value == nil && !s.parameter {
			return false // a def, class or import
		}
		j.read[name] = true
		return true
	case s.table.kind != moduleScope || t.global[name]:
		return false
	}
	v, ok := s.only()
	if !ok || j.chooser.isText(v) {
		return false
	}
	j.watched = append(j.watched, name)
	return true
}

// isText reports whether x is written as something that is no number.
func (c *chooser) isText(x python.Expr) bool {
	switch x := x.(type) {
	case *python.Constant:
		return x.Kind == python.KStr || x.Kind == python.KBytes || x.Kind == python.KBig
	case *python.List, *python.Tuple, *python.Dict, *python.Set, *python.JoinedStr, *python.ListComp, *python.DictComp, *python.SetComp, *python.Lambda:
		return true
	}
	return false
}

// only returns the value that the only statement which binds a module variable gives it.
func (s *symbol) only() (python.Expr, bool) {
	if len(s.bindings) != 1 {
		return nil, false
	}
	b := s.bindings[0]
	return b.value, b.value != nil && !b.element && b.op == "" && !b.delete && b.in.kind == moduleScope
}

func (j *judgement) exprs(t *table, xs ...python.Expr) bool {
	for _, x := range xs {
		if !j.expr(t, x) {
			return false
		}
	}
	return true
}

func (j *judgement) expr(t *table, x python.Expr) bool {
	switch x := x.(type) {
	case *python.Constant:
		return x.Kind == python.KInt || x.Kind == python.KFloat || x.Kind == python.KTrue || x.Kind == python.KFalse
	case *python.Name:
		return j.name(t, x.Id)
	case *python.BinOp:
		return x.Op != "@" && j.exprs(t, x.L, x.R)
	case *python.UnaryOp:
		return j.expr(t, x.X)
	case *python.BoolOp:
		return j.exprs(t, x.Values...)
	case *python.IfExp:
		return j.exprs(t, x.Cond, x.Then, x.Else)
	case *python.Compare:
		if len(x.Ops) == 1 && (x.Ops[0] == "is" || x.Ops[0] == "is not") {
			_, isName := x.L.(*python.Name)
			return isName && isNone(x.Rs[0]) && j.expr(t, x.L)
		}
		for _, op := range x.Ops {
			switch op {
			case "is", "is not", "in", "not in":
				return false
			}
		}
		return j.expr(t, x.L) && j.exprs(t, x.Rs...)
	case *python.Attribute:
		m, ok := x.X.(*python.Name)
		return ok && (x.Attr == "pi" || x.Attr == "e" || x.Attr == "tau" || x.Attr == "inf") && j.imported(t, m.Id) == "math"
	case *python.Call:
		return j.call(t, x)
	}
	return false
}

// imported returns what an import statement made of a module variable: "math", "math.sqrt" or "".
func (j *judgement) imported(t *table, name string) string {
	s := t.resolve(name)
	if s == nil || s.table.kind != moduleScope || len(s.bindings) != 1 || s.bindings[0].value != nil || s.bindings[0].def != nil || s.bindings[0].in.kind != moduleScope {
		return ""
	}
	full := j.chooser.imports[name]
	if full != "" {
		j.chooser.modules[name] = full
	}
	return full
}

// numericBuiltins are the built-in functions that kernels know.
var numericBuiltins = map[string]bool{"abs": true, "int": true, "float": true, "bool": true, "round": true, "min": true, "max": true, "pow": true}

// numericMath are the functions of module math that kernels know.
var numericMath = map[string]bool{"sqrt": true, "sin": true, "cos": true, "tan": true, "asin": true, "acos": true, "atan": true, "sinh": true,
	"cosh": true, "tanh": true, "exp": true, "log": true, "log2": true, "log10": true, "cbrt": true, "fabs": true, "radians": true, "degrees": true,
	"atan2": true, "copysign": true, "pow": true, "floor": true, "ceil": true, "trunc": true, "isqrt": true, "gcd": true}

func (j *judgement) call(t *table, x *python.Call) bool {
	if len(x.Keywords) > 0 || starred(x.Args) >= 0 {
		return false
	}
	switch f := x.Func.(type) {
	case *python.Attribute:
		m, ok := f.X.(*python.Name)
		return ok && numericMath[f.Attr] && j.imported(t, m.Id) == "math" && j.exprs(t, x.Args...)
	case *python.Name:
		s := t.resolve(f.Id)
		switch {
		case s == nil && f.Id == "sum" && j.chooser.isBuiltin("sum") && len(x.Args) == 1:
			return j.comprehension(t, x.Args[0])
		case s == nil && numericBuiltins[f.Id] && j.chooser.isBuiltin(f.Id):
			return j.exprs(t, x.Args...)
		case s == nil:
			return false
		}
		if full := j.imported(t, f.Id); len(full) > 5 && numericMath[full[5:]] {
			return j.exprs(t, x.Args...)
		}
		return j.function(s, x) && j.exprs(t, x.Args...)
	}
	return false
}

// function judges the call of a function of the module.
func (j *judgement) function(s *symbol, x *python.Call) bool {
	d := s.definition()
	if d == nil || s.table.kind != moduleScope || s.bindings[0].in.kind != moduleScope || len(d.Args.Args) > maxKernelParams {
		return false
	}
	missing := len(d.Args.Args) - len(x.Args)
	if missing < 0 || missing > len(d.Args.Defaults) {
		return false
	}
	for _, v := range d.Args.Defaults[len(d.Args.Defaults)-missing:] {
		if !constant(v, python.KInt, python.KFloat, python.KTrue, python.KFalse) {
			return false
		}
	}
	inner := s.table.inner[d]
	if inner == nil || !j.chooser.judge(d, inner).fine {
		return false
	}
	j.calls = true
	j.called = append(j.called, s)
	return true
}

// overRange judges the iterable of a loop.
func (j *judgement) overRange(t *table, x python.Expr) bool {
	c, ok := x.(*python.Call)
	return ok && isCallOf(c, "range") && t.resolve("range") == nil && j.chooser.isBuiltin("range") &&
		len(c.Keywords) == 0 && len(c.Args) >= 1 && len(c.Args) <= 3 && starred(c.Args) < 0 && j.exprs(t, c.Args...)
}

// comprehension judges the argument of sum: E for i in range(n) if C.
func (j *judgement) comprehension(t *table, x python.Expr) bool {
	var elt python.Expr
	var gens []*python.Comp
	switch x := x.(type) {
	case *python.GeneratorExp:
		elt, gens = x.Elt, x.Gens
	case *python.ListComp:
		elt, gens = x.Elt, x.Gens
	default:
		return false
	}
	inner := t.inner[x]
	if inner == nil || len(gens) != 1 || gens[0].Async {
		return false
	}
	if _, ok := gens[0].Target.(*python.Name); !ok {
		return false
	}
	j.loops = true
	return j.overRange(t, gens[0].Iter) && j.exprs(inner, gens[0].Ifs...) && j.expr(inner, elt)
}
