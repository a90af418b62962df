package builtins

import (
	"go.starlark.net/starlark"

	"parlark/builtins/io"
	"parlark/builtins/object"
)

// This file connects open() and the module io with the files of the process.

// ioFiles returns what opens files for the script.
func (r *Registry) ioFiles() *io.Files {
	if r.opened == nil {
		r.opened = io.NewFiles(r.rt, r.env.Files, &r.numbers)
	}
	return r.opened
}

// open is open().
func (r *Registry) open(t *starlark.Thread, request object.OpenRequest) (starlark.Value, error) {
	return r.ioFiles().Open(t, request)
}
