package logging

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
	"parlark/ipc/starlarkcbor"
)

// This file defines Handler, StreamHandler, FileHandler and NullHandler.

// output is the Go state of a handler that writes: its stream, which scripts see as an attribute.
type output struct{ stream starlark.Value }

func outputOf(v starlark.Value) *output {
	if o, ok := v.(*object.Instance); ok {
		if out, ok := o.State().(*output); ok {
			return out
		}
	}
	return &output{stream: starlark.None}
}

// How a stream travels.
const (
	streamNone = iota
	streamStdout
	streamStderr
	streamObject
)

// writing is the Go half of handlers that write. A standard stream arrives as the receiver's; a file does not travel, the
// FileHandler opens it again.
func (s *State) writing() *object.Native {
	return &object.Native{
		New:     func(t *starlark.Thread, inst *object.Instance) any { return &output{stream: starlark.None} },
		Methods: object.NewMethods(nil),
		Get: func(inst *object.Instance, name string) (starlark.Value, bool, error) {
			if name != "stream" {
				return nil, false, nil
			}
			return outputOf(inst).stream, true, nil
		},
		Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
			if name == "stream" {
				outputOf(inst).stream = v
			}
			return name == "stream", nil
		},
		Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error {
			stream := outputOf(inst).stream
			how, v := streamObject, stream
			switch {
			case stream == s.rt.Stdout || stream == s.rt.Options.Stdout:
				how, v = streamStdout, starlark.None
			case stream == s.rt.Stderr || stream == s.rt.Options.Stderr:
				how, v = streamStderr, starlark.None
			case inst.Class().IsSubclass(s.class.file) || !isInstance(stream):
				how, v = streamNone, starlark.None // None, or an open file, which cannot travel
			}
			return e.Encode(starlark.Tuple{starlark.MakeInt(how), v})
		},
		Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
			v, err := d.Decode()
			if err != nil {
				return err
			}
			parts, ok := v.(starlark.Tuple)
			if !ok || len(parts) != 2 {
				return d.Fail("not a stream")
			}
			how, _ := starlark.AsInt32(parts[0])
			outputOf(inst).stream = parts[1]
			switch how {
			case streamStdout:
				outputOf(inst).stream = s.rt.Stdout
			case streamStderr:
				outputOf(inst).stream = s.rt.Stderr
			}
			return nil
		},
	}
}

func isInstance(v starlark.Value) bool { _, ok := v.(*object.Instance); return ok }

func (s *State) handlerClasses() {
	nothing := func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	}
	c := &s.class
	c.handler = s.newClass("logging", "Handler", nil, map[string]method{
		"__init__": s.handlerInit, "setLevel": s.setLevel, "setFormatter": handlerSetFormatter, "format": s.handlerFormat,
		"handle": s.handlerHandle, "handleError": s.handleError, "acquire": nothing, "release": nothing, "createLock": nothing,
		"flush": nothing, "close": s.handlerClose, "get_name": getName, "set_name": setName, "__repr__": s.handlerRepr,
		"emit": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return nil, exceptions.NotImplementedError.Errorf("emit must be implemented by Handler subclasses")
		},
	}, c.filterer)
	get := func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return getName(t, self, args, kwargs)
	}
	c.handler.Define("name", object.NewProperty(object.NewMethod(c.handler, "get_name", get), object.NewMethod(c.handler, "set_name", setName)))
	c.stream = s.newClass("logging", "StreamHandler", s.writing(), map[string]method{
		"__init__": s.streamInit, "emit": s.streamEmit, "flush": s.streamFlush, "setStream": s.setStream, "__repr__": s.handlerRepr,
	}, c.handler)
	c.stream.Define("terminator", starlark.String("\n"))
	c.file = s.newClass("logging", "FileHandler", nil, map[string]method{
		"__init__": s.fileInit, "emit": s.fileEmit, "close": s.fileClose, "_open": s.fileOpen, "__repr__": s.handlerRepr,
	}, c.stream)
	c.null = s.newClass("logging", "NullHandler", nil, map[string]method{"handle": nothing, "emit": nothing, "createLock": nothing}, c.handler)
	c.stderr = s.newClass("logging", "_StderrHandler", nil, map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.handlerInit(t, self, args, kwargs)
		},
	}, c.stream)
}

