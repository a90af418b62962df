package multiprocessing

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file defines Process: CPython's process.py and the Process classes of context.py.

// process is the Go state of a Process object. The object is made in the process that calls Process(...), sent to the child
// by start(), and is current_process() there.
type process struct {
	s *State

	name    string
	path    []int // _identity: the parent's, and the number of this process among its children
	daemon  bool
	config  *starlark.Dict // _config, once a script has asked for it: what it holds goes before daemon
	authkey []byte
	target  starlark.Value // nil: none
	args    starlark.Tuple
	kwargs  *starlark.Dict
	limits  Limits

	parentPID int           // of the process that made the object
	id        shm.ProcessID // zero before start()
	pid       int
	exit      *int // known exit code
	closed    bool
	current   bool // this is current_process() of this interpreter
}

// processOf returns the state of a Process object.
func processOf(v starlark.Value) *process {
	return v.(*object.Instance).State().(*process)
}

// processClasses makes BaseProcess and the classes below it.
func (s *State) processClasses() {
	native := &object.Native{
		New:     func(t *starlark.Thread, inst *object.Instance) any { return s.newProcess(inst) },
		Methods: processMethods,
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			return processOf(inst).get(name)
		},
		Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
			return processOf(inst).set(name, v)
		},
		Repr:   func(inst *object.Instance) (string, error) { return processOf(inst).repr(inst), nil },
		Reduce: reduceProcess,
		Build:  s.buildProcess,
	}
	base := s.rt.NewBuiltinClass("multiprocessing.process", "BaseProcess", native)
	s.parts.baseProcess = base
	s.parts.process = map[string]*object.Class{}
	for method, name := range map[string]string{"": "Process", "fork": "ForkProcess", "spawn": "SpawnProcess", "forkserver": "ForkServerProcess"} {
		class := s.rt.NewBuiltinClass("multiprocessing.context", name, nil, base)
		class.Define("_start_method", starlark.Value(starlark.None))
		if method != "" {
			class.Define("_start_method", starlark.String(method))
		}
		s.parts.process[method] = class
	}
	main := s.rt.NewBuiltinClass("multiprocessing.process", "_MainProcess", nil, base)
	parent := s.rt.NewBuiltinClass("multiprocessing.process", "_ParentProcess", nil, base)
	s.parts.mainProcess, s.parts.parentProcess = main, parent
}

// newProcess returns the state of an object whose __init__ has not run: CPython sets these in BaseProcess.__init__.
func (s *State) newProcess(inst *object.Instance) *process {
	return &process{s: s, parentPID: s.pid()}
}

// pid is os.getpid().
func (s *State) pid() int {
	p, _ := s.member.Arena().Process(s.member.ID())
	return p.PID
}

var processMethods = object.NewMethods(map[string]object.Method{
	"__init__":  processInit,
	"run":       processRun,
	"start":     processStart,
	"join":      processJoin,
	"is_alive":  processIsAlive,
	"terminate": processSignal("terminate", syscall.SIGTERM),
	"kill":      processSignal("kill", syscall.SIGKILL),
	"interrupt": processSignal("interrupt", syscall.SIGINT),
	"close":     processClose,
})

func processInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := processOf(self)
	var group, target, name, callArgs, callKwargs, daemon, limits starlark.Value
	err := object.UnpackMethod("BaseProcess.__init__", args, kwargs, "group?", &group, "target?", &target, "name?", &name,
		"args?", &callArgs, "kwargs?", &callKwargs, "*", nil, "daemon?", &daemon, "limits?", &limits)
	if err != nil {
		return nil, err
	}
	if p.limits, err = limitsFrom(limits); err != nil {
		return nil, err
	}
	if group != nil && group != starlark.None {
		return nil, exceptions.AssertionError.Errorf("group argument must be None for now")
	}
	s := p.s
	self0 := s.self
	p.path = append(append([]int{}, self0.Path...), int(s.serial.Add(1)))
	p.authkey, p.daemon = self0.AuthKey, self0.Daemon
	p.parentPID = s.pid()
	if target != nil && target != starlark.None {
		p.target = target
	}
	if callArgs != nil {
		elements, err := s.rt.List(t, callArgs)
		if err != nil {
			return nil, err
		}
		p.args = append(starlark.Tuple{}, elements...)
	}
	if callKwargs != nil && callKwargs != starlark.None {
		d, err := starlark.Call(t, s.rt.Builtin("dict"), starlark.Tuple{callKwargs}, nil)
		if err != nil {
			return nil, err
		}
		p.kwargs = d.(*starlark.Dict)
	}
	switch {
	case name != nil && bool(name.Truth()):
		if p.name, err = s.rt.Str(name); err != nil {
			return nil, err
		}
	default:
		p.name = self.(*object.Instance).Class().Name() + "-" + joinPath(p.path)
	}
	if daemon != nil && daemon != starlark.None {
		p.daemon = bool(daemon.Truth())
	}
	return starlark.None, nil
}

