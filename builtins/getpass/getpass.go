// Package getpass emulates Python's getpass module.
package getpass

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New makes the module. environ returns the variables of os.environ.
func New(rt *object.Runtime, environ func() map[string]string) *object.Module {
	return object.NewModule("getpass", starlark.StringDict{
		"GetPassWarning": rt.ExceptionClass(exceptions.UserWarning),
		"getuser": object.NewBuiltin("getuser", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			vars := environ()
			for _, name := range []string{"LOGNAME", "USER", "LNAME", "USERNAME"} {
				if v := vars[name]; v != "" {
					return starlark.String(v), nil
				}
			}
			return starlark.String("user"), object.Unpack("getuser", args, kwargs)
		}),
		"getpass": object.NewBuiltin("getpass", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			prompt, stream := starlark.Value(starlark.String("Password: ")), starlark.Value(nil)
			if err := object.Unpack("getpass", args, kwargs, "prompt?", &prompt, "stream?", &stream); err != nil {
				return nil, err
			}
			return starlark.Call(t, rt.Builtin("input"), starlark.Tuple{prompt}, nil)
		}),
	})
}
