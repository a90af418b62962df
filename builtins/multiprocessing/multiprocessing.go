package multiprocessing

import (
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and its submodules: Lib/multiprocessing/__init__.py.

// Modules returns multiprocessing and its submodules by dotted name.
func (s *State) Modules() map[string]*object.Module {
	if s.parts.modules == nil {
		s.parts.modules = s.makeModules()
	}
	return s.parts.modules
}

func (s *State) makeModules() map[string]*object.Module {
	s.processClasses()
	c := s.context("")
	members := starlark.StringDict{}
	for name, v := range c.members {
		members[name] = v
	}
	modules := map[string]*object.Module{
		"multiprocessing.context":   object.NewModule("multiprocessing.context", s.contextModule()),
		"multiprocessing.process":   object.NewModule("multiprocessing.process", s.processModule()),
		"multiprocessing.pool":      object.NewModule("multiprocessing.pool", s.poolModule()),
		"multiprocessing.managers":  object.NewModule("multiprocessing.managers", s.managersModule()),
		"multiprocessing.dummy":     s.dummyModule(),
		"multiprocessing.util":      object.NewModule("multiprocessing.util", s.utilModule()),
		"multiprocessing.reduction": object.NewModule("multiprocessing.reduction", starlark.StringDict{}),
		"multiprocessing.spawn":     object.NewModule("multiprocessing.spawn", starlark.StringDict{"freeze_support": members["freeze_support"]}),
	}
	for name, table := range s.objectModules() {
		modules["multiprocessing."+name] = object.NewModule("multiprocessing."+name, table)
	}
	for _, name := range []string{"context", "process", "reduction", "connection", "pool", "queues", "managers", "shared_memory", "sharedctypes", "synchronize", "dummy", "util", "spawn"} {
		members[name] = modules["multiprocessing."+name]
	}
	members["reducer"] = modules["multiprocessing.reduction"]
	members["SUBDEBUG"], members["SUBWARNING"] = starlark.MakeInt(5), starlark.MakeInt(25)
	modules["multiprocessing"] = object.NewModule("multiprocessing", members)
	for name, m := range s.FuturesModules() {
		modules[name] = m
	}
	return modules
}

// contextMembers is everything that a context offers.
func (s *State) contextMembers(c *startContext) starlark.StringDict {
	all := starlark.StringDict{
		"Process":             s.parts.process[c.method],
		"ProcessError":        s.rt.ExceptionClass(ProcessError),
		"BufferTooShort":      s.rt.ExceptionClass(BufferTooShort),
		"TimeoutError":        s.rt.ExceptionClass(TimeoutError),
		"AuthenticationError": s.rt.ExceptionClass(AuthenticationError),
		"WorkerLostError":     s.rt.ExceptionClass(WorkerLostError),
	}
	for _, part := range []starlark.StringDict{s.methodFunctions(c), s.processFunctions(), s.objectTable(), s.loggingFunctions(), s.managerFunctions(c)} {
		for name, v := range part {
			all[name] = v
		}
	}
	all["Pool"] = object.NewBuiltin("Pool", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if object.Keyword(kwargs, "context") == nil {
			kwargs = append(append([]starlark.Tuple{}, kwargs...), starlark.Tuple{starlark.String("context"), c})
		}
		return starlark.Call(t, s.poolClass(), args, kwargs)
	})
	return all
}

// processFunctions are the functions about processes.
func (s *State) processFunctions() starlark.StringDict {
	fn := func(name string, f func(t *starlark.Thread) (starlark.Value, error)) starlark.Value {
		return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Unpack(name, args, kwargs); err != nil {
				return nil, err
			}
			return f(t)
		})
	}
	return starlark.StringDict{
		"current_process": fn("current_process", func(*starlark.Thread) (starlark.Value, error) { return s.currentProcess(), nil }),
		"parent_process": fn("parent_process", func(*starlark.Thread) (starlark.Value, error) {
			if p := s.parentOf(); p != nil {
				return p, nil
			}
			return starlark.None, nil
		}),
		"active_children": fn("active_children", func(*starlark.Thread) (starlark.Value, error) {
			var living []starlark.Value
			for _, c := range append([]*object.Instance{}, s.parts.children...) {
				if processOf(c).poll() == nil {
					living = append(living, c)
				}
			}
			return starlark.NewList(living), nil
		}),
		"cpu_count": fn("cpu_count", func(*starlark.Thread) (starlark.Value, error) { return starlark.MakeInt(s.cpus()), nil }),
	}
}

// cpus is os.cpu_count().
func (s *State) cpus() int { return runtime.NumCPU() }

// newThreadID returns a number for a thread of the interpreter that is not made by package threading.
func (s *State) newThreadID() uint64 { return firstOwnThread + uint64(s.parts.threads.Add(1)) }

// firstOwnThread is above the numbers that package threading gives.
const firstOwnThread = 1 << 40

func (s *State) contextModule() starlark.StringDict {
	m := starlark.StringDict{}
	for method, class := range s.parts.process {
		m[class.Name()] = class
		m[contextClasses[method]] = object.NewBuiltin(contextClasses[method], func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.context(method), nil
		})
	}
	for _, name := range []string{"ProcessError", "BufferTooShort", "TimeoutError", "AuthenticationError"} {
		m[name] = s.context("").members[name]
	}
	return m
}

func (s *State) processModule() starlark.StringDict {
	m := s.processFunctions()
	delete(m, "cpu_count")
	m["BaseProcess"] = s.parts.baseProcess
	return m
}

func (s *State) poolModule() starlark.StringDict {
	return starlark.StringDict{
		"Pool":               s.poolClass(),
		"ThreadPool":         s.threadPool(),
		"AsyncResult":        s.resultClass("ApplyResult"),
		"ApplyResult":        s.resultClass("ApplyResult"),
		"MapResult":          s.resultClass("MapResult"),
		"MaybeEncodingError": s.encodingErrorClass(),
		"RemoteTraceback":    s.rt.ExceptionClass(RemoteTraceback),
		"TimeoutError":       s.rt.ExceptionClass(TimeoutError),
	}
}

// resultClass is a class of results for isinstance() and annotations.
func (s *State) resultClass(name string) *object.Class {
	return s.rt.TypeOf(&asyncResult{kind: name})
}

func (s *State) utilModule() starlark.StringDict {
	m := s.loggingFunctions()
	m["Finalize"] = object.NewBuiltin("Finalize", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.NotImplementedError.Errorf("multiprocessing.util.Finalize is not supported: use atexit or try/finally")
	})
	return m
}
