package logging

import (
	"math"
	"path"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines LogRecord and finds the caller that a record names.

func (s *State) recordClass() {
	c := s.newClass("logging", "LogRecord", nil, map[string]method{
		"__init__": s.recordInit, "getMessage": s.getMessage,
		"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			o := self.(*object.Instance)
			text := func(name string) string { v, _ := s.rt.Str(field(o, name)); return v }
			return starlark.String("<LogRecord: " + text("name") + ", " + text("levelno") + ", " + text("pathname") + ", " + text("lineno") + ", \"" + text("msg") + "\">"), nil
		},
	})
	s.class.record = c
}

// place is where a record was made.
type place struct {
	file, function string
	line           int
	stack          starlark.Value // text, or None
}

// caller finds the line of the script that logs, skipping level-1 functions above it.
func (s *State) caller(t *starlark.Thread, level int, withStack bool) place {
	lines := (&object.Traceback{Frames: t.CallStack()}).Lines(s.p.Source)
	if len(lines) == 0 {
		return place{"(unknown file)", "(unknown function)", 0, starlark.None}
	}
	at := max(len(lines)-max(level, 1), 0)
	p := place{lines[at].File, lines[at].Name, lines[at].Line, starlark.None}
	if withStack {
		p.stack = starlark.String("Stack (most recent call last):\n" + strings.TrimSuffix(object.FormatTrace(lines[:at+1]), "\n"))
	}
	return p
}

// recordInit is LogRecord(name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None).
func (s *State) recordInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name, pathname, msg, callArgs, excInfo starlark.Value
	var function, sinfo starlark.Value = starlark.None, starlark.None
	var level, line int
	var rest []starlark.Tuple
	for _, kv := range kwargs {
		switch string(kv[0].(starlark.String)) {
		case "name", "level", "pathname", "lineno", "msg", "args", "exc_info", "func", "sinfo":
			rest = append(rest, kv)
		}
	}
	err := object.UnpackMethod("LogRecord.__init__", args, rest, "name", &name, "level", &level, "pathname", &pathname, "lineno", &line, "msg", &msg,
		"args", &callArgs, "exc_info", &excInfo, "func?", &function, "sinfo?", &sinfo)
	if err != nil {
		return nil, err
	}
	file, _ := starlark.AsString(pathname)
	s.fill(t, self.(*object.Instance), name, level, place{file: file, line: line, stack: sinfo}, msg, callArgs, excInfo)
	self.(*object.Instance).SetOwn("funcName", function)
	return starlark.None, nil
}

// fill sets the fields of a record.
func (s *State) fill(t *starlark.Thread, o *object.Instance, name starlark.Value, level int, p place, msg, args, excInfo starlark.Value) {
	now := time.Now()
	if tuple, ok := args.(starlark.Tuple); ok && len(tuple) == 1 {
		// A single dictionary is the mapping of %(name)s, unless it is empty.
		if d, ok := tuple[0].(*starlark.Dict); ok && d.Len() > 0 {
			args = d
		}
	}
	file := path.Base(p.file)
	if p.file == "" {
		file = ""
	}
	created := float64(now.UnixNano()) / 1e9
	o.SetOwn("name", name)
	o.SetOwn("msg", msg)
	o.SetOwn("args", args)
	o.SetOwn("levelname", starlark.String(s.levelName(level)))
	o.SetOwn("levelno", starlark.MakeInt(level))
	o.SetOwn("pathname", starlark.String(p.file))
	o.SetOwn("filename", starlark.String(file))
	o.SetOwn("module", starlark.String(strings.TrimSuffix(file, path.Ext(file))))
	o.SetOwn("exc_info", excInfo)
	o.SetOwn("exc_text", starlark.None)
	o.SetOwn("stack_info", p.stack)
	o.SetOwn("lineno", starlark.MakeInt(p.line))
	o.SetOwn("funcName", starlark.String(p.function))
	o.SetOwn("created", starlark.Float(created))
	o.SetOwn("msecs", starlark.Float(math.Floor(float64(now.Nanosecond())/1e6)))
	o.SetOwn("relativeCreated", starlark.Float(float64(now.Sub(s.started).Nanoseconds())/1e6))
	o.SetOwn("thread", starlark.MakeUint64(s.p.ThreadIdent(t)))
	o.SetOwn("threadName", starlark.String(s.p.ThreadName(t)))
	o.SetOwn("processName", starlark.String(s.p.ProcessName()))
	o.SetOwn("process", starlark.MakeInt(s.p.PID()))
	o.SetOwn("taskName", starlark.None)
}

func (s *State) getMessage(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	msg, err := s.rt.Str(field(o, "msg"))
	if err != nil {
		return nil, err
	}
	if a := field(o, "args"); a.Truth() {
		return s.percent(t, msg, a)
	}
	return starlark.String(msg), nil
}

// percent is format % args.
func (s *State) percent(t *starlark.Thread, format string, args starlark.Value) (starlark.Value, error) {
	return starlark.Call(t, s.rt.Intrinsics()["strmod"], starlark.Tuple{starlark.String(format), args}, nil)
}

// message is record.getMessage().
func (s *State) message(t *starlark.Thread, record *object.Instance) (starlark.Value, error) {
	if record.Class() == s.class.record {
		return s.getMessage(t, record, nil, nil)
	}
	return s.call(t, record, "getMessage")
}

// excInfo reads the argument exc_info: an exception, a tuple as sys.exc_info() returns it, or whether to take that.
func (s *State) excInfo(t *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	if v == nil || !bool(v.Truth()) && !isException(v) {
		return starlark.None, nil
	}
	if tuple, ok := v.(starlark.Tuple); ok {
		return tuple, nil
	}
	e, ok := v.(*object.Instance)
	if !ok || e.Raised() == nil {
		if e = s.rt.Handling(t); e == nil {
			return starlark.Tuple{starlark.None, starlark.None, starlark.None}, nil
		}
	}
	tb, err := s.rt.GetAttr(e, "__traceback__")
	if err != nil {
		return nil, err
	}
	return starlark.Tuple{e.Class(), e, tb}, nil
}

func isException(v starlark.Value) bool {
	o, ok := v.(*object.Instance)
	return ok && o.Raised() != nil
}

// overwrite adds the fields of `extra` to a record.
func (s *State) overwrite(o *object.Instance, extra starlark.Value) error {
	if extra == nil || extra == starlark.None {
		return nil
	}
	d, ok := object.Underlying(extra).(*starlark.Dict)
	if !ok {
		return exceptions.TypeError.Errorf("'%s' object is not iterable", object.TypeName(extra))
	}
	for _, kv := range d.Items() {
		key, ok := starlark.AsString(kv[0])
		if !ok {
			continue
		}
		if _, exists := o.Field(key); exists || key == "message" || key == "asctime" {
			text, err := s.rt.Repr(kv[0])
			if err != nil {
				return err
			}
			return exceptions.KeyError.Errorf("Attempt to overwrite %s in LogRecord", text)
		}
		o.SetOwn(key, kv[1])
	}
	return nil
}

// dict is record.__dict__.
func dict(o *object.Instance) *starlark.Dict {
	d := starlark.NewDict(32)
	o.Fields(func(name string, v starlark.Value) {
		d.SetKey(starlark.String(name), v) // a string is hashable and d is not frozen
	})
	return d
}
