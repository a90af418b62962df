package object

import (
	"errors"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds the intrinsics of try, raise and with.

// caught is what #try returns when the body raised.
type caught struct {
	exc *Instance
	err error
}

func (*caught) String() string          { return "caught" }
func (*caught) Type() string            { return "caught" }
func (*caught) Freeze()                 {}
func (*caught) Truth() starlark.Bool    { return false } // signals of a body are true
func (c *caught) Hash() (uint32, error) { return pointerHash(c), nil }
func (*caught) AttrNames() []string     { return []string{"value"} }

// Attr serves value, what `except E as e` binds.
func (c *caught) Attr(name string) (starlark.Value, error) { return c.exc, nil }

// handledException is an exception whose handler runs in a function at the given depth of the stack.
type handledException struct {
	exc   *Instance
	state *caught // nil for the __exit__ of a with statement
	depth int
}

// handlers are the handlers that run on one thread, outermost first. Those that were left by an exception are dropped
// when somebody looks.
type handlers struct{ stack []handledException }

const handlersKey = "parlark.object.handlers"

func handlersOf(t *starlark.Thread) *handlers {
	h, ok := t.Local(handlersKey).(*handlers)
	if !ok {
		h = new(handlers)
		t.SetLocal(handlersKey, h)
	}
	return h
}

// current drops the handlers of frames deeper than the caller of the running builtin and returns the innermost one's
// exception, or nil.
func (h *handlers) current(t *starlark.Thread) *Instance { return h.below(t.CallStackDepth() - 1) }

// below drops the handlers of frames deeper than the one with that number and returns the innermost one's exception.
func (h *handlers) below(frame int) *Instance {
	n := len(h.stack)
	for n > 0 && h.stack[n-1].depth > frame {
		n--
	}
	clear(h.stack[n:])
	h.stack = h.stack[:n]
	if n == 0 {
		return nil
	}
	return h.stack[n-1].exc
}

// at returns the exception whose handler ran when something was raised at the given depth, or nil.
func (h *handlers) at(depth int) *Instance {
	for i := len(h.stack) - 1; i >= 0; i-- {
		if h.stack[i].depth <= depth {
			return h.stack[i].exc
		}
	}
	return nil
}

// push makes an exception the current one for the caller of the running builtin.
func (h *handlers) push(t *starlark.Thread, e *Instance, state *caught) {
	h.pushAt(t.CallStackDepth()-1, e, state)
}

// pushAt makes an exception the current one for a frame.
func (h *handlers) pushAt(frame int, e *Instance, state *caught) {
	h.below(frame)
	h.stack = append(h.stack, handledException{e, state, frame})
}

// pop drops the handler of state and those above it.
func (h *handlers) pop(state *caught) {
	for i := len(h.stack) - 1; i >= 0; i-- {
		if h.stack[i].state == state {
			clear(h.stack[i:])
			h.stack = h.stack[:i]
			return
		}
	}
}

// handling returns the exception whose handler runs, or nil.
func (rt *Runtime) handling(t *starlark.Thread) *Instance { return handlersOf(t).current(t) }

// Handling returns the exception that sys.exc_info() describes, or nil.
func (rt *Runtime) Handling(t *starlark.Thread) *Instance { return rt.handling(t) }

// try is #try(body, args...): the body's result, or a *caught.
func (rt *Runtime) try(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.tryCall(t, t.CallStackDepth()-1, args[0], args[1:])
}

// tryCall is #try for the function whose frame has that number, the outermost one's being 1.
func (rt *Runtime) tryCall(t *starlark.Thread, frame int, body starlark.Value, args starlark.Tuple) (starlark.Value, error) {
	v, err := starlark.Call(t, body, args, nil)
	if err == nil {
		return v, nil
	}
	if IsCancelled(err) {
		return nil, err
	}
	o := rt.Exception(err)
	o.exc.caughtAt(frame)
	handlersOf(t).below(frame)
	return &caught{o, err}, nil
}

// caughtAt notes that the frame of that number, the outermost one's being 1, has caught the exception: its traceback
// begins there.
func (r *Raised) caughtAt(frame int) {
	if from := frame - 1; from > 0 && len(r.Trace) > from && r.traceStart == 0 {
		r.traceStart = from
	}
}

// finally is #finally(body, args...): as try, but what the body raised is the current exception until the clause has ended.
func (rt *Runtime) finally(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return rt.finallyCall(t, t.CallStackDepth()-1, args[0], args[1:])
}

func (rt *Runtime) finallyCall(t *starlark.Thread, frame int, body starlark.Value, args starlark.Tuple) (starlark.Value, error) {
	v, err := rt.tryCall(t, frame, body, args)
	if c, ok := v.(*caught); ok && err == nil {
		handlersOf(t).pushAt(frame, c.exc, c)
	}
	return v, err
}

// matches reports whether `except want` catches e.
func (rt *Runtime) matches(e *Instance, want starlark.Value) (bool, error) {
	switch want := want.(type) {
	case *Class:
		if want.exc != nil {
			return e.class.IsSubclass(want), nil
		}
	case starlark.Tuple:
		for _, w := range want {
			if ok, err := rt.matches(e, w); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	return false, typeErrorf("catching classes that do not inherit from BaseException is not allowed")
}

// caughtBy is #caught(s[, class]): whether the result of #try is an exception that the handler takes.
func (rt *Runtime) caughtBy(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	c, ok := args[0].(*caught)
	if !ok {
		return starlark.False, nil
	}
	if len(args) > 1 {
		if ok, err := rt.matches(c.exc, args[1]); !ok || err != nil {
			return starlark.False, err
		}
	}
	handlersOf(t).push(t, c.exc, c)
	return starlark.True, nil
}

// handlerDone is #handled(s): the handler of s is being left.
func (rt *Runtime) handlerDone(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if c, ok := args[0].(*caught); ok {
		handlersOf(t).pop(c)
	}
	return starlark.None, nil
}

// reraise is #reraise(s): raises what s has caught, or nothing.
func (rt *Runtime) reraise(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	c, ok := args[0].(*caught)
	if !ok {
		return starlark.None, nil
	}
	handlersOf(t).pop(c)
	c.exc.exc.traceStart = 0
	var e *exceptions.Error
	if errors.As(c.err, &e) {
		return nil, c.err
	}
	return nil, ErrorOf(c.exc)
}

// raise is #raise(), #raise(x) and #raise(x, cause).
func (rt *Runtime) raise(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	current := rt.handling(t)
	if len(args) == 0 {
		if current == nil {
			return nil, exceptions.RuntimeError.Errorf("No active exception to reraise")
		}
		return nil, ErrorOf(current)
	}
	e, err := rt.exceptionFrom(t, args[0], "exceptions must derive from BaseException")
	if err != nil {
		return nil, err
	}
	if len(e.exc.Trace) > 0 { // raised before: the traceback goes on from here
		stack := t.CallStack()
		e.exc.Trace = append(stack[:len(stack)-1:len(stack)-1], e.exc.Trace[min(e.exc.traceStart, len(e.exc.Trace)):]...)
		e.exc.traceStart = 0
	}
	if current != nil && current != e && e.exc.Context == nil {
		e.exc.Context = current
	}
	if len(args) > 1 {
		e.exc.SuppressContext = true
		e.exc.Cause = nil
		if args[1] != starlark.None {
			cause, err := rt.exceptionFrom(t, args[1], "exception causes must derive from BaseException")
			if err != nil {
				return nil, err
			}
			e.exc.Cause = cause
		}
	}
	return nil, ErrorOf(e)
}

// exceptionFrom returns the exception that x is, or an instance of the exception class that x is.
func (rt *Runtime) exceptionFrom(t *starlark.Thread, x starlark.Value, refusal string) (*Instance, error) {
	if c, ok := x.(*Class); ok && c.exc != nil {
		v, err := starlark.Call(t, c, nil, nil)
		if err != nil {
			return nil, err
		}
		x = v
	}
	e, ok := x.(*Instance)
	if !ok || e.exc == nil {
		return nil, exceptions.TypeError.Errorf("%s", refusal)
	}
	return e, nil
}

// entered is the state of a with statement between __enter__ and __exit__: the bound method exit, or, for a manager made in
// Go, the method leave.
type entered struct {
	exit, value starlark.Value
	manager     HasMethods
	leave       Method
}

func (*entered) String() string          { return "with" }
func (*entered) Type() string            { return "with" }
func (*entered) Freeze()                 {}
func (*entered) Truth() starlark.Bool    { return true }
func (e *entered) Hash() (uint32, error) { return pointerHash(e), nil }
func (*entered) AttrNames() []string     { return []string{"value"} }

// Attr serves value, what `as` binds.
func (e *entered) Attr(name string) (starlark.Value, error) { return e.value, nil }

// withEnter is #withenter(manager).
func (rt *Runtime) withEnter(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.enterManager(t, args[0])
}

func (rt *Runtime) enterManager(t *starlark.Thread, manager starlark.Value) (starlark.Value, error) {
	if m, ok := manager.(HasMethods); ok {
		enter, canEnter := m.Methods().Get("__enter__")
		leave, canLeave := m.Methods().Get("__exit__")
		if canEnter && canLeave {
			v, err := enter(t, m, nil, nil)
			if err != nil {
				return nil, err
			}
			return &entered{value: v, manager: m, leave: leave}, nil
		}
	}
	enter, err := rt.special(manager, "__enter__")
	if err != nil {
		return nil, typeErrorf("'%s' object does not support the context manager protocol", TypeName(manager))
	}
	exit, err := rt.special(manager, "__exit__")
	if err != nil {
		return nil, typeErrorf("'%s' object does not support the context manager protocol (missed __exit__ method)", TypeName(manager))
	}
	v, err := starlark.Call(t, enter, nil, nil)
	if err != nil {
		return nil, err
	}
	return &entered{exit: exit, value: v}, nil
}

// noException are the arguments of __exit__ of a body that ran to its end.
var noException = starlark.Tuple{starlark.None, starlark.None, starlark.None}

// done calls __exit__.
func (e *entered) done(t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	if e.leave != nil {
		return e.leave(t, e.manager, args, nil)
	}
	return starlark.Call(t, e.exit, args, nil)
}

// special reads a special method, from the class of an instance as CPython does.
func (rt *Runtime) special(v starlark.Value, name string) (starlark.Value, error) {
	if o, ok := v.(*Instance); ok {
		if f, ok := o.class.Lookup(name); ok {
			return rt.bind(f, o, o.class)
		}
	}
	return rt.GetAttr(v, name)
}

// withRun is #withrun(entered, body, args...): runs the body, then __exit__.
func (rt *Runtime) withRun(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.runWith(t, t.CallStackDepth()-1, args[0].(*entered), args[1], args[2:])
}

// runWith is #withrun for the function whose frame has that number.
func (rt *Runtime) runWith(t *starlark.Thread, frame int, w *entered, body starlark.Value, args starlark.Tuple) (starlark.Value, error) {
	v, err := starlark.Call(t, body, args, nil)
	if err == nil {
		if _, err := w.done(t, noException); err != nil {
			return nil, err
		}
		return v, nil
	}
	if IsCancelled(err) {
		return nil, err
	}
	e := rt.Exception(err)
	h := handlersOf(t)
	state := &caught{e, err}
	h.pushAt(frame, e, state)
	// Should __exit__ raise, the traceback of e ends in the function with the with statement.
	start := e.exc.traceStart
	e.exc.caughtAt(frame)
	r, exitErr := w.done(t, starlark.Tuple{e.class, e, &Traceback{Frames: e.exc.Trace[min(e.exc.traceStart, len(e.exc.Trace)):]}})
	h.pop(state)
	if exitErr != nil {
		if o := rt.Exception(exitErr); o == e {
			e.exc.traceStart = start
		}
		return nil, exitErr
	}
	e.exc.traceStart = start
	if r.Truth() {
		return starlark.None, rt.Pending()
	}
	return nil, ErrorOf(e)
}
