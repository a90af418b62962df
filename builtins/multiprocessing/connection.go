package multiprocessing

import (
	"bytes"
	"errors"
	"runtime"
	"syscall"
	"weak"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Connection, one end of a pipe, and Pipe.

// connection is one end of a pipe. Each value of it is a hold on the end: the peer meets the end of file when all are
// closed, dropped, or ended with their process.
type connection struct {
	plain
	s                  *State
	h                  *shm.PipeEnd
	readable, writable bool
	closed             bool
	fd                 int // fileno(); 0 until asked for
}

var (
	_ object.HasMethods    = (*connection)(nil)
	_ object.HasClass      = (*connection)(nil)
	_ starlark.HasSetField = (*connection)(nil)
	_ starlarkcbor.Reducer = (*connection)(nil)
)

// connectionOf makes the value of a handle, which it owns.
func (s *State) connectionOf(h *shm.PipeEnd) *connection {
	c := &connection{s: s, h: h, readable: h.Readable(), writable: h.Writable()}
	runtime.AddCleanup(c, (*shm.PipeEnd).Close, h)
	return c
}

func (c *connection) Type() string          { return "Connection" }
func (c *connection) String() string        { return defaultRepr("multiprocessing.connection.Connection", c) }
func (c *connection) Class() *object.Class  { return c.s.class("Connection") }
func (c *connection) Hash() (uint32, error) { return identityHash(c), nil }

// Attr serves the properties.
func (c *connection) Attr(name string) (starlark.Value, error) {
	switch name {
	case "closed":
		return starlark.Bool(c.closed), nil
	case "readable":
		return starlark.Bool(c.readable), nil
	case "writable":
		return starlark.Bool(c.writable), nil
	}
	return c.attribute(c, name)
}

// AttrNames lists the properties.
func (c *connection) AttrNames() []string { return []string{"closed", "readable", "writable"} }

// SetField keeps what a script assigns, except to the properties.
func (c *connection) SetField(name string, v starlark.Value) error {
	return c.assign(c, name, v, c.AttrNames()...)
}

// Methods returns the methods.
func (c *connection) Methods() *object.Methods { return connectionMethods }

var connectionMethods = object.NewMethods(map[string]object.Method{
	"send":            connectionSend,
	"recv":            connectionRecv,
	"send_bytes":      connectionSendBytes,
	"recv_bytes":      connectionRecvBytes,
	"recv_bytes_into": connectionRecvBytesInto,
	"poll":            connectionPoll,
	"close":           connectionClose,
	"fileno":          connectionFileno,
	"__enter__":       returnSelf,
	"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		self.(*connection).close()
		return starlark.None, nil
	},
})

func errHandleClosed() error { return exceptions.OSError.Errorf("handle is closed") }

func (c *connection) checkReadable() error {
	switch {
	case c.closed:
		return errHandleClosed()
	case !c.readable:
		return exceptions.OSError.Errorf("connection is write-only")
	}
	return nil
}

func (c *connection) checkWritable() error {
	switch {
	case c.closed:
		return errHandleClosed()
	case !c.writable:
		return exceptions.OSError.Errorf("connection is read-only")
	}
	return nil
}

// pipeError is the exception for an error of a pipe.
func pipeError(err error) error {
	switch {
	case errors.Is(err, shm.ErrEOF):
		return exceptions.EOFError.With()
	case errors.Is(err, shm.ErrBrokenPipe):
		return exceptions.OSErrorf(exceptions.BrokenPipeError, int(syscall.EPIPE), "Broken pipe", "")
	}
	return scriptError(err)
}

func connectionSend(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	c := self.(*connection)
	var v starlark.Value
	if len(args) == 1 && len(kwargs) == 0 {
		v = args[0]
	} else if err := unpack("_ConnectionBase.send", self, args, kwargs, "obj", &v); err != nil {
		return nil, err
	}
	if err := c.checkWritable(); err != nil {
		return nil, err
	}
	data, refs, err := c.s.encodeOne(v)
	if err != nil {
		return nil, err
	}
	if len(refs) == 0 {
		return starlark.None, c.sendFrame(t, data)
	}
	d, err := c.s.draftOf(data, refs)
	if err != nil {
		return nil, err
	}
	defer d.Discard()
	err = c.s.block(t, shm.Wait{}, func(w shm.Wait) error { return c.h.SendDraft(w, d) })
	return starlark.None, pipeError(err)
}

// sendFrame sends data, which need not last beyond the call.
func (c *connection) sendFrame(t *starlark.Thread, data []byte) error {
	err := c.h.Send(shm.Wait{Poll: true}, data)
	if errors.Is(err, shm.ErrTimeout) {
		data = bytes.Clone(data)
		err = c.s.block(t, shm.Wait{}, func(w shm.Wait) error { return c.h.Send(w, data) })
	}
	if err != nil {
		return pipeError(err)
	}
	return nil
}

