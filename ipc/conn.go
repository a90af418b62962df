package ipc

// This file defines the Conn: calls paired with answers, and the queue of
// outgoing frames. What the Conn knows stands in one struct, inFlightState,
// and changes in one function, update, which restores its invariants.

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"sync"
	"time"
)

// Options configures a Conn. The zero value is valid.
type Options struct {
	// MaxFrame bounds the body of a message in bytes, in both directions;
	// 0 means 64 MiB.
	MaxFrame int

	// MaxInFlight bounds the calls without an answer, in each direction;
	// 0 means 256. Call waits for its turn; a peer that does not is answered
	// with CodeBusy.
	MaxInFlight int

	// MaxQueue bounds the bytes that wait for a peer to read them; 0 means
	// MaxFrame. Call waits for room; a notification or an answer that finds
	// none ends the conn with ErrStalled.
	MaxQueue int

	// Side is the side that this end is on. Messages that only the same side
	// may send are refused; 0 accepts all.
	Side Side

	kinds map[Kind]kindRow // for tests; nil means the table of message.go
}

const (
	defaultMaxFrame    = 64 << 20
	defaultMaxInFlight = 256
	maxQueuedFrames    = 4096 // besides MaxQueue
)

// lingerTimeout bounds the reading of what a peer said before it closed its end.
const lingerTimeout = time.Second

// errWouldBlock is returned by socket.send.
var errWouldBlock = errors.New("would block")

// A Conn is one end of a control connection. Its methods may be called from
// any goroutine.
type Conn struct {
	opts Options
	file *os.File // closed by update when the conn ends
	sock *socket

	mu    sync.Mutex // guards state, which only update and await touch
	state inFlightState
}

// inFlightState is all that changes in a Conn.
type inFlightState struct {
	err     error         // why the conn ended; nil while it has not
	linger  bool          // nothing can be sent, but what the peer said last is still read
	ended   bool          // the consequences of err are drawn
	closed  bool          // the file is closed
	changed chan struct{} // closed at the next change; nil if nobody waits

	lastID uint32
	calls  map[uint32]*call // ours without an answer, also abandoned ones

	queue   []*outgoing // frames to be written
	queued  int         // bytes in queue and in the frame being written
	writing bool        // a goroutine is in drain

	serving map[uint32]struct{} // theirs without an answer
	inbox   []*Request          // received, not yet given to the handler
	inboxed int                 // bytes in inbox
	read    bool                // nothing will be added to inbox
}

// A call is one of ours, from before its frame is queued until it is retired:
// by its answer, or by the end of the conn.
type call struct {
	kind      Kind
	done      chan struct{} // closed when retired
	abandoned bool          // nobody waits for the answer
	frame     frame         // the answer, if err is nil
	err       error
}

// retire delivers the outcome. It happens once.
func (c *call) retire(f frame, err error) {
	select {
	case <-c.done:
		panic("BUG: call retired twice")
	default:
	}
	if c.abandoned {
		closeFDs(f.fds)
		f.fds = nil
	}
	c.frame, c.err = f, err
	close(c.done)
}

// outgoing is a frame on its way out. It owns its descriptors.
type outgoing struct {
	rest []byte // not yet written
	size int    // of the whole frame
	fds  []int  // not yet sent
}

// NewConn returns a Conn on f, one end of a Pair. It owns f from then on.
// Handshake must come next, then Serve on a goroutine of its own; Close (or
// the end of the peer) ends everything.
func NewConn(f *os.File, opts Options) *Conn {
	if opts.MaxFrame <= 0 {
		opts.MaxFrame = defaultMaxFrame
	}
	opts.MaxFrame = min(opts.MaxFrame, math.MaxInt32)
	if opts.MaxInFlight <= 0 {
		opts.MaxInFlight = defaultMaxInFlight
	}
	if opts.MaxQueue <= 0 {
		opts.MaxQueue = opts.MaxFrame
	}
	if opts.kinds == nil {
		opts.kinds = kinds
	}
	c := &Conn{opts: opts, file: f}
	c.state.calls = make(map[uint32]*call)
	c.state.serving = make(map[uint32]struct{})
	sock, err := newSocket(f)
	if err != nil {
		c.end(err)
		return c
	}
	c.sock = sock
	return c
}

// update runs f with the state and draws the consequences: waiting goroutines
// look again, and a conn that has got an error ends.
func (c *Conn) update(f func(s *inFlightState)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.state)
	c.settleLocked()
}

