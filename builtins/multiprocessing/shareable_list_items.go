package multiprocessing

import (
	"encoding/binary"
	"math"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file lays the items of a ShareableList out. Numbers are 64 bits, little endian:
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
