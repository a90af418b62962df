package multiprocessing

import (
	"crypto/sha256"
	"runtime"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file defines BaseManager and SyncManager of managers.py, from which scripts may derive.

// states of a manager, as CPython numbers them.
const (
	managerInitial = iota
	managerStarted
	managerShutDown
)

// manager is the Go state of a manager object.
type manager struct {
	s       *State
	inst    *object.Instance
	context *startContext
	address starlark.Value // None until it is known
	authkey []byte
	timeout float64
	state   int
	door    *managerDoor
	process *managerProcess // nil: connected, or not started
	joined  bool
}

// managerProcess is a server that this process has started. It is apart from the manager, which may be dropped.
type managerProcess struct {
	s       *State
	inst    *object.Instance // a Process object
	door    *managerDoor
	timeout float64
	over    bool
}

// StaysHome keeps managers out of what travels with functions that name them.
func (m *manager) StaysHome() bool { return true }

func managerOf(v starlark.Value) (*manager, bool) {
	inst, ok := v.(*object.Instance)
	if !ok {
		return nil, false
	}
	m, ok := inst.State().(*manager)
	return m, ok
}

// selfManager is the state of the self of a method.
func selfManager(v starlark.Value) *manager { return v.(*object.Instance).State().(*manager) }

// managerClasses makes BaseManager, SyncManager and SharedMemoryManager.
func (s *State) managerClasses() (base, sync, memory *object.Class) {
	base = s.rt.NewBuiltinClass("multiprocessing.managers", "BaseManager", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any {
			return &manager{s: s, inst: inst, address: starlark.None}
		},
		Methods: object.NewMethods(map[string]object.Method{
			"__init__":           managerInit,
			"start":              managerStart,
			"connect":            managerConnect,
			"get_server":         managerGetServer,
			"shutdown":           managerShutdown,
			"join":               managerJoin,
			"__enter__":          managerEnter,
			"__exit__":           managerExit,
			"_create":            managerCreate,
			"_debug_info":        managerAsk("debug_info"),
			"_number_of_objects": managerAsk("number_of_objects"),
		}),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			return selfManager(inst).get(name)
		},
		Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
			if name == "address" {
				return true, exceptions.AttributeError.Errorf("property 'address' of '%s' object has no setter", inst.Class().Name())
			}
			return false, nil
		},
	})
	base.Define("_registry", new(starlark.Dict))
	base.Define("register", &registerMethod{s: s})
	sync = s.rt.NewBuiltinClass("multiprocessing.managers", "SyncManager", nil, base)
	sync.Define("_registry", s.parts.managers.standard)
	for _, k := range s.parts.managers.standard.Keys() {
		typeid, _ := starlark.AsString(k)
		if typeid != "Iterator" && typeid != "AsyncResult" {
			s.defineTypeid(sync, typeid)
		}
	}
	memory = s.rt.NewBuiltinClass("multiprocessing.managers", "SharedMemoryManager", nil, base)
	memory.Define("SharedMemory", object.NewMethod(memory, "SharedMemory", managerSharedMemory))
	memory.Define("ShareableList", object.NewMethod(memory, "ShareableList", managerShareableList))
	return base, sync, memory
}

func managerInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	var address, authkey, serializer, context starlark.Value
	m.timeout = 1
	err := unpack("BaseManager.__init__", self, args, kwargs, "address??", &address, "authkey??", &authkey, "serializer?", &serializer,
		"ctx??", &context, "*", nil, "shutdown_timeout?", &m.timeout)
	if err != nil {
		return nil, err
	}
	if serializer != nil && serializer != starlark.String("pickle") {
		return nil, exceptions.KeyError.With(serializer)
	}
	m.context = m.s.contextOf(context)
	m.authkey = m.s.self.AuthKey
	if authkey != nil {
		key, ok := bytesOf(authkey)
		if !ok {
			return nil, exceptions.TypeError.Errorf("string argument without an encoding")
		}
		m.authkey = []byte(key)
	}
	if address != nil {
		m.address = address
	}
	return starlark.None, nil
}

// get serves the properties, and the private attributes that programs are known to read.
func (m *manager) get(name string) (starlark.Value, bool, error) {
	switch name {
	case "address", "_address":
		return m.address, true, nil
	case "_authkey":
		return starlark.Bytes(m.authkey), true, nil
	case "_process":
		if m.process != nil && !m.joined {
			return m.process.inst, true, nil
		}
		return starlark.None, true, nil
	case "shutdown":
		if m.process == nil { // as in CPython start() makes it
			return nil, true, m.errNoShutdown()
		}
	}
	return nil, false, nil
}

func (m *manager) errNoShutdown() error {
	return exceptions.AttributeError.Errorf("'%s' object has no attribute 'shutdown'", m.inst.Class().Name())
}

// registry is the dict of the manager's class.
func (m *manager) registry() *starlark.Dict {
	v, _ := m.inst.Class().Lookup("_registry")
	d, _ := v.(*starlark.Dict)
	return d
}

