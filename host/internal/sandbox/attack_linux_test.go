//go:build amd64 || arm64

package sandbox

// This file tries what a script that broke out of its interpreter would try. Should the filter let a call through, none
// does damage: signals are 0, structures are null pointers, magic numbers are wrong.

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// An attack is one call that must be refused. A zero errno from try means that it succeeded.
type attack struct {
	name string
	try  func(target) syscall.Errno
	want syscall.Errno // in both modes, without death; 0 means EPERM when permissive, death otherwise
}

// A target is what an attacker knows beforehand.
type target struct {
	parent, self int
	socket       int // one end of a socket pair
	memfd        int
	page         []byte // an aligned, private page
}

// held keeps alive what a bare address points to.
var held [][]byte

func text(s string) uintptr {
	b := append([]byte(s), 0)
	held = append(held, b)
	return uintptr(unsafe.Pointer(&b[0]))
}

// plain is the attack that makes one call.
func plain(name string, number uintptr, args ...uintptr) attack {
	return with(name, number, func(target) []uintptr { return args })
}

func with(name string, number uintptr, args func(target) []uintptr) attack {
	return attack{name: name, try: func(at target) syscall.Errno {
		var a [6]uintptr
		copy(a[:], args(at))
		_, _, errno := syscall.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5])
		return errno
	}}
}

// fork is the attack that makes a process, whose copy goes no further.
func fork(name string, number uintptr, args ...uintptr) attack {
	return attack{name: name, try: func(target) syscall.Errno {
		var a [6]uintptr
		copy(a[:], args)
		pid, _, errno := syscall.RawSyscall6(number, a[0], a[1], a[2], a[3], a[4], a[5])
		if errno == 0 && pid == 0 {
			syscall.RawSyscall(unix.SYS_EXIT_GROUP, 99, 0, 0)
		}
		return errno
	}}
}

