package datetime

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/calendar"
	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines moment, the state of dates, times and both, and its arithmetic.

// moment is a date and a time of day; a date uses the first three numbers, a time the others.
type moment struct {
	year, month, day            int
	hour, minute, second, micro int
	zone                        starlark.Value // a tzinfo, or None
	fold                        int
}

var daysBefore = [...]int{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func daysIn(y, m int) int {
	switch m {
	case 2:
		if leap(y) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func (m *moment) yearDay() int {
	n := daysBefore[m.month] + m.day
	if m.month > 2 && leap(m.year) {
		n++
	}
	return n
}

// ordinal counts days from 0001-01-01, which is 1.
func (m *moment) ordinal() int {
	y := m.year - 1
	return y*365 + y/4 - y/100 + y/400 + m.yearDay()
}

// maxOrdinal is 9999-12-31.
const maxOrdinal = 3652059

// setOrdinal sets the date.
func (m *moment) setOrdinal(n int) error {
	if n < 1 || n > maxOrdinal {
		return exceptions.OverflowError.Errorf("date value out of range")
	}
	t := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n-1)
	m.year, m.month, m.day = t.Year(), int(t.Month()), t.Day()
	return nil
}

func (m *moment) weekday() int { return (m.ordinal() + 6) % 7 }

// clockMicros is the time of day in microseconds.
func (m *moment) clockMicros() int64 {
	return int64(m.hour*3600+m.minute*60+m.second)*second + int64(m.micro)
}

func (m *moment) setClock(micros int64) {
	s := int(micros / second)
	m.hour, m.minute, m.second, m.micro = s/3600, s/60%60, s%60, int(micros%second)
}

// add moves the date and time by a duration.
func (m *moment) add(d delta) error {
	sum := normal(int64(m.ordinal())+d.days, m.clockMicros()+d.micros)
	if err := m.setOrdinal(int(sum.days)); err != nil {
		return err
	}
	m.setClock(sum.micros)
	return nil
}

// since is the duration from another date and time.
func (m *moment) since(n *moment) delta {
	return normal(int64(m.ordinal()-n.ordinal()), m.clockMicros()-n.clockMicros())
}

func (m *moment) checkDate() error {
	switch {
	case m.year < 1 || m.year > 9999:
		return declare.ValueErrorf("year %d is out of range", m.year)
	case m.month < 1 || m.month > 12:
		return declare.ValueErrorf("month must be in 1..12")
	case m.day < 1 || m.day > daysIn(m.year, m.month):
		return declare.ValueErrorf("day is out of range for month")
	}
	return nil
}

func (m *moment) checkTime() error {
	switch {
	case m.hour < 0 || m.hour > 23:
		return declare.ValueErrorf("hour must be in 0..23")
	case m.minute < 0 || m.minute > 59:
		return declare.ValueErrorf("minute must be in 0..59")
	case m.second < 0 || m.second > 59:
		return declare.ValueErrorf("second must be in 0..59")
	case m.micro < 0 || m.micro > 999999:
		return declare.ValueErrorf("microsecond must be in 0..999999")
	case m.fold != 0 && m.fold != 1:
		return declare.ValueErrorf("fold must be either 0 or 1")
	}
	return nil
}

// goTime is the moment as if it were in loc.
func (m *moment) goTime(loc *time.Location) time.Time {
	return time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, m.micro*1000, loc)
}

func ofGoTime(t time.Time) *moment {
	return &moment{year: t.Year(), month: int(t.Month()), day: t.Day(), hour: t.Hour(), minute: t.Minute(), second: t.Second(),
		micro: t.Nanosecond() / 1000, zone: starlark.None}
}

func (m *moment) dateText() string { return fmt.Sprintf("%04d-%02d-%02d", m.year, m.month, m.day) }

// clockText is isoformat() of the time of day.
func (m *moment) clockText(spec string) (string, error) {
	switch spec {
	case "hours":
		return fmt.Sprintf("%02d", m.hour), nil
	case "minutes":
		return fmt.Sprintf("%02d:%02d", m.hour, m.minute), nil
	case "milliseconds":
		return fmt.Sprintf("%02d:%02d:%02d.%03d", m.hour, m.minute, m.second, m.micro/1000), nil
	case "microseconds":
		return fmt.Sprintf("%02d:%02d:%02d.%06d", m.hour, m.minute, m.second, m.micro), nil
	case "auto", "seconds":
		s := fmt.Sprintf("%02d:%02d:%02d", m.hour, m.minute, m.second)
		if m.micro != 0 && spec == "auto" {
			s += fmt.Sprintf(".%06d", m.micro)
		}
		return s, nil
	}
	return "", declare.ValueErrorf("Unknown timespec value")
}

// offsetText is +HH:MM[:SS[.ffffff]].
func offsetText(d delta) string {
	sign := "+"
	if d.days < 0 {
		sign, d = "-", d.neg()
	}
	s := d.micros / second
	text := fmt.Sprintf("%s%02d:%02d", sign, s/3600, s/60%60)
	if s%60 != 0 || d.micros%second != 0 {
		text += fmt.Sprintf(":%02d", s%60)
	}
	if us := d.micros % second; us != 0 {
		text += fmt.Sprintf(".%06d", us)
	}
	return text
}

// format is strftime.
func (m *module) format(c declare.Call, self starlark.Value, st *moment, spec string) (starlark.Value, error) {
	cal := calendar.Moment{Year: st.year, Month: st.month, Day: st.day, Hour: st.hour, Minute: st.minute, Second: st.second, Micro: st.micro, HasMicro: true}
	if st.year == 0 {
		cal.Year, cal.Month, cal.Day = 1900, 1, 1
	}
	dated := moment{year: cal.Year, month: cal.Month, day: cal.Day}
	cal.Weekday, cal.YearDay = dated.weekday(), dated.yearDay()
	cal.Epoch = time.Date(cal.Year, time.Month(cal.Month), cal.Day, cal.Hour, cal.Minute, cal.Second, 0, time.Local).Unix()
	if off, ok, err := m.offset(c, self, st); err != nil {
		return nil, err
	} else if ok {
		cal.HasOffset, cal.Offset = true, int(off.days*86400+off.micros/second)
		name, err := c.CallMethod(self, "tzname")
		if err != nil {
			return nil, err
		}
		cal.Zone, _ = declare.Text(name)
	}
	return starlark.String(calendar.Format(spec, cal)), nil
}

// offset is utcoffset() of a time or datetime; ok is false if it is naive.
func (m *module) offset(c declare.Call, self starlark.Value, st *moment) (delta, bool, error) {
	if st.zone == nil || st.zone == starlark.None {
		return delta{}, false, nil
	}
	arg := self
	if st.year == 0 {
		arg = starlark.None
	}
	v, err := c.CallMethod(st.zone, "utcoffset", arg)
	if err != nil || v == starlark.None {
		return delta{}, false, err
	}
	d, ok := declare.State[*delta](v)
	if !ok {
		return delta{}, false, declare.TypeErrorf("tzinfo.utcoffset() must return None or a timedelta, not '%s'", object.TypeName(v))
	}
	return *d, true, nil
}

// saveMoment and loadMoment let the values travel.
func saveMoment(o *object.Instance) starlark.Value {
	m := o.State().(*moment)
	t := make(starlark.Tuple, 0, 9)
	for _, n := range []int{m.year, m.month, m.day, m.hour, m.minute, m.second, m.micro, m.fold} {
		t = append(t, starlark.MakeInt(n))
	}
	return append(t, m.zone)
}

func loadMoment(o *object.Instance, v starlark.Value) error {
	var n [8]int64
	if err := integers(v, n[:]); err != nil {
		return err
	}
	t := v.(starlark.Tuple)
	if len(t) != 9 {
		return declare.TypeErrorf("invalid state")
	}
	*o.State().(*moment) = moment{int(n[0]), int(n[1]), int(n[2]), int(n[3]), int(n[4]), int(n[5]), int(n[6]), t[8], int(n[7])}
	return nil
}

// attributes serves the numbers of a moment.
func attributes(names map[string]func(m *moment) int, zoned bool) func(o *object.Instance, name string) (starlark.Value, bool, error) {
	return func(o *object.Instance, name string) (starlark.Value, bool, error) {
		m := o.State().(*moment)
		if f := names[name]; f != nil {
			return starlark.MakeInt(f(m)), true, nil
		}
		if name == "tzinfo" && zoned {
			return m.zone, true, nil
		}
		return nil, false, nil
	}
}

var dateNumbers = map[string]func(m *moment) int{
	"year": func(m *moment) int { return m.year }, "month": func(m *moment) int { return m.month }, "day": func(m *moment) int { return m.day },
}

var clockNumbers = map[string]func(m *moment) int{
	"hour": func(m *moment) int { return m.hour }, "minute": func(m *moment) int { return m.minute }, "second": func(m *moment) int { return m.second },
	"microsecond": func(m *moment) int { return m.micro }, "fold": func(m *moment) int { return m.fold },
}

func newMoment() any { return &moment{zone: starlark.None} }

func momentOf(v starlark.Value) (*moment, bool) { return declare.State[*moment](v) }

func self(c declare.Call) *moment { return c.Object().State().(*moment) }

// make returns an object of a class.
func (m *module) make(t *starlark.Thread, class *object.Class, st *moment) starlark.Value {
	o := class.Allocate(t)
	if st.zone == nil {
		st.zone = starlark.None
	}
	*o.State().(*moment) = *st
	return o
}
