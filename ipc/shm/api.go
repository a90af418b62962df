package shm

// This file declares the exported surface; the bodies live with their concept.

import (
	"errors"
	"os"
	"sync/atomic"
	"time"
)

var (
	ErrTimeout         = errors.New("shm: deadline passed")
	ErrInterrupted     = errors.New("shm: interrupted")
	ErrNoMemory        = errors.New("shm: the arena's limit is reached")
	ErrNoSlot          = errors.New("shm: no free process slot")
	ErrBadRef          = errors.New("shm: not an object of that kind")
	ErrClosed          = errors.New("shm: handle is closed")
	ErrNotOwner        = errors.New("attempt to release recursive lock not owned by thread")
	ErrTooManyReleases = errors.New("semaphore or lock released too many times")
	ErrTooManyDone     = errors.New("task_done() called too many times")
	ErrBrokenBarrier   = errors.New("shm: broken barrier")
	ErrEOF             = errors.New("shm: end of file") // Recv: no holder of the peer's end is left and nothing is buffered
	ErrBrokenPipe      = errors.New("shm: broken pipe") // Send: no holder of the peer's end is left
	ErrReadOnly        = errors.New("connection is read-only")
	ErrWriteOnly       = errors.New("connection is write-only")
)

// ---- arena (host and interpreters)

// Options describes a new arena. The zero value is the default.
type Options struct {
	Size  int64 // virtual size in bytes, fixed for life; 0 means 64 GiB
	Limit int64 // bytes that blocks may use together; 0 means Size
}

// Arena is one mapping of a run's shared memory.
type Arena struct{ _ noCopy }

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// Create makes an arena. Slot 0 is the creator's own: Host returns its Member.
func Create(o Options) (*Arena, error) { return nil, errors.ErrUnsupported }

// Attach maps the arena behind f after checking magic, version and size. The arena keeps no hold of f.
func Attach(f *os.File) (*Arena, error) { return nil, errors.ErrUnsupported }

func (a *Arena) File() *os.File   { return nil } // creator only: to be inherited or sent to interpreters; owned by the arena
func (a *Arena) Close() error     { return nil } // unmaps; no call on any handle may be under way or follow
func (a *Arena) Size() int64      { return 0 }
func (a *Arena) Usage() Usage     { return Usage{} }
func (a *Arena) SetLimit(n int64) {}
func (a *Arena) Host() *Member    { return nil } // creator only

// Usage counts bytes of blocks, headers and rounding included.
type Usage struct{ Used, Peak, Limit int64 }

// ---- processes

// ProcessID names one process of the run; a slot's next process has another Gen.
type ProcessID struct{ Slot, Gen uint32 }

// State is the state of a process slot.
type State uint32

const (
	Free State = iota
	Starting
	Running
	Ended
)

// Process is what the arena knows of a process.
type Process struct {
	ID      ProcessID
	State   State
	PID     int
	Exit    int    // exitcode, valid when Ended
	Name    string // at most 39 bytes
	Waiting Waiting
}

// Waiting says what a process is blocked in; Kind is NotWaiting when nothing.
type Waiting struct {
	Kind    WaitKind
	Ref     Ref    // the object; for WaitProcess the slot
	Line    uint32 // Wait.Line of the call
	Forever bool   // no deadline
	Blocked int    // how many calls of that process are blocked; the fields above describe the latest
}

// WaitKind names a blocking call.
type WaitKind uint32

const (
	NotWaiting WaitKind = iota
	WaitLock
	WaitCondition
	WaitEvent
	WaitBarrier
	WaitQueueGet
	WaitQueuePut
	WaitQueueJoin
	WaitPipeRecv
	WaitPipeSend
	WaitProcess
	WaitAny
)

// Host side. AllocSlot takes a free slot (Starting); Repair, then EndSlot, are called once the process is reaped;
// FreeSlot makes the slot available again (a WaitEnd on the old ProcessID then returns at once, exit -1<<31).
func (a *Arena) AllocSlot(name string) (ProcessID, error) { return ProcessID{}, errors.ErrUnsupported }
func (a *Arena) SetPID(id ProcessID, pid int)             {}
func (a *Arena) SetName(id ProcessID, name string)        {}
func (a *Arena) EndSlot(id ProcessID, exit int)           {}
func (a *Arena) FreeSlot(id ProcessID)                    {}
func (a *Arena) Process(id ProcessID) (Process, bool)     { return Process{}, false } // false: slot out of range or of another generation
func (a *Arena) Processes() []Process                     { return nil }              // all that are not Free
func (a *Arena) Repair(id ProcessID, crashed bool) Report { return Report{} }
func (a *Arena) RetryRepair() (left int)                  { return 0 } // finishes what Report.Deferred counts

