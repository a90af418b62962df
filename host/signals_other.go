//go:build !unix

package host

import "syscall"

// This file stands for signals on systems that have none: each ends the process.

func ignoredByDefault(syscall.Signal) bool { return false }

func changesRunning(syscall.Signal) bool { return false }
