package multiprocessing

import (
	"crypto/rand"
	"errors"
	"runtime"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file defines Listener and Client for addresses of the run (AF_UNIX).
//
//	Listener   makes a one-way pipe, publishes its sending end under the address, and keeps the receiving end
//	Client     looks the sending end up, makes a pipe of its own, and sends one end of it
//	accept()   receives that end
//
// A listener that died has closed the receiving end: a client's send fails, and what was on the way is dropped, which the
// client sees as the end of the file. Addresses are names within the run; the file system has no part in it.

// kindListener is the kind of names that Listener publishes.
const kindListener = "listener"

// listener is a Listener.
type listener struct {
	plain
	s       *State
	door    *door // nil after close()
	authkey []byte
	keyed   bool
	last    starlark.Value
}

// door is what a Listener holds. It outlives neither the Listener nor close().
type door struct {
	host    Runtime
	end     *shm.PipeEnd
	address string
}

var (
	_ object.HasMethods    = (*listener)(nil)
	_ object.HasClass      = (*listener)(nil)
	_ starlark.HasSetField = (*listener)(nil)
)

func (l *listener) Type() string          { return "Listener" }
func (l *listener) String() string        { return defaultRepr("multiprocessing.connection.Listener", l) }
func (l *listener) Class() *object.Class  { return l.s.class("Listener") }
func (l *listener) Hash() (uint32, error) { return identityHash(l), nil }

// Attr serves the properties.
func (l *listener) Attr(name string) (starlark.Value, error) {
	switch name {
	case "address":
		if l.door == nil {
			return nil, exceptions.AttributeError.Errorf("'NoneType' object has no attribute '_address'")
		}
		return starlark.String(l.door.address), nil
	case "last_accepted":
		if l.door == nil {
			return nil, exceptions.AttributeError.Errorf("'NoneType' object has no attribute '_last_accepted'")
		}
		return l.last, nil
	}
	return l.attribute(l, name)
}

// AttrNames lists the properties.
func (l *listener) AttrNames() []string { return []string{"address", "last_accepted"} }

// SetField keeps what a script assigns, except to the properties.
func (l *listener) SetField(name string, v starlark.Value) error {
	return l.assign(l, name, v, l.AttrNames()...)
}

// Methods returns the methods.
func (l *listener) Methods() *object.Methods { return listenerMethods }

var listenerMethods = object.NewMethods(map[string]object.Method{
	"accept": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Listener.accept", self, args, kwargs); err != nil {
			return nil, err
		}
		return orError(self.(*listener).accept(t))
	},
	"close": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("Listener.close", self, args, kwargs); err != nil {
			return nil, err
		}
		self.(*listener).close()
		return starlark.None, nil
	},
	"__enter__": returnSelf,
	"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		self.(*listener).close()
		return starlark.None, nil
	},
})

// accept waits for a client and returns the connection to it.
func (l *listener) accept(t *starlark.Thread) (*connection, error) {
	if l.door == nil {
		return nil, exceptions.OSError.Errorf("listener is closed")
	}
	end := l.door.end
	var item *shm.Item
	err := l.s.block(t, shm.Wait{}, func(w shm.Wait) (err error) {
		item, err = end.RecvItem(w)
		return err
	})
	if err != nil {
		return nil, pipeError(err)
	}
	v, err := l.s.take(item)
	if err != nil {
		return nil, err
	}
	c, ok := v.(*connection)
	if !ok {
		return nil, exceptions.RuntimeError.Errorf("BUG: a client sent a %s", object.TypeName(v))
	}
	l.last = starlark.String("")
	if !l.keyed {
		return c, nil
	}
	if err = deliverChallenge(t, c, l.authkey); err == nil {
		err = answerChallenge(t, c, l.authkey)
	}
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (l *listener) close() {
	if d := l.door; d != nil {
		l.door = nil
		l.s.rt.Blocking(d.shut)
	}
}

// shut withdraws the address. It may be called from any goroutine, and again.
func (d *door) shut() {
	if d.host != nil {
		// The name may be gone with the run.
		_ = d.host.Withdraw(kindListener, d.address)
		d.host = nil
	}
	d.end.Close()
}

// listenerBuiltin is Listener(address=None, family=None, backlog=1, authkey=None).
func (s *State) listenerBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var address, family, backlog, authkey starlark.Value
	err := unpack("Listener.__init__", starlark.None, args, kwargs, "address??", &address, "family??", &family, "backlog??", &backlog, "authkey??", &authkey)
	if err != nil {
		return nil, err
	}
	if address != nil && !bool(address.Truth()) {
		address = nil
	}
	name, err := familyOf(address, family)
	if err != nil {
		return nil, err
	}
	if address == nil && name != "AF_UNIX" && name != "AF_INET" && name != "AF_PIPE" {
		return nil, exceptions.ValueError.Errorf("unrecognized family")
	}
	if err := checkFamily(name, address); err != nil {
		return nil, err
	}
	key, keyed, err := keyOf(authkey)
	if err != nil {
		return nil, err
	}
	where := ""
	if address != nil {
		where = string(address.(starlark.String))
	}
	d, err := s.openDoor(where)
	if err != nil {
		return nil, err
	}
	l := &listener{s: s, door: d, authkey: key, keyed: keyed, last: starlark.None}
	runtime.AddCleanup(l, func(d *door) { go d.shut() }, d)
	return l, nil
}

// openDoor publishes an address; "" chooses one.
func (s *State) openDoor(address string) (*door, error) {
	receiver, sender, err := s.member.NewPipe(shm.PipeOptions{OneWay: true})
	if err != nil {
		return nil, scriptError(err)
	}
	defer sender.Close()
	d := &door{host: s.host, end: receiver, address: address}
	s.rt.Blocking(func() {
		for {
			if address == "" {
				d.address = arbitraryAddress()
			}
			err = s.host.Publish(kindListener, d.address, sender.Ref())
			if address != "" || !errors.Is(err, ErrNameTaken) {
				return
			}
		}
	})
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, ErrNameTaken):
		err = exceptions.OSErrorf(exceptions.OSError, int(syscall.EADDRINUSE), "Address already in use", "")
	default:
		err = scriptError(err)
	}
	receiver.Close()
	return nil, err
}

// arbitraryAddress is an address in the form of CPython's temporary files.
func arbitraryAddress() string {
	return "/tmp/pymp-" + randomName(8) + "/listener-" + randomName(8)
}

// randomName returns n characters as module tempfile chooses them.
func randomName(n int) string {
	const characters = "abcdefghijklmnopqrstuvwxyz0123456789_"
	b := make([]byte, n)
	rand.Read(b)
	for i := range b {
		b[i] = characters[int(b[i])%len(characters)]
	}
	return string(b)
}
