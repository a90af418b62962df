// Package platform emulates Python's platform module for the machine that scripts see: Linux on x86-64, nothing of the real
// one.
package platform

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/builtins/structseq"
)

const (
	system  = "Linux"
	node    = "localhost"
	release = "6.0.0"
	version = "#1 SMP"
	machine = "x86_64"
	python  = "3.13.0"
)

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	uname := structseq.New(rt, "platform", "uname_result", 6, "system", "node", "release", "version", "machine", "processor")
	text := func(s string) starlark.Value { return starlark.String(s) }
	pair := func(a, b string) starlark.Value { return starlark.Tuple{text(a), text(b)} }
	values := map[string]starlark.Value{
		"system": text(system), "node": text(node), "release": text(release), "version": text(version), "machine": text(machine),
		"processor": text(""), "platform": text(system + "-" + release + "-" + machine + "-with-glibc2.36"),
		"python_version": text(python), "python_version_tuple": starlark.Tuple{text("3"), text("13"), text("0")},
		"python_implementation": text("CPython"), "python_branch": text(""), "python_revision": text(""), "python_compiler": text("Go"),
		"python_build": pair("main", "Oct  7 2024 00:00:00"), "architecture": pair("64bit", "ELF"), "libc_ver": pair("glibc", "2.36"),
		"uname":                  uname.Make(rt.Current(), text(system), text(node), text(release), text(version), text(machine), text("")),
		"win32_ver":              starlark.Tuple{text(""), text(""), text(""), text("")},
		"mac_ver":                starlark.Tuple{text(""), starlark.Tuple{text(""), text(""), text("")}, text("")},
		"freedesktop_os_release": new(starlark.Dict),
	}
	members := starlark.StringDict{"uname_result": uname.Class}
	for name, v := range values {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return v, nil
		})
	}
	return object.NewModule("platform", members)
}
