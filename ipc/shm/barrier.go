package shm

// This file defines Barrier.
//
//	byte 32  mutex u32
//	byte 36  parties u32
//	byte 40  state u64    bits 32-63 round, 24-31 phase, 0-23 calls inside
//	byte 48  waitq
//	byte 64  head of the roster, u64: a node for each call inside
//	byte 72  users u64: raw block with a bit for each slot that ever arrived
//
//	filling   -> acting     the last arrives
//	acting    -> draining   Pass
//	draining  -> filling    the last leaves; round+1
//	filling, acting -> broken      Abort, a deadline, a dead participant
//	filling, acting, broken -> resetting   Reset with calls inside
//	resetting -> filling    the last leaves; round+1
//
// The number of calls inside is the length of the roster. A process that dies inside breaks the barrier; so does one
// that crashes between two rounds, because the others would wait for it for ever.

const (
	barMutex   = 32
	barParties = 36
	barState   = 40
	barWaitq   = 48
	barRoster  = 64
	barUsers   = 72

	barInsideMask = 1<<24 - 1
	barPhaseAt    = 24
	barRoundAt    = 32
)

type phase uint64

const (
	filling phase = iota
	acting
	draining
	resetting
	broken
)

// Barrier lets calls go when a given number of them has arrived.
type Barrier struct{ handle }

// NewBarrier makes a barrier for parties calls, at least one.
func (m *Member) NewBarrier(parties int) (*Barrier, error) {
	users, err := m.a.alloc(m.self, uint64(m.a.slots)/8, true, false)
	if err != nil {
		return nil, err
	}
	b := new(Barrier)
	err = b.create(m, kindBarrier, func(off uint64) {
		m.a.u32(off + barParties).Store(uint32(min(max(parties, 1), barInsideMask)))
		m.a.u64(off + barUsers).Store(users)
	})
	if err != nil {
		m.a.free(users)
		return nil, err
	}
	return b, nil
}

// OpenBarrier adds a hold on the barrier r, which somebody holds meanwhile.
func (m *Member) OpenBarrier(r Ref) (*Barrier, error) {
	b := new(Barrier)
	if err := b.open(m, r, kindBarrier); err != nil {
		return nil, err
	}
	return b, nil
}

// barrier is what Repair needs of a Barrier.
type barrier struct {
	a   *Arena
	off uint64
}

func (b *Barrier) raw() barrier { return barrier{b.m.a, b.off} }

func (b barrier) load() (p phase, round, inside uint64) {
	v := b.a.u64(b.off + barState).Load()
	return phase(v >> barPhaseAt & 0xFF), v >> barRoundAt, v & barInsideMask
}

func (b barrier) store(p phase, round, inside uint64) {
	b.a.u64(b.off + barState).Store(round<<barRoundAt | uint64(p)<<barPhaseAt | inside&barInsideMask)
}

func (b barrier) queue() waitq   { return waitq{b.a, b.off + barWaitq} }
func (b barrier) roster() roster { return roster{b.a, b.off + barRoster} }

// leave takes one call out and ends the round with the last. It reports the phase that the call saw.
func (b barrier) leave(at, n uint64) {
	b.roster().cut(at, n)
	p, round, _ := b.load()
	b.settle(p, round)
	b.a.free(n)
}

// settle stores the phase with the number of calls inside, or the next round when none is left and it ended.
func (b barrier) settle(p phase, round uint64) {
	inside := uint64(b.roster().len())
	if inside == 0 && (p == draining || p == resetting) {
		p, round = filling, round+1
	}
	b.store(p, round, inside)
	b.queue().wakeAll()
}

// user returns the word and bit of slot in the users block.
func (b barrier) user(slot uint32) (at uint64, bit uint64) {
	users := b.a.u64(b.off + barUsers).Load()
	if b.a.kindOf(users) != kindRaw {
		return b.a.size, 0 // lands outside
	}
	return users + hdrSizeOf + uint64(slot/64)*8, 1 << (slot % 64)
}

