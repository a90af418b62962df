package ipc

// This file opens a conn. The eight bytes that each side sends first keep
// their form in every version; all else may change with the version.
//
//	offset  size  field
//	     0     4  "PLRK"
//	     4     4  version, big endian

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"time"
)

// Version is the version of the protocol that this package speaks.
const Version = 1

const (
	helloMagic = "PLRK"
	helloSize  = 8

	// handshakeTimeout bounds the wait for a peer that says nothing. It covers
	// the start of a child on a loaded machine.
	handshakeTimeout = 30 * time.Second
)

// Handshake exchanges versions with the other side, which calls it too. Its
// error is a *VersionError if they differ. After an error the conn has ended.
func (c *Conn) Handshake() error { return c.handshake(Version) }

func (c *Conn) handshake(ours uint32) error {
	if err := c.Err(); err != nil {
		return err
	}
	err := c.exchange(ours)
	if err != nil {
		c.end(err)
	}
	return err
}

func (c *Conn) exchange(ours uint32) error {
	// A file without deadlines is served by Close alone.
	if err := c.file.SetDeadline(time.Now().Add(handshakeTimeout)); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return err
	}
	hello := binary.BigEndian.AppendUint32([]byte(helloMagic), ours)
	for len(hello) > 0 {
		n, err := c.sock.send(hello, nil, true)
		if err != nil {
			return err
		}
		hello = hello[n:]
	}
	// Exactly these bytes: what follows is for the reader of Serve.
	reader := newFrameReader(c.sock, 0, helloSize)
	defer reader.close()
	if err := reader.fill(helloSize); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	if len(reader.fds) > 0 {
		return violation("handshake with descriptors")
	}
	theirs := reader.buf
	if string(theirs[:4]) != helloMagic {
		return violation("handshake % x", theirs)
	}
	if v := binary.BigEndian.Uint32(theirs[4:]); v != ours {
		return &VersionError{Ours: ours, Theirs: v}
	}
	if err := c.file.SetDeadline(time.Time{}); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return err
	}
	return nil
}
