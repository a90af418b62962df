package exceptions

import (
	"errors"

	"go.starlark.net/starlark"
)

// This file defines Error, the Go error that carries an exception.

// Error is a raised exception.
type Error struct {
	Type *Type
	Args starlark.Tuple

	// Value is the exception object, once a script has seen it or if a script made it; else nil.
	Value starlark.Value

	// Cause becomes __cause__ of the object that is made from an Error without Value; it may be nil.
	Cause *Error

	// Attrs are further attributes of that object (errno, filename, code, ...); it may be nil.
	Attrs map[string]starlark.Value

	// Near lists the names that may be meant instead of the one that was not found, for the traceback; it may be nil.
	Near func() []string
}

// Error returns "Type: message", as the last line of a traceback without the module's name.
func (e *Error) Error() string {
	name := e.Type.Name
	if named, ok := e.Value.(interface{ Type() string }); ok {
		name = named.Type()
	}
	if msg := e.Message(); msg != "" {
		return name + ": " + msg
	}
	return name
}

// Message returns the text of the exception's arguments for Go code that reports it. What a script prints comes from
// str() in package object, which knows user-defined __str__.
func (e *Error) Message() string {
	switch len(e.Args) {
	case 0:
		return ""
	case 1:
		if s, ok := starlark.AsString(e.Args[0]); ok {
			return s
		}
		return e.Args[0].String()
	}
	return e.Args.String()
}

// As returns the exception in err's chain if it is of type t.
func As(err error, t *Type) (*Error, bool) {
	var e *Error
	if errors.As(err, &e) && e.Type.Is(t) {
		return e, true
	}
	return nil, false
}

// OSErrorType is the subclass of OSError for an error number of Linux; OSError itself if there is none.
// Source: https://docs.python.org/3.13/library/exceptions.html#os-exceptions
func OSErrorType(errno int) *Type {
	switch errno {
	case 1, 13:
		return PermissionError
	case 2:
		return FileNotFoundError
	case 3:
		return ProcessLookupError
	case 4:
		return InterruptedError
	case 10:
		return ChildProcessError
	case 11, 114, 115:
		return BlockingIOError
	case 17:
		return FileExistsError
	case 20:
		return NotADirectoryError
	case 21:
		return IsADirectoryError
	case 32, 108:
		return BrokenPipeError
	case 103:
		return ConnectionAbortedError
	case 104:
		return ConnectionResetError
	case 110:
		return TimeoutError
	case 111:
		return ConnectionRefusedError
	}
	return OSError
}

// OSErrorf returns an exception of the OSError family with CPython's attributes: args (errno, strerror), and the
// filename if it is not empty.
func OSErrorf(t *Type, errno int, strerror, filename string) error {
	e := &Error{
		Type: t,
		Args: starlark.Tuple{starlark.MakeInt(errno), starlark.String(strerror)},
		Attrs: map[string]starlark.Value{
			"errno": starlark.MakeInt(errno), "strerror": starlark.String(strerror),
		},
	}
	if filename != "" {
		e.Attrs["filename"] = starlark.String(filename)
	}
	return e
}
