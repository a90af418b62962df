package multiprocessing

import (
	"errors"
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Event.

type event struct {
	plain
	s *State
	h *shm.Event
}

var (
	_ object.HasMethods    = (*event)(nil)
	_ object.HasClass      = (*event)(nil)
	_ starlarkcbor.Reducer = (*event)(nil)
)

func (s *State) newEvent() (*event, error) {
	h, err := s.member.NewEvent()
	if err != nil {
		return nil, scriptError(err)
	}
	return s.eventOf(h), nil
}

// eventOf makes the value of a handle, which it owns.
func (s *State) eventOf(h *shm.Event) *event {
	e := &event{s: s, h: h}
	runtime.AddCleanup(e, (*shm.Event).Close, h)
	return e
}

func (e *event) Type() string          { return "Event" }
func (e *event) Class() *object.Class  { return e.s.class("Event") }
func (e *event) Hash() (uint32, error) { return identityHash(e), nil }
func (e *event) String() string {
	status := "unset"
	if e.h.IsSet() {
		status = "set"
	}
	return "<Event at " + object.Address(e) + " " + status + ">"
}

// Attr serves methods that are not called at once.
func (e *event) Attr(name string) (starlark.Value, error) { return e.attribute(e, name) }

// AttrNames lists no attributes besides the methods.
func (e *event) AttrNames() []string { return nil }

// SetField keeps what a script assigns.
func (e *event) SetField(name string, v starlark.Value) error { return e.assign(e, name, v) }

// Methods returns the methods.
func (e *event) Methods() *object.Methods { return eventMethods }

var eventMethods = object.NewMethods(map[string]object.Method{
	"is_set": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Event.is_set", self, args, kwargs); err != nil {
			return nil, err
		}
		return starlark.Bool(self.(*event).h.IsSet()), nil
	},
	"set": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Event.set", self, args, kwargs); err != nil {
			return nil, err
		}
		self.(*event).h.Set()
		return starlark.None, nil
	},
	"clear": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Event.clear", self, args, kwargs); err != nil {
			return nil, err
		}
		self.(*event).h.Clear()
		return starlark.None, nil
	},
	"wait": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value
		if err := unpack("Event.wait", self, args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		w, err := timeout(limit)
		if err != nil {
			return nil, err
		}
		e := self.(*event)
		err = e.s.block(t, w, e.h.Wait)
		if errors.Is(err, shm.ErrTimeout) {
			return starlark.False, nil
		}
		return starlark.True, scriptError(err)
	},
})

// Reduce writes the event's place in the arena.
func (e *event) Reduce(enc *starlarkcbor.Encoder) error {
	if !reduceHandle(enc, e, kindEvent, 1) {
		writeRef(enc, e.h.Ref())
	}
	return nil
}

func openEvent(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 1 {
		return nil, malformed(d, err)
	}
	h, err := s.member.OpenEvent(ref)
	if err != nil {
		return nil, openError(err)
	}
	return s.eventOf(h), nil
}

// eventBuiltin is Event().
func (s *State) eventBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("BaseContext.Event", starlark.None, args, withoutContext(kwargs)); err != nil {
		return nil, err
	}
	return orError(s.newEvent())
}
