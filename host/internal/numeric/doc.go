// Package numeric runs code that computes with nothing but numbers on a machine of its own.
//
//	lowered code ──#kernel.N[values]──▶ Kernel ──types of the values──▶ compiled code ──▶ machine ──▶ result
//	                                      │                                                  │
//	                                      ╰───────────────── Declined ◀──────────────────────╯
//	lowered code runs the same statements on the ordinary VM when it gets Declined
//
// package dialect chooses kernels: functions and loops whose statements can neither change nor see anything but local
// numbers. A kernel is compiled when it is first entered with values of certain types, for these types: the code works on
// registers that hold 64-bit ints, floats and bools without tags.
//
// # Theory of operation
//
// Nothing that a kernel does can be seen before it ends. So whatever the machine does not do exactly as Python (a result
// beyond 64 bits, a division by zero, a raise statement, a variable that may be unbound, a domain error, recursion that is
// too deep), it bails out: everything is forgotten, and the ordinary VM runs the same statements from their beginning, to
// the same big int or to an exception with the right traceback. The time lost is small, since a kernel is many times
// faster than the VM, and a kernel that bails out is left alone for a while, twice as long each time.
//
// Types are not inferred for a function but followed along its paths: the compiler carries the types that the variables
// have at the current place. Where paths join and types differ, the variable is in conflict, and code that reads it bails
// out. A loop whose body ends with other types than it began with is compiled again for these, so that
//
//	s = 0
//	for i in range(n): s += 0.5
//
// has one copy of the body for an int s, which runs once, and one for a float.
//
// # Finding the way
//
//	unit.go kernel.go         what lowered code and the interpreter see
//	types.go scan.go live.go  types of variables; registers; which variables matter
//	compile*.go               statements, conditions, expressions, calls to instructions
//	op.go machine.go number.go  instructions and what they do
//	functions.go              the functions of module math, and of ** and %
//
// # Invariants
//
//   - A kernel has no effect but its result. Pause, which runs signal handlers and lets other threads run, is the only
//     thing that it calls outside of the package, and its error becomes the kernel's.
//   - A result has the type and the value that the ordinary VM would give.
//   - A Unit is used with the interpreter lock held. Kernels may be entered while others are in a pause.
//
// # What it does not do
//
// Strings, lists and objects. It does not report errors: the ordinary VM does.
package numeric
