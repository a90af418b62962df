package shm

import (
	"testing"
	"time"
)

// produceChild puts args[1] items of args[2] bytes into the queue args[0], each time an item comes from the queue
// args[3].
func produceChild(m *Member, args []uint64) error {
	q, err := m.OpenQueue(Ref(args[0]))
	if err != nil {
		return err
	}
	start, err := m.OpenQueue(Ref(args[3]))
	if err != nil {
		return err
	}
	item := make([]byte, args[2])
	for {
		if _, err := start.Get(Wait{}); err != nil {
			return err
		}
		for range args[1] {
			if err := q.Put(Wait{}, item); err != nil {
				return err
			}
		}
	}
}

// echoChild sends back what it receives.
func echoChild(m *Member, args []uint64) error {
	e, err := m.OpenPipeEnd(Ref(args[0]))
	if err != nil {
		return err
	}
	for {
		f, err := e.Recv(Wait{})
		if err == ErrEOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := e.Send(Wait{}, f); err != nil {
			return err
		}
	}
}

// lockChild takes and releases a lock until the event is set.
func lockChild(m *Member, args []uint64) error {
	l, err := m.OpenLock(Ref(args[0]))
	if err != nil {
		return err
	}
	e, err := m.OpenEvent(Ref(args[1]))
	if err != nil {
		return err
	}
	for !e.IsSet() {
		if err := l.Acquire(1, Wait{}); err != nil {
			return err
		}
		if err := l.Release(1); err != nil {
			return err
		}
	}
	return nil
}

func (c *child) kill(b *testing.B, a *Arena) {
	c.cmd.Process.Kill()
	c.reap(b, a)
}

// benchMember returns a member of this process that waits like an interpreter does.
func benchMember(b *testing.B, a *Arena) *Member { return joinN(b, a, 1)[0] }

func BenchmarkQueueThroughput(b *testing.B) {
	for _, size := range []int{16, 200, 100_000} {
		b.Run(map[int]string{16: "16B", 200: "200B", 100_000: "100kB"}[size], func(b *testing.B) {
			a := realArena(b, Options{Limit: 2 << 30})
			m := benchMember(b, a)
			q := must[*Queue](b)(m.NewQueue(QueueOptions{MaxItems: 10000}))
			start := must[*Queue](b)(m.NewQueue(QueueOptions{}))
			const batch = 10000
			c := spawn(b, a, "produce", uint64(q.Ref()), batch, uint64(size), uint64(start.Ref()))
			defer c.kill(b, a)
			b.SetBytes(int64(size))
			n := 0
			for b.Loop() {
				if n == 0 {
					check(b, start.Put(Wait{}, nil))
					n = batch
				}
				it, err := q.GetItem(Wait{})
				if err != nil {
					b.Fatal(err)
				}
				it.Release()
				n--
			}
		})
	}
}

func BenchmarkPipePingPong(b *testing.B) {
	a := realArena(b, Options{})
	m := benchMember(b, a)
	x, y := must2(b)(m.NewPipe(PipeOptions{}))
	c := spawn(b, a, "echo", uint64(y.Ref()))
	defer c.kill(b, a)
	f := make([]byte, 16)
	for b.Loop() {
		check(b, x.Send(Wait{}, f))
		if _, err := x.Recv(Wait{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLockUncontended(b *testing.B) {
	a := realArena(b, Options{})
	l := must[*Lock](b)(benchMember(b, a).NewLock(Mutex, 0, 0))
	for b.Loop() {
		l.Acquire(1, Wait{})
		l.Release(1)
	}
}

func BenchmarkLockContended(b *testing.B) {
	a := realArena(b, Options{})
	m := benchMember(b, a)
	l := must[*Lock](b)(m.NewLock(Mutex, 0, 0))
	e := must[*Event](b)(m.NewEvent())
	c := spawn(b, a, "lock", uint64(l.Ref()), uint64(e.Ref()))
	for p, _ := a.Process(c.id); p.State != Running; p, _ = a.Process(c.id) {
	}
	var worst time.Duration
	for b.Loop() {
		start := time.Now()
		check(b, l.Acquire(1, Wait{}))
		worst = max(worst, time.Since(start))
		check(b, l.Release(1))
	}
	b.ReportMetric(float64(worst.Microseconds()), "µs-worst")
	e.Set()
	c.reap(b, a)
}

func BenchmarkAlloc(b *testing.B) {
	a := realArena(b, Options{})
	m := benchMember(b, a)
	for b.Loop() {
		off, err := m.a.alloc(m.self, 100, false, false)
		if err != nil {
			b.Fatal(err)
		}
		m.a.free(off)
	}
}

func BenchmarkEventWake(b *testing.B) {
	a := realArena(b, Options{})
	ms := joinN(b, a, 2)
	e := must[*Event](b)(ms[0].NewEvent())
	for b.Loop() {
		e.Set()
		e.Clear()
	}
}
