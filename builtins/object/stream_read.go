package object

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.starlark.net/starlark"
)

// This file reads from streams.

// readBytes calls read without the interpreter lock until it is not interrupted. At the end of the input it returns what
// there is.
func (s *Stream) readBytes(t *starlark.Thread, read func() ([]byte, error)) ([]byte, error) {
	if err := s.checkOpen(); err != nil {
		return nil, err
	}
	if s.in == nil {
		if s.opts.Writer != nil {
			return nil, UnsupportedOperation.Errorf("not readable")
		}
		return nil, nil
	}
	rt := Of(t)
	var all []byte
	for {
		var b []byte
		var err error
		rt.Blocking(func() { b, err = read() })
		all = append(all, b...)
		switch {
		case errors.Is(err, ErrInterrupted):
			if err := rt.Deliver(t); err != nil {
				return nil, err
			}
			continue
		case err == nil, errors.Is(err, io.EOF):
			return all, nil
		}
		return nil, streamError(err)
	}
}

// readLine returns the next line with its newline, "" at the end.
func (s *Stream) readLine(t *starlark.Thread) (string, error) {
	b, err := s.readBytes(t, func() ([]byte, error) { return s.in.ReadBytes('\n') })
	if err != nil {
		return "", err
	}
	return inputText(b)
}

// inputText decodes what was read and translates line ends.
func inputText(b []byte) (string, error) {
	if bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	}
	return Decode(string(b), "utf-8", "strict")
}

// readAll returns the rest of the input.
func (s *Stream) readAll(t *starlark.Thread) ([]byte, error) {
	return s.readBytes(t, func() ([]byte, error) { return io.ReadAll(s.in) })
}

// readCharacters returns at most n characters.
func (s *Stream) readCharacters(t *starlark.Thread, n int) (string, error) {
	var b strings.Builder
	for range n {
		c, err := s.readBytes(t, func() ([]byte, error) {
			r, size, err := s.in.ReadRune()
			if err != nil {
				return nil, err
			}
			if r == '\ufffd' && size == 1 {
				if err := s.in.UnreadRune(); err != nil {
					return nil, err
				}
				c, err := s.in.ReadByte()
				return []byte{c}, err
			}
			return []byte(string(r)), nil
		})
		if err != nil {
			return "", err
		}
		if len(c) == 0 {
			break
		}
		b.Write(c)
	}
	return inputText([]byte(b.String()))
}

// lines is the iterator over the lines of s.
func (s *Stream) lines(t *starlark.Thread) *Iterator {
	rt := Of(t)
	return rt.NewIterator("_io.TextIOWrapper", func() (starlark.Value, bool, error) {
		line, err := s.readLine(rt.cur)
		return starlark.String(line), err == nil && line != "", err
	})
}
