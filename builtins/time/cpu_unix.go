//go:build unix

package time

import (
	"syscall"
	std "time"
)

// This file reads the processor time of the process.

func processTime() std.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return std.Duration(u.Utime.Nano() + u.Stime.Nano())
}
