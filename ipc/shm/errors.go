package shm

// This file names the ways in which a call fails.

import "errors"

var (
	ErrTimeout         = errors.New("shm: deadline passed")
	ErrInterrupted     = errors.New("shm: interrupted")
	ErrNoMemory        = errors.New("shm: the arena's limit is reached")
	ErrNoSlot          = errors.New("shm: no such process slot is free")
	ErrBadRef          = errors.New("shm: not an object of that kind")
	ErrClosed          = errors.New("shm: handle is closed")
	ErrStuck           = errors.New("shm: a stopped process is inside the object") // the host's calls only
	ErrDamaged         = errors.New("shm: the arena holds impossible values")
	ErrNotOwner        = errors.New("attempt to release recursive lock not owned by thread")
	ErrTooManyReleases = errors.New("semaphore or lock released too many times")
	ErrTooManyDone     = errors.New("task_done() called too many times")
	ErrBrokenBarrier   = errors.New("shm: broken barrier")
	ErrEOF             = errors.New("shm: end of file") // no holder of the peer's end is left and nothing is under way
	ErrBrokenPipe      = errors.New("shm: broken pipe") // no holder of the peer's end is left
	ErrReadOnly        = errors.New("connection is read-only")
	ErrWriteOnly       = errors.New("connection is write-only")
)
