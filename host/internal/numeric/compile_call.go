package numeric

// This file compiles calls.

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/host/internal/dialect/python"
)

// module returns the name of the module that a name stands for, "" if none that is known.
func (e *emitter) module(name string) string {
	if _, ok := e.variable(name); ok {
		return ""
	}
	full := e.unit.source.Modules[name]
	switch v := e.unit.globals[name].(type) {
	case *object.Module:
		if v.Name() == full {
			return full
		}
	case *object.Builtin:
		if "math."+v.Name() == full {
			return full
		}
	}
	return "" // not bound, or to something else
}

// isBuiltin reports whether a call is of the built-in function of that name.
func (e *emitter) isBuiltin(x *python.Call, name string) bool {
	f, ok := x.Func.(*python.Name)
	return ok && f.Id == name && e.builtin(name)
}

// builtin reports whether nothing hides a built-in name.
func (e *emitter) builtin(name string) bool {
	if _, ok := e.variable(name); ok {
		return false
	}
	return e.unit.source.Numeric[name] == nil && e.unit.source.Modules[name] == "" && !e.unit.source.Watched[name]
}

func (e *emitter) call(x *python.Call, want int) operand {
	if len(x.Keywords) > 0 {
		refuse("keyword")
	}
	if s := e.body.sums[x]; s != nil && e.builtin("sum") {
		return e.sum(s)
	}
	switch f := x.Func.(type) {
	case *python.Attribute:
		if m, ok := f.X.(*python.Name); ok && e.module(m.Id) == "math" {
			return e.mathCall(f.Attr, x, want)
		}
	case *python.Name:
		switch full := e.module(f.Id); {
		case len(full) > 5 && full[:5] == "math.":
			return e.mathCall(full[5:], x, want)
		case e.builtin(f.Id):
			return e.builtinCall(f.Id, x, want)
		case e.unit.source.Numeric[f.Id] != nil:
			if _, hidden := e.variable(f.Id); !hidden {
				return e.functionCall(f.Id, x)
			}
		}
	}
	refuse("call")
	return operand{}
}

// functionCall calls a function of the module.
func (e *emitter) functionCall(name string, x *python.Call) operand {
	d := e.unit.source.Numeric[name]
	f, ok := e.unit.globals[name].(*starlark.Function)
	if at, _ := d.Span(); !ok || f.Position().Line != at.Line || f.Position().Col != at.Col+1 {
		refuse("%s is not defined yet, or something else", name)
	}
	missing := len(d.Args.Args) - len(x.Args)
	if missing < 0 || missing > len(d.Args.Defaults) || len(d.Args.Args) > maxParameters {
		refuse("arguments of %s", name)
	}
	args := append(append([]python.Expr{}, x.Args...), d.Args.Defaults[len(d.Args.Defaults)-missing:]...)
	first := e.temporary()
	for range args[min(1, len(args)):] {
		e.temporary()
	}
	var params [maxParameters]typ
	waiting := false
	for i, a := range args {
		at := first + uint8(i)
		free := e.free
		v := e.expr(a, int(at))
		e.free = free
		if v.t == bottom {
			waiting = true
		}
		if v.t != noneType && v.r != at {
			e.emit(instruction{op: opMove, a: at, b: v.r})
		}
		params[i] = v.t
	}
	if waiting {
		return operand{first, bottom}
	}
	code := e.unit.callee(name, params)
	if code.hopeless || code.returns == conflict || code.complete && code.returns == bottom {
		refuse("call of %s", name)
	}
	e.emit(instruction{op: opCall, a: first, d: int32(code.index)})
	return operand{first, code.returns}
}

// sum is the loop of a sum.
func (e *emitter) sum(s *sum) operand {
	e.emit(instruction{op: opInt, a: uint8(s.total)})
	e.types.of[s.total] = intType
	outer, hidden := e.renamed[s.name]
	e.renamed[s.name] = s.variable
	e.statement(s.loop)
	delete(e.renamed, s.name)
	if hidden {
		e.renamed[s.name] = outer
	}
	t := e.types.of[s.total]
	if e.types.dead || t != intType && t != bottom { // sums of floats are compensated
		refuse("sum")
	}
	return operand{uint8(s.total), t}
}

