package multiprocessing

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines ThreadPoolExecutor.

// threadExecutor is the Go state of a ThreadPoolExecutor. Its fields change under the interpreter lock only.
type threadExecutor struct {
	s           *State
	max         int
	prefix      string
	initializer starlark.Value // nil: none
	initargs    starlark.Tuple

	work    []threadWork
	threads int // started so far
	idle    int // threads that wait for work and have not been promised any
	living  int
	closed  bool
	broken  bool
	changed chan struct{} // closed when there is work or the executor is closed
	ended   chan struct{} // closed when it is closed and no thread lives
}

// threadWork is a call that has not begun.
type threadWork struct {
	future *future
	run    func(t *starlark.Thread) (starlark.Value, error)
}

var _ executor = (*threadExecutor)(nil)

// StaysHome keeps executors out of what travels with functions that name them.
func (x *threadExecutor) StaysHome() bool { return true }

func (s *State) threadExecutorClass() *object.Class {
	return s.rt.NewBuiltinClass("concurrent.futures.thread", "ThreadPoolExecutor", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any {
			return &threadExecutor{s: s, changed: make(chan struct{}), ended: make(chan struct{})}
		},
		Methods: executorMethods(s).Extend(map[string]object.Method{"__init__": threadExecutorInit}),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			x := inst.State().(*threadExecutor)
			switch name {
			case "_max_workers":
				return starlark.MakeInt(x.max), true, nil
			case "_shutdown":
				return starlark.Bool(x.closed), true, nil
			}
			return nil, false, nil
		},
	}, s.executorClass())
}

func threadExecutorInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x := self.(*object.Instance).State().(*threadExecutor)
	s := x.s
	var workers, initializer, initargs starlark.Value
	err := unpack("ThreadPoolExecutor.__init__", self, args, kwargs, "max_workers??", &workers, "thread_name_prefix?", &x.prefix,
		"initializer??", &initializer, "initargs?", &initargs)
	if err != nil {
		return nil, err
	}
	if x.max, err = s.maxWorkers(workers, min(32, s.cpus()+4)); err != nil {
		return nil, err
	}
	if x.initializer, x.initargs, err = s.initializer(t, initializer, initargs); err != nil {
		return nil, err
	}
	if x.prefix == "" {
		x.prefix = fmt.Sprintf("ThreadPoolExecutor-%d", s.parts.futures.threadExecutors)
		s.parts.futures.threadExecutors++
	}
	// What was submitted is done before the process ends.
	s.OnShutdown(func() {
		if err := x.shutdown(s.rt.Current(), !s.parts.abandoned, s.parts.abandoned); err != nil {
			s.report(s.rt.Current(), err)
		}
	})
	return starlark.None, nil
}

// initializer reads initializer and initargs of an executor.
func (s *State) initializer(t *starlark.Thread, f, args starlark.Value) (starlark.Value, starlark.Tuple, error) {
	if f != nil && !object.IsCallable(f) {
		return nil, nil, exceptions.TypeError.Errorf("initializer must be a callable")
	}
	if args == nil {
		return f, nil, nil
	}
	elements, err := s.rt.List(t, args)
	return f, append(starlark.Tuple{}, elements...), err
}

func (x *threadExecutor) submit(t *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (*future, error) {
	return x.put(t, func(t *starlark.Thread) (starlark.Value, error) { return starlark.Call(t, fn, args, kwargs) })
}

func (x *threadExecutor) submitChunk(t *starlark.Thread, fn starlark.Value, items starlark.Tuple) (*future, error) {
	return x.put(t, func(t *starlark.Thread) (starlark.Value, error) {
		out := make(starlark.Tuple, len(items))
		for i, item := range items {
			v, err := starlark.Call(t, fn, item.(starlark.Tuple), nil)
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	})
}

// put appends a call, and starts a thread if none is free.
func (x *threadExecutor) put(t *starlark.Thread, run func(t *starlark.Thread) (starlark.Value, error)) (*future, error) {
	switch {
	case x.broken:
		return nil, BrokenThreadPool.With(starlark.String(threadInitializerFailed))
	case x.closed:
		return nil, errExecutorShutDown()
	}
	f := x.s.newFuture(t)
	x.work = append(x.work, threadWork{f, run})
	if x.idle > 0 {
		x.idle--
		x.wake()
		return f, nil
	}
	if x.threads >= x.max {
		return f, nil
	}
	name := starlark.String(fmt.Sprintf("%s_%d", x.prefix, x.threads))
	thread, err := x.s.newThread(t, object.NewBuiltin("_worker", func(t *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, x.serve(t)
	}), name)
	if err != nil {
		return nil, err
	}
	x.threads++
	x.living++
	_, err = x.s.callMethod(t, thread, "start")
	return f, err
}

const threadInitializerFailed = "A thread initializer failed, the thread pool is not usable anymore"

func (x *threadExecutor) wake() {
	close(x.changed)
	x.changed = make(chan struct{})
}

// serve is the life of a thread.
func (x *threadExecutor) serve(t *starlark.Thread) error {
	s := x.s
	defer func() {
		if x.living--; x.living == 0 && x.closed {
			close(x.ended)
		}
	}()
	if x.initializer != nil {
		if _, err := starlark.Call(t, x.initializer, x.initargs, nil); err != nil {
			s.WriteError("Exception in initializer:\n" + s.Traceback(s.rt.Exception(err)))
			x.fail(t)
			return nil
		}
	}
	for {
		if len(x.work) > 0 {
			w := x.work[0]
			x.work[0] = threadWork{}
			x.work = x.work[1:]
			if !w.future.setRunning() {
				continue
			}
			v, err := w.run(t)
			if err != nil {
				w.future.finish(t, nil, s.rt.Exception(err))
				continue
			}
			w.future.finish(t, v, nil)
			continue
		}
		if x.closed || x.broken {
			return nil
		}
		x.idle++
		changed := x.changed
		for len(x.work) == 0 && !x.closed && !x.broken {
			if _, err := s.rt.Await(t, changed, time.Time{}); err != nil {
				return err
			}
			changed = x.changed
		}
		if len(x.work) == 0 {
			x.idle--
		}
	}
}

// fail ends the executor because it cannot have threads.
func (x *threadExecutor) fail(t *starlark.Thread) {
	x.broken = true
	work := x.work
	x.work = nil
	for _, w := range work {
		w.future.finish(t, nil, x.s.rt.NewException(BrokenThreadPool, starlark.String(threadInitializerFailed)))
	}
	x.wake()
}

func (x *threadExecutor) shutdown(t *starlark.Thread, wait, cancel bool) error {
	if cancel {
		work := x.work
		x.work = nil
		for _, w := range work {
			w.future.cancel(t)
		}
	}
	if !x.closed {
		x.closed = true
		if x.living == 0 {
			close(x.ended)
		}
		x.wake()
	}
	if !wait {
		return nil
	}
	_, err := x.s.rt.Await(t, x.ended, time.Time{})
	return err
}