// Report says what Repair found and did.
type Report struct {
	Locks    []DeadLock // Lock and RLock that the process held; released if it crashed
	Barriers []Ref      // barriers that were broken
	Returned int        // items that it had taken and not released, put back at the front
	Lost     []LostItem // the same for Tracked queues: handed to the host instead
	Dropped  int        // references that it held
	Deferred int        // steps put off because a live process was inside the object: call RetryRepair soon
	Damage   int        // fields that held impossible values and were left alone
}

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

// ---- member: one process's view

// Member is a process's identity in the arena. All handles come from it. Safe for concurrent use.
type Member struct{ _ noCopy }

// Join takes up a Starting slot: it becomes Running with this process's pid.
func (a *Arena) Join(id ProcessID) (*Member, error) { return nil, errors.ErrUnsupported }

func (m *Member) ID() ProcessID                             { return ProcessID{} }
func (m *Member) Arena() *Arena                             { return nil }
func (m *Member) Interrupt()                                {} // every call of this member that blocks now or later returns ErrInterrupted, until ClearInterrupt
func (m *Member) ClearInterrupt()                           {}
func (m *Member) Interrupted() bool                         { return false }
func (m *Member) WaitEnd(id ProcessID, w Wait) (int, error) { return 0, errors.ErrUnsupported } // exitcode; a freed slot gives -1<<31

// Wait bounds a blocking call. The zero value waits for ever.
// A call that can go ahead at once succeeds whatever Wait says.
type Wait struct {
	Deadline time.Time // zero: none
	Poll     bool      // do not block: ErrTimeout at once
	Line     uint32    // script line, published while blocked
}

// Ref names an object or block of the arena. It travels in messages as a number; 0 is no object.
// Objects are counted: each handle is a hold, so is each Ref attached to a frame under way.
// A process's holds end with it (Repair). An object is freed with its last hold.
type Ref uint64

// Hold takes a reference without a handle, for one that must outlive handles (a name registry); Drop gives it up.
func (m *Member) Hold(r Ref) error { return errors.ErrUnsupported }
func (m *Member) Drop(r Ref) error { return errors.ErrUnsupported }

// Every handle type below has Ref() Ref and Close() (idempotent; gives up the hold). Methods of a closed handle
// return ErrClosed where they return an error. New… makes an object with one hold, Open… adds one to an existing
// object, which somebody must hold meanwhile (the frame that brought the Ref does until its Item is released).

// ---- plain blocks and cells

// Block is zeroed memory shared by all holders, 16-byte aligned.
type Block struct{ _ noCopy }

func (m *Member) NewBlock(size int) (*Block, error) { return nil, errors.ErrUnsupported }
func (m *Member) OpenBlock(r Ref) (*Block, error)   { return nil, errors.ErrUnsupported }
func (b *Block) Ref() Ref                           { return 0 }
func (b *Block) Close()                             {}
func (b *Block) Len() int                           { return 0 }
func (b *Block) Bytes() []byte                      { return nil } // the memory itself; dead after Close
func (b *Block) Uint32(off int) *atomic.Uint32      { return nil } // atomic cell; panics when out of range or misaligned
func (b *Block) Uint64(off int) *atomic.Uint64      { return nil }

// Number is what Load and Store move.
type Number interface {
	~int8 | ~uint8 | ~int16 | ~uint16 | ~int32 | ~uint32 | ~int64 | ~uint64 | ~float32 | ~float64
}

// Load reads the T at byte offset off with a plain load (for Value and Array data); it panics when out of range.
func Load[T Number](b *Block, off int) (v T) { return v }

// Store writes the T at byte offset off with a plain store.
func Store[T Number](b *Block, off int, v T) {}

// ---- locks

// LockKind tells the four script classes apart.
type LockKind uint32

const (
	Mutex     LockKind = iota // Lock: one holder, any process may release
	Recursive                 // RLock: owned by process and thread
	Semaphore                 // counting, no upper bound but 1<<31-1
	Bounded                   // counting, at most max
)

// Lock is CPython's SemLock: all four kinds.
type Lock struct{ _ noCopy }

