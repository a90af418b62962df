package multiprocessing

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines ShareableList. Unlike CPython's it keeps the length of each text, so NULs at the end and characters
// of several bytes come back as they went in. Numbers in memory are 64 bits, little endian:
//
//	magic
//	count      n
//	offset     n+1 times: of each item from the start of the memory, and the end
//	item       n times: kind and length, 32 bits each, then room for the value, a multiple of 8 bytes

const (
	listMagic    = 0x314b52414c4b5241
	listItemHead = 8
)

// Kinds of items.
const (
	itemNone = iota
	itemBool
	itemInt
	itemFloat
	itemStr
	itemBytes
)

type shareableList struct {
	plain
	s   *State
	shm *sharedMemory
	n   int
}

var (
	_ starlark.Sequence    = (*shareableList)(nil)
	_ starlark.Indexable   = (*shareableList)(nil)
	_ starlark.HasSetKey   = (*shareableList)(nil)
	_ starlark.Container   = (*shareableList)(nil)
	_ starlark.HasSetField = (*shareableList)(nil)
	_ object.HasMethods    = (*shareableList)(nil)
	_ object.HasClass      = (*shareableList)(nil)
	_ object.HasRepr       = (*shareableList)(nil)
	_ starlarkcbor.Reducer = (*shareableList)(nil)
)

func (l *shareableList) Type() string          { return "ShareableList" }
func (l *shareableList) Class() *object.Class  { return l.s.class("ShareableList") }
func (l *shareableList) Hash() (uint32, error) { return identityHash(l), nil }
func (l *shareableList) Truth() starlark.Bool  { return l.n > 0 }
func (l *shareableList) String() string {
	text, _ := l.Repr(l.s.rt)
	return text
}

// Repr shows the items.
func (l *shareableList) Repr(rt *object.Runtime) (string, error) {
	items, err := l.items()
	if err != nil {
		return "", err
	}
	text, err := rt.Repr(starlark.NewList(items))
	return "ShareableList(" + text + ", name=" + object.StrRepr(l.shm.name) + ")", err
}

// memory returns the list's bytes.
func (l *shareableList) memory() ([]byte, error) {
	if l.shm.hold == nil {
		return nil, exceptions.TypeError.Errorf("a bytes-like object is required, not 'NoneType'")
	}
	return l.shm.hold.h.Bytes(), nil
}

