package logging

import (
	"sort"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the functions of the module.

func (s *State) functions() map[string]object.Func {
	functions := map[string]object.Func{
		"getLogger": s.getLogger, "basicConfig": s.basicConfig, "disable": s.disable, "shutdown": s.shutdown, "addLevelName": s.addLevelName,
		"getLevelName": s.getLevelName, "getLevelNamesMapping": s.getLevelNames, "setLoggerClass": s.setLoggerClass,
		"getLoggerClass": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.logger, nil
		},
		"setLogRecordFactory": s.setFactory, "getLogRecordFactory": s.getFactory, "makeLogRecord": s.makeLogRecord, "log": s.logFunction,
		"exception": s.exceptionFunction, "captureWarnings": s.captureWarnings, "getHandlerByName": s.handlerByName, "getHandlerNames": s.handlerNames,
	}
	for name, level := range levelMethods {
		functions[name] = s.rootFunction(s.logAt(name, level))
	}
	return functions
}

// rootFunction is a function that logs to the root logger, which it configures if it has no handler.
func (s *State) rootFunction(m method) object.Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if listField(s.root, "handlers").Len() == 0 {
			if _, err := s.basicConfig(t, nil, nil); err != nil {
				return nil, err
			}
		}
		return m(t, s.root, args, kwargs)
	}
}

func (s *State) logFunction(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return s.rootFunction(s.loggerLog)(t, args, kwargs)
}

func (s *State) exceptionFunction(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return s.rootFunction(s.loggerException)(t, args, kwargs)
}

func (s *State) getLogger(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name starlark.Value
	if err := object.Unpack("getLogger", args, kwargs, "name??", &name); err != nil {
		return nil, err
	}
	if name == nil {
		return s.root, nil
	}
	text, ok := object.Underlying(name).(starlark.String)
	if !ok {
		return nil, exceptions.TypeError.Errorf("A logger name must be a string")
	}
	if text == "root" {
		return s.root, nil
	}
	o, err := s.Logger(t, string(text))
	if err != nil {
		return nil, err
	}
	return o, nil
}

// basicConfig is basicConfig(**kwargs).
func (s *State) basicConfig(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) > 0 {
		return nil, exceptions.TypeError.Errorf("basicConfig() takes 0 positional arguments but %d %s given", len(args), map[bool]string{true: "was", false: "were"}[len(args) == 1])
	}
	given := map[string]starlark.Value{}
	for _, kv := range kwargs {
		given[string(kv[0].(starlark.String))] = kv[1]
	}
	take := func(name string) starlark.Value {
		v := given[name]
		delete(given, name)
		if v == starlark.None {
			return nil
		}
		return v
	}
	force, encoding, errors := take("force"), take("encoding"), take("errors")
	if force != nil && bool(force.Truth()) {
		old := listField(s.root, "handlers")
		s.root.SetOwn("handlers", starlark.NewList(nil))
		for i := range old.Len() {
			if _, err := s.call(t, old.Index(i), "close"); err != nil {
				return nil, err
			}
		}
	}
	if listField(s.root, "handlers").Len() > 0 {
		return starlark.None, nil
	}
	_, hasStream := given["stream"]
	_, hasFilename := given["filename"]
	handlers := take("handlers")
	switch {
	case handlers == nil && hasStream && hasFilename:
		return nil, exceptions.ValueError.Errorf("'stream' and 'filename' should not be specified together")
	case handlers != nil && (hasStream || hasFilename):
		return nil, exceptions.ValueError.Errorf("'stream' or 'filename' should not be specified together with 'handlers'")
	}
	list, err := s.basicHandlers(t, handlers, take("filename"), take("filemode"), take("stream"), encoding, errors)
	if err != nil {
		return nil, err
	}
	if err := s.basicFormat(t, list, take("datefmt"), take("style"), take("format")); err != nil {
		return nil, err
	}
	if level := take("level"); level != nil {
		n, err := s.level(level)
		if err != nil {
			return nil, err
		}
		s.root.SetOwn("level", starlark.MakeInt(n))
	}
	if len(given) > 0 {
		var names []string
		for n := range given {
			names = append(names, n)
		}
		sort.Strings(names)
		return nil, exceptions.ValueError.Errorf("Unrecognised argument(s): %s", strings.Join(names, ", "))
	}
	return starlark.None, nil
}

