package decimal

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds the operators of Decimal.

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
