package worker

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"time"

	"parlark/host/internal/sandbox"
	"parlark/ipc"
)

// This file makes an interpreter notice its limits before the kernel or the host ends it.

// limit applies the limits of the process, when it is assigned.
func (p *process) limit(l ipc.Limits) {
	if l.Memory > 0 {
		debug.SetMemoryLimit(int64(min(l.Memory, math.MaxInt64)))
		p.interp.WatchMemory()
	}
	if l.CPU > 0 {
		used := sandbox.CPULimitReached()
		go func() {
			<-used
			p.exceeded(fmt.Sprintf("the process reached its CPU time limit of %v (--cpu-time)", time.Duration(l.CPU)))
		}()
	}
}

// blocked answers whether this process waits for others only. An end of a pipe that the script has dropped without closing
// it may be what somebody waits for, so the first of several questions is to have it collected.
func (p *process) blocked(collect bool) (answer ipc.BlockedAnswer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.running {
		return answer
	}
	if collect {
		go runtime.GC()
	}
	waits, activity, blocked := p.interp.Blocked()
	answer.Blocked, answer.Activity = blocked, activity
	for _, w := range waits {
		answer.Waits = append(answer.Waits, ipc.BlockedCall{Kind: uint32(w.Kind), Ref: uint64(w.Ref), Line: w.Line})
	}
	return answer
}

// exceeded raises TimeoutError in the script.
func (p *process) exceeded(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running { // before that there is no script to be told
		p.interp.Exceeded(text)
	}
}
