package host

import (
	"fmt"
	"syscall"
)

// This file defines how the end of a run is reported.

// ExitError reports that a run ended with a status other than 0: a script's exception, sys.exit, or a signal.
type ExitError struct {
	// Code is the exit code as CPython counts it: 1 after an uncaught exception, what sys.exit said otherwise, and
	// -n if the main process ended by signal n.
	Code int
	// Reason says which limit or event of the host ended the run; empty if the script did.
	Reason string
}

// Error describes the end.
func (e *ExitError) Error() string {
	text := fmt.Sprintf("exit status %d", e.Status())
	if e.Code < 0 {
		text = "ended by signal: " + syscall.Signal(-e.Code).String()
	}
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}

// Status is the status that a shell would show: Code, or 128+n for signal n.
func (e *ExitError) Status() int {
	if e.Code < 0 {
		return 128 - e.Code
	}
	return e.Code & 0xff
}
