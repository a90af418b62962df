package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// This file holds strptime.

// Parts are what a text says about a point in time; what it does not say has CPython's defaults (1900-01-01 00:00:00).
type Parts struct {
	Year, Month, Day, Hour, Minute, Second int
	Weekday, YearDay                       int // from Monday; from 1
	Micro                                  int
	Zone                                   string // "" if there is none
	Offset                                 int    // seconds east of UTC
	OffsetMicro                            int    // microseconds of the offset
	HasOffset                              bool
	DST                                    int // 0 or 1 for the names of the local zone, else -1
}

// scan holds the state of one Parse.
type scan struct {
	text   string
	pos    int
	format string

	p                          Parts
	isoYear                    int
	hasYear, hasMonth, hasDay  bool
	hasYearDay, hasWeekday     bool
	hour12, half               int // half: 0 AM, 1 PM, -1 not given
	week, isoWeek              int // -1: not given
	weekFromSunday, hasIsoYear bool
}

// Parse is time.strptime(text, format). The error's text is that of the ValueError.
// Source: Lib/_strptime.py of CPython 3.13, read for behaviour
func Parse(text, format string) (Parts, error) {
	s := &scan{text: text, format: format, half: -1, week: -1, isoWeek: -1}
	s.p = Parts{Year: 1900, Month: 1, Day: 1, Weekday: -1, DST: -1}
	if err := s.run(format); err != nil {
		return Parts{}, err
	}
	if s.pos < len(text) {
		return Parts{}, fmt.Errorf("unconverted data remains: %s", text[s.pos:])
	}
	return s.p, s.finish()
}

func (s *scan) mismatch() error {
	return fmt.Errorf("time data %s does not match format %s", quote(s.text), quote(s.format))
}

// quote is repr() of a plain string.
func quote(s string) string {
	q := strconv.Quote(s)
	inner := strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
	if strings.Contains(inner, "'") && !strings.Contains(inner, `"`) {
		return `"` + inner + `"`
	}
	return "'" + strings.ReplaceAll(inner, "'", `\'`) + "'"
}

