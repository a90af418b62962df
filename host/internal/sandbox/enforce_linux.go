package sandbox

// This file finds out what Linux offers and carries a plan out.

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

var rlimitNumbers = [...]int{
	data: unix.RLIMIT_DATA, cpu: unix.RLIMIT_CPU, nofile: unix.RLIMIT_NOFILE,
	core: unix.RLIMIT_CORE, memlock: unix.RLIMIT_MEMLOCK, msgqueue: unix.RLIMIT_MSGQUEUE,
}

// detect asks the kernel without changing anything.
func detect() offer {
	o := offer{
		system:      runtime.GOOS + "/" + runtime.GOARCH,
		pid:         os.Getpid(),
		hard:        map[resource]uint64{},
		closing:     true,
		privileges:  true,
		landlockABI: landlockABI(),
		policy:      nativePolicy(),
	}
	for r, number := range rlimitNumbers {
		var have unix.Rlimit
		if unix.Prlimit(0, number, nil, &have) == nil {
			o.hard[resource(r)] = have.Max
		}
	}
	o.seccomp = o.policy.rules != nil && seccompOffered()
	return o
}

// landlockABI returns the version that this kernel has, 0 if it has none or was started without.
func landlockABI() int {
	v, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0
	}
	return int(v)
}

// seccompOffered asks for two things by the error that a null pointer gives: EFAULT comes from an operation that exists,
// EINVAL from one that does not. GET_ACTION_AVAIL came with KILL_PROCESS (4.14); an older kernel would kill a
// single thread instead and leave a Go program hanging. The second is TSYNC.
func seccompOffered() bool {
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_GET_ACTION_AVAIL, 0, 0)
	if errno != unix.EFAULT {
		return false
	}
	_, _, errno = unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, 0)
	return errno == unix.EFAULT
}

// enforce applies the available layers of a plan in their order.
func enforce(p plan) (Report, error) {
	var errs []error
	for i := range p.layers {
		l := &p.layers[i]
		if l.State != Available {
			continue
		}
		if err := p.apply(l.Name); err != nil {
			l.State, l.Detail = Failed, err.Error()
			errs = append(errs, fmt.Errorf("sandbox: %s: %w", l.Name, err))
			continue
		}
		l.State = Applied
	}
	return Report{Layers: p.layers}, errors.Join(errs...)
}

func (p plan) apply(name Name) error {
	switch name {
	case Descriptors:
		return closeInherited(p.cfg.Keep)
	case Rlimits:
		return setLimits(0, p.limits)
	case Runtime:
		LimitRuntime(p.cfg)
		return nil
	case Privileges:
		return dropPrivileges(p.filter == nil)
	case Landlock:
		return landlock.V9.BestEffort().Restrict()
	case Seccomp:
		return installFilter(p.filter)
	}
	return fmt.Errorf("BUG: unknown layer %q", name)
}

// closeInherited closes the descriptors above 2 that came through exec and are not to be kept. Those are the ones that
// are not close-on-exec: Go marks each that it opens, among them the poller's, which close_range would take away.
func closeInherited(keep []int) error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil || fd <= 2 || slices.Contains(keep, fd) {
			continue
		}
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		if err != nil || flags&unix.FD_CLOEXEC != 0 {
			continue // the listing's own is gone by now
		}
		if err := unix.Close(fd); err != nil {
			return err
		}
	}
	return nil
}

func setLimits(pid int, ls []limit) error {
	for _, l := range ls {
		if err := unix.Prlimit(pid, rlimitNumbers[l.resource], &unix.Rlimit{Cur: l.soft, Max: l.hard}, nil); err != nil {
			return fmt.Errorf("%v: %w", l.resource, err)
		}
	}
	return nil
}

func limitProcess(pid int, cfg Config) error {
	hard := map[resource]uint64{}
	for _, r := range []resource{data, cpu} {
		var have unix.Rlimit
		if err := unix.Prlimit(pid, rlimitNumbers[r], nil, &have); err != nil {
			return fmt.Errorf("sandbox: limiting process %d: %w", pid, err)
		}
		hard[r] = have.Max
	}
	if err := setLimits(pid, lower(asked(cfg), hard)); err != nil {
		return fmt.Errorf("sandbox: limiting process %d: %w", pid, err)
	}
	return nil
}

func cpuLimitReached() <-chan os.Signal {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, unix.SIGXCPU)
	return ch
}

// dropPrivileges gives up privileges for this thread, or for all of them where no filter follows: the filter carries
// the flag of its own thread over to the others, which saves stopping each to set it. A build with cgo cannot
// stop its threads; there, without a filter, the others have what Landlock's library gave them.
func dropPrivileges(allThreads bool) error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return err
	}
	if allThreads {
		_, _, errno := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)
		if errno != syscall.ENOTSUP {
			if errno != 0 {
				return errno
			}
			return nil
		}
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// installFilter puts the program before every thread of the process.
func installFilter(prog []bpf.Instruction) error {
	raw, err := bpf.Assemble(prog)
	if err != nil {
		return fmt.Errorf("BUG: assembling the filter: %w", err)
	}
	code := make([]unix.SockFilter, len(raw))
	for i, ins := range raw {
		code[i] = unix.SockFilter{Code: ins.Op, Jt: ins.Jt, Jf: ins.Jf, K: ins.K}
	}
	fprog := &unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}

	// The kernel gets the address by way of reflect, which puts the struct on the heap; pinning both keeps them alive
	// and in their places. Package unsafe is for ipc/shm alone.
	var pin runtime.Pinner
	defer pin.Unpin()
	pin.Pin(fprog)
	pin.Pin(&code[0])

	// The goroutine may have moved to another thread since the flag was set.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		reflect.ValueOf(fprog).Pointer())
	if errno != 0 {
		return errno
	}
	if thread != 0 {
		return fmt.Errorf("thread %d has a filter of its own", thread)
	}
	return nil
}
