package shm

// This file brings the arena in order after a process has ended: the host's part of every promise that doc.go makes.
// The process is reaped, so nothing of it runs any more, but everybody else goes on, and may be inside any object.
// Nothing that is read here is believed: offsets are checked by cell.go and heap.go, walks end.

import (
	"cmp"
	"slices"
	"sync"
)

// Report says what Repair found and did.
type Report struct {
	Locks    []DeadLock // Mutex and Recursive locks that the process held
	Barriers []Ref      // barriers that were broken
	Returned int        // items that it had taken and not released, put back at the front
	Lost     []LostItem // the same for Tracked queues: handed to the host instead
	Dropped  int        // references that it held
	Deferred int        // steps put off because a live process is inside the object: call RetryRepair soon
	Damage   int        // impossible values that were found and left alone
}

// DeadLock is a lock whose holder ended. It is released if the holder crashed.
type DeadLock struct {
	Ref      Ref
	Kind     LockKind
	Thread   uint64
	Released bool
}

// LostItem is a frame that a dead process had taken from a Tracked queue. Frame is a copy.
type LostItem struct {
	Queue Ref
	Frame []byte
}

// repairState is what the host remembers between repairs.
type repairState struct {
	mu      sync.Mutex // serialises repairs and guards the following
	rosters []death    // objects whose mutex could not be had
}

// death is what is left to do about one process inside one condition or barrier.
type death struct {
	off     uint64
	slot    uint32
	crashed bool
}

// Repair undoes or completes what process id was doing when it ended, releases what it held, and wakes everybody to
// look again. crashed tells whether it was killed or crashed rather than ended by itself: only then are its locks
// released and the barriers broken that it had used. The process must be reaped. Call EndSlot afterwards. Host only.
func (a *Arena) Repair(id ProcessID, crashed bool) Report {
	a.repair.mu.Lock()
	defer a.repair.mu.Unlock()
	var rep Report
	off, s := a.at(id)
	if s == Free || s == Ended || id.Slot == a.host.id.Slot {
		return rep
	}
	damage := a.damage.Load()
	f := fixer{a: a, h: a.host, slot: id.Slot, crashed: crashed, rep: &rep}
	f.records(off)
	f.objects()
	for i := range a.topSlot.Load() {
		waitq{a, a.slot(i) + slotWaitq}.renew()
	}
	waitq{a, hdrBell}.renew()
	f.giveBack()
	f.clearRecords(off)
	a.u32(off + slotCalls).Store(0)
	rep.Deferred = a.host.finishLate() + len(a.repair.rosters)
	rep.Damage = int(a.damage.Load() - damage)
	return rep
}

// RetryRepair tries again what Report.Deferred counts, and returns how much is left. Host only.
func (a *Arena) RetryRepair() (left int) {
	a.repair.mu.Lock()
	defer a.repair.mu.Unlock()
	list := a.repair.rosters
	a.repair.rosters = nil
	for _, d := range list {
		f := fixer{a: a, h: a.host, slot: d.slot, crashed: d.crashed, rep: new(Report), stuck: stuckMax - 1}
		f.member(d.off)
	}
	return a.host.finishLate() + len(a.repair.rosters)
}

// fixer is one run of Repair.
type fixer struct {
	a       *Arena
	h       *Member
	slot    uint32 // of the dead
	crashed bool
	rep     *Report
	stuck   int // how often a mutex could not be had

	chunks []uint64
	back   []taking
}

// taking is a frame that the dead had taken.
type taking struct{ frame, stream, seq uint64 }

// records resolves each record of the dead: what is to be given up becomes a record of the host's.
func (f *fixer) records(slot uint64) {
	var list []rec
	for i := range uint64(slotRecN) {
		list = append(list, rec{f.a, slot + slotRecs + i*recSize})
	}
	seen := map[uint64]bool{}
	for c := f.a.u64(slot + slotChunk).Load(); c != 0 && !seen[c]; c = f.a.u64(c + hdrSizeOf).Load() {
		if len(f.a.payload(c)) != chunkBytes || f.a.kindOf(c) != kindRaw {
			f.a.damage.Add(1)
			break
		}
		seen[c] = true
		f.chunks = append(f.chunks, c)
		for i := uint64(1); i <= chunkRecs; i++ {
			list = append(list, rec{f.a, c + hdrSizeOf + i*recSize})
		}
	}
	// An end that is being finalized may have handed its hold on the pipe to another record already, and is freed
	// with the pipe: so it comes first.
	for _, r := range list {
		if r.step() == stepFinalizing {
			f.inherit(stepFinalizing, r.obj())
		}
	}
	for _, r := range list {
		f.record(r)
	}
	for _, r := range list {
		switch r.step() {
		case stepWanting, stepAdding, stepDropping, stepHeld, stepFinalizing:
			if f.counted(r.obj()) {
				f.a.wrest(r.obj()+blkMutex, f.slot)
			}
		}
	}
}

// counted tells whether off is an object that references can be held on.
func (f *fixer) counted(off uint64) bool {
	k := f.a.kindOf(off)
	return k != kindFree && k != kindRaw && k != kindFrame
}

