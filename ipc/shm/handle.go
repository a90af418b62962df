package shm

// This file defines what all handles have in common: a hold on an object, given up by Close.

import "sync/atomic"

// handle is one hold of this process on one object. A call that may block counts itself in busy, and the hold is
// given up when the handle is closed and the last such call has returned, so no call sees its object go.
type handle struct {
	_ noCopy

	m    *Member
	off  uint64
	rec  rec
	busy atomic.Int64
}

// Bits of handle.busy above the number of calls under way.
const (
	handleClosed = 1 << 62 // Close was called
	handleGone   = 1 << 61 // the hold is given up, by whoever set this bit
)

// Ref names the object in messages.
func (h *handle) Ref() Ref { return Ref(h.off) }

// Close gives up the hold, at the end of calls that are blocked. Calling it again does nothing.
func (h *handle) Close() {
	for {
		n := h.busy.Load()
		if n&handleClosed != 0 {
			return
		}
		to := n | handleClosed
		if n == 0 {
			to |= handleGone
		}
		if h.busy.CompareAndSwap(n, to) {
			if n == 0 {
				h.m.letOrLater(h.rec)
			}
			return
		}
	}
}

// begin starts a call; it pairs with end.
func (h *handle) begin() error {
	if h.busy.Add(1)&handleClosed != 0 {
		h.end()
		return ErrClosed
	}
	return nil
}

func (h *handle) end() {
	if h.busy.Add(-1) == handleClosed && h.busy.CompareAndSwap(handleClosed, handleClosed|handleGone) {
		h.m.letOrLater(h.rec)
	}
}

// closed tells whether Close was called.
func (h *handle) closed() bool { return h.busy.Load()&handleClosed != 0 }

// create makes an object of kind k and h the first hold on it. setUp fills the zeroed cell, which nobody else sees.
func (h *handle) create(m *Member, k kind, setUp func(off uint64)) error {
	r, err := m.takeRec()
	if err != nil {
		return err
	}
	off, err := m.a.allocObject(m.self)
	if err != nil {
		m.putRec(r)
		return err
	}
	setUp(off)
	h.first(m, off, k, r)
	return nil
}

// first publishes off as k with one hold, which is h's.
func (h *handle) first(m *Member, off uint64, k kind, r rec) {
	r.fill(off, 0, 0)
	m.a.publish(off, k, 1)
	r.set(stepHeld)
	h.m, h.off, h.rec = m, off, r
}

// open makes h another hold on an existing object of kind k.
func (h *handle) open(m *Member, ref Ref, k kind) error {
	if m.a.kindOf(uint64(ref)) != k {
		return ErrBadRef
	}
	r, err := m.hold(ref)
	if err != nil {
		return err
	}
	h.m, h.off, h.rec = m, uint64(ref), r
	return nil
}
