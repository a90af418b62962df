package ipc

// This file defines the errors: those of the conn, and those that cross it.

import (
	"errors"
	"fmt"
)

var (
	// ErrClosed reports a conn that has ended, for whatever reason. It is what
	// every call pending at that time fails with; errors.Unwrap may tell more.
	ErrClosed = errors.New("connection closed")

	// ErrTooLarge reports a message above Options.MaxFrame. It was not sent.
	ErrTooLarge = errors.New("message too large")

	// ErrStalled reports a peer that does not read: the write queue is full.
	ErrStalled = errors.New("peer does not read")

	// ErrProtocol reports a peer that breaks the protocol.
	ErrProtocol = errors.New("protocol violation")
)

// A VersionError reports a peer of another protocol version.
type VersionError struct {
	Ours, Theirs uint32
}

// Error names both versions.
func (e *VersionError) Error() string {
	return fmt.Sprintf("protocol version mismatch: this side speaks %d, the other side %d", e.Ours, e.Theirs)
}

// A Code classifies a RemoteError.
type Code uint16

// The codes.
const (
	CodeFailed      Code = 1 // the handler said no
	CodeUnknownKind Code = 2 // no such kind in this direction
	CodeBadBody     Code = 3 // the body does not decode
	CodeBusy        Code = 4 // too many calls in flight
	CodeDenied      Code = 5 // a permission is missing; Message is the flag that would give it
	CodeNotFound    Code = 6 // no such process, program or object
	CodeLimit       Code = 7 // a limit of the run is reached
	CodeExists      Code = 8 // there is such an object already
	CodeSystem      Code = 9 // the operating system said no; Errno says why
)

// A RemoteError is an answer that says no. It comes from the other side; the
// conn itself is in order.
type RemoteError struct {
	Code    Code   `cbor:"1,keyasint,omitempty"`
	Message string `cbor:"2,keyasint,omitempty"`
	Errno   int    `cbor:"3,keyasint,omitempty"`
}

// Error returns the message of the other side.
func (e *RemoteError) Error() string { return e.Message }

// maxMessage bounds the text of a RemoteError.
const maxMessage = 64 << 10

// remoteError returns what crosses for err: its RemoteError if it has one.
func remoteError(err error) *RemoteError {
	var re *RemoteError
	if errors.As(err, &re) {
		return re
	}
	text := err.Error()
	if len(text) > maxMessage {
		text = text[:maxMessage]
	}
	return &RemoteError{Code: CodeFailed, Message: text}
}

// closedError is ErrClosed with the reason.
type closedError struct{ cause error }

func (e *closedError) Error() string        { return ErrClosed.Error() + ": " + e.cause.Error() }
func (e *closedError) Unwrap() error        { return e.cause }
func (e *closedError) Is(target error) bool { return target == ErrClosed }

// violation returns an error about what the peer did.
func violation(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrProtocol}, args...)...)
}
