package io

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file defines stream, the state of every file object.

// bufferSize is what is written at once.
const bufferSize = 8192

// stream is an open file, or bytes or text in memory.
type stream struct {
	raw                files.File
	rt                 *object.Runtime
	path               starlark.Value // the name attribute
	mode               string
	readable, writable bool
	text, closed       bool
	lineBuffered       bool
	encoding, errors   string
	shown              string // the encoding as scripts see it
	newline            string // "": universal without translation; "\n": none; "auto": universal
	memory             bool
	streamed           bool         // a pipe: what is not asked for is not read ahead of its arrival
	ended              bool         // the end of a pipe has been read
	rest               []byte       // read from a pipe, not yet a whole character or line end
	number             int          // fileno(), 0 until it is asked for
	dropped            *atomic.Bool // set when nothing refers to the file object any more; nil if nothing is written

	pending []byte // written, not yet passed on
	// What has been read ahead: bytes, or text. Positions of the file are behind it.
	ahead   string
	base    int64 // where ahead began
	loaded  bool
	offsets bool // ahead is decoded text whose bytes are those of the file
	all     *Files
}

func (s *stream) check() error {
	switch {
	case s.closed && s.memory && s.text:
		return exceptions.ValueError.Errorf("I/O operation on closed file")
	case s.closed:
		return exceptions.ValueError.Errorf("I/O operation on closed file.")
	}
	return nil
}

// unsupported is io.UnsupportedOperation.
func unsupported(what string) error { return object.UnsupportedOperation.Errorf("%s", what) }

// block runs f without the interpreter lock, unless the stream is in memory.
func (s *stream) block(f func() error) error {
	if s.memory {
		return f()
	}
	var err error
	s.rt.Blocking(func() { err = f() })
	if err != nil && !errors.Is(err, io.EOF) {
		name, _ := s.path.(starlark.String)
		return files.Exception(err, string(name))
	}
	return err
}

// flush passes on what has been written.
func (s *stream) flush() error {
	if len(s.pending) == 0 {
		return nil
	}
	b := s.pending
	s.pending = nil
	return s.block(func() error { _, err := s.raw.Write(b); return err })
}

// settle makes the position of the file that of the script: before writing, seeking and the like.
func (s *stream) settle() error {
	if err := s.flush(); err != nil {
		return err
	}
	if s.loaded && !s.streamed {
		at := s.tell()
		s.loaded, s.ahead = false, ""
		return s.block(func() error { _, err := s.raw.Seek(at, io.SeekStart); return err })
	}
	return nil
}

// tell is the position, when nothing is pending.
func (s *stream) tell() int64 {
	if s.loaded {
		end, err := s.raw.Seek(0, io.SeekCurrent)
		if err != nil {
			return s.base
		}
		if s.offsets || !s.text {
			return end - int64(len(s.ahead))
		}
		rest, _ := object.Encode(s.ahead, s.encoding, "surrogatepass")
		return end - int64(len(rest))
	}
	n, _ := s.raw.Seek(0, io.SeekCurrent)
	return n
}

// load reads all that is left.
func (s *stream) load() error {
	if s.loaded {
		return nil
	}
	if err := s.flush(); err != nil {
		return err
	}
	var b []byte
	err := s.block(func() error {
		s.base, _ = s.raw.Seek(0, io.SeekCurrent)
		var err error
		b, err = io.ReadAll(io.LimitReader(s.raw, 1<<31))
		return err
	})
	if err != nil {
		return err
	}
	s.ahead, s.loaded, s.offsets = string(b), true, true
	if !s.text {
		return nil
	}
	return s.decode()
}

// decode turns the bytes read ahead into text.
func (s *stream) decode() error {
	if s.encoding != "utf-8" || !utf8.ValidString(s.ahead) {
		text, err := object.Decode(s.ahead, s.encoding, s.errors)
		if err != nil {
			return err
		}
		s.ahead, s.offsets = text, s.encoding == "ascii"
	}
	if s.newline == "auto" && strings.Contains(s.ahead, "\r") {
		s.ahead = strings.ReplaceAll(strings.ReplaceAll(s.ahead, "\r\n", "\n"), "\r", "\n")
		s.offsets = false
	}
	return nil
}

// read returns up to n characters or bytes, all if n is negative.
func (s *stream) read(n int) (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	if !s.readable {
		return "", unsupported("not readable")
	}
	if !s.text && n >= 0 && !s.loaded { // no more than is asked for
		if err := s.flush(); err != nil {
			return "", err
		}
		b := make([]byte, min(n, 1<<26))
		got := 0
		err := s.block(func() error {
			var err error
			got, err = io.ReadFull(s.raw, b)
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		})
		return string(b[:got]), err
	}
	if s.streamed {
		if err := s.arrive(func() bool { return n >= 0 && len(s.ahead) >= n && (!s.text || utf8.RuneCountInString(s.ahead) >= n) }); err != nil {
			return "", err
		}
	} else if err := s.load(); err != nil {
		return "", err
	}
	end := len(s.ahead)
	if n >= 0 && n < end {
		end = n
		if s.text {
			end = 0
			for i := 0; i < n && end < len(s.ahead); i++ {
				_, size := utf8.DecodeRuneInString(s.ahead[end:])
				end += size
			}
		}
	}
	out := s.ahead[:end]
	s.ahead = s.ahead[end:]
	return out, nil
}

