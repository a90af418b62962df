package signal

import (
	"fmt"
	"math"
	"sort"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines State, the signal handlers of one interpreter, and makes the module.

// Process is what the module needs of the process.
type Process struct {
	PID func() int
	// Handle says that the script handles a signal itself, or ignores it, or does so no more.
	Handle func(signal int, handled bool)
	// Raise delivers a signal to this process, from any goroutine.
	Raise func(signal int)
	// Kill sends a signal to a process of the run.
	Kill func(pid, signal int) error
}

// State is the signal handlers of one interpreter.
type State struct {
	rt       *object.Runtime
	p        Process
	module   *object.Module
	signals  *enum
	handlers *enum
	set      map[int]starlark.Value // what signal() was given; absent: the default
	pausing  []chan struct{}
	timer    *timer
}

// names are the signals of Linux on amd64 and arm64.
// Source: signal(7)
var names = map[string]int{
	"SIGHUP": 1, "SIGINT": 2, "SIGQUIT": 3, "SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGBUS": 7, "SIGFPE": 8, "SIGKILL": 9,
	"SIGUSR1": 10, "SIGSEGV": 11, "SIGUSR2": 12, "SIGPIPE": 13, "SIGALRM": 14, "SIGTERM": 15, "SIGSTKFLT": 16, "SIGCHLD": 17,
	"SIGCONT": 18, "SIGSTOP": 19, "SIGTSTP": 20, "SIGTTIN": 21, "SIGTTOU": 22, "SIGURG": 23, "SIGXCPU": 24, "SIGXFSZ": 25,
	"SIGVTALRM": 26, "SIGPROF": 27, "SIGWINCH": 28, "SIGIO": 29, "SIGPWR": 30, "SIGSYS": 31, "SIGRTMIN": 34, "SIGRTMAX": 64,
}

// texts are what strsignal() returns.
var texts = map[int]string{
	1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction", 5: "Trace/breakpoint trap", 6: "Aborted", 7: "Bus error",
	8: "Floating point exception", 9: "Killed", 10: "User defined signal 1", 11: "Segmentation fault", 12: "User defined signal 2",
	13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 16: "Stack fault", 17: "Child exited", 18: "Continued",
	19: "Stopped (signal)", 20: "Stopped", 21: "Stopped (tty input)", 22: "Stopped (tty output)", 23: "Urgent I/O condition",
	24: "CPU time limit exceeded", 25: "File size limit exceeded", 26: "Virtual timer expired", 27: "Profiling timer expired",
	28: "Window changed", 29: "I/O possible", 30: "Power failure", 31: "Bad system call",
}

// itimerError is signal.ItimerError.
var itimerError = exceptions.New("signal", "itimer_error", exceptions.OSError)

const (
	sigDefault = 0
	sigIgnore  = 1
	sigINT     = 2
	sigALRM    = 14
	maxSignal  = 64
)

// New makes the module.
func New(rt *object.Runtime, p Process) *State {
	s := &State{rt: rt, p: p, set: map[int]starlark.Value{}}
	s.signals = newEnum(rt, "Signals", names)
	s.handlers = newEnum(rt, "Handlers", map[string]int{"SIG_DFL": sigDefault, "SIG_IGN": sigIgnore})
	members := starlark.StringDict{
		"Signals": s.signals.class, "Handlers": s.handlers.class, "NSIG": starlark.MakeInt(maxSignal + 1),
		"ITIMER_REAL": starlark.MakeInt(0), "ITIMER_VIRTUAL": starlark.MakeInt(1), "ITIMER_PROF": starlark.MakeInt(2),
		"SIG_BLOCK": starlark.MakeInt(0), "SIG_UNBLOCK": starlark.MakeInt(1), "SIG_SETMASK": starlark.MakeInt(2),
		"ItimerError":         rt.ExceptionClass(itimerError),
		"default_int_handler": object.NewBuiltin("default_int_handler", defaultInt),
	}
	for _, e := range []*enum{s.signals, s.handlers} {
		for name, v := range e.byName {
			members[name] = v
		}
	}
	members["SIGCLD"], members["SIGPOLL"], members["SIGIOT"] = members["SIGCHLD"], members["SIGIO"], members["SIGABRT"]
	for name, f := range map[string]object.Func{
		"signal": s.signal, "getsignal": s.getsignal, "raise_signal": s.raise, "strsignal": strsignal, "pause": s.pause, "alarm": s.alarm,
		"setitimer": s.setitimer, "getitimer": s.getitimer, "valid_signals": s.valid, "siginterrupt": accept, "set_wakeup_fd": wakeup,
		"pthread_kill": s.pthreadKill, "pthread_sigmask": emptySet, "sigpending": emptySet,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	s.set[sigINT] = members["default_int_handler"]
	s.module = object.NewModule("signal", members)
	return s
}

// Module returns the module.
func (s *State) Module() *object.Module { return s.module }

func accept(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

func wakeup(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt(-1), nil
}

func emptySet(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.NewSet(0), nil
}

func defaultInt(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return nil, exceptions.KeyboardInterrupt.With()
}

// number reads a signal number.
func number(v starlark.Value) (int, error) {
	n, err := object.AsInt(object.Underlying(v))
	if err == nil && (n < 1 || n > maxSignal) {
		err = exceptions.ValueError.Errorf("signal number out of range")
	}
	return n, err
}

// handler returns what a script sees of the handler of a signal.
func (s *State) handler(signal int) starlark.Value {
	if v, ok := s.set[signal]; ok {
		return v
	}
	return s.handlers.byName["SIG_DFL"]
}

func (s *State) signal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("signal", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	n, err := number(args[0])
	if err != nil {
		return nil, err
	}
	if object.ThreadID(t) != 1 {
		return nil, exceptions.ValueError.Errorf("signal only works in main thread of the main interpreter")
	}
	if n == names["SIGKILL"] || n == names["SIGSTOP"] {
		return nil, exceptions.OSErrorf(exceptions.OSError, 22, "Invalid argument", "")
	}
	h := args[1]
	code := -1
	if i, ok := object.Underlying(h).(starlark.Int); ok {
		code, _ = starlark.AsInt32(i)
	}
	_, callable := h.(starlark.Callable)
	old := s.handler(n)
	switch {
	case code == sigDefault:
		delete(s.set, n)
		s.p.Handle(n, false)
	case code == sigIgnore:
		s.set[n] = s.handlers.byName["SIG_IGN"]
		s.p.Handle(n, true)
	case !callable || code >= 0:
		return nil, exceptions.TypeError.Errorf("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
	default:
		s.set[n] = h
		s.p.Handle(n, true)
	}
	return old, s.rt.Deliver(t)
}

func (s *State) getsignal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("signal.getsignal", args, kwargs, 1); err != nil {
		return nil, err
	}
	n, err := number(args[0])
	if err != nil {
		return nil, err
	}
	return s.handler(n), nil
}

func strsignal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("signal.strsignal", args, kwargs, 1); err != nil {
		return nil, err
	}
	n, err := number(args[0])
	if err != nil {
		return nil, err
	}
	if text, ok := texts[n]; ok {
		return starlark.String(text), nil
	}
	if n >= names["SIGRTMIN"] {
		return starlark.String(fmt.Sprintf("Real-time signal %d", n-names["SIGRTMIN"])), nil
	}
	return starlark.None, nil
}

func (s *State) valid(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	set := starlark.NewSet(maxSignal)
	var numbers []int
	for n := 1; n <= maxSignal; n++ {
		if n != 32 && n != 33 {
			numbers = append(numbers, n)
		}
	}
	sort.Ints(numbers)
	for _, n := range numbers {
		if err := set.Insert(s.signals.value(n)); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// raise is raise_signal(n): the handler has run when it returns.
func (s *State) raise(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("signal.raise_signal", args, kwargs, 1); err != nil {
		return nil, err
	}
	n, err := number(args[0])
	if err != nil {
		return nil, err
	}
	return starlark.None, s.RaiseSelf(t, n)
}

// endsWithin is how long a signal that ends the process may take to do so.
const endsWithin = 5 * time.Second

// RaiseSelf sends a signal to this process and returns when it has had its effect.
func (s *State) RaiseSelf(t *starlark.Thread, signal int) error {
	if signal < 1 || signal > maxSignal {
		return exceptions.OSErrorf(exceptions.OSError, 22, "Invalid argument", "")
	}
	if _, ok := s.set[signal]; ok {
		return s.Deliver(t, signal)
	}
	if err := s.p.Kill(s.p.PID(), signal); err != nil || harmless[signal] {
		return err
	}
	_, err := s.rt.Await(t, nil, time.Now().Add(endsWithin))
	return err
}

// harmless are the signals whose default action does not end or stop the process.
var harmless = map[int]bool{17: true, 18: true, 23: true, 28: true}

func (s *State) pthreadKill(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("pthread_kill", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	n, err := number(args[1])
	if err != nil {
		return nil, err
	}
	s.p.Raise(n)
	return starlark.None, nil
}

// pause waits for the next signal that is handled.
func (s *State) pause(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("signal.pause", args, kwargs, 0); err != nil {
		return nil, err
	}
	arrived := make(chan struct{})
	s.pausing = append(s.pausing, arrived)
	s.rt.Busy(1) // the signal may come from outside the run
	defer s.rt.Busy(-1)
	_, err := s.rt.Await(t, arrived, time.Time{})
	return starlark.None, err
}

// Deliver does what the script wants to happen when a signal arrives. On another thread than the main one it passes the
// signal on.
func (s *State) Deliver(t *starlark.Thread, signal int) error {
	if object.ThreadID(t) != 1 {
		s.pass(signal)
		return nil
	}
	for _, c := range s.pausing {
		close(c)
	}
	s.pausing = nil
	h, ok := s.set[signal]
	if !ok && !harmless[signal] {
		return s.p.Kill(s.p.PID(), signal) // a timer of a signal without a handler
	}
	if !ok || h == s.handlers.byName["SIG_IGN"] {
		return nil
	}
	_, err := starlark.Call(t, h, starlark.Tuple{starlark.MakeInt(signal), starlark.None}, nil)
	return err
}

// pass hands a signal to the main thread: it is posted again once the interpreter lock has changed hands.
func (s *State) pass(signal int) {
	s.rt.Busy(1)
	go func() {
		defer s.rt.Busy(-1)
		t := s.rt.NewThread("signals")
		s.rt.Lock(t)
		s.rt.Unlock()
		s.p.Raise(signal)
	}()
}

// seconds reads a duration that may not be negative.
func seconds(v starlark.Value) (float64, error) {
	f, err := object.AsFloat(v)
	if err == nil && (f < 0 || math.IsNaN(f)) {
		err = exceptions.OSErrorf(itimerError, 22, "Invalid argument", "")
	}
	return f, err
}
