package threading

import (
	"fmt"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
	"parlark/builtins/structseq"
)

// This file defines State, the threads of one interpreter, and makes the module.

// Process is what the module needs of the process.
type Process struct {
	PID func() int
	// Traceback is the report of an exception that nobody has caught, ending in a newline.
	Traceback func(e *object.Instance) string
}

// State is the threads of one interpreter.
type State struct {
	rt *object.Runtime
	p  Process

	module   *object.Module
	lowLevel *object.Module // _thread
	class    classes
	hookArgs *structseq.Type

	main    *object.Instance
	alive   []*object.Instance // started and not ended, without main
	lastID  uint64             // number given to a thread; 1 is the main thread's
	unnamed int                // Thread-N
}

type classes struct {
	thread, mainThread, dummy, timer, lock, rlock, condition, semaphore, bounded, event, barrier, local *object.Class
}

// New makes threading and _thread.
func New(rt *object.Runtime, p Process) *State {
	s := &State{rt: rt, p: p, lastID: 1}
	s.hookArgs = structseq.New(rt, "_thread", "_ExceptHookArgs", 0, "exc_type", "exc_value", "exc_traceback", "thread")
	s.lockClasses()
	s.conditionClass()
	s.semaphoreClasses()
	s.eventClass()
	s.barrierClass()
	s.localClass()
	s.threadClasses()
	s.main = s.class.mainThread.Allocate(rt.Current())
	m := threadOf(s.main)
	m.name, m.id, m.initialized, m.started = "MainThread", 1, true, true
	members := starlark.StringDict{
		"Thread": s.class.thread, "Timer": s.class.timer, "Lock": s.class.lock, "RLock": s.class.rlock, "Condition": s.class.condition,
		"Semaphore": s.class.semaphore, "BoundedSemaphore": s.class.bounded, "Event": s.class.event, "Barrier": s.class.barrier,
		"local": s.class.local, "_MainThread": s.class.mainThread, "_DummyThread": s.class.dummy,
		"BrokenBarrierError": rt.ExceptionClass(exceptions.BrokenBarrierError), "ThreadError": rt.ExceptionClass(exceptions.RuntimeError),
		"TIMEOUT_MAX": starlark.Float(maxTimeout), "ExceptHookArgs": s.hookArgs.Class,
	}
	for name, f := range s.functions() {
		members[name] = object.NewBuiltin(name, f)
	}
	var all []starlark.Value
	for _, name := range strings.Fields(exported) {
		all = append(all, starlark.String(name))
	}
	members["__all__"] = starlark.NewList(all)
	members["__excepthook__"] = members["excepthook"]
	s.module = object.NewModule("threading", members)
	s.lowLevel = s.makeLowLevel()
	return s
}

// exported is CPython's threading.__all__.
const exported = "get_ident active_count Condition current_thread enumerate main_thread TIMEOUT_MAX Event Lock RLock Semaphore " +
	"BoundedSemaphore Thread Barrier BrokenBarrierError Timer ThreadError setprofile settrace local stack_size excepthook " +
	"ExceptHookArgs get_native_id getprofile gettrace setprofile_all_threads settrace_all_threads"

// Module returns threading.
func (s *State) Module() *object.Module { return s.module }

// LowLevel returns _thread.
func (s *State) LowLevel() *object.Module { return s.lowLevel }

// maxTimeout is TIMEOUT_MAX.
const maxTimeout = 9223372036.0

func (s *State) functions() map[string]object.Func {
	plain := func(name string, f func(t *starlark.Thread) (starlark.Value, error)) object.Func {
		return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Unpack(name, args, kwargs); err != nil {
				return nil, err
			}
			return f(t)
		}
	}
	current := plain("current_thread", func(t *starlark.Thread) (starlark.Value, error) { return s.current(t), nil })
	count := plain("active_count", func(*starlark.Thread) (starlark.Value, error) { return starlark.MakeInt(len(s.alive) + 1), nil })
	ident := plain("get_ident", func(t *starlark.Thread) (starlark.Value, error) {
		return starlark.MakeUint64(identOf(object.ThreadID(t))), nil
	})
	ignore := func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	}
	return map[string]object.Func{
		"current_thread": current, "currentThread": current, "active_count": count, "activeCount": count, "get_ident": ident,
		"main_thread": plain("main_thread", func(*starlark.Thread) (starlark.Value, error) { return s.main, nil }),
		"get_native_id": plain("get_native_id", func(t *starlark.Thread) (starlark.Value, error) {
			return starlark.MakeInt(s.p.PID() + int(object.ThreadID(t)) - 1), nil
		}),
		"enumerate": plain("enumerate", func(*starlark.Thread) (starlark.Value, error) {
			all := []starlark.Value{s.main}
			for _, o := range s.alive {
				all = append(all, o)
			}
			return starlark.NewList(all), nil
		}),
		"excepthook": s.hook, "settrace": ignore, "setprofile": ignore, "settrace_all_threads": ignore, "setprofile_all_threads": ignore,
		"gettrace": ignore, "getprofile": ignore,
		"stack_size": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.MakeInt(0), nil
		},
	}
}

