package decimal

import (
	"fmt"
	"math/big"
	"slices"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and holds Decimal.

// module is what the classes of one interpreter share.
type module struct {
	rt                      *object.Runtime
	decimal, tuple, context *declare.Class
	current                 map[uint64]*object.Instance // the context of each thread
}

// New returns the module decimal.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt, current: map[uint64]*object.Instance{}}
	m.tuple = newTuple(rt)
	m.context = m.newContext()
	m.decimal = m.newDecimal()
	out := declare.Module(rt, "decimal", map[string]declare.Func{
		"getcontext": func(c declare.Call) (starlark.Value, error) { return m.contextOf(c.T), nil },
		"setcontext": func(c declare.Call) (starlark.Value, error) {
			o, ok := c.Arg(0).(*object.Instance)
			if !ok || o.Class() != m.context.Class {
				return nil, declare.TypeErrorf("optional argument must be a context")
			}
			m.current[object.ThreadID(c.T)] = o
			return starlark.None, nil
		},
		"localcontext": m.localContext,
	})
	declare.Classes(out, m.decimal, m.tuple, m.context)
	for _, mode := range modes {
		out.SetField(mode, starlark.String(mode))
	}
	for _, e := range []*exceptions.Type{errDecimal, errInvalid, errDivisionByZero, errInexact, errRounded, errClamped, errSubnormal, errOverflow, errUnderflow, errFloat, errConversion, errUndefined, errImpossible} {
		out.SetField(e.Name, rt.ExceptionClass(e))
	}
	basic, extended := m.context.Allocate(rt.Current()), m.context.Allocate(rt.Current())
	basic.State().(*context).prec, basic.State().(*context).rounding = 9, roundHalfUp
	extended.State().(*context).prec, extended.State().(*context).traps = 9, map[string]bool{}
	return declare.Add(out, starlark.StringDict{"BasicContext": basic, "ExtendedContext": extended, "DefaultContext": m.context.Allocate(rt.Current()),
		"MAX_PREC": starlark.MakeInt(999999999999999999), "MAX_EMAX": starlark.MakeInt(999999999999999999), "MIN_EMIN": starlark.MakeInt(-999999999999999999), "HAVE_THREADS": starlark.True, "HAVE_CONTEXTVAR": starlark.True})
}

func newTuple(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "decimal", "DecimalTuple", declare.Options{}, rt.Type("tuple"))
	for i, n := range []string{"sign", "digits", "exponent"} {
		k.Property(n, func(c declare.Call) (starlark.Value, error) {
			return object.Underlying(c.Self).(starlark.Tuple)[i], nil
		})
	}
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) != 4 {
			return nil, declare.TypeErrorf("DecimalTuple.__new__() takes 4 positional arguments but %d were given", len(c.Args))
		}
		o := k.Allocate(c.T)
		o.SetUnderlying(append(starlark.Tuple{}, c.Args[1:]...))
		return o, nil
	})
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		t := object.Underlying(c.Self).(starlark.Tuple)
		var parts [3]string
		for i, v := range t {
			s, err := rt.Repr(v)
			if err != nil {
				return nil, err
			}
			parts[i] = s
		}
		return starlark.String(fmt.Sprintf("DecimalTuple(sign=%s, digits=%s, exponent=%s)", parts[0], parts[1], parts[2])), nil
	})
	return k
}

func self(c declare.Call) *number { return c.Object().State().(*holder).n }

// holder is the state of a Decimal.
type holder struct{ n *number }

func (m *module) make(t *starlark.Thread, class *object.Class, n *number) starlark.Value {
	o := class.Allocate(t)
	o.State().(*holder).n = n
	return o
}

// active is the context of the calling thread.
func (m *module) active(c declare.Call) *context { return m.contextOf(c.T).State().(*context) }

