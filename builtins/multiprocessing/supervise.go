package multiprocessing

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file keeps a pool alive: it starts workers, replaces those that end, takes results and ends the pool.
//
//	results goroutine   takes frames from the queue of results and hands them to their jobs, under the interpreter lock
//	monitor goroutine   waits for the end of workers and replaces them
//
// Both end with the pool; Shutdown ends pools that the script has left open.

// open_ makes the queues and starts the workers.
func (p *pool) open_(t *starlark.Thread) (err error) {
	s := p.s
	if p.tasks, err = s.member.NewQueue(shm.QueueOptions{Tracked: true}); err != nil {
		return scriptError(err)
	}
	if p.results, err = s.member.NewQueue(shm.QueueOptions{}); err != nil {
		return scriptError(err)
	}
	p.open, p.calls, p.settled, p.ended = map[uint64]job{}, map[uint64]*call{}, map[uint64][]uint64{}, make(chan struct{})
	for range p.size {
		if err := p.addWorker(t); err != nil {
			p.terminate(t)
			return err
		}
	}
	p.state = poolRun
	s.OnShutdown(func() { p.terminate(s.rt.Current()) })
	s.rt.Busy(2)
	go p.takeResults()
	go p.monitor()
	return nil
}

// workerClass is the class of the workers' Process objects: that of the context.
func (p *pool) workerClass() (*object.Class, error) {
	if inst, ok := p.contextArg.(*object.Instance); ok {
		v, err := p.s.rt.GetAttr(inst, "Process")
		if err != nil {
			return nil, err
		}
		if class, ok := v.(*object.Class); ok && class.IsSubclass(p.s.parts.baseProcess) {
			return class, nil
		}
	}
	return p.s.parts.process[p.context.method], nil
}

// addWorker starts one worker.
func (p *pool) addWorker(t *starlark.Thread) error {
	s := p.s
	class, err := p.workerClass()
	if err != nil {
		return err
	}
	inst := class.Allocate(t)
	w := processOf(inst)
	w.path = append(append([]int{}, s.self.Path...), int(s.serial.Add(1)))
	w.name = strings.Replace(class.Name(), "Process", "PoolWorker", 1) + "-" + joinPath(w.path)
	w.daemon, w.authkey = true, s.self.AuthKey
	if !class.Builtin() {
		// The class may have a property of its own: workers that are no daemons may have children.
		daemon, err := s.rt.GetAttr(inst, "daemon")
		if err != nil {
			return err
		}
		w.daemon = bool(daemon.Truth())
	}
	if p.executor {
		w.name, w.daemon = class.Name()+"-"+joinPath(w.path), false
	}
	task := starlark.Tuple{
		&rawQueue{q: p.tasks}, &rawQueue{q: p.results}, noneIfNil(p.initializer), p.initargs, starlark.MakeInt(p.perChild),
	}
	s.flush()
	mailbox, err := s.post("pool", w.childIdentity(s), task)
	if err != nil {
		return err
	}
	defer mailbox.Close()
	var started Started
	s.rt.Blocking(func() {
		started, err = s.host.Start(Spawn{Name: w.name, Daemon: true, Mailbox: mailbox.Ref(), Limits: p.limits})
	})
	if err != nil {
		return startError(err)
	}
	w.id, w.pid = started.ID, started.PID
	s.parts.children = append(s.parts.children, inst)
	p.workers = append(p.workers, inst)
	switch { // the pool may have been closed or terminated while the process was being started
	case p.stopped && p.state == poolTerminate:
		return s.kill(w.id, syscall.SIGTERM)
	case p.stopped:
		f := taskFrame{flags: taskStop}
		return scriptError(p.tasks.Put(shm.Wait{}, f.header()))
	}
	return nil
}

// takeResults runs until the pool has ended.
func (p *pool) takeResults() {
	s := p.s
	defer s.rt.Busy(-1)
	t := s.rt.NewThread("pool results")
	object.SetThreadID(t, s.newThreadID())
	for {
		item, err := p.results.GetItem(shm.Wait{Idle: true})
		switch {
		case errors.Is(err, shm.ErrInterrupted):
			runtime.Gosched()
			continue
		case err != nil:
			return
		}
		s.rt.LockBusy(t)
		for range 64 {
			more := p.handle(t, item)
			item.Release()
			if !more {
				s.rt.UnlockBusy()
				return
			}
			if item, err = p.results.GetItem(shm.Wait{Poll: true}); err != nil {
				item = nil
				break
			}
		}
		if item != nil {
			p.handle(t, item)
			item.Release()
		}
		s.rt.UnlockBusy()
	}
}

