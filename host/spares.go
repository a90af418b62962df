package host

import (
	"context"
	"runtime"
	"sync"
	"time"

	"parlark/ipc"
)

// This file keeps spares: interpreters that are started, warm and locked down before anybody asks for them.

// spares is the stock of one run. mu guards the fields below.
type spares struct {
	want int
	mu   sync.Mutex
	idle []*child
	// starting counts interpreters on their way into idle, closed forbids new ones.
	starting int
	waiting  bool // a refill is about to come
	closed   bool
}

func wantedSpares(option int) int {
	switch {
	case option < 0:
		return 0
	case option > 0:
		return option
	}
	return max(6, runtime.NumCPU()+1)
}

// take returns an interpreter that is ready to be assigned: a spare, or a new one.
func (r *run) take(ctx context.Context) (*child, error) {
	for {
		c := r.spares.pop()
		if c == nil {
			var err error
			if c, err = start(r); err != nil {
				return nil, err
			}
			r.adopt(c)
			r.preload(c)
		}
		r.refillLater()
		if err := c.await(ctx); err == nil {
			return c, nil
		} else if ctx.Err() != nil {
			return nil, err
		} else if c.err != nil {
			return nil, c.err
		}
		// A spare that was killed meanwhile costs nothing but its place.
		select {
		case <-c.ended:
		default:
			return nil, c.err
		}
		if r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
	}
}

// pop returns an idle spare that still lives, or nil.
func (s *spares) pop() *child {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.idle) > 0 {
		c := s.idle[0]
		s.idle = s.idle[1:]
		select {
		case <-c.ended:
			continue
		default:
			return c
		}
	}
	return nil
}

// refill starts as many spares as are missing, in the background.
func (r *run) refill() {
	s := &r.spares
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.closed && len(s.idle)+s.starting < s.want {
		s.starting++
		go r.addSpare()
	}
}

// refillDelay keeps the start of spares from competing with the processes that have just been started.
const refillDelay = 20 * time.Millisecond

// refillLater refills when a burst of starts is over, or at once if the stock is nearly used up.
func (r *run) refillLater() {
	s := &r.spares
	s.mu.Lock()
	low := len(s.idle)+s.starting < 2
	wait := !low && !s.waiting
	s.waiting = s.waiting || wait
	s.mu.Unlock()
	switch {
	case low:
		r.refill()
	case wait:
		time.AfterFunc(refillDelay, func() {
			s.mu.Lock()
			s.waiting = false
			s.mu.Unlock()
			r.refill()
		})
	}
}

// addSpare starts one spare and puts it into the stock.
func (r *run) addSpare() {
	c, err := start(r)
	s := &r.spares
	s.mu.Lock()
	s.starting--
	keep := err == nil && !s.closed
	if keep {
		s.idle = append(s.idle, c)
	}
	s.mu.Unlock()
	switch {
	case keep:
		r.adopt(c)
		r.preload(c)
	case err == nil:
		c.stop()
	}
}

// preload lets an interpreter compile the script before it is assigned.
func (r *run) preload(c *child) {
	go func() {
		if c.await(r.ctx) == nil {
			c.conn.Notify(ipc.KindPreload, ipc.PreloadArgs{Path: r.opts.Path, Source: r.opts.Source})
		}
	}()
}

// closeSpares ends every spare; none is started afterwards.
func (r *run) closeSpares() {
	s := &r.spares
	s.mu.Lock()
	s.closed = true
	idle := s.idle
	s.idle = nil
	s.mu.Unlock()
	for _, c := range idle {
		c.kill()
	}
}
