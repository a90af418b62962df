package ipc

// This file writes frames. A frame is written by the goroutine that sends it
// while the socket takes it; from the moment when the socket does not, a
// goroutine goes on, and later frames queue behind it. Whoever writes has set
// state.writing and is in drain; nobody else touches the frame at the head.

import "context"

// roomFor reports whether out may be queued. A frame fits an empty queue
// whatever its size.
func (c *Conn) roomFor(s *inFlightState, out *outgoing) bool {
	return s.queued == 0 || s.queued+out.size <= c.opts.MaxQueue && len(s.queue) < maxQueuedFrames
}

// enqueue hands out to the writer and reports whether the caller has become
// the writer, which must then call drain.
func (s *inFlightState) enqueue(out *outgoing) (drain bool) {
	s.queue = append(s.queue, out)
	s.queued += out.size
	drain = !s.writing
	s.writing = true
	return drain
}

// newID returns the number of a new call.
func (s *inFlightState) newID() uint32 {
	for {
		s.lastID++
		if s.lastID == 0 {
			continue
		}
		if _, used := s.calls[s.lastID]; !used {
			return s.lastID
		}
	}
}

// post queues a frame that cannot wait. prepare, if not nil, is run with the
// state first and can refuse.
func (c *Conn) post(out *outgoing, prepare func(s *inFlightState) error) error {
	var err error
	drain := false
	c.update(func(s *inFlightState) {
		if err = s.err; err != nil {
			return
		}
		if prepare != nil {
			if err = prepare(s); err != nil {
				return
			}
		}
		if !c.roomFor(s, out) {
			s.fail(ErrStalled)
			err = s.err
			return
		}
		drain = s.enqueue(out)
	})
	if err != nil {
		closeFDs(out.fds)
		return err
	}
	if drain {
		c.drain(false)
	}
	return nil
}

// drain writes until the queue is empty or the conn has ended. Unless wait is
// set it leaves the rest to a goroutine when the socket would block.
func (c *Conn) drain(wait bool) {
	for {
		var out *outgoing
		c.update(func(s *inFlightState) {
			if s.err != nil || len(s.queue) == 0 {
				s.writing = false
				s.queue = nil
				return
			}
			out = s.queue[0]
			s.queue[0] = nil
			s.queue = s.queue[1:]
		})
		if out == nil {
			return
		}
		if !c.write(out, wait) {
			return
		}
	}
}

// write writes one frame and reports whether the caller goes on writing.
func (c *Conn) write(out *outgoing, wait bool) bool {
	for len(out.rest) > 0 {
		n, err := c.sock.send(out.rest, out.fds, wait)
		if n > 0 {
			closeFDs(out.fds)
			out.fds = nil
			out.rest = out.rest[n:]
		}
		if err == errWouldBlock {
			go func() {
				if c.write(out, true) {
					c.drain(true)
				}
			}()
			return false
		}
		if err != nil {
			closeFDs(out.fds)
			c.update(func(s *inFlightState) {
				s.writing = false
				// The peer is gone, but what it sent last is still to be read.
				s.linger = s.err == nil && isPeerGone(err)
				s.fail(err)
			})
			return false
		}
	}
	c.update(func(s *inFlightState) { s.queued -= out.size })
	return true
}

// Flush waits until everything sent so far and meanwhile is in the socket.
func (c *Conn) Flush(ctx context.Context) error {
	var ended error
	err := c.await(ctx, func(s *inFlightState) bool {
		ended = s.err
		return ended != nil || s.queued == 0
	})
	if err == nil {
		err = ended
	}
	return err
}
