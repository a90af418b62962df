package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/ipc/starlarkcbor"
)

// This file defines frozenset.

// Frozenset is an immutable, hashable set.
type Frozenset struct{ set *starlark.Set }

var (
	_ starlark.Sequence    = (*Frozenset)(nil)
	_ starlark.Container   = (*Frozenset)(nil)
	_ starlark.HasBinary   = (*Frozenset)(nil)
	_ starlark.Comparable  = (*Frozenset)(nil)
	_ starlarkcbor.Reducer = (*Frozenset)(nil)
	_ HasMethods           = (*Frozenset)(nil)
)

// NewFrozenset returns a frozenset of the elements, which must be hashable.
func NewFrozenset(elements []starlark.Value) (*Frozenset, error) {
	s, err := newSet(elements)
	if err != nil {
		return nil, err
	}
	return &Frozenset{s}, nil
}

// elements returns the elements in the order of iteration.
func (f *Frozenset) elements() []starlark.Value {
	elements := make([]starlark.Value, 0, f.set.Len())
	for x := range f.set.Elements() {
		elements = append(elements, x)
	}
	return inTableOrder(elements, minTable)
}

// Elements returns the elements in the order of iteration.
func (f *Frozenset) Elements() []starlark.Value { return f.elements() }

func (f *Frozenset) String() string       { return "frozenset(" + f.set.String() + ")" }
func (f *Frozenset) Type() string         { return "frozenset" }
func (f *Frozenset) Freeze()              {}
func (f *Frozenset) Truth() starlark.Bool { return f.set.Len() > 0 }
func (f *Frozenset) Len() int             { return f.set.Len() }

// Hash does not depend on the order.
func (f *Frozenset) Hash() (uint32, error) {
	h, err := frozensetHash(f.elements(), func(v starlark.Value) (int64, error) {
		h, err := v.Hash()
		return int64(h), err
	})
	return uint32(h) ^ uint32(h>>32), err
}

// Iterate iterates in the order of CPython.
func (f *Frozenset) Iterate() starlark.Iterator {
	return starlark.Tuple(f.elements()).Iterate()
}

// Has is x in f.
func (f *Frozenset) Has(x starlark.Value) (bool, error) { return setHas(f.set, x) }

// Binary evaluates the set operators; the result has the type of the left operand.
func (f *Frozenset) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	other, ok := setOf(y)
	if _, isView := y.(*DictView); !ok || isView {
		return nil, nil
	}
	switch op {
	case syntax.AMP, syntax.PIPE, syntax.MINUS, syntax.CIRCUMFLEX:
	default:
		return nil, nil
	}
	if side == starlark.Right {
		return combineSets(op, other, f.set)
	}
	s, err := combineSets(op, f.set, other)
	if err != nil {
		return nil, err
	}
	return &Frozenset{s}, nil
}

// CompareSameType compares by inclusion.
func (f *Frozenset) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return compareSets(op, f.set, y.(*Frozenset).set)
}

// Methods returns the methods that do not change a set.
func (f *Frozenset) Methods() *Methods { return frozensetMethods }

// Reduce writes TagFrozenset and an array.
func (f *Frozenset) Reduce(e *starlarkcbor.Encoder) error {
	if e.Shared(f) {
		return nil
	}
	e.Tag(starlarkcbor.TagFrozenset)
	e.ArrayHeader(f.Len())
	for x := range f.set.Elements() {
		if err := e.EncodeAt("{}", x); err != nil {
			return err
		}
	}
	return nil
}

// buildFrozenset reads what Reduce writes. A frozenset cannot contain itself, so its parts need no number before it.
func buildFrozenset(d *starlarkcbor.Decoder) (starlark.Value, error) {
	f := &Frozenset{new(starlark.Set)}
	d.Define(d.Reserve(), f)
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	for range n {
		x, err := d.Decode()
		if err != nil {
			return nil, err
		}
		if err := f.set.Insert(x); err != nil {
			return nil, d.Fail("unhashable element of a frozenset")
		}
	}
	return f, nil
}
