package logging

import (
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines State, the loggers of one interpreter, and makes the modules.

// Process is what the modules need of the process.
type Process struct {
	PID         func() int
	ProcessName func() string
	ThreadName  func(t *starlark.Thread) string
	ThreadIdent func(t *starlark.Thread) uint64
	// Source returns the lines of a file of the script.
	Source func(file string) []string
	// AtExit registers what is run at the end.
	AtExit func(f *object.Builtin)
}

// State is the loggers of one interpreter.
type State struct {
	rt *object.Runtime
	p  Process

	module, handlersModule, configModule *object.Module

	class classes

	root       *object.Instance
	manager    *object.Instance
	loggers    map[string]*object.Instance
	order      []string // names of loggers in order of creation
	handlers   []*object.Instance
	lastResort *object.Instance
	plain      *object.Instance // the formatter of handlers without one
	disabled   int              // disable()
	names      map[int]string   // of levels
	levels     map[string]int
	factory    starlark.Value // of records
	logger     *object.Class  // setLoggerClass()
	started    time.Time
	warned     bool // that there is no handler
	captured   starlark.Value
}

type classes struct {
	record, formatter, buffering, filter, filterer, handler, stream, file, null, stderr, logger, root, adapter, manager *object.Class
}

// The levels.
const (
	notSet   = 0
	debug    = 10
	info     = 20
	warning  = 30
	failure  = 40
	critical = 50
)

// New makes logging, logging.handlers and logging.config.
func New(rt *object.Runtime, p Process) *State {
	s := &State{rt: rt, p: p, loggers: map[string]*object.Instance{}, started: time.Now()}
	s.names = map[int]string{notSet: "NOTSET", debug: "DEBUG", info: "INFO", warning: "WARNING", failure: "ERROR", critical: "CRITICAL"}
	s.levels = map[string]int{
		"NOTSET": notSet, "DEBUG": debug, "INFO": info, "WARN": warning, "WARNING": warning, "ERROR": failure, "FATAL": critical, "CRITICAL": critical,
	}
	s.recordClass()
	s.formatterClasses()
	s.filterClasses()
	s.handlerClasses()
	s.loggerClasses()
	s.adapterClass()
	s.start()
	s.module = object.NewModule("logging", s.members())
	s.handlersModule = s.makeHandlers()
	s.configModule = s.makeConfig()
	if p.AtExit != nil {
		p.AtExit(object.NewBuiltin("shutdown", s.shutdown))
	}
	return s
}

// Module returns logging.
func (s *State) Module() *object.Module { return s.module }

// Handlers returns logging.handlers.
func (s *State) Handlers() *object.Module { return s.handlersModule }

// Config returns logging.config.
func (s *State) Config() *object.Module { return s.configModule }

// start makes what exists from the beginning.
func (s *State) start() {
	t := s.rt.Current()
	s.logger = s.class.logger
	s.root = s.class.root.Allocate(t)
	s.setUpLogger(s.root, "root", warning)
	s.plain = s.class.formatter.Allocate(t)
	s.setUpFormatter(s.plain, "%(message)s", starlark.None, "%")
	s.lastResort = s.class.stderr.Allocate(t)
	s.setUpHandler(s.lastResort, warning)
	s.manager = s.class.manager.Allocate(t)
	s.manager.SetOwn("root", s.root)
	s.class.logger.Define("root", s.root)
	s.class.logger.Define("manager", s.manager)
}

func (s *State) members() starlark.StringDict {
	c := &s.class
	m := starlark.StringDict{
		"LogRecord": c.record, "Formatter": c.formatter, "BufferingFormatter": c.buffering, "Filter": c.filter, "Filterer": c.filterer,
		"Handler": c.handler, "StreamHandler": c.stream, "FileHandler": c.file, "NullHandler": c.null, "_StderrHandler": c.stderr,
		"Logger": c.logger, "RootLogger": c.root, "LoggerAdapter": c.adapter, "Manager": c.manager,
		"root": s.root, "lastResort": s.lastResort, "raiseExceptions": starlark.True, "logThreads": starlark.True,
		"logProcesses": starlark.True, "logMultiprocessing": starlark.True, "logAsyncioTasks": starlark.True,
		"BASIC_FORMAT": starlark.String("%(levelname)s:%(name)s:%(message)s"),
		"NOTSET":       starlark.MakeInt(notSet), "DEBUG": starlark.MakeInt(debug), "INFO": starlark.MakeInt(info), "WARN": starlark.MakeInt(warning),
		"WARNING": starlark.MakeInt(warning), "ERROR": starlark.MakeInt(failure), "FATAL": starlark.MakeInt(critical), "CRITICAL": starlark.MakeInt(critical),
	}
	for name, f := range s.functions() {
		m[name] = object.NewBuiltin(name, f)
	}
	return m
}

// method is a Go method of the classes here.
type method = object.Method

// class makes a class whose methods are functions of its namespace, so that a script's class can override and call them.
func (s *State) newClass(module, name string, native *object.Native, methods map[string]method, bases ...*object.Class) *object.Class {
	c := s.rt.NewBuiltinClass(module, name, native, bases...)
	for n, m := range methods {
		c.Define(n, object.NewMethod(c, n, m))
	}
	return c
}

// field returns an attribute of o, None if it has none of that name.
func field(o *object.Instance, name string) starlark.Value {
	if v, ok := o.Field(name); ok {
		return v
	}
	return starlark.None
}

func intField(o *object.Instance, name string) int {
	n, err := object.AsInt(field(o, name))
	if err != nil {
		return 0
	}
	return n
}

// call is o.name(args...).
func (s *State) call(t *starlark.Thread, o starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
	f, err := s.rt.GetAttr(o, name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, f, args, nil)
}

// instance returns v as an object.
func instance(v starlark.Value) (*object.Instance, error) {
	o, ok := v.(*object.Instance)
	if !ok {
		return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'handle'", object.TypeName(v))
	}
	return o, nil
}

// listField returns a list attribute, made if it is missing.
func listField(o *object.Instance, name string) *starlark.List {
	if l, ok := field(o, name).(*starlark.List); ok {
		return l
	}
	l := starlark.NewList(nil)
	o.SetOwn(name, l)
	return l
}

// appendNew appends v to a list attribute unless it is there.
func appendNew(o *object.Instance, name string, v starlark.Value) error {
	l := listField(o, name)
	for i := range l.Len() {
		if l.Index(i) == v {
			return nil
		}
	}
	return l.Append(v)
}

// remove takes v out of a list attribute.
func remove(o *object.Instance, name string, v starlark.Value) {
	old := listField(o, name)
	var kept []starlark.Value
	for i := range old.Len() {
		if old.Index(i) != v {
			kept = append(kept, old.Index(i))
		}
	}
	o.SetOwn(name, starlark.NewList(kept))
}

// level reads a level: a number or a name.
func (s *State) level(v starlark.Value) (int, error) {
	switch x := object.Underlying(v).(type) {
	case starlark.Int:
		return object.AsInt(x)
	case starlark.Bool:
		return object.AsInt(x)
	case starlark.String:
		if n, ok := s.levels[string(x)]; ok {
			return n, nil
		}
		text, err := s.rt.Repr(v)
		if err != nil {
			return 0, err
		}
		return 0, exceptions.ValueError.Errorf("Unknown level: %s", text)
	}
	text, err := s.rt.Repr(v)
	if err != nil {
		return 0, err
	}
	return 0, exceptions.TypeError.Errorf("Level not an integer or a valid string: %s", text)
}

// levelName is the name of a level.
func (s *State) levelName(n int) string {
	if name, ok := s.names[n]; ok {
		return name
	}
	return "Level " + starlark.MakeInt(n).String()
}
