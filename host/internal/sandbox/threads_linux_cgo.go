//go:build linux && cgo && (amd64 || arm64)

package sandbox

// This file adds what the C library needs to make threads, for an embedding program that is built with cgo.

import "golang.org/x/sys/unix"

// threadLibraryFlags are those of pthread_create in glibc and in musl, which adds the obsolete CLONE_DETACHED. Both are
// Go's and SETTLS, PARENT_SETTID, CHILD_CLEARTID.
var threadLibraryFlags = []uint32{0x3d0f00, 0x7d0f00}

var threadLibraryRules = []rule{
	{name: "rseq", number: unix.SYS_RSEQ},
	{name: "set_robust_list", number: unix.SYS_SET_ROBUST_LIST},
	{name: "brk", number: unix.SYS_BRK},
	// malloc counts the processors by way of /sys the first time that two threads need it, and does without if refused.
	{name: "openat", number: unix.SYS_OPENAT, answer: retErrno | errnoEPERM},
}
