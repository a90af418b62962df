// Package calendar formats and parses points in time as the C library's strftime and strptime do in the C locale.
//
//	time, datetime, logging ──▶ Format("%Y-%m-%d", t)
//	                            Parse("%Y-%m-%d", "2024-02-29") ──▶ Parts
//
// This package knows no script values.
package calendar
