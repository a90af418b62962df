package host

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"parlark/ipc"
	"parlark/ipc/shm"
)

// This file starts interpreters and owns them until they are reaped.

// child is the host's handle of one interpreter process. start makes it; its goroutine reaps the process and then closes
// ended. Fields below mu are guarded by it.
type child struct {
	cmd   *exec.Cmd
	conn  *ipc.Conn
	ready chan struct{} // closed when the handshake is done; see err
	err   error         // why the handshake failed
	ended chan struct{} // closed when the process has been reaped
	last  lastWords     // what the interpreter itself wrote to standard error: why it crashed

	files     held[*os.File] // open files: the interpreter has descriptors of its own, for reading and writing; these are for all else
	listeners held[*net.TCPListener]

	mu      sync.Mutex
	id      shm.ProcessID // of an assigned interpreter
	name    string
	daemon  bool
	parent  shm.ProcessID
	mailbox shm.Ref        // held for the child until it has opened it; 0 afterwards
	signal  syscall.Signal // what the script's world shall see as the cause of death; 0: what the system says
	handles map[int]bool   // signals for which the script has a handler
	limits  limits         // of an assigned interpreter
	cause   string         // why it ended, where its exit code does not say enough: the limit that it reached
}

// start runs the program of this process again as an interpreter. After success the child owns its connection, and its goroutine
// reaps the process, which kill ends.
func start(r *run) (*child, error) {
	hostEnd, childEnd, err := ipc.Pair()
	if err != nil {
		return nil, err
	}
	defer childEnd.Close()
	self, err := os.Executable()
	if err != nil {
		hostEnd.Close()
		return nil, err
	}
	cmd := &exec.Cmd{
		Path:       self,
		Args:       []string{ipc.InterpreterName, strconv.Itoa(int(r.opts.Sandbox))},
		Dir:        "/",
		Env:        interpreterEnv(),
		ExtraFiles: []*os.File{childEnd},
	}
	setProcAttr(cmd)
	c := &child{cmd: cmd, ready: make(chan struct{}), ended: make(chan struct{}), handles: map[int]bool{}}
	c.files.most, c.listeners.most = filesPerChild, listenersPerChild
	cmd.Stderr = &c.last
	if err := cmd.Start(); err != nil {
		hostEnd.Close()
		return nil, fmt.Errorf("starting an interpreter: %w", err)
	}
	c.conn = ipc.NewConn(hostEnd, ipc.Options{Side: ipc.SideHost})
	go c.serve(r)
	go c.reap(r)
	return c, nil
}

// interpreterEnv is the whole environment of an interpreter. GODEBUG keeps the Go runtime from calls that the sandbox
// forbids; see package sandbox.
func interpreterEnv() []string {
	return []string{
		"GOMAXPROCS=" + strconv.Itoa(max(2, min(4, runtime.NumCPU()))),
		"GODEBUG=updatemaxprocs=0,decoratemappings=0",
		"GOTRACEBACK=single",
		"GOGC=400",
	}
}

// serve shakes hands and answers the interpreter's calls until its end.
func (c *child) serve(r *run) {
	if c.err = c.conn.Handshake(); c.err == nil {
		close(c.ready)
		err := c.conn.Serve(func(req *ipc.Request) { r.handle(c, req) })
		if errors.Is(err, ipc.ErrProtocol) || errors.Is(err, ipc.ErrStalled) {
			c.killFor(syscall.SIGKILL, "broke the protocol with its host")
		}
		return
	}
	c.kill()
	close(c.ready)
}

// reap waits for the end of the process and tells the run.
func (c *child) reap(r *run) {
	err := c.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.warn("reaping an interpreter: %v", err)
	}
	c.conn.Close()
	if report := c.explain(); report != "" {
		r.stderr.writeLine(strings.TrimSuffix(report, "\n"))
	}
	r.childEnded(c, c.exitCode())
	close(c.ended)
}

// exitCode is the exit code as CPython counts it: the status, or minus the number of the signal.
func (c *child) exitCode() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.signal != 0 {
		return -int(c.signal)
	}
	return statusOf(c.cmd.ProcessState)
}

// assigned reports whether the interpreter has its place in the run: before that it has nothing to ask for.
func (c *child) assigned() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.id != shm.ProcessID{}
}

// kill ends the process at once.
func (c *child) kill() {
	c.cmd.Process.Kill()
}

// killAs ends the process at once, and lets the script's world believe that sig did it.
func (c *child) killAs(sig syscall.Signal) {
	c.mu.Lock()
	if c.signal == 0 {
		c.signal = sig
	}
	c.mu.Unlock()
	c.kill()
}

// await waits until the interpreter can be assigned.
func (c *child) await(ctx context.Context) error {
	select {
	case <-c.ready:
		return c.err
	case <-c.ended:
		return errors.New("the interpreter ended before it was ready")
	case <-ctx.Done():
		return ctx.Err()
	}
}
