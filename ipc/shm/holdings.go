package shm

// This file keeps what each process holds: a record for each reference, and for each step that must not be lost or
// done twice when the process is killed in the middle. Records belong to the process whose slot (or overflow chunk)
// they are in; only Repair reads another's.
//
//	byte 0   step u32   see below; stored last, so that a and b are valid with it
//	byte 4   old u32    refs before an Adding or Dropping
//	byte 8   a u64      object, block or frame
//	byte 16  b u64      Adding, Dropping: cell that owns the reference instead of the process, 0 if none
//	                    Putting, Taking, Taken: the stream
//	byte 24  c u64      Putting: number of the item; Taking: the same, or noSeq for an item that was put back
//
// References are changed under the object's header mutex:
//
//	Wanting -> (lock) -> Adding -> refs+1 -> cell = a -> Held or Wanting -> (unlock) -> Idle
//	Held or Wanting -> (lock) -> Dropping -> refs-1 -> cell = 0 -> Wanting or Finalizing -> (unlock) -> Idle
//
// A record found Adding or Dropping therefore belongs to a mutex that the dead still own, and comparing refs with old
// tells whether the change was made. A record found Wanting has nothing to undo but perhaps the mutex.
//
// Moving: the reference in the cell b becomes the record's, which is done when the cell is 0.
//
// Frames, whose owner is a record, then a stream, then a record:
//
//	Draft -> Putting -> (item stored in the stream) -> Idle
//	Taking -> (item removed from the stream) -> Taken -> Releasing -> Idle
//
// Putting and Taking exist only under the stream's mutex, and the item's number tells whether the step was made.

type step uint32

const (
	stepIdle step = iota
	stepWanting
	stepAdding
	stepDropping
	stepHeld
	stepFinalizing
	stepDraft
	stepPutting
	stepTaking
	stepTaken
	stepReleasing
	stepMoving
)

const (
	recSize  = 32
	slotRecN = (slotSize - slotRecs) / recSize

	recStep = 0
	recOld  = 4
	recA    = 8
	recB    = 16
	recC    = 24

	noSeq = ^uint64(0)

	stuckMax = 5 // failures after which the host leaves the rest for later

	chunkBytes = 4064 // next u64, padding, then records; with the header a block of 4096
	chunkRecs  = (chunkBytes - recSize) / recSize
)

// Ref names an object or block of the arena. It travels in messages as a number; 0 is no object.
// Objects are counted: each handle is a hold, so is each Ref attached to a frame under way.
// A process's holds end with it (Repair). An object is freed with its last hold.
type Ref uint64

// rec is a holding record of this process.
type rec struct {
	a   *Arena
	off uint64
}

func (r rec) step() step   { return step(r.a.u32(r.off + recStep).Load()) }
func (r rec) set(s step)   { r.a.u32(r.off + recStep).Store(uint32(s)) }
func (r rec) obj() uint64  { return r.a.u64(r.off + recA).Load() }
func (r rec) cell() uint64 { return r.a.u64(r.off + recB).Load() }

func (r rec) fill(a, b, c uint64) {
	r.a.u64(r.off + recA).Store(a)
	r.a.u64(r.off + recB).Store(b)
	r.a.u64(r.off + recC).Store(c)
}

// takeRec returns an idle record.
func (m *Member) takeRec() (rec, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.recs) == 0 {
		if err := m.growRecs(); err != nil {
			return rec{}, err
		}
	}
	last := len(m.recs) - 1
	off := m.recs[last]
	m.recs = m.recs[:last]
	return rec{m.a, off}, nil
}

// growRecs adds a chunk of records. It may exceed the arena's limit, for giving memory back needs records too.
func (m *Member) growRecs() error {
	chunk, err := m.a.alloc(m.self, chunkBytes, true, true)
	if err != nil {
		return err
	}
	m.a.u64(chunk + hdrSizeOf).Store(m.a.u64(m.slot + slotChunk).Load())
	m.a.u64(m.slot + slotChunk).Store(chunk)
	for i := uint64(1); i <= chunkRecs; i++ {
		m.recs = append(m.recs, chunk+hdrSizeOf+i*recSize)
	}
	return nil
}

// putRec takes back a record, which becomes idle.
func (m *Member) putRec(r rec) {
	r.set(stepIdle)
	m.mu.Lock()
	m.recs = append(m.recs, r.off)
	m.mu.Unlock()
}

// add adds a reference to the object off: for the process, or for the cell when it is not 0.
func (m *Member) add(r rec, off, cell uint64) error {
	r.fill(off, cell, 0)
	r.set(stepWanting)
	if err := m.lock(off+blkMutex, nil); err != nil {
		r.set(stepIdle)
		return err
	}
	old := m.a.u32(off + blkRefs).Load()
	if old == 0 || old == 1<<32-1 {
		m.unlock(off + blkMutex)
		r.set(stepIdle)
		return ErrBadRef
	}
	m.a.u32(r.off + recOld).Store(old)
	r.set(stepAdding)
	m.a.u32(off + blkRefs).Store(old + 1)
	if cell != 0 {
		m.a.u64(cell).Store(off)
		r.set(stepWanting)
	} else {
		r.set(stepHeld)
	}
	m.unlock(off + blkMutex)
	if cell != 0 {
		r.set(stepIdle)
	}
	return nil
}

