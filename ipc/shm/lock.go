package shm

// This file defines Lock, the state behind a script's Lock, RLock, Semaphore and BoundedSemaphore.
//
//	byte 32  kind u32
//	byte 36  max u32     semaphores: upper bound
//	byte 40  word u64    semaphores: the value
//	                     others: bits 48-63 slot+1 of the owner, 0-47 its thread; 0 when free;
//	                     slot+1 is 0xFFFF when the owner has ended without releasing
//	byte 48  depth u32   RLock: acquisitions beyond the first; written by the owner, 0 when free
//	byte 64  waitq
//
//	free -> owner   Acquire, one compare-and-swap
//	owner -> free   Release, one swap; wakes one sleeper if there is any
//
// A dead owner leaves the word. Repair frees it when the process crashed, and else marks it as nobody's: it stays
// held, as in CPython, and any process may release a Lock. Semaphores have no owner and are never given back.

const (
	lockKind  = 32
	lockMax   = 36
	lockWord  = 40
	lockDepth = 48
	lockWaitq = 64

	threadBits = 48
	threadMask = 1<<threadBits - 1
	nobody     = 0xFFFF

	// SemMax is the largest value of a semaphore.
	SemMax = 1<<31 - 1
)

// LockKind tells the four script classes apart.
type LockKind uint32

const (
	Mutex     LockKind = iota // Lock: one holder, any process may release
	Recursive                 // RLock: owned by process and thread
	Semaphore                 // counting, at most SemMax
	Bounded                   // counting, at most max
)

// Lock is CPython's SemLock: all four kinds.
type Lock struct {
	handle
	kind LockKind
	max  uint32
}

// NewLock makes a lock. value is the initial value of the semaphore kinds and max the bound of Bounded; Mutex and
// Recursive start free.
func (m *Member) NewLock(kind LockKind, value, max uint32) (*Lock, error) {
	l := &Lock{kind: kind, max: max}
	switch kind {
	case Mutex, Recursive:
		l.max, value = 1, 0
	case Semaphore:
		l.max = SemMax
	}
	err := l.create(m, kindLock, func(off uint64) {
		m.a.u32(off + lockKind).Store(uint32(kind))
		m.a.u32(off + lockMax).Store(l.max)
		m.a.u64(off + lockWord).Store(uint64(value))
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// OpenLock adds a hold on the lock r, which somebody holds meanwhile.
func (m *Member) OpenLock(r Ref) (*Lock, error) {
	l := new(Lock)
	if err := l.open(m, r, kindLock); err != nil {
		return nil, err
	}
	l.kind = LockKind(m.a.u32(l.off + lockKind).Load())
	l.max = m.a.u32(l.off + lockMax).Load()
	return l, nil
}

// Kind is the kind of lock.
func (l *Lock) Kind() LockKind { return l.kind }

// Max is the upper bound of the value.
func (l *Lock) Max() uint32 { return l.max }

func (l *Lock) owned() bool { return l.kind <= Recursive }

func (l *Lock) me(thread uint64) uint64 {
	return uint64(l.m.self)<<threadBits | thread&threadMask
}

// try acquires without waiting.
func (l *Lock) try(thread uint64) bool {
	word := l.m.a.u64(l.off + lockWord)
	if l.owned() {
		me := l.me(thread)
		if word.CompareAndSwap(0, me) {
			return true
		}
		if l.kind == Recursive && word.Load() == me {
			l.m.a.u32(l.off + lockDepth).Add(1)
			return true
		}
		return false
	}
	for {
		v := word.Load()
		if v == 0 {
			return false
		}
		if word.CompareAndSwap(v, v-1) {
			return true
		}
	}
}

// ready tells whether try might succeed. A Recursive lock of the caller's own never gets here.
func (l *Lock) ready() bool { return (l.m.a.u64(l.off+lockWord).Load() == 0) == l.owned() }

// Acquire takes the lock, or counts the semaphore down. thread tells the threads of one process apart: non-zero,
// below 1<<48.
func (l *Lock) Acquire(thread uint64, w Wait) error {
	if l.closed() {
		return ErrClosed
	}
	if l.try(thread) {
		return nil
	}
	if w.Poll {
		return ErrTimeout
	}
	if err := l.begin(); err != nil {
		return err
	}
	defer l.end()
	q := waitq{l.m.a, l.off + lockWaitq}
	for {
		if err := l.m.await(q, w, WaitLock, l.Ref(), l.ready); err != nil {
			if l.try(thread) {
				return nil
			}
			return err
		}
		if l.try(thread) {
			return nil
		}
	}
}

// Release gives the lock back, or counts the semaphore up. It fails with ErrNotOwner when a Recursive lock is not
// this thread's, and with ErrTooManyReleases when a Mutex is free or a semaphore at its bound.
func (l *Lock) Release(thread uint64) error {
	if l.closed() {
		return ErrClosed
	}
	word := l.m.a.u64(l.off + lockWord)
	switch l.kind {
	case Mutex:
		if word.Swap(0) == 0 {
			return ErrTooManyReleases
		}
	case Recursive:
		if word.Load() != l.me(thread) {
			return ErrNotOwner
		}
		if depth := l.m.a.u32(l.off + lockDepth); depth.Load() > 0 {
			depth.Add(^uint32(0))
			return nil
		}
		word.Store(0)
	default:
		for {
			v := word.Load()
			if v >= uint64(l.max) {
				return ErrTooManyReleases
			}
			if word.CompareAndSwap(v, v+1) {
				break
			}
		}
	}
	waitq{l.m.a, l.off + lockWaitq}.wake(1)
	return nil
}

// Value is a semaphore's value; for the other kinds 1 when free, 0 when held.
func (l *Lock) Value() uint32 {
	v := l.m.a.u64(l.off + lockWord).Load()
	if !l.owned() {
		return uint32(v)
	}
	if v == 0 {
		return 1
	}
	return 0
}

// Owner tells who holds a Mutex or Recursive lock. id is zero when the owner has ended.
func (l *Lock) Owner() (id ProcessID, thread uint64, held bool) {
	v := l.m.a.u64(l.off + lockWord).Load()
	if !l.owned() || v == 0 {
		return ProcessID{}, 0, false
	}
	if s := uint32(v>>threadBits) - 1; s < l.m.a.slots {
		id = ProcessID{s, l.m.a.u32(l.m.a.slot(s)+slotState).Load() >> stateBits}
	}
	return id, v & threadMask, true
}

// IsMine tells whether this process's thread holds it; false for the semaphore kinds.
func (l *Lock) IsMine(thread uint64) bool {
	return l.owned() && l.m.a.u64(l.off+lockWord).Load() == l.me(thread)
}

// Count is how often this thread holds it.
func (l *Lock) Count(thread uint64) int {
	if !l.IsMine(thread) {
		return 0
	}
	return int(l.m.a.u32(l.off+lockDepth).Load()) + 1
}

// releaseAll gives a lock of the thread's own back wholly and returns how often it was held.
func (l *Lock) releaseAll(thread uint64) int {
	n := l.Count(thread)
	if n > 0 {
		l.m.a.u32(l.off + lockDepth).Store(0)
		l.m.a.u64(l.off + lockWord).Store(0)
		waitq{l.m.a, l.off + lockWaitq}.wake(1)
	}
	return n
}
