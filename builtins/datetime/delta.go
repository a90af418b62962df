package datetime

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds timedelta.

const (
	second  = 1_000_000 // microseconds
	day     = 86400 * second
	maxDays = 999999999
)

// delta is a duration: 0 <= micros < day.
type delta struct{ days, micros int64 }

// normal returns a duration of days and any number of microseconds.
func normal(days, micros int64) delta {
	d := delta{days + micros/day, micros % day}
	if d.micros < 0 {
		d.days--
		d.micros += day
	}
	return d
}

func (d delta) add(e delta) delta { return normal(d.days+e.days, d.micros+e.micros) }
func (d delta) neg() delta        { return normal(-d.days, -d.micros) }

// total returns the duration in microseconds.
func (d delta) total() *big.Int {
	t := new(big.Int).Mul(big.NewInt(d.days), big.NewInt(day))
	return t.Add(t, big.NewInt(d.micros))
}

func (d delta) compare(e delta) int { return d.total().Cmp(e.total()) }

// ofMicros returns the duration of a number of microseconds.
func ofMicros(t *big.Int) (delta, error) {
	days, rest := new(big.Int).DivMod(t, big.NewInt(day), new(big.Int))
	if !days.IsInt64() || days.Int64() > maxDays || days.Int64() < -maxDays {
		return delta{}, exceptions.OverflowError.Errorf("days=%v; must have magnitude <= %d", days, maxDays)
	}
	return delta{days.Int64(), rest.Int64()}, nil
}

// seconds is total_seconds().
func (d delta) seconds() float64 {
	f, _ := new(big.Rat).SetFrac(d.total(), big.NewInt(second)).Float64()
	return f
}

// clock is [D day[s], ]H:MM:SS[.ffffff].
func (d delta) clock() string {
	s := d.micros / second
	text := fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	if us := d.micros % second; us != 0 {
		text += fmt.Sprintf(".%06d", us)
	}
	switch {
	case d.days == 1 || d.days == -1:
		text = fmt.Sprintf("%d day, %s", d.days, text)
	case d.days != 0:
		text = fmt.Sprintf("%d days, %s", d.days, text)
	}
	return text
}

func (d delta) repr() string {
	var parts []string
	add := func(name string, n int64) {
		if n != 0 {
			parts = append(parts, fmt.Sprintf("%s=%d", name, n))
		}
	}
	add("days", d.days)
	add("seconds", d.micros/second)
	add("microseconds", d.micros%second)
	if parts == nil {
		return "datetime.timedelta(0)"
	}
	return "datetime.timedelta(" + strings.Join(parts, ", ") + ")"
}

