package object

import (
	"runtime"
	"sync"
	"time"
)

// This file lets threads that sleep go on in the order of their deadlines. The Go runtime wakes goroutines whose timers
// end together in any order; scripts that start threads which sleep equally long see them in the order of their start.

// sleepers are the threads of an interpreter that sleep. mu guards the fields below.
type sleepers struct {
	mu  sync.Mutex
	all []*sleeper // in the order in which they fell asleep
}

type sleeper struct {
	deadline time.Time
	awake    chan struct{} // closed when it has the interpreter lock again
}

// BlockingUntil runs f, which waits until the deadline or an interrupt, without the interpreter lock.
func (rt *Runtime) BlockingUntil(deadline time.Time, f func()) {
	me := &sleeper{deadline, make(chan struct{})}
	rt.sleepers.mu.Lock()
	rt.sleepers.all = append(rt.sleepers.all, me)
	rt.sleepers.mu.Unlock()
	rt.Blocking(func() {
		f()
		if time.Now().Before(deadline) {
			return // an interrupt waits for nobody
		}
		for other := rt.sleepers.before(me); other != nil; other = rt.sleepers.before(me) {
			<-other.awake
		}
	})
	rt.sleepers.remove(me)
	close(me.awake)
}

// Yield lets other threads have the interpreter lock.
func (rt *Runtime) Yield() { rt.Blocking(runtime.Gosched) }

// before returns a sleeper that is to go on before me, nil if there is none.
func (s *sleepers) before(me *sleeper) *sleeper {
	s.mu.Lock()
	defer s.mu.Unlock()
	older := true
	for _, other := range s.all {
		if other == me {
			older = false
		} else if other.deadline.Before(me.deadline) || older && other.deadline.Equal(me.deadline) {
			return other
		}
	}
	return nil
}

func (s *sleepers) remove(me *sleeper) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.all {
		if other == me {
			s.all = append(s.all[:i], s.all[i+1:]...)
			return
		}
	}
}
