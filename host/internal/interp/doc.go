// Package interp runs scripts: one Interp is the Python of one process.
//
//	source ──dialect.Lower──▶ tree ──starlark.FileProgram──▶ unit ──Init──▶ globals, makers
//	                                                          ▲
//	main:   the unit's body runs                 ship.go ─────┘  functions of the unit leave and arrive
//	child:  the body does not run; functions arrive and are made by makers
//
// Text for exec and eval (dynamic.go) is a unit of its own whose module variables are in a dict or in those of another unit
// (variables.go); its functions travel with the text (textunit.go). check.go lists what a script would miss.
//
// A unit is one source file: the main script or a local module. All interpreters of a run have the same units, found by
// module name, so a function travels as (unit, number, captured values, the globals it can reach).
//
// Invariants: script code runs only with the interpreter lock held; globals of a unit are never frozen (Program.Init,
// not ExecFile); a global that arrives with a function is bound only if the name is not bound yet, as after a fork.
//
// The package starts no processes and opens no files: package host/worker gives it streams, sources and the host.
package interp
