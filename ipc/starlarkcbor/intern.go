package starlarkcbor

// This file shares short strings between the values that a Decoder makes: the
// keys of records repeat in each record and in each message, and a string that
// is found again costs no allocation.

import (
	"encoding/binary"

	"go.starlark.net/starlark"
)

const (
	internLen  = 32  // longer strings are not shared
	internSize = 256 // strings remembered, a power of two
)

// An internTable remembers the strings seen last, one for each hash.
type internTable [internSize]internEntry

type internEntry struct {
	s string
	v starlark.Value // starlark.String(s), or nil
}

// text returns the str of raw, which is at most internLen long, or nil if raw
// is not valid UTF-8.
func (t *internTable) text(raw []byte) starlark.Value {
	e := &t[internHash(raw)]
	if e.v != nil && e.s == string(raw) {
		return e.v
	}
	s := string(raw)
	if !validUTF8(s) {
		return nil
	}
	e.s = s
	e.v = starlark.String(s)
	return e.v
}

// internHash mixes the length, the first and the last bytes.
func internHash(b []byte) uint {
	var x uint64
	switch n := len(b); {
	case n >= 8:
		x = binary.LittleEndian.Uint64(b) ^ binary.LittleEndian.Uint64(b[n-8:])*31
	case n >= 4:
		x = uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[n-4:]))<<32
	case n > 0:
		x = uint64(b[0]) | uint64(b[n/2])<<8 | uint64(b[n-1])<<16
	}
	x += uint64(len(b))
	return uint(x * 0x9E3779B97F4A7C15 >> 56)
}
