package shm

// This file defines stream, the FIFO of frames inside a Queue and inside each direction of a pipe: a chain of
// segments that producers fill at one end and consumers empty at the other, each end under a mutex of its own.
//
// The cell (kindQueue or kindStream):
//
//	byte 32   maxItems u64   0: unbounded                byte 128  head mutex u32
//	byte 40   maxBytes u64   0: unbounded                byte 136  headSeg u64
//	byte 48   flags u32      1: tracked                  byte 144  gets u64
//	                                                     byte 152  gotBytes u64
//	byte 64   tail mutex u32                             byte 160  items waitq: consumers sleep here
//	byte 72   tailSeg u64                                byte 176  back u64, list of items put back
//	byte 80   puts u64                                   byte 184  backCount u64
//	byte 88   putBytes u64                               byte 192  done u64, TaskDone calls
//	byte 96   offered u64                                byte 200  joined waitq
//	byte 104  room waitq: producers sleep here           byte 216  room wanted; see pipe.go for 224-239
//
// A segment (kindRaw) of 4 to 64 KiB:
//
//	byte 32   next u64
//	byte 40   firstItem u64  items put before this segment
//	byte 48   firstByte u64  bytes put before this segment
//	byte 64   w u64          bits 32-63 items written, 0-31 offset of the first byte not written
//	byte 128  r u64          the same for items taken
//	byte 192  records
//
// A record is a double word, bits 8-63 length, 0-7 form, and
//
//	form 1  the bytes, padded to 8
//	form 2  the offset of a frame that holds them, u64
//
// Putting has one store that counts: w. Taking has one: r. Everything else in the cell can be computed from the
// segments, and Repair does so when it finds a mutex whose owner died. Bytes written beyond w are not there.
//
// puts, putBytes, gets and gotBytes are what others look at without the mutex. offered is stored before w, puts after:
// so TaskDone never runs ahead of offered, and a consumer never looks for an item that is not there yet.
// A consumer goes to the next segment, and frees the old one, only once tailSeg has moved on.

import "sync/atomic"

const (
	strMaxItems = 32
	strMaxBytes = 40
	strFlags    = 48
	strTaker    = 56
	strTail     = 64
	strTailSeg  = 72
	strPuts     = 80
	strPutBytes = 88
	strOffered  = 96
	strRoom     = 104
	strHead     = 128
	strHeadSeg  = 136
	strGets     = 144
	strGotBytes = 152
	strItems    = 160
	strBack     = 176
	strBackN    = 184
	strDone     = 192
	strJoined   = 200

	flagTracked = 1
	flagPaced   = 2

	segNext      = 32
	segFirstItem = 40
	segFirstByte = 48
	segW         = 64
	segR         = 128
	segData      = 192
	segMin       = 4096
	segMax       = 65536

	formInline = 1
	formFrame  = 2

	// inlineMax is the longest frame that is copied into a segment. Longer ones get a block, so that nobody copies
	// much under a mutex.
	inlineMax = 2048

	// recordCost is what a frame counts for, besides its bytes, against maxBytes.
	recordCost = 16
)

type stream struct {
	a   *Arena
	off uint64
}

// word returns the double word at byte at of the cell.
func (s stream) word(at uint64) *atomic.Uint64 { return s.a.u64(s.off + at) }

func (s stream) itemsq() waitq { return waitq{s.a, s.off + strItems} }
func (s stream) roomq() waitq  { return waitq{s.a, s.off + strRoom} }

// setUp fills a zeroed cell, with a first segment.
func (s stream) setUp(owner uint32, maxItems, maxBytes uint64, flags uint32) error {
	seg, err := s.newSegment(owner, segMin)
	if err != nil {
		return err
	}
	s.word(strMaxItems).Store(maxItems)
	s.word(strMaxBytes).Store(maxBytes)
	s.a.u32(s.off + strFlags).Store(flags)
	s.word(strTailSeg).Store(seg)
	s.word(strHeadSeg).Store(seg)
	return nil
}

