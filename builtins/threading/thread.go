package threading

import (
	"fmt"
	"math"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines Thread and Timer.

// thread is the Go state of a Thread object.
type thread struct {
	s           *State
	initialized bool // Thread.__init__ has run
	name        string
	id          uint64 // 0 before start()
	daemon      bool
	target      starlark.Value // nil: none
	args        starlark.Tuple
	unusable    starlark.Value // what was given as args and is no iterable: run() says so
	kwargs      []starlark.Tuple
	started     bool
	ended       bool
	done        chan struct{} // closed when the thread has ended
}

func threadOf(v starlark.Value) *thread { return v.(*object.Instance).State().(*thread) }

func (s *State) threadClasses() {
	native := &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any {
			return &thread{s: s, done: make(chan struct{})}
		},
		Methods: object.NewMethods(threadMethods),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			return threadOf(inst).get(name)
		},
		Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
			return threadOf(inst).set(name, v)
		},
		Repr: func(inst *object.Instance) (string, error) {
			if !threadOf(inst).initialized {
				return "", exceptions.AssertionError.Errorf("Thread.__init__() was not called")
			}
			return threadOf(inst).repr(inst.Class().Name()), nil
		},
		Reduce: reduceThread,
		Build:  buildThread,
	}
	s.class.thread = s.rt.NewBuiltinClass("threading", "Thread", native)
	s.class.mainThread = s.rt.NewBuiltinClass("threading", "_MainThread", nil, s.class.thread)
	s.class.dummy = s.rt.NewBuiltinClass("threading", "_DummyThread", nil, s.class.thread)
	timer := *native
	timer.Methods = native.Methods.Extend(map[string]object.Method{"__init__": timerInit, "run": timerRun, "cancel": timerCancel})
	s.class.timer = s.rt.NewBuiltinClass("threading", "Timer", &timer, s.class.thread)
}

var threadMethods = map[string]object.Method{
	"__init__": threadInit, "start": threadStart, "run": threadRun, "join": threadJoin, "is_alive": threadIsAlive,
	"getName": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.String(threadOf(self).name), nil
	},
	"setName": setter("name"), "setDaemon": setter("daemon"),
	"isDaemon": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Bool(threadOf(self).daemon), nil
	},
}

func setter(field string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.Exactly("Thread.set", args, kwargs, 1); err != nil {
			return nil, err
		}
		_, err := threadOf(self).set(field, args[0])
		return starlark.None, err
	}
}

// nextName is Thread-N, with the name of the target.
func (s *State) nextName(target starlark.Value) string {
	s.unnamed++
	name := fmt.Sprintf("Thread-%d", s.unnamed)
	if target != nil && target != starlark.None {
		if v, err := s.rt.GetAttr(target, "__name__"); err == nil {
			if text, ok := starlark.AsString(v); ok {
				name += " (" + text + ")"
			}
		}
	}
	return name
}

func threadInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	th := threadOf(self)
	var group, target, name, callArgs, callKwargs, daemon starlark.Value
	err := object.UnpackMethod("Thread.__init__", args, kwargs, "group??", &group, "target??", &target, "name??", &name, "args?", &callArgs,
		"kwargs??", &callKwargs, "*", nil, "daemon??", &daemon)
	if err != nil {
		return nil, err
	}
	if group != nil {
		return nil, exceptions.AssertionError.Errorf("group argument must be None for now")
	}
	s := th.s
	th.target = target
	if callArgs != nil {
		if elements, err := s.rt.List(t, callArgs); err != nil {
			th.unusable = callArgs
		} else {
			th.args = append(starlark.Tuple{}, elements...)
		}
	}
	if callKwargs != nil {
		d, err := starlark.Call(t, s.rt.Builtin("dict"), starlark.Tuple{callKwargs}, nil)
		if err != nil {
			return nil, err
		}
		th.kwargs = d.(*starlark.Dict).Items()
	}
	if name != nil {
		if th.name, err = s.rt.Str(name); err != nil {
			return nil, err
		}
	} else {
		th.name = s.nextName(target)
	}
	th.daemon = threadOf(s.current(t)).daemon
	if daemon != nil {
		th.daemon = bool(daemon.Truth())
	}
	th.initialized = true
	return starlark.None, nil
}

func threadStart(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	th := threadOf(self)
	switch {
	case !th.initialized:
		return nil, exceptions.RuntimeError.Errorf("thread.__init__() not called")
	case th.started:
		return nil, exceptions.RuntimeError.Errorf("threads can only be started once")
	}
	if err := object.UnpackMethod("Thread.start", args, kwargs); err != nil {
		return nil, err
	}
	return starlark.None, th.s.start(t, self.(*object.Instance))
}

