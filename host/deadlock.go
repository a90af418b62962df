package host

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"parlark/ipc"
	"parlark/ipc/shm"
)

// This file finds the deadlock of a whole run: every process waits for something that only another one can give.
//
//	suspect   now and then the host looks at a word of each process in the arena: it goes on as soon as one is busy
//	confirm   if all seem idle, each is asked twice. It answers for certain: no thread of it can go on, what its calls
//	          wait for is not there. If nothing has gone on in any of them between two answers, then there was a moment
//	          between the rounds at which all were blocked, and who is blocked stays so
//
// A process that sleeps, waits with a timeout, reads its input or asks the host for something is busy in this sense. One
// that cannot answer in time is not blocked for certain. Signals come from outside: if the main process handles some it may
// be woken by them, so its run is left alone.

const (
	deadlockInterval = 500 * time.Millisecond
	deadlockPatience = time.Second            // for an answer
	collectTime      = 200 * time.Millisecond // for what the first question has set off
)

// StatusDeadlock is the exit code of a run that was ended because of a deadlock: Linux's EDEADLK.
const StatusDeadlock = 35

// watchDeadlock ends the run when it is deadlocked. It returns when ctx is done.
func (r *run) watchDeadlock(ctx context.Context) {
	t := time.NewTicker(deadlockInterval)
	defer t.Stop()
	suspected := false
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
		list := r.suspects()
		if len(list) == 0 || !suspected {
			suspected = len(list) > 0
			continue
		}
		suspected = false
		if report := r.confirm(ctx, list); report != "" {
			r.endWith(ending{report, StatusDeadlock})
			return
		}
	}
}

// suspects lists the processes of the run if all of them seem to be idle and none can be woken from outside.
func (r *run) suspects() []*child {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]*child, 0, len(r.processes))
	for id, c := range r.processes {
		if !r.arena.Idle(id) || r.repairing > 0 || c.limited() || c == r.main_ && c.handlesSignals() {
			return nil
		}
		list = append(list, c)
	}
	return list
}

// limited reports whether the time of the process is limited, so that it does not wait for ever.
func (c *child) limited() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limits.wall > 0
}

// handlesSignals reports whether the script has handlers for signals in this process. From outside the run they come to the
// main process.
func (c *child) handlesSignals() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, handled := range c.handles {
		if handled {
			return true
		}
	}
	return false
}

// confirm asks all processes, until it is certain that they are blocked, and describes what they wait for. The empty
// report says that they are not.
func (r *run) confirm(ctx context.Context, list []*child) (report string) {
	if _, ok := askAll(ctx, list, true); !ok {
		return ""
	}
	pause(ctx, collectTime)
	first, ok := askAll(ctx, list, false)
	if !ok {
		return ""
	}
	second, ok := askAll(ctx, list, false)
	if !ok || !slices.EqualFunc(first, second, func(a, b ipc.BlockedAnswer) bool { return a.Activity == b.Activity }) {
		return ""
	}
	now := r.suspects()
	if len(now) != len(list) {
		return ""
	}
	for _, c := range now {
		if !slices.Contains(list, c) {
			return ""
		}
	}
	return r.describeDeadlock(list, second)
}

// askAll asks every process whether it is blocked. It is not ok if one is not, or does not answer.
func askAll(ctx context.Context, list []*child, collect bool) (answers []ipc.BlockedAnswer, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, deadlockPatience)
	defer cancel()
	answers = make([]ipc.BlockedAnswer, len(list))
	errs := make(chan error, len(list))
	for i, c := range list {
		go func() { errs <- c.conn.Call(ctx, ipc.KindBlocked, ipc.BlockedArgs{Collect: collect}, nil, &answers[i]) }()
	}
	ok = true
	for range list {
		ok = <-errs == nil && ok
	}
	for _, a := range answers {
		ok = ok && a.Blocked
	}
	return answers, ok
}

const mostDescribed = 20 // processes

// describeDeadlock says who waits for what.
func (r *run) describeDeadlock(list []*child, answers []ipc.BlockedAnswer) string {
	type line struct {
		pid  int
		text string
	}
	var lines []line
	for i, c := range list {
		var waits []string
		for _, w := range answers[i].Waits {
			if w.Line != 0 && len(waits) < mostDescribed {
				waits = append(waits, fmt.Sprintf("line %d: waits for %s", w.Line, r.describeWait(w)))
			}
		}
		slices.Sort(waits)
		if len(waits) > 0 {
			lines = append(lines, line{c.cmd.Process.Pid, fmt.Sprintf("\n  %s (pid %d), %s", c.name, c.cmd.Process.Pid, strings.Join(waits, "; "))})
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return a.pid - b.pid })
	var b strings.Builder
	if len(list) == 1 {
		b.WriteString("deadlock: the only process waits for something that nobody can give")
	} else {
		fmt.Fprintf(&b, "deadlock: each of the %d processes waits for something that only another one could give", len(list))
	}
	for i, l := range lines {
		if i == mostDescribed {
			fmt.Fprintf(&b, "\n  and %d more", len(lines)-i)
			break
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// describeWait says what a call waits for.
func (r *run) describeWait(w ipc.BlockedCall) string {
	switch shm.WaitKind(w.Kind) {
	case shm.WaitLock:
		return "a lock or semaphore" + r.heldBy(shm.Ref(w.Ref))
	case shm.WaitCondition:
		return "a condition to be notified"
	case shm.WaitEvent:
		return "an event to be set"
	case shm.WaitBarrier:
		return "others at a barrier"
	case shm.WaitQueueGet:
		return "an item of a queue"
	case shm.WaitQueuePut:
		return "room in a queue"
	case shm.WaitQueueJoin:
		return "task_done() of a queue"
	case shm.WaitPipeRecv:
		return "data from a pipe"
	case shm.WaitPipeSend:
		return "room in a pipe"
	case shm.WaitProcess:
		return "the end of " + r.processAt(uint32(w.Ref))
	case shm.WaitAny:
		return "the first of several connections or processes"
	}
	return "a result, a thread or a lock of threads"
}

// heldBy names the process that holds a lock.
func (r *run) heldBy(ref shm.Ref) string {
	l, err := r.arena.Host().OpenLock(ref)
	if err != nil {
		return ""
	}
	defer l.Close()
	id, _, held := l.Owner()
	if !held {
		return ""
	}
	if p, ok := r.arena.Process(id); ok && p.Name != "" {
		return " that " + p.Name + " holds"
	}
	return " whose holder has ended"
}

// processAt names the process in a slot.
func (r *run) processAt(slot uint32) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, c := range r.processes {
		if id.Slot == slot {
			return c.name
		}
	}
	return "a process"
}
