// Package network defines what the modules that use TCP need of the host.
//
//	socket, multiprocessing.connection ──▶ Network ──▶ the host connects and listens, under --allow-net
//
// A connection that the host has made is read and written by the interpreter itself. This package opens none.
package network

import (
	"errors"
	"net/netip"
	"strconv"
	"time"

	"parlark/builtins/files"
)

// Address is an end of a connection.
type Address struct {
	Host string
	Port int
}

func (a Address) String() string {
	if ip, err := netip.ParseAddr(a.Host); err == nil && ip.Is6() {
		return "[" + a.Host + "]:" + strconv.Itoa(a.Port)
	}
	return a.Host + ":" + strconv.Itoa(a.Port)
}

// Conn is a TCP connection. Its methods may be called from any goroutine.
type Conn interface {
	files.Stream
	Local() Address
	Remote() Address
	// SetReadDeadline ends reads that take longer, also one under way, with os.ErrDeadlineExceeded; zero means never.
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
	// CloseWrite tells the other side that nothing more comes.
	CloseWrite() error
}

// Listener waits for connections.
type Listener interface {
	Local() Address
	// Accept returns the next connection. Close makes it return an error.
	Accept() (Conn, error)
	Close() error
}

// ErrNoName is the error of a host name that does not resolve.
var ErrNoName = errors.New("name or service not known")

// Network makes connections. Its methods are called without the interpreter lock; errors are those of package files.
type Network interface {
	// Dial connects; a timeout of 0 leaves it to the system.
	Dial(to Address, timeout time.Duration) (Conn, error)
	// Listen listens; port 0 lets the system choose one.
	Listen(at Address) (Listener, error)
}

// Denied is a network that refuses everything.
type Denied struct{}

var _ Network = Denied{}

func denied(a Address) error {
	return &files.DeniedError{Path: a.String(), Flag: "--allow-net=" + a.String()}
}

// Dial refuses.
func (Denied) Dial(to Address, _ time.Duration) (Conn, error) { return nil, denied(to) }

// Listen refuses.
func (Denied) Listen(at Address) (Listener, error) { return nil, denied(at) }
