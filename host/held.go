package host

import (
	"io"
	"sync"
)

// This file keeps what the host holds open for an interpreter, which knows it by numbers.

// held are the files or the listeners of one interpreter, at most as many as most says. mu guards the fields below it.
type held[T io.Closer] struct {
	most   int
	mu     sync.Mutex
	open   map[uint64]T
	last   uint64
	closed bool // the interpreter has ended
}

// add keeps v; it returns 0 if the interpreter has ended or has too many.
func (h *held[T]) add(v T) uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.open) >= h.most {
		return 0
	}
	if h.open == nil {
		h.open = map[uint64]T{}
	}
	h.last++
	h.open[h.last] = v
	return h.last
}

// get returns what has a number; ok is false if nothing has.
func (h *held[T]) get(id uint64) (v T, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	v, ok = h.open[id]
	return v, ok
}

// remove closes what has a number and reports whether there was something.
func (h *held[T]) remove(id uint64) bool {
	h.mu.Lock()
	v, ok := h.open[id]
	delete(h.open, id)
	h.mu.Unlock()
	if ok {
		v.Close()
	}
	return ok
}

// closeAll closes everything, of an interpreter that has ended, and returns how much there was.
func (h *held[T]) closeAll() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	n := len(h.open)
	for _, v := range h.open {
		v.Close()
	}
	h.open = nil
	return n
}
