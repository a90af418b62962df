package decimal

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds Context, one for each thread.

func (m *module) contextOf(t *starlark.Thread) *object.Instance {
	id := object.ThreadID(t)
	if m.current[id] == nil {
		m.current[id] = m.context.Allocate(t)
	}
	return m.current[id]
}

func (m *module) newContext() *declare.Class {
	numbers := func(x *context, name string) *int {
		switch name {
		case "prec":
			return &x.prec
		case "Emin":
			return &x.emin
		case "Emax":
			return &x.emax
		}
		return nil
	}
	set := func(o *object.Instance, name string, v starlark.Value) (bool, error) {
		x := o.State().(*context)
		if p := numbers(x, name); p != nil {
			n, err := object.AsInt(v)
			if err != nil {
				return true, err
			}
			if name == "prec" && n < 1 {
				return true, declare.ValueErrorf("valid range for prec is [1, MAX_PREC]")
			}
			*p = n
			return true, nil
		}
		switch name {
		case "rounding":
			s, ok := declare.Text(v)
			if !ok || !slices.Contains(modes, s) {
				return true, declare.TypeErrorf("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
			}
			x.rounding = s
			return true, nil
		case "traps":
			list, err := m.rt.List(m.rt.Current(), v)
			if err != nil {
				return true, err
			}
			traps := map[string]bool{}
			d, isDict := object.Underlying(v).(*starlark.Dict)
			for _, e := range list {
				if k, ok := e.(*object.Class); ok {
					on := true
					if isDict {
						value, _, err := d.Get(e)
						if err != nil {
							return true, err
						}
						on = bool(value.Truth())
					}
					traps[k.Name()] = on
				}
			}
			x.traps = traps
			return true, nil
		case "capitals", "clamp", "flags":
			return true, nil
		}
		return false, nil
	}
	k := declare.New(m.rt, "decimal", "Context", declare.Options{
		State: func() any {
			return &context{rt: m.rt, prec: 28, rounding: roundHalfEven, emin: -999999, emax: 999999, traps: map[string]bool{"InvalidOperation": true, "DivisionByZero": true, "Overflow": true}}
		},
		Save: func(o *object.Instance) starlark.Value {
			x := o.State().(*context)
			var traps starlark.Tuple
			for n, on := range x.traps {
				if on {
					traps = append(traps, starlark.String(n))
				}
			}
			return starlark.Tuple{starlark.MakeInt(x.prec), starlark.String(x.rounding), traps}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, _ := v.(starlark.Tuple)
			if len(t) != 3 {
				return declare.TypeErrorf("invalid context")
			}
			x := o.State().(*context)
			if _, err := set(o, "prec", t[0]); err != nil {
				return err
			}
			if _, err := set(o, "rounding", t[1]); err != nil {
				return err
			}
			x.traps = map[string]bool{}
			traps, _ := t[2].(starlark.Tuple)
			for _, n := range traps {
				s, _ := declare.Text(n)
				x.traps[s] = true
			}
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			x := o.State().(*context)
			if p := numbers(x, name); p != nil {
				return starlark.MakeInt(*p), true, nil
			}
			switch name {
			case "rounding":
				return starlark.String(x.rounding), true, nil
			case "traps":
				return &traps{x: x}, true, nil
			case "flags":
				return new(starlark.Dict), true, nil
			case "capitals":
				return starlark.MakeInt(1), true, nil
			case "clamp":
				return starlark.MakeInt(0), true, nil
			}
			return nil, false, nil
		},
		Set: set,
	})
	names := []string{"prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"}
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		values := make([]starlark.Value, len(names))
		var pairs []any
		for i, n := range names {
			pairs = append(pairs, n+"??", &values[i])
		}
		if err := c.Unpack(pairs...); err != nil {
			return nil, err
		}
		for i, v := range values {
			if v != nil {
				if _, err := set(c.Object(), names[i], v); err != nil {
					return nil, err
				}
			}
		}
		return starlark.None, nil
	})
	self := func(c declare.Call) *context { return c.Object().State().(*context) }
	k.Methods(map[string]declare.Func{
		"copy": func(c declare.Call) (starlark.Value, error) { return m.copyOf(c.T, c.Object()), nil },
		"__enter__": func(c declare.Call) (starlark.Value, error) {
			c.Object().SetOwn("_before", m.contextOf(c.T))
			m.current[object.ThreadID(c.T)] = c.Object()
			return c.Self, nil
		},
		"__exit__": func(c declare.Call) (starlark.Value, error) {
			if before, ok := c.Object().Field("_before"); ok {
				m.current[object.ThreadID(c.T)] = before.(*object.Instance)
			}
			return starlark.None, nil
		},
		"clear_flags": func(c declare.Call) (starlark.Value, error) { return starlark.None, nil },
		"clear_traps": func(c declare.Call) (starlark.Value, error) {
			self(c).traps = map[string]bool{}
			return starlark.None, nil
		},
		"create_decimal": func(c declare.Call) (starlark.Value, error) {
			var v starlark.Value = starlark.MakeInt(0)
			if err := c.Unpack("num?", &v); err != nil {
				return nil, err
			}
			n, err := m.convert(c, v)
			if err != nil {
				return nil, err
			}
			return m.make(c.T, m.decimal.Class, self(c).finish(n)), nil
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			x := self(c)
			var on []string
			for _, n := range []string{"InvalidOperation", "DivisionByZero", "Overflow", "Inexact", "Rounded"} {
				if x.traps[n] {
					on = append(on, n)
				}
			}
			return starlark.String(fmt.Sprintf("Context(prec=%d, rounding=%s, Emin=%d, Emax=%d, capitals=1, clamp=0, flags=[], traps=[%s])", x.prec, x.rounding, x.emin, x.emax, strings.Join(on, ", "))), nil
		},
	})
	for name, f := range map[string]func(x *context, a, b *number) (*number, error){
		"add": (*context).add, "multiply": (*context).mul, "divide": (*context).div, "power": (*context).power,
		"subtract": func(x *context, a, b *number) (*number, error) { return x.add(a, b.negate()) },
	} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(2); err != nil {
				return nil, err
			}
			a, ok1 := operand(c.Args[0])
			b, ok2 := operand(c.Args[1])
			if !ok1 || !ok2 {
				return nil, declare.TypeErrorf("conversion to Decimal is not supported")
			}
			n, err := f(self(c), a, b)
			if err != nil {
				return nil, err
			}
			return m.make(c.T, m.decimal.Class, n), nil
		})
	}
	k.Method("sqrt", func(c declare.Call) (starlark.Value, error) {
		a, ok := operand(object.OrNone(c.Arg(0)))
		if !ok {
			return nil, declare.TypeErrorf("conversion to Decimal is not supported")
		}
		n, err := self(c).sqrt(a)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, m.decimal.Class, n), nil
	})
	return k
}