// NewLock makes a lock. value is the initial value of the semaphore kinds (max their bound for Bounded); Mutex and
// Recursive start free.
func (m *Member) NewLock(kind LockKind, value, max uint32) (*Lock, error) {
	return nil, errors.ErrUnsupported
}
func (m *Member) OpenLock(r Ref) (*Lock, error)                 { return nil, errors.ErrUnsupported }
func (l *Lock) Ref() Ref                                        { return 0 }
func (l *Lock) Close()                                          {}
func (l *Lock) Kind() LockKind                                  { return 0 }
func (l *Lock) Max() uint32                                     { return 0 }
func (l *Lock) Acquire(thread uint64, w Wait) error             { return errors.ErrUnsupported } // thread: non-zero, below 1<<48
func (l *Lock) Release(thread uint64) error                     { return errors.ErrUnsupported } // ErrNotOwner, ErrTooManyReleases
func (l *Lock) Value() uint32                                   { return 0 }                     // 0 or 1 for Mutex and Recursive
func (l *Lock) Owner() (id ProcessID, thread uint64, held bool) { return ProcessID{}, 0, false } // id is zero when the owner has ended
func (l *Lock) IsMine(thread uint64) bool                       { return false }                 // false for the semaphore kinds
func (l *Lock) Count(thread uint64) int                         { return 0 }                     // times held by this thread

// ---- condition, event, barrier

// Condition has CPython's meaning; the lock is passed to Wait, so one lock may serve several conditions.
type Condition struct{ _ noCopy }

func (m *Member) NewCondition() (*Condition, error)       { return nil, errors.ErrUnsupported }
func (m *Member) OpenCondition(r Ref) (*Condition, error) { return nil, errors.ErrUnsupported }
func (c *Condition) Ref() Ref                             { return 0 }
func (c *Condition) Close()                               {}

// Wait releases l wholly, waits for a notification, and takes l back as often as it was held, whatever happened.
// It returns ErrTimeout, ErrInterrupted, ErrNotOwner (l is not held by thread), or nil. Only when interrupted may
// it return without l: then it gives up after 200 ms.
func (c *Condition) Wait(l *Lock, thread uint64, w Wait) error { return errors.ErrUnsupported }
func (c *Condition) Notify(n int) int                          { return 0 } // wakes at most n waiters, -1 all; returns how many
func (c *Condition) Waiters() int                              { return 0 }

type Event struct{ _ noCopy }

func (m *Member) NewEvent() (*Event, error)       { return nil, errors.ErrUnsupported }
func (m *Member) OpenEvent(r Ref) (*Event, error) { return nil, errors.ErrUnsupported }
func (e *Event) Ref() Ref                         { return 0 }
func (e *Event) Close()                           {}
func (e *Event) Set()                             {}
func (e *Event) Clear()                           {}
func (e *Event) IsSet() bool                      { return false }
func (e *Event) Wait(w Wait) error                { return errors.ErrUnsupported } // nil also if it was set and cleared meanwhile

type Barrier struct{ _ noCopy }

func (m *Member) NewBarrier(parties int) (*Barrier, error) { return nil, errors.ErrUnsupported }
func (m *Member) OpenBarrier(r Ref) (*Barrier, error)      { return nil, errors.ErrUnsupported }
func (b *Barrier) Ref() Ref                                { return 0 }
func (b *Barrier) Close()                                  {}

// Wait arrives. The last to arrive gets last == true without the others being let go: it runs the action, then calls
// Pass (or Abort when the action failed). Everybody else blocks until then. Index is 0..parties-1, each once.
// ErrBrokenBarrier: broken before or meanwhile, or reset meanwhile; ErrTimeout: this call broke it.
func (b *Barrier) Wait(w Wait) (index int, last bool, err error) {
	return 0, false, errors.ErrUnsupported
}
func (b *Barrier) Pass() error  { return errors.ErrUnsupported }
func (b *Barrier) Abort()       {}
func (b *Barrier) Reset()       {}
func (b *Barrier) Parties() int { return 0 }
func (b *Barrier) Waiting() int { return 0 }
func (b *Barrier) Broken() bool { return false }

// ---- frames

// Draft is a frame being built in the arena itself. Either put or discard it. Not for concurrent use.
type Draft struct{ _ noCopy }

func (m *Member) NewDraft(size int) (*Draft, error) { return nil, errors.ErrUnsupported }
func (d *Draft) Bytes() []byte                      { return nil }                   // size bytes, not zeroed
func (d *Draft) SetLen(n int)                       {}                               // the frame's length, at most size
func (d *Draft) Attach(r Ref) error                 { return errors.ErrUnsupported } // the frame holds r until its Item is released; at most 4096 refs
func (d *Draft) Discard()                           {}                               // no-op after a successful put

