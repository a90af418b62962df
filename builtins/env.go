package builtins

import (
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/files"
	"parlark/builtins/network"
	"parlark/builtins/object"
	"parlark/builtins/subprocess"
)

// This file declares what the modules need of the process that they run in.

// Env is the process as its modules see it. Nil functions are given a harmless default by New.
type Env struct {
	Argv    []string          // sys.argv
	Path    string            // sys.path[0]: the script's directory
	Environ map[string]string // os.environ at the start
	Cwd     string            // os.getcwd()
	CPUs    int               // os.cpu_count()

	PID, PPID   func() int
	ProcessName func() string // multiprocessing.current_process().name

	// Sleep is time.sleep. It gives the interpreter lock up and ends early with the exception of a signal handler.
	Sleep func(t *starlark.Thread, d time.Duration) error
	// Exit is os._exit. It does not return.
	Exit func(code int)
	// Kill is os.kill, for processes of the run. It is called with the interpreter lock held, as Sleep is; Exit is not.
	Kill func(pid, signal int) error
	// HandleSignal says that the script has a handler of its own for a signal, or has none any more.
	HandleSignal func(signal int, handled bool)
	// SignalSelf delivers a signal to this process as the host would, from any goroutine: alarm() and raise_signal().
	// It must make the interpreter call Registry.DeliverSignal. Nil: the Registry posts it itself.
	SignalSelf func(signal int)

	// Multiprocessing makes "multiprocessing", "multiprocessing.pool", "concurrent.futures", ...; nil: there are none.
	Multiprocessing Multiprocessing
	// Ctypes returns ctypes.
	Ctypes func() *object.Module
	// Files does what a script asks of the file system; nil refuses everything.
	Files files.Broker
	// Programs starts other programs; nil refuses all.
	Programs subprocess.Launcher
	// Network makes TCP connections; nil refuses all.
	Network network.Network
	// Source returns the lines of a file of the script, for tracebacks; nil shows none.
	Source func(file string) []string
	// Traceback is the text that an uncaught exception prints, ending in a newline; nil is Registry's own.
	Traceback func(e *object.Instance) string
	// Extra are an embedding program's own modules.
	Extra map[string]*object.Module
}

// Multiprocessing makes the modules that package multiprocessing provides.
type Multiprocessing interface {
	// Module returns the module of that dotted name, or nil; ModuleNames lists them.
	Module(name string) *object.Module
	ModuleNames() []string
}
