package multiprocessing

import (
	"maps"
	"runtime"
	"slices"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and its submodules: Lib/multiprocessing/__init__.py.

// Module returns multiprocessing or one of its submodules by dotted name, concurrent.futures and its own included; nil if
// there is none. Modules are made when they are first asked for: a process needs few of them.
func (s *State) Module(name string) *object.Module {
	if m := s.parts.modules[name]; m != nil {
		return m
	}
	make := s.moduleMakers()[name]
	if make == nil {
		return nil
	}
	s.prepare()
	m := make()
	if s.parts.modules == nil {
		s.parts.modules = map[string]*object.Module{}
	}
	s.parts.modules[name] = m
	return m
}

// prepare makes the classes that values of other processes may be of, and that no import precedes.
func (s *State) prepare() {
	if s.parts.baseProcess == nil {
		s.processClasses()
		s.makeClasses()
	}
}

// ModuleNames lists the modules that Module makes.
func (s *State) ModuleNames() []string { return slices.Sorted(maps.Keys(s.moduleMakers())) }

// submodules are the attributes of multiprocessing that are modules.
var submodules = []string{
	"context", "process", "reduction", "connection", "pool", "queues", "managers", "shared_memory", "sharedctypes", "synchronize",
}

func (s *State) moduleMakers() map[string]func() *object.Module {
	makers := map[string]func() *object.Module{
		"multiprocessing":       s.topModule,
		"multiprocessing.dummy": s.dummyModule,
		"concurrent":            s.concurrentModule,
	}
	add := func(name string, members func() starlark.StringDict) {
		makers[name] = func() *object.Module { return object.NewModule(name, members()) }
	}
	add("multiprocessing.context", s.contextModule)
	add("multiprocessing.process", s.processModule)
	add("multiprocessing.pool", s.poolModule)
	add("multiprocessing.managers", s.managersModule)
	add("multiprocessing.util", s.utilModule)
	add("multiprocessing.reduction", func() starlark.StringDict { return starlark.StringDict{} })
	add("multiprocessing.spawn", func() starlark.StringDict {
		return starlark.StringDict{"freeze_support": s.Module("multiprocessing").Member("freeze_support")}
	})
	for _, name := range objectModules {
		add("multiprocessing."+name, func() starlark.StringDict { return s.objectModule(name) })
	}
	for _, name := range futuresModules {
		add(name, func() starlark.StringDict { return s.futuresModule(name) })
	}
	return makers
}

// topModule is multiprocessing itself.
func (s *State) topModule() *object.Module {
	members := maps.Clone(s.context("").members)
	members["SUBDEBUG"], members["SUBWARNING"] = starlark.MakeInt(5), starlark.MakeInt(25)
	m := object.NewModule("multiprocessing", members)
	names := append([]string{"reducer"}, submodules...)
	m.SetLive(object.LiveMembers{Names: names, Get: func(name string) starlark.Value {
		if name == "reducer" {
			name = "reduction"
		}
		return s.Module("multiprocessing." + name)
	}})
	return m
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
