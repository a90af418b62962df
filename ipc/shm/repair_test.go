package shm

import (
	"encoding/binary"
	"errors"
	"testing"
	"time"
)

func TestRepairLocks(t *testing.T) {
	a, ms := local(t, 4)
	l := must[*Lock](t)(ms[0].NewLock(Mutex, 0, 0))
	r := must[*Lock](t)(ms[0].NewLock(Recursive, 0, 0))
	s := must[*Lock](t)(ms[0].NewLock(Semaphore, 2, 0))
	hold := func(m *Member) {
		check(t, must[*Lock](t)(m.OpenLock(l.Ref())).Acquire(3, now))
		rr := must[*Lock](t)(m.OpenLock(r.Ref()))
		check(t, rr.Acquire(3, now))
		check(t, rr.Acquire(3, now))
		check(t, must[*Lock](t)(m.OpenLock(s.Ref())).Acquire(3, now))
	}
	hold(ms[1])
	got := make(chan error)
	go func() { got <- l.Acquire(1, soon()) }()
	waitBlocked(t, a, ms[0], WaitLock)
	rep := die(a, ms[1], true)
	if len(rep.Locks) != 2 || rep.Locks[0] != (DeadLock{l.Ref(), Mutex, 3, true}) || rep.Dropped != 3 {
		t.Errorf("report %+v", rep)
	}
	check(t, <-got)
	check(t, l.Release(1))
	if r.Value() != 1 || s.Value() != 1 {
		t.Errorf("RLock %d, semaphore %d", r.Value(), s.Value())
	}

	hold(ms[2])
	rep = die(a, ms[2], false)
	if len(rep.Locks) != 2 || rep.Locks[0].Released || l.Value() != 0 || r.Value() != 0 {
		t.Errorf("report %+v after a normal end", rep)
	}
	a.FreeSlot(ms[2].ID())
	next := joinN(t, a, 1)[0] // has the slot of the owner
	n := must[*Lock](t)(next.OpenLock(l.Ref()))
	if id, _, held := n.Owner(); n.IsMine(3) || !held || id != (ProcessID{}) {
		t.Errorf("the next process in the slot owns the lock: %v", id)
	}
	check(t, n.Release(9))
	if _, err := ms[0].OpenLock(l.Ref()); err != nil {
		t.Error("the lock is gone")
	}
}

func TestRepairCondition(t *testing.T) {
	a, ms := local(t, 4)
	l := must[*Lock](t)(ms[0].NewLock(Mutex, 0, 0))
	c := must[*Condition](t)(ms[0].NewCondition())
	done := make(chan error, 3)
	for i, m := range ms[1:] {
		l, c := must[*Lock](t)(m.OpenLock(l.Ref())), must[*Condition](t)(m.OpenCondition(c.Ref()))
		go func() {
			check(t, l.Acquire(1, soon()))
			err := c.Wait(l, 1, soon())
			if err == nil {
				err = l.Release(1)
			}
			done <- err
		}()
		waitFor(t, func() bool { return must[*Condition](t)(ms[0].OpenCondition(c.Ref())).Waiters() == i+1 })
		if i == 0 {
			// As if it were killed once notified: its node stays and it never comes back.
			r := roster{a, c.off + condRoster}
			a.u32(a.u64(r.head).Load() + nodeState).Store(nodeNotified)
			check(t, <-done)
			n := must[uint64](t)(m.newNode(nodeNotified))
			r.append(n)
			n = must[uint64](t)(m.newNode(nodeWaits))
			r.append(n)
		}
	}
	if n := c.Waiters(); n != 3 {
		t.Fatalf("%d waiters", n)
	}
	die(a, ms[1], true) // the notification that it swallowed goes to the next, and its other call goes
	check(t, <-done)
	waitFor(t, func() bool { return c.Waiters() == 1 })
	if n := c.Notify(5); n != 1 {
		t.Errorf("%d notified", n)
	}
	check(t, <-done)
}

