package shm

// This file kills real processes at random while they do everything at once, and then looks whether each promise of
// doc.go was kept.

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// Cells of the board, the block in which children note what they do. All are u32.
const (
	boardStop    = 0  // stop working and end
	boardCrowd   = 4  // times that two were inside the lock
	boardOwner   = 8  // life inside the lock, plus 1
	boardFirst   = 64 // from here, for each life:
	lifeKilled   = 0  // the host is about to kill it
	lifeBegun    = 4  // for each queue, number of puts begun ...
	lifeReturned = 16 // ... and returned
	lifeGot      = 64 // for each queue and item, how often it was taken
	lifeItems    = 2000
	hammerQueues = 3
	lifeSize     = lifeGot + hammerQueues*lifeItems*4
)

// The queues of the hammer: small items, large items, and large ones with a bound.
const (
	hSmall = iota
	hLarge
	hBound
)

func life(n uint64) int { return boardFirst + int(n)*lifeSize }

// hammerChild is one life: args are its number, then the Refs.
func hammerChild(m *Member, args []uint64) error {
	n := args[0]
	board, err := m.OpenBlock(Ref(args[1]))
	if err != nil {
		return err
	}
	var qs []*Queue
	for _, r := range args[2:5] {
		q, err := m.OpenQueue(Ref(r))
		if err != nil {
			return err
		}
		qs = append(qs, q)
	}
	lock, err := m.OpenLock(Ref(args[5]))
	if err != nil {
		return err
	}
	cond, err := m.OpenCondition(Ref(args[6]))
	if err != nil {
		return err
	}
	sem, err := m.OpenLock(Ref(args[7]))
	if err != nil {
		return err
	}
	event, err := m.OpenEvent(Ref(args[8]))
	if err != nil {
		return err
	}
	pipe, err := m.OpenPipeEnd(Ref(args[9]))
	if err != nil {
		return err
	}
	short := func() Wait { return Wait{Deadline: time.Now().Add(time.Millisecond)} }
	me := life(n)

	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	loop := func(f func(i int) error) {
		wg.Go(func() {
			for i := 0; board.Uint32(boardStop).Load() == 0; i++ {
				if err := f(i); err != nil && !errors.Is(err, ErrTimeout) {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
			}
		})
	}
	for k, q := range qs {
		loop(func(int) error { // produce
			begun := board.Uint32(me + lifeBegun + 4*k)
			i := begun.Load()
			if i == lifeItems {
				_, err := event.m.WaitAny([]Waitable{event}, short())
				return err
			}
			frame := make([]byte, 16, 9000)
			if k != hSmall {
				frame = frame[:3000+i]
			}
			binary.LittleEndian.PutUint64(frame, n)
			binary.LittleEndian.PutUint64(frame[8:], uint64(i))
			begun.Store(i + 1)
			for {
				err := q.Put(short(), frame)
				if err == nil {
					board.Uint32(me + lifeReturned + 4*k).Store(i + 1)
					return nil
				}
				if err != ErrTimeout {
					return err
				}
				if board.Uint32(boardStop).Load() != 0 {
					begun.Store(i)
					return nil
				}
			}
		})
		loop(func(int) error { // consume
			it, err := q.GetItem(short())
			if err != nil {
				return err
			}
			return note(board, k, it)
		})
	}
	loop(func(i int) error { // lock
		if err := lock.Acquire(1, short()); err != nil {
			return err
		}
		if old := board.Uint32(boardOwner).Swap(uint32(n) + 1); old != 0 {
			if board.Uint32(life(uint64(old-1))+lifeKilled).Load() == 0 {
				board.Uint32(boardCrowd).Add(1)
			}
		}
		for range i % 100 {
			pause(30)
		}
		board.Uint32(boardOwner).Store(0)
		switch i % 3 {
		case 0:
			cond.Notify(1)
		case 1:
			if err := cond.Wait(lock, 1, short()); err != nil && err != ErrTimeout {
				return err
			}
		}
		return lock.Release(1)
	})
	loop(func(i int) error { // heap, objects, pipe
		b, err := m.NewBlock(1 + i*37%5000)
		if err != nil {
			return err
		}
		b.Bytes()[0] = 1
		x, y, err := m.NewPipe(PipeOptions{})
		if err != nil {
			return err
		}
		d, err := m.NewDraft(10)
		if err != nil {
			return err
		}
		for _, r := range []Ref{b.Ref(), event.Ref()} {
			if err := d.Attach(r); err != nil {
				return err
			}
		}
		b.Close()
		if err := x.SendDraft(Wait{}, d); err != nil {
			return err
		}
		x.Close()
		y.Close()
		return pipe.Send(short(), binary.LittleEndian.AppendUint32(nil, uint32(i)))
	})
	loop(func(i int) error { // semaphore, event
		if err := sem.Acquire(1, short()); err != nil {
			return err
		}
		if i%2 == 0 {
			event.Set()
		} else {
			event.Clear()
			event.Wait(short())
		}
		return sem.Release(1)
	})
	wg.Wait()
	return failed
}

// note counts an item as taken, then releases it.
func note(board *Block, k int, it *Item) error {
	f := it.Bytes()
	if len(f) < 16 {
		return fmt.Errorf("frame of %d bytes", len(f))
	}
	from, i := binary.LittleEndian.Uint64(f), binary.LittleEndian.Uint64(f[8:])
	if i >= lifeItems || k != hSmall && len(f) != 3000+int(i) {
		return fmt.Errorf("frame %d of %d bytes", i, len(f))
	}
	board.Uint32(life(from) + lifeGot + (k*lifeItems+int(i))*4).Add(1)
	it.Release()
	return nil
}

func TestKill_hammer(t *testing.T) {
	a := realArena(t, Options{Size: 8 << 30, Limit: 1 << 30})
	h := a.Host()
	length, lives := 10*time.Second, 1500
	if testing.Short() {
		length, lives = 1500*time.Millisecond, 300
	}
	start := a.inUse()
	board := must[*Block](t)(h.NewBlock(life(uint64(lives))))
	refs := []uint64{0, uint64(board.Ref())}
	var qs []*Queue
	for _, o := range []QueueOptions{{}, {}, {MaxItems: 5}} {
		q := must[*Queue](t)(h.NewQueue(o))
		qs = append(qs, q)
		refs = append(refs, uint64(q.Ref()))
	}
	lock := must[*Lock](t)(h.NewLock(Mutex, 0, 0))
	cond := must[*Condition](t)(h.NewCondition())
	sem := must[*Lock](t)(h.NewLock(Semaphore, 1<<20, 0))
	event := must[*Event](t)(h.NewEvent())
	refs = append(refs, uint64(lock.Ref()), uint64(cond.Ref()), uint64(sem.Ref()), uint64(event.Ref()))

	var readers sync.WaitGroup
	born := 0
	bear := func() *child {
		r, w := must2(t)(h.NewPipe(PipeOptions{OneWay: true}))
		args := append([]uint64(nil), refs...)
		args[0] = uint64(born)
		c := spawn(t, a, "hammer", append(args, uint64(w.Ref()))...)
		born++
		readers.Go(func() {
			defer r.Close()
			defer w.Close() // in case the child never joined
			if _, err := h.WaitAny([]Waitable{h.Sentinel(c.id), r}, Wait{}); err != nil {
				t.Error(err)
			}
			w.Close()
			for last := -1; ; {
				f, err := r.Recv(Wait{Deadline: time.Now().Add(30 * time.Second)})
				if errors.Is(err, ErrEOF) {
					return
				}
				if err != nil {
					t.Errorf("pipe: %v", err)
					return
				}
				i := int(binary.LittleEndian.Uint32(f))
				if i <= last {
					t.Errorf("pipe: %d after %d", i, last)
				}
				last = i
			}
		})
		return c
	}
	var kids []*child
	for range 4 {
		kids = append(kids, bear())
	}
	kills, returned, locks := 0, 0, 0
	var longest time.Duration
	number := map[*child]uint64{}
	for i, c := range kids {
		number[c] = uint64(i)
	}
	for end := time.Now().Add(length); (kills < 10 || time.Now().Before(end)) && born < lives; {
		i := rand.IntN(len(kids))
		c := kids[i]
		waitFor(t, func() bool { p, _ := a.Process(c.id); return p.State == Running })
		h.WaitEnd(c.id, Wait{Deadline: time.Now().Add(time.Duration(rand.IntN(15_000)) * time.Microsecond)})
		board.Uint32(life(number[c]) + lifeKilled).Store(1)
		check(t, c.cmd.Process.Kill())
		rep := c.reap(t, a)
		longest = max(longest, c.repaired)
		for rep.Deferred > 0 {
			rep.Deferred = a.RetryRepair()
		}
		if rep.Damage != 0 || len(rep.Barriers) != 0 || len(rep.Lost) != 0 {
			t.Fatalf("report %+v", rep)
		}
		if code := c.cmd.ProcessState.ExitCode(); code >= 0 {
			t.Fatalf("a child ended by itself: %d", code)
		}
		kills++
		returned += rep.Returned
		locks += len(rep.Locks)
		kids[i] = bear()
		number[kids[i]] = uint64(born - 1)
	}
	board.Uint32(boardStop).Store(1)
	for _, c := range kids {
		if rep := c.reap(t, a); rep.Damage != 0 || rep.Deferred != 0 {
			t.Errorf("report %+v", rep)
		}
		if code := c.cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("child: exit code %d", code)
		}
	}
	readers.Wait()
	for k, q := range qs {
		for {
			it, err := q.GetItem(now)
			if err != nil {
				wantErr(t, err, ErrTimeout)
				break
			}
			check(t, note(board, k, it))
		}
		if n := q.Len(); n != 0 {
			t.Errorf("queue %d: length %d though empty", k, n)
		}
	}
	if n := board.Uint32(boardCrowd).Load(); n != 0 {
		t.Errorf("two inside the lock: %d times", n)
	}
	check(t, lock.Acquire(1, now))
	check(t, lock.Release(1))
	if n := cond.Waiters(); n != 0 {
		t.Errorf("%d waiters", n)
	}

	// Each item that was put was taken once. A killed taker may have noted a large item and not released it, which
	// comes back; or have taken a small one, which is delivered with that, and not noted it.
	var total, lost, twice [hammerQueues]int
	for n := range uint64(born) {
		for k := range qs {
			begun := board.Uint32(life(n) + lifeBegun + 4*k).Load()
			ret := board.Uint32(life(n) + lifeReturned + 4*k).Load()
			if begun-ret > 1 {
				t.Errorf("life %d: %d puts begun, %d returned", n, begun, ret)
			}
			for i := range uint32(lifeItems) {
				got := int(board.Uint32(life(n) + lifeGot + (k*lifeItems+int(i))*4).Load())
				switch {
				case i < ret && got == 0:
					lost[k]++
				case i >= begun && got > 0:
					t.Errorf("life %d: item %d appeared from nowhere", n, i)
				}
				twice[k] += max(0, got-1)
				total[k] += got
			}
		}
	}
	t.Logf("%d kills (longest repair %v), items %v, put back %d, locks freed %d, lost %v, twice %v, %d bytes in use",
		kills, longest, total, returned, locks, lost, twice, a.inUse()-start)
	if lost[hLarge]+lost[hBound] > 0 || lost[hSmall] > kills {
		t.Errorf("lost items: %v", lost)
	}
	if twice[hSmall] > 0 || twice[hLarge] > kills || twice[hBound] > kills {
		t.Errorf("items delivered twice: %v", twice)
	}
	if kills < 10 || total[hSmall] < 100 {
		t.Errorf("%d kills, %d items: nothing was tested", kills, total[hSmall])
	}
	for _, q := range qs {
		q.Close()
	}
	board.Close()
	lock.Close()
	cond.Close()
	sem.Close()
	event.Close()
	// Each of the nine loops of a life may lose one block, at most a segment.
	if u := a.inUse() - start; u > int64(kills)*segMax || u < 0 {
		t.Errorf("%d bytes in use after %d kills:\n%s", u, kills, a.census())
	}
}
