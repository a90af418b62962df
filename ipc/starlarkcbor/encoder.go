package starlarkcbor

// This file defines the Encoder: one pass over a Starlark value, appending to
// one slice of bytes.

import (
	"encoding/binary"
	"fmt"
	"math"

	"go.starlark.net/starlark"
)

// Options configures an Encoder or a Decoder. The zero value is valid.
type Options struct {
	// MaxDepth bounds the nesting of containers and extensions; 0 means 1000.
	MaxDepth int

	// MaxSize bounds an encoded message in bytes; 0 means 1 GiB. It is checked
	// at each container and long string, so a message may pass it by the
	// scalars of one container.
	MaxSize int

	// Reduce writes a value of a foreign type, in the way of Reducer, and
	// reports whether it did. It is asked for values that are neither
	// Starlark's data types nor Reducers; nil handles none.
	Reduce func(e *Encoder, v starlark.Value) (handled bool, err error)

	// Build decodes what follows a tag, by tag number. The tags that this
	// package reads itself are not looked up here.
	Build map[uint64]Builder

	// Context is given to hooks as Encoder.Context and Decoder.Context.
	Context any
}

const (
	defaultMaxDepth = 1000
	defaultMaxSize  = 1 << 30
)

// A Reducer is a value that writes itself. Reduce appends exactly one item by
// the methods of e; it runs no script code and changes nothing. A type with
// identity opens with
//
//	if e.Shared(v) {
//		return nil
//	}
type Reducer interface {
	starlark.Value
	Reduce(e *Encoder) error
}

// An Encoder appends items to a message. It is for one goroutine at a time and
// is meant to be kept and reused: Reset starts the next message. After an
// error the message is void until Reset.
type Encoder struct {
	Context any // for hooks; initially Options.Context

	buf      []byte
	memo     memo
	depth    int
	maxDepth int
	maxSize  int
	reduce   func(*Encoder, starlark.Value) (bool, error)
	err      error                          // of the entry that stopped an iteration
	entry    func(k, v starlark.Value) bool // e.dictEntry, bound once
}

// NewEncoder returns an Encoder with an empty message.
func NewEncoder(opts Options) *Encoder {
	e := &Encoder{
		Context:  opts.Context,
		maxDepth: opts.MaxDepth,
		maxSize:  opts.MaxSize,
		reduce:   opts.Reduce,
	}
	if e.maxDepth <= 0 {
		e.maxDepth = defaultMaxDepth
	}
	if e.maxSize <= 0 {
		e.maxSize = defaultMaxSize
	}
	e.entry = e.dictEntry
	return e
}

// Reset starts a message that is appended to buf, which the Encoder owns until
// Bytes returns it, and forgets the values of the last message. Reset(e.Bytes()[:0])
// reuses the room of the last message.
func (e *Encoder) Reset(buf []byte) {
	e.buf = buf
	e.memo.reset()
	e.depth = 0
	e.err = nil
}

// Bytes returns the message so far. It is valid until the next call of another method.
func (e *Encoder) Bytes() []byte { return e.buf }

// Encode appends v as one item. Several items in one message share identity.
func (e *Encoder) Encode(v starlark.Value) error {
	switch v := v.(type) {
	case starlark.Int:
		e.buf = appendInt(e.buf, v)
		return nil
	case starlark.String:
		return e.text(string(v))
	case starlark.Float:
		e.Float(float64(v))
		return nil
	case starlark.NoneType:
		e.buf = append(e.buf, simpleNull)
		return nil
	case starlark.Bool:
		e.Bool(bool(v))
		return nil
	case *starlark.List:
		return e.list(v)
	case starlark.Tuple:
		return e.tuple(v)
	case *starlark.Dict:
		return e.dict(v)
	case *starlark.Set:
		return e.set(v)
	case starlark.Bytes:
		return e.bytes(string(v))
	}
	return e.extension(v)
}

