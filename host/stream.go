package host

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

// This file turns an embedding program's readers and writers into files that interpreters can be given.

// outlet is a standard output stream of the run. Files are handed out as they are, other writers are fed from one
// pipe that all interpreters share, so that lines keep their order in time.
type outlet struct {
	file *os.File // what interpreters write to
	done chan struct{}
	own  bool
	mu   sync.Mutex
}

func newOutlet(w io.Writer, q *quota) (*outlet, error) {
	if w == nil && q != nil {
		w = io.Discard
	}
	switch f := w.(type) {
	case nil:
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		return &outlet{file: null, own: true}, err
	case *os.File:
		if q == nil {
			return &outlet{file: f}, nil
		}
	}
	if q != nil {
		w = &metered{w, q}
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	o := &outlet{file: write, own: true, done: make(chan struct{})}
	go func() {
		defer close(o.done)
		defer read.Close()
		if _, err := io.Copy(w, read); err != nil {
			// Keep reading, so that a script is not blocked by a writer that fails.
			io.Copy(io.Discard, read)
		}
	}()
	return o, nil
}

// quota bounds what the streams of a run print together.
type quota struct {
	most    int64
	left    atomic.Int64
	reached func(reason string)
}

// newQuota returns nil, no quota, if most is 0.
func newQuota(most int64, reached func(reason string)) *quota {
	if most <= 0 {
		return nil
	}
	q := &quota{most: most, reached: reached}
	q.left.Store(most)
	return q
}

// metered passes on what the quota allows, and drops the rest.
type metered struct {
	w io.Writer
	q *quota
}

func (m *metered) Write(p []byte) (int, error) {
	n := int64(len(p))
	if left := m.q.left.Add(-n) + n; left < n {
		m.q.reached(fmt.Sprintf("the run printed more than %d bytes (--max-output)", m.q.most))
		_, err := m.w.Write(p[:max(left, 0)])
		return len(p), err
	}
	return m.w.Write(p)
}

// close ends the stream after everything written to it has reached its writer. All interpreters must have ended.
func (o *outlet) close() {
	if o.own {
		o.file.Close()
	}
	if o.done != nil {
		<-o.done
	}
}

// writeLine writes a line of the host's own between the lines of the script.
func (o *outlet) writeLine(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	io.WriteString(o.file, text+"\n")
}

// newInlet returns the file from which the main process reads, and how to close it.
func newInlet(rd io.Reader) (*os.File, func(), error) {
	switch f := rd.(type) {
	case nil:
		null, err := os.Open(os.DevNull)
		return null, func() { null.Close() }, err
	case *os.File:
		return f, func() {}, nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	go func() {
		io.Copy(write, rd)
		write.Close()
	}()
	return read, func() { read.Close(); write.Close() }, nil
}
