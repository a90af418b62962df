package object

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines Stream, what sys.stdin, sys.stdout and sys.stderr are.

// StreamOptions describe a Stream. The zero value is a stream that is at its end and discards.
type StreamOptions struct {
	Name string // as in its repr: "<stdout>"
	Fd   int    // what fileno() returns
	// Writer receives the text; nil means that the stream is not writable, or discards if there is no Reader either.
	Writer io.Writer
	// Reader supplies the text; nil means that the stream is not readable. It may return ErrInterrupted.
	Reader io.Reader
	// LineBuffered passes on each line as soon as it is complete. Without it lines are collected up to streamBuffer bytes.
	LineBuffered bool
	Tty          bool   // what isatty() returns
	Errors       string // error handler of encode(); empty means "strict"
}

// ErrInterrupted is what a StreamOptions.Reader returns when Post asks the interpreter for attention: what is queued
// is delivered, and reading goes on.
var ErrInterrupted = errors.New("read interrupted")

// UnsupportedOperation is io.UnsupportedOperation.
var UnsupportedOperation = exceptions.New("io", "UnsupportedOperation", exceptions.OSError)

// streamBuffer is the number of bytes that a stream without LineBuffered collects.
const streamBuffer = 8192

// maxLine is the number of bytes without a newline that a stream collects.
const maxLine = 1 << 20

// Stream is a text stream. Its Writer is given whole lines: everything up to the last newline in one call of Write, the
// rest of a line only when the script or Go code flushes. Its methods are for the holder of the interpreter lock, which
// scripts' calls give up while they wait for the Reader or flush. Writing keeps it, so that print does not make threads
// take turns; it does not in CPython either, where a line reaches the file later.
type Stream struct {
	opts   StreamOptions
	in     *bufio.Reader
	closed bool
	buf    []byte // collected, not yet queued

	mu      sync.Mutex // guards queue
	queue   []byte     // to be written, in order
	writing sync.Mutex // held during Write; taken before mu
}

// NewStream returns a stream.
func NewStream(opts StreamOptions) *Stream {
	if opts.Errors == "" {
		opts.Errors = "strict"
	}
	s := &Stream{opts: opts}
	if opts.Reader != nil {
		s.in = bufio.NewReader(opts.Reader)
	}
	return s
}

func (s *Stream) String() string {
	mode := "w"
	if s.opts.Reader != nil {
		mode = "r"
	}
	return "<_io.TextIOWrapper name=" + StrRepr(s.opts.Name) + " mode='" + mode + "' encoding='utf-8'>"
}
func (s *Stream) Type() string          { return "_io.TextIOWrapper" }
func (s *Stream) Freeze()               {}
func (s *Stream) Truth() starlark.Bool  { return true }
func (s *Stream) Hash() (uint32, error) { return pointerHash(s), nil }

// Write collects p and writes what is due. It keeps the interpreter lock.
func (s *Stream) Write(p []byte) (int, error) {
	if s.collect(p) {
		if err := s.drain(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// Flush writes everything that was collected. It keeps the interpreter lock.
func (s *Stream) Flush() error {
	s.enqueue(len(s.buf))
	return s.drain()
}

// collect adds p to the buffer and reports whether something is to be written now.
func (s *Stream) collect(p []byte) (due bool) {
	s.buf = append(s.buf, p...)
	if !s.opts.LineBuffered && len(s.buf) < streamBuffer {
		return false
	}
	if !bytes.ContainsRune(p, '\n') && s.opts.LineBuffered {
		return false
	}
	n := bytes.LastIndexByte(s.buf, '\n') + 1
	if n == 0 {
		if len(s.buf) < maxLine {
			return false
		}
		n = len(s.buf)
	}
	s.enqueue(n)
	return true
}

// enqueue moves the first n bytes of the buffer to the queue.
func (s *Stream) enqueue(n int) {
	if n == 0 {
		return
	}
	s.mu.Lock()
	s.queue = append(s.queue, s.buf[:n]...)
	s.mu.Unlock()
	s.buf = append(s.buf[:0], s.buf[n:]...)
}

// drain writes the queue by one call of Write. It may be called without the interpreter lock; when it returns all that
// was queued before is written, by whichever caller.
func (s *Stream) drain() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	b := s.queue
	s.queue = nil
	s.mu.Unlock()
	if len(b) == 0 || s.opts.Writer == nil {
		return nil
	}
	_, err := s.opts.Writer.Write(b)
	return streamError(err)
}

// streamError turns an error of reading or writing into an exception.
func streamError(err error) error {
	if err == nil {
		return nil
	}
	var e *exceptions.Error
	if errors.As(err, &e) {
		return err
	}
	if errors.Is(err, io.ErrClosedPipe) {
		return exceptions.OSErrorf(exceptions.BrokenPipeError, 32, "Broken pipe", "")
	}
	var system systemError
	if errors.As(err, &system) {
		// A system error is a number with methods: %d shows the number.
		if n, bad := strconv.Atoi(fmt.Sprintf("%d", system)); bad == nil {
			text := system.Error()
			if text != "" {
				text = strings.ToUpper(text[:1]) + text[1:]
			}
			return exceptions.OSErrorf(exceptions.OSErrorType(n), n, text, "")
		}
	}
	return exceptions.OSError.Errorf("%s", err)
}

// systemError is what syscall.Errno has; this package is not to make system calls.
type systemError interface {
	error
	Is(target error) bool
	Temporary() bool
	Timeout() bool
}

// checkOpen refuses to use a closed stream.
func (s *Stream) checkOpen() error {
	if s.closed {
		return valueErrorf("I/O operation on closed file.")
	}
	return nil
}

// write is s.write(text) of a script; the interpreter lock is given up while the Writer works.
func (s *Stream) write(rt *Runtime, text string) error {
	if err := s.checkOpen(); err != nil {
		return err
	}
	if s.opts.Writer == nil && s.opts.Reader != nil {
		return UnsupportedOperation.Errorf("not writable")
	}
	if !isASCII(text) {
		encoded, err := Encode(text, "utf-8", s.opts.Errors)
		if err != nil {
			return err
		}
		text = encoded
	}
	return s.writeBytes(rt, []byte(text))
}

func (s *Stream) writeBytes(rt *Runtime, b []byte) error {
	_, err := s.Write(b)
	return err
}

func (s *Stream) drainBlocking(rt *Runtime) (err error) {
	rt.Blocking(func() { err = s.drain() })
	return err
}

// flush is s.flush() of a script.
func (s *Stream) flush(rt *Runtime) error {
	if err := s.checkOpen(); err != nil {
		return err
	}
	s.enqueue(len(s.buf))
	return s.drainBlocking(rt)
}
