// Package errno emulates Python's errno module: the error numbers of Linux.
package errno

import (
	"go.starlark.net/starlark"

	"parlark/builtins/files"
	"parlark/builtins/object"
)

// New makes the module.
func New() *object.Module {
	members := starlark.StringDict{}
	codes := new(starlark.Dict)
	for _, e := range files.Errnos {
		n := starlark.MakeInt(e.Number)
		members[e.Name] = n
		if _, known, _ := codes.Get(n); !known {
			codes.SetKey(n, starlark.String(e.Name)) // an int is hashable and the dictionary is not frozen
		}
	}
	members["errorcode"] = codes
	return object.NewModule("errno", members)
}
