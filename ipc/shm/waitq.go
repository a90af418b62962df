package shm

// This file defines waitq, the place where calls sleep until an object changes: an event count with a number of
// sleepers, so that a change that nobody waits for costs one load.
//
//	byte 0   state u64   bits 48-63 epoch, 24-47 signalled, 0-23 sleepers
//	byte 8   seq   u32   the futex word; a wake adds 1
//	byte 12  hint  u32   spin budget in ns, see spin.go
//
// A sleeper reads seq, enters (sleepers+1), looks at its condition once more, sleeps while seq is unchanged, and
// leaves (sleepers-1, signalled-1 if positive). A waker changes the object first; then, if sleepers > signalled, it
// counts itself in signalled, adds 1 to seq and wakes. So several changes before the sleeper runs cost one wake, and
// for each count in signalled some sleeper is going to look again: one that had not reached the kernel finds seq
// changed. A sleeper that gives up (deadline, interrupt) passes the wake on.
//
// A process killed while it sleeps leaves sleepers too high, one killed between counting and waking leaves signalled
// too high. Repair starts a new epoch with both zero and wakes everybody; who entered in an older epoch does not
// count when it leaves.

import "time"

type waitq struct {
	a   *Arena
	off uint64
}

const (
	wqCountBits = 24
	wqCountMask = 1<<wqCountBits - 1
	wqEpochAt   = 2 * wqCountBits
)

// enter counts the caller as a sleeper and returns the epoch, for leave.
func (q waitq) enter() (epoch uint64) {
	return q.a.u64(q.off).Add(1) >> wqEpochAt
}

func (q waitq) leave(epoch uint64) {
	state := q.a.u64(q.off)
	for {
		old := state.Load()
		if old>>wqEpochAt != epoch || old&wqCountMask == 0 {
			return
		}
		s := old - 1
		if old>>wqCountBits&wqCountMask > 0 {
			s -= 1 << wqCountBits
		}
		if state.CompareAndSwap(old, s) {
			return
		}
	}
}

// wake makes at most n sleepers look again that are not about to do so anyway. The change must have been stored.
func (q waitq) wake(n uint64) {
	state := q.a.u64(q.off)
	for {
		old := state.Load()
		sleepers, signalled := old&wqCountMask, old>>wqCountBits&wqCountMask
		if sleepers <= signalled {
			return
		}
		k := min(n, sleepers-signalled)
		if state.CompareAndSwap(old, old+k<<wqCountBits) {
			seq := q.a.u32(q.off + 8)
			seq.Add(1)
			if n >= wqCountMask {
				k = 1<<31 - 1
			}
			futexWake(seq, int32(k))
			return
		}
	}
}

func (q waitq) wakeAll() { q.wake(wqCountMask) }

// stir makes every sleeper look again, whatever the counts say.
func (q waitq) stir() {
	seq := q.a.u32(q.off + 8)
	seq.Add(1)
	futexWake(seq, 1<<31-1)
}

// renew starts a new epoch and wakes everybody. Only the host calls it.
func (q waitq) renew() {
	state := q.a.u64(q.off)
	for {
		old := state.Load()
		if old&(1<<wqEpochAt-1) == 0 {
			return
		}
		if state.CompareAndSwap(old, (old>>wqEpochAt+1)<<wqEpochAt) {
			q.stir()
			return
		}
	}
}

// Wait bounds a blocking call. The zero value waits for ever.
// A call that can go ahead at once succeeds whatever Wait says.
type Wait struct {
	Deadline time.Time // zero: none
	Poll     bool      // do not block: ErrTimeout at once
	Line     uint32    // script line, published while blocked
	Idle     bool      // the caller is counted by Busy, and not while it sleeps without a deadline

	deaf bool // not interrupted
}

// left returns the time until the deadline, negative for ever; ok is false when it has passed.
func (w Wait) left() (d time.Duration, ok bool) {
	if w.Poll {
		return 0, false
	}
	if w.Deadline.IsZero() {
		return -1, true
	}
	d = time.Until(w.Deadline)
	return d, d > 0
}
