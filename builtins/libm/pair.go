package libm

import "math"

// This file holds the arithmetic of pairs: numbers of about 106 bits.

// twoSum returns a + b exactly.
func twoSum(a, b float64) pair {
	s := a + b
	t := s - a
	return pair{s, (a - (s - t)) + (b - t)}
}

// quickSum returns a + b exactly, if a is not smaller than b in magnitude.
func quickSum(a, b float64) pair {
	s := a + b
	return pair{s, b - (s - a)}
}

// twoProduct returns a * b exactly, barring underflow.
func twoProduct(a, b float64) pair {
	p := a * b
	return pair{p, math.FMA(a, b, -p)}
}

// float rounds the pair.
func (a pair) float() float64 { return a.hi + a.lo }

func (a pair) neg() pair { return pair{-a.hi, -a.lo} }

func (a pair) add(b pair) pair {
	s := twoSum(a.hi, b.hi)
	t := twoSum(a.lo, b.lo)
	s = quickSum(s.hi, s.lo+t.hi)
	return quickSum(s.hi, s.lo+t.lo)
}

func (a pair) mul(b pair) pair {
	p := twoProduct(a.hi, b.hi)
	return quickSum(p.hi, p.lo+(a.hi*b.lo+a.lo*b.hi))
}

func (a pair) scale(f float64) pair {
	p := twoProduct(a.hi, f)
	return quickSum(p.hi, p.lo+a.lo*f)
}

func (a pair) div(b pair) pair {
	q := a.hi / b.hi
	// The remainder of the first quotient is exact enough to give the second one.
	r := a.add(b.scale(-q))
	return quickSum(q, r.hi/b.hi)
}

// sqrt is the square root of a positive pair.
func (a pair) sqrt() pair {
	s := math.Sqrt(a.hi)
	if s == 0 {
		return pair{}
	}
	p := twoProduct(s, s)
	return quickSum(s, ((a.hi-p.hi)-p.lo+a.lo)/(2*s))
}
