package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file compares values as Python does. Starlark's own comparison never equates bool and int, asks special methods
// only between two instances, and has no identity shortcut inside containers.

// maxCompareDepth bounds the nesting of compared containers.
const maxCompareDepth = 500

// Compare is x op y for ==, !=, <, <=, > and >=.
func (rt *Runtime) Compare(op syntax.Token, x, y starlark.Value) (bool, error) {
	return rt.compare(op, x, y, maxCompareDepth)
}

// Equal is x == y.
func (rt *Runtime) Equal(x, y starlark.Value) (bool, error) {
	if s, ok := x.(starlark.String); ok {
		if u, ok := y.(starlark.String); ok {
			return s == u, nil
		}
	}
	return rt.compare(syntax.EQL, x, y, maxCompareDepth)
}

// identicalOrEqual is how containers compare their elements.
func (rt *Runtime) identicalOrEqual(x, y starlark.Value) (bool, error) {
	if same(x, y) {
		return true, nil
	}
	return rt.Equal(x, y)
}

func (rt *Runtime) compare(op syntax.Token, x, y starlark.Value, depth int) (bool, error) {
	if depth == 0 {
		return false, exceptions.RecursionError.Errorf("maximum recursion depth exceeded in comparison")
	}
	x, y = plainOperand(x), plainOperand(y)
	switch a := x.(type) {
	case starlark.Int:
		switch b := y.(type) {
		case starlark.Int:
			return starlark.CompareDepth(op, a, b, 1)
		case starlark.Float:
			if b != b {
				return op == syntax.NEQ, nil
			}
		}
	case starlark.Float:
		switch b := y.(type) {
		case starlark.Float:
			return compareFloats(op, a, b), nil
		case starlark.Int:
			if a != a {
				return op == syntax.NEQ, nil
			}
		}
	case starlark.String:
		if b, ok := y.(starlark.String); ok {
			return starlark.CompareDepth(op, a, b, 1)
		}
	case *Instance:
		return rt.compareInstances(op, x, y)
	}
	if _, ok := y.(*Instance); ok {
		return rt.compareInstances(op, x, y)
	}
	switch a := x.(type) {
	case *starlark.List:
		if b, ok := y.(*starlark.List); ok {
			return rt.compareSequences(op, a, b, depth)
		}
	case starlark.Tuple:
		if b, ok := y.(starlark.Tuple); ok {
			return rt.compareSequences(op, a, b, depth)
		}
	case *starlark.Dict:
		if b, ok := y.(*starlark.Dict); ok && (op == syntax.EQL || op == syntax.NEQ) {
			eq, err := rt.equalDicts(a, b, depth)
			return eq == (op == syntax.EQL), err
		}
	case *DictView:
		if w, ok := y.(*DictView); a.kind != "values" && (!ok || w.kind != "values") {
			if _, isSet := setOf(y); isSet {
				return a.compare(op, y)
			}
		}
	case *starlark.Set, *Frozenset:
		if w, ok := y.(*DictView); ok && w.kind != "values" {
			return w.compare(mirrored(op), x)
		}
		s, _ := setOf(x)
		if u, ok := setOf(y); ok {
			return compareSets(op, s, u)
		}
	}
	return compareOthers(op, x, y)
}

// mirrored is the operator for exchanged operands.
func mirrored(op syntax.Token) syntax.Token {
	switch op {
	case syntax.LT:
		return syntax.GT
	case syntax.LE:
		return syntax.GE
	case syntax.GT:
		return syntax.LT
	case syntax.GE:
		return syntax.LE
	}
	return op
}

// plainOperand returns bools as ints and __dict__ of an instance as a dict.
func plainOperand(v starlark.Value) starlark.Value {
	switch v := v.(type) {
	case starlark.Bool:
		return intOfBool(v)
	case *liveDict:
		return v.dict()
	}
	return v
}

// compareFloats follows IEEE 754: nan is not equal to itself. Starlark orders it.
func compareFloats(op syntax.Token, x, y starlark.Float) bool {
	switch op {
	case syntax.EQL:
		return x == y
	case syntax.NEQ:
		return x != y
	case syntax.LT:
		return x < y
	case syntax.LE:
		return x <= y
	case syntax.GT:
		return x > y
	}
	return x >= y
}

