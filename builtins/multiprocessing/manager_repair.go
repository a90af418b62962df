package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds what a server does when a client dies: what the client had taken, or was about to take, becomes
// available again.
//
//	Lock, RLock, Condition   held by a client that crashed: released; one that ended normally leaves them held
//	Queue                    an item that could not be delivered is put back
//	Condition                a notification that could not be delivered passes to the next waiter
//	Semaphore                an acquisition that could not be delivered is undone
//	Barrier                  broken when a client dies inside wait()

// managedKind tells what there is to do for an object.
type managedKind int

const (
	plainObject managedKind = iota
	lockObject
	conditionObject
	queueObject
	semaphoreObject
	barrierObject
)

// leave notes the end of a link.
func (m *managerServer) leave(l *serverLink, crashed bool) {
	c := l.client
	c.links--
	if c.links == 0 {
		delete(m.clients, c.id)
	}
	if !crashed {
		return
	}
	held := c.held
	c.held = nil
	for _, h := range held {
		object.SetThreadID(l.thread, threadOf(c, h.thread))
		if _, err := m.s.callMethod(l.thread, h.object.value, "release"); err == nil {
			m.s.WriteError("parlark: " + m.clientName(c) + " has crashed while it held a manager's " + h.object.typeid + ", which is released\n")
		}
	}
}

// clientName names a client in warnings.
func (m *managerServer) clientName(c *managerClient) string {
	if p, ok := m.s.member.Arena().Process(c.id); ok && p.Name != "" {
		return p.Name
	}
	return "a process"
}

// threadOf is the number under which a thread of a client is known in the server.
func threadOf(c *managerClient, thread uint64) uint64 {
	return firstOwnThread + c.number<<20 + thread&(1<<20-1)
}

// note keeps account of the locks that a client holds.
func (c *managerClient) note(o *managed, method string, thread uint64, result starlark.Value) {
	switch method {
	case "acquire":
		if bool(result.Truth()) {
			c.held = append(c.held, heldLock{o, thread})
		}
	case "release":
		for i := len(c.held) - 1; i >= 0; i-- {
			if c.held[i].object == o {
				c.held = append(c.held[:i], c.held[i+1:]...)
				return
			}
		}
	}
}

// undo makes good a call whose result could not be delivered.
func (l *serverLink) undo(o *managed, r *request, result starlark.Value) {
	s := l.m.s
	var err error
	switch {
	case o.kind == queueObject && (r.method == "get" || r.method == "get_nowait"):
		_, err = s.callMethod(l.thread, o.value, "put", result)
	case o.kind == conditionObject && r.method == "wait" && bool(result.Truth()):
		_, err = s.callMethod(l.thread, o.value, "notify")
	case o.kind == semaphoreObject && r.method == "acquire" && bool(result.Truth()):
		_, err = s.callMethod(l.thread, o.value, "release")
	}
	if err != nil {
		s.report(l.thread, err)
	}
}

// watch breaks a barrier if the client ends while its call runs; over must be called when the call has returned. A
// client sends nothing meanwhile, so whatever can be received is its end.
func (l *serverLink) watch(o *managed) (over func()) {
	rt := l.m.s.rt
	running := true
	rt.Busy(1)
	go func() {
		defer rt.Busy(-1)
		// Unlike Poll, WaitAny takes no wake-up from the link's own goroutine.
		_, err := l.m.s.member.WaitAny([]shm.Waitable{l.end}, shm.Wait{Idle: true})
		if err != nil {
			return // interrupted: this process ends
		}
		t := rt.NewThread("manager watch")
		rt.LockBusy(t)
		defer rt.UnlockBusy()
		if running {
			if _, err := l.m.s.callMethod(t, o.value, "abort"); err != nil {
				l.m.s.report(t, err)
			}
		}
	}()
	return func() { running = false }
}