func (f *fixer) record(r rec) {
	a, obj, cell := f.a, r.obj(), r.cell()
	seq := a.u64(r.off + recC).Load()
	switch s := r.step(); s {
	case stepIdle, stepWanting:
	case stepAdding, stepDropping:
		if !f.counted(obj) || !a.heldBy(obj+blkMutex, f.slot) {
			a.damage.Add(1)
			return
		}
		refs, old := a.u32(obj+blkRefs).Load(), a.u32(r.off+recOld).Load()
		switch {
		case s == stepAdding && refs == old+1 && cell != 0:
			a.u64(cell).Store(obj)
		case s == stepAdding && refs == old+1:
			f.inherit(stepHeld, obj)
		case s == stepDropping && refs == old-1:
			if cell != 0 {
				a.u64(cell).Store(0)
			}
			if refs == 0 {
				f.inherit(stepFinalizing, obj)
			}
		case s == stepDropping && cell == 0:
			f.inherit(stepHeld, obj)
		}
	case stepHeld:
		f.rep.Dropped++
		f.inherit(stepHeld, obj)
	case stepMoving:
		if a.u64(cell).Load() == 0 {
			f.inherit(stepHeld, obj)
		}
	case stepFinalizing: // done before
	case stepDraft, stepReleasing:
		f.inherit(stepReleasing, obj)
	case stepPutting:
		st := stream{a, cell}
		if !f.isStream(cell) || !a.heldBy(cell+strTail, f.slot) {
			a.damage.Add(1)
			return
		}
		if seg := st.word(strTailSeg).Load(); a.u64(seg+segFirstItem).Load()+a.u64(seg+segW).Load()>>32 <= seq {
			f.inherit(stepReleasing, obj)
		}
	case stepTaking:
		st := stream{a, cell}
		if !f.isStream(cell) || !a.heldBy(cell+strHead, f.slot) {
			a.damage.Add(1)
			return
		}
		seg := st.word(strHeadSeg).Load()
		if seq == noSeq && st.word(strBack).Load() != obj ||
			seq != noSeq && a.u64(seg+segFirstItem).Load()+a.u64(seg+segR).Load()>>32 > seq {
			f.back = append(f.back, taking{obj, cell, seq})
		}
	case stepTaken:
		if !f.isStream(cell) {
			a.damage.Add(1)
			return
		}
		f.back = append(f.back, taking{obj, cell, seq})
	default:
		a.damage.Add(1)
	}
}

func (f *fixer) isStream(off uint64) bool {
	k := f.a.kindOf(off)
	return k == kindQueue || k == kindStream
}

// inherit makes the host owe what the dead owed; finishLate does it.
func (f *fixer) inherit(s step, obj uint64) {
	if ok := s == stepReleasing && f.a.kindOf(obj) == kindFrame || s != stepReleasing && f.counted(obj); !ok {
		f.a.damage.Add(1)
		return
	}
	r, err := f.h.takeRec()
	if err != nil {
		f.a.damage.Add(1)
		return
	}
	r.fill(obj, 0, 0)
	r.set(s)
	f.h.later(r)
}

// objects looks at every object: mutexes that the dead owned, locks that it held, calls that it was inside.
func (f *fixer) objects() {
	a := f.a
	n := min(a.u64(hdrObjBump).Load(), a.objMax)
	for i := range n {
		off := a.objOff + i*objSize
		k := a.kindOf(off)
		if k == kindFree {
			continue
		}
		a.wrest(off+blkMutex, f.slot)
		switch k {
		case kindLock:
			f.lock(off)
		case kindEvent:
			waitq{a, off + eventWaitq}.renew()
		case kindCondition:
			if a.u64(off+condRoster).Load() != 0 || a.heldBy(off+condMutex, f.slot) {
				f.member(off)
			}
		case kindBarrier:
			f.member(off)
		case kindQueue, kindStream:
			f.stream(stream{a, off})
		}
	}
}

// lock releases a lock that the dead held, or makes it nobody's when it ended by itself.
func (f *fixer) lock(off uint64) {
	a := f.a
	word := a.u64(off + lockWord)
	v, k := word.Load(), LockKind(a.u32(off+lockKind).Load())
	if k <= Recursive && v>>threadBits == uint64(f.slot)+1 {
		to := uint64(0)
		if f.crashed {
			a.u32(off + lockDepth).Store(0)
		} else {
			to = nobody<<threadBits | v&threadMask
		}
		// Any process may release a Mutex meanwhile, and another take it.
		if word.CompareAndSwap(v, to) {
			f.rep.Locks = append(f.rep.Locks, DeadLock{Ref(off), k, v & threadMask, f.crashed})
		}
	}
	waitq{a, off + lockWaitq}.renew()
}