// newShareableList makes a list under a name; "" chooses one.
func (s *State) newShareableList(name string, items []starlark.Value) (*shareableList, error) {
	offsets := make([]uint64, 0, len(items)+1)
	at := uint64(8 * (2 + len(items) + 1))
	for _, v := range items {
		offsets = append(offsets, at)
		room := 8
		switch v := v.(type) {
		case starlark.String:
			room = 8 * (len(v)/8 + 1)
		case starlark.Bytes:
			room = 8 * (len(v)/8 + 1)
		}
		at += uint64(listItemHead + room)
	}
	offsets = append(offsets, at)
	for _, v := range items { // an error leaves no block behind
		if _, _, err := s.itemOf(v); err != nil {
			return nil, err
		}
	}
	m, err := s.createSharedMemory(name, int(at))
	if err != nil {
		return nil, err
	}
	b := m.hold.h.Bytes()
	binary.LittleEndian.PutUint64(b, listMagic)
	binary.LittleEndian.PutUint64(b[8:], uint64(len(items)))
	for i, off := range offsets {
		binary.LittleEndian.PutUint64(b[16+8*i:], off)
	}
	l := &shareableList{s: s, shm: m, n: len(items)}
	for i, v := range items {
		if err := l.set(i, v); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// listOf returns the list that lies in a block.
func (s *State) listOf(m *sharedMemory) (*shareableList, error) {
	b := m.hold.h.Bytes()
	if len(b) >= 24 && binary.LittleEndian.Uint64(b) == listMagic {
		if n := binary.LittleEndian.Uint64(b[8:]); n <= uint64(len(b)-24)/8 {
			return &shareableList{s: s, shm: m, n: int(n)}, nil
		}
	}
	return nil, exceptions.ValueError.Errorf("the shared memory %s holds no ShareableList", object.StrRepr(m.name))
}

// slot returns the memory of an item, its head included.
func (l *shareableList) slot(i int) ([]byte, error) {
	b, err := l.memory()
	if err != nil {
		return nil, err
	}
	from, to := binary.LittleEndian.Uint64(b[16+8*i:]), binary.LittleEndian.Uint64(b[24+8*i:])
	if to > uint64(len(b)) || from > to || to-from < listItemHead+8 {
		return nil, exceptions.ValueError.Errorf("the shared memory %s was overwritten", object.StrRepr(l.shm.name))
	}
	return b[from:to:to], nil
}

// itemOf encodes a value: its kind and its bytes.
func (s *State) itemOf(v starlark.Value) (kind uint32, data []byte, err error) {
	switch v := v.(type) {
	case starlark.NoneType:
		return itemNone, nil, nil
	case starlark.Bool:
		if v {
			return itemBool, []byte{1}, nil
		}
		return itemBool, []byte{0}, nil
	case starlark.Int:
		n, ok := v.Int64()
		if !ok {
			return 0, nil, exceptions.StructError.Errorf("argument out of range")
		}
		return itemInt, binary.LittleEndian.AppendUint64(nil, uint64(n)), nil
	case starlark.Float:
		return itemFloat, binary.LittleEndian.AppendUint64(nil, math.Float64bits(float64(v))), nil
	case starlark.String:
		return itemStr, []byte(v), nil
	case starlark.Bytes:
		return itemBytes, []byte(v), nil
	}
	return 0, nil, exceptions.KeyError.With(s.rt.TypeOf(v))
}

// get reads an item.
func (l *shareableList) get(i int) (starlark.Value, error) {
	b, err := l.slot(i)
	if err != nil {
		return nil, err
	}
	kind, n := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
	b = b[listItemHead:]
	switch kind {
	case itemNone:
		return starlark.None, nil
	case itemBool:
		return starlark.Bool(b[0] != 0), nil
	case itemInt:
		return starlark.MakeInt64(int64(binary.LittleEndian.Uint64(b))), nil
	case itemFloat:
		return starlark.Float(math.Float64frombits(binary.LittleEndian.Uint64(b))), nil
	}
	b = b[:min(int(n), len(b))]
	if kind == itemStr {
		return starlark.String(b), nil
	}
	return starlark.Bytes(b), nil
}

// set writes an item.
func (l *shareableList) set(i int, v starlark.Value) error {
	b, err := l.slot(i)
	if err != nil {
		return err
	}
	kind, data, err := l.s.itemOf(v)
	if err != nil {
		return err
	}
	if len(data) > len(b)-listItemHead {
		return exceptions.ValueError.Errorf("bytes/str item exceeds available storage")
	}
	copy(b[listItemHead:], data)
	binary.LittleEndian.PutUint32(b, kind)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(data)))
	return nil
}

