package multiprocessing

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file is a client's way to the server of a manager.
//
//	door     a pipe: the server alone holds one end, so the end of file on the other means that it is gone
//	hello    frame through the door: slot, gen (32 bits), key (32 bytes), with one end of a new pipe attached: a link
//	welcome  the server's first frame through a link, one byte: 0, or 1 for a wrong key
//	request  thread, object, method, [argument...], {name: argument} or None
//	reply    kind, value
//	bye      a request of thread 0: this link ends in good order
//
// Object 0 is the server itself. A link carries one call at a time. A process has as many links to a manager as it had
// calls at the same time; the thread in the request tells the server whose lock an RLock is.

// kinds of reply.
const (
	replyReturn         = iota // the value of the call
	replyError                 // the exception that the method raised
	replyProxy                 // (token, exposed): the value lives on in the server
	replyTraceback             // text of what went wrong in the server
	replyUnserializable        // likewise, when the result could not travel
)

const (
	helloSize      = 8 + sha256.Size
	welcomeOK      = 0
	welcomeRefused = 1
)

// managerDoor is the way to one manager. It is a value so that it can travel to the server's process.
type managerDoor struct {
	plain
	s       *State
	end     *shm.PipeEnd
	address string
	key     []byte // digest of the authkey, for doors found by their address; nil: whoever holds a proxy is welcome
	idle    []*managerLink
}

// managerLink is one connection to a server.
type managerLink struct {
	door    *managerDoor
	end     *shm.PipeEnd
	encoder *starlarkcbor.Encoder
	decoder *starlarkcbor.Decoder
	sent    envelope
	patience
}

var _ starlarkcbor.Reducer = (*managerDoor)(nil)

func (d *managerDoor) String() string        { return "<door of a manager>" }
func (d *managerDoor) Type() string          { return "_Door" }
func (d *managerDoor) Hash() (uint32, error) { return identityHash(d), nil }
func (d *managerDoor) StaysHome() bool       { return true }

// Reduce writes the end and the address; the server's own end has none.
func (d *managerDoor) Reduce(e *starlarkcbor.Encoder) error {
	if reduceHandle(e, d, kindManager, 2) {
		return nil
	}
	writeRef(e, d.end.Ref())
	return e.Text(d.address)
}

func openManager(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 2 {
		return nil, malformed(d, err)
	}
	address, err := d.Text()
	if err != nil {
		return nil, err
	}
	if address != "" {
		return s.managerDoor(ref, address)
	}
	end, err := s.member.OpenPipeEnd(ref)
	if err != nil {
		return nil, openError(err)
	}
	return &managerDoor{s: s, end: end}, nil
}

// managerDoor returns this process's door of that reference. Doors are kept: there are few of them, and their links are
// worth keeping.
func (s *State) managerDoor(ref shm.Ref, address string) (*managerDoor, error) {
	if d := s.parts.managers.doors[ref]; d != nil {
		return d, nil
	}
	end, err := s.member.OpenPipeEnd(ref)
	if err != nil {
		return nil, openError(err)
	}
	d := &managerDoor{s: s, end: end, address: address}
	if s.parts.managers.doors == nil {
		s.parts.managers.doors = map[shm.Ref]*managerDoor{}
		s.OnShutdown(func() { s.closeLinks() })
	}
	s.parts.managers.doors[ref] = d
	return d, nil
}

// closeLinks takes leave of all servers, so that they know that this process has not crashed.
func (s *State) closeLinks() {
	for _, d := range s.parts.managers.doors {
		for _, l := range d.idle {
			l.close()
		}
		d.idle = nil
	}
}

// gone reports whether the server has ended.
func (d *managerDoor) gone() bool { return d.end.Poll(shm.Wait{Poll: true}) == nil }

// errRefused is the exception of a server that does not answer.
func (d *managerDoor) errRefused() error {
	err := error(ErrNoName)
	d.s.rt.Blocking(func() {
		var ref shm.Ref
		if ref, err = d.s.host.Lookup(kindManagerName, d.address); err == nil {
			_ = d.s.member.Drop(ref)
		}
	})
	if errors.Is(err, ErrNoName) {
		return exceptions.OSErrorf(exceptions.FileNotFoundError, int(syscall.ENOENT), "No such file or directory", "")
	}
	return exceptions.OSErrorf(exceptions.ConnectionRefusedError, int(syscall.ECONNREFUSED), "Connection refused", "")
}

// link returns a connection that no call uses.
func (d *managerDoor) link(t *starlark.Thread) (*managerLink, error) {
	if n := len(d.idle); n > 0 {
		l := d.idle[n-1]
		d.idle = d.idle[:n-1]
		return l, nil
	}
	s := d.s
	if d.gone() {
		return nil, d.errRefused()
	}
	mine, theirs, err := s.member.NewPipe(shm.PipeOptions{})
	if err != nil {
		return nil, scriptError(err)
	}
	l := &managerLink{door: d, end: mine}
	if err := d.knock(t, l, theirs); err != nil {
		mine.Close()
		return nil, err
	}
	l.encoder = starlarkcbor.NewEncoder(s.travel)
	l.sent.state = s
	l.encoder.Context = &l.sent
	l.decoder = starlarkcbor.NewDecoder(s.travel)
	l.decoder.Context = &envelope{state: s}
	return l, nil
}

