package decimal

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

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

// operand converts what arithmetic takes: Decimal and int.
func operand(v starlark.Value) (*number, bool) {
	if h, ok := declare.State[*holder](v); ok {
		return h.n, true
	}
	switch x := object.Underlying(v).(type) {
	case starlark.Int:
		return ofInt(x.BigInt()), true
	case starlark.Bool:
		if x {
			return ofInt(big.NewInt(1)), true
		}
		return ofInt(new(big.Int)), true
	}
	return nil, false
}

// convert is what the constructor takes.
func (m *module) convert(c declare.Call, v starlark.Value) (*number, error) {
	if n, ok := operand(v); ok {
		return n, nil
	}
	switch x := object.Underlying(v).(type) {
	case starlark.Float:
		return ofFloat(float64(x)), nil
	case starlark.String:
		if n := parse(string(x)); n != nil {
			return n, nil
		}
		return m.active(c).signal(errInvalid, errConversion)
	case starlark.Tuple, *starlark.List:
		parts, err := m.rt.List(c.T, v)
		if err != nil {
			return nil, err
		}
		if len(parts) != 3 {
			return nil, declare.ValueErrorf("argument must be a sequence of length 3")
		}
		digits, err := m.rt.List(c.T, parts[1])
		if err != nil {
			return nil, declare.ValueErrorf("coefficient must be a tuple of digits")
		}
		var b strings.Builder
		for _, d := range digits {
			i, err := object.AsInt(d)
			if err != nil || i < 0 || i > 9 {
				return nil, declare.ValueErrorf("coefficient must be a tuple of digits")
			}
			b.WriteByte(byte('0' + i))
		}
		sign, err := object.AsInt(parts[0])
		if err != nil {
			return nil, err
		}
		if s, ok := declare.Text(parts[2]); ok {
			text := map[string]string{"F": "Infinity", "n": "NaN", "N": "sNaN"}[s]
			n := parse(text)
			if n == nil {
				return nil, declare.ValueErrorf("string argument in the third position must be 'F', 'n' or 'N'")
			}
			n.neg = sign == 1
			return n, nil
		}
		exp, err := object.AsInt(parts[2])
		if err != nil {
			return nil, err
		}
		coeff, ok := new(big.Int).SetString("0"+b.String(), 10)
		if !ok {
			coeff = new(big.Int)
		}
		return newNumber(sign == 1, coeff, exp), nil
	}
	return nil, declare.TypeErrorf("conversion from %s to Decimal is not supported", object.TypeName(v))
}

// active is the context of the calling thread.
func (m *module) active(c declare.Call) *context { return m.contextOf(c.T).State().(*context) }

func (m *module) newDecimal() *declare.Class {
	rt := m.rt
	k := declare.New(rt, "decimal", "Decimal", declare.Options{
		State: func() any { return &holder{newNumber(false, new(big.Int), 0)} },
		Save:  func(o *object.Instance) starlark.Value { return starlark.String(o.State().(*holder).n.String()) },
		Load: func(o *object.Instance, v starlark.Value) error {
			s, _ := declare.Text(v)
			n := parse(s)
			if n == nil {
				return declare.TypeErrorf("invalid decimal")
			}
			o.State().(*holder).n = n
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			switch name {
			case "real":
				return o, true, nil
			case "imag":
				return m.make(rt.Current(), m.decimal.Class, newNumber(false, new(big.Int), 0)), true, nil
			}
			return nil, false, nil
		},
	})
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, ok := c.Arg(0).(*object.Class)
		if !ok {
			return nil, declare.TypeErrorf("Decimal.__new__(X): X is not a type object")
		}
		c.Args, c.Name = c.Args[1:], "Decimal"
		var value starlark.Value = starlark.MakeInt(0)
		if err := c.Unpack("value?", &value, "context??", new(starlark.Value)); err != nil {
			return nil, err
		}
		n, err := m.convert(c, value)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, class, n), nil
	})
	k.ClassMethod("from_float", func(c declare.Call) (starlark.Value, error) { return c.Call(c.Self, c.Args...) })
	m.addOperators(k)
	m.addMethods(k)
	m.addConversions(k)
	return k
}

