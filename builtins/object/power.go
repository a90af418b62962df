package object

import "math"

// This file computes x to the power of y in double-double arithmetic, about 100 bits, so that the result is rounded
// correctly but for one case in many billions. Go's math.Pow differs from the C library in the last bit too often.

// FloatPower is pow(x, y) of the C library.
func FloatPower(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y || x-x != 0 || y-y != 0 || x == 0:
		return math.Pow(x, y) // special cases, exact
	case y == 1:
		return x
	case y == 2:
		return x * x
	case y == -1:
		return 1 / x
	case y == 0.5 && x > 0:
		return math.Sqrt(x)
	case x < 0:
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if math.Mod(y, 2) != 0 {
			return -FloatPower(-x, y)
		}
		return FloatPower(-x, y)
	}
	// The result overflows or vanishes beyond these bounds, whatever the last digits are.
	switch estimate := y * math.Log2(x); {
	case estimate > 1100:
		return math.Inf(1)
	case estimate < -1200:
		return 0
	}
	if r, ok := smallPower(x, y); ok {
		return r
	}
	if r, ok := quickPower(x, y); ok {
		return r
	}
	return expDouble(mulDouble(logDouble(x), double{y, 0}))
}

// smallPower multiplies for whole exponents; ok is false if y is none or the result may be rounded twice.
func smallPower(x, y float64) (r float64, ok bool) {
	n := int(y)
	if float64(n) != y || n > 64 || n < -64 {
		return 0, false
	}
	power, factor := double{1, 0}, double{x, 0}
	for k := max(n, -n); k > 0; k >>= 1 {
		if k&1 != 0 {
			power = mulDouble(power, factor)
		}
		factor = mulDouble(factor, factor)
	}
	if n < 0 {
		power = divDouble(double{1, 0}, power)
	}
	return power.hi, power.hi > 1e-280 && power.hi < 1e280
}

// quickPower computes with about 70 bits; ok is false if they do not tell how to round.
func quickPower(x, y float64) (r float64, ok bool) {
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	l := quickLog(m)
	if e != 0 {
		k := float64(e)
		l = addDouble(double{k * ln2[0], 0}, addDouble(product(k, ln2[1]), l))
	}
	a := mulDouble(l, double{y, 0})
	k := math.Round(a.hi / math.Ln2)
	if k < -1000 || k > 1000 {
		return 0, false
	}
	t := addDouble(double{a.hi - k*ln2[0], a.lo}, product(-k, ln2[1]))
	s := quickExp(t)
	// The error of the logarithm counts as often as a is large.
	bound := s.hi * (0x1p-75 + math.Abs(a.hi)*0x1p-73)
	low, high := s.hi+(s.lo-bound), s.hi+(s.lo+bound)
	return math.Ldexp(low, int(k)), low == high
}

// quickLog is the logarithm of m between 0.7 and 1.42: 2 atanh((m-1)/(m+1)).
func quickLog(m float64) double {
	if m == 1 {
		return double{}
	}
	s := divDouble(sum2(m, -1), sum2(m, 1))
	q := mulDouble(s, s)
	z := q.hi
	tail := 1.0/9 + z*(1.0/11+z*(1.0/13+z*(1.0/15+z*(1.0/17+z*(1.0/19+z*(1.0/21+z*(1.0/23+z*(1.0/25+z*(1.0/27+z/29)))))))))
	p := addDouble(oneSeventh, product(z, tail))
	p = addDouble(oneFifth, mulDouble(p, q))
	p = addDouble(oneThird, mulDouble(p, q))
	p = mulDouble(mulDouble(p, q), s)
	r := addDouble(s, p)
	return double{2 * r.hi, 2 * r.lo}
}

var (
	oneThird   = divDouble(double{1, 0}, double{3, 0})
	oneFifth   = divDouble(double{1, 0}, double{5, 0})
	oneSeventh = divDouble(double{1, 0}, double{7, 0})
)

// quickExp is exp(a) for |a| < 0.35.
func quickExp(a double) double {
	const squarings = 3
	r := double{a.hi / (1 << squarings), a.lo / (1 << squarings)}
	z := r.hi
	tail := 1.0/120 + z*(1.0/720+z*(1.0/5040+z*(1.0/40320+z*(1.0/362880+z*(1.0/3628800+z/39916800)))))
	p := addDouble(double{1.0 / 24, inverseFactorials[1].lo}, product(z, tail))
	p = addDouble(inverseFactorials[0], mulDouble(p, r))
	p = addDouble(double{0.5, 0}, mulDouble(p, r))
	s := addDouble(r, mulDouble(p, mulDouble(r, r)))
	for range squarings {
		s = addDouble(double{2 * s.hi, 2 * s.lo}, mulDouble(s, s))
	}
	return addDouble(s, double{1, 0})
}

