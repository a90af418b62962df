package shm

// This file kills a process at every single access to shared memory of every operation, one run for each access, and
// checks what the others find after Repair. The process is a second view of the same memory, whose accesses panic
// from the chosen one on.

import "testing"

// killed is the panic of a victim.
type killed struct{}

// victim returns a member whose n-th access from the call of arm on, and every later one, does not happen.
func victim(t *testing.T, a *Arena) (m *Member, arm func(n int), count func() int) {
	t.Helper()
	v := &Arena{mem: a.mem, recycle: a.recycle}
	v.place(a.size, a.slots)
	id := must[ProcessID](t)(a.AllocSlot("victim"))
	m = must[*Member](t)(v.Join(id))
	left, seen, dead := -1, 0, false
	v.probe = func() bool {
		if dead {
			return false // deferred calls of the dead
		}
		if left--; left == 0 {
			dead = true
			panic(killed{})
		}
		seen++
		return true
	}
	arm = func(n int) {
		v.near, left, seen = 8, n, 0
	}
	return m, arm, func() int { return seen }
}

// scenario is one operation of the victim and what must hold afterwards, whether it was killed or not.
type scenario struct {
	name string
	leak int64 // bytes that may be lost

	// run prepares the arena with the survivor s, returns the victim's operation, and a check after Repair that
	// closes what it opened.
	run func(t *testing.T, a *Arena, s, v *Member) (op func() error, after func(completed bool, rep Report))
}

func TestCrashEverywhere(t *testing.T) {
	for _, sc := range scenarios {
		t.Run(sc.name, func(t *testing.T) {
			points := 0
			for n := 1; ; n++ {
				if !crashAt(t, sc, n) {
					points = n
					break
				}
				if t.Failed() {
					t.Fatalf("at access %d", n)
				}
				if n > 5000 {
					t.Fatal("the operation does not end")
				}
			}
			if points < 3 {
				t.Errorf("only %d accesses: the probe does not work", points)
			}
		})
	}
}

// crashAt reports whether the victim was killed before its operation ended.
func crashAt(t *testing.T, sc scenario, n int) (died bool) {
	a := newLocal(Options{Size: minSize})
	s := joinN(t, a, 1)[0]
	v, arm, _ := victim(t, a)
	start := a.inUse()
	op, after := sc.run(t, a, s, v)
	var err error
	func() {
		defer func() {
			if p := recover(); p != nil {
				if _, ok := p.(killed); !ok {
					panic(p)
				}
				died = true
			}
		}()
		arm(n)
		err = op()
	}()
	if !died && err != nil {
		t.Fatalf("the operation failed: %v", err)
	}
	v.a.probe = func() bool { return false }
	rep := a.Repair(v.ID(), true)
	if rep.Damage != 0 || rep.Deferred != 0 {
		t.Errorf("access %d: report %+v", n, rep)
	}
	a.EndSlot(v.ID(), -9)
	after(!died, rep)
	if d := a.damage.Load(); d != 0 {
		t.Errorf("access %d: damage %d", n, d)
	}
	if u := a.inUse(); u-start > sc.leak || u < start {
		t.Errorf("access %d: %d bytes in use, want %d and at most %d lost", n, u, start, sc.leak)
	}
	return died
}

// items takes everything out of q, without waiting, and fails if that blocks on anything.
func items(t *testing.T, q *Queue) (list []string) {
	t.Helper()
	for {
		f, err := q.Get(now)
		if err != nil {
			wantErr(t, err, ErrTimeout)
			return list
		}
		list = append(list, string(f[:min(len(f), 8)]))
	}
}

// usable checks that q takes and gives an item.
func usable(t *testing.T, q *Queue) {
	t.Helper()
	if n := q.Len(); n != 0 {
		t.Errorf("length %d of an empty queue", n)
	}
	for _, n := range []int{3, 3000} {
		check(t, q.Put(now, make([]byte, n)))
		if q.Len() != 1 || len(must[[]byte](t)(q.Get(now))) != n {
			t.Error("queue does not work")
		}
	}
}
