package shm

// This file defines Condition.
//
//	byte 32  mutex u32
//	byte 40  head of the roster, u64
//
// Each waiter has a node and sleeps on it. Notify marks the first nodes that are not marked; a waiter removes its own
// node when it wakes. A waiter that dies leaves its node: Repair removes it and, if it was marked, marks another.

import "time"

const (
	condMutex  = 32
	condRoster = 40

	// retakeLimit is how long an interrupted Wait tries to get its lock back.
	retakeLimit = 200 * time.Millisecond
)

// Condition has CPython's meaning; the lock is passed to Wait, so one lock may serve several conditions.
type Condition struct{ handle }

// NewCondition makes a condition that nobody waits for.
func (m *Member) NewCondition() (*Condition, error) {
	c := new(Condition)
	if err := c.create(m, kindCondition, func(uint64) {}); err != nil {
		return nil, err
	}
	return c, nil
}

// OpenCondition adds a hold on the condition r, which somebody holds meanwhile.
func (m *Member) OpenCondition(r Ref) (*Condition, error) {
	c := new(Condition)
	if err := c.open(m, r, kindCondition); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Condition) roster() roster { return roster{c.m.a, c.off + condRoster} }

// Wait releases l wholly, waits for a notification, and takes l back as often as it was held, whatever happened.
// It fails with ErrNotOwner when l is not held by thread, with ErrTimeout, and with ErrInterrupted; only then may it
// return without l, when that could not be had within 200 ms.
func (c *Condition) Wait(l *Lock, thread uint64, w Wait) error {
	if err := c.begin(); err != nil {
		return err
	}
	defer c.end()
	if !l.IsMine(thread) {
		return ErrNotOwner
	}
	a := c.m.a
	n, err := c.m.newNode(nodeWaits)
	if err != nil {
		return err
	}
	if err := c.m.lock(c.off+condMutex, nil); err != nil {
		a.free(n)
		return err
	}
	c.roster().append(n)
	c.m.unlock(c.off + condMutex)

	depth := l.releaseAll(thread)
	notified := func() bool { return a.u32(n+nodeState).Load() == nodeNotified }
	err = c.m.await(waitq{a, n + nodeWaitq}, w, WaitCondition, c.Ref(), notified)

	if c.m.lock(c.off+condMutex, nil) == nil {
		if notified() {
			err = nil
		}
		c.roster().remove(n)
		c.m.unlock(c.off + condMutex)
		a.free(n)
	}

	retake := l.Acquire(thread, Wait{Line: w.Line, Idle: w.Idle})
	if retake == ErrInterrupted {
		retake = l.Acquire(thread, Wait{Deadline: time.Now().Add(retakeLimit), deaf: true})
	}
	if retake != nil {
		return retake
	}
	if depth > 1 {
		a.u32(l.off + lockDepth).Store(uint32(depth - 1))
	}
	return err
}

// Notify wakes at most n waiters, all of them when n is negative, and returns how many. The caller holds the lock
// that goes with the condition.
func (c *Condition) Notify(n int) (woken int) {
	if c.m.lock(c.off+condMutex, nil) != nil {
		return 0
	}
	defer c.m.unlock(c.off + condMutex)
	return notify(c.roster(), n)
}

// notify marks the first n waiters that are not marked, and wakes them. The mutex keeps their nodes alive.
func notify(r roster, n int) (woken int) {
	r.each(func(_, node uint64) bool {
		if woken == n {
			return false
		}
		if r.a.u32(node+nodeState).CompareAndSwap(nodeWaits, nodeNotified) {
			woken++
			waitq{r.a, node + nodeWaitq}.wakeAll()
		}
		return true
	})
	return woken
}

// Waiters is the number of calls that wait and have not been notified.
func (c *Condition) Waiters() (n int) {
	if c.m.lock(c.off+condMutex, nil) != nil {
		return 0
	}
	defer c.m.unlock(c.off + condMutex)
	c.roster().each(func(_, node uint64) bool {
		if c.m.a.u32(node+nodeState).Load() == nodeWaits {
			n++
		}
		return true
	})
	return n
}
