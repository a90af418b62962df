package object

import (
	"fmt"
	"sort"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines identity and the values that are only themselves.

// singleton is a value without parts: NotImplemented, Ellipsis.
type singleton struct{ typeName, repr string }

var (
	// NotImplemented is what a binary special method returns for operands that it does not know.
	NotImplemented starlark.Value = &singleton{"NotImplementedType", "NotImplemented"}
	// Ellipsis is the value of `...`.
	Ellipsis starlark.Value = &singleton{"ellipsis", "Ellipsis"}
)

func (s *singleton) String() string        { return s.repr }
func (s *singleton) Type() string          { return s.typeName }
func (s *singleton) Freeze()               {}
func (s *singleton) Truth() starlark.Bool  { return true }
func (s *singleton) Hash() (uint32, error) { return starlark.String(s.repr).Hash() }

// same is `a is b`. Small ints, strings and equal constants are one object, as CPython's interning makes them.
func same(a, b starlark.Value) bool {
	switch x := a.(type) {
	case starlark.Int:
		y, ok := b.(starlark.Int)
		if !ok {
			return false
		}
		i, small := x.Int64()
		j, small2 := y.Int64()
		if small && small2 {
			return i == j
		}
		return !small && !small2 && x.BigInt().Cmp(y.BigInt()) == 0
	case starlark.Float:
		// The value nan is itself.
		y, ok := b.(starlark.Float)
		return ok && (x == y || x != x && y != y)
	case starlark.Tuple:
		y, ok := b.(starlark.Tuple)
		return ok && len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0])
	case starlark.String, starlark.Bytes, starlark.Bool, starlark.NoneType:
		return a == b
	case *BoundMethod:
		y, ok := b.(*BoundMethod)
		return ok && x == y
	}
	if _, isRange := rangeOf(a); isRange {
		return false
	}
	switch b.(type) {
	case starlark.Tuple:
		return false
	}
	return a == b
}

// identity is id(v): equal for the same object as `is` sees it, different for two objects that live together.
func identity(v starlark.Value) uint64 {
	switch v := v.(type) {
	case starlark.Int, starlark.String, starlark.Bytes, starlark.Float, starlark.Bool, starlark.NoneType:
		return 0x7f0000000000 + uint64(pointerHash(v.Type()+":"+v.String()))<<4
	case starlark.Tuple:
		if len(v) == 0 {
			return 0x7f0000000010
		}
		return address(&v[0])
	}
	if _, isRange := rangeOf(v); isRange {
		return 0x7f0000000000 + uint64(pointerHash(v.String()))<<4
	}
	return address(v)
}

// address is the number that %p prints.
func address(p any) uint64 {
	var n uint64
	fmt.Sscanf(fmt.Sprintf("%p", p), "0x%x", &n)
	return n
}

// Address is the address in the default repr of an object, a pointer.
func Address(p any) string { return fmt.Sprintf("0x%012x", address(p)) }

// intOfBool is int(b).
func intOfBool(b starlark.Bool) starlark.Int {
	if b {
		return starlark.MakeInt(1)
	}
	return starlark.MakeInt(0)
}

// unbool returns v, as an int if it is a bool.
func unbool(v starlark.Value) starlark.Value {
	if b, ok := v.(starlark.Bool); ok {
		return intOfBool(b)
	}
	return v
}

func sortStrings(s []string) { sort.Strings(s) }

// keyError is KeyError(k).
func keyError(k starlark.Value) error { return exceptions.KeyError.With(k) }
