// Package worker is what a child process of the host runs: one interpreter.
//
//	start ─▶ handshake ─▶ warm up ─▶ lock down ─▶ spare ──assign──▶ main process or child ─▶ exit
//	                                                │ preload
//	                                                └─ end of file on the connection at any time: exit at once
//
// An embedding program calls Main first thing in its main function; in the host process it returns at once.
//
// Invariants: no byte of a script is read before the process is locked down; the process ends when its connection does;
// it never outlives its host.
package worker
