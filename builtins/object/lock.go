package object

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds the interpreter lock and the safe points: the moments between two instructions at which the lock is
// handed on, asynchronous exceptions arrive and the depth of recursion is checked.

const (
	// stepsBetweenSafePoints is how many VM steps run between two safe points, about 6 µs.
	stepsBetweenSafePoints = 1000
	// switchAfter is how many safe points a thread keeps the lock while another one waits, about 5 ms as in CPython.
	switchAfter = 800
	// maxSearch is how many further instructions it may run to reach the head of a loop.
	maxSearch = 200
	// notedSafePoints is every how many safe points the position is noted.
	notedSafePoints = 16
	// recursionLimit is the depth of calls at which RecursionError is raised, as sys.getrecursionlimit() in CPython.
	recursionLimit = 1000

	cancelPending = "parlark: pending exception"
)

// waiters counts goroutines that wait for the interpreter lock.
type waiters struct{ n atomic.Int32 }

// signals are the asynchronous requests to an interpreter. mu guards the fields below; set mirrors whether any is there.
type signals struct {
	set   atomic.Bool
	mu    sync.Mutex
	queue []func(t *starlark.Thread) error
	wake  chan struct{} // closed by Post; nil until somebody waits
}

// Lock takes the interpreter lock for t; it pairs with Unlock.
//
// From here to Unlock, in Blocking too, the goroutine counts as busy: it goes on by itself. What waits for others without
// a deadline says so where it waits, Await here and package shm for shared objects.
func (rt *Runtime) Lock(t *starlark.Thread) {
	rt.Busy(1)
	rt.relock(t)
}

func (rt *Runtime) relock(t *starlark.Thread) {
	if !rt.lock.TryLock() {
		rt.waiting.n.Add(1)
		rt.lock.Lock()
		rt.waiting.n.Add(-1)
	}
	rt.cur, rt.base = t, 0
}

// LockBusy is Lock for a goroutine that has been counted as busy when it was started; it pairs with UnlockBusy.
func (rt *Runtime) LockBusy(t *starlark.Thread) { rt.relock(t) }

// UnlockBusy gives the interpreter lock up and leaves the goroutine counted.
func (rt *Runtime) UnlockBusy() { rt.unlock() }

// Unlock gives the interpreter lock up.
func (rt *Runtime) Unlock() {
	rt.unlock()
	rt.Busy(-1)
}

func (rt *Runtime) unlock() {
	rt.cur = nil
	rt.lock.Unlock()
}

// Blocking runs f, which may wait, without the interpreter lock. f must not touch script values. If t runs script code
// in a nested way (a generator's thread), the innermost thread is the one to pass: use rt.Current().
func (rt *Runtime) Blocking(f func()) {
	rt.NoteLine()
	t, base := rt.cur, rt.base
	rt.unlock()
	f()
	rt.relock(t)
	rt.base = base
}

// Post asks the interpreter to run f on its own goroutine at the next safe point. An error of f is raised there.
// Post may be called from any goroutine. A blocked builtin is not woken by it; see the multiprocessing runtime.
func (rt *Runtime) Post(f func(t *starlark.Thread) error) {
	s := &rt.signals
	s.mu.Lock()
	s.queue = append(s.queue, f)
	s.set.Store(true)
	if s.wake != nil {
		close(s.wake)
		s.wake = nil
	}
	s.mu.Unlock()
}

// interrupted returns a channel that is closed by the next Post.
func (s *signals) interrupted() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wake == nil {
		s.wake = make(chan struct{})
	}
	return s.wake
}

// Await waits without the interpreter lock until done is closed or the deadline (zero: none) has passed; it reports
// which. An error is the exception of a signal that arrived meanwhile.
func (rt *Runtime) Await(t *starlark.Thread, done <-chan struct{}, deadline time.Time) (bool, error) {
	var expired <-chan time.Time
	for {
		select {
		case <-done:
			return true, nil
		default:
		}
		if !deadline.IsZero() {
			left := time.Until(deadline)
			if left <= 0 {
				return false, nil
			}
			if expired == nil {
				timer := time.NewTimer(left)
				defer timer.Stop()
				expired = timer.C
			}
		}
		interrupted := rt.signals.interrupted()
		if err := rt.Deliver(t); err != nil {
			return false, err
		}
		ok, timedOut := false, false
		rt.Blocking(func() {
			if deadline.IsZero() {
				defer rt.idles.enter(rt, Line(t), done)()
			}
			select {
			case <-done:
				ok = true
			case <-expired:
				timedOut = true
			case <-interrupted:
			}
		})
		if ok || timedOut {
			return ok, nil
		}
	}
}

