package ipc

import (
	"errors"
	"strings"
)

// This file holds the messages by which an interpreter asks for files.

// A PathOp is what a PathArgs asks for.
type PathOp uint8

// The operations. Those that say so use the fields named.
const (
	PathStat     PathOp = 1
	PathLstat    PathOp = 2
	PathReadDir  PathOp = 3
	PathMkdir    PathOp = 4 // Perm
	PathRemove   PathOp = 5
	PathRmdir    PathOp = 6
	PathRename   PathOp = 7 // Other: the new name
	PathChmod    PathOp = 8 // Perm
	PathReadlink PathOp = 9
	PathSymlink  PathOp = 10 // Other: the target
	PathTimes    PathOp = 11 // Accessed, Modified
)

// PathArgs asks for an operation on a path, which is absolute.
type PathArgs struct {
	Op       PathOp `cbor:"1,keyasint,omitempty"`
	Path     string `cbor:"2,keyasint,omitempty"`
	Other    string `cbor:"3,keyasint,omitempty"`
	Perm     uint32 `cbor:"4,keyasint,omitempty"`
	Accessed int64  `cbor:"5,keyasint,omitempty"` // nanoseconds since 1970
	Modified int64  `cbor:"6,keyasint,omitempty"`
}

// PathAnswer is the result of one.
type PathAnswer struct {
	Info    FileInfo `cbor:"1,keyasint,omitempty"` // of PathStat, PathLstat
	Target  string   `cbor:"2,keyasint,omitempty"` // of PathReadlink
	Entries []byte   `cbor:"3,keyasint,omitempty"` // of PathReadDir; see PackEntries
}

// FileInfo is what stat(2) tells.
type FileInfo struct {
	Mode     uint32 `cbor:"1,keyasint,omitempty"` // st_mode
	Size     int64  `cbor:"2,keyasint,omitempty"`
	Accessed int64  `cbor:"3,keyasint,omitempty"` // nanoseconds since 1970
	Modified int64  `cbor:"4,keyasint,omitempty"`
	Changed  int64  `cbor:"5,keyasint,omitempty"`
	Ino      uint64 `cbor:"6,keyasint,omitempty"`
	Dev      uint64 `cbor:"7,keyasint,omitempty"`
	Links    uint64 `cbor:"8,keyasint,omitempty"`
	UID      uint32 `cbor:"9,keyasint,omitempty"`
	GID      uint32 `cbor:"10,keyasint,omitempty"`
}

// OpenArgs asks for an open file. Flags are those of open(2) on Linux.
type OpenArgs struct {
	Path  string `cbor:"1,keyasint,omitempty"`
	Flags int    `cbor:"2,keyasint,omitempty"`
	Perm  uint32 `cbor:"3,keyasint,omitempty"`
}

// OpenAnswer comes with the file, which the interpreter reads and writes itself.
type OpenAnswer struct {
	ID uint64 `cbor:"1,keyasint,omitempty"` // by which the host knows the file
}

// A FileOp is what a FileArgs asks for.
type FileOp uint8

// The operations.
const (
	FileSeek     FileOp = 1 // Offset, Whence
	FileTruncate FileOp = 2 // Offset
	FileSync     FileOp = 3
	FileStat     FileOp = 4
)

// FileArgs asks for an operation on an open file.
type FileArgs struct {
	ID     uint64 `cbor:"1,keyasint,omitempty"`
	Op     FileOp `cbor:"2,keyasint,omitempty"`
	Offset int64  `cbor:"3,keyasint,omitempty"`
	Whence int    `cbor:"4,keyasint,omitempty"`
}

// FileAnswer is the result of one.
type FileAnswer struct {
	Offset int64    `cbor:"1,keyasint,omitempty"` // of FileSeek
	Info   FileInfo `cbor:"2,keyasint,omitempty"` // of FileStat
}

// An Entry is a name in a directory.
type Entry struct {
	Name string
	Kind byte // bits 12 to 15 of its st_mode
}

// PackEntries writes names one after another, since an array of them could be longer than a body's may be:
//
//	1 byte   'A' plus kind
//	n bytes  name
//	1 byte   0
func PackEntries(entries []Entry) []byte {
	var b []byte
	for _, e := range entries {
		b = append(b, 'A'+e.Kind&15)
		b = append(b, e.Name...)
		b = append(b, 0)
	}
	return b
}

var errBadEntries = errors.New("malformed list of names")

// UnpackEntries reads what PackEntries wrote.
func UnpackEntries(b []byte) ([]Entry, error) {
	var entries []Entry
	for text := string(b); text != ""; {
		item, rest, ok := strings.Cut(text, "\x00")
		if !ok || len(item) < 2 || item[0] < 'A' || item[0] > 'A'+15 || strings.Contains(item[1:], "/") {
			return nil, errBadEntries
		}
		entries = append(entries, Entry{Name: item[1:], Kind: item[0] - 'A'})
		text = rest
	}
	return entries, nil
}
