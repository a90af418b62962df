package threading

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines Event.

// event is the Go state of an Event.
type event struct {
	flag    bool
	waiting queue
}

func eventOf(v starlark.Value) *event { return v.(*object.Instance).State().(*event) }

func (e *event) set() {
	e.flag = true
	e.waiting.wake(len(e.waiting))
}

// wait waits once: an event that is set and cleared again has woken those who waited.
func (e *event) wait(t *starlark.Thread, s *State, deadline time.Time) (bool, error) {
	if e.flag {
		return true, nil
	}
	return e.waiting.wait(t, s.rt, deadline)
}

func (s *State) eventClass() {
	isSet := eventMethod("Event.is_set", func(e *event) starlark.Value { return starlark.Bool(e.flag) })
	s.class.event = s.rt.NewBuiltinClass("threading", "Event", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &event{} },
		Methods: object.NewMethods(map[string]object.Method{
			"__init__": eventMethod("Event.__init__", func(*event) starlark.Value { return starlark.None }),
			"is_set":   isSet, "isSet": isSet,
			"set":   eventMethod("Event.set", func(e *event) starlark.Value { e.set(); return starlark.None }),
			"clear": eventMethod("Event.clear", func(e *event) starlark.Value { e.flag = false; return starlark.None }),
			"wait":  s.eventWait,
		}),
		Repr: func(inst *object.Instance) (string, error) {
			status := "unset"
			if eventOf(inst).flag {
				status = "set"
			}
			return fmt.Sprintf("<threading.Event at %s: %s>", object.Address(inst), status), nil
		},
		Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error { e.Bool(eventOf(inst).flag); return nil },
		Build: func(d *starlarkcbor.Decoder, inst *object.Instance) (err error) {
			eventOf(inst).flag, err = d.Bool()
			return err
		},
	})
}

func eventMethod(name string, f func(e *event) starlark.Value) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := object.UnpackMethod(name, args, kwargs); err != nil {
			return nil, err
		}
		return f(eventOf(self)), nil
	}
}

func (s *State) eventWait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	if err := object.UnpackMethod("Event.wait", args, kwargs, "timeout??", &limit); err != nil {
		return nil, err
	}
	deadline, _, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	ok, err := eventOf(self).wait(t, s, deadline)
	return starlark.Bool(ok), err
}
