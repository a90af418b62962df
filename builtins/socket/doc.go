// Package socket is Python's socket for TCP.
//
//	socket.socket ──▶ network.Network ──▶ the host connects and listens, under --allow-net
//
// A socket listens from bind() on, so that what is wrong with an address is said there. Reading and writing is done here,
// accepting by the host.
//
// UDP, local sockets, options beyond time limits, and look-ups of names are not supported.
package socket
