package numeric

// This file compiles conditions to jumps.

import "parlark/host/internal/dialect/python"

// known returns the truth of a condition that does not depend on values.
func (e *emitter) known(x python.Expr) (always, ok bool) {
	switch x := x.(type) {
	case *python.Constant:
		switch x.Kind {
		case python.KTrue:
			return true, true
		case python.KFalse, python.KNone:
			return false, true
		case python.KInt:
			return x.Int != 0, true
		}
	case *python.UnaryOp:
		if x.Op == "not" {
			always, ok = e.known(x.X)
			return !always, ok
		}
	case *python.Compare:
		if c, isConstant := x.Rs[0].(*python.Constant); isConstant && c.Kind == python.KNone && len(x.Ops) == 1 && (x.Ops[0] == "is" || x.Ops[0] == "is not") {
			if n, isName := x.L.(*python.Name); isName {
				if i, isVariable := e.variable(n.Id); isVariable {
					t := e.types.of[i]
					return (t == noneType) == (x.Ops[0] == "is"), t.number() || t == noneType
				}
			}
		}
	}
	return false, false
}

// condition jumps to a label if the truth of x is sense, and goes on otherwise.
func (e *emitter) condition(x python.Expr, sense bool, to *label) {
	if always, ok := e.known(x); ok {
		if always == sense {
			e.jump(to, instruction{op: opJump})
		}
		return
	}
	free := e.free
	defer func() { e.free = free }()
	switch x := x.(type) {
	case *python.UnaryOp:
		if x.Op == "not" {
			e.condition(x.X, !sense, to)
			return
		}
	case *python.BoolOp:
		// The last operand decides; one of the others does if it is true (or) or false (and).
		decides := x.Op == "or"
		last := len(x.Values) - 1
		if decides == sense {
			for _, v := range x.Values {
				e.condition(v, sense, to)
			}
			return
		}
		end := &label{}
		for _, v := range x.Values[:last] {
			e.condition(v, decides, end)
		}
		e.condition(x.Values[last], sense, to)
		e.place(end)
		return
	case *python.Compare:
		e.comparison(x, sense, to)
		return
	}
	e.test(e.expr(x, none), sense, to)
}

// test jumps if the truth of a number is sense.
func (e *emitter) test(v operand, sense bool, to *label) {
	switch {
	case v.t.integer():
		op := opJumpEqK
		if sense {
			op = opJumpNeK
		}
		e.jump(to, instruction{op: op, a: v.r})
	case v.t == floatType:
		zero := e.temporary()
		e.emit(instruction{op: opInt, a: zero}) // 0.0 has the bits of 0
		op := opJumpEqF
		if sense {
			op = opJumpNeF
		}
		e.jump(to, instruction{op: op, a: v.r, b: zero})
	case v.t == bottom:
		e.jump(to, instruction{op: opJumpEqK, a: v.r})
	default:
		refuse("truth")
	}
}

// comparison is x < y < z: the operands between are evaluated once.
func (e *emitter) comparison(x *python.Compare, sense bool, to *label) {
	last := len(x.Ops) - 1
	if last == 0 {
		e.compare(x.Ops[0], x.L, x.Rs[0], nil, sense, to)
		return
	}
	end := &label{}
	failure := to
	if sense {
		failure = end
	}
	l := e.expr(x.L, none)
	for i, op := range x.Ops {
		if i == last {
			e.compare(op, nil, x.Rs[i], &l, sense, to)
			break
		}
		r := e.expr(x.Rs[i], none)
		e.compareOperands(op, l, r, false, failure)
		l = r
	}
	e.place(end)
}

var reversed = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}

