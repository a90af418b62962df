package numeric

// This file compiles functions: for each combination of the types of arguments once.

import (
	"math"

	"parlark/host/internal/dialect/python"
)

// A function is compiled code.
type function struct {
	code      []instruction
	constants []uint64
	results   []result
	registers int  // that a frame uses
	returns   typ  // of a function that kernels call
	complete  bool // the code is there; otherwise it is being made
	hopeless  bool // it cannot be compiled, or bails out on every path
	index     int  // in Unit.functions
	asked     bool // while it was being made its result was asked for
}

// A result describes what a kernel returns.
type result struct {
	registers []uint8
	types     []typ
}

// A signature identifies a function that kernels call.
type signature struct {
	name   string
	params [maxParameters]typ
}

// maxCode bounds the number of instructions of a function.
const maxCode = 4000

// compiled returns the code of a kernel for parameters of these types.
func (k *Kernel) compiled(params [maxParameters]typ) *function {
	sig := signature{name: "#" + k.source.Name, params: params}
	if f := k.unit.known[sig]; f != nil {
		return f
	}
	f := &function{}
	k.unit.known[sig] = f
	k.unit.guarded(f, func() {
		if k.body == nil {
			k.body = scan(k.source.Params, k.source.Body, k.source.Results)
		}
		k.unit.compile(f, k.body, params, true)
	})
	return f
}

// guarded marks f hopeless if making it meets something that cannot be compiled.
func (u *Unit) guarded(f *function, make func()) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case refused:
			f.hopeless = true
		default:
			panic(r)
		}
		f.complete = true
	}()
	make()
}

// callee returns the code of a function that kernels call.
func (u *Unit) callee(name string, params [maxParameters]typ) *function {
	sig := signature{name, params}
	if f := u.known[sig]; f != nil {
		if !f.complete {
			f.asked = true
		}
		return f
	}
	f := &function{index: len(u.functions), returns: bottom}
	u.functions = append(u.functions, f)
	u.known[sig] = f
	u.guarded(f, func() {
		b := u.bodies[name]
		if b == nil {
			d := u.source.Numeric[name]
			var names []string
			for _, a := range d.Args.Args {
				names = append(names, a.Name)
			}
			b = scan(names, d.Body, nil)
			u.bodies[name] = b
		}
		// Others that were made while the result was unknown are made again when it is known.
		before := map[signature]bool{}
		for s := range u.known {
			before[s] = true
		}
		u.compile(f, b, params, false)
		if !f.asked {
			return
		}
		for s := range u.known {
			if !before[s] {
				delete(u.known, s)
			}
		}
		f.code, f.constants = nil, nil
		found := f.returns
		if found == bottom {
			refuse("%s never returns", name)
		}
		u.compile(f, b, params, false)
		if f.returns != found {
			refuse("%s returns values of different types", name)
		}
	})
	return f
}

// An emitter compiles one body.
type emitter struct {
	unit *Unit
	f    *function
	body *body
	root bool

	renamed map[string]int // variables of comprehensions around the current place, by their name in the source
	types   types          // at the current place
	free    int            // the first free register
	loops   []*loop
	returns typ
}

// compile makes the code of f.
func (u *Unit) compile(f *function, b *body, params [maxParameters]typ, root bool) {
	e := &emitter{unit: u, f: f, body: b, root: root, renamed: map[string]int{}, returns: bottom}
	for i := range b.params {
		e.types.of[i] = params[i]
	}
	for i, x := range b.floats {
		e.loadConstant(uint8(len(b.names)+i), math.Float64bits(x))
	}
	for i, k := range b.bigs {
		e.loadConstant(uint8(len(b.names)+len(b.floats)+i), uint64(k))
	}
	e.free = len(b.names) + len(b.floats) + len(b.bigs)
	if e.free > window/2 {
		refuse("too many constants")
	}
	f.registers = e.free
	e.block(b.statements)
	if !e.types.dead {
		if b.results != nil {
			e.loopResult()
		} else {
			e.leave(operand{0, noneType})
		}
	}
	f.returns = e.returns
	if e.returns == conflict && !root {
		refuse("results of different types")
	}
}

// loadConstant puts a constant into a register.
func (e *emitter) loadConstant(to uint8, bits uint64) {
	e.emit(instruction{op: opConst, a: to, d: int32(len(e.f.constants))})
	e.f.constants = append(e.f.constants, bits)
}

// loopResult ends the kernel of a loop.
func (e *emitter) loopResult() {
	var r result
	for _, name := range e.body.results {
		i := e.body.number[name]
		t := e.types.of[i]
		if !t.number() && t != noneType {
			e.bail()
			return
		}
		r.registers, r.types = append(r.registers, uint8(i)), append(r.types, t)
	}
	e.result(r)
}

func (e *emitter) result(r result) {
	e.emit(instruction{op: opResult, d: int32(len(e.f.results))})
	e.f.results = append(e.f.results, r)
	e.types.dead = true
}

// leave returns x from the function.
func (e *emitter) leave(x operand) {
	switch {
	case e.root && x.t == bottom:
		refuse("result of unknown type")
	case e.root && x.t == noneType:
		e.result(result{})
		return
	case e.root:
		e.result(result{[]uint8{x.r}, []typ{x.t}})
		return
	}
	e.returns = join(e.returns, x.t)
	e.emit(instruction{op: opReturn, a: x.r})
	e.types.dead = true
}

// emit adds an instruction and returns its place.
func (e *emitter) emit(in instruction) int {
	if len(e.f.code) >= maxCode {
		refuse("too much code")
	}
	e.f.code = append(e.f.code, in)
	return len(e.f.code) - 1
}

