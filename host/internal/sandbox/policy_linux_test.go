//go:build amd64 || arm64

package sandbox

// This file runs the interpreter's own filter in a simulator: every number, and every corner of every argument.

import (
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	testPid   = 4711
	allNumber = 1024 // beyond the last number of either architecture
)

// policies returns the filters to be simulated. The numbers are those of this architecture; the rest of a policy is
// data, so the other one's flags of clone and lack of x32 are simulated here too.
func policies() map[string]policy {
	native := nativePolicy()
	other := native
	other.x32 = !native.x32
	other.arch = unix.AUDIT_ARCH_X86_64 ^ unix.AUDIT_ARCH_AARCH64 ^ native.arch
	other.threads = []uint32{0x50f00}
	if goThread == 0x50f00 {
		other.threads = []uint32{0xd0f00}
	}
	return map[string]policy{"native": native, "other": other}
}

// unchecked are the calls that are allowed whatever their arguments. A call that is in neither this list nor the
// table of TestArguments must be denied.
var unchecked = []uint32{
	unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_SCHED_YIELD, unix.SYS_RESTART_SYSCALL,
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_CLOSE, unix.SYS_FSTAT,
	unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_CTL, unix.SYS_RECVMSG, unix.SYS_SENDMSG, unix.SYS_SHUTDOWN,
	unix.SYS_GETSOCKNAME, unix.SYS_GETPEERNAME, unix.SYS_MUNMAP,
	unix.SYS_GETTID, unix.SYS_GETPID, unix.SYS_SCHED_GETAFFINITY, unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
	unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY, unix.SYS_GETRUSAGE, unix.SYS_GETRANDOM,
}

// An argumentTest gives calls of one number that must be allowed and denied.
type argumentTest struct {
	name   string
	number uint32
	allow  [][6]uint64
	deny   [][6]uint64
}

func argumentTests(p policy) []argumentTest {
	const high = 1 << 32
	minus := func(n int64) uint64 { return uint64(-n) }
	flags := uint64(p.threads[0])
	at2 := func(vs ...uint64) (out [][6]uint64) {
		for _, v := range vs {
			out = append(out, [6]uint64{2: v})
		}
		return out
	}
	at1 := func(vs ...uint64) (out [][6]uint64) {
		for _, v := range vs {
			out = append(out, [6]uint64{1: v})
		}
		return out
	}
	at0 := func(vs ...uint64) (out [][6]uint64) {
		for _, v := range vs {
			out = append(out, [6]uint64{0: v, 1: 1, 2: 2, 3: 3})
		}
		return out
	}
	clones := []uint64{
		0, 9, unix.SYS_MMAP, unix.SYS_FUTEX, unix.SYS_READ, unix.SYS_CLONE3, uint64(unix.SIGCHLD),
		unix.CLONE_VM | unix.CLONE_VFORK | uint64(unix.SIGCHLD),
		flags | uint64(unix.SIGCHLD), flags &^ unix.CLONE_THREAD, flags &^ unix.CLONE_VM, flags | unix.CLONE_NEWUSER,
		flags | unix.CLONE_UNTRACED, flags | unix.CLONE_PTRACE, flags | high, high, ^uint64(0),
		0x50f00 ^ 0xd0f00 ^ flags, // the other architecture's
	}
	return []argumentTest{
		{"futex", unix.SYS_FUTEX,
			at1(0, 1, 128, 129, 9, 10, 137, 138, 256|9, 256|128|9),
			at1(2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 128|6, 128|11, 256|13, 512, high, ^uint64(0))},
		{"fcntl", unix.SYS_FCNTL,
			at1(unix.F_GETFL, unix.F_SETFL, unix.F_GETFD, unix.F_SETFD, unix.F_DUPFD_CLOEXEC),
			at1(unix.F_DUPFD, unix.F_SETOWN, unix.F_GETOWN, unix.F_SETSIG, unix.F_SETLK, unix.F_NOTIFY, unix.F_ADD_SEALS,
				unix.F_SETPIPE_SZ, unix.F_SETLEASE, unix.F_SETFL|high, ^uint64(0))},
		{"getsockopt", unix.SYS_GETSOCKOPT,
			[][6]uint64{{1: unix.SOL_SOCKET, 2: unix.SO_TYPE}},
			[][6]uint64{{}, {1: unix.SOL_SOCKET, 2: unix.SO_PEERCRED}, {1: unix.SOL_TCP, 2: unix.SO_TYPE},
				{1: unix.SOL_SOCKET | high, 2: unix.SO_TYPE}, {1: unix.SOL_SOCKET, 2: unix.SO_TYPE | high}}},
		{"mmap", unix.SYS_MMAP, at2(0, 1, 2, 3), at2(4, 5, 6, 7, 8, 0x01000000, 0x02000000, high, high|4, ^uint64(0))},
		{"mprotect", unix.SYS_MPROTECT, at2(0, 1, 2, 3), at2(4, 5, 6, 7, 0x10, high, ^uint64(0))},
		{"madvise", unix.SYS_MADVISE,
			at2(unix.MADV_DONTNEED, unix.MADV_FREE, unix.MADV_REMOVE, unix.MADV_HUGEPAGE, unix.MADV_NOHUGEPAGE, unix.MADV_COLLAPSE),
			at2(unix.MADV_HWPOISON, 101, unix.MADV_MERGEABLE, unix.MADV_WIPEONFORK, unix.MADV_DONTNEED|high, ^uint64(0))},
		{"fallocate", unix.SYS_FALLOCATE,
			at1(3), at1(0, 1, 2, 4, 8, 0x10, 0x20, 7, 3|high, ^uint64(0))},
		{"prctl", unix.SYS_PRCTL,
			[][6]uint64{{unix.PR_SET_VMA, 0, 1 << 40, 4096, 1 << 41}},
			[][6]uint64{{unix.PR_SET_VMA, 1}, {unix.PR_SET_VMA | high}, {unix.PR_SET_DUMPABLE}, {unix.PR_SET_NAME}, {unix.PR_SET_SECCOMP},
				{unix.PR_SET_PTRACER}, {unix.PR_SET_MM}, {unix.PR_CAPBSET_DROP}, {unix.PR_SET_PDEATHSIG}, {unix.PR_SET_SPECULATION_CTRL}, {^uint64(0)}}},
		{"clone", unix.SYS_CLONE, at0(flags), at0(clones...)},
		{"tgkill", unix.SYS_TGKILL, at0(testPid), at0(0, 1, testPid-1, testPid+1, testPid|high, minus(1), minus(testPid))},
		{"kill", unix.SYS_KILL, at0(testPid), at0(0, 1, testPid-1, testPid+1, testPid|high, minus(1), minus(testPid))},
	}
}