// line returns the next line with its end, "" at the end of the file.
func (s *stream) line(limit int) (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	if !s.readable {
		return "", unsupported("not readable")
	}
	if s.streamed {
		if err := s.arrive(func() bool {
			return strings.IndexByte(s.ahead, '\n') >= 0 || limit >= 0 && len(s.ahead) >= limit
		}); err != nil {
			return "", err
		}
	} else if err := s.load(); err != nil {
		return "", err
	}
	end := strings.IndexByte(s.ahead, '\n') + 1
	if s.text && s.newline == "" { // a carriage return alone ends a line too
		if i := strings.IndexByte(s.ahead, '\r'); i >= 0 && (end == 0 || i < end-1) && !strings.HasPrefix(s.ahead[i:], "\r\n") {
			end = i + 1
		}
	}
	if end == 0 {
		end = len(s.ahead)
	}
	if limit >= 0 {
		end = min(end, limit)
	}
	out := s.ahead[:end]
	s.ahead = s.ahead[end:]
	return out, nil
}

// arrive reads from a pipe until enough is there, or its end.
func (s *stream) arrive(enough func() bool) error {
	if err := s.flush(); err != nil {
		return err
	}
	for !s.ended && !enough() {
		b := make([]byte, 1<<16)
		n := 0
		err := s.block(func() error { var err error; n, err = s.raw.Read(b); return err })
		if s.ended = errors.Is(err, io.EOF); err != nil && !s.ended {
			return err
		}
		s.rest = append(s.rest, b[:n]...)
		if err := s.digest(); err != nil {
			return err
		}
	}
	return nil
}

// digest moves whole characters from rest to ahead.
func (s *stream) digest() error {
	whole := len(s.rest)
	if s.text && !s.ended {
		for i := 1; i <= min(utf8.UTFMax, len(s.rest)); i++ { // the last character may not have arrived wholly
			if b := s.rest[len(s.rest)-i]; utf8.RuneStart(b) {
				if !utf8.FullRune(s.rest[len(s.rest)-i:]) {
					whole = len(s.rest) - i
				}
				break
			}
		}
		if whole > 0 && s.rest[whole-1] == '\r' && s.newline == "auto" {
			whole--
		}
	}
	before := s.ahead
	s.ahead = string(s.rest[:whole])
	s.rest = s.rest[whole:]
	var err error
	if s.text {
		err = s.decode()
	}
	s.ahead = before + s.ahead
	return err
}

// write takes text or bytes; its length is what write() returns.
func (s *stream) write(data string) error {
	if s.loaded && !s.streamed {
		if err := s.settle(); err != nil {
			return err
		}
	}
	if s.text {
		if s.newline == "\r\n" || s.newline == "\r" {
			data = strings.ReplaceAll(data, "\n", s.newline)
		}
		if s.encoding != "utf-8" || !utf8.ValidString(data) {
			var err error
			if data, err = object.Encode(data, s.encoding, s.errors); err != nil {
				return err
			}
		}
	}
	s.pending = append(s.pending, data...)
	if len(s.pending) >= bufferSize || s.memory || s.lineBuffered && strings.Contains(data, "\n") {
		return s.flush()
	}
	return nil
}

func (s *stream) seek(offset int64, whence int) (int64, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	if s.streamed {
		return 0, unsupported("underlying stream is not seekable")
	}
	if s.text && !s.memory && whence != io.SeekStart && offset != 0 {
		what := "can't do nonzero cur-relative seeks"
		if whence == io.SeekEnd {
			what = "can't do nonzero end-relative seeks"
		}
		return 0, unsupported(what)
	}
	if whence == io.SeekStart && offset < 0 {
		word := map[bool]string{true: "Negative seek position", false: "negative seek value"}[s.text && s.memory]
		return 0, exceptions.ValueError.Errorf("%s %d", word, offset)
	}
	if err := s.settle(); err != nil {
		return 0, err
	}
	var n int64
	err := s.block(func() error { var err error; n, err = s.raw.Seek(offset, whence); return err })
	return n, err
}

func (s *stream) close() error {
	if s.closed {
		return nil
	}
	err := s.flush()
	s.closed = true
	if s.all != nil {
		delete(s.all.open, s)
		s.all.numbers.Remove(s.number)
	}
	if closeErr := s.block(s.raw.Close); err == nil {
		err = closeErr
	}
	return err
}

// content is getvalue() of a stream in memory.
func (s *stream) content() []byte {
	m := s.raw.(*memory)
	return bytes.Clone(m.data)
}
