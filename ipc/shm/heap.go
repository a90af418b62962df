package shm

// This file allocates memory for all processes at once, without a lock: a process that is killed anywhere in here
// leaves at most one block behind that nobody uses, and stops nobody.
//
// Blocks come in size classes: multiples of 64 bytes up to 512, then four classes to each doubling. A class has a
// stack of free blocks; when it is empty a block is cut from the bump pointer. Objects (everything that Repair must
// find: locks, queues, pipes ...) are cells of one size in a region of their own, so that the host can look at all of
// them without a registry to keep in order.
//
// A stack head is one double word; the tag changes with each push and pop, so that a head that was popped and pushed
// again in between does not compare equal.
//
//	bits 32-63  tag
//	bits 0-31   first block: offset / 64, or object index + 1; 0 when empty
//
// Each block and cell opens with a header:
//
//	byte 0    word u32    bits 16-31 0xB10C, 8-15 kind, 0-7 class
//	byte 4    owner u32   slot+1 of the process that allocated it
//	byte 8    mutex u32   guards refs  \ frames: link of the list of items put back, u64
//	byte 12   refs u32                 /
//	byte 16   len u64     payload bytes
//	byte 24   next u64    free: next of the stack; frames: block of attached refs
//
// The kind is stored last when a block comes into use and set to kindFree first when it goes.
//
// A large block gives its pages back to the system when it is freed, unless the free large blocks keep few together: a
// page that comes anew costs more than copying its content. refs of such a free block counts the pages behind its first
// one that it keeps.

import (
	"math/bits"
)

const (
	hdrSizeOf = 32 // bytes of a block header

	blkWord  = 0
	blkOwner = 4
	blkMutex = 8
	blkRefs  = 12
	blkLink  = 8
	blkLen   = 16
	blkNext  = 24

	blkMagic = 0xB10C << 16

	objClass   = 0xFF
	classCount = 128 // heads in the header; sizes up to maxSize need 124
	largeSize  = 1 << 20
)

// kind says what a block is.
type kind uint32

const (
	kindFree kind = iota
	kindRaw       // owned by exactly one pointer: segments, ref lists, chunks, nodes
	kindBlock
	kindFrame
	kindLock
	kindCondition
	kindEvent
	kindBarrier
	kindQueue
	kindStream
	kindEnd
	kindPipe
	kindCount
)

// classOf returns the smallest class whose blocks have n bytes, header included.
func classOf(n uint64) uint64 {
	if n <= 512 {
		return (n+63)/64 - 1
	}
	e := uint64(bits.Len64(n-1)) - 1 // 1<<e < n <= 1<<(e+1)
	step := uint64(1) << (e - 2)
	k := (n - 1<<e + step - 1) / step
	return 8 + (e-9)*4 + k - 1
}

// classSize is the inverse of classOf.
func classSize(c uint64) uint64 {
	if c < 8 {
		return (c + 1) * 64
	}
	e := 9 + (c-8)/4
	return 1<<e + ((c-8)%4+1)<<(e-2)
}

// charge is what a block of class c with n bytes of payload counts for: large blocks touch only the pages they need.
func charge(c, n uint64) uint64 {
	if c == objClass {
		return objSize
	}
	if size := classSize(c); size < largeSize {
		return size
	}
	return (n + hdrSizeOf + pageSize - 1) &^ (pageSize - 1)
}

// account charges n bytes, or fails when that exceeds the limit and must is false.
func (a *Arena) account(n uint64, must bool) bool {
	used := a.u64(hdrUsed).Add(n)
	if used > a.u64(hdrLimit).Load() && !must {
		a.u64(hdrUsed).Add(-n)
		return false
	}
	if peak := a.u64(hdrPeak).Load(); used > peak {
		a.u64(hdrPeak).CompareAndSwap(peak, used)
	}
	return true
}

// push puts block index i, whose link is at link, on the stack at head.
func (a *Arena) push(head, i, link uint64) {
	h := a.u64(head)
	for {
		old := h.Load()
		a.u64(link).Store(old & (1<<32 - 1))
		if h.CompareAndSwap(old, (old>>32+1)<<32|i) {
			return
		}
	}
}

// pop takes a block index off the stack at head, 0 when it is empty; link gives the place of a block's link, 0 for an
// impossible index.
func (a *Arena) pop(head uint64, link func(i uint64) uint64) uint64 {
	h := a.u64(head)
	for {
		old := h.Load()
		i := old & (1<<32 - 1)
		if i == 0 {
			return 0
		}
		at := link(i)
		if at == 0 {
			a.damage.Add(1)
			return 0
		}
		// The block may be in use by now and next be anything: then the tag has changed.
		next := a.u64(at).Load() & (1<<32 - 1)
		if h.CompareAndSwap(old, (old>>32+1)<<32|next) {
			return i
		}
	}
}

