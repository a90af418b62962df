package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/ipc/starlarkcbor"
)

// This file defines slice objects and the arithmetic of slices.

// Slice is slice(start, stop, step); absent parts are None.
type Slice struct{ start, stop, step starlark.Value }

var (
	_ starlark.HasAttrs    = (*Slice)(nil)
	_ starlark.Comparable  = (*Slice)(nil)
	_ starlarkcbor.Reducer = (*Slice)(nil)
	_ HasMethods           = (*Slice)(nil)
)

// newSlice is slice(stop) and slice(start, stop[, step]).
func newSlice(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("slice", args, kwargs, 1, 3); err != nil {
		return nil, err
	}
	s := &Slice{starlark.None, starlark.None, starlark.None}
	switch len(args) {
	case 1:
		s.stop = args[0]
	case 3:
		s.step = args[2]
		fallthrough
	case 2:
		s.start, s.stop = args[0], args[1]
	}
	return s, nil
}

func (s *Slice) String() string {
	return "slice(" + s.start.String() + ", " + s.stop.String() + ", " + s.step.String() + ")"
}
func (s *Slice) Type() string          { return "slice" }
func (s *Slice) Freeze()               {}
func (s *Slice) Truth() starlark.Bool  { return true }
func (s *Slice) Hash() (uint32, error) { return 0, typeErrorf("unhashable type: 'slice'") }

// Attr serves start, stop and step.
func (s *Slice) Attr(name string) (starlark.Value, error) {
	switch name {
	case "start":
		return s.start, nil
	case "stop":
		return s.stop, nil
	case "step":
		return s.step, nil
	}
	return nil, nil
}

// AttrNames lists what Attr serves.
func (s *Slice) AttrNames() []string { return []string{"indices", "start", "step", "stop"} }

// CompareSameType compares slices as the tuples of their parts.
func (s *Slice) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	o := y.(*Slice)
	return starlark.CompareDepth(op, starlark.Tuple{s.start, s.stop, s.step}, starlark.Tuple{o.start, o.stop, o.step}, depth-1)
}

// Methods returns the method indices.
func (s *Slice) Methods() *Methods { return sliceMethods }

var sliceMethods = NewMethods(map[string]Method{
	"indices": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("slice.indices", args, kwargs, 1); err != nil {
			return nil, err
		}
		n, err := AsInt(args[0])
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, valueErrorf("length should not be negative")
		}
		start, stop, step, err := self.(*Slice).indices(n)
		return starlark.Tuple{starlark.MakeInt(start), starlark.MakeInt(stop), starlark.MakeInt(step)}, err
	},
})

// Reduce writes TagSlice and [start, stop, step].
func (s *Slice) Reduce(e *starlarkcbor.Encoder) error {
	e.Tag(starlarkcbor.TagSlice)
	e.ArrayHeader(3)
	for _, x := range []starlark.Value{s.start, s.stop, s.step} {
		if err := e.Encode(x); err != nil {
			return err
		}
	}
	return nil
}

// buildSlice reads what Reduce writes.
func buildSlice(d *starlarkcbor.Decoder) (starlark.Value, error) {
	if err := d.ArrayOf(3); err != nil {
		return nil, err
	}
	var parts [3]starlark.Value
	for i := range parts {
		v, err := d.Decode()
		if err != nil {
			return nil, err
		}
		parts[i] = v
	}
	return &Slice{parts[0], parts[1], parts[2]}, nil
}

// indices resolves the slice for a sequence of n elements, as slice.indices: positions start, start+step, ... before
// stop are in the sequence.
func (s *Slice) indices(n int) (start, stop, step int, err error) {
	step = 1
	if s.step != starlark.None {
		if step, err = sliceIndex(s.step); err != nil {
			return
		}
		if step == 0 {
			return 0, 0, 0, valueErrorf("slice step cannot be zero")
		}
	}
	low, high := 0, n
	if step < 0 {
		low, high = -1, n-1
	}
	bound := func(v starlark.Value, absent int) (int, error) {
		if v == starlark.None {
			return absent, nil
		}
		i, err := sliceIndex(v)
		if err != nil {
			return 0, err
		}
		if i < 0 {
			i += n
		}
		return max(low, min(high, i)), nil
	}
	first, last := low, high
	if step < 0 {
		first, last = high, low
	}
	if start, err = bound(s.start, first); err != nil {
		return
	}
	stop, err = bound(s.stop, last)
	return
}

// Positions resolves the slice for a sequence of n elements: the first position, the step, and how many positions there are.
func (s *Slice) Positions(n int) (start, step, count int, err error) {
	start, stop, step, err := s.indices(n)
	if err != nil {
		return 0, 0, 0, err
	}
	return start, step, sliceLength(start, stop, step), nil
}

// sliceIndex converts a part of a slice; ints beyond 64 bits are clipped.
func sliceIndex(v starlark.Value) (int, error) {
	i, err := AsIndex(v)
	if err != nil {
		if _, ok := v.(*Instance); !ok {
			err = typeErrorf("slice indices must be integers or None or have an __index__ method")
		}
		return 0, err
	}
	const limit = 1 << 62
	n, small := i.Int64()
	switch {
	case !small && i.Sign() < 0:
		return -limit, nil
	case !small:
		return limit, nil
	}
	return max(-limit, min(limit, int(n))), nil
}

// sliceLength is the number of positions from start by step before stop.
func sliceLength(start, stop, step int) int {
	switch {
	case step > 0 && start < stop:
		return (stop-start-1)/step + 1
	case step < 0 && start > stop:
		return (start-stop-1)/-step + 1
	}
	return 0
}

// pick returns the elements that a slice selects.
func pick(elements []starlark.Value, s *Slice) ([]starlark.Value, error) {
	start, stop, step, err := s.indices(len(elements))
	if err != nil {
		return nil, err
	}
	n := sliceLength(start, stop, step)
	out := make([]starlark.Value, n)
	for i := range out {
		out[i] = elements[start+i*step]
	}
	return out, nil
}
