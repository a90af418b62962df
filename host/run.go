package host

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"parlark/host/internal/access"
	"parlark/ipc"
	"parlark/ipc/shm"
)

// This file holds run, one execution of a script: what it owns and how it ends.

// run is one execution of a script. mu guards the fields below it; nothing blocks while it is held.
type run struct {
	opts   Options
	ctx    context.Context // done when the run is over
	cancel context.CancelFunc
	arena  *shm.Arena
	stdin  *os.File
	null   *os.File // stdin of all processes but the main one
	stdout *outlet
	stderr *outlet
	spares *spares
	access *access.Files // what may be touched in the file system
	output *shm.Lock     // held by whoever writes to a standard stream, so that lines stay whole
	close_ []func()      // what close undoes, last first

	programs  programs
	fileCount atomic.Int64 // files that interpreters have open

	mu         sync.Mutex
	children   map[*child]bool          // every interpreter that has not been reaped, spares included
	processes  map[shm.ProcessID]*child // those that are assigned
	main_      *child
	names      map[name]shm.Ref
	ending     bool          // no process may be started any more
	allEnded   chan struct{} // closed when ending and children is empty
	waiters    []chan struct{}
	endedSlots []shm.ProcessID // of processes that have ended, oldest first; see allocSlot
	ended      ending          // why the host ended the run, if it did
	over       chan ending     // takes the reason to end the run
	admitted   int             // processes that are being started
	repairing  int             // repairs under way
}

// name is what Publish registers.
type name struct{ kind, name string }

// newRun prepares a run; close undoes it.
func newRun(ctx context.Context, opts Options) (*run, error) {
	r := &run{
		opts: opts, children: map[*child]bool{}, processes: map[shm.ProcessID]*child{}, names: map[name]shm.Ref{},
		allEnded: make(chan struct{}), over: make(chan ending, 1), spares: newSpares(opts.Spares),
	}
	r.ctx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	err := r.open()
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// open acquires what every process of the run is given.
func (r *run) open() (err error) {
	undo := func(f func()) { r.close_ = append(r.close_, f) }
	if r.arena, err = shm.Create(r.opts.arenaOptions()); err != nil {
		return fmt.Errorf("making the run's shared memory: %w", err)
	}
	undo(func() { r.arena.Close() })
	if r.output, err = r.arena.Host().NewLock(shm.Mutex, 0, 0); err != nil {
		return fmt.Errorf("making the run's shared memory: %w", err)
	}
	if r.access, err = r.opts.Permissions.access(r.opts.Cwd); err != nil {
		return err
	}
	undo(r.access.Close)
	var closeStdin func()
	if r.stdin, closeStdin, err = newInlet(r.opts.Stdin); err != nil {
		return err
	}
	undo(closeStdin)
	if r.null, err = os.Open(os.DevNull); err != nil {
		return err
	}
	undo(func() { r.null.Close() })
	quota := newQuota(r.opts.Limits.MaxOutput, r.endFor)
	if r.stdout, err = newOutlet(r.opts.Stdout, quota); err != nil {
		return err
	}
	undo(r.stdout.close)
	if r.stderr, err = newOutlet(r.opts.Stderr, quota); err != nil {
		return err
	}
	undo(r.stderr.close)
	return nil
}

// close ends every process of the run and releases what it owns. It is idempotent.
func (r *run) close() {
	r.mu.Lock()
	r.ending = true
	empty := len(r.children) == 0
	r.mu.Unlock()
	r.closeSpares()
	r.killAll()
	if !empty {
		<-r.allEnded
	}
	r.programs.close()
	r.cancel()
	for i := len(r.close_) - 1; i >= 0; i-- {
		r.close_[i]()
	}
	r.close_ = nil
}

// main runs the main process and waits for the end of the run.
func (r *run) main(ctx context.Context) error {
	c, err := r.startMain(ctx)
	if err != nil {
		return err
	}
	watch, stop := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		r.watchDeadlock(watch)
	}()
	err = r.supervise(ctx, c)
	stop()
	<-watched
	if err != nil {
		return err
	}
	code, reason := c.exitCode(), r.ended.reason
	if c.cause != "" && reason == "" {
		reason = "the main process " + c.cause
	}
	switch {
	case r.ended.code != 0:
		code = r.ended.code
	case code == 0 && reason == "":
		return nil
	case code == 0:
		code = -int(syscall.SIGKILL) // the main process had ended already
	}
	return &ExitError{Code: code, Reason: reason}
}

