package ipc

// This file lists the messages: the closed set of kinds in one table, and the
// type of each body. A new kind is one constant, one row and its body types.

import "fmt"

// InterpreterName is argv[0] of an interpreter. It selects worker.Main in a program that is started again.
const InterpreterName = "parlark-interpreter"

// InterpreterFD is the descriptor of the interpreter's end of its connection.
const InterpreterFD = 3

// A Kind says what a message asks for.
type Kind uint16

// The kinds. A number is never given a second meaning.
const (
	KindAssign    Kind = 2 // AssignArgs, notified; files [arena, stdin, stdout, stderr]
	KindInterrupt Kind = 3 // InterruptArgs, notified
	KindPreload   Kind = 4 // PreloadArgs, notified
	KindLimit     Kind = 5 // LimitArgs, notified
	KindBlocked   Kind = 6 // BlockedArgs → BlockedAnswer

	KindStart    Kind = 32 // StartArgs → StartAnswer
	KindSignal   Kind = 33 // SignalArgs → nothing
	KindOpened   Kind = 34 // nothing, notified: the mailbox has been opened
	KindHandles  Kind = 35 // HandlesArgs → nothing
	KindPublish  Kind = 36 // NameArgs → nothing
	KindLookup   Kind = 37 // NameArgs → NameAnswer
	KindWithdraw Kind = 38 // NameArgs → nothing
	KindSource   Kind = 39 // SourceArgs → SourceAnswer
	KindReserve  Kind = 44 // nothing, notified: the script is going to start processes

	KindPath      Kind = 40 // PathArgs → PathAnswer
	KindOpen      Kind = 41 // OpenArgs → OpenAnswer; files [the file]
	KindFile      Kind = 42 // FileArgs → FileAnswer
	KindCloseFile Kind = 43 // FileArgs, notified

	KindProgram       Kind = 48 // ProgramArgs → ProgramAnswer; files [the pipes]
	KindProgramWait   Kind = 49 // ProgramRef → ProgramEnd
	KindProgramSignal Kind = 50 // ProgramRef → nothing

	KindDial     Kind = 51 // DialArgs → ConnAnswer; files [the connection]
	KindListen   Kind = 52 // ListenArgs → ListenAnswer
	KindAccept   Kind = 53 // ListenerRef → ConnAnswer; files [the connection]
	KindUnlisten Kind = 54 // ListenerRef, notified
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
	KindAssign:    {"assign", SideHost, false},
	KindInterrupt: {"interrupt", SideHost, false},
	KindPreload:   {"preload", SideHost, false},
	KindLimit:     {"limit", SideHost, false},
	KindBlocked:   {"blocked", SideHost, true},
	KindStart:     {"start", SideChild, true},
	KindSignal:    {"signal", SideChild, true},
	KindOpened:    {"opened", SideChild, false},
	KindHandles:   {"handles", SideChild, true},
	KindPublish:   {"publish", SideChild, true},
	KindLookup:    {"lookup", SideChild, true},
	KindWithdraw:  {"withdraw", SideChild, true},
	KindSource:    {"source", SideChild, true},
	KindReserve:   {"reserve", SideChild, false},
	KindPath:      {"path", SideChild, true},
	KindOpen:      {"open", SideChild, true},
	KindFile:      {"file", SideChild, true},
	KindCloseFile: {"close file", SideChild, false},

	KindProgram:       {"program", SideChild, true},
	KindProgramWait:   {"wait for program", SideChild, true},
	KindProgramSignal: {"signal program", SideChild, true},

	KindDial:     {"dial", SideChild, true},
	KindListen:   {"listen", SideChild, true},
	KindAccept:   {"accept", SideChild, true},
	KindUnlisten: {"unlisten", SideChild, false},
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
	Memory uint64 `cbor:"1,keyasint,omitempty"` // bytes
	CPU    int64  `cbor:"2,keyasint,omitempty"` // nanoseconds
	Wall   int64  `cbor:"3,keyasint,omitempty"` // nanoseconds
}

