// Package exceptions defines Python's built-in exception types and the Go error that carries an exception.
//
//	exceptions.ValueError.Errorf("...")  ──▶  *Error{Type, Args}          raised by Go code
//	raise ValueError("...")              ──▶  *Error{Type, Args, Value}   raised by a script
//	                                          Value is the object that `except E as e` binds
//
// A *Type is a name in the hierarchy of CPython's Lib/builtins; it is immutable and shared by all interpreters. The
// class object that a script sees for a Type belongs to one interpreter (see package object), which also makes the
// exception object when a script first looks at an error that Go code raised.
//
// Invariants: an *Error always has a Type; when Value is an instance of a script's own class, Type is the nearest
// built-in ancestor of that class. Errors are tested with errors.As and Type.Is, never by text.
//
// This package does not format tracebacks and does not know classes.
package exceptions
