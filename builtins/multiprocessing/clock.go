package multiprocessing

import (
	"encoding/binary"
	"sync"
	"syscall"
	"time"

	"parlark/ipc/shm"
)

// This file bounds the time of one task. The worker watches itself: its clock runs beside the script, whatever that does,
// and when the time is up the worker tells the pool and asks the host for its own end. A signal ends it, so that what it
// holds is released.

// clock measures the item that a worker is busy with. The zero value is stopped.
type clock struct {
	mu       sync.Mutex
	timer    *time.Timer // nil: stopped
	limit    time.Duration
	deadline time.Time // of the item; the timer may have gone off for the one before
	item     int
	fire     func(item int)
	busy     func(n int) // a task whose time is bounded does not wait for ever
}

// start starts the clock for the first item of a task, if its time is bounded.
func (k *clock) start(w *worker, task *taskFrame) {
	if task.timeout <= 0 {
		return
	}
	result := resultFrame{job: task.job, index: task.index, status: statusOvertime, worker: w.s.me()}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.limit, k.deadline, k.item = task.timeout, time.Now().Add(task.timeout), 0
	k.fire = func(item int) {
		w.results.Put(shm.Wait{}, result.header(), binary.LittleEndian.AppendUint64(nil, uint64(item)))
		w.s.host.Signal(w.s.member.ID(), int(syscall.SIGKILL))
	}
	k.busy = w.s.rt.Busy
	k.busy(1)
	k.timer = time.AfterFunc(k.limit, k.expired)
}

// next starts the clock again, for another item.
func (k *clock) next(item int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.item, k.deadline = item, time.Now().Add(k.limit)
	k.timer.Reset(k.limit)
}

// stop stops the clock. After it has struck stop does not return: the process is about to end.
func (k *clock) stop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.timer != nil {
		k.timer.Stop()
		k.timer = nil
		k.busy(-1)
	}
}

// expired runs on a goroutine of its own. It keeps the mutex, so that no result of the task follows.
func (k *clock) expired() {
	k.mu.Lock()
	if k.timer == nil || time.Now().Before(k.deadline) {
		k.mu.Unlock()
		return
	}
	k.fire(k.item)
}