// AssignArgs gives a spare its run.
type AssignArgs struct {
	Slot       uint32            `cbor:"1,keyasint,omitempty"`
	Generation uint32            `cbor:"2,keyasint,omitempty"`
	Main       bool              `cbor:"3,keyasint,omitempty"` // the process runs the script's body
	Path       string            `cbor:"4,keyasint,omitempty"` // of the main script
	Argv       []string          `cbor:"5,keyasint,omitempty"` // sys.argv
	Source     []byte            `cbor:"6,keyasint,omitempty"` // text of the script; not needed if it was preloaded
	Mailbox    uint64            `cbor:"7,keyasint,omitempty"` // reference of the queue whose one frame says what to do
	Environ    map[string]string `cbor:"8,keyasint,omitempty"`
	Cwd        string            `cbor:"9,keyasint,omitempty"`
	Name       string            `cbor:"10,keyasint,omitempty"` // Process-1
	Daemon     bool              `cbor:"11,keyasint,omitempty"`
	Limits     Limits            `cbor:"12,keyasint,omitempty"`
	Output     uint64            `cbor:"13,keyasint,omitempty"` // reference of the lock that keeps lines of output whole
	Check      bool              `cbor:"15,keyasint,omitempty"` // list what the script would miss instead of running it
}

// PreloadArgs gives a spare the script that it will most likely be assigned.
type PreloadArgs struct {
	Path   string `cbor:"1,keyasint,omitempty"` // absolute, since the interpreter has no working directory yet
	Source []byte `cbor:"2,keyasint,omitempty"`
}

// InterruptArgs delivers a signal to the script, as if the process had got it.
type InterruptArgs struct {
	Signal   int  `cbor:"1,keyasint,omitempty"`
	Terminal bool `cbor:"2,keyasint,omitempty"` // every process of the run gets it; one report is enough
}

// LimitArgs tells a process that it has reached a limit: the script gets TimeoutError, and a moment to end.
type LimitArgs struct {
	Text string `cbor:"1,keyasint,omitempty"`
}

// BlockedArgs asks a process whether it waits for others only.
type BlockedArgs struct {
	Collect bool `cbor:"1,keyasint,omitempty"` // look for what the script has dropped first
}

// BlockedAnswer says so. Of two answers with the same activity, nothing has gone on in the process between them.
type BlockedAnswer struct {
	Blocked  bool          `cbor:"1,keyasint,omitempty"`
	Activity uint64        `cbor:"2,keyasint,omitempty"`
	Waits    []BlockedCall `cbor:"3,keyasint,omitempty"`
}

// BlockedCall is one call that waits.
type BlockedCall struct {
	Kind uint32 `cbor:"1,keyasint,omitempty"` // a shm.WaitKind; 0: for something within the process
	Ref  uint64 `cbor:"2,keyasint,omitempty"`
	Line uint32 `cbor:"3,keyasint,omitempty"` // 0: no call of the script's
}

// StartArgs asks the host for a new process.
type StartArgs struct {
	Mailbox uint64 `cbor:"1,keyasint,omitempty"` // reference of a queue of the arena, which the host holds for the child
	Name    string `cbor:"2,keyasint,omitempty"`
	Daemon  bool   `cbor:"3,keyasint,omitempty"`
	Limits  Limits `cbor:"4,keyasint,omitempty"`
}

// StartAnswer names the process that was started.
type StartAnswer struct {
	Slot       uint32 `cbor:"1,keyasint,omitempty"`
	Generation uint32 `cbor:"2,keyasint,omitempty"`
	Pid        int    `cbor:"3,keyasint,omitempty"`
}

// SignalArgs asks the host to send a signal to a process of the run, named by its slot or by its pid.
type SignalArgs struct {
	Slot       uint32 `cbor:"1,keyasint,omitempty"`
	Generation uint32 `cbor:"2,keyasint,omitempty"`
	Pid        int    `cbor:"3,keyasint,omitempty"`
	Signal     int    `cbor:"4,keyasint,omitempty"`
}

// HandlesArgs tells the host whether the script handles a signal itself.
type HandlesArgs struct {
	Signal  int  `cbor:"1,keyasint,omitempty"`
	Handled bool `cbor:"2,keyasint,omitempty"`
}

// NameArgs names an object of the arena within the run.
type NameArgs struct {
	Kind string `cbor:"1,keyasint,omitempty"`
	Name string `cbor:"2,keyasint,omitempty"`
	Ref  uint64 `cbor:"3,keyasint,omitempty"` // Publish only
}

// NameAnswer is the object that has the name.
type NameAnswer struct {
	Ref uint64 `cbor:"1,keyasint,omitempty"`
}

// SourceArgs asks for the text of a local module.
type SourceArgs struct {
	Module string `cbor:"1,keyasint,omitempty"` // dotted name
}

// SourceAnswer is the text of a local module.
type SourceAnswer struct {
	Path    string `cbor:"1,keyasint,omitempty"`
	Source  []byte `cbor:"2,keyasint,omitempty"`
	Package bool   `cbor:"3,keyasint,omitempty"` // the text is that of an __init__.py
}
