// Package threading emulates Python's threading module.
//
//	Thread.start() ──▶ goroutine: Runtime.Lock(its own starlark.Thread) ──▶ run() ──▶ Unlock
//	Lock, Condition, Event, ... ──▶ waiter ──▶ Runtime.Await: gives the interpreter lock up, ends on signals
//
// Invariant: the state of every object here is guarded by the interpreter lock alone. A waiter is a channel that another
// thread closes; who was woken looks again at what it waited for, since a third thread may have been faster.
//
// Locks that travel to another process arrive unlocked and shared with nobody, as after fork; threads arrive ended.
package threading