func (s *scan) run(format string) error {
	for i := 0; i < len(format); i++ {
		c := format[i]
		switch {
		case c == '%' && i+1 == len(format):
			return fmt.Errorf("stray %% in format '%s'", s.format)
		case c == '%':
			i++
			if err := s.directive(format[i]); err != nil {
				return err
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			// A run of white space matches one of any length, but not none.
			for i+1 < len(format) && strings.IndexByte(" \t\n\r", format[i+1]) >= 0 {
				i++
			}
			start := s.pos
			for s.pos < len(s.text) && strings.IndexByte(" \t\n\r\v\f", s.text[s.pos]) >= 0 {
				s.pos++
			}
			if s.pos == start {
				return s.mismatch()
			}
		default:
			if s.pos >= len(s.text) || lower(s.text[s.pos]) != lower(c) {
				return s.mismatch()
			}
			s.pos++
		}
	}
	return nil
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// number reads up to width digits that make a number between low and high; fewer are taken if more would be too much.
func (s *scan) number(width, low, high int) (int, bool) {
	for n := min(width, s.digits(width)); n > 0; n-- {
		v, _ := strconv.Atoi(s.text[s.pos : s.pos+n])
		if v >= low && v <= high {
			s.pos += n
			return v, true
		}
	}
	return 0, false
}

// digits counts the digits that come next, up to limit.
func (s *scan) digits(limit int) int {
	n := 0
	for n < limit && s.pos+n < len(s.text) && '0' <= s.text[s.pos+n] && s.text[s.pos+n] <= '9' {
		n++
	}
	return n
}

// name reads one of names, the longest that fits, in any case.
func (s *scan) name(names []string, length int) (int, bool) {
	best, found := 0, -1
	for i, n := range names {
		if length > 0 {
			n = n[:length]
		}
		if len(n) > best && s.pos+len(n) <= len(s.text) && strings.EqualFold(s.text[s.pos:s.pos+len(n)], n) {
			best, found = len(n), i
		}
	}
	s.pos += best
	return found, found >= 0
}

func (s *scan) directive(c byte) error {
	ok := true
	p := &s.p
	switch c {
	case 'a':
		p.Weekday, ok = s.name(Days, 3)
		s.hasWeekday = ok
	case 'A':
		p.Weekday, ok = s.name(Days, 0)
		s.hasWeekday = ok
	case 'b', 'h':
		p.Month, ok = s.name(Months, 3)
		p.Month++
		s.hasMonth = true
	case 'B':
		p.Month, ok = s.name(Months, 0)
		p.Month++
		s.hasMonth = true
	case 'c':
		return s.run("%a %b %d %H:%M:%S %Y")
	case 'x', 'D':
		return s.run("%m/%d/%y")
	case 'X', 'T':
		return s.run("%H:%M:%S")
	case 'F':
		return s.run("%Y-%m-%d")
	case 'R':
		return s.run("%H:%M")
	case 'r':
		return s.run("%I:%M:%S %p")
	case 'd', 'e':
		if s.pos < len(s.text) && s.text[s.pos] == ' ' {
			s.pos++
		}
		p.Day, ok = s.number(2, 1, 31)
		s.hasDay = true
	case 'f':
		n := s.digits(6)
		ok = n > 0
		if ok {
			p.Micro, _ = strconv.Atoi((s.text[s.pos:s.pos+n] + "000000")[:6])
			s.pos += n
		}
	case 'G':
		if ok = s.digits(4) == 4; ok {
			s.isoYear, ok = s.number(4, 0, 9999)
		}
		s.hasIsoYear = true
	case 'H':
		p.Hour, ok = s.number(2, 0, 23)
	case 'I':
		s.hour12, ok = s.number(2, 1, 12)
		if s.half < 0 {
			s.half = -2
		}
	case 'j':
		p.YearDay, ok = s.number(3, 1, 366)
		s.hasYearDay = true
	case 'm':
		p.Month, ok = s.number(2, 1, 12)
		s.hasMonth = true
	case 'M':
		p.Minute, ok = s.number(2, 0, 59)
	case 'p':
		var half int
		half, ok = s.name([]string{"AM", "PM"}, 0)
		if s.half == -2 || s.half == -1 {
			s.half = half
		}
	case 'S':
		p.Second, ok = s.number(2, 0, 61)
	case 'u':
		p.Weekday, ok = s.number(1, 1, 7)
		p.Weekday--
		s.hasWeekday = true
	case 'U', 'W':
		s.week, ok = s.number(2, 0, 53)
		s.weekFromSunday = c == 'U'
	case 'V':
		s.isoWeek, ok = s.number(2, 1, 53)
	case 'w':
		p.Weekday, ok = s.number(1, 0, 6)
		p.Weekday = (p.Weekday + 6) % 7
		s.hasWeekday = true
	case 'y':
		if ok = s.digits(2) == 2; ok {
			p.Year, _ = s.number(2, 0, 99)
			if p.Year <= 68 {
				p.Year += 2000
			} else {
				p.Year += 1900
			}
			s.hasYear = true
		}
	case 'Y':
		if ok = s.digits(4) == 4; ok {
			p.Year, ok = s.number(4, 0, 9999)
			s.hasYear = true
		}
	case 'z':
		ok = s.offset()
	case 'Z':
		ok = s.zone()
	case '%':
		ok = s.pos < len(s.text) && s.text[s.pos] == '%'
		s.pos++
	default:
		return fmt.Errorf("'%c' is a bad directive in format '%s'", c, s.format)
	}
	if !ok {
		return s.mismatch()
	}
	return nil
}

// zone reads a name of UTC or of the local zone.
func (s *scan) zone() bool {
	names := []string{"UTC", "GMT"}
	winter, _ := time.Date(2024, 1, 1, 0, 0, 0, 0, time.Local).Zone()
	summer, _ := time.Date(2024, 7, 1, 0, 0, 0, 0, time.Local).Zone()
	i, ok := s.name(append(names, winter, summer), 0)
	if ok {
		s.p.Zone = append(names, winter, summer)[i]
		s.p.DST = 0
		if i == 3 && summer != winter {
			s.p.DST = 1
		}
	}
	return ok
}

// offset reads Z or +HH[:]MM[[:]SS[.ffffff]].
func (s *scan) offset() bool {
	rest := s.text[s.pos:]
	if strings.HasPrefix(rest, "Z") {
		s.pos++
		s.p.HasOffset, s.p.Zone = true, "UTC"
		return true
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return false
	}
	sign := 1
	if rest[0] == '-' {
		sign = -1
	}
	s.pos++
	hours, ok := s.two(99)
	if !ok {
		return false
	}
	colon := s.pos < len(s.text) && s.text[s.pos] == ':'
	if colon {
		s.pos++
	}
	minutes, ok := s.two(59)
	if !ok {
		return false
	}
	seconds := 0
	mark := s.pos
	if !colon || s.pos < len(s.text) && s.text[s.pos] == ':' {
		if colon {
			s.pos++
		}
		if seconds, ok = s.two(59); !ok {
			s.pos, seconds = mark, 0
		} else if s.pos < len(s.text) && s.text[s.pos] == '.' {
			s.pos++
			n := s.digits(6)
			s.p.OffsetMicro, _ = strconv.Atoi((s.text[s.pos:s.pos+n] + "000000")[:6])
			s.p.OffsetMicro *= sign
			s.pos += n
		}
	}
	s.p.Offset, s.p.HasOffset = sign*(hours*3600+minutes*60+seconds), true
	return true
}

// two reads exactly two digits.
func (s *scan) two(high int) (int, bool) {
	if s.digits(2) < 2 {
		return 0, false
	}
	return s.number(2, 0, high)
}

// finish derives what the directives imply.
func (s *scan) finish() error {
	p := &s.p
	if s.half != -1 {
		switch {
		case s.half == 1 && s.hour12 != 12:
			p.Hour = s.hour12 + 12
		case s.half != 1 && s.hour12 == 12:
			p.Hour = 0
		case s.hour12 != 0:
			p.Hour = s.hour12
		}
	}
	if err := s.weeks(); err != nil {
		return err
	}
	leap := !s.hasYear && s.hasMonth && p.Month == 2 && p.Day == 29
	year := p.Year
	if leap {
		year = 1904 // February 29th without a year
	}
	if s.hasYearDay && !(s.hasMonth && s.hasDay) && s.hasYear {
		d := time.Date(year, 1, p.YearDay, 0, 0, 0, 0, time.UTC)
		p.Year, p.Month, p.Day = d.Year(), int(d.Month()), d.Day()
		year = p.Year
	}
	d := time.Date(year, time.Month(p.Month), p.Day, 0, 0, 0, 0, time.UTC)
	if d.Day() != p.Day {
		return fmt.Errorf("day is out of range for month")
	}
	if !s.hasYearDay {
		p.YearDay = d.YearDay()
	}
	if !s.hasWeekday {
		p.Weekday = (int(d.Weekday()) + 6) % 7
	}
	return nil
}

// message is an error in CPython's words, which are sentences.
type message string

func (m message) Error() string { return string(m) }

// weeks computes the day from a week of the year and a weekday.
func (s *scan) weeks() error {
	p := &s.p
	switch {
	case s.hasIsoYear && s.hasYearDay:
		return message("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
	case s.hasIsoYear && (s.isoWeek < 0 || !s.hasWeekday):
		return message("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').")
	case s.isoWeek >= 0 && (!s.hasIsoYear || !s.hasWeekday):
		if s.hasYear && s.hasWeekday {
			return message("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
		}
		return message("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').")
	}
	var d time.Time
	switch {
	case s.hasIsoYear:
		fourth := time.Date(s.isoYear, 1, 4, 0, 0, 0, 0, time.UTC)
		monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
		d = monday.AddDate(0, 0, 7*(s.isoWeek-1)+p.Weekday)
	case s.week >= 0 && s.hasYear && s.hasWeekday && !s.hasYearDay:
		first := time.Date(p.Year, 1, 1, 0, 0, 0, 0, time.UTC)
		start, day := (int(first.Weekday())+6)%7, p.Weekday
		if s.weekFromSunday {
			start, day = (start+1)%7, (day+1)%7
		}
		n := 7*(s.week-1) + (7-start)%7 + day
		if start == 0 {
			n = 7*(s.week-1) + day
		}
		d = first.AddDate(0, 0, n)
	default:
		return nil
	}
	p.Year, p.Month, p.Day, p.YearDay = d.Year(), int(d.Month()), d.Day(), d.YearDay()
	s.hasYear, s.hasMonth, s.hasDay, s.hasYearDay = true, true, true, true
	return nil
}