// unsupported tells that an operand is of a wrong type, so that CPython's message names both types.
func (m *module) addOperators(k *declare.Class) {
	binary := map[string]func(x *context, a, b *number) (*number, error){
		"add": (*context).add, "mul": (*context).mul, "truediv": (*context).div, "pow": (*context).power,
		"sub":      func(x *context, a, b *number) (*number, error) { return x.add(a, b.negate()) },
		"floordiv": func(x *context, a, b *number) (*number, error) { q, _, err := x.divInt(a, b); return q, err },
		"mod":      func(x *context, a, b *number) (*number, error) { _, r, err := x.divInt(a, b); return r, err },
	}
	for name, f := range binary {
		if name == "mod" {
			f = func(x *context, a, b *number) (*number, error) {
				if b.isZero() && !a.isZero() && !a.isNaN() {
					return x.invalid()
				}
				return binary["mod"](x, a, b)
			}
		}
		for _, reflected := range []bool{false, true} {
			method := "__" + name + "__"
			if reflected {
				method = "__r" + name + "__"
			}
			k.Method(method, func(c declare.Call) (starlark.Value, error) {
				other, ok := operand(c.Args[0])
				if !ok {
					return object.NotImplemented, nil
				}
				a, b := self(c), other
				if reflected {
					a, b = b, a
				}
				n, err := f(m.active(c), a, b)
				if err != nil {
					return nil, err
				}
				return m.make(c.T, k.Class, n), nil
			})
		}
	}
	divmod := func(c declare.Call, a, b *number) (starlark.Value, error) {
		q, r, err := m.active(c).divInt(a, b)
		if err != nil {
			return nil, err
		}
		return starlark.Tuple{m.make(c.T, k.Class, q), m.make(c.T, k.Class, r)}, nil
	}
	k.Method("__divmod__", func(c declare.Call) (starlark.Value, error) {
		if b, ok := operand(c.Args[0]); ok {
			return divmod(c, self(c), b)
		}
		return object.NotImplemented, nil
	})
	k.Method("__rdivmod__", func(c declare.Call) (starlark.Value, error) {
		if a, ok := operand(c.Args[0]); ok {
			return divmod(c, a, self(c))
		}
		return object.NotImplemented, nil
	})
	for name, op := range map[string]syntax.Token{"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			other, ok := operand(c.Args[0])
			if f, isFloat := object.Underlying(c.Args[0]).(starlark.Float); isFloat {
				other, ok = ofFloat(float64(f)), true
			}
			if o, isObject := c.Args[0].(*object.Instance); isObject && !ok && o.Class().Name() == "Fraction" {
				if self(c).form != finite {
					return starlark.False, nil
				}
				made, err := m.rt.Import(c.T, "fractions")
				if err != nil {
					return nil, err
				}
				f, err := c.CallMethod(made, "Fraction", c.Self)
				if err != nil {
					return nil, err
				}
				r, err := m.rt.Compare(op, f, o)
				return starlark.Bool(r), err
			}
			if !ok {
				return object.NotImplemented, nil
			}
			if self(c).isNaN() || other.isNaN() {
				if op != syntax.EQL {
					if _, err := m.active(c).invalid(); err != nil {
						return nil, err
					}
				}
				return starlark.False, nil
			}
			r, err := m.rt.Compare(op, starlark.MakeInt(self(c).compare(other)), starlark.MakeInt(0))
			return starlark.Bool(r), err
		})
	}
}