func (c *Conn) settleLocked() {
	s := &c.state
	if s.err != nil && !s.ended {
		s.ended = true
		for _, call := range s.calls {
			call.retire(frame{}, s.err)
		}
		clear(s.calls)
		for _, out := range s.queue {
			closeFDs(out.fds)
		}
		s.queue = nil
		if s.linger {
			c.file.SetReadDeadline(time.Now().Add(lingerTimeout))
		}
	}
	if s.err != nil && !s.linger && !s.closed {
		s.closed = true
		c.file.Close()
	}
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// await runs f with the state until it returns true, again after each change.
// While f returns false it must not change anything.
func (c *Conn) await(ctx context.Context, f func(s *inFlightState) bool) error {
	for {
		c.mu.Lock()
		if f(&c.state) {
			c.settleLocked()
			c.mu.Unlock()
			return nil
		}
		if c.state.changed == nil {
			c.state.changed = make(chan struct{})
		}
		changed := c.state.changed
		c.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// end ends the conn for the given reason, unless it has ended.
func (c *Conn) end(reason error) {
	c.update(func(s *inFlightState) {
		s.fail(reason)
		s.linger = false
	})
}

func (s *inFlightState) fail(reason error) {
	if s.err == nil {
		if reason != ErrClosed {
			reason = &closedError{reason}
		}
		s.err = reason
	}
}

// Close ends the conn. Pending calls fail with ErrClosed and Serve returns.
// Frames not yet written are dropped; see Flush.
func (c *Conn) Close() error {
	c.end(ErrClosed)
	return nil
}

// Err returns why the conn has ended, or nil if it has not. The error is
// ErrClosed by errors.Is.
func (c *Conn) Err() (err error) {
	c.update(func(s *inFlightState) { err = s.err })
	return err
}

// Call sends a message and waits for its answer, which is decoded into the
// struct that answer points to unless it is nil. The error is a *RemoteError
// if the other side said no, ErrClosed if the conn has ended, or that of ctx,
// in which case the message may have been acted on. The files are duplicated
// before Call returns; files in the answer are closed.
func (c *Conn) Call(ctx context.Context, kind Kind, args any, files []*os.File, answer any) error {
	got, err := c.CallFiles(ctx, kind, args, files, answer)
	closeFiles(got)
	return err
}

// CallFiles is Call for an answer with files, which belong to the caller.
func (c *Conn) CallFiles(ctx context.Context, kind Kind, args any, files []*os.File, answer any) ([]*os.File, error) {
	if row, ok := c.opts.kinds[kind]; !ok || !row.call || !row.sentBy(c.opts.Side) {
		return nil, fmt.Errorf("BUG: call of %v", kind)
	}
	out, err := c.newOutgoing(header{kind: kind, typ: frameCall}, args, files)
	if err != nil {
		return nil, err
	}
	pending := &call{kind: kind, done: make(chan struct{})}
	drain := false
	ended := error(nil)
	err = c.await(ctx, func(s *inFlightState) bool {
		if ended = s.err; ended != nil {
			return true
		}
		if len(s.calls) >= c.opts.MaxInFlight || !c.roomFor(s, out) {
			return false
		}
		// Pending before written: the answer cannot come too early.
		id := s.newID()
		s.calls[id] = pending
		binary.BigEndian.PutUint32(out.rest[headerID:], id)
		drain = s.enqueue(out)
		return true
	})
	if err == nil {
		err = ended
	}
	if err != nil {
		closeFDs(out.fds)
		return nil, err
	}
	if drain {
		c.drain(false)
	}
	select {
	case <-pending.done:
	case <-ctx.Done():
		if c.abandon(pending) {
			return nil, context.Cause(ctx)
		}
	}
	return c.outcome(pending, answer)
}

// abandon gives up on a call, unless its outcome is there.
func (c *Conn) abandon(pending *call) (abandoned bool) {
	c.update(func(s *inFlightState) {
		select {
		case <-pending.done:
		default:
			pending.abandoned = true
			abandoned = true
		}
	})
	return abandoned
}

// outcome turns a retired call into the results of Call.
func (c *Conn) outcome(pending *call, answer any) ([]*os.File, error) {
	if pending.err != nil {
		return nil, pending.err
	}
	f := pending.frame
	if f.typ == frameFailure {
		closeFDs(f.fds)
		var re RemoteError
		if err := decodeBody(f.body, &re); err != nil {
			err = violation("failure that does not decode: %v", err)
			c.end(err)
			return nil, err
		}
		return nil, &re
	}
	if err := decodeBody(f.body, answer); err != nil {
		closeFDs(f.fds)
		return nil, violation("answer to %v: %v", f.kind, err)
	}
	return newFiles(f.fds), nil
}

// Notify sends a message that has no answer. It does not wait for the peer to
// read it: if the queue is full the conn ends with ErrStalled.
func (c *Conn) Notify(kind Kind, body any, files ...*os.File) error {
	if row, ok := c.opts.kinds[kind]; !ok || row.call || !row.sentBy(c.opts.Side) {
		return fmt.Errorf("BUG: notification of %v", kind)
	}
	out, err := c.newOutgoing(header{kind: kind, typ: frameNotify}, body, files)
	if err != nil {
		return err
	}
	return c.post(out, nil)
}

// newOutgoing encodes a frame. It owns duplicates of the files.
func (c *Conn) newOutgoing(h header, body any, files []*os.File) (*outgoing, error) {
	if len(files) > MaxFiles {
		return nil, fmt.Errorf("BUG: %d files in a message", len(files))
	}
	h.files = uint8(len(files))
	raw, err := encodeFrame(h, body, c.opts.MaxFrame)
	if err != nil {
		return nil, fmt.Errorf("%v message: %w", h.kind, err)
	}
	fds, err := dupFiles(files)
	if err != nil {
		return nil, err
	}
	return &outgoing{raw, len(raw), fds}, nil
}
