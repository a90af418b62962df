package starlarkcbor

// This file defines the Decoder: bytes that may be hostile to Starlark values.
//
// What a message can cost is bounded by its length: every element that a
// header announces takes at least one byte, so the elements announced by all
// headers together may not exceed the length of the message. Nothing is
// allocated before that is known.

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"

	"go.starlark.net/starlark"
)

// A Builder decodes the item that follows its tag, by the methods of d. It
// builds data only: it runs no script code. A hashable container should keep
// its hash, since references can nest it exponentially often. A type with identity or with parts
// that may refer to it opens with id := d.Reserve() and calls d.Define(id, v)
// before it decodes the parts.
type Builder func(d *Decoder) (starlark.Value, error)

// A DecodeError reports bytes that are not a message.
type DecodeError struct {
	Offset int    // of the item
	Reason string // what is wrong with it
	Err    error  // the cause, if another error is; may be nil
}

// Error names the offset and the reason.
func (e *DecodeError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("message malformed at byte %d: %s: %v", e.Offset, e.Reason, e.Err)
	}
	return fmt.Sprintf("message malformed at byte %d: %s", e.Offset, e.Reason)
}

// Unwrap returns the cause.
func (e *DecodeError) Unwrap() error { return e.Err }

// A Decoder reads the items of a message. It is for one goroutine at a time and
// is meant to be kept and reused: Reset starts the next message. After an error
// the rest of the message is void.
type Decoder struct {
	Context any // for hooks; initially Options.Context

	data     []byte
	off      int
	claimed  int              // elements that headers announced
	shared   []starlark.Value // by number; nil while under construction
	slot     int              // for Reserve: the number of the item being built, or -1
	depth    int
	maxDepth int
	private  [tagEnd - TagBase]Builder
	build    map[uint64]Builder // tags outside the private block
	names    internTable
}

// NewDecoder returns a Decoder of an empty message.
func NewDecoder(opts Options) *Decoder {
	d := &Decoder{Context: opts.Context, maxDepth: opts.MaxDepth, slot: -1}
	if d.maxDepth <= 0 {
		d.maxDepth = defaultMaxDepth
	}
	for tag, b := range opts.Build {
		if tag >= TagBase && tag < tagEnd {
			d.private[tag-TagBase] = b
			continue
		}
		if d.build == nil {
			d.build = make(map[uint64]Builder)
		}
		d.build[tag] = b
	}
	return d
}

// Reset starts the message data, which must not change until it is decoded;
// no value refers to it afterwards. It forgets the values of the last message.
func (d *Decoder) Reset(data []byte) {
	clear(d.shared)
	if cap(d.shared) > memoKeep && len(d.shared) < cap(d.shared)/8 {
		d.shared = nil
	}
	d.shared = d.shared[:0]
	d.data = data
	d.off = 0
	d.claimed = 0
	d.slot = -1
	d.depth = 0
}

// Remaining returns the number of bytes not yet decoded.
func (d *Decoder) Remaining() int { return len(d.data) - d.off }

// Decode reads one item.
func (d *Decoder) Decode() (starlark.Value, error) { return d.item(-1) }

// item reads one item. If slot is not -1 the item is the content of tag 28 and
// is shared under that number.
func (d *Decoder) item(slot int) (starlark.Value, error) {
	start := d.off
	if start >= len(d.data) {
		return nil, d.malformed(start, "message is truncated")
	}
	b := d.data[start]
	major, n := b&0xe0, uint64(b&0x1f)
	if n < 24 {
		d.off++
	} else {
		var err error
		if n, err = d.argument(); err != nil {
			return nil, err
		}
	}
	switch major {
	case majorUint:
		if n <= math.MaxInt64 {
			return starlark.MakeInt64(int64(n)), nil
		}
		return starlark.MakeUint64(n), nil
	case majorNegint:
		if n <= math.MaxInt64 {
			return starlark.MakeInt64(^int64(n)), nil
		}
		x := new(big.Int).SetUint64(n)
		return starlark.MakeBigInt(x.Not(x)), nil
	case majorText:
		raw, err := d.take(start, n)
		if err != nil {
			return nil, err
		}
		if len(raw) <= internLen {
			if v := d.names.text(raw); v != nil {
				return v, nil
			}
			return nil, d.malformed(start, "text is not valid UTF-8")
		}
		s := string(raw)
		if !validUTF8(s) {
			return nil, d.malformed(start, "text is not valid UTF-8")
		}
		return starlark.String(s), nil
	case majorArray:
		return d.list(start, n, slot)
	case majorMap:
		return d.dict(start, n, slot)
	case majorTag:
		return d.tagged(start, n, slot)
	case majorSimple:
		switch b {
		case simpleFloat64:
			return starlark.Float(math.Float64frombits(n)), nil
		case simpleFalse:
			return starlark.False, nil
		case simpleTrue:
			return starlark.True, nil
		case simpleNull:
			return starlark.None, nil
		}
		return nil, d.malformed(start, "unknown simple value")
	default: // majorBytes
		raw, err := d.take(start, n)
		if err != nil {
			return nil, err
		}
		return starlark.Bytes(raw), nil
	}
}

