package host

import (
	"io"
	"os"
	"time"
)

// This file defines Options, what an embedding program says about a run.

// Options describe a run. The zero value of each field is the default that its comment states.
type Options struct {
	// Path names the script in tracebacks and decides its language: .star files are Starlark, others Python.
	// Local modules are looked for in its directory. Empty means "<script>".
	Path string
	// Source is the script's text. Nil means the contents of the file Path.
	Source []byte
	// Args follow the script's name in sys.argv.
	Args []string

	// Stdin, Stdout and Stderr are the script's standard streams. Nil means an empty stream and the null device. An
	// *os.File is handed to the interpreters as it is; anything else is served through a pipe.
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	// Env is os.environ of the main process, besides what Permissions.Env adds; nil means empty.
	Env map[string]string
	// Cwd is os.getcwd(); empty means the current directory.
	Cwd string

	// Signals are delivered to the run as if a terminal sent them: os.Interrupt becomes KeyboardInterrupt, and the
	// second one ends the run at once. Nil means that only ctx ends a run.
	Signals <-chan os.Signal

	// Spares is the number of interpreters that are kept ready beyond those in use. Zero means one more than the number of
	// processors, at least 6; negative means none.
	Spares int

	// Limits bound each process of the run and the run itself.
	Limits Limits

	// Sandbox says how interpreters are locked down.
	Sandbox SandboxMode

	// Check lists what the script would miss on Stdout, a line each, instead of running it: "file:line:col: text; hint". The
	// exit code is 1 if there is any.
	Check bool

	// Permissions say what the script may do beyond computing.
	Permissions Permissions
}

// Limits bound a run. Zero fields are the defaults that their comments state.
//
// A process that reaches a limit of its own gets MemoryError or TimeoutError if it can be told, and is ended otherwise;
// the end of the process, or of the task that it had, names the limit. Limits of the run end it with an ExitError.
type Limits struct {
	// Memory bounds the values of each process, in bytes. Zero means a quarter of the machine's memory, so that one process
	// alone does not make the machine swap, even while a container doubles; negative means no limit.
	Memory int64
	// SharedMemory bounds queues, arrays and the like of the run together, in bytes. Zero means half of the machine's
	// memory.
	SharedMemory int64
	// CPUTime bounds the processor time of each process, in whole seconds, rounded up. Zero means no limit.
	CPUTime time.Duration
	// Timeout bounds the wall time of the run. Zero means no limit.
	Timeout time.Duration
	// Processes bounds how many exist at the same time. Zero means 1000.
	Processes int
	// MaxOutput bounds what the run prints on both streams together, in bytes. Zero means no limit. With a limit output
	// takes a way through the host, which counts it.
	MaxOutput int64
}

// process is what bounds each process of the run.
func (l Limits) process() limits {
	return limits{memory: max(0, l.Memory), cpu: max(0, l.CPUTime)}
}

// SandboxMode says how interpreters are locked down.
type SandboxMode int

const (
	// SandboxOn applies every layer that the machine offers.
	SandboxOn SandboxMode = iota
	// SandboxRequire refuses to run if a layer is missing.
	SandboxRequire
	// SandboxOff applies none.
	SandboxOff
)

const (
	defaultProcesses = 1000
	guessedMemory    = 8 << 30
)
