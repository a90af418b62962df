package sandbox

// This file decides, from a Config and what a machine offers, what is to be done. It touches nothing.

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/net/bpf"
)

const (
	openFiles  = 32       // standard streams, control, poller, the arena, received streams, and some air
	maxStack   = 64 << 20 // bytes; a script's recursion ends far below
	maxThreads = 512      // each blocked futex wait of a script holds one
)

// heapGoal returns where the garbage collector starts to work harder. It is not a limit: a program that keeps
// what it allocates passes it. It stands below the wall of RLIMIT_DATA, which counts more than the heap.
func heapGoal(memory uint64) int64 {
	return int64(min(memory/5*4, math.MaxInt64))
}

// A resource is a kernel limit that a plan may set.
type resource uint8

const (
	data resource = iota
	cpu
	nofile
	core
	memlock
	msgqueue
)

var resourceNames = [...]string{data: "DATA", cpu: "CPU", nofile: "NOFILE", core: "CORE", memlock: "MEMLOCK", msgqueue: "MSGQUEUE"}

func (r resource) String() string { return resourceNames[r] }

// A limit is the value that a resource is to have.
type limit struct {
	resource   resource
	soft, hard uint64
}

// An offer is what a machine has, as far as decide needs to know it.
type offer struct {
	system      string              // GOOS/GOARCH, for the report
	pid         int                 // of this process
	hard        map[resource]uint64 // the hard limits in force; nil if there are none
	closing     bool                // descriptors can be listed and closed
	privileges  bool                // they can be given up
	landlockABI int                 // 0 if there is none
	seccomp     bool                // filters with TSYNC and KILL_PROCESS, and a policy for this architecture
	policy      policy              // of this architecture; meaningless without seccomp
}

// A plan is what enforce carries out. Only layers in state Available are to be applied.
type plan struct {
	layers []Layer
	cfg    Config
	limits []limit
	filter []bpf.Instruction
}

// decide turns a wish and an offer into a plan.
func decide(cfg Config, o offer) plan {
	p := plan{cfg: cfg}
	add := func(name Name, has bool, detail string) {
		l := Layer{name, Available, detail}
		switch {
		case !has:
			l.State, l.Detail = Missing, "not offered by "+o.system
		case cfg.Off && name != Rlimits && name != Runtime:
			l.State, l.Detail = Disabled, "switched off"
		}
		p.layers = append(p.layers, l)
	}

	add(Descriptors, o.closing, keepDetail(cfg.Keep))

	p.limits = lower(wanted(cfg), o.hard)
	add(Rlimits, o.hard != nil, limitsDetail(p.limits))

	detail := fmt.Sprintf("%d MiB of stack, %d threads", maxStack>>20, maxThreads)
	if cfg.Memory > 0 {
		detail = fmt.Sprintf("collector's goal %d MiB, ", heapGoal(cfg.Memory)>>20) + detail
	}
	add(Runtime, true, detail)

	add(Privileges, o.privileges, "no new privileges, not dumpable")
	add(Landlock, o.landlockABI > 0, landlockDetail(o.landlockABI))

	if o.seccomp {
		p.filter = o.policy.assemble(o.pid, cfg.Permissive)
	}
	verdict := "kill"
	if cfg.Permissive {
		verdict = "EPERM (permissive)"
	}
	add(Seccomp, o.seccomp, fmt.Sprintf("%d calls allowed, others: %s", o.policy.allowed(), verdict))
	return p
}

// asked returns the limits that a caller set, which hold for a run rather than for every interpreter.
func asked(cfg Config) []limit {
	var ls []limit
	if cfg.Memory > 0 {
		ls = append(ls, limit{data, cfg.Memory, cfg.Memory})
	}
	if cfg.CPU > 0 || cfg.CPUHard > 0 {
		soft, hard := cfg.CPU, cfg.CPUHard
		if hard == 0 {
			hard = soft + 1
		}
		if soft == 0 || soft > hard {
			soft = hard
		}
		ls = append(ls, limit{cpu, soft, hard})
	}
	return ls
}

// wanted returns all the limits of a process. Those that are missing here are missing for a reason:
// AS, because Go and go.starlark.net reserve gigabytes of address space that they never touch; NPROC, because it
// counts all processes of the user and Go dies when a thread cannot be made; FSIZE, because standard output may be
// a regular file that was passed on, and others cannot be opened anyway.
func wanted(cfg Config) []limit {
	ls := asked(cfg)
	if cfg.Off {
		return ls
	}
	files := cfg.OpenFiles
	if files == 0 {
		files = openFiles
	}
	return append(ls, limit{nofile, files, files}, limit{core, 0, 0}, limit{memlock, 0, 0}, limit{msgqueue, 0, 0})
}

// lower bounds limits by the hard ones in force, which a process without privileges cannot raise.
func lower(ls []limit, hard map[resource]uint64) []limit {
	out := slices.Clone(ls)
	for i := range out {
		if h, ok := hard[out[i].resource]; ok {
			out[i].soft = min(out[i].soft, h)
			out[i].hard = min(out[i].hard, h)
		}
	}
	return out
}

func keepDetail(keep []int) string {
	if len(keep) == 0 {
		return "0-2 inherited"
	}
	var b strings.Builder
	b.WriteString("0-2")
	for _, fd := range keep {
		fmt.Fprintf(&b, ", %d", fd)
	}
	return b.String() + " inherited"
}

func limitsDetail(ls []limit) string {
	var parts []string
	for _, l := range ls {
		part := fmt.Sprintf("%v=%d", l.resource, l.soft)
		if l.soft != l.hard {
			part += fmt.Sprintf("/%d", l.hard)
		}
		parts = append(parts, part)
	}
	if parts == nil {
		return "none asked for"
	}
	return strings.Join(parts, " ")
}

// landlockDetail names what an ABI takes away; the table is that of landlock(7).
func landlockDetail(abi int) string {
	taken := []string{"files"}
	if abi >= 4 {
		taken = append(taken, "TCP")
	}
	if abi >= 5 {
		taken = append(taken, "device ioctl")
	}
	if abi >= 6 {
		taken = append(taken, "abstract sockets", "signals")
	}
	if abi >= 9 {
		taken = append(taken, "sockets by path")
	}
	return fmt.Sprintf("ABI %d: no %s", abi, strings.Join(taken, ", "))
}
