package worker

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"

	"parlark/builtins/files"
	"parlark/builtins/network"
	"parlark/ipc"
)

// This file makes TCP connections by way of the host.

// tcp is network.Network. Connections take the broker's slots.
type tcp struct{ b *broker }

var _ network.Network = (*tcp)(nil)

// conn is a connection: a pipe in both directions, with addresses.
type conn struct {
	*pipe
	local, remote network.Address
}

func (c *conn) Local() network.Address             { return c.local }
func (c *conn) Remote() network.Address            { return c.remote }
func (c *conn) SetReadDeadline(t time.Time) error  { return system(c.f.SetReadDeadline(t)) }
func (c *conn) SetWriteDeadline(t time.Time) error { return system(c.f.SetWriteDeadline(t)) }
func (c *conn) CloseWrite() error                  { return system(closeWrite(c.f)) }

// ask makes a call that is answered with a connection.
func (n *tcp) ask(kind ipc.Kind, args any, name string) (network.Conn, error) {
	if err := n.b.take(); err != nil {
		return nil, err
	}
	var answer ipc.ConnAnswer
	got, err := n.b.host.conn.CallFiles(context.Background(), kind, args, nil, &answer)
	if err == nil && len(got) != 1 {
		err = errors.New("BUG: a connection without its descriptor")
	}
	if err != nil {
		closeAll(got)
		<-n.b.slots
		return nil, networkError(err, name)
	}
	return &conn{newPipe(n.b, got[0]), network.Address(answer.Local), network.Address(answer.Remote)}, nil
}

func closeAll(list []*os.File) {
	for _, f := range list {
		f.Close()
	}
}

// networkError is fileError for addresses.
func networkError(err error, name string) error {
	var remote *ipc.RemoteError
	if errors.As(err, &remote) && remote.Code == ipc.CodeNotFound {
		return network.ErrNoName
	}
	return fileError(err, name)
}

// Dial connects.
func (n *tcp) Dial(to network.Address, timeout time.Duration) (network.Conn, error) {
	return n.ask(ipc.KindDial, ipc.DialArgs{Address: ipc.Address(to), Timeout: int64(timeout)}, to.String())
}

// Listen listens.
func (n *tcp) Listen(at network.Address) (network.Listener, error) {
	var answer ipc.ListenAnswer
	if err := n.b.host.call(ipc.KindListen, ipc.ListenArgs{Address: ipc.Address(at)}, &answer); err != nil {
		return nil, networkError(err, at.String())
	}
	l := &listener{n: n, id: answer.ID, local: network.Address(answer.Local)}
	runtime.AddCleanup(l, func(id uint64) { n.unlisten(id) }, l.id)
	return l, nil
}

func (n *tcp) unlisten(id uint64) { n.b.host.conn.Notify(ipc.KindUnlisten, ipc.ListenerRef{ID: id}) }

// listener is one of the host's.
type listener struct {
	n     *tcp
	id    uint64
	local network.Address
}

func (l *listener) Local() network.Address { return l.local }

// Accept waits for a connection.
func (l *listener) Accept() (network.Conn, error) {
	return l.n.ask(ipc.KindAccept, ipc.ListenerRef{ID: l.id}, l.local.String())
}

// Close closes it; an Accept that waits fails.
func (l *listener) Close() error {
	l.n.unlisten(l.id)
	return nil
}

var _ files.Stream = (*conn)(nil)
