package multiprocessing

import (
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines ThreadPool of pool.py: a Pool whose workers are threads of this process.

// threadWorkers are the workers of a ThreadPool and the tasks that wait for them. The fields change under the
// interpreter lock only.
type threadWorkers struct {
	p       *pool
	tasks   []threadTask
	living  int
	changed chan struct{} // closed when there is a task or no more work
}

// threadTask is a task that has not been sent anywhere.
type threadTask struct {
	call       *call
	job, index uint64
	args       []starlark.Value
}

// threadPool is the class ThreadPool.
func (s *State) threadPool() starlark.Value {
	if s.parts.threadPool == nil {
		c := s.rt.NewBuiltinClass("multiprocessing.pool", "ThreadPool", nil, s.poolClass())
		c.Define("__init__", object.NewMethod(c, "__init__", threadPoolInit))
		s.parts.threadPool = c
	}
	return s.parts.threadPool
}

func threadPoolInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := poolOf(self)
	s := p.s
	var processes, initializer, initargs starlark.Value
	err := unpack("ThreadPool.__init__", self, args, kwargs, "processes??", &processes, "initializer??", &initializer, "initargs?", &initargs)
	if err != nil {
		return nil, err
	}
	p.context = s.contextOf(nil)
	p.size = s.cpus()
	if processes != nil {
		if p.size, err = s.poolSize(processes); err != nil {
			return nil, err
		}
	}
	if err := p.setInitializer(t, initializer, initargs); err != nil {
		return nil, err
	}
	p.threads = &threadWorkers{p: p, changed: make(chan struct{})}
	p.open, p.calls, p.settled, p.ended = map[uint64]job{}, map[uint64]*call{}, map[uint64][]uint64{}, make(chan struct{})
	p.state = poolRun
	for range p.size {
		if err := s.startThread(t, "worker", p.threads.work); err != nil {
			p.terminate(t)
			return nil, err
		}
		p.threads.living++
	}
	return starlark.None, nil
}

// startThread runs f on a daemon thread of module threading, which is named after the function.
func (s *State) startThread(t *starlark.Thread, function string, f func(t *starlark.Thread) error) error {
	thread, err := s.newThread(t, object.NewBuiltin(function, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, f(t)
	}), nil)
	if err != nil {
		return err
	}
	_, err = s.callMethod(t, thread, "start")
	return err
}

// newThread makes a daemon thread of module threading.
func (s *State) newThread(t *starlark.Thread, target, name starlark.Value) (starlark.Value, error) {
	m, err := s.rt.Import(t, "threading")
	if err != nil {
		return nil, err
	}
	class, err := s.rt.GetAttr(m, "Thread")
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, class, nil, []starlark.Tuple{
		{starlark.String("target"), target}, {starlark.String("name"), noneIfNil(name)}, {starlark.String("daemon"), starlark.True},
	})
}

// put appends a task.
func (w *threadWorkers) put(task threadTask) {
	w.tasks = append(w.tasks, task)
	w.wake()
}

// wake makes the workers look at the pool again.
func (w *threadWorkers) wake() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// work is the life of one worker.
func (w *threadWorkers) work(t *starlark.Thread) error {
	p := w.p
	defer func() {
		if w.living--; w.living == 0 {
			close(p.ended)
		}
	}()
	if p.initializer != nil {
		if _, err := starlark.Call(t, p.initializer, p.initargs, nil); err != nil {
			p.fail(t, p.s.rt.Exception(err))
			return nil
		}
	}
	for {
		switch {
		case p.state == poolTerminate:
			return nil
		case len(w.tasks) > 0:
			task := w.tasks[0]
			w.tasks[0] = threadTask{}
			w.tasks = w.tasks[1:]
			w.do(t, &task)
		case p.stopped:
			return nil
		default:
			if _, err := p.s.rt.Await(t, w.changed, time.Time{}); err != nil {
				return err
			}
		}
	}
}

// do does one task and hands its outcome to the job.
func (w *threadWorkers) do(t *starlark.Thread, task *threadTask) {
	p := w.p
	v, err := w.execute(t, task)
	var e *object.Instance
	if err != nil {
		e = p.s.rt.Exception(err)
		if !e.IsInstanceOf(exceptions.Exception) {
			// Raised in the thread that waits it would end this process instead of reporting that the task did not finish.
			what, _ := p.s.rt.Repr(e)
			e = p.s.rt.NewException(ProcessError, starlark.String("the task ended by raising "+what))
		}
	}
	j := p.open[task.job]
	switch {
	case j == nil:
	case e != nil:
		j.arrived(t, task.index, false, e)
	default:
		j.arrived(t, task.index, true, v)
	}
}

// execute calls the function of a task.
func (w *threadWorkers) execute(t *starlark.Thread, task *threadTask) (starlark.Value, error) {
	f := task.call.value
	if task.call.flags&(taskMap|taskStarmap) == 0 {
		var named []starlark.Tuple
		if d, ok := object.Underlying(task.args[1]).(*starlark.Dict); ok {
			named = d.Items()
		}
		return starlark.Call(t, f, task.args[0].(starlark.Tuple), named)
	}
	items := task.args[0].(starlark.Tuple)
	out := make(starlark.Tuple, len(items))
	for i := range items {
		args := items[i : i+1]
		if task.call.flags&taskStarmap != 0 {
			elements, err := w.p.s.starArguments(t, items[i])
			if err != nil {
				return nil, err
			}
			args = elements
		}
		v, err := starlark.Call(t, f, args, nil)
		switch {
		case err == nil:
			out[i] = v
		case task.call.flags&taskKeepGoing != 0 && !object.IsCancelled(err):
			out[i] = w.p.s.rt.Exception(err)
		default:
			return nil, err
		}
	}
	return out, nil
}

// starArguments is *item of a call.
func (s *State) starArguments(t *starlark.Thread, item starlark.Value) (starlark.Tuple, error) {
	elements, err := s.rt.List(t, item)
	if err != nil {
		return nil, err
	}
	return append(starlark.Tuple{}, elements...), nil
}
