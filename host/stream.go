package host

import (
	"io"
	"os"
	"sync"
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

func newOutlet(w io.Writer) (*outlet, error) {
	switch f := w.(type) {
	case nil:
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		return &outlet{file: null, own: true}, err
	case *os.File:
		return &outlet{file: f}, nil
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
