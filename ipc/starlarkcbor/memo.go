package starlarkcbor

// This file holds the encoder's memory of the containers of one message: which
// number tag 28 gave to each. It is an open-addressing table keyed by the
// address of the container.

import (
	"hash/maphash"

	"go.starlark.net/starlark"
)

// A memo maps containers to their numbers. The zero value is empty.
type memo struct {
	slots []memoSlot // length zero or a power of two; at most half are used
	used  int        // also the next number
	seed  maphash.Seed
}

// A memoSlot is free if value is nil.
type memoSlot struct {
	value starlark.Value // a pointer
	hash  uint32
	id    uint32
}

const (
	memoFirst = 32   // slots at first
	memoKeep  = 1024 // more slots than this are kept only while they are needed
)

// number returns the number of v, and whether v had it before the call.
// hash is that of v's address.
func (m *memo) number(v starlark.Value, hash uint32) (id uint32, found bool) {
	if 2*m.used >= len(m.slots) {
		m.grow()
	}
	mask := uint32(len(m.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &m.slots[i]
		if s.value == nil {
			*s = memoSlot{v, hash, uint32(m.used)}
			m.used++
			return s.id, false
		}
		if s.hash == hash && s.value == v {
			return s.id, true
		}
	}
}

// grow doubles the table.
func (m *memo) grow() {
	if len(m.slots) == 0 {
		m.slots = make([]memoSlot, memoFirst)
		m.seed = maphash.MakeSeed()
		return
	}
	old := m.slots
	m.slots = make([]memoSlot, 2*len(old))
	mask := uint32(len(m.slots) - 1)
	for _, s := range old {
		if s.value == nil {
			continue
		}
		i := s.hash & mask
		for m.slots[i].value != nil {
			i = (i + 1) & mask
		}
		m.slots[i] = s
	}
}

// reset forgets everything, and the room too if little of it was used.
func (m *memo) reset() {
	if m.used == 0 {
		return
	}
	if len(m.slots) > memoKeep && m.used < len(m.slots)/8 {
		m.slots = make([]memoSlot, memoFirst)
	} else {
		clear(m.slots)
	}
	m.used = 0
}

// hashOf returns the hash of a pointer. The caller has made sure that the
// memo has its seed.
func hashOf[P comparable](m *memo, p P) uint32 {
	if len(m.slots) == 0 {
		m.grow()
	}
	return uint32(maphash.Comparable(m.seed, p))
}
