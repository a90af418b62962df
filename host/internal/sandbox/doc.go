// Package sandbox takes away from the current process what an interpreter does not need.
//
// A process locks itself down, once and for good, after its runtime is warm and before it reads a byte
// of a script. No layer needs root, a set-up step or a helper program. The layers, in the order in which
// they are applied; a layer is written under the one that it relies on:
//
//	descriptors  what was inherited and is not named in Config.Keep is closed
//	rlimits      memory (DATA), CPU, NOFILE; no core file, no locked memory, no message queue
//	runtime      Go's own limits: GC works harder before the wall, stacks and threads are bounded
//	privileges   no core dump, no attaching debugger, no gain of rights by exec
//	  landlock   no file system, no TCP, no socket by name, no signal out: by object, decided in the kernel's LSM
//	  seccomp    all system calls but a list: by call, decided before the kernel acts on any argument
//
// What each is for. The limits bound what a script can cost. Landlock and seccomp both stand between a
// script that broke the interpreter and the machine: the filter makes nearly all of the kernel unreachable,
// Landlock still holds should the filter have a hole, and the filter still holds on a kernel without Landlock.
//
// The package decides and acts apart. detect reads what the machine offers, decide turns that and a Config
// into a plan without touching anything, and enforce carries the plan out. A layer that the machine lacks is
// reported, not an error: whether to go on without it is the caller's choice (Report.Complete).
//
// # Invariants
//
//   - The filter covers every thread: it is installed with TSYNC, and later threads inherit it.
//   - A rule of the filter never leaves a value behind for the next one: each reloads the call's number, and a
//     failed check of an argument ends in the verdict.
//   - Nothing is opened, made or connected after Apply: all that a process gets later arrives as an open
//     descriptor over a socket that it already has.
//
// # What the filter leaves to a process
//
// Reading and writing descriptors that it holds, mapping them and memory without PROT_EXEC, threads of its own,
// futexes (wait and wake), clocks, random numbers, signals to itself, and the end. See policy_linux.go.
// io.Copy between two *os.File or sockets is not possible, because it calls splice or copy_file_range: copy
// through a buffer.
//
// A program should be built without cgo. With it the C library makes the threads, and the filter is wider by the
// calls of threads_linux_cgo.go, so that an embedding program that was built so works all the same.
//
// # What it does not do
//
// It does not bound wall time (the host does), does not count the memory of a shared mapping (RLIMIT_DATA counts
// private writable memory), does not hide the clock or the processor, and does nothing but the runtime's limits
// on systems other than Linux.
package sandbox
