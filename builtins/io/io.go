package io

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/object"
)

// This file assembles the module and holds open().

// Files opens the files of one interpreter.
type Files struct {
	rt      *object.Runtime
	broker  files.Broker
	numbers *files.Descriptors
	classes *classes
	open    map[*stream]bool // those that may have something to write
	dropped chan struct{}    // has something when a stream has become unreachable
}

// NewFiles returns what opens files by a broker, and gives them numbers.
func NewFiles(rt *object.Runtime, broker files.Broker, numbers *files.Descriptors) *Files {
	return &Files{rt: rt, broker: broker, numbers: numbers, open: map[*stream]bool{}, dropped: make(chan struct{}, 1)}
}

func (f *Files) made() *classes {
	if f.classes == nil {
		f.classes = newClasses(f.rt)
	}
	return f.classes
}

// Flush writes out what open files still hold; errors are dropped, as where CPython's collector closes a file.
func (f *Files) Flush() {
	for s := range f.open {
		if s.dropped.Load() {
			s.close()
		} else {
			s.flush()
		}
	}
}

// dropPatience bounds the wait for files to be closed that nothing refers to any more.
const dropPatience = time.Second

// reclaim closes files that nothing refers to any more, as CPython would have done earlier.
func (f *Files) reclaim() {
	f.rt.Blocking(func() {
		runtime.GC()
		patience := time.NewTimer(dropPatience)
		defer patience.Stop()
		select {
		case <-f.dropped:
		case <-patience.C:
		}
	})
	f.Flush()
}

// raw opens what path says: a name, or the number of an open file.
func (f *Files) raw(path starlark.Value, name string, flags int) (raw files.File, err error) {
	if n, isNumber := path.(starlark.Int); isNumber {
		fd, ok := n.Int64()
		if raw = f.numbers.Get(int(fd)); raw == nil || !ok {
			return nil, files.Code(9)
		}
		return raw, nil
	}
	f.rt.Blocking(func() { raw, err = f.broker.Open(name, flags, 0o666) })
	if errors.Is(err, files.Code(24)) {
		f.reclaim()
		f.rt.Blocking(func() { raw, err = f.broker.Open(name, flags, 0o666) })
	}
	return raw, err
}

// modes checks the mode of open().
func modes(mode string) (flags int, s *stream, err error) {
	s = &stream{text: true}
	base, plus := 0, false
	for i := 0; i < len(mode); i++ {
		if strings.IndexByte(mode[:i], mode[i]) >= 0 {
			return 0, nil, exceptions.ValueError.Errorf("invalid mode: %s", object.StrRepr(mode))
		}
		switch mode[i] {
		case 'r':
			base++
			s.readable = true
		case 'w':
			base++
			s.writable = true
			flags |= os.O_CREATE | os.O_TRUNC
		case 'a':
			base++
			s.writable = true
			flags |= os.O_CREATE | os.O_APPEND
		case 'x':
			base++
			s.writable = true
			flags |= os.O_CREATE | os.O_EXCL
		case 'b':
			s.text = false
		case 't':
		case '+':
			plus = true
		default:
			return 0, nil, exceptions.ValueError.Errorf("invalid mode: %s", object.StrRepr(mode))
		}
	}
	if base != 1 {
		return 0, nil, exceptions.ValueError.Errorf("must have exactly one of create/read/write/append mode")
	}
	if strings.Contains(mode, "b") && strings.Contains(mode, "t") {
		return 0, nil, exceptions.ValueError.Errorf("can't have text and binary mode at once")
	}
	if plus {
		s.readable, s.writable = true, true
	}
	switch {
	case s.readable && s.writable:
		flags |= os.O_RDWR
	case s.writable:
		flags |= os.O_WRONLY
	}
	return flags, s, nil
}

