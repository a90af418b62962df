package shm

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestLock(t *testing.T) {
	a, ms := local(t, 2)
	baseline(t, a)
	l := must[*Lock](t)(ms[0].NewLock(Mutex, 0, 0))
	o := must[*Lock](t)(ms[1].OpenLock(l.Ref()))
	check(t, l.Acquire(1, now))
	wantErr(t, o.Acquire(1, now), ErrTimeout)
	wantErr(t, l.Acquire(1, now), ErrTimeout)
	if id, th, held := o.Owner(); id != ms[0].ID() || th != 1 || !held || o.IsMine(1) || !l.IsMine(1) || l.IsMine(2) || l.Value() != 0 {
		t.Errorf("owner %v %d %v", id, th, held)
	}
	check(t, o.Release(1)) // any process may
	wantErr(t, o.Release(1), ErrTooManyReleases)

	r := must[*Lock](t)(ms[0].NewLock(Recursive, 0, 0))
	ro := must[*Lock](t)(ms[1].OpenLock(r.Ref()))
	for range 3 {
		check(t, r.Acquire(7, now))
	}
	if r.Count(7) != 3 || r.Count(8) != 0 {
		t.Errorf("count %d", r.Count(7))
	}
	wantErr(t, r.Acquire(8, now), ErrTimeout)
	wantErr(t, ro.Release(7), ErrNotOwner)
	for range 3 {
		wantErr(t, ro.Acquire(7, now), ErrTimeout)
		check(t, r.Release(7))
	}
	wantErr(t, r.Release(7), ErrNotOwner)
	check(t, ro.Acquire(7, now))

	s := must[*Lock](t)(ms[0].NewLock(Bounded, 2, 2))
	check(t, s.Acquire(1, now))
	check(t, s.Acquire(1, now))
	wantErr(t, s.Acquire(1, now), ErrTimeout)
	check(t, s.Release(9))
	check(t, s.Release(9))
	wantErr(t, s.Release(9), ErrTooManyReleases)
	u := must[*Lock](t)(ms[0].NewLock(Semaphore, 0, 0))
	check(t, u.Release(1))
	if u.Value() != 1 {
		t.Errorf("value %d", u.Value())
	}
	start := time.Now()
	check(t, u.Acquire(1, now))
	wantErr(t, u.Acquire(1, Wait{Deadline: start.Add(20 * time.Millisecond)}), ErrTimeout)
	if d := time.Since(start); d < 20*time.Millisecond {
		t.Errorf("timed out after %v", d)
	}
	for _, l := range []*Lock{l, o, r, ro, s, u} {
		l.Close()
		wantErr(t, l.Acquire(1, now), ErrClosed)
	}
}

