package host

import "golang.org/x/sys/unix"

// This file asks Linux how much memory the machine has.

// physicalMemory returns the bytes of the machine's memory, or a guess if they are unknown.
func physicalMemory() int64 {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return guessedMemory
	}
	return int64(info.Totalram) * int64(info.Unit)
}
