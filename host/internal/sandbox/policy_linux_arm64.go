package sandbox

// This file holds what the filter needs to know of arm64.

import "golang.org/x/sys/unix"

// goThread is how Go's runtime makes a thread: CLONE_VM|FS|FILES|SIGHAND|SYSVSEM|THREAD.
const goThread = 0x50f00

func nativePolicy() policy {
	return policy{
		arch:    unix.AUDIT_ARCH_AARCH64,
		threads: append([]uint32{goThread}, threadLibraryFlags...),
		rules:   interpreterRules,
	}
}
