package multiprocessing

import (
	"maps"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines Executor of concurrent.futures, the base of both executors.

// executor is what the two executors do each in their way.
type executor interface {
	submit(t *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (*future, error)
	// submitChunk submits [fn(*args) for args in items], whose value is a tuple.
	submitChunk(t *starlark.Thread, fn starlark.Value, items starlark.Tuple) (*future, error)
	shutdown(t *starlark.Thread, wait, cancel bool) error
}

// executorOf returns the state of an executor.
func executorOf(v starlark.Value) (executor, error) {
	e, ok := v.(*object.Instance).State().(executor)
	if !ok {
		return nil, exceptions.NotImplementedError.With()
	}
	return e, nil
}

// executorClass is the class Executor.
func (s *State) executorClass() *object.Class {
	m := &s.parts.futures
	if m.executor == nil {
		m.executor = s.rt.NewBuiltinClass("concurrent.futures._base", "Executor", &object.Native{Methods: executorMethods(s)})
	}
	return m.executor
}

func executorMethods(s *State) *object.Methods {
	return object.NewMethods(map[string]object.Method{
		"submit": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			e, err := executorOf(self)
			if err != nil {
				return nil, err
			}
			if len(args) == 0 {
				return nil, exceptions.TypeError.Errorf("%s.submit() missing 1 required positional argument: 'fn'", object.TypeName(self))
			}
			f, err := e.submit(t, args[0], append(starlark.Tuple{}, args[1:]...), kwargs)
			if err != nil {
				return nil, err
			}
			return f.inst, nil
		},
		"map":      s.executorMap,
		"shutdown": executorShutdown,
		"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return self, nil
		},
		"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			_, err := s.callMethod(t, self, "shutdown")
			return starlark.False, err
		},
	})
}

func executorShutdown(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	wait, cancel := true, false
	if err := unpack("Executor.shutdown", self, args, kwargs, "wait?", &wait, "*", nil, "cancel_futures?", &cancel); err != nil {
		return nil, err
	}
	e, err := executorOf(self)
	if err != nil {
		return starlark.None, nil
	}
	return starlark.None, e.shutdown(t, wait, cancel)
}

// executorMap is map(fn, *iterables, timeout=None, chunksize=1). As in CPython the calls are all submitted at once, and
// the results come in order; an error ends the iteration and cancels the calls that have not begun.
func (s *State) executorMap(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exceptions.TypeError.Errorf("%s.map() missing 1 required positional argument: 'fn'", object.TypeName(self))
	}
	var limit starlark.Value
	chunk := 1
	if err := object.Unpack(object.TypeName(self)+".map", nil, kwargs, "*", nil, "timeout??", &limit, "chunksize?", &chunk); err != nil {
		return nil, err
	}
	e, err := executorOf(self)
	if err != nil {
		return nil, err
	}
	_, processes := e.(*processExecutor)
	if processes && chunk < 1 {
		return nil, exceptions.ValueError.Errorf("chunksize must be >= 1.")
	}
	if !processes {
		chunk = 1
	}
	deadline, err := deadlineOf(limit)
	if err != nil {
		return nil, err
	}
	calls, err := starlark.Call(t, s.rt.Builtin("zip"), args[1:], nil)
	if err != nil {
		return nil, err
	}
	items, err := s.rt.List(t, calls)
	if err != nil {
		return nil, err
	}
	var futures []*future
	for from := 0; from < len(items); from += chunk {
		f, err := e.submitChunk(t, args[0], append(starlark.Tuple{}, items[from:min(from+chunk, len(items))]...))
		if err != nil {
			return nil, err
		}
		futures = append(futures, f)
	}
	return s.results(futures, deadline), nil
}

