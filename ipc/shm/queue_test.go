package shm

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestQueue(t *testing.T) {
	a, ms := local(t, 2)
	baseline(t, a)
	q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{}))
	o := must[*Queue](t)(ms[1].OpenQueue(q.Ref()))
	defer o.Close()
	defer q.Close()
	_, err := o.Get(now)
	wantErr(t, err, ErrTimeout)
	if !q.Empty() || q.Full() {
		t.Error("a new queue is not empty, or full")
	}
	var want [][]byte
	for i := range 3000 {
		n := i % 37
		switch {
		case i%100 == 7:
			n = inlineMax + i%3 - 1
		case i%1000 == 500:
			n = 2<<20 + i
		}
		f := bytes.Repeat([]byte{byte(i)}, n)
		want = append(want, f)
		check(t, q.Put(now, f[:n/2], f[n/2:]))
	}
	if q.Len() != len(want) || o.Unfinished() != len(want) {
		t.Errorf("len %d, unfinished %d", q.Len(), o.Unfinished())
	}
	for i, f := range want {
		var got []byte
		if i%2 == 0 {
			got = must[[]byte](t)(o.Get(now))
		} else {
			it := must[*Item](t)(q.GetItem(now))
			got = bytes.Clone(it.Bytes())
			it.Release()
			it.Release()
		}
		if !bytes.Equal(got, f) {
			t.Fatalf("item %d: %d bytes, want %d", i, len(got), len(f))
		}
	}
	if !q.Empty() {
		t.Errorf("%d left", q.Len())
	}
	check(t, q.Put(now, []byte("left behind")))
	check(t, q.Put(now, make([]byte, 10000)))
}

// TestQueueSegmentEnds fills segments to the last byte with records of each size.
func TestQueueSegmentEnds(t *testing.T) {
	a, ms := local(t, 1)
	baseline(t, a)
	for n := 0; n <= inlineMax+1; n += 1 + n/3 {
		q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{}))
		count := 3 * segMax / (n + 8)
		for range count {
			check(t, q.Put(now, make([]byte, n)))
		}
		for range count {
			if f := must[[]byte](t)(q.Get(now)); len(f) != n {
				t.Fatalf("%d bytes, want %d", len(f), n)
			}
		}
		q.Close()
	}
}

func TestQueueBoundedAndJoin(t *testing.T) {
	a, ms := local(t, 1)
	q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{MaxItems: 2}))
	check(t, q.Put(now, []byte("a")))
	check(t, q.Put(now, make([]byte, 5000)))
	if !q.Full() || q.MaxItems() != 2 {
		t.Error("not full")
	}
	used := a.Usage().Used
	wantErr(t, q.Put(now, make([]byte, 5000)), ErrTimeout)
	wantErr(t, q.Put(Wait{Deadline: time.Now().Add(time.Millisecond)}, []byte("c")), ErrTimeout)
	if u := a.Usage().Used; u != used {
		t.Errorf("refused frames take %d bytes", u-used)
	}
	done := make(chan error)
	go func() { done <- q.Put(soon(), []byte("c")) }()
	waitBlocked(t, a, ms[0], WaitQueuePut)
	must[[]byte](t)(q.Get(now))
	check(t, <-done)

	go func() { done <- q.Join(soon()) }()
	waitBlocked(t, a, ms[0], WaitQueueJoin)
	for range 3 {
		check(t, q.TaskDone())
	}
	check(t, <-done)
	wantErr(t, q.TaskDone(), ErrTooManyDone)
	check(t, q.Join(now))
}

func TestQueueNoMemory(t *testing.T) {
	a, ms := local(t, 1)
	q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{}))
	a.SetLimit(a.Usage().Used + 1<<20)
	n := 0
	for ; ; n++ {
		if err := q.Put(now, make([]byte, 1000)); err != nil {
			wantErr(t, err, ErrNoMemory)
			break
		}
	}
	wantErr(t, q.Put(now, make([]byte, 2<<20)), ErrNoMemory)
	for range n {
		must[[]byte](t)(q.Get(now))
	}
	check(t, q.Put(now, make([]byte, 1000)))
	if !q.Empty() {
		must[[]byte](t)(q.Get(now))
	}
}

