//go:build !unix

package ipc

// This file stands in where descriptors cannot be passed: bytes alone move.

import (
	"errors"
	"os"
)

// Pair is not supported on this system.
func Pair() (host, child *os.File, err error) { return nil, nil, errors.ErrUnsupported }

// socket is a byteSource and its opposite over a file.
type socket struct{ file *os.File }

func newSocket(f *os.File) (*socket, error) { return &socket{f}, nil }

func (s *socket) recv(p []byte, fds []int) (int, []int, error) {
	n, err := s.file.Read(p)
	return n, fds, err
}

// send writes all of p. Unless wait is set it leaves that to a call that may block.
func (s *socket) send(p []byte, fds []int, wait bool) (int, error) {
	if !wait {
		return 0, errWouldBlock
	}
	return s.file.Write(p)
}

func isPeerGone(err error) bool { return false }

func dupFiles(files []*os.File) ([]int, error) {
	if len(files) > 0 {
		return nil, errors.ErrUnsupported
	}
	return nil, nil
}

func closeFDs(fds []int) {}
