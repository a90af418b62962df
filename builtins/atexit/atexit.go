// Package atexit emulates Python's atexit module.
package atexit

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
)

// State is what one interpreter runs at its end.
type State struct {
	rt        *object.Runtime
	traceback func(e *object.Instance) string
	callbacks []callback
	module    *object.Module
}

type callback struct {
	f      starlark.Value
	args   starlark.Tuple
	kwargs []starlark.Tuple
}

// New makes the module. traceback is the report of an exception that nobody has caught.
func New(rt *object.Runtime, traceback func(e *object.Instance) string) *State {
	s := &State{rt: rt, traceback: traceback}
	members := starlark.StringDict{}
	for name, f := range map[string]object.Func{
		"register": s.register, "unregister": s.unregister, "_clear": s.clear, "_run_exitfuncs": s.runNow,
		"_ncallbacks": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.MakeInt(len(s.callbacks)), nil
		},
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	s.module = object.NewModule("atexit", members)
	return s
}

// Register adds a Go function to what is run.
func (s *State) Register(f *object.Builtin) { s.callbacks = append(s.callbacks, callback{f: f}) }

// Module returns the module.
func (s *State) Module() *object.Module { return s.module }

func (s *State) register(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exceptions.TypeError.Errorf("register() takes at least 1 argument (0 given)")
	}
	if _, ok := args[0].(starlark.Callable); !ok {
		return nil, exceptions.TypeError.Errorf("the first argument must be callable")
	}
	s.callbacks = append(s.callbacks, callback{args[0], append(starlark.Tuple{}, args[1:]...), append([]starlark.Tuple{}, kwargs...)})
	return args[0], nil
}

func (s *State) unregister(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("atexit.unregister", args, kwargs, 1); err != nil {
		return nil, err
	}
	kept := s.callbacks[:0]
	for _, c := range s.callbacks {
		same, err := s.rt.Equal(c.f, args[0])
		if err != nil {
			return nil, err
		}
		if !same {
			kept = append(kept, c)
		}
	}
	clear(s.callbacks[len(kept):])
	s.callbacks = kept
	return starlark.None, nil
}

func (s *State) clear(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s.callbacks = nil
	return starlark.None, nil
}

func (s *State) runNow(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s.Run(t)
	return starlark.None, nil
}

// Run calls what was registered, last first. Exceptions are reported and the rest is called.
func (s *State) Run(t *starlark.Thread) {
	for len(s.callbacks) > 0 {
		last := len(s.callbacks) - 1
		c := s.callbacks[last]
		s.callbacks = s.callbacks[:last]
		if _, err := starlark.Call(t, c.f, c.args, c.kwargs); err != nil {
			if object.IsCancelled(err) {
				return
			}
			s.report(t, c.f, err)
		}
	}
}

// report writes an exception to stderr. If that fails too, nobody can be told.
func (s *State) report(t *starlark.Thread, f starlark.Value, err error) {
	e := s.rt.Exception(err)
	name, reprErr := s.rt.Repr(f)
	if reprErr != nil {
		name = "<callback>"
	}
	_ = streams.Write(t, s.rt, s.rt.Stderr, "Exception ignored in atexit callback: "+name+"\n"+s.traceback(e))
}
