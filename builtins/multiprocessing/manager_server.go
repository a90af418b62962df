package multiprocessing

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file is the server of a manager: Server of managers.py. The process's own goroutine takes hellos; each link has a
// goroutine and a thread, so a call that blocks holds up nobody but its caller.

// kindManagerName is the kind of names that servers publish.
const kindManagerName = "manager"

var errBadReply = errors.New("BUG: malformed reply of a manager")

// managerServer is the state of a server. Its fields change under the interpreter lock only.
type managerServer struct {
	s         *State
	own       *shm.PipeEnd // the door's inner end
	door      *managerDoor // the door as clients see it
	key       []byte       // digest of the authkey
	custom    *starlark.Dict
	published bool
	stopping  bool

	objects map[uint64]*managed
	next    uint64
	swept   int // number of objects after the last sweep
	clients map[shm.ProcessID]*managerClient

	segments []string // names of shared memory to unlink at the end: SharedMemoryManager
}

// managed is an object that lives in the server.
type managed struct {
	id      uint64
	typeid  string
	value   starlark.Value
	exposed map[string]bool
	names   starlark.Tuple // exposed, in order
	typeids *starlark.Dict // method_to_typeid; nil: none
	pin     *shm.PipeEnd   // at its end of file no process knows the object; see token.go
	kind    managedKind
}

// managerClient is a process with links to the server.
type managerClient struct {
	number uint64
	id     shm.ProcessID
	links  int
	held   []heldLock
}

// heldLock is a lock that a thread of a client has acquired.
type heldLock struct {
	object *managed
	thread uint64
}

// firstSharedObject keeps the numbers of objects apart from 0, the server, in a form like CPython's addresses.
const firstSharedObject = 0x7f0000000000

func newManagerServer(s *State, own *shm.PipeEnd, door *managerDoor, key []byte, custom *starlark.Dict) *managerServer {
	return &managerServer{
		s: s, own: own, door: door, key: key, custom: custom, next: firstSharedObject,
		objects: map[uint64]*managed{}, clients: map[shm.ProcessID]*managerClient{},
	}
}

// publish makes the address known in the run.
func (m *managerServer) publish() error {
	s := m.s
	var err error
	s.rt.Blocking(func() {
		err = s.host.Publish(kindManagerName, m.door.address, m.door.end.Ref())
		if errors.Is(err, ErrNameTaken) && withdrawStale(s, m.door.address) {
			err = s.host.Publish(kindManagerName, m.door.address, m.door.end.Ref())
		}
	})
	switch {
	case errors.Is(err, ErrNameTaken):
		return exceptions.OSErrorf(exceptions.OSError, int(syscall.EADDRINUSE), "Address already in use", "")
	case err != nil:
		return exceptions.RuntimeError.Errorf("BUG: %v", err)
	}
	m.published = true
	return nil
}

// withdrawStale takes back the name of a server that has ended without doing so.
func withdrawStale(s *State, address string) bool {
	ref, err := s.host.Lookup(kindManagerName, address)
	if err != nil {
		return true
	}
	end, err := s.member.OpenPipeEnd(ref)
	_ = s.member.Drop(ref)
	if err != nil {
		return false
	}
	defer end.Close()
	return end.Poll(shm.Wait{Poll: true}) == nil && s.host.Withdraw(kindManagerName, address) == nil
}

// serve takes hellos until a client asks for the end.
func (m *managerServer) serve(t *starlark.Thread) error {
	s := m.s
	defer m.finish(t)
	for !m.stopping {
		var item *shm.Item
		err := s.block(t, shm.Wait{}, func(w shm.Wait) (err error) {
			item, err = m.own.RecvItem(w)
			return err
		})
		switch {
		case errors.Is(err, shm.ErrEOF):
			return nil // nobody knows this server any more
		case err != nil:
			return scriptError(err)
		}
		if err := m.welcome(item); err != nil {
			return err
		}
	}
	return nil
}

// finish takes back what must not outlive the server.
func (m *managerServer) finish(t *starlark.Thread) {
	if m.published {
		m.s.rt.Blocking(func() { _ = m.s.host.Withdraw(kindManagerName, m.door.address) })
	}
	m.unlinkSegments(t)
	m.own.Close()
}

// welcome opens the link of a hello. A frame without one is the wake-up of stop.
func (m *managerServer) welcome(item *shm.Item) error {
	defer item.Release()
	hello, refs := item.Bytes(), item.Refs()
	if len(hello) != helloSize || len(refs) != 1 {
		return nil
	}
	end, err := m.s.member.OpenPipeEnd(refs[0])
	if err != nil {
		return scriptError(err)
	}
	answer := []byte{welcomeOK}
	key := hello[8:]
	refused := !bytes.Equal(key, make([]byte, len(key))) && !bytes.Equal(key, m.key)
	if refused {
		answer[0] = welcomeRefused
	}
	// A client that has died meanwhile is found out by the link's goroutine.
	_ = end.Send(shm.Wait{Poll: true}, answer)
	if refused {
		end.Close()
		return nil
	}
	id := shm.ProcessID{Slot: binary.LittleEndian.Uint32(hello), Gen: binary.LittleEndian.Uint32(hello[4:])}
	c := m.clients[id]
	if c == nil {
		c = &managerClient{number: uint64(m.s.parts.threads.Add(1)), id: id}
		m.clients[id] = c
	}
	c.links++
	m.s.rt.Busy(1)
	go m.serveLink(c, end)
	return nil
}

// stop makes serve return.
func (m *managerServer) stop() {
	m.stopping = true
	_ = m.door.end.Send(shm.Wait{Poll: true}, []byte{0})
}

// serverLink is one link as its goroutine sees it.
type serverLink struct {
	m       *managerServer
	client  *managerClient
	end     *shm.PipeEnd
	thread  *starlark.Thread
	encoder *starlarkcbor.Encoder
	decoder *starlarkcbor.Decoder
	sent    envelope
	caller  uint64 // thread of the client whose call runs
	patience
}

// newServerLink prepares a link.
func newServerLink(m *managerServer, c *managerClient, end *shm.PipeEnd) *serverLink {
	l := &serverLink{m: m, client: c, end: end, thread: m.s.rt.NewThread("manager link")}
	l.sent.state = m.s
	l.encoder = starlarkcbor.NewEncoder(m.s.travel)
	l.encoder.Context = &l.sent
	l.decoder = starlarkcbor.NewDecoder(m.s.travel)
	l.decoder.Context = &envelope{state: m.s}
	return l
}

// serveLink serves one link until it ends.
func (m *managerServer) serveLink(c *managerClient, end *shm.PipeEnd) {
	rt := m.s.rt
	defer rt.Busy(-1)
	l := newServerLink(m, c, end)
	for {
		item, err := l.patience.await(end, shm.Wait{Idle: true})
		if errors.Is(err, shm.ErrInterrupted) {
			runtime.Gosched()
			continue
		}
		rt.LockBusy(l.thread)
		goOn, crashed := false, true
		if err == nil {
			goOn, crashed = l.handle(item)
		}
		if !goOn {
			m.leave(l, crashed)
		}
		rt.UnlockBusy()
		if !goOn {
			end.Close()
			return
		}
	}
}
