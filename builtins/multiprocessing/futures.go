package multiprocessing

import (
	"strings"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines Future of concurrent.futures and the module's exceptions. Executors are in futures_thread.go and
// futures_process.go.

// The exceptions of concurrent.futures. Its TimeoutError is the built-in one.
var (
	CancelledError    = exceptions.New("concurrent.futures._base", "CancelledError", exceptions.Exception)
	InvalidStateError = exceptions.New("concurrent.futures._base", "InvalidStateError", exceptions.Exception)
	BrokenExecutor    = exceptions.New("concurrent.futures._base", "BrokenExecutor", exceptions.RuntimeError)
	BrokenThreadPool  = exceptions.New("concurrent.futures.thread", "BrokenThreadPool", BrokenExecutor)
	BrokenProcessPool = exceptions.New("concurrent.futures.process", "BrokenProcessPool", BrokenExecutor)

	futureTraceback = exceptions.New("concurrent.futures.process", "_RemoteTraceback", exceptions.Exception)
)

// states of a future, as CPython names them. A cancelled one is "notified" once its executor has met it.
const (
	futurePending   = "PENDING"
	futureRunning   = "RUNNING"
	futureCancelled = "CANCELLED"
	futureNotified  = "CANCELLED_AND_NOTIFIED"
	futureFinished  = "FINISHED"
)

// futureParts is what the files of concurrent.futures keep in a State.
type futureParts struct {
	future, executor *object.Class
	doneAndNotDone   *object.Class
	lost             *object.Class       // BrokenProcessPool and WorkerLostError
	threadExecutors  int                 // made so far, for names
	base             starlark.StringDict // see futuresBase
}

// future is the Go state of a Future. Its fields change under the interpreter lock only.
type future struct {
	s         *State
	inst      *object.Instance
	state     string
	value     starlark.Value
	exception *object.Instance // nil: there is a value
	done      chan struct{}    // closed when it is cancelled or finished
	callbacks []starlark.Value
	watchers  []func(*future) // of wait() and as_completed()
}

// StaysHome keeps futures out of what travels with functions that name them.
func (f *future) StaysHome() bool { return true }

func futureOf(v starlark.Value) (*future, bool) {
	inst, ok := v.(*object.Instance)
	if !ok {
		return nil, false
	}
	f, ok := inst.State().(*future)
	return f, ok
}

func selfFuture(v starlark.Value) *future { return v.(*object.Instance).State().(*future) }

// futureClass is the class Future.
func (s *State) futureClass() *object.Class {
	m := &s.parts.futures
	if m.future == nil {
		m.future = s.rt.NewBuiltinClass("concurrent.futures._base", "Future", &object.Native{
			New: func(t *starlark.Thread, inst *object.Instance) any {
				return &future{s: s, inst: inst, state: futurePending, done: make(chan struct{})}
			},
			Methods: futureMethods,
			Repr:    func(inst *object.Instance) (string, error) { return selfFuture(inst).repr(), nil },
			Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
				if name == "_state" {
					return starlark.String(selfFuture(inst).state), true, nil
				}
				return nil, false, nil
			},
		})
	}
	return m.future
}

// newFuture makes a pending future.
func (s *State) newFuture(t *starlark.Thread) *future {
	return selfFuture(s.futureClass().Allocate(t))
}

// repr is Future.__repr__.
func (f *future) repr() string {
	text := "<" + f.inst.Class().Name() + " at " + object.Address(f.inst) + " state="
	switch f.state {
	case futureNotified, futureCancelled:
		return text + "cancelled>"
	case futureFinished:
		if f.exception != nil {
			return text + "finished raised " + f.exception.Class().Name() + ">"
		}
		return text + "finished returned " + object.TypeName(f.value) + ">"
	}
	return text + strings.ToLower(f.state) + ">"
}

// isDone reports whether the future is cancelled or finished.
func (f *future) isDone() bool { return f.state != futurePending && f.state != futureRunning }