// compareOthers compares values that have no parts: by their own rule, else by identity.
func compareOthers(op syntax.Token, x, y starlark.Value) (bool, error) {
	ordering := op != syntax.EQL && op != syntax.NEQ
	if !ordering {
		if eq, ok := equalBytes(x, y); ok {
			return eq == (op == syntax.EQL), nil
		}
		if eq, ok := equalComplex(x, y); ok {
			return eq == (op == syntax.EQL), nil
		}
	}
	r, err := starlark.Compare(op, x, y)
	if err != nil {
		if _, isException := err.(*exceptions.Error); isException {
			return false, err
		}
		if ordering {
			return false, notSupported(op, x, y)
		}
		return op == syntax.NEQ, nil
	}
	return r, nil
}

// ComparesAsBytes is a value made in Go that is equal to bytes-like values with the same contents.
type ComparesAsBytes interface {
	EqualBytes(b []byte) bool
}

// equalBytes compares a bytes-like value with one of another type; ok is false if they are nothing of the kind.
func equalBytes(x, y starlark.Value) (eq, ok bool) {
	for range 2 {
		switch a := x.(type) {
		case ComparesAsBytes:
			if b, ok := bytesOf(y); ok {
				return a.EqualBytes([]byte(b)), true
			}
		case *Bytearray:
			if b, ok := y.(starlark.Bytes); ok {
				return string(a.data) == string(b), true
			}
		}
		x, y = y, x
	}
	return false, false
}

// notSupported is the error of an ordering that the operands do not have.
func notSupported(op syntax.Token, x, y starlark.Value) error {
	return typeErrorf("'%s' not supported between instances of '%s' and '%s'", op, TypeName(x), TypeName(y))
}

func (rt *Runtime) compareSequences(op syntax.Token, x, y starlark.Indexable, depth int) (bool, error) {
	if x.Len() != y.Len() && (op == syntax.EQL || op == syntax.NEQ) {
		return op == syntax.NEQ, nil
	}
	for i := 0; i < x.Len() && i < y.Len(); i++ {
		a, b := x.Index(i), y.Index(i)
		if same(a, b) {
			continue
		}
		eq, err := rt.compare(syntax.EQL, a, b, depth-1)
		if err != nil {
			return false, err
		}
		if eq {
			continue
		}
		switch op {
		case syntax.EQL:
			return false, nil
		case syntax.NEQ:
			return true, nil
		}
		return rt.compare(op, a, b, depth-1)
	}
	return starlark.CompareDepth(op, starlark.MakeInt(x.Len()), starlark.MakeInt(y.Len()), 1)
}

func (rt *Runtime) equalDicts(x, y *starlark.Dict, depth int) (bool, error) {
	if x.Len() != y.Len() {
		return false, nil
	}
	for _, kv := range x.Items() {
		other, ok, err := y.Get(kv[0])
		if err != nil || !ok {
			return false, err
		}
		if same(kv[1], other) {
			continue
		}
		if eq, err := rt.compare(syntax.EQL, kv[1], other, depth-1); err != nil || !eq {
			return false, err
		}
	}
	return true, nil
}

// has is x in c for the elements of an iterable.
func (rt *Runtime) hasElement(elements []starlark.Value, x starlark.Value) (bool, error) {
	for _, y := range elements {
		if eq, err := rt.identicalOrEqual(y, x); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

// tokens are the comparison operators by their text.
var tokens = map[string]syntax.Token{
	"==": syntax.EQL, "!=": syntax.NEQ, "<": syntax.LT, "<=": syntax.LE, ">": syntax.GT, ">=": syntax.GE,
}

// compareIntrinsic is #cmp(op, x, y): rich comparison, whose result need not be a bool, or containment.
func (rt *Runtime) compareIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	x, y := args[1], args[2]
	if args[0] == starlark.String("in") {
		ok, err := rt.Contains(t, y, x)
		return starlark.Bool(ok), err
	}
	op := tokens[string(args[0].(starlark.String))]
	_, a := x.(*Instance)
	_, b := y.(*Instance)
	if a || b {
		return rt.richCompare(op, x, y)
	}
	r, err := rt.Compare(op, x, y)
	return starlark.Bool(r), err
}