// start runs a thread on a goroutine of its own and waits until it has begun, as CPython does.
func (s *State) start(t *starlark.Thread, o *object.Instance) error {
	th := threadOf(o)
	s.lastID++
	th.id, th.started = s.lastID, true
	s.alive = append(s.alive, o)
	thread := s.rt.NewThread(th.name)
	object.SetThreadID(thread, th.id)
	begun := make(chan struct{})
	s.rt.Busy(1)
	go func() {
		s.rt.LockBusy(thread)
		defer s.rt.Unlock()
		close(begun)
		s.runThread(thread, o)
	}()
	_, err := s.rt.Await(t, begun, time.Time{})
	return err
}

// runThread is the life of a thread, under the interpreter lock.
func (s *State) runThread(t *starlark.Thread, o *object.Instance) {
	th := threadOf(o)
	defer func() {
		th.ended = true
		for i, a := range s.alive {
			if a == o {
				s.alive = append(s.alive[:i:i], s.alive[i+1:]...)
				break
			}
		}
		close(th.done)
	}()
	run, err := s.rt.GetAttr(o, "run")
	if err == nil {
		_, err = starlark.Call(t, run, nil, nil)
	}
	if err == nil || object.IsCancelled(err) {
		return
	}
	s.report(t, o, err)
}

// report calls threading.excepthook with an exception that o has not caught.
func (s *State) report(t *starlark.Thread, o *object.Instance, err error) {
	e := s.rt.Exception(err)
	if e.IsInstanceOf(exceptions.SystemExit) {
		return
	}
	tb, attrErr := s.rt.GetAttr(e, "__traceback__")
	if attrErr != nil {
		tb = starlark.None
	}
	args := s.hookArgs.Make(t, e.Class(), e, tb, o)
	if _, err := starlark.Call(t, s.module.Member("excepthook"), starlark.Tuple{args}, nil); err != nil && !object.IsCancelled(err) {
		// A hook that fails is reported by the built-in one; if stderr fails too, nobody can be told.
		failed := s.rt.Exception(err)
		_, _ = s.hook(t, starlark.Tuple{s.hookArgs.Make(t, failed.Class(), failed, starlark.None, o)}, nil)
	}
}

func threadRun(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	th := threadOf(self)
	if th.target == nil {
		return starlark.None, nil
	}
	if th.unusable != nil {
		return nil, exceptions.TypeError.Errorf("%s argument after * must be an iterable, not %s", th.s.qualified(th.target), object.TypeName(th.unusable))
	}
	target, callArgs, callKwargs := th.target, th.args, th.kwargs
	_, err := starlark.Call(t, target, callArgs, callKwargs)
	th.target, th.args, th.kwargs = nil, nil, nil
	return starlark.None, err
}

// qualified names a function in errors about its arguments.
func (s *State) qualified(function starlark.Value) string {
	text := func(attribute string) string {
		v, err := s.rt.GetAttr(function, attribute)
		if err != nil {
			return ""
		}
		name, _ := starlark.AsString(v)
		return name
	}
	name := text("__qualname__")
	if m := text("__module__"); m != "" && m != "builtins" {
		name = m + "." + name
	}
	return name + "()"
}

func threadJoin(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	th := threadOf(self)
	var limit starlark.Value
	if err := object.UnpackMethod("Thread.join", args, kwargs, "timeout??", &limit); err != nil {
		return nil, err
	}
	switch {
	case !th.initialized:
		return nil, exceptions.RuntimeError.Errorf("Thread.__init__() not called")
	case !th.started:
		return nil, exceptions.RuntimeError.Errorf("cannot join thread before it is started")
	case th.id == object.ThreadID(t):
		return nil, exceptions.RuntimeError.Errorf("cannot join current thread")
	}
	deadline, _, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	_, err = th.s.rt.Await(t, th.done, deadline)
	return starlark.None, err
}

func threadIsAlive(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	th := threadOf(self)
	return starlark.Bool(th.started && !th.ended), object.UnpackMethod("Thread.is_alive", args, kwargs)
}

// timeout reads a timeout argument: the deadline, zero for None, and whether it has passed already.
func timeout(v starlark.Value) (deadline time.Time, expired bool, err error) {
	if v == nil || v == starlark.None {
		return time.Time{}, false, nil
	}
	seconds, err := object.AsFloat(v)
	if err != nil {
		return time.Time{}, false, err
	}
	if math.IsNaN(seconds) {
		return time.Time{}, false, exceptions.ValueError.Errorf("Invalid value NaN (not a number)")
	}
	if seconds > maxTimeout {
		return time.Time{}, false, exceptions.OverflowError.Errorf("timestamp too large to convert to C PyTime_t")
	}
	return time.Now().Add(time.Duration(max(seconds, 0) * float64(time.Second))), seconds <= 0, nil
}

