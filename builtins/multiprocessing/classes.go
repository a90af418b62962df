package multiprocessing

import (
	"weak"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file lists the shared objects that scripts make: their builtins, their classes, and the submodules that hold them.

// objects is what the files of shared objects keep in a State.
type objects struct {
	oneItem    oneItem
	classes    map[string]*object.Class
	lastFileno int
	filenos    map[int]weak.Pointer[connection]
	// endsReceived tells that connections have come since closeDropped looked last.
	endsReceived bool
	ctypes       ctypes
}

// builtinFuncs are the functions behind the names of module multiprocessing that make shared objects.
func (s *State) builtinFuncs() map[string]object.Func {
	return map[string]object.Func{
		"Lock":             s.lockBuiltin(shm.Mutex),
		"RLock":            s.lockBuiltin(shm.Recursive),
		"Semaphore":        s.lockBuiltin(shm.Semaphore),
		"BoundedSemaphore": s.lockBuiltin(shm.Bounded),
		"Condition":        s.conditionBuiltin,
		"Event":            s.eventBuiltin,
		"Barrier":          s.barrierBuiltin,
		"Queue":            s.queueBuiltin(kindQueue),
		"JoinableQueue":    s.queueBuiltin(kindJoinableQueue),
		"SimpleQueue":      s.simpleQueueBuiltin,
		"Pipe":             s.pipeBuiltin,
		"Value":            s.valueBuiltin,
		"Array":            s.arrayBuiltin,
		"RawValue":         s.rawValueBuiltin,
		"RawArray":         s.rawArrayBuiltin,
	}
}

// objectTable returns the names of module multiprocessing, and of a context, that make shared objects.
func (s *State) objectTable() starlark.StringDict {
	table := starlark.StringDict{}
	for name, f := range s.builtinFuncs() {
		table[name] = object.NewBuiltin(name, f)
	}
	return table
}

// objectModules are the submodules that hold shared objects, by their last names.
var objectModules = []string{"synchronize", "queues", "connection", "shared_memory", "sharedctypes"}

// objectModule returns the members of one of them.
func (s *State) objectModule(name string) starlark.StringDict {
	table := starlark.StringDict{}
	classes := func(names ...string) {
		for _, name := range names {
			table[name] = s.class(name)
		}
	}
	var funcs map[string]object.Func
	switch name {
	case "synchronize":
		classes("SemLock", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier")
	case "queues":
		classes("Queue", "JoinableQueue", "SimpleQueue")
		table["Empty"], table["Full"] = s.rt.ExceptionClass(exceptions.QueueEmpty), s.rt.ExceptionClass(exceptions.QueueFull)
	case "connection":
		classes("Connection", "Listener")
		funcs = map[string]object.Func{
			"Pipe": s.pipeBuiltin, "Client": s.clientBuiltin, "wait": s.waitBuiltin,
			"deliver_challenge": s.challengeBuiltin("deliver_challenge", deliverChallenge),
			"answer_challenge":  s.challengeBuiltin("answer_challenge", answerChallenge),
		}
	case "shared_memory":
		classes("SharedMemory", "ShareableList")
	case "sharedctypes":
		classes("SynchronizedBase", "Synchronized", "SynchronizedArray", "SynchronizedString")
		funcs = map[string]object.Func{
			"Value": s.valueBuiltin, "Array": s.arrayBuiltin, "RawValue": s.rawValueBuiltin, "RawArray": s.rawArrayBuiltin,
			"copy": s.copyBuiltin, "synchronized": s.synchronizedBuiltin,
		}
	}
	for name, f := range funcs {
		table[name] = object.NewBuiltin(name, f)
	}
	return table
}

// class returns the class of that name.
func (s *State) class(name string) *object.Class {
	if s.objects.classes == nil {
		s.makeClasses()
	}
	return s.objects.classes[name]
}

// makeClasses makes the classes of the values of this package. Their values are made in Go; see derive.go for the classes
// that scripts derive from them.
func (s *State) makeClasses() {
	all := map[string]*object.Class{}
	s.objects.classes = all
	funcs := s.builtinFuncs()
	funcs["Listener"] = s.listenerBuiltin
	funcs["SharedMemory"] = s.sharedMemoryBuiltin
	funcs["ShareableList"] = s.shareableListBuiltin
	funcs["memoryview"] = s.memoryViewBuiltin
	methods := map[string]*object.Methods{
		"Lock": lockMethods, "RLock": lockMethods, "Semaphore": semaphoreMethods, "BoundedSemaphore": semaphoreMethods,
		"Condition": conditionMethods, "Event": eventMethods, "Barrier": barrierMethods,
		"Queue": queueMethods, "JoinableQueue": joinableQueueMethods, "SimpleQueue": simpleQueueMethods,
		"SharedMemory": sharedMemoryMethods, "ShareableList": shareableListMethods, "Listener": listenerMethods,
	}
	define := func(module, name string, bases ...*object.Class) {
		var native *object.Native
		f := funcs[name]
		if methods[name] != nil {
			native = s.derivable(module, name, f, methods[name])
		}
		c := s.rt.NewBuiltinClass(module, name, native, bases...)
		if f == nil {
			f = func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return nil, exceptions.TypeError.Errorf("cannot create '%s.%s' instances", module, name)
			}
		}
		c.SetConstruct(func(t *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(t, args, kwargs)
		})
		if native == nil && name != "SemLock" { // a base of classes that can be derived from
			c.SetFinal()
		}
		all[name] = c
	}
	const synchronize = "multiprocessing.synchronize"
	define(synchronize, "SemLock")
	for _, name := range lockNames {
		define(synchronize, name, all["SemLock"])
	}
	define(synchronize, "Condition")
	define(synchronize, "Event")
	define(synchronize, "Barrier")
	define("multiprocessing.queues", "Queue")
	define("multiprocessing.queues", "JoinableQueue", all["Queue"])
	define("multiprocessing.queues", "SimpleQueue")
	define("multiprocessing.connection", "Connection")
	define("multiprocessing.connection", "Listener")
	const sharedctypes = "multiprocessing.sharedctypes"
	define(sharedctypes, "SynchronizedBase")
	define(sharedctypes, "Synchronized", all["SynchronizedBase"])
	define(sharedctypes, "SynchronizedArray", all["SynchronizedBase"])
	define(sharedctypes, "SynchronizedString", all["SynchronizedArray"])
	define("multiprocessing.shared_memory", "SharedMemory")
	define("multiprocessing.shared_memory", "ShareableList")
	define("builtins", "memoryview")
}

// withoutContext drops the argument ctx, with which CPython's classes are told where they belong.
func withoutContext(kwargs []starlark.Tuple) []starlark.Tuple {
	for i, kv := range kwargs {
		if kv[0] == starlark.String("ctx") {
			return append(append([]starlark.Tuple{}, kwargs[:i]...), kwargs[i+1:]...)
		}
	}
	return kwargs
}

// orError returns v as a Value, or the error.
func orError[V starlark.Value](v V, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

// malformed is the error of a handle that is not as its Reduce writes it.
func malformed(d *starlarkcbor.Decoder, err error) error {
	if err != nil {
		return err
	}
	return d.Fail("malformed handle")
}

// openError is the exception of a handle that could not be opened where it was received.
func openError(err error) error { return scriptError(err) }
