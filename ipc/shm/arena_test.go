package shm

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

var now = Wait{Poll: true}

func soon() Wait { return Wait{Deadline: time.Now().Add(10 * time.Second)} }

// must returns v, or fails the test.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

// local returns an arena of this process alone, in memory that the race detector watches, and n members of it.
func local(t testing.TB, n int) (*Arena, []*Member) {
	t.Helper()
	a := newLocal(Options{Size: 64 << 20})
	return a, joinN(t, a, n)
}

func joinN(t testing.TB, a *Arena, n int) []*Member {
	t.Helper()
	var list []*Member
	for range n {
		id := must[ProcessID](t)(a.AllocSlot("m"))
		list = append(list, must[*Member](t)(a.Join(id)))
	}
	return list
}

// die stands for the death of a member.
func die(a *Arena, m *Member, crashed bool) Report {
	r := a.Repair(m.ID(), crashed)
	a.EndSlot(m.ID(), -9)
	return r
}

// baseline checks at the end of a test that every block but what was in use before is given back.
func baseline(t *testing.T, a *Arena) {
	t.Helper()
	before := a.inUse()
	t.Cleanup(func() {
		if u := a.inUse(); u != before {
			t.Errorf("blocks in use: %d bytes, want %d", u, before)
		}
		if d := a.damage.Load(); d != 0 {
			t.Errorf("damage: %d", d)
		}
	})
}

// inUse is Usage.Used without the records of processes.
func (a *Arena) inUse() int64 {
	n := a.Usage().Used
	for i := range a.slots {
		for c := a.u64(a.slot(i) + slotChunk).Load(); c != 0; c = a.u64(c + hdrSizeOf).Load() {
			n -= chunkBytes + hdrSizeOf
		}
	}
	return n
}

func TestCreateAttach(t *testing.T) {
	a, err := Create(Options{})
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	check(t, err)
	defer a.Close()
	b := must[*Arena](t)(Attach(a.File()))
	defer b.Close()
	if b.Size() != a.Size() {
		t.Errorf("sizes differ: %d, %d", b.Size(), a.Size())
	}
	blk := must[*Block](t)(a.Host().NewBlock(100))
	id := must[ProcessID](t)(a.AllocSlot("p"))
	m := must[*Member](t)(b.Join(id))
	if _, err := b.Join(id); err == nil {
		t.Error("a slot was joined twice")
	}
	same := must[*Block](t)(m.OpenBlock(blk.Ref()))
	blk.Bytes()[7] = 42
	if same.Bytes()[7] != 42 {
		t.Error("the mappings do not show the same memory")
	}
	if p, ok := a.Process(id); !ok || p.State != Running || p.PID != os.Getpid() || p.Name != "p" {
		t.Errorf("process: %+v %v", p, ok)
	}

	if runtime.GOOS == "linux" {
		if err := a.File().Truncate(a.Size() / 2); err == nil {
			t.Error("the arena could be shrunk")
		}
	}
	f := must[*os.File](t)(os.Create(filepath.Join(t.TempDir(), "x")))
	defer f.Close()
	if _, err := Attach(f); err == nil {
		t.Error("attached an empty file")
	}
	check(t, f.Truncate(minSize))
	if _, err := Attach(f); err == nil {
		t.Error("attached a file without a header")
	}
	if runtime.GOOS == "linux" {
		a.u32(hdrVersion).Store(version + 1)
		if _, err := Attach(a.File()); err == nil {
			t.Error("attached another version")
		}
	}
}

func TestClasses(t *testing.T) {
	for n := uint64(1); n < 1<<34; n += 1 + n/97 {
		c := classOf(n)
		if classSize(c) < n {
			t.Fatalf("class %d of %d bytes has %d", c, n, classSize(c))
		}
		if c > 0 && classSize(c-1) >= n {
			t.Fatalf("%d bytes would fit class %d", n, c-1)
		}
		if classSize(c)%unit != 0 || classOf(classSize(c)) != c {
			t.Fatalf("class %d: size %d", c, classSize(c))
		}
	}
	if c := classOf(maxSize); c >= classCount {
		t.Fatalf("%d classes are not enough", classCount)
	}
}

