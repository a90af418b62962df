package worker

import (
	"fmt"
	"math"
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

// exceeded raises TimeoutError in the script.
func (p *process) exceeded(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running { // before that there is no script to be told
		p.interp.Exceeded(text)
	}
}