func (l *shareableList) items() ([]starlark.Value, error) {
	if _, err := l.memory(); err != nil {
		return nil, err
	}
	out := make([]starlark.Value, l.n)
	for i := range out {
		v, err := l.get(i)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// position reads an index.
func (l *shareableList) position(k starlark.Value, refusal string) (int, error) {
	n, err := object.AsIndex(k)
	if err != nil {
		return 0, exceptions.TypeError.Errorf("'>=' not supported between instances of '%s' and 'int'", object.TypeName(k))
	}
	i64, ok := n.Int64()
	i := int(i64)
	if i < 0 {
		i += l.n
	}
	if !ok || i < 0 || i >= l.n {
		return 0, exceptions.IndexError.Errorf("%s", refusal)
	}
	return i, nil
}

// Len is len(l).
func (l *shareableList) Len() int {
	if _, err := l.memory(); err != nil {
		l.s.rt.Raise(err)
		return 0
	}
	return l.n
}

// Get evaluates l[k].
func (l *shareableList) Get(k starlark.Value) (starlark.Value, bool, error) {
	i, err := l.position(k, "index out of range")
	if err != nil {
		return nil, false, err
	}
	v, err := l.get(i)
	return v, err == nil, err
}

// SetKey evaluates l[k] = v.
func (l *shareableList) SetKey(k, v starlark.Value) error {
	i, err := l.position(k, "assignment index out of range")
	if err != nil {
		return err
	}
	return l.set(i, v)
}

// Index reads one item for reversed().
func (l *shareableList) Index(i int) starlark.Value {
	v, err := l.get(i)
	if err != nil {
		l.s.rt.Raise(err)
		return starlark.None
	}
	return v
}

// Has is v in l.
func (l *shareableList) Has(v starlark.Value) (bool, error) {
	n, err := l.find(v)
	return n >= 0, err
}

// find returns the first position of v, or -1.
func (l *shareableList) find(v starlark.Value) (int, error) {
	items, err := l.items()
	if err != nil {
		return -1, err
	}
	for i, x := range items {
		if eq, err := l.s.rt.Equal(v, x); eq || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// Iterate iterates by index.
func (l *shareableList) Iterate() starlark.Iterator { return &shareableIterator{l: l} }

type shareableIterator struct {
	l *shareableList
	i int
}

func (it *shareableIterator) Next(p *starlark.Value) bool {
	if it.i >= it.l.n {
		return false
	}
	v, err := it.l.get(it.i)
	if err != nil {
		it.l.s.rt.Raise(err)
		return false
	}
	*p = v
	it.i++
	return true
}
func (it *shareableIterator) Done() {}

// Attr serves shm and format, which tells the items' places as module struct does.
func (l *shareableList) Attr(name string) (starlark.Value, error) {
	switch name {
	case "shm":
		return l.shm, nil
	case "format":
		var text strings.Builder
		for i := range l.n {
			b, err := l.slot(i)
			if err != nil {
				return nil, err
			}
			switch binary.LittleEndian.Uint32(b) {
			case itemNone:
				text.WriteString("xxxxxx?x")
			case itemBool:
				text.WriteString("xxxxxxx?")
			case itemInt:
				text.WriteByte('q')
			case itemFloat:
				text.WriteByte('d')
			default:
				fmt.Fprintf(&text, "%ds", len(b)-listItemHead)
			}
		}
		return starlark.String(text.String()), nil
	}
	return object.MethodOf(l, name)
}

// AttrNames lists the properties.
func (l *shareableList) AttrNames() []string { return []string{"format", "shm"} }

// SetField refuses.
func (l *shareableList) SetField(name string, v starlark.Value) error {
	return noSetter(l, name, "format")
}

// Methods returns the methods.
func (l *shareableList) Methods() *object.Methods { return shareableListMethods }

var shareableListMethods = object.NewMethods(sequenceMethods).Extend(map[string]object.Method{
	"count": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		l := self.(*shareableList)
		var v starlark.Value
		if err := unpack("ShareableList.count", self, args, kwargs, "value", &v); err != nil {
			return nil, err
		}
		items, err := l.items()
		if err != nil {
			return nil, err
		}
		n := 0
		for _, x := range items {
			eq, err := l.s.rt.Compare(syntax.EQL, v, x)
			if err != nil {
				return nil, err
			}
			if eq {
				n++
			}
		}
		return starlark.MakeInt(n), nil
	},
	"index": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		l := self.(*shareableList)
		var v starlark.Value
		if err := unpack("ShareableList.index", self, args, kwargs, "value", &v); err != nil {
			return nil, err
		}
		i, err := l.find(v)
		if err != nil {
			return nil, err
		}
		if i < 0 {
			text, err := l.s.rt.Repr(v)
			if err != nil {
				return nil, err
			}
			return nil, exceptions.ValueError.Errorf("%s not in this container", text)
		}
		return starlark.MakeInt(i), nil
	},
})

// shareableListBuiltin is ShareableList(sequence=None, *, name=None).
func (s *State) shareableListBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var sequence, name starlark.Value
	if err := unpack("ShareableList.__init__", starlark.None, args, kwargs, "sequence??", &sequence, "*", nil, "name??", &name); err != nil {
		return nil, err
	}
	wanted, err := blockName(name)
	if err != nil {
		return nil, err
	}
	if name != nil && sequence == nil {
		m, err := s.attachSharedMemory(wanted)
		if err != nil {
			return nil, err
		}
		return orError(s.listOf(m))
	}
	var items []starlark.Value
	if sequence != nil {
		if items, err = s.rt.List(t, sequence); err != nil {
			return nil, err
		}
	}
	return orError(s.newShareableList(wanted, items))
}

// Reduce writes the place and name of the list's block.
func (l *shareableList) Reduce(e *starlarkcbor.Encoder) error {
	if _, err := l.memory(); err != nil {
		return err
	}
	if reduceHandle(e, l, kindShareableList, 2) {
		return nil
	}
	writeRef(e, l.shm.hold.h.Ref())
	return e.Text(l.shm.name)
}

func openShareableList(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	m, err := openSharedMemory(s, d, parts)
	if err != nil {
		return nil, err
	}
	return orError(s.listOf(m.(*sharedMemory)))
}
