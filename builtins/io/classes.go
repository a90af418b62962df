package io

import (
	"runtime"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file declares the classes of file objects.

// classes are those of one interpreter.
type classes struct {
	base, raw, buffered, texts                      *declare.Class
	text, reader, writer, random, bytesIO, stringIO *declare.Class
}

func attributes(o *object.Instance, name string) (starlark.Value, bool, error) {
	s := o.State().(*stream)
	switch name {
	case "closed":
		return starlark.Bool(s.closed), true, nil
	case "name":
		if s.path != nil {
			return s.path, true, nil
		}
	case "mode":
		if s.mode != "" {
			return starlark.String(s.mode), true, nil
		}
	case "encoding":
		if s.text && !s.memory {
			return starlark.String(s.shown), true, nil
		}
		if s.text {
			return starlark.None, true, nil
		}
	case "errors":
		if s.text {
			return starlark.String(s.errors), true, nil
		}
	case "newlines":
		if s.text {
			return starlark.None, true, nil
		}
	case "line_buffering":
		if s.text {
			return starlark.Bool(s.lineBuffered), true, nil
		}
	}
	return nil, false, nil
}

func newClasses(rt *object.Runtime) *classes {
	opts := declare.Options{State: func() any { return &stream{rt: rt, closed: true} }, Get: attributes, Stays: true}
	k := &classes{}
	k.base = declare.New(rt, "io", "IOBase", declare.Options{})
	k.raw = declare.New(rt, "io", "RawIOBase", declare.Options{}, k.base.Class)
	k.buffered = declare.New(rt, "io", "BufferedIOBase", declare.Options{}, k.base.Class)
	k.texts = declare.New(rt, "io", "TextIOBase", declare.Options{}, k.base.Class)
	k.text = declare.New(rt, "_io", "TextIOWrapper", opts, k.texts.Class)
	k.reader = declare.New(rt, "_io", "BufferedReader", opts, k.buffered.Class)
	k.writer = declare.New(rt, "_io", "BufferedWriter", opts, k.buffered.Class)
	k.random = declare.New(rt, "_io", "BufferedRandom", opts, k.buffered.Class)
	saved := opts
	saved.Stays = false
	saved.Save = func(o *object.Instance) starlark.Value {
		s := o.State().(*stream)
		s.settle()
		return starlark.Tuple{starlark.Bool(s.text), starlark.Bytes(s.content()), starlark.MakeInt64(s.tell()), starlark.Bool(s.closed), starlark.String(s.newline)}
	}
	saved.Load = func(o *object.Instance, v starlark.Value) error {
		t, ok := v.(starlark.Tuple)
		if !ok || len(t) != 5 {
			return declare.TypeErrorf("invalid state")
		}
		data, ok1 := t[1].(starlark.Bytes)
		newline, ok2 := t[4].(starlark.String)
		pos, err := object.AsInt(t[2])
		if err != nil || !ok1 || !ok2 {
			return declare.TypeErrorf("invalid state")
		}
		s := o.State().(*stream)
		s.inMemory([]byte(data), bool(t[0].Truth()), string(newline))
		s.raw.(*memory).pos, s.closed = int64(pos), bool(t[3].Truth())
		return nil
	}
	k.bytesIO = declare.New(rt, "_io", "BytesIO", saved, k.buffered.Class)
	k.stringIO = declare.New(rt, "_io", "StringIO", saved, k.texts.Class)
	for _, c := range []*declare.Class{k.text, k.reader, k.writer, k.random, k.bytesIO, k.stringIO} {
		c.Methods(methods)
		c.Method("__repr__", describe(rt))
	}
	k.bytesIO.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var initial starlark.Value
		if err := c.Unpack("initial_bytes??", &initial); err != nil {
			return nil, err
		}
		data := ""
		if initial != nil {
			var ok bool
			if data, ok = declare.Bytes(initial); !ok {
				return nil, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(initial))
			}
		}
		self(c).inMemory([]byte(data), false, "")
		return starlark.None, nil
	})
	value := func(c declare.Call) (starlark.Value, error) {
		if err := self(c).check(); err != nil {
			return nil, err
		}
		return starlark.Bytes(self(c).content()), nil
	}
	k.bytesIO.Method("getvalue", value)
	k.bytesIO.Method("getbuffer", value)
	k.stringIO.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var initial starlark.Value
		var newline starlark.Value = starlark.String("\n")
		if err := c.Unpack("initial_value??", &initial, "newline?", &newline); err != nil {
			return nil, err
		}
		text := ""
		if initial != nil {
			var ok bool
			if text, ok = declare.Text(initial); !ok {
				return nil, declare.TypeErrorf("initial_value must be str or None, not %s", object.TypeName(initial))
			}
		}
		mode, ok := declare.Text(newline)
		if !ok {
			mode = "auto"
			text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
		}
		self(c).inMemory([]byte(text), true, mode)
		return starlark.None, nil
	})
	k.stringIO.Method("getvalue", func(c declare.Call) (starlark.Value, error) {
		if err := self(c).check(); err != nil {
			return nil, err
		}
		return starlark.String(self(c).content()), nil
	})
	return k
}

