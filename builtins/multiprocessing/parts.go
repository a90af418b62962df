package multiprocessing

import (
	"strings"
	"sync/atomic"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds what the parts of the module keep in a State.

// parts is the state of the module's parts in one interpreter.
type parts struct {
	// process.go, child.go
	baseProcess, mainProcess, parentProcess *object.Class
	process                                 map[string]*object.Class // by start method; "": the default context's
	current, parent                         *object.Instance
	children                                []*object.Instance // started and not known to have ended
	atShutdown                              []func()
	interruptedByTerminal                   bool
	abandoned                               bool // see Abandoned

	// sentinel.go
	sentinels map[int]shm.ProcessID

	authenticationString *object.Class // authkey.go

	// context.go, multiprocessing.go
	contexts       map[string]*startContext
	contextClasses map[string]*object.Class // by start method
	baseContext    *object.Class
	modules        map[string]*object.Module
	threads        atomic.Int64

	pool         *object.Class  // pool.go
	threadPool   *object.Class  // threadpool.go
	dummyProcess *object.Class  // dummy.go
	futures      futureParts    // futures.go
	managers     managerParts   // manager_types.go
	logger       starlark.Value // logging.go
}

// sentinelOf returns the number that stands for the end of a process: Process.sentinel. CPython's is a descriptor.
func (s *State) sentinelOf(id shm.ProcessID) int {
	if s.parts.sentinels == nil {
		s.parts.sentinels = map[int]shm.ProcessID{}
	}
	n := firstSentinel + int(id.Slot) + int(id.Gen)*sentinelStride
	s.parts.sentinels[n] = id
	return n
}

// Sentinels lie above the numbers of connections, which are small like descriptors.
const (
	firstSentinel  = 1 << 20
	sentinelStride = 1 << 16
)

// sentinel returns what a sentinel's number stands for.
func (s *State) sentinel(n int) (*shm.Sentinel, bool) {
	id, ok := s.parts.sentinels[n]
	if !ok {
		return nil, false
	}
	return s.member.Sentinel(id), true
}

// flush writes what the standard streams have collected.
func (s *State) flush() {
	for _, v := range []any{s.rt.Stdout, s.rt.Stderr} {
		if f, ok := v.(*object.Stream); ok {
			f.Flush()
		}
	}
}

// WriteError writes a report to the process's stderr, behind what it has printed so far.
func (s *State) WriteError(text string) {
	s.flush()
	if f, ok := s.rt.Stderr.(*object.Stream); ok {
		f.Write([]byte(text))
		f.Flush()
	}
}

// Traceback is the report of an exception, with the lines of the script.
func (s *State) Traceback(e *object.Instance) string {
	text := s.rt.FormatException(e, s.source)
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}
