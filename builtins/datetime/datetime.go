package datetime

import (
	"math"
	"math/big"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/calendar"
	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and holds datetime.

// module is what the classes of one interpreter share.
type module struct {
	rt                                         *object.Runtime
	delta, date, clock, datetime, zone, tzinfo *declare.Class
	week                                       *declare.Class
	utc                                        starlark.Value
}

// New returns the module datetime.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt}
	t := rt.Current()
	m.delta = m.newDelta()
	m.tzinfo, m.zone = m.newZones()
	m.week = m.newWeek()
	m.date = m.newDate()
	m.clock = m.newClock()
	m.datetime = m.newDateTime()
	duration := func(days, micros int64) starlark.Value { return m.makeDelta(t, m.delta.Class, delta{days, micros}) }
	m.delta.Define("min", duration(-maxDays, 0))
	m.delta.Define("max", duration(maxDays, day-1))
	m.delta.Define("resolution", duration(0, 1))
	m.utc = m.makeZone(t, m.zone.Class, delta{}, starlark.None)
	m.zone.Define("utc", m.utc)
	m.zone.Define("min", m.makeZone(t, m.zone.Class, normal(0, -(day-60*second)), starlark.None))
	m.zone.Define("max", m.makeZone(t, m.zone.Class, delta{0, day - 60*second}, starlark.None))
	m.date.Define("min", m.make(t, m.date.Class, &moment{year: 1, month: 1, day: 1}))
	m.date.Define("max", m.make(t, m.date.Class, &moment{year: 9999, month: 12, day: 31}))
	m.date.Define("resolution", duration(1, 0))
	m.clock.Define("min", m.make(t, m.clock.Class, &moment{}))
	m.clock.Define("max", m.make(t, m.clock.Class, &moment{hour: 23, minute: 59, second: 59, micro: 999999}))
	m.clock.Define("resolution", duration(0, 1))
	m.datetime.Define("min", m.make(t, m.datetime.Class, &moment{year: 1, month: 1, day: 1}))
	m.datetime.Define("max", m.make(t, m.datetime.Class, &moment{year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, micro: 999999}))
	m.datetime.Define("resolution", duration(0, 1))
	out := declare.Module(rt, "datetime", nil)
	declare.Classes(out, m.delta, m.date, m.clock, m.datetime, m.tzinfo, m.zone, m.week)
	return declare.Add(out, starlark.StringDict{"UTC": m.utc, "MINYEAR": starlark.MakeInt(1), "MAXYEAR": starlark.MakeInt(9999)})
}

// zoneArgument checks a tzinfo argument.
func (m *module) zoneArgument(v starlark.Value) error {
	if v == starlark.None {
		return nil
	}
	if o, ok := v.(*object.Instance); ok && o.Class().IsSubclass(m.tzinfo.Class) {
		return nil
	}
	return declare.TypeErrorf("tzinfo argument must be None or of a tzinfo subclass, not type '%s'", object.TypeName(v))
}

// aware returns the moment in UTC; ok is false if the datetime is naive.
func (m *module) aware(c declare.Call, v starlark.Value) (st moment, ok bool, err error) {
	p, _ := momentOf(v)
	st = *p
	off, ok, err := m.offset(c, v, p)
	if err != nil || !ok {
		return st, false, err
	}
	st.zone = starlark.None
	d := normal(int64(st.ordinal()), st.clockMicros()).add(off.neg())
	// The result may lie outside of the years 1..9999; only differences and comparisons use it.
	st.year, st.month, st.day = 1, 1, 1
	if d.days >= 1 && d.days <= maxOrdinal {
		err = st.setOrdinal(int(d.days))
	}
	st.setClock(d.micros)
	return st, true, err
}

func (m *module) newDateTime() *declare.Class {
	rt := m.rt
	numbers := map[string]func(m *moment) int{}
	for _, group := range []map[string]func(m *moment) int{dateNumbers, clockNumbers} {
		for n, f := range group {
			numbers[n] = f
		}
	}
	k := declare.New(rt, "datetime", "datetime", declare.Options{State: newMoment, Save: saveMoment, Load: loadMoment,
		Get: attributes(numbers, true), Set: readOnly("datetime", "year month day hour minute second microsecond tzinfo fold")}, m.date.Class)
	m.addDateMethods(k)
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, err := classOf(&c)
		if err != nil {
			return nil, err
		}
		st := &moment{zone: starlark.None}
		c.Name = "function"
		if len(c.Args) == 0 && len(c.Kwargs) == 0 {
			return nil, declare.TypeErrorf("function missing required argument 'year' (pos 1)")
		}
		if err := unpackNumbers(c, 3, "year", &st.year, "month", &st.month, "day", &st.day, "hour", &st.hour, "minute", &st.minute,
			"second", &st.second, "microsecond", &st.micro, "tzinfo", &st.zone, "fold", &st.fold); err != nil {
			return nil, err
		}
		if err := st.checkDate(); err != nil {
			return nil, err
		}
		if err := st.checkTime(); err != nil {
			return nil, err
		}
		if err := m.zoneArgument(st.zone); err != nil {
			return nil, err
		}
		return m.make(c.T, class, st), nil
	})
	m.addDateTimeMakers(k)
	m.addDateTimeMethods(k)
	m.addDateTimeOperators(k)
	return k
}

