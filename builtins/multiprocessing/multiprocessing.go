package multiprocessing

import (
	"maps"
	"runtime"
	"slices"
	"strings"

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
	"context", "process", "reduction", "connection", "pool", "queues", "managers", "shared_memory", "sharedctypes", "synchronize", "util", "spawn",
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
	add("_pickle", s.pickleModule)
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
	members["__all__"] = nameList(moduleNames)
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

// moduleNames is CPython's multiprocessing.__all__.
const moduleNames = "Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event JoinableQueue Lock Manager " +
	"Pipe Pool Process ProcessError Queue RLock RawArray RawValue Semaphore SimpleQueue TimeoutError Value active_children " +
	"allow_connection_pickling cpu_count current_process freeze_support get_all_start_methods get_context get_logger " +
	"get_start_method log_to_stderr parent_process reducer set_executable set_forkserver_preload set_start_method"

// nameList is an __all__ of names separated by spaces.
func nameList(names string) *starlark.List {
	var list []starlark.Value
	for _, n := range strings.Fields(names) {
		list = append(list, starlark.String(n))
	}
	return starlark.NewList(list)
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
	all["cpu_count"] = object.NewBuiltin("cpu_count", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeInt(s.cpus()), object.UnpackMethod("BaseContext.cpu_count", args, kwargs)
	})
	all["Pool"] = s.poolMaker(c)
	return all
}

// poolMaker is Pool of a context, which may be one of a class that a script has derived.
func (s *State) poolMaker(context starlark.Value) starlark.Value {
	return object.NewBuiltin("Pool", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var processes, initializer, initargs, perChild, retries, limits starlark.Value
		err := object.UnpackMethod("BaseContext.Pool", args, kwargs, "processes?", &processes, "initializer?", &initializer, "initargs?", &initargs,
			"maxtasksperchild?", &perChild, "*", nil, "retries?", &retries, "limits?", &limits)
		if err != nil {
			return nil, err
		}
		full := starlark.Tuple{noneIfNil(processes), noneIfNil(initializer), noneIfNil(initargs), noneIfNil(perChild), context}
		return starlark.Call(t, s.poolClass(), full, []starlark.Tuple{{starlark.String("retries"), noneIfNil(retries)}, {starlark.String("limits"), noneIfNil(limits)}})
	})
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
		m[contextClasses[method]] = s.contextClass(method)
	}
	m["BaseContext"] = s.parts.baseContext
	for _, name := range []string{"ProcessError", "BufferTooShort", "TimeoutError", "AuthenticationError"} {
		m[name] = s.context("").members[name]
	}
	return m
}

func (s *State) processModule() starlark.StringDict {
	m := s.processFunctions()
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
	for name, f := range s.writingFunctions() {
		m[name] = f
	}
	for name, level := range map[string]int{"NOTSET": 0, "SUBDEBUG": levelSubDebug, "DEBUG": levelDebug, "INFO": levelInfo, "SUBWARNING": levelSubWarning} {
		m[name] = starlark.MakeInt(level)
	}
	m["LOGGER_NAME"], m["DEFAULT_LOGGING_FORMAT"] = starlark.String(loggerName), starlark.String(defaultFormat)
	m["Finalize"] = object.NewBuiltin("Finalize", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return nil, exceptions.NotImplementedError.Errorf("multiprocessing.util.Finalize is not supported: use atexit or try/finally")
	})
	return m
}
