package object

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file turns Go errors into exception objects and back.

// Raised is what an exception object carries besides its fields.
type Raised struct {
	Args            starlark.Tuple
	Cause           *Instance // __cause__
	Context         *Instance // __context__
	SuppressContext bool      // __suppress_context__
	Trace           []Frame   // outermost first; the frames that the exception has passed so far
	// Remote is the traceback text of another process, printed before this exception (RemoteTraceback).
	Remote string

	near       func() []string // names that may be meant instead of one that was not found; may be nil
	traceStart int             // frames of Trace above the function that caught the exception last
}

// Frame is one line of a traceback.
type Frame = starlark.CallFrame

// ExceptionClass returns the class object of a built-in exception type.
func (rt *Runtime) ExceptionClass(t *exceptions.Type) *Class {
	if c := rt.exceptions[t]; c != nil {
		return c
	}
	bases := []*Class{rt.types.object}
	if t.Base != nil {
		bases[0] = rt.ExceptionClass(t.Base)
	}
	if t.Second != nil {
		bases = append(bases, rt.ExceptionClass(t.Second))
	}
	c := rt.NewBuiltinClass(t.Module, t.Name, nil, bases...)
	c.exc = t
	rt.exceptions[t] = c
	if t == exceptions.BaseExceptionGroup {
		rt.defineExceptionGroups(c)
	}
	return c
}

// NewException returns an exception object of a built-in type.
func (rt *Runtime) NewException(t *exceptions.Type, args ...starlark.Value) *Instance {
	return &Instance{class: rt.ExceptionClass(t), exc: &Raised{Args: args}}
}

// ErrorOf returns the Go error that raises o.
func ErrorOf(o *Instance) *exceptions.Error {
	return &exceptions.Error{Type: o.class.exc, Args: o.exc.Args, Value: o}
}

// asError returns err as an *exceptions.Error with an exception object.
func (rt *Runtime) asError(err error) *exceptions.Error { return ErrorOf(rt.Exception(err)) }

// Exception returns the exception object of any error that running script code returned: one that a script or Go code
// raised, or an error of go.starlark.net by the table of errortable.go.
func (rt *Runtime) Exception(err error) *Instance {
	if rt.pending != nil && isPendingStop(err) {
		o := rt.Exception(rt.Pending())
		o.exc.addTrace(err)
		if o.class.exc.Is(exceptions.RecursionError) {
			o.exc.Trace = o.exc.Trace[:rt.within(o.exc.Trace)]
		}
		return o
	}
	var e *exceptions.Error
	if !errors.As(err, &e) {
		e = rt.translate(err)
	}
	o, ok := e.Value.(*Instance)
	if !ok {
		o = rt.materialize(e, err)
	}
	o.exc.addTrace(err)
	if rt.cur != nil {
		// Go code has caught err: what the frames it came from were handling must not become the context of others.
		handlersOf(rt.cur).below(rt.cur.CallStackDepth())
	}
	return o
}

// materialize makes the exception object of an error that Go code raised; err is e as the VM wrapped it.
func (rt *Runtime) materialize(e *exceptions.Error, err error) *Instance {
	o := rt.NewException(e.Type, e.Args...)
	for name, v := range e.Attrs {
		o.SetOwn(name, v)
	}
	o.exc.near = e.Near
	if e.Cause != nil {
		o.exc.Cause = rt.Exception(e.Cause)
		o.exc.SuppressContext = true
	}
	if rt.cur != nil && e.Cause == nil {
		depth := rt.cur.CallStackDepth()
		var ee *starlark.EvalError
		if errors.As(err, &ee) {
			depth = len(ee.CallStack)
		}
		o.exc.Context = handlersOf(rt.cur).at(depth)
	}
	e.Value = o
	return o
}

// addTrace records the stack of the VM's error around the exception, unless one is known already.
func (r *Raised) addTrace(err error) {
	var ee *starlark.EvalError
	if len(r.Trace) == 0 && errors.As(err, &ee) {
		r.Trace = traceOf(ee)
	}
}

// exceptionText is str() of an exception without __str__ of its own.
func (rt *Runtime) exceptionText(o *Instance) string {
	args := o.exc.Args
	switch {
	case o.class.exc.Is(exceptions.UnicodeError):
		if text, ok := unicodeErrorText(o); ok {
			return text
		}
	case o.class.exc.Is(exceptions.KeyError) && len(args) == 1:
		s, _ := rt.Repr(args[0])
		return s
	case o.class.exc.Is(exceptions.OSError) && len(args) >= 2:
		return rt.osErrorText(o)
	case o.class.exc.Is(exceptions.SyntaxError) && len(args) == 2:
		return syntaxErrorText(o)
	}
	switch len(args) {
	case 0:
		return ""
	case 1:
		s, _ := rt.Str(args[0])
		return s
	}
	s, _ := rt.Repr(args)
	return s
}

// syntaxErrorText is str() of a SyntaxError: its message and place.
func syntaxErrorText(o *Instance) string {
	text, _ := starlark.AsString(o.exc.Args[0])
	file, _ := starlark.AsString(fieldOr(o, "filename", starlark.None))
	file = file[strings.LastIndexByte(file, '/')+1:]
	line := fieldOr(o, "lineno", starlark.None)
	switch {
	case file != "" && line != starlark.None:
		return fmt.Sprintf("%s (%s, line %s)", text, file, line)
	case file != "":
		return fmt.Sprintf("%s (%s)", text, file)
	case line != starlark.None:
		return fmt.Sprintf("%s (line %s)", text, line)
	}
	return text
}

