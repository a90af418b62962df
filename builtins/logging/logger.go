package logging

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/streams"
)

// This file defines Logger and the hierarchy of loggers.

func (s *State) loggerClasses() {
	c := &s.class
	methods := map[string]method{
		"__init__": s.loggerInit, "setLevel": s.setLevel, "isEnabledFor": s.isEnabledFor, "getEffectiveLevel": s.getEffectiveLevel,
		"log": s.loggerLog, "_log": s.lowLog, "handle": s.loggerHandle, "addHandler": addHandler, "removeHandler": removeHandler,
		"hasHandlers": s.hasHandlers, "callHandlers": s.callHandlers, "getChild": s.getChild, "getChildren": s.getChildren,
		"makeRecord": s.makeRecord, "findCaller": s.findCaller, "__repr__": s.loggerRepr, "exception": s.loggerException,
		"__reduce__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			o := self.(*object.Instance)
			if o == s.root {
				return starlark.Tuple{s.module.Member("getLogger"), starlark.Tuple{}}, nil
			}
			return starlark.Tuple{s.module.Member("getLogger"), starlark.Tuple{field(o, "name")}}, nil
		},
	}
	for name, level := range levelMethods {
		methods[name] = s.logAt(name, level)
	}
	c.logger = s.newClass("logging", "Logger", nil, methods, c.filterer)
	c.root = s.newClass("logging", "RootLogger", nil, nil, c.logger)
	c.manager = s.newClass("logging", "Manager", nil, map[string]method{
		"getLogger": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.getLogger(t, args, kwargs)
		},
		"setLoggerClass": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.setLoggerClass(t, args, kwargs)
		},
	})
	c.manager.Define("loggerDict", object.NewProperty(object.NewBuiltin("loggerDict", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		d := new(starlark.Dict)
		for _, n := range s.order {
			if err := d.SetKey(starlark.String(n), s.loggers[n]); err != nil {
				return nil, err
			}
		}
		return d, nil
	}), nil))
	c.manager.Define("disable", object.NewProperty(object.NewBuiltin("disable", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.MakeInt(s.disabled), nil
	}), object.NewBuiltin("disable", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		n, err := s.level(args[1])
		s.disabled = n
		return starlark.None, err
	})))
}

var levelMethods = map[string]int{
	"debug": debug, "info": info, "warning": warning, "warn": warning, "error": failure, "critical": critical, "fatal": critical,
}

// setUpLogger sets the fields of a new logger.
func (s *State) setUpLogger(o *object.Instance, name string, level int) {
	o.SetOwn("filters", starlark.NewList(nil))
	o.SetOwn("name", starlark.String(name))
	o.SetOwn("level", starlark.MakeInt(level))
	o.SetOwn("parent", starlark.None)
	o.SetOwn("propagate", starlark.True)
	o.SetOwn("handlers", starlark.NewList(nil))
	o.SetOwn("disabled", starlark.False)
}

func (s *State) loggerInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var level starlark.Value = starlark.MakeInt(notSet)
	if err := object.UnpackMethod("Logger.__init__", args, kwargs, "name", &name, "level?", &level); err != nil {
		return nil, err
	}
	n, err := s.level(level)
	if err != nil {
		return nil, err
	}
	s.setUpLogger(self.(*object.Instance), name, n)
	return starlark.None, nil
}

// Logger returns the logger of that name, made if there is none; the root logger for "".
func (s *State) Logger(t *starlark.Thread, name string) (*object.Instance, error) {
	if name == "" {
		return s.root, nil
	}
	if o := s.loggers[name]; o != nil {
		return o, nil
	}
	v, err := starlark.Call(t, s.logger, starlark.Tuple{starlark.String(name)}, nil)
	if err != nil {
		return nil, err
	}
	o, err := instance(v)
	if err != nil {
		return nil, err
	}
	o.SetOwn("manager", s.manager)
	s.loggers[name] = o
	s.order = append(s.order, name)
	// The new logger comes between its nearest ancestor and those of that ancestor's children that it is above of.
	parent := s.ancestor(name)
	o.SetOwn("parent", parent)
	for _, n := range s.order {
		if strings.HasPrefix(n, name+".") && field(s.loggers[n], "parent") == parent {
			s.loggers[n].SetOwn("parent", o)
		}
	}
	return o, nil
}

