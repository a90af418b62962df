package threading

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines Condition.

// condition is the Go state of a Condition.
type condition struct {
	object  starlark.Value // the lock that the script sees
	l       *lock          // its state
	waiting queue
}

func conditionOf(v starlark.Value) *condition { return v.(*object.Instance).State().(*condition) }

func (c *condition) owned(t *starlark.Thread) bool {
	return c.l.count > 0 && (!c.l.reentrant || c.l.owner == object.ThreadID(t))
}

// wait gives the lock up until it is woken, and takes it again.
func (c *condition) wait(t *starlark.Thread, s *State, deadline time.Time) (bool, error) {
	count := c.l.count
	c.l.count, c.l.owner = 0, 0
	c.l.waiting.wake(1)
	woken, err := c.waiting.wait(t, s.rt, deadline)
	again := c.l.insist(t, s.rt)
	c.l.count = count
	if err == nil {
		err = again
	}
	return woken, err
}

func (s *State) conditionClass() {
	s.class.condition = s.rt.NewBuiltinClass("threading", "Condition", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &condition{} },
		Methods: object.NewMethods(map[string]object.Method{
			"__init__": s.conditionInit, "acquire": s.conditionLock("acquire"), "release": s.conditionLock("release"), "__enter__": s.conditionLock("__enter__"),
			"__exit__": s.conditionLock("__exit__"), "wait": s.conditionWait, "wait_for": s.conditionWaitFor, "notify": s.conditionNotify,
			"notify_all": s.conditionNotifyAll, "notifyAll": s.conditionNotifyAll,
		}),
		Repr: func(inst *object.Instance) (string, error) {
			c := conditionOf(inst)
			l, err := s.rt.Repr(c.object)
			return fmt.Sprintf("<Condition(%s, %d)>", l, len(c.waiting)), err
		},
		Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error { return e.Encode(conditionOf(inst).object) },
		Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
			v, err := d.Decode()
			if err != nil {
				return err
			}
			return conditionOf(inst).use(v)
		},
	})
}

// use makes v the lock of the condition.
func (c *condition) use(v starlark.Value) error {
	if o, ok := v.(*object.Instance); ok {
		if l, ok := o.State().(*lock); ok {
			c.object, c.l = v, l
			return nil
		}
	}
	return exceptions.TypeError.Errorf("Condition needs a Lock or RLock, not %s", object.TypeName(v))
}

func (s *State) conditionInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var l starlark.Value
	if err := object.UnpackMethod("Condition.__init__", args, kwargs, "lock??", &l); err != nil {
		return nil, err
	}
	if l == nil {
		l = s.class.rlock.Allocate(t)
	}
	return starlark.None, conditionOf(self).use(l)
}

// conditionLock is a method of the lock.
func (s *State) conditionLock(name string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		c := conditionOf(self)
		if name == "release" || name == "__exit__" {
			return s.lockRelease(t, c.object, args, kwargs)
		}
		return s.lockAcquire(t, c.object, args, kwargs)
	}
}

func (s *State) conditionWait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	if err := object.UnpackMethod("Condition.wait", args, kwargs, "timeout??", &limit); err != nil {
		return nil, err
	}
	c := conditionOf(self)
	if !c.owned(t) {
		return nil, exceptions.RuntimeError.Errorf("cannot wait on un-acquired lock")
	}
	deadline, _, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	ok, err := c.wait(t, s, deadline)
	return starlark.Bool(ok), err
}

func (s *State) conditionWaitFor(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var predicate, limit starlark.Value
	if err := object.UnpackMethod("Condition.wait_for", args, kwargs, "predicate", &predicate, "timeout??", &limit); err != nil {
		return nil, err
	}
	c := conditionOf(self)
	deadline, _, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	for {
		v, err := starlark.Call(t, predicate, nil, nil)
		if err != nil || bool(v.Truth()) || !deadline.IsZero() && !time.Now().Before(deadline) {
			return v, err
		}
		if !c.owned(t) {
			return nil, exceptions.RuntimeError.Errorf("cannot wait on un-acquired lock")
		}
		if _, err := c.wait(t, s, deadline); err != nil {
			return nil, err
		}
	}
}

func (s *State) conditionNotify(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	n := 1
	if err := object.UnpackMethod("Condition.notify", args, kwargs, "n?", &n); err != nil {
		return nil, err
	}
	return starlark.None, conditionOf(self).notify(t, n)
}

func (s *State) conditionNotifyAll(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	c := conditionOf(self)
	return starlark.None, c.notify(t, len(c.waiting))
}

func (c *condition) notify(t *starlark.Thread, n int) error {
	if !c.owned(t) {
		return exceptions.RuntimeError.Errorf("cannot notify on un-acquired lock")
	}
	c.waiting.wake(n)
	return nil
}
