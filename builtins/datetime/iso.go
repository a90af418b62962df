package datetime

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file reads the formats of ISO 8601.

// isoReader reads a text from left to right; bad is set where it does not follow the format.
type isoReader struct {
	s   string
	bad bool
}

// number reads n digits.
func (r *isoReader) number(n int) int {
	if len(r.s) < n {
		r.bad = true
		return 0
	}
	v := 0
	for _, c := range r.s[:n] {
		if c < '0' || c > '9' {
			r.bad = true
			return 0
		}
		v = v*10 + int(c-'0')
	}
	r.s = r.s[n:]
	return v
}

func (r *isoReader) skip(c byte) bool {
	if r.s != "" && r.s[0] == c {
		r.s = r.s[1:]
		return true
	}
	return false
}

// date reads YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D] or YYYYWww[D].
func (r *isoReader) date(st *moment) error {
	st.year = r.number(4)
	dashed := r.skip('-')
	if r.skip('W') {
		week, weekday := r.number(2), 1
		if dashed && r.skip('-') || !dashed && r.s != "" && r.s[0] >= '0' && r.s[0] <= '9' {
			weekday = r.number(1)
		}
		if r.bad {
			return nil
		}
		d, err := isoWeek(st.year, week, weekday)
		if err == nil {
			st.year, st.month, st.day = d.year, d.month, d.day
		}
		return err
	}
	st.month = r.number(2)
	if r.skip('-') != dashed {
		r.bad = true
	}
	st.day = r.number(2)
	return nil
}

// clock reads HH[:MM[:SS[.ffffff]]] or the same without colons.
func (r *isoReader) clock(st *moment) {
	st.hour = r.number(2)
	if r.s == "" {
		return
	}
	colon := r.skip(':')
	st.minute = r.number(2)
	if r.s == "" {
		return
	}
	if r.skip(':') != colon {
		r.bad = true
	}
	st.second = r.number(2)
	if r.skip('.') || r.skip(',') {
		n := 0
		scale := 100000
		for r.s != "" && r.s[0] >= '0' && r.s[0] <= '9' {
			st.micro += int(r.s[0]-'0') * scale
			scale /= 10
			r.s = r.s[1:]
			n++
		}
		if n == 0 {
			r.bad = true
		}
	}
}

// parseISO is fromisoformat of a date, a time, or both.
func (m *module) parseISO(c declare.Call, text string, dated, timed bool) (*moment, error) {
	invalid := declare.ValueErrorf("Invalid isoformat string: %s", object.StrRepr(text))
	st := &moment{zone: starlark.None}
	r := &isoReader{s: text}
	if dated {
		if err := r.date(st); err != nil {
			return nil, err
		}
		if timed && r.s != "" && !r.bad {
			_, width := utfFirst(r.s)
			r.s = r.s[width:]
			if r.s == "" {
				return nil, invalid
			}
		} else if r.s != "" {
			return nil, invalid
		}
	} else {
		r.skip('T')
		if r.s == "" {
			return nil, invalid
		}
	}
	if timed && r.s != "" {
		clock := r.s
		zone := ""
		if i := strings.IndexAny(clock, "+-Zz"); i >= 0 {
			clock, zone = clock[:i], clock[i:]
		}
		sub := &isoReader{s: clock}
		sub.clock(st)
		r.bad = r.bad || sub.bad || sub.s != ""
		if zone != "" {
			off := &moment{}
			if zone != "Z" {
				sub = &isoReader{s: zone[1:]}
				sub.clock(off)
				r.bad = r.bad || sub.bad || sub.s != ""
			}
			d := normal(0, off.clockMicros())
			if zone[0] == '-' {
				d = d.neg()
			}
			if st.zone = m.utc; d != (delta{}) {
				st.zone = m.makeZone(c.T, m.zone.Class, d, starlark.None)
			}
		}
	}
	if r.bad {
		return nil, invalid
	}
	if dated {
		if err := st.checkDate(); err != nil {
			return nil, err
		}
	}
	return st, st.checkTime()
}

// utfFirst returns the first character of s, which separates date and time.
func utfFirst(s string) (rune, int) {
	for i, r := range s {
		if i > 0 {
			return r, i
		}
	}
	return 0, len(s)
}
