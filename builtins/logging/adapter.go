package logging

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines LoggerAdapter.

func (s *State) adapterClass() {
	methods := map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var logger starlark.Value
			var extra, merge starlark.Value = starlark.None, starlark.False
			err := object.UnpackMethod("LoggerAdapter.__init__", args, kwargs, "logger", &logger, "extra?", &extra, "merge_extra?", &merge)
			if err != nil {
				return nil, err
			}
			o := self.(*object.Instance)
			o.SetOwn("logger", logger)
			o.SetOwn("extra", extra)
			o.SetOwn("merge_extra", merge)
			return starlark.None, nil
		},
		"process": s.adapterProcess,
		"log": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) < 2 {
				return nil, exceptions.TypeError.Errorf("LoggerAdapter.log() missing 1 required positional argument: 'msg'")
			}
			return s.adapt(t, self, args[0], args[1], args[2:], kwargs)
		},
		"exception": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			msg, rest, kwargs, err := messageOf("LoggerAdapter.exception", args, kwargs)
			if err != nil {
				return nil, err
			}
			if object.Keyword(kwargs, "exc_info") == nil {
				kwargs = append(append([]starlark.Tuple{}, kwargs...), starlark.Tuple{starlark.String("exc_info"), starlark.True})
			}
			return s.adapt(t, self, starlark.MakeInt(failure), msg, rest, kwargs)
		},
		"__repr__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			o := self.(*object.Instance)
			logger, err := instance(field(o, "logger"))
			if err != nil {
				return nil, err
			}
			return starlark.String(fmt.Sprintf("<%s %s (%s)>", o.Class().Name(), text(logger, "name"), s.levelName(s.effectiveLevel(logger)))), nil
		},
	}
	for name, level := range levelMethods {
		methods[name] = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			msg, rest, kwargs, err := messageOf("LoggerAdapter."+name, args, kwargs)
			if err != nil {
				return nil, err
			}
			return s.adapt(t, self, starlark.MakeInt(level), msg, rest, kwargs)
		}
	}
	for _, name := range []string{"isEnabledFor", "setLevel", "getEffectiveLevel", "hasHandlers"} {
		methods[name] = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			f, err := s.rt.GetAttr(field(self.(*object.Instance), "logger"), name)
			if err != nil {
				return nil, err
			}
			return starlark.Call(t, f, args, kwargs)
		}
	}
	c := s.newClass("logging", "LoggerAdapter", nil, methods)
	for _, name := range []string{"name", "manager"} {
		c.Define(name, object.NewProperty(object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.rt.GetAttr(field(args[0].(*object.Instance), "logger"), name)
		}), nil))
	}
	s.class.adapter = c
}

// adapterProcess is process(msg, kwargs).
func (s *State) adapterProcess(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.ArgumentCount("LoggerAdapter.process", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	d, ok := args[1].(*starlark.Dict)
	if !ok {
		return nil, exceptions.TypeError.Errorf("'%s' object does not support item assignment", object.TypeName(args[1]))
	}
	o := self.(*object.Instance)
	extra := field(o, "extra")
	if given, found, _ := d.Get(starlark.String("extra")); found && bool(field(o, "merge_extra").Truth()) {
		merged, err := starlark.Call(t, s.rt.Builtin("dict"), starlark.Tuple{extra}, nil)
		if err != nil {
			return nil, err
		}
		if _, err := s.call(t, merged, "update", given); err != nil {
			return nil, err
		}
		extra = merged
	}
	return starlark.Tuple{args[0], d}, d.SetKey(starlark.String("extra"), extra)
}

// adapt logs through the adapter's process().
func (s *State) adapt(t *starlark.Thread, self, level, msg starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	logger := field(o, "logger")
	enabled, err := s.call(t, o, "isEnabledFor", level)
	if err != nil || !bool(enabled.Truth()) {
		return starlark.None, err
	}
	d := new(starlark.Dict)
	for _, kv := range kwargs {
		if err := d.SetKey(kv[0], kv[1]); err != nil {
			return nil, err
		}
	}
	v, err := s.call(t, o, "process", msg, d)
	if err != nil {
		return nil, err
	}
	parts, ok := v.(starlark.Tuple)
	if !ok || len(parts) != 2 {
		return nil, exceptions.TypeError.Errorf("cannot unpack non-iterable %s object", object.TypeName(v))
	}
	if d, ok = parts[1].(*starlark.Dict); !ok {
		return nil, exceptions.TypeError.Errorf("argument after ** must be a mapping, not %s", object.TypeName(parts[1]))
	}
	f, err := s.rt.GetAttr(logger, "log")
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, f, append(starlark.Tuple{level, parts[0]}, args...), d.Items())
}
