package calendar

import (
	"fmt"
	"strings"
	"time"
)

// This file holds strftime.

// Names of the C locale.
var (
	Days   = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	Months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// Moment is a broken-down time. Weekday counts from Monday, YearDay from 1.
type Moment struct {
	Year, Month, Day, Hour, Minute, Second int
	Weekday, YearDay                       int
	Zone                                   string
	Offset                                 int // seconds east of UTC
	HasOffset                              bool
	Micro                                  int   // %f, which only datetime has
	HasMicro                               bool  //
	Epoch                                  int64 // %s
}

// Of breaks t down.
func Of(t time.Time) Moment {
	zone, offset := t.Zone()
	return Moment{
		Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Hour: t.Hour(), Minute: t.Minute(), Second: t.Second(),
		Weekday: (int(t.Weekday()) + 6) % 7, YearDay: t.YearDay(), Zone: zone, Offset: offset, HasOffset: true,
		Micro: t.Nanosecond() / 1000, Epoch: t.Unix(),
	}
}

// Format is strftime(format, m). Unknown directives are copied, as glibc does.
func Format(format string, m Moment) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		flag := byte(0)
		if strings.IndexByte("-_0^#", format[i]) >= 0 && i+1 < len(format) {
			flag = format[i]
			i++
		}
		b.WriteString(directive(format[i], flag, m))
	}
	return b.String()
}

// directive formats one %x. flag is glibc's: '-' no padding, '_' spaces, '0' zeros, '^' upper case.
func directive(c, flag byte, m Moment) string {
	number := func(n, width int, pad byte) string {
		switch flag {
		case '-':
			return fmt.Sprint(n)
		case '_':
			pad = ' '
		case '0':
			pad = '0'
		}
		if pad == ' ' {
			return fmt.Sprintf("%*d", width, n)
		}
		return fmt.Sprintf("%0*d", width, n)
	}
	text := func(s string) string {
		if flag == '^' || flag == '#' {
			return strings.ToUpper(s)
		}
		return s
	}
	hour12 := (m.Hour+11)%12 + 1
	half := "AM"
	if m.Hour >= 12 {
		half = "PM"
	}
	switch c {
	case 'a':
		return text(Days[m.Weekday][:3])
	case 'A':
		return text(Days[m.Weekday])
	case 'b', 'h':
		return text(Months[m.Month-1][:3])
	case 'B':
		return text(Months[m.Month-1])
	case 'c':
		return Format("%a %b %e %H:%M:%S %Y", m)
	case 'C':
		return number(m.Year/100, 2, '0')
	case 'd':
		return number(m.Day, 2, '0')
	case 'D', 'x':
		return Format("%m/%d/%y", m)
	case 'e':
		return number(m.Day, 2, ' ')
	case 'f':
		if m.HasMicro {
			return fmt.Sprintf("%06d", m.Micro)
		}
	case 'F':
		return Format("%Y-%m-%d", m)
	case 'g':
		year, _ := m.isoWeek()
		return number(year%100, 2, '0')
	case 'G':
		year, _ := m.isoWeek()
		return fmt.Sprint(year)
	case 'H':
		return number(m.Hour, 2, '0')
	case 'I':
		return number(hour12, 2, '0')
	case 'j':
		return number(m.YearDay, 3, '0')
	case 'k':
		return number(m.Hour, 2, ' ')
	case 'l':
		return number(hour12, 2, ' ')
	case 'm':
		return number(m.Month, 2, '0')
	case 'M':
		return number(m.Minute, 2, '0')
	case 'n':
		return "\n"
	case 'p':
		if flag == '#' {
			return strings.ToLower(half)
		}
		return half
	case 'P':
		return strings.ToLower(half)
	case 'r':
		return Format("%I:%M:%S %p", m)
	case 'R':
		return Format("%H:%M", m)
	case 's':
		return fmt.Sprint(m.Epoch)
	case 'S':
		return number(m.Second, 2, '0')
	case 't':
		return "\t"
	case 'T', 'X':
		return Format("%H:%M:%S", m)
	case 'u':
		return fmt.Sprint(m.Weekday + 1)
	case 'U':
		return number((m.YearDay+6-(m.Weekday+1)%7)/7, 2, '0')
	case 'V':
		_, week := m.isoWeek()
		return number(week, 2, '0')
	case 'w':
		return fmt.Sprint((m.Weekday + 1) % 7)
	case 'W':
		return number((m.YearDay+6-m.Weekday)/7, 2, '0')
	case 'y':
		return number((m.Year%100+100)%100, 2, '0')
	case 'Y':
		return fmt.Sprint(m.Year)
	case 'z':
		if !m.HasOffset {
			return ""
		}
		return offsetText(m.Offset, "")
	case ':':
		if m.HasOffset {
			return offsetText(m.Offset, ":")
		}
		return ""
	case 'Z':
		return text(m.Zone)
	case '%':
		return "%"
	}
	if flag != 0 {
		return "%" + string(flag) + string(c)
	}
	return "%" + string(c)
}

// offsetText is +HHMM, with seconds if there are any.
func offsetText(offset int, colon string) string {
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	s := fmt.Sprintf("%s%02d%s%02d", sign, offset/3600, colon, offset/60%60)
	if offset%60 != 0 {
		s += fmt.Sprintf("%s%02d", colon, offset%60)
	}
	return s
}

func (m Moment) isoWeek() (year, week int) {
	return time.Date(m.Year, time.Month(m.Month), m.Day, 0, 0, 0, 0, time.UTC).ISOWeek()
}
