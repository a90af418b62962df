package multiprocessing

import (
	"errors"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file turns values into frames of the arena and back, with the handles in them.
//
//	frame   one item per value, in the form of package starlarkcbor
//	handle  TagHandle [kind, ref, ...]: the frame holds ref until its Item is released; see handles in handle.go

// envelope collects the objects of the arena that a message mentions. It is the Context of encoders and decoders.
type envelope struct {
	state   *State
	refs    []shm.Ref
	scratch any
}

// Scratch keeps what package interp remembers of one message: the globals that it holds.
func (e *envelope) Scratch() *any { return &e.scratch }

// encode appends values to one message. The bytes are valid until the next call. label names the whole in errors.
func (s *State) encode(label string, values ...starlark.Value) ([]byte, []shm.Ref, error) {
	env := &envelope{state: s}
	e := s.encoder
	e.Reset(e.Bytes()[:0])
	e.Context = env
	for _, v := range values {
		if err := e.EncodeAt(label, v); err != nil {
			return nil, nil, s.sendError(err)
		}
	}
	return e.Bytes(), env.refs, nil
}

// draft encodes values into a frame of the arena.
func (s *State) draft(label string, values ...starlark.Value) (*shm.Draft, error) {
	data, refs, err := s.encode(label, values...)
	if err != nil {
		return nil, err
	}
	return s.draftOf(data, refs)
}

// draftOf copies a message into a frame of the arena.
func (s *State) draftOf(data []byte, refs []shm.Ref) (*shm.Draft, error) {
	d, err := s.member.NewDraft(len(data))
	if err != nil {
		return nil, scriptError(err)
	}
	copy(d.Bytes(), data)
	for _, r := range refs {
		if err := d.Attach(r); err != nil {
			d.Discard()
			return nil, scriptError(err)
		}
	}
	return d, nil
}

// decode reads n values of a message. Handles in it are opened, so the frame may be released afterwards.
func (s *State) decode(data []byte, n int) ([]starlark.Value, error) {
	d := starlarkcbor.NewDecoder(s.travel)
	d.Context = &envelope{state: s}
	d.Reset(data)
	values := make([]starlark.Value, n)
	for i := range values {
		v, err := d.Decode()
		if err != nil {
			return nil, receiveError(err)
		}
		values[i] = v
	}
	return values, nil
}

// sendError turns an error of encoding into the exception that the sender sees.
func (s *State) sendError(err error) error {
	if errors.Is(err, starlarkcbor.ErrTooLarge) {
		return exceptions.ValueError.Errorf("message too large: more than 1 GiB")
	}
	return s.rt.Travel().Error(err)
}

// receiveError turns an error of decoding into the exception that the receiver sees.
func receiveError(err error) error {
	var e *exceptions.Error
	if errors.As(err, &e) {
		return e
	}
	return exceptions.RuntimeError.Errorf("BUG: cannot decode a message: %v", err)
}
