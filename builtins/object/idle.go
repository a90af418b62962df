package object

import "sync"

// This file knows whether an interpreter waits for others only: for the search for deadlocks, which has to be certain.

// idles are the calls of Await without a deadline that are under way.
type idles struct {
	mu   sync.Mutex
	list map[*idle]bool
}

// idle is one call: where, and what it waits for.
type idle struct {
	line uint32
	done <-chan struct{}
}

// enter takes the caller off the count of the busy; the function that it returns puts it back.
func (s *idles) enter(rt *Runtime, line uint32, done <-chan struct{}) (leave func()) {
	i := &idle{line, done}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.list == nil {
		s.list = map[*idle]bool{}
	}
	s.list[i] = true
	rt.Busy(-1)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		rt.Busy(1)
		delete(s.list, i)
	}
}

// Busy counts goroutines that go on by themselves and do not have the interpreter lock: add 1 before one is started.
func (rt *Runtime) Busy(n int) {
	if rt.Activity != nil {
		rt.Activity(n)
	}
}

// Idle reports whether no Await can return and no signal is to be delivered, and where the calls of Await are. It may be
// called from any goroutine. f is called while the answer is certain not to change for reasons of this kind; it is
// to find out about the others.
func (rt *Runtime) Idle(f func() bool) (lines []uint32, idle bool) {
	s := &rt.idles
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.list {
		select {
		case <-i.done:
			return nil, false
		default:
			lines = append(lines, i.line)
		}
	}
	return lines, f() && !rt.signals.set.Load()
}
