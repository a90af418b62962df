package time

import (
	"math"
	"strings"
	std "time"

	"go.starlark.net/starlark"

	"parlark/builtins/calendar"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the broken-down times.

var structFields = []string{
	"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff",
}

// calendar adds the functions on broken-down times.
func (m *module) calendar(members starlark.StringDict) {
	year := std.Now().Year()
	winter, offset := std.Date(year, 1, 1, 0, 0, 0, 0, std.Local).Zone()
	summer, shifted := std.Date(year, 7, 1, 0, 0, 0, 0, std.Local).Zone()
	if shifted < offset {
		winter, summer, offset, shifted = summer, winter, shifted, offset
	}
	daylight := 0
	if offset != shifted {
		daylight = 1
	}
	members["timezone"] = starlark.MakeInt(-offset)
	members["altzone"] = starlark.MakeInt(-shifted)
	members["daylight"] = starlark.MakeInt(daylight)
	members["tzname"] = starlark.Tuple{starlark.String(winter), starlark.String(summer)}
	for name, f := range map[string]object.Func{
		"localtime": m.broken("localtime"), "gmtime": m.broken("gmtime"), "mktime": m.mktime, "ctime": m.ctime,
		"asctime": m.asctime, "strftime": m.strftime, "strptime": m.strptime, "tzset": m.tzset,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
}

// structOf is struct_time of a time; the C library calls the zone of gmtime GMT.
func (m *module) structOf(t *starlark.Thread, at std.Time, zone string) starlark.Value {
	c := calendar.Of(at)
	dst := 0
	if at.IsDST() {
		dst = 1
	}
	var values []starlark.Value
	for _, n := range []int{c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second, c.Weekday, c.YearDay, dst} {
		values = append(values, starlark.MakeInt(n))
	}
	return m.structTime.Make(t, append(values, starlark.String(zone), starlark.MakeInt(c.Offset))...)
}

// instant reads the argument of localtime, gmtime and ctime.
func instant(name string, args starlark.Tuple, kwargs []starlark.Tuple) (std.Time, error) {
	if err := object.ArgumentCount(name, args, kwargs, 0, 1); err != nil {
		return std.Time{}, err
	}
	if len(args) == 0 || args[0] == starlark.None {
		return std.Now(), nil
	}
	if f, ok := args[0].(starlark.Float); ok {
		if math.IsNaN(float64(f)) {
			return std.Time{}, exceptions.ValueError.Errorf("Invalid value NaN (not a number)")
		}
		if math.Abs(float64(f)) > maxInstant {
			return std.Time{}, exceptions.OverflowError.Errorf("timestamp out of range for platform time_t")
		}
		return std.Unix(int64(math.Floor(float64(f))), 0), nil
	}
	n, err := object.AsInt(args[0])
	if err != nil {
		if _, ok := exceptions.As(err, exceptions.OverflowError); ok {
			err = exceptions.OverflowError.Errorf("timestamp out of range for platform time_t")
		}
		return std.Time{}, err
	}
	if math.Abs(float64(n)) > maxInstant {
		return std.Time{}, exceptions.OSErrorf(exceptions.OSError, 75, "Value too large for defined data type", "")
	}
	return std.Unix(int64(n), 0), nil
}

// maxInstant is where the year no longer fits a C int.
const maxInstant = 67767976233532799

func (m *module) broken(name string) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		at, err := instant("time."+name, args, kwargs)
		if err != nil {
			return nil, err
		}
		if name == "gmtime" {
			return m.structOf(t, at.UTC(), "GMT"), nil
		}
		at = at.In(std.Local)
		abbreviation, _ := at.Zone()
		return m.structOf(t, at, abbreviation), nil
	}
}

func (m *module) ctime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	at, err := instant("time.ctime", args, kwargs)
	if err != nil {
		return nil, err
	}
	return starlark.String(calendar.Format("%a %b %e %H:%M:%S %Y", calendar.Of(at.In(std.Local)))), nil
}

// momentOf reads a struct_time or a tuple of nine numbers.
func momentOf(name string, v starlark.Value) (c calendar.Moment, dst int, err error) {
	tuple, ok := object.Underlying(v).(starlark.Tuple)
	if !ok {
		return c, 0, exceptions.TypeError.Errorf("Tuple or struct_time argument required")
	}
	if len(tuple) != 9 {
		return c, 0, exceptions.TypeError.Errorf("%s(): illegal time tuple argument", name)
	}
	var n [9]int
	for i, x := range tuple {
		if n[i], err = object.AsInt(x); err != nil {
			return c, 0, err
		}
	}
	c = calendar.Moment{
		Year: n[0], Month: n[1], Day: n[2], Hour: n[3], Minute: n[4], Second: n[5], Weekday: n[6], YearDay: n[7], HasOffset: true,
	}
	if o, ok := v.(*object.Instance); ok {
		if zone, ok := o.Field("tm_zone"); ok {
			c.Zone, _ = starlark.AsString(zone)
		}
		if offset, ok := o.Field("tm_gmtoff"); ok {
			c.Offset, _ = starlark.AsInt32(offset)
		}
	} else {
		c.Zone, c.Offset = std.Date(c.Year, std.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, std.Local).Zone()
	}
	c.Epoch = std.Date(c.Year, std.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, std.Local).Unix()
	return c, n[8], nil
}

