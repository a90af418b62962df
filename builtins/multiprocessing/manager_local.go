package multiprocessing

import (
	"crypto/sha256"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file assembles the module multiprocessing.managers, and holds a server in the script's own process (get_server)
// and SharedMemoryManager.

// managersModule returns the members of multiprocessing.managers.
func (s *State) managersModule() starlark.StringDict {
	m := &s.parts.managers
	if m.module != nil {
		return m.module
	}
	m.autoProxy = object.NewBuiltin("AutoProxy", s.autoProxy)
	m.rebuildProxy = object.NewBuiltin("RebuildProxy", rebuildProxy)
	m.baseProxy = s.baseProxyClass()
	proxies := s.standardProxies(m.baseProxy)
	m.classes = s.managerTypes()
	m.standard = s.standardRegistry(proxies)
	base, sync, memory := s.managerClasses()
	m.classes["SyncManager"] = sync
	remote := s.rt.ExceptionClass(RemoteError)
	remote.Define("__str__", object.NewMethod(remote, "__str__", s.remoteErrorText))
	m.module = starlark.StringDict{
		"BaseManager": base, "SyncManager": sync, "SharedMemoryManager": memory,
		"Namespace": m.classes["Namespace"], "Value": m.classes["Value"],
		"Array":         object.NewBuiltin("Array", s.managerArray),
		"AutoProxy":     m.autoProxy,
		"RebuildProxy":  m.rebuildProxy,
		"MakeProxyType": object.NewBuiltin("MakeProxyType", s.makeProxyType),
		"RemoteError":   remote,
		"ProcessError":  s.rt.ExceptionClass(ProcessError),
		"Token":         s.rt.TypeOf(&token{}),
		"Server":        s.serverClass(),
		"_expose":       object.NewBuiltin("_expose", s.exposeAgain),
		"_define":       object.NewBuiltin("_define", s.defineAgain),
	}
	for name, c := range proxies {
		m.module[name] = c
	}
	return m.module
}

// managerFunctions is Manager() of a context.
func (s *State) managerFunctions(c *startContext) starlark.StringDict {
	return starlark.StringDict{
		"Manager": object.NewBuiltin("Manager", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := unpack("BaseContext.Manager", c, args, kwargs); err != nil {
				return nil, err
			}
			s.Module("multiprocessing.managers")
			m, err := starlark.Call(t, s.parts.managers.classes["SyncManager"], nil, []starlark.Tuple{{starlark.String("ctx"), c}})
			if err != nil {
				return nil, err
			}
			_, err = managerStart(t, m, nil, nil)
			return m, err
		}),
	}
}

// remoteErrorText is str() of a RemoteError.
func (s *State) remoteErrorText(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	const line = "---------------------------------------------------------------------------"
	text := ""
	if r := self.(*object.Instance).Raised(); r != nil && len(r.Args) > 0 {
		var err error
		if text, err = s.rt.Str(r.Args[0]); err != nil {
			return nil, err
		}
	}
	return starlark.String("\n" + line + "\n" + text + line), nil
}

// serverClass makes Server, what get_server() returns.
func (s *State) serverClass() *object.Class {
	server := func(v starlark.Value) *managerServer {
		m, _ := v.(*object.Instance).State().(*managerServer)
		return m
	}
	return s.rt.NewBuiltinClass("multiprocessing.managers", "Server", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &managerServer{s: s} },
		Methods: object.NewMethods(map[string]object.Method{
			"serve_forever": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				m := server(self)
				if m.door == nil {
					return nil, exceptions.TypeError.Errorf("a Server is made by get_server()")
				}
				if err := m.serve(t); err != nil && !s.rt.Exception(err).IsInstanceOf(exceptions.KeyboardInterrupt) {
					return nil, err
				}
				return nil, exceptions.SystemExit.With(starlark.MakeInt(0))
			},
		}),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			if m := server(inst); name == "address" && m.door != nil {
				return starlark.String(m.door.address), true, nil
			}
			return nil, false, nil
		},
	})
}

func managerGetServer(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m := selfManager(self)
	if err := unpack("BaseManager.get_server", self, args, kwargs); err != nil {
		return nil, err
	}
	if err := m.checkInitial(); err != nil {
		return nil, err
	}
	s := m.s
	address, err := m.addressText()
	if err != nil {
		return nil, err
	}
	if address == "" {
		address = arbitraryAddress()
	}
	inner, outer, err := s.member.NewPipe(shm.PipeOptions{})
	if err != nil {
		return nil, scriptError(err)
	}
	defer outer.Close()
	door, err := s.managerDoor(outer.Ref(), address)
	if err != nil {
		inner.Close()
		return nil, err
	}
	digest := sha256.Sum256(m.authkey)
	inst := s.parts.managers.module["Server"].(*object.Class).Allocate(t)
	server := inst.State().(*managerServer)
	*server = *newManagerServer(s, inner, door, digest[:], s.registryToSend(m.registry()))
	if err := server.publish(); err != nil {
		inner.Close()
		return nil, err
	}
	return inst, nil
}

// managerSharedMemory is SharedMemoryManager.SharedMemory(size).
func managerSharedMemory(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var size starlark.Value
	if err := unpack("SharedMemoryManager.SharedMemory", self, args, kwargs, "size", &size); err != nil {
		return nil, err
	}
	m := selfManager(self)
	return m.track(t, func() (block, shared starlark.Value, err error) {
		block, err = m.s.sharedMemoryBuiltin(t, nil, []starlark.Tuple{{starlark.String("create"), starlark.True}, {starlark.String("size"), size}})
		return block, block, err
	})
}

// managerShareableList is SharedMemoryManager.ShareableList(sequence).
func managerShareableList(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var sequence starlark.Value
	if err := unpack("SharedMemoryManager.ShareableList", self, args, kwargs, "sequence", &sequence); err != nil {
		return nil, err
	}
	m := selfManager(self)
	return m.track(t, func() (block, shared starlark.Value, err error) {
		list, err := m.s.shareableListBuiltin(t, starlark.Tuple{sequence}, nil)
		if err != nil {
			return nil, nil, err
		}
		block, err = m.s.rt.GetAttr(list, "shm")
		return block, list, err
	})
}

// track makes shared memory that the server unlinks at its end.
func (m *manager) track(t *starlark.Thread, make func() (block, shared starlark.Value, err error)) (starlark.Value, error) {
	if m.state != managerStarted {
		return nil, exceptions.AssertionError.Errorf("server not yet started")
	}
	block, shared, err := make()
	if err != nil {
		return nil, err
	}
	name, err := m.s.rt.GetAttr(block, "name")
	if err == nil {
		_, err = m.door.ask(t, "track_segment", starlark.Tuple{name}, nil)
	}
	if err != nil {
		// The first error is the one that matters.
		_, _ = m.s.callMethod(t, block, "unlink")
		return nil, err
	}
	return shared, nil
}