// exact returns a number as a fraction.
func exact(v starlark.Value) (*big.Rat, error) {
	switch v := object.Underlying(v).(type) {
	case starlark.Float:
		if f := float64(v); math.IsNaN(f) {
			return nil, declare.ValueErrorf("cannot convert float NaN to integer")
		} else if math.IsInf(f, 0) {
			return nil, exceptions.OverflowError.Errorf("cannot convert float infinity to integer")
		}
		return new(big.Rat).SetFloat64(float64(v)), nil
	case starlark.Int:
		return new(big.Rat).SetInt(v.BigInt()), nil
	case starlark.Bool:
		if v {
			return big.NewRat(1, 1), nil
		}
		return new(big.Rat), nil
	}
	return nil, declare.TypeErrorf("unsupported type for timedelta component: %s", object.TypeName(v))
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

func (m *module) newDelta() *declare.Class {
	rt := m.rt
	k := declare.New(rt, "datetime", "timedelta", declare.Options{
		State: func() any { return new(delta) },
		Save: func(o *object.Instance) starlark.Value {
			d := o.State().(*delta)
			return starlark.Tuple{starlark.MakeInt64(d.days), starlark.MakeInt64(d.micros)}
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			var n [2]int64
			if err := integers(v, n[:]); err != nil {
				return err
			}
			*o.State().(*delta) = normal(n[0], n[1])
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			d := o.State().(*delta)
			switch name {
			case "days":
				return starlark.MakeInt64(d.days), true, nil
			case "seconds":
				return starlark.MakeInt64(d.micros / second), true, nil
			case "microseconds":
				return starlark.MakeInt64(d.micros % second), true, nil
			}
			return nil, false, nil
		},
		Set: readOnly("timedelta", "days seconds microseconds"),
	})
	units := []int64{day, second, 1, 1000, 60 * second, 3600 * second, 7 * day}
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, err := classOf(&c)
		if err != nil {
			return nil, err
		}
		var v [7]starlark.Value
		c.Name = "__new__"
		if err := c.Unpack("days?", &v[0], "seconds?", &v[1], "microseconds?", &v[2], "milliseconds?", &v[3], "minutes?", &v[4], "hours?", &v[5], "weeks?", &v[6]); err != nil {
			return nil, err
		}
		sum := new(big.Rat)
		names := []string{"days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"}
		for i, x := range v {
			if x == nil {
				continue
			}
			r, err := exact(x)
			if err != nil {
				if e, ok := exceptions.As(err, exceptions.TypeError); ok && e != nil {
					err = declare.TypeErrorf("unsupported type for timedelta %s component: %s", names[i], object.TypeName(x))
				}
				return nil, err
			}
			sum.Add(sum, r.Mul(r, new(big.Rat).SetInt64(units[i])))
		}
		d, err := ofMicros(round(sum))
		if err != nil {
			return nil, err
		}
		return m.makeDelta(c.T, class, d), nil
	})
	self := func(c declare.Call) delta { return *c.Object().State().(*delta) }
	result := func(c declare.Call, t *big.Int) (starlark.Value, error) {
		d, err := ofMicros(t)
		if err != nil {
			return nil, err
		}
		return m.makeDelta(c.T, m.delta.Class, d), nil
	}
	// with declares a binary method of two durations.
	with := func(name string, f func(c declare.Call, a, b delta) (starlark.Value, error)) {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*delta](c.Arg(0))
			if !ok {
				return object.NotImplemented, nil
			}
			return f(c, self(c), *other)
		})
	}
	with("__add__", func(c declare.Call, a, b delta) (starlark.Value, error) { return result(c, a.add(b).total()) })
	with("__sub__", func(c declare.Call, a, b delta) (starlark.Value, error) { return result(c, a.add(b.neg()).total()) })
	for name, op := range comparisons {
		with(name, func(c declare.Call, a, b delta) (starlark.Value, error) {
			return starlark.Bool(ordered(op, a.compare(b))), nil
		})
	}
	multiply := func(c declare.Call) (starlark.Value, error) {
		switch object.Underlying(c.Args[0]).(type) {
		case starlark.Int, starlark.Float, starlark.Bool:
		default:
			return object.NotImplemented, nil
		}
		r, err := exact(c.Args[0])
		if err != nil {
			return nil, err
		}
		return result(c, round(r.Mul(r, new(big.Rat).SetInt(self(c).total()))))
	}
	zero := exceptions.ZeroDivisionError.Errorf
	k.Methods(map[string]declare.Func{
		"__mul__": multiply, "__rmul__": multiply,
		"__truediv__": func(c declare.Call) (starlark.Value, error) {
			a := new(big.Rat).SetInt(self(c).total())
			if other, ok := declare.State[*delta](c.Args[0]); ok {
				b := new(big.Rat).SetInt(other.total())
				if b.Sign() == 0 {
					return nil, zero("division by zero")
				}
				f, _ := a.Quo(a, b).Float64()
				return starlark.Float(f), nil
			}
			r, err := exact(c.Args[0])
			if err != nil {
				return object.NotImplemented, nil
			}
			if r.Sign() == 0 {
				return nil, zero("integer division or modulo by zero")
			}
			return result(c, round(a.Quo(a, r)))
		},
		"__floordiv__": func(c declare.Call) (starlark.Value, error) {
			a := self(c).total()
			if other, ok := declare.State[*delta](c.Args[0]); ok {
				q, _, err := floorDiv(a, other.total())
				if err != nil {
					return nil, err
				}
				return starlark.MakeBigInt(q), nil
			}
			i, ok := object.Underlying(c.Args[0]).(starlark.Int)
			if !ok {
				return object.NotImplemented, nil
			}
			q, _, err := floorDiv(a, i.BigInt())
			if err != nil {
				return nil, err
			}
			return result(c, q)
		},
		"__mod__": func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*delta](c.Args[0])
			if !ok {
				return object.NotImplemented, nil
			}
			_, r, err := floorDiv(self(c).total(), other.total())
			if err != nil {
				return nil, err
			}
			return result(c, r)
		},
		"__divmod__": func(c declare.Call) (starlark.Value, error) {
			other, ok := declare.State[*delta](c.Args[0])
			if !ok {
				return object.NotImplemented, nil
			}
			q, r, err := floorDiv(self(c).total(), other.total())
			if err != nil {
				return nil, err
			}
			rest, err := result(c, r)
			return starlark.Tuple{starlark.MakeBigInt(q), rest}, err
		},
		"__neg__": func(c declare.Call) (starlark.Value, error) { return result(c, self(c).neg().total()) },
		"__pos__": func(c declare.Call) (starlark.Value, error) { return result(c, self(c).total()) },
		"__abs__": func(c declare.Call) (starlark.Value, error) {
			return result(c, new(big.Int).Abs(self(c).total()))
		},
		"__bool__": func(c declare.Call) (starlark.Value, error) { return starlark.Bool(self(c) != delta{}), nil },
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			d := self(c)
			h, err := rt.Hash(starlark.Tuple{starlark.MakeInt64(d.days), starlark.MakeInt64(d.micros)})
			return h, err
		},
		"__str__":       func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).clock()), nil },
		"__repr__":      func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).repr()), nil },
		"total_seconds": func(c declare.Call) (starlark.Value, error) { return starlark.Float(self(c).seconds()), nil },
	})
	return k
}