func TestRepairBarrier(t *testing.T) {
	a, ms := local(t, 5)
	b := must[*Barrier](t)(ms[0].NewBarrier(3))
	errs := make(chan error, 3)
	wait := func(m *Member, b Ref) {
		h, err := m.OpenBarrier(b)
		if err == nil {
			var last bool
			if _, last, err = h.Wait(soon()); last && err == nil {
				err = h.Pass()
			}
		}
		errs <- err
	}
	go wait(ms[0], b.Ref())
	waitFor(t, func() bool { return b.Waiting() == 1 })
	// A participant that is inside for ever.
	n := must[uint64](t)(ms[1].newNode(nodeWaits))
	b.raw().roster().append(n)
	b.raw().store(filling, 0, 2)
	rep := die(a, ms[1], false)
	if len(rep.Barriers) != 1 {
		t.Errorf("report %+v", rep)
	}
	wantErr(t, <-errs, ErrBrokenBarrier)
	b.Reset()

	// One that crashes between rounds breaks it, one that ends does not.
	for _, m := range ms[2:] {
		go wait(m, b.Ref())
	}
	for range 3 {
		check(t, <-errs)
	}
	if rep := die(a, ms[2], false); len(rep.Barriers) != 0 || b.Broken() {
		t.Errorf("report %+v", rep)
	}
	go wait(ms[3], b.Ref())
	waitFor(t, func() bool { return b.Waiting() == 1 })
	if rep := die(a, ms[4], true); len(rep.Barriers) != 1 {
		t.Errorf("report %+v", rep)
	}
	wantErr(t, <-errs, ErrBrokenBarrier)
}

func TestRepairOrder(t *testing.T) {
	a, ms := local(t, 3)
	q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{}))
	o := must[*Queue](t)(ms[1].OpenQueue(q.Ref()))
	for i := range 6 {
		f := make([]byte, 3000)
		f[0] = byte(i)
		check(t, q.Put(now, f))
	}
	var taken []*Item
	for range 4 {
		taken = append(taken, must[*Item](t)(o.GetItem(now)))
	}
	taken[1].Release()
	if rep := die(a, ms[1], true); rep.Returned != 3 {
		t.Errorf("report %+v", rep)
	}
	if q.Len() != 5 {
		t.Errorf("length %d", q.Len())
	}
	o = must[*Queue](t)(ms[2].OpenQueue(q.Ref()))
	must[*Item](t)(o.GetItem(now)) // 0 once more
	die(a, ms[2], false)
	for _, want := range []byte{0, 2, 3, 4, 5} {
		if f := must[[]byte](t)(q.Get(now)); f[0] != want {
			t.Errorf("item %d, want %d", f[0], want)
		}
	}
	if !q.Empty() {
		t.Errorf("length %d", q.Len())
	}
}

func TestRepairPipeEnds(t *testing.T) {
	a, ms := local(t, 3)
	baseline(t, a)
	x, y := must2(t)(ms[0].NewPipe(PipeOptions{}))
	must[*PipeEnd](t)(ms[1].OpenPipeEnd(y.Ref()))
	must[*PipeEnd](t)(ms[2].OpenPipeEnd(y.Ref()))
	check(t, y.Send(now, []byte("x")))
	y.Close()
	must[[]byte](t)(x.Recv(now))
	done := make(chan error)
	go func() {
		_, err := x.Recv(soon())
		done <- err
	}()
	waitBlocked(t, a, ms[0], WaitPipeRecv)
	die(a, ms[1], true)
	wantErr(t, x.Poll(Wait{Deadline: time.Now().Add(time.Millisecond)}), ErrTimeout)
	die(a, ms[2], false)
	wantErr(t, <-done, ErrEOF)
	x.Close()
}

// TestRepairDeferred has the host meet an object that a stopped process is inside.
func TestRepairDeferred(t *testing.T) {
	a, ms := local(t, 3)
	baseline(t, a)
	x, y := must2(t)(ms[0].NewPipe(PipeOptions{}))
	vy := must[*PipeEnd](t)(ms[1].OpenPipeEnd(y.Ref()))
	y.Close()
	c := must[*Condition](t)(ms[0].NewCondition())
	check(t, ms[2].lock(vy.off+blkMutex, nil))
	check(t, ms[2].lock(c.off+condMutex, nil))
	n := must[uint64](t)(ms[1].newNode(nodeWaits))
	roster{a, c.off + condRoster}.append(n)
	rep := die(a, ms[1], true)
	if rep.Deferred != 2 || rep.Damage != 0 {
		t.Errorf("report %+v", rep)
	}
	if left := a.RetryRepair(); left != 2 {
		t.Errorf("%d left", left)
	}
	ms[2].unlock(vy.off + blkMutex)
	ms[2].unlock(c.off + condMutex)
	if left := a.RetryRepair(); left != 0 {
		t.Errorf("%d left", left)
	}
	_, err := x.Recv(now)
	wantErr(t, err, ErrEOF)
	if c.Waiters() != 0 {
		t.Error("the dead waits")
	}
	x.Close()
	c.Close()
	if wantErr := a.host.lock(hdrEnd-64, nil); wantErr != nil {
		t.Error(wantErr)
	}
	if err := ms[0].lock(hdrEnd-64, &Wait{Deadline: time.Now().Add(time.Millisecond)}); !errors.Is(err, ErrTimeout) {
		t.Error(err)
	}
}