// setUpHandler sets the fields of a new handler.
func (s *State) setUpHandler(o *object.Instance, level int) {
	o.SetOwn("filters", starlark.NewList(nil))
	o.SetOwn("level", starlark.MakeInt(level))
	o.SetOwn("formatter", starlark.None)
	o.SetOwn("_name", starlark.None)
	s.handlers = append(s.handlers, o)
}

func (s *State) handlerInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level starlark.Value = starlark.MakeInt(notSet)
	if err := object.UnpackMethod("Handler.__init__", args, kwargs, "level?", &level); err != nil {
		return nil, err
	}
	n, err := s.level(level)
	if err != nil {
		return nil, err
	}
	s.setUpHandler(self.(*object.Instance), n)
	return starlark.None, nil
}

// setLevel is setLevel(level) of handlers and loggers.
func (s *State) setLevel(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level starlark.Value
	if err := object.UnpackMethod("setLevel", args, kwargs, "level", &level); err != nil {
		return nil, err
	}
	n, err := s.level(level)
	if err != nil {
		return nil, err
	}
	self.(*object.Instance).SetOwn("level", starlark.MakeInt(n))
	return starlark.None, nil
}

func getName(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return field(self.(*object.Instance), "_name"), nil
}

func setName(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("Handler.set_name", args, kwargs, 1); err != nil {
		return nil, err
	}
	self.(*object.Instance).SetOwn("_name", args[0])
	return starlark.None, nil
}

func handlerSetFormatter(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var f starlark.Value
	err := object.UnpackMethod("Handler.setFormatter", args, kwargs, "fmt", &f)
	self.(*object.Instance).SetOwn("formatter", f)
	return starlark.None, err
}

// format is handler.format(record).
func (s *State) format(t *starlark.Thread, h, record *object.Instance) (starlark.Value, error) {
	if overridden(h, s.class.handler, "format") {
		return s.call(t, h, "format", record)
	}
	return s.formatBy(t, h, record)
}

func (s *State) formatBy(t *starlark.Thread, h, record *object.Instance) (starlark.Value, error) {
	f, ok := field(h, "formatter").(*object.Instance)
	if !ok {
		if v := field(h, "formatter"); v.Truth() {
			return s.call(t, v, "format", record)
		}
		f = s.plain
	}
	if f.Class() == s.class.formatter {
		return s.formatWith(t, f, record)
	}
	return s.call(t, f, "format", record)
}

func (s *State) handlerFormat(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.UnpackMethod("Handler.format", args, kwargs, "record", &v); err != nil {
		return nil, err
	}
	record, err := instance(v)
	if err != nil {
		return nil, err
	}
	return s.formatBy(t, self.(*object.Instance), record)
}

func (s *State) handlerHandle(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.UnpackMethod("Handler.handle", args, kwargs, "record", &v); err != nil {
		return nil, err
	}
	record, err := instance(v)
	if err != nil {
		return nil, err
	}
	h := self.(*object.Instance)
	passed, err := s.passes(t, h, record)
	if passed == nil || err != nil {
		return starlark.False, err
	}
	if _, err := s.call(t, h, "emit", passed); err != nil {
		return nil, err
	}
	return passed, nil
}

func (s *State) handlerClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	for i, h := range s.handlers {
		if h == self {
			s.handlers = append(s.handlers[:i:i], s.handlers[i+1:]...)
			break
		}
	}
	return starlark.None, nil
}

