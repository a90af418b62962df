package shm

// This file defines Member, one process's view of the arena, and how its calls sleep and are interrupted.

import (
	"sync"
	"sync/atomic"
	"time"
)

// Member is a process's identity in the arena. All handles come from it. Safe for concurrent use.
type Member struct {
	_ noCopy

	a        *Arena
	id       ProcessID
	slot     uint64        // offset of its record
	self     uint32        // slot index + 1
	patience time.Duration // how long to wait for a mutex; 0 for ever

	interrupted atomic.Bool
	activity    atomic.Uint64 // see idle.go

	mu     sync.Mutex // guards the following
	asleep []*sleeper
	recs   []uint64      // idle holding records
	loose  map[Ref][]rec // what Hold took
	late   []rec         // see later
}

// sleeper is one blocked call.
type sleeper struct {
	q     waitq
	at    int // index in Member.asleep
	ready func() bool
	kind  WaitKind
	ref   Ref
	line  uint32
	idle  bool // its caller is not counted among the busy
}

// ID is this process.
func (m *Member) ID() ProcessID { return m.id }

// Arena is the arena that m joined.
func (m *Member) Arena() *Arena { return m.a }

// Note leaves a script line where the host finds it when this process has died. It costs a store.
func (m *Member) Note(line uint32) { m.a.u32(m.slot + slotNote).Store(line) }

// NoteItem leaves likewise which item of its task the process is busy with; -1 for none.
func (m *Member) NoteItem(item int) { m.a.u32(m.slot + slotItem).Store(uint32(int32(item + 1))) }

// Interrupt makes every call of this member that is blocked, or would block, return ErrInterrupted, until
// ClearInterrupt. A call that can go ahead still does.
//
// No wake-up is lost: a sleeper that registers after the list was read sees the flag, and one that is in the list
// has read seq before it is changed here.
func (m *Member) Interrupt() {
	m.interrupted.Store(true)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.asleep {
		s.q.stir()
	}
}

// ClearInterrupt lets calls block again.
func (m *Member) ClearInterrupt() { m.interrupted.Store(false) }

// Interrupted tells whether Interrupt is in force.
func (m *Member) Interrupted() bool { return m.interrupted.Load() }

// await looks at ready, spinning and then sleeping on q, until it holds. ready is a hint: the caller tries its
// operation again and may have to wait once more. It changes nothing: Blocked calls it too.
func (m *Member) await(q waitq, w Wait, kind WaitKind, ref Ref, ready func() bool) error {
	if ready() {
		return nil
	}
	if _, ok := w.left(); !ok {
		return ErrTimeout
	}
	if m.interrupted.Load() && !w.deaf {
		return ErrInterrupted
	}
	hint := m.a.u32(q.off + 12)
	if spin(hint, ready) {
		return nil
	}
	start := time.Now()
	s := sleeper{q: q, ready: ready, kind: kind, ref: ref, line: w.Line, idle: w.Idle && w.Deadline.IsZero()}
	m.fallAsleep(&s, w, kind, ref)
	defer m.wakeUp(&s)
	seq := m.a.u32(q.off + 8)
	for {
		old := seq.Load()
		epoch := q.enter()
		if ready() {
			q.leave(epoch)
			return nil
		}
		d, ok := w.left()
		stop := m.interrupted.Load() && !w.deaf
		if ok && !stop {
			futexWait(seq, old, d)
		}
		q.leave(epoch)
		switch {
		case ready():
			slept(hint, time.Since(start))
			return nil
		case stop:
			q.wake(1) // the wake may have been meant for somebody else
			return ErrInterrupted
		case !ok:
			q.wake(1)
			return ErrTimeout
		}
	}
}

// fallAsleep registers s for Interrupt and publishes what the process is blocked in. It pairs with wakeUp.
func (m *Member) fallAsleep(s *sleeper, w Wait, kind WaitKind, ref Ref) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.at = len(m.asleep)
	m.asleep = append(m.asleep, s)
	ever := uint32(0)
	if w.Deadline.IsZero() {
		ever = 1
	}
	m.a.u32(m.slot + slotKind).Store(uint32(kind))
	m.a.u32(m.slot + slotLine).Store(w.Line)
	m.a.u64(m.slot + slotRef).Store(uint64(ref))
	m.a.u32(m.slot + slotEver).Store(ever)
	m.a.u32(m.slot + slotCalls).Store(uint32(len(m.asleep)))
	if s.idle {
		m.Busy(-1)
	}
}

func (m *Member) wakeUp(s *sleeper) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.idle {
		m.Busy(1)
	}
	last := len(m.asleep) - 1
	m.asleep[s.at] = m.asleep[last]
	m.asleep[s.at].at = s.at
	m.asleep[last] = nil
	m.asleep = m.asleep[:last]
	m.a.u32(m.slot + slotCalls).Store(uint32(last))
}
