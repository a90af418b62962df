package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file makes bare queues of the arena travel; scripts do not see them.

// rawQueue is a queue of frames that are no single values: those of pools and managers.
type rawQueue struct{ q *shm.Queue }

func (r *rawQueue) String() string        { return "<queue of frames>" }
func (r *rawQueue) Type() string          { return "_Frames" }
func (r *rawQueue) Freeze()               {}
func (r *rawQueue) Truth() starlark.Bool  { return true }
func (r *rawQueue) Hash() (uint32, error) { return uint32(r.q.Ref()), nil }

// Reduce writes the queue's reference.
func (r *rawQueue) Reduce(e *starlarkcbor.Encoder) error {
	if !reduceHandle(e, r, kindFrames, 1) {
		writeRef(e, r.q.Ref())
	}
	return nil
}

func openFrames(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil {
		return nil, err
	}
	q, err := s.member.OpenQueue(ref)
	if err != nil {
		return nil, err
	}
	return &rawQueue{q: q}, nil
}

var _ starlarkcbor.Reducer = (*rawQueue)(nil)