// numbers compiles arguments, which must be numbers.
func (e *emitter) numbers(x *python.Call, least, most int) []operand {
	if len(x.Args) < least || len(x.Args) > most {
		refuse("number of arguments")
	}
	out := make([]operand, len(x.Args))
	for i, a := range x.Args {
		out[i] = e.expr(a, none)
		if !out[i].t.number() {
			refuse("argument")
		}
	}
	return out
}

// single emits an operation of one operand.
func (e *emitter) single(op opcode, d int, x operand, t typ, want int) operand {
	a := e.to(want)
	e.emit(instruction{op: op, a: a, b: x.r, d: int32(d)})
	return operand{a, t}
}

func (e *emitter) builtinCall(name string, x *python.Call, want int) operand {
	switch name {
	case "abs":
		v := e.numbers(x, 1, 1)[0]
		if v.t == floatType {
			return e.single(opAbsF, 0, v, floatType, want)
		}
		return e.single(opAbs, 0, v, intType, want)
	case "int", "round":
		v := e.numbers(x, 1, 1)[0]
		switch {
		case v.t != floatType:
			return e.single(opMove, 0, v, intType, want)
		case name == "int":
			return e.single(opTrunc, 0, v, intType, want)
		}
		return e.single(opRound, 0, v, intType, want)
	case "float":
		v := e.numbers(x, 1, 1)[0]
		if v.t == floatType {
			return e.single(opMove, 0, v, floatType, want)
		}
		return e.single(opToFloat, 0, v, floatType, want)
	case "bool":
		if len(x.Args) == 1 {
			return e.truth(x.Args[0])
		}
	case "min", "max":
		vs := e.numbers(x, 2, 8)
		op := map[string]opcode{"min int": opMin, "max int": opMax, "min float": opMinF, "max float": opMaxF}
		key := name + " int"
		if vs[0].t == floatType {
			key = name + " float"
		}
		v := vs[0]
		for _, w := range vs[1:] {
			if w.t != vs[0].t {
				refuse("arguments of %s differ", name)
			}
			a := e.temporary()
			e.emit(instruction{op: op[key], a: a, b: v.r, c: w.r})
			v = operand{a, v.t}
		}
		return v
	case "pow":
		vs := e.numbers(x, 2, 3)
		if len(vs) == 2 {
			return e.operation("**", vs[0], vs[1], want)
		}
		if !vs[0].t.integer() || !vs[1].t.integer() || !vs[2].t.integer() {
			refuse("pow")
		}
		a := e.to(want)
		e.emit(instruction{op: opPowMod, a: a, b: vs[0].r, c: vs[1].r, d: int32(vs[2].r)})
		return operand{a, intType}
	}
	refuse("call of %s", name)
	return operand{}
}

// mathCall is a function of module math.
func (e *emitter) mathCall(name string, x *python.Call, want int) operand {
	switch name {
	case "floor", "ceil", "trunc":
		v := e.numbers(x, 1, 1)[0]
		if v.t != floatType {
			return e.single(opMove, 0, v, intType, want)
		}
		return e.single(map[string]opcode{"floor": opFloor, "ceil": opCeil, "trunc": opTrunc}[name], 0, v, intType, want)
	case "isqrt":
		if v := e.numbers(x, 1, 1)[0]; v.t.integer() {
			return e.single(opISqrt, 0, v, intType, want)
		}
	case "gcd":
		if vs := e.numbers(x, 2, 2); vs[0].t.integer() && vs[1].t.integer() {
			a := e.to(want)
			e.emit(instruction{op: opGCD, a: a, b: vs[0].r, c: vs[1].r})
			return operand{a, intType}
		}
	}
	for i := range functions1 {
		if functions1[i].name == name {
			v := e.float(e.numbers(x, 1, 1)[0])
			return e.single(opCall1, i, v, floatType, want)
		}
	}
	for i := range functions2 {
		if functions2[i].name == name {
			vs := e.numbers(x, 2, 2)
			l, r := e.float(vs[0]), e.float(vs[1])
			a := e.to(want)
			e.emit(instruction{op: opCall2, a: a, b: l.r, c: r.r, d: int32(i)})
			return operand{a, floatType}
		}
	}
	refuse("math.%s", name)
	return operand{}
}