// ancestor returns the nearest logger above a name.
func (s *State) ancestor(name string) *object.Instance {
	for {
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			return s.root
		}
		name = name[:i]
		if o := s.loggers[name]; o != nil {
			return o
		}
	}
}

func (s *State) effectiveLevel(o *object.Instance) int {
	for o != nil {
		if n := intField(o, "level"); n != notSet {
			return n
		}
		o, _ = field(o, "parent").(*object.Instance)
	}
	return notSet
}

func (s *State) enabled(o *object.Instance, level int) bool {
	return !bool(field(o, "disabled").Truth()) && s.disabled < level && level >= s.effectiveLevel(o)
}

func (s *State) isEnabledFor(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level int
	if err := object.UnpackMethod("Logger.isEnabledFor", args, kwargs, "level", &level); err != nil {
		return nil, err
	}
	return starlark.Bool(s.enabled(self.(*object.Instance), level)), nil
}

func (s *State) getEffectiveLevel(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt(s.effectiveLevel(self.(*object.Instance))), object.UnpackMethod("Logger.getEffectiveLevel", args, kwargs)
}

// options are the keyword arguments of a logging call.
type options struct {
	excInfo, extra starlark.Value
	stack          bool
	level          int // stacklevel
}

func optionsOf(name string, kwargs []starlark.Tuple) (o options, err error) {
	o.level = 1
	return o, object.Unpack(name, nil, kwargs, "exc_info?", &o.excInfo, "extra?", &o.extra, "stack_info?", &o.stack, "stacklevel?", &o.level)
}

// message splits the arguments of a logging call into the message, its arguments and the options.
func messageOf(name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, starlark.Tuple, []starlark.Tuple, error) {
	if len(args) > 0 {
		return args[0], append(starlark.Tuple{}, args[1:]...), kwargs, nil
	}
	for i, kv := range kwargs {
		if kv[0] == starlark.String("msg") {
			return kv[1], nil, append(append([]starlark.Tuple{}, kwargs[:i]...), kwargs[i+1:]...), nil
		}
	}
	return nil, nil, nil, exceptions.TypeError.Errorf("%s() missing 1 required positional argument: 'msg'", name)
}

// logAt makes debug(), info(), ...
func (s *State) logAt(name string, level int) method {
	name = "Logger." + name
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		msg, rest, kwargs, err := messageOf(name, args, kwargs)
		if err != nil {
			return nil, err
		}
		o := self.(*object.Instance)
		if !s.enabled(o, level) {
			return starlark.None, nil
		}
		return starlark.None, s.log(t, o, level, msg, rest, kwargs)
	}
}

func (s *State) loggerException(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	msg, rest, kwargs, err := messageOf("Logger.exception", args, kwargs)
	if err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	if object.Keyword(kwargs, "exc_info") == nil {
		kwargs = append(append([]starlark.Tuple{}, kwargs...), starlark.Tuple{starlark.String("exc_info"), starlark.True})
	}
	if !s.enabled(o, failure) {
		return starlark.None, nil
	}
	return starlark.None, s.log(t, o, failure, msg, rest, kwargs)
}

// loggerLog is log(level, msg, *args, **kwargs).
func (s *State) loggerLog(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 2 {
		return nil, exceptions.TypeError.Errorf("Logger.log() missing %d required positional argument%s", 2-len(args), map[bool]string{true: "s: 'level' and 'msg'", false: ": 'msg'"}[len(args) == 0])
	}
	level, ok := object.Underlying(args[0]).(starlark.Int)
	if !ok {
		if s.module.Member("raiseExceptions").Truth() {
			return nil, exceptions.TypeError.Errorf("level must be an integer")
		}
		return starlark.None, nil
	}
	n, err := object.AsInt(level)
	if err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	if !s.enabled(o, n) {
		return starlark.None, nil
	}
	return starlark.None, s.log(t, o, n, args[1], append(starlark.Tuple{}, args[2:]...), kwargs)
}

