package shm

// This file defines frames outside a stream's segments: blocks of kindFrame, which a holding record of the writer, a
// stream, or a holding record of the taker owns.
//
//	header byte 8   link u64  next item of the list of items put back
//	header byte 24  refs u64  raw block with the attached Refs, 0 if none
//	byte 32         length u64
//	byte 48         the bytes

const (
	frameLen  = 32
	frameData = 48
	frameHead = frameData - hdrSizeOf

	refsStart = 8
	refsMax   = 4096
)

// newFrame makes a frame of n bytes with a Draft record.
func (m *Member) newFrame(n int) (off uint64, r rec, err error) {
	if n < 0 {
		return 0, rec{}, ErrNoMemory
	}
	r, err = m.takeRec()
	if err != nil {
		return 0, rec{}, err
	}
	off, err = m.a.alloc(m.self, uint64(n)+frameHead, false, false)
	if err != nil {
		m.putRec(r)
		return 0, rec{}, err
	}
	m.a.u64(off + frameLen).Store(uint64(n))
	m.a.publish(off, kindFrame, 0)
	r.fill(off, 0, 0)
	r.set(stepDraft)
	return off, r, nil
}

// frame returns the bytes of a frame, nil if it makes no sense.
func (a *Arena) frame(off uint64) []byte {
	if a.kindOf(off) != kindFrame {
		a.damage.Add(1)
		return nil
	}
	data := a.payload(off)
	n := a.u64(off + frameLen).Load()
	if uint64(len(data)) < frameHead || n > uint64(len(data))-frameHead {
		a.damage.Add(1)
		return nil
	}
	return data[frameHead : frameHead+n : frameHead+n]
}

// refCells calls f with the place of each attached Ref of the frame off.
func (a *Arena) refCells(off uint64, f func(cell uint64)) {
	refs := a.u64(off + blkNext).Load()
	if refs == 0 {
		return
	}
	if a.kindOf(refs) != kindRaw {
		a.damage.Add(1)
		return
	}
	n := min(uint64(len(a.payload(refs)))/8, refsMax)
	for i := range n {
		f(refs + hdrSizeOf + i*8)
	}
}

// discard frees the frame of r, with its Refs, and takes r back. The step Releasing is what makes the frame
// delivered: Repair goes on from there, or finishLate after an error.
func (m *Member) discard(r rec) error {
	off := r.obj()
	r.set(stepReleasing)
	if m.a.kindOf(off) != kindFrame {
		m.a.damage.Add(1)
		m.putRec(r)
		return nil
	}
	if m.a.u64(off+blkNext).Load() != 0 {
		var err error
		m.a.refCells(off, func(cell uint64) {
			if err == nil {
				err = m.dropCell(cell)
			}
		})
		if err != nil {
			m.later(r)
			return err
		}
		m.a.freeAt(off + blkNext)
	}
	r.set(stepIdle)
	m.a.free(off)
	m.putRec(r)
	return nil
}

// Draft is a frame being built in the arena itself. Either put or discard it. Not for concurrent use.
type Draft struct {
	_ noCopy

	m    *Member
	rec  rec
	off  uint64 // 0 once put or discarded
	data []byte
	refs int
}

// NewDraft makes a frame with room for size bytes, which are not zeroed.
func (m *Member) NewDraft(size int) (*Draft, error) {
	off, r, err := m.newFrame(size)
	if err != nil {
		return nil, err
	}
	return &Draft{m: m, rec: r, off: off, data: m.a.frame(off)}, nil
}

// Bytes is where the frame is built. It must not be used once the draft is put or discarded.
func (d *Draft) Bytes() []byte { return d.data }

// SetLen makes the frame shorter than the room for it.
func (d *Draft) SetLen(n int) {
	d.data = d.data[:n]
	d.m.a.u64(d.off + frameLen).Store(uint64(n))
}

// Attach makes the frame hold r until its Item is released. At most 4096 times.
func (d *Draft) Attach(ref Ref) error {
	m := d.m
	if d.off == 0 {
		return ErrClosed
	}
	if d.refs == refsMax {
		return ErrNoMemory
	}
	if k := m.a.kindOf(uint64(ref)); k == kindFree || k == kindRaw || k == kindFrame || k == kindPipe || k == kindStream {
		return ErrBadRef
	}
	if d.refs == 0 || d.refs >= refsStart && d.refs&(d.refs-1) == 0 {
		room := max(refsStart, 2*d.refs)
		refs, err := m.a.alloc(m.self, uint64(room)*8, true, false)
		if err != nil {
			return err
		}
		old := m.a.u64(d.off + blkNext).Load()
		i := uint64(0)
		m.a.refCells(d.off, func(cell uint64) {
			m.a.u64(refs + hdrSizeOf + i*8).Store(m.a.u64(cell).Load())
			i++
		})
		m.a.u64(d.off + blkNext).Store(refs)
		if old != 0 {
			m.a.free(old)
		}
	}
	r, err := m.takeRec()
	if err != nil {
		return err
	}
	defer m.putRec(r)
	cell := m.a.u64(d.off+blkNext).Load() + hdrSizeOf + uint64(d.refs)*8
	if err := m.add(r, uint64(ref), cell); err != nil {
		return err
	}
	d.refs++
	return nil
}

// Discard frees the draft. After a successful put it does nothing.
func (d *Draft) Discard() {
	if d.off != 0 {
		d.off, d.data = 0, nil
		_ = d.m.discard(d.rec)
	}
}

// Item is a frame that was taken but not yet released. Until Release the item counts as undelivered: if the
// process dies it goes back to the front of its queue (Tracked: to the host's Report).
// Small frames without refs are copied out instead, and count as delivered when GetItem or RecvItem returns.
type Item struct {
	m    *Member
	rec  rec
	off  uint64 // 0 when copied out, or released
	data []byte
}

// Bytes is the frame, valid until Release. It must not be written to.
func (i *Item) Bytes() []byte { return i.data }

// Refs are the Refs that were attached. Those that are wanted must be opened before Release.
func (i *Item) Refs() []Ref {
	var list []Ref
	if i.off != 0 {
		i.m.a.refCells(i.off, func(cell uint64) {
			if r := i.m.a.u64(cell).Load(); r != 0 {
				list = append(list, Ref(r))
			}
		})
	}
	return list
}

// Release delivers the item: its memory and its Refs go. Calling it again does nothing.
func (i *Item) Release() {
	if i.off != 0 {
		i.off, i.data = 0, nil
		_ = i.m.discard(i.rec)
	}
}
