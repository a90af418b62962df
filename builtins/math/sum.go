package math

import (
	std "math"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/libm"
	"parlark/builtins/object"
)

// This file holds the functions of many numbers.

func floats(values []starlark.Value) ([]float64, error) {
	out := make([]float64, len(values))
	for i, v := range values {
		x, err := object.AsFloat(v)
		if err != nil {
			return nil, err
		}
		out[i] = x
	}
	return out, nil
}

func (m *module) hypot(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exceptions.TypeError.Errorf("math.hypot() takes no keyword arguments")
	}
	x, err := floats(args)
	if err != nil {
		return nil, err
	}
	return starlark.Float(libm.Norm(x)), nil
}

func (m *module) dist(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("dist", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	var points [2][]float64
	for i, v := range args {
		elements, err := m.rt.List(t, v)
		if err != nil {
			return nil, err
		}
		if points[i], err = floats(elements); err != nil {
			return nil, err
		}
	}
	if len(points[0]) != len(points[1]) {
		return nil, exceptions.ValueError.Errorf("both points must have the same number of dimensions")
	}
	d := make([]float64, len(points[0]))
	for i := range d {
		d[i] = points[0][i] - points[1][i]
	}
	return starlark.Float(libm.Norm(d)), nil
}

func (m *module) fsum(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("math.fsum", args, kwargs, 1); err != nil {
		return nil, err
	}
	elements, err := m.rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	x, err := floats(elements)
	if err != nil {
		return nil, err
	}
	return exactSum(x)
}

// exactSum adds floats and rounds once: math.fsum.
func exactSum(x []float64) (starlark.Value, error) {
	var partials []float64
	special, infinities := 0.0, 0.0
	for _, x := range x {
		given := x
		kept := partials[:0]
		for _, y := range partials {
			if std.Abs(x) < std.Abs(y) {
				x, y = y, x
			}
			high := x + y
			low := y - (high - x)
			if low != 0 {
				kept = append(kept, low)
			}
			x = high
		}
		partials = kept
		if x == 0 {
			continue
		}
		if x-x != 0 {
			if given-given == 0 {
				return nil, exceptions.OverflowError.Errorf("intermediate overflow in fsum")
			}
			if std.IsInf(given, 0) {
				infinities += given
			}
			special += given
			partials = partials[:0]
			continue
		}
		partials = append(partials, x)
	}
	if special != 0 {
		if infinities != infinities {
			return nil, exceptions.ValueError.Errorf("-inf + inf in fsum")
		}
		return starlark.Float(special), nil
	}
	return starlark.Float(roundPartials(partials)), nil
}

// roundPartials adds non-overlapping partial sums, smallest first, and rounds half to even.
func roundPartials(partials []float64) float64 {
	n := len(partials)
	if n == 0 {
		return 0
	}
	n--
	high, low := partials[n], 0.0
	for n > 0 {
		x := high
		n--
		y := partials[n]
		high = x + y
		low = y - (high - x)
		if low != 0 {
			break
		}
	}
	if n > 0 && (low < 0 && partials[n-1] < 0 || low > 0 && partials[n-1] > 0) {
		y := low * 2
		x := high + y
		if y == x-high {
			high = x
		}
	}
	return high
}

func (m *module) prod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var iterable, start starlark.Value = nil, starlark.MakeInt(1)
	if err := object.Unpack("prod", args, kwargs, "iterable", &iterable, "*", nil, "start?", &start); err != nil {
		return nil, err
	}
	elements, err := m.rt.List(t, iterable)
	if err != nil {
		return nil, err
	}
	for _, v := range elements {
		if start, err = m.rt.Binary(syntax.STAR, start, v); err != nil {
			return nil, err
		}
	}
	return start, nil
}

func (m *module) sumprod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("sumprod", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	p, err := m.rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	q, err := m.rt.List(t, args[1])
	if err != nil {
		return nil, err
	}
	if len(p) != len(q) {
		return nil, exceptions.ValueError.Errorf("Inputs are not the same length")
	}
	var total starlark.Value = starlark.MakeInt(0)
	allFloats := len(p) > 0
	for i := range p {
		_, a := p[i].(starlark.Float)
		_, b := q[i].(starlark.Float)
		allFloats = allFloats && (a || b) && isNumber(p[i]) && isNumber(q[i])
	}
	if allFloats {
		parts := make([]float64, 0, 2*len(p))
		for i := range p {
			x, err := object.AsFloat(p[i])
			if err != nil {
				return nil, err
			}
			y, err := object.AsFloat(q[i])
			if err != nil {
				return nil, err
			}
			z := x * y
			parts = append(parts, z)
			if e := std.FMA(x, y, -z); z-z == 0 && e != 0 {
				parts = append(parts, e)
			}
		}
		return exactSum(parts)
	}
	for i := range p {
		product, err := m.rt.Binary(syntax.STAR, p[i], q[i])
		if err != nil {
			return nil, err
		}
		if total, err = m.rt.Binary(syntax.PLUS, total, product); err != nil {
			return nil, err
		}
	}
	return total, nil
}

func isNumber(v starlark.Value) bool {
	switch v.(type) {
	case starlark.Int, starlark.Float, starlark.Bool:
		return true
	}
	return false
}
