package shm

// This file defines the list of calls that are inside a condition or barrier, oldest first. It is guarded by its
// object's mutex, and each change is one store, so that a list whose guard died is a list.
//
//	head u64 -> node: byte 32  next u64
//	                  byte 40  state u32
//	                  byte 44  slot u32 of the process inside
//	                  byte 48  waitq

const (
	nodeNext  = 32
	nodeState = 40
	nodeSlot  = 44
	nodeWaitq = 48
	nodeSize  = 32

	// rosterMax bounds walks of a list that may be damaged.
	rosterMax = 1 << 16
)

// node states
const (
	nodeWaits    = iota
	nodeNotified // condition: woken by notify. Barrier: performs the action
)

type roster struct {
	a    *Arena
	head uint64 // where the pointer to the first node is
}

// newNode makes a node that is in no list yet.
func (m *Member) newNode(state uint32) (uint64, error) {
	n, err := m.a.alloc(m.self, nodeSize, true, false)
	if err != nil {
		return 0, err
	}
	m.a.u32(n + nodeState).Store(state)
	m.a.u32(n + nodeSlot).Store(m.id.Slot)
	return n, nil
}

// each calls f with each node and the place of the pointer to it, until f returns false. f may remove the node.
// It returns the place of the pointer that ends the list.
func (r roster) each(f func(at, n uint64) bool) (end uint64) {
	at := r.head
	for range rosterMax {
		n := r.a.u64(at).Load()
		if n == 0 {
			return at
		}
		if r.a.kindOf(n) != kindRaw {
			r.a.damage.Add(1)
			r.a.u64(at).Store(0)
			return at
		}
		if !f(at, n) {
			return at
		}
		if r.a.u64(at).Load() == n {
			at = n + nodeNext
		}
	}
	r.a.damage.Add(1)
	r.a.u64(r.head).Store(0)
	return r.head
}

// append puts n last.
func (r roster) append(n uint64) {
	r.a.u64(r.each(func(_, _ uint64) bool { return true })).Store(n)
}

// remove takes n out, if it is in the list.
func (r roster) remove(n uint64) {
	r.each(func(at, k uint64) bool {
		if k == n {
			r.cut(at, n)
		}
		return k != n
	})
}

// cut takes out the node that the pointer at leads to.
func (r roster) cut(at, n uint64) { r.a.u64(at).Store(r.a.u64(n + nodeNext).Load()) }

func (r roster) len() (n int) {
	r.each(func(_, _ uint64) bool { n++; return true })
	return n
}
