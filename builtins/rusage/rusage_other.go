//go:build !unix

package rusage

import "time"

// This file stands in where usage cannot be read: processor time is the time since the start.

var start = time.Now()

// Self returns what this process has used so far.
func Self() Usage { return Usage{User: time.Since(start).Seconds()} }