// head reads the head of an item and moves past it.
func (d *Decoder) head() (major byte, n uint64, err error) {
	if d.off >= len(d.data) {
		return 0, 0, d.malformed(d.off, "message is truncated")
	}
	b := d.data[d.off]
	if b&0x1f < 24 {
		d.off++
		return b & 0xe0, uint64(b & 0x1f), nil
	}
	n, err = d.argument()
	return b & 0xe0, n, err
}

// argument reads the head of an item, which has its argument in the bytes that
// follow the first, and moves past it.
func (d *Decoder) argument() (uint64, error) {
	data := d.data[d.off:]
	info := data[0] & 0x1f
	switch {
	case info == 24 && len(data) >= 2:
		d.off += 2
		return uint64(data[1]), nil
	case info == 25 && len(data) >= 3:
		d.off += 3
		return uint64(binary.BigEndian.Uint16(data[1:])), nil
	case info == 26 && len(data) >= 5:
		d.off += 5
		return uint64(binary.BigEndian.Uint32(data[1:])), nil
	case info == 27 && len(data) >= 9:
		d.off += 9
		return binary.BigEndian.Uint64(data[1:]), nil
	case info > 27:
		return 0, d.malformed(d.off, "indefinite length or reserved head")
	}
	return 0, d.malformed(d.off, "message is truncated")
}

// take returns the n bytes that follow a head, without copying them.
func (d *Decoder) take(start int, n uint64) ([]byte, error) {
	if n > uint64(len(d.data)-d.off) {
		return nil, d.malformed(start, "length exceeds the message")
	}
	raw := d.data[d.off : d.off+int(n)]
	d.off += int(n)
	return raw, nil
}

// claim checks that n elements of width items each can follow and returns n as an int.
func (d *Decoder) claim(start int, n uint64, width int) (int, error) {
	if n > uint64(len(d.data)-d.claimed)/uint64(width) || n > uint64(len(d.data)-d.off)/uint64(width) {
		return 0, d.malformed(start, "length exceeds the message")
	}
	d.claimed += int(n) * width
	return int(n), nil
}

func (d *Decoder) enter(start int) error {
	if d.depth >= d.maxDepth {
		return &DecodeError{Offset: start, Reason: "refused", Err: ErrTooDeep}
	}
	d.depth++
	return nil
}

func (d *Decoder) malformed(start int, reason string) error {
	return &DecodeError{Offset: start, Reason: reason}
}

// elements fills dst with the items that follow.
func (d *Decoder) elements(dst []starlark.Value) error {
	for i := range dst {
		v, err := d.item(-1)
		if err != nil {
			return err
		}
		dst[i] = v
	}
	return nil
}

func (d *Decoder) list(start int, count uint64, slot int) (starlark.Value, error) {
	n, err := d.claim(start, count, 1)
	if err != nil {
		return nil, err
	}
	if err := d.enter(start); err != nil {
		return nil, err
	}
	elems := make([]starlark.Value, n)
	l := starlark.NewList(elems)
	if slot >= 0 {
		d.shared[slot] = l
	}
	if err := d.elements(elems); err != nil {
		return nil, err
	}
	d.depth--
	return l, nil
}

// maxPresize bounds the table that a dict or set gets before its entries are
// seen: a table takes more room than the bytes that announce it.
const maxPresize = 1 << 14

func (d *Decoder) dict(start int, count uint64, slot int) (starlark.Value, error) {
	n, err := d.claim(start, count, 2)
	if err != nil {
		return nil, err
	}
	if err := d.enter(start); err != nil {
		return nil, err
	}
	dict := starlark.NewDict(min(n, maxPresize))
	if slot >= 0 {
		d.shared[slot] = dict
	}
	for i := range n {
		at := d.off
		k, err := d.item(-1)
		if err != nil {
			return nil, err
		}
		v, err := d.item(-1)
		if err != nil {
			return nil, err
		}
		if err := dict.SetKey(k, v); err != nil {
			return nil, &DecodeError{Offset: at, Reason: "dict key", Err: err}
		}
		if dict.Len() != i+1 {
			return nil, d.malformed(at, "duplicate dict key")
		}
	}
	d.depth--
	return dict, nil
}

