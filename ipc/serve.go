package ipc

// This file is the receiving half: a goroutine that reads frames, and the
// loop that gives requests to the handler.
//
// Answers are delivered by the reader at once. Requests wait in the inbox,
// which is bounded: when it is full the reader stops, and so does the peer in
// the end. Therefore a handler that waits for an answer on its own conn may
// wait for long.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// A Handler acts on the requests of a conn, one at a time in order of arrival.
// It may keep a call and answer it later, from any goroutine, but it must
// answer it.
type Handler func(req *Request)

// A Request is a message from the other side: a call, or a notification.
type Request struct {
	Kind Kind

	conn *Conn
	id   uint32 // 0 in a notification
	body []byte
	fds  []int // not yet claimed
}

// IsCall reports whether the other side waits for an answer.
func (r *Request) IsCall() bool { return r.id != 0 }

// Decode decodes the body into the struct that v points to. Its error is a
// *RemoteError, to be given to Fail.
func (r *Request) Decode(v any) error {
	if err := decodeBody(r.body, v); err != nil {
		return &RemoteError{Code: CodeBadBody, Message: fmt.Sprintf("%v message: %v", r.Kind, err)}
	}
	return nil
}

// Files returns the files that came with the message, which the caller owns
// from then on. Files that are not claimed when the handler returns are closed.
func (r *Request) Files() []*os.File {
	files := newFiles(r.fds)
	r.fds = nil
	return files
}

// Answer answers a call. The files are duplicated before it returns.
func (r *Request) Answer(body any, files ...*os.File) error {
	return r.reply(frameAnswer, body, files)
}

// Fail answers a call with an error, which arrives as a *RemoteError: err
// itself if it is one, else one with its text and CodeFailed. Of a
// notification nothing is said.
func (r *Request) Fail(err error) error {
	if !r.IsCall() {
		return nil
	}
	return r.reply(frameFailure, remoteError(err), nil)
}

func (r *Request) reply(typ frameType, body any, files []*os.File) error {
	if !r.IsCall() {
		return fmt.Errorf("BUG: answer to a notification of %v", r.Kind)
	}
	out, err := r.conn.newOutgoing(header{id: r.id, kind: r.Kind, typ: typ}, body, files)
	if err != nil {
		// The caller must not wait for an answer that cannot be sent.
		if typ == frameAnswer {
			if ferr := r.Fail(err); ferr != nil {
				return ferr
			}
		}
		return err
	}
	return r.conn.post(out, func(s *inFlightState) error {
		if _, ok := s.serving[r.id]; !ok {
			return fmt.Errorf("BUG: %v call answered twice", r.Kind)
		}
		delete(s.serving, r.id)
		return nil
	})
}

// Serve reads until the peer or Close ends the conn, and gives each request
// to the handler. Requests that arrived before the end are still handled. It
// returns nil if the peer closed its end between two frames or Close was
// called, else the reason. It is called once, after Handshake.
func (c *Conn) Serve(handler Handler) error {
	if c.sock == nil {
		return c.Err() // NewConn could not use the file
	}
	go func() {
		err := c.readAll()
		c.end(err)
		c.update(func(s *inFlightState) { s.read = true })
	}()
	for {
		var req *Request
		// The background context does not end, so await cannot fail.
		c.await(context.Background(), func(s *inFlightState) bool {
			if len(s.inbox) > 0 {
				req = s.inbox[0]
				s.inbox[0] = nil
				s.inbox = s.inbox[1:]
				s.inboxed -= len(req.body)
				return true
			}
			return s.read
		})
		if req == nil {
			break
		}
		handler(req)
		closeFDs(req.fds)
		req.fds = nil
	}
	err := c.Err()
	if err == ErrClosed || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// readAll reads frames until the conn ends and returns why.
func (c *Conn) readAll() error {
	reader := newFrameReader(c.sock, c.opts.MaxFrame, readBuffer)
	defer reader.close()
	for {
		f, err := reader.read()
		if err != nil {
			return err
		}
		if err := c.receive(f); err != nil {
			return err
		}
	}
}

// receive acts on one frame; its error ends the conn.
func (c *Conn) receive(f frame) error {
	switch f.typ {
	case frameAnswer, frameFailure:
		return c.receiveAnswer(f)
	}
	req := &Request{Kind: f.kind, conn: c, id: f.id, body: f.body, fds: f.fds}
	row, ok := c.opts.kinds[f.kind]
	if !ok || row.call != (f.typ == frameCall) || !row.takenBy(c.opts.Side) {
		return c.refuse(req, CodeUnknownKind, fmt.Sprintf("%v is not a message that this side accepts", f.kind))
	}
	if req.IsCall() {
		var err error
		busy := false
		c.update(func(s *inFlightState) {
			if _, used := s.serving[f.id]; used {
				err = violation("two calls numbered %d", f.id)
				return
			}
			if busy = len(s.serving) >= c.opts.MaxInFlight; !busy {
				s.serving[f.id] = struct{}{}
			}
		})
		if err != nil {
			closeFDs(f.fds)
			return err
		}
		if busy {
			return c.refuse(req, CodeBusy, "too many calls in flight")
		}
	}
	c.await(context.Background(), func(s *inFlightState) bool {
		if len(s.inbox) >= c.opts.MaxInFlight ||
			len(s.inbox) > 0 && s.inboxed+len(req.body) > c.opts.MaxFrame {
			return false // Serve makes room, also after the end
		}
		s.inbox = append(s.inbox, req)
		s.inboxed += len(req.body)
		return true
	})
	return nil
}

// receiveAnswer retires the call that f answers.
func (c *Conn) receiveAnswer(f frame) (err error) {
	c.update(func(s *inFlightState) {
		pending := s.calls[f.id]
		if pending == nil || pending.kind != f.kind {
			closeFDs(f.fds)
			if s.err == nil {
				err = violation("answer to %v call %d, which was not made", f.kind, f.id)
			}
			return
		}
		delete(s.calls, f.id)
		pending.retire(f, nil)
	})
	return err
}

// refuse answers a request that the handler does not see.
func (c *Conn) refuse(req *Request, code Code, text string) error {
	closeFDs(req.fds)
	if !req.IsCall() {
		return nil
	}
	out, err := c.newOutgoing(header{id: req.id, kind: req.Kind, typ: frameFailure}, &RemoteError{Code: code, Message: text}, nil)
	if err != nil {
		return err
	}
	return c.post(out, nil)
}