// ending is why the host ends a run.
type ending struct {
	reason string
	code   int // the exit code; 0: that of the main process
}

// endFor ends the run because of a limit.
func (r *run) endFor(reason string) { r.endWith(ending{reason: reason}) }

// endWith ends the run. The first reason counts.
func (r *run) endWith(e ending) {
	select {
	case r.over <- e:
	default:
	}
}

// startMain assigns the main process.
func (r *run) startMain(ctx context.Context) (*child, error) {
	c, err := start(r)
	if err != nil {
		return nil, err
	}
	r.adopt(c)
	if err := c.await(ctx); err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.main_ = c
	r.mu.Unlock()
	args := ipc.AssignArgs{
		Path: r.opts.Path, Argv: append([]string{r.opts.Path}, r.opts.Args...), Source: r.opts.Source, Environ: r.opts.Env, Main: true, Check: r.opts.Check,
	}
	return c, r.assign(c, "MainProcess", args, r.opts.Limits.process(), r.stdin)
}

// supervise waits until the main process and then the processes that are no daemons have ended, and passes requests to
// end on meanwhile.
func (r *run) supervise(ctx context.Context, c *child) error {
	var timeout <-chan time.Time
	if r.opts.Limits.Timeout > 0 {
		t := time.NewTimer(r.opts.Limits.Timeout)
		defer t.Stop()
		timeout = t.C
	}
	mainEnded := c.ended
	var othersEnded <-chan struct{}
	interrupts := 0
	for {
		select {
		case <-mainEnded:
			mainEnded = nil
			if c.exitCode() < 0 || interrupts > 0 {
				return nil // the run was ended by force: nobody is waited for
			}
			othersEnded = r.lastProcess()
		case <-othersEnded:
			return nil
		case sig := <-r.opts.Signals:
			if sig == os.Interrupt {
				interrupts++
			}
			if r.deliver(c, sig, interrupts) {
				return nil
			}
		case <-timeout:
			r.endFor(fmt.Sprintf("the run took longer than %v (--timeout)", r.opts.Limits.Timeout))
		case e := <-r.over:
			r.mu.Lock()
			r.ended = e
			r.mu.Unlock()
			c.killAs(syscall.SIGKILL)
			<-c.ended
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// deliver passes a signal on to the run and reports whether that ended it.
func (r *run) deliver(c *child, sig os.Signal, interrupts int) bool {
	n, ok := sig.(syscall.Signal)
	if !ok {
		return false
	}
	c.mu.Lock()
	handled := c.handles[int(n)]
	c.mu.Unlock()
	switch {
	case n == syscall.SIGINT && interrupts == 1:
		// As a terminal does: every process of the script gets it.
		for _, p := range r.assigned() {
			p.conn.Notify(ipc.KindInterrupt, ipc.InterruptArgs{Signal: int(n), Terminal: true})
		}
		return false
	case n != syscall.SIGINT && handled:
		c.conn.Notify(ipc.KindInterrupt, ipc.InterruptArgs{Signal: int(n)})
		return false
	}
	c.killAs(n)
	<-c.ended
	return true
}

// assigned lists the processes of the script.
func (r *run) assigned() []*child {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]*child, 0, len(r.processes))
	for _, c := range r.processes {
		list = append(list, c)
	}
	return list
}

// lastProcess returns a channel that is closed when no process but daemons is left.
func (r *run) lastProcess() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	ch := make(chan struct{})
	r.waiters = append(r.waiters, ch)
	r.wakeWaitersLocked()
	return ch
}

