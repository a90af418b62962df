// Package rusage reads what this process has used of the machine.
package rusage

// Usage is what a process has used.
type Usage struct {
	User, System             float64 // seconds of processor time
	MaxRSS                   int64   // kilobytes
	MinorFaults, MajorFaults int64
	Voluntary, Involuntary   int64 // context switches
}
