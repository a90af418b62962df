package host

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// This file sets the limits that Linux keeps for a process. The host does it: the filter of an interpreter that waits for
// its assignment does not allow the call any more.

// limitProcess sets the limits of memory and CPU time of a process of the same user.
func limitProcess(pid int, l limits) error {
	if l.memory > 0 {
		if err := lowerLimit(pid, unix.RLIMIT_DATA, uint64(l.hardMemory()), uint64(l.hardMemory())); err != nil {
			return fmt.Errorf("limiting the memory of process %d: %w", pid, err)
		}
	}
	if l.cpu > 0 {
		soft := uint64((l.cpu + time.Second - 1) / time.Second)
		if err := lowerLimit(pid, unix.RLIMIT_CPU, soft, soft+uint64(grace/time.Second)); err != nil {
			return fmt.Errorf("limiting the CPU time of process %d: %w", pid, err)
		}
	}
	return nil
}

func lowerLimit(pid, resource int, soft, hard uint64) error {
	var have unix.Rlimit
	if err := unix.Prlimit(pid, resource, nil, &have); err != nil {
		return err
	}
	return unix.Prlimit(pid, resource, &unix.Rlimit{Cur: min(soft, have.Max), Max: min(hard, have.Max)}, nil)
}

// residentBytes is the most memory that an ended process ever had at the same time.
func residentBytes(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(usage.Maxrss) << 10
}

// isForbiddenCall reports whether the kernel ended the process for a call that its filter does not allow.
func isForbiddenCall(status int) bool { return status == -int(syscall.SIGSYS) }