// FuzzRepair overwrites words of an arena in use and has the host repair it. Whatever they are, Repair returns and
// touches nothing outside.
func FuzzRepair(f *testing.F) {
	word := func(at uint32, v uint64) []byte {
		b := binary.LittleEndian.AppendUint32(nil, at)
		return binary.LittleEndian.AppendUint64(b, v)
	}
	f.Add([]byte{}, false)
	f.Add([]byte{}, true)
	for i := range uint32(120) {
		f.Add(word(i, ^uint64(0)), true)
		f.Add(word(i, 64), false)
		f.Add(word(i|1<<31, uint64(i)+1), true)
	}
	f.Fuzz(func(t *testing.T, patch []byte, crashed bool) {
		a := newLocal(Options{Size: minSize})
		a.host.patience = time.Microsecond
		ms := joinN(t, a, 2)
		furnish(t, ms[0], ms[1])
		// Most of the arena is untouched; what is overwritten is a word that means something, by any value or by
		// that of another such word.
		var words []uint64
		for off := uint64(0); off < a.u64(hdrBump).Load(); off += 8 {
			if a.u64(off).Load() != 0 {
				words = append(words, off)
			}
		}
		for ; len(patch) >= 12; patch = patch[12:] {
			at, v := binary.LittleEndian.Uint32(patch), binary.LittleEndian.Uint64(patch[4:])
			off := words[int(at&0xFFFF)%len(words)] + uint64(at>>28&1)*8
			if at>>31 != 0 {
				v = a.u64(words[int(v%uint64(len(words)))]).Load()
			}
			a.u64(off).Store(v)
		}
		a.Processes()
		a.Repair(ms[1].ID(), crashed)
		a.RetryRepair()
		a.EndSlot(ms[1].ID(), 1)
		a.Repair(ms[0].ID(), crashed)
		a.Usage()
	})
}

// furnish makes one object of each kind, held by both, with v in the middle of things.
func furnish(t testing.TB, s, v *Member) {
	l := must[*Lock](t)(s.NewLock(Recursive, 0, 0))
	check(t, must[*Lock](t)(v.OpenLock(l.Ref())).Acquire(1, now))
	c := must[*Condition](t)(s.NewCondition())
	b := must[*Barrier](t)(s.NewBarrier(3))
	for _, r := range []roster{{s.a, c.off + condRoster}, b.raw().roster()} {
		r.append(must[uint64](t)(v.newNode(nodeNotified)))
		r.append(must[uint64](t)(s.newNode(nodeWaits)))
	}
	must[*Event](t)(v.NewEvent())
	q := must[*Queue](t)(s.NewQueue(QueueOptions{}))
	vq := must[*Queue](t)(v.OpenQueue(q.Ref()))
	tr := must[*Queue](t)(v.NewQueue(QueueOptions{Tracked: true}))
	for range 3 {
		check(t, q.Put(now, make([]byte, 3000)))
		check(t, q.Put(now, make([]byte, 10)))
		check(t, tr.Put(now, make([]byte, 10)))
	}
	must[*Item](t)(vq.GetItem(now))
	must[*Item](t)(tr.GetItem(now))
	x, y := must2(t)(v.NewPipe(PipeOptions{}))
	check(t, x.Send(now, make([]byte, 10)))
	d := must[*Draft](t)(v.NewDraft(100))
	check(t, d.Attach(x.Ref()))
	check(t, d.Attach(q.Ref()))
	check(t, y.SendDraft(now, d))
	d = must[*Draft](t)(v.NewDraft(100))
	check(t, d.Attach(y.Ref()))
	for _, mu := range []uint64{q.off + strTail, q.off + strHead, tr.off + strHead, c.off + condMutex, b.off + barMutex, x.off + blkMutex} {
		check(t, v.lock(mu, nil))
	}
}