// handlerRepr is repr() of every kind of handler.
func (s *State) handlerRepr(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	what := ""
	switch {
	case o.Class().IsSubclass(s.class.file):
		what = text(o, "baseFilename") + " "
	case o.Class().IsSubclass(s.class.stream):
		if name, err := s.rt.GetAttr(outputOf(o).stream, "name"); err == nil {
			if what, err = s.rt.Str(name); err != nil {
				return nil, err
			}
		}
		if what != "" {
			what += " "
		}
	}
	return starlark.String(fmt.Sprintf("<%s %s(%s)>", o.Class().Name(), what, s.levelName(intField(o, "level")))), nil
}

// handleError reports the exception that emitting a record has raised. Scripts' emit methods call it too.
func (s *State) handleError(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("Handler.handleError", args, kwargs, 1); err != nil {
		return nil, err
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	return starlark.None, s.reportError(t, record, s.rt.Handling(t))
}

func (s *State) reportError(t *starlark.Thread, record, e *object.Instance) error {
	if !s.module.Member("raiseExceptions").Truth() || s.rt.Stderr == starlark.None {
		return nil
	}
	var b strings.Builder
	b.WriteString("--- Logging error ---\n")
	if e != nil {
		b.WriteString(s.rt.FormatException(e, s.p.Source))
	}
	b.WriteString("Call stack:\n")
	b.WriteString(object.FormatTrace((&object.Traceback{Frames: t.CallStack()}).Lines(s.p.Source)))
	msg, err := s.rt.Repr(field(record, "msg"))
	if err != nil {
		return err
	}
	args, err := s.rt.Repr(field(record, "args"))
	if err != nil {
		return err
	}
	b.WriteString("Message: " + msg + "\nArguments: " + args + "\n")
	return streams.Write(t, s.rt, s.rt.Stderr, b.String())
}

// unlessFatal reports an exception of emit instead of raising it, as CPython does for all but RecursionError and what is no
// Exception.
func (s *State) unlessFatal(t *starlark.Thread, h, record *object.Instance, err error) error {
	if err == nil || object.IsCancelled(err) {
		return err
	}
	e := s.rt.Exception(err)
	if !e.IsInstanceOf(exceptions.Exception) || e.IsInstanceOf(exceptions.RecursionError) {
		return object.ErrorOf(e)
	}
	if overridden(h, s.class.handler, "handleError") {
		_, err := s.call(t, h, "handleError", record)
		return err
	}
	return s.reportError(t, record, e)
}

// streamInit is StreamHandler(stream=None).
func (s *State) streamInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var stream starlark.Value
	if err := object.UnpackMethod("StreamHandler.__init__", args, kwargs, "stream??", &stream); err != nil {
		return nil, err
	}
	if stream == nil {
		stream = s.rt.Stderr
	}
	s.setUpHandler(self.(*object.Instance), notSet)
	outputOf(self).stream = stream
	return starlark.None, nil
}

// streamOf is where a handler writes now.
func (s *State) streamOf(h *object.Instance) starlark.Value {
	if h.Class() == s.class.stderr {
		return s.rt.Stderr
	}
	return outputOf(h).stream
}

func (s *State) streamEmit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("StreamHandler.emit", args, kwargs, 1); err != nil {
		return nil, err
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	h := self.(*object.Instance)
	return starlark.None, s.unlessFatal(t, h, record, s.write(t, h, record))
}

// write formats a record and writes it in one piece.
func (s *State) write(t *starlark.Thread, h, record *object.Instance) error {
	line, err := s.format(t, h, record)
	if err != nil {
		return err
	}
	out, ok := object.Underlying(line).(starlark.String)
	if !ok {
		return exceptions.TypeError.Errorf("unsupported operand type(s) for +: '%s' and 'str'", object.TypeName(line))
	}
	end := "\n"
	if v, ok := h.Field("terminator"); ok {
		end, _ = starlark.AsString(v)
	} else if v, ok := h.Class().Lookup("terminator"); ok {
		end, _ = starlark.AsString(v)
	}
	stream := s.streamOf(h)
	if err := streams.Write(t, s.rt, stream, string(out)+end); err != nil {
		return err
	}
	return streams.Flush(t, s.rt, stream)
}

