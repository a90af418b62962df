//go:build unix

package rusage

import "syscall"

// This file reads what the process has used.

// Self returns what this process has used so far.
func Self() Usage {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return Usage{}
	}
	return Usage{
		User: float64(u.Utime.Nano()) / 1e9, System: float64(u.Stime.Nano()) / 1e9, MaxRSS: int64(u.Maxrss),
		MinorFaults: int64(u.Minflt), MajorFaults: int64(u.Majflt), Voluntary: int64(u.Nvcsw), Involuntary: int64(u.Nivcsw),
	}
}