func attacks() []attack {
	cwd := uintptr(unix.AT_FDCWD & (1<<64 - 1))
	sigchld := uintptr(unix.SIGCHLD)
	list := []attack{
		// Files.
		openat("open /etc/passwd", "/etc/passwd", unix.O_RDONLY),
		openat("create in /tmp", "/tmp/sandbox-test-created", unix.O_CREAT|unix.O_WRONLY|unix.O_EXCL),
		openat("open by /proc/self/fd", "/proc/self/fd/1", unix.O_WRONLY),
		openat("open /proc/self/mem", "/proc/self/mem", unix.O_RDWR),
		with("openat2", unix.SYS_OPENAT2, func(target) []uintptr {
			how := &unix.OpenHow{}
			held = append(held, unsafe.Slice((*byte)(unsafe.Pointer(how)), unix.SizeofOpenHow))
			return []uintptr{cwd, text("/etc/passwd"), uintptr(unsafe.Pointer(how)), unix.SizeofOpenHow}
		}),
		plain("open by handle", unix.SYS_OPEN_BY_HANDLE_AT),
		plain("unlink", unix.SYS_UNLINKAT, cwd, text("/tmp/sandbox-test-none")),
		plain("mkdir", unix.SYS_MKDIRAT, cwd, text("/proc/none"), 0o700),
		plain("rename", unix.SYS_RENAMEAT2, cwd, text("/tmp/sandbox-test-none"), cwd, text("/tmp/sandbox-test-none2")),
		plain("readlink", unix.SYS_READLINKAT, cwd, text("/proc/self/exe"), text("................"), 16),
		plain("stat", unix.SYS_STATX, cwd, text("/")),
		plain("getdents", unix.SYS_GETDENTS64, 0),
		plain("chdir", unix.SYS_CHDIR, text("/")),
		plain("chroot", unix.SYS_CHROOT, text("/")),
		plain("mount", unix.SYS_MOUNT),
		plain("umount", unix.SYS_UMOUNT2, text("/proc/none")),
		plain("pivot_root", unix.SYS_PIVOT_ROOT),
		plain("fsopen", unix.SYS_FSOPEN),
		plain("inotify_init1", unix.SYS_INOTIFY_INIT1),
		plain("fanotify_init", unix.SYS_FANOTIFY_INIT),

		// Sockets and other descriptors.
		plain("tcp socket", unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM),
		plain("udp socket", unix.SYS_SOCKET, unix.AF_INET6, unix.SOCK_DGRAM),
		plain("unix socket", unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_STREAM),
		plain("netlink socket", unix.SYS_SOCKET, unix.AF_NETLINK, unix.SOCK_RAW),
		plain("vsock socket", unix.SYS_SOCKET, unix.AF_VSOCK, unix.SOCK_STREAM),
		with("socketpair", unix.SYS_SOCKETPAIR, func(at target) []uintptr {
			return []uintptr{unix.AF_UNIX, unix.SOCK_STREAM, 0, address(at.page)}
		}),
		with("connect", unix.SYS_CONNECT, func(at target) []uintptr { return []uintptr{uintptr(at.socket)} }),
		with("bind", unix.SYS_BIND, func(at target) []uintptr { return []uintptr{uintptr(at.socket)} }),
		with("listen", unix.SYS_LISTEN, func(at target) []uintptr { return []uintptr{uintptr(at.socket), 1} }),
		with("accept", unix.SYS_ACCEPT4, func(at target) []uintptr { return []uintptr{uintptr(at.socket)} }),
		with("sendto", unix.SYS_SENDTO, func(at target) []uintptr { return []uintptr{uintptr(at.socket), address(at.page), 1} }),
		with("setsockopt", unix.SYS_SETSOCKOPT, func(at target) []uintptr {
			return []uintptr{uintptr(at.socket), unix.SOL_SOCKET, unix.SO_SNDBUF, address(at.page), 4}
		}),
		with("credentials of the peer", unix.SYS_GETSOCKOPT, func(at target) []uintptr {
			return []uintptr{uintptr(at.socket), unix.SOL_SOCKET, unix.SO_PEERCRED, address(at.page), address(at.page[64:])}
		}),
		plain("memfd_create", unix.SYS_MEMFD_CREATE, text("x")),
		plain("memfd_secret", unix.SYS_MEMFD_SECRET),
		with("grow the memfd", unix.SYS_FTRUNCATE, func(at target) []uintptr { return []uintptr{uintptr(at.memfd), 1 << 30} }),
		with("fill the memfd", unix.SYS_FALLOCATE, func(at target) []uintptr { return []uintptr{uintptr(at.memfd), 0, 0, 4096} }),
		with("seal the memfd", unix.SYS_FCNTL, func(at target) []uintptr {
			return []uintptr{uintptr(at.memfd), unix.F_ADD_SEALS, unix.F_SEAL_WRITE}
		}),
		with("own a socket's signals", unix.SYS_FCNTL, func(at target) []uintptr {
			return []uintptr{uintptr(at.socket), unix.F_SETOWN, uintptr(at.self)}
		}),
		plain("pipe2", unix.SYS_PIPE2),
		plain("dup", unix.SYS_DUP, 1),
		plain("dup3", unix.SYS_DUP3, 1, 20),
		plain("eventfd2", unix.SYS_EVENTFD2),
		plain("epoll_create1", unix.SYS_EPOLL_CREATE1),
		plain("signalfd4", unix.SYS_SIGNALFD4),
		plain("timerfd_create", unix.SYS_TIMERFD_CREATE),
		plain("push to the terminal", unix.SYS_IOCTL, 0, unix.TIOCSTI, text("x")),
		plain("sendfile", unix.SYS_SENDFILE, 1, 0),
		plain("splice", unix.SYS_SPLICE, 0, 0, 1, 0, 1),
		plain("io_uring_setup", unix.SYS_IO_URING_SETUP, 1),
		plain("io_uring_enter", unix.SYS_IO_URING_ENTER),
		plain("io_setup", unix.SYS_IO_SETUP, 1),

		// Processes. 9 is mmap's number on amd64: a filter that compares a left-over argument would let it pass.
		plain("execve", unix.SYS_EXECVE, text("/bin/true")),
		plain("execveat", unix.SYS_EXECVEAT, cwd, text("/bin/true")),
		fork("fork by clone", unix.SYS_CLONE, sigchld),
		fork("fork by clone, no signal", unix.SYS_CLONE, 0),
		fork("fork by clone, flags 9", unix.SYS_CLONE, 9),
		fork("fork by clone, flags of mmap", unix.SYS_CLONE, unix.SYS_MMAP),
		fork("fork by clone, upper half", unix.SYS_CLONE, 1<<32|sigchld),
		fork("vfork by clone", unix.SYS_CLONE, unix.CLONE_VFORK|sigchld),
		fork("clone with a name space", unix.SYS_CLONE, unix.CLONE_NEWUSER|sigchld),
		{name: "clone3", try: fork("", unix.SYS_CLONE3, 0, 0).try, want: unix.ENOSYS},
		with("kill the parent", unix.SYS_KILL, func(at target) []uintptr { return []uintptr{uintptr(at.parent), 0} }),
		plain("kill everybody", unix.SYS_KILL, ^uintptr(0), 0),
		plain("kill the group", unix.SYS_KILL, 0, 0),
		with("tgkill the parent", unix.SYS_TGKILL, func(at target) []uintptr {
			return []uintptr{uintptr(at.parent), uintptr(at.parent), 0}
		}),
		with("tkill the parent", unix.SYS_TKILL, func(at target) []uintptr { return []uintptr{uintptr(at.parent), 0} }),
		with("queue a signal", unix.SYS_RT_SIGQUEUEINFO, func(at target) []uintptr { return []uintptr{uintptr(at.parent), 0} }),
		with("pidfd_open", unix.SYS_PIDFD_OPEN, func(at target) []uintptr { return []uintptr{uintptr(at.parent)} }),
		plain("pidfd_send_signal", unix.SYS_PIDFD_SEND_SIGNAL),
		plain("pidfd_getfd", unix.SYS_PIDFD_GETFD),
		plain("ptrace me", unix.SYS_PTRACE, unix.PTRACE_TRACEME),
		with("ptrace the parent", unix.SYS_PTRACE, func(at target) []uintptr { return []uintptr{unix.PTRACE_SEIZE, uintptr(at.parent)} }),
		with("read the parent's memory", unix.SYS_PROCESS_VM_READV, func(at target) []uintptr { return []uintptr{uintptr(at.parent)} }),
		with("write the parent's memory", unix.SYS_PROCESS_VM_WRITEV, func(at target) []uintptr { return []uintptr{uintptr(at.parent)} }),
		plain("getppid", unix.SYS_GETPPID),
		plain("wait4", unix.SYS_WAIT4, ^uintptr(0), 0, unix.WNOHANG),
		plain("setpriority", unix.SYS_SETPRIORITY, unix.PRIO_PROCESS, 0, 0),
		plain("sched_setscheduler", unix.SYS_SCHED_SETSCHEDULER),

		// Memory.
		with("map executable memory", unix.SYS_MMAP, func(target) []uintptr {
			return []uintptr{0, 4096, unix.PROT_READ | unix.PROT_EXEC, unix.MAP_ANON | unix.MAP_PRIVATE, ^uintptr(0)}
		}),
		with("map memory to execute alone", unix.SYS_MMAP, func(target) []uintptr {
			return []uintptr{0, 4096, unix.PROT_EXEC, unix.MAP_ANON | unix.MAP_PRIVATE, ^uintptr(0)}
		}),
		with("map the memfd executable", unix.SYS_MMAP, func(at target) []uintptr {
			return []uintptr{0, 4096, unix.PROT_READ | unix.PROT_EXEC, unix.MAP_SHARED, uintptr(at.memfd)}
		}),
		with("make memory executable", unix.SYS_MPROTECT, func(at target) []uintptr {
			return []uintptr{address(at.page), 4096, unix.PROT_READ | unix.PROT_EXEC}
		}),
		with("make memory executable with a key", unix.SYS_PKEY_MPROTECT, func(at target) []uintptr {
			return []uintptr{address(at.page), 4096, unix.PROT_READ | unix.PROT_EXEC, ^uintptr(0)}
		}),
		with("poison memory", unix.SYS_MADVISE, func(at target) []uintptr { return []uintptr{address(at.page) + 1, 0, unix.MADV_HWPOISON} }),
		with("advise the parent's memory", unix.SYS_PROCESS_MADVISE, func(at target) []uintptr { return []uintptr{^uintptr(0)} }),
		with("lock memory", unix.SYS_MLOCK, func(at target) []uintptr { return []uintptr{address(at.page), 4096} }),
		with("futex with inheritance", unix.SYS_FUTEX, func(at target) []uintptr { return []uintptr{address(at.page), 6} }),
		plain("userfaultfd", unix.SYS_USERFAULTFD, unix.O_CLOEXEC),
		plain("shmget", unix.SYS_SHMGET, 0, 4096, 0o600),
		plain("mq_open", unix.SYS_MQ_OPEN, text("x")),

		// Rights and limits.
		with("set a limit", unix.SYS_PRLIMIT64, func(at target) []uintptr {
			limit := [2]uint64{64, 64}
			copy(at.page, unsafe.Slice((*byte)(unsafe.Pointer(&limit)), 16))
			return []uintptr{0, unix.RLIMIT_NOFILE, address(at.page)}
		}),
		plain("setuid", unix.SYS_SETUID, 0),
		plain("setresgid", unix.SYS_SETRESGID, 0, 0, 0),
		plain("capset", unix.SYS_CAPSET),
		plain("prctl dumpable", unix.SYS_PRCTL, unix.PR_SET_DUMPABLE, 1),
		plain("prctl name", unix.SYS_PRCTL, unix.PR_SET_NAME, text("x")),
		plain("prctl seccomp", unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER),
		plain("seccomp", unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER),
		plain("landlock", unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION),
		plain("personality", unix.SYS_PERSONALITY, 0xffffffff),
		plain("unshare", unix.SYS_UNSHARE, unix.CLONE_NEWUSER),
		with("setns", unix.SYS_SETNS, func(at target) []uintptr { return []uintptr{uintptr(at.socket)} }),
		plain("bpf", unix.SYS_BPF),
		plain("perf_event_open", unix.SYS_PERF_EVENT_OPEN),
		plain("keyctl", unix.SYS_KEYCTL, unix.KEYCTL_GET_KEYRING_ID, ^uintptr(2), 0),
		plain("add_key", unix.SYS_ADD_KEY),
		plain("init_module", unix.SYS_INIT_MODULE),
		plain("finit_module", unix.SYS_FINIT_MODULE, ^uintptr(0)),
		plain("kexec_load", unix.SYS_KEXEC_LOAD, 0, 0, 0, ^uintptr(0)),
		plain("reboot", unix.SYS_REBOOT),
		plain("sethostname", unix.SYS_SETHOSTNAME, 0, ^uintptr(0)),
		plain("set the clock", unix.SYS_CLOCK_SETTIME, ^uintptr(0)),
		plain("syslog", unix.SYS_SYSLOG, 10),
		plain("uname", unix.SYS_UNAME),
		plain("a number that no kernel has", 1<<20),
	}
	return append(list, nativeAttacks()...)
}

