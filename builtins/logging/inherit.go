package logging

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file carries the configuration of logging into a child process, as fork does.

// loggerFields are the fields of a logger that a child takes over.
var loggerFields = []string{"level", "propagate", "disabled", "handlers", "filters"}

// Inherit returns what a child that is a fork would have: a value made of dictionaries, lists and handlers, which travels.
// Handlers whose stream cannot travel make the message fail; the caller may then leave it out.
func (s *State) Inherit() starlark.Value {
	loggers := starlark.NewDict(len(s.order) + 1)
	describe := func(name string, o *object.Instance) {
		var values starlark.Tuple
		for _, f := range loggerFields {
			values = append(values, field(o, f))
		}
		loggers.SetKey(starlark.String(name), values) // a string is hashable and the dictionary is not frozen
	}
	describe("", s.root)
	for _, n := range s.order {
		describe(n, s.loggers[n])
	}
	levels := starlark.NewDict(0)
	for n, name := range s.names {
		if s.levels[name] != n || n%10 != 0 || n > critical {
			levels.SetKey(starlark.MakeInt(n), starlark.String(name)) // as above
		}
	}
	return starlark.Tuple{loggers, starlark.MakeInt(s.disabled), levels}
}

// Changed reports whether there is anything to inherit.
func (s *State) Changed() bool {
	return len(s.order) > 0 || s.disabled != 0 || listField(s.root, "handlers").Len() > 0 || intField(s.root, "level") != warning
}

// Adopt takes over what Inherit returned in the parent.
func (s *State) Adopt(t *starlark.Thread, v starlark.Value) error {
	bad := exceptions.ValueError.Errorf("BUG: not a configuration of logging")
	parts, ok := v.(starlark.Tuple)
	if !ok || len(parts) != 3 {
		return bad
	}
	loggers, ok := parts[0].(*starlark.Dict)
	if !ok {
		return bad
	}
	for _, kv := range loggers.Items() {
		name, _ := starlark.AsString(kv[0])
		values, ok := kv[1].(starlark.Tuple)
		if !ok || len(values) != len(loggerFields) {
			return bad
		}
		o, err := s.Logger(t, name)
		if err != nil {
			return err
		}
		for i, f := range loggerFields {
			o.SetOwn(f, values[i])
		}
		handlers := listField(o, "handlers")
		for i := range handlers.Len() {
			if h, ok := handlers.Index(i).(*object.Instance); ok {
				s.handlers = append(s.handlers, h)
			}
		}
	}
	s.disabled, _ = starlark.AsInt32(parts[1])
	if levels, ok := parts[2].(*starlark.Dict); ok {
		for _, kv := range levels.Items() {
			n, _ := starlark.AsInt32(kv[0])
			name, _ := starlark.AsString(kv[1])
			s.names[n], s.levels[name] = name, n
		}
	}
	return nil
}
