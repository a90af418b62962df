package shm

// This file defines pipes: two ends, and a stream for each direction.
//
//	pipe (kindPipe, 2 holds: its ends)       end (kindEnd, holds: handles and frames under way)
//	byte 32  end A u64                       byte 32  rx u64    stream to receive from, 0 if none
//	byte 40  end B u64                       byte 40  tx u64    stream to send to, 0 if none
//	byte 48  stream A to B u64, 0 if none    byte 48  peer u64  the other end
//	byte 56  stream B to A u64               byte 56  pipe u64  the pipe, until the end has no holds any more
//
// An end is closed when it has no holds: that one store, made under its mutex, is what the peer sees. The cells of
// both ends live until the second is closed. A closed end's rx is drained at once, for its frames may hold other
// things.

import "sync/atomic"

const (
	endRx   = 32
	endTx   = 40
	endPeer = 48
	endPipe = 56

	pipeEnds    = 32
	pipeStreams = 48

	pipeBuffer = 1 << 20
)

// PipeOptions describes a pipe.
type PipeOptions struct {
	OneWay bool // the first end only receives, the second only sends
	Buffer int  // bytes that may be under way before Send blocks; 0 means 1 MiB. One larger frame passes when nothing is under way.
}

// PipeEnd is one end; processes may share an end.
type PipeEnd struct {
	handle
	rx, tx, peer uint64
	size         atomic.Int64 // as in Queue
}

// NewPipe makes a pipe and returns both ends.
func (m *Member) NewPipe(o PipeOptions) (first, second *PipeEnd, err error) {
	a := m.a
	if o.Buffer <= 0 {
		o.Buffer = pipeBuffer
	}
	var cells []uint64
	var segs []uint64
	undo := func() {
		for _, off := range segs {
			a.free(off)
		}
		for _, off := range cells {
			a.forget(off)
		}
	}
	for range 5 { // pipe, two ends, two streams
		off, err := a.allocObject(m.self)
		if err != nil {
			undo()
			return nil, nil, err
		}
		cells = append(cells, off)
	}
	pipe, end, str := cells[0], cells[1:3], cells[3:5]
	for _, off := range str {
		s := stream{a, off}
		if err := s.setUp(m.self, 0, uint64(o.Buffer), 0); err != nil {
			undo()
			return nil, nil, err
		}
		segs = append(segs, s.word(strHeadSeg).Load())
	}
	var recs [2]rec
	for i := range recs {
		if recs[i], err = m.takeRec(); err != nil {
			undo()
			return nil, nil, err
		}
	}
	toFirst, toSecond := str[0], str[1]
	a.u64(end[0] + endRx).Store(toFirst)
	a.u64(end[1] + endTx).Store(toFirst)
	if !o.OneWay {
		a.u64(end[1] + endRx).Store(toSecond)
		a.u64(end[0] + endTx).Store(toSecond)
	}
	for i := range end {
		a.u64(end[i] + endPeer).Store(end[1-i])
		a.u64(end[i] + endPipe).Store(pipe)
		a.u64(pipe + pipeEnds + uint64(i)*8).Store(end[i])
		a.u64(pipe + pipeStreams + uint64(i)*8).Store(str[i])
	}
	for _, off := range str {
		a.publish(off, kindStream, 1)
	}
	a.publish(pipe, kindPipe, 2)
	first, second = new(PipeEnd), new(PipeEnd)
	first.first(m, end[0], kindEnd, recs[0])
	second.first(m, end[1], kindEnd, recs[1])
	first.look()
	second.look()
	return first, second, nil
}

// OpenPipeEnd adds a hold on the end r, which somebody holds meanwhile.
func (m *Member) OpenPipeEnd(r Ref) (*PipeEnd, error) {
	e := new(PipeEnd)
	if err := e.open(m, r, kindEnd); err != nil {
		return nil, err
	}
	e.look()
	return e, nil
}

func (e *PipeEnd) look() {
	e.rx = e.m.a.u64(e.off + endRx).Load()
	e.tx = e.m.a.u64(e.off + endTx).Load()
	e.peer = e.m.a.u64(e.off + endPeer).Load()
}

// peerGone tells whether nobody holds the other end.
func (e *PipeEnd) peerGone() bool { return e.m.a.u32(e.peer+blkRefs).Load() == 0 }

// Readable tells whether the end may receive, by its direction.
func (e *PipeEnd) Readable() bool { return e.rx != 0 }

// Writable tells whether the end may send, by its direction.
func (e *PipeEnd) Writable() bool { return e.tx != 0 }