// handle takes one result; it returns false at the end of the pool.
func (p *pool) handle(t *starlark.Thread, item *shm.Item) bool {
	f, err := parseResult(item.Bytes())
	if err != nil {
		return true
	}
	if f.job == 0 {
		if f.status == statusInit {
			p.fail(t, p.remote(f.value))
		}
		return p.state != poolTerminate
	}
	j := p.open[f.job]
	if j == nil {
		return true
	}
	key := taskKey{f.job, f.index}
	if f.status != statusLost {
		p.failures = 0
	} else if p.retry(key) {
		return true
	}
	if !p.settle(key) {
		return true
	}
	switch f.status {
	case statusLost:
		j.arrived(t, f.index, false, p.lost(&f))
	case statusOvertime:
		j.arrived(t, f.index, false, p.overtime(key, f.item()))
	case statusMixed:
		v, err := p.mixed(f.value)
		if err != nil {
			j.arrived(t, f.index, false, p.s.rt.Exception(err))
			break
		}
		j.arrived(t, f.index, true, v)
	case statusDone:
		values, err := p.s.decode(f.value, 1)
		if err != nil {
			j.arrived(t, f.index, false, p.s.rt.Exception(err))
			break
		}
		v := values[0]
		j.arrived(t, f.index, true, v)
	default:
		j.arrived(t, f.index, false, p.remote(f.value))
	}
	return true
}

// mixed decodes the results of a chunk in which some calls may have raised.
func (p *pool) mixed(data []byte) (starlark.Value, error) {
	values, err := p.s.decode(data, 2)
	if err != nil {
		return nil, err
	}
	items, ok1 := values[0].(starlark.Tuple)
	places, ok2 := values[1].(starlark.Tuple)
	if !ok1 || !ok2 {
		return nil, errBadFrame
	}
	for _, place := range places {
		i, err := starlark.AsInt32(place)
		if err != nil || i < 0 || i >= len(items) {
			return nil, errBadFrame
		}
		items[i] = p.fromWorker(items[i])
	}
	return items, nil
}

// remote decodes an exception of a worker.
func (p *pool) remote(data []byte) *object.Instance {
	values, err := p.s.decode(data, 1)
	if err != nil {
		return p.s.rt.Exception(err)
	}
	return p.fromWorker(values[0])
}

// fromWorker prepares an exception of a worker: its traceback there becomes the cause, as in CPython.
func (p *pool) fromWorker(v starlark.Value) *object.Instance {
	rt := p.s.rt
	e, ok := v.(*object.Instance)
	if !ok || e.Raised() == nil {
		return rt.NewException(exceptions.RuntimeError, starlark.String("BUG: a worker raised no exception"))
	}
	r := e.Raised()
	text := "\n\"\"\"\n" + r.Remote + "\"\"\""
	r.Remote = ""
	cause := rt.NewException(RemoteTraceback, starlark.String(text))
	cause.SetOwn("tb", starlark.String(text))
	if e.IsInstanceOf(exceptions.SystemExit) || e.IsInstanceOf(exceptions.KeyboardInterrupt) {
		// Raised here it would end this process instead of reporting that the task did not finish.
		what, _ := rt.Repr(e)
		e = rt.NewException(ProcessError, starlark.String("the task ended by raising "+what))
		r = e.Raised()
	}
	r.Cause, r.Context, r.SuppressContext = cause, nil, true
	r.Trace = nil
	return e
}

// lost is the exception of a task whose worker ended.
func (p *pool) lost(f *resultFrame) *object.Instance {
	code := int(int64(f.worker))
	how := fmt.Sprintf("ended with exit status %d", code)
	line, item, cause := f.lastWords()
	switch {
	case cause != "":
		how = cause
	case code < 0:
		how = "ended by signal " + strings.TrimPrefix(exitName(code), "-")
	}
	where := starlark.Value(starlark.None)
	if line > 0 {
		how += fmt.Sprintf(" near line %d", line)
		where = starlark.MakeInt(line)
	}
	e := p.s.rt.NewException(WorkerLostError, starlark.String(fmt.Sprintf("the worker that ran %s %s", p.describe(taskKey{f.job, f.index}, item), how)))
	e.SetOwn("exitcode", starlark.MakeInt(code))
	e.SetOwn("line", where)
	return e
}

// fail ends the pool because it cannot have workers: every call raises e.
func (p *pool) fail(t *starlark.Thread, e *object.Instance) {
	if p.broken == nil {
		p.broken = e
	}
	p.end(t, e)
}

// monitor replaces workers that end while the pool has work or takes it.
func (p *pool) monitor() {
	s := p.s
	t := s.rt.NewThread("pool monitor")
	object.SetThreadID(t, s.newThreadID())
	s.rt.LockBusy(t)
	defer s.rt.Unlock()
	for len(p.workers) > 0 {
		list := make([]shm.Waitable, len(p.workers))
		for i, w := range p.workers {
			list[i] = s.member.Sentinel(processOf(w).id)
		}
		var err error
		s.rt.Blocking(func() { _, err = s.member.WaitAny(list, shm.Wait{Idle: true}) })
		if errors.Is(err, shm.ErrInterrupted) {
			s.rt.Blocking(runtime.Gosched)
			continue
		}
		p.replace(t)
	}
	if p.state == poolTerminate || p.state == poolClosed {
		p.end(t, s.rt.NewException(ProcessError, starlark.String("the pool has ended before the task")))
	}
	close(p.ended)
	p.wakeResults()
}

