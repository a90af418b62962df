package shm

// This file holds the process table: one record a process of the run, in a slot that the host allocates and frees.
//
//	byte 0    state u32     bits 0-2 State, 3-31 generation
//	byte 4    pid u32
//	byte 8    exit i32
//	byte 16   waitq of WaitEnd
//	byte 32   blocked: kind u32, line u32, ref u64, forever u32, count u32
//	byte 56   position: line u32, item u32; see Note and NoteItem
//	byte 64   first overflow chunk of the holdings, u64
//	byte 72   name length u32
//	byte 120  busy u32, see idle.go
//	byte 80   name, 40 bytes
//	byte 128  28 holding records of 32 bytes, see holdings.go
//
// Only the host moves state, but for Starting -> Running, which is the process's own doing (Join).

import (
	"os"
)

const (
	slotState  = 0
	slotPID    = 4
	slotExit   = 8
	slotWaitq  = 16
	slotKind   = 32
	slotLine   = 36
	slotRef    = 40
	slotEver   = 48
	slotCalls  = 52
	slotNote   = 56
	slotItem   = 60
	slotChunk  = 64
	slotNameN  = 72
	slotName   = 80
	slotNameSz = 40
	slotBusy   = 120
	slotRecs   = 128

	stateBits = 3
	stateMask = 1<<stateBits - 1
	genMask   = 1<<(32-stateBits) - 1

	// ExitUnknown is what WaitEnd returns for a process whose slot has been freed.
	ExitUnknown = -1 << 31
)

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
	Name    string // at most 40 bytes
	Waiting Waiting
	Line    uint32 // script line that the process noted last, 0 if none
	Item    int    // item of its task that it noted last, -1 if none
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

func (a *Arena) slot(i uint32) uint64 { return a.slotOff + uint64(i)*slotSize }

// AllocSlot takes a free slot, which becomes Starting. Host only. The life of a slot is AllocSlot, SetPID, Join by
// the process, its death, Repair, EndSlot, and FreeSlot once nobody asks for the exit code any more.
func (a *Arena) AllocSlot(name string) (ProcessID, error) {
	for i := range a.slots {
		state := a.u32(a.slot(i) + slotState)
		old := state.Load()
		if State(old&stateMask) != Free {
			continue
		}
		gen := (old>>stateBits + 1) & genMask
		clear(a.bytes(a.slot(i)+slotKind, slotSize-slotKind))
		a.u32(a.slot(i) + slotPID).Store(0)
		a.u32(a.slot(i) + slotExit).Store(0)
		id := ProcessID{i, gen}
		if !state.CompareAndSwap(old, gen<<stateBits|uint32(Starting)) {
			continue
		}
		a.SetName(id, name)
		for top := a.topSlot.Load(); i >= top && !a.topSlot.CompareAndSwap(top, i+1); top = a.topSlot.Load() {
		}
		return id, nil
	}
	return ProcessID{}, ErrNoSlot
}

// at returns the slot of id and its state, Free when it is another generation's.
func (a *Arena) at(id ProcessID) (off uint64, s State) {
	if id.Slot >= a.slots {
		return 0, Free
	}
	off = a.slot(id.Slot)
	v := a.u32(off + slotState).Load()
	if v>>stateBits != id.Gen {
		return off, Free
	}
	return off, min(State(v&stateMask), Ended)
}

// SetPID records the process id before the process joins. Host only.
func (a *Arena) SetPID(id ProcessID, pid int) {
	if off, s := a.at(id); s != Free {
		a.u32(off + slotPID).Store(uint32(pid))
	}
}

// SetName renames a process, for warnings.
func (a *Arena) SetName(id ProcessID, name string) {
	if off, s := a.at(id); s != Free {
		n := copy(a.bytes(off+slotName, slotNameSz), name)
		a.u32(off + slotNameN).Store(uint32(n))
	}
}

// EndSlot publishes the end of a process, after Repair. Host only.
func (a *Arena) EndSlot(id ProcessID, exit int) {
	off, s := a.at(id)
	if s == Free || s == Ended {
		return
	}
	a.u32(off + slotExit).Store(uint32(int32(exit)))
	a.u32(off + slotState).Store(id.Gen<<stateBits | uint32(Ended))
	waitq{a, off + slotWaitq}.wakeAll()
	a.ring()
}

// FreeSlot makes the slot of an Ended process available again. WaitEnd on id then returns ExitUnknown at once.
// Host only.
func (a *Arena) FreeSlot(id ProcessID) {
	if off, s := a.at(id); s == Ended {
		a.u32(off + slotState).Store(id.Gen << stateBits)
	}
}

// Process describes one process; ok is false when its slot has been freed or never was.
func (a *Arena) Process(id ProcessID) (p Process, ok bool) {
	off, s := a.at(id)
	if s == Free {
		return Process{}, false
	}
	p = Process{
		ID:    id,
		State: s,
		PID:   int(a.u32(off + slotPID).Load()),
		Exit:  int(int32(a.u32(off + slotExit).Load())),
		Name:  string(a.bytes(off+slotName, uint64(min(a.u32(off+slotNameN).Load(), slotNameSz)))),
	}
	p.Line, p.Item = a.u32(off+slotNote).Load(), int(int32(a.u32(off+slotItem).Load()))-1
	if n := a.u32(off + slotCalls).Load(); n > 0 {
		p.Waiting = Waiting{
			Kind:    WaitKind(a.u32(off + slotKind).Load()),
			Ref:     Ref(a.u64(off + slotRef).Load()),
			Line:    a.u32(off + slotLine).Load(),
			Forever: a.u32(off+slotEver).Load() != 0,
			Blocked: int(n),
		}
	}
	return p, true
}

// Processes describes every process whose slot is not free, the host included.
func (a *Arena) Processes() []Process {
	var list []Process
	top := a.slots
	if a.host != nil {
		top = a.topSlot.Load()
	}
	for i := range top {
		gen := a.u32(a.slot(i)+slotState).Load() >> stateBits
		if p, ok := a.Process(ProcessID{i, gen}); ok {
			list = append(list, p)
		}
	}
	return list
}

// Join takes up a Starting slot: it becomes Running with this process's pid. Each slot is joined once.
func (a *Arena) Join(id ProcessID) (*Member, error) {
	off, s := a.at(id)
	if s != Starting || !a.u32(off+slotState).CompareAndSwap(id.Gen<<stateBits|uint32(Starting), id.Gen<<stateBits|uint32(Running)) {
		return nil, ErrNoSlot
	}
	a.u32(off + slotPID).Store(uint32(os.Getpid()))
	a.u32(off + slotBusy).Store(1)
	m := &Member{a: a, id: id, slot: off, self: id.Slot + 1}
	for i := range uint64(slotRecN) {
		m.recs = append(m.recs, off+slotRecs+i*recSize)
	}
	return m, nil
}

// WaitEnd waits for the end of a process and returns its exit code, ExitUnknown when its slot has been freed.
func (m *Member) WaitEnd(id ProcessID, w Wait) (exit int, err error) {
	for {
		off, s := m.a.at(id)
		switch s {
		case Free:
			return ExitUnknown, nil
		case Ended:
			exit = int(int32(m.a.u32(off + slotExit).Load()))
			if _, s := m.a.at(id); s == Ended {
				return exit, nil
			}
			continue
		}
		err := m.await(waitq{m.a, off + slotWaitq}, w, WaitProcess, Ref(id.Slot), func() bool {
			_, s := m.a.at(id)
			return s == Free || s == Ended
		})
		if err != nil {
			return 0, err
		}
	}
}
