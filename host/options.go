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

	// Env is os.environ of the main process; nil means empty.
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
}

// Limits bound a run. Zero fields are the defaults that their comments state.
type Limits struct {
	Memory       int64         // bytes of each interpreter; zero means no limit
	SharedMemory int64         // bytes of queues, arrays and the like together; zero means half of the machine's memory
	CPUTime      time.Duration // of each process; zero means no limit
	Timeout      time.Duration // of the run; zero means no limit
	Processes    int           // that exist at the same time; zero means 1000
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
