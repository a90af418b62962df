// Package ipc is the control plane between the host and one interpreter:
// messages on a connection, calls paired with answers, descriptors passed
// along. It moves no bulk of the script's; that is ipc/shm.
//
//	host                                     interpreter
//	Conn ── AF_UNIX stream socketpair ────── Conn
//	  Call ──► frame(call 7) ──► inbox ──► Handler
//	       ◄── frame(answer 7) ◄────────── Request.Answer or Fail, at any time
//	  Notify ► frame(notification) ─────► Handler
//
// The connection is symmetric but for the kinds that each side may send.
//
// # Handshake
//
//	step  host                       child
//	   1  Pair, starts the child     NewConn on the inherited descriptor
//	   2  sends "PLRK" and version   sends "PLRK" and version
//	   3  reads the other's          reads the other's
//	   4  equal: frames from here    equal: frames from here
//	      else: *VersionError, end   else: *VersionError, end
//
// The version changes with any change that the other side would misread. Both
// sides are one binary, so there is no negotiation.
//
// # Frames
//
// The header is a table in frame.go. A body is one CBOR map with small numbers
// as keys, or nothing. Fields that a receiver does not know are ignored.
//
// # Messages
//
// The kinds, their direction and whether they are answered are one table in
// message.go, followed by the bodies.
//
// # Errors
//
//	*RemoteError   the other side said no; the conn is in order
//	*VersionError  from Handshake
//	ErrTooLarge    a message was not sent; the conn is in order
//	ErrClosed      the conn has ended; wraps the reason, which may be
//	               ErrProtocol, ErrStalled, io.EOF or that of the system
//
// # Invariants
//
//   - The end of the peer, for whatever reason, ends everything: pending calls
//     fail with ErrClosed, Serve returns after what arrived has been handled.
//   - A call is pending before its first byte is written, and is retired once.
//   - Each side treats the other as hostile. A length is checked before memory
//     is allocated, and memory follows the bytes that arrive, not those that
//     are announced. Unanswered calls, received requests and frames to be
//     written are bounded (Options). Descriptors that nobody claims are closed.
//   - Nothing blocks on a peer that does not read but Call, which has a context.
//   - A body is only data: decoding runs no code.
//
// The package starts no process, knows no Starlark, and does not reconnect.
// Where the system has no SCM_RIGHTS a message with files fails with
// errors.ErrUnsupported.
package ipc
