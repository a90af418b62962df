package object

import (
	"go.starlark.net/starlark"
)

// This file holds what scripts call on streams.

var (
	_ HasMethods = (*Stream)(nil)
	_ HasIter    = (*Stream)(nil)
)

// Methods returns the methods of text streams.
func (s *Stream) Methods() *Methods { return streamMethods }

// Iter iterates over the lines.
func (s *Stream) Iter(t *starlark.Thread) (*Iterator, error) { return s.lines(t), s.checkOpen() }

// Attr is s.name where the VM reads it.
func (s *Stream) Attr(name string) (starlark.Value, error) {
	if m, ok := streamMethods.Get(name); ok {
		return bindMethod(name, m, s), nil
	}
	switch name {
	case "name":
		return starlark.String(s.opts.Name), nil
	case "closed":
		return starlark.Bool(s.closed), nil
	case "encoding":
		return starlark.String("utf-8"), nil
	case "errors":
		return starlark.String(s.opts.Errors), nil
	case "mode":
		if s.opts.Reader != nil {
			return starlark.String("r"), nil
		}
		return starlark.String("w"), nil
	case "newlines":
		return starlark.None, nil
	case "line_buffering":
		return starlark.Bool(s.opts.LineBuffered), nil
	case "write_through":
		return starlark.False, nil
	case "buffer":
		return &byteStream{s}, nil
	}
	return nil, nil
}

// AttrNames lists the attributes that are no methods.
func (s *Stream) AttrNames() []string {
	return []string{"buffer", "closed", "encoding", "errors", "line_buffering", "mode", "name", "newlines", "write_through"}
}

// streamMethod makes a method with at most most arguments.
func streamMethod(name string, least, most int, f func(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error)) Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		qualified := "_io.TextIOWrapper." + name
		var err error
		if least == most {
			err = exactly(qualified, args, kwargs, most)
		} else {
			err = argumentCount(qualified, args, kwargs, least, most)
		}
		if err != nil {
			return nil, err
		}
		return f(t, self.(*Stream), args)
	}
}

// constantly makes a method that always returns v.
func constantly(name string, f func(s *Stream) starlark.Value) Method {
	return streamMethod(name, 0, 0, func(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error) {
		if err := s.checkOpen(); err != nil {
			return nil, err
		}
		return f(s), nil
	})
}

var streamMethods = NewMethods(map[string]Method{
	"write":      streamMethod("write", 1, 1, streamWrite),
	"writelines": streamMethod("writelines", 1, 1, streamWriteLines),
	"flush": streamMethod("flush", 0, 0, func(t *starlark.Thread, s *Stream, _ starlark.Tuple) (starlark.Value, error) {
		return starlark.None, s.flush(Of(t))
	}),
	"read":      streamMethod("read", 0, 1, streamRead),
	"readline":  streamMethod("readline", 0, 1, streamReadLine),
	"readlines": streamMethod("readlines", 0, 1, streamReadLines),
	"fileno":    constantly("fileno", func(s *Stream) starlark.Value { return starlark.MakeInt(s.opts.Fd) }),
	"isatty":    constantly("isatty", func(s *Stream) starlark.Value { return starlark.Bool(s.opts.Tty) }),
	"readable":  constantly("readable", func(s *Stream) starlark.Value { return starlark.Bool(s.opts.Reader != nil) }),
	"writable":  constantly("writable", func(s *Stream) starlark.Value { return starlark.Bool(s.opts.Reader == nil) }),
	"seekable":  constantly("seekable", func(s *Stream) starlark.Value { return starlark.False }),
	"close": streamMethod("close", 0, 0, func(t *starlark.Thread, s *Stream, _ starlark.Tuple) (starlark.Value, error) {
		if s.closed {
			return starlark.None, nil
		}
		err := s.flush(Of(t))
		s.closed = true
		return starlark.None, err
	}),
	"reconfigure": streamReconfigure,
	"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self, self.(*Stream).checkOpen()
	},
	"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s := self.(*Stream)
		err := s.flush(Of(t))
		s.closed = true
		return starlark.None, err
	},
	"__iter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self.(*Stream).lines(t), nil
	},
	"__next__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self.(*Stream).lines(t).Advance()
	},
})

func streamWrite(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error) {
	text, ok := Underlying(args[0]).(starlark.String)
	if !ok {
		return nil, typeErrorf("write() argument must be str, not %s", TypeName(args[0]))
	}
	if err := s.write(Of(t), string(text)); err != nil {
		return nil, err
	}
	return starlark.MakeInt(strLen(string(text))), nil
}

