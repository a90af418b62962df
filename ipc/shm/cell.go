package shm

// This file is the only place that turns an offset into a pointer. Every access is checked against the mapping;
// one that lies outside reads and writes a cell of the Arena value instead and is counted as damage, so that a host
// that follows a corrupted offset computes nonsense but touches nothing.

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// u32 returns the word at off.
func (a *Arena) u32(off uint64) *atomic.Uint32 {
	if off > a.near-4 || off&3 != 0 {
		return a.far32(off)
	}
	return (*atomic.Uint32)(unsafe.Add(a.base, off))
}

// u64 returns the double word at off.
func (a *Arena) u64(off uint64) *atomic.Uint64 {
	if off > a.near-8 || off&7 != 0 {
		return a.far64(off)
	}
	return (*atomic.Uint64)(unsafe.Add(a.base, off))
}

//go:noinline
func (a *Arena) far32(off uint64) *atomic.Uint32 {
	if a.probe != nil && off <= a.size-4 && off&3 == 0 && a.probe() {
		return (*atomic.Uint32)(unsafe.Add(a.base, off))
	}
	a.damage.Add(1)
	return &a.sink32
}

//go:noinline
func (a *Arena) far64(off uint64) *atomic.Uint64 {
	if a.probe != nil && off <= a.size-8 && off&7 == 0 && a.probe() {
		return (*atomic.Uint64)(unsafe.Add(a.base, off))
	}
	a.damage.Add(1)
	return &a.sink64
}

// bytes returns n bytes at off, nil when they are not all inside.
func (a *Arena) bytes(off, n uint64) []byte {
	if n > a.size || off > a.size-n {
		a.damage.Add(1)
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Add(a.base, off)), n)
}

// baseOf is where a mapping starts. The mapping is at least a page and page-aligned.
func baseOf(mem []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(mem)) }

// heapMemory returns n bytes of the Go heap, aligned like a mapping's words: an arena that only this process sees.
func heapMemory(n int64) []byte {
	words := make([]uint64, n/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), n)
}

// Number is what Load and Store move.
type Number interface {
	~int8 | ~uint8 | ~int16 | ~uint16 | ~int32 | ~uint32 | ~int64 | ~uint64 | ~float32 | ~float64
}

// Load reads the T at byte offset off with a plain load, as Value and Array data want it. It panics when the T does
// not lie inside the block.
func Load[T Number](b *Block, off int) (v T) {
	return *(*T)(b.cell(off, int(unsafe.Sizeof(v))))
}

// Store writes the T at byte offset off with a plain store. It panics when the T does not lie inside the block.
func Store[T Number](b *Block, off int, v T) {
	*(*T)(b.cell(off, int(unsafe.Sizeof(v)))) = v
}

// Uint32 returns the atomic cell at byte offset off. It panics when it is not inside or not aligned.
func (b *Block) Uint32(off int) *atomic.Uint32 {
	if off&3 != 0 {
		panic(fmt.Sprintf("BUG: shm: misaligned cell at %d", off))
	}
	return (*atomic.Uint32)(b.cell(off, 4))
}

// Uint64 returns the atomic cell at byte offset off. It panics when it is not inside or not aligned.
func (b *Block) Uint64(off int) *atomic.Uint64 {
	if off&7 != 0 {
		panic(fmt.Sprintf("BUG: shm: misaligned cell at %d", off))
	}
	return (*atomic.Uint64)(b.cell(off, 8))
}

// cell returns the address of size bytes at off of the payload.
func (b *Block) cell(off, size int) unsafe.Pointer {
	if off < 0 || off > len(b.data)-size {
		panic(fmt.Sprintf("BUG: shm: cell at %d outside a block of %d bytes", off, len(b.data)))
	}
	return unsafe.Add(unsafe.Pointer(unsafe.SliceData(b.data)), off)
}
