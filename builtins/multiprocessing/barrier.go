package multiprocessing

import (
	"errors"
	"fmt"
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Barrier, whose methods are those of threading.Barrier.

type barrier struct {
	plain
	s      *State
	h      *shm.Barrier
	action starlark.Value // called by the last process to arrive; or None
	limit  starlark.Value // default of wait's timeout
}

var (
	_ object.HasMethods    = (*barrier)(nil)
	_ object.HasClass      = (*barrier)(nil)
	_ starlark.HasSetField = (*barrier)(nil)
	_ starlarkcbor.Reducer = (*barrier)(nil)
)

func (s *State) newBarrier(parties int, action, limit starlark.Value) (*barrier, error) {
	h, err := s.member.NewBarrier(parties)
	if err != nil {
		return nil, scriptError(err)
	}
	return s.barrierOf(h, action, limit), nil
}

// barrierOf makes the value of a handle, which it owns.
func (s *State) barrierOf(h *shm.Barrier, action, limit starlark.Value) *barrier {
	b := &barrier{s: s, h: h, action: action, limit: limit}
	runtime.AddCleanup(b, (*shm.Barrier).Close, h)
	return b
}

func (b *barrier) Type() string          { return "Barrier" }
func (b *barrier) Class() *object.Class  { return b.s.class("Barrier") }
func (b *barrier) Hash() (uint32, error) { return identityHash(b), nil }
func (b *barrier) String() string {
	at := "<multiprocessing.synchronize.Barrier at " + object.Address(b)
	if b.h.Broken() {
		return at + ": broken>"
	}
	return fmt.Sprintf("%s: waiters=%d/%d>", at, b.h.Waiting(), b.h.Parties())
}

// Attr serves the properties.
func (b *barrier) Attr(name string) (starlark.Value, error) {
	switch name {
	case "parties":
		return starlark.MakeInt(b.h.Parties()), nil
	case "n_waiting":
		return starlark.MakeInt(b.h.Waiting()), nil
	case "broken":
		return starlark.Bool(b.h.Broken()), nil
	}
	return b.attribute(b, name)
}

// AttrNames lists the properties.
func (b *barrier) AttrNames() []string { return []string{"broken", "n_waiting", "parties"} }

// SetField keeps what a script assigns, except to the properties.
func (b *barrier) SetField(name string, v starlark.Value) error {
	return b.assign(b, name, v, b.AttrNames()...)
}

// Methods returns the methods.
func (b *barrier) Methods() *object.Methods { return barrierMethods }

var barrierMethods = object.NewMethods(map[string]object.Method{
	"wait": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		b := self.(*barrier)
		var limit starlark.Value
		if err := unpack("Barrier.wait", self, args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		if limit == nil || limit == starlark.None {
			limit = b.limit
		}
		if err := addTime(limit); err != nil {
			return nil, err
		}
		w, err := timeout(limit)
		if err != nil {
			return nil, err
		}
		index, err := b.wait(t, w)
		return starlark.MakeInt(index), err
	},
	"reset": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Barrier.reset", self, args, kwargs); err != nil {
			return nil, err
		}
		self.(*barrier).h.Reset()
		return starlark.None, nil
	},
	"abort": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Barrier.abort", self, args, kwargs); err != nil {
			return nil, err
		}
		self.(*barrier).h.Abort()
		return starlark.None, nil
	},
})

// wait arrives at the barrier. The last to arrive runs the action while the others still wait.
func (b *barrier) wait(t *starlark.Thread, w shm.Wait) (index int, err error) {
	w.Line, w.Idle = object.Line(t), true
	last := false
	b.s.rt.Blocking(func() { index, last, err = b.h.Wait(w) })
	switch {
	case errors.Is(err, shm.ErrInterrupted):
		b.s.member.ClearInterrupt()
		if err := b.s.rt.Deliver(t); err != nil {
			return 0, err
		}
		return 0, exceptions.BrokenBarrierError.With()
	case errors.Is(err, shm.ErrBrokenBarrier), errors.Is(err, shm.ErrTimeout):
		return 0, exceptions.BrokenBarrierError.With()
	case err != nil:
		return 0, scriptError(err)
	case !last:
		return index, nil
	}
	if err := b.act(t); err != nil {
		b.h.Abort()
		return 0, err
	}
	if err := b.h.Pass(); err != nil {
		return 0, exceptions.BrokenBarrierError.With()
	}
	return index, nil
}

// act calls the action.
func (b *barrier) act(t *starlark.Thread) error {
	if !bool(b.action.Truth()) {
		return nil
	}
	if _, ok := b.action.(starlark.Callable); !ok {
		return exceptions.TypeError.Errorf("'%s' object is not callable", object.TypeName(b.action))
	}
	_, err := starlark.Call(t, b.action, nil, nil)
	return err
}

// Reduce writes the barrier's place, the action and the default timeout.
func (b *barrier) Reduce(e *starlarkcbor.Encoder) error {
	if reduceHandle(e, b, kindBarrier, 3) {
		return nil
	}
	writeRef(e, b.h.Ref())
	if err := e.EncodeAttr("_action", b.action); err != nil {
		return err
	}
	return e.EncodeAttr("_timeout", b.limit)
}

func openBarrier(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 3 {
		return nil, malformed(d, err)
	}
	action, err := d.Decode()
	if err != nil {
		return nil, err
	}
	limit, err := d.Decode()
	if err != nil {
		return nil, err
	}
	h, err := s.member.OpenBarrier(ref)
	if err != nil {
		return nil, openError(err)
	}
	return s.barrierOf(h, action, limit), nil
}

// barrierBuiltin is Barrier(parties, action=None, timeout=None).
func (s *State) barrierBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var parties starlark.Value
	var action, limit starlark.Value = starlark.None, starlark.None
	err := unpack("BaseContext.Barrier", starlark.None, args, withoutContext(kwargs), "parties", &parties, "action?", &action, "timeout?", &limit)
	if err != nil {
		return nil, err
	}
	n, err := object.AsInt(parties)
	if err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, exceptions.ValueError.Errorf("parties must be >= 1")
	}
	return orError(s.newBarrier(n, action, limit))
}