// EncodeAt is Encode for a part that has a place in its owner: if v cannot
// travel, elem stands in the path that names it. At the root elem is the name
// of the whole: EncodeAt("args", v).
func (e *Encoder) EncodeAt(elem string, v starlark.Value) error {
	if err := e.Encode(v); err != nil {
		return e.at(err, elem)
	}
	return nil
}

// EncodeAttr is EncodeAt with the element ".name".
func (e *Encoder) EncodeAttr(name string, v starlark.Value) error {
	if err := e.Encode(v); err != nil {
		return e.at(err, "."+name)
	}
	return nil
}

// enter opens a container, leave closes it, also after an error.
func (e *Encoder) enter() error {
	if e.depth >= e.maxDepth {
		return ErrTooDeep
	}
	if len(e.buf) > e.maxSize {
		return ErrTooLarge
	}
	e.depth++
	return nil
}

func (e *Encoder) leave() { e.depth-- }

// known writes the reference to v if it was written before, else the mark that
// numbers it. Its pair in the decoder is the handling of tag 28.
func (e *Encoder) known(v starlark.Value, hash uint32) bool {
	id, found := e.memo.number(v, hash)
	if found {
		e.buf = append(e.buf, majorTag|24, TagSharedRef)
		e.buf = appendHead(e.buf, majorUint, uint64(id))
	} else {
		e.buf = append(e.buf, majorTag|24, TagShareable)
	}
	return found
}

func (e *Encoder) list(l *starlark.List) error {
	if e.known(l, hashOf(&e.memo, l)) {
		return nil
	}
	if err := e.enter(); err != nil {
		return err
	}
	n := l.Len()
	e.buf = appendHead(e.buf, majorArray, uint64(n))
	// The length is looked up each time: a reducer that runs code may change it.
	for i := e.scalars(l, 0); i < n && i < l.Len(); i = e.scalars(l, i+1) {
		if err := e.Encode(l.Index(i)); err != nil {
			e.leave()
			return e.at(err, indexElem(i))
		}
	}
	e.leave()
	if l.Len() != n {
		return errChanged
	}
	return nil
}

// scalars writes the ints, floats and short strings of l from element i on and
// returns the index of the first element that is something else.
func (e *Encoder) scalars(l *starlark.List, i int) int {
	buf := e.buf // apart from e, so that it stays in registers
	for ; i < l.Len(); i++ {
		switch v := l.Index(i).(type) {
		case starlark.Int:
			x, ok := v.Int64()
			if !ok || uint64(x) >= 1<<32 {
				buf = appendInt(buf, v)
				continue
			}
			switch n := uint32(x); {
			case n < 24:
				buf = append(buf, byte(n))
			case n < 1<<8:
				buf = append(buf, majorUint|24, byte(n))
			case n < 1<<16:
				buf = append(buf, majorUint|25, byte(n>>8), byte(n))
			default:
				buf = append(buf, majorUint|26, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
			}
		case starlark.Float:
			buf = appendFloat(buf, float64(v))
		case starlark.String:
			var ok bool
			if buf, ok = appendShortText(buf, string(v)); !ok {
				e.buf = buf
				return i
			}
		default:
			e.buf = buf
			return i
		}
	}
	e.buf = buf
	return i
}

func (e *Encoder) tuple(t starlark.Tuple) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.buf = append(e.buf, majorTag|25, TagTuple>>8, TagTuple&0xff)
	e.buf = appendHead(e.buf, majorArray, uint64(len(t)))
	for i, v := range t {
		if err := e.Encode(v); err != nil {
			e.leave()
			return e.at(err, indexElem(i))
		}
	}
	e.leave()
	return nil
}