func (a *Arena) classHead(c uint64) uint64 { return hdrClasses + c*64 }

func (a *Arena) blockLink(i uint64) uint64 {
	if off := i * unit; off >= a.heapOff && off < a.size {
		return off + blkNext
	}
	return 0
}

func (a *Arena) objLink(i uint64) uint64 {
	if i <= a.objMax {
		return a.objOff + (i-1)*objSize + blkNext
	}
	return 0
}

// alloc returns a block with n bytes of payload, of kindRaw, held by nobody. The payload is not zeroed unless zero.
// must allows it to exceed the limit, for what repair and release depend on.
func (a *Arena) alloc(owner uint32, n uint64, zero, must bool) (off uint64, err error) {
	if n > a.size {
		return 0, ErrNoMemory
	}
	c := classOf(n + hdrSizeOf)
	if !a.account(charge(c, n), must) {
		return 0, ErrNoMemory
	}
	paid := charge(c, n)
	off, fresh := a.pop(a.classHead(c), a.blockLink)*unit, false
	if off == 0 {
		off, fresh = a.cut(classSize(c)), true
	}
	for bigger := c + 1; off == 0 && bigger < classCount && classSize(bigger) < a.size; bigger++ {
		// Address space is exhausted, not memory.
		off = a.pop(a.classHead(bigger), a.blockLink) * unit
		if off != 0 {
			c, fresh = bigger, false
		}
	}
	if off == 0 {
		a.u64(hdrUsed).Add(-paid)
		return 0, ErrNoMemory
	}
	if now := charge(c, n); now != paid {
		a.u64(hdrUsed).Add(now - paid)
	}
	dirty := n
	if classSize(c) >= largeSize {
		dirty = min(n, pageSize-hdrSizeOf+a.takeKept(off, c, n))
	}
	a.u32(off + blkOwner).Store(owner)
	a.u64(off + blkLink).Store(0)
	a.u64(off + blkLen).Store(n)
	a.u64(off + blkNext).Store(0)
	if zero && !fresh {
		clear(a.bytes(off+hdrSizeOf, dirty))
	}
	a.u32(off + blkWord).Store(blkMagic | uint32(kindRaw)<<8 | uint32(c))
	return off, nil
}

// cut takes size bytes from the bump pointer, page-aligned when large; 0 when the arena is full.
func (a *Arena) cut(size uint64) uint64 {
	bump := a.u64(hdrBump)
	for {
		old := bump.Load()
		off := old
		if size >= largeSize {
			off = (off + pageSize - 1) &^ (pageSize - 1)
		}
		if off < a.heapOff || off%unit != 0 || off > a.size || size > a.size-off {
			return 0
		}
		if bump.CompareAndSwap(old, off+size) {
			return off
		}
	}
}

// free gives a block or cell back. Nobody may use it any more. What is not a block in use is left alone.
func (a *Arena) free(off uint64) {
	word := a.u32(off + blkWord)
	old := word.Load()
	if a.kindOf(off) == kindFree || !word.CompareAndSwap(old, blkMagic|old&0xFF) {
		a.damage.Add(1)
		return
	}
	c, n := uint64(old&0xFF), a.u64(off+blkLen).Load()
	if c == objClass {
		a.u64(hdrUsed).Add(^uint64(objSize - 1))
		i := (off-a.objOff)/objSize + 1
		a.push(hdrObjFree, i, off+blkNext)
		return
	}
	size := classSize(c)
	if n > size-hdrSizeOf || size > a.size-off {
		a.damage.Add(1)
		return
	}
	if size >= largeSize {
		a.keep(off, n)
	}
	a.u64(hdrUsed).Add(-charge(c, n))
	a.push(a.classHead(c), off/unit, off+blkNext)
}

// keptMax is how many bytes the free large blocks keep together.
const keptMax = 64 << 20

// keep decides whether a large block that is being freed keeps its pages.
func (a *Arena) keep(off, n uint64) {
	pages := tailPages(n)
	if off%pageSize != 0 {
		return
	}
	if kept := a.u64(hdrKept); kept.Add(pages) <= keptMax/pageSize {
		a.u32(off + blkRefs).Store(uint32(pages))
		return
	} else {
		kept.Add(-pages)
	}
	a.u32(off + blkRefs).Store(0)
	if pages > 0 {
		a.recycle(a.bytes(off+pageSize, pages*pageSize))
	}
}

