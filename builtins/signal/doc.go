// Package signal emulates Python's signal module.
//
//	the host ──▶ Deliver(t, signum) on the main thread ──▶ the script's handler, or the default action
//	alarm(), setitimer() ──▶ a timer ──▶ Process.Raise ──▶ Deliver
//
// Handlers run on the script's main thread, at a safe point or in a wait that the signal has ended. Signals that the script
// does not handle never get here, but for SIGINT, which raises KeyboardInterrupt: the host deals with them.
package signal
