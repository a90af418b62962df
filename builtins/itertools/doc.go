// Package itertools is Python's itertools.
//
//	New(rt) ──▶ functions that return lazy *object.Iterators    infinite.go, select.go, combine.go
//
// The iterators do not travel to other processes, except count and repeat, which are objects with attributes.
package itertools
