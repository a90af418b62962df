package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file provides the methods of sets and frozensets.

// newSet returns a set of the elements.
func newSet(elements []starlark.Value) (*starlark.Set, error) {
	s := starlark.NewSet(len(elements))
	has := func(k starlark.Value) bool { ok, _ := s.Has(k); return ok }
	for _, x := range elements {
		if err := s.Insert(presentKey(has, x)); err != nil {
			return nil, hashError(err)
		}
	}
	return s, nil
}

// setOf returns the elements of a set, a frozenset, an instance derived from one, or a view of keys or items.
func setOf(v starlark.Value) (*starlark.Set, bool) {
	switch v := Underlying(v).(type) {
	case *starlark.Set:
		return v, true
	case *Frozenset:
		return v.set, true
	case *DictView:
		if v.kind != "values" {
			s, err := v.set()
			return s, err == nil
		}
	}
	return nil, false
}

// setHas is x in s; a set looks itself up as a frozenset.
func setHas(s *starlark.Set, x starlark.Value) (bool, error) {
	if inner, ok := x.(*starlark.Set); ok {
		x = &Frozenset{inner}
	}
	ok, err := s.Has(x)
	return ok, hashError(err)
}

// deleteFromSet removes x; a set is looked up as a frozenset.
func deleteFromSet(s *starlark.Set, x starlark.Value) (found bool, err error) {
	if inner, ok := x.(*starlark.Set); ok {
		x = &Frozenset{inner}
	}
	if s.Len() == 0 { // Starlark would not look at the hash
		_, err = x.Hash()
		return false, hashError(err)
	}
	found, err = s.Delete(x)
	return found, hashError(err)
}

// iterateSet iterates over s without locking it.
func iterateSet(s *starlark.Set) starlark.Iterator {
	elements := make(starlark.Tuple, 0, s.Len())
	for x := range s.Elements() {
		elements = append(elements, x)
	}
	return elements.Iterate()
}

// combineSets evaluates x op y.
func combineSets(op syntax.Token, x, y *starlark.Set) (*starlark.Set, error) {
	var v starlark.Value
	var err error
	switch op {
	case syntax.PIPE:
		v, err = x.Union(iterateSet(y))
	case syntax.AMP:
		// CPython goes through the smaller set, which decides the order.
		if x.Len() < y.Len() {
			x, y = y, x
		}
		s := new(starlark.Set)
		for k := range y.Elements() {
			if ok, err := x.Has(k); err != nil {
				return nil, err
			} else if ok {
				s.Insert(k)
			}
		}
		return s, nil
	case syntax.MINUS:
		v, err = x.Difference(iterateSet(y))
	default:
		v, err = x.SymmetricDifference(iterateSet(y))
	}
	if err != nil {
		return nil, hashError(err)
	}
	return v.(*starlark.Set), nil
}

// compareSets compares by inclusion.
func compareSets(op syntax.Token, x, y *starlark.Set) (bool, error) {
	within := func(a, b *starlark.Set) (bool, error) { return b.IsSuperset(iterateSet(a)) }
	switch op {
	case syntax.EQL, syntax.NEQ:
		eq := x.Len() == y.Len()
		if eq {
			var err error
			if eq, err = within(x, y); err != nil {
				return false, err
			}
		}
		return eq == (op == syntax.EQL), nil
	case syntax.LE:
		return within(x, y)
	case syntax.GE:
		return within(y, x)
	case syntax.LT:
		ok, err := within(x, y)
		return ok && x.Len() < y.Len(), err
	}
	ok, err := within(y, x)
	return ok && y.Len() < x.Len(), err
}

// replaceSet makes s hold what r holds.
func replaceSet(s, r *starlark.Set) error {
	if err := s.Clear(); err != nil {
		return err
	}
	for x := range r.Elements() {
		if err := s.Insert(x); err != nil {
			return hashError(err)
		}
	}
	return nil
}

// fold combines s with each of the iterables.
func (rt *Runtime) foldSets(t *starlark.Thread, op syntax.Token, s *starlark.Set, others starlark.Tuple) (*starlark.Set, error) {
	if len(others) == 0 {
		return newSet(rt.setElements(s))
	}
	for _, o := range others {
		other, ok := setOf(o)
		if !ok {
			elements, err := rt.List(t, o)
			if err != nil {
				return nil, err
			}
			if other, err = newSet(elements); err != nil {
				return nil, err
			}
		}
		r, err := combineSets(op, s, other)
		if err != nil {
			return nil, err
		}
		s = r
	}
	return s, nil
}

// setResult makes a method that returns a new set of the type of self.
func setResult(name string, op syntax.Token, most int) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := setArguments(TypeName(args[0])+"."+name, args[1:], kwargs, most); err != nil {
			return nil, err
		}
		self, _ := setOf(args[0])
		s, err := Of(t).foldSets(t, op, self, args[1:])
		if err != nil {
			return nil, err
		}
		if _, frozen := args[0].(*Frozenset); frozen {
			return &Frozenset{s}, nil
		}
		return s, nil
	}
}

