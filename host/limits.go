package host

import (
	"cmp"
	"fmt"
	"strings"
	"syscall"
	"time"

	"github.com/docker/go-units"

	"parlark/ipc"
)

// This file bounds what one process may use, and says which bound ended it.
//
//	memory    the interpreter raises MemoryError when its heap reaches the limit; behind it stands a wall of the kernel's
//	CPU time  the kernel's signal becomes TimeoutError; a little later the kernel kills
//	time      a message of the host becomes TimeoutError; a little later the host kills

// limits bound one process. Zero fields do not.
type limits struct {
	memory    int64
	cpu, wall time.Duration
}

// grace is how long a process may go on after it has been told of a limit of time.
const grace = time.Second

// hardMemory is the memory at which the kernel refuses more. It is well behind the limit, since a dict that grows takes
// three times its size for a moment, and the interpreter is to live to say MemoryError.
func (l limits) hardMemory() int64 { return min(l.memory, 1<<60)/2*5 + 64<<20 }

// within returns the limits of a process that asks for some, below those of the process that starts it. A limit of time
// is that of one process: nobody inherits it.
func (l limits) within(asked ipc.Limits) limits {
	return limits{
		memory: lower(l.memory, int64(min(asked.Memory, 1<<62))),
		cpu:    lower(l.cpu, time.Duration(asked.CPU)),
		wall:   max(0, time.Duration(asked.Wall)),
	}
}

// lower is the stricter of two limits, where zero is none.
func lower[T cmp.Ordered](a, b T) T {
	var none T
	if a <= none || b > none && b < a {
		return max(b, none)
	}
	return a
}

// message is the form in which the process learns of its limits.
func (l limits) message() ipc.Limits {
	return ipc.Limits{Memory: uint64(l.memory), CPU: int64(l.cpu), Wall: int64(l.wall)}
}

// What is said of a process that has reached a limit.
func (l limits) memoryText() string {
	return fmt.Sprintf("reached its memory limit of %s (--memory)", units.BytesSize(float64(l.memory)))
}
func (l limits) cpuText() string {
	return fmt.Sprintf("reached its CPU time limit of %v (--cpu-time)", l.cpu)
}
func (l limits) wallText() string {
	return fmt.Sprintf("reached its time limit of %v (limits=)", l.wall)
}

// limit applies limits to an interpreter that is about to be assigned, and starts its clock.
func (r *run) limit(c *child, l limits) {
	c.mu.Lock()
	c.limits = l
	c.mu.Unlock()
	if err := limitProcess(c.cmd.Process.Pid, l); err != nil {
		select {
		case <-c.ended:
		default:
			r.warn("%v", err)
		}
	}
	if l.wall > 0 {
		go r.watchClock(c, l)
	}
}

// watchClock tells a process that its time is up, and ends it if it goes on.
func (r *run) watchClock(c *child, l limits) {
	if !c.outlives(l.wall) {
		return
	}
	c.conn.Notify(ipc.KindLimit, ipc.LimitArgs{Text: "the process " + l.wallText()})
	if c.outlives(grace) {
		c.killFor(syscall.SIGKILL, l.wallText())
	}
}

// outlives waits for the end of the process, for d at most; it reports whether d is over.
func (c *child) outlives(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-c.ended:
		return false
	case <-t.C:
		return true
	}
}

// killFor ends the process at once, for a reason that its end is going to be explained with.
func (c *child) killFor(sig syscall.Signal, cause string) {
	c.mu.Lock()
	if c.cause == "" {
		c.cause = cause
	}
	c.mu.Unlock()
	c.killAs(sig)
}

// crashes are what the Go runtime writes when it gives up, and what it means to a user. %s: the limit of memory.
var crashes = []struct{ text, meaning string }{
	{"out of memory", "%s"},
	{"cannot allocate memory", "%s"},
	{"stack exceeds", "reached its stack limit"},
	{"thread exhaustion", "reached its limit of threads"},
	{"failed to create new OS thread", "reached the machine's limit of threads"},
}

// explain finds out why a reaped process has ended, if not by itself or by a signal that somebody sent. What the
// interpreter wrote while it crashed is for the user, unless it says what cause says already.
func (c *child) explain() (report string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := c.last.String()
	status := statusOf(c.cmd.ProcessState)
	switch {
	case c.cause != "":
	case status == -int(syscall.SIGKILL) && c.signal == 0 && c.limits.cpu > 0 && c.cpuTime() >= c.limits.cpu:
		c.cause = c.limits.cpuText()
	case isForbiddenCall(status):
		c.cause = "made a system call that the sandbox forbids"
	case text != "" && status == crashStatus:
		if c.limits.memory > 0 && residentBytes(c.cmd.ProcessState) > c.limits.memory {
			text = "out of memory" // the collector does not notice every refusal before it uses what it did not get
		}
		for _, crash := range crashes {
			if strings.Contains(text, crash.text) {
				c.cause = strings.Replace(crash.meaning, "%s", c.limits.memoryText(), 1)
				c.signal = syscall.SIGKILL
				return ""
			}
		}
		c.cause, c.signal = "crashed", syscall.SIGABRT
	}
	return text
}

// cpuTime is the processor time that the process has used.
func (c *child) cpuTime() time.Duration {
	return c.cmd.ProcessState.UserTime() + c.cmd.ProcessState.SystemTime() + 50*time.Millisecond // clocks differ by ticks
}

// crashStatus is the exit status of a Go program that gives up.
const crashStatus = 2
