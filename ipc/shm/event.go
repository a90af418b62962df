package shm

// This file defines Event.
//
//	byte 32  word u32   bit 0 set; bits 1-31 number of times it was set
//	byte 40  waitq
//
// Nothing of it belongs to a process, so a death leaves nothing behind.

const (
	eventWord  = 32
	eventWaitq = 40
)

// Event is a flag that calls can wait for.
type Event struct{ handle }

// NewEvent makes an event that is not set.
func (m *Member) NewEvent() (*Event, error) {
	e := new(Event)
	if err := e.create(m, kindEvent, func(uint64) {}); err != nil {
		return nil, err
	}
	return e, nil
}

// OpenEvent adds a hold on the event r, which somebody holds meanwhile.
func (m *Member) OpenEvent(r Ref) (*Event, error) {
	e := new(Event)
	if err := e.open(m, r, kindEvent); err != nil {
		return nil, err
	}
	return e, nil
}

// Set sets the flag and lets everybody go who waits.
func (e *Event) Set() {
	word := e.m.a.u32(e.off + eventWord)
	for {
		old := word.Load()
		if old&1 != 0 {
			return
		}
		if word.CompareAndSwap(old, old+3) { // one more time, and set
			break
		}
	}
	waitq{e.m.a, e.off + eventWaitq}.wakeAll()
	e.m.a.ring()
}

// Clear clears the flag.
func (e *Event) Clear() { e.m.a.u32(e.off + eventWord).And(^uint32(1)) }

// IsSet tells whether the flag is set.
func (e *Event) IsSet() bool { return e.m.a.u32(e.off+eventWord).Load()&1 != 0 }

// Wait waits until the flag is set; it also returns nil if it was set and cleared again meanwhile.
func (e *Event) Wait(w Wait) error {
	if err := e.begin(); err != nil {
		return err
	}
	defer e.end()
	word := e.m.a.u32(e.off + eventWord)
	start := word.Load()
	return e.m.await(waitq{e.m.a, e.off + eventWaitq}, w, WaitEvent, e.Ref(), func() bool {
		v := word.Load()
		return v&1 != 0 || v>>1 != start>>1
	})
}

func (e *Event) ready() bool { return e.IsSet() }