func TestArguments(t *testing.T) {
	for name, p := range policies() {
		for _, permissive := range []bool{false, true} {
			denied := uint32(retKillProcess)
			if permissive {
				denied = retErrno | errnoEPERM
			}
			verdict := simulate(t, p.assemble(testPid, permissive))
			for _, test := range argumentTests(p) {
				expect := func(args [6]uint64, want uint32) {
					if got := verdict(call{test.number, p.arch, args}); got != want {
						t.Errorf("%s, permissive %t: %s%#x: verdict %#x, want %#x", name, permissive, test.name, args, got, want)
					}
				}
				for _, args := range test.allow {
					expect(args, retAllow)
				}
				for _, args := range test.deny {
					expect(args, denied)
				}
			}
		}
	}
}

// TestNumbers gives each number arguments that other rules would like: were a value left over from one rule to be
// compared by another, some would pass.
func TestNumbers(t *testing.T) {
	for name, p := range policies() {
		free := slices.Clone(unchecked)
		answers := map[uint32]uint32{unix.SYS_CLONE3: retErrno | errnoENOSYS}
		for _, r := range threadLibraryRules {
			if r.answer == 0 {
				free = append(free, r.number)
			} else {
				answers[r.number] = r.answer
			}
		}
		checked := map[uint32]bool{}
		for _, test := range argumentTests(p) {
			checked[test.number] = true
		}
		var liked []uint64
		for _, r := range p.rules(testPid, p.threads) {
			liked = append(liked, uint64(r.number))
			for _, c := range r.checks {
				for _, v := range c.values {
					liked = append(liked, uint64(v))
				}
			}
		}
		verdict := simulate(t, p.assemble(testPid, false))
		for n := range uint32(allNumber) {
			for _, v := range liked {
				args := [6]uint64{v, v, v, v, v, v}
				want := uint32(retKillProcess)
				switch answer, ok := answers[n]; {
				case slices.Contains(free, n):
					want = retAllow
				case ok:
					want = answer
				case checked[n]:
					continue // TestArguments
				}
				if got := verdict(call{n, p.arch, args}); got != want {
					t.Fatalf("%s: call %d(%#x…): verdict %#x, want %#x", name, n, v, got, want)
				}
				for _, arch := range []uint32{0, unix.AUDIT_ARCH_I386, unix.AUDIT_ARCH_ARM, p.arch ^ 1<<31} {
					if got := verdict(call{n, arch, args}); got != retKillProcess {
						t.Fatalf("%s: call %d on architecture %#x: verdict %#x", name, n, arch, got)
					}
				}
				// Without the check the numbers would be unknown and denied all the same.
				if got := verdict(call{n | x32Bit, p.arch, args}); got != retKillProcess {
					t.Fatalf("%s: x32 call %d: verdict %#x", name, n, got)
				}
			}
		}
	}
}

// A number in two rules would make the second unreachable.
func TestRulesDistinct(t *testing.T) {
	seen := map[uint32]string{}
	p := nativePolicy()
	for _, r := range p.rules(testPid, p.threads) {
		if other, ok := seen[r.number]; ok {
			t.Errorf("%s and %s have the number %d", r.name, other, r.number)
		}
		seen[r.number] = r.name
	}
}