// log is _log of any logger.
func (s *State) log(t *starlark.Thread, o *object.Instance, level int, msg starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if !o.Class().Builtin() && overridden(o, s.class.logger, "_log") {
		f, err := s.rt.GetAttr(o, "_log")
		if err == nil {
			_, err = starlark.Call(t, f, starlark.Tuple{starlark.MakeInt(level), msg, args}, kwargs)
		}
		return err
	}
	opts, err := optionsOf("Logger._log", kwargs)
	if err != nil {
		return err
	}
	excInfo, err := s.excInfo(t, opts.excInfo)
	if err != nil {
		return err
	}
	at := s.caller(t, opts.level, opts.stack)
	var record *object.Instance
	if !o.Class().Builtin() && overridden(o, s.class.logger, "makeRecord") {
		v, err := s.call(t, o, "makeRecord", field(o, "name"), starlark.MakeInt(level), starlark.String(at.file), starlark.MakeInt(at.line), msg,
			args, excInfo, starlark.String(at.function), object.OrNone(opts.extra), at.stack)
		if err != nil {
			return err
		}
		if record, err = instance(v); err != nil {
			return err
		}
	} else if record, err = s.newRecord(t, field(o, "name"), level, at, msg, args, excInfo, opts.extra); err != nil {
		return err
	}
	if !o.Class().Builtin() && overridden(o, s.class.logger, "handle") {
		_, err := s.call(t, o, "handle", record)
		return err
	}
	return s.handle(t, o, record)
}

// newRecord makes a record by the factory that the script has set, or directly.
func (s *State) newRecord(t *starlark.Thread, name starlark.Value, level int, at place, msg, args, excInfo, extra starlark.Value) (*object.Instance, error) {
	var record *object.Instance
	if s.factory != nil {
		v, err := starlark.Call(t, s.factory, starlark.Tuple{name, starlark.MakeInt(level), starlark.String(at.file), starlark.MakeInt(at.line), msg,
			args, excInfo, starlark.String(at.function), at.stack}, nil)
		if err != nil {
			return nil, err
		}
		if record, err = instance(v); err != nil {
			return nil, err
		}
	} else {
		record = s.class.record.Allocate(t)
		s.fill(t, record, name, level, at, msg, args, excInfo)
	}
	return record, s.overwrite(record, extra)
}

// lowLog is _log(level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1).
func (s *State) lowLog(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level int
	var msg, callArgs starlark.Value
	opts := options{level: 1}
	err := object.UnpackMethod("Logger._log", args, kwargs, "level", &level, "msg", &msg, "args", &callArgs, "exc_info?", &opts.excInfo,
		"extra?", &opts.extra, "stack_info?", &opts.stack, "stacklevel?", &opts.level)
	if err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	excInfo, err := s.excInfo(t, opts.excInfo)
	if err != nil {
		return nil, err
	}
	record, err := s.newRecord(t, field(o, "name"), level, s.caller(t, opts.level, opts.stack), msg, callArgs, excInfo, opts.extra)
	if err != nil {
		return nil, err
	}
	return starlark.None, s.handle(t, o, record)
}

// makeRecord is makeRecord(name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None).
func (s *State) makeRecord(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name, fn, msg, callArgs, excInfo starlark.Value
	var function, extra, sinfo starlark.Value = starlark.None, starlark.None, starlark.None
	var level, line int
	err := object.UnpackMethod("Logger.makeRecord", args, kwargs, "name", &name, "level", &level, "fn", &fn, "lno", &line, "msg", &msg,
		"args", &callArgs, "exc_info", &excInfo, "func?", &function, "extra?", &extra, "sinfo?", &sinfo)
	if err != nil {
		return nil, err
	}
	file, _ := starlark.AsString(fn)
	called, _ := starlark.AsString(function)
	record, err := s.newRecord(t, name, level, place{file, called, line, sinfo}, msg, callArgs, excInfo, extra)
	if err != nil {
		return nil, err
	}
	return record, nil
}

func (s *State) findCaller(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	stack, level := false, 1
	if err := object.UnpackMethod("Logger.findCaller", args, kwargs, "stack_info?", &stack, "stacklevel?", &level); err != nil {
		return nil, err
	}
	p := s.caller(t, level, stack)
	return starlark.Tuple{starlark.String(p.file), starlark.MakeInt(p.line), starlark.String(p.function), p.stack}, nil
}