// joinPath formats an identity: 1:2 is the second child of the first child.
func joinPath(path []int) string {
	parts := make([]string, len(path))
	for i, n := range path {
		parts[i] = fmt.Sprint(n)
	}
	return strings.Join(parts, ":")
}

func processRun(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.UnpackMethod("BaseProcess.run", args, kwargs); err != nil {
		return nil, err
	}
	p := processOf(self)
	if p.started() && !p.current {
		return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute '_target'", object.TypeName(self))
	}
	if p.target == nil {
		return starlark.None, nil
	}
	if _, ok := p.target.(starlark.Callable); !ok {
		return nil, exceptions.TypeError.Errorf("'%s' object is not callable", object.TypeName(p.target))
	}
	var named []starlark.Tuple
	if p.kwargs != nil {
		named = p.kwargs.Items()
	}
	if _, err := starlark.Call(t, p.target, p.args, named); err != nil {
		return nil, err
	}
	return starlark.None, nil
}

// started reports whether start() has been called here: the object has forgotten what it is to do.
func (p *process) started() bool { return p.id != shm.ProcessID{} }

// errClosed refuses everything on a closed object.
func (p *process) errClosed() error {
	if p.closed {
		return exceptions.ValueError.Errorf("process object is closed")
	}
	return nil
}

func processStart(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := processOf(self)
	if err := p.errClosed(); err != nil {
		return nil, err
	}
	s := p.s
	switch {
	case p.current, p.isParent():
		return nil, exceptions.AssertionError.Errorf("can only start a process object created by current process")
	case p.started():
		return nil, exceptions.AssertionError.Errorf("cannot start a process twice")
	case p.parentPID != s.pid():
		return nil, exceptions.AssertionError.Errorf("can only start a process object created by current process")
	case s.daemonic():
		return nil, exceptions.AssertionError.Errorf("daemonic processes are not allowed to have children")
	}
	return starlark.None, s.launch(t, self.(*object.Instance))
}

// launch starts the process of an object.
func (s *State) launch(t *starlark.Thread, inst *object.Instance) error {
	p := processOf(inst)
	p.readConfiguration()
	s.flush()
	identity := p.childIdentity(s)
	for _, method := range startMethods {
		if inst.Class().IsSubclass(s.parts.process[method]) {
			identity.Method = method
		}
	}
	mailbox, err := s.post("process", identity, inst)
	if err != nil {
		return err
	}
	defer mailbox.Close()
	var started Started
	s.rt.Blocking(func() {
		started, err = s.host.Start(Spawn{Name: p.name, Daemon: p.daemon, Mailbox: mailbox.Ref(), Limits: p.limits})
	})
	if err != nil {
		return startError(err)
	}
	p.id, p.pid = started.ID, started.PID
	s.parts.children = append(s.parts.children, inst)
	return nil
}

// startError is the exception of a process that could not be started.
func startError(err error) error {
	return exceptions.OSErrorf(exceptions.BlockingIOError, int(syscall.EAGAIN), "Resource temporarily unavailable: "+err.Error(), "")
}

// childIdentity is what the child will know about itself.
func (p *process) childIdentity(s *State) Identity {
	return Identity{
		Name: p.name, Path: p.path, Daemon: p.daemon, AuthKey: p.authkey, Parent: s.member.ID(),
		ParentName: s.self.Name, ParentPID: s.pid(), Method: s.self.Method,
		LogToStderr: s.self.LogToStderr, Log: s.self.Log, Logger: s.self.Logger,
	}
}

