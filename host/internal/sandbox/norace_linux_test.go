//go:build !race

package sandbox

// raceEnabled says that the race detector's own memory counts against RLIMIT_DATA, so that no small limit can hold.
const raceEnabled = false
