//go:build amd64 || arm64

package sandbox

// This file lists what an interpreter may call after it is locked down, and why.

import "golang.org/x/sys/unix"

// Forms of arguments that have no name in package unix.
const (
	protData = unix.PROT_READ | unix.PROT_WRITE // any of these, so no PROT_EXEC

	// An operation of futex without these is FUTEX_WAIT or its like: the flags choose a queue and a clock.
	futexFlags       = 128 | 256 // FUTEX_PRIVATE_FLAG, FUTEX_CLOCK_REALTIME
	futexWait        = 0
	futexWake        = 1
	futexWaitBitset  = 9
	futexWakeBitset  = 10
	vmaAnonymousName = 0 // PR_SET_VMA_ANON_NAME

	punchHole = unix.FALLOC_FL_PUNCH_HOLE | unix.FALLOC_FL_KEEP_SIZE
)

// is returns the check that an argument is exactly one of some values.
func is(arg int, values ...uint32) check { return check{arg: arg, values: values} }

// interpreterRules returns the rules for the process pid, whose runtime makes threads with one of the given flags.
// The most frequent stand first, since the kernel can cache only verdicts that depend on no argument.
func interpreterRules(pid uint32, threads []uint32) []rule {
	rules := []rule{
		// Waiting. The forms that lock with priority inheritance are not used and have a history of holes.
		{name: "futex", number: unix.SYS_FUTEX, checks: []check{
			{arg: 1, ignore: futexFlags, values: []uint32{futexWait, futexWake, futexWaitBitset, futexWakeBitset}},
		}},
		{name: "nanosleep", number: unix.SYS_NANOSLEEP},
		{name: "clock_nanosleep", number: unix.SYS_CLOCK_NANOSLEEP},
		{name: "sched_yield", number: unix.SYS_SCHED_YIELD},
		{name: "restart_syscall", number: unix.SYS_RESTART_SYSCALL}, // the kernel's, after a stop within a sleep

		// Descriptors that the process holds. The poller's own were made before; sockets and files arrive by recvmsg.
		{name: "read", number: unix.SYS_READ},
		{name: "write", number: unix.SYS_WRITE},
		{name: "readv", number: unix.SYS_READV},
		{name: "writev", number: unix.SYS_WRITEV},
		{name: "pread64", number: unix.SYS_PREAD64}, // the runtime reads cpu.max of its cgroup each second
		{name: "close", number: unix.SYS_CLOSE},
		{name: "fstat", number: unix.SYS_FSTAT}, // the size of a received descriptor
		{name: "epoll_pwait", number: unix.SYS_EPOLL_PWAIT},
		{name: "epoll_ctl", number: unix.SYS_EPOLL_CTL},
		{name: "recvmsg", number: unix.SYS_RECVMSG},
		{name: "sendmsg", number: unix.SYS_SENDMSG},
		{name: "shutdown", number: unix.SYS_SHUTDOWN},
		// os.NewFile and net.FileConn look at what they are given. No F_SETOWN, so that no signal can be aimed.
		{name: "fcntl", number: unix.SYS_FCNTL, checks: []check{
			is(1, unix.F_GETFL, unix.F_SETFL, unix.F_DUPFD_CLOEXEC, unix.F_GETFD, unix.F_SETFD),
		}},
		{name: "getsockopt", number: unix.SYS_GETSOCKOPT, checks: []check{is(1, unix.SOL_SOCKET), is(2, unix.SO_TYPE)}},
		{name: "getsockname", number: unix.SYS_GETSOCKNAME},
		{name: "getpeername", number: unix.SYS_GETPEERNAME},

		// Memory, never executable: of the heap, and of the arena, whose descriptor arrives after the lock-down.
		{name: "mmap", number: unix.SYS_MMAP, checks: []check{{arg: 2, ignore: protData, values: []uint32{0}}}},
		{name: "mprotect", number: unix.SYS_MPROTECT, checks: []check{{arg: 2, ignore: protData, values: []uint32{0}}}},
		{name: "munmap", number: unix.SYS_MUNMAP},
		// Not MADV_HWPOISON and MADV_SOFT_OFFLINE, which take memory away from the machine when root asks.
		{name: "madvise", number: unix.SYS_MADVISE, checks: []check{
			is(2, unix.MADV_DONTNEED, unix.MADV_FREE, unix.MADV_REMOVE, unix.MADV_WILLNEED, unix.MADV_HUGEPAGE,
				unix.MADV_NOHUGEPAGE, unix.MADV_COLLAPSE, unix.MADV_DONTDUMP, unix.MADV_POPULATE_READ, unix.MADV_POPULATE_WRITE),
		}},
		{name: "fallocate", number: unix.SYS_FALLOCATE, checks: []check{is(1, punchHole)}}, // gives pages of the arena back
		// The runtime names what it maps, on kernels that can (CONFIG_ANON_VMA_NAME). Nothing else of prctl.
		{name: "prctl", number: unix.SYS_PRCTL, checks: []check{is(0, unix.PR_SET_VMA), is(1, vmaAnonymousName)}},

		// Threads and processors. clone makes a thread and nothing else; clone3, whose flags are behind a pointer that
		// a filter cannot follow, does not exist, on which the C library falls back to clone.
		{name: "clone", number: unix.SYS_CLONE, checks: []check{is(0, threads...)}},
		{name: "clone3", number: unix.SYS_CLONE3, answer: retErrno | errnoENOSYS},
		{name: "gettid", number: unix.SYS_GETTID},
		{name: "getpid", number: unix.SYS_GETPID},
		{name: "sched_getaffinity", number: unix.SYS_SCHED_GETAFFINITY},
		{name: "exit", number: unix.SYS_EXIT},
		{name: "exit_group", number: unix.SYS_EXIT_GROUP},

		// Signals, to this process alone. Go preempts goroutines with tgkill, and dies of a signal with kill.
		{name: "tgkill", number: unix.SYS_TGKILL, checks: []check{is(0, pid)}},
		{name: "kill", number: unix.SYS_KILL, checks: []check{is(0, pid)}},
		{name: "rt_sigaction", number: unix.SYS_RT_SIGACTION},
		{name: "rt_sigprocmask", number: unix.SYS_RT_SIGPROCMASK},
		{name: "rt_sigreturn", number: unix.SYS_RT_SIGRETURN},
		{name: "sigaltstack", number: unix.SYS_SIGALTSTACK},

		// Time and chance.
		{name: "clock_gettime", number: unix.SYS_CLOCK_GETTIME},
		{name: "gettimeofday", number: unix.SYS_GETTIMEOFDAY}, // where the vDSO has no clock
		{name: "getrusage", number: unix.SYS_GETRUSAGE},
		{name: "getrandom", number: unix.SYS_GETRANDOM},
	}
	return append(rules, threadLibraryRules...)
}
