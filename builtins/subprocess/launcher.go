package subprocess

import "parlark/builtins/files"

// This file declares what the module needs of the host.

// Launcher starts programs. Its methods are called without the interpreter lock; errors are those of package files.
type Launcher interface {
	Start(c Command) (Program, error)
}

// Command describes a program to be started.
type Command struct {
	Args    []string
	Program string // what to run if it is not Args[0]
	Dir     string // empty: the working directory of the script
	Env     []string
	Streams [3]Stream
}

// Stream is a standard stream of a program.
type Stream struct {
	Kind StreamKind
	Std  int        // of Standard
	File files.File // of File
}

// StreamKind says what a standard stream is.
type StreamKind int

// The kinds.
const (
	Standard StreamKind = iota // one of this process's own
	Null
	Pipe
	File
	Same // of standard error: what standard output is
)

// Program is one that was started.
type Program interface {
	PID() int
	// Pipe returns this side of a stream that is a pipe.
	Pipe(stream int) files.File
	// Ended is closed when the program has ended; Code is then its status, or minus the number of a signal.
	Ended() <-chan struct{}
	Code() int
	Signal(n int) error
}

// Denied is a launcher that refuses everything.
type Denied struct{}

// Start refuses.
func (Denied) Start(c Command) (Program, error) {
	name := c.Program
	if name == "" && len(c.Args) > 0 {
		name = c.Args[0]
	}
	return nil, &files.DeniedError{Path: name, Flag: "--allow-run=" + name}
}