// checked brings the fields into the ranges that strftime and asctime accept, as time.strftime does.
func checked(c calendar.Moment) (calendar.Moment, error) {
	if c.Month == 0 {
		c.Month = 1
	}
	if c.Day == 0 {
		c.Day = 1
	}
	if c.YearDay == 0 {
		c.YearDay = 1
	}
	c.Weekday = (c.Weekday%7 + 7) % 7
	for _, f := range []struct {
		name         string
		n, low, high int
	}{
		{"month", c.Month, 1, 12}, {"day of month", c.Day, 1, 31}, {"hour", c.Hour, 0, 23}, {"minute", c.Minute, 0, 59},
		{"seconds", c.Second, 0, 61}, {"day of year", c.YearDay, 1, 366},
	} {
		if f.n < f.low || f.n > f.high {
			return c, exceptions.ValueError.Errorf("%s out of range", f.name)
		}
	}
	return c, nil
}

// given returns the broken-down time of an optional argument: now if it is absent.
func given(name string, v starlark.Value) (calendar.Moment, error) {
	if v == nil {
		return calendar.Of(std.Now()), nil
	}
	c, _, err := momentOf(name, v)
	if err != nil {
		return c, err
	}
	return checked(c)
}

func (m *module) mktime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("time.mktime", args, kwargs, 1); err != nil {
		return nil, err
	}
	c, dst, err := momentOf("mktime", args[0])
	if err != nil {
		return nil, err
	}
	at := std.Date(c.Year, std.Month(c.Month), c.Day, c.Hour, c.Minute, c.Second, 0, std.Local)
	if dst == 0 && at.IsDST() {
		at = at.Add(std.Hour)
	} else if dst > 0 && !at.IsDST() {
		at = at.Add(-std.Hour)
	}
	return starlark.Float(at.Unix()), nil
}

func (m *module) asctime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("asctime", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	var v starlark.Value
	if len(args) > 0 {
		v = args[0]
	}
	c, err := given("asctime", v)
	if err != nil {
		return nil, err
	}
	return starlark.String(calendar.Format("%a %b %e %H:%M:%S %Y", c)), nil
}

func (m *module) strftime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("strftime", args, kwargs, 1, 2); err != nil {
		if len(args) == 0 && len(kwargs) == 0 {
			return nil, exceptions.TypeError.Errorf("strftime() takes at least 1 argument (0 given)")
		}
		return nil, err
	}
	format, ok := object.Underlying(args[0]).(starlark.String)
	if !ok {
		return nil, exceptions.TypeError.Errorf("strftime() argument 1 must be str, not %s", object.TypeName(args[0]))
	}
	var v starlark.Value
	if len(args) > 1 {
		v = args[1]
	}
	c, err := given("strftime", v)
	if err != nil {
		return nil, err
	}
	return starlark.String(calendar.Format(string(format), c)), nil
}

func (m *module) strptime(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var text, format starlark.Value
	if err := object.Unpack("_strptime_time", args, kwargs, "data_string", &text, "format?", &format); err != nil {
		return nil, err
	}
	if format == nil {
		format = starlark.String("%a %b %d %H:%M:%S %Y")
	}
	for i, v := range []starlark.Value{text, format} {
		if _, ok := v.(starlark.String); !ok {
			return nil, exceptions.TypeError.Errorf("strptime() argument %d must be str, not %s", i, m.rt.TypeOf(v))
		}
	}
	p, err := calendar.Parse(string(text.(starlark.String)), string(format.(starlark.String)))
	if err != nil {
		return nil, exceptions.ValueError.Errorf("%s", strings.TrimSpace(err.Error()))
	}
	var values []starlark.Value
	for _, n := range []int{p.Year, p.Month, p.Day, p.Hour, p.Minute, p.Second, p.Weekday, p.YearDay, p.DST} {
		values = append(values, starlark.MakeInt(n))
	}
	zone, offset := starlark.Value(starlark.None), starlark.Value(starlark.None)
	if p.Zone != "" {
		zone = starlark.String(p.Zone)
	}
	if p.HasOffset {
		offset = starlark.MakeInt(p.Offset)
	}
	return m.structTime.Make(t, append(values, zone, offset)...), nil
}

func (m *module) tzset(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, object.Exactly("time.tzset", args, kwargs, 0)
}
