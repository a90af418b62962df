package interp

import (
	"errors"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins"
	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/multiprocessing"
	"parlark/builtins/network"
	"parlark/builtins/object"
	"parlark/builtins/subprocess"
	"parlark/host/internal/dialect"
	"parlark/host/internal/dialect/python"
	"parlark/ipc/shm"
)

// This file defines Interp and the two lives of it: the main process and a child.

// Options say what an interpreter is given before it is assigned a place in a run. Streams may be connected later.
type Options struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Source returns the text of a local module; the error says that there is none.
	Source func(module string) (path string, src []byte, err error)
	// NoKernels leaves all code to the VM.
	NoKernels bool
}

// Place is an interpreter's place in a run.
type Place struct {
	Path    string // of the main script, as it was named
	Argv    []string
	Environ map[string]string
	Cwd     string
	PID     int

	Member   *shm.Member
	Host     Host
	Files    files.Broker
	Programs subprocess.Launcher
	Network  network.Network
	Self     multiprocessing.Identity // of the main process; a child's arrives with its task
}

// Host is what an interpreter asks of its host.
type Host interface {
	multiprocessing.Runtime
	// SignalPID sends a signal to a process of the run by its pid. multiprocessing.ErrNoProcess: there is none.
	SignalPID(pid, signal int) error
	// Handles tells the host whether the script handles a signal itself.
	Handles(signal int, handled bool)
	// Reserve tells the host that the script is going to start processes.
	Reserve()
}

// Interp is the Python of one process.
type Interp struct {
	opts    Options
	place   Place
	objects *object.Runtime
	modules *builtins.Registry
	mp      *multiprocessing.State
	main    *starlark.Thread
	units   map[string]*unit
	byPath  map[string]*unit

	compiling map[string]bool // the modules whose files are being compiled

	derefFunction starlark.Value
	texts         map[textKey]*object.Code  // what Compile has compiled
	needs         bool                      // units are compiled to be checked
	spaces        map[string]starlark.Value // the dicts that functions of text without a file have travelled with
	reserved      bool                      // see reserve
}

// New returns an interpreter without a place in a run. It can Preload, nothing else.
func New(opts Options) *Interp {
	in := &Interp{opts: opts, units: map[string]*unit{}, byPath: map[string]*unit{}, compiling: map[string]bool{}}
	in.objects = object.New(object.Options{
		Stdin:    object.NewStream(object.StreamOptions{Name: "<stdin>", Fd: 0, Reader: opts.Stdin}),
		Stdout:   object.NewStream(object.StreamOptions{Name: "<stdout>", Fd: 1, Writer: opts.Stdout, LineBuffered: true}),
		Stderr:   object.NewStream(object.StreamOptions{Name: "<stderr>", Fd: 2, Writer: opts.Stderr, LineBuffered: true, Errors: "backslashreplace"}),
		Import:   in.importModule,
		LoopHead: in.loopHead, Signature: in.signature, Assigns: in.assigns,
		MemoryView: func() starlark.Callable { return in.mp.MemoryView() }, Augments: in.augments, Visible: in.visible,
	})
	in.objects.Shipper = in
	in.objects.Dynamic = in
	in.main = in.objects.NewThread("MainThread")
	in.modules = builtins.New(in.objects, in.env())
	return in
}

// Preload compiles a script that this interpreter will be a child of. A script that does not compile is left for the
// main process to report.
func (in *Interp) Preload(path string, src []byte) {
	in.objects.Lock(in.main)
	defer in.objects.Unlock()
	if in.units["__main__"] == nil {
		in.load(path, src)
	}
}

// load compiles the script and makes its makers.
func (in *Interp) load(path string, src []byte) error {
	u, err := in.compile("__main__", path, src)
	if err != nil {
		return err
	}
	return in.run(in.objects.NewThread("loading"), u, false)
}

// Assign gives the interpreter its place in a run.
func (in *Interp) Assign(p Place) {
	in.place = p
	in.objects.Starlark = isStarlark(p.Path)
	in.objects.Note, in.objects.Activity = p.Member.Note, p.Member.Busy
	in.mp = multiprocessing.New(multiprocessing.Options{
		Objects: in.objects, Member: p.Member, Host: p.Host, Travel: in.objects.Travel().Options(), Self: p.Self, Source: in.source,
		Legacy: in.legacy, Inherit: in.inherit,
		ThreadName: func(t *starlark.Thread) string { return in.modules.Threads().CurrentName(t) },
	})
	in.modules.SetEnv(in.env())
}

// env is what modules need of the process.
func (in *Interp) env() builtins.Env {
	p := &in.place
	return builtins.Env{
		Argv: p.Argv, Path: filepath.Dir(p.Path), Environ: p.Environ, Cwd: p.Cwd, CPUs: runtime.NumCPU(),
		PID:             func() int { return p.PID },
		PPID:            func() int { return in.mp.ParentPID() },
		ProcessName:     func() string { return in.mp.ProcessName() },
		Sleep:           func(t *starlark.Thread, d time.Duration) error { return in.mp.Sleep(t, d) },
		Exit:            func(code int) { in.objects.NoteLine(); p.Host.Exit(code) },
		Kill:            in.kill,
		Files:           p.Files,
		Programs:        p.Programs,
		Network:         p.Network,
		HandleSignal:    func(signal int, handled bool) { p.Host.Handles(signal, handled) },
		SignalSelf:      func(signal int) { in.Interrupt(signal, false) },
		Multiprocessing: in.multiprocessing(),
		Ctypes:          func() *object.Module { return in.mp.CtypesModule() },
		Source:          in.source,
		Traceback:       func(e *object.Instance) string { return in.mp.Traceback(e) },
	}
}

