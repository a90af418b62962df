package multiprocessing

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Pool: pool.py's class and its calls; pool_map.go has those over iterables, supervise.go the
// goroutines behind it.

// pool states, as CPython names them in repr().
const (
	poolRun       = "RUN"
	poolClosed    = "CLOSE"
	poolTerminate = "TERMINATE"
)

// pool is the Go state of a Pool object. Its fields change under the interpreter lock only.
type pool struct {
	s           *State
	inst        *object.Instance
	context     *startContext
	contextArg  starlark.Value // the context that the pool was given
	size        int
	initializer starlark.Value // nil: none
	initargs    starlark.Tuple
	perChild    int // maxtasksperchild; 0: no bound
	retries     int
	limits      Limits // of each worker
	executor    bool   // of concurrent.futures: its workers are called like processes and are no daemons

	threads *threadWorkers // of a ThreadPool; nil: the workers are processes

	state    string
	tasks    *shm.Queue
	results  *shm.Queue
	workers  []*object.Instance    // Process objects
	open     map[uint64]job        // jobs with tasks that have not come back
	calls    map[uint64]*call      // what the open jobs call
	settled  map[uint64][]uint64   // of the open jobs: the tasks whose outcome has arrived, a bit each
	sent     map[taskKey]*sentTask // tasks under way that may have to be sent again; see task.go
	jobs     uint64
	stopped  bool          // workers have been told to end
	failures int           // workers that failed since the last result
	ended    chan struct{} // closed when all workers have ended after close() or terminate()
	broken   *object.Instance

	encodedFor starlark.Value // the function encoded last, if it may be kept
	encoded    *call
}

// job is what waits for the outcomes of tasks.
type job interface {
	arrived(t *starlark.Thread, index uint64, ok bool, v starlark.Value)
	abandon(t *starlark.Thread, e *object.Instance)
}

// call is a function prepared for the way to the workers.
type call struct {
	label    string
	value    starlark.Value // for a ThreadPool, whose functions do not travel
	function []byte
	refs     []shm.Ref
	flags    uint64
	timeout  time.Duration // of each task; 0: none
}

// StaysHome keeps a pool out of what travels with functions that name it.
func (p *pool) StaysHome() bool { return true }

func poolOf(v starlark.Value) *pool { return v.(*object.Instance).State().(*pool) }

func (s *State) poolClass() *object.Class {
	if s.parts.pool == nil {
		s.parts.pool = s.rt.NewBuiltinClass("multiprocessing.pool", "Pool", &object.Native{
			New:     func(t *starlark.Thread, inst *object.Instance) any { return &pool{s: s, inst: inst, state: "INIT"} },
			Methods: poolMethods(),
			Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
				return poolOf(inst).get(name)
			},
			Repr: func(inst *object.Instance) (string, error) { return poolOf(inst).repr(inst), nil },
			Reduce: func(*starlarkcbor.Encoder, *object.Instance) error {
				return exceptions.NotImplementedError.Errorf("pool objects cannot be passed between processes or pickled")
			},
		})
	}
	return s.parts.pool
}

func (p *pool) repr(inst *object.Instance) string {
	c := inst.Class()
	return fmt.Sprintf("<%s.%s state=%s pool_size=%d>", c.Module(), c.Qualname(), p.state, p.size)
}

// get serves the attributes that programs are known to read.
func (p *pool) get(name string) (starlark.Value, bool, error) {
	switch name {
	case "_processes":
		return starlark.MakeInt(p.size), true, nil
	case "_state":
		return starlark.String(p.state), true, nil
	case "_pool":
		workers := make([]starlark.Value, len(p.workers))
		for i, w := range p.workers {
			workers[i] = w
		}
		return starlark.NewList(workers), true, nil
	case "_cache":
		d := starlark.NewDict(len(p.open))
		for n := range p.open {
			d.SetKey(starlark.MakeUint64(n), starlark.None)
		}
		return d, true, nil
	}
	return nil, false, nil
}

// poolMethods is a function because the table leads to itself: a pool makes the context that makes pools.
func poolMethods() *object.Methods {
	return object.NewMethods(map[string]object.Method{
		"__init__":       poolInit,
		"apply":          poolApply,
		"apply_async":    poolApplyAsync,
		"map":            poolMap("map", taskMap, true),
		"map_async":      poolMap("map_async", taskMap, false),
		"starmap":        poolMap("starmap", taskStarmap, true),
		"starmap_async":  poolMap("starmap_async", taskStarmap, false),
		"imap":           poolImap("imap", true),
		"imap_unordered": poolImap("imap_unordered", false),
		"close":          poolClose,
		"terminate":      poolTerminateMethod,
		"join":           poolJoin,
		"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := poolOf(self).check(); err != nil {
				return nil, err
			}
			return self, nil
		},
		"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, poolOf(self).terminateAndWait(t)
		},
	})
}

func poolInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := poolOf(self)
	s := p.s
	var processes, initializer, initargs, perChild, context, retries, limits starlark.Value
	err := object.UnpackMethod("Pool.__init__", args, kwargs, "processes??", &processes, "initializer??", &initializer, "initargs??", &initargs,
		"maxtasksperchild??", &perChild, "context??", &context, "*", nil, "retries??", &retries, "limits??", &limits)
	if err != nil {
		return nil, err
	}
	if p.limits, err = limitsFrom(limits); err != nil {
		return nil, err
	}
	p.context, p.contextArg = s.contextOf(context), context
	p.size = s.cpus()
	if processes != nil {
		if p.size, err = s.poolSize(processes); err != nil {
			return nil, err
		}
	}
	if perChild != nil {
		if b, ok := perChild.(starlark.Bool); ok && bool(b) {
			perChild = starlark.MakeInt(1)
		}
		n, ok := perChild.(starlark.Int)
		if ok {
			p.perChild, err = starlark.AsInt32(n)
		}
		if !ok || err != nil || p.perChild < 1 {
			return nil, exceptions.ValueError.Errorf("maxtasksperchild must be a positive int or None")
		}
	}
	if err := p.setInitializer(t, initializer, initargs); err != nil {
		return nil, err
	}
	if retries != nil {
		if p.retries, err = object.AsInt(retries); err != nil {
			return nil, err
		}
	}
	if s.daemonic() {
		return nil, exceptions.AssertionError.Errorf("daemonic processes are not allowed to have children")
	}
	return starlark.None, p.open_(t)
}

// setInitializer takes the arguments initializer and initargs; nil means that they were not given.
func (p *pool) setInitializer(t *starlark.Thread, initializer, initargs starlark.Value) error {
	if initializer != nil {
		if !object.IsCallable(initializer) {
			return exceptions.TypeError.Errorf("initializer must be a callable")
		}
		p.initializer = initializer
	}
	if initargs != nil {
		elements, err := p.s.rt.List(t, initargs)
		if err != nil {
			return err
		}
		p.initargs = append(starlark.Tuple{}, elements...)
	}
	return nil
}

// poolSize reads the number of workers.
func (s *State) poolSize(v starlark.Value) (int, error) {
	few, err := s.rt.Compare(syntax.LT, v, starlark.MakeInt(1))
	if err != nil {
		return 0, err
	}
	if few {
		return 0, exceptions.ValueError.Errorf("Number of processes must be at least 1")
	}
	return object.AsInt(v)
}

// check refuses calls of a pool that takes no more work.
func (p *pool) check() error {
	if p.state != poolRun {
		return exceptions.ValueError.Errorf("Pool not running")
	}
	return nil
}

func poolApply(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var function, callArgs, callKwargs, limit starlark.Value
	err := object.UnpackMethod("Pool.apply", args, kwargs, "func", &function, "args?", &callArgs, "kwds?", &callKwargs, "*", nil, "timeout??", &limit)
	if err != nil {
		return nil, err
	}
	r, err := poolOf(self).apply(t, function, callArgs, callKwargs, nil, nil, limit)
	if err != nil {
		return nil, err
	}
	return r.await(t)
}

