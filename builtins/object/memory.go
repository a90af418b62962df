package object

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file turns the limit of memory into MemoryError. The limit is the one that the Go runtime knows (GOMEMLIMIT), so
// whoever starts the interpreter sets it there; none set means no limit. It is met in two places:
//
//	one large allocation   is asked for first: checkAllocation
//	many small ones        after each collection the live heap is looked at: WatchMemory
//
// What slips through, a list that the VM grows beyond all bounds at once, runs into the wall that the host has built
// behind the limit, and ends the process.

const (
	// maxAllocation bounds what one operation on strings may allocate: beyond it MemoryError is raised, as for repetition.
	maxAllocation = 1 << 30
	// largeAllocation is from where on the heap is looked at before one.
	largeAllocation = 256 << 10
	// appendsPerCheck is how often list.append looks whether the list may grow.
	appendsPerCheck = 1 << 16
	// itemsPerCheck is how often a built-in function that collects items without running script code looks whether the
	// script has been interrupted.
	itemsPerCheck = 1 << 12
)

// checkAllocation refuses n bytes at once if there cannot be so many.
func checkAllocation(n int) error {
	if n > maxAllocation || n >= largeAllocation && !fits(n) {
		return exceptions.MemoryError.With()
	}
	return nil
}

// fitsItems reports whether n values may be added at once.
func fitsItems(n int) bool {
	const sizeOfValue, most = 16, 1 << 40
	return n <= most && (n*sizeOfValue < largeAllocation || fits(n*sizeOfValue))
}

// fits reports whether the heap may grow by n bytes.
func fits(n int) bool {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		return true
	}
	if heapBytes("/memory/classes/heap/objects:bytes")+int64(n) <= limit {
		return true
	}
	if heapBytes("/gc/heap/live:bytes")+int64(n) > limit {
		return false // the garbage would not be enough, whatever a collection finds since the last one
	}
	runtime.GC()
	return heapBytes("/memory/classes/heap/objects:bytes")+int64(n) <= limit
}

func heapBytes(name string) int64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64))
}

// watcher looks at the live heap after each collection.
type watcher struct {
	rt   *Runtime
	once sync.Once
	next int64 // the size of the live heap from which on MemoryError is posted; 0: the limit's own
}

// canary is what each collection finds unreachable; it is not tiny, so that it does not share its block.
type canary struct {
	w *watcher
	_ [64]byte
}

// WatchMemory makes the interpreter raise MemoryError when its live heap exceeds the Go runtime's limit of memory. The
// first call counts. It costs nothing between two collections, and near the limit there is one after the other.
func (rt *Runtime) WatchMemory() {
	rt.memory.once.Do(func() {
		rt.memory.rt = rt
		rt.memory.arm()
	})
}

func (w *watcher) arm() {
	runtime.SetFinalizer(&canary{w: w}, func(c *canary) {
		c.w.look()
		c.w.arm()
	})
}

// look runs after each collection, on the runtime's one goroutine for finalizers. After a MemoryError the heap may grow
// by some more before there is another, so that a handler has room to free something.
func (w *watcher) look() {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		return
	}
	bound := limit - limit/16
	live := heapBytes("/gc/heap/live:bytes")
	if live < bound {
		w.next = 0
		return
	}
	if live < w.next {
		return
	}
	w.next = live + limit/8
	w.rt.Post(func(*starlark.Thread) error {
		if heapBytes("/gc/heap/live:bytes") < bound {
			return nil // it has been freed before the script could be told
		}
		return exceptions.MemoryError.With()
	})
}
