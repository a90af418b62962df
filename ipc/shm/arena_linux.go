package shm

// This file makes the arena's memory on Linux: a memfd whose size is sealed, so that no process can make another
// one fault by truncating it. Pages exist once touched.

import (
	"os"

	"golang.org/x/sys/unix"
)

func newFile(size int64) (*os.File, error) {
	fd, err := unix.MemfdCreate("parlark", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	f := os.NewFile(uintptr(fd), "arena")
	if err := unix.Ftruncate(fd, size); err != nil {
		f.Close()
		return nil, os.NewSyscallError("ftruncate", err)
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_GROW|unix.F_SEAL_SHRINK|unix.F_SEAL_SEAL); err != nil {
		f.Close()
		return nil, os.NewSyscallError("fcntl", err)
	}
	return f, nil
}

func mapFile(f *os.File, size int64) ([]byte, error) {
	if size != int64(int(size)) {
		return nil, unix.EFBIG
	}
	// Fd would make f blocking, which f's owner may not want.
	c, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var mem []byte
	var merr error
	if err := c.Control(func(fd uintptr) {
		mem, merr = unix.Mmap(int(fd), 0, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_NORESERVE)
	}); err != nil {
		return nil, err
	}
	if merr != nil {
		return nil, os.NewSyscallError("mmap", merr)
	}
	// A core dump of an interpreter must not contain everybody's data.
	_ = unix.Madvise(mem, unix.MADV_DONTDUMP)
	return mem, nil
}

func unmap(mem []byte) error { return os.NewSyscallError("munmap", unix.Munmap(mem)) }

// discardPages gives whole pages back to the system; they read as zeros afterwards. madvise is a call that the Go
// runtime needs anyway, unlike fallocate, so a sandbox allows it.
func discardPages(mem []byte) {
	if unix.Madvise(mem, unix.MADV_REMOVE) != nil {
		clear(mem)
	}
}