// bail ends the path.
func (e *emitter) bail() {
	e.emit(instruction{op: opBail})
	e.types.dead = true
}

// temporary returns a free register. Statements free what they take.
func (e *emitter) temporary() uint8 {
	if e.free >= window-4 {
		refuse("too many registers")
	}
	e.free++
	e.f.registers = max(e.f.registers, e.free)
	return uint8(e.free - 1)
}

// A label is a place that jumps go to before it is known.
type label struct{ jumps []int }

// jump emits a jump to a label.
func (e *emitter) jump(to *label, in instruction) { to.jumps = append(to.jumps, e.emit(in)) }

// place makes the current place the label.
func (e *emitter) place(l *label) { e.patch(l, len(e.f.code)) }

func (e *emitter) patch(l *label, to int) {
	for _, j := range l.jumps {
		e.f.code[j].d = int32(to)
	}
	l.jumps = nil
}

// variable returns the number of a variable of the source, and whether there is one of that name.
func (e *emitter) variable(name string) (int, bool) {
	if i, ok := e.renamed[name]; ok {
		return i, true
	}
	i, ok := e.body.number[name]
	return i, ok
}

// attempt runs f, which emits part of a statement; if it cannot be compiled, the path bails out there.
func (e *emitter) attempt(f func()) {
	place, free, types := len(e.f.code), e.free, e.types
	defer func() {
		switch r := recover().(type) {
		case nil:
		case refused:
			if place >= maxCode-1 {
				panic(r)
			}
			e.f.code, e.free, e.types = e.f.code[:place], free, types
			e.bail()
		default:
			panic(r)
		}
	}()
	f()
}

// block compiles statements.
func (e *emitter) block(body []python.Stmt) {
	for _, s := range body {
		if e.types.dead {
			return
		}
		free := e.free
		e.statement(s)
		e.free = free
	}
}

func (e *emitter) statement(s python.Stmt) {
	switch s := s.(type) {
	case *python.Pass:
	case *python.ExprStmt:
		if _, ok := s.X.(*python.Constant); !ok {
			e.attempt(func() { e.expr(s.X, none) })
		}
	case *python.Assign:
		e.attempt(func() { e.assign(s.Targets, s.Value) })
	case *python.AnnAssign:
		if s.Value != nil {
			e.attempt(func() { e.assign([]python.Expr{s.Target}, s.Value) })
		}
	case *python.AugAssign:
		e.attempt(func() {
			n, ok := s.Target.(*python.Name)
			if !ok {
				refuse("target")
			}
			e.assign([]python.Expr{n}, &python.BinOp{N: s.N, L: &python.Name{N: n.N, Id: n.Id}, R: s.Value, Op: s.Op})
		})
	case *python.Return:
		e.attempt(func() {
			if e.body.results != nil {
				refuse("return from a loop")
			}
			if s.X == nil {
				e.leave(operand{0, noneType})
				return
			}
			e.leave(e.expr(s.X, none))
		})
	case *python.If:
		e.ifStatement(s)
	case *python.While:
		e.while(s)
	case *python.For:
		e.forLoop(s)
	case *python.Break:
		l := e.loops[len(e.loops)-1]
		e.edge(&l.breaks)
	case *python.Continue:
		l := e.loops[len(e.loops)-1]
		e.edge(&l.bottom)
	case *python.Assert:
		e.attempt(func() {
			fine := &label{}
			e.condition(s.Test, true, fine)
			e.emit(instruction{op: opBail})
			e.place(fine)
		})
	default: // raise, and what is not known
		e.bail()
	}
}

// assign compiles an assignment.
func (e *emitter) assign(targets []python.Expr, value python.Expr) {
	if len(targets) == 1 {
		if n, ok := targets[0].(*python.Name); ok {
			i := e.target(n)
			e.store(i, e.expr(value, int(i)))
			return
		}
		if to, from, ok := pairs(targets[0], value); ok {
			values := make([]operand, len(from))
			for i, x := range from {
				t := int(e.temporary())
				v := e.expr(x, t)
				if int(v.r) != t {
					e.emit(instruction{op: opMove, a: uint8(t), b: v.r})
				}
				values[i] = operand{uint8(t), v.t}
			}
			for i, n := range to {
				e.store(e.target(n), values[i])
			}
			return
		}
		refuse("target")
	}
	v := e.expr(value, none)
	if int(v.r) < len(e.body.names) {
		t := e.temporary()
		e.emit(instruction{op: opMove, a: t, b: v.r})
		v.r = t
	}
	for _, t := range targets {
		n, ok := t.(*python.Name)
		if !ok {
			refuse("target")
		}
		e.store(e.target(n), v)
	}
}

// target returns the register of a variable that is assigned.
func (e *emitter) target(n *python.Name) uint8 {
	i, ok := e.body.number[n.Id]
	if !ok {
		refuse("target %s", n.Id)
	}
	return uint8(i)
}

func (e *emitter) store(to uint8, v operand) {
	if v.r != to && v.t != noneType {
		e.emit(instruction{op: opMove, a: to, b: v.r})
	}
	e.types.of[to] = v.t
}

// pairs matches the names of a, b = x, y with the values.
func pairs(target, value python.Expr) (names []*python.Name, values []python.Expr, ok bool) {
	t, ok1 := target.(*python.Tuple)
	v, ok2 := value.(*python.Tuple)
	if !ok1 || !ok2 || len(t.Elts) != len(v.Elts) {
		return nil, nil, false
	}
	for _, x := range t.Elts {
		n, ok := x.(*python.Name)
		if !ok {
			return nil, nil, false
		}
		names = append(names, n)
	}
	return names, v.Elts, true
}
