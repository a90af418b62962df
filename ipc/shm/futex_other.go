//go:build !linux

package shm

// This file waits by looking again, where no futex can be shared between processes.

import (
	"sync/atomic"
	"time"
)

// pollInterval is how late a waiter may notice a wake.
const pollInterval = 200 * time.Microsecond

func futexWait(word *atomic.Uint32, old uint32, timeout time.Duration) {
	if timeout < 0 || timeout > pollInterval {
		timeout = pollInterval
	}
	if word.Load() == old {
		time.Sleep(timeout)
	}
}

func futexWake(*atomic.Uint32, int32) {}

func osYield() {}
