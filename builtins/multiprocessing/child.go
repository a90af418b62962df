package multiprocessing

import (
	"errors"
	"strconv"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file holds the life of a process of a script: the task that its parent posts, its run and its end.
//
//	mailbox  a queue with one frame: kind, identity, legacy, task
//	kind     "process": task is a Process object, whose run() is called
//	         "pool":    task is a worker's description, see worker.go
//	         "manager": task is a server's description, see managers.go
//	identity tuple of Identity's fields in order
//	legacy   what the child inherits besides: see Options

// post makes a mailbox that tells a child what to do. The caller closes it when the child has been started.
func (s *State) post(kind string, self Identity, task starlark.Value) (*shm.Queue, error) {
	legacy := starlark.Value(starlark.None)
	if s.legacy != nil {
		legacy = s.legacy()
	}
	d, err := s.draft("args", starlark.String(kind), self.value(), legacy, task)
	if err != nil {
		return nil, err
	}
	q, err := s.member.NewQueue(shm.QueueOptions{})
	if err == nil {
		if err = q.PutDraft(shm.Wait{}, d); err == nil {
			return q, nil
		}
		q.Close()
	}
	d.Discard()
	return nil, scriptError(err)
}

// value is the form in which an identity travels.
func (i Identity) value() starlark.Value {
	path := make(starlark.Tuple, len(i.Path))
	for k, n := range i.Path {
		path[k] = starlark.MakeInt(n)
	}
	return starlark.Tuple{
		starlark.String(i.Name), path, starlark.Bool(i.Daemon), starlark.Bytes(i.AuthKey),
		starlark.MakeUint64(uint64(i.Parent.Slot)), starlark.MakeUint64(uint64(i.Parent.Gen)),
		starlark.String(i.ParentName), starlark.MakeInt(i.ParentPID), starlark.String(i.Method),
		starlark.Bool(i.LogToStderr), starlark.MakeInt(i.Log), starlark.Bool(i.Logger),
	}
}

var errBadIdentity = errors.New("BUG: malformed identity")

// identityFrom reads what value wrote.
func identityFrom(v starlark.Value) (i Identity, err error) {
	t, ok := v.(starlark.Tuple)
	if !ok || len(t) != 12 {
		return i, errBadIdentity
	}
	path, ok := t[1].(starlark.Tuple)
	if !ok {
		return i, errBadIdentity
	}
	for _, p := range path {
		n, err := starlark.AsInt32(p)
		if err != nil {
			return i, errBadIdentity
		}
		i.Path = append(i.Path, n)
	}
	text := func(v starlark.Value) string { s, _ := starlark.AsString(v); return s }
	number := func(v starlark.Value) int { n, _ := starlark.AsInt32(v); return n }
	key, _ := t[3].(starlark.Bytes)
	i.Name, i.Daemon, i.AuthKey = text(t[0]), bool(t[2].Truth()), []byte(key)
	i.Parent = shm.ProcessID{Slot: uint32(number(t[4])), Gen: uint32(number(t[5]))}
	i.ParentName, i.ParentPID, i.Method = text(t[6]), number(t[7]), text(t[8])
	i.LogToStderr, i.Log, i.Logger = bool(t[9].Truth()), number(t[10]), bool(t[11].Truth())
	return i, nil
}

// MainIdentity is the identity of the main process.
func MainIdentity() Identity {
	return Identity{Name: "MainProcess", AuthKey: newAuthKey()}
}

// RunChild does what the mailbox says and returns the exit code of the process. opened is called when the mailbox is not
// needed any more.
func (s *State) RunChild(t *starlark.Thread, mailbox shm.Ref, opened func()) int {
	s.prepare()
	kind, task, err := s.readMailbox(mailbox)
	opened()
	if err != nil {
		return s.report(t, err)
	}
	var run func() error
	switch kind {
	case "process":
		run = func() error {
			s.becomeCurrent(task.(*object.Instance))
			f, err := s.rt.GetAttr(task, "run")
			if err == nil {
				_, err = starlark.Call(t, f, nil, nil)
			}
			return err
		}
	case "pool":
		s.becomeNamed()
		run = func() error { return s.runWorker(t, task) }
	case "manager":
		s.becomeNamed()
		run = func() error { return s.runManager(t, task) }
	default:
		return s.report(t, errors.New("BUG: unknown kind of child "+kind))
	}
	code := 0
	if err = s.inheritLogging(t); err == nil {
		s.info(t, "child process calling self.run()")
		err = run()
	}
	if err != nil {
		code = s.report(t, err)
	}
	s.info(t, "process exiting with exitcode "+strconv.Itoa(code))
	s.Shutdown(t, code)
	s.flush()
	return code
}

// readMailbox takes the one frame out of a mailbox and becomes who it says.
func (s *State) readMailbox(ref shm.Ref) (kind string, task starlark.Value, err error) {
	q, err := s.member.OpenQueue(ref)
	if err != nil {
		return "", nil, err
	}
	defer q.Close()
	item, err := q.GetItem(shm.Wait{Poll: true})
	if err != nil {
		return "", nil, err
	}
	defer item.Release()
	d := starlarkcbor.NewDecoder(s.travel)
	d.Context = &envelope{state: s}
	d.Reset(item.Bytes())
	first, err := d.Decode()
	if err != nil {
		return "", nil, err
	}
	identity, err := d.Decode()
	if err != nil {
		return "", nil, err
	}
	if s.self, err = identityFrom(identity); err != nil {
		return "", nil, err
	}
	legacy, err := d.Decode()
	if err != nil {
		return "", nil, err
	}
	if s.inherit != nil {
		if err := s.inherit(s.rt.Current(), legacy); err != nil {
			return "", nil, err
		}
	}
	task, err = d.Decode()
	kind, _ = starlark.AsString(first)
	return kind, task, err
}

// report writes the traceback of an exception that a child has not caught, and returns the exit code it means:
// BaseProcess._bootstrap.
func (s *State) report(t *starlark.Thread, err error) int {
	if errors.Is(err, ErrReported) {
		return 1
	}
	e := s.rt.Exception(err)
	if e.IsInstanceOf(exceptions.SystemExit) {
		return s.SystemExitCode(e)
	}
	if s.EndedByTerminal(e) {
		return 1 // the main process reports it
	}
	s.WriteError("Process " + s.self.Name + ":\n" + s.Traceback(e))
	return 1
}

// SystemExitCode is the exit code of a SystemExit: CPython's _Py_HandleSystemExit and process.py. A value that is no
// integer is written to stderr.
func (s *State) SystemExitCode(e *object.Instance) int {
	v, err := e.Attr("code")
	if err != nil {
		return 1
	}
	switch v := v.(type) {
	case starlark.NoneType:
		return 0
	case starlark.Bool:
		if v {
			return 1
		}
		return 0
	case starlark.Int:
		n, _ := v.Int64()
		return int(n & 0xff)
	}
	text, _ := s.rt.Str(v)
	s.WriteError(text + "\n")
	return 1
}

// Shutdown ends what a process has started, when its own code has run to its end: exit handlers, then daemons are
// terminated and other children are joined, unless the process ends by Ctrl-C, which has reached its children too.
// Source: _exit_function of Lib/multiprocessing/util.py.
func (s *State) Shutdown(t *starlark.Thread, code int) {
	s.info(t, "process shutting down")
	for _, f := range s.parts.atShutdown {
		f()
	}
	s.flush()
	for _, c := range append([]*object.Instance{}, s.parts.children...) {
		p := processOf(c)
		if p.poll() == nil && (p.daemon || s.parts.interruptedByTerminal) {
			s.kill(p.id, syscall.SIGTERM)
		}
	}
	for _, c := range append([]*object.Instance{}, s.parts.children...) {
		if _, err := processOf(c).wait(t, shm.Wait{}); err != nil {
			s.report(t, err)
			return
		}
	}
	s.flush()
}

// OnShutdown registers a function that Shutdown calls first. Functions run in the order of their registration.
func (s *State) OnShutdown(f func()) { s.parts.atShutdown = append(s.parts.atShutdown, f) }

// InterruptedByTerminal notes that a Ctrl-C has reached every process of the run.
func (s *State) InterruptedByTerminal() { s.parts.interruptedByTerminal = true }

// EndedByTerminal reports whether e, which the script has not caught, is a Ctrl-C. The process then ends without waiting
// for its threads.
func (s *State) EndedByTerminal(e *object.Instance) bool {
	if !e.IsInstanceOf(exceptions.KeyboardInterrupt) || !s.parts.interruptedByTerminal {
		return false
	}
	s.parts.abandoned = true
	return true
}

// Abandoned reports whether EndedByTerminal has said so.
func (s *State) Abandoned() bool { return s.parts.abandoned }

// becomeCurrent makes inst current_process().
func (s *State) becomeCurrent(inst *object.Instance) {
	p := processOf(inst)
	p.current = true
	p.id, p.pid = s.member.ID(), s.pid()
	p.parentPID = s.self.ParentPID
	s.parts.current = inst
}

// becomeNamed makes a process object of this interpreter's identity current_process().
func (s *State) becomeNamed() {
	s.prepare()
	class := s.parts.mainProcess
	if len(s.self.Path) > 0 {
		class = s.parts.process[s.self.Method]
		if class == nil {
			class = s.parts.process[""]
		}
	}
	inst := class.Allocate(s.rt.Current())
	p := processOf(inst)
	p.name, p.path, p.daemon, p.authkey = s.self.Name, s.self.Path, s.self.Daemon, s.self.AuthKey
	s.becomeCurrent(inst)
}

// currentProcess is current_process().
func (s *State) currentProcess() *object.Instance {
	if s.parts.current == nil {
		s.becomeNamed()
	}
	return s.parts.current
}

// parentOf is parent_process(): nil in the main process.
func (s *State) parentOf() *object.Instance {
	if s.parts.parent == nil && s.self.Parent != (shm.ProcessID{}) {
		inst := s.parts.parentProcess.Allocate(s.rt.Current())
		p := processOf(inst)
		p.name, p.id, p.pid, p.parentPID = s.self.ParentName, s.self.Parent, s.self.ParentPID, -1
		s.parts.parent = inst
	}
	return s.parts.parent
}

// reduceProcess writes the state of a Process object that is sent to its child, or elsewhere as a mere description.
func reduceProcess(e *starlarkcbor.Encoder, inst *object.Instance) error {
	p := processOf(inst)
	e.ArrayHeader(9)
	if err := e.Text(p.name); err != nil {
		return err
	}
	e.ArrayHeader(len(p.path))
	for _, n := range p.path {
		e.Int(int64(n))
	}
	e.Bool(p.daemon)
	e.ByteString(p.authkey)
	e.ArrayHeader(4)
	e.Int(int64(p.parentPID))
	e.Uint(uint64(p.id.Slot))
	e.Uint(uint64(p.id.Gen))
	e.Int(int64(p.pid))
	if err := e.EncodeAt("target", noneIfNil(p.target)); err != nil {
		return err
	}
	e.ArrayHeader(len(p.args))
	for i, v := range p.args {
		if err := e.EncodeAt("args["+starlark.MakeInt(i).String()+"]", v); err != nil {
			return err
		}
	}
	if p.kwargs == nil {
		e.Null()
	} else if err := e.EncodeAt("kwargs", p.kwargs); err != nil {
		return err
	}
	e.Bool(p.closed)
	return nil
}

// buildProcess reads what reduceProcess wrote.
func (s *State) buildProcess(d *starlarkcbor.Decoder, inst *object.Instance) error {
	p := processOf(inst)
	if err := d.ArrayOf(9); err != nil {
		return err
	}
	var err error
	if p.name, err = d.Text(); err != nil {
		return err
	}
	n, err := d.ArrayHeader()
	if err != nil {
		return err
	}
	for range n {
		k, err := d.Int()
		if err != nil {
			return err
		}
		p.path = append(p.path, int(k))
	}
	if p.daemon, err = d.Bool(); err != nil {
		return err
	}
	key, err := d.BytesRef()
	if err != nil {
		return err
	}
	p.authkey = append([]byte{}, key...)
	if err := d.ArrayOf(4); err != nil {
		return err
	}
	var numbers [4]int64
	for i := range numbers {
		if numbers[i], err = d.Int(); err != nil {
			return err
		}
	}
	p.parentPID, p.pid = int(numbers[0]), int(numbers[3])
	p.id = shm.ProcessID{Slot: uint32(numbers[1]), Gen: uint32(numbers[2])}
	target, err := d.Decode()
	if err != nil {
		return err
	}
	if target != starlark.None {
		p.target = target
	}
	if n, err = d.ArrayHeader(); err != nil {
		return err
	}
	for range n {
		v, err := d.Decode()
		if err != nil {
			return err
		}
		p.args = append(p.args, v)
	}
	kwargs, err := d.Decode()
	if err != nil {
		return err
	}
	if dict, ok := kwargs.(*starlark.Dict); ok {
		p.kwargs = dict
	}
	p.closed, err = d.Bool()
	return err
}
