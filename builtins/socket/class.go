package socket

import (
	"errors"
	"io"
	"os"
	"sync/atomic"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/network"
	"parlark/builtins/object"
)

// This file defines socket.socket.

// state is that of a socket: new, bound, listening, connected or closed.
type state struct {
	bound     network.Address
	hasBound  bool
	listener  network.Listener
	conn      network.Conn
	closed    bool
	timeout   starlark.Value // None, or seconds
	limit     atomic.Int64   // the same in nanoseconds, -1 for None
	number    int            // fileno(), 0 until it is asked for
	left      []byte         // received by a call that a signal ended
	accepting *accepted      // under way, also after its caller's time was up
}

// accepted is the outcome of an accept, once done is closed.
type accepted struct {
	done chan struct{}
	conn network.Conn
	err  error
}

func self(c declare.Call) *state { return c.Object().State().(*state) }

func errno(n int) error { return files.Exception(files.Code(n), "") }

// failed is the exception for an error of the network.
func failed(err error) error {
	if errors.Is(err, network.ErrNoName) {
		return exceptions.OSErrorf(gaierror, -2, "Name or service not known", "")
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return exceptions.TimeoutError.Errorf("timed out")
	}
	return files.Exception(err, "")
}

// deadline is the moment at which the call that begins now has taken too long; zero: never. It may be called without the
// interpreter lock.
func (s *state) deadline() time.Time {
	limit := s.limit.Load()
	if limit < 0 {
		return time.Time{}
	}
	return time.Now().Add(time.Duration(limit))
}

// setTimeout takes None or seconds.
func (s *state) setTimeout(v starlark.Value) {
	s.timeout = v
	s.limit.Store(-1)
	if seconds, ok := starlark.AsFloat(v); ok {
		const most = 1e9
		s.limit.Store(int64(min(seconds, most) * float64(time.Second)))
	}
}

// connected returns the connection.
func (s *state) connected() (network.Conn, error) {
	switch {
	case s.closed:
		return nil, errno(9)
	case s.conn == nil:
		return nil, errno(107)
	}
	return s.conn, nil
}