// basicHandlers makes the handlers that basicConfig installs.
func (s *State) basicHandlers(t *starlark.Thread, handlers, filename, mode, stream, encoding, errors starlark.Value) ([]starlark.Value, error) {
	if handlers != nil {
		return s.rt.List(t, handlers)
	}
	if filename == nil {
		h := s.class.stream.Allocate(t)
		_, err := s.streamInit(t, h, starlark.Tuple{object.OrNone(stream)}, nil)
		return []starlark.Value{h}, err
	}
	modeText := "a"
	if mode != nil {
		modeText, _ = starlark.AsString(mode)
	}
	if encoding == nil {
		encoding = starlark.None
	}
	h := s.class.file.Allocate(t)
	return []starlark.Value{h}, s.setUpFile(t, h, filename, modeText, encoding, object.OrNone(errors), false)
}

// basicFormat gives handlers without a formatter one and installs them.
func (s *State) basicFormat(t *starlark.Thread, handlers []starlark.Value, datefmt, style, format starlark.Value) error {
	styleText := "%"
	if style != nil {
		styleText, _ = starlark.AsString(style)
	}
	of, ok := defaults[styleText]
	if !ok {
		return exceptions.ValueError.Errorf("Style must be one of: %%,{,$")
	}
	if format == nil {
		format = starlark.String(of[1])
	}
	f := s.class.formatter.Allocate(t)
	if _, err := s.formatterInit(t, f, starlark.Tuple{format, object.OrNone(datefmt), starlark.String(styleText)}, nil); err != nil {
		return err
	}
	for _, h := range handlers {
		current, err := s.rt.GetAttr(h, "formatter")
		if err != nil {
			return err
		}
		if current == starlark.None {
			if _, err := s.call(t, h, "setFormatter", f); err != nil {
				return err
			}
		}
		if err := appendNew(s.root, "handlers", h); err != nil {
			return err
		}
	}
	return nil
}

func (s *State) disable(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level starlark.Value = starlark.MakeInt(critical)
	if err := object.Unpack("disable", args, kwargs, "level?", &level); err != nil {
		return nil, err
	}
	n, err := s.level(level)
	s.disabled = n
	return starlark.None, err
}

// shutdown flushes and closes the handlers, last made first. What fails is of no interest any more.
func (s *State) shutdown(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	for i := len(s.handlers) - 1; i >= 0; i-- {
		if i >= len(s.handlers) {
			continue
		}
		h := s.handlers[i]
		for _, name := range []string{"flush", "close"} {
			if _, err := s.call(t, h, name); err != nil && object.IsCancelled(err) {
				return nil, err
			}
		}
	}
	return starlark.None, nil
}

func (s *State) addLevelName(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level int
	var name string
	if err := object.Unpack("addLevelName", args, kwargs, "level", &level, "levelName", &name); err != nil {
		return nil, err
	}
	s.names[level], s.levels[name] = name, level
	return starlark.None, nil
}

func (s *State) getLevelName(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var level starlark.Value
	if err := object.Unpack("getLevelName", args, kwargs, "level", &level); err != nil {
		return nil, err
	}
	switch v := object.Underlying(level).(type) {
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			return starlark.String(s.levelName(int(n))), nil
		}
	case starlark.String:
		if n, ok := s.levels[string(v)]; ok {
			return starlark.MakeInt(n), nil
		}
	}
	text, err := s.rt.Str(level)
	return starlark.String("Level " + text), err
}