// knock sends the hello of a link and waits for the welcome. theirs is closed.
func (d *managerDoor) knock(t *starlark.Thread, l *managerLink, theirs *shm.PipeEnd) error {
	s := d.s
	defer theirs.Close()
	hello := make([]byte, helloSize)
	id := s.member.ID()
	binary.LittleEndian.PutUint32(hello, id.Slot)
	binary.LittleEndian.PutUint32(hello[4:], id.Gen)
	copy(hello[8:], d.key)
	draft, err := s.draftOf(hello, []shm.Ref{theirs.Ref()})
	if err != nil {
		return err
	}
	defer draft.Discard()
	if err := s.block(t, shm.Wait{}, func(w shm.Wait) error { return d.end.SendDraft(w, draft) }); err != nil {
		if errors.Is(err, shm.ErrBrokenPipe) {
			return d.errRefused()
		}
		return scriptError(err)
	}
	theirs.Close()
	both := []shm.Waitable{l.end, d.end}
	var ready []int
	err = s.block(t, shm.Wait{}, func(w shm.Wait) (err error) {
		ready, err = s.member.WaitAny(both, w)
		return err
	})
	if err != nil {
		return scriptError(err)
	}
	if ready[0] != 0 {
		return d.errRefused()
	}
	answer, err := l.end.Recv(shm.Wait{Poll: true})
	switch {
	case errors.Is(err, shm.ErrEOF):
		return d.errRefused()
	case err != nil:
		return scriptError(err)
	case len(answer) != 1 || answer[0] != welcomeOK:
		return AuthenticationError.With(starlark.String("digest sent was rejected"))
	}
	return nil
}

// call asks the server and waits for its reply.
func (d *managerDoor) call(t *starlark.Thread, id uint64, method string, args starlark.Tuple, kwargs []starlark.Tuple) (kind uint64, v starlark.Value, err error) {
	l, err := d.link(t)
	if err != nil {
		return 0, nil, err
	}
	usable, err := l.send(t, id, method, args, kwargs)
	if err == nil {
		kind, v, err = l.receive(t)
		usable = err == nil
	}
	if usable {
		d.idle = append(d.idle, l)
	} else {
		l.close()
	}
	return kind, v, err
}

// send puts a request under way; usable tells whether the link may be used again after an error.
func (l *managerLink) send(t *starlark.Thread, id uint64, method string, args starlark.Tuple, kwargs []starlark.Tuple) (usable bool, err error) {
	e, s := l.encoder, l.door.s
	l.sent.refs, l.sent.scratch = l.sent.refs[:0], nil
	e.Reset(e.Bytes()[:0])
	e.Uint(object.ThreadID(t))
	e.Uint(id)
	if err := e.Text(method); err != nil {
		return true, s.sendError(err)
	}
	e.ArrayHeader(len(args))
	for _, v := range args {
		if err := e.EncodeAt("args", v); err != nil {
			return true, s.sendError(err)
		}
	}
	e.MapHeader(len(kwargs))
	for _, kv := range kwargs {
		if err := e.Encode(kv[0]); err != nil {
			return true, s.sendError(err)
		}
		if err := e.EncodeAt("kwds", kv[1]); err != nil {
			return true, s.sendError(err)
		}
	}
	return false, pipeErrorOrNil(sendFrame(s, t, l.end, e.Bytes(), l.sent.refs))
}

func pipeErrorOrNil(err error) error {
	if err == nil {
		return nil
	}
	return pipeError(err)
}

// sendFrame sends a message with the objects that it mentions. The bytes must not change meanwhile.
func sendFrame(s *State, t *starlark.Thread, end *shm.PipeEnd, data []byte, refs []shm.Ref) error {
	if len(refs) == 0 {
		err := end.Send(shm.Wait{Poll: true}, data)
		if errors.Is(err, shm.ErrTimeout) || errors.Is(err, shm.ErrInterrupted) {
			err = s.block(t, shm.Wait{}, func(w shm.Wait) error { return end.Send(w, data) })
		}
		return err
	}
	draft, err := s.draftOf(data, refs)
	if err != nil {
		return err
	}
	defer draft.Discard()
	return s.block(t, shm.Wait{}, func(w shm.Wait) error { return end.SendDraft(w, draft) })
}

// receive waits for the reply.
func (l *managerLink) receive(t *starlark.Thread) (kind uint64, v starlark.Value, err error) {
	var item *shm.Item
	err = l.door.s.block(t, shm.Wait{}, func(w shm.Wait) (err error) {
		item, err = l.patience.await(l.end, w)
		return err
	})
	if err != nil {
		return 0, nil, pipeError(err)
	}
	defer item.Release()
	d := l.decoder
	d.Reset(item.Bytes())
	if kind, err = d.Uint(); err == nil {
		v, err = d.Decode()
	}
	d.Reset(nil)
	if err != nil {
		return 0, nil, receiveError(err)
	}
	return kind, v, nil
}

// close takes leave. A server that is busy with a call finds the bye when the call is over.
func (l *managerLink) close() {
	// A server that is gone needs no bye.
	_ = l.end.Send(shm.Wait{Poll: true}, []byte{0})
	l.end.Close()
}

// ask calls the server itself; what goes wrong there is a RemoteError.
func (d *managerDoor) ask(t *starlark.Thread, method string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	kind, v, err := d.call(t, 0, method, args, kwargs)
	if err != nil {
		return nil, err
	}
	return v, replyException(kind, v)
}

// replyException is managers.py's convert_to_error().
func replyException(kind uint64, v starlark.Value) error {
	switch kind {
	case replyReturn, replyProxy:
		return nil
	case replyError:
		if e, ok := v.(*object.Instance); ok && e.Raised() != nil {
			return object.ErrorOf(e)
		}
	case replyTraceback:
		return RemoteError.With(v)
	case replyUnserializable:
		text, _ := starlark.AsString(v)
		return RemoteError.With(starlark.String("Unserializable message: " + text + "\n"))
	}
	return exceptions.ValueError.Errorf("Unrecognized message type %d", kind)
}
