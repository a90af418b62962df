package multiprocessing

import (
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines ProcessPoolExecutor, on the workers of a pool. Unlike in CPython a worker that dies costs the call
// that it ran, and the executor goes on.

// extraQueuedCalls is how many calls more than workers are under way, so that a worker need not wait for its next one.
// Calls under way count as running and cannot be cancelled.
const extraQueuedCalls = 1

// processExecutor is the Go state of a ProcessPoolExecutor. Its fields change under the interpreter lock only.
type processExecutor struct {
	s           *State
	max         int
	context     *startContext
	initializer starlark.Value // nil: none
	initargs    starlark.Tuple
	perChild    int

	pool    *pool // nil before the first call
	work    []processWork
	running int
	closed  bool
}

// processWork is a call that has not been sent.
type processWork struct {
	future *future
	fn     starlark.Value
	flags  uint64
	args   []starlark.Value
}

// futureJob is a call under way.
type futureJob struct {
	x      *processExecutor
	future *future
	number uint64
}

var (
	_ executor = (*processExecutor)(nil)
	_ job      = (*futureJob)(nil)
)

// StaysHome keeps executors out of what travels with functions that name them.
func (x *processExecutor) StaysHome() bool { return true }

func (s *State) processExecutorClass() *object.Class {
	return s.rt.NewBuiltinClass("concurrent.futures.process", "ProcessPoolExecutor", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &processExecutor{s: s} },
		Methods: executorMethods(s).Extend(map[string]object.Method{
			"__init__":          processExecutorInit,
			"terminate_workers": endWorkers("terminate_workers", syscall.SIGTERM),
			"kill_workers":      endWorkers("kill_workers", syscall.SIGKILL),
		}),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			return inst.State().(*processExecutor).get(name)
		},
	}, s.executorClass())
}

func processExecutorInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	x := self.(*object.Instance).State().(*processExecutor)
	s := x.s
	var workers, context, initializer, initargs, perChild starlark.Value
	err := unpack("ProcessPoolExecutor.__init__", self, args, kwargs, "max_workers??", &workers, "mp_context??", &context,
		"initializer??", &initializer, "initargs?", &initargs, "*", nil, "max_tasks_per_child??", &perChild)
	if err != nil {
		return nil, err
	}
	if x.max, err = s.maxWorkers(workers, s.cpus()); err != nil {
		return nil, err
	}
	if x.initializer, x.initargs, err = s.initializer(t, initializer, initargs); err != nil {
		return nil, err
	}
	x.context = s.contextOf(context)
	if perChild != nil {
		if context == nil {
			x.context = s.context("spawn")
		}
		if x.perChild, err = s.tasksPerChild(perChild, x.context); err != nil {
			return nil, err
		}
	}
	// What was submitted is done before the process ends.
	s.OnShutdown(func() {
		if err := x.shutdown(s.rt.Current(), true, false); err != nil {
			s.report(s.rt.Current(), err)
		}
	})
	return starlark.None, nil
}

// endWorkers makes terminate_workers and kill_workers: the calls that have not finished raise BrokenProcessPool, and the
// executor takes no more.
func endWorkers(name string, signal syscall.Signal) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("ProcessPoolExecutor."+name, self, args, kwargs); err != nil {
			return nil, err
		}
		x := self.(*object.Instance).State().(*processExecutor)
		x.closed = true
		if p := x.pool; p != nil {
			for _, w := range append([]*object.Instance{}, p.workers...) {
				if err := x.s.kill(processOf(w).id, signal); err != nil {
					return nil, err
				}
			}
			p.terminate(t)
		}
		return starlark.None, nil
	}
}

// tasksPerChild reads max_tasks_per_child.
func (s *State) tasksPerChild(v starlark.Value, c *startContext) (int, error) {
	n, ok := v.(starlark.Int)
	if !ok {
		return 0, exceptions.TypeError.Errorf("max_tasks_per_child must be an integer")
	}
	count, err := object.AsInt(n)
	switch {
	case err != nil:
		return 0, err
	case count <= 0:
		return 0, exceptions.ValueError.Errorf("max_tasks_per_child must be >= 1")
	case c.method == "fork":
		return 0, exceptions.ValueError.Errorf("max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; supply a different mp_context.")
	}
	return count, nil
}

// get serves the private attributes that programs are known to read.
func (x *processExecutor) get(name string) (starlark.Value, bool, error) {
	switch name {
	case "_max_workers":
		return starlark.MakeInt(x.max), true, nil
	case "_processes":
		d := new(starlark.Dict)
		if x.pool != nil {
			for _, w := range x.pool.workers {
				if err := d.SetKey(starlark.MakeInt(processOf(w).pid), w); err != nil {
					return nil, true, err
				}
			}
		}
		return d, true, nil
	}
	return nil, false, nil
}

// open starts the workers.
func (x *processExecutor) open(t *starlark.Thread) error {
	s := x.s
	if s.daemonic() {
		return exceptions.AssertionError.Errorf("daemonic processes are not allowed to have children")
	}
	p := poolOf(s.poolClass().Allocate(t))
	p.context, p.size, p.perChild, p.executor = x.context, x.max, x.perChild, true
	p.initializer, p.initargs = x.initializer, x.initargs
	if err := p.open_(t); err != nil {
		return err
	}
	x.pool = p
	return nil
}

