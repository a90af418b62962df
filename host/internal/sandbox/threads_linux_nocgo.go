//go:build linux && !cgo && (amd64 || arm64)

package sandbox

// This file says that a program without the C library makes threads as Go does and in no other way.

var (
	threadLibraryFlags []uint32
	threadLibraryRules []rule
)
