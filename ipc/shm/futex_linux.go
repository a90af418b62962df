package shm

// This file holds the calls that sleep and wake. The operations lack FUTEX_PRIVATE_FLAG: the words are shared between processes.

import (
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	futexOpWait = 0
	futexOpWake = 1
)

// futexWait sleeps until a wake on word, unless word is no longer old. A negative timeout is none. It may return
// early for no reason; callers look at their condition again.
func futexWait(word *atomic.Uint32, old uint32, timeout time.Duration) {
	var ts *unix.Timespec
	if timeout >= 0 {
		t := unix.NsecToTimespec(int64(timeout))
		ts = &t
	}
	syscall.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexOpWait, uintptr(old),
		uintptr(unsafe.Pointer(ts)), 0, 0)
}

// futexWake wakes at most n sleepers of word.
func futexWake(word *atomic.Uint32, n int32) {
	syscall.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexOpWake, uintptr(n), 0, 0, 0)
}

// osYield lets another process run that waits for this processor: perhaps the one that is waited for.
func osYield() { syscall.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0) }
