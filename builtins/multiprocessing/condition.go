package multiprocessing

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Condition.

// condition is a Condition over any lock; waiting and notifying need one of this module.
type condition struct {
	plain
	s    *State
	h    *shm.Condition
	lock starlark.Value
	sem  *lock // lock, if it is one of this module; else nil
}

var (
	_ object.HasMethods    = (*condition)(nil)
	_ object.HasClass      = (*condition)(nil)
	_ starlarkcbor.Reducer = (*condition)(nil)
)

// newCondition makes a Condition; l nil means a new RLock.
func (s *State) newCondition(l starlark.Value) (*condition, error) {
	if l == nil {
		r, err := s.newLock(shm.Recursive, 0, 0)
		if err != nil {
			return nil, err
		}
		l = r
	}
	if _, ok := object.Underlying(l).(*lock); !ok {
		for _, name := range []string{"acquire", "release"} {
			if _, err := s.rt.GetAttr(l, name); err != nil {
				return nil, err
			}
		}
	}
	h, err := s.member.NewCondition()
	if err != nil {
		return nil, scriptError(err)
	}
	return s.conditionOf(h, l), nil
}

// conditionOf makes the value of a handle, which it owns.
func (s *State) conditionOf(h *shm.Condition, l starlark.Value) *condition {
	c := &condition{s: s, h: h, lock: l}
	c.sem, _ = object.Underlying(l).(*lock)
	runtime.AddCleanup(c, (*shm.Condition).Close, h)
	return c
}

func (c *condition) Type() string          { return "Condition" }
func (c *condition) Class() *object.Class  { return c.s.class("Condition") }
func (c *condition) Hash() (uint32, error) { return identityHash(c), nil }
func (c *condition) String() string {
	l, _ := c.s.rt.Repr(c.lock)
	return fmt.Sprintf("<Condition(%s, %d)>", l, c.h.Waiters())
}

// Attr serves methods that are not called at once.
func (c *condition) Attr(name string) (starlark.Value, error) { return c.attribute(c, name) }

// AttrNames lists no attributes besides the methods.
func (c *condition) AttrNames() []string { return nil }

// SetField keeps what a script assigns.
func (c *condition) SetField(name string, v starlark.Value) error { return c.assign(c, name, v) }

// Methods returns the methods.
func (c *condition) Methods() *object.Methods { return conditionMethods }

var conditionMethods = object.NewMethods(map[string]object.Method{
	"acquire":   lockMethodOfCondition("acquire"),
	"release":   lockMethodOfCondition("release"),
	"__enter__": lockMethodOfCondition("__enter__"),
	"__exit__":  lockMethodOfCondition("__exit__"),
	"wait": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value
		if err := unpack("Condition.wait", self, args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		c := self.(*condition)
		if err := c.mine(t, "must acquire() condition before using wait()"); err != nil {
			return nil, err
		}
		w, err := timeout(limit)
		if err != nil {
			return nil, err
		}
		ok, err := c.wait(t, w)
		return starlark.Bool(ok), err
	},
	"wait_for": conditionWaitFor,
	"notify": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var count starlark.Value = starlark.MakeInt(1)
		if err := unpack("Condition.notify", self, args, kwargs, "n?", &count); err != nil {
			return nil, err
		}
		c := self.(*condition)
		if err := c.mine(t, "lock is not owned"); err != nil {
			return nil, err
		}
		n, err := object.AsInt(count)
		if err != nil {
			return nil, exceptions.TypeError.Errorf("'<' not supported between instances of 'int' and '%s'", object.TypeName(count))
		}
		c.h.Notify(max(n, 0))
		return starlark.None, nil
	},
	"notify_all": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Condition.notify_all", self, args, kwargs); err != nil {
			return nil, err
		}
		c := self.(*condition)
		if err := c.mine(t, "lock is not owned"); err != nil {
			return nil, err
		}
		c.h.Notify(-1)
		return starlark.None, nil
	},
})