// replace takes ended workers off the list and starts new ones in their place.
func (p *pool) replace(t *starlark.Thread) {
	living := p.workers[:0]
	ended := 0
	for _, w := range p.workers {
		if exit := processOf(w).poll(); exit != nil {
			ended++
			if *exit != 0 {
				p.failures++
			}
			continue
		}
		living = append(living, w)
	}
	clear(p.workers[len(living):])
	p.workers = living
	if p.broken != nil || p.stopped || p.state == poolTerminate {
		return
	}
	if p.failures > mostFailures+2*p.size {
		p.fail(t, p.s.rt.NewException(ProcessError, starlark.String("the workers of the pool end before they have done anything")))
		return
	}
	for range ended {
		if err := p.addWorker(t); err != nil {
			if len(p.workers) == 0 {
				p.fail(t, p.s.rt.Exception(err))
			}
			return
		}
	}
}

// mostFailures is how many workers, besides two in each place, may fail one after another without any result between.
const mostFailures = 20

// wakeResults makes the results goroutine look at the pool's state.
func (p *pool) wakeResults() {
	p.state = poolTerminate
	f := resultFrame{status: statusLost}
	p.results.Put(shm.Wait{}, f.header())
}

func poolClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := poolOf(self)
	if p.state != poolRun {
		return starlark.None, nil
	}
	p.state = poolClosed
	for _, j := range p.open {
		if it, ok := j.(*imapIterator); ok {
			// Nobody may read before join() returns, so the window must not hold tasks back.
			it.drained = true
			it.feed(t)
		}
	}
	p.stopWhenIdle()
	return starlark.None, nil
}

// stopWhenIdle tells the workers to end when a closed pool has no task left.
func (p *pool) stopWhenIdle() {
	if len(p.open) > 0 || p.stopped {
		return
	}
	p.stopped = true
	if p.threads != nil {
		p.threads.wake()
		return
	}
	f := taskFrame{flags: taskStop}
	for range p.workers {
		p.tasks.Put(shm.Wait{}, f.header())
	}
}

func poolTerminateMethod(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, poolOf(self).terminateAndWait(t)
}

// endGrace is how long a worker may take to end by SIGTERM before it is killed.
const endGrace = time.Second

// terminateAndWait ends the pool; its workers have ended when it returns, also one that ignores SIGTERM.
func (p *pool) terminateAndWait(t *starlark.Thread) error {
	p.terminate(t)
	if !p.started() || p.threads != nil {
		return nil
	}
	ended, err := p.s.await(t, p.ended, shm.Wait{Deadline: time.Now().Add(endGrace)})
	if ended || err != nil {
		return err
	}
	for _, w := range append([]*object.Instance{}, p.workers...) {
		if processOf(w).poll() == nil {
			if err := p.s.kill(processOf(w).id, syscall.SIGKILL); err != nil {
				return err
			}
		}
	}
	_, err = p.s.await(t, p.ended, shm.Wait{})
	return err
}

// terminate ends the workers and the calls that wait for them.
func (p *pool) terminate(t *starlark.Thread) {
	if p.state == poolTerminate || !p.started() {
		return
	}
	p.state = poolTerminate
	p.end(t, p.s.rt.NewException(ProcessError, starlark.String("the pool was terminated before the task had finished")))
}

// started reports whether the pool has ever had workers.
func (p *pool) started() bool { return p.tasks != nil || p.threads != nil }

// end kills the workers and lets every open call raise e.
func (p *pool) end(t *starlark.Thread, e *object.Instance) {
	if p.broken != nil {
		e = p.broken // what made the pool end says more, whoever gets here first
	}
	p.stopped = true
	if p.threads != nil {
		p.threads.wake()
	}
	if p.state == poolRun {
		p.state = poolTerminate
	}
	for _, w := range append([]*object.Instance{}, p.workers...) {
		if processOf(w).poll() == nil {
			p.s.kill(processOf(w).id, syscall.SIGTERM)
		}
	}
	for _, j := range p.open {
		j.abandon(t, e)
	}
}

func poolJoin(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := poolOf(self)
	if p.state == poolRun {
		return nil, exceptions.ValueError.Errorf("Pool is still running")
	}
	if !p.started() {
		return nil, exceptions.AssertionError.Errorf("Pool not running")
	}
	_, err := p.s.await(t, p.ended, shm.Wait{})
	return starlark.None, err
}