// double is an unevaluated sum of two floats, the second of which is less than half a unit in the last place of the first.
type double struct{ hi, lo float64 }

// ln2 is the natural logarithm of 2 in three parts, the first of which is exact when multiplied by an exponent.
var ln2 = [3]float64{0x1.62e42fefa3800p-1, 0x1.ef35793c76730p-45, 0x1.cc01f97b57a08p-99}

func fastSum(a, b float64) double { // |a| ≥ |b|
	s := a + b
	return double{s, b - (s - a)}
}

func sum2(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

func product(a, b float64) double {
	p := a * b
	return double{p, math.FMA(a, b, -p)}
}

func addDouble(a, b double) double {
	s := sum2(a.hi, b.hi)
	t := sum2(a.lo, b.lo)
	s = fastSum(s.hi, s.lo+t.hi)
	return fastSum(s.hi, s.lo+t.lo)
}

func mulDouble(a, b double) double {
	p := product(a.hi, b.hi)
	return fastSum(p.hi, p.lo+(a.hi*b.lo+a.lo*b.hi))
}

func divDouble(a, b double) double {
	q := a.hi / b.hi
	r := addDouble(a, mulDouble(b, double{-q, 0}))
	q2 := r.hi / b.hi
	r = addDouble(r, mulDouble(b, double{-q2, 0}))
	s := fastSum(q, q2)
	return addDouble(s, double{r.hi / b.hi, 0})
}

// logDouble is the logarithm of x > 0.
func logDouble(x float64) double {
	m, e := math.Frexp(x) // 0.5 ≤ m < 1
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	// log m is near l; z = m/exp(l) is near 1, and log z = 2 atanh((z-1)/(z+1)).
	l := math.Log(m)
	z := mulDouble(double{m, 0}, expSmall(double{-l, 0}))
	num := addDouble(z, double{-1, 0})
	s := divDouble(num, addDouble(z, double{1, 0}))
	cube := s.hi * s.hi * s.hi
	r := addDouble(double{2 * s.hi, 2 * s.lo}, double{2 * cube / 3, 0})
	r = addDouble(r, double{l, 0})
	if e == 0 {
		return r
	}
	k := float64(e)
	exponent := addDouble(product(k, ln2[0]), addDouble(product(k, ln2[1]), double{k * ln2[2], 0}))
	return addDouble(exponent, r)
}

// inverseFactorials are 1/3!, 1/4!, ... in two parts.
var inverseFactorials = func() (table [18]double) {
	f := double{0.5, 0}
	for i := range table {
		f = divDouble(f, double{float64(i + 3), 0})
		table[i] = f
	}
	return table
}()

// expSmall is exp(a) for |a| < 1.
func expSmall(a double) double {
	// exp(a) = exp(a/256)^256, computed as expm1 to keep the digits.
	const squarings = 8
	r := double{a.hi / (1 << squarings), a.lo / (1 << squarings)}
	square := mulDouble(r, r)
	s := addDouble(r, double{square.hi / 2, square.lo / 2})
	p := mulDouble(square, r)
	for i := range 8 {
		s = addDouble(s, mulDouble(p, inverseFactorials[i]))
		p = mulDouble(p, r)
	}
	for range squarings { // (1+s)² - 1 = 2s + s²
		s = addDouble(double{2 * s.hi, 2 * s.lo}, mulDouble(s, s))
	}
	return addDouble(s, double{1, 0})
}

// expDouble is exp(a), rounded to a float.
func expDouble(a double) float64 {
	k := math.Round(a.hi / math.Ln2)
	r := addDouble(a, product(-k, ln2[0]))
	r = addDouble(r, product(-k, ln2[1]))
	r = addDouble(r, double{-k * ln2[2], 0})
	s := expSmall(r)
	e := int(k)
	if e > -1000 {
		return math.Ldexp(s.hi+s.lo, e)
	}
	return roundSubnormal(s, e)
}

// roundSubnormal is s·2^e where the result has fewer bits than a float: the sum must be rounded once only.
func roundSubnormal(s double, e int) float64 {
	// Adding a power of two whose last place is that of the smallest float rounds at the right bit.
	shift := math.Ldexp(1, min(1000, -1074-e+52))
	if -1074-e+52 > 1000 {
		return math.Ldexp(s.hi+s.lo, e)
	}
	if s.hi >= shift { // a normal number
		return math.Ldexp(s.hi+s.lo, e)
	}
	t := sum2(shift, s.hi)
	whole := t.hi - shift
	rest := t.lo + s.lo
	unit := math.Ldexp(1, -1074-e)
	switch {
	case rest > unit/2:
		whole += unit
	case rest < -unit/2:
		whole -= unit
	}
	return math.Ldexp(whole, e)
}