// takeKept takes over the pages that a large free block has kept, for n bytes of payload, and returns how many bytes of
// them may hold old content. Those beyond n are given back.
func (a *Arena) takeKept(off, class, n uint64) (dirty uint64) {
	pages := min(uint64(a.u32(off+blkRefs).Load()), classSize(class)/pageSize-1)
	if pages == 0 {
		return 0
	}
	a.u32(off + blkRefs).Store(0)
	a.u64(hdrKept).Add(-pages)
	need := tailPages(n)
	if pages > need {
		a.recycle(a.bytes(off+(1+need)*pageSize, (pages-need)*pageSize))
		pages = need
	}
	return pages * pageSize
}

// tailPages is the number of pages behind the first one of a large block with n bytes of payload.
func tailPages(n uint64) uint64 { return (hdrSizeOf + n - 1) / pageSize }

// allocObject returns a zeroed object cell that Repair does not see until publish.
func (a *Arena) allocObject(owner uint32) (off uint64, err error) {
	if !a.account(objSize, false) {
		return 0, ErrNoMemory
	}
	i := a.pop(hdrObjFree, a.objLink)
	if i == 0 {
		bump := a.u64(hdrObjBump)
		for {
			old := bump.Load()
			if old >= a.objMax {
				a.u64(hdrUsed).Add(^uint64(objSize - 1))
				return 0, ErrNoMemory
			}
			if bump.CompareAndSwap(old, old+1) {
				i = old + 1
				break
			}
		}
	}
	off = a.objOff + (i-1)*objSize
	clear(a.bytes(off+hdrSizeOf, objSize-hdrSizeOf))
	a.u32(off + blkOwner).Store(owner)
	a.u64(off + blkLink).Store(0)
	a.u64(off + blkLen).Store(objSize - hdrSizeOf)
	return off, nil
}

// forget gives back a cell that was never published.
func (a *Arena) forget(off uint64) {
	a.publish(off, kindEvent, 0)
	a.free(off)
}

// publish sets the kind of a block or cell that is complete, with its number of holds.
func (a *Arena) publish(off uint64, k kind, refs uint32) {
	if k != kindFrame {
		a.u32(off + blkRefs).Store(refs)
	}
	c := uint32(objClass)
	if off >= a.heapOff {
		c = a.u32(off+blkWord).Load() & 0xFF
	}
	a.u32(off + blkWord).Store(blkMagic | uint32(k)<<8 | c)
}

// kindOf returns what is at off, kindFree for anything that is no block or cell in use.
func (a *Arena) kindOf(off uint64) kind {
	if off%unit != 0 || off < a.objOff || off > a.size-unit {
		return kindFree
	}
	object := off < a.heapOff
	if object && (off-a.objOff)%objSize != 0 {
		return kindFree
	}
	word := a.u32(off + blkWord).Load()
	k := kind(word >> 8 & 0xFF)
	if word&0xFFFF_0000 != blkMagic || k >= kindCount || (word&0xFF == objClass) != object {
		return kindFree
	}
	if object {
		if k <= kindFrame {
			return kindFree
		}
		return k
	}
	if c := uint64(word & 0xFF); k > kindFrame || c >= classCount || classSize(c) > a.size-off {
		return kindFree
	}
	return k
}

// payload returns the payload of a block in use, nil if its header makes no sense.
func (a *Arena) payload(off uint64) []byte {
	if a.kindOf(off) == kindFree || off < a.heapOff {
		return nil
	}
	n := a.u64(off + blkLen).Load()
	if n > classSize(uint64(a.u32(off+blkWord).Load()&0xFF))-hdrSizeOf {
		a.damage.Add(1)
		return nil
	}
	return a.bytes(off+hdrSizeOf, n)
}

// Usage counts bytes of blocks, headers and rounding included.
type Usage struct{ Used, Peak, Limit int64 }

// Usage is what the blocks of the arena use together.
func (a *Arena) Usage() Usage {
	return Usage{int64(a.u64(hdrUsed).Load()), int64(a.u64(hdrPeak).Load()), int64(a.u64(hdrLimit).Load())}
}

// SetLimit changes how much blocks may use together; what is over it already stays.
func (a *Arena) SetLimit(n int64) { a.u64(hdrLimit).Store(uint64(max(n, 0))) }