// drop gives up the reference of the process that r records, or of the cell when it is not 0. With the last one the
// object goes. On an error nothing has changed.
func (m *Member) drop(r rec, off, cell uint64) error {
	before := r.step()
	r.fill(off, cell, 0)
	if cell != 0 {
		r.set(stepWanting)
	}
	if err := m.lock(off+blkMutex, nil); err != nil {
		r.set(before)
		return err
	}
	old := m.a.u32(off + blkRefs).Load()
	m.a.u32(r.off + recOld).Store(old)
	r.set(stepDropping)
	if old > 0 {
		m.a.u32(off + blkRefs).Store(old - 1)
	}
	if cell != 0 {
		m.a.u64(cell).Store(0)
	}
	if old == 1 {
		r.set(stepFinalizing)
	} else {
		r.set(stepWanting)
	}
	m.unlock(off + blkMutex)
	if old == 1 {
		m.finalize(r, off)
	} else {
		r.set(stepIdle)
	}
	return nil
}

// dropCell gives up the reference that a cell owns.
func (m *Member) dropCell(cell uint64) error {
	off := m.a.u64(cell).Load()
	if off == 0 {
		return nil
	}
	if k := m.a.kindOf(off); k == kindFree || k == kindRaw || k == kindFrame {
		m.a.damage.Add(1)
		return nil
	}
	r, err := m.takeRec()
	if err != nil {
		return err
	}
	defer m.putRec(r)
	return m.drop(r, off, cell)
}

// finalize frees what nobody holds any more. r is Finalizing and becomes idle. Every part can be repeated by Repair
// from where it stopped.
func (m *Member) finalize(r rec, off uint64) {
	a := m.a
	keep := false
	switch a.kindOf(off) {
	case kindBlock, kindLock, kindEvent, kindCondition:
	case kindBarrier:
		a.freeAt(off + barUsers)
	case kindQueue:
		m.drain(stream{a, off})
		a.freeAt(off + strHeadSeg)
	case kindEnd:
		m.hangUp(r, off) // the cell stays until the pipe goes
		return
	case kindPipe:
		m.dismantle(off)
	default:
		a.damage.Add(1)
		keep = true
	}
	r.set(stepIdle)
	if !keep {
		a.free(off)
	}
}

// freeAt frees the raw block that the double word at cell points at, and clears it first.
func (a *Arena) freeAt(cell uint64) {
	if off := a.u64(cell).Swap(0); off != 0 {
		if a.kindOf(off) != kindRaw {
			a.damage.Add(1)
			return
		}
		a.free(off)
	}
}

// Hold takes a reference without a handle, for one that must outlive handles (a name registry). Drop gives it up.
func (m *Member) Hold(ref Ref) error {
	r, err := m.hold(ref)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.loose == nil {
		m.loose = map[Ref][]rec{}
	}
	m.loose[ref] = append(m.loose[ref], r)
	return nil
}

// Drop gives up a reference that Hold took.
func (m *Member) Drop(ref Ref) error {
	m.mu.Lock()
	list := m.loose[ref]
	if len(list) == 0 {
		m.mu.Unlock()
		return ErrBadRef
	}
	r := list[len(list)-1]
	if len(list) == 1 {
		delete(m.loose, ref)
	} else {
		m.loose[ref] = list[:len(list)-1]
	}
	m.mu.Unlock()
	m.letOrLater(r)
	return nil
}

// hold adds a reference of this process to any counted object.
func (m *Member) hold(ref Ref) (rec, error) {
	if k := m.a.kindOf(uint64(ref)); k == kindFree || k == kindRaw || k == kindFrame || k == kindPipe || k == kindStream {
		return rec{}, ErrBadRef
	}
	r, err := m.takeRec()
	if err != nil {
		return rec{}, err
	}
	if err := m.add(r, uint64(ref), 0); err != nil {
		m.putRec(r)
		return rec{}, err
	}
	return r, nil
}

// let gives up the reference of a Held record, and takes the record back.
func (m *Member) let(r rec) error {
	if err := m.drop(r, r.obj(), 0); err != nil {
		return err
	}
	m.putRec(r)
	return nil
}

// letOrLater is let, by the next finishLate if it cannot be now.
func (m *Member) letOrLater(r rec) {
	if m.let(r) != nil {
		m.later(r)
	}
}

// later keeps a record whose step could not be finished, because a process is stopped inside the object or memory
// for a record is lacking.
func (m *Member) later(r rec) {
	m.mu.Lock()
	m.late = append(m.late, r)
	m.mu.Unlock()
}

// finishLate finishes what later kept. It stops trying after some failures, since each takes hostPatience, and
// returns how many are left.
func (m *Member) finishLate() int {
	m.mu.Lock()
	list := m.late
	m.late = nil
	m.mu.Unlock()
	for i, failed := 0, 0; i < len(list); i++ {
		if failed == stuckMax {
			m.mu.Lock()
			m.late = append(m.late, list[i:]...)
			m.mu.Unlock()
			break
		}
		var err error
		switch r := list[i]; r.step() {
		case stepHeld:
			err = m.let(r)
		case stepFinalizing:
			m.finalize(r, r.obj())
			m.putRec(r)
		case stepReleasing:
			err = m.discard(r)
			if err != nil {
				failed++
				continue // discard kept it
			}
		}
		if err != nil {
			m.later(list[i])
			failed++
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.late)
}
