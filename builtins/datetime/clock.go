package datetime

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds time, a time of day.

func (m *module) newClock() *declare.Class {
	rt := m.rt
	k := declare.New(rt, "datetime", "time", declare.Options{State: newMoment, Save: saveMoment, Load: loadMoment,
		Get: attributes(clockNumbers, true), Set: readOnly("time", "hour minute second microsecond tzinfo fold")})
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, err := classOf(&c)
		if err != nil {
			return nil, err
		}
		st := &moment{zone: starlark.None}
		if err := unpackNumbers(c, 0, "hour", &st.hour, "minute", &st.minute, "second", &st.second, "microsecond", &st.micro, "tzinfo", &st.zone, "fold", &st.fold); err != nil {
			return nil, err
		}
		if err := st.checkTime(); err != nil {
			return nil, err
		}
		return m.make(c.T, class, st), m.zoneArgument(st.zone)
	})
	k.ClassMethod("fromisoformat", func(c declare.Call) (starlark.Value, error) {
		text, ok := declare.Text(object.OrNone(c.Arg(0)))
		if !ok {
			return nil, declare.TypeErrorf("fromisoformat: argument must be str")
		}
		st, err := m.parseISO(c, text, false, true)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, c.Self.(*object.Class), st), nil
	})
	isoformat := func(c declare.Call, spec string) (starlark.Value, error) {
		text, err := self(c).clockText(spec)
		if err != nil {
			return nil, err
		}
		off, ok, err := m.offset(c, c.Self, self(c))
		if ok {
			text += offsetText(off)
		}
		return starlark.String(text), err
	}
	zoned := func(name string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			if z := self(c).zone; z != starlark.None {
				return c.CallMethod(z, name, starlark.None)
			}
			return starlark.None, nil
		}
	}
	k.Methods(map[string]declare.Func{
		"isoformat": func(c declare.Call) (starlark.Value, error) {
			spec := "auto"
			if err := c.Unpack("timespec?", &spec); err != nil {
				return nil, err
			}
			return isoformat(c, spec)
		},
		"__str__": func(c declare.Call) (starlark.Value, error) { return isoformat(c, "auto") },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			st := self(c)
			s := fmt.Sprintf("%d, %d", st.hour, st.minute)
			if st.second != 0 || st.micro != 0 {
				s += fmt.Sprintf(", %d", st.second)
			}
			if st.micro != 0 {
				s += fmt.Sprintf(", %d", st.micro)
			}
			if st.zone != starlark.None {
				z, err := rt.Repr(st.zone)
				if err != nil {
					return nil, err
				}
				s += ", tzinfo=" + z
			}
			return starlark.String(typeName(c) + "(" + s + ")"), nil
		},
		"replace": func(c declare.Call) (starlark.Value, error) {
			st := *self(c)
			if err := unpackNumbers(c, 0, "hour", &st.hour, "minute", &st.minute, "second", &st.second, "microsecond", &st.micro, "tzinfo", &st.zone, "fold", &st.fold); err != nil {
				return nil, err
			}
			return m.make(c.T, c.Object().Class(), &st), st.checkTime()
		},
		"strftime": func(c declare.Call) (starlark.Value, error) {
			var spec string
			if err := c.Unpack("format", &spec); err != nil {
				return nil, err
			}
			return m.format(c, c.Self, self(c), spec)
		},
		"__format__": m.formatSpec,
		"utcoffset":  zoned("utcoffset"), "tzname": zoned("tzname"), "dst": zoned("dst"),
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := rt.Hash(starlark.MakeInt64(self(c).clockMicros()))
			return h, err
		},
	})
	for name, op := range comparisons {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			o, ok := c.Arg(0).(*object.Instance)
			if !ok || !o.Class().IsSubclass(k.Class) {
				return object.NotImplemented, nil
			}
			other, _ := momentOf(o)
			a, aware, err := m.offset(c, c.Self, self(c))
			if err != nil {
				return nil, err
			}
			b, aware2, err := m.offset(c, o, other)
			if err != nil {
				return nil, err
			}
			if aware != aware2 {
				switch name {
				case "__eq__":
					return starlark.False, nil
				case "__ne__":
					return starlark.True, nil
				}
				return nil, declare.TypeErrorf("can't compare offset-naive and offset-aware times")
			}
			x, y := normal(0, self(c).clockMicros()).add(a.neg()), normal(0, other.clockMicros()).add(b.neg())
			return starlark.Bool(ordered(op, x.compare(y))), nil
		})
	}
	return k
}
