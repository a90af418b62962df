package host

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"

	"parlark/ipc"
	"parlark/ipc/shm"
)

// This file answers the calls of interpreters. Everything in them is checked: an interpreter may be hostile.

// handle answers one request of c.
func (r *run) handle(c *child, req *ipc.Request) {
	if !c.assigned() {
		req.Fail(refusal(ipc.CodeFailed, "not assigned"))
		return
	}
	switch req.Kind {
	case ipc.KindStart:
		var args ipc.StartArgs
		if decode(req, &args) {
			go r.startProcess(c, req, args)
		}
	case ipc.KindReserve:
		r.openSpares()
	case ipc.KindOpened:
		r.dropMailbox(c)
	case ipc.KindSignal:
		var args ipc.SignalArgs
		if decode(req, &args) {
			answer(req, nil, r.signal(args))
		}
	case ipc.KindHandles:
		var args ipc.HandlesArgs
		if decode(req, &args) {
			c.mu.Lock()
			if args.Signal > 0 && args.Signal < 65 {
				c.handles[args.Signal] = args.Handled
			}
			c.mu.Unlock()
			req.Answer(nil)
		}
	case ipc.KindPublish:
		var args ipc.NameArgs
		if decode(req, &args) {
			answer(req, nil, r.publish(args))
		}
	case ipc.KindLookup:
		var args ipc.NameArgs
		if decode(req, &args) {
			ref, err := r.lookup(args)
			answer(req, ipc.NameAnswer{Ref: uint64(ref)}, err)
		}
	case ipc.KindWithdraw:
		var args ipc.NameArgs
		if decode(req, &args) {
			answer(req, nil, r.withdraw(args))
		}
	case ipc.KindSource:
		var args ipc.SourceArgs
		if decode(req, &args) {
			module, err := r.source(args.Module)
			answer(req, module, err)
		}
	case ipc.KindPath, ipc.KindOpen, ipc.KindFile, ipc.KindCloseFile:
		r.handleFiles(c, req)
	case ipc.KindProgram, ipc.KindProgramWait, ipc.KindProgramSignal:
		r.handlePrograms(c, req)
	case ipc.KindDial, ipc.KindListen, ipc.KindAccept, ipc.KindUnlisten:
		r.handleNetwork(c, req)
	default:
		req.Fail(refusal(ipc.CodeUnknownKind, "unknown request"))
	}
}

// decode reads the body of a request; a body that cannot be read is refused.
func decode(req *ipc.Request, into any) bool {
	if err := req.Decode(into); err != nil {
		req.Fail(err)
		return false
	}
	return true
}

func answer(req *ipc.Request, body any, err error) {
	if err != nil {
		req.Fail(err)
		return
	}
	req.Answer(body)
}

func refusal(code ipc.Code, message string) error {
	return &ipc.RemoteError{Code: code, Message: message}
}

// startProcess starts a process for c and answers when it is assigned.
func (r *run) startProcess(c *child, req *ipc.Request, args ipc.StartArgs) {
	mailbox := shm.Ref(args.Mailbox)
	if err := r.arena.Host().Hold(mailbox); err != nil {
		req.Fail(refusal(ipc.CodeFailed, "no such mailbox"))
		return
	}
	p, err := r.assignProcess(c, args, mailbox)
	if err != nil {
		r.arena.Host().Drop(mailbox)
		req.Fail(refusal(ipc.CodeLimit, err.Error()))
		return
	}
	req.Answer(ipc.StartAnswer{Slot: p.id.Slot, Generation: p.id.Gen, Pid: p.cmd.Process.Pid})
}

func (r *run) assignProcess(c *child, args ipc.StartArgs, mailbox shm.Ref) (*child, error) {
	if err := r.admit(); err != nil {
		return nil, err
	}
	defer func() {
		r.mu.Lock()
		r.admitted--
		r.mu.Unlock()
	}()
	p, err := r.take(r.ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	lim := c.limits.within(args.Limits)
	c.mu.Unlock()
	p.mu.Lock()
	p.parent, p.mailbox = c.id, mailbox
	p.mu.Unlock()
	assign := ipc.AssignArgs{
		Path: r.opts.Path, Argv: append([]string{r.opts.Path}, r.opts.Args...), Source: r.opts.Source,
		Daemon: args.Daemon, Mailbox: uint64(mailbox),
	}
	if err := r.assign(p, cleanName(args.Name), assign, lim, r.null); err != nil {
		p.mu.Lock()
		p.mailbox = 0
		p.mu.Unlock()
		return nil, err
	}
	return p, nil
}

// admit makes room for one more process, which is on its way until admitted is counted down.
func (r *run) admit() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ending:
		return errEnding
	case len(r.processes)+r.admitted >= r.opts.Limits.Processes:
		return errors.New("more processes than --max-processes allows")
	}
	r.admitted++
	return nil
}

