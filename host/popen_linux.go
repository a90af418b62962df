package host

import (
	"os"
	"os/exec"
	"syscall"
)

// This file holds what is particular to Linux in starting and reaping an interpreter.

// setProcAttr puts the interpreter into a process group of its own, so that a terminal's Ctrl-C reaches the host alone,
// which decides what the interpreters see. The end of the host reaches them as the end of their connection:
// Pdeathsig would follow the thread that forked, not the process (prctl(2)).
func setProcAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func statusOf(state *os.ProcessState) int {
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return -int(ws.Signal())
	}
	return state.ExitCode()
}

// setProgramAttr puts a program into a process group of its own, which can be ended as a whole, and lets it end with the
// thread that starts it.
func setProgramAttr(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// killProgram ends a program that has not been reaped, with its process group.
func killProgram(cmd *exec.Cmd) {
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	cmd.Process.Kill()
}