var futureMethods = object.NewMethods(map[string]object.Method{
	"result": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value
		if err := unpack("Future.result", self, args, kwargs, "timeout??", &limit); err != nil {
			return nil, err
		}
		f := selfFuture(self)
		if err := f.wait(t, limit); err != nil {
			return nil, err
		}
		return f.result()
	},
	"exception": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value
		if err := unpack("Future.exception", self, args, kwargs, "timeout??", &limit); err != nil {
			return nil, err
		}
		f := selfFuture(self)
		if err := f.wait(t, limit); err != nil {
			return nil, err
		}
		if f.exception == nil {
			return starlark.None, nil
		}
		return f.exception, nil
	},
	"cancel": futureQuestion("cancel", func(t *starlark.Thread, f *future) bool { return f.cancel(t) }),
	"cancelled": futureQuestion("cancelled", func(t *starlark.Thread, f *future) bool {
		return f.state == futureCancelled || f.state == futureNotified
	}),
	"running": futureQuestion("running", func(t *starlark.Thread, f *future) bool { return f.state == futureRunning }),
	"done":    futureQuestion("done", func(t *starlark.Thread, f *future) bool { return f.isDone() }),
	"set_running_or_notify_cancel": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Future.set_running_or_notify_cancel", self, args, kwargs); err != nil {
			return nil, err
		}
		f := selfFuture(self)
		if f.state != futurePending && f.state != futureCancelled {
			return nil, exceptions.RuntimeError.Errorf("Future in unexpected state")
		}
		return starlark.Bool(f.setRunning()), nil
	},
	"set_result": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		if err := unpack("Future.set_result", self, args, kwargs, "result", &v); err != nil {
			return nil, err
		}
		f := selfFuture(self)
		if f.isDone() {
			return nil, f.errState()
		}
		f.finish(t, v, nil)
		return starlark.None, nil
	},
	"set_exception": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var v starlark.Value
		if err := unpack("Future.set_exception", self, args, kwargs, "exception", &v); err != nil {
			return nil, err
		}
		f := selfFuture(self)
		if f.isDone() {
			return nil, f.errState()
		}
		e, ok := v.(*object.Instance)
		if !ok || e.Raised() == nil {
			f.finish(t, starlark.None, nil)
			return starlark.None, nil
		}
		f.finish(t, nil, e)
		return starlark.None, nil
	},
	"add_done_callback": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var fn starlark.Value
		if err := unpack("Future.add_done_callback", self, args, kwargs, "fn", &fn); err != nil {
			return nil, err
		}
		f := selfFuture(self)
		if !f.isDone() {
			f.callbacks = append(f.callbacks, fn)
			return starlark.None, nil
		}
		f.callBack(t, fn)
		return starlark.None, nil
	},
})

// futureQuestion makes a method without arguments that returns a bool.
func futureQuestion(name string, ask func(t *starlark.Thread, f *future) bool) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Future."+name, self, args, kwargs); err != nil {
			return nil, err
		}
		return starlark.Bool(ask(t, selfFuture(self))), nil
	}
}

func (f *future) errState() error {
	return InvalidStateError.With(starlark.String(f.state + ": " + f.repr()))
}

// wait waits until the future is done: TimeoutError when the time is over, CancelledError when it was cancelled.
func (f *future) wait(t *starlark.Thread, limit starlark.Value) error {
	w, err := timeout(limit)
	if err != nil {
		return err
	}
	ready, err := f.s.await(t, f.done, w)
	switch {
	case err != nil:
		return err
	case !ready:
		return exceptions.TimeoutError.With()
	case f.state != futureFinished:
		return CancelledError.With()
	}
	return nil
}

// result is the value of a finished future, or raises its exception.
func (f *future) result() (starlark.Value, error) {
	if f.exception != nil {
		return nil, object.ErrorOf(f.exception)
	}
	return f.value, nil
}

// cancel cancels a future that does not run.
func (f *future) cancel(t *starlark.Thread) bool {
	switch f.state {
	case futureRunning, futureFinished:
		return false
	case futurePending:
		f.state = futureCancelled
		f.announce(t)
	}
	return true
}

// setRunning notes that the work begins; false: it was cancelled before.
func (f *future) setRunning() bool {
	if f.state != futurePending {
		f.state = futureNotified
		return false
	}
	f.state = futureRunning
	return true
}

// finish makes the outcome known. It runs on the thread that did the work, or that has learnt of it.
func (f *future) finish(t *starlark.Thread, v starlark.Value, e *object.Instance) {
	if f.isDone() {
		return
	}
	f.state, f.value, f.exception = futureFinished, v, e
	f.announce(t)
}

// announce tells everybody who waits, then calls the callbacks.
func (f *future) announce(t *starlark.Thread) {
	close(f.done)
	watchers, callbacks := f.watchers, f.callbacks
	f.watchers, f.callbacks = nil, nil
	for _, w := range watchers {
		w(f)
	}
	for _, c := range callbacks {
		f.callBack(t, c)
	}
}

// callBack calls a callback; an exception is reported, as the logger of CPython's module does.
func (f *future) callBack(t *starlark.Thread, fn starlark.Value) {
	if _, err := starlark.Call(t, fn, starlark.Tuple{f.inst}, nil); err != nil && !object.IsCancelled(err) {
		e := f.s.rt.Exception(err)
		if e.IsInstanceOf(exceptions.Exception) {
			f.s.WriteError("exception calling callback for " + f.repr() + "\n" + f.s.Traceback(e))
		}
	}
}

// deadlineOf is the time at which a timeout is over; zero: never.
func deadlineOf(limit starlark.Value) (time.Time, error) {
	if limit == nil || limit == starlark.None {
		return time.Time{}, nil
	}
	seconds, err := object.AsFloat(limit)
	if err != nil {
		return time.Time{}, err
	}
	if seconds > 1e9 {
		return time.Time{}, nil
	}
	return time.Now().Add(time.Duration(seconds * float64(time.Second))), nil
}