func (m *module) newClass() *declare.Class {
	k := declare.New(m.rt, "socket", "socket", declare.Options{State: func() any {
		s := &state{}
		s.setTimeout(m.timeout)
		return s
	}, Stays: true, Get: attributes})
	none := func(f func(c declare.Call) error) declare.Func {
		return func(c declare.Call) (starlark.Value, error) { return starlark.None, f(c) }
	}
	k.Methods(map[string]declare.Func{
		"__init__": none(func(c declare.Call) error {
			family, kind := afInet, sockStream
			if err := c.Unpack("family?", &family, "type?", &kind, "proto?", new(starlark.Value), "fileno??", new(starlark.Value)); err != nil {
				return err
			}
			if family != afInet && family != -1 || kind != sockStream && kind != -1 {
				return errno(97)
			}
			return nil
		}),
		"bind": none(func(c declare.Call) (err error) {
			if err := c.Exactly(1); err != nil {
				return err
			}
			s := self(c)
			if s.bound, err = addressOf("bind", c.Args[0]); err != nil {
				return err
			}
			s.hasBound = true
			return m.listen(s) // so that the port is known, and one that is taken is refused here
		}),
		"listen": none(func(c declare.Call) error { return m.listen(self(c)) }),
		"accept": m.accept,
		"connect": none(func(c declare.Call) error {
			if err := c.Exactly(1); err != nil {
				return err
			}
			return m.connect(self(c), c.Args[0])
		}),
		"connect_ex": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			err := m.connect(self(c), c.Args[0])
			if e, ok := exceptions.As(err, exceptions.OSError); ok && e.Attrs["errno"] != nil {
				return e.Attrs["errno"], nil
			}
			return starlark.MakeInt(0), err
		},
		"send": func(c declare.Call) (starlark.Value, error) { return m.send(c) },
		"sendall": none(func(c declare.Call) error {
			_, err := m.send(c)
			return err
		}),
		"recv": func(c declare.Call) (starlark.Value, error) {
			n, err := object.AsInt(c.Arg(0))
			if err != nil {
				return nil, err
			}
			b, err := m.receive(c.T, self(c), n)
			return starlark.Bytes(b), err
		},
		"recv_into": func(c declare.Call) (starlark.Value, error) {
			into, ok := c.Arg(0).(*object.Bytearray)
			if !ok {
				return nil, declare.TypeErrorf("recv_into() argument 1 must be read-write bytes-like object")
			}
			b, err := m.receive(c.T, self(c), into.Len())
			return starlark.MakeInt(copy(into.Bytes(), b)), err
		},
		"close": none(func(c declare.Call) error { m.close(self(c)); return nil }),
		"shutdown": none(func(c declare.Call) error {
			conn, err := self(c).connected()
			if err != nil {
				return err
			}
			how, err := object.AsInt(c.Arg(0))
			if err == nil && how != 0 {
				err = failed(conn.CloseWrite())
			}
			return err
		}),
		"settimeout": none(func(c declare.Call) error {
			v := c.Arg(0)
			if seconds, ok := starlark.AsFloat(v); ok && seconds < 0 {
				return exceptions.ValueError.Errorf("Timeout value out of range")
			} else if !ok && v != starlark.None {
				return declare.TypeErrorf("'%s' object cannot be interpreted as an integer", object.TypeName(v))
			} else if ok {
				v = starlark.Float(seconds)
			}
			self(c).setTimeout(v)
			return nil
		}),
		"gettimeout": func(c declare.Call) (starlark.Value, error) { return self(c).timeout, nil },
		"setblocking": none(func(c declare.Call) error {
			self(c).setTimeout(starlark.None)
			if !bool(c.Arg(0).Truth()) {
				self(c).setTimeout(starlark.Float(0))
			}
			return nil
		}),
		"setsockopt": func(declare.Call) (starlark.Value, error) { return starlark.None, nil }, // the host chooses
		"getsockopt": func(declare.Call) (starlark.Value, error) { return starlark.MakeInt(0), nil },
		"getsockname": func(c declare.Call) (starlark.Value, error) {
			switch s := self(c); {
			case s.closed:
				return nil, errno(9)
			case s.listener != nil:
				return pair(s.listener.Local()), nil
			case s.conn != nil:
				return pair(s.conn.Local()), nil
			}
			return pair(network.Address{Host: "0.0.0.0"}), nil
		},
		"getpeername": func(c declare.Call) (starlark.Value, error) {
			conn, err := self(c).connected()
			if err != nil {
				return nil, err
			}
			return pair(conn.Remote()), nil
		},
		"fileno": func(c declare.Call) (starlark.Value, error) {
			s := self(c)
			if s.closed {
				return starlark.MakeInt(-1), nil
			}
			if s.number == 0 && s.conn != nil {
				s.number = m.numbers.Add(s.conn)
			}
			return starlark.MakeInt(s.number), nil
		},
		"makefile": func(c declare.Call) (starlark.Value, error) {
			conn, err := self(c).connected()
			if err != nil {
				return nil, err
			}
			c.Args = append(starlark.Tuple{starlark.MakeInt(m.numbers.Add(shared{conn, self(c).deadline}))}, c.Args...)
			return starlark.Call(c.T, m.rt.Builtins()["open"], c.Args, c.Kwargs)
		},
		"__enter__": func(c declare.Call) (starlark.Value, error) { return c.Self, nil },
		"__exit__":  none(func(c declare.Call) error { m.close(self(c)); return nil }),
	})
	return k
}

// shared is the connection as a file that does not close it: the socket does.
type shared struct {
	network.Conn
	deadline func() time.Time
}

func (f shared) Read(b []byte) (int, error) {
	if err := f.SetReadDeadline(f.deadline()); err != nil {
		return 0, err
	}
	return f.Conn.Read(b)
}

func (f shared) Write(b []byte) (int, error) {
	if err := f.SetWriteDeadline(f.deadline()); err != nil {
		return 0, err
	}
	return f.Conn.Write(b)
}

func (shared) Close() error { return nil }

func attributes(o *object.Instance, name string) (starlark.Value, bool, error) {
	switch name {
	case "family":
		return starlark.MakeInt(afInet), true, nil
	case "type":
		return starlark.MakeInt(sockStream), true, nil
	case "proto":
		return starlark.MakeInt(0), true, nil
	case "timeout":
		return o.State().(*state).timeout, true, nil
	}
	return nil, false, nil
}

