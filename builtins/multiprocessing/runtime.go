package multiprocessing

import (
	"time"

	"parlark/ipc/shm"
)

// This file declares what the module needs of the process that it runs in. Package host/worker implements it.

// Runtime is the host as an interpreter sees it. Its methods may be called from any goroutine; they talk to the host and
// are called without the interpreter lock.
type Runtime interface {
	// Start starts a process. The host holds spawn.Mailbox until the child has opened it or has ended.
	Start(spawn Spawn) (Started, error)
	// Signal sends a signal to a process of the run. ErrNoProcess: it has ended.
	Signal(id shm.ProcessID, signal int) error
	// Publish gives an object of the arena a name in the run, which holds it until Withdraw or the end of the run.
	// ErrNameTaken: there is an object of that name.
	Publish(kind, name string, ref shm.Ref) error
	// Lookup returns the object of that name with a hold of its own under the name of this process; the caller must
	// Drop it once it has opened the object. ErrNoName: there is none.
	Lookup(kind, name string) (shm.Ref, error)
	// Withdraw takes a name back. ErrNoName: there is none.
	Withdraw(kind, name string) error
	// Exit ends this process at once, as os._exit does. It does not return.
	Exit(code int)
}

// Spawn describes a process to be started.
type Spawn struct {
	Name    string  // for warnings of the host
	Daemon  bool    // ends when the process that starts it ends
	Mailbox shm.Ref // a queue with one frame: what the child is to do, see child.go
	Limits  Limits
}

// Limits bound one process. Zero fields leave the run's default.
type Limits struct {
	Memory  int64 // bytes
	CPUTime time.Duration
	Timeout time.Duration // of wall time
}

// Started names a process that was started.
type Started struct {
	ID  shm.ProcessID
	PID int
}
