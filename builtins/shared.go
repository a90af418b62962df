package builtins

import (
	"go.starlark.net/starlark"

	"parlark/builtins/atexit"
	"parlark/builtins/files"
	"parlark/builtins/io"
	"parlark/builtins/logging"
	"parlark/builtins/object"
	"parlark/builtins/os"
	"parlark/builtins/queue"
	"parlark/builtins/signal"
	"parlark/builtins/threading"
)

// This file makes, on first use, what several modules share and what the process around them uses.

// shared is what several modules, or the process around them, use. Fields are nil until they are needed.
type shared struct {
	environ *os.Environ
	osMade  *osModules
	threads *threading.State
	signals *signal.State
	exits   *atexit.State
	queues  *object.Module
	log     *logging.State
	opened  *io.Files
	numbers files.Descriptors
}

type osModules struct {
	os, path *object.Module
	cwd      func() string
}

// osModules makes os and os.path, which are one.
func (r *Registry) osModules() *osModules {
	if r.osMade == nil {
		m, path, cwd := os.New(r.rt, os.Process{
			PID: r.env.PID, PPID: r.env.PPID, CPUs: r.env.CPUs, Cwd: r.env.Cwd, Exit: r.env.Exit, Kill: r.env.Kill, Files: r.env.Files,
			Descriptors: &r.numbers, Environ: r.environment(), Raise: func(t *starlark.Thread, signal int) error { return r.Signals().RaiseSelf(t, signal) },
		})
		r.osMade = &osModules{m, path, cwd}
	}
	return r.osMade
}

// environment returns os.environ.
func (r *Registry) environment() *os.Environ {
	if r.environ == nil {
		r.environ = os.NewEnviron(r.env.Environ)
	}
	return r.environ
}

// Environ returns the variables of os.environ as they are now, for a child to inherit.
func (r *Registry) Environ() map[string]string { return r.environment().Vars() }

// Cwd returns the working directory of the script as it is now, for a child to inherit.
func (r *Registry) Cwd() string {
	if r.osMade == nil {
		return r.env.Cwd
	}
	return r.osMade.cwd()
}

// Threads returns the threads of the script.
func (r *Registry) Threads() *threading.State {
	if r.threads == nil {
		r.threads = threading.New(r.rt, threading.Process{PID: r.env.PID, Traceback: r.traceback})
	}
	return r.threads
}

// Signals returns the signal handlers of the script.
func (r *Registry) Signals() *signal.State {
	if r.signals == nil {
		r.signals = signal.New(r.rt, signal.Process{PID: r.env.PID, Handle: r.env.HandleSignal, Raise: r.env.SignalSelf, Kill: r.env.Kill})
	}
	return r.signals
}

// AtExit returns what the script runs at its end.
func (r *Registry) AtExit() *atexit.State {
	if r.exits == nil {
		r.exits = atexit.New(r.rt, r.traceback)
	}
	return r.exits
}

// queueModule makes queue, which is also _queue.
func (r *Registry) queueModule() *object.Module {
	if r.queues == nil {
		r.queues = queue.New(r.rt)
	}
	return r.queues
}

// Logging returns the loggers of the script.
func (r *Registry) Logging() *logging.State {
	if r.log == nil {
		r.log = logging.New(r.rt, logging.Process{
			PID: r.env.PID, ProcessName: r.env.ProcessName, Source: r.env.Source, AtExit: r.AtExit().Register,
			ThreadName:  func(t *starlark.Thread) string { return r.Threads().CurrentName(t) },
			ThreadIdent: threading.Ident,
		})
	}
	return r.log
}

// Inherit returns what a child of this process, as a fork, would know of the modules' state: a value that travels, nil if
// there is nothing. CPython seeds random anew in a child, so that is not part of it.
func (r *Registry) Inherit() starlark.Value {
	if r.log == nil || !r.log.Changed() {
		return nil
	}
	return r.log.Inherit()
}

// Adopt takes over what Inherit returned in the parent.
func (r *Registry) Adopt(t *starlark.Thread, v starlark.Value) error {
	if v == nil || v == starlark.None {
		return nil
	}
	return r.Logging().Adopt(t, v)
}

// member returns a member of a module of this package.
func (r *Registry) member(module, name string) starlark.Value {
	m, err := r.Module(r.rt.Current(), module)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return m.Member(name)
}

// traceback is the report of an exception that nobody has caught.
func (r *Registry) traceback(e *object.Instance) string {
	if r.env.Traceback != nil {
		return r.env.Traceback(e)
	}
	return r.rt.FormatException(e, r.env.Source)
}
