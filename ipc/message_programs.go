package ipc

// This file holds the messages by which an interpreter has the host run other programs.

// A StreamKind says what a standard stream of a program is.
type StreamKind uint8

// The kinds.
const (
	StreamRun  StreamKind = 0 // standard stream ID of the run
	StreamNull StreamKind = 1
	StreamPipe StreamKind = 2 // its other end comes with the answer
	StreamFile StreamKind = 3 // the open file ID
	StreamSame StreamKind = 4 // of standard error: what standard output is
)

// ProgramStream is a standard stream of a program.
type ProgramStream struct {
	Kind StreamKind `cbor:"1,keyasint,omitempty"`
	ID   uint64     `cbor:"2,keyasint,omitempty"`
}

// ProgramArgs asks for a program to be started. Answered by ProgramAnswer; files [the pipes, in the order of the streams].
type ProgramArgs struct {
	Argv    []string         `cbor:"1,keyasint,omitempty"`
	Program string           `cbor:"2,keyasint,omitempty"` // what to run if it is not Argv[0]
	Dir     string           `cbor:"3,keyasint,omitempty"` // absolute
	Env     []string         `cbor:"4,keyasint,omitempty"` // NAME=VALUE
	Streams [3]ProgramStream `cbor:"5,keyasint,omitempty"`
}

// ProgramAnswer names the program that was started.
type ProgramAnswer struct {
	ID  uint64 `cbor:"1,keyasint,omitempty"` // by which the host knows it
	Pid int    `cbor:"2,keyasint,omitempty"`
}

// ProgramRef names a program; Signal is for KindProgramSignal. KindProgramWait is answered by ProgramEnd once it has ended,
// and the host forgets it then.
type ProgramRef struct {
	ID     uint64 `cbor:"1,keyasint,omitempty"`
	Signal int    `cbor:"2,keyasint,omitempty"`
}

// ProgramEnd says how a program ended.
type ProgramEnd struct {
	Code int `cbor:"1,keyasint,omitempty"` // its status, or minus the number of the signal
}