// Deliver runs what Post has queued. Blocking builtins call it when they were interrupted.
func (rt *Runtime) Deliver(t *starlark.Thread) error {
	s := &rt.signals
	for s.set.Load() {
		s.mu.Lock()
		f := s.queue[0]
		s.queue = s.queue[1:]
		s.set.Store(len(s.queue) > 0)
		s.mu.Unlock()
		if err := f(t); err != nil {
			return err
		}
	}
	return nil
}

// arm makes t stop at safe points.
func (rt *Runtime) arm(t *starlark.Thread) {
	kept, points := 0, 0
	t.SetMaxExecutionSteps(t.Steps + stepsBetweenSafePoints)
	t.OnMaxSteps = func(t *starlark.Thread) {
		// Re-arm first: with the limit left as it is the hook would run again at each instruction.
		t.SetMaxExecutionSteps(t.Steps + rt.nextCheck(t))
		if left := rt.left; left != nil { // other code that runs here may compare too
			defer func() { rt.left = left }()
		}
		if points++; points&(notedSafePoints-1) == 0 {
			rt.noteLine(t)
		}
		if rt.signals.set.Load() {
			if err := rt.Deliver(t); err != nil {
				rt.Raise(err)
				return
			}
		}
		if rt.tooDeep(t) {
			rt.Raise(exceptions.RecursionError.Errorf("maximum recursion depth exceeded"))
			return
		}
		if rt.waiting.n.Load() > 0 {
			if kept++; kept >= switchAfter {
				if !rt.atLoopHead(t) {
					// CPython switches threads only at the head of a loop or at a call, so `n += 1` is not lost there;
					// look again at the next instruction.
					if kept < switchAfter+maxSearch {
						t.SetMaxExecutionSteps(t.Steps + 1)
						return
					}
				}
				kept = 0
				rt.yield()
			}
		}
	}
}

// atLoopHead reports whether t is about to go round a loop.
func (rt *Runtime) atLoopHead(t *starlark.Thread) bool {
	return rt.LoopHead == nil || rt.LoopHead(t.DebugFrame(0).Position())
}

// NoteLine notes where the script is, for whoever has to explain the end of this process. Blocking calls it.
func (rt *Runtime) NoteLine() {
	if rt.cur != nil {
		rt.noteLine(rt.cur)
	}
}

func (rt *Runtime) noteLine(t *starlark.Thread) {
	if rt.Note != nil {
		if line := Line(t); line != 0 {
			rt.Note(line)
		}
	}
}

// Line is the script line that t runs, of the innermost function of the script; 0 if there is none.
func Line(t *starlark.Thread) uint32 {
	for depth := range t.CallStackDepth() {
		frame := t.DebugFrame(depth)
		if f, ok := frame.Callable().(*starlark.Function); ok && f != nil {
			return uint32(frame.Position().Line)
		}
	}
	return 0
}

// yield hands the interpreter lock to a goroutine that waits for it.
func (rt *Runtime) yield() {
	rt.Blocking(func() {})
}

// Raise records an exception where none can be returned (Truth, Iterator.Next, Hash, ...) and stops the VM at its next
// instruction, where the exception appears. Go code that calls such a callback checks Pending afterwards.
func (rt *Runtime) Raise(err error) {
	if rt.pending == nil {
		rt.pending = rt.asError(err)
	}
	if rt.cur != nil {
		rt.cur.Cancel(cancelPending)
	}
}

// Pending takes the exception that Raise has left, or nil.
func (rt *Runtime) Pending() error {
	p := rt.pending
	if p == nil {
		return nil
	}
	rt.pending = nil
	if rt.cur != nil {
		rt.cur.Uncancel()
	}
	return p
}

// isPendingStop reports whether err is the VM's report of the cancellation that Raise asked for.
func isPendingStop(err error) bool { return strings.Contains(err.Error(), cancelPending) }

// IsCancelled reports whether err is the VM's report of a cancellation from outside, which no script can catch.
func IsCancelled(err error) bool {
	return strings.Contains(err.Error(), "Starlark computation cancelled") && !isPendingStop(err)
}

// pausesBetweenSwitches is how many calls of Pause a thread keeps the lock while another one waits, about 1 ms.
const pausesBetweenSwitches = 10

// Pause is a safe point of code that the VM does not run; it is to be called every 0.1 ms. An error is the exception that
// a signal handler raised.
func (rt *Runtime) Pause() error {
	t := rt.cur
	if rt.signals.set.Load() {
		left := rt.left // other code that runs here may compare too
		err := rt.Deliver(t)
		rt.left = left
		if err != nil {
			return err
		}
	}
	if rt.waiting.n.Load() > 0 {
		if rt.pauses++; rt.pauses >= pausesBetweenSwitches {
			rt.pauses = 0
			rt.yield()
		}
	}
	return nil
}

// Room returns how many more calls fit under the limit of recursion.
func (rt *Runtime) Room() int { return rt.maxDepth() - rt.base - rt.cur.CallStackDepth() }
