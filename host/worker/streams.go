package worker

import (
	"io"
	"os"

	"parlark/ipc/shm"
)

// This file connects the standard streams of an interpreter when it is assigned.

// sink is a standard output stream. What is written before it is connected is lost.
type sink struct {
	file *os.File
	lock *shm.Lock // of the run: a write to a pipe is atomic up to 4096 bytes only (pipe(7)), lines may be longer
}

// writerThread is the thread under whose number streams hold the lock; no Python thread has it.
const writerThread = 1<<48 - 1

func (s *sink) connect(f *os.File, lock *shm.Lock) { s.file, s.lock = f, lock }

// Write writes b whole, not mixed with what other processes write.
func (s *sink) Write(b []byte) (int, error) {
	if s.file == nil {
		return len(b), nil
	}
	// Without the lock (a signal has interrupted the wait) the line is written all the same.
	if s.lock.Acquire(writerThread, shm.Wait{}) == nil {
		defer s.lock.Release(writerThread)
	}
	return s.file.Write(b)
}

// source is standard input. Before it is connected it is at its end.
type source struct{ file *os.File }

func (s *source) connect(f *os.File) { s.file = f }

// Read reads from the connected file.
func (s *source) Read(b []byte) (int, error) {
	if s.file == nil {
		return 0, io.EOF
	}
	return s.file.Read(b)
}
