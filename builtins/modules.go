package builtins

import (
	"maps"

	"parlark/builtins/contextlib"
	"parlark/builtins/errno"
	"parlark/builtins/faulthandler"
	"parlark/builtins/gc"
	"parlark/builtins/getpass"
	"parlark/builtins/inspect"
	"parlark/builtins/linecache"
	"parlark/builtins/math"
	"parlark/builtins/object"
	"parlark/builtins/platform"
	"parlark/builtins/random"
	"parlark/builtins/resource"
	"parlark/builtins/sched"
	"parlark/builtins/socket"
	"parlark/builtins/sys"
	"parlark/builtins/time"
	"parlark/builtins/timeit"
	"parlark/builtins/traceback"
	"parlark/builtins/tracemalloc"
	"parlark/builtins/types"
	"parlark/builtins/uuid"
	"parlark/builtins/warnings"
	"parlark/builtins/weakref"
)

// This file is the table of modules.

// maker makes a module of an interpreter.
type maker = func(r *Registry) *object.Module

// makers returns the modules that this package can make, by their dotted names. Names that begin with an underscore are
// those by which CPython's classes in C travel.
func makers() map[string]maker {
	return map[string]maker{
		"_queue":           func(r *Registry) *object.Module { return r.queueModule() },
		"_thread":          func(r *Registry) *object.Module { return r.Threads().LowLevel() },
		"atexit":           func(r *Registry) *object.Module { return r.AtExit().Module() },
		"contextlib":       func(r *Registry) *object.Module { return contextlib.New(r.rt) },
		"errno":            func(r *Registry) *object.Module { return errno.New() },
		"faulthandler":     func(r *Registry) *object.Module { return faulthandler.New() },
		"gc":               func(r *Registry) *object.Module { return gc.New() },
		"getpass":          func(r *Registry) *object.Module { return getpass.New(r.rt, r.Environ) },
		"inspect":          func(r *Registry) *object.Module { return inspect.New(r.rt, r.env.Source) },
		"builtins":         func(r *Registry) *object.Module { return object.NewModule("builtins", maps.Clone(r.rt.Builtins())) },
		"linecache":        func(r *Registry) *object.Module { return linecache.New(r.env.Source) },
		"logging":          func(r *Registry) *object.Module { return r.Logging().Module() },
		"logging.config":   func(r *Registry) *object.Module { return r.Logging().Config() },
		"logging.handlers": func(r *Registry) *object.Module { return r.Logging().Handlers() },
		"cmath":            func(r *Registry) *object.Module { return math.NewComplex() },
		"math":             func(r *Registry) *object.Module { return math.New(r.rt) },
		"os":               func(r *Registry) *object.Module { return r.osModules().os },
		"os.path":          func(r *Registry) *object.Module { return r.osModules().path },
		"platform":         func(r *Registry) *object.Module { return platform.New(r.rt) },
		"posixpath":        func(r *Registry) *object.Module { return r.osModules().path },
		"queue":            func(r *Registry) *object.Module { return r.queueModule() },
		"random":           func(r *Registry) *object.Module { return random.New(r.rt) },
		"resource":         func(r *Registry) *object.Module { return resource.New(r.rt) },
		"sched": func(r *Registry) *object.Module {
			return sched.New(r.rt, r.member("time", "monotonic"), r.member("time", "sleep"))
		},
		"signal": func(r *Registry) *object.Module { return r.Signals().Module() },
		"socket": func(r *Registry) *object.Module { return socket.New(r.rt, r.env.Network, &r.numbers) },
		"sys": func(r *Registry) *object.Module {
			return sys.New(r.rt, sys.Process{Argv: r.env.Argv, Path: r.env.Path, Modules: r.sys, Names: r.tableNames()})
		},
		"threading":   func(r *Registry) *object.Module { return r.Threads().Module() },
		"time":        func(r *Registry) *object.Module { return time.New(r.rt, time.Process{Sleep: r.env.Sleep}) },
		"timeit":      func(r *Registry) *object.Module { return timeit.New(r.rt, r.member("time", "perf_counter")) },
		"traceback":   func(r *Registry) *object.Module { return traceback.New(r.rt, r.env.Source) },
		"tracemalloc": func(r *Registry) *object.Module { return tracemalloc.New(r.rt) },
		"types":       func(r *Registry) *object.Module { return types.New(r.rt) },
		"uuid":        func(r *Registry) *object.Module { return uuid.New(r.rt) },
		"warnings":    func(r *Registry) *object.Module { return warnings.New(r.rt, r.env.Source) },
		"weakref":     func(r *Registry) *object.Module { return weakref.New(r.rt, r.AtExit().Register) },
	}
}