// lockMethodOfCondition is a method that a Condition takes over from its lock.
func lockMethodOfCondition(name string) object.Method {
	own, _ := lockMethods.Get(name)
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		c := self.(*condition)
		if c.sem != nil {
			return own(t, c.sem, args, kwargs)
		}
		f, err := c.s.rt.GetAttr(c.lock, name)
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, args, kwargs)
	}
}

// mine raises AssertionError unless the thread holds the lock.
func (c *condition) mine(t *starlark.Thread, refusal string) error {
	if c.sem == nil {
		return exceptions.AttributeError.Errorf("'%s' object has no attribute '_semlock'", object.TypeName(c.lock))
	}
	if !c.sem.h.IsMine(object.ThreadID(t)) {
		return exceptions.AssertionError.Errorf("%s", refusal)
	}
	return nil
}

// wait gives the lock up until a notification; ok is false when w is over. The caller holds the lock.
func (c *condition) wait(t *starlark.Thread, w shm.Wait) (ok bool, err error) {
	thread := object.ThreadID(t)
	w.Line, w.Idle = object.Line(t), true
	c.s.rt.Blocking(func() { err = c.h.Wait(c.sem.h, thread, w) })
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, shm.ErrTimeout):
		return false, nil
	case !errors.Is(err, shm.ErrInterrupted):
		return false, scriptError(err)
	}
	c.s.member.ClearInterrupt()
	err = c.s.rt.Deliver(t)
	if !c.sem.h.IsMine(thread) {
		// The lock could not be had at once; `with` will want to release it.
		if _, again := c.sem.acquire(t, shm.Wait{Deadline: time.Now().Add(time.Second)}); err == nil {
			err = again
		}
	}
	// A notification that came while the signal was handled went to nobody, so this counts as one: conditions are asked
	// for again after wait(), and nobody waits for a notification that was lost.
	return err == nil, err
}

// conditionWaitFor is wait_for(predicate, timeout=None).
func conditionWaitFor(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var predicate, limit starlark.Value
	if err := unpack("Condition.wait_for", self, args, kwargs, "predicate", &predicate, "timeout?", &limit); err != nil {
		return nil, err
	}
	c := self.(*condition)
	if _, ok := predicate.(starlark.Callable); !ok {
		return nil, exceptions.TypeError.Errorf("'%s' object is not callable", object.TypeName(predicate))
	}
	var w shm.Wait
	for first := true; ; first = false {
		result, err := starlark.Call(t, predicate, nil, nil)
		if err != nil {
			return nil, err
		}
		done := bool(result.Truth())
		if err := c.s.rt.Pending(); err != nil {
			return nil, err
		}
		if done {
			return result, nil
		}
		if first {
			if err := addTime(limit); err != nil {
				return nil, err
			}
			if w, err = timeout(limit); err != nil {
				return nil, err
			}
		}
		if w.Poll || !w.Deadline.IsZero() && !time.Now().Before(w.Deadline) {
			return result, nil
		}
		if err := c.mine(t, "must acquire() condition before using wait()"); err != nil {
			return nil, err
		}
		if _, err := c.wait(t, w); err != nil {
			return nil, err
		}
	}
}

// Reduce writes the condition's place and its lock.
func (c *condition) Reduce(e *starlarkcbor.Encoder) error {
	if reduceHandle(e, c, kindCondition, 2) {
		return nil
	}
	writeRef(e, c.h.Ref())
	return e.EncodeAttr("_lock", c.lock)
}

func openCondition(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 2 {
		return nil, malformed(d, err)
	}
	l, err := d.Decode()
	if err != nil {
		return nil, err
	}
	h, err := s.member.OpenCondition(ref)
	if err != nil {
		return nil, openError(err)
	}
	return s.conditionOf(h, l), nil
}

// conditionBuiltin is Condition(lock=None).
func (s *State) conditionBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var l starlark.Value
	if err := unpack("BaseContext.Condition", starlark.None, args, withoutContext(kwargs), "lock?", &l); err != nil {
		return nil, err
	}
	if l != nil && !bool(l.Truth()) {
		l = nil
	}
	return orError(s.newCondition(l))
}