// openatRefusal is what openat gives, which in a build with cgo is an error rather than death.
func openatRefusal() syscall.Errno {
	for _, r := range threadLibraryRules {
		if r.number == unix.SYS_OPENAT {
			return syscall.EPERM
		}
	}
	return 0
}

// openat is the attack that opens a path.
func openat(name, path string, flags uintptr) attack {
	a := plain(name, unix.SYS_OPENAT, uintptr(unix.AT_FDCWD&(1<<64-1)), text(path), flags, 0o600)
	a.want = openatRefusal()
	return a
}

func address(b []byte) uintptr { return uintptr(unsafe.Pointer(&b[0])) }

// attackRole locks itself down as the second argument says, and makes the attack of that index or all of them.
func attackRole(args []string) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		fatal(err)
	}
	memfd, err := unix.MemfdCreate("attack", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		fatal(err)
	}
	if err := unix.Ftruncate(memfd, 4096); err != nil {
		fatal(err)
	}
	page, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		fatal(err)
	}
	at := target{parent: os.Getppid(), self: os.Getpid(), socket: pair[0], memfd: memfd, page: page}
	list := attacks()
	if args[0] != "all" {
		index, err := strconv.Atoi(args[0])
		if err != nil {
			fatal(err)
		}
		list = list[index : index+1]
	}

	lockDown(Config{Permissive: args[1] == "permissive", Off: args[1] == "off"})
	runtime.LockOSThread()
	for _, a := range list {
		fmt.Printf("%s: errno %d\n", a.name, a.try(at))
	}
}

