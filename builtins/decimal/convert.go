package decimal

import (
	"math"
	"math/big"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes Decimals of other values, and other values of Decimals.

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
