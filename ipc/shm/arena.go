package shm

// This file makes, attaches and describes an arena: the header and where each region begins. See doc.go for the map.

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"
)

// Options describes a new arena. The zero value is the default.
type Options struct {
	Size  int64 // virtual size in bytes, fixed for life; 0 means 64 GiB. At least 1 MiB, at most 256 GiB.
	Limit int64 // bytes that blocks may use together; 0 means Size
}

// Header fields, as byte offsets from the start of the arena.
const (
	hdrMagic   = 0   // u64
	hdrVersion = 8   // u32
	hdrSlots   = 12  // u32, number of process slots
	hdrSize    = 16  // u64
	hdrObjMax  = 24  // u64, number of object cells
	hdrLimit   = 64  // u64
	hdrUsed    = 128 // u64
	hdrPeak    = 136 // u64
	hdrKept    = 144 // u64, pages that free large blocks have not given back
	hdrBump    = 192 // u64, first byte never allocated
	hdrObjBump = 256 // u64, number of object cells ever used
	hdrObjFree = 264 // u64, tagged stack
	hdrBell    = 320 // waitq of WaitAny
	hdrClasses = 1024
	hdrEnd     = 16384

	magic   = 0x0041_4b52_414c_5241 // "ARLARKA"
	version = 1

	slotCount = 4096
	slotSize  = 1024
	objSize   = 256
	pageSize  = 4096
	unit      = 64 // granularity of blocks

	minSize     = 1 << 20
	maxSize     = 1 << 38
	defaultSize = 64 << 30
)

// noCopy makes vet report copies of the value that holds it.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// Arena is one mapping of a run's shared memory.
type Arena struct {
	_ noCopy

	base    unsafe.Pointer
	size    uint64
	near    uint64 // words before this offset are reached without further checks: size, but for tests that set probe
	slots   uint32
	slotOff uint64
	objOff  uint64
	objMax  uint64
	heapOff uint64

	mem     []byte
	mapped  bool
	file    *os.File // creator only
	host    *Member  // creator only
	recycle func(mem []byte)

	repair  repairState   // creator only
	topSlot atomic.Uint32 // creator only: slots from here on have never been used, and their pages not been touched

	damage atomic.Int64  // accesses outside the arena
	sink32 atomic.Uint32 // where they land
	sink64 atomic.Uint64

	probe func() bool // tests only: sees each access beyond near, may deny it or panic
}

// Create makes an arena. Slot 0 is the creator's own: Host returns its Member.
func Create(o Options) (*Arena, error) {
	if o.Size == 0 {
		o.Size = defaultSize
		if ^uint(0)>>32 == 0 {
			o.Size = 1 << 30
		}
	}
	o.Size &^= pageSize - 1
	if o.Size < minSize || o.Size > maxSize {
		return nil, fmt.Errorf("shm: arena of %d bytes: want %d to %d", o.Size, int64(minSize), int64(maxSize))
	}
	f, err := newFile(o.Size)
	if err != nil {
		return nil, fmt.Errorf("shm: create: %w", err)
	}
	mem, err := mapFile(f, o.Size)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("shm: map: %w", err)
	}
	a := &Arena{mem: mem, mapped: true, file: f, recycle: discardPages}
	a.format(o)
	return a, nil
}

// newLocal makes an arena in the Go heap, where the race detector sees it.
func newLocal(o Options) *Arena {
	a := &Arena{mem: heapMemory(o.Size), recycle: func(mem []byte) { clear(mem) }}
	a.format(o)
	return a
}

// format writes the header of a zeroed arena and joins it as process 0.
func (a *Arena) format(o Options) {
	if o.Limit <= 0 {
		o.Limit = o.Size
	}
	slots := uint32(slotCount)
	if o.Size < 64<<20 {
		slots = 64
	}
	a.place(uint64(o.Size), slots)
	a.u32(hdrVersion).Store(version)
	a.u32(hdrSlots).Store(slots)
	a.u64(hdrSize).Store(a.size)
	a.u64(hdrObjMax).Store(a.objMax)
	a.u64(hdrLimit).Store(uint64(o.Limit))
	a.u64(hdrBump).Store(a.heapOff)
	a.u64(hdrMagic).Store(magic)
	id, err := a.AllocSlot("host")
	if err != nil {
		panic("BUG: shm: " + err.Error())
	}
	a.host, err = a.Join(id)
	if err != nil {
		panic("BUG: shm: " + err.Error())
	}
	a.host.patience = hostPatience
}

// place computes where the regions begin.
func (a *Arena) place(size uint64, slots uint32) {
	a.base = baseOf(a.mem)
	a.size, a.near = size, size
	a.slots = slots
	a.slotOff = hdrEnd
	a.objOff = a.slotOff + uint64(slots)*slotSize
	a.objMax = min(size/8, 256<<20) / objSize
	a.heapOff = (a.objOff + a.objMax*objSize + pageSize - 1) &^ (pageSize - 1)
}

// Attach maps the arena behind f after checking magic, version and size. The arena keeps no hold of f.
func Attach(f *os.File) (*Arena, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("shm: attach: %w", err)
	}
	size := st.Size()
	if size < minSize || size > maxSize || size%pageSize != 0 {
		return nil, fmt.Errorf("shm: attach: not an arena: %d bytes", size)
	}
	mem, err := mapFile(f, size)
	if err != nil {
		return nil, fmt.Errorf("shm: attach: %w", err)
	}
	a := &Arena{mem: mem, mapped: true, recycle: discardPages}
	a.base, a.size, a.near = baseOf(mem), uint64(size), uint64(size)
	if err := a.check(); err != nil {
		a.Close()
		return nil, fmt.Errorf("shm: attach: %w", err)
	}
	a.place(uint64(size), a.u32(hdrSlots).Load())
	if a.heapOff >= a.size || a.objMax != a.u64(hdrObjMax).Load() {
		a.Close()
		return nil, errors.New("shm: attach: regions do not fit")
	}
	return a, nil
}

// check tells whether the header is ours and of this version.
func (a *Arena) check() error {
	switch {
	case a.u64(hdrMagic).Load() != magic:
		return errors.New("no magic number")
	case a.u32(hdrVersion).Load() != version:
		return fmt.Errorf("version %d, want %d", a.u32(hdrVersion).Load(), version)
	case a.u64(hdrSize).Load() != a.size:
		return fmt.Errorf("header says %d bytes, file has %d", a.u64(hdrSize).Load(), a.size)
	case a.u32(hdrSlots).Load() > slotCount:
		return fmt.Errorf("%d process slots", a.u32(hdrSlots).Load())
	}
	return nil
}

// File is what interpreters inherit or are sent. It belongs to the arena; only the creator's arena has one.
func (a *Arena) File() *os.File { return a.file }

// Host is the creator's own Member. Its calls do not wait for a process that is stopped inside an object: they
// return ErrStuck after a short while.
func (a *Arena) Host() *Member { return a.host }

// Size is the virtual size in bytes.
func (a *Arena) Size() int64 { return int64(a.size) }

// Close unmaps the arena. No call on any handle may be under way or follow.
func (a *Arena) Close() error {
	var err error
	if a.mapped {
		err = unmap(a.mem)
		a.mapped = false
	}
	a.mem, a.base, a.size, a.near = nil, nil, 0, 0
	if a.file != nil {
		err = errors.Join(err, a.file.Close())
		a.file = nil
	}
	return err
}
