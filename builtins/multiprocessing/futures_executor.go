package multiprocessing

import (
	"maps"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

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
			if x, ok := self.(*object.Instance).State().(*threadExecutor); ok && len(args) > 1 && s.parts.interruptedByTerminal {
				if e, ok := args[1].(*object.Instance); ok && e.IsInstanceOf(exceptions.KeyboardInterrupt) {
					return starlark.False, x.shutdown(t, false, true) // Ctrl-C does not wait for calls that it cannot interrupt
				}
			}
			_, err := s.callMethod(t, self, "shutdown")
			return starlark.False, err
		},
	})
}

func executorShutdown(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	wait, cancel := true, false
	name := "Executor.shutdown"
	switch self.(*object.Instance).State().(type) {
	case *processExecutor:
		name = "ProcessPoolExecutor.shutdown"
	case *threadExecutor:
		name = "ThreadPoolExecutor.shutdown"
	}
	if err := unpack(name, self, args, kwargs, "wait?", &wait, "*", nil, "cancel_futures?", &cancel); err != nil {
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
	e, err := executorOf(self)
	if err != nil {
		return nil, err
	}
	_, processes := e.(*processExecutor)
	name := "Executor.map"
	if processes {
		name = "ProcessPoolExecutor.map"
	}
	var limit, buffer starlark.Value
	chunk := 1
	if err := object.Unpack(name, nil, kwargs, "*", nil, "timeout??", &limit, "chunksize?", &chunk, "buffersize??", &buffer); err != nil {
		return nil, err
	}
	ahead, err := bufferSize(buffer)
	if err != nil {
		return nil, err
	}
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
	input, err := s.rt.Iter(t, calls)
	if err != nil {
		return nil, err
	}
	m := &executorMapping{s: s, e: e, fn: args[0], input: input, chunk: chunk, ahead: ahead, deadline: deadline}
	if err := m.feed(t); err != nil {
		return nil, err
	}
	if processes {
		name = "_chain_from_iterable_of_lists"
	} else {
		name = "Executor.map.<locals>.result_iterator"
	}
	return s.rt.NewGenerator(name, m.next, func() { m.cancel() }), nil
}

// bufferSize reads buffersize; 0 is no bound.
func bufferSize(v starlark.Value) (int, error) {
	if v == nil {
		return 0, nil
	}
	if _, ok := v.(starlark.Int); !ok {
		return 0, exceptions.TypeError.Errorf("buffersize must be an integer or None")
	}
	n, err := object.AsInt(v)
	if err == nil && n < 1 {
		err = exceptions.ValueError.Errorf("buffersize must be None or > 0")
	}
	return n, err
}

// executorMapping is the state of the iterator that map() returns.
type executorMapping struct {
	s        *State
	e        executor
	fn       starlark.Value
	input    *object.Iterator // nil at its end
	chunk    int
	ahead    int // chunks that may be submitted and not yet yielded; 0: any number
	deadline time.Time

	futures []*future
	ready   starlark.Tuple
}

// feed submits chunks until there are enough.
func (m *executorMapping) feed(t *starlark.Thread) error {
	for m.input != nil && (m.ahead == 0 || len(m.futures) < m.ahead) {
		var items starlark.Tuple
		for len(items) < m.chunk {
			v, ok, err := m.input.Step()
			if err != nil {
				return err
			}
			if !ok {
				m.input = nil
				break
			}
			items = append(items, v)
		}
		if len(items) == 0 {
			break
		}
		f, err := m.e.submitChunk(t, m.fn, items)
		if err != nil {
			return err
		}
		m.futures = append(m.futures, f)
	}
	return nil
}

// cancel gives up what has not begun.
func (m *executorMapping) cancel() {
	for _, f := range m.futures {
		f.cancel(m.s.rt.Current())
	}
	m.futures, m.input, m.ready = nil, nil, nil
}

// next returns the next element of the results.
func (m *executorMapping) next() (starlark.Value, bool, error) {
	for len(m.ready) == 0 {
		if len(m.futures) == 0 {
			return nil, false, nil
		}
		v, err := m.s.resultBefore(m.futures[0], m.deadline)
		if err == nil {
			m.futures = m.futures[1:]
			err = m.feed(m.s.rt.Current())
		}
		if err != nil {
			m.cancel()
			return nil, false, err
		}
		m.ready, _ = v.(starlark.Tuple)
	}
	v := m.ready[0]
	m.ready = m.ready[1:]
	return v, true, nil
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
func (s *State) maxWorkers(v starlark.Value, otherwise int) (int, error) {
	if v == nil {
		return otherwise, nil
	}
	few, err := s.rt.Compare(syntax.LE, v, starlark.MakeInt(0))
	if err != nil {
		return 0, err
	}
	if few {
		return 0, exceptions.ValueError.Errorf("max_workers must be greater than 0")
	}
	return object.AsInt(v)
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
	futures["__all__"] = nameList("FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED CancelledError TimeoutError InvalidStateError BrokenExecutor " +
		"Future Executor wait as_completed ProcessPoolExecutor ThreadPoolExecutor")
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