func poolApplyAsync(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var function, callArgs, callKwargs, callback, errorCallback, limit starlark.Value
	err := object.UnpackMethod("Pool.apply_async", args, kwargs, "func", &function, "args?", &callArgs, "kwds?", &callKwargs,
		"callback??", &callback, "error_callback??", &errorCallback, "*", nil, "timeout??", &limit)
	if err != nil {
		return nil, err
	}
	r, err := poolOf(self).apply(t, function, callArgs, callKwargs, callback, errorCallback, limit)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// await waits for the result without a time limit.
func (r *asyncResult) await(t *starlark.Thread) (starlark.Value, error) {
	if _, err := r.wait(t, starlark.None); err != nil {
		return nil, err
	}
	return r.result()
}

// newJob returns a number for a job.
func (p *pool) newJob() uint64 {
	p.jobs++
	return p.jobs
}

// forget takes a job off the list of open ones.
func (p *pool) forget(n uint64) {
	delete(p.open, n)
	delete(p.calls, n)
	p.forgetTasks(n)
	if p.state == poolClosed {
		p.stopWhenIdle()
	}
}

func (p *pool) newResult(kind string, c *call, callback, errorCallback starlark.Value) *asyncResult {
	r := &asyncResult{pool: p, job: p.newJob(), kind: kind, label: c.label, done: make(chan struct{}), callback: [2]starlark.Value{callback, errorCallback}}
	p.open[r.job] = r
	p.calls[r.job] = c
	return r
}

// apply puts one call. What cannot be sent is the result's error, as in CPython.
func (p *pool) apply(t *starlark.Thread, function, args, kwargs, callback, errorCallback, limit starlark.Value) (*asyncResult, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	o, err := p.options(limit, nil)
	if err != nil {
		return nil, err
	}
	positional, bad := p.callArguments(t, function, args, kwargs)
	c, err := p.prepare(function, 0, o)
	if c == nil {
		c = &call{label: label(function)}
	}
	r := p.newResult("ApplyResult", c, callback, errorCallback)
	if err == nil {
		err = bad
	}
	if err == nil {
		err = p.put(c, r.job, 0, positional, noneIfNil(kwargs))
	}
	if err != nil {
		r.finish(t, false, p.s.rt.Exception(err))
	}
	return r, nil
}

// callArguments reads what stands for *args, and checks what stands for **kwds, as the call in the worker does.
func (p *pool) callArguments(t *starlark.Thread, function, args, kwargs starlark.Value) (starlark.Tuple, error) {
	if kwargs != nil {
		if _, ok := object.Underlying(kwargs).(*starlark.Dict); !ok {
			return nil, exceptions.TypeError.Errorf("%s argument after ** must be a mapping, not %s", p.s.qualified(function), object.TypeName(kwargs))
		}
	}
	if args == nil {
		return nil, nil
	}
	if _, err := p.s.rt.GetAttr(args, "__iter__"); err != nil {
		return nil, exceptions.TypeError.Errorf("%s argument after * must be an iterable, not %s", p.s.qualified(function), object.TypeName(args))
	}
	elements, err := p.s.rt.List(t, args)
	if err != nil {
		return nil, err
	}
	return append(starlark.Tuple{}, elements...), nil
}

// qualified names a function in errors about its arguments.
func (s *State) qualified(function starlark.Value) string {
	name := label(function)
	if v, err := s.rt.GetAttr(function, "__qualname__"); err == nil {
		if q, ok := starlark.AsString(v); ok {
			name = q
		}
	}
	if v, err := s.rt.GetAttr(function, "__module__"); err == nil {
		if m, ok := starlark.AsString(v); ok && m != "builtins" {
			name = m + "." + name
		}
	}
	return name + "()"
}

// label names a function in WorkerLostError.
func label(function starlark.Value) string {
	if c, ok := function.(starlark.Callable); ok {
		return object.SimpleName(c.Name())
	}
	return object.TypeName(function)
}

// put puts one task: a call's function and its arguments.
func (p *pool) put(c *call, job, index uint64, args ...starlark.Value) error {
	if p.threads != nil {
		p.threads.put(threadTask{c, job, index, args})
		return nil
	}
	s := p.s
	data, refs, err := s.encode("args", args...)
	if err != nil {
		return err
	}
	key := taskKey{job, index}
	if p.retries > 0 {
		if err := p.keep(key, c, data, refs); err != nil {
			return err
		}
	}
	return p.send(c, key, data, refs, c.refs)
}

// send puts the frame of a task, with what it refers to.
func (p *pool) send(c *call, key taskKey, data []byte, refs ...[]shm.Ref) error {
	s := p.s
	f := taskFrame{reply: p.results.Ref(), job: key.job, index: key.index, flags: c.flags, timeout: c.timeout, function: c.function}
	d, err := s.member.NewDraft(taskHeader + len(c.function) + len(data))
	if err != nil {
		return scriptError(err)
	}
	b := d.Bytes()
	n := copy(b, f.header())
	n += copy(b[n:], c.function)
	copy(b[n:], data)
	for _, list := range refs {
		for _, r := range list {
			if err := d.Attach(r); err != nil {
				d.Discard()
				return scriptError(err)
			}
		}
	}
	if err := p.tasks.PutDraft(shm.Wait{}, d); err != nil {
		d.Discard()
		return scriptError(err)
	}
	return nil
}
