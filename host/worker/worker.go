package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"

	"parlark/builtins/multiprocessing"
	"parlark/host/internal/interp"
	"parlark/host/internal/sandbox"
	"parlark/ipc"
	"parlark/ipc/shm"
)

// This file holds Main and the life of an interpreter process.

// exitInternal is the status of an interpreter that failed for a reason of ours.
const exitInternal = 70

// Main runs an interpreter if this process was started as one, and then does not return. In any other process it
// returns at once. It reads os.Args and exits the process, which nothing else in the project but main does.
func Main() {
	if len(os.Args) == 0 || os.Args[0] != ipc.InterpreterName {
		return
	}
	growStack(false)
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "parlark: BUG:", err)
		os.Exit(exitInternal)
	}
	os.Exit(0)
}

// process is the state of this interpreter process.
type process struct {
	conn   *ipc.Conn
	interp *interp.Interp
	in     *source
	out    *sink
	err    *sink

	assigned chan assignment
	preload  sync.Mutex // held while a script is being preloaded, and from the assignment on

	mu      sync.Mutex
	running bool                // the interpreter has its place in a run; guarded by mu
	early   []ipc.InterruptArgs // signals that arrived before; guarded by mu
}

type assignment struct {
	args  ipc.AssignArgs
	files []*os.File
}

// serve runs the process until it has nothing more to do. It shakes hands last of what can be done ahead of an assignment,
// so that the host takes it for ready when it is.
func serve() error {
	conn := ipc.NewConn(os.NewFile(ipc.InterpreterFD, "host"), ipc.Options{Side: ipc.SideChild})
	if err := lockDown(os.Args); err != nil {
		return err
	}
	p := &process{conn: conn, in: &source{}, out: &sink{}, err: &sink{}, assigned: make(chan assignment, 1)}
	p.interp = interp.New(interp.Options{Stdin: p.in, Stdout: p.out, Stderr: p.err, Source: p.source})
	if err := conn.Handshake(); err != nil {
		var version *ipc.VersionError
		if errors.As(err, &version) {
			return err
		}
		return nil // the host is gone already
	}
	go func() {
		conn.Serve(p.handle)
		os.Exit(0) // the host is gone, or wants this process gone
	}()
	a := <-p.assigned
	return p.run(a)
}

// lockDown takes away what an interpreter does not need. The mode is the host's SandboxMode.
func lockDown(args []string) error {
	mode := 0
	if len(args) > 1 {
		mode, _ = strconv.Atoi(args[1])
	}
	if mode == sandboxOff {
		return nil
	}
	report, err := sandbox.Apply(sandbox.Config{Keep: []int{ipc.InterpreterFD}, OpenFiles: maxFiles + extraFiles})
	if err != nil {
		return err
	}
	if mode == sandboxRequire && !report.Complete() {
		return fmt.Errorf("the sandbox is not complete here:\n%v", report)
	}
	return nil
}

// The values of host.SandboxMode.
const (
	sandboxRequire = 1
	sandboxOff     = 2
)

// handle takes the host's messages.
func (p *process) handle(req *ipc.Request) {
	switch req.Kind {
	case ipc.KindAssign:
		var a assignment
		if req.Decode(&a.args) == nil {
			a.files = req.Files()
			p.assigned <- a
		}
	case ipc.KindPreload:
		var args ipc.PreloadArgs
		// After the assignment it comes too late: the lock is held for good then.
		if req.Decode(&args) == nil && p.preload.TryLock() {
			go func() {
				defer p.preload.Unlock()
				growStack(false)
				p.interp.Preload(args.Path, args.Source)
			}()
		}
	case ipc.KindBlocked:
		var args ipc.BlockedArgs
		if req.Decode(&args) == nil {
			req.Answer(p.blocked(args.Collect))
		}
	case ipc.KindLimit:
		var args ipc.LimitArgs
		if req.Decode(&args) == nil {
			p.exceeded(args.Text)
		}
	case ipc.KindInterrupt:
		var args ipc.InterruptArgs
		if req.Decode(&args) == nil {
			p.interrupt(args)
		}
	}
}

// interrupt delivers a signal to the script, as soon as it has its place in a run.
func (p *process) interrupt(args ipc.InterruptArgs) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.running {
		p.early = append(p.early, args)
		return
	}
	p.interp.Interrupt(args.Signal, args.Terminal)
}

// place gives the interpreter its place in a run and delivers what has waited for that.
func (p *process) place(place interp.Place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.interp.Assign(place)
	p.running = true
	for _, args := range p.early {
		p.interp.Interrupt(args.Signal, args.Terminal)
	}
	p.early = nil
}

// run does what this process was assigned and ends it.
func (p *process) run(a assignment) error {
	if len(a.files) != ipc.AssignFiles {
		return errors.New("an assignment without its files")
	}
	arena, err := shm.Attach(a.files[ipc.AssignArena])
	if err != nil {
		return err
	}
	a.files[ipc.AssignArena].Close()
	member, err := arena.Join(shm.ProcessID{Slot: a.args.Slot, Gen: a.args.Generation})
	if err != nil {
		return err
	}
	lock, err := member.OpenLock(shm.Ref(a.args.Output))
	if err != nil {
		return err
	}
	p.in.connect(a.files[ipc.AssignStdin])
	p.out.connect(a.files[ipc.AssignStdout], lock)
	p.err.connect(a.files[ipc.AssignStderr], lock)
	p.preload.Lock()
	defer p.preload.Unlock()
	p.limit(a.args.Limits)
	h := &host{conn: p.conn}
	b := &broker{host: h, slots: make(chan struct{}, maxFiles), cwd: a.args.Cwd}
	place := interp.Place{
		Path: a.args.Path, Argv: a.args.Argv, Environ: a.args.Environ, Cwd: a.args.Cwd, PID: os.Getpid(), Member: member, Host: h,
		Files: b, Programs: &launcher{b}, Network: &tcp{b},
	}
	if a.args.Main {
		place.Self = multiprocessing.MainIdentity()
	}
	p.place(place)
	var code int
	switch {
	case a.args.Check:
		code = p.interp.Check(a.args.Source)
	case a.args.Main:
		code = p.interp.RunMain(a.args.Source)
	default:
		code = p.interp.RunChild(a.args.Source, shm.Ref(a.args.Mailbox), func() { p.conn.Notify(ipc.KindOpened, nil) })
	}
	p.conn.Flush(context.Background())
	os.Exit(code & 0xff)
	return nil
}

// source asks the host for the text of a local module.
func (p *process) source(module string) (string, []byte, error) {
	var answer ipc.SourceAnswer
	err := p.conn.Call(context.Background(), ipc.KindSource, ipc.SourceArgs{Module: module}, nil, &answer)
	return answer.Path, answer.Source, err
}