// cleanName makes a name that a process was given fit for a line of output.
func cleanName(name string) string {
	const most = 100
	runes := []rune(name)
	for i, c := range runes {
		if !unicode.IsPrint(c) {
			runes[i] = '?'
		}
	}
	return string(runes[:min(len(runes), most)])
}

// mostNames bounds what a run can make the host remember.
const mostNames = 1 << 16

// dropMailbox gives up the host's hold of a child's mailbox.
func (r *run) dropMailbox(c *child) {
	c.mu.Lock()
	mailbox := c.mailbox
	c.mailbox = 0
	c.mu.Unlock()
	if mailbox != 0 {
		r.arena.Host().Drop(mailbox)
	}
}

// signal sends a signal to a process of the run.
func (r *run) signal(args ipc.SignalArgs) error {
	r.mu.Lock()
	c := r.processes[shm.ProcessID{Slot: args.Slot, Gen: args.Generation}]
	if args.Pid != 0 {
		for _, p := range r.processes {
			if p.cmd.Process.Pid == args.Pid {
				c = p
			}
		}
	}
	r.mu.Unlock()
	if c == nil {
		return refusal(ipc.CodeNotFound, "no such process")
	}
	sig := syscall.Signal(args.Signal)
	c.mu.Lock()
	handled := c.handles[args.Signal]
	c.mu.Unlock()
	switch {
	case sig == 0:
	case sig == syscall.SIGINT || handled && sig != syscall.SIGKILL:
		c.conn.Notify(ipc.KindInterrupt, ipc.InterruptArgs{Signal: args.Signal})
	case ignoredByDefault(sig):
	case changesRunning(sig):
		c.cmd.Process.Signal(sig)
	case args.Signal > 0 && args.Signal < 65:
		c.killAs(sig)
	default:
		return refusal(ipc.CodeFailed, "no such signal")
	}
	return nil
}

// publish names an object of the arena.
func (r *run) publish(args ipc.NameArgs) error {
	key := name{args.Kind, args.Name}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, taken := r.names[key]; taken {
		return refusal(ipc.CodeExists, "name taken")
	}
	if len(r.names) >= mostNames {
		return refusal(ipc.CodeLimit, "too many names")
	}
	if err := r.arena.Host().Hold(shm.Ref(args.Ref)); err != nil {
		return refusal(ipc.CodeFailed, "no such object")
	}
	r.names[key] = shm.Ref(args.Ref)
	return nil
}

func (r *run) lookup(args ipc.NameArgs) (shm.Ref, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ref, ok := r.names[name{args.Kind, args.Name}]
	if !ok {
		return 0, refusal(ipc.CodeNotFound, "no such name")
	}
	return ref, nil
}

func (r *run) withdraw(args ipc.NameArgs) error {
	key := name{args.Kind, args.Name}
	r.mu.Lock()
	ref, ok := r.names[key]
	delete(r.names, key)
	r.mu.Unlock()
	if !ok {
		return refusal(ipc.CodeNotFound, "no such name")
	}
	return r.arena.Host().Drop(ref)
}

// source returns the text of a local module: a file beside the main script. The name is a dotted name, so it cannot
// leave that directory.
func (r *run) source(module string) (ipc.SourceAnswer, error) {
	for _, part := range strings.Split(module, ".") {
		if part == "" || strings.ContainsAny(part, `/\`) {
			return ipc.SourceAnswer{}, refusal(ipc.CodeNotFound, "no such module")
		}
	}
	if r.opts.Path == unnamed {
		return ipc.SourceAnswer{}, refusal(ipc.CodeNotFound, "no such module")
	}
	dir, err := os.OpenRoot(filepath.Dir(r.opts.Path))
	if err != nil {
		return ipc.SourceAnswer{}, refusal(ipc.CodeNotFound, err.Error())
	}
	defer dir.Close()
	base := filepath.Join(strings.Split(module, ".")...)
	for _, candidate := range []struct {
		path      string
		isPackage bool
	}{{base + ".py", false}, {filepath.Join(base, "__init__.py"), true}, {base + ".star", false}} {
		src, err := dir.ReadFile(candidate.path)
		if err == nil {
			return ipc.SourceAnswer{Path: filepath.Join(filepath.Dir(r.opts.Path), candidate.path), Source: src, Package: candidate.isPackage}, nil
		}
	}
	return ipc.SourceAnswer{}, refusal(ipc.CodeNotFound, "no such module")
}
