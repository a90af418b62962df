package numeric

// This file defines the types that the compiler follows.

import "go.starlark.net/starlark"

// A typ is what is known of a value at a place of the code.
type typ uint8

const (
	unset typ = iota // the variable is not bound, or its value does not matter
	intType
	floatType
	boolType
	noneType
	conflict // differs from path to path
	bottom   // of a call of a function whose result is being found out
)

func (t typ) number() bool  { return t == intType || t == floatType || t == boolType }
func (t typ) integer() bool { return t == intType || t == boolType }

// join returns the type where two paths meet.
func join(a, b typ) typ {
	switch {
	case a == b, b == bottom:
		return a
	case a == bottom:
		return b
	}
	return conflict
}

// maxVariables bounds how many variables a function may have, so that sets of them are words.
const maxVariables = 48

// types are the types of all variables at a place.
type types struct {
	of   [maxVariables]typ
	dead bool // the place cannot be reached
}

// joined returns the types where two paths meet; a variable that is not live any more does not matter.
func joined(a, b types, live set) types {
	switch {
	case a.dead:
		return b.only(live)
	case b.dead:
		return a.only(live)
	}
	for i := range a.of {
		a.of[i] = join(a.of[i], b.of[i])
	}
	return a.only(live)
}

// only forgets the variables that are not live.
func (e types) only(live set) types {
	for i := range e.of {
		if !live.has(i) {
			e.of[i] = unset
		}
	}
	return e
}

// A set is a set of variables.
type set uint64

const everything = ^set(0)

func (s set) has(i int) bool  { return s>>uint(i)&1 != 0 }
func (s set) with(i int) set  { return s | 1<<uint(i) }
func (s set) minus(i int) set { return s &^ (1 << uint(i)) }

// unbox returns a value as it is in a register.
func unbox(v starlark.Value) (uint64, typ) {
	switch v := v.(type) {
	case starlark.Int:
		if i, ok := v.Int64(); ok {
			return uint64(i), intType
		}
	case starlark.Float:
		return bitsOf(float64(v)), floatType
	case starlark.Bool:
		if v {
			return 1, boolType
		}
		return 0, boolType
	case starlark.NoneType:
		return 0, noneType
	}
	return 0, unset
}

// box is the reverse of unbox.
func box(x uint64, t typ) starlark.Value {
	switch t {
	case intType:
		return starlark.MakeInt64(int64(x))
	case floatType:
		return starlark.Float(floatOf(x))
	case boolType:
		return starlark.Bool(x != 0)
	}
	return starlark.None
}
