package numeric

// This file runs compiled code. It is one function, since what a call of one would cost is more than what most
// instructions do.

import "math"

func bitsOf(x float64) uint64  { return math.Float64bits(x) }
func floatOf(x uint64) float64 { return math.Float64frombits(x) }

const (
	// window is how many registers an instruction can name.
	window = 256
	// instructionsBetweenPauses is how many instructions run between two pauses, about 0.1 ms.
	instructionsBetweenPauses = 50_000
)

// A machine is one activity: a kernel that was entered and has not ended.
type machine struct {
	stack  []uint64 // registers of all frames; longer than they are by a window
	frames []frame
}

// A frame is where a function that is waiting for a call goes on.
type frame struct {
	f        *function
	pc, base int
}

// run runs f on the registers at the beginning of the stack; depth is how many calls may be active. It returns the
// number of the result, below 0 if it has bailed out.
func (m *machine) run(u *Unit, f *function, depth int) (int, error) {
	base, pc := 0, 0
	code := f.code
	if len(m.stack) < 2*window {
		m.stack = append(m.stack, make([]uint64, 4*window-len(m.stack))...)
	}
	m.frames = m.frames[:0]
	r := (*[window]uint64)(m.stack)
	for fuel := instructionsBetweenPauses; ; {
		if fuel--; fuel < 0 {
			if err := u.options.Pause(); err != nil {
				return -1, err
			}
			fuel = instructionsBetweenPauses
		}
		in := &code[pc]
		pc++
		switch in.op {
		case opMove:
			r[in.a] = r[in.b]
		case opInt:
			r[in.a] = uint64(int64(in.d))
		case opConst:
			r[in.a] = f.constants[in.d]

		case opAdd:
			x, y := int64(r[in.b]), int64(r[in.c])
			z := x + y
			if (x^z)&(y^z) < 0 {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opSub:
			x, y := int64(r[in.b]), int64(r[in.c])
			z := x - y
			if (x^y)&(x^z) < 0 {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opMul:
			x, y := int64(r[in.b]), int64(r[in.c])
			if int64(int32(x)) == x && int64(int32(y)) == y {
				r[in.a] = uint64(x * y)
				continue
			}
			z, ok := multiply(x, y)
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opDiv:
			x, y := int64(r[in.b]), int64(r[in.c])
			if y == 0 {
				return -1, nil
			}
			z, ok := floorDivide(x, y)
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opMod:
			x, y := int64(r[in.b]), int64(r[in.c])
			if y == 0 {
				return -1, nil
			}
			r[in.a] = uint64(floorRemainder(x, y))
		case opAnd:
			r[in.a] = r[in.b] & r[in.c]
		case opOr:
			r[in.a] = r[in.b] | r[in.c]
		case opXor:
			r[in.a] = r[in.b] ^ r[in.c]
		case opShl:
			z, ok := shiftLeft(int64(r[in.b]), int64(r[in.c]))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opShr:
			n := int64(r[in.c])
			if n < 0 {
				return -1, nil
			}
			r[in.a] = uint64(int64(r[in.b]) >> uint64(n))
		case opPow:
			z, ok := power(int64(r[in.b]), int64(r[in.c]))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opTrueDiv:
			x, ok1 := exactly(int64(r[in.b]))
			y, ok2 := exactly(int64(r[in.c]))
			if !ok1 || !ok2 || y == 0 {
				return -1, nil
			}
			r[in.a] = bitsOf(x / y)
		case opMin:
			r[in.a] = uint64(min(int64(r[in.b]), int64(r[in.c])))
		case opMax:
			r[in.a] = uint64(max(int64(r[in.b]), int64(r[in.c])))
		case opGCD:
			z, ok := gcd(int64(r[in.b]), int64(r[in.c]))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)

		case opAddK:
			x, y := int64(r[in.b]), int64(in.d)
			z := x + y
			if (x^z)&(y^z) < 0 {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opMulK:
			z, ok := multiply(int64(r[in.b]), int64(in.d))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opDivK:
			z, _ := floorDivide(int64(r[in.b]), int64(in.d))
			r[in.a] = uint64(z)
		case opModK:
			r[in.a] = uint64(floorRemainder(int64(r[in.b]), int64(in.d)))
		case opMaskK:
			r[in.a] = r[in.b] & uint64(int64(in.d))
		case opShrK:
			r[in.a] = uint64(int64(r[in.b]) >> uint(in.d&63))

		case opNeg:
			x := int64(r[in.b])
			if x == math.MinInt64 {
				return -1, nil
			}
			r[in.a] = uint64(-x)
		case opInvert:
			r[in.a] = ^r[in.b]
		case opAbs:
			x := int64(r[in.b])
			if x == math.MinInt64 {
				return -1, nil
			}
			r[in.a] = uint64(max(x, -x))
		case opNot:
			r[in.a] = r[in.b] ^ 1
		case opISqrt:
			z, ok := integerSquareRoot(int64(r[in.b]))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)
		case opPowMod:
			z, ok := powerModulo(int64(r[in.b]), int64(r[in.c]), int64(r[uint8(in.d)]))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)

		case opAddF:
			r[in.a] = bitsOf(floatOf(r[in.b]) + floatOf(r[in.c]))
		case opSubF:
			r[in.a] = bitsOf(floatOf(r[in.b]) - floatOf(r[in.c]))
		case opMulF:
			r[in.a] = bitsOf(floatOf(r[in.b]) * floatOf(r[in.c]))
		case opDivF:
			y := floatOf(r[in.c])
			if y == 0 {
				return -1, nil
			}
			r[in.a] = bitsOf(floatOf(r[in.b]) / y)
		case opFloorDivF, opModF, opPowF:
			z, ok := floatOperation(in.op, floatOf(r[in.b]), floatOf(r[in.c]))
			if !ok {
				return -1, nil
			}
			r[in.a] = bitsOf(z)
		case opMinF:
			if x, y := floatOf(r[in.b]), floatOf(r[in.c]); y < x {
				r[in.a] = bitsOf(y)
			} else {
				r[in.a] = bitsOf(x)
			}
		case opMaxF:
			if x, y := floatOf(r[in.b]), floatOf(r[in.c]); y > x {
				r[in.a] = bitsOf(y)
			} else {
				r[in.a] = bitsOf(x)
			}
		case opCall2:
			z, ok := functions2[in.d].call(floatOf(r[in.b]), floatOf(r[in.c]))
			if !ok {
				return -1, nil
			}
			r[in.a] = bitsOf(z)

		case opNegF:
			r[in.a] = r[in.b] ^ 1<<63
		case opAbsF:
			r[in.a] = r[in.b] &^ (1 << 63)
		case opCall1:
			z, ok := functions1[in.d].call(floatOf(r[in.b]))
			if !ok {
				return -1, nil
			}
			r[in.a] = bitsOf(z)
		case opFloor, opCeil, opTrunc, opRound:
			z, ok := rounded(in.op, floatOf(r[in.b]))
			if !ok {
				return -1, nil
			}
			r[in.a] = uint64(z)

		case opToFloat:
			r[in.a] = bitsOf(float64(int64(r[in.b])))
		case opExact:
			z, ok := exactly(int64(r[in.b]))
			if !ok {
				return -1, nil
			}
			r[in.a] = bitsOf(z)

		case opJump:
			pc = int(in.d)
		case opJumpLt:
			if int64(r[in.a]) < int64(r[in.b]) {
				pc = int(in.d)
			}
		case opJumpLe:
			if int64(r[in.a]) <= int64(r[in.b]) {
				pc = int(in.d)
			}
		case opJumpEq:
			if r[in.a] == r[in.b] {
				pc = int(in.d)
			}
		case opJumpNe:
			if r[in.a] != r[in.b] {
				pc = int(in.d)
			}
		case opJumpLtK:
			if int64(r[in.a]) < in.short() {
				pc = int(in.d)
			}
		case opJumpLeK:
			if int64(r[in.a]) <= in.short() {
				pc = int(in.d)
			}
		case opJumpGtK:
			if int64(r[in.a]) > in.short() {
				pc = int(in.d)
			}
		case opJumpGeK:
			if int64(r[in.a]) >= in.short() {
				pc = int(in.d)
			}
		case opJumpEqK:
			if int64(r[in.a]) == in.short() {
				pc = int(in.d)
			}
		case opJumpNeK:
			if int64(r[in.a]) != in.short() {
				pc = int(in.d)
			}
		case opJumpDivides:
			y := int64(r[in.b])
			if y == 0 {
				return -1, nil
			}
			if floorRemainder(int64(r[in.a]), y) == 0 {
				pc = int(in.d)
			}
		case opJumpIndivisible:
			y := int64(r[in.b])
			if y == 0 {
				return -1, nil
			}
			if floorRemainder(int64(r[in.a]), y) != 0 {
				pc = int(in.d)
			}
		case opJumpLtF:
			if floatOf(r[in.a]) < floatOf(r[in.b]) {
				pc = int(in.d)
			}
		case opJumpLeF:
			if floatOf(r[in.a]) <= floatOf(r[in.b]) {
				pc = int(in.d)
			}
		case opJumpEqF:
			if floatOf(r[in.a]) == floatOf(r[in.b]) {
				pc = int(in.d)
			}
		case opJumpNeF:
			if floatOf(r[in.a]) != floatOf(r[in.b]) {
				pc = int(in.d)
			}
		case opJumpNltF:
			if !(floatOf(r[in.a]) < floatOf(r[in.b])) {
				pc = int(in.d)
			}
		case opJumpNleF:
			if !(floatOf(r[in.a]) <= floatOf(r[in.b])) {
				pc = int(in.d)
			}
		case opNext:
			if i := int64(r[in.b]) + 1; i < int64(r[in.c]) {
				r[in.b], r[in.a] = uint64(i), uint64(i)
				pc = int(in.d)
			}
		case opStep:
			if r[in.b+2]--; r[in.b+2] != 0 {
				r[in.b] += r[in.b+1]
				r[in.a] = r[in.b]
				pc = int(in.d)
			}
		case opTrip:
			step := int64(r[uint8(in.d)])
			if step == 0 {
				return -1, nil
			}
			r[in.a] = uint64(trips(int64(r[in.b]), int64(r[in.c]), step))

		case opCall:
			if len(m.frames) >= depth {
				return -1, nil
			}
			m.frames = append(m.frames, frame{f, pc, base})
			base += int(in.a)
			if len(m.stack) < base+window {
				m.stack = append(m.stack, make([]uint64, len(m.stack))...)
			}
			r = (*[window]uint64)(m.stack[base:])
			f = u.functions[in.d]
			code, pc = f.code, 0
		case opReturn:
			r[0] = r[in.a]
			last := len(m.frames) - 1
			top := &m.frames[last]
			f, pc, base = top.f, top.pc, top.base
			m.frames = m.frames[:last]
			code = f.code
			r = (*[window]uint64)(m.stack[base:])
		case opResult:
			return int(in.d), nil
		default: // opBail
			return -1, nil
		}
	}
}
