package multiprocessing

import (
	"errors"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds connection.wait() and what it takes besides connections.

// queueReader is q._reader: CPython's end of the pipe below a queue, of which scripts use that it can be waited for.
type queueReader struct {
	plain
	q  *queue
	fd int
}

var _ object.HasMethods = (*queueReader)(nil)

func (r *queueReader) Type() string          { return "Connection" }
func (r *queueReader) String() string        { return defaultRepr("multiprocessing.connection.Connection", r) }
func (r *queueReader) Class() *object.Class  { return r.q.s.class("Connection") }
func (r *queueReader) Hash() (uint32, error) { return identityHash(r), nil }

func (r *queueReader) fileno() int {
	if r.fd == 0 {
		r.fd = r.q.s.newFileno()
	}
	return r.fd
}

// Attr serves methods that are not called at once.
func (r *queueReader) Attr(name string) (starlark.Value, error) { return object.MethodOf(r, name) }

// AttrNames lists no attributes besides the methods.
func (r *queueReader) AttrNames() []string { return nil }

// Methods returns the methods that make sense for a queue.
func (r *queueReader) Methods() *object.Methods { return queueReaderMethods }

var queueReaderMethods = object.NewMethods(map[string]object.Method{
	"fileno": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeInt(self.(*queueReader).fileno()), unpack("_ConnectionBase.fileno", self, args, kwargs)
	},
	"poll": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value = starlark.Float(0)
		if err := unpack("_ConnectionBase.poll", self, args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		w, err := timeout(limit)
		if err != nil {
			return nil, err
		}
		r := self.(*queueReader)
		err = r.q.s.block(t, w, func(w shm.Wait) error {
			_, err := r.q.s.member.WaitAny([]shm.Waitable{r.q.h}, w)
			return err
		})
		if errors.Is(err, shm.ErrTimeout) {
			return starlark.False, nil
		}
		return starlark.True, scriptError(err)
	},
})

// waitBuiltin is connection.wait(object_list, timeout=None).
func (s *State) waitBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var objects, limit starlark.Value
	if err := object.Unpack("wait", args, kwargs, "object_list", &objects, "timeout?", &limit); err != nil {
		return nil, err
	}
	list, err := s.rt.List(t, objects)
	if err != nil {
		return nil, err
	}
	if err := addTime(limit); err != nil {
		return nil, err
	}
	w, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	things := make([]shm.Waitable, len(list))
	seen := make(map[int]bool, len(list))
	for i, v := range list {
		thing, fd, err := s.waitable(t, v)
		if err != nil {
			return nil, err
		}
		if seen[fd] {
			text, err := s.rt.Repr(v)
			if err != nil {
				return nil, err
			}
			return nil, exceptions.KeyError.Errorf("%s (FD %d) is already registered", text, fd)
		}
		seen[fd] = true
		things[i] = thing
	}
	var ready []int
	err = s.block(t, w, func(w shm.Wait) (err error) {
		ready, err = s.member.WaitAny(things, w)
		return err
	})
	if err != nil && !errors.Is(err, shm.ErrTimeout) {
		return nil, scriptError(err)
	}
	out := make([]starlark.Value, len(ready))
	for i, at := range ready {
		out[i] = list[at]
	}
	return starlark.NewList(out), nil
}

// waitable returns what v stands for, with its number.
func (s *State) waitable(t *starlark.Thread, v starlark.Value) (shm.Waitable, int, error) {
	switch v := v.(type) {
	case *connection:
		if v.closed {
			return nil, 0, errHandleClosed()
		}
		return v.h, v.fileno(), nil
	case *queueReader:
		return v.q.h, v.fileno(), nil
	case starlark.Int, starlark.Bool:
		fd, err := object.AsInt(v)
		if err != nil {
			return nil, 0, s.invalidFile(v)
		}
		return s.numbered(fd)
	}
	if f, err := s.rt.GetAttr(v, "fileno"); err == nil {
		n, err := starlark.Call(t, f, nil, nil)
		if err != nil {
			return nil, 0, err
		}
		if fd, err := object.AsInt(n); err == nil {
			return s.numbered(fd)
		}
	}
	return nil, 0, s.invalidFile(v)
}

// numbered returns what a number stands for: a sentinel, or a connection's fileno().
func (s *State) numbered(fd int) (shm.Waitable, int, error) {
	if fd < 0 {
		return nil, 0, exceptions.ValueError.Errorf("Invalid file descriptor: %d", fd)
	}
	if sentinel, ok := s.sentinel(fd); ok {
		return sentinel, fd, nil
	}
	if c := s.objects.filenos[fd].Value(); c != nil && !c.closed {
		return c.h, fd, nil
	}
	return nil, 0, exceptions.OSErrorf(exceptions.OSError, int(syscall.EBADF), "Bad file descriptor", "")
}

func (s *State) invalidFile(v starlark.Value) error {
	text, err := s.rt.Repr(v)
	if err != nil {
		return err
	}
	return exceptions.ValueError.Errorf("Invalid file object: %s", text)
}