// inMemory makes s a stream over bytes.
func (s *stream) inMemory(data []byte, text bool, newline string) {
	*s = stream{raw: &memory{data: data}, rt: s.rt, readable: true, writable: true, text: text, encoding: "utf-8", errors: "surrogatepass", newline: newline, memory: true}
}

func describe(rt *object.Runtime) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		s := self(c)
		name := "_io." + c.Object().Class().Name()
		if s.memory || s.path == nil {
			return starlark.String("<" + name + " object at " + object.Address(c.Object()) + ">"), nil
		}
		path, err := rt.Repr(s.path)
		if s.text {
			return starlark.String("<" + name + " name=" + path + " mode=" + object.StrRepr(s.mode) + " encoding=" + object.StrRepr(s.shown) + ">"), err
		}
		return starlark.String("<" + name + " name=" + path + ">"), err
	}
}

func self(c declare.Call) *stream { return c.Object().State().(*stream) }

// wrap returns what was read as a value.
func (s *stream) wrap(data string) starlark.Value {
	if s.text {
		return starlark.String(data)
	}
	return starlark.Bytes(data)
}

// count reads an optional number; absent, None and negative ones are -1.
func count(c declare.Call) (int, error) {
	if err := c.Between(0, 1); err != nil {
		return 0, err
	}
	if len(c.Args) == 0 || c.Args[0] == starlark.None {
		return -1, nil
	}
	n, err := object.AsInt(c.Args[0])
	return max(n, -1), err
}

func none(err error) (starlark.Value, error) { return starlark.None, err }

func flag(f func(s *stream) bool) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		return starlark.Bool(f(self(c))), self(c).check()
	}
}

