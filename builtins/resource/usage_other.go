//go:build !unix

package resource

// This file stands in for what cannot be read.

func self() Usage { return Usage{} }
