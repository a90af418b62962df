//go:build !unix

package time

import std "time"

// This file stands in for processor time where it cannot be read.

func processTime() std.Duration { return std.Since(start) }
