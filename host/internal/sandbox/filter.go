package sandbox

// This file assembles a list of allowed system calls into a seccomp program. It knows no call by name.
//
// The program reads struct seccomp_data (linux/seccomp.h), in which each word has the machine's byte order, and
// both architectures that have a policy are little-endian:
//
//	offset     0       4       8         16 ... 56
//	         +-------+-------+---------+---------------+
//	         |  nr   | arch  |  ip 64  | args 6 × 64   |     an argument: low word first
//	         +-------+-------+---------+---------------+
//
// and consists of a prologue, one block a rule, and the default:
//
//	    arch ≠ ours            → deny
//	    nr has the x32 bit     → deny        (amd64: the numbers of another ABI under the same arch)
//	rule:
//	    load nr; nr ≠ rule's   → next rule
//	    for each check:
//	      load high; ≠ 0       → deny
//	      load low; mask it; not one of the values → deny
//	    → answer
//	    → deny
//
// A rule loads the number itself, and a failed check denies on the spot. Were the accumulator to reach the
// next rule with an argument in it, the argument would be taken for a number: clone(9, ...) would pass as mmap
// where mmap is number 9.

import (
	"golang.org/x/net/bpf"
)

// What a program returns (linux/seccomp.h). An errno stands in the low 16 bits of retErrno.
const (
	retKillProcess = 0x80000000
	retErrno       = 0x00050000
	retAllow       = 0x7fff0000
)

// Offsets in struct seccomp_data.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

const (
	errnoEPERM  = 1  // the same on both architectures, and wanted where package unix has none
	errnoENOSYS = 38 //
	x32Bit      = 0x40000000
)

// A check is one condition on one argument: that (argument without the bits of ignore) is one of values, as 64 bits.
// The kernel ignores the upper half of an int; no caller of ours sets it, so a set one is refused.
type check struct {
	arg    int
	ignore uint32
	values []uint32
}

// A rule says what becomes of one call: its checks all hold and it gets answer, or it is denied.
// A zero answer allows.
type rule struct {
	name   string
	number uint32
	checks []check
	answer uint32
}

// A policy is what a filter is made of on one architecture.
type policy struct {
	arch    uint32   // AUDIT_ARCH_… of the only calling convention allowed
	x32     bool     // the architecture has x32 numbers, to be refused
	threads []uint32 // clone's flags that make a thread, exactly
	rules   func(pid uint32, threads []uint32) []rule
}

// assemble returns the program for the process pid. Permissive denies with EPERM instead of death.
func (p policy) assemble(pid int, permissive bool) []bpf.Instruction {
	deny := bpf.RetConstant{Val: retKillProcess}
	if permissive {
		deny.Val = retErrno | errnoEPERM
	}

	prog := []bpf.Instruction{
		bpf.LoadAbsolute{Off: offArch, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: p.arch, SkipTrue: 1},
		deny,
	}
	if p.x32 {
		prog = append(prog,
			bpf.LoadAbsolute{Off: offNumber, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpBitsSet, Val: x32Bit, SkipFalse: 1},
			deny,
		)
	}
	for _, r := range p.rules(uint32(pid), p.threads) {
		body := r.body(deny)
		prog = append(prog,
			bpf.LoadAbsolute{Off: offNumber, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: r.number, SkipFalse: uint8(len(body))},
		)
		prog = append(prog, body...)
	}
	return append(prog, deny)
}

// body returns what follows when the number is the rule's. It always ends in a verdict.
// A rule is written by hand, so one too long for a jump of a byte is a bug.
func (r rule) body(deny bpf.Instruction) []bpf.Instruction {
	var body []bpf.Instruction
	for _, c := range r.checks {
		low := uint32(offArgs + 8*c.arg)
		body = append(body,
			bpf.LoadAbsolute{Off: low + 4, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipTrue: 1},
			deny,
			bpf.LoadAbsolute{Off: low, Size: 4},
		)
		if c.ignore != 0 {
			body = append(body, bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: ^c.ignore})
		}
		for i, v := range c.values {
			// To the instruction after deny: past the values that are left and past deny.
			body = append(body, bpf.JumpIf{Cond: bpf.JumpEqual, Val: v, SkipTrue: uint8(len(c.values) - i)})
		}
		body = append(body, deny)
	}
	answer := r.answer
	if answer == 0 {
		answer = retAllow
	}
	body = append(body, bpf.RetConstant{Val: answer})
	if len(body) > 255 {
		panic("BUG: the rule of " + r.name + " is too long")
	}
	return body
}

// allowed counts the calls that may succeed.
func (p policy) allowed() int {
	if p.rules == nil {
		return 0
	}
	n := 0
	for _, r := range p.rules(0, p.threads) {
		if r.answer == 0 {
			n++
		}
	}
	return n
}