// compare jumps if x op y is sense; left replaces x if it has been evaluated.
func (e *emitter) compare(op string, x, y python.Expr, left *operand, sense bool, to *label) {
	if reversed[op] == "" {
		refuse("comparison %s", op)
	}
	if left == nil {
		if e.divisible(op, x, y, sense, to) {
			return
		}
		if k, ok := smallConstant(x); ok {
			r := e.expr(y, none)
			if r.t.integer() {
				e.compareConstant(reversed[op], r, k, sense, to)
				return
			}
			e.compareOperands(op, e.expr(x, none), r, sense, to)
			return
		}
		l := e.expr(x, none)
		left = &l
	}
	if k, ok := smallConstant(y); ok && left.t.integer() {
		e.compareConstant(op, *left, k, sense, to)
		return
	}
	e.compareOperands(op, *left, e.expr(y, none), sense, to)
}

// divisible compiles a % b == 0.
func (e *emitter) divisible(op string, x, y python.Expr, sense bool, to *label) bool {
	b, ok := x.(*python.BinOp)
	k, isConstant := smallConstant(y)
	if !ok || b.Op != "%" || !isConstant || k != 0 || op != "==" && op != "!=" {
		return false
	}
	if _, ok := smallConstant(b.R); ok {
		return false
	}
	l := e.expr(b.L, none)
	r := e.expr(b.R, none)
	if !l.t.integer() || !r.t.integer() {
		e.compareConstantOf(op, e.operation("%", l, r, none), k, sense, to)
		return true
	}
	code := opJumpIndivisible
	if (op == "==") == sense {
		code = opJumpDivides
	}
	e.jump(to, instruction{op: code, a: l.r, b: r.r})
	return true
}

// compareConstantOf compares a value of any type with a small int.
func (e *emitter) compareConstantOf(op string, l operand, k int64, sense bool, to *label) {
	if l.t.integer() {
		e.compareConstant(op, l, k, sense, to)
		return
	}
	t := e.temporary()
	e.emit(instruction{op: opInt, a: t, d: int32(k)})
	e.compareOperands(op, l, operand{t, intType}, sense, to)
}

func (e *emitter) compareConstant(op string, l operand, k int64, sense bool, to *label) {
	if !sense {
		op = opposite[op]
	}
	var code opcode
	switch op {
	case "<":
		code = opJumpLtK
	case "<=":
		code = opJumpLeK
	case ">":
		code = opJumpGtK
	case ">=":
		code = opJumpGeK
	case "==":
		code = opJumpEqK
	case "!=":
		code = opJumpNeK
	}
	b, c := short(k)
	e.jump(to, instruction{op: code, a: l.r, b: b, c: c})
}

var opposite = map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}

func (e *emitter) compareOperands(op string, l, r operand, sense bool, to *label) {
	switch {
	case l.t == bottom || r.t == bottom:
		e.jump(to, instruction{op: opJumpEq, a: l.r, b: r.r})
		return
	case !l.t.number() || !r.t.number():
		refuse("comparison of what is no number")
	case l.t.integer() && r.t.integer():
		if !sense {
			op = opposite[op]
		}
		switch op {
		case ">", ">=":
			op, l, r = reversed[op], r, l
		}
		code := map[string]opcode{"<": opJumpLt, "<=": opJumpLe, "==": opJumpEq, "!=": opJumpNe}[op]
		e.jump(to, instruction{op: code, a: l.r, b: r.r})
		return
	}
	l, r = e.exact(l), e.exact(r)
	switch op {
	case ">", ">=":
		op, l, r = reversed[op], r, l
	}
	code := map[string]opcode{"<": opJumpLtF, "<=": opJumpLeF, "==": opJumpEqF, "!=": opJumpNeF}[op]
	if !sense {
		code = map[string]opcode{"<": opJumpNltF, "<=": opJumpNleF, "==": opJumpNeF, "!=": opJumpEqF}[op]
	}
	e.jump(to, instruction{op: code, a: l.r, b: r.r})
}

// exact converts a number to a float that is equal.
func (e *emitter) exact(x operand) operand {
	if !x.t.integer() {
		return x
	}
	t := e.temporary()
	e.emit(instruction{op: opExact, a: t, b: x.r})
	return operand{t, floatType}
}