func connectionRecv(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("_ConnectionBase.recv", self, args, kwargs); err != nil {
		return nil, err
	}
	c := self.(*connection)
	if err := c.checkReadable(); err != nil {
		return nil, err
	}
	item, err := c.receive(t)
	if err != nil {
		return nil, err
	}
	data := item.Bytes()
	var first byte
	if len(data) > 0 {
		first = data[0]
	} else {
		item.Release()
		return nil, exceptions.EOFError.Errorf("Ran out of input")
	}
	v, err := c.s.takeRaw(item)
	var malformed *starlarkcbor.DecodeError
	if errors.As(err, &malformed) {
		// A frame of send_bytes() is no message.
		return nil, exceptions.UnpicklingError.Errorf("invalid load key, %s.", object.BytesRepr(string([]byte{first}))[1:])
	}
	if err != nil {
		return nil, receiveError(err)
	}
	return v, nil
}

// receive waits for a frame.
func (c *connection) receive(t *starlark.Thread) (*shm.Item, error) {
	item, err := c.h.RecvItem(shm.Wait{Poll: true})
	if errors.Is(err, shm.ErrTimeout) {
		item, err = c.await(t)
	}
	if err != nil {
		return nil, pipeError(err)
	}
	return item, nil
}

func (c *connection) await(t *starlark.Thread) (item *shm.Item, err error) {
	err = c.s.block(t, shm.Wait{}, func(w shm.Wait) (err error) {
		item, err = c.h.RecvItem(w)
		return err
	})
	return item, err
}

func connectionPoll(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value = starlark.Float(0)
	if len(args)+len(kwargs) > 0 {
		if err := unpack("_ConnectionBase.poll", self, args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
	}
	c := self.(*connection)
	if err := c.checkReadable(); err != nil {
		return nil, err
	}
	if err := addTime(limit); err != nil {
		return nil, err
	}
	w, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	err = c.s.block(t, w, c.h.Poll)
	if errors.Is(err, shm.ErrTimeout) {
		return starlark.False, nil
	}
	return starlark.True, scriptError(err)
}

func connectionClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("_ConnectionBase.close", self, args, kwargs); err != nil {
		return nil, err
	}
	self.(*connection).close()
	return starlark.None, nil
}

func (c *connection) close() {
	if !c.closed {
		c.closed = true
		delete(c.s.objects.filenos, c.fd)
		c.h.Close()
	}
}

func connectionFileno(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("_ConnectionBase.fileno", self, args, kwargs); err != nil {
		return nil, err
	}
	c := self.(*connection)
	if c.closed {
		return nil, errHandleClosed()
	}
	return starlark.MakeInt(c.fileno()), nil
}

// firstFileno is the first number given to a connection: CPython's is the first descriptor after the standard streams.
const firstFileno = 3

// newFileno returns a number that stands for something to wait for, unique in this process.
func (s *State) newFileno() int {
	s.objects.lastFileno++
	return s.objects.lastFileno + firstFileno - 1
}

// fileno returns the connection's number, under which connection.wait() finds it again.
func (c *connection) fileno() int {
	if c.fd == 0 {
		c.fd = c.s.newFileno()
		if c.s.objects.filenos == nil {
			c.s.objects.filenos = map[int]weak.Pointer[connection]{}
		}
		c.s.objects.filenos[c.fd] = weak.Make(c)
	}
	return c.fd
}

// Reduce writes the end's place and what may be done with it.
func (c *connection) Reduce(e *starlarkcbor.Encoder) error {
	if c.closed {
		return errHandleClosed()
	}
	if reduceHandle(e, c, kindConnection, 3) {
		return nil
	}
	writeRef(e, c.h.Ref())
	e.Bool(c.readable)
	e.Bool(c.writable)
	return nil
}

func openConnection(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	ref, err := readRef(d)
	if err != nil || parts != 3 {
		return nil, malformed(d, err)
	}
	readable, err := d.Bool()
	if err != nil {
		return nil, err
	}
	writable, err := d.Bool()
	if err != nil {
		return nil, err
	}
	h, err := s.member.OpenPipeEnd(ref)
	if err != nil {
		return nil, openError(err)
	}
	c := s.connectionOf(h)
	c.readable, c.writable = readable && c.readable, writable && c.writable
	s.objects.endsReceived = true
	return c, nil
}

// closeDropped is called before the process sleeps. An end that the script has dropped without closing it is closed when
// it is collected; a process that has nothing to do would keep its peers from the end of the file.
func (s *State) closeDropped() {
	if s.objects.endsReceived {
		s.objects.endsReceived = false
		go runtime.GC()
	}
}

// newPipe makes a pipe; the first end of a one-way pipe receives.
func (s *State) newPipe(oneWay bool) (first, second *connection, err error) {
	a, b, err := s.member.NewPipe(shm.PipeOptions{OneWay: oneWay})
	if err != nil {
		return nil, nil, scriptError(err)
	}
	return s.connectionOf(a), s.connectionOf(b), nil
}

// pipeBuiltin is Pipe(duplex=True).
func (s *State) pipeBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	duplex := true
	if err := unpack("BaseContext.Pipe", starlark.None, args, kwargs, "duplex?", &duplex); err != nil {
		return nil, err
	}
	first, second, err := s.newPipe(!duplex)
	if err != nil {
		return nil, err
	}
	return starlark.Tuple{first, second}, nil
}
