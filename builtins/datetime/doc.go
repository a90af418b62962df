// Package datetime is Python's datetime.
//
//	New(rt) ──▶ timedelta      delta.go      days and microseconds, normalized
//	            date, datetime date.go, datetime.go
//	            time           clock.go
//	            tzinfo, timezone   zone.go
//
// Days are counted from 0001-01-01, which is day 1, in the proleptic Gregorian calendar. Local time is that of the process.
// Values travel as their numbers with their time zone.
package datetime
