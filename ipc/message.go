package ipc

// This file lists the messages: the closed set of kinds in one table, and the
// type of each body. A new kind is one constant, one row and its body types.

import "fmt"

// A Kind says what a message asks for.
type Kind uint16

// The kinds. A number is never given a second meaning.
const (
	KindHello     Kind = 1 // HelloArgs → HelloAnswer
	KindAssign    Kind = 2 // AssignArgs → nothing; files [arena, stdin, stdout, stderr]
	KindInterrupt Kind = 3 // InterruptArgs, notified

	KindStart   Kind = 32 // StartArgs → StartAnswer
	KindSignal  Kind = 33 // SignalArgs → nothing
	KindProgram Kind = 34 // ProgramArgs → nothing
)

// A Side is an end of a conn.
type Side uint8

// The sides.
const (
	SideHost  Side = 1
	SideChild Side = 2
)

// kindRow describes a kind: who sends it and whether it has an answer.
type kindRow struct {
	name   string
	sender Side
	call   bool
}

// kinds holds every kind; what is not in it is refused on both sides.
var kinds = map[Kind]kindRow{
	KindHello:     {"hello", SideHost, true},
	KindAssign:    {"assign", SideHost, true},
	KindInterrupt: {"interrupt", SideHost, false},
	KindStart:     {"start", SideChild, true},
	KindSignal:    {"signal", SideChild, true},
	KindProgram:   {"program", SideChild, true},
}

// sentBy reports whether side may send messages of this kind; side 0 may send all.
func (row kindRow) sentBy(side Side) bool { return side == 0 || side == row.sender }

// takenBy reports whether side accepts messages of this kind; side 0 accepts all.
func (row kindRow) takenBy(side Side) bool { return side == 0 || side != row.sender }

// String returns the name of k.
func (k Kind) String() string {
	if row, ok := kinds[k]; ok {
		return row.name
	}
	return fmt.Sprintf("kind(%d)", uint16(k))
}

// Files of an assignment, in the order of the message.
const (
	AssignArena = iota
	AssignStdin
	AssignStdout
	AssignStderr
	AssignFiles // their number
)

// Limits bounds one process. Zero is no limit.
type Limits struct {
	Memory    uint64 `cbor:"1,keyasint,omitempty"` // bytes
	CPU       int64  `cbor:"2,keyasint,omitempty"` // nanoseconds
	Wall      int64  `cbor:"3,keyasint,omitempty"` // nanoseconds
	StepCount uint64 `cbor:"4,keyasint,omitempty"` // Starlark execution steps
}

// HelloArgs asks an interpreter whether it is there.
type HelloArgs struct {
	Build string `cbor:"1,keyasint,omitempty"` // of the host's binary
}

// HelloAnswer is the answer of a spare that is ready to be assigned.
type HelloAnswer struct {
	Build string `cbor:"1,keyasint,omitempty"`
	Pid   int    `cbor:"2,keyasint,omitempty"`
}

// AssignArgs gives a spare its run. It is answered when the interpreter has
// mapped the arena and locked itself down, before script code runs.
type AssignArgs struct {
	Role       uint8             `cbor:"1,keyasint,omitempty"`
	Slot       uint32            `cbor:"2,keyasint,omitempty"`
	Generation uint32            `cbor:"3,keyasint,omitempty"`
	ArenaSize  uint64            `cbor:"4,keyasint,omitempty"`
	Path       string            `cbor:"5,keyasint,omitempty"`  // of the main script
	Argv       []string          `cbor:"6,keyasint,omitempty"`  // sys.argv
	Payload    []byte            `cbor:"7,keyasint,omitempty"`  // a starlarkcbor message; what the process is to do
	Program    []byte            `cbor:"8,keyasint,omitempty"`  // hash
	Code       []byte            `cbor:"9,keyasint,omitempty"`  // of the program
	Source     []byte            `cbor:"10,keyasint,omitempty"` // text of the script, for tracebacks
	Environ    map[string]string `cbor:"11,keyasint,omitempty"`
	Cwd        string            `cbor:"12,keyasint,omitempty"`
	Name       string            `cbor:"13,keyasint,omitempty"` // Process-1
	Daemon     bool              `cbor:"14,keyasint,omitempty"`
	Flags      uint64            `cbor:"15,keyasint,omitempty"`
	Limits     Limits            `cbor:"16,keyasint,omitempty"`
}

// InterruptArgs delivers a signal to the script, as if the process had got it.
type InterruptArgs struct {
	Signal int `cbor:"1,keyasint,omitempty"`
}

// StartArgs asks the host for a new process.
type StartArgs struct {
	Payload []byte `cbor:"1,keyasint,omitempty"` // a starlarkcbor message, opaque to the host
	Name    string `cbor:"2,keyasint,omitempty"`
	Role    uint8  `cbor:"3,keyasint,omitempty"`
	Daemon  bool   `cbor:"4,keyasint,omitempty"`
	Program []byte `cbor:"5,keyasint,omitempty"` // hash of a program that the host has seen
	Limits  Limits `cbor:"6,keyasint,omitempty"`
}

// StartAnswer names the process that was started.
type StartAnswer struct {
	Slot       uint32 `cbor:"1,keyasint,omitempty"`
	Generation uint32 `cbor:"2,keyasint,omitempty"`
	Pid        int    `cbor:"3,keyasint,omitempty"`
}

// SignalArgs asks the host to send a signal to a process of the run.
type SignalArgs struct {
	Slot       uint32 `cbor:"1,keyasint,omitempty"`
	Generation uint32 `cbor:"2,keyasint,omitempty"`
	Signal     int    `cbor:"3,keyasint,omitempty"`
}

// ProgramArgs hands the host a program, for the processes that will run it.
type ProgramArgs struct {
	Hash   []byte `cbor:"1,keyasint,omitempty"`
	Code   []byte `cbor:"2,keyasint,omitempty"`
	Path   string `cbor:"3,keyasint,omitempty"`
	Source []byte `cbor:"4,keyasint,omitempty"`
}
