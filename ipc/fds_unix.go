//go:build unix

package ipc

// This file moves bytes and descriptors over an AF_UNIX stream socket. All
// system calls are non-blocking ones inside the runtime's poller, so Close and
// deadlines end them.

import (
	"errors"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// Pair returns two connected sockets: one end for NewConn in the host, one for
// the child. Both are non-blocking and closed on exec; os/exec passes the
// child's end on through ExtraFiles.
func Pair() (host, child *os.File, err error) {
	fds, err := socketpair()
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	return os.NewFile(uintptr(fds[0]), "ipc-host"), os.NewFile(uintptr(fds[1]), "ipc-child"), nil
}

// socket is a byteSource and its opposite over a file.
type socket struct {
	file *os.File
	raw  syscall.RawConn
	oob  []byte // for recv
}

func newSocket(f *os.File) (*socket, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	return &socket{file: f, raw: raw, oob: make([]byte, unix.CmsgSpace(4*MaxFiles))}, nil
}

func (s *socket) recv(p []byte, fds []int) (int, []int, error) {
	var n, oobn, flags int
	var err error
	rerr := s.raw.Read(func(fd uintptr) bool {
		for {
			n, oobn, flags, err = recvmsg(int(fd), p, s.oob)
			if err != unix.EINTR {
				return err != unix.EAGAIN
			}
		}
	})
	if rerr != nil {
		return 0, fds, rerr
	}
	if err != nil {
		if err == unix.ECONNRESET {
			return 0, fds, io.EOF
		}
		return 0, fds, os.NewSyscallError("recvmsg", err)
	}
	if oobn > 0 {
		cmsgs, err := unix.ParseSocketControlMessage(s.oob[:oobn])
		if err != nil {
			return n, fds, violation("control message: %v", err)
		}
		for i := range cmsgs {
			if got, err := unix.ParseUnixRights(&cmsgs[i]); err == nil {
				fds = append(fds, got...)
			}
		}
	}
	if flags&unix.MSG_CTRUNC != 0 {
		return n, fds, violation("more than %d descriptors in a message", MaxFiles)
	}
	if n == 0 && len(p) > 0 {
		return 0, fds, io.EOF
	}
	return n, fds, nil
}

// send writes some of p and, with the first byte, the descriptors. Unless wait
// is set it returns errWouldBlock rather than block.
func (s *socket) send(p []byte, fds []int, wait bool) (int, error) {
	var oob []byte
	if len(fds) > 0 {
		oob = unix.UnixRights(fds...)
	}
	var n int
	var err error
	werr := s.raw.Write(func(fd uintptr) bool {
		for {
			n, err = unix.SendmsgN(int(fd), p, oob, nil, unix.MSG_NOSIGNAL)
			if err != unix.EINTR {
				return err != unix.EAGAIN || !wait
			}
		}
	})
	switch {
	case werr != nil:
		return 0, werr
	case err == unix.EAGAIN:
		return 0, errWouldBlock
	case err != nil:
		return 0, os.NewSyscallError("sendmsg", err)
	}
	return n, nil
}

// isPeerGone reports an error of send that says that the peer closed its end.
func isPeerGone(err error) bool {
	return errors.Is(err, unix.EPIPE) || errors.Is(err, unix.ECONNRESET)
}

// dupFiles returns descriptors of the files that live until they are sent,
// whatever the caller does with the files. closeFDs pairs with it.
func dupFiles(files []*os.File) ([]int, error) {
	var fds []int
	for _, f := range files {
		raw, err := f.SyscallConn()
		if err != nil {
			closeFDs(fds)
			return nil, err
		}
		var dup int
		var derr error
		if err := raw.Control(func(fd uintptr) {
			dup, derr = unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0)
		}); err != nil {
			derr = err
		}
		if derr != nil {
			closeFDs(fds)
			return nil, os.NewSyscallError("fcntl", derr)
		}
		fds = append(fds, dup)
	}
	return fds, nil
}

func closeFDs(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}
