// Package fractions is Python's fractions and numbers.
//
//	Fraction ──▶ math/big.Rat        fractions.go
//	NewNumbers(rt) ──▶ Number, Complex, Real, Rational, Integral: classes with instance tests   numbers.go
package fractions

import (
	"math"
	"math/big"
	"regexp"
	"strings"
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// fraction is the state of a Fraction.
type fraction struct{ r *big.Rat }

func self(c declare.Call) *big.Rat { return c.Object().State().(*fraction).r }

var literal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*([+-]?)(\d[\d_]*|\d*\.\d*|\d[\d_]*\.[\d_]*|\.\d+)(?:/(\d[\d_]*)|(?:[eE]([+-]?\d+))?)?\s*$`)
})

// parse reads "3/4", "-0.125", "1e-3".
func parse(text string) (*big.Rat, error) {
	invalid := exceptions.ValueError.Errorf("Invalid literal for Fraction: %s", object.StrRepr(text))
	m := literal().FindStringSubmatch(text)
	if m == nil || m[2] == "." {
		return nil, invalid
	}
	number := strings.ReplaceAll(m[1]+m[2], "_", "")
	if m[3] != "" {
		d, ok := new(big.Int).SetString(strings.ReplaceAll(m[3], "_", ""), 10)
		n, ok2 := new(big.Int).SetString(number, 10)
		if !ok || !ok2 {
			return nil, invalid
		}
		if d.Sign() == 0 {
			return nil, exceptions.ZeroDivisionError.Errorf("Fraction(%v, 0)", n)
		}
		return new(big.Rat).SetFrac(n, d), nil
	}
	if m[4] != "" {
		number += "e" + m[4]
		if len(m[4]) > 6 {
			return nil, invalid
		}
	}
	r, ok := new(big.Rat).SetString(number)
	if !ok {
		return nil, invalid
	}
	return r, nil
}

// exact returns the value of a rational number: int, bool, Fraction.
func exact(v starlark.Value) (*big.Rat, bool) {
	if f, ok := declare.State[*fraction](v); ok {
		return f.r, true
	}
	switch x := object.Underlying(v).(type) {
	case starlark.Int:
		return new(big.Rat).SetInt(x.BigInt()), true
	case starlark.Bool:
		if x {
			return big.NewRat(1, 1), true
		}
		return new(big.Rat), true
	}
	return nil, false
}

// ofFloat returns the exact value of a float.
func ofFloat(f float64) (*big.Rat, error) {
	switch {
	case math.IsNaN(f):
		return nil, exceptions.ValueError.Errorf("cannot convert NaN to integer ratio")
	case math.IsInf(f, 0):
		return nil, exceptions.OverflowError.Errorf("cannot convert Infinity to integer ratio")
	}
	return new(big.Rat).SetFloat64(f), nil
}

// any returns the exact value of an argument of the constructor.
func anyNumber(c declare.Call, v starlark.Value) (*big.Rat, error) {
	if r, ok := exact(v); ok {
		return r, nil
	}
	switch x := object.Underlying(v).(type) {
	case starlark.Float:
		return ofFloat(float64(x))
	case starlark.String:
		return parse(string(x))
	case *object.Instance:
		if pair, err := c.CallMethod(x, "as_integer_ratio"); err == nil {
			if t, ok := pair.(starlark.Tuple); ok && len(t) == 2 {
				n, ok1 := t[0].(starlark.Int)
				d, ok2 := t[1].(starlark.Int)
				if ok1 && ok2 {
					return new(big.Rat).SetFrac(n.BigInt(), d.BigInt()), nil
				}
			}
		} else if _, isValue := exceptions.As(err, exceptions.ValueError); isValue {
			return nil, err
		}
	}
	return nil, declare.TypeErrorf("argument should be a string or a Rational instance")
}

// New returns the module fractions.
func New(rt *object.Runtime) *object.Module {
	opts := declare.Options{
		State: func() any { return &fraction{new(big.Rat)} },
		Save: func(o *object.Instance) starlark.Value {
			r := o.State().(*fraction).r
			return starlark.Tuple{starlark.MakeBigInt(r.Num()), starlark.MakeBigInt(r.Denom())}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, _ := v.(starlark.Tuple)
			if len(t) != 2 {
				return declare.TypeErrorf("invalid fraction")
			}
			n, ok1 := t[0].(starlark.Int)
			d, ok2 := t[1].(starlark.Int)
			if !ok1 || !ok2 || d.Sign() == 0 {
				return declare.TypeErrorf("invalid fraction")
			}
			o.State().(*fraction).r = new(big.Rat).SetFrac(n.BigInt(), d.BigInt())
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			r := o.State().(*fraction).r
			switch name {
			case "numerator":
				return starlark.MakeBigInt(r.Num()), true, nil
			case "denominator":
				return starlark.MakeBigInt(r.Denom()), true, nil
			case "real":
				return o, true, nil
			case "imag":
				return starlark.MakeInt(0), true, nil
			}
			return nil, false, nil
		},
	}
	k := declare.New(rt, "fractions", "Fraction", opts)
	make := func(c declare.Call, r *big.Rat) starlark.Value {
		o := k.Allocate(c.T)
		o.State().(*fraction).r = r
		return o
	}
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, ok := c.Arg(0).(*object.Class)
		if !ok {
			return nil, declare.TypeErrorf("Fraction.__new__(X): X is not a type object")
		}
		c.Args = c.Args[1:]
		var numerator starlark.Value = starlark.MakeInt(0)
		var denominator starlark.Value
		if err := c.Unpack("numerator?", &numerator, "denominator??", &denominator); err != nil {
			return nil, err
		}
		var r *big.Rat
		if denominator == nil {
			var err error
			if r, err = anyNumber(c, numerator); err != nil {
				return nil, err
			}
		} else {
			a, ok1 := exact(numerator)
			b, ok2 := exact(denominator)
			if !ok1 || !ok2 {
				return nil, declare.TypeErrorf("both arguments should be Rational instances")
			}
			if b.Sign() == 0 {
				s, err := rt.Str(numerator)
				if err != nil {
					return nil, err
				}
				return nil, exceptions.ZeroDivisionError.Errorf("Fraction(%s, 0)", s)
			}
			r = new(big.Rat).Quo(a, b)
		}
		o := class.Allocate(c.T)
		o.State().(*fraction).r = r
		return o, nil
	})
	k.ClassMethod("from_float", func(c declare.Call) (starlark.Value, error) { return c.Call(c.Self, c.Args...) })
	k.ClassMethod("from_decimal", func(c declare.Call) (starlark.Value, error) { return c.Call(c.Self, c.Args...) })
	addOperators(rt, k, make)
	integer := func(f func(r *big.Rat) *big.Int) declare.Func {
		return func(c declare.Call) (starlark.Value, error) { return starlark.MakeBigInt(f(self(c))), nil }
	}
	floor := func(r *big.Rat) *big.Int { return new(big.Int).Div(r.Num(), r.Denom()) }
	k.Methods(map[string]declare.Func{
		"as_integer_ratio": func(c declare.Call) (starlark.Value, error) {
			return starlark.Tuple{starlark.MakeBigInt(self(c).Num()), starlark.MakeBigInt(self(c).Denom())}, nil
		},
		"is_integer":        func(c declare.Call) (starlark.Value, error) { return starlark.Bool(self(c).IsInt()), nil },
		"conjugate":         func(c declare.Call) (starlark.Value, error) { return c.Self, nil },
		"limit_denominator": func(c declare.Call) (starlark.Value, error) { return limit(c, make) },
		"__floor__":         integer(floor),
		"__ceil__":          integer(func(r *big.Rat) *big.Int { return new(big.Int).Neg(floor(new(big.Rat).Neg(r))) }),
		"__trunc__":         integer(func(r *big.Rat) *big.Int { return new(big.Int).Quo(r.Num(), r.Denom()) }),
		"__int__":           integer(func(r *big.Rat) *big.Int { return new(big.Int).Quo(r.Num(), r.Denom()) }),
		"__float__": func(c declare.Call) (starlark.Value, error) {
			f, _ := self(c).Float64()
			if math.IsInf(f, 0) {
				return nil, exceptions.OverflowError.Errorf("integer division result too large for a float")
			}
			return starlark.Float(f), nil
		},
		"__round__": func(c declare.Call) (starlark.Value, error) {
			var digits starlark.Value
			if err := c.Unpack("ndigits??", &digits); err != nil {
				return nil, err
			}
			if digits == nil {
				return starlark.MakeBigInt(round(self(c))), nil
			}
			n, err := object.AsInt(digits)
			if err != nil {
				return nil, err
			}
			shift := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil))
			if n < 0 {
				shift.Inv(shift)
			}
			r := new(big.Rat).SetInt(round(new(big.Rat).Mul(self(c), shift)))
			return make(c, r.Quo(r, shift)), nil
		},
		"__neg__":  func(c declare.Call) (starlark.Value, error) { return make(c, new(big.Rat).Neg(self(c))), nil },
		"__pos__":  func(c declare.Call) (starlark.Value, error) { return make(c, self(c)), nil },
		"__abs__":  func(c declare.Call) (starlark.Value, error) { return make(c, new(big.Rat).Abs(self(c))), nil },
		"__bool__": func(c declare.Call) (starlark.Value, error) { return starlark.Bool(self(c).Sign() != 0), nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			return starlark.String("Fraction(" + self(c).Num().String() + ", " + self(c).Denom().String() + ")"), nil
		},
		"__str__": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).RatString()), nil },
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := rt.Hash(hashable(self(c)))
			return h, err
		},
		"__format__": func(c declare.Call) (starlark.Value, error) {
			var spec string
			if err := c.Unpack("format_spec", &spec); err != nil {
				return nil, err
			}
			return format(c, spec)
		},
	})
	return declare.Classes(declare.Module(rt, "fractions", nil), k)
}

// hashable is an int or float that is equal to r, or a tuple if there is none.
func hashable(r *big.Rat) starlark.Value {
	if r.IsInt() {
		return starlark.MakeBigInt(r.Num())
	}
	if f, isExact := r.Float64(); isExact {
		return starlark.Float(f)
	}
	return starlark.Tuple{starlark.MakeBigInt(r.Num()), starlark.MakeBigInt(r.Denom())}
}

// format is format() with a specification for floats: exact digits, then what format() does with text.
func format(c declare.Call, spec string) (starlark.Value, error) {
	if spec == "" {
		return starlark.String(self(c).RatString()), nil
	}
	f, _ := self(c).Float64()
	if m := regexp.MustCompile(`^([^.]*)\.(\d+)f$`).FindStringSubmatch(spec); m != nil && m[1] == "" {
		n := 0
		for _, d := range m[2] {
			n = min(n*10+int(d-'0'), 1000)
		}
		shift := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
		i := round(new(big.Rat).Mul(self(c), new(big.Rat).SetInt(shift)))
		return starlark.String(new(big.Rat).SetFrac(i, shift).FloatString(n)), nil
	}
	last := spec[len(spec)-1]
	if strings.IndexByte("eEfFgG%", last) < 0 {
		s, err := c.RT.Format(starlark.String(self(c).RatString()), spec)
		return starlark.String(s), err
	}
	s, err := c.RT.Format(starlark.Float(f), spec)
	return starlark.String(s), err
}

// round is the nearest integer, the even one of two.
func round(r *big.Rat) *big.Int {
	q, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	switch twice := new(big.Int).Lsh(rest, 1).Cmp(r.Denom()); {
	case twice > 0, twice == 0 && q.Bit(0) == 1:
		q.Add(q, big.NewInt(1))
	}
	return q
}

// limit is limit_denominator(max_denominator=1000000): the closest fraction by continued fractions.
func limit(c declare.Call, make func(declare.Call, *big.Rat) starlark.Value) (starlark.Value, error) {
	most := 1000000
	if err := c.Unpack("max_denominator?", &most); err != nil {
		return nil, err
	}
	if most < 1 {
		return nil, exceptions.ValueError.Errorf("max_denominator should be at least 1")
	}
	r, bound := self(c), big.NewInt(int64(most))
	if r.Denom().Cmp(bound) <= 0 {
		return make(c, r), nil
	}
	p0, q0, p1, q1 := big.NewInt(0), big.NewInt(1), big.NewInt(1), big.NewInt(0)
	n, d := new(big.Int).Set(r.Num()), new(big.Int).Set(r.Denom())
	for {
		a := new(big.Int).Div(n, d)
		q2 := new(big.Int).Add(q0, new(big.Int).Mul(a, q1))
		if q2.Cmp(bound) > 0 {
			break
		}
		p0, p1 = p1, new(big.Int).Add(p0, new(big.Int).Mul(a, p1))
		q0, q1 = q1, q2
		n, d = d, new(big.Int).Sub(n, new(big.Int).Mul(a, d))
	}
	steps := new(big.Int).Div(new(big.Int).Sub(bound, q0), q1)
	a := new(big.Rat).SetFrac(new(big.Int).Add(p0, new(big.Int).Mul(steps, p1)), new(big.Int).Add(q0, new(big.Int).Mul(steps, q1)))
	b := new(big.Rat).SetFrac(p1, q1)
	da, db := new(big.Rat).Sub(a, r), new(big.Rat).Sub(b, r)
	if db.Abs(db).Cmp(da.Abs(da)) <= 0 {
		return make(c, b), nil
	}
	return make(c, a), nil
}

// addOperators declares arithmetic and comparisons.
func addOperators(rt *object.Runtime, k *declare.Class, make func(declare.Call, *big.Rat) starlark.Value) {
	zero := func(n *big.Rat) error { return exceptions.ZeroDivisionError.Errorf("Fraction(%d, 0)", n.Sign()) }
	type operation struct {
		name  string
		op    syntax.Token
		exact func(c declare.Call, a, b *big.Rat) (starlark.Value, error)
	}
	floorDiv := func(a, b *big.Rat) *big.Int {
		q := new(big.Rat).Quo(a, b)
		return new(big.Int).Div(q.Num(), q.Denom())
	}
	remainder := func(a, b *big.Rat) *big.Rat {
		q := new(big.Rat).SetInt(floorDiv(a, b))
		return new(big.Rat).Sub(a, q.Mul(q, b))
	}
	operations := []operation{
		{"add", syntax.PLUS, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			return make(c, new(big.Rat).Add(a, b)), nil
		}},
		{"sub", syntax.MINUS, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			return make(c, new(big.Rat).Sub(a, b)), nil
		}},
		{"mul", syntax.STAR, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			return make(c, new(big.Rat).Mul(a, b)), nil
		}},
		{"truediv", syntax.SLASH, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			if b.Sign() == 0 {
				return nil, zero(a)
			}
			return make(c, new(big.Rat).Quo(a, b)), nil
		}},
		{"floordiv", syntax.SLASHSLASH, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			if b.Sign() == 0 {
				return nil, exceptions.ZeroDivisionError.Errorf("integer division or modulo by zero")
			}
			return starlark.MakeBigInt(floorDiv(a, b)), nil
		}},
		{"mod", syntax.PERCENT, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			if b.Sign() == 0 {
				return nil, exceptions.ZeroDivisionError.Errorf("integer modulo by zero")
			}
			return make(c, remainder(a, b)), nil
		}},
		{"divmod", syntax.ILLEGAL, func(c declare.Call, a, b *big.Rat) (starlark.Value, error) {
			if b.Sign() == 0 {
				return nil, exceptions.ZeroDivisionError.Errorf("integer division or modulo by zero")
			}
			return starlark.Tuple{starlark.MakeBigInt(floorDiv(a, b)), make(c, remainder(a, b))}, nil
		}},
	}
	for _, o := range operations {
		for _, reflected := range []bool{false, true} {
			name := "__" + o.name + "__"
			if reflected {
				name = "__r" + o.name + "__"
			}
			k.Method(name, func(c declare.Call) (starlark.Value, error) {
				if f, ok := object.Underlying(c.Args[0]).(starlark.Float); ok && o.op != syntax.ILLEGAL {
					x, _ := self(c).Float64()
					if reflected {
						return rt.Binary(o.op, f, starlark.Float(x))
					}
					return rt.Binary(o.op, starlark.Float(x), f)
				}
				b, ok := exact(c.Args[0])
				if !ok {
					return object.NotImplemented, nil
				}
				if reflected {
					return o.exact(c, b, self(c))
				}
				return o.exact(c, self(c), b)
			})
		}
	}
	power := func(c declare.Call, base, exponent starlark.Value) (starlark.Value, error) {
		a, ok1 := exact(base)
		b, ok2 := exact(exponent)
		if ok1 && ok2 && b.IsInt() && b.Num().IsInt64() {
			n := b.Num().Int64()
			if n < 0 {
				if a.Sign() == 0 {
					return nil, exceptions.ZeroDivisionError.Errorf("Fraction(%v, 0)", a.Denom())
				}
				a, n = new(big.Rat).Inv(a), -n
			}
			e := big.NewInt(n)
			return make(c, new(big.Rat).SetFrac(new(big.Int).Exp(a.Num(), e, nil), new(big.Int).Exp(a.Denom(), e, nil))), nil
		}
		x, err := object.AsFloat(base)
		if err != nil {
			return object.NotImplemented, nil
		}
		y, err := object.AsFloat(exponent)
		if err != nil {
			return object.NotImplemented, nil
		}
		return rt.Power(starlark.Float(x), starlark.Float(y))
	}
	k.Method("__pow__", func(c declare.Call) (starlark.Value, error) { return power(c, c.Self, c.Args[0]) })
	k.Method("__rpow__", func(c declare.Call) (starlark.Value, error) { return power(c, c.Args[0], c.Self) })
	for name, op := range map[string]syntax.Token{"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			b, ok := exact(c.Args[0])
			if f, isFloat := object.Underlying(c.Args[0]).(starlark.Float); isFloat {
				if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
					r, err := rt.Compare(op, starlark.Float(0), f)
					return starlark.Bool(r), err
				}
				b, ok = new(big.Rat).SetFloat64(float64(f)), true
			}
			if !ok {
				return object.NotImplemented, nil
			}
			r, err := rt.Compare(op, starlark.MakeInt(self(c).Cmp(b)), starlark.MakeInt(0))
			return starlark.Bool(r), err
		})
	}
}
