//go:build !race

package host_test

// This file tells tests that they do not run under the race detector.

const underRace = false