// put is write(data) without its result.
func put(s *stream, v starlark.Value) (int, error) {
	if err := s.check(); err != nil {
		return 0, err
	}
	if !s.writable {
		if s.text {
			return 0, unsupported("not writable")
		}
		return 0, unsupported("write")
	}
	if s.text {
		text, ok := declare.Text(v)
		if !ok {
			if s.memory {
				return 0, declare.TypeErrorf("string argument expected, got '%s'", object.TypeName(v))
			}
			return 0, declare.TypeErrorf("write() argument must be str, not %s", object.TypeName(v))
		}
		return utf8.RuneCountInString(text), s.write(text)
	}
	data, ok := declare.Bytes(v)
	if !ok {
		return 0, declare.TypeErrorf("a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return len(data), s.write(data)
}

// lines returns the rest of the file.
func lines(c declare.Call, hint int) (starlark.Value, error) {
	var out []starlark.Value
	total := 0
	for {
		line, err := self(c).line(-1)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return starlark.NewList(out), nil
		}
		out = append(out, self(c).wrap(line))
		if total += len(line); hint > 0 && total >= hint {
			return starlark.NewList(out), nil
		}
	}
}

var methods = map[string]declare.Func{
	"read": func(c declare.Call) (starlark.Value, error) {
		n, err := count(c)
		if err != nil {
			return nil, err
		}
		data, err := self(c).read(n)
		return self(c).wrap(data), err
	},
	"read1": func(c declare.Call) (starlark.Value, error) {
		n, err := count(c)
		if err != nil {
			return nil, err
		}
		data, err := self(c).read(n)
		return self(c).wrap(data), err
	},
	"readline": func(c declare.Call) (starlark.Value, error) {
		n, err := count(c)
		if err != nil {
			return nil, err
		}
		data, err := self(c).line(n)
		return self(c).wrap(data), err
	},
	"readlines": func(c declare.Call) (starlark.Value, error) {
		n, err := count(c)
		if err != nil {
			return nil, err
		}
		return lines(c, n)
	},
	"readinto": func(c declare.Call) (starlark.Value, error) {
		b, ok := c.Arg(0).(*object.Bytearray)
		if !ok {
			return nil, declare.TypeErrorf("readinto() argument must be read-write bytes-like object")
		}
		data, err := self(c).read(b.Len())
		copy(b.Bytes(), data)
		return starlark.MakeInt(len(data)), err
	},
	"write": func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		n, err := put(self(c), c.Args[0])
		return starlark.MakeInt(n), err
	},
	"writelines": func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		list, err := c.RT.List(c.T, c.Args[0])
		for _, v := range list {
			if _, err := put(self(c), v); err != nil {
				return nil, err
			}
		}
		return none(err)
	},
	"seek": func(c declare.Call) (starlark.Value, error) {
		if err := c.Between(1, 2); err != nil {
			return nil, err
		}
		whence := 0
		offset, err := object.AsInt(c.Args[0])
		if err == nil && len(c.Args) == 2 {
			whence, err = object.AsInt(c.Args[1])
		}
		if err != nil {
			return nil, err
		}
		if whence < 0 || whence > 2 {
			return nil, exceptions.ValueError.Errorf("invalid whence (%d, should be 0, 1 or 2)", whence)
		}
		n, err := self(c).seek(int64(offset), whence)
		return starlark.MakeInt64(n), err
	},
	"tell": func(c declare.Call) (starlark.Value, error) {
		if err := self(c).check(); err != nil {
			return nil, err
		}
		if self(c).streamed {
			return nil, unsupported("underlying stream is not seekable")
		}
		if err := self(c).flush(); err != nil {
			return nil, err
		}
		return starlark.MakeInt64(self(c).tell()), nil
	},
	"truncate": func(c declare.Call) (starlark.Value, error) {
		s := self(c)
		n, err := count(c)
		if err == nil {
			err = s.check()
		}
		if err == nil && !s.writable {
			err = unsupported("truncate")
		}
		if err == nil {
			err = s.settle()
		}
		if err != nil {
			return nil, err
		}
		size := int64(n)
		if n < 0 {
			size = s.tell()
		}
		return starlark.MakeInt64(size), s.block(func() error { return s.raw.Truncate(size) })
	},
	"flush": func(c declare.Call) (starlark.Value, error) {
		if err := self(c).check(); err != nil {
			return nil, err
		}
		return none(self(c).flush())
	},
	"close":    func(c declare.Call) (starlark.Value, error) { return none(self(c).close()) },
	"readable": flag(func(s *stream) bool { return s.readable }),
	"writable": flag(func(s *stream) bool { return s.writable }),
	"seekable": flag(func(s *stream) bool { return !s.streamed }),
	"isatty":   flag(func(*stream) bool { return false }),
	"fileno": func(c declare.Call) (starlark.Value, error) {
		if self(c).memory {
			return nil, unsupported("fileno")
		}
		s := self(c)
		if err := s.check(); err != nil {
			return nil, err
		}
		if s.number == 0 {
			s.number = s.all.numbers.Add(s.raw)
		}
		return starlark.MakeInt(s.number), nil
	},
	"__enter__": func(c declare.Call) (starlark.Value, error) { return c.Self, self(c).check() },
	"__exit__":  func(c declare.Call) (starlark.Value, error) { return none(self(c).close()) },
	"__iter__": func(c declare.Call) (starlark.Value, error) {
		s := self(c)
		if err := s.check(); err != nil {
			return nil, err
		}
		return c.RT.NewIterator(c.Object().Class().Name(), func() (starlark.Value, bool, error) {
			defer runtime.KeepAlive(c.Self) // so that the file is not taken for one that nothing refers to
			line, err := s.line(-1)
			return s.wrap(line), err == nil && line != "", err
		}), nil
	},
	"__next__": func(c declare.Call) (starlark.Value, error) {
		line, err := self(c).line(-1)
		if err == nil && line == "" {
			err = exceptions.StopIteration.With()
		}
		return self(c).wrap(line), err
	},
}
