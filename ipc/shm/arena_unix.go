//go:build unix && !linux

package shm

// This file makes the arena's memory where memfd does not exist: a temporary file that is unlinked at once.

import (
	"os"

	"golang.org/x/sys/unix"
)

func newFile(size int64) (*os.File, error) {
	f, err := os.CreateTemp("", "parlark-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	if err := f.Truncate(size); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func mapFile(f *os.File, size int64) ([]byte, error) {
	if size != int64(int(size)) {
		return nil, unix.EFBIG
	}
	c, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var mem []byte
	var merr error
	if err := c.Control(func(fd uintptr) {
		mem, merr = unix.Mmap(int(fd), 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	}); err != nil {
		return nil, err
	}
	return mem, os.NewSyscallError("mmap", merr)
}

func unmap(mem []byte) error { return os.NewSyscallError("munmap", unix.Munmap(mem)) }

// discardPages zeroes mem; its pages stay.
func discardPages(mem []byte) { clear(mem) }