// results iterates over the elements of chunks.
func (s *State) results(futures []*future, deadline time.Time) starlark.Value {
	var chunk starlark.Tuple
	return s.rt.NewIterator("generator", func() (starlark.Value, bool, error) {
		for len(chunk) == 0 {
			if len(futures) == 0 {
				return nil, false, nil
			}
			v, err := s.resultBefore(futures[0], deadline)
			if err != nil {
				for _, f := range futures {
					f.cancel(s.rt.Current())
				}
				futures = nil
				return nil, false, err
			}
			futures = futures[1:]
			chunk, _ = v.(starlark.Tuple)
		}
		v := chunk[0]
		chunk = chunk[1:]
		return v, true, nil
	})
}

// resultBefore waits for the result of a future.
func (s *State) resultBefore(f *future, deadline time.Time) (starlark.Value, error) {
	ready, err := s.rt.Await(s.rt.Current(), f.done, deadline)
	switch {
	case err != nil:
		return nil, err
	case !ready:
		return nil, exceptions.TimeoutError.With()
	case f.state != futureFinished:
		return nil, CancelledError.With()
	}
	return f.result()
}

// maxWorkers reads max_workers.
func maxWorkers(v starlark.Value, otherwise int) (int, error) {
	if v == nil {
		return otherwise, nil
	}
	n, err := object.AsInt(v)
	if err != nil {
		return 0, err
	}
	if n <= 0 {
		return 0, exceptions.ValueError.Errorf("max_workers must be greater than 0")
	}
	return n, nil
}

func errExecutorShutDown() error {
	return exceptions.RuntimeError.Errorf("cannot schedule new futures after shutdown")
}

// futuresModules are concurrent.futures and its submodules.
var futuresModules = []string{"concurrent.futures", "concurrent.futures._base", "concurrent.futures.thread", "concurrent.futures.process"}

// futuresModule returns the members of one of them.
func (s *State) futuresModule(module string) starlark.StringDict {
	exception := s.rt.ExceptionClass
	switch module {
	case "concurrent.futures._base":
		base := maps.Clone(s.futuresBase())
		for _, name := range []string{futurePending, futureRunning, futureCancelled, futureNotified, futureFinished} {
			base[name] = starlark.String(name)
		}
		return base
	case "concurrent.futures.thread":
		return starlark.StringDict{"ThreadPoolExecutor": s.threadExecutorClass(), "BrokenThreadPool": exception(BrokenThreadPool)}
	case "concurrent.futures.process":
		return starlark.StringDict{
			"ProcessPoolExecutor": s.processExecutorClass(), "BrokenProcessPool": exception(BrokenProcessPool),
			"_RemoteTraceback": exception(futureTraceback), "EXTRA_QUEUED_CALLS": starlark.MakeInt(extraQueuedCalls),
		}
	}
	futures := maps.Clone(s.futuresBase())
	for _, name := range []string{"thread", "process", "_base"} {
		futures[name] = s.Module("concurrent.futures." + name)
	}
	futures["ThreadPoolExecutor"] = s.Module("concurrent.futures.thread").Member("ThreadPoolExecutor")
	futures["ProcessPoolExecutor"] = s.Module("concurrent.futures.process").Member("ProcessPoolExecutor")
	return futures
}

// futuresBase is what concurrent.futures has in common with its submodule _base.
func (s *State) futuresBase() starlark.StringDict {
	m := &s.parts.futures
	if m.base == nil {
		exception := s.rt.ExceptionClass
		m.base = starlark.StringDict{
			"Future": s.futureClass(), "Executor": s.executorClass(),
			"wait": object.NewBuiltin("wait", s.futuresWait), "as_completed": object.NewBuiltin("as_completed", s.asCompleted),
			"CancelledError": exception(CancelledError), "TimeoutError": exception(exceptions.TimeoutError),
			"InvalidStateError": exception(InvalidStateError), "BrokenExecutor": exception(BrokenExecutor),
		}
		for _, name := range []string{"FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"} {
			m.base[name] = starlark.String(name)
		}
	}
	return m.base
}

// concurrentModule is the package concurrent.
func (s *State) concurrentModule() *object.Module {
	m := object.NewModule("concurrent", starlark.StringDict{})
	m.SetLive(object.LiveMembers{Names: []string{"futures"}, Get: func(string) starlark.Value { return s.Module("concurrent.futures") }})
	return m
}
