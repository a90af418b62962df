package shm

// This file decides how long a waiter looks before it sleeps. A wake-up across processes costs 20 to 30 µs. Two
// processes that answer each other must look for longer than that, or each falls asleep while the other wakes up;
// one that waits for something slow should not look at all. So each object learns.

import (
	"runtime"
	"sync/atomic"
	"time"
)

const (
	spinMax   = 30 * time.Microsecond
	spinMin   = 2 * time.Microsecond
	spinStart = 10 * time.Microsecond

	// napShort is a sleep that looking a little longer would have spared, the wake-up included.
	napShort = 80 * time.Microsecond
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
		pause(min(30*i, pauseMax))
		if i&7 == 0 {
			if time.Since(start) > budget {
				hint.Store(uint32(max(budget/2, spinMin)))
				return false
			}
			runtime.Gosched()
			osYield()
		}
	}
}

// slept tells how long a call slept after its spin did not help.
func slept(hint *atomic.Uint32, d time.Duration) {
	if d < napShort {
		hint.Store(uint32(min(max(4*time.Duration(hint.Load()), spinMin), spinMax)))
	}
}

// pauseMax is the longest pause between two looks, some 200 ns: each look takes the cache line away from the process
// that is about to change it, and one that looks a little later finds several items at once.
const pauseMax = 600

// pause lets about n/3 nanoseconds pass without touching shared memory.
//
//go:noinline
func pause(n int) {
	for i := 0; i < n; i++ {
		_ = i
	}
}
