//go:build !linux

package host

import (
	"os"
	"os/exec"
)

// This file starts and reaps interpreters on systems other than Linux.

func setProcAttr(*exec.Cmd) {}

func statusOf(state *os.ProcessState) int { return state.ExitCode() }

func setProgramAttr(*exec.Cmd) {}

func killProgram(cmd *exec.Cmd) { cmd.Process.Kill() }
