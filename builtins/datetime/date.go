package datetime

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/calendar"
	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds date, and what datetime has in common with it.

// unpackNumbers assigns int arguments (and tzinfo, which is a value) by position or name. The first required ones must be
// given.
func unpackNumbers(c declare.Call, required int, pairs ...any) error {
	n := len(pairs) / 2
	if len(c.Args)+len(c.Kwargs) > n || len(c.Args) > n {
		return declare.TypeErrorf("function takes at most %d arguments (%d given)", n, len(c.Args)+len(c.Kwargs))
	}
	set := func(i int, v starlark.Value) error {
		switch p := pairs[2*i+1].(type) {
		case *starlark.Value:
			*p = v
		case *int:
			x, err := object.AsInt(v)
			if err != nil {
				return err
			}
			*p = x
		}
		return nil
	}
	given := make([]bool, n)
	for i, v := range c.Args {
		given[i] = true
		if err := set(i, v); err != nil {
			return err
		}
	}
next:
	for _, kv := range c.Kwargs {
		for i := 0; i < n; i++ {
			if pairs[2*i] == string(kv[0].(starlark.String)) {
				if given[i] {
					return declare.TypeErrorf("argument for function given by name ('%s') and position (%d)", pairs[2*i], i+1)
				}
				given[i] = true
				if err := set(i, kv[1]); err != nil {
					return err
				}
				continue next
			}
		}
		return declare.TypeErrorf("this function got an unexpected keyword argument '%s'", string(kv[0].(starlark.String)))
	}
	for i := 0; i < required; i++ {
		if !given[i] {
			return declare.TypeErrorf("function missing required argument '%s' (pos %d)", pairs[2*i], i+1)
		}
	}
	return nil
}

// structTime makes a time.struct_time.
func (m *module) structTime(c declare.Call, st *moment, dst int) (starlark.Value, error) {
	made, err := m.rt.Import(c.T, "time")
	if err != nil {
		return nil, err
	}
	class, err := m.rt.GetAttr(made, "struct_time")
	if err != nil {
		return nil, err
	}
	t := starlark.Tuple{}
	for _, n := range []int{st.year, st.month, st.day, st.hour, st.minute, st.second, st.weekday(), st.yearDay(), dst} {
		t = append(t, starlark.MakeInt(n))
	}
	return c.Call(class, t)
}

// newWeek makes IsoCalendarDate, a named tuple.
func (m *module) newWeek() *declare.Class {
	k := declare.New(m.rt, "datetime", "IsoCalendarDate", declare.Options{}, m.rt.Type("tuple"))
	for i, n := range []string{"year", "week", "weekday"} {
		k.Property(n, func(c declare.Call) (starlark.Value, error) {
			return object.Underlying(c.Self).(starlark.Tuple)[i], nil
		})
	}
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		t := object.Underlying(c.Self).(starlark.Tuple)
		return starlark.String(fmt.Sprintf("datetime.IsoCalendarDate(year=%v, week=%v, weekday=%v)", t[0], t[1], t[2])), nil
	})
	return k
}

// addDateMethods gives date and datetime what they have in common.
func (m *module) addDateMethods(k *declare.Class) {
	number := func(f func(st *moment) int) declare.Func {
		return func(c declare.Call) (starlark.Value, error) { return starlark.MakeInt(f(self(c))), nil }
	}
	k.Methods(map[string]declare.Func{
		"toordinal":  number((*moment).ordinal),
		"weekday":    number((*moment).weekday),
		"isoweekday": number(func(st *moment) int { return st.weekday() + 1 }),
		"isocalendar": func(c declare.Call) (starlark.Value, error) {
			year, week := self(c).goTime(time.UTC).ISOWeek()
			o := m.week.Allocate(c.T)
			o.SetUnderlying(starlark.Tuple{starlark.MakeInt(year), starlark.MakeInt(week), starlark.MakeInt(self(c).weekday() + 1)})
			return o, nil
		},
		"ctime": func(c declare.Call) (starlark.Value, error) {
			st := self(c)
			return starlark.String(fmt.Sprintf("%s %s %2d %02d:%02d:%02d %04d", calendar.Days[st.weekday()][:3], calendar.Months[st.month-1][:3], st.day, st.hour, st.minute, st.second, st.year)), nil
		},
		"strftime": func(c declare.Call) (starlark.Value, error) {
			var spec string
			if err := c.Unpack("format", &spec); err != nil {
				return nil, err
			}
			return m.format(c, c.Self, self(c), spec)
		},
		"__format__": m.formatSpec,
		"timetuple":  func(c declare.Call) (starlark.Value, error) { return m.structTime(c, self(c), -1) },
	})
}

// formatSpec is __format__: strftime, or str for an empty format.
func (m *module) formatSpec(c declare.Call) (starlark.Value, error) {
	var spec string
	if err := c.Unpack("format_spec", &spec); err != nil {
		return nil, err
	}
	if spec == "" {
		s, err := m.rt.Str(c.Self)
		return starlark.String(s), err
	}
	return c.CallMethod(c.Self, "strftime", starlark.String(spec))
}

