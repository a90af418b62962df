package ipc

import (
	"bytes"
	"testing"
)

// FuzzUnpackEntries checks that what unpacks packs to the same bytes.
func FuzzUnpackEntries(f *testing.F) {
	f.Add([]byte("Ia.txt\x00Edir\x00"))
	f.Add([]byte("I\x00"))
	f.Add([]byte("Ia/b\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := UnpackEntries(b)
		if err == nil && !bytes.Equal(PackEntries(entries), b) {
			t.Errorf("%q is packed as %q", b, PackEntries(entries))
		}
	})
}

// FuzzBodies decodes bytes as the bodies that an interpreter sends; what decodes encodes again.
func FuzzBodies(f *testing.F) {
	for _, body := range []any{
		PathArgs{Op: PathRename, Path: "/a", Other: "/b"}, OpenArgs{Path: "/a", Flags: 66}, FileArgs{ID: 1, Op: FileSeek, Offset: 5},
		ProgramArgs{Argv: []string{"a"}, Dir: "/", Env: []string{"A=1"}, Streams: [3]ProgramStream{{Kind: StreamPipe}}}, ProgramRef{ID: 1, Signal: 9},
	} {
		raw, err := encodeFrame(header{}, body, 1<<20)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw[headerSize:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, into := range []any{new(PathArgs), new(OpenArgs), new(FileArgs), new(ProgramArgs), new(ProgramRef), new(DialArgs), new(ListenArgs), new(ListenerRef)} {
			if decodeBody(b, into) != nil {
				continue
			}
			if _, err := encodeFrame(header{}, into, 1<<20); err != nil {
				t.Errorf("%+v does not encode: %v", into, err)
			}
		}
	})
}