// poll learns whether the process has ended, without waiting.
func (p *process) poll() *int {
	if p.exit == nil && p.id != (shm.ProcessID{}) {
		if code, err := p.s.member.WaitEnd(p.id, shm.Wait{Poll: true}); err == nil {
			p.ended(code)
		}
	}
	return p.exit
}

// ended records the exit code and takes the process off the list of children.
func (p *process) ended(code int) {
	p.exit = &code
	kept := p.s.parts.children[:0]
	for _, c := range p.s.parts.children {
		if processOf(c) != p {
			kept = append(kept, c)
		}
	}
	clear(p.s.parts.children[len(kept):])
	p.s.parts.children = kept
}

// wait waits for the end of the process; it reports whether it has ended.
func (p *process) wait(t *starlark.Thread, w shm.Wait) (bool, error) {
	if p.poll() != nil {
		return true, nil
	}
	code := 0
	err := p.s.block(t, w, func(w shm.Wait) (err error) {
		code, err = p.s.member.WaitEnd(p.id, w)
		return err
	})
	switch {
	case errors.Is(err, shm.ErrTimeout):
		return false, nil
	case err != nil:
		return false, scriptError(err)
	}
	p.ended(code)
	return true, nil
}

func processJoin(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := processOf(self)
	if err := p.errClosed(); err != nil {
		return nil, err
	}
	var limit starlark.Value
	if err := object.UnpackMethod("BaseProcess.join", args, kwargs, "timeout?", &limit); err != nil {
		return nil, err
	}
	switch {
	case p.isParent():
	case p.current, p.parentPID != p.s.pid():
		return nil, exceptions.AssertionError.Errorf("can only join a child process")
	case p.id == shm.ProcessID{}:
		return nil, exceptions.AssertionError.Errorf("can only join a started process")
	}
	if err := addTime(limit); err != nil {
		return nil, err
	}
	w, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	_, err = p.wait(t, w)
	return starlark.None, err
}

// isParent reports whether the object is parent_process().
func (p *process) isParent() bool {
	parent := p.s.parts.parent
	return parent != nil && processOf(parent) == p
}

func processIsAlive(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := processOf(self)
	if err := p.errClosed(); err != nil {
		return nil, err
	}
	switch {
	case p.current:
		return starlark.True, nil
	case p.isParent():
	case p.parentPID != p.s.pid():
		return nil, exceptions.AssertionError.Errorf("can only test a child process")
	case p.id == shm.ProcessID{}:
		return starlark.False, nil
	}
	return starlark.Bool(p.poll() == nil), nil
}

// processSignal makes terminate(), kill() and interrupt().
func processSignal(name string, sig syscall.Signal) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := processOf(self)
		if err := p.errClosed(); err != nil {
			return nil, err
		}
		if err := object.UnpackMethod("BaseProcess."+name, args, kwargs); err != nil {
			return nil, err
		}
		if p.id == (shm.ProcessID{}) {
			return nil, exceptions.AttributeError.Errorf("'NoneType' object has no attribute '%s'", name)
		}
		if p.poll() != nil {
			return starlark.None, nil
		}
		return starlark.None, p.s.kill(p.id, sig)
	}
}

// kill sends a signal to a process of the run that may have ended meanwhile.
func (s *State) kill(id shm.ProcessID, sig syscall.Signal) (err error) {
	s.rt.Blocking(func() { err = s.host.Signal(id, int(sig)) })
	if err != nil && !errors.Is(err, ErrNoProcess) {
		return exceptions.OSErrorf(exceptions.OSError, int(syscall.EINVAL), err.Error(), "")
	}
	return nil
}

func processClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := processOf(self)
	if p.current || p.closed {
		return starlark.None, nil
	}
	if p.id != (shm.ProcessID{}) && p.poll() == nil {
		return nil, exceptions.ValueError.Errorf("Cannot close a process while it is still running. You should first call join() or terminate().")
	}
	p.closed = true
	return starlark.None, nil
}

// newAuthKey returns a random key, as os.urandom(32) makes the main process's.
func newAuthKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) // never fails, see its documentation
	return key
}

// ParentPID is os.getppid(): that of the process that started this one.
func (s *State) ParentPID() int { return s.self.ParentPID }

// ProcessName is current_process().name.
func (s *State) ProcessName() string { return s.self.Name }
