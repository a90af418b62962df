package statistics

import (
	"math"
	"math/big"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file converts data to exact fractions and back.

// Error is statistics.StatisticsError.
var Error = exceptions.New("statistics", "StatisticsError", exceptions.ValueError)

// sample is data as fractions.
type sample struct {
	declare.Call
	values  []*big.Rat
	special float64       // a NaN or infinity among the data, which then is every sum
	kind    *object.Class // the type of results: int, float or a class such as Fraction
}

// sampleOf reads the data of an iterable.
func sampleOf(c declare.Call, v starlark.Value) (*sample, error) {
	elements, err := c.RT.List(c.T, v)
	if err != nil {
		return nil, err
	}
	s := &sample{Call: c, kind: c.RT.Type("int")}
	for _, x := range elements {
		r, special, err := ratio(c, x)
		if err != nil {
			return nil, err
		}
		if r == nil {
			s.special += special
			r = new(big.Rat)
		}
		s.values = append(s.values, r)
		s.coerce(c.RT.TypeOf(x))
	}
	return s, nil
}

// coerce finds the common type: the wider one of int, float and others.
func (s *sample) coerce(t *object.Class) {
	integer, float := s.RT.Type("int"), s.RT.Type("float")
	switch {
	case t == s.kind || t.IsSubclass(integer):
	case s.kind == integer:
		s.kind = t
	case t == float:
		s.kind = float
	}
}

// ratio is the exact value of a number; nil and the number if it is NaN or infinite.
func ratio(c declare.Call, v starlark.Value) (*big.Rat, float64, error) {
	switch x := object.Underlying(v).(type) {
	case starlark.Int:
		return new(big.Rat).SetInt(x.BigInt()), 0, nil
	case starlark.Bool:
		if x {
			return big.NewRat(1, 1), 0, nil
		}
		return new(big.Rat), 0, nil
	case starlark.Float:
		if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, f, nil
		}
		return new(big.Rat).SetFloat64(float64(x)), 0, nil
	case *object.Instance:
		if pair, err := c.CallMethod(x, "as_integer_ratio"); err == nil {
			if t, ok := pair.(starlark.Tuple); ok && len(t) == 2 {
				n, ok1 := t[0].(starlark.Int)
				d, ok2 := t[1].(starlark.Int)
				if ok1 && ok2 {
					return new(big.Rat).SetFrac(n.BigInt(), d.BigInt()), 0, nil
				}
			}
		}
	}
	return nil, 0, declare.TypeErrorf("can't convert type '%s' to numerator/denominator", object.TypeName(v))
}

func (s *sample) sum() *big.Rat {
	total := new(big.Rat)
	for _, r := range s.values {
		total.Add(total, r)
	}
	return total
}

// mean is the exact mean.
func (s *sample) mean() *big.Rat {
	return new(big.Rat).Quo(s.sum(), big.NewRat(int64(len(s.values)), 1))
}

// squares is the sum of the squared distances from a centre.
func (s *sample) squares(centre *big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, r := range s.values {
		d := new(big.Rat).Sub(r, centre)
		total.Add(total, d.Mul(d, d))
	}
	return total
}

// result converts an exact result to the type of the data.
func (s *sample) result(r *big.Rat) (starlark.Value, error) {
	if s.special != 0 {
		return starlark.Float(s.special), nil
	}
	switch {
	case s.kind == s.RT.Type("int") && r.IsInt():
		return starlark.MakeBigInt(r.Num()), nil
	case s.kind == s.RT.Type("int"), s.kind == s.RT.Type("float"), s.kind.IsSubclass(s.RT.Type("int")):
		f, _ := r.Float64()
		return starlark.Float(f), nil
	}
	n, err := s.Call.Call(s.kind, starlark.MakeBigInt(r.Num()))
	if err != nil {
		return nil, err
	}
	d, err := s.Call.Call(s.kind, starlark.MakeBigInt(r.Denom()))
	if err != nil {
		return nil, err
	}
	return s.RT.Binary(syntax.SLASH, n, d)
}

// root is the square root of a fraction, rounded once.
func root(r *big.Rat) float64 {
	if r.Sign() == 0 {
		return 0
	}
	f := new(big.Float).SetPrec(300).SetRat(r)
	x, _ := f.Sqrt(f).Float64()
	return x
}

func (s *sample) rootResult(r *big.Rat) (starlark.Value, error) {
	if s.special != 0 {
		return starlark.Float(math.NaN()), nil
	}
	if s.kind != s.RT.Type("int") && s.kind != s.RT.Type("float") {
		if v, err := s.result(r); err == nil {
			if root, err := s.CallMethod(v, "sqrt"); err == nil { // Decimal
				return root, nil
			}
		}
	}
	return starlark.Float(root(r)), nil
}

// float converts a fraction, or the special value.
func (s *sample) float(r *big.Rat) float64 {
	if s.special != 0 {
		return s.special
	}
	f, _ := r.Float64()
	return f
}
