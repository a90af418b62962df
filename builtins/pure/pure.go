// Package pure holds the standard modules that are written in Python. The interpreter lowers one when a script imports
// it, so a module that no script imports costs nothing but its text in the binary.
//
// A module belongs here when it is made of classes that scripts derive from, or calls the script's functions back at every
// turn; what computes is written in Go. The files are this project's own: they follow the documentation of CPython 3.13.
package pure

import (
	"embed"
	"path"
	"strings"
)

//go:embed all:lib
var files embed.FS

// Source returns the text of a module given its dotted name, and the path that tracebacks show.
func Source(module string) (file string, src []byte, ok bool) {
	name := "lib/" + strings.ReplaceAll(module, ".", "/")
	for _, at := range []string{name + ".py", name + "/__init__.py"} {
		if src, err := files.ReadFile(at); err == nil {
			return "<parlark>" + strings.TrimPrefix(at, "lib"), src, true
		}
	}
	return "", nil, false
}

// Names lists the modules.
func Names() []string {
	var names []string
	var add func(dir, prefix string)
	add = func(dir, prefix string) {
		entries, _ := files.ReadDir(dir) // a directory of the binary itself
		for _, e := range entries {
			name := prefix + strings.TrimSuffix(e.Name(), ".py")
			switch {
			case e.IsDir():
				names = append(names, name)
				add(path.Join(dir, e.Name()), name+".")
			case e.Name() != "__init__.py":
				names = append(names, name)
			}
		}
	}
	add("lib", "")
	return names
}
