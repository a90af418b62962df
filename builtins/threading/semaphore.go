package threading

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines Semaphore and BoundedSemaphore.

// semaphore is the Go state of a Semaphore.
type semaphore struct {
	value   int
	bound   int // -1: none
	waiting queue
}

func semaphoreOf(v starlark.Value) *semaphore { return v.(*object.Instance).State().(*semaphore) }

func (m *semaphore) acquire(t *starlark.Thread, rt *object.Runtime, deadline time.Time) (bool, error) {
	for m.value == 0 {
		woken, err := m.waiting.wait(t, rt, deadline)
		if err != nil || !woken && m.value == 0 {
			return false, err
		}
	}
	m.value--
	return true, nil
}

func (s *State) semaphoreClasses() {
	native := func(bounded bool) *object.Native {
		return &object.Native{
			New: func(t *starlark.Thread, inst *object.Instance) any { return &semaphore{value: 1, bound: -1} },
			Methods: object.NewMethods(map[string]object.Method{
				"__init__": semaphoreInit(bounded), "acquire": s.semaphoreAcquire, "__enter__": s.semaphoreAcquire,
				"release": semaphoreRelease, "__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					return semaphoreRelease(t, self, nil, nil)
				},
			}),
			Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
				m := semaphoreOf(inst)
				switch {
				case name == "_value":
					return starlark.MakeInt(m.value), true, nil
				case name == "_initial_value" && bounded:
					return starlark.MakeInt(m.bound), true, nil
				}
				return nil, false, nil
			},
			Repr: func(inst *object.Instance) (string, error) {
				m, bound := semaphoreOf(inst), ""
				if bounded {
					bound = fmt.Sprintf("/%d", m.bound)
				}
				return fmt.Sprintf("<threading.%s at %s: value=%d%s>", inst.Class().Name(), object.Address(inst), m.value, bound), nil
			},
			Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error {
				m := semaphoreOf(inst)
				return e.Encode(starlark.Tuple{starlark.MakeInt(m.value), starlark.MakeInt(m.bound)})
			},
			Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
				v, err := d.Decode()
				if err != nil {
					return err
				}
				parts, ok := v.(starlark.Tuple)
				if !ok || len(parts) != 2 {
					return d.Fail("not a semaphore")
				}
				m := semaphoreOf(inst)
				m.value, _ = starlark.AsInt32(parts[0])
				m.bound, _ = starlark.AsInt32(parts[1])
				return nil
			},
		}
	}
	s.class.semaphore = s.rt.NewBuiltinClass("threading", "Semaphore", native(false))
	s.class.bounded = s.rt.NewBuiltinClass("threading", "BoundedSemaphore", native(true), s.class.semaphore)
}

func semaphoreInit(bounded bool) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		value := 1
		if err := object.UnpackMethod("Semaphore.__init__", args, kwargs, "value?", &value); err != nil {
			return nil, err
		}
		if value < 0 {
			return nil, exceptions.ValueError.Errorf("semaphore initial value must be >= 0")
		}
		m := semaphoreOf(self)
		m.value, m.bound = value, -1
		if bounded {
			m.bound = value
		}
		return starlark.None, nil
	}
}

func (s *State) semaphoreAcquire(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := semaphoreOf(self)
	blocking := true
	var limit starlark.Value
	if err := object.UnpackMethod("Semaphore.acquire", args, kwargs, "blocking?", &blocking, "timeout??", &limit); err != nil {
		return nil, err
	}
	if !blocking {
		if limit != nil {
			return nil, exceptions.ValueError.Errorf("can't specify timeout for non-blocking acquire")
		}
		if m.value == 0 {
			return starlark.False, nil
		}
		m.value--
		return starlark.True, nil
	}
	deadline, expired, err := timeout(limit)
	if err != nil || expired && m.value == 0 {
		return starlark.False, err
	}
	ok, err := m.acquire(t, s.rt, deadline)
	return starlark.Bool(ok), err
}

func semaphoreRelease(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, n := semaphoreOf(self), 1
	if err := object.UnpackMethod("Semaphore.release", args, kwargs, "n?", &n); err != nil {
		return nil, err
	}
	switch {
	case n < 1:
		return nil, exceptions.ValueError.Errorf("n must be one or more")
	case m.bound >= 0 && m.value+n > m.bound:
		return nil, exceptions.ValueError.Errorf("Semaphore released too many times")
	}
	m.value += n
	m.waiting.wake(n)
	return starlark.None, nil
}