func (s stream) newSegment(owner uint32, size uint64) (uint64, error) {
	seg, err := s.a.alloc(owner, size-hdrSizeOf, false, false)
	if err != nil {
		return 0, err
	}
	s.a.u64(seg + segNext).Store(0)
	s.a.u64(seg + segFirstItem).Store(s.word(strPuts).Load())
	s.a.u64(seg + segFirstByte).Store(s.word(strPutBytes).Load())
	s.a.u64(seg + segW).Store(segData)
	s.a.u64(seg + segR).Store(segData)
	return seg, nil
}

// segment returns the size of the segment at off, 0 if there is none.
func (a *Arena) segment(off uint64) uint64 {
	if a.kindOf(off) != kindRaw || off < a.heapOff {
		return 0
	}
	n := a.u64(off+blkLen).Load() + hdrSizeOf
	if n < segMin || n > segMax || n > classSize(uint64(a.u32(off+blkWord).Load()&0xFF)) {
		return 0
	}
	return n
}

func (s stream) tracked() bool { return s.a.u32(s.off+strFlags).Load()&flagTracked != 0 }

// len is the number of items.
func (s stream) len() int {
	gets := s.word(strGets).Load()
	n := int64(s.word(strPuts).Load()-gets) + int64(s.word(strBackN).Load())
	return int(max(n, 0))
}

// some tells whether an item is there: a hint, without the mutex.
func (s stream) some() bool {
	return s.word(strPuts).Load() != s.word(strGets).Load() || s.word(strBack).Load() != 0
}

// fits tells whether a frame of n bytes may be put now.
func (s stream) fits(n uint64) bool {
	if most := s.word(strMaxItems).Load(); most != 0 && uint64(s.len()) >= most {
		return false
	}
	if most := s.word(strMaxBytes).Load(); most != 0 {
		under := s.word(strPutBytes).Load() - s.word(strGotBytes).Load()
		return under == 0 || int64(under) < 0 || under+n+recordCost <= most
	}
	return true
}

func pad8(n uint64) uint64 { return (n + 7) &^ 7 }

// put stores one item: the frame of r if frame is not 0, else the parts joined, n bytes. It reports whether there was
// room. On success r is the stream's; the caller takes it back without touching the frame.
func (m *Member) put(s stream, w *Wait, parts [][]byte, n, frame uint64, r rec) (ok bool, err error) {
	a := m.a
	if !s.fits(n) {
		return false, nil
	}
	if err := m.lock(s.off+strTail, w); err != nil {
		return false, err
	}
	if !s.fits(n) {
		m.unlock(s.off + strTail)
		return false, nil
	}
	need := uint64(16)
	if frame == 0 {
		need = 8 + pad8(n)
	}
	seg := s.word(strTailSeg).Load()
	size := a.segment(seg)
	pos := a.u64(seg + segW).Load()
	at := pos & (1<<32 - 1)
	if size == 0 || at < segData || at > size || at&7 != 0 {
		m.unlock(s.off + strTail)
		return false, ErrDamaged
	}
	if at+need > size {
		next, err := s.newSegment(m.self, min(2*size, segMax))
		if err != nil {
			m.unlock(s.off + strTail)
			return false, err
		}
		a.u64(seg + segNext).Store(next)
		s.word(strTailSeg).Store(next)
		seg, pos, at = next, segData, segData
	}
	if frame == 0 {
		to := a.bytes(seg+at+8, n)
		for _, p := range parts {
			to = to[copy(to, p):]
		}
		a.u64(seg + at).Store(n<<8 | formInline)
	} else {
		a.u64(seg + at).Store(n<<8 | formFrame)
		a.u64(seg + at + 8).Store(frame)
		r.fill(frame, s.off, a.u64(seg+segFirstItem).Load()+pos>>32)
		r.set(stepPutting)
	}
	puts := s.word(strPuts).Load() + 1
	s.word(strOffered).Store(puts)
	a.u64(seg + segW).Store(pos + 1<<32 + need) // the item is in
	if frame != 0 {
		r.set(stepIdle)
	}
	s.word(strPutBytes).Store(s.word(strPutBytes).Load() + n + recordCost)
	s.word(strPuts).Store(puts)
	m.unlock(s.off + strTail)
	s.itemsq().wake(1)
	a.ring()
	return true, nil
}

