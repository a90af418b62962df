package host

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"parlark/host/internal/access"
	"parlark/ipc"
)

// This file connects and listens for interpreters, under --allow-net. A connection is handed over when it is made;
// listeners stay here until their interpreter closes them or ends.

// listenersPerChild bounds the listeners of one interpreter.
const listenersPerChild = 64

// checkNet refuses an address that is not allowed. Names are compared as they are written, not by what they resolve to.
func (p Permissions) checkNet(a ipc.Address) error {
	if p.All || p.Net.All {
		return nil
	}
	for _, only := range p.Net.Only {
		host, port := splitAddress(only)
		if strings.EqualFold(host, a.Host) && (port == "" || port == strconv.Itoa(a.Port)) {
			return nil
		}
	}
	return &access.DeniedError{Flag: "--allow-net=" + net.JoinHostPort(a.Host, strconv.Itoa(a.Port))}
}

// handleNetwork answers requests for connections.
func (r *run) handleNetwork(c *child, req *ipc.Request) {
	switch req.Kind {
	case ipc.KindDial:
		var args ipc.DialArgs
		if decode(req, &args) {
			go r.dial(c, req, args)
		}
	case ipc.KindListen:
		var args ipc.ListenArgs
		if decode(req, &args) {
			go func() {
				result, err := r.listen(c, args)
				answer(req, result, err)
			}()
		}
	case ipc.KindAccept:
		var args ipc.ListenerRef
		if decode(req, &args) {
			go r.accept(c, req, args.ID)
		}
	case ipc.KindUnlisten:
		var args ipc.ListenerRef
		if decode(req, &args) {
			c.listeners.remove(args.ID)
		}
	}
}

// dial answers KindDial. The end of the interpreter gives it up.
func (r *run) dial(c *child, req *ipc.Request, args ipc.DialArgs) {
	if err := r.opts.Permissions.checkNet(args.Address); err != nil {
		req.Fail(failure(err))
		return
	}
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	go func() {
		select {
		case <-c.ended:
			cancel()
		case <-ctx.Done():
		}
	}()
	d := net.Dialer{Timeout: time.Duration(max(args.Timeout, 0))}
	conn, err := d.DialContext(ctx, "tcp", joinAddress(args.Address))
	if err != nil {
		req.Fail(networkFailure(err))
		return
	}
	handOver(req, conn)
}

func joinAddress(a ipc.Address) string { return net.JoinHostPort(a.Host, strconv.Itoa(a.Port)) }

// networkFailure is failure for errors of package net.
func networkFailure(err error) error {
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return refusal(ipc.CodeNotFound, "Name or service not known")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return failure(syscall.ETIMEDOUT)
	}
	return failure(err)
}

// handOver answers with a connection, of which the host keeps nothing.
func handOver(req *ipc.Request, conn net.Conn) {
	defer conn.Close()
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		req.Fail(failure(syscall.EINVAL))
		return
	}
	file, err := tcp.File()
	if err != nil {
		req.Fail(failure(err))
		return
	}
	defer file.Close()
	req.Answer(ipc.ConnAnswer{Local: addressOf(conn.LocalAddr()), Remote: addressOf(conn.RemoteAddr())}, file)
}

func addressOf(a net.Addr) ipc.Address {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return ipc.Address{}
	}
	return ipc.Address{Host: tcp.IP.String(), Port: tcp.Port}
}

// listen answers KindListen.
func (r *run) listen(c *child, args ipc.ListenArgs) (ipc.ListenAnswer, error) {
	if args.Address.Host == "" {
		args.Address.Host = "0.0.0.0"
	}
	if err := r.opts.Permissions.checkNet(args.Address); err != nil {
		return ipc.ListenAnswer{}, failure(err)
	}
	network := "tcp"
	if args.Address.Host == "0.0.0.0" {
		network = "tcp4"
	}
	l, err := net.Listen(network, joinAddress(args.Address))
	if err != nil {
		return ipc.ListenAnswer{}, networkFailure(err)
	}
	tcp := l.(*net.TCPListener)
	id := c.listeners.add(tcp)
	if id == 0 {
		tcp.Close()
		return ipc.ListenAnswer{}, failure(syscall.EMFILE)
	}
	return ipc.ListenAnswer{ID: id, Local: addressOf(tcp.Addr())}, nil
}

// accept answers KindAccept when somebody connects.
func (r *run) accept(c *child, req *ipc.Request, id uint64) {
	l, ok := c.listeners.get(id)
	if !ok {
		req.Fail(failure(syscall.EBADF))
		return
	}
	conn, err := l.Accept()
	if err != nil {
		req.Fail(networkFailure(err))
		return
	}
	handOver(req, conn)
}