// checkInitial refuses to start a manager twice.
func (m *manager) checkInitial() error {
	switch m.state {
	case managerStarted:
		return ProcessError.With(starlark.String("Already started server"))
	case managerShutDown:
		return ProcessError.With(starlark.String("Manager has shut down"))
	}
	return nil
}

// addressText is the address as a name of the run; "" if none was given.
func (m *manager) addressText() (string, error) {
	if m.address == starlark.None {
		return "", nil
	}
	family, err := familyOf(m.address, nil)
	if err == nil {
		err = checkFamily(family, m.address)
	}
	text, _ := starlark.AsString(m.address)
	return text, err
}

func managerStart(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	var initializer, initargs starlark.Value
	if err := unpack("BaseManager.start", self, args, kwargs, "initializer??", &initializer, "initargs?", &initargs); err != nil {
		return nil, err
	}
	if err := m.checkInitial(); err != nil {
		return nil, err
	}
	if initializer != nil && !object.IsCallable(initializer) {
		return nil, exceptions.TypeError.Errorf("initializer must be a callable")
	}
	var list starlark.Tuple
	if initargs != nil {
		elements, err := m.s.rt.List(t, initargs)
		if err != nil {
			return nil, err
		}
		list = append(list, elements...)
	}
	if m.s.daemonic() {
		return nil, exceptions.AssertionError.Errorf("daemonic processes are not allowed to have children")
	}
	return starlark.None, m.start(t, noneIfNil(initializer), list)
}

// start starts the server's process and waits until it answers.
func (m *manager) start(t *starlark.Thread, initializer starlark.Value, initargs starlark.Tuple) error {
	s := m.s
	address, err := m.addressText()
	if err != nil {
		return err
	}
	if address == "" {
		address = arbitraryAddress()
	}
	inner, outer, err := s.member.NewPipe(shm.PipeOptions{})
	if err != nil {
		return scriptError(err)
	}
	defer outer.Close()
	defer inner.Close()
	door, err := s.managerDoor(outer.Ref(), address)
	if err != nil {
		return err
	}
	process, err := m.launch(t, &managerDoor{s: s, end: inner}, door, initializer, initargs)
	if err != nil {
		return err
	}
	inner.Close()
	m.process = &managerProcess{s: s, inst: process, door: door, timeout: m.timeout}
	if _, err := door.ask(t, "dummy", nil, nil); err != nil {
		if e := s.rt.Exception(err); !e.IsInstanceOf(exceptions.OSError) && !e.IsInstanceOf(exceptions.EOFError) {
			return err
		}
		if _, err := processOf(process).wait(t, shm.Wait{}); err != nil {
			return err
		}
		return exceptions.EOFError.With()
	}
	m.address, m.door, m.state = starlark.String(address), door, managerStarted
	end := m.process
	s.OnShutdown(func() { end.stop(s.rt.Current()) })
	runtime.AddCleanup(m.inst, func(p *managerProcess) {
		s.rt.Post(func(t *starlark.Thread) error { p.stop(t); return nil })
	}, end)
	return nil
}

// launch starts the process.
func (m *manager) launch(t *starlark.Thread, inner, door *managerDoor, initializer starlark.Value, initargs starlark.Tuple) (*object.Instance, error) {
	s := m.s
	inst := s.parts.process[m.context.method].Allocate(t)
	p := processOf(inst)
	p.path = append(append([]int{}, s.self.Path...), int(s.serial.Add(1)))
	p.name = m.inst.Class().Name() + "-" + joinPath(p.path)
	p.daemon, p.authkey = s.self.Daemon, s.self.AuthKey
	digest := sha256.Sum256(m.authkey)
	task := starlark.Tuple{inner, door, starlark.Bytes(digest[:]), s.registryToSend(m.registry()), initializer, initargs}
	s.flush()
	mailbox, err := s.post("manager", p.childIdentity(s), task)
	if err != nil {
		return nil, err
	}
	defer mailbox.Close()
	var started Started
	s.rt.Blocking(func() {
		started, err = s.host.Start(Spawn{Name: p.name, Mailbox: mailbox.Ref()})
	})
	if err != nil {
		return nil, startError(err)
	}
	p.id, p.pid = started.ID, started.PID
	s.parts.children = append(s.parts.children, inst)
	return inst, nil
}

// registryToSend is a registry in the form for a server: without proxy types, which are the clients' matter, and with
// True for what SyncManager has too.
func (s *State) registryToSend(registry *starlark.Dict) *starlark.Dict {
	out := new(starlark.Dict)
	if registry == nil {
		return out
	}
	for k, v := range registry.Entries() {
		typeid, _ := starlark.AsString(k)
		entry, ok := v.(starlark.Tuple)
		if !ok || len(entry) != 4 {
			continue
		}
		send := starlark.Value(starlark.Tuple{entry[0], entry[1], entry[2], starlark.None})
		if own := s.registered(nil, typeid); own != nil && &own[0] == &entry[0] {
			send = starlark.True
		}
		out.SetKey(k, send)
	}
	return out
}

