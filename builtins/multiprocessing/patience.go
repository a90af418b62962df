package multiprocessing

import (
	"runtime"
	"time"

	"parlark/ipc/shm"
)

// This file decides how long one side of a manager's link looks for a frame before it sleeps. A call and its reply take
// some 5 µs if both sides look, and 15 to 35 µs if they sleep and wake each other. A side looks for as long as that has
// helped lately: a client between two calls, or a server between two requests, may be away for long.

const (
	patienceMax = 64 * time.Microsecond
	patienceMin = 2 * time.Microsecond
	// shortNap is a sleep, with its wake-up, that looking a little longer would have spared.
	shortNap = 100 * time.Microsecond
)

// patience is what one side has learnt. The zero value is ready for use.
type patience struct{ budget time.Duration }

// await waits for a frame and takes it; w bounds the wait.
func (p *patience) await(end *shm.PipeEnd, w shm.Wait) (*shm.Item, error) {
	if w.Poll || runtime.NumCPU() < 2 {
		return end.RecvItem(w)
	}
	p.budget = min(max(p.budget, patienceMin), patienceMax)
	start := time.Now()
	for end.Poll(shm.Wait{Poll: true}) != nil {
		if time.Since(start) > p.budget {
			p.budget /= 2
			item, err := end.RecvItem(w)
			if time.Since(start) < shortNap {
				p.budget *= 8
			}
			return item, err
		}
		runtime.Gosched()
	}
	p.budget *= 2
	return end.RecvItem(w)
}