func (m *module) newDate() *declare.Class {
	rt := m.rt
	k := declare.New(rt, "datetime", "date", declare.Options{State: newMoment, Save: saveMoment, Load: loadMoment, Get: attributes(dateNumbers, false), Set: readOnly("date", "year month day")})
	m.addDateMethods(k)
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, err := classOf(&c)
		if err != nil {
			return nil, err
		}
		st := &moment{}
		if err := unpackNumbers(c, 3, "year", &st.year, "month", &st.month, "day", &st.day); err != nil {
			return nil, err
		}
		if err := st.checkDate(); err != nil {
			return nil, err
		}
		return m.make(c.T, class, st), nil
	})
	class := func(c declare.Call) *object.Class { return c.Self.(*object.Class) }
	ofTime := func(c declare.Call, t time.Time) starlark.Value {
		return m.make(c.T, class(c), &moment{year: t.Year(), month: int(t.Month()), day: t.Day()})
	}
	k.ClassMethod("today", func(c declare.Call) (starlark.Value, error) { return ofTime(c, time.Now()), nil })
	k.ClassMethod("fromtimestamp", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		t, err := timestamp(c.Args[0])
		if err != nil {
			return nil, err
		}
		return ofTime(c, t.In(time.Local)), nil
	})
	k.ClassMethod("fromordinal", func(c declare.Call) (starlark.Value, error) {
		n, err := object.AsInt(object.OrNone(c.Arg(0)))
		if err != nil {
			return nil, err
		}
		st := &moment{}
		if err := st.setOrdinal(n); err != nil {
			return nil, declare.ValueErrorf("ordinal must be >= 1")
		}
		return m.make(c.T, class(c), st), nil
	})
	k.ClassMethod("fromisoformat", func(c declare.Call) (starlark.Value, error) {
		text, ok := declare.Text(object.OrNone(c.Arg(0)))
		if !ok {
			return nil, declare.TypeErrorf("fromisoformat: argument must be str")
		}
		st, err := m.parseISO(c, text, true, false)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, class(c), st), nil
	})
	k.ClassMethod("fromisocalendar", func(c declare.Call) (starlark.Value, error) {
		var year, week, weekday int
		if err := c.Unpack("year", &year, "week", &week, "day", &weekday); err != nil {
			return nil, err
		}
		st, err := isoWeek(year, week, weekday)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, class(c), st), nil
	})
	k.Methods(map[string]declare.Func{
		"replace": func(c declare.Call) (starlark.Value, error) {
			st := *self(c)
			if err := unpackNumbers(c, 0, "year", &st.year, "month", &st.month, "day", &st.day); err != nil {
				return nil, err
			}
			return m.make(c.T, c.Object().Class(), &st), st.checkDate()
		},
		"isoformat": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).dateText()), nil },
		"__str__":   func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c).dateText()), nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			st := self(c)
			return starlark.String(fmt.Sprintf("%s(%d, %d, %d)", typeName(c), st.year, st.month, st.day)), nil
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := rt.Hash(starlark.MakeInt(self(c).ordinal()))
			return h, err
		},
	})
	// move adds the days of a duration.
	move := func(c declare.Call, d delta) (starlark.Value, error) {
		st := *self(c)
		if err := st.setOrdinal(st.ordinal() + int(d.days)); err != nil {
			return nil, err
		}
		return m.make(c.T, c.Object().Class(), &st), nil
	}
	add := func(c declare.Call) (starlark.Value, error) {
		if d, ok := declare.State[*delta](c.Args[0]); ok {
			return move(c, *d)
		}
		return object.NotImplemented, nil
	}
	k.Method("__add__", add)
	k.Method("__radd__", add)
	k.Method("__sub__", func(c declare.Call) (starlark.Value, error) {
		if d, ok := declare.State[*delta](c.Args[0]); ok {
			return move(c, delta{days: -d.days})
		}
		if other, ok := momentOf(c.Args[0]); ok && other.year != 0 {
			return m.makeDelta(c.T, m.delta.Class, delta{days: int64(self(c).ordinal() - other.ordinal())}), nil
		}
		return object.NotImplemented, nil
	})
	for name, op := range comparisons {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			o, ok := c.Arg(0).(*object.Instance)
			if !ok || !o.Class().IsSubclass(k.Class) {
				return object.NotImplemented, nil
			}
			if m.datetime != nil && o.Class().IsSubclass(m.datetime.Class) {
				if name == "__eq__" || name == "__ne__" {
					return object.NotImplemented, nil
				}
				return nil, declare.TypeErrorf("can't compare datetime.datetime to datetime.date")
			}
			other, _ := momentOf(o)
			return starlark.Bool(ordered(op, self(c).ordinal()-other.ordinal())), nil
		})
	}
	return k
}

// isoWeek returns the date of a day in a week of the ISO calendar.
func isoWeek(year, week, weekday int) (*moment, error) {
	if year < 1 || year > 9999 {
		return nil, declare.ValueErrorf("Year is out of range: %d", year)
	}
	jan4 := moment{year: year, month: 1, day: 4}
	monday := jan4.ordinal() - jan4.weekday()
	last := moment{year: year, month: 12, day: 28}
	if weeks := (last.ordinal()-monday)/7 + 1; week < 1 || week > weeks {
		return nil, declare.ValueErrorf("Invalid week: %d", week)
	}
	if weekday < 1 || weekday > 7 {
		return nil, declare.ValueErrorf("Invalid day: %d (range is [1, 7])", weekday)
	}
	st := &moment{zone: starlark.None}
	return st, st.setOrdinal(monday + (week-1)*7 + weekday - 1)
}
