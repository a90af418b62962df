package sandbox

// This file holds what the filter needs to know of amd64.

import "golang.org/x/sys/unix"

// goThread is how Go's runtime makes a thread: CLONE_VM|FS|FILES|SIGHAND|SYSVSEM|THREAD, and SETTLS, which
// runtime/sys_linux_amd64.s adds.
const goThread = 0x50f00 | unix.CLONE_SETTLS

func nativePolicy() policy {
	return policy{
		arch:    unix.AUDIT_ARCH_X86_64,
		x32:     true,
		threads: append([]uint32{goThread}, threadLibraryFlags...),
		rules:   interpreterRules,
	}
}