// runManager is the life of a server's process.
func (s *State) runManager(t *starlark.Thread, task starlark.Value) error {
	d, ok := task.(starlark.Tuple)
	if !ok || len(d) != 6 {
		return errBadReply
	}
	inner, ok1 := d[0].(*managerDoor)
	door, ok2 := d[1].(*managerDoor)
	key, ok3 := d[2].(starlark.Bytes)
	registry, ok4 := d[3].(*starlark.Dict)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return errBadReply
	}
	s.ignoreInterrupts(t)
	if d[4] != starlark.None {
		args, _ := d[5].(starlark.Tuple)
		if _, err := starlark.Call(t, d[4], args, nil); err != nil {
			return err
		}
	}
	m := newManagerServer(s, inner.end, door, []byte(key), registry)
	if err := m.publish(); err != nil {
		return err
	}
	s.info(t, "manager serving at '"+door.address+"'")
	return m.serve(t)
}

// ignoreInterrupts makes Ctrl-C pass this process by: its clients need it while they end.
func (s *State) ignoreInterrupts(t *starlark.Thread) {
	m, err := s.rt.Import(t, "signal")
	if err != nil {
		return
	}
	number, err := s.rt.GetAttr(m, "SIGINT")
	if err != nil {
		return
	}
	ignore, err := s.rt.GetAttr(m, "SIG_IGN")
	if err != nil {
		return
	}
	if _, err := s.callMethod(t, m, "signal", number, ignore); err != nil {
		s.report(t, err)
	}
}

func managerConnect(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	if err := unpack("BaseManager.connect", self, args, kwargs); err != nil {
		return nil, err
	}
	address, err := m.addressText()
	if err != nil {
		return nil, err
	}
	if address == "" {
		return nil, exceptions.ValueError.Errorf("address type of None unrecognized")
	}
	s := m.s
	var door *managerDoor
	end, err := s.openNamed(kindManagerName, address)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(m.authkey)
	// A door of its own, since the links of others have shown another key, or none.
	door = &managerDoor{s: s, end: end, address: address, key: digest[:]}
	if _, err := door.ask(t, "dummy", nil, nil); err != nil {
		end.Close()
		return nil, err
	}
	s.OnShutdown(func() { door.leave() })
	m.door, m.state = door, managerStarted
	return starlark.None, nil
}

// leave takes leave of the server on all links.
func (d *managerDoor) leave() {
	for _, l := range d.idle {
		l.close()
	}
	d.idle = nil
}

func managerShutdown(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	if m.process == nil {
		return nil, m.errNoShutdown()
	}
	m.process.stop(t)
	m.state = managerShutDown
	return starlark.None, nil
}

// stop ends the server: it is asked to, then terminated, then killed.
func (p *managerProcess) stop(t *starlark.Thread) {
	if p.over {
		return
	}
	p.over = true
	s, server := p.s, processOf(p.inst)
	if server.poll() == nil {
		s.info(t, "sending shutdown message to manager")
		// A server that is gone already needs no message.
		_, _ = p.door.ask(t, "shutdown", nil, nil)
		if !p.waitFor(t) {
			s.info(t, "manager still alive")
			s.kill(server.id, syscall.SIGTERM)
			if !p.waitFor(t) {
				s.info(t, "manager still alive after terminate")
				s.kill(server.id, syscall.SIGKILL)
				server.wait(t, shm.Wait{})
			}
		}
	}
	p.door.leave()
}

// waitFor waits for the end of the server as long as shutdown_timeout allows.
func (p *managerProcess) waitFor(t *starlark.Thread) bool {
	ended, err := processOf(p.inst).wait(t, shm.Wait{Deadline: time.Now().Add(time.Duration(p.timeout * float64(time.Second)))})
	return ended || err != nil
}

func managerJoin(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	var limit starlark.Value
	if err := unpack("BaseManager.join", self, args, kwargs, "timeout?", &limit); err != nil {
		return nil, err
	}
	if m.process == nil || m.joined {
		return starlark.None, nil
	}
	w, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	m.joined, err = processOf(m.process.inst).wait(t, w)
	return starlark.None, err
}

func managerEnter(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	switch m.state {
	case managerInitial:
		if _, err := m.s.callMethod(t, self, "start"); err != nil {
			return nil, err
		}
	case managerShutDown:
		return nil, m.checkInitial()
	}
	return self, nil
}

func managerExit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return managerShutdown(t, self, nil, nil)
}

// managerAsk makes a method that returns what a method of the server returns.
func managerAsk(method string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		m := selfManager(self)
		if m.door == nil {
			return nil, exceptions.AssertionError.Errorf("server not yet started")
		}
		runtime.GC() // objects whose proxies have been dropped do not count
		return m.door.ask(t, method, nil, nil)
	}
}

// managerCreate is _create(typeid, *args, **kwds).
func managerCreate(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	if m.state != managerStarted {
		return nil, exceptions.AssertionError.Errorf("server not yet started")
	}
	return m.door.ask(t, "create", args, kwargs)
}