func (m *module) copyOf(t *starlark.Thread, from *object.Instance) *object.Instance {
	o := m.context.Allocate(t)
	x := *from.State().(*context)
	x.traps = map[string]bool{}
	for n, on := range from.State().(*context).traps {
		x.traps[n] = on
	}
	*o.State().(*context) = x
	return o
}

// localContext is localcontext(ctx=None, **settings): a copy that is the thread's context in a with block.
func (m *module) localContext(c declare.Call) (starlark.Value, error) {
	from := m.contextOf(c.T)
	if len(c.Args) > 0 && c.Args[0] != starlark.None {
		o, ok := c.Args[0].(*object.Instance)
		if !ok || o.Class() != m.context.Class {
			return nil, declare.TypeErrorf("optional argument must be a context")
		}
		from = o
	}
	o := m.copyOf(c.T, from)
	for _, kv := range c.Kwargs {
		if err := o.SetField(string(kv[0].(starlark.String)), kv[1]); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// traps is the mapping context.traps.
type traps struct {
	declare.Opaque
	x *context
}

func (t *traps) String() string        { return "<traps>" }
func (t *traps) Type() string          { return "SignalDict" }
func (t *traps) Hash() (uint32, error) { return 0, nil }

// Get reads whether a signal is trapped.
func (t *traps) Get(k starlark.Value) (starlark.Value, bool, error) {
	class, ok := k.(*object.Class)
	if !ok {
		return nil, false, nil
	}
	return starlark.Bool(t.x.traps[class.Name()]), true, nil
}

// SetKey sets whether a signal is trapped.
func (t *traps) SetKey(k, v starlark.Value) error {
	class, ok := k.(*object.Class)
	if !ok {
		return declare.TypeErrorf("values must be signals")
	}
	t.x.traps[class.Name()] = bool(v.Truth())
	return nil
}
