package builtins

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
)

// This file joins the modules to the life of the process: signals and the end.

// DeliverSignal does what the script wants to happen when a signal arrives. Without a handler SIGINT raises
// KeyboardInterrupt. On another thread than the main one it passes the signal on and returns nil.
func (r *Registry) DeliverSignal(t *starlark.Thread, signal int) error {
	return r.Signals().Deliver(t, signal)
}

// Shutdown is the end of the main thread: it waits for the threads that are no daemons, unless they are abandoned, and
// runs what atexit has registered. What goes wrong is reported on stderr.
func (r *Registry) Shutdown(t *starlark.Thread, abandoned bool) {
	if r.threads != nil && !abandoned {
		if err := r.threads.Shutdown(t); err != nil && !object.IsCancelled(err) {
			e := r.rt.Exception(err)
			if !e.IsInstanceOf(exceptions.SystemExit) {
				// If stderr fails, nobody can be told.
				_ = streams.Write(t, r.rt, r.rt.Stderr, "Exception ignored on threading shutdown:\n"+r.traceback(e))
			}
		}
	}
	if r.exits != nil {
		r.exits.Run(t)
	}
	if r.opened != nil {
		r.opened.Flush()
	}
}
