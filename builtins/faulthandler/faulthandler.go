// Package faulthandler emulates Python's faulthandler module, whose work a Go program's runtime does.
package faulthandler

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// New makes the module.
func New() *object.Module {
	members := starlark.StringDict{}
	for _, name := range []string{
		"enable", "disable", "dump_traceback", "dump_traceback_later", "cancel_dump_traceback_later", "register", "unregister",
	} {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, nil
		})
	}
	members["is_enabled"] = object.NewBuiltin("is_enabled", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.True, nil
	})
	return object.NewModule("faulthandler", members)
}