// listen makes the socket listen at the address that it is bound to.
func (m *module) listen(s *state) (err error) {
	switch {
	case s.closed:
		return errno(9)
	case s.listener != nil:
		return nil
	case s.conn != nil:
		return errno(22)
	}
	m.rt.Blocking(func() { s.listener, err = m.net.Listen(s.bound) })
	return failed(err)
}

func (m *module) connect(s *state, v starlark.Value) error {
	switch {
	case s.closed:
		return errno(9)
	case s.conn != nil:
		return errno(106)
	}
	to, err := addressOf("connect", v)
	if err != nil {
		return err
	}
	var limit time.Duration
	if at := s.deadline(); !at.IsZero() {
		limit = max(time.Until(at), time.Millisecond)
	}
	var conn network.Conn
	m.rt.Blocking(func() { conn, err = m.net.Dial(to, limit) })
	if err != nil {
		if errors.Is(err, files.Code(110)) && limit > 0 {
			err = os.ErrDeadlineExceeded
		}
		return failed(err)
	}
	s.conn = conn
	return nil
}

// accept is accept(): (socket, address).
func (m *module) accept(c declare.Call) (starlark.Value, error) {
	s := self(c)
	switch {
	case s.closed:
		return nil, errno(9)
	case s.listener == nil:
		return nil, errno(22)
	}
	if s.accepting == nil {
		a, l := &accepted{done: make(chan struct{})}, s.listener
		s.accepting = a
		go func() {
			a.conn, a.err = l.Accept()
			close(a.done)
		}()
	}
	a := s.accepting
	came, err := m.rt.Await(c.T, a.done, s.deadline())
	if err != nil {
		return nil, err
	}
	if !came {
		return nil, exceptions.TimeoutError.Errorf("timed out")
	}
	if s.accepting != a {
		return nil, errno(11) // another thread has taken it
	}
	s.accepting = nil
	if a.err != nil {
		return nil, failed(a.err)
	}
	o := m.class.Allocate(c.T)
	o.State().(*state).conn = a.conn
	return starlark.Tuple{o, pair(a.conn.Remote())}, nil
}

func (m *module) send(c declare.Call) (starlark.Value, error) {
	conn, err := self(c).connected()
	if err != nil {
		return nil, err
	}
	data, ok := declare.Bytes(object.OrNone(c.Arg(0)))
	if !ok {
		return nil, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(object.OrNone(c.Arg(0))))
	}
	at := self(c).deadline()
	m.rt.Blocking(func() {
		if err = conn.SetWriteDeadline(at); err == nil {
			_, err = io.WriteString(conn, data)
		}
	})
	return starlark.MakeInt(len(data)), failed(err)
}

// mostAtOnce bounds what one recv returns.
const mostAtOnce = 1 << 24

// receive returns up to n bytes, none at the end. A signal's exception does not lose what has arrived.
func (m *module) receive(t *starlark.Thread, s *state, n int) ([]byte, error) {
	conn, err := s.connected()
	switch {
	case err != nil:
		return nil, err
	case n < 0:
		return nil, exceptions.ValueError.Errorf("negative buffersize in recv")
	case len(s.left) > 0:
		n = min(n, len(s.left))
		b := s.left[:n]
		s.left = s.left[n:]
		return b, nil
	}
	b, got := make([]byte, min(n, mostAtOnce)), 0
	var readErr error
	done := make(chan struct{})
	at := s.deadline()
	if err := conn.SetReadDeadline(at); err != nil {
		return nil, failed(err)
	}
	go func() {
		got, readErr = conn.Read(b)
		close(done)
	}()
	if _, err := m.rt.Await(t, done, time.Time{}); err != nil {
		conn.SetReadDeadline(time.Unix(1, 0)) // ends the read
		m.rt.Blocking(func() { <-done })
		s.left = b[:got]
		return nil, err
	}
	if errors.Is(readErr, io.EOF) {
		return nil, nil
	}
	if errors.Is(readErr, os.ErrDeadlineExceeded) && s.timeout == starlark.Value(starlark.Float(0)) {
		return nil, errno(11)
	}
	return b[:got], failed(readErr)
}

// close closes the socket; it stays closed.
func (m *module) close(s *state) {
	if s.closed {
		return
	}
	s.closed = true
	m.numbers.Remove(s.number)
	m.rt.Blocking(func() {
		if s.conn != nil {
			s.conn.Close()
		}
		if s.listener != nil {
			s.listener.Close()
		}
	})
}