// tagged reads the content of a tag.
func (d *Decoder) tagged(start int, tag uint64, slot int) (starlark.Value, error) {
	switch tag {
	case TagShareable:
		if slot >= 0 {
			return nil, d.malformed(start, "item is marked shareable twice")
		}
		slot = len(d.shared)
		d.shared = append(d.shared, nil)
		v, err := d.item(slot)
		if err != nil {
			return nil, err
		}
		// References to a plain value, a tuple above all, could make one that
		// takes forever to hash or to write from a message of a few bytes.
		switch v.(type) {
		case starlark.Tuple, starlark.Int, starlark.String, starlark.Bytes, starlark.Float, starlark.Bool, starlark.NoneType:
			return nil, d.malformed(start, "a value without identity is marked shareable")
		}
		if d.shared[slot] == nil {
			d.shared[slot] = v
		}
		return v, nil
	case TagSharedRef:
		major, n, err := d.head()
		if err != nil {
			return nil, err
		}
		if major != majorUint || n >= uint64(len(d.shared)) {
			return nil, d.malformed(start, "reference to an item that is not in the message")
		}
		if d.shared[n] == nil {
			return nil, d.malformed(start, "reference to an item that is not yet complete")
		}
		return d.shared[n], nil
	}
	if err := d.enter(start); err != nil {
		return nil, err
	}
	v, err := d.content(start, tag, slot)
	if err != nil {
		return nil, err
	}
	d.depth--
	return v, nil
}

// content reads the content of a tag other than 28 and 29.
func (d *Decoder) content(start int, tag uint64, slot int) (starlark.Value, error) {
	switch tag {
	case TagTuple:
		n, err := d.ArrayHeader()
		if err != nil {
			return nil, err
		}
		t := make(starlark.Tuple, n)
		if err := d.elements(t); err != nil {
			return nil, err
		}
		return t, nil
	case TagSet:
		return d.set(slot)
	case TagPosBignum, TagNegBignum:
		raw, err := d.BytesRef()
		if err != nil {
			return nil, err
		}
		x := new(big.Int).SetBytes(raw)
		if tag == TagNegBignum {
			x.Not(x)
		}
		return starlark.MakeBigInt(x), nil
	case TagBytestr:
		raw, err := d.BytesRef()
		if err != nil {
			return nil, err
		}
		return starlark.String(raw), nil
	case TagRange:
		return d.rangeValue(start)
	}
	var b Builder
	if tag >= TagBase && tag < tagEnd {
		b = d.private[tag-TagBase]
	} else {
		b = d.build[tag]
	}
	if b == nil {
		return nil, d.malformed(start, fmt.Sprintf("unknown tag %d", tag))
	}
	d.slot = slot
	v, err := b(d)
	d.slot = -1
	if err == nil && v == nil {
		return nil, d.malformed(start, fmt.Sprintf("nothing built for tag %d", tag))
	}
	return v, err
}

func (d *Decoder) set(slot int) (starlark.Value, error) {
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	set := starlark.NewSet(min(n, maxPresize))
	if slot >= 0 {
		d.shared[slot] = set
	}
	for i := range n {
		at := d.off
		v, err := d.item(-1)
		if err != nil {
			return nil, err
		}
		if err := set.Insert(v); err != nil {
			return nil, &DecodeError{Offset: at, Reason: "set element", Err: err}
		}
		if set.Len() != i+1 {
			return nil, d.malformed(at, "duplicate set element")
		}
	}
	return set, nil
}

// rangeValue reads [start, stop, step]. Only the builtin can make a range.
func (d *Decoder) rangeValue(start int) (starlark.Value, error) {
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	if n != 3 {
		return nil, d.malformed(start, "a range has three parts")
	}
	args := make(starlark.Tuple, 3)
	for i := range args {
		x, err := d.Int()
		if err != nil {
			return nil, err
		}
		args[i] = starlark.MakeInt64(x)
	}
	v, err := starlark.Call(new(starlark.Thread), starlark.Universe["range"], args, nil)
	if err != nil {
		return nil, &DecodeError{Offset: start, Reason: "range", Err: err}
	}
	return v, nil
}
