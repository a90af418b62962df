package shm

// This file defines Queue, a stream with a count of finished tasks.

import "sync/atomic"

// QueueOptions describes a queue. The zero value is unbounded.
type QueueOptions struct {
	MaxItems int  // 0: unbounded
	Paced    bool // producers let a consumer in another process catch up with a long backlog
	Tracked  bool // every item counts as undelivered until Item.Release, and a dead taker's items go to Report.Lost instead of back
}

// Queue is FIFO, for any number of producers and consumers.
type Queue struct {
	handle
	size atomic.Int64 // length of the last small item, to make the next buffer fit
}

// NewQueue makes an empty queue.
func (m *Member) NewQueue(o QueueOptions) (*Queue, error) {
	var flags uint32
	if o.Tracked {
		flags = flagTracked
	}
	if o.Paced {
		flags |= flagPaced
	}
	q := new(Queue)
	var err error
	cerr := q.create(m, kindQueue, func(off uint64) {
		err = stream{m.a, off}.setUp(m.self, uint64(max(o.MaxItems, 0)), 0, flags)
	})
	if cerr != nil {
		return nil, cerr
	}
	if err != nil {
		q.Close()
		return nil, err
	}
	return q, nil
}

// OpenQueue adds a hold on the queue r, which somebody holds meanwhile.
func (m *Member) OpenQueue(r Ref) (*Queue, error) {
	q := new(Queue)
	if err := q.open(m, r, kindQueue); err != nil {
		return nil, err
	}
	return q, nil
}

func (q *Queue) stream() stream { return stream{q.m.a, q.off} }

// Put appends one frame, the parts joined. It fails with ErrTimeout while the queue is full, and with ErrNoMemory.
// When it returns nil the frame will be delivered exactly once, whatever happens to this process.
func (q *Queue) Put(w Wait, parts ...[]byte) error {
	if err := q.begin(); err != nil {
		return err
	}
	defer q.end()
	q.pace()
	return q.m.send(q.stream(), w, WaitQueuePut, q.Ref(), parts, nil)
}

// PutDraft appends the frame d. On an error it is still the caller's.
func (q *Queue) PutDraft(w Wait, d *Draft) error {
	if err := q.begin(); err != nil {
		return err
	}
	defer q.end()
	q.pace()
	return q.m.sendDraft(q.stream(), w, WaitQueuePut, q.Ref(), d, nil)
}

// Get removes the first frame and returns a copy. Its Refs, if any, are dropped. It fails with ErrTimeout while the
// queue is empty.
func (q *Queue) Get(w Wait) ([]byte, error) {
	i, err := q.get(w)
	if err != nil {
		return nil, err
	}
	return i.copyOut(), nil
}

// GetItem removes the first frame and returns it in place.
func (q *Queue) GetItem(w Wait) (*Item, error) {
	i, err := q.get(w)
	if err != nil {
		return nil, err
	}
	return &i, nil
}

func (q *Queue) get(w Wait) (Item, error) {
	if err := q.begin(); err != nil {
		return Item{}, err
	}
	defer q.end()
	i, err := q.m.receive(q.stream(), w, WaitQueueGet, q.Ref(), &q.size, nil)
	if taker := q.stream().word(strTaker); err == nil && taker.Load() != uint64(q.m.self) {
		taker.Store(uint64(q.m.self))
	}
	return i, err
}

const (
	// pacedBacklog is the number of waiting items from which producers let the consumer run first.
	pacedBacklog = 1024
	// pacedYields is how often a producer gives its processor away for one item.
	pacedYields = 64
)

// pace lets another process that takes from the queue catch up: several producers would otherwise outrun one consumer
// for ever and fill the memory. A queue that nobody else takes from is not slowed down.
func (q *Queue) pace() {
	s := q.stream()
	if s.a.u32(s.off+strFlags).Load()&flagPaced == 0 || s.len() < pacedBacklog {
		return
	}
	taker := s.word(strTaker).Load()
	if taker == 0 || taker == uint64(q.m.self) {
		return
	}
	gets := s.word(strGets).Load()
	for range pacedYields {
		if s.len() < pacedBacklog || s.word(strGets).Load() != gets {
			return
		}
		osYield()
	}
}

// Len is the number of items that are put and not taken.
func (q *Queue) Len() int { return q.stream().len() }

// MaxItems is the bound, 0 if there is none.
func (q *Queue) MaxItems() int { return int(q.stream().word(strMaxItems).Load()) }

// Empty tells whether Len is 0.
func (q *Queue) Empty() bool { return q.Len() == 0 }

// Full tells whether Put would block.
func (q *Queue) Full() bool { return !q.stream().fits(0) }

// Unfinished is the number of puts minus that of TaskDone calls.
func (q *Queue) Unfinished() int {
	s := q.stream()
	done := s.word(strDone).Load()
	return int(s.word(strOffered).Load() - done)
}

// TaskDone counts one item as finished. It fails with ErrTooManyDone when all are.
func (q *Queue) TaskDone() error {
	s := q.stream()
	for {
		done := s.word(strDone).Load()
		offered := s.word(strOffered).Load()
		if done >= offered {
			return ErrTooManyDone
		}
		if s.word(strDone).CompareAndSwap(done, done+1) {
			if done+1 == offered {
				waitq{s.a, s.off + strJoined}.wakeAll()
			}
			return nil
		}
	}
}

// Join waits until every item is finished.
func (q *Queue) Join(w Wait) error {
	if err := q.begin(); err != nil {
		return err
	}
	defer q.end()
	return q.m.await(waitq{q.m.a, q.off + strJoined}, w, WaitQueueJoin, q.Ref(), func() bool { return q.Unfinished() <= 0 })
}

func (q *Queue) ready() bool { return q.stream().some() }

// sendDraft puts the frame of d, waiting for room.
func (m *Member) sendDraft(s stream, w Wait, kind WaitKind, ref Ref, d *Draft, gone func() bool) error {
	if d.off == 0 {
		return ErrClosed
	}
	if err := m.sendFrame(s, w, kind, ref, nil, uint64(len(d.data)), d.off, d.rec, gone); err != nil {
		return err
	}
	d.off, d.data = 0, nil
	m.putRec(d.rec)
	return nil
}
