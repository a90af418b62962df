package multiprocessing

import (
	"errors"
	"sync/atomic"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines State, the module's state in one interpreter, and how its blocking calls wait.

// The errors of Runtime.
var (
	ErrNoProcess = errors.New("no such process")
	ErrNameTaken = errors.New("name taken")
	ErrNoName    = errors.New("no such name")
)

// Options configure a State.
type Options struct {
	Objects *object.Runtime
	Member  *shm.Member
	Host    Runtime
	// Travel carries the values of this interpreter; handles are added by New.
	Travel starlarkcbor.Options
	Self   Identity
	// Source returns the lines of a file of the script, for tracebacks.
	Source func(file string) []string
	// Legacy returns what a child inherits besides its task (environment variables and the like), and Inherit takes it
	// over there, before the task runs. Either may be nil.
	Legacy  func() starlark.Value
	Inherit func(t *starlark.Thread, legacy starlark.Value) error
	// ThreadName is threading.current_thread().name, for the repr of locks. It may be nil.
	ThreadName func(t *starlark.Thread) string
}

// Identity is what a process knows about itself and its parent. The zero value is not valid; see MainIdentity.
type Identity struct {
	Name        string        // current_process().name
	Path        []int         // numbers of the process and its ancestors: _identity
	Daemon      bool          //
	AuthKey     []byte        // current_process().authkey
	Parent      shm.ProcessID // zero for the main process
	ParentName  string        //
	ParentPID   int           //
	Method      string        // start method in force, "" until it is asked for
	Logger      bool          // get_logger() has been called, here or in an ancestor
	LogToStderr bool          // log_to_stderr() was called
	Log         int           // its level, 0 if it named none
}

// State is the module's state in one interpreter. It is used with the interpreter lock held, unless a field says
// otherwise.
type State struct {
	rt      *object.Runtime
	member  *shm.Member
	host    Runtime
	travel  starlarkcbor.Options
	source  func(file string) []string
	legacy  func() starlark.Value
	inherit func(t *starlark.Thread, legacy starlark.Value) error
	self    Identity
	// threadName is Options.ThreadName.
	threadName func(t *starlark.Thread) string

	encoder *starlarkcbor.Encoder // reused; see encode
	serial  atomic.Int64          // numbers given to processes, pools, managers
	parts   parts                 // what the other files keep; see there
	objects objects               // what the files of shared objects keep; see classes.go
}

// New returns the state of a new interpreter.
func New(opts Options) *State {
	s := &State{rt: opts.Objects, member: opts.Member, host: opts.Host, travel: opts.Travel, self: opts.Self, source: opts.Source, legacy: opts.Legacy, inherit: opts.Inherit, threadName: opts.ThreadName}
	build := map[uint64]starlarkcbor.Builder{}
	for tag, b := range opts.Travel.Build {
		build[tag] = b
	}
	build[starlarkcbor.TagHandle] = s.buildHandle
	s.travel.Build = build
	s.encoder = starlarkcbor.NewEncoder(s.travel)
	return s
}

// timeout turns Python's timeout argument into a Wait: None waits for ever, negative numbers poll.
func timeout(v starlark.Value) (shm.Wait, error) {
	if v == nil || v == starlark.None {
		return shm.Wait{}, nil
	}
	seconds, err := object.AsFloat(v)
	if err != nil {
		return shm.Wait{}, err
	}
	return waitFor(seconds), nil
}

// waitFor returns a Wait of so many seconds from now.
func waitFor(seconds float64) shm.Wait {
	if seconds <= 0 {
		return shm.Wait{Poll: true}
	}
	if seconds > 1e9 {
		return shm.Wait{}
	}
	return shm.Wait{Deadline: time.Now().Add(time.Duration(seconds * float64(time.Second)))}
}

// block runs f until it does not end by interruption: first without waiting and with the interpreter lock held, then,
// if that times out and w allows, without the lock. f must not touch script values. The error is f's, or the exception
// of a signal handler.
func (s *State) block(t *starlark.Thread, w shm.Wait, f func(shm.Wait) error) error {
	return s.blockBy(t, w, s.rt.Blocking, f)
}

// blockBy is block that gives the interpreter lock up by the function away.
func (s *State) blockBy(t *starlark.Thread, w shm.Wait, away func(func()), f func(shm.Wait) error) error {
	err := f(shm.Wait{Poll: true})
	for {
		if errors.Is(err, shm.ErrInterrupted) {
			s.member.ClearInterrupt()
			if err := s.rt.Deliver(t); err != nil {
				return err
			}
		} else if !errors.Is(err, shm.ErrTimeout) || w.Poll {
			return err
		}
		w.Line, w.Idle = object.Line(t), true
		s.closeDropped()
		away(func() { err = f(w) })
		if errors.Is(err, shm.ErrTimeout) {
			return err
		}
	}
}

// Sleep blocks for a time; it is time.sleep().
func (s *State) Sleep(t *starlark.Thread, d time.Duration) error {
	w := shm.Wait{Deadline: time.Now().Add(d), Poll: d <= 0}
	if w.Poll {
		s.rt.Yield()
	}
	err := s.blockBy(t, w, func(f func()) { s.rt.BlockingUntil(w.Deadline, f) }, func(w shm.Wait) error {
		_, err := s.member.WaitAny(nil, w)
		return err
	})
	if errors.Is(err, shm.ErrTimeout) {
		return nil
	}
	return err
}

// scriptError turns an error of the arena that a script may meet into its exception; others become BUG errors.
func scriptError(err error) error {
	var e *exceptions.Error
	switch {
	case err == nil || errors.As(err, &e):
		return err
	case errors.Is(err, shm.ErrNoMemory):
		return exceptions.MemoryError.Errorf("the run's shared memory is used up (see --memory)")
	case errors.Is(err, shm.ErrTooManyReleases):
		return exceptions.ValueError.Errorf("semaphore or lock released too many times")
	case errors.Is(err, shm.ErrNotOwner):
		return exceptions.AssertionError.Errorf("attempt to release recursive lock not owned by thread")
	case errors.Is(err, shm.ErrClosed):
		return exceptions.OSError.Errorf("handle is closed")
	}
	return exceptions.RuntimeError.Errorf("BUG: %v", err)
}
