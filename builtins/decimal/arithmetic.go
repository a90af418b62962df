package decimal

import (
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds arithmetic in a context.

// context is the precision and the rounding of results.
type context struct {
	rt       *object.Runtime
	prec     int
	rounding string
	emin     int
	emax     int
	traps    map[string]bool
}

func (x *context) finish(n *number) *number { return n.round(x.prec, x.rounding) }

// signal raises the exception of a condition if it is trapped; the reason is what its list names.
func (x *context) signal(trap, reason *exceptions.Type) (*number, error) {
	if x.traps[trap.Name] {
		return nil, trap.With(starlark.NewList([]starlark.Value{x.rt.ExceptionClass(reason)}))
	}
	return &number{form: quietNaN, coeff: new(big.Int)}, nil
}

func (x *context) invalid() (*number, error) { return x.signal(errInvalid, errInvalid) }

// nans handles operands that are NaN; ok is false if none is.
func (x *context) nans(operands ...*number) (r *number, ok bool, err error) {
	for _, n := range operands {
		if n.form == signalingNaN {
			r, err = x.invalid()
			return r, true, err
		}
	}
	for _, n := range operands {
		if n.form == quietNaN {
			return n, true, nil
		}
	}
	return nil, false, nil
}

func inf(neg bool) *number { return &number{form: infinite, neg: neg, coeff: new(big.Int)} }

func (x *context) add(a, b *number) (*number, error) {
	if r, ok, err := x.nans(a, b); ok {
		return r, err
	}
	switch {
	case a.form == infinite && b.form == infinite && a.neg != b.neg:
		return x.invalid()
	case a.form == infinite:
		return a, nil
	case b.form == infinite:
		return b, nil
	}
	exp := min(a.exp, b.exp)
	// A much smaller operand only decides about rounding.
	if high, low := a, b; !a.isZero() && !b.isZero() {
		if b.adjusted() > a.adjusted() {
			high, low = b, a
		}
		if limit := min(high.exp, high.adjusted()-x.prec) - 2; low.adjusted() < limit {
			tiny := newNumber(low.neg, big.NewInt(1), limit-1)
			if high == a {
				b = tiny
			} else {
				a = tiny
			}
			exp = min(a.exp, b.exp)
		}
	}
	sum := new(big.Int).Add(a.rescale(exp, roundDown).signed(), b.rescale(exp, roundDown).signed())
	n := newNumber(sum.Sign() < 0, sum.Abs(sum), exp)
	if sum.Sign() == 0 {
		n.neg = a.neg && b.neg || x.rounding == roundFloor && a.neg != b.neg
	}
	return x.finish(n), nil
}

func (x *context) mul(a, b *number) (*number, error) {
	if r, ok, err := x.nans(a, b); ok {
		return r, err
	}
	neg := a.neg != b.neg
	if a.form == infinite || b.form == infinite {
		if a.isZero() || b.isZero() {
			return x.invalid()
		}
		return inf(neg), nil
	}
	return x.finish(newNumber(neg, new(big.Int).Mul(a.coeff, b.coeff), a.exp+b.exp)), nil
}

func (x *context) div(a, b *number) (*number, error) {
	if r, ok, err := x.nans(a, b); ok {
		return r, err
	}
	neg := a.neg != b.neg
	switch {
	case a.form == infinite && b.form == infinite:
		return x.invalid()
	case a.form == infinite:
		return inf(neg), nil
	case b.form == infinite:
		return newNumber(neg, new(big.Int), 0), nil
	case b.isZero():
		if a.isZero() {
			return x.signal(errInvalid, errUndefined)
		}
		if x.traps[errDivisionByZero.Name] {
			return x.signal(errDivisionByZero, errDivisionByZero)
		}
		return inf(neg), nil
	case a.isZero():
		return newNumber(neg, new(big.Int), a.exp-b.exp), nil
	}
	shift := max(b.digits()-a.digits()+x.prec+1, 0)
	exp := a.exp - b.exp - shift
	q, rest := new(big.Int).QuoRem(new(big.Int).Mul(a.coeff, pow10(shift)), b.coeff, new(big.Int))
	if rest.Sign() != 0 {
		// A sticky digit keeps the rounding right.
		if new(big.Int).Mod(q, big.NewInt(5)).Sign() == 0 {
			q.Add(q, big.NewInt(1))
		}
	} else {
		ideal := a.exp - b.exp
		for exp < ideal {
			d, r := new(big.Int).QuoRem(q, ten, new(big.Int))
			if r.Sign() != 0 {
				break
			}
			q = d
			exp++
		}
	}
	return x.finish(newNumber(neg, q, exp)), nil
}

// divInt is the integer quotient, truncated, and the remainder, which has the sign of a.
func (x *context) divInt(a, b *number) (q, r *number, err error) {
	if n, ok, err := x.nans(a, b); ok {
		return n, n, err
	}
	switch {
	case a.form == infinite:
		if b.form == infinite {
			n, err := x.invalid()
			return n, n, err
		}
		n, err := x.invalid()
		return inf(a.neg != b.neg), n, err
	case b.form == infinite:
		return newNumber(a.neg != b.neg, new(big.Int), 0), x.finish(a), nil
	case b.isZero():
		if a.isZero() {
			n, err := x.signal(errInvalid, errUndefined)
			return n, n, err
		}
		n, err := x.signal(errDivisionByZero, errDivisionByZero)
		return n, n, err
	}
	exp := min(a.exp, b.exp)
	if a.adjusted()-b.adjusted() > x.prec+1 {
		n, err := x.signal(errInvalid, errImpossible)
		return n, n, err
	}
	n, d := a.rescale(exp, roundDown).coeff, b.rescale(exp, roundDown).coeff
	whole, rest := new(big.Int).QuoRem(n, d, new(big.Int))
	q = newNumber(a.neg != b.neg, whole, 0)
	if q.digits() > x.prec {
		n, err := x.signal(errInvalid, errImpossible)
		return n, n, err
	}
	return q, x.finish(newNumber(a.neg, rest, exp)), nil
}

func (x *context) quantize(a *number, exp int, mode string) (*number, error) {
	if r, ok, err := x.nans(a); ok {
		return r, err
	}
	if a.form == infinite {
		return x.invalid()
	}
	r := a.rescale(exp, mode)
	if !r.isZero() && r.digits() > x.prec {
		return x.invalid()
	}
	return r, nil
}

func (x *context) sqrt(a *number) (*number, error) {
	if r, ok, err := x.nans(a); ok {
		return r, err
	}
	switch {
	case a.isZero():
		return newNumber(a.neg, new(big.Int), floorHalf(a.exp)), nil
	case a.neg:
		return x.invalid()
	case a.form == infinite:
		return a, nil
	}
	// Enough digits for the result and one more, at an even exponent.
	shift := max(2*(x.prec+1)-a.digits(), 0)
	if (a.exp-shift)%2 != 0 {
		shift++
	}
	c := new(big.Int).Mul(a.coeff, pow10(shift))
	root := new(big.Int).Sqrt(c)
	exp := (a.exp - shift) / 2
	if new(big.Int).Mul(root, root).Cmp(c) != 0 {
		if new(big.Int).Mod(root, big.NewInt(5)).Sign() == 0 {
			root.Add(root, big.NewInt(1))
		}
	} else {
		for ideal := floorHalf(a.exp); exp < ideal; exp++ {
			d, r := new(big.Int).QuoRem(root, ten, new(big.Int))
			if r.Sign() != 0 {
				break
			}
			root = d
		}
	}
	return newNumber(false, root, exp).round(x.prec, roundHalfEven), nil
}

func floorHalf(n int) int { return (n - n&1) / 2 }

func (n *number) normalize() *number {
	if n.form != finite {
		return n
	}
	if n.coeff.Sign() == 0 {
		return newNumber(n.neg, n.coeff, 0)
	}
	c, exp := n.coeff, n.exp
	for {
		q, r := new(big.Int).QuoRem(c, ten, new(big.Int))
		if r.Sign() != 0 {
			return newNumber(n.neg, c, exp)
		}
		c = q
		exp++
	}
}