// addMethods declares the named operations.
func (m *module) addMethods(k *declare.Class) {
	test := func(f func(n *number) bool) declare.Func {
		return func(c declare.Call) (starlark.Value, error) { return starlark.Bool(f(self(c))), nil }
	}
	// two is a method of another operand and a context.
	two := func(f func(x *context, a, b *number) (*number, error)) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			var other, given starlark.Value
			if err := c.Unpack("other", &other, "context??", &given); err != nil {
				return nil, err
			}
			b, ok := operand(other)
			if !ok {
				return nil, declare.TypeErrorf("conversion from %s to Decimal is not supported", object.TypeName(other))
			}
			n, err := f(m.active(c), self(c), b)
			if err != nil {
				return nil, err
			}
			return m.make(c.T, k.Class, n), nil
		}
	}
	choose := func(sign int) func(x *context, a, b *number) (*number, error) {
		return func(x *context, a, b *number) (*number, error) {
			if a.form == quietNaN {
				a, b = b, a
			}
			if b.form != quietNaN && a.compare(b)*sign < 0 {
				a = b
			}
			return x.finish(a), nil
		}
	}
	integral := func(c declare.Call) (starlark.Value, error) {
		var mode, given starlark.Value
		if err := c.Unpack("rounding??", &mode, "context??", &given); err != nil {
			return nil, err
		}
		r := m.active(c).rounding
		if s, ok := declare.Text(object.OrNone(mode)); ok {
			r = s
		}
		n := self(c)
		if n.form == finite && n.exp < 0 {
			n = n.rescale(0, r)
		}
		return m.make(c.T, k.Class, n), nil
	}
	same := func(c declare.Call) (starlark.Value, error) { return c.Self, nil }
	k.Methods(map[string]declare.Func{
		"quantize": func(c declare.Call) (starlark.Value, error) {
			var pattern, mode, given starlark.Value
			if err := c.Unpack("exp", &pattern, "rounding??", &mode, "context??", &given); err != nil {
				return nil, err
			}
			p, ok := operand(pattern)
			if !ok {
				return nil, declare.TypeErrorf("conversion from %s to Decimal is not supported", object.TypeName(pattern))
			}
			x := m.active(c)
			r := x.rounding
			if s, ok := declare.Text(object.OrNone(mode)); ok {
				if !slices.Contains(modes, s) {
					return nil, declare.TypeErrorf("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
				}
				r = s
			}
			n, err := x.quantize(self(c), p.exp, r)
			if err != nil {
				return nil, err
			}
			return m.make(c.T, k.Class, n), nil
		},
		"to_integral_value": integral, "to_integral": integral, "to_integral_exact": integral,
		"normalize": m.unary(k, func(x *context, n *number) (*number, error) { return x.finish(n).normalize(), nil }),
		"sqrt":      m.unary(k, (*context).sqrt), "exp": m.unary(k, (*context).exp),
		"ln":          m.unary(k, func(x *context, n *number) (*number, error) { return x.log(n, false) }),
		"log10":       m.unary(k, func(x *context, n *number) (*number, error) { return x.log(n, true) }),
		"copy_abs":    m.unary(k, func(x *context, n *number) (*number, error) { a := *n; a.neg = false; return &a, nil }),
		"copy_negate": m.unary(k, func(x *context, n *number) (*number, error) { return n.negate(), nil }),
		"logb":        m.unary(k, func(x *context, n *number) (*number, error) { return ofInt(big.NewInt(int64(n.adjusted()))), nil }),
		"copy_sign":   two(func(x *context, a, b *number) (*number, error) { n := *a; n.neg = b.neg; return &n, nil }),
		"max":         two(choose(1)), "min": two(choose(-1)),
		"compare": two(func(x *context, a, b *number) (*number, error) {
			if r, ok, err := x.nans(a, b); ok {
				return r, err
			}
			return ofInt(big.NewInt(int64(a.compare(b)))), nil
		}),
		"remainder_near": two(func(x *context, a, b *number) (*number, error) {
			q, r, err := x.divInt(a, b)
			if err != nil || r.form != finite {
				return r, err
			}
			twice, err := x.add(newNumber(false, r.coeff, r.exp), newNumber(false, r.coeff, r.exp))
			if err != nil {
				return nil, err
			}
			if c := twice.compare(newNumber(false, b.coeff, b.exp)); c > 0 || c == 0 && q.coeff.Bit(0) == 1 {
				return x.add(r, newNumber(!r.neg, b.coeff, b.exp))
			}
			return r, nil
		}),
		"scaleb": two(func(x *context, a, b *number) (*number, error) {
			i, ok := integer(b)
			if !ok || !i.IsInt64() {
				return x.invalid()
			}
			return x.finish(newNumber(a.neg, a.coeff, a.exp+int(i.Int64()))), nil
		}),
		"same_quantum": func(c declare.Call) (starlark.Value, error) {
			b, ok := operand(object.OrNone(c.Arg(0)))
			if !ok {
				return nil, declare.TypeErrorf("conversion from %s to Decimal is not supported", object.TypeName(object.OrNone(c.Arg(0))))
			}
			return starlark.Bool(self(c).form == b.form && self(c).exp == b.exp), nil
		},
		"fma": func(c declare.Call) (starlark.Value, error) {
			if err := c.Between(2, 3); err != nil {
				return nil, err
			}
			a, ok1 := operand(c.Args[0])
			b, ok2 := operand(c.Args[1])
			if !ok1 || !ok2 {
				return nil, declare.TypeErrorf("conversion to Decimal is not supported")
			}
			x := m.active(c)
			exact := *x
			exact.prec = 1 << 30
			p, err := exact.mul(self(c), a)
			if err != nil {
				return nil, err
			}
			n, err := x.add(p, b)
			if err != nil {
				return nil, err
			}
			return m.make(c.T, k.Class, n), nil
		},
		"is_nan": test((*number).isNaN), "is_zero": test((*number).isZero),
		"is_infinite":  test(func(n *number) bool { return n.form == infinite }),
		"is_finite":    test(func(n *number) bool { return n.form == finite }),
		"is_signed":    test(func(n *number) bool { return n.neg }),
		"is_qnan":      test(func(n *number) bool { return n.form == quietNaN }),
		"is_snan":      test(func(n *number) bool { return n.form == signalingNaN }),
		"is_normal":    test(func(n *number) bool { return n.form == finite && !n.isZero() }),
		"is_subnormal": test(func(n *number) bool { return false }),
		"is_canonical": test(func(n *number) bool { return true }),
		"canonical":    same, "conjugate": same,
		"adjusted": func(c declare.Call) (starlark.Value, error) {
			if self(c).form != finite {
				return starlark.MakeInt(0), nil
			}
			return starlark.MakeInt(self(c).adjusted()), nil
		},
		"to_eng_string": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).text(true)), nil },
		"number_class": func(c declare.Call) (starlark.Value, error) {
			n := self(c)
			sign := map[bool]string{true: "-", false: "+"}[n.neg]
			switch {
			case n.form == quietNaN:
				return starlark.String("NaN"), nil
			case n.form == signalingNaN:
				return starlark.String("sNaN"), nil
			case n.form == infinite:
				return starlark.String(sign + "Infinity"), nil
			case n.isZero():
				return starlark.String(sign + "Zero"), nil
			}
			return starlark.String(sign + "Normal"), nil
		},
		"as_integer_ratio": func(c declare.Call) (starlark.Value, error) {
			n := self(c)
			switch {
			case n.isNaN():
				return nil, exceptions.ValueError.Errorf("cannot convert NaN to integer ratio")
			case n.form == infinite:
				return nil, exceptions.OverflowError.Errorf("cannot convert Infinity to integer ratio")
			}
			r := n.rat()
			return starlark.Tuple{starlark.MakeBigInt(r.Num()), starlark.MakeBigInt(r.Denom())}, nil
		},
		"as_tuple": func(c declare.Call) (starlark.Value, error) {
			n := self(c)
			digits := starlark.Tuple{}
			if n.form == finite || n.coeff.Sign() != 0 {
				for _, d := range n.coeff.String() {
					digits = append(digits, starlark.MakeInt(int(d-'0')))
				}
			}
			var exp starlark.Value = starlark.MakeInt(n.exp)
			switch n.form {
			case infinite:
				exp, digits = starlark.String("F"), starlark.Tuple{starlark.MakeInt(0)}
			case quietNaN:
				exp = starlark.String("n")
			case signalingNaN:
				exp = starlark.String("N")
			}
			sign := 0
			if n.neg {
				sign = 1
			}
			return c.Call(m.tuple.Class, starlark.MakeInt(sign), digits, exp)
		},
	})
}
