package object

import (
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file defines Runtime, the state of one interpreter that lowered code and built-in functions share.

// Options configure a Runtime. The zero value is an interpreter for .py files that prints nowhere.
type Options struct {
	// Starlark selects the notation of .star files: double-quoted reprs.
	Starlark bool
	// Stdout, Stderr and Stdin are the script's standard streams; a nil stream discards, or is at its end.
	Stdout, Stderr *Stream
	Stdin          *Stream
	// Import returns the module that an import statement names, dotted names included. It runs under the interpreter
	// lock. Nil means that there are no modules. The error is an ImportError of the script.
	Import func(t *starlark.Thread, name string) (starlark.Value, error)
	// Open is open(). It runs under the interpreter lock, which it gives up while it waits. Nil means that no file can be
	// opened: PermissionError.
	Open func(t *starlark.Thread, r OpenRequest) (starlark.Value, error)
	// Dynamic runs source text: exec, eval, compile, globals and locals. Nil: they are refused.
	Dynamic Dynamic
	// Visible lists the names that the code of a function of the script sees at a position, for suggestions; nil: none.
	Visible func(qualname string, pos syntax.Position) []string
	// MainModule is __module__ of the script's functions and classes; empty means "__main__".
	MainModule string
	// LoopHead reports whether a position is that of a loop's header; nil lets threads switch anywhere.
	LoopHead func(syntax.Position) bool
	// Signature describes a function of the script by its qualified name and a position in its first statement, for the
	// messages of wrong calls; nil, or not ok, makes them less precise.
	Signature func(qualname string, pos syntax.Position) (Signature, bool)
	// MemoryView returns the class behind memoryview(); nil means that there is none.
	MemoryView func() starlark.Callable
	// Assigns reports whether the subscript at a position is assigned to, for the message of an index out of range.
	Assigns func(pos syntax.Position) bool
	// Augments reports whether the operator at a position is that of an augmented assignment, for the message of operands
	// that do not fit.
	Augments func(pos syntax.Position, op string) bool
}

// Runtime is the run-time support of one interpreter: its classes, its lock, and the exception that a callback without a
// thread has left behind. Everything but the methods of lock.go is used with the interpreter lock held.
type Runtime struct {
	Options
	Stdin, Stdout, Stderr starlark.Value // sys.stdin, sys.stdout, sys.stderr as they are now
	// Note leaves a script line for the time after this process; nil: nobody wants to know.
	Note func(line uint32)
	// Activity counts what goes on by itself, see Busy; nil: nobody wants to know.
	Activity func(n int)
	// Shipper sends and receives functions; nil: functions cannot travel.
	Shipper FunctionShipper

	lock    sync.Mutex // the interpreter lock; see lock.go
	waiting waiters

	cur     *starlark.Thread  // the thread that runs script code now
	pending *exceptions.Error // raised where no error could be returned; see Raise

	left starlark.Value // the left operand of a comparison whose right one is being loaded; see unary.go

	signals signals // asynchronous exceptions; see lock.go
	idles   idles   // see idle.go

	sleepers  sleepers
	memory    watcher // see memory.go
	recursion int     // sys.setrecursionlimit(); 0: recursionLimit
	base      int     // depth of the stacks that the running one continues: those of a generator's consumers
	pauses    int     // since the lock was given up; see Pause

	types            types
	tables           func(name string) typeMethods      // methodsNamed, which the methods themselves cannot name
	nativeTables     map[string]map[string]nativeMethod // of the types that Starlark provides, likewise
	objectMethods    *Methods                           // defaultMethods, likewise
	exceptions       map[*exceptions.Type]*Class
	named            map[string]*Class // classes of Go-made values, by their Type()
	classVersion     uint64
	functions        functionAttributes
	tableSizes       tableSizes
	travel           *Travel
	intDigits        int                 // see int_text.go
	builtins         starlark.StringDict // those that have been made; see Builtin
	builtinFunctions map[string]Func
	intrinsics       starlark.StringDict
}

// New returns the run-time support of a new interpreter.
func New(opts Options) *Runtime {
	if opts.MainModule == "" {
		opts.MainModule = "__main__"
	}
	rt := &Runtime{
		Options:    opts,
		exceptions: map[*exceptions.Type]*Class{},
		named:      map[string]*Class{},
	}
	rt.Stdin, rt.Stdout, rt.Stderr = streamOrNone(opts.Stdin), streamOrNone(opts.Stdout), streamOrNone(opts.Stderr)
	rt.tables, rt.nativeTables, rt.objectMethods = methodsNamed, nativeTables(), defaultMethods
	rt.travel = newTravel(rt)
	rt.intDigits = defaultIntDigits
	rt.makeTypes()
	rt.builtins, rt.builtinFunctions = rt.plainBuiltins(), rt.makeBuiltinFunctions()
	rt.intrinsics = rt.makeIntrinsics()
	return rt
}

func streamOrNone(s *Stream) starlark.Value {
	if s == nil {
		return starlark.None
	}
	return s
}

// Intrinsics returns the functions that lowered code calls, by their names without the leading "#". The caller must not
// change the dictionary.
func (rt *Runtime) Intrinsics() starlark.StringDict { return rt.intrinsics }

const runtimeKey = "parlark.object.Runtime"

// NewThread returns a thread of this interpreter. Script code runs on it only while the caller holds the lock.
func (rt *Runtime) NewThread(name string) *starlark.Thread {
	t := &starlark.Thread{Name: name}
	t.SetLocal(runtimeKey, rt)
	rt.arm(t)
	return t
}

const threadKey = "parlark.object.thread"

// SetThreadID says which Python thread t runs for; see ThreadID.
func SetThreadID(t *starlark.Thread, id uint64) { t.SetLocal(threadKey, id) }

// ThreadID returns the number of the Python thread that t runs for: 1 is the main thread. A generator runs for the thread
// that made it.
func ThreadID(t *starlark.Thread) uint64 {
	if id, ok := t.Local(threadKey).(uint64); ok {
		return id
	}
	return 1
}

// Of returns the run-time support of the interpreter that t belongs to. It panics if t was not made by NewThread.
func Of(t *starlark.Thread) *Runtime {
	rt, ok := t.Local(runtimeKey).(*Runtime)
	if !ok {
		panic("BUG: thread " + t.Name + " belongs to no interpreter")
	}
	return rt
}

// Current returns the thread that runs script code now; built-in code that is called without a thread uses it.
func (rt *Runtime) Current() *starlark.Thread { return rt.cur }