func TestDraft(t *testing.T) {
	a, ms := local(t, 2)
	baseline(t, a)
	q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{}))
	defer q.Close()
	l := must[*Lock](t)(ms[0].NewLock(Mutex, 0, 0))
	d := must[*Draft](t)(ms[0].NewDraft(100))
	copy(d.Bytes(), "hello")
	d.SetLen(5)
	for range 20 { // makes the list grow
		check(t, d.Attach(l.Ref()))
	}
	wantErr(t, d.Attach(12345), ErrBadRef)
	check(t, q.PutDraft(now, d))
	wantErr(t, q.PutDraft(now, d), ErrClosed)
	d.Discard()
	ref := l.Ref()
	l.Close()
	it := must[*Item](t)(q.GetItem(now))
	if string(it.Bytes()) != "hello" || len(it.Refs()) != 20 || it.Refs()[19] != ref {
		t.Errorf("%q with %d refs", it.Bytes(), len(it.Refs()))
	}
	o := must[*Lock](t)(ms[1].OpenLock(ref))
	it.Release()
	check(t, o.Acquire(1, now))
	o.Close()
	if _, err := ms[1].OpenLock(ref); err == nil {
		t.Error("the lock outlived its holds")
	}

	d = must[*Draft](t)(ms[0].NewDraft(10))
	e := must[*Event](t)(ms[0].NewEvent())
	check(t, d.Attach(e.Ref()))
	ref = e.Ref()
	e.Close()
	d.Discard()
	if _, err := ms[1].OpenEvent(ref); err == nil {
		t.Error("the event outlived the draft")
	}
	// A queue that goes takes its frames along.
	e = must[*Event](t)(ms[0].NewEvent())
	d = must[*Draft](t)(ms[0].NewDraft(10))
	check(t, d.Attach(e.Ref()))
	e.Close()
	check(t, q.PutDraft(now, d))
}