// floorDiv divides rounding down.
func floorDiv(a, b *big.Int) (q, r *big.Int, err error) {
	if b.Sign() == 0 {
		return nil, nil, exceptions.ZeroDivisionError.Errorf("integer division or modulo by zero")
	}
	q, r = new(big.Int).QuoRem(a, b, new(big.Int))
	if r.Sign() != 0 && r.Sign() != b.Sign() {
		q.Sub(q, big.NewInt(1))
		r.Add(r, b)
	}
	return q, r, nil
}

func (m *module) makeDelta(t *starlark.Thread, class *object.Class, d delta) starlark.Value {
	o := class.Allocate(t)
	*o.State().(*delta) = d
	return o
}

// comparisons are the special methods of comparisons.
var comparisons = map[string]syntax.Token{
	"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL, "__ne__": syntax.NEQ,
}

// ordered tells whether a comparison holds for operands in the given order.
func ordered(op syntax.Token, order int) bool {
	switch op {
	case syntax.LT:
		return order < 0
	case syntax.LE:
		return order <= 0
	case syntax.GT:
		return order > 0
	case syntax.GE:
		return order >= 0
	case syntax.EQL:
		return order == 0
	}
	return order != 0
}

// integers reads a tuple of ints.
func integers(v starlark.Value, out []int64) error {
	t, ok := v.(starlark.Tuple)
	if !ok || len(t) < len(out) {
		return declare.TypeErrorf("invalid state")
	}
	for i := range out {
		n, ok := t[i].(starlark.Int)
		if !ok {
			return declare.TypeErrorf("invalid state")
		}
		out[i], _ = n.Int64()
	}
	return nil
}

// classOf takes the class from the arguments of __new__.
func classOf(c *declare.Call) (*object.Class, error) {
	class, ok := c.Arg(0).(*object.Class)
	if !ok {
		return nil, declare.TypeErrorf("%s: not a type object", c.Name)
	}
	c.Args = c.Args[1:]
	return class, nil
}

// readOnly refuses to assign attributes.
func readOnly(class, names string) func(*object.Instance, string, starlark.Value) (bool, error) {
	return func(_ *object.Instance, name string, _ starlark.Value) (bool, error) {
		for _, n := range strings.Fields(names) {
			if n == name {
				return true, exceptions.AttributeError.Errorf("attribute '%s' of 'datetime.%s' objects is not writable", name, class)
			}
		}
		return false, nil
	}
}
