package threading

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines Lock and RLock.

// queue holds the threads that wait for one thing, first come first.
type queue []chan struct{}

// wake wakes up to n of them.
func (q *queue) wake(n int) {
	for ; n > 0 && len(*q) > 0; n-- {
		close((*q)[0])
		*q = (*q)[1:]
	}
}

// wait waits until it is woken (true) or until the deadline. Who waits must look again at what it waits for.
func (q *queue) wait(t *starlark.Thread, rt *object.Runtime, deadline time.Time) (bool, error) {
	c := make(chan struct{})
	*q = append(*q, c)
	woken, err := rt.Await(t, c, deadline)
	if !woken {
		for i, other := range *q {
			if other == c {
				*q = append((*q)[:i:i], (*q)[i+1:]...)
				return false, err
			}
		}
		// It was woken at the last moment: the turn passes to the next one.
		if err != nil {
			q.wake(1)
		}
		return err == nil, err
	}
	return true, err
}

// lock is the Go state of a Lock or RLock.
type lock struct {
	reentrant bool
	owner     uint64 // thread of an RLock
	count     int    // 0: unlocked
	waiting   queue
}

func lockOf(v starlark.Value) *lock { return v.(*object.Instance).State().(*lock) }

// take takes the lock if that needs no waiting.
func (l *lock) take(id uint64) bool {
	if l.count == 0 || l.reentrant && l.owner == id {
		l.owner = id
		l.count++
		return true
	}
	return false
}

// acquire takes the lock before the deadline.
func (l *lock) acquire(t *starlark.Thread, rt *object.Runtime, deadline time.Time) (bool, error) {
	id := object.ThreadID(t)
	for !l.take(id) {
		woken, err := l.waiting.wait(t, rt, deadline)
		if err != nil {
			return false, err
		}
		if !woken {
			return l.take(id), nil
		}
	}
	return true, nil
}

// insist takes the lock whatever signals arrive; it returns the exception of the first one.
func (l *lock) insist(t *starlark.Thread, rt *object.Runtime) (first error) {
	for {
		_, err := l.acquire(t, rt, time.Time{})
		if err == nil {
			return first
		}
		if first == nil {
			first = err
		}
		if object.IsCancelled(err) {
			return err
		}
	}
}

func (l *lock) release(id uint64) error {
	if l.reentrant && (l.count == 0 || l.owner != id) {
		return exceptions.RuntimeError.Errorf("cannot release un-acquired lock")
	}
	if l.count == 0 {
		return exceptions.RuntimeError.Errorf("release unlocked lock")
	}
	if l.count--; l.count == 0 {
		l.owner = 0
		l.waiting.wake(1)
	}
	return nil
}

func (l *lock) repr(o *object.Instance) string {
	status := "unlocked"
	if l.count > 0 {
		status = "locked"
	}
	if !l.reentrant {
		return fmt.Sprintf("<%s _thread.lock object at %s>", status, object.Address(o))
	}
	owner := uint64(0)
	if l.count > 0 {
		owner = identOf(l.owner)
	}
	return fmt.Sprintf("<%s _thread.RLock object owner=%d count=%d at %s>", status, owner, l.count, object.Address(o))
}

// acquireArguments reads blocking=True, timeout=-1.
func acquireArguments(args starlark.Tuple, kwargs []starlark.Tuple) (deadline time.Time, blocking bool, err error) {
	v, err := object.Arguments("acquire", args, kwargs, 0, "blocking", "timeout")
	if err != nil {
		return time.Time{}, false, err
	}
	blocking = v[0] == nil || bool(v[0].Truth())
	if v[1] == nil {
		return time.Time{}, blocking, nil
	}
	seconds, err := object.AsFloat(v[1])
	switch {
	case err != nil:
		return time.Time{}, false, exceptions.TypeError.Errorf("'%s' object cannot be interpreted as an integer", object.TypeName(v[1]))
	case seconds == -1:
		return time.Time{}, blocking, nil
	case !blocking:
		return time.Time{}, false, exceptions.ValueError.Errorf("can't specify a timeout for a non-blocking call")
	case seconds < 0:
		return time.Time{}, false, exceptions.ValueError.Errorf("timeout value must be a non-negative number")
	case seconds > maxTimeout:
		return time.Time{}, false, exceptions.OverflowError.Errorf("timeout value is too large")
	case seconds == 0:
		return time.Time{}, false, nil
	}
	return time.Now().Add(time.Duration(seconds * float64(time.Second))), true, nil
}

// unshared makes Reduce and Build of an object of which another process gets a fresh one.
func unshared(n *object.Native) *object.Native {
	n.Reduce = func(e *starlarkcbor.Encoder, inst *object.Instance) error { e.Null(); return nil }
	n.Build = func(d *starlarkcbor.Decoder, inst *object.Instance) error {
		_, err := d.Decode()
		return err
	}
	return n
}

func (s *State) lockClasses() {
	methods := object.NewMethods(map[string]object.Method{
		"acquire": s.lockAcquire, "acquire_lock": s.lockAcquire, "__enter__": s.lockAcquire, "release": s.lockRelease, "release_lock": s.lockRelease,
		"__exit__": s.lockRelease, "locked": lockLocked, "_is_owned": lockOwned,
	})
	class := func(name string, reentrant bool) *object.Class {
		c := s.rt.NewBuiltinClass("_thread", name, unshared(&object.Native{
			New:     func(t *starlark.Thread, inst *object.Instance) any { return &lock{reentrant: reentrant} },
			Methods: methods,
			Repr:    func(inst *object.Instance) (string, error) { return lockOf(inst).repr(inst), nil },
		}))
		return c
	}
	s.class.lock, s.class.rlock = class("lock", false), class("RLock", true)
}

func (s *State) lockAcquire(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l := lockOf(self)
	if len(args)+len(kwargs) == 0 {
		if l.take(object.ThreadID(t)) {
			return starlark.True, nil
		}
		ok, err := l.acquire(t, s.rt, time.Time{})
		return starlark.Bool(ok), err
	}
	deadline, blocking, err := acquireArguments(args, kwargs)
	if err != nil {
		return nil, err
	}
	if !blocking {
		return starlark.Bool(l.take(object.ThreadID(t))), nil
	}
	ok, err := l.acquire(t, s.rt, deadline)
	return starlark.Bool(ok), err
}

// lockRelease is release() and __exit__().
func (s *State) lockRelease(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, lockOf(self).release(object.ThreadID(t))
}

func lockLocked(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l := lockOf(self)
	if l.reentrant {
		return nil, exceptions.AttributeError.Errorf("'_thread.RLock' object has no attribute 'locked'")
	}
	return starlark.Bool(l.count > 0), nil
}

func lockOwned(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	l := lockOf(self)
	return starlark.Bool(l.count > 0 && (!l.reentrant || l.owner == object.ThreadID(t))), nil
}
