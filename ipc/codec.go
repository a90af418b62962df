package ipc

// This file fixes how bodies are encoded: one mode for each direction.

import (
	"bytes"

	"github.com/fxamacker/cbor/v2"
)

// Limits on a body. Bulk travels in byte strings, which only the frame bounds.
const (
	maxNesting  = 16
	maxElements = 1 << 17
	maxPairs    = 1 << 16
)

var encMode = must(cbor.EncOptions{
	IndefLength: cbor.IndefLengthForbidden,
	TagsMd:      cbor.TagsForbidden,
}.UserBufferEncMode())

var decMode = must(cbor.DecOptions{
	DupMapKey:        cbor.DupMapKeyEnforcedAPF,
	IndefLength:      cbor.IndefLengthForbidden,
	TagsMd:           cbor.TagsForbidden,
	MaxNestedLevels:  maxNesting,
	MaxArrayElements: maxElements,
	MaxMapPairs:      maxPairs,
	UTF8:             cbor.UTF8DecodeInvalid, // a path or a str of the script may be any bytes,
}.DecMode())

// must returns v. The options above are constants, so err is a bug.
func must[T any](v T, err error) T {
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return v
}

// encodeFrame returns a frame with the given body. A nil body is an empty one.
func encodeFrame(h header, body any, maxFrame int) ([]byte, error) {
	var buf bytes.Buffer
	buf.Write(make([]byte, headerSize))
	if body != nil {
		if err := encMode.MarshalToBuffer(body, &buf); err != nil {
			return nil, err
		}
	}
	raw := buf.Bytes()
	if len(raw)-headerSize > maxFrame {
		return nil, ErrTooLarge
	}
	h.length = uint32(len(raw) - headerSize)
	h.put(raw)
	return raw, nil
}

// decodeBody decodes a body into the struct that v points to. Fields that the
// struct lacks are ignored. A nil v accepts any body.
func decodeBody(body []byte, v any) error {
	if v == nil || len(body) == 0 {
		return nil
	}
	return decMode.Unmarshal(body, v)
}