// Wait arrives. The last to arrive gets last == true without the others being let go: it runs the action, then calls
// Pass, or Abort when the action failed. Everybody else blocks until then. index is 0 to parties-1, each once.
// It fails with ErrBrokenBarrier when the barrier is or becomes broken or is reset, with ErrTimeout when this call's
// deadline broke it, and with ErrInterrupted, which breaks it too.
func (b *Barrier) Wait(w Wait) (index int, last bool, err error) {
	if err := b.begin(); err != nil {
		return 0, false, err
	}
	defer b.end()
	m, s, mu := b.m, b.raw(), b.off+barMutex
	n, err := m.newNode(nodeWaits)
	if err != nil {
		return 0, false, err
	}
	var round, inside uint64
	for {
		if err := m.lock(mu, nil); err != nil {
			m.a.free(n)
			return 0, false, err
		}
		var p phase
		p, round, inside = s.load()
		if p == filling {
			break
		}
		m.unlock(mu)
		if p == broken {
			m.a.free(n)
			return 0, false, ErrBrokenBarrier
		}
		err := m.await(s.queue(), w, WaitBarrier, b.Ref(), func() bool {
			p, _, _ := s.load()
			return p == filling || p == broken
		})
		if err != nil {
			m.a.free(n)
			return 0, false, err
		}
	}
	at, bit := s.user(m.id.Slot)
	m.a.u64(at).Or(bit)
	last = inside+1 >= uint64(m.a.u32(b.off+barParties).Load())
	if last {
		m.a.u32(n + nodeState).Store(nodeNotified)
	}
	s.roster().append(n)
	if last {
		s.store(acting, round, inside+1)
		m.unlock(mu)
		return int(inside), true, nil
	}
	s.store(filling, round, inside+1)
	m.unlock(mu)

	err = m.await(s.queue(), w, WaitBarrier, b.Ref(), func() bool {
		p, r, _ := s.load()
		return r != round || p >= draining
	})
	if lerr := m.lock(mu, nil); lerr != nil {
		return 0, false, lerr
	}
	defer m.unlock(mu)
	p, _, _ := s.load()
	switch {
	case p == draining:
		err = nil
	case p == resetting || p == broken:
		err = ErrBrokenBarrier
	case err != nil:
		s.store(broken, round, 0)
	default:
		err = ErrBrokenBarrier
	}
	s.roster().each(func(at, k uint64) bool {
		if k == n {
			s.leave(at, n)
		}
		return k != n
	})
	return int(inside), false, err
}

// Pass lets everybody go; the call that got last == true makes it. It fails with ErrBrokenBarrier when the barrier
// was broken or reset while the action ran.
func (b *Barrier) Pass() error { return b.finish(draining) }

// Abort breaks the barrier: calls inside and later ones fail until Reset.
func (b *Barrier) Abort() { _ = b.finish(broken) }

// finish moves to phase to, and takes out the call of this process that performed the action, if there is one.
func (b *Barrier) finish(to phase) error {
	m, s := b.m, b.raw()
	if err := m.lock(b.off+barMutex, nil); err != nil {
		return err
	}
	defer m.unlock(b.off + barMutex)
	p, round, inside := s.load()
	var err error
	switch {
	case to == broken && p != resetting:
		s.store(broken, round, inside)
	case to == draining && p == acting:
		s.store(draining, round, inside)
	case to == draining:
		err = ErrBrokenBarrier
	}
	s.queue().wakeAll()
	s.roster().each(func(at, n uint64) bool {
		if m.a.u32(n+nodeState).Load() == nodeNotified && m.a.u32(n+nodeSlot).Load() == m.id.Slot {
			s.leave(at, n)
			return false
		}
		return true
	})
	return err
}

// Reset makes the barrier usable again; calls inside fail with ErrBrokenBarrier.
func (b *Barrier) Reset() {
	m, s := b.m, b.raw()
	if m.lock(b.off+barMutex, nil) != nil {
		return
	}
	defer m.unlock(b.off + barMutex)
	p, round, inside := s.load()
	switch {
	case inside == 0:
		s.store(filling, round+1, 0)
	case p != draining:
		s.store(resetting, round, inside)
	}
	users := m.a.u64(b.off + barUsers).Load()
	for i := uint64(0); i < uint64(m.a.slots)/64; i++ {
		m.a.u64(users + hdrSizeOf + i*8).Store(0)
	}
	s.queue().wakeAll()
}

// Parties is the number of calls that it takes.
func (b *Barrier) Parties() int { return int(b.m.a.u32(b.off + barParties).Load()) }

// Waiting is the number of calls that wait for others to arrive.
func (b *Barrier) Waiting() int {
	if p, _, inside := b.raw().load(); p == filling || p == acting {
		return int(inside)
	}
	return 0
}

// Broken tells whether the barrier is broken.
func (b *Barrier) Broken() bool {
	p, _, _ := b.raw().load()
	return p == broken
}