// multiprocessing is nil before the interpreter has its place.
func (in *Interp) multiprocessing() builtins.Multiprocessing {
	if in.mp == nil {
		return nil
	}
	return in.mp
}

// reserve makes the host start spares, once.
func (in *Interp) reserve() {
	if !in.reserved && in.place.Host != nil {
		in.reserved = true
		in.place.Host.Reserve()
	}
}

// kill is os.kill(); it is called without the interpreter lock.
func (in *Interp) kill(pid, signal int) error {
	in.objects.NoteLine() // the signal may end this process
	err := in.place.Host.SignalPID(pid, signal)
	switch {
	case errors.Is(err, multiprocessing.ErrNoProcess):
		return exceptions.OSErrorf(exceptions.ProcessLookupError, int(syscall.ESRCH), "No such process", "")
	case err != nil:
		return exceptions.OSErrorf(exceptions.OSError, int(syscall.EINVAL), "Invalid argument", "")
	}
	return nil
}

// Interrupt delivers a signal to the script; it may be called from any goroutine. terminal says that every process of the
// run was sent it.
func (in *Interp) Interrupt(signal int, terminal bool) {
	in.objects.Post(func(t *starlark.Thread) error {
		in.place.Member.ClearInterrupt()
		if terminal {
			in.mp.InterruptedByTerminal()
		}
		return in.modules.DeliverSignal(t, signal)
	})
	in.place.Member.Interrupt()
}

// Exceeded raises TimeoutError in the script, because of a limit that text names; it may be called from any goroutine.
func (in *Interp) Exceeded(text string) {
	in.objects.Post(func(*starlark.Thread) error {
		in.place.Member.ClearInterrupt()
		return exceptions.TimeoutError.Errorf("%s", text)
	})
	in.place.Member.Interrupt()
}

// WatchMemory makes the script get MemoryError when the Go runtime's limit of memory is reached.
func (in *Interp) WatchMemory() { in.objects.WatchMemory() }

// begin takes the interpreter lock for the main thread, which is busy on behalf of the process; end undoes it.
func (in *Interp) begin() (end func()) {
	in.objects.LockBusy(in.main)
	return in.objects.UnlockBusy
}

// Blocked lists what the process waits for, if nothing in it goes on unless others do something. Of two calls with the
// same activity, nothing has gone on between them. It may be called from any goroutine.
func (in *Interp) Blocked() (waits []shm.Waiting, activity uint64, blocked bool) {
	lines, blocked := in.objects.Idle(func() (ok bool) {
		waits, activity, ok = in.place.Member.Blocked()
		return ok
	})
	for _, line := range lines {
		waits = append(waits, shm.Waiting{Line: line, Forever: true})
	}
	return waits, activity, blocked
}

// RunMain runs the script as the main process and returns its exit code.
func (in *Interp) RunMain(src []byte) int {
	defer in.begin()()
	u, err := in.compile("__main__", in.absolute(in.place.Path), src)
	if err != nil {
		return in.reportCompile(err)
	}
	if in.refuse(u) {
		return 1
	}
	in.sourceModule(u) // sys.modules has it
	code := in.finish(in.run(in.main, u, true))
	in.modules.Shutdown(in.main, in.mp.Abandoned()) // threads, exit handlers
	in.mp.Shutdown(in.main, code)
	return code
}

// RunChild does what a mailbox says and returns the exit code.
func (in *Interp) RunChild(src []byte, mailbox shm.Ref, opened func()) int {
	defer in.begin()()
	if in.units["__main__"] == nil {
		if err := in.load(in.absolute(in.place.Path), src); err != nil {
			opened()
			return in.reportCompile(err)
		}
	}
	in.mp.OnShutdown(func() { in.modules.Shutdown(in.main, in.mp.Abandoned()) })
	return in.mp.RunChild(in.main, mailbox, opened)
}

// finish reports what ended the script's body and returns the exit code: CPython's handling of the main module's end.
func (in *Interp) finish(err error) int {
	if err == nil {
		return 0
	}
	e := in.objects.Exception(err)
	if e.IsInstanceOf(exceptions.SystemExit) {
		return in.mp.SystemExitCode(e)
	}
	in.mp.WriteError(in.mp.Traceback(e))
	if in.mp.EndedByTerminal(e) || e.IsInstanceOf(exceptions.KeyboardInterrupt) {
		return 128 + int(syscall.SIGINT)
	}
	return 1
}

// reportCompile prints why a script cannot be run.
func (in *Interp) reportCompile(err error) int {
	var syntax *python.Error
	var unsupported *dialect.Unsupported
	switch {
	case errors.As(err, &syntax):
		in.mp.WriteError(syntax.Report() + "\n")
	case errors.As(err, &unsupported):
		in.mp.WriteError(unsupported.Error() + "\n")
	default:
		in.mp.WriteError(err.Error() + "\n")
	}
	return 1
}

func (in *Interp) absolute(path string) string {
	if filepath.IsAbs(path) || strings.HasPrefix(path, "<") {
		return path
	}
	return filepath.Join(in.place.Cwd, path)
}