type taken int

const (
	tookNothing taken = iota // the stream is empty
	tookInline               // buf holds the item
	tookFrame                // r, step Taken, owns the item
	tookSmall                // buf is too small: n bytes are needed
)

// take removes the first item. For an inline one it is delivered when take returns.
func (m *Member) take(s stream, w *Wait, buf []byte) (what taken, n uint64, r rec, err error) {
	if !s.some() {
		return tookNothing, 0, rec{}, nil
	}
	if err := m.lock(s.off+strHead, w); err != nil {
		return tookNothing, 0, rec{}, err
	}
	what, n, r, err = m.takeLocked(s, buf)
	m.unlock(s.off + strHead)
	if what == tookInline || what == tookFrame {
		if s.word(strMaxBytes).Load() != 0 {
			s.roomq().wakeAll() // there may be room for several now, or for a small one only
		} else if s.word(strMaxItems).Load() != 0 {
			s.roomq().wake(1)
		}
	}
	return what, n, r, err
}

func (m *Member) takeLocked(s stream, buf []byte) (what taken, n uint64, r rec, err error) {
	a := m.a
	if s.word(strBack).Load() != 0 {
		return m.takeBack(s)
	}
	seg := s.word(strHeadSeg).Load()
	size := a.segment(seg)
	if size == 0 {
		return tookNothing, 0, rec{}, ErrDamaged
	}
	pos := a.u64(seg + segR).Load()
	for {
		next := a.u64(seg + segNext).Load() // before w: once it is set, w is final
		if pos != a.u64(seg+segW).Load() {
			break
		}
		if next == 0 || s.word(strTailSeg).Load() == seg {
			return tookNothing, 0, rec{}, nil
		}
		if size = a.segment(next); size == 0 {
			return tookNothing, 0, rec{}, ErrDamaged
		}
		s.word(strHeadSeg).Store(next)
		a.free(seg)
		seg = next
		pos = a.u64(seg + segR).Load()
	}
	at := pos & (1<<32 - 1)
	if at < segData || at > size-8 || at&7 != 0 {
		return tookNothing, 0, rec{}, ErrDamaged
	}
	head := a.u64(seg + at).Load()
	n = head >> 8
	step := pos + 1<<32 + 16
	switch head & 0xFF {
	case formInline:
		if n > inlineMax || at+8+pad8(n) > size {
			return tookNothing, 0, rec{}, ErrDamaged
		}
		if n > uint64(len(buf)) {
			return tookSmall, n, rec{}, nil
		}
		copy(buf, a.bytes(seg+at+8, n))
		step += pad8(n) - 8
		what = tookInline
	case formFrame:
		if at > size-16 {
			return tookNothing, 0, rec{}, ErrDamaged
		}
		frame := a.u64(seg + at + 8).Load()
		if r, err = m.takeRec(); err != nil {
			return tookNothing, 0, rec{}, err
		}
		r.fill(frame, s.off, a.u64(seg+segFirstItem).Load()+pos>>32)
		r.set(stepTaking)
		what = tookFrame
	default:
		return tookNothing, 0, rec{}, ErrDamaged
	}
	a.u64(seg + segR).Store(step) // the item is out
	if what == tookFrame {
		r.set(stepTaken)
	}
	s.word(strGotBytes).Store(s.word(strGotBytes).Load() + n + recordCost)
	s.word(strGets).Store(s.word(strGets).Load() + 1)
	return what, n, r, nil
}

// takeBack takes from the list of items put back. Only the host adds to it, at its head, and only the owner of the
// head mutex takes from it, so a compare-and-swap of the head needs no tag.
func (m *Member) takeBack(s stream) (what taken, n uint64, r rec, err error) {
	a, head := m.a, s.word(strBack)
	if r, err = m.takeRec(); err != nil {
		return tookNothing, 0, rec{}, err
	}
	for {
		frame := head.Load()
		if a.kindOf(frame) != kindFrame {
			head.Store(0)
			m.putRec(r)
			return tookNothing, 0, rec{}, ErrDamaged
		}
		r.fill(frame, s.off, noSeq)
		r.set(stepTaking)
		if head.CompareAndSwap(frame, a.u64(frame+blkLink).Load()) {
			r.set(stepTaken)
			s.word(strBackN).Add(^uint64(0))
			return tookFrame, a.u64(frame + frameLen).Load(), r, nil
		}
	}
}

