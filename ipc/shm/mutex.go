package shm

// This file defines the mutex that guards each object's own fields for the length of a few stores. It is not what
// scripts lock; see lock.go.
//
//	bit  0      contended: somebody may sleep on the word
//	bits 1-31   slot+1 of the owning process; 0 when free
//
//	free      -> owner            fast path, one compare-and-swap
//	owner     -> owner|contended  a waiter, before it sleeps
//	free      -> owner|contended  a waiter that has slept: there may be others
//	any owner -> free             unlock; wakes one if contended
//
// A dead owner leaves the word as it is. Repair brings the object into order (each critical section has one store
// that counts, the rest can be computed from it), frees the word and wakes all. A waiter that is killed after it was
// woken swallows the wake: sleeps are therefore bounded by mutexNap.

import (
	"runtime"
	"time"
)

const (
	mutexNap     = 20 * time.Millisecond
	hostPatience = 20 * time.Millisecond
)

// lock takes the mutex at off. It fails when w is not nil and the call is to end, and for the host, which must not
// depend on a process that is stopped.
func (m *Member) lock(off uint64, w *Wait) error {
	if m.a.u32(off).CompareAndSwap(0, m.self<<1) {
		return nil
	}
	return m.lockSlow(off, w)
}

func (m *Member) lockSlow(off uint64, w *Wait) error {
	word := m.a.u32(off)
	start := time.Now()
	for i := 1; ; i++ {
		if word.Load() == 0 && word.CompareAndSwap(0, m.self<<1) {
			return nil
		}
		pause(30)
		if i&15 == 0 {
			if time.Since(start) > spinMax {
				break
			}
			runtime.Gosched()
		}
	}
	for {
		old := word.Load()
		if old == 0 {
			if word.CompareAndSwap(0, m.self<<1|1) {
				return nil
			}
			continue
		}
		if old&1 == 0 && !word.CompareAndSwap(old, old|1) {
			continue
		}
		nap := mutexNap
		if w != nil {
			if m.interrupted.Load() {
				return ErrInterrupted
			}
			if d, ok := w.left(); !ok && !w.Poll {
				return ErrTimeout
			} else if d > 0 {
				nap = min(nap, d)
			}
		}
		if m.patience > 0 {
			d := m.patience - time.Since(start)
			if d <= 0 {
				return ErrStuck
			}
			nap = min(nap, d)
		}
		futexWait(word, old|1, nap)
	}
}

func (m *Member) unlock(off uint64) {
	word := m.a.u32(off)
	if word.Swap(0)&1 != 0 {
		futexWake(word, 1)
	}
}

// heldBy tells whether process slot owns the mutex at off.
func (a *Arena) heldBy(off uint64, slot uint32) bool { return a.u32(off).Load()>>1 == slot+1 }

// wrest frees the mutex at off if the dead process slot owns it. What it guards has been put in order.
func (a *Arena) wrest(off uint64, slot uint32) {
	word := a.u32(off)
	if word.Load()>>1 == slot+1 { // only a waiter changes it now, and only bit 0
		word.Store(0)
		futexWake(word, 1<<31-1)
	}
}
