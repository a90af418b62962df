//go:build unix && !linux

package ipc

// This file does in two steps, guarded against a fork in between, what Linux
// does in one.

import (
	"syscall"

	"golang.org/x/sys/unix"
)

func socketpair() ([2]int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return fds, err
	}
	for _, fd := range fds {
		unix.CloseOnExec(fd)
		if e := unix.SetNonblock(fd, true); e != nil {
			err = e
		}
	}
	if err != nil {
		closeFDs(fds[:])
	}
	return fds, err
}

func recvmsg(fd int, p, oob []byte) (n, oobn, flags int, err error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, oobn, flags, _, err = unix.Recvmsg(fd, p, oob, 0)
	if err != nil || oobn == 0 {
		return n, oobn, flags, err
	}
	cmsgs, perr := unix.ParseSocketControlMessage(oob[:oobn])
	if perr != nil {
		return n, oobn, flags, nil // the caller finds the same fault
	}
	for i := range cmsgs {
		if got, err := unix.ParseUnixRights(&cmsgs[i]); err == nil {
			for _, fd := range got {
				unix.CloseOnExec(fd)
			}
		}
	}
	return n, oobn, flags, nil
}
