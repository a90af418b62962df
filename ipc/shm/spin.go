package shm

// This file decides how long a waiter looks before it sleeps. A wake-up across processes costs about 20 µs, so
// looking for at most that long never costs more than twice the best choice.

import (
	"runtime"
	"sync/atomic"
	"time"
)

const (
	spinMax   = 20 * time.Microsecond
	spinMin   = 2 * time.Microsecond
	spinStart = 10 * time.Microsecond

	// napShort is a sleep that looking a little longer would have spared, the wake-up included.
	napShort = 60 * time.Microsecond
)

// spin looks at ready until it holds or the budget is spent. The budget, kept in hint in nanoseconds for all waiters
// of one object, doubles when looking helped, or would have (see slept), and halves when it did not.
func spin(hint *atomic.Uint32, ready func() bool) bool {
	budget := time.Duration(hint.Load())
	if budget == 0 {
		budget = spinStart
	}
	budget = min(max(budget, spinMin), spinMax)
	start := time.Now()
	for i := 1; ; i++ {
		if ready() {
			hint.Store(uint32(min(budget*2, spinMax)))
			return true
		}
		pause()
		if i&15 == 0 {
			if time.Since(start) > budget {
				hint.Store(uint32(max(budget/2, spinMin)))
				return false
			}
			runtime.Gosched()
		}
	}
}

// slept tells how long a call slept after its spin did not help.
func slept(hint *atomic.Uint32, d time.Duration) {
	if d < napShort {
		hint.Store(uint32(min(max(4*time.Duration(hint.Load()), spinMin), spinMax)))
	}
}

// pause lets some tens of nanoseconds pass without touching shared memory.
//
//go:noinline
func pause() {
	for i := 0; i < 120; i++ {
		_ = i
	}
}
