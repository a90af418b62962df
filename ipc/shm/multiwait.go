package shm

// This file waits for several things at once. Every change that can make something ready rings the arena's one bell,
// which costs a load while nobody waits there.

// Waitable is *Queue (an item is there), *PipeEnd (a frame or end of file), *Event (set), *Sentinel (ended).
type Waitable interface{ ready() bool }

// Sentinel stands for the end of a process.
type Sentinel struct {
	a  *Arena
	id ProcessID
}

// Sentinel returns what WaitAny understands as the end of process id.
func (m *Member) Sentinel(id ProcessID) *Sentinel { return &Sentinel{m.a, id} }

// Process is the process that s stands for.
func (s *Sentinel) Process() ProcessID { return s.id }

func (s *Sentinel) ready() bool {
	_, state := s.a.at(s.id)
	return state == Free || state == Ended
}

func (a *Arena) ring() { waitq{a, hdrBell}.wakeAll() }

// WaitAny blocks until at least one of list is ready and returns the indexes of all that are, at least one; on an
// error (ErrTimeout, ErrInterrupted) none. What is ready need not stay so when others take from it.
func (m *Member) WaitAny(list []Waitable, w Wait) ([]int, error) {
	for {
		err := m.await(waitq{m.a, hdrBell}, w, WaitAny, 0, func() bool {
			for _, x := range list {
				if x.ready() {
					return true
				}
			}
			return false
		})
		if err != nil {
			return nil, err
		}
		var found []int
		for i, x := range list {
			if x.ready() {
				found = append(found, i)
			}
		}
		if len(found) > 0 { // another process may have been faster
			return found, nil
		}
	}
}