func (x *processExecutor) submit(t *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (*future, error) {
	named := new(starlark.Dict)
	for _, kv := range kwargs {
		if err := named.SetKey(kv[0], kv[1]); err != nil {
			return nil, err
		}
	}
	return x.put(t, processWork{fn: fn, args: []starlark.Value{args, named}})
}

func (x *processExecutor) submitChunk(t *starlark.Thread, fn starlark.Value, items starlark.Tuple) (*future, error) {
	return x.put(t, processWork{fn: fn, flags: taskStarmap, args: []starlark.Value{items}})
}

// put appends a call.
func (x *processExecutor) put(t *starlark.Thread, w processWork) (*future, error) {
	if x.closed {
		return nil, errExecutorShutDown()
	}
	if x.pool == nil {
		if err := x.open(t); err != nil {
			return nil, err
		}
	}
	if x.pool.broken != nil {
		return nil, object.ErrorOf(x.brokenBy(x.pool.broken))
	}
	w.future = x.s.newFuture(t)
	x.work = append(x.work, w)
	x.feed(t)
	return w.future, nil
}

// feed sends calls as long as workers may want them.
func (x *processExecutor) feed(t *starlark.Thread) {
	p := x.pool
	for len(x.work) > 0 && x.running < x.max+extraQueuedCalls {
		w := x.work[0]
		x.work[0] = processWork{}
		x.work = x.work[1:]
		if !w.future.setRunning() {
			continue
		}
		j := &futureJob{x: x, future: w.future, number: p.newJob()}
		c, err := p.prepare(w.fn, w.flags, callOptions{})
		if err == nil {
			p.open[j.number], p.calls[j.number] = j, c
			err = p.put(c, j.number, 0, w.args...)
		}
		if err != nil {
			p.forget(j.number)
			w.future.finish(t, nil, x.s.rt.Exception(err))
			continue
		}
		x.running++
	}
	if x.closed && x.running == 0 && len(x.work) == 0 && p.state == poolRun {
		p.state = poolClosed
		p.stopWhenIdle()
	}
}

// arrived takes the outcome of a call.
func (j *futureJob) arrived(t *starlark.Thread, index uint64, ok bool, v starlark.Value) {
	x := j.x
	x.running--
	x.pool.forget(j.number)
	if ok {
		j.future.finish(t, v, nil)
	} else {
		j.future.finish(t, nil, x.failure(v.(*object.Instance)))
	}
	x.feed(t)
}

// abandon ends a call because no outcome will come any more.
func (j *futureJob) abandon(t *starlark.Thread, e *object.Instance) {
	x := j.x
	x.running--
	x.pool.forget(j.number)
	broken := x.brokenBy(e)
	j.future.finish(t, nil, broken)
	work := x.work
	x.work = nil
	for _, w := range work {
		if w.future.setRunning() {
			w.future.finish(t, nil, broken)
		}
	}
}

// brokenBy is the exception of calls that cannot be made because the pool has ended by e.
func (x *processExecutor) brokenBy(e *object.Instance) *object.Instance {
	broken := x.s.rt.NewException(BrokenProcessPool, starlark.String(
		"A process in the process pool was terminated abruptly while the future was running or pending."))
	broken.Raised().Cause, broken.Raised().SuppressContext = e, true
	return broken
}

// failure turns an exception of the pool into that of an executor: the cause's type is the executor's own, and a lost
// worker is both a BrokenProcessPool, which scripts catch, and a WorkerLostError.
func (x *processExecutor) failure(e *object.Instance) *object.Instance {
	rt := x.s.rt
	if e.Class().Exception() == WorkerLostError {
		lost := x.s.lostClass().Allocate(rt.Current())
		lost.Raised().Args = e.Raised().Args
		e.Fields(func(name string, v starlark.Value) { lost.SetOwn(name, v) })
		return lost
	}
	if c := e.Raised().Cause; c != nil && c.Class().Exception() == RemoteTraceback {
		e.Raised().Cause = rt.NewException(futureTraceback, c.Raised().Args...)
	}
	return e
}

// lostClass is the class of the exception of a call whose worker died.
func (s *State) lostClass() *object.Class {
	m := &s.parts.futures
	if m.lost == nil {
		m.lost = s.rt.NewBuiltinClass("concurrent.futures.process", "BrokenProcessPool", nil,
			s.rt.ExceptionClass(BrokenProcessPool), s.rt.ExceptionClass(WorkerLostError))
	}
	return m.lost
}

func (x *processExecutor) shutdown(t *starlark.Thread, wait, cancel bool) error {
	if cancel {
		work := x.work
		x.work = nil
		for _, w := range work {
			w.future.cancel(t)
		}
	}
	x.closed = true
	if x.pool == nil {
		return nil
	}
	x.feed(t)
	if !wait {
		return nil
	}
	_, err := x.s.rt.Await(t, x.pool.ended, time.Time{})
	return err
}