// Send sends one frame, the parts joined; a frame may be empty. It fails with ErrBrokenPipe when nobody holds the
// other end, ErrReadOnly, and ErrTimeout while there is no room.
func (e *PipeEnd) Send(w Wait, parts ...[]byte) error {
	if err := e.begin(); err != nil {
		return err
	}
	defer e.end()
	if e.tx == 0 {
		return ErrReadOnly
	}
	return e.m.send(stream{e.m.a, e.tx}, w, WaitPipeSend, e.Ref(), parts, e.peerGone)
}

// SendDraft sends the frame d. On an error it is still the caller's.
func (e *PipeEnd) SendDraft(w Wait, d *Draft) error {
	if err := e.begin(); err != nil {
		return err
	}
	defer e.end()
	if e.tx == 0 {
		return ErrReadOnly
	}
	return e.m.sendDraft(stream{e.m.a, e.tx}, w, WaitPipeSend, e.Ref(), d, e.peerGone)
}

// Recv receives one frame and returns a copy. Its Refs, if any, are dropped. It fails with ErrEOF when nobody holds
// the other end and nothing is under way, ErrWriteOnly, and ErrTimeout while nothing is there.
func (e *PipeEnd) Recv(w Wait) ([]byte, error) {
	i, err := e.recv(w)
	if err != nil {
		return nil, err
	}
	return i.copyOut(), nil
}

// RecvItem receives one frame in place.
func (e *PipeEnd) RecvItem(w Wait) (*Item, error) {
	i, err := e.recv(w)
	if err != nil {
		return nil, err
	}
	return &i, nil
}

func (e *PipeEnd) recv(w Wait) (Item, error) {
	if err := e.begin(); err != nil {
		return Item{}, err
	}
	defer e.end()
	if e.rx == 0 {
		return Item{}, ErrWriteOnly
	}
	return e.m.receive(stream{e.m.a, e.rx}, w, WaitPipeRecv, e.Ref(), &e.size, e.peerGone)
}

// Poll waits until Recv would not block: a frame or the end of file is there.
func (e *PipeEnd) Poll(w Wait) error {
	if err := e.begin(); err != nil {
		return err
	}
	defer e.end()
	if e.rx == 0 {
		return ErrWriteOnly
	}
	items := stream{e.m.a, e.rx}.itemsq()
	err := e.m.await(items, w, WaitPipeRecv, e.Ref(), e.ready)
	if err == nil {
		items.wake(1) // Poll takes nothing: a wake-up that it has consumed belongs to a Recv that may sleep too
	}
	return err
}

func (e *PipeEnd) ready() bool {
	return e.rx != 0 && (stream{e.m.a, e.rx}.some() || e.peerGone())
}

// hangUp closes an end that nobody holds any more: its peer looks again, its unread frames go, and its hold on the
// pipe. r is Finalizing for the end and becomes idle, before the pipe, and with it the end's cell, may go.
func (m *Member) hangUp(r rec, off uint64) {
	a := m.a
	if tx := a.u64(off + endTx).Load(); tx != 0 && a.kindOf(tx) == kindStream {
		stream{a, tx}.itemsq().wakeAll()
	}
	if rx := a.u64(off + endRx).Load(); rx != 0 && a.kindOf(rx) == kindStream {
		stream{a, rx}.roomq().wakeAll()
		m.drain(stream{a, rx})
	}
	a.ring()
	pipe := a.u64(off + endPipe).Load()
	if a.kindOf(pipe) != kindPipe {
		r.set(stepIdle)
		return
	}
	hold, err := m.takeRec()
	if err != nil {
		return // r stays Finalizing, for Repair
	}
	hold.fill(pipe, off+endPipe, 0)
	hold.set(stepMoving)
	a.u64(off + endPipe).Store(0)
	hold.set(stepHeld)
	r.set(stepIdle)
	m.letOrLater(hold)
}

// dismantle frees what a pipe consists of, once both ends are closed.
func (m *Member) dismantle(pipe uint64) {
	a := m.a
	for i := range uint64(2) {
		str := pipe + pipeStreams + i*8
		if s := a.u64(str).Load(); s != 0 && a.kindOf(s) == kindStream {
			m.drain(stream{a, s})
			a.freeAt(s + strHeadSeg)
			a.u64(str).Store(0)
			a.free(s)
		}
		end := pipe + pipeEnds + i*8
		if e := a.u64(end).Load(); e != 0 && a.kindOf(e) == kindEnd {
			a.u64(end).Store(0)
			a.free(e)
		}
	}
}
