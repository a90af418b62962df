package logging

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// This file defines Filter, and Filterer, what loggers and handlers have in common.

func (s *State) filterClasses() {
	s.class.filter = s.newClass("logging", "Filter", nil, map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			name := ""
			err := object.UnpackMethod("Filter.__init__", args, kwargs, "name?", &name)
			o := self.(*object.Instance)
			o.SetOwn("name", starlark.String(name))
			o.SetOwn("nlen", starlark.MakeInt(len(name)))
			return starlark.None, err
		},
		"filter": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("Filter.filter", args, kwargs, 1); err != nil {
				return nil, err
			}
			record, err := instance(args[0])
			if err != nil {
				return nil, err
			}
			want, name := text(self.(*object.Instance), "name"), text(record, "name")
			return starlark.Bool(want == "" || name == want || strings.HasPrefix(name, want+".")), nil
		},
	})
	s.class.filterer = s.newClass("logging", "Filterer", nil, map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			self.(*object.Instance).SetOwn("filters", starlark.NewList(nil))
			return starlark.None, object.UnpackMethod("Filterer.__init__", args, kwargs)
		},
		"addFilter": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("Filterer.addFilter", args, kwargs, 1); err != nil {
				return nil, err
			}
			return starlark.None, appendNew(self.(*object.Instance), "filters", args[0])
		},
		"removeFilter": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("Filterer.removeFilter", args, kwargs, 1); err != nil {
				return nil, err
			}
			remove(self.(*object.Instance), "filters", args[0])
			return starlark.None, nil
		},
		"filter": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("Filterer.filter", args, kwargs, 1); err != nil {
				return nil, err
			}
			record, err := instance(args[0])
			if err != nil {
				return nil, err
			}
			passed, err := s.passes(t, self.(*object.Instance), record)
			if passed == nil || err != nil {
				return starlark.False, err
			}
			return passed, nil
		},
	})
}

// passes asks the filters of a logger or handler. It returns the record to go on with, which a filter may have replaced;
// nil if the record is dropped.
func (s *State) passes(t *starlark.Thread, o, record *object.Instance) (*object.Instance, error) {
	filters, ok := field(o, "filters").(*starlark.List)
	if !ok || filters.Len() == 0 {
		return record, nil
	}
	for i := range filters.Len() {
		f := filters.Index(i)
		if m, err := s.rt.GetAttr(f, "filter"); err == nil {
			f = m
		}
		r, err := starlark.Call(t, f, starlark.Tuple{record}, nil)
		if err != nil {
			return nil, err
		}
		if !r.Truth() {
			return nil, nil
		}
		if replaced, ok := r.(*object.Instance); ok && replaced.Class().IsSubclass(s.class.record) {
			record = replaced
		}
	}
	return record, nil
}