// A strict filter kills at the first attack, so each has a child of its own.
func TestAttacksStrict(t *testing.T) {
	requireSeccomp(t)
	for _, u := range users() {
		for i, a := range attacks() {
			t.Run(u.name+"/"+a.name, func(t *testing.T) {
				t.Parallel()
				end := runChild(t, childCommand(t, u, fmt.Sprintf("attack %d strict", i)))
				after, locked := strings.CutPrefix(end.stdout, "locked\n")
				switch {
				case !locked:
					t.Errorf("not locked down: %v", end)
				case a.want != 0 && (end.status != 0 || after != fmt.Sprintf("%s: errno %d\n", a.name, a.want)):
					t.Errorf("want errno %d: %v", a.want, end)
				case a.want == 0 && (!end.status.Signaled() || end.status.Signal() != syscall.SIGSYS || after != ""):
					t.Errorf("not killed: %v", end)
				}
			})
		}
	}
}

func TestAttacksPermissive(t *testing.T) {
	requireSeccomp(t)
	for _, u := range users() {
		end := runChild(t, childCommand(t, u, "attack all permissive"))
		want := "locked\n"
		for _, a := range attacks() {
			errno := a.want
			if errno == 0 {
				errno = syscall.EPERM
			}
			want += fmt.Sprintf("%s: errno %d\n", a.name, errno)
		}
		if end.stdout != want || end.status != 0 {
			t.Errorf("%s: want\n%s\ngot %v", u.name, want, end)
		}
	}
}

// The suite must be able to fail: without a filter a good part of the attacks gets through.
func TestAttacksOff(t *testing.T) {
	requireSeccomp(t)
	for _, name := range []string{"open /etc/passwd", "tcp socket", "unix socket", "socketpair", "fork by clone", "fork by clone, no signal",
		"kill the parent", "map executable memory", "make memory executable", "set a limit", "memfd_create", "prctl dumpable"} {
		index := slices.IndexFunc(attacks(), func(a attack) bool { return a.name == name })
		if index < 0 {
			t.Fatalf("no attack is named %q", name)
		}
		end := runChild(t, childCommand(t, users()[0], fmt.Sprintf("attack %d off", index)))
		if want := "locked\n" + name + ": errno 0\n"; end.stdout != want {
			t.Errorf("%s does not work even without a sandbox: %v", name, end)
		}
	}
}