func (s *State) streamFlush(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, streams.Flush(t, s.rt, s.streamOf(self.(*object.Instance)))
}

func (s *State) setStream(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var stream starlark.Value
	if err := object.UnpackMethod("StreamHandler.setStream", args, kwargs, "stream", &stream); err != nil {
		return nil, err
	}
	out := outputOf(self)
	if out.stream == stream {
		return starlark.None, nil
	}
	old := out.stream
	out.stream = stream
	return old, streams.Flush(t, s.rt, old)
}

// fileInit is FileHandler(filename, mode='a', encoding=None, delay=False, errors=None).
func (s *State) fileInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var filename, encoding, errors starlark.Value = nil, starlark.None, starlark.None
	mode, delay := "a", false
	err := object.UnpackMethod("FileHandler.__init__", args, kwargs, "filename", &filename, "mode?", &mode, "encoding?", &encoding, "delay?", &delay, "errors?", &errors)
	if err != nil {
		return nil, err
	}
	return starlark.None, s.setUpFile(t, self.(*object.Instance), filename, mode, encoding, errors, delay)
}

func (s *State) setUpFile(t *starlark.Thread, h *object.Instance, filename starlark.Value, mode string, encoding, errors starlark.Value, delay bool) error {
	abspath, err := s.rt.Import(t, "os.path")
	if err != nil {
		return err
	}
	name, err := s.call(t, abspath, "abspath", filename)
	if err != nil {
		return err
	}
	s.setUpHandler(h, notSet)
	h.SetOwn("baseFilename", name)
	h.SetOwn("mode", starlark.String(mode))
	h.SetOwn("encoding", encoding)
	h.SetOwn("errors", errors)
	h.SetOwn("delay", starlark.Bool(delay))
	if delay {
		return nil
	}
	return s.openFile(t, h)
}

// openFile opens the file of a handler.
func (s *State) openFile(t *starlark.Thread, h *object.Instance) error {
	var f starlark.Value
	var err error
	if overridden(h, s.class.file, "_open") {
		f, err = s.call(t, h, "_open")
	} else {
		f, err = s.fileOpen(t, h, nil, nil)
	}
	if err == nil {
		outputOf(h).stream = f
		h.SetOwn("mode", starlark.String("a")) // so that who opens it again does not lose what is there
	}
	return err
}

func (s *State) fileOpen(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	h := self.(*object.Instance)
	return starlark.Call(t, s.rt.Builtin("open"), starlark.Tuple{field(h, "baseFilename"), field(h, "mode")}, []starlark.Tuple{
		{starlark.String("encoding"), field(h, "encoding")}, {starlark.String("errors"), field(h, "errors")},
	})
}

func (s *State) fileEmit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	h := self.(*object.Instance)
	if outputOf(h).stream == starlark.None {
		if v, _ := h.Field("_closed"); v == starlark.True {
			return starlark.None, nil
		}
		if err := s.openFile(t, h); err != nil {
			return nil, err
		}
	}
	return s.streamEmit(t, self, args, kwargs)
}

func (s *State) fileClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	h := self.(*object.Instance)
	h.SetOwn("_closed", starlark.True)
	return starlark.None, s.closeFile(t, h)
}

// closeFile closes the file of a handler, which may be opened again.
func (s *State) closeFile(t *starlark.Thread, h *object.Instance) error {
	out := outputOf(h)
	if out.stream == starlark.None {
		return nil
	}
	stream := out.stream
	out.stream = starlark.None
	if err := streams.Flush(t, s.rt, stream); err != nil {
		return err
	}
	if _, err := s.rt.GetAttr(stream, "close"); err != nil {
		return nil
	}
	_, err := s.call(t, stream, "close")
	return err
}
