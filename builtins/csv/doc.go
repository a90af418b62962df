// Package csv is Python's csv.
//
//	lines of any iterable ──▶ reader (read.go) ──▶ rows ──▶ DictReader
//	rows ──▶ writer (write.go) ──▶ write() of any object ◀── DictWriter
//
// A dialect (dialect.go) is a class, an object, or a registered name, and keywords over it.
package csv