// Item is a frame that was taken but not yet released. Until Release the item counts as undelivered: if the
// process dies it goes back to the front of its queue (Tracked: to the host's Report).
// Small frames without refs are copied out instead, and count as delivered when GetItem or RecvItem returns.
type Item struct{ _ noCopy }

func (i *Item) Bytes() []byte { return nil } // valid until Release; do not write
func (i *Item) Refs() []Ref   { return nil } // open those wanted before Release
func (i *Item) Release()      {}             // idempotent

// ---- queue

// QueueOptions describes a queue. The zero value is unbounded.
type QueueOptions struct {
	MaxItems int  // 0: unbounded
	Tracked  bool // every item counts as undelivered until Item.Release, and a dead taker's items go to Report.Lost instead of back
}

// Queue is FIFO, for any number of producers and consumers.
type Queue struct{ _ noCopy }

func (m *Member) NewQueue(o QueueOptions) (*Queue, error) { return nil, errors.ErrUnsupported }
func (m *Member) OpenQueue(r Ref) (*Queue, error)         { return nil, errors.ErrUnsupported }
func (q *Queue) Ref() Ref                                 { return 0 }
func (q *Queue) Close()                                   {}
func (q *Queue) Put(w Wait, parts ...[]byte) error        { return errors.ErrUnsupported }      // one frame, the parts joined; ErrTimeout: full; ErrNoMemory
func (q *Queue) PutDraft(w Wait, d *Draft) error          { return errors.ErrUnsupported }      // on error the draft is still the caller's
func (q *Queue) Get(w Wait) ([]byte, error)               { return nil, errors.ErrUnsupported } // a copy; refs of the frame are dropped
func (q *Queue) GetItem(w Wait) (*Item, error)            { return nil, errors.ErrUnsupported }
func (q *Queue) Len() int                                 { return 0 }
func (q *Queue) MaxItems() int                            { return 0 }
func (q *Queue) Empty() bool                              { return false }
func (q *Queue) Full() bool                               { return false }
func (q *Queue) Unfinished() int                          { return 0 }                     // puts minus TaskDone calls
func (q *Queue) TaskDone() error                          { return errors.ErrUnsupported } // ErrTooManyDone
func (q *Queue) Join(w Wait) error                        { return errors.ErrUnsupported } // until Unfinished is 0

// ---- pipe

// PipeOptions describes a pipe.
type PipeOptions struct {
	OneWay bool // the first end only receives, the second only sends
	Buffer int  // bytes that may be under way before Send blocks; 0 means 1 MiB. One larger frame passes when nothing is under way.
}

// PipeEnd is one end; processes may share an end.
type PipeEnd struct{ _ noCopy }

func (m *Member) NewPipe(o PipeOptions) (*PipeEnd, *PipeEnd, error) {
	return nil, nil, errors.ErrUnsupported
}
func (m *Member) OpenPipeEnd(r Ref) (*PipeEnd, error) { return nil, errors.ErrUnsupported }
func (e *PipeEnd) Ref() Ref                           { return 0 }
func (e *PipeEnd) Close()                             {}
func (e *PipeEnd) Readable() bool                     { return false } // may receive, by its direction
func (e *PipeEnd) Writable() bool                     { return false } // may send, by its direction
func (e *PipeEnd) Send(w Wait, parts ...[]byte) error { return errors.ErrUnsupported }
func (e *PipeEnd) SendDraft(w Wait, d *Draft) error   { return errors.ErrUnsupported }
func (e *PipeEnd) Recv(w Wait) ([]byte, error)        { return nil, errors.ErrUnsupported }
func (e *PipeEnd) RecvItem(w Wait) (*Item, error)     { return nil, errors.ErrUnsupported }
func (e *PipeEnd) Poll(w Wait) error                  { return errors.ErrUnsupported } // nil: a frame or end of file is there

// ---- waiting for several things

// Waitable is *Queue (an item is there), *PipeEnd (a frame or end of file), *Event (set), *Sentinel (ended).
type Waitable interface{ ready() bool }

func (q *Queue) ready() bool    { return false }
func (e *PipeEnd) ready() bool  { return false }
func (e *Event) ready() bool    { return false }
func (s *Sentinel) ready() bool { return false }

// Sentinel stands for the end of a process.
type Sentinel struct{ _ noCopy }

func (m *Member) Sentinel(id ProcessID) *Sentinel { return nil }

// WaitAny blocks until at least one is ready and returns the indexes of all that are; none and ErrTimeout otherwise.
func (m *Member) WaitAny(list []Waitable, w Wait) ([]int, error) { return nil, errors.ErrUnsupported }
