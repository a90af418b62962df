package decimal

import (
	"math/big"
)

// This file holds powers and the functions that are computed approximately, with digits to spare.

// spare is the number of digits beyond the precision that functions are computed with.
const spare = 12

func (x *context) floatOf(n *number, bits uint) *big.Float {
	return new(big.Float).SetPrec(bits).SetRat(n.rat())
}

func (x *context) bits(extra int) uint { return uint(float64(x.prec+spare+extra)*3.33) + 32 }

// result rounds an approximation.
func (x *context) result(f *big.Float) *number {
	n := parse(f.Text('e', x.prec+spare-2))
	return x.finish(n)
}

// exp is e**v.
func exp(v *big.Float) *big.Float {
	prec := v.Prec() + 64
	r := new(big.Float).SetPrec(prec).Set(v)
	halvings := max(r.MantExp(nil)+16, 0)
	r.SetMantExp(r, -halvings)
	sum, term := new(big.Float).SetPrec(prec).SetInt64(1), new(big.Float).SetPrec(prec).SetInt64(1)
	for i := int64(1); ; i++ {
		term.Mul(term, r)
		term.Quo(term, new(big.Float).SetPrec(prec).SetInt64(i))
		if term.Sign() == 0 || term.MantExp(nil) < -int(prec) {
			break
		}
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// ln is the natural logarithm of a positive number.
func ln(v *big.Float) *big.Float {
	prec := v.Prec() + 64
	m := new(big.Float).SetPrec(prec)
	e := v.MantExp(m) // v = m * 2^e with m in [0.5, 1)
	m.SetPrec(prec)
	half := atanhSeries(m)
	out := new(big.Float).SetPrec(prec).Mul(half, big.NewFloat(2))
	if e != 0 {
		two := atanhSeries(new(big.Float).SetPrec(prec).SetFloat64(0.5)) // ln(1/2)/2
		l := new(big.Float).SetPrec(prec).Mul(two, new(big.Float).SetInt64(int64(-2*e)))
		out.Add(out, l)
	}
	return out
}

// atanhSeries is ln(m)/2 = atanh((m-1)/(m+1)).
func atanhSeries(m *big.Float) *big.Float {
	prec := m.Prec()
	one := new(big.Float).SetPrec(prec).SetInt64(1)
	z := new(big.Float).SetPrec(prec).Quo(new(big.Float).SetPrec(prec).Sub(m, one), new(big.Float).SetPrec(prec).Add(m, one))
	square := new(big.Float).SetPrec(prec).Mul(z, z)
	sum, power := new(big.Float).SetPrec(prec).Set(z), new(big.Float).SetPrec(prec).Set(z)
	for i := int64(3); ; i += 2 {
		power.Mul(power, square)
		term := new(big.Float).SetPrec(prec).Quo(power, new(big.Float).SetPrec(prec).SetInt64(i))
		if term.Sign() == 0 || sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-int(prec) {
			return sum
		}
		sum.Add(sum, term)
	}
}

func (x *context) exp(a *number) (*number, error) {
	if r, ok, err := x.nans(a); ok {
		return r, err
	}
	switch {
	case a.form == infinite && a.neg:
		return newNumber(false, new(big.Int), 0), nil
	case a.form == infinite:
		return a, nil
	case a.isZero():
		return newNumber(false, big.NewInt(1), 0), nil
	case a.adjusted() > 6:
		if a.neg {
			return newNumber(false, new(big.Int), -x.emax), nil
		}
		return x.signal(errOverflow, errOverflow)
	}
	return x.result(exp(x.floatOf(a, x.bits(max(a.adjusted(), 0))))), nil
}

// log is the natural logarithm, or that of base 10.
func (x *context) log(a *number, base10 bool) (*number, error) {
	if r, ok, err := x.nans(a); ok {
		return r, err
	}
	switch {
	case a.isZero():
		return inf(true), nil
	case a.neg:
		return x.invalid()
	case a.form == infinite:
		return a, nil
	}
	n := a.normalize()
	if n.coeff.IsInt64() && n.coeff.Int64() == 1 {
		if n.exp == 0 {
			return newNumber(false, new(big.Int), 0), nil
		}
		if base10 {
			return x.finish(ofInt(big.NewInt(int64(n.exp)))), nil
		}
	}
	bits := x.bits(20)
	l := ln(x.floatOf(a, bits))
	if base10 {
		l.Quo(l, ln(new(big.Float).SetPrec(bits).SetInt64(10)))
	}
	return x.result(l), nil
}

// power is a**b.
func (x *context) power(a, b *number) (*number, error) {
	if r, ok, err := x.nans(a, b); ok {
		return r, err
	}
	if b.isZero() {
		if a.isZero() {
			return x.invalid()
		}
		return newNumber(false, big.NewInt(1), 0), nil
	}
	whole, isInt := integer(b)
	odd := isInt && whole.Bit(0) == 1
	neg := a.neg && odd
	switch {
	case a.neg && !isInt && !a.isZero():
		return x.invalid()
	case a.isZero():
		if b.neg {
			return inf(neg), nil
		}
		return newNumber(neg, new(big.Int), 0), nil
	case a.form == infinite:
		if b.neg {
			return newNumber(neg, new(big.Int), 0), nil
		}
		return inf(neg), nil
	case b.form == infinite:
		switch c := a.compare(newNumber(false, big.NewInt(1), 0)); {
		case c == 0:
			return newNumber(false, big.NewInt(1), 0), nil
		case (c > 0) != b.neg:
			return inf(false), nil
		}
		return newNumber(false, new(big.Int), 0), nil
	}
	if isInt && whole.IsInt64() {
		n := whole.Int64()
		if size := float64(a.coeff.BitLen()) * float64(max(n, -n)); size < 1<<20 {
			e := big.NewInt(max(n, -n))
			p := newNumber(neg, new(big.Int).Exp(a.coeff, e, nil), a.exp*int(e.Int64()))
			if n > 0 {
				return x.finish(p), nil
			}
			return x.div(newNumber(false, big.NewInt(1), 0), p)
		}
	}
	extra := max(b.adjusted(), 0) + 10
	bits := x.bits(extra)
	l := ln(x.floatOf(newNumber(false, a.coeff, a.exp), bits))
	l.Mul(l, x.floatOf(b, bits))
	if e := l.MantExp(nil); e > 24 {
		if l.Sign() < 0 {
			return newNumber(neg, new(big.Int), -x.emax), nil
		}
		return x.signal(errOverflow, errOverflow)
	}
	r := x.result(exp(l))
	// A result with few digits is exact: pad it to the precision, as the specification wants.
	if n := r.normalize(); n.digits() < x.prec-1 {
		if isInt {
			r = n
		} else {
			r = n.rescale(n.exp-(x.prec-n.digits()), roundDown)
		}
	}
	if neg {
		r = r.negate()
	}
	return r, nil
}

// integer returns the value of a number without a fraction.
func integer(n *number) (*big.Int, bool) {
	if n.form != finite {
		return nil, false
	}
	r := n.rat()
	return r.Num(), r.IsInt()
}
