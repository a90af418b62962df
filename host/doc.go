// Package host runs scripts: it starts interpreters, watches them and puts things in order after them.
//
//	Run ── run ──┬─ child   main process      conn: calls and answers, package ipc
//	             ├─ child   Process-1          arena: queues, locks, values, package ipc/shm
//	             ├─ child   ForkPoolWorker-1
//	             └─ child   spare              waits for its assignment
//
// # Ownership
//
// A run owns its arena, its streams and every child; close undoes what open did. A child owns its process and its
// connection: one goroutine serves the connection, one reaps the process. What a script's process holds in the arena is
// repaired by the goroutine that reaped it, before anybody can learn of the end.
//
// # The life of a process
//
//	start      this program again, with one socket; it warms up and locks itself down
//	spare      preloaded with the script
//	assign     slot in the arena, streams, mailbox: a queue whose one frame says what to do
//	end        reaped; its locks are released, its unfinished tasks answered; its exit code stands in the arena
//
// The host is on no data path: queue items and results pass through the arena. It answers starts, signals and names.
//
// # Invariants
//
//   - No script code runs in the host, and nothing that an interpreter sends is used before it is checked.
//   - The end of a connection ends its interpreter, so the end of the host ends all.
//   - When Run returns, every process has been reaped.
//
// The package does not know Starlark: programs, tasks and values are bytes to it.
package host
