// Package typing is Python's typing: names for annotations, which do nothing.
//
//	New(rt) ──▶ List, Optional, ...    special.go: values that take subscripts and print as in CPython
//	            NamedTuple, TypedDict  classes.go: classes that make classes
//	            Generic, Protocol      classes.go: classes to derive from
//
// Specials travel by name, subscripted ones as their text.
package typing