// setUpdate makes a method that changes self.
func setUpdate(name string, op syntax.Token, most int) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := setArguments(TypeName(args[0])+"."+name, args[1:], kwargs, most); err != nil {
			return nil, err
		}
		self := args[0].(*starlark.Set)
		if op == syntax.PIPE {
			return starlark.None, Of(t).extendSet(t, self, args[1:])
		}
		s, err := Of(t).foldSets(t, op, self, args[1:])
		if err != nil {
			return nil, err
		}
		return starlark.None, replaceSet(self, s)
	}
}

// setArguments checks that at most so many iterables are given, exactly one if most is 1.
func setArguments(name string, args starlark.Tuple, kwargs []starlark.Tuple, most int) error {
	if most == 1 {
		return exactly(name, args, kwargs, 1)
	}
	return argumentCount(name, args, kwargs, 0, most)
}

// extendSet inserts the elements of the iterables.
func (rt *Runtime) extendSet(t *starlark.Thread, s *starlark.Set, others []starlark.Value) error {
	for _, o := range others {
		elements, err := rt.List(t, o)
		if err != nil {
			return err
		}
		for _, x := range elements {
			if err := s.Insert(x); err != nil {
				return hashError(err)
			}
		}
	}
	return nil
}

// setRelation makes a method that compares self with an iterable.
func setRelation(name string, holds func(self, other *starlark.Set) (bool, error)) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(TypeName(args[0])+"."+name, args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		self, _ := setOf(args[0])
		other, ok := setOf(args[1])
		if !ok {
			elements, err := Of(t).List(t, args[1])
			if err != nil {
				return nil, err
			}
			if other, err = newSet(elements); err != nil {
				return nil, err
			}
		}
		r, err := holds(self, other)
		return starlark.Bool(r), err
	}
}

func isDisjoint(x, y *starlark.Set) (bool, error) {
	for k := range x.Elements() {
		if ok, err := y.Has(k); ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

const anyNumber = 1 << 20

var readingSetMethods = map[string]nativeMethod{
	"union":                setResult("union", syntax.PIPE, anyNumber),
	"intersection":         setResult("intersection", syntax.AMP, anyNumber),
	"difference":           setResult("difference", syntax.MINUS, anyNumber),
	"symmetric_difference": setResult("symmetric_difference", syntax.CIRCUMFLEX, 1),
	"issubset":             setRelation("issubset", func(x, y *starlark.Set) (bool, error) { return compareSets(syntax.LE, x, y) }),
	"issuperset":           setRelation("issuperset", func(x, y *starlark.Set) (bool, error) { return compareSets(syntax.GE, x, y) }),
	"isdisjoint":           setRelation("isdisjoint", isDisjoint),
	"copy": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if f, ok := args[0].(*Frozenset); ok {
			return f, nil
		}
		s := starlark.NewSet(args[0].(*starlark.Set).Len())
		for x := range args[0].(*starlark.Set).Elements() {
			if err := s.Insert(x); err != nil {
				return nil, err
			}
		}
		return s, nil
	},
}

// setMethods are the methods of set.
var setMethods = merge(readingSetMethods, map[string]nativeMethod{
	"update":                      setUpdate("update", syntax.PIPE, anyNumber),
	"intersection_update":         setUpdate("intersection_update", syntax.AMP, anyNumber),
	"difference_update":           setUpdate("difference_update", syntax.MINUS, anyNumber),
	"symmetric_difference_update": setUpdate("symmetric_difference_update", syntax.CIRCUMFLEX, 1),
	"add": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("set.add", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		return starlark.None, hashError(args[0].(*starlark.Set).Insert(args[1]))
	},
	"discard": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("set.discard", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		_, err := deleteFromSet(args[0].(*starlark.Set), args[1])
		return starlark.None, err
	},
	"remove": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("set.remove", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		found, err := deleteFromSet(args[0].(*starlark.Set), args[1])
		if err == nil && !found {
			err = keyError(args[1])
		}
		return starlark.None, err
	},
	"clear": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("set.clear", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.None, args[0].(*starlark.Set).Clear()
	},
	"pop": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("set.pop", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		s := args[0].(*starlark.Set)
		if s.Len() == 0 {
			return nil, exceptions.KeyError.Errorf("pop from an empty set")
		}
		x := Of(t).firstOfSet(s)
		_, err := s.Delete(x)
		return x, err
	},
})

// maxOrderedPop bounds the size of sets whose pop() follows the order of iteration, which costs time for each element.
const maxOrderedPop = 256

// firstOfSet returns the element that pop() removes.
func (rt *Runtime) firstOfSet(s *starlark.Set) starlark.Value {
	if s.Len() <= maxOrderedPop {
		return rt.setElements(s)[0]
	}
	for x := range s.Elements() {
		return x
	}
	return nil
}

// frozensetMethods are the methods of frozenset.
var frozensetMethods = asMethods(readingSetMethods)

// asMethods turns a table of functions whose args[0] is self into a table of Methods.
func asMethods(table map[string]nativeMethod) *Methods {
	m := make(map[string]Method, len(table))
	for name, f := range table {
		m[name] = selfFirst(f)
	}
	return NewMethods(m)
}

// merge returns the union of two method tables.
func merge(a, b map[string]nativeMethod) map[string]nativeMethod {
	out := make(map[string]nativeMethod, len(a)+len(b))
	for n, f := range a {
		out[n] = f
	}
	for n, f := range b {
		out[n] = f
	}
	return out
}