func TestBlocks(t *testing.T) {
	a, ms := local(t, 2)
	baseline(t, a)
	m := ms[0]
	for _, n := range []int{0, 1, 31, 32, 33, 1000, 4096, 1 << 20, 3 << 20} {
		for range 3 { // the later ones reuse
			b := must[*Block](t)(m.NewBlock(n))
			if b.Len() != n || !bytes.Equal(b.Bytes(), make([]byte, n)) {
				t.Fatalf("block of %d: length %d or not zero", n, b.Len())
			}
			for i := range b.Bytes() {
				b.Bytes()[i] = 0xEE
			}
			c := must[*Block](t)(ms[1].OpenBlock(b.Ref()))
			b.Close()
			b.Close()
			if n > 0 && c.Bytes()[n-1] != 0xEE {
				t.Fatal("a held block went")
			}
			c.Close()
			if _, err := m.OpenBlock(c.Ref()); err == nil {
				t.Fatal("opened a freed block")
			}
		}
	}
	b := must[*Block](t)(m.NewBlock(8))
	check(t, m.Hold(b.Ref()))
	b.Close()
	b = must[*Block](t)(m.OpenBlock(b.Ref()))
	check(t, m.Drop(b.Ref()))
	wantErr(t, m.Drop(b.Ref()), ErrBadRef)
	b.Close()
	wantErr(t, m.Hold(0), ErrBadRef)
	wantErr(t, m.Hold(1<<60), ErrBadRef)
}

func TestCells(t *testing.T) {
	_, ms := local(t, 1)
	b := must[*Block](t)(ms[0].NewBlock(16))
	defer b.Close()
	Store(b, 0, int8(-3))
	Store(b, 2, uint16(65535))
	Store(b, 8, 1.5)
	if Load[int8](b, 0) != -3 || Load[uint16](b, 2) != 65535 || Load[float64](b, 8) != 1.5 {
		t.Error("cells differ")
	}
	b.Uint32(4).Add(7)
	if Load[int32](b, 4) != 7 {
		t.Error("atomic cell differs")
	}
	for _, f := range []func(){
		func() { Load[int64](b, 9) }, func() { Load[int8](b, -1) }, func() { b.Uint64(4) }, func() { b.Uint32(16) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("an access outside did not panic")
				}
			}()
			f()
		}()
	}
}

func TestLimit(t *testing.T) {
	a, ms := local(t, 1)
	baseline(t, a)
	m := ms[0]
	a.SetLimit(a.Usage().Used + 100<<10)
	var list []*Block
	for {
		b, err := m.NewBlock(1000)
		if err != nil {
			wantErr(t, err, ErrNoMemory)
			break
		}
		list = append(list, b)
	}
	if n := len(list); n < 70 || n > 80 { // 1280 bytes each, besides some records
		t.Errorf("%d blocks of 1000 bytes in 100 KiB", n)
	}
	for _, b := range list {
		b.Close()
	}
	a.SetLimit(a.Size())
	// Exhaust the address space with one size; another size must still find room afterwards.
	var bigs []*Block
	for {
		b, err := m.NewBlock(5 << 20)
		if err != nil {
			break
		}
		bigs = append(bigs, b)
	}
	for _, b := range bigs {
		b.Close()
	}
	b := must[*Block](t)(m.NewBlock(4 << 20))
	b.Close()
}

func TestLargeBlocksGivePagesBack(t *testing.T) {
	a, err := Create(Options{Size: 1 << 30})
	if errors.Is(err, errors.ErrUnsupported) || runtime.GOOS != "linux" {
		t.Skip("no sparse memory here")
	}
	check(t, err)
	defer a.Close()
	filled := func(size int) *Block {
		b := must[*Block](t)(a.Host().NewBlock(size))
		for i := range b.Bytes() {
			b.Bytes()[i] = 1
		}
		return b
	}
	small := []*Block{filled(keptMax / 4), filled(keptMax / 4)}
	big := filled(2 * keptMax)
	full := residentBytes(t, a.File())
	big.Close()
	if left := residentBytes(t, a.File()); left > full-2*keptMax+1<<20 {
		t.Errorf("%d bytes resident after freeing, %d before", left, full)
	}
	for _, b := range small {
		b.Close() // together they are few enough to keep their pages
	}
	if left := residentBytes(t, a.File()); left < keptMax/2 {
		t.Errorf("%d bytes resident, want those of small large blocks to stay", left)
	}
	for _, size := range []int{2 * keptMax, keptMax / 4, keptMax / 4 * 9 / 10} {
		b := must[*Block](t)(a.Host().NewBlock(size))
		for i, c := range b.Bytes() {
			if c != 0 {
				t.Fatalf("byte %d of %d is not zero", i, size)
			}
		}
	}
}

