// Package linecache emulates Python's linecache module: lines of the source files that an interpreter has compiled.
package linecache

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// New makes the module. source returns the lines of a file of the script, nil if it is not known.
func New(source object.Source) *object.Module {
	members := starlark.StringDict{}
	for name, f := range map[string]object.Func{
		"getlines": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var file string
			var globals starlark.Value
			if err := object.Unpack("getlines", args, kwargs, "filename", &file, "module_globals?", &globals); err != nil {
				return nil, err
			}
			return starlark.NewList(lines(source, file)), nil
		},
		"getline": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var file string
			var number int
			var globals starlark.Value
			if err := object.Unpack("getline", args, kwargs, "filename", &file, "lineno", &number, "module_globals?", &globals); err != nil {
				return nil, err
			}
			if all := lines(source, file); 1 <= number && number <= len(all) {
				return all[number-1], nil
			}
			return starlark.String(""), nil
		},
		"clearcache": nothing, "checkcache": nothing, "lazycache": nothing,
	} {
		members[name] = object.NewBuiltin(name, f)
	}
	return object.NewModule("linecache", members)
}

// lines returns the lines of a file, each with its newline.
func lines(source object.Source, file string) []starlark.Value {
	all := source(file)
	if n := len(all); n > 0 && all[n-1] == "" { // behind the last newline
		all = all[:n-1]
	}
	out := make([]starlark.Value, len(all))
	for i, line := range all {
		out[i] = starlark.String(line + "\n")
	}
	return out
}

// nothing takes any arguments: what is compiled does not change.
func nothing(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}
