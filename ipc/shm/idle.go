package shm

// This file tells a process that has something to do from one that only waits for others.
//
// A process counts its activities in its slot: whatever may go on by itself, a thread of the script above all. A call
// that waits without a deadline takes its caller off the count while it sleeps, if the caller says that it is counted
// (Wait.Idle). So a count of 0 is a hint that nothing in the process goes on unless another process does something, and
// Member.Blocked makes certain: what the calls wait for is not there either, though a sleeper may not have run yet.

// Busy adds n activities, negative for those that have ended. A process has one from Join on.
func (m *Member) Busy(n int) {
	if n > 0 {
		m.activity.Add(1)
	}
	m.a.u32(m.slot + slotBusy).Add(uint32(int32(n)))
}

// Idle is a hint, without any wait, whether nothing in a process goes on by itself.
func (a *Arena) Idle(id ProcessID) bool {
	off, s := a.at(id)
	return s == Running && a.u32(off+slotBusy).Load() == 0
}

// Blocked lists what this process waits for, if nothing in it goes on by itself. activity changes whenever that changes:
// of two calls with the same value, nothing has gone on between them.
func (m *Member) Blocked() (waits []Waiting, activity uint64, blocked bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.a.u32(m.slot+slotBusy).Load() != 0 || m.interrupted.Load() {
		return nil, 0, false
	}
	for _, s := range m.asleep {
		if !s.idle || s.ready() {
			return nil, 0, false
		}
		waits = append(waits, Waiting{Kind: s.kind, Ref: s.ref, Line: s.line, Forever: true})
	}
	return waits, m.activity.Load(), true
}