func TestLock_hammer(t *testing.T) {
	_, ms := local(t, 4)
	for _, kind := range []LockKind{Mutex, Recursive, Bounded} {
		first := must[*Lock](t)(ms[0].NewLock(kind, 1, 1))
		n := 0
		var wg sync.WaitGroup
		for _, m := range ms {
			for th := range uint64(2) {
				wg.Go(func() {
					l := must[*Lock](t)(m.OpenLock(first.Ref()))
					defer l.Close()
					for range 2000 {
						if err := l.Acquire(th+1, soon()); err != nil {
							t.Error(err)
							return
						}
						n++
						if err := l.Release(th + 1); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
		}
		wg.Wait()
		if n != 4*2*2000 {
			t.Errorf("kind %d: %d increments", kind, n)
		}
	}
}

func TestCondition(t *testing.T) {
	a, ms := local(t, 3)
	baseline(t, a)
	l := must[*Lock](t)(ms[0].NewLock(Recursive, 0, 0))
	c := must[*Condition](t)(ms[0].NewCondition())
	defer l.Close()
	defer c.Close()
	wantErr(t, c.Wait(l, 1, now), ErrNotOwner)
	check(t, l.Acquire(1, now))
	wantErr(t, c.Wait(l, 1, Wait{Deadline: time.Now().Add(time.Millisecond)}), ErrTimeout)
	if !l.IsMine(1) || c.Waiters() != 0 {
		t.Error("lock not taken back, or waiter left")
	}
	check(t, l.Release(1))
	woken := make(chan int, 10)
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			m := ms[1+i%2]
			l, c := must[*Lock](t)(m.OpenLock(l.Ref())), must[*Condition](t)(m.OpenCondition(c.Ref()))
			defer l.Close()
			defer c.Close()
			th := uint64(i + 1)
			check(t, l.Acquire(th, soon()))
			check(t, l.Acquire(th, soon()))
			if err := c.Wait(l, th, soon()); err != nil {
				t.Error(err)
			}
			if l.Count(th) != 2 {
				t.Errorf("count %d", l.Count(th))
			}
			woken <- i
			check(t, l.Release(th))
			check(t, l.Release(th))
		})
		waitFor(t, func() bool { return c.Waiters() == i+1 })
	}
	notify := func(n, want int) {
		t.Helper()
		check(t, l.Acquire(1, soon()))
		if k := c.Notify(n); k != want {
			t.Errorf("notify(%d) woke %d, want %d", n, k, want)
		}
		check(t, l.Release(1))
	}
	notify(2, 2)
	if x, y := <-woken, <-woken; x+y != 1 {
		t.Errorf("woke %d and %d, want the oldest", x, y)
	}
	if c.Waiters() != 3 {
		t.Errorf("%d waiters", c.Waiters())
	}
	notify(-1, 3)
	wg.Wait()
	notify(1, 0)
}

func TestEvent(t *testing.T) {
	a, ms := local(t, 2)
	e := must[*Event](t)(ms[0].NewEvent())
	o := must[*Event](t)(ms[1].OpenEvent(e.Ref()))
	wantErr(t, o.Wait(now), ErrTimeout)
	done := make(chan error)
	for range 3 {
		go func() { done <- o.Wait(soon()) }()
	}
	waitFor(t, func() bool { p, _ := a.Process(ms[1].ID()); return p.Waiting.Blocked == 3 })
	e.Set()
	e.Clear() // those who wait have seen it
	for range 3 {
		check(t, <-done)
	}
	wantErr(t, o.Wait(now), ErrTimeout)
	e.Set()
	e.Set()
	check(t, o.Wait(now))
}

func TestBarrier(t *testing.T) {
	a, ms := local(t, 3)
	baseline(t, a)
	first := must[*Barrier](t)(ms[0].NewBarrier(3))
	var actions, wrong atomic.Int32
	var wg sync.WaitGroup
	const rounds = 200
	var seen [rounds]atomic.Int32
	for _, m := range ms {
		b := must[*Barrier](t)(m.OpenBarrier(first.Ref()))
		wg.Go(func() {
			defer b.Close()
			for r := range rounds {
				i, last, err := b.Wait(soon())
				if err != nil {
					t.Error(err)
					return
				}
				if last {
					actions.Add(1)
					if err := b.Pass(); err != nil {
						t.Error(err)
					}
				} else if int(actions.Load()) <= r {
					wrong.Add(1)
				}
				seen[r].Or(1 << i)
			}
		})
	}
	wg.Wait()
	for r := range seen {
		if seen[r].Load() != 7 {
			t.Fatalf("round %d: indexes %b", r, seen[r].Load())
		}
	}
	if actions.Load() != rounds || wrong.Load() != 0 || first.Waiting() != 0 || first.Parties() != 3 {
		t.Errorf("%d actions, %d passed early, %d waiting", actions.Load(), wrong.Load(), first.Waiting())
	}

	// A deadline breaks it for everybody.
	o := must[*Barrier](t)(ms[1].OpenBarrier(first.Ref()))
	defer o.Close()
	defer first.Close()
	errs := make(chan error, 2)
	wait := func(w Wait) {
		_, _, err := o.Wait(w)
		errs <- err
	}
	go wait(soon())
	waitFor(t, func() bool { return first.Waiting() == 1 })
	_, _, err := first.Wait(Wait{Deadline: time.Now().Add(time.Millisecond)})
	wantErr(t, err, ErrTimeout)
	wantErr(t, <-errs, ErrBrokenBarrier)
	wait(soon())
	wantErr(t, <-errs, ErrBrokenBarrier)
	if !first.Broken() {
		t.Error("not broken")
	}
	first.Reset()
	// Reset with somebody inside.
	go wait(soon())
	waitFor(t, func() bool { return first.Waiting() == 1 })
	first.Reset()
	wantErr(t, <-errs, ErrBrokenBarrier)
	if first.Broken() {
		t.Error("broken after reset")
	}
	// The action fails.
	go wait(soon())
	go wait(soon())
	waitFor(t, func() bool { return first.Waiting() == 2 })
	_, last, err := first.Wait(soon())
	if err != nil || !last {
		t.Fatalf("last %v %v", last, err)
	}
	first.Abort()
	wantErr(t, <-errs, ErrBrokenBarrier)
	wantErr(t, <-errs, ErrBrokenBarrier)
	first.Reset()
	if first.Broken() || first.Waiting() != 0 {
		t.Error("not usable after reset")
	}
}
