package sandbox

// This file has the attacks that exist on amd64 alone: its older calls and the numbers of x32.

import "golang.org/x/sys/unix"

func nativeAttacks() []attack {
	return []attack{
		plain("open", unix.SYS_OPEN, text("/etc/passwd"), unix.O_RDONLY),
		plain("creat", unix.SYS_CREAT, text("/proc/none"), 0o600),
		fork("fork", unix.SYS_FORK),
		fork("vfork", unix.SYS_VFORK),
		plain("setrlimit", unix.SYS_SETRLIMIT, unix.RLIMIT_NOFILE),
		plain("iopl", unix.SYS_IOPL, 3),
		plain("modify_ldt", unix.SYS_MODIFY_LDT, 99),
		plain("arch_prctl", unix.SYS_ARCH_PRCTL),
		plain("x32 getpid", x32Bit|unix.SYS_GETPID),
		plain("x32 write", x32Bit|unix.SYS_WRITE, 1),
		plain("x32 open", x32Bit|unix.SYS_OPEN, text("/etc/passwd")),
		plain("x32 execve", x32Bit|520, text("/bin/true")),
		plain("x32 with every bit", 1<<32-1),
	}
}