func (e *Encoder) dict(d *starlark.Dict) error {
	if e.known(d, hashOf(&e.memo, d)) {
		return nil
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.buf = appendHead(e.buf, majorMap, uint64(d.Len()))
	// While it is iterated the dict cannot change.
	d.Entries()(e.entry)
	e.leave()
	if err := e.err; err != nil {
		e.err = nil
		return e.rejoin(err)
	}
	return nil
}

// dictEntry writes one entry of a dict; its error is left in e.err.
func (e *Encoder) dictEntry(k, v starlark.Value) bool {
	short := false
	if s, ok := k.(starlark.String); ok { // the keys of records
		e.buf, short = appendShortText(e.buf, string(s))
	}
	if !short {
		if err := e.Encode(k); err != nil {
			e.err = e.at(err, " key "+keyText(k))
			return false
		}
	}
	if err := e.Encode(v); err != nil {
		e.err = e.at(err, keyElem(k))
		return false
	}
	return true
}

// rejoin completes a path whose last element was added inside a container
// that has been left since.
func (e *Encoder) rejoin(err error) error {
	if pe, ok := err.(*PathError); ok && e.depth == 0 {
		pe.join()
	}
	return err
}

func (e *Encoder) set(s *starlark.Set) error {
	if e.known(s, hashOf(&e.memo, s)) {
		return nil
	}
	if err := e.enter(); err != nil {
		return err
	}
	e.buf = append(e.buf, majorTag|25, TagSet>>8, TagSet&0xff)
	e.buf = appendHead(e.buf, majorArray, uint64(s.Len()))
	it := s.Iterate()
	defer it.Done()
	var v starlark.Value
	for it.Next(&v) {
		if err := e.Encode(v); err != nil {
			e.leave()
			return e.at(err, "{"+keyText(v)+"}")
		}
	}
	e.leave()
	return nil
}

// extension writes what is not one of Starlark's data types.
func (e *Encoder) extension(v starlark.Value) error {
	if v == nil {
		return &PathError{Type: "unassigned value"}
	}
	if err := e.enter(); err != nil {
		return err
	}
	handled, err := e.extend(v)
	e.leave()
	if err == nil && !handled {
		return &PathError{Type: v.Type()}
	}
	if pe, ok := err.(*PathError); ok && pe.Err == nil && pe.Type == "" {
		pe.Type = v.Type()
	}
	return e.rejoin(err)
}

func (e *Encoder) extend(v starlark.Value) (handled bool, err error) {
	if r, ok := v.(Reducer); ok {
		return true, r.Reduce(e)
	}
	if e.reduce != nil {
		if handled, err := e.reduce(e, v); handled || err != nil {
			return true, err
		}
	}
	return e.rangeValue(v), nil
}

// rangeValue writes a range. The type is not exported, but its text holds all
// that there is to it.
func (e *Encoder) rangeValue(v starlark.Value) bool {
	if v.Type() != "range" || fmt.Sprintf("%T", v) != "starlark.rangeValue" {
		return false
	}
	var start, stop, step int64 = 0, 0, 1
	text := v.String()
	if n, _ := fmt.Sscanf(text, "range(%d, %d, %d)", &start, &stop, &step); n < 2 {
		start = 0
		if n, _ := fmt.Sscanf(text, "range(%d)", &stop); n != 1 {
			return false
		}
	}
	e.Tag(TagRange)
	e.ArrayHeader(3)
	e.Int(start)
	e.Int(stop)
	e.Int(step)
	return true
}

// appendInt appends an int of any size in its shortest form.
func appendInt(b []byte, v starlark.Int) []byte {
	if x, ok := v.Int64(); ok {
		if x >= 0 {
			return appendHead(b, majorUint, uint64(x))
		}
		return appendHead(b, majorNegint, ^uint64(x))
	}
	if x, ok := v.Uint64(); ok {
		return appendHead(b, majorUint, x)
	}
	return appendBig(b, v.BigInt())
}

// Float appends a float bit for bit.
func (e *Encoder) Float(x float64) {
	e.buf = appendFloat(e.buf, x)
}

func appendFloat(b []byte, x float64) []byte {
	return binary.BigEndian.AppendUint64(append(b, simpleFloat64), math.Float64bits(x))
}
