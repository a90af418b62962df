package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// This file holds get_logger() and log_to_stderr(): the logging part of CPython's util.py. Loggers are those of the
// script's own module logging.

const (
	loggerName    = "multiprocessing"
	defaultFormat = "[%(levelname)s/%(processName)s] %(message)s"

	levelSubDebug, levelDebug, levelInfo, levelSubWarning = 5, 10, 20, 25
)

func (s *State) loggingFunctions() starlark.StringDict {
	return starlark.StringDict{
		"get_logger": object.NewBuiltin("get_logger", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Unpack("get_logger", args, kwargs); err != nil {
				return nil, err
			}
			return s.logger(t)
		}),
		"log_to_stderr": object.NewBuiltin("log_to_stderr", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var level starlark.Value
			if err := object.Unpack("log_to_stderr", args, kwargs, "level??", &level); err != nil {
				return nil, err
			}
			return s.logToStderr(t, level)
		}),
	}
}

// writingFunctions are info() and its like of module util, which write nothing as long as nobody has asked for the logger.
func (s *State) writingFunctions() starlark.StringDict {
	m := starlark.StringDict{}
	for name, level := range map[string]int{"sub_debug": levelSubDebug, "debug": levelDebug, "info": levelInfo, "sub_warning": levelSubWarning} {
		m[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) == 0 {
				return nil, object.Unpack(name, args, kwargs, "msg", new(starlark.Value))
			}
			if s.parts.logger == nil {
				return starlark.None, nil
			}
			return s.callMethod(t, s.parts.logger, "log", append(starlark.Tuple{starlark.MakeInt(level)}, args...)...)
		})
	}
	return m
}

// logger is the logger "multiprocessing", which does not propagate.
func (s *State) logger(t *starlark.Thread) (starlark.Value, error) {
	if s.parts.logger != nil {
		return s.parts.logger, nil
	}
	logger, err := s.loggingCall(t, "getLogger", starlark.String(loggerName))
	if err != nil {
		return nil, err
	}
	if err := s.rt.SetAttr(logger, "propagate", starlark.MakeInt(0)); err != nil {
		return nil, err
	}
	s.parts.logger = logger
	s.self.Logger = true
	return logger, nil
}

// loggingCall calls a function or class of the module logging.
func (s *State) loggingCall(t *starlark.Thread, name string, args ...starlark.Value) (starlark.Value, error) {
	module, err := s.rt.Import(t, "logging")
	if err != nil {
		return nil, err
	}
	return s.callMethod(t, module, name, args...)
}

// callMethod evaluates v.name(args...).
func (s *State) callMethod(t *starlark.Thread, v starlark.Value, name string, args ...starlark.Value) (starlark.Value, error) {
	f, err := s.rt.GetAttr(v, name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, f, args, nil)
}

// logToStderr adds a handler that writes to stderr; children inherit it.
func (s *State) logToStderr(t *starlark.Thread, level starlark.Value) (starlark.Value, error) {
	logger, err := s.logger(t)
	if err != nil {
		return nil, err
	}
	formatter, err := s.loggingCall(t, "Formatter", starlark.String(defaultFormat))
	if err != nil {
		return nil, err
	}
	handler, err := s.loggingCall(t, "StreamHandler")
	if err != nil {
		return nil, err
	}
	if _, err := s.callMethod(t, handler, "setFormatter", formatter); err != nil {
		return nil, err
	}
	if _, err := s.callMethod(t, logger, "addHandler", handler); err != nil {
		return nil, err
	}
	s.self.Log = 0
	if level != nil {
		if _, err := s.callMethod(t, logger, "setLevel", level); err != nil {
			return nil, err
		}
		effective, err := s.rt.GetAttr(logger, "level")
		if err != nil {
			return nil, err
		}
		if s.self.Log, err = object.AsInt(effective); err != nil {
			return nil, err
		}
	}
	s.self.LogToStderr = true
	return logger, nil
}

// inheritLogging sets the logger of a child up as its parent had it. Its handlers have come with the configuration of
// module logging, unless one of them cannot travel.
func (s *State) inheritLogging(t *starlark.Thread) error {
	if !s.self.Logger {
		return nil
	}
	logger, err := s.logger(t)
	if err != nil || !s.self.LogToStderr {
		return err
	}
	handlers, err := s.rt.GetAttr(logger, "handlers")
	if err != nil || bool(handlers.Truth()) {
		return err
	}
	var level starlark.Value
	if s.self.Log != 0 {
		level = starlark.MakeInt(s.self.Log)
	}
	_, err = s.logToStderr(t, level)
	return err
}

// info writes a line about the life of processes if the script has asked for it.
func (s *State) info(t *starlark.Thread, text string) {
	if s.parts.logger == nil {
		return
	}
	if _, err := s.callMethod(t, s.parts.logger, "info", starlark.String(text)); err != nil {
		s.report(t, err)
	}
}
