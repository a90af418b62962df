//go:build race

package host_test

// This file tells tests that they run under the race detector.

const underRace = true