func TestHeap_hammer(t *testing.T) {
	a, ms := local(t, 4)
	baseline(t, a)
	var wg sync.WaitGroup
	for k, m := range ms {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(k)))
			var mine []*Block
			for range 3000 {
				if len(mine) > 20 || len(mine) > 0 && r.IntN(2) == 0 {
					i := r.IntN(len(mine))
					b := mine[i]
					for _, c := range b.Bytes() {
						if c != byte(b.Len()+k) {
							t.Errorf("block of %d bytes was written by another", b.Len())
							return
						}
					}
					b.Close()
					mine[i] = mine[len(mine)-1]
					mine = mine[:len(mine)-1]
					continue
				}
				b, err := m.NewBlock(r.IntN(700))
				if err != nil {
					t.Error(err)
					return
				}
				for i := range b.Bytes() {
					b.Bytes()[i] = byte(b.Len() + k)
				}
				mine = append(mine, b)
			}
			for _, b := range mine {
				b.Close()
			}
		})
	}
	wg.Wait()
}

func TestWaitEnd(t *testing.T) {
	a, ms := local(t, 2)
	wantErrOf := func(_ int, err error) error { return err }
	wantErr(t, wantErrOf(ms[0].WaitEnd(ms[1].ID(), now)), ErrTimeout)
	done := make(chan int)
	go func() {
		exit, _ := ms[0].WaitEnd(ms[1].ID(), Wait{Line: 12})
		done <- exit
	}()
	waitBlocked(t, a, ms[0], WaitProcess)
	p, _ := a.Process(ms[0].ID())
	if w := p.Waiting; w.Line != 12 || !w.Forever || w.Ref != Ref(ms[1].ID().Slot) {
		t.Errorf("waiting: %+v", w)
	}
	a.EndSlot(ms[1].ID(), -15)
	if exit := <-done; exit != -15 {
		t.Errorf("exit %d", exit)
	}
	if p, _ := a.Process(ms[0].ID()); p.Waiting.Kind != NotWaiting {
		t.Errorf("still waiting: %+v", p.Waiting)
	}
	a.FreeSlot(ms[1].ID())
	if exit, err := ms[0].WaitEnd(ms[1].ID(), now); exit != ExitUnknown || err != nil {
		t.Errorf("freed slot: %d %v", exit, err)
	}
	next := must[ProcessID](t)(a.AllocSlot("next"))
	if next.Slot != ms[1].ID().Slot || next.Gen == ms[1].ID().Gen {
		t.Errorf("slot not reused: %v", next)
	}
	if n := len(a.Processes()); n != 3 {
		t.Errorf("%d processes", n)
	}
}

// waitBlocked waits until a call of m is blocked in k.
func waitBlocked(t testing.TB, a *Arena, m *Member, k WaitKind) {
	t.Helper()
	waitFor(t, func() bool {
		p, _ := a.Process(m.ID())
		return p.Waiting.Kind == k
	})
}

func waitFor(t testing.TB, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("did not happen")
		}
	}
}

func TestInterrupt(t *testing.T) {
	a, ms := local(t, 2)
	q := must[*Queue](t)(ms[0].NewQueue(QueueOptions{}))
	e := must[*Event](t)(ms[0].NewEvent())
	other := must[*Queue](t)(ms[1].OpenQueue(q.Ref()))
	const n = 20
	errs := make(chan error)
	for i := range n {
		go func() {
			var err error
			if i%2 == 0 {
				_, err = q.Get(Wait{})
			} else {
				err = e.Wait(Wait{})
			}
			errs <- err
		}()
	}
	got := make(chan string)
	go func() {
		b, _ := other.Get(Wait{})
		got <- string(b)
	}()
	waitFor(t, func() bool {
		p, _ := a.Process(ms[0].ID())
		return p.Waiting.Blocked == n
	})
	waitBlocked(t, a, ms[1], WaitQueueGet)
	ms[0].Interrupt()
	for range n {
		wantErr(t, <-errs, ErrInterrupted)
	}
	wantErr(t, e.Wait(Wait{}), ErrInterrupted)
	e.Set()
	check(t, e.Wait(Wait{})) // goes ahead
	e.Clear()
	ms[0].ClearInterrupt()
	wantErr(t, e.Wait(Wait{Deadline: time.Now().Add(time.Millisecond)}), ErrTimeout)
	check(t, q.Put(Wait{}, []byte("x")))
	if s := <-got; s != "x" {
		t.Errorf("got %q", s)
	}
}