// addConversions declares repr, int, float, round and the like.
func (m *module) addConversions(k *declare.Class) {
	rt := m.rt
	whole := func(mode string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			n := self(c)
			switch {
			case n.isNaN():
				return nil, exceptions.ValueError.Errorf("cannot convert NaN to integer")
			case n.form == infinite:
				return nil, exceptions.OverflowError.Errorf("cannot convert Infinity to integer")
			}
			if n.exp >= 0 {
				return starlark.MakeBigInt(n.rescale(0, roundDown).signed()), nil
			}
			return starlark.MakeBigInt(n.rescale(0, mode).signed()), nil
		}
	}
	round := func(c declare.Call) (starlark.Value, error) {
		var digits starlark.Value
		if err := c.Unpack("ndigits??", &digits); err != nil {
			return nil, err
		}
		if digits == nil {
			return whole(roundHalfEven)(c)
		}
		n, err := object.AsInt(digits)
		if err != nil {
			return nil, err
		}
		r, err := m.active(c).quantize(self(c), -n, roundHalfEven)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, k.Class, r), nil
	}
	k.Methods(map[string]declare.Func{
		"__int__": whole(roundDown), "__trunc__": whole(roundDown), "__floor__": whole(roundFloor), "__ceil__": whole(roundCeiling), "__round__": round,
		"__float__": func(c declare.Call) (starlark.Value, error) {
			n := self(c)
			switch n.form {
			case infinite:
				return starlark.Float(math.Inf(map[bool]int{true: -1, false: 1}[n.neg])), nil
			case signalingNaN:
				return nil, exceptions.ValueError.Errorf("cannot convert signaling NaN to float")
			case quietNaN:
				return starlark.Float(math.NaN()), nil
			}
			return starlark.Call(c.T, rt.Type("float"), starlark.Tuple{starlark.String(n.String())}, nil)
		},
		"__bool__": func(c declare.Call) (starlark.Value, error) { return starlark.Bool(!self(c).isZero()), nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			return starlark.String("Decimal('" + self(c).String() + "')"), nil
		},
		"__str__": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).String()), nil },
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			n := self(c)
			if n.form == signalingNaN {
				return nil, declare.TypeErrorf("Cannot hash a signaling NaN value")
			}
			if n.form != finite {
				f := math.Inf(map[bool]int{true: -1, false: 1}[n.neg])
				if n.isNaN() {
					f = math.NaN()
				}
				h, err := rt.Hash(starlark.Float(f))
				return h, err
			}
			var key starlark.Value
			r := n.rat()
			if f, isExact := r.Float64(); r.IsInt() {
				key = starlark.MakeBigInt(r.Num())
			} else if isExact {
				key = starlark.Float(f)
			} else {
				key = starlark.Tuple{starlark.MakeBigInt(r.Num()), starlark.MakeBigInt(r.Denom())}
			}
			h, err := rt.Hash(key)
			return h, err
		},
		"__format__": func(c declare.Call) (starlark.Value, error) {
			var spec string
			if err := c.Unpack("format_spec", &spec); err != nil {
				return nil, err
			}
			s, err := self(c).format(spec, m.active(c).rounding)
			return starlark.String(s), err
		},
		"__neg__": m.unary(k, func(x *context, n *number) (*number, error) {
			if n.isZero() && x.rounding != roundFloor {
				return newNumber(false, n.coeff, n.exp), nil
			}
			return x.finish(n.negate()), nil
		}),
		"__pos__": m.unary(k, func(x *context, n *number) (*number, error) { return x.finish(n), nil }),
		"__abs__": m.unary(k, func(x *context, n *number) (*number, error) {
			a := *n
			a.neg = false
			return x.finish(&a), nil
		}),
	})
}

// unary is a method without arguments but a context.
func (m *module) unary(k *declare.Class, f func(x *context, n *number) (*number, error)) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		x := m.active(c)
		var given starlark.Value
		if err := c.Unpack("context??", &given); err != nil {
			return nil, err
		}
		if other, ok := declare.State[*context](given); ok {
			x = other
		}
		n, err := f(x, self(c))
		if err != nil {
			return nil, err
		}
		return m.make(c.T, k.Class, n), nil
	}
}

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
		if s, ok := declare.Text(orNone(mode)); ok {
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
			if s, ok := declare.Text(orNone(mode)); ok {
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
			b, ok := operand(orNone(c.Arg(0)))
			if !ok {
				return nil, declare.TypeErrorf("conversion from %s to Decimal is not supported", object.TypeName(orNone(c.Arg(0))))
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

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}
