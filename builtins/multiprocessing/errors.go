package multiprocessing

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file lists the module's exception types.

// The exceptions of context.py, pool.py and managers.py, and WorkerLostError, which CPython does not have.
var (
	ProcessError        = exceptions.New("multiprocessing.context", "ProcessError", exceptions.Exception)
	BufferTooShort      = exceptions.New("multiprocessing.context", "BufferTooShort", ProcessError)
	TimeoutError        = exceptions.New("multiprocessing.context", "TimeoutError", ProcessError)
	AuthenticationError = exceptions.New("multiprocessing.context", "AuthenticationError", ProcessError)

	MaybeEncodingError = exceptions.New("multiprocessing.pool", "MaybeEncodingError", exceptions.Exception)
	RemoteTraceback    = exceptions.New("multiprocessing.pool", "RemoteTraceback", exceptions.Exception)
	RemoteError        = exceptions.New("multiprocessing.managers", "RemoteError", exceptions.Exception)

	// WorkerLostError reports that the process that ran a task ended before the task did.
	WorkerLostError = exceptions.New("multiprocessing", "WorkerLostError", ProcessError)
)

// encodingErrorClass is pool.MaybeEncodingError, whose arguments are the reprs of what it is made with.
func (s *State) encodingErrorClass() *object.Class {
	class := s.rt.ExceptionClass(MaybeEncodingError)
	if _, done := class.Lookup("__str__"); done {
		return class
	}
	class.Define("__init__", object.NewMethod(class, "__init__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var exc, value starlark.Value
		if err := object.UnpackMethod("MaybeEncodingError.__init__", args, kwargs, "exc", &exc, "value", &value); err != nil {
			return nil, err
		}
		why, err := s.rt.Repr(exc)
		if err != nil {
			return nil, err
		}
		what, err := s.rt.Repr(value)
		if err != nil {
			return nil, err
		}
		setEncodingError(self.(*object.Instance), why, what)
		return starlark.None, nil
	}))
	text := func(format string) object.Method {
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			e := self.(*object.Instance)
			part := func(name string) string {
				v, _ := e.Field(name)
				s, _ := starlark.AsString(v)
				return s
			}
			str := fmt.Sprintf("Error sending result: '%s'. Reason: '%s'", part("value"), part("exc"))
			return starlark.String(fmt.Sprintf(format, str)), nil
		}
	}
	class.Define("__str__", object.NewMethod(class, "__str__", text("%s")))
	class.Define("__repr__", object.NewMethod(class, "__repr__", text("<MaybeEncodingError: %s>")))
	return class
}

// setEncodingError fills in a MaybeEncodingError.
func setEncodingError(e *object.Instance, why, what string) {
	e.Raised().Args = starlark.Tuple{starlark.String(why), starlark.String(what)}
	e.SetOwn("exc", starlark.String(why))
	e.SetOwn("value", starlark.String(what))
}