func (th *thread) get(name string) (starlark.Value, bool, error) {
	switch name {
	case "name", "_name":
		return starlark.String(th.name), true, nil
	case "daemon":
		return starlark.Bool(th.daemon), true, nil
	case "ident":
		if th.id == 0 {
			return starlark.None, true, nil
		}
		return starlark.MakeUint64(identOf(th.id)), true, nil
	case "native_id":
		if th.id == 0 {
			return starlark.None, true, nil
		}
		return starlark.MakeInt(th.s.p.PID() + int(th.id) - 1), true, nil
	case "_target":
		if th.target != nil {
			return th.target, true, nil
		}
		return starlark.None, true, nil
	case "_args":
		return append(starlark.Tuple{}, th.args...), true, nil
	case "_kwargs":
		d := new(starlark.Dict)
		for _, kv := range th.kwargs {
			if err := d.SetKey(kv[0], kv[1]); err != nil {
				return nil, true, err
			}
		}
		return d, true, nil
	}
	return nil, false, nil
}

func (th *thread) set(name string, v starlark.Value) (bool, error) {
	switch name {
	case "name":
		s, err := th.s.rt.Str(v)
		th.name = s
		return true, err
	case "daemon":
		switch {
		case !th.initialized:
			return true, exceptions.RuntimeError.Errorf("Thread.__init__() not called")
		case th.started:
			return true, exceptions.RuntimeError.Errorf("cannot set daemon status of active thread")
		}
		th.daemon = bool(v.Truth())
		return true, nil
	case "ident", "native_id":
		return true, exceptions.AttributeError.Errorf("property '%s' of 'Thread' object has no setter", name)
	}
	return false, nil
}

func (th *thread) repr(class string) string {
	status := "initial"
	if th.started {
		status = "started"
	}
	if th.ended {
		status = "stopped"
	}
	if th.daemon {
		status += " daemon"
	}
	if th.id != 0 {
		status += fmt.Sprintf(" %d", identOf(th.id))
	}
	return fmt.Sprintf("<%s(%s, %s)>", class, th.name, status)
}

// reduceThread writes what another process may know of a thread.
func reduceThread(e *starlarkcbor.Encoder, inst *object.Instance) error {
	th := threadOf(inst)
	return e.Encode(starlark.Tuple{starlark.String(th.name), starlark.Bool(th.daemon), starlark.Bool(th.started)})
}

func buildThread(d *starlarkcbor.Decoder, inst *object.Instance) error {
	v, err := d.Decode()
	if err != nil {
		return err
	}
	parts, ok := v.(starlark.Tuple)
	if !ok || len(parts) != 3 {
		return d.Fail("not a thread")
	}
	th := threadOf(inst)
	th.name, _ = starlark.AsString(parts[0])
	th.initialized, th.daemon, th.started = true, bool(parts[1].Truth()), bool(parts[2].Truth())
	if th.started {
		th.ended = true
		close(th.done)
	}
	return nil
}

// timerInit is Timer(interval, function, args=None, kwargs=None).
func timerInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var interval, function, callArgs, callKwargs starlark.Value
	err := object.UnpackMethod("Timer.__init__", args, kwargs, "interval", &interval, "function", &function, "args??", &callArgs, "kwargs??", &callKwargs)
	if err != nil {
		return nil, err
	}
	if _, err := threadInit(t, self, nil, nil); err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	if callArgs == nil {
		callArgs = starlark.NewList(nil)
	}
	if callKwargs == nil {
		callKwargs = new(starlark.Dict)
	}
	o.SetOwn("interval", interval)
	o.SetOwn("function", function)
	o.SetOwn("args", callArgs)
	o.SetOwn("kwargs", callKwargs)
	o.SetOwn("finished", threadOf(self).s.class.event.Allocate(t))
	return starlark.None, nil
}

// finished returns the Event of a Timer.
func finished(self starlark.Value) *event {
	v, _ := self.(*object.Instance).Field("finished")
	return v.(*object.Instance).State().(*event)
}

func timerCancel(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	finished(self).set()
	return starlark.None, object.UnpackMethod("Timer.cancel", args, kwargs)
}

func timerRun(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	s := threadOf(self).s
	field := func(name string) starlark.Value { v, _ := o.Field(name); return v }
	deadline, _, err := timeout(field("interval"))
	if err != nil {
		return nil, err
	}
	e := finished(self)
	if cancelled, err := e.wait(t, s, deadline); cancelled || err != nil {
		return starlark.None, err
	}
	positional, err := s.rt.List(t, field("args"))
	if err != nil {
		return nil, err
	}
	named, err := starlark.Call(t, s.rt.Builtin("dict"), starlark.Tuple{field("kwargs")}, nil)
	if err != nil {
		return nil, err
	}
	_, err = starlark.Call(t, field("function"), append(starlark.Tuple{}, positional...), named.(*starlark.Dict).Items())
	e.set()
	return starlark.None, err
}
