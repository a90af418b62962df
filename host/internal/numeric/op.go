package numeric

// This file defines the instructions of the machine.

// An instruction works on registers a, b and c of the current frame; d is a constant, a target or an index.
type instruction struct {
	op      opcode
	a, b, c uint8
	d       int32
}

type opcode uint8

const (
	opBail opcode = iota

	opMove  // a = b
	opInt   // a = d
	opConst // a = constants[d]

	opAdd // ints: a = b op c
	opSub
	opMul
	opDiv
	opMod
	opAnd
	opOr
	opXor
	opShl
	opShr
	opPow
	opTrueDiv // a = b / c, a float
	opMin
	opMax
	opGCD

	opAddK // a = b op d
	opMulK
	opDivK // d > 0
	opModK // d > 0
	opMaskK
	opShrK

	opNeg // a = op b
	opInvert
	opAbs
	opNot // bool
	opISqrt
	opPowMod // a = b ** c % register d

	opAddF // floats: a = b op c
	opSubF
	opMulF
	opDivF
	opFloorDivF
	opModF
	opPowF
	opMinF
	opMaxF
	opCall2 // a = functions2[d](b, c)

	opNegF // a = op b
	opAbsF
	opCall1 // a = functions1[d](b)
	opFloor // to int
	opCeil
	opTrunc
	opRound

	opToFloat // a = float of int b
	opExact   // the same, bailing out where the float is not surely equal

	opJump   // to d
	opJumpLt // if a < b, ints, to d
	opJumpLe
	opJumpEq
	opJumpNe
	opJumpLtK // if a < the int16 in b and c
	opJumpLeK
	opJumpGtK
	opJumpGeK
	opJumpEqK
	opJumpNeK
	opJumpDivides // if a % b == 0, ints
	opJumpIndivisible
	opJumpLtF // floats
	opJumpLeF
	opJumpEqF
	opJumpNeF
	opJumpNltF // not less, which is true of nan
	opJumpNleF
	opNext // a loop over a range of step 1: b++; if b < c, a = b and to d
	opStep // of any step: registers b, b+1, b+2 are the counter, the step, how many are left
	opTrip // a = how many steps from b to c in steps of the register d; none: 0

	opCall   // functions[d]; its frame begins at register a, with the arguments; the result is in a
	opReturn // a
	opResult // the outermost frame is done: the result is described by results[d]
)

// short splits a constant over b and c.
func short(k int64) (b, c uint8) { return uint8(k), uint8(k >> 8) }

func (in *instruction) short() int64 { return int64(int16(uint16(in.b) | uint16(in.c)<<8)) }

func fitsShort(k int64) bool { return int64(int16(k)) == k }
