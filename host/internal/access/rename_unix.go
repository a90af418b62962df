//go:build unix

package access

import (
	"os"

	"golang.org/x/sys/unix"
)

// This file holds what os.Root has no method for.

// rename moves from one directory that is held open to another.
func rename(from, to spot) error {
	a, err := from.OpenFile(".", os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := to.OpenFile(".", os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer b.Close()
	rawA, err := a.SyscallConn()
	if err != nil {
		return err
	}
	rawB, err := b.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	outer := rawA.Control(func(fdA uintptr) {
		inner = rawB.Control(func(fdB uintptr) { err = unix.Renameat(int(fdA), from.base, int(fdB), to.base) })
	})
	for _, e := range []error{outer, inner} {
		if e != nil {
			return e
		}
	}
	return err
}

// waitForData makes reading a file wait, after it was opened without.
func waitForData(file *os.File) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	if cerr := raw.Control(func(fd uintptr) { err = unix.SetNonblock(int(fd), false) }); cerr != nil {
		return cerr
	}
	return err
}