// wakeWaitersLocked closes the channels of lastProcess if its condition holds.
func (r *run) wakeWaitersLocked() {
	for _, c := range r.processes {
		if !c.daemon {
			return
		}
	}
	for _, ch := range r.waiters {
		close(ch)
	}
	r.waiters = nil
}

// adopt makes the run the owner of c.
func (r *run) adopt(c *child) {
	r.mu.Lock()
	select {
	case <-c.ended:
	default:
		r.children[c] = true
	}
	ending := r.ending
	r.mu.Unlock()
	if ending {
		c.kill()
	}
}

// killAll ends every interpreter.
func (r *run) killAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.children {
		c.kill()
	}
}

// assign gives c its place in the run. On failure c is ended.
func (r *run) assign(c *child, processName string, args ipc.AssignArgs, lim limits, stdin *os.File) error {
	id, err := r.allocSlot(processName)
	if err != nil {
		c.kill()
		return err
	}
	r.arena.SetPID(id, c.cmd.Process.Pid)
	r.mu.Lock()
	c.mu.Lock()
	c.id, c.name, c.daemon = id, processName, args.Daemon
	c.mu.Unlock()
	r.processes[id] = c
	r.mu.Unlock()
	r.limit(c, lim)
	args.Slot, args.Generation, args.Limits = id.Slot, id.Gen, lim.message()
	args.Name, args.Cwd, args.Output = processName, r.opts.Cwd, uint64(r.output.Ref())
	if args.Environ == nil {
		args.Environ = map[string]string{}
	}
	files := []*os.File{r.arena.File(), stdin, r.stdout.file, r.stderr.file}
	if err := c.conn.Notify(ipc.KindAssign, args, files...); err != nil {
		c.kill()
		return err
	}
	return nil
}

// allocSlot takes a process slot, if need be that of the process that ended first: whoever has not asked for its exit
// code by then, thousands of processes later, gets none.
func (r *run) allocSlot(processName string) (shm.ProcessID, error) {
	id, err := r.arena.AllocSlot(processName)
	if !errors.Is(err, shm.ErrNoSlot) {
		return id, err
	}
	r.mu.Lock()
	if len(r.endedSlots) == 0 {
		r.mu.Unlock()
		return id, err
	}
	oldest := r.endedSlots[0]
	r.endedSlots = r.endedSlots[1:]
	r.mu.Unlock()
	r.arena.FreeSlot(oldest)
	return r.arena.AllocSlot(processName)
}

// childEnded repairs what a reaped process leaves behind, and forgets it.
func (r *run) childEnded(c *child, code int) {
	r.fileCount.Add(-int64(c.files.closeAll()))
	r.programs.orphan(c)
	c.listeners.closeAll()
	r.mu.Lock()
	id, assigned, main := c.id, r.processes[c.id] == c, r.main_
	r.repairing++
	r.mu.Unlock()
	if assigned {
		if c.cause != "" && c != main {
			r.warn("process %s (pid %d) %s", c.name, c.cmd.Process.Pid, c.cause)
		}
		r.repair(c, id, code)
	}
	r.mu.Lock()
	r.repairing--
	delete(r.children, c)
	var orphans []*child
	if assigned {
		delete(r.processes, id)
		r.endedSlots = append(r.endedSlots, id)
		for _, p := range r.processes {
			if p.daemon && p.parent == id {
				orphans = append(orphans, p)
			}
		}
		r.wakeWaitersLocked()
	}
	if r.ending && len(r.children) == 0 {
		select {
		case <-r.allEnded:
		default:
			close(r.allEnded)
		}
	}
	r.mu.Unlock()
	for _, p := range orphans {
		p.killAs(syscall.SIGTERM) // a daemon does not outlive the process that started it
	}
}

// warn tells the user about something that is not the script's own output.
func (r *run) warn(format string, args ...any) {
	r.stderr.writeLine("parlark: " + fmt.Sprintf(format, args...))
}

var errEnding = errors.New("the run is ending")
