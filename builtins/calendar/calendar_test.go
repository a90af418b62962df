package calendar

import (
	"strings"
	"testing"
	"time"
)

// This file tests formatting and parsing; what CPython answers is recorded in builtins/testdata/modules/time.txt.

func TestFormat_flags(t *testing.T) {
	m := Of(time.Date(2024, 3, 5, 7, 8, 9, 0, time.UTC))
	for format, want := range map[string]string{
		"%-d/%-m %_H %^a %#p": "5/3  7 TUE am",
		"%G-W%V-%u %j %C %y":  "2024-W10-2 065 20 24",
		"%Q %":                "%Q %",
		"%z %:":               "+0000 +00:00",
	} {
		if got := Format(format, m); got != want {
			t.Errorf("%q: got %q, want %q", format, got, want)
		}
	}
}

// Each point in time is found again by what it was written as.
func TestParse_roundTrip(t *testing.T) {
	const format = "%Y-%m-%d %H:%M:%S.%f %z"
	for at := time.Date(1999, 12, 31, 23, 0, 0, 123456000, time.FixedZone("", 5400)); at.Year() < 2001; at = at.Add(37*time.Hour + 13*time.Second) {
		m := Of(at)
		m.HasMicro = true
		text := Format(format, m)
		p, err := Parse(text, format)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got := time.Date(p.Year, time.Month(p.Month), p.Day, p.Hour, p.Minute, p.Second, p.Micro*1000, time.FixedZone("", p.Offset))
		if !got.Equal(at) || p.Weekday != m.Weekday || p.YearDay != m.YearDay {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range [][2]string{
		{"2024-02-29 13:45:59", "%Y-%m-%d %H:%M:%S"}, {"Mon 07 2024", "%a %W %Y"}, {"2024 07 3", "%G %V %u"}, {"+01:30:59.5", "%z"},
		{"12 PM", "%I %p"}, {"%", "%%"}, {"", "%"}, {" ", " "}, {"Z", "%Z"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, text, format string) {
		p, err := Parse(text, format)
		if err != nil {
			if strings.HasPrefix(err.Error(), "BUG") {
				t.Error(err)
			}
			return
		}
		if p.Month < 1 || p.Month > 12 || p.Day < 1 || p.Day > 31 || p.Weekday < 0 || p.Weekday > 6 || p.Hour > 23 {
			t.Errorf("%q by %q: %+v", text, format, p)
		}
	})
}