// instant makes a datetime of a class from a point in time, in a zone or, for None, in local time.
func (m *module) instant(c declare.Call, class *object.Class, t time.Time, zone starlark.Value) (starlark.Value, error) {
	if zone == starlark.None {
		return m.make(c.T, class, ofGoTime(t.In(time.Local))), nil
	}
	if err := m.zoneArgument(zone); err != nil {
		return nil, err
	}
	st := ofGoTime(t.UTC())
	st.zone = zone
	return c.CallMethod(zone, "fromutc", m.make(c.T, class, st))
}

// timestamp converts a number of seconds to a point in time.
func timestamp(v starlark.Value) (time.Time, error) {
	r, err := exact(v)
	if err != nil {
		if _, ok := exceptions.As(err, exceptions.TypeError); ok {
			err = declare.TypeErrorf("'%s' object cannot be interpreted as an integer", object.TypeName(v))
		}
		return time.Time{}, err
	}
	us := round(r.Mul(r, new(big.Rat).SetInt64(second)))
	if !us.IsInt64() || math.Abs(float64(us.Int64())) > 253402300800*second {
		return time.Time{}, declare.ValueErrorf("year is out of range")
	}
	return time.UnixMicro(us.Int64()), nil
}

func (m *module) addDateTimeMakers(k *declare.Class) {
	class := func(c declare.Call) *object.Class { return c.Self.(*object.Class) }
	k.ClassMethod("now", func(c declare.Call) (starlark.Value, error) {
		var zone starlark.Value = starlark.None
		if err := c.Unpack("tz?", &zone); err != nil {
			return nil, err
		}
		return m.instant(c, class(c), time.Now().Truncate(time.Microsecond), zone)
	})
	k.ClassMethod("today", func(c declare.Call) (starlark.Value, error) {
		return m.instant(c, class(c), time.Now(), starlark.None)
	})
	k.ClassMethod("utcnow", func(c declare.Call) (starlark.Value, error) {
		return m.make(c.T, class(c), ofGoTime(time.Now().UTC())), nil
	})
	k.ClassMethod("fromtimestamp", func(c declare.Call) (starlark.Value, error) {
		var v starlark.Value
		var zone starlark.Value = starlark.None
		if err := c.Unpack("timestamp", &v, "tz?", &zone); err != nil {
			return nil, err
		}
		t, err := timestamp(v)
		if err != nil {
			return nil, err
		}
		return m.instant(c, class(c), t, zone)
	})
	k.ClassMethod("utcfromtimestamp", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		t, err := timestamp(c.Args[0])
		if err != nil {
			return nil, err
		}
		return m.make(c.T, class(c), ofGoTime(t.UTC())), nil
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
	k.ClassMethod("combine", func(c declare.Call) (starlark.Value, error) {
		var date, clock, zone starlark.Value
		if err := c.Unpack("date", &date, "time", &clock, "tzinfo?", &zone); err != nil {
			return nil, err
		}
		d, ok1 := momentOf(date)
		t, ok2 := momentOf(clock)
		if !ok1 || !ok2 {
			return nil, declare.TypeErrorf("combine() argument 1 must be datetime.date, not %s", object.TypeName(date))
		}
		st := *t
		st.year, st.month, st.day = d.year, d.month, d.day
		if zone != nil {
			st.zone = zone
		}
		return m.make(c.T, class(c), &st), nil
	})
	k.ClassMethod("strptime", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(2); err != nil {
			return nil, err
		}
		text, ok1 := declare.Text(c.Args[0])
		format, ok2 := declare.Text(c.Args[1])
		if !ok1 || !ok2 {
			at, v := 1, c.Args[0]
			if ok1 {
				at, v = 2, c.Args[1]
			}
			return nil, declare.TypeErrorf("strptime() argument %d must be str, not %s", at, object.TypeName(v))
		}
		p, err := calendar.Parse(text, format)
		if err != nil {
			return nil, exceptions.ValueError.With(starlark.String(err.Error()))
		}
		st := &moment{p.Year, p.Month, p.Day, p.Hour, p.Minute, p.Second, p.Micro, starlark.None, 0}
		if p.HasOffset {
			name := starlark.Value(starlark.None)
			if p.Zone != "" {
				name = starlark.String(p.Zone)
			}
			if st.zone = m.makeZone(c.T, m.zone.Class, normal(0, int64(p.Offset)*second+int64(p.OffsetMicro)), name); p.Offset == 0 && p.OffsetMicro == 0 && name == starlark.None {
				st.zone = m.utc
			}
		}
		return m.make(c.T, class(c), st), st.checkDate()
	})
	k.ClassMethod("fromisoformat", func(c declare.Call) (starlark.Value, error) {
		text, ok := declare.Text(object.OrNone(c.Arg(0)))
		if !ok {
			return nil, declare.TypeErrorf("fromisoformat: argument must be str")
		}
		st, err := m.parseISO(c, text, true, true)
		if err != nil {
			return nil, err
		}
		return m.make(c.T, class(c), st), nil
	})
}