// putBack puts a frame that nobody owns at the front. Host only.
func (s stream) putBack(frame uint64) {
	head := s.word(strBack)
	for {
		old := head.Load()
		s.a.u64(frame + blkLink).Store(old)
		if head.CompareAndSwap(old, frame) {
			break
		}
	}
	s.word(strBackN).Add(1)
	s.itemsq().wake(1)
	s.a.ring()
}

// drain takes and drops every item. Nobody else takes any more.
func (m *Member) drain(s stream) {
	buf := make([]byte, inlineMax)
	for {
		what, _, r, err := m.take(s, nil, buf)
		switch {
		case err != nil || what == tookNothing || what == tookSmall:
			return
		case what == tookFrame:
			_ = m.discard(r)
		}
	}
}

// send puts the parts as one item, waiting for room. gone tells, if not nil, that nobody will ever take it.
func (m *Member) send(s stream, w Wait, kind WaitKind, ref Ref, parts [][]byte, gone func() bool) error {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	var frame uint64
	var r rec
	if n > inlineMax || s.tracked() {
		var err error
		if frame, r, err = m.newFrame(n); err != nil {
			return err
		}
		to := m.a.frame(frame)
		for _, p := range parts {
			to = to[copy(to, p):]
		}
	}
	err := m.sendFrame(s, w, kind, ref, parts, uint64(n), frame, r, gone)
	if frame != 0 {
		if err != nil {
			_ = m.discard(r)
		} else {
			m.putRec(r)
		}
	}
	return err
}

func (m *Member) sendFrame(s stream, w Wait, kind WaitKind, ref Ref, parts [][]byte, n, frame uint64, r rec, gone func() bool) error {
	for {
		if gone != nil && gone() {
			return ErrBrokenPipe
		}
		ok, err := m.put(s, &w, parts, n, frame, r)
		if ok {
			return nil
		}
		if err != nil {
			s.roomq().wake(1) // for this call may have been woken, and leaves the room to another
			return err
		}
		err = m.await(s.roomq(), w, kind, ref, func() bool { return s.fits(n) || gone != nil && gone() })
		if err != nil {
			return err
		}
	}
}

// receive takes the first item, waiting for one. gone tells, if not nil, that there will never be another. hint is the
// length of the last small item, for the size of the buffer: it is made before the mutex is taken.
func (m *Member) receive(s stream, w Wait, kind WaitKind, ref Ref, hint *atomic.Int64, gone func() bool) (i Item, err error) {
	buf := make([]byte, hint.Load())
	for {
		ended := gone != nil && gone() // before looking: what was sent before the end is still delivered
		what, n, r, err := m.take(s, &w, buf)
		switch {
		case err != nil:
			s.itemsq().wake(1) // as in sendFrame
			return Item{}, err
		case what == tookInline:
			hint.Store(int64(n))
			if n*2+64 < uint64(len(buf)) {
				return Item{m: m, data: append([]byte(nil), buf[:n]...)}, nil
			}
			return Item{m: m, data: buf[:n:n]}, nil
		case what == tookFrame:
			return Item{m: m, rec: r, off: r.obj(), data: m.a.frame(r.obj())}, nil
		case what == tookSmall:
			buf = make([]byte, n)
			continue
		case ended:
			return Item{}, ErrEOF
		}
		err = m.await(s.itemsq(), w, kind, ref, func() bool { return s.some() || gone != nil && gone() })
		if err != nil {
			return Item{}, err
		}
	}
}

// copyOut returns the item as memory of the caller's own, and releases it.
func (i *Item) copyOut() []byte {
	if i.off == 0 {
		return i.data
	}
	data := append(make([]byte, 0, len(i.data)), i.data...)
	i.Release()
	return data
}