func streamWriteLines(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error) {
	rt := Of(t)
	lines, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		if _, err := streamWrite(t, s, starlark.Tuple{line}); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

// sizeArgument parses an optional size; a negative one means all.
func sizeArgument(args starlark.Tuple) (int, error) {
	if len(args) == 0 || args[0] == starlark.None {
		return -1, nil
	}
	return AsInt(args[0])
}

func streamRead(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error) {
	n, err := sizeArgument(args)
	if err != nil {
		return nil, err
	}
	if n >= 0 {
		text, err := s.readCharacters(t, n)
		return starlark.String(text), err
	}
	b, err := s.readAll(t)
	if err != nil {
		return nil, err
	}
	text, err := inputText(b)
	return starlark.String(text), err
}

func streamReadLine(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error) {
	line, err := s.readLine(t)
	return starlark.String(line), err
}

func streamReadLines(t *starlark.Thread, s *Stream, args starlark.Tuple) (starlark.Value, error) {
	var lines []starlark.Value
	for {
		line, err := s.readLine(t)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return starlark.NewList(lines), nil
		}
		lines = append(lines, starlark.String(line))
	}
}

// streamReconfigure is s.reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None).
func streamReconfigure(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var encoding, errors, newline, lineBuffering, writeThrough starlark.Value
	if err := Unpack("reconfigure", args, kwargs, "*", nil, "encoding??", &encoding, "errors??", &errors, "newline??", &newline,
		"line_buffering??", &lineBuffering, "write_through??", &writeThrough); err != nil {
		return nil, err
	}
	s := self.(*Stream)
	if err := s.flush(Of(t)); err != nil {
		return nil, err
	}
	if e, ok := errors.(starlark.String); ok {
		s.opts.Errors = string(e)
	}
	if lineBuffering != nil {
		s.opts.LineBuffered = bool(lineBuffering.Truth())
	}
	return starlark.None, nil
}

// byteStream is the buffer of a text stream: the same stream, in bytes.
type byteStream struct{ s *Stream }

func (b *byteStream) String() string {
	return "<_io.BufferedWriter name=" + StrRepr(b.s.opts.Name) + ">"
}
func (b *byteStream) Type() string          { return "_io.BufferedWriter" }
func (b *byteStream) Freeze()               {}
func (b *byteStream) Truth() starlark.Bool  { return true }
func (b *byteStream) Hash() (uint32, error) { return pointerHash(b.s), nil }

// Attr is b.name where the VM reads it.
func (b *byteStream) Attr(name string) (starlark.Value, error) {
	if m, ok := byteStreamMethods.Get(name); ok {
		return bindMethod(name, m, b), nil
	}
	return nil, nil
}

// AttrNames lists nothing: dir() asks Methods.
func (b *byteStream) AttrNames() []string { return nil }

// Methods returns the methods of byte streams.
func (b *byteStream) Methods() *Methods { return byteStreamMethods }

var byteStreamMethods = NewMethods(map[string]Method{
	"write": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("_io.BufferedWriter.write", args, kwargs, 1); err != nil {
			return nil, err
		}
		text, err := bytesArgument(args[0])
		if err != nil {
			return nil, err
		}
		s := self.(*byteStream).s
		if err := s.checkOpen(); err != nil {
			return nil, err
		}
		return starlark.MakeInt(len(text)), s.writeBytes(Of(t), []byte(text))
	},
	"flush": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, self.(*byteStream).s.flush(Of(t))
	},
	"read": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("_io.BufferedReader.read", args, kwargs, 0, 1); err != nil {
			return nil, err
		}
		n, err := sizeArgument(args)
		if err != nil {
			return nil, err
		}
		s := self.(*byteStream).s
		if n < 0 {
			b, err := s.readAll(t)
			return starlark.Bytes(b), err
		}
		b, err := s.readBytes(t, func() ([]byte, error) {
			b := make([]byte, min(n, streamBuffer))
			k, err := s.in.Read(b)
			return b[:k], err
		})
		return starlark.Bytes(b), err
	},
	"readline": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		s := self.(*byteStream).s
		b, err := s.readBytes(t, func() ([]byte, error) { return s.in.ReadBytes('\n') })
		return starlark.Bytes(b), err
	},
	"fileno": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeInt(self.(*byteStream).s.opts.Fd), nil
	},
})
