package object

import (
	"math"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file holds sum().

// sumBuiltin is sum(iterable, start=0).
func (rt *Runtime) sumBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, typeErrorf("sum() takes at least 1 positional argument (0 given)")
	}
	a, err := parseArguments("sum", args, kwargs, 1, "iterable", "start")
	if err != nil {
		return nil, err
	}
	start := a[1]
	switch start.(type) {
	case nil:
		start = starlark.MakeInt(0)
	case starlark.String:
		return nil, typeErrorf("sum() can't sum strings [use ''.join(seq) instead]")
	case starlark.Bytes:
		return nil, typeErrorf("sum() can't sum bytes [use b''.join(seq) instead]")
	case *Bytearray:
		return nil, typeErrorf("sum() can't sum bytearray [use b''.join(seq) instead]")
	}
	s := summation{total: start}
	if l, ok := a[0].(*starlark.List); ok {
		for i := 0; i < l.Len(); i++ {
			if err := s.add(l.Index(i)); err != nil {
				return nil, err
			}
		}
		return s.result(), nil
	}
	w, err := rt.Loop(t, a[0])
	if err != nil {
		return nil, err
	}
	it := w.Iterate()
	defer it.Done()
	var v starlark.Value
	for it.Next(&v) {
		if err := s.add(v); err != nil {
			return nil, err
		}
	}
	return s.result(), rt.Pending()
}

// summation adds values from left to right: ints in a machine word, floats with compensation for what rounding loses,
// as CPython does since 3.12, and anything else by the operator +.
type summation struct {
	total starlark.Value // valid in mode sumValues and before the first add

	mode  int
	small int64
	float float64
	lost  float64
}

const (
	sumUndecided = iota
	sumSmall
	sumFloats
	sumValues
)

func (s *summation) add(v starlark.Value) error {
	switch s.mode {
	case sumUndecided:
		s.begin()
		return s.add(v)
	case sumSmall:
		if i, ok := unbool(v).(starlark.Int); ok {
			if n, ok := i.Int64(); ok {
				sum := s.small + n
				if (sum > s.small) == (n > 0) {
					s.small = sum
					return nil
				}
			}
		}
	case sumFloats:
		switch x := unbool(v).(type) {
		case starlark.Float:
			s.addFloat(float64(x))
			return nil
		case starlark.Int:
			if n, ok := x.Int64(); ok {
				s.float += float64(n)
				return nil
			}
		}
	}
	sum, err := starlark.Binary(syntax.PLUS, s.result(), unbool(v))
	if err != nil {
		return err
	}
	if _, isFloat := sum.(starlark.Float); isFloat && s.mode == sumSmall {
		s.total = sum
		s.begin()
		return nil
	}
	s.total, s.mode = sum, sumValues
	return nil
}

// begin chooses the mode for the value of total.
func (s *summation) begin() {
	s.mode = sumValues
	switch x := unbool(s.total).(type) {
	case starlark.Int:
		if n, ok := x.Int64(); ok {
			s.mode, s.small = sumSmall, n
		}
	case starlark.Float:
		s.mode, s.float, s.lost = sumFloats, float64(x), 0
	}
}

// addFloat is one step of Neumaier's summation.
func (s *summation) addFloat(x float64) {
	t := s.float + x
	if math.Abs(s.float) >= math.Abs(x) {
		s.lost += (s.float - t) + x
	} else {
		s.lost += (x - t) + s.float
	}
	s.float = t
}

func (s *summation) result() starlark.Value {
	switch s.mode {
	case sumSmall:
		return starlark.MakeInt64(s.small)
	case sumFloats:
		if s.lost != 0 && s.lost-s.lost == 0 {
			return starlark.Float(s.float + s.lost)
		}
		return starlark.Float(s.float)
	}
	return s.total
}