// Open is open(); it is what object.Options.Open calls.
func (f *Files) Open(t *starlark.Thread, r object.OpenRequest) (starlark.Value, error) {
	flags, s, err := modes(r.Mode)
	if err != nil {
		return nil, err
	}
	path, ok := declare.Text(r.Path)
	if _, isNumber := r.Path.(starlark.Int); isNumber {
		ok = true
	}
	if !ok {
		if p, err := f.rt.GetAttr(r.Path, "__fspath__"); err == nil {
			v, err := starlark.Call(t, p, nil, nil)
			if err != nil {
				return nil, err
			}
			path, ok = declare.Text(v)
		} else if b, isBytes := declare.Bytes(r.Path); isBytes {
			path, ok = b, true
		}
	}
	if !ok {
		return nil, declare.TypeErrorf("expected str, bytes or os.PathLike object, not %s", object.TypeName(r.Path))
	}
	if !s.text && (r.Encoding != "" || r.Errors != "") {
		return nil, exceptions.ValueError.Errorf("binary mode doesn't take an encoding argument")
	}
	if s.shown = r.Encoding; s.shown == "" {
		s.shown = "UTF-8"
	}
	if s.encoding = strings.ToLower(r.Encoding); s.encoding == "" || s.encoding == "utf8" || s.encoding == "utf_8" {
		s.encoding = "utf-8"
	}
	if _, err := object.CodecName(s.encoding); err != nil {
		return nil, err
	}
	if s.errors = r.Errors; s.errors == "" {
		s.errors = "strict"
	}
	s.newline = "auto"
	if r.HasNewline {
		s.newline = r.Newline
	}
	f.Flush()
	if s.raw, err = f.raw(r.Path, path, flags); err != nil {
		return nil, files.Exception(err, path)
	}
	if n, isNumber := r.Path.(starlark.Int); isNumber {
		s.number, _ = starlark.AsInt32(n)
	}
	if _, s.streamed = s.raw.(files.Stream); s.streamed {
		s.loaded = true
	}
	s.rt, s.path, s.mode, s.lineBuffered, s.all = f.rt, r.Path, r.Mode, r.Buffering == 1, f
	k := f.made()
	class := k.text
	switch {
	case s.text:
	case s.readable && s.writable:
		class = k.random
	case s.readable:
		class = k.reader
	default:
		class = k.writer
	}
	o := class.Allocate(t)
	held := o.State().(*stream)
	*held = *s
	if s.writable {
		held.dropped = new(atomic.Bool)
		f.open[held] = true
		runtime.AddCleanup(o, func(dropped *atomic.Bool) {
			dropped.Store(true)
			select {
			case f.dropped <- struct{}{}:
			default:
			}
		}, held.dropped)
	}
	return o, nil
}

// Module returns the module io.
func (f *Files) Module() *object.Module {
	k := f.made()
	rt := f.rt
	m := declare.Module(rt, "io", map[string]declare.Func{
		"open": func(c declare.Call) (starlark.Value, error) {
			return starlark.Call(c.T, rt.Builtin("open"), c.Args, c.Kwargs)
		},
		"text_encoding": func(c declare.Call) (starlark.Value, error) {
			if len(c.Args) > 0 && c.Args[0] != starlark.None {
				return c.Args[0], nil
			}
			return starlark.String("utf-8"), nil
		},
	})
	declare.Classes(m, k.base, k.raw, k.buffered, k.texts, k.text, k.reader, k.writer, k.random, k.bytesIO, k.stringIO)
	return declare.Add(m, starlark.StringDict{
		"UnsupportedOperation": rt.ExceptionClass(object.UnsupportedOperation), "SEEK_SET": starlark.MakeInt(0), "SEEK_CUR": starlark.MakeInt(1),
		"SEEK_END": starlark.MakeInt(2), "DEFAULT_BUFFER_SIZE": starlark.MakeInt(bufferSize), "BlockingIOError": rt.ExceptionClass(exceptions.BlockingIOError),
	})
}