// makeLowLevel makes _thread, by whose name locks travel.
func (s *State) makeLowLevel() *object.Module {
	members := starlark.StringDict{
		"lock": s.class.lock, "LockType": s.class.lock, "RLock": s.class.rlock, "error": s.rt.ExceptionClass(exceptions.RuntimeError),
		"TIMEOUT_MAX": starlark.Float(maxTimeout), "allocate_lock": s.class.lock, "_local": s.class.local,
		"get_ident": s.module.Member("get_ident"), "get_native_id": s.module.Member("get_native_id"),
		"start_new_thread": object.NewBuiltin("start_new_thread", s.startNew),
	}
	return object.NewModule("_thread", members)
}

// startNew is _thread.start_new_thread(function, args[, kwargs]).
func (s *State) startNew(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("start_new_thread", args, kwargs, 2, 3); err != nil {
		return nil, err
	}
	o := s.class.thread.Allocate(t)
	th := threadOf(o)
	th.initialized, th.daemon, th.target, th.name = true, true, args[0], s.nextName(args[0])
	elements, err := s.rt.List(t, args[1])
	if err != nil {
		return nil, err
	}
	th.args = append(starlark.Tuple{}, elements...)
	if len(args) == 3 {
		d, ok := args[2].(*starlark.Dict)
		if !ok {
			return nil, exceptions.TypeError.Errorf("optional 3rd arg must be a dictionary")
		}
		th.kwargs = d.Items()
	}
	if err := s.start(t, o); err != nil {
		return nil, err
	}
	return starlark.MakeUint64(identOf(th.id)), nil
}

// Ident is get_ident() of the thread that t runs for.
func Ident(t *starlark.Thread) uint64 { return identOf(object.ThreadID(t)) }

// identOf is what get_ident() shows of a thread's number: in CPython an address.
func identOf(id uint64) uint64 { return 0x7f5a00000000 + id*0x800000 }

// current returns the Thread object of the thread that t runs for.
func (s *State) current(t *starlark.Thread) *object.Instance {
	id := object.ThreadID(t)
	if id == 1 {
		return s.main
	}
	for _, o := range s.alive {
		if threadOf(o).id == id {
			return o
		}
	}
	o := s.class.dummy.Allocate(t)
	th := threadOf(o)
	s.unnamed++
	th.name, th.id, th.initialized, th.started, th.daemon = fmt.Sprintf("Dummy-%d", s.unnamed), id, true, true, true
	return o
}

// CurrentName is current_thread().name.
func (s *State) CurrentName(t *starlark.Thread) string { return threadOf(s.current(t)).name }

// Shutdown waits for the threads that are no daemons, at the end of the main thread. The error is the exception of a
// signal handler.
func (s *State) Shutdown(t *starlark.Thread) error {
	for {
		var wait *thread
		for _, o := range s.alive {
			if th := threadOf(o); !th.daemon {
				wait = th
				break
			}
		}
		if wait == nil {
			return nil
		}
		if _, err := s.rt.Await(t, wait.done, time.Time{}); err != nil {
			return err
		}
	}
}

// hook is excepthook(args): it reports an exception that a thread has not caught.
func (s *State) hook(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("_thread._excepthook", args, kwargs, 1); err != nil {
		return nil, err
	}
	values, ok := object.Underlying(args[0]).(starlark.Tuple)
	if !ok || len(values) != 4 {
		return nil, exceptions.TypeError.Errorf("_thread._excepthook argument type must be ExceptHookArgs")
	}
	e, ok := values[1].(*object.Instance)
	if !ok || e.Raised() == nil || e.IsInstanceOf(exceptions.SystemExit) {
		return starlark.None, nil
	}
	name := fmt.Sprint(identOf(object.ThreadID(t)))
	if o, ok := values[3].(*object.Instance); ok {
		if th, ok := o.State().(*thread); ok {
			name = th.name
		}
	}
	text := "Exception in thread " + name + ":\n" + s.p.Traceback(e)
	if err := streams.Write(t, s.rt, s.rt.Stderr, text); err != nil {
		return nil, err
	}
	return starlark.None, streams.Flush(t, s.rt, s.rt.Stderr)
}
