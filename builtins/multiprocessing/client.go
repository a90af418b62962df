package multiprocessing

import (
	"errors"
	"strings"
	"syscall"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file defines Client, and which addresses it and Listener take.

// clientBuiltin is Client(address, family=None, authkey=None).
func (s *State) clientBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var address, family, authkey starlark.Value
	if err := object.Unpack("Client", args, kwargs, "address", &address, "family??", &family, "authkey??", &authkey); err != nil {
		return nil, err
	}
	if family == nil || !bool(family.Truth()) {
		family = nil
	}
	name, err := familyOf(address, family)
	if err != nil {
		return nil, err
	}
	if name != "AF_PIPE" { // like CPython, ask the address again: family is only checked
		if name, err = familyOf(address, nil); err != nil {
			return nil, err
		}
	}
	if err := checkFamily(name, address); err != nil {
		return nil, err
	}
	where := address.(starlark.String)
	c, err := s.knock(t, string(where))
	if err != nil {
		return nil, err
	}
	key, keyed, err := keyOf(authkey)
	if err == nil && keyed {
		if err = answerChallenge(t, c, key); err == nil {
			err = deliverChallenge(t, c, key)
		}
	}
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// openNamed opens the end of a pipe that a process has published under a name.
func (s *State) openNamed(kind, name string) (end *shm.PipeEnd, err error) {
	s.rt.Blocking(func() {
		var ref shm.Ref
		if ref, err = s.host.Lookup(kind, name); err == nil {
			end, err = s.member.OpenPipeEnd(ref)
			// The hold of Lookup; the one of end lasts.
			_ = s.member.Drop(ref)
		}
	})
	switch {
	case errors.Is(err, ErrNoName):
		return nil, exceptions.OSErrorf(exceptions.FileNotFoundError, int(syscall.ENOENT), "No such file or directory", "")
	case err != nil:
		return nil, scriptError(err)
	}
	return end, nil
}

// knock connects to the listener at an address.
func (s *State) knock(t *starlark.Thread, address string) (*connection, error) {
	door, err := s.openNamed(kindListener, address)
	if err != nil {
		return nil, err
	}
	defer door.Close()
	mine, theirs, err := s.newPipe(false)
	if err != nil {
		return nil, err
	}
	defer theirs.close()
	data, refs, err := s.encodeOne(theirs)
	if err != nil {
		return nil, err
	}
	d, err := s.draftOf(data, refs)
	if err != nil {
		return nil, err
	}
	defer d.Discard()
	err = s.block(t, shm.Wait{}, func(w shm.Wait) error { return door.SendDraft(w, d) })
	if err == nil {
		return mine, nil
	}
	mine.close()
	if errors.Is(err, shm.ErrBrokenPipe) {
		return nil, exceptions.OSErrorf(exceptions.ConnectionRefusedError, int(syscall.ECONNREFUSED), "Connection refused", "")
	}
	return nil, scriptError(err)
}

// familyOf is `family or address_type(address) or default_family`.
func familyOf(address, family starlark.Value) (string, error) {
	if family != nil && bool(family.Truth()) {
		if name, ok := family.(starlark.String); ok {
			return string(name), nil
		}
		return "", exceptions.TypeError.Errorf("attribute name must be string, not '%s'", object.TypeName(family))
	}
	switch a := address.(type) {
	case nil:
		return "AF_UNIX", nil
	case starlark.Tuple:
		return "AF_INET", nil
	case starlark.String:
		if strings.HasPrefix(string(a), `\\`) {
			return "AF_PIPE", nil
		}
		return "AF_UNIX", nil
	}
	if b, ok := address.(starlark.Bytes); ok {
		return "", exceptions.ValueError.Errorf("address type of %s unrecognized", object.BytesRepr(string(b)))
	}
	if !bool(address.Truth()) {
		return "", exceptions.ValueError.Errorf("address type of %s unrecognized", address)
	}
	return "", exceptions.TypeError.Errorf("address type of %s unrecognized", address)
}

// checkFamily refuses families that this system does not have, and TCP, which leaves the run.
func checkFamily(family string, address starlark.Value) error {
	switch family {
	case "AF_UNIX":
		if _, ok := address.(starlark.String); address != nil && !ok {
			return exceptions.TypeError.Errorf("a bytes-like object is required, not '%s'", object.TypeName(address))
		}
		return nil
	case "AF_INET":
		if _, ok := address.(starlark.Tuple); address != nil && !ok {
			return exceptions.TypeError.Errorf("bind(): AF_INET address must be tuple, not %s", object.TypeName(address))
		}
		return exceptions.OSErrorf(exceptions.PermissionError, int(syscall.EACCES), "Permission denied: listeners, clients and managers stay within the run, at addresses that are names; module socket has TCP", "")
	}
	return exceptions.ValueError.Errorf("Family %s is not recognized.", family)
}

// keyOf reads the argument authkey.
func keyOf(v starlark.Value) (key []byte, given bool, err error) {
	switch v := v.(type) {
	case nil:
		return nil, false, nil
	case starlark.Bytes:
		return []byte(v), true, nil
	case *object.Instance:
		if b, ok := object.Underlying(v).(starlark.Bytes); ok {
			return []byte(b), true, nil
		}
	}
	return nil, false, exceptions.TypeError.Errorf("authkey should be a byte string")
}
