// Package os emulates Python's os and os.path for a process that has no access of its own to anything.
//
//	getpid() kill() _exit() cpu_count() environ        by Process, what package interp knows of the process
//	open files, listdir(), stat(), remove(), ...       by files.Broker: the host, under --allow-read and --allow-write
//	os.path.join() ... normpath()                      computed here
//
// Refused with an error that says so: fork, exec, pipe, and what needs other users or other programs.
package os
