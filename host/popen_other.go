//go:build !linux

package host

import (
	"os"
	"os/exec"
)

// This file starts and reaps interpreters on systems other than Linux.

func setProcAttr(*exec.Cmd) {}

func statusOf(state *os.ProcessState) int { return state.ExitCode() }