func (s *State) loggerHandle(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("Logger.handle", args, kwargs, 1); err != nil {
		return nil, err
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	return starlark.None, s.handle(t, self.(*object.Instance), record)
}

// handle gives a record to the handlers of a logger.
func (s *State) handle(t *starlark.Thread, o, record *object.Instance) error {
	if field(o, "disabled").Truth() {
		return nil
	}
	record, err := s.passes(t, o, record)
	if record == nil || err != nil {
		return err
	}
	return s.emitTo(t, o, record)
}

func (s *State) callHandlers(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("Logger.callHandlers", args, kwargs, 1); err != nil {
		return nil, err
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	return starlark.None, s.emitTo(t, self.(*object.Instance), record)
}

// emitTo is callHandlers.
func (s *State) emitTo(t *starlark.Thread, logger, record *object.Instance) error {
	found := 0
	level := intField(record, "levelno")
	for c := logger; c != nil; {
		handlers := listField(c, "handlers")
		for i := 0; i < handlers.Len(); i++ {
			found++
			if err := s.offer(t, handlers.Index(i), record, level); err != nil {
				return err
			}
		}
		if !field(c, "propagate").Truth() {
			break
		}
		c, _ = field(c, "parent").(*object.Instance)
	}
	if found > 0 {
		return nil
	}
	if last, ok := s.module.Member("lastResort").(*object.Instance); ok {
		return s.offer(t, last, record, level)
	}
	if !s.warned && bool(s.module.Member("raiseExceptions").Truth()) {
		s.warned = true
		return streams.Write(t, s.rt, s.rt.Stderr, fmt.Sprintf("No handlers could be found for logger \"%s\"\n", text(logger, "name")))
	}
	return nil
}

// offer gives a record to one handler, if its level lets it.
func (s *State) offer(t *starlark.Thread, handler starlark.Value, record *object.Instance, level int) error {
	h, ok := handler.(*object.Instance)
	if !ok {
		_, err := s.call(t, handler, "handle", record)
		return err
	}
	if v, ok := h.Field("level"); ok {
		if n, err := object.AsInt(v); err == nil && level < n {
			return nil
		}
	}
	_, err := s.call(t, h, "handle", record)
	return err
}

func addHandler(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var h starlark.Value
	if err := object.UnpackMethod("Logger.addHandler", args, kwargs, "hdlr", &h); err != nil {
		return nil, err
	}
	return starlark.None, appendNew(self.(*object.Instance), "handlers", h)
}

func removeHandler(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var h starlark.Value
	if err := object.UnpackMethod("Logger.removeHandler", args, kwargs, "hdlr", &h); err != nil {
		return nil, err
	}
	remove(self.(*object.Instance), "handlers", h)
	return starlark.None, nil
}

func (s *State) hasHandlers(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	for c, ok := self.(*object.Instance), true; ok && c != nil; c, ok = field(c, "parent").(*object.Instance) {
		if listField(c, "handlers").Len() > 0 {
			return starlark.True, nil
		}
		if !field(c, "propagate").Truth() {
			break
		}
	}
	return starlark.False, nil
}

func (s *State) getChild(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var suffix string
	if err := object.UnpackMethod("Logger.getChild", args, kwargs, "suffix", &suffix); err != nil {
		return nil, err
	}
	if self != s.root {
		suffix = text(self.(*object.Instance), "name") + "." + suffix
	}
	o, err := s.Logger(t, suffix)
	if err != nil {
		return nil, err
	}
	return o, nil
}

func (s *State) getChildren(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	set := starlark.NewSet(0)
	for _, n := range s.order {
		if o := s.loggers[n]; field(o, "parent") == self {
			if err := set.Insert(o); err != nil {
				return nil, err
			}
		}
	}
	return set, nil
}

func (s *State) loggerRepr(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	return starlark.String(fmt.Sprintf("<%s %s (%s)>", o.Class().Name(), text(o, "name"), s.levelName(s.effectiveLevel(o)))), nil
}
