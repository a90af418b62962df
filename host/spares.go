package host

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"parlark/ipc"
)

// This file keeps spares: interpreters that are started, warm and locked down before anybody asks for them.

// spares is the stock of one run. mu guards the fields below it.
type spares struct {
	want     int // how many are kept
	parallel int // how many may be on their way at once: more would only make each of them later
	mu       sync.Mutex
	idle     []*child
	starting int            // on their way into idle or to a taker
	takers   []chan arrival // who waits for an interpreter, in order
	delayed  bool           // a refill is about to come
	open     bool           // the script has shown that it starts processes
	closed   bool           // no new ones
}

// arrival is an interpreter that is ready, or why there is none.
type arrival struct {
	child *child
	err   error
}

func newSpares(option int) *spares {
	s := &spares{want: option, parallel: max(2, runtime.NumCPU())}
	switch {
	case option < 0:
		s.want = 0
	case option == 0:
		s.want = max(6, runtime.NumCPU()+1)
	}
	return s
}

// takeAttempts is how often an interpreter may fail to start before it is given up: one that was killed on its way costs
// nothing but time.
const takeAttempts = 3

// take returns an interpreter that is ready to be assigned: a spare, or a new one.
func (r *run) take(ctx context.Context) (c *child, err error) {
	for range takeAttempts {
		if c, err = r.takeOnce(ctx); err == nil || errors.Is(err, errEnding) || ctx.Err() != nil {
			break
		}
	}
	return c, err
}

func (r *run) takeOnce(ctx context.Context) (*child, error) {
	s := r.spares
	s.mu.Lock()
	s.open = true
	if c := s.pop(); c != nil {
		s.mu.Unlock()
		r.refillLater()
		return c, nil
	}
	if s.closed {
		s.mu.Unlock()
		return nil, errEnding
	}
	taker := make(chan arrival, 1)
	s.takers = append(s.takers, taker)
	s.mu.Unlock()
	r.refill()
	select {
	case a := <-taker:
		return a.child, a.err
	case <-ctx.Done():
	}
	s.mu.Lock()
	s.takers = slices.DeleteFunc(s.takers, func(t chan arrival) bool { return t == taker })
	s.mu.Unlock()
	select {
	case a := <-taker: // it came meanwhile
		r.arrived(a)
	default:
	}
	return nil, ctx.Err()
}

// pop returns an idle spare that still lives, or nil. The caller holds mu.
func (s *spares) pop() *child {
	for len(s.idle) > 0 {
		c := s.idle[0]
		s.idle = s.idle[1:]
		select {
		case <-c.ended: // one that was killed costs nothing but its place
		default:
			return c
		}
	}
	return nil
}

// refill starts what is missing for the takers and, if the script starts processes at all, for the stock.
func (r *run) refill() {
	s := r.spares
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.closed && s.starting < s.parallel && len(s.idle)+s.starting < s.needed() {
		s.starting++
		go r.addSpare()
	}
}

func (s *spares) needed() int {
	if s.open {
		return s.want + len(s.takers)
	}
	return len(s.takers)
}

// openSpares begins to keep a stock.
func (r *run) openSpares() {
	r.spares.mu.Lock()
	r.spares.open = true
	r.spares.mu.Unlock()
	r.refill()
}

// refillDelay keeps the start of spares from competing with the processes that have just been started.
const refillDelay = 20 * time.Millisecond

// refillLater refills when a burst of starts is over, or at once if the stock is nearly used up.
func (r *run) refillLater() {
	s := r.spares
	s.mu.Lock()
	low := len(s.idle)+s.starting < s.parallel
	wait := !low && !s.delayed
	s.delayed = s.delayed || wait
	s.mu.Unlock()
	switch {
	case low:
		r.refill()
	case wait:
		time.AfterFunc(refillDelay, func() {
			s.mu.Lock()
			s.delayed = false
			s.mu.Unlock()
			r.refill()
		})
	}
}

// addSpare starts one interpreter, sees it through until it is ready, and starts the next if one is missing.
func (r *run) addSpare() {
	c, err := start(r)
	if err == nil {
		r.adopt(c)
		if err = c.await(r.ctx); err == nil {
			c.conn.Notify(ipc.KindPreload, ipc.PreloadArgs{Path: r.opts.absolutePath(), Source: r.opts.Source})
		}
	}
	s := r.spares
	s.mu.Lock()
	s.starting--
	s.mu.Unlock()
	r.arrived(arrival{c, err})
	if err == nil {
		r.refill()
	}
}

// arrived gives an interpreter to the first taker or to the stock. A failure is the first taker's; without takers it is
// met again when somebody asks.
func (r *run) arrived(a arrival) {
	s := r.spares
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		if a.child != nil {
			a.child.kill()
		}
	case len(s.takers) > 0:
		s.takers[0] <- a
		s.takers = s.takers[1:]
	case a.err == nil:
		s.idle = append(s.idle, a.child)
	}
}

// closeSpares ends every spare; none is started afterwards.
func (r *run) closeSpares() {
	s := r.spares
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, c := range s.idle {
		c.kill()
	}
	s.idle = nil
	for _, t := range s.takers {
		t <- arrival{err: errEnding}
	}
	s.takers = nil
}
