// Package sched emulates Python's sched module.
package sched

import (
	"sort"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/structseq"
)

// scheduler is the Go state of a scheduler. Its queue is in order of time, priority and entry.
type scheduler struct {
	clock, delay starlark.Value
	queue        []*object.Instance
	sequence     int
}

func stateOf(v starlark.Value) *scheduler { return v.(*object.Instance).State().(*scheduler) }

type module struct {
	rt    *object.Runtime
	event *structseq.Type
	clock starlark.Value // time.monotonic
	sleep starlark.Value // time.sleep
}

// New makes the module.
func New(rt *object.Runtime, clock, sleep starlark.Value) *object.Module {
	m := &module{rt: rt, clock: clock, sleep: sleep, event: structseq.New(rt, "sched", "Event", 0, "time", "priority", "sequence", "action", "argument", "kwargs")}
	c := rt.NewBuiltinClass("sched", "scheduler", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &scheduler{} },
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			if name != "queue" {
				return nil, false, nil
			}
			var all []starlark.Value
			for _, e := range stateOf(inst).queue {
				all = append(all, e)
			}
			return starlark.NewList(all), true, nil
		},
	})
	for name, f := range map[string]object.Method{
		"__init__": m.initialize, "enterabs": m.enterAbs, "enter": m.enter, "cancel": m.cancel, "run": m.run,
		"empty": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Bool(len(stateOf(self).queue) == 0), object.UnpackMethod("scheduler.empty", args, kwargs)
		},
	} {
		c.Define(name, object.NewMethod(c, name, f))
	}
	return object.NewModule("sched", starlark.StringDict{"scheduler": c, "Event": m.event.Class})
}

func (m *module) initialize(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s := stateOf(self)
	s.clock, s.delay = m.clock, m.sleep
	return starlark.None, object.UnpackMethod("scheduler.__init__", args, kwargs, "timefunc?", &s.clock, "delayfunc?", &s.delay)
}

func (m *module) enterAbs(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var at, priority, action starlark.Value
	var argument, named starlark.Value = starlark.Tuple{}, new(starlark.Dict)
	err := object.UnpackMethod("scheduler.enterabs", args, kwargs, "time", &at, "priority", &priority, "action", &action, "argument?", &argument, "kwargs?", &named)
	if err != nil {
		return nil, err
	}
	return m.insert(t, stateOf(self), at, priority, action, argument, named)
}

func (m *module) enter(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var delay, priority, action starlark.Value
	var argument, named starlark.Value = starlark.Tuple{}, new(starlark.Dict)
	err := object.UnpackMethod("scheduler.enter", args, kwargs, "delay", &delay, "priority", &priority, "action", &action, "argument?", &argument, "kwargs?", &named)
	if err != nil {
		return nil, err
	}
	s := stateOf(self)
	now, err := starlark.Call(t, s.clock, nil, nil)
	if err != nil {
		return nil, err
	}
	at, err := m.rt.Binary(syntax.PLUS, now, delay)
	if err != nil {
		return nil, err
	}
	return m.insert(t, s, at, priority, action, argument, named)
}

func (m *module) insert(t *starlark.Thread, s *scheduler, at, priority, action, argument, named starlark.Value) (starlark.Value, error) {
	e := m.event.Make(t, at, priority, starlark.MakeInt(s.sequence), action, argument, named)
	s.sequence++
	var failed error
	s.queue = append(s.queue, e)
	sort.SliceStable(s.queue, func(i, j int) bool {
		less, err := m.rt.Compare(syntax.LT, key(s.queue[i]), key(s.queue[j]))
		if err != nil {
			failed = err
		}
		return less
	})
	return e, failed
}

func (m *module) cancel(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var e starlark.Value
	if err := object.UnpackMethod("scheduler.cancel", args, kwargs, "event", &e); err != nil {
		return nil, err
	}
	s := stateOf(self)
	for i, x := range s.queue {
		if x == e {
			s.queue = append(s.queue[:i:i], s.queue[i+1:]...)
			return starlark.None, nil
		}
	}
	return nil, exceptions.ValueError.Errorf("list.remove(x): x not in list")
}

// run is run(blocking=True).
func (m *module) run(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	blocking := true
	if err := object.UnpackMethod("scheduler.run", args, kwargs, "blocking?", &blocking); err != nil {
		return nil, err
	}
	s := stateOf(self)
	for len(s.queue) > 0 {
		parts := object.Underlying(s.queue[0]).(starlark.Tuple)
		now, err := starlark.Call(t, s.clock, nil, nil)
		if err != nil {
			return nil, err
		}
		early, err := m.rt.Compare(syntax.GT, parts[0], now)
		if err != nil {
			return nil, err
		}
		if early {
			left, err := m.rt.Binary(syntax.MINUS, parts[0], now)
			if err != nil {
				return nil, err
			}
			if !blocking {
				return left, nil
			}
			if _, err := starlark.Call(t, s.delay, starlark.Tuple{left}, nil); err != nil {
				return nil, err
			}
			continue
		}
		s.queue = s.queue[1:]
		if err := m.perform(t, s, parts); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func (m *module) perform(t *starlark.Thread, s *scheduler, parts starlark.Tuple) error {
	positional, err := m.rt.List(t, parts[4])
	if err != nil {
		return err
	}
	named, err := starlark.Call(t, m.rt.Builtin("dict"), starlark.Tuple{parts[5]}, nil)
	if err != nil {
		return err
	}
	if _, err := starlark.Call(t, parts[3], append(starlark.Tuple{}, positional...), named.(*starlark.Dict).Items()); err != nil {
		return err
	}
	_, err = starlark.Call(t, s.delay, starlark.Tuple{starlark.MakeInt(0)}, nil) // let other threads run
	return err
}

// key is what orders events: time, priority, sequence.
func key(e *object.Instance) starlark.Value { return object.Underlying(e).(starlark.Tuple)[:3] }