// osErrorText is str() of an OSError made with errno and strerror: CPython's OSError_str.
func (rt *Runtime) osErrorText(o *Instance) string {
	get := func(name string, i int) string {
		v, ok := o.Field(name)
		if !ok && i < len(o.exc.Args) {
			v, ok = o.exc.Args[i], true
		}
		if !ok || v == starlark.None {
			return ""
		}
		s, _ := rt.Str(v)
		return s
	}
	text := "[Errno " + get("errno", 0) + "] " + get("strerror", 1)
	if v, ok := o.Field("filename"); ok && v != starlark.None {
		s, _ := rt.Repr(v)
		text += ": " + s
		if v, ok := o.Field("filename2"); ok && v != starlark.None {
			s, _ := rt.Repr(v)
			text += " -> " + s
		}
	}
	return text
}

// initException is BaseException.__init__.
func (rt *Runtime) initException(o *Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
	for _, kv := range kwargs {
		name := string(kv[0].(starlark.String))
		if (name == "name" || name == "obj" || name == "path") && o.class.exc.Is(exceptions.Exception) {
			o.SetOwn(name, kv[1])
			continue
		}
		return typeErrorf("%s() takes no keyword arguments", o.class.name)
	}
	o.exc.Args = append(starlark.Tuple{}, args...)
	if o.class.exc.Is(exceptions.OSError) && len(args) >= 2 {
		o.SetOwn("errno", args[0])
		o.SetOwn("strerror", args[1])
		if len(args) >= 3 {
			o.SetOwn("filename", args[2])
			o.exc.Args = o.exc.Args[:2]
		}
		if o.class == rt.ExceptionClass(exceptions.OSError) {
			o.class = rt.ExceptionClass(osErrorType(args[0]))
		}
	}
	return nil
}

// osErrorType is the class that OSError(errno, ...) makes.
func osErrorType(errno starlark.Value) *exceptions.Type {
	n, err := starlark.AsInt32(errno)
	if err != nil {
		return exceptions.OSError
	}
	return exceptions.OSErrorType(n)
}

func orNoneInstance(o *Instance) starlark.Value {
	if o == nil {
		return starlark.None
	}
	return o
}

// exceptionAttr serves the attributes that exceptions have besides their fields.
func (rt *Runtime) exceptionAttr(o *Instance, name string) (starlark.Value, bool) {
	arg := func(t *exceptions.Type, i int) (starlark.Value, bool) {
		if !o.class.exc.Is(t) {
			return nil, false
		}
		if i < len(o.exc.Args) {
			return o.exc.Args[i], true
		}
		return starlark.None, true
	}
	switch name {
	case "args":
		return o.exc.Args, true
	case "__cause__":
		return orNoneInstance(o.exc.Cause), true
	case "__context__":
		return orNoneInstance(o.exc.Context), true
	case "__suppress_context__":
		return starlark.Bool(o.exc.SuppressContext), true
	case "__traceback__":
		if len(o.exc.Trace) == 0 {
			return starlark.None, true
		}
		return &Traceback{Frames: o.exc.Trace[min(o.exc.traceStart, len(o.exc.Trace)):]}, true
	case "with_traceback":
		return NewBuiltin(name, func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) { return o, nil }), true
	case "add_note":
		return NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var note string
			if err := Unpack(name, args, kwargs, "note", &note); err != nil {
				return nil, err
			}
			notes, ok := o.Field("__notes__")
			if !ok {
				notes = starlark.NewList(nil)
				o.SetOwn("__notes__", notes)
			}
			return starlark.None, notes.(*starlark.List).Append(starlark.String(note))
		}), true
	case "value":
		return arg(exceptions.StopIteration, 0)
	case "code":
		if o.class.exc.Is(exceptions.SystemExit) && len(o.exc.Args) > 1 {
			return o.exc.Args, true
		}
		return arg(exceptions.SystemExit, 0)
	case "errno", "strerror", "filename", "filename2":
		if o.class.exc.Is(exceptions.OSError) {
			return starlark.None, true
		}
	case "name", "obj", "path":
		if o.class.exc.Is(exceptions.AttributeError) || o.class.exc.Is(exceptions.NameError) || o.class.exc.Is(exceptions.ImportError) {
			return starlark.None, true
		}
	case "msg":
		return arg(exceptions.SyntaxError, 0)
	}
	return nil, false
}

// setExceptionAttr assigns the attributes that do not live among the fields.
func (rt *Runtime) setExceptionAttr(o *Instance, name string, v starlark.Value) (bool, error) {
	asException := func() (*Instance, error) {
		if v == starlark.None {
			return nil, nil
		}
		if e, ok := v.(*Instance); ok && e.exc != nil {
			return e, nil
		}
		return nil, typeErrorf("exception %s must be None or derive from BaseException", name[2:len(name)-2])
	}
	switch name {
	case "args":
		var args starlark.Tuple
		elements, err := rt.List(rt.cur, v)
		if err != nil {
			return true, err
		}
		args = append(args, elements...)
		o.exc.Args = args
	case "__cause__":
		e, err := asException()
		if err != nil {
			return true, err
		}
		o.exc.Cause, o.exc.SuppressContext = e, true
	case "__context__":
		e, err := asException()
		if err != nil {
			return true, err
		}
		o.exc.Context = e
	case "__suppress_context__":
		o.exc.SuppressContext = bool(v.Truth())
	case "__traceback__":
		switch v := v.(type) {
		case *Traceback:
			o.exc.Trace, o.exc.traceStart = v.Frames, 0
		default:
			o.exc.Trace = nil
		}
	default:
		return false, nil
	}
	return true, nil
}

// IsInstanceOf reports whether o is an exception of built-in type t.
func (o *Instance) IsInstanceOf(t *exceptions.Type) bool { return o.exc != nil && o.class.exc.Is(t) }
