package starlarkcbor

// This file holds the heads of CBOR items and the methods by which reducers
// write them.

import (
	"encoding/binary"
	"errors"
	"math/big"

	"go.starlark.net/starlark"
)

// A head is the major type in the upper three bits of the first byte and an
// argument in the lower five: below 24 the argument itself, 24 to 27 the width
// of the argument that follows (1, 2, 4, 8 bytes, big endian).
const (
	majorUint   = 0 << 5
	majorNegint = 1 << 5
	majorBytes  = 2 << 5
	majorText   = 3 << 5
	majorArray  = 4 << 5
	majorMap    = 5 << 5
	majorTag    = 6 << 5
	majorSimple = 7 << 5

	simpleFalse   = majorSimple | 20
	simpleTrue    = majorSimple | 21
	simpleNull    = majorSimple | 22
	simpleFloat64 = majorSimple | 27
)

// errChanged reports a list whose length changed while it was written.
var errChanged = errors.New("list changed size while it was sent")

// appendHead appends the shortest head with the given argument.
func appendHead(b []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(b, major|byte(n))
	case n < 1<<8:
		return append(b, major|24, byte(n))
	case n < 1<<16:
		return append(b, major|25, byte(n>>8), byte(n))
	case n < 1<<32:
		return append(b, major|26, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return binary.BigEndian.AppendUint64(append(b, major|27), n)
}

// appendBig appends an int that fits neither int64 nor uint64. The shortest
// form of one down to -2⁶⁴ is an ordinary negative head.
func appendBig(b []byte, x *big.Int) []byte {
	tag := byte(TagPosBignum)
	if x.Sign() < 0 {
		tag = TagNegBignum
		x.Not(x)
		if x.IsUint64() {
			return appendHead(b, majorNegint, x.Uint64())
		}
	}
	raw := x.Bytes()
	b = appendHead(append(b, majorTag|tag), majorBytes, uint64(len(raw)))
	return append(b, raw...)
}

// longString is the length from which a string is checked against MaxSize.
const longString = 4096

// appendShortText appends s if it is the commonest kind of string, short and
// ASCII, and reports whether it did.
func appendShortText(b []byte, s string) ([]byte, bool) {
	if len(s) >= 24 || !shortASCII(s) {
		return b, false
	}
	return append(append(b, majorText|byte(len(s))), s...), true
}

// text appends a str: a text string, or tagged bytes if it is not valid UTF-8.
func (e *Encoder) text(s string) error {
	var short bool
	if e.buf, short = appendShortText(e.buf, s); short {
		return nil
	}
	if len(s) > longString && len(e.buf)+len(s) > e.maxSize {
		return ErrTooLarge
	}
	major := byte(majorText)
	if !validUTF8(s) {
		e.buf = append(e.buf, majorTag|25, TagBytestr>>8, TagBytestr&0xff)
		major = majorBytes
	}
	e.buf = append(appendHead(e.buf, major, uint64(len(s))), s...)
	return nil
}

func (e *Encoder) bytes(s string) error {
	if len(s) > longString && len(e.buf)+len(s) > e.maxSize {
		return ErrTooLarge
	}
	e.buf = append(appendHead(e.buf, majorBytes, uint64(len(s))), s...)
	return nil
}

// Shared deals with the identity of v, which must be a pointer. It returns
// true if this message already holds v and has now written a reference to it;
// otherwise it has numbered v and the caller writes the item.
func (e *Encoder) Shared(v starlark.Value) bool {
	return e.known(v, hashOf(&e.memo, v))
}

// Tag appends a tag; the item that follows is its content.
func (e *Encoder) Tag(n uint64) { e.buf = appendHead(e.buf, majorTag, n) }

// ArrayHeader opens an array; the n items that follow are its elements.
func (e *Encoder) ArrayHeader(n int) { e.buf = appendHead(e.buf, majorArray, uint64(n)) }

// MapHeader opens a map; n pairs of items follow, each a key and its value.
func (e *Encoder) MapHeader(n int) { e.buf = appendHead(e.buf, majorMap, uint64(n)) }

// Int appends an integer.
func (e *Encoder) Int(x int64) {
	if x >= 0 {
		e.buf = appendHead(e.buf, majorUint, uint64(x))
	} else {
		e.buf = appendHead(e.buf, majorNegint, ^uint64(x))
	}
}

// Uint appends an unsigned integer.
func (e *Encoder) Uint(x uint64) { e.buf = appendHead(e.buf, majorUint, x) }

// Text appends a str, valid UTF-8 or not. Decoder.Text reads it.
func (e *Encoder) Text(s string) error { return e.text(s) }

// ByteString appends a byte string.
func (e *Encoder) ByteString(b []byte) {
	e.buf = append(appendHead(e.buf, majorBytes, uint64(len(b))), b...)
}

// Bool appends a truth value.
func (e *Encoder) Bool(x bool) {
	if x {
		e.buf = append(e.buf, simpleTrue)
	} else {
		e.buf = append(e.buf, simpleFalse)
	}
}

// Null appends None.
func (e *Encoder) Null() { e.buf = append(e.buf, simpleNull) }
