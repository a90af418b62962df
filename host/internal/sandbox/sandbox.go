package sandbox

// This file holds the entry points: what a caller asks for and what it gets.

import (
	"os"
	"runtime/debug"
	"time"
)

// A Config says how a process is locked down. The zero value is the default and the strictest: every layer, no
// limit of memory or time, and death at the first call that is not allowed.
type Config struct {
	// Memory is the most private writable memory the process may have, in bytes (RLIMIT_DATA); at four fifths
	// of it the garbage collector starts to work harder. An idle interpreter needs less than 32 MiB.
	// Zero means no limit. In a build with cgo the stack of each thread counts too, with 8 MiB as a rule.
	//
	// An allocation beyond it ends the process with status 2, since a Go program cannot survive a failed
	// allocation. Standard error mostly has "out of memory", seldom "cannot allocate memory" (where the
	// runtime allocates for itself), and in a build with cgo now and then a SIGSEGV within the collector.
	Memory uint64

	// CPU is the processor time in seconds after which SIGXCPU is sent, once a second, counted from the start
	// of the process. Go ignores SIGXCPU unless signal.Notify asks for it. Zero means no limit.
	CPU uint64

	// CPUHard is the processor time in seconds after which the process is killed. Zero means CPU+1.
	CPUHard uint64

	// OpenFiles is one more than the highest descriptor that the process can get. Zero means 32.
	OpenFiles uint64

	// Keep names the inherited descriptors that stay open besides 0, 1 and 2. Those that Go opened itself, which
	// it marks close-on-exec, always stay.
	Keep []int

	// Permissive makes a call that is not allowed fail with EPERM instead of ending the process, which tells
	// which one it was. It is for diagnosis: code that goes on after a refusal can try the next call.
	Permissive bool

	// Off leaves out descriptors, privileges, landlock and seccomp. The limits that were asked for still hold.
	Off bool
}

// Apply locks the whole process down, all of its threads, and reports what was done. It cannot be undone and is
// called at most once: the calls that it makes are not allowed afterwards. No other goroutine may be opening or
// passing on descriptors meanwhile.
//
// A layer that the machine does not have is reported as Missing and is no error. An error says that a layer which
// the machine has could not be applied; those after it are applied all the same.
func Apply(cfg Config) (Report, error) {
	if !cfg.Off {
		Warm()
	}
	return enforce(decide(cfg, detect()))
}

// Probe reports what Apply would find on this machine. It changes nothing.
func Probe() Report {
	return Report{Layers: decide(Config{}, detect()).layers}
}

// Warm makes the Go runtime and library do what they do lazily and could not do after Apply: start the network
// poller, which makes descriptors, and read the local time zone. Apply calls it. A program that wants the cost
// earlier, for a spare, calls it itself. What else a program reads lazily from files it must touch before Apply.
func Warm() {
	// A pipe is what os hands to the poller without asking the network. Without one there is nothing to warm.
	if r, w, err := os.Pipe(); err == nil {
		r.Close()
		w.Close()
	}
	_, _ = time.Now().Zone()
}

// LimitProcess lowers the limits of memory and CPU of another process of the same user, or of this one if pid is
// 0, to those of cfg. It is how a host limits an interpreter that locked itself down before its run was known;
// prlimit is not among the calls that the filter allows.
func LimitProcess(pid int, cfg Config) error {
	return limitProcess(pid, cfg)
}

// CPULimitReached returns a channel that gets a value when the soft limit of CPU time is reached, where the system tells.
// Go ignores the signal unless it is asked for.
func CPULimitReached() <-chan os.Signal { return cpuLimitReached() }

// LimitRuntime sets the limits that Go itself keeps, for this process. It makes no system call, so it may be
// called again after Apply, when the limit of memory becomes known.
func LimitRuntime(cfg Config) {
	if cfg.Memory > 0 {
		debug.SetMemoryLimit(heapGoal(cfg.Memory))
	}
	debug.SetMaxStack(maxStack)
	debug.SetMaxThreads(maxThreads)
}
