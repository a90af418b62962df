package object

import (
	"math"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file evaluates operators where the VM's own do not follow Python: bools, **, @, <<, in place.

// operators are the binary operators by their text, without ** and @, which Starlark does not have.
var operators = map[string]syntax.Token{
	"+": syntax.PLUS, "-": syntax.MINUS, "*": syntax.STAR, "/": syntax.SLASH, "//": syntax.SLASHSLASH, "%": syntax.PERCENT,
	"&": syntax.AMP, "|": syntax.PIPE, "^": syntax.CIRCUMFLEX, "<<": syntax.LTLT, ">>": syntax.GTGT,
}

// Binary is x op y.
func (rt *Runtime) Binary(op syntax.Token, x, y starlark.Value) (starlark.Value, error) {
	if a, ok := x.(starlark.Bool); ok {
		if b, ok := y.(starlark.Bool); ok {
			switch op {
			case syntax.AMP:
				return a && b, nil
			case syntax.PIPE:
				return a || b, nil
			case syntax.CIRCUMFLEX:
				return starlark.Bool(a != b), nil
			}
		}
	}
	a, b := unbool(x), unbool(y)
	switch op {
	case syntax.PERCENT:
		switch s := a.(type) {
		case starlark.String:
			text, err := rt.percent(string(s), y)
			return starlark.String(text), err
		case starlark.Bytes:
			text, err := rt.percentBytes(string(s), y)
			return starlark.Bytes(text), err
		case *Bytearray:
			text, err := rt.percentBytes(string(s.data), y)
			return &Bytearray{[]byte(text)}, err
		}
		if isFloatPair(a, b) {
			return floatRemainder(a, b)
		}
	case syntax.SLASHSLASH:
		if isFloatPair(a, b) {
			return floatQuotient(a, b)
		}
	case syntax.SLASH:
		if isFloatPair(a, b) && !bool(b.Truth()) {
			return nil, exceptions.ZeroDivisionError.Errorf("float division by zero")
		}
	case syntax.LTLT:
		if i, ok := a.(starlark.Int); ok {
			if j, ok := b.(starlark.Int); ok {
				return shiftLeft(i, j)
			}
			if _, knows := b.(starlark.HasBinary); !knows {
				return nil, unsupported("<<", x, y)
			}
		}
	case syntax.GTGT:
		if i, ok := a.(starlark.Int); ok {
			if j, ok := b.(starlark.Int); ok {
				return shiftRight(i, j)
			}
			if _, knows := b.(starlark.HasBinary); !knows {
				return nil, unsupported(">>", x, y)
			}
		}
	case syntax.STAR:
		if err := checkRepeat(a, b); err != nil {
			return nil, err
		}
	}
	return starlark.Binary(op, a, b)
}

// maxShift bounds the count of <<, so that the result stays below maxAllocation bytes.
const maxShift = 8 * maxAllocation

func shiftLeft(x, y starlark.Int) (starlark.Value, error) {
	if y.Sign() < 0 {
		return nil, valueErrorf("negative shift count")
	}
	n, ok := y.Int64()
	switch {
	case x.Sign() == 0:
		return x, nil
	case !ok:
		return nil, exceptions.OverflowError.Errorf("too many digits in integer")
	case n > maxShift:
		return nil, exceptions.MemoryError.With()
	}
	if err := checkAllocation(int(n) / 8); err != nil {
		return nil, err
	}
	return x.Lsh(uint(n)), nil
}

func shiftRight(x, y starlark.Int) (starlark.Value, error) {
	if y.Sign() < 0 {
		return nil, valueErrorf("negative shift count")
	}
	n, ok := y.Int64()
	if !ok || n > math.MaxInt32 {
		if x.Sign() < 0 {
			return starlark.MakeInt(-1), nil
		}
		return starlark.MakeInt(0), nil
	}
	return x.Rsh(uint(n)), nil
}

// checkRepeat refuses the repetition of a sequence beyond the memory that one value may take.
func checkRepeat(x, y starlark.Value) error {
	seq, count := x, y
	if _, ok := seq.(starlark.Int); ok {
		seq, count = y, x
	}
	n, ok := count.(starlark.Int)
	if !ok {
		return nil
	}
	size := 0
	switch s := seq.(type) {
	case starlark.String:
		size = len(s)
	case starlark.Bytes:
		size = len(s)
	case *starlark.List:
		size = 16 * s.Len()
	case starlark.Tuple:
		size = 16 * len(s)
	}
	if size == 0 || n.Sign() <= 0 {
		return nil
	}
	k, small := n.Int64()
	if !small {
		return exceptions.OverflowError.Errorf("cannot fit 'int' into an index-sized integer")
	}
	if k > int64(maxAllocation)*16/int64(size) {
		return exceptions.MemoryError.With()
	}
	if total := int(k) * size; total >= largeAllocation && !fits(total) {
		return exceptions.MemoryError.With()
	}
	return nil
}

// specialBinary is x op y by special methods only; ok is false if neither operand has one that knows the other.
func specialBinary(left, right string, x, y starlark.Value) (v starlark.Value, ok bool, err error) {
	a, aOK := x.(*Instance)
	b, bOK := y.(*Instance)
	if aOK && bOK && a.class != b.class && b.class.IsSubclass(a.class) {
		if v, ok, err := b.call(right, x); ok || err != nil {
			return v, ok, err
		}
		bOK = false
	}
	if aOK {
		if v, ok, err := a.call(left, y); ok || err != nil {
			return v, ok, err
		}
	}
	if bOK {
		if v, ok, err := b.call(right, x); ok || err != nil {
			return v, ok, err
		}
	}
	return nil, false, nil
}

func unsupported(op string, x, y starlark.Value) error {
	return typeErrorf("unsupported operand type(s) for %s: '%s' and '%s'", op, TypeName(x), TypeName(y))
}

// Power is x ** y.
func (rt *Runtime) Power(x, y starlark.Value) (starlark.Value, error) {
	if v, ok, err := specialBinary("__pow__", "__rpow__", x, y); ok || err != nil {
		return v, err
	}
	for _, side := range []starlark.Value{x, y} {
		if p, ok := side.(HasPower); ok {
			if v, err := p.Power(x, y); v != nil || err != nil {
				return v, err
			}
		}
	}
	a, b := unbool(Underlying(x)), unbool(Underlying(y))
	i, ok1 := a.(starlark.Int)
	j, ok2 := b.(starlark.Int)
	if ok1 && ok2 && j.Sign() >= 0 {
		return powInt(i, j)
	}
	if !isNumber(a) || !isNumber(b) {
		return nil, unsupported("** or pow()", x, y)
	}
	f, g, err := twoFloats(a, b)
	if err != nil {
		return nil, err
	}
	return floatPow(f, g)
}

// HasPower is a number made in Go that is an operand of **. Power returns nil for operands that it does not know.
type HasPower interface {
	Power(x, y starlark.Value) (starlark.Value, error)
}

// matrixMultiply is x @ y, which only instances have.
func matrixMultiply(x, y starlark.Value) (starlark.Value, error) {
	v, ok, err := specialBinary("__matmul__", "__rmatmul__", x, y)
	if err == nil && !ok {
		err = unsupported("@", x, y)
	}
	return v, err
}

// inPlaceMethods names the special methods of augmented assignment.
var inPlaceMethods = map[string]string{
	"+": "__iadd__", "-": "__isub__", "*": "__imul__", "/": "__itruediv__", "//": "__ifloordiv__", "%": "__imod__",
	"&": "__iand__", "|": "__ior__", "^": "__ixor__", "<<": "__ilshift__", ">>": "__irshift__", "**": "__ipow__", "@": "__imatmul__",
}

// InPlace is the value that x op= y assigns.
func (rt *Runtime) InPlace(t *starlark.Thread, op string, x, y starlark.Value) (starlark.Value, error) {
	switch a := x.(type) {
	case *Instance:
		if v, ok, err := a.call(inPlaceMethods[op], y); ok || err != nil {
			return v, err
		}
		if w := a.wrapped(); w != nil && !a.overrides(binaryMethods[operators[op]][0]) {
			switch w.(type) {
			case *starlark.List, *starlark.Dict, *starlark.Set:
				r, err := rt.InPlace(t, op, w, Underlying(y))
				if err != nil {
					return nil, err
				}
				if r == w {
					return x, nil
				}
			}
		}
	case *starlark.List:
		switch op {
		case "+":
			elements, err := rt.List(t, y)
			if err != nil {
				return nil, err
			}
			return x, extendList(a, elements)
		case "*":
			r, err := rt.Binary(syntax.STAR, x, y)
			if err != nil {
				return nil, err
			}
			if l, ok := r.(*starlark.List); ok {
				return x, replaceList(a, listElements(l))
			}
		}
	case *starlark.Dict:
		if op == "|" {
			return x, rt.mergeInto(t, a, y)
		}
	case *starlark.Set:
		if other, ok := setOf(y); ok {
			switch token := operators[op]; token {
			case syntax.PIPE:
				return x, rt.extendSet(t, a, []starlark.Value{&Frozenset{other}})
			case syntax.AMP, syntax.MINUS, syntax.CIRCUMFLEX:
				r, err := combineSets(token, a, other)
				if err != nil {
					return nil, err
				}
				return x, replaceSet(a, r)
			}
		}
	case HasMethods:
		if m, ok := a.Methods().Get(inPlaceMethods[op]); ok {
			return m(t, x, starlark.Tuple{y}, nil)
		}
	}
	return rt.operate(op, x, y)
}

// operate is x op y, op given as text. Errors name the augmented operator, as the VM's do not.
func (rt *Runtime) operate(op string, x, y starlark.Value) (starlark.Value, error) {
	switch op {
	case "**":
		return rt.Power(x, y)
	case "@":
		return matrixMultiply(x, y)
	}
	return rt.Binary(operators[op], x, y)
}
