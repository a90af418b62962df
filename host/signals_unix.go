//go:build unix

package host

import "syscall"

// This file classifies signals by their default action, signal(7).

// ignoredByDefault reports whether a process without a handler is not affected.
func ignoredByDefault(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGCHLD, syscall.SIGURG, syscall.SIGWINCH:
		return true
	}
	return false
}

// changesRunning reports whether the signal stops or continues a process rather than ending it.
func changesRunning(sig syscall.Signal) bool {
	switch sig {
	case syscall.SIGSTOP, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU, syscall.SIGCONT:
		return true
	}
	return false
}