func TestQueue_hammer(t *testing.T) {
	for _, o := range []QueueOptions{{}, {MaxItems: 3}, {Tracked: true}} {
		a, ms := local(t, 4)
		baseline(t, a)
		first := must[*Queue](t)(ms[0].NewQueue(o))
		const n = 3000
		var mu sync.Mutex
		seen := map[string]int{}
		var wg sync.WaitGroup
		for k, m := range ms {
			wg.Go(func() {
				q := must[*Queue](t)(m.OpenQueue(first.Ref()))
				defer q.Close()
				for i := range n {
					f := fmt.Appendf(nil, "%d:%d", k, i)
					if i%50 == 0 {
						f = append(f, make([]byte, 3000)...)
					}
					if err := q.Put(soon(), f); err != nil {
						t.Error(err)
						return
					}
				}
			})
			wg.Go(func() {
				q := must[*Queue](t)(m.OpenQueue(first.Ref()))
				defer q.Close()
				last := map[int]int{}
				for range n {
					f, err := q.Get(soon())
					if err != nil {
						t.Error(err)
						return
					}
					f = bytes.TrimRight(f, "\x00")
					var p, i int
					fmt.Sscanf(string(f), "%d:%d", &p, &i)
					if l, ok := last[p]; ok && i <= l {
						t.Errorf("producer %d: %d after %d", p, i, l)
					}
					last[p] = i
					mu.Lock()
					seen[string(f)]++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if len(seen) != 4*n {
			t.Errorf("%+v: %d distinct items of %d", o, len(seen), 4*n)
		}
		first.Close()
	}
}

func TestPipe(t *testing.T) {
	a, ms := local(t, 2)
	baseline(t, a)
	x, y := must2(t)(ms[0].NewPipe(PipeOptions{}))
	o := must[*PipeEnd](t)(ms[1].OpenPipeEnd(y.Ref()))
	y.Close()
	for _, n := range []int{0, 5, 3000, 2 << 20, 0} { // one above the buffer, first and alone
		check(t, x.Send(now, make([]byte, n)))
		check(t, o.Poll(now))
		if b := must[[]byte](t)(o.Recv(now)); len(b) != n {
			t.Errorf("%d bytes, want %d", len(b), n)
		}
		check(t, o.Send(now, []byte("back")))
		must[[]byte](t)(x.Recv(now))
	}
	wantErr(t, o.Poll(now), ErrTimeout)
	_, err := o.Recv(now)
	wantErr(t, err, ErrTimeout)
	check(t, x.Send(now, []byte("last")))
	check(t, x.Send(now, []byte("words")))
	done := make(chan error)
	x.Close()
	must[[]byte](t)(o.Recv(now))
	check(t, o.Poll(now))
	must[[]byte](t)(o.Recv(now))
	check(t, o.Poll(now))
	_, err = o.Recv(Wait{})
	wantErr(t, err, ErrEOF)
	wantErr(t, o.Send(now, nil), ErrBrokenPipe)
	o.Close()
	wantErr(t, o.Send(now, nil), ErrClosed)

	r, w := must2(t)(ms[0].NewPipe(PipeOptions{OneWay: true, Buffer: 1000}))
	wantErr(t, r.Send(now, nil), ErrReadOnly)
	_, err = w.Recv(now)
	wantErr(t, err, ErrWriteOnly)
	wantErr(t, w.Poll(now), ErrWriteOnly)
	if !r.Readable() || r.Writable() || w.Readable() || !w.Writable() {
		t.Error("directions")
	}
	check(t, w.Send(now, make([]byte, 600)))
	wantErr(t, w.Send(now, make([]byte, 600)), ErrTimeout)
	go func() { done <- w.Send(soon(), make([]byte, 600)) }()
	waitBlocked(t, a, ms[0], WaitPipeSend)
	must[[]byte](t)(r.Recv(now))
	check(t, <-done)
	go func() { done <- w.Send(soon(), make([]byte, 600)) }()
	waitBlocked(t, a, ms[0], WaitPipeSend)
	r.Close() // wakes the sender
	wantErr(t, <-done, ErrBrokenPipe)
	w.Close()

	// Closing a handle in use: the call goes on, the hold goes with it.
	r, w = must2(t)(ms[0].NewPipe(PipeOptions{OneWay: true}))
	go func() {
		_, err := r.Recv(soon())
		done <- err
	}()
	waitBlocked(t, a, ms[0], WaitPipeRecv)
	r.Close()
	check(t, w.Send(now, []byte("x")))
	check(t, <-done)
	wantErr(t, w.Send(now, []byte("x")), ErrBrokenPipe)
	w.Close()
}

func must2(t testing.TB) func(x, y *PipeEnd, err error) (*PipeEnd, *PipeEnd) {
	return func(x, y *PipeEnd, err error) (*PipeEnd, *PipeEnd) {
		t.Helper()
		check(t, err)
		return x, y
	}
}

// TestPipeInTransit sends the end of one pipe through another, with nobody else holding it meanwhile.
func TestPipeInTransit(t *testing.T) {
	a, ms := local(t, 2)
	baseline(t, a)
	x, y := must2(t)(ms[0].NewPipe(PipeOptions{}))
	r, w := must2(t)(ms[0].NewPipe(PipeOptions{OneWay: true}))
	d := must[*Draft](t)(ms[0].NewDraft(8))
	check(t, d.Attach(w.Ref()))
	binary.LittleEndian.PutUint64(d.Bytes(), uint64(w.Ref()))
	w.Close()
	_, err := r.Recv(now)
	wantErr(t, err, ErrTimeout) // the frame holds it
	check(t, x.SendDraft(now, d))
	it := must[*Item](t)(y.RecvItem(now))
	w = must[*PipeEnd](t)(ms[1].OpenPipeEnd(Ref(binary.LittleEndian.Uint64(it.Bytes()))))
	it.Release()
	check(t, w.Send(now, []byte("hi")))
	must[[]byte](t)(r.Recv(now))

	d = must[*Draft](t)(ms[0].NewDraft(8))
	check(t, d.Attach(w.Ref()))
	check(t, x.SendDraft(now, d))
	w.Close()
	y.Close() // the reader goes, and with it the frame, and with it w
	_, err = r.Recv(soon())
	wantErr(t, err, ErrEOF)
	r.Close()
	x.Close()
}

func TestWaitAny(t *testing.T) {
	a, ms := local(t, 3)
	m := ms[0]
	q := must[*Queue](t)(m.NewQueue(QueueOptions{}))
	e := must[*Event](t)(m.NewEvent())
	x, y := must2(t)(m.NewPipe(PipeOptions{}))
	list := []Waitable{q, e, x, m.Sentinel(ms[1].ID()), m.Sentinel(ms[2].ID())}
	_, err := m.WaitAny(list, now)
	wantErr(t, err, ErrTimeout)
	_, err = m.WaitAny(list, Wait{Deadline: time.Now().Add(time.Millisecond)})
	wantErr(t, err, ErrTimeout)
	for i, change := range []func(){
		func() { check(t, q.Put(now, nil)) },
		func() { e.Set() },
		func() { y.Close() },
		func() { a.EndSlot(ms[1].ID(), 0) },
	} {
		done := make(chan []int)
		go func() {
			found, _ := m.WaitAny(list[i:], soon())
			done <- found
		}()
		waitBlocked(t, a, m, WaitAny)
		change()
		if found := <-done; len(found) != 1 || found[0] != 0 {
			t.Errorf("change %d: ready %v", i, found)
		}
	}
	if found, _ := m.WaitAny(list, Wait{}); len(found) != 4 {
		t.Errorf("ready %v", found)
	}
}