func (s *State) getLevelNames(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	names := make([]string, 0, len(s.levels))
	for n := range s.levels {
		names = append(names, n)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := s.levels[names[i]], s.levels[names[j]]
		return a > b || a == b && names[i] < names[j]
	})
	d := starlark.NewDict(len(names))
	for _, n := range names {
		if err := d.SetKey(starlark.String(n), starlark.MakeInt(s.levels[n])); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (s *State) setLoggerClass(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var class starlark.Value
	if err := object.Unpack("setLoggerClass", args, kwargs, "klass", &class); err != nil {
		return nil, err
	}
	c, ok := class.(*object.Class)
	if !ok || !c.IsSubclass(s.class.logger) {
		name := object.TypeName(class)
		if ok {
			name = c.Name()
		}
		return nil, exceptions.TypeError.Errorf("logger not derived from logging.Logger: %s", name)
	}
	s.logger = c
	return starlark.None, nil
}

func (s *State) setFactory(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var f starlark.Value
	if err := object.Unpack("setLogRecordFactory", args, kwargs, "factory", &f); err != nil {
		return nil, err
	}
	s.factory = f
	if f == s.class.record {
		s.factory = nil
	}
	return starlark.None, nil
}

func (s *State) getFactory(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if s.factory != nil {
		return s.factory, nil
	}
	return s.class.record, nil
}

// makeLogRecord is makeLogRecord(dict).
func (s *State) makeLogRecord(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var d *starlark.Dict
	if err := object.Unpack("makeLogRecord", args, kwargs, "dict", &d); err != nil {
		return nil, err
	}
	record := s.class.record.Allocate(t)
	s.fill(t, record, starlark.None, notSet, place{stack: starlark.None}, starlark.String(""), starlark.Tuple{}, starlark.None)
	for _, kv := range d.Items() {
		if key, ok := starlark.AsString(kv[0]); ok {
			record.SetOwn(key, kv[1])
		}
	}
	return record, nil
}

func (s *State) handlerByName(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	if err := object.Unpack("getHandlerByName", args, kwargs, "name", &name); err != nil {
		return nil, err
	}
	for _, h := range s.handlers {
		if text(h, "_name") == name {
			return h, nil
		}
	}
	return starlark.None, nil
}

func (s *State) handlerNames(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	set := starlark.NewSet(0)
	for _, h := range s.handlers {
		if name := field(h, "_name"); name != starlark.None {
			if err := set.Insert(name); err != nil {
				return nil, err
			}
		}
	}
	return set, nil
}

// captureWarnings sends what warnings.warn() shows to the logger py.warnings.
func (s *State) captureWarnings(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var capture bool
	if err := object.Unpack("captureWarnings", args, kwargs, "capture", &capture); err != nil {
		return nil, err
	}
	warnings, err := s.rt.Import(t, "warnings")
	if err != nil {
		return nil, err
	}
	switch {
	case capture && s.captured == nil:
		if s.captured, err = s.rt.GetAttr(warnings, "showwarning"); err != nil {
			return nil, err
		}
		return starlark.None, s.rt.SetAttr(warnings, "showwarning", object.NewBuiltin("_showwarning", s.showWarning))
	case !capture && s.captured != nil:
		old := s.captured
		s.captured = nil
		return starlark.None, s.rt.SetAttr(warnings, "showwarning", old)
	}
	return starlark.None, nil
}

func (s *State) showWarning(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	warnings, err := s.rt.Import(t, "warnings")
	if err != nil {
		return nil, err
	}
	v, err := s.call(t, warnings, "formatwarning", args[:min(len(args), 4)]...)
	if err != nil {
		return nil, err
	}
	logger, err := s.Logger(t, "py.warnings")
	if err != nil {
		return nil, err
	}
	if listField(logger, "handlers").Len() == 0 {
		null := s.class.null.Allocate(t)
		s.setUpHandler(null, notSet)
		if err := appendNew(logger, "handlers", null); err != nil {
			return nil, err
		}
	}
	return starlark.None, s.log(t, logger, warning, v, nil, nil)
}
