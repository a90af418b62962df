package numeric

// This file compiles expressions.

import "parlark/host/internal/dialect/python"

// An operand is a register and the type of what is in it.
type operand struct {
	r uint8
	t typ
}

// none, as the register where a result is wanted, leaves the choice open.
const none = -1

// to returns the wanted register or a new one.
func (e *emitter) to(want int) uint8 {
	if want >= 0 {
		return uint8(want)
	}
	return e.temporary()
}

// expr compiles an expression. Its value is in the wanted register only if that was convenient.
func (e *emitter) expr(x python.Expr, want int) operand {
	switch x := x.(type) {
	case *python.Constant:
		return e.constant(x, want)
	case *python.Name:
		return e.name(x, want)
	case *python.BinOp:
		return e.binary(x, want)
	case *python.UnaryOp:
		return e.unary(x, want)
	case *python.Compare:
		return e.truth(x)
	case *python.BoolOp:
		return e.boolean(x)
	case *python.IfExp:
		return e.conditional(x)
	case *python.Call:
		return e.call(x, want)
	case *python.Attribute:
		if m, ok := x.X.(*python.Name); ok && e.module(m.Id) == "math" {
			for _, c := range mathConstants {
				if c.name == x.Attr {
					t := e.to(want)
					e.loadConstant(t, bitsOf(c.value))
					return operand{t, floatType}
				}
			}
		}
	}
	refuse("%T", x)
	return operand{}
}

func (e *emitter) constant(x *python.Constant, want int) operand {
	switch x.Kind {
	case python.KInt:
		if r, ok := e.body.intRegister(x.Int); ok {
			return operand{r, intType}
		}
		t := e.to(want)
		e.emit(instruction{op: opInt, a: t, d: int32(x.Int)})
		return operand{t, intType}
	case python.KFloat:
		if r, ok := e.body.floatRegister(x.Float); ok {
			return operand{r, floatType}
		}
	case python.KTrue, python.KFalse:
		t := e.to(want)
		d := int32(0)
		if x.Kind == python.KTrue {
			d = 1
		}
		e.emit(instruction{op: opInt, a: t, d: d})
		return operand{t, boolType}
	case python.KNone:
		return operand{0, noneType}
	}
	refuse("constant")
	return operand{}
}

func (e *emitter) name(x *python.Name, want int) operand {
	if i, ok := e.variable(x.Id); ok {
		t := e.types.of[i]
		if t == unset || t == conflict {
			refuse("%s is not certain", x.Id)
		}
		return operand{uint8(i), t}
	}
	if !e.unit.source.Watched[x.Id] {
		refuse("name %s", x.Id)
	}
	v := e.unit.globals[x.Id]
	if v == nil {
		refuse("%s is not bound", x.Id)
	}
	bits, t := unbox(v)
	if !t.number() {
		refuse("%s is no number", x.Id)
	}
	r := e.to(want)
	e.loadConstant(r, bits)
	return operand{r, t}
}

// smallConstant returns the value of an int literal that fits into an instruction.
func smallConstant(x python.Expr) (int64, bool) {
	if u, ok := x.(*python.UnaryOp); ok && u.Op == "-" {
		k, ok := smallConstant(u.X)
		return -k, ok && k != 0
	}
	c, ok := x.(*python.Constant)
	if !ok || c.Kind != python.KInt || !fitsShort(c.Int) || c.Int == -1<<15 {
		return 0, false
	}
	return c.Int, true
}

var intOperations = map[string]opcode{"+": opAdd, "-": opSub, "*": opMul, "//": opDiv, "%": opMod, "&": opAnd, "|": opOr, "^": opXor, "<<": opShl, ">>": opShr, "**": opPow}
var floatOperations = map[string]opcode{"+": opAddF, "-": opSubF, "*": opMulF, "/": opDivF, "//": opFloorDivF, "%": opModF, "**": opPowF}

func (e *emitter) binary(x *python.BinOp, want int) operand {
	if k, ok := smallConstant(x.R); ok {
		l := e.expr(x.L, none)
		if l.t.integer() {
			if v, ok := e.binaryConstant(x.Op, l, k, want); ok {
				return v
			}
		}
		return e.operation(x.Op, l, e.expr(x.R, none), want)
	}
	if k, ok := smallConstant(x.L); ok && (x.Op == "+" || x.Op == "*") {
		r := e.expr(x.R, none)
		if r.t.integer() {
			v, _ := e.binaryConstant(x.Op, r, k, want)
			return v
		}
		return e.operation(x.Op, e.expr(x.L, none), r, want)
	}
	l := e.expr(x.L, none)
	return e.operation(x.Op, l, e.expr(x.R, none), want)
}

// binaryConstant is l op k.
func (e *emitter) binaryConstant(op string, l operand, k int64, want int) (operand, bool) {
	in := instruction{b: l.r, d: int32(k)}
	switch {
	case op == "+":
		in.op = opAddK
	case op == "-":
		in.op, in.d = opAddK, int32(-k)
	case op == "*":
		in.op = opMulK
	case op == "//" && k > 0 && k&(k-1) == 0:
		in.op, in.d = opShrK, int32(logarithm(k))
	case op == "//" && k > 0:
		in.op = opDivK
	case op == "%" && k > 0 && k&(k-1) == 0:
		in.op, in.d = opMaskK, int32(k-1)
	case op == "%" && k > 0:
		in.op = opModK
	case op == "&" && k >= 0:
		in.op = opMaskK
		if l.t == boolType { // an int, as the constant is
			break
		}
	case op == ">>" && k >= 0 && k < 64:
		in.op = opShrK
	case op == "**" && k == 2:
		in.op, in.c, in.d = opMul, l.r, 0
	default:
		return operand{}, false
	}
	in.a = e.to(want)
	e.emit(in)
	return operand{in.a, intType}, true
}

