package datetime

import (
	"fmt"
	"math/big"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds the methods and operators of datetime.

func (m *module) addDateTimeMethods(k *declare.Class) {
	rt := m.rt
	isoformat := func(c declare.Call, sep, spec string) (starlark.Value, error) {
		st := self(c)
		text, err := st.clockText(spec)
		if err != nil {
			return nil, err
		}
		text = st.dateText() + sep + text
		off, ok, err := m.offset(c, c.Self, st)
		if ok {
			text += offsetText(off)
		}
		return starlark.String(text), err
	}
	timestampOf := func(c declare.Call) (float64, error) {
		utc, aware, err := m.aware(c, c.Self)
		if err != nil {
			return 0, err
		}
		loc := time.Local
		if aware {
			loc = time.UTC
		}
		t := utc.goTime(loc)
		f, _ := new(big.Rat).SetFrac(big.NewInt(t.UnixMicro()), big.NewInt(second)).Float64()
		return f, nil
	}
	zoned := func(name string) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			if z := self(c).zone; z != starlark.None {
				return c.CallMethod(z, name, c.Self)
			}
			return starlark.None, nil
		}
	}
	k.Methods(map[string]declare.Func{
		"date": func(c declare.Call) (starlark.Value, error) {
			st := self(c)
			return m.make(c.T, m.date.Class, &moment{year: st.year, month: st.month, day: st.day}), nil
		},
		"time": func(c declare.Call) (starlark.Value, error) {
			st := *self(c)
			st.year, st.month, st.day, st.zone = 0, 0, 0, starlark.None
			return m.make(c.T, m.clock.Class, &st), nil
		},
		"timetz": func(c declare.Call) (starlark.Value, error) {
			st := *self(c)
			st.year, st.month, st.day = 0, 0, 0
			return m.make(c.T, m.clock.Class, &st), nil
		},
		"replace": func(c declare.Call) (starlark.Value, error) {
			st := *self(c)
			if err := unpackNumbers(c, 0, "year", &st.year, "month", &st.month, "day", &st.day, "hour", &st.hour, "minute", &st.minute,
				"second", &st.second, "microsecond", &st.micro, "tzinfo", &st.zone, "fold", &st.fold); err != nil {
				return nil, err
			}
			if err := st.checkDate(); err != nil {
				return nil, err
			}
			if err := st.checkTime(); err != nil {
				return nil, err
			}
			return m.make(c.T, c.Object().Class(), &st), m.zoneArgument(st.zone)
		},
		"isoformat": func(c declare.Call) (starlark.Value, error) {
			sep, spec := "T", "auto"
			if err := c.Unpack("sep?", &sep, "timespec?", &spec); err != nil {
				return nil, err
			}
			return isoformat(c, sep, spec)
		},
		"__str__": func(c declare.Call) (starlark.Value, error) { return isoformat(c, " ", "auto") },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			st := self(c)
			s := fmt.Sprintf("%d, %d, %d, %d, %d", st.year, st.month, st.day, st.hour, st.minute)
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
		"timestamp": func(c declare.Call) (starlark.Value, error) {
			f, err := timestampOf(c)
			return starlark.Float(f), err
		},
		"utcoffset": zoned("utcoffset"), "tzname": zoned("tzname"), "dst": zoned("dst"),
		"astimezone": func(c declare.Call) (starlark.Value, error) {
			var zone starlark.Value = starlark.None
			if err := c.Unpack("tz?", &zone); err != nil {
				return nil, err
			}
			utc, aware, err := m.aware(c, c.Self)
			if err != nil {
				return nil, err
			}
			t := utc.goTime(time.UTC)
			if !aware {
				t = self(c).goTime(time.Local)
			}
			if zone == starlark.None {
				local := t.In(time.Local)
				name, offset := local.Zone()
				st := ofGoTime(local)
				st.zone = m.makeZone(c.T, m.zone.Class, normal(0, int64(offset)*second), starlark.String(name))
				return m.make(c.T, c.Object().Class(), st), nil
			}
			return m.instant(c, c.Object().Class(), t, zone)
		},
		"timetuple": func(c declare.Call) (starlark.Value, error) {
			dst := -1
			if z := self(c).zone; z != starlark.None {
				v, err := c.CallMethod(z, "dst", c.Self)
				if err != nil {
					return nil, err
				}
				if d, ok := declare.State[*delta](v); ok {
					dst = 0
					if *d != (delta{}) {
						dst = 1
					}
				}
			}
			return m.structTime(c, self(c), dst)
		},
		"utctimetuple": func(c declare.Call) (starlark.Value, error) {
			utc, _, err := m.aware(c, c.Self)
			if err != nil {
				return nil, err
			}
			return m.structTime(c, &utc, 0)
		},
	})
}

// typeName is how repr names the class.
func typeName(c declare.Call) string {
	class := c.Object().Class()
	if class.Module() == "datetime" {
		return "datetime." + class.Name()
	}
	return class.Qualname()
}

func (m *module) addDateTimeOperators(k *declare.Class) {
	rt := m.rt
	add := func(c declare.Call) (starlark.Value, error) {
		d, ok := declare.State[*delta](c.Args[0])
		if !ok {
			return object.NotImplemented, nil
		}
		st := *self(c)
		st.fold = 0
		if err := st.add(*d); err != nil {
			return nil, err
		}
		return m.make(c.T, c.Object().Class(), &st), nil
	}
	isDateTime := func(v starlark.Value) bool {
		o, ok := v.(*object.Instance)
		return ok && o.Class().IsSubclass(k.Class)
	}
	// both returns the operands to be subtracted or compared: in UTC if both are aware.
	both := func(c declare.Call) (a, b moment, comparable bool, err error) {
		a, aware, err := m.aware(c, c.Self)
		if err != nil {
			return
		}
		b, aware2, err := m.aware(c, c.Args[0])
		return a, b, aware == aware2, err
	}
	k.Methods(map[string]declare.Func{
		"__add__": add, "__radd__": add,
		"__sub__": func(c declare.Call) (starlark.Value, error) {
			if d, ok := declare.State[*delta](c.Args[0]); ok {
				st := *self(c)
				if err := st.add(d.neg()); err != nil {
					return nil, err
				}
				return m.make(c.T, c.Object().Class(), &st), nil
			}
			if !isDateTime(c.Args[0]) {
				return object.NotImplemented, nil
			}
			a, b, ok, err := both(c)
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, declare.TypeErrorf("can't subtract offset-naive and offset-aware datetimes")
			}
			return m.makeDelta(c.T, m.delta.Class, a.since(&b)), nil
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			a, _, err := m.aware(c, c.Self)
			if err != nil {
				return nil, err
			}
			h, err := rt.Hash(starlark.Tuple{starlark.MakeInt(a.ordinal()), starlark.MakeInt64(a.clockMicros())})
			return h, err
		},
	})
	for name, op := range comparisons {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			if !isDateTime(c.Arg(0)) {
				if _, isDate := momentOf(c.Arg(0)); isDate && name != "__eq__" && name != "__ne__" {
					return nil, declare.TypeErrorf("can't compare datetime.datetime to datetime.date")
				}
				return object.NotImplemented, nil
			}
			a, b, ok, err := both(c)
			if err != nil {
				return nil, err
			}
			if !ok {
				switch name {
				case "__eq__":
					return starlark.False, nil
				case "__ne__":
					return starlark.True, nil
				}
				return nil, declare.TypeErrorf("can't compare offset-naive and offset-aware datetimes")
			}
			return starlark.Bool(ordered(op, a.since(&b).compare(delta{}))), nil
		})
	}
}
