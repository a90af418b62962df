package multiprocessing

import (
	"fmt"
	"runtime"

	"go.starlark.net/starlark"

	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Token of managers.py: the name of an object that lives in a manager's server.
//
// Every token, also one that is under way in a message, holds one end of a pipe that nobody writes to. The server holds
// the other end, and so learns from the end of file that nobody knows the object any more, whoever died meanwhile.

// token names an object of a server.
type token struct {
	plain
	door   *managerDoor
	id     uint64
	typeid string
	pin    *shm.PipeEnd
}

var (
	_ starlark.HasAttrs    = (*token)(nil)
	_ starlarkcbor.Reducer = (*token)(nil)
)

// newToken makes a token that owns pin.
func newToken(d *managerDoor, id uint64, typeid string, pin *shm.PipeEnd) *token {
	k := &token{door: d, id: id, typeid: typeid, pin: pin}
	runtime.AddCleanup(k, (*shm.PipeEnd).Close, pin)
	return k
}

// ident is the id as CPython writes it.
func (k *token) ident() string { return fmt.Sprintf("%x", k.id) }

func (k *token) String() string {
	return fmt.Sprintf("Token(typeid='%s', address='%s', id='%s')", k.typeid, k.door.address, k.ident())
}
func (k *token) Type() string          { return "Token" }
func (k *token) Hash() (uint32, error) { return identityHash(k), nil }
func (k *token) AttrNames() []string   { return []string{"address", "id", "typeid"} }

// ClassName says where type() places the class.
func (k *token) ClassName() (module, name string) { return "multiprocessing.managers", "Token" }

// Attr serves the three fields.
func (k *token) Attr(name string) (starlark.Value, error) {
	switch name {
	case "address":
		return starlark.String(k.door.address), nil
	case "id":
		return starlark.String(k.ident()), nil
	case "typeid":
		return starlark.String(k.typeid), nil
	}
	return nil, nil
}

// Reduce writes the pin, the door, the address, the number and the typeid.
func (k *token) Reduce(e *starlarkcbor.Encoder) error {
	if reduceHandle(e, k, kindProxy, 5) {
		return nil
	}
	writeRef(e, k.pin.Ref())
	writeRef(e, k.door.end.Ref())
	if err := e.Text(k.door.address); err != nil {
		return err
	}
	e.Uint(k.id)
	err := e.Text(k.typeid)
	runtime.KeepAlive(k)
	return err
}

func openProxy(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
	if parts != 5 {
		return nil, malformed(d, nil)
	}
	pinRef, err := readRef(d)
	if err != nil {
		return nil, err
	}
	doorRef, err := readRef(d)
	if err != nil {
		return nil, err
	}
	address, err := d.Text()
	if err != nil {
		return nil, err
	}
	id, err := d.Uint()
	if err != nil {
		return nil, err
	}
	typeid, err := d.Text()
	if err != nil {
		return nil, err
	}
	door, err := s.managerDoor(doorRef, address)
	if err != nil {
		return nil, err
	}
	pin, err := s.member.OpenPipeEnd(pinRef)
	if err != nil {
		return nil, openError(err)
	}
	return newToken(door, id, typeid, pin), nil
}
