package host

import (
	"context"
	"encoding/binary"
	"time"

	"parlark/ipc/shm"
)

// This file puts the arena in order after the end of a process, and tells pools which tasks were lost.

// statusLost is the status of a result that says that the worker has ended; see the table in
// builtins/multiprocessing/frames.go, of which the host knows the first three numbers of a task and what a result says of a lost one.
const statusLost = 2

// repairInterval is the pause before steps of a repair that a live process has delayed are tried again.
const repairInterval = 2 * time.Millisecond

// repair releases what a process held. code is its exit code.
func (r *run) repair(c *child, id shm.ProcessID, code int) {
	last, _ := r.arena.Process(id)
	if last.Waiting.Blocked > 0 && last.Waiting.Line != 0 {
		last.Line = last.Waiting.Line
	}
	report := r.arena.Repair(id, code < 0)
	r.dropMailbox(c)
	r.mu.Lock()
	over := r.ending || r.ended.reason != "" // nobody is going to miss the lock
	r.mu.Unlock()
	r.arena.EndSlot(id, code)
	for _, l := range report.Locks {
		if l.Released && l.Ref != r.output.Ref() && !over {
			r.warn("process %s (pid %d) ended while it held a lock; the lock has been released", c.name, c.cmd.Process.Pid)
		}
	}
	for _, item := range report.Lost {
		r.replyLost(item.Frame, code, last, c.cause)
	}
	if report.Deferred > 0 {
		r.mu.Lock()
		r.repairing++
		r.mu.Unlock()
		go r.retryRepair(report.Deferred)
	}
}

// replyLost answers a task in the place of the worker that has ended.
func (r *run) replyLost(task []byte, code int, last shm.Process, cause string) {
	if len(task) < 24 {
		return // not a task: the run has damaged its own memory
	}
	reply := shm.Ref(binary.LittleEndian.Uint64(task))
	q, err := r.arena.Host().OpenQueue(reply)
	if err != nil {
		return // the pool is gone
	}
	defer q.Close()
	frame := append([]byte{}, task[8:24]...)
	frame = binary.LittleEndian.AppendUint64(frame, statusLost)
	frame = binary.LittleEndian.AppendUint64(frame, uint64(int64(code)))
	frame = binary.LittleEndian.AppendUint64(frame, uint64(last.Line))
	frame = binary.LittleEndian.AppendUint64(frame, uint64(last.Item+1))
	if err := q.Put(shm.Wait{Poll: true}, frame, []byte(cause)); err != nil {
		r.warn("a lost task could not be reported: %v", err)
	}
}

// retryRepair finishes steps that were put off because a live process was inside the object.
func (r *run) retryRepair(left int) {
	defer func() {
		r.mu.Lock()
		r.repairing--
		r.mu.Unlock()
	}()
	for left > 0 && r.ctx.Err() == nil {
		pause(r.ctx, repairInterval)
		left = r.arena.RetryRepair()
	}
}

// pause waits for d or the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