// stream computes again what the dead may have left half done under a stream's mutexes.
func (f *fixer) stream(s stream) {
	a := f.a
	if a.heldBy(s.off+strTail, f.slot) {
		seg := s.word(strTailSeg).Load()
		if next := a.u64(seg + segNext).Load(); a.segment(seg) != 0 && next != 0 && a.segment(next) != 0 {
			s.word(strTailSeg).Store(next)
			seg = next
		}
		items, bytes := s.count(seg, segW)
		s.word(strOffered).Store(items)
		s.word(strPutBytes).Store(bytes)
		s.word(strPuts).Store(items)
		a.wrest(s.off+strTail, f.slot)
	}
	if a.heldBy(s.off+strHead, f.slot) {
		items, bytes := s.count(s.word(strHeadSeg).Load(), segR)
		s.word(strGotBytes).Store(bytes)
		s.word(strGets).Store(items)
		n := uint64(0)
		for frame := s.word(strBack).Load(); frame != 0 && n < rosterMax; frame = a.u64(frame + blkLink).Load() {
			if a.kindOf(frame) != kindFrame {
				a.damage.Add(1)
				break
			}
			n++
		}
		s.word(strBackN).Store(n)
		a.wrest(s.off+strHead, f.slot)
	}
	s.itemsq().renew()
	s.roomq().renew()
	waitq{a, s.off + strJoined}.renew()
}

// count returns the items and bytes up to the position (segW or segR) of a segment.
func (s stream) count(seg, pos uint64) (items, bytes uint64) {
	a := s.a
	if a.segment(seg) == 0 {
		a.damage.Add(1)
		return 0, 0
	}
	p := a.u64(seg + pos).Load()
	items = a.u64(seg+segFirstItem).Load() + p>>32
	bytes = a.u64(seg + segFirstByte).Load()
	for at, end := uint64(segData), min(p&(1<<32-1), a.segment(seg)); at < end; {
		head := a.u64(seg + at).Load()
		bytes += head>>8 + recordCost
		if head&0xFF == formInline {
			at += 8 + pad8(min(head>>8, inlineMax))
		} else {
			at += 16
		}
	}
	return items, bytes
}

// member takes the dead out of a condition or barrier, under its mutex.
func (f *fixer) member(off uint64) {
	a := f.a
	mu := off + condMutex // barMutex is the same
	dead := a.heldBy(mu, f.slot)
	if !dead {
		err := ErrStuck
		if f.stuck < stuckMax {
			err = f.h.lock(mu, nil)
		}
		if err != nil {
			f.stuck++
			a.repair.rosters = append(a.repair.rosters, death{off, f.slot, f.crashed})
			return
		}
	}
	switch a.kindOf(off) {
	case kindCondition:
		f.condition(off)
	case kindBarrier:
		f.barrier(barrier{a, off})
	}
	if dead {
		a.wrest(mu, f.slot)
	} else {
		f.h.unlock(mu)
	}
}

// condition removes the waiters of the dead; notifications that they had received go to others. The nodes of the
// living wake up to look again.
func (f *fixer) condition(off uint64) {
	a := f.a
	r := roster{a, off + condRoster}
	again := 0
	r.each(func(at, n uint64) bool {
		if a.u32(n+nodeSlot).Load() != f.slot {
			waitq{a, n + nodeWaitq}.renew()
			return true
		}
		if a.u32(n+nodeState).Load() == nodeNotified {
			again++
		}
		r.cut(at, n)
		a.free(n)
		return true
	})
	if again > 0 {
		notify(r, again)
	}
}

// barrier removes the calls of the dead, and breaks the barrier if they were, or would be, missed.
func (f *fixer) barrier(b barrier) {
	a := f.a
	gone := false
	b.roster().each(func(at, n uint64) bool {
		if a.u32(n+nodeSlot).Load() == f.slot {
			gone = true
			b.roster().cut(at, n)
			a.free(n)
		}
		return true
	})
	p, round, _ := b.load()
	at, bit := b.user(f.slot)
	if used := a.u64(at).And(^bit)&bit != 0; f.crashed && used {
		gone = true
	}
	if gone && (p == filling || p == acting) {
		p = broken
		f.rep.Barriers = append(f.rep.Barriers, Ref(b.off))
	}
	b.settle(p, round)
	b.queue().renew()
}

// giveBack puts the frames that the dead had taken back at the front, the oldest foremost.
func (f *fixer) giveBack() {
	slices.SortFunc(f.back, func(x, y taking) int { return cmp.Compare(y.seq+1, x.seq+1) }) // noSeq is older than all
	for _, t := range f.back {
		if f.a.kindOf(t.frame) != kindFrame {
			f.a.damage.Add(1)
			continue
		}
		s := stream{f.a, t.stream}
		if s.tracked() {
			f.rep.Lost = append(f.rep.Lost, LostItem{Ref(t.stream), slices.Clone(f.a.frame(t.frame))})
			f.inherit(stepReleasing, t.frame)
			continue
		}
		f.rep.Returned++
		s.putBack(t.frame)
	}
}

// clearRecords empties the dead's records and frees the chunks.
func (f *fixer) clearRecords(slot uint64) {
	clear(f.a.bytes(slot+slotRecs, slotSize-slotRecs))
	f.a.u64(slot + slotChunk).Store(0)
	for _, c := range f.chunks {
		f.a.free(c)
	}
}
