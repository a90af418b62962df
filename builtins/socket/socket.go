// Package socket holds what a script without a network needs of Python's socket module: the host's name and the names of
// errors. Everything else is refused.
package socket

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// The errors that the module adds.
var (
	gaierror = exceptions.New("socket", "gaierror", exceptions.OSError)
	herror   = exceptions.New("socket", "herror", exceptions.OSError)
)

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	members := starlark.StringDict{
		"error": rt.ExceptionClass(exceptions.OSError), "timeout": rt.ExceptionClass(exceptions.TimeoutError),
		"gaierror": rt.ExceptionClass(gaierror), "herror": rt.ExceptionClass(herror),
		"AF_UNIX": starlark.MakeInt(1), "AF_INET": starlark.MakeInt(2), "AF_INET6": starlark.MakeInt(10), "SOCK_STREAM": starlark.MakeInt(1),
		"SOCK_DGRAM": starlark.MakeInt(2), "SOL_SOCKET": starlark.MakeInt(1), "SO_REUSEADDR": starlark.MakeInt(2), "IPPROTO_TCP": starlark.MakeInt(6),
		"has_ipv6": starlark.False,
	}
	for _, name := range []string{"gethostname", "getfqdn"} {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.String("localhost"), nil
		})
	}
	for _, name := range []string{"socket", "create_connection", "create_server", "socketpair", "gethostbyname", "getaddrinfo", "fromfd"} {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return nil, exceptions.OSErrorf(exceptions.PermissionError, 1, "socket."+name+"() is not available: there is no network", "")
		})
	}
	return object.NewModule("socket", members)
}