// logarithm returns the logarithm of a power of two.
func logarithm(k int64) (n int) {
	for ; k > 1; k >>= 1 {
		n++
	}
	return n
}

// operation is l op r.
func (e *emitter) operation(op string, l, r operand, want int) operand {
	if l.t == bottom || r.t == bottom {
		if !(l.t == bottom || l.t.number()) || !(r.t == bottom || r.t.number()) {
			refuse("operand of %s", op)
		}
		return operand{e.to(want), bottom}
	}
	if !l.t.number() || !r.t.number() {
		refuse("operand of %s", op)
	}
	if l.t.integer() && r.t.integer() {
		code, t := intOperations[op], intType
		switch {
		case op == "/":
			code, t = opTrueDiv, floatType
		case code == opBail:
			refuse("operator %s", op)
		case (op == "&" || op == "|" || op == "^") && l.t == boolType && r.t == boolType:
			t = boolType
		}
		a := e.to(want)
		e.emit(instruction{op: code, a: a, b: l.r, c: r.r})
		return operand{a, t}
	}
	code := floatOperations[op]
	if code == opBail {
		refuse("operator %s", op)
	}
	l, r = e.float(l), e.float(r)
	a := e.to(want)
	e.emit(instruction{op: code, a: a, b: l.r, c: r.r})
	return operand{a, floatType}
}

// float converts a number to a float.
func (e *emitter) float(x operand) operand {
	if !x.t.integer() {
		return x
	}
	t := e.temporary()
	e.emit(instruction{op: opToFloat, a: t, b: x.r})
	return operand{t, floatType}
}

func (e *emitter) unary(x *python.UnaryOp, want int) operand {
	if x.Op == "not" {
		return e.truth(x)
	}
	if c, ok := x.X.(*python.Constant); ok && x.Op == "-" && c.Kind == python.KInt && fitsShort(c.Int) {
		t := e.to(want)
		e.emit(instruction{op: opInt, a: t, d: int32(-c.Int)})
		return operand{t, intType}
	}
	v := e.expr(x.X, none)
	if v.t == bottom {
		return operand{e.to(want), bottom}
	}
	in := instruction{b: v.r}
	t := intType
	switch {
	case x.Op == "+" && v.t == intType, x.Op == "+" && v.t == floatType:
		return v
	case x.Op == "+" && v.t == boolType:
		in.op = opMove
	case x.Op == "-" && v.t.integer():
		in.op = opNeg
	case x.Op == "-" && v.t == floatType:
		in.op, t = opNegF, floatType
	case x.Op == "~" && v.t.integer():
		in.op = opInvert
	default:
		refuse("operand of %s", x.Op)
	}
	in.a = e.to(want)
	e.emit(in)
	return operand{in.a, t}
}

// truth compiles an expression that yields a bool by a condition.
func (e *emitter) truth(x python.Expr) operand {
	t := e.temporary()
	yes := &label{}
	end := &label{}
	e.condition(x, true, yes)
	e.emit(instruction{op: opInt, a: t})
	e.jump(end, instruction{op: opJump})
	e.place(yes)
	e.emit(instruction{op: opInt, a: t, d: 1})
	e.place(end)
	return operand{t, boolType}
}

// boolean is and, or: the value is that of an operand.
func (e *emitter) boolean(x *python.BoolOp) operand {
	t := e.temporary()
	end := &label{}
	kind := bottom
	for i, v := range x.Values {
		o := e.expr(v, none)
		if kind = join(kind, o.t); kind == conflict || kind == noneType {
			refuse("operands of %s differ", x.Op)
		}
		e.emit(instruction{op: opMove, a: t, b: o.r})
		if i < len(x.Values)-1 {
			e.test(operand{t, o.t}, x.Op == "or", end)
		}
	}
	e.place(end)
	return operand{t, kind}
}

// conditional is a if c else b.
func (e *emitter) conditional(x *python.IfExp) operand {
	t := e.temporary()
	otherwise, end := &label{}, &label{}
	always, known := e.known(x.Cond)
	e.condition(x.Cond, false, otherwise)
	if known {
		e.place(otherwise)
		if always {
			return e.expr(x.Then, none)
		}
		return e.expr(x.Else, none)
	}
	a := e.expr(x.Then, int(t))
	e.emit(instruction{op: opMove, a: t, b: a.r})
	e.jump(end, instruction{op: opJump})
	e.place(otherwise)
	b := e.expr(x.Else, int(t))
	e.emit(instruction{op: opMove, a: t, b: b.r})
	e.place(end)
	kind := join(a.t, b.t)
	if kind == conflict || kind == noneType {
		refuse("values of a conditional expression differ")
	}
	return operand{t, kind}
}
