package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file makes handles travel: a handle is sent as its kind and the place of its object in the arena.

// handleKind tells a receiver what a handle is of. The numbers are part of the form.
type handleKind uint64

const (
	kindLock handleKind = iota + 1
	kindCondition
	kindEvent
	kindBarrier
	kindQueue
	kindSimpleQueue
	kindJoinableQueue
	kindConnection
	kindValue
	kindArray
	kindSharedMemory
	kindProxy
	kindManager
	kindProcess
	kindFrames
	kindShareableList
	kindCType
	kindCopy
	kindContext
)

// opener makes the handle of a kind from what its Reduce wrote behind the kind.
type opener func(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error)

// openers is the table of kinds that can travel.
func openers(kind handleKind) opener {
	switch kind {
	case kindLock:
		return openLock
	case kindCondition:
		return openCondition
	case kindEvent:
		return openEvent
	case kindBarrier:
		return openBarrier
	case kindQueue, kindSimpleQueue, kindJoinableQueue:
		return openQueue(kind)
	case kindConnection:
		return openConnection
	case kindValue, kindArray:
		return openData
	case kindCopy:
		return openCopy
	case kindContext:
		return openContext
	case kindCType:
		return openCType
	case kindSharedMemory:
		return openSharedMemory
	case kindShareableList:
		return openShareableList
	case kindProxy:
		return openProxy
	case kindManager:
		return openManager
	case kindFrames:
		return openFrames
	}
	return nil
}

// reduceHandle opens the item of a handle of kind with n further parts, the first of which must be written by writeRef.
// done is true if the message holds the handle already.
func reduceHandle(e *starlarkcbor.Encoder, v starlark.Value, kind handleKind, n int) (done bool) {
	if e.Shared(v) {
		return true
	}
	e.Tag(starlarkcbor.TagHandle)
	e.ArrayHeader(n + 1)
	e.Uint(uint64(kind))
	return false
}

// writeRef writes a reference and makes the frame hold it.
func writeRef(e *starlarkcbor.Encoder, ref shm.Ref) {
	if env, ok := e.Context.(*envelope); ok {
		env.refs = append(env.refs, ref)
	}
	e.Uint(uint64(ref))
}

// readRef reads what writeRef wrote.
func readRef(d *starlarkcbor.Decoder) (shm.Ref, error) {
	n, err := d.Uint()
	return shm.Ref(n), err
}

// buildHandle is the Builder of TagHandle.
func (s *State) buildHandle(d *starlarkcbor.Decoder) (starlark.Value, error) {
	id := d.Reserve()
	n, err := d.ArrayHeader()
	if err != nil {
		return nil, err
	}
	kind, err := d.Uint()
	if err != nil {
		return nil, err
	}
	open := openers(handleKind(kind))
	if open == nil || n < 1 {
		return nil, d.Fail("unknown kind of handle")
	}
	v, err := open(s, d, n-1)
	if err == nil {
		d.Define(id, v)
	}
	return v, err
}
