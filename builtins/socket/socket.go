package socket

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/files"
	"parlark/builtins/network"
	"parlark/builtins/object"
)

// This file makes the module.

// The errors that the module adds.
var (
	gaierror = exceptions.New("socket", "gaierror", exceptions.OSError)
	herror   = exceptions.New("socket", "herror", exceptions.OSError)
)

// The numbers of Linux for what is supported, and for what scripts mention.
const (
	afInet     = 2
	sockStream = 1
)

var constants = map[string]int{
	"AF_UNIX": 1, "AF_INET": afInet, "AF_INET6": 10, "SOCK_STREAM": sockStream, "SOCK_DGRAM": 2, "SOL_SOCKET": 1, "SO_REUSEADDR": 2,
	"SO_KEEPALIVE": 9, "SO_REUSEPORT": 15, "SO_RCVBUF": 8, "SO_SNDBUF": 7, "IPPROTO_TCP": 6, "TCP_NODELAY": 1, "SHUT_RD": 0, "SHUT_WR": 1,
	"SHUT_RDWR": 2, "SOMAXCONN": 4096, "INADDR_ANY": 0, "EAI_NONAME": -2,
}

// module is socket in one interpreter.
type module struct {
	rt      *object.Runtime
	net     network.Network
	numbers *files.Descriptors
	class   *declare.Class
	timeout starlark.Value // of new sockets
}

// New makes the module.
func New(rt *object.Runtime, net network.Network, numbers *files.Descriptors) *object.Module {
	m := &module{rt: rt, net: net, numbers: numbers, timeout: starlark.None}
	m.class = m.newClass()
	functions := map[string]declare.Func{
		"create_connection": m.createConnection, "create_server": m.createServer,
		"getdefaulttimeout": func(declare.Call) (starlark.Value, error) { return m.timeout, nil },
		"setdefaulttimeout": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			m.timeout = c.Args[0]
			return starlark.None, nil
		},
	}
	for _, name := range []string{"gethostname", "getfqdn"} {
		functions[name] = func(declare.Call) (starlark.Value, error) { return starlark.String("localhost"), nil }
	}
	for _, name := range []string{"socketpair", "gethostbyname", "getaddrinfo", "fromfd"} {
		functions[name] = func(declare.Call) (starlark.Value, error) {
			return nil, exceptions.OSErrorf(exceptions.PermissionError, 1, "socket."+name+"() is not available", "")
		}
	}
	mod := declare.Module(rt, "socket", functions)
	for name, n := range constants {
		mod.SetField(name, starlark.MakeInt(n))
	}
	declare.Add(mod, starlark.StringDict{
		"error": rt.ExceptionClass(exceptions.OSError), "timeout": rt.ExceptionClass(exceptions.TimeoutError),
		"gaierror": rt.ExceptionClass(gaierror), "herror": rt.ExceptionClass(herror), "has_ipv6": starlark.False, "SocketType": m.class.Class,
	})
	return declare.Classes(mod, m.class)
}

// addressOf reads (host, port).
func addressOf(name string, v starlark.Value) (network.Address, error) {
	t, ok := object.Underlying(v).(starlark.Tuple)
	if !ok {
		return network.Address{}, declare.TypeErrorf("%s(): AF_INET address must be tuple, not %s", name, object.TypeName(v))
	}
	if len(t) != 2 {
		return network.Address{}, declare.TypeErrorf("%s(): AF_INET address must be a pair (host, port)", name)
	}
	host, ok := declare.Text(t[0])
	if !ok {
		return network.Address{}, declare.TypeErrorf("str, bytes or bytearray expected, not %s", object.TypeName(t[0]))
	}
	port, err := object.AsInt(t[1])
	if err != nil {
		return network.Address{}, err
	}
	if port < 0 || port > 65535 {
		return network.Address{}, exceptions.OverflowError.Errorf("%s(): port must be 0-65535.", name)
	}
	return network.Address{Host: host, Port: port}, nil
}

func pair(a network.Address) starlark.Value {
	return starlark.Tuple{starlark.String(a.Host), starlark.MakeInt(a.Port)}
}

// createConnection is create_connection(address, timeout=default, source_address=None, *, all_errors=False).
func (m *module) createConnection(c declare.Call) (starlark.Value, error) {
	var address, source starlark.Value
	limit := m.timeout
	if err := c.Unpack("address", &address, "timeout?", &limit, "source_address??", &source, "*", nil, "all_errors?", new(starlark.Value)); err != nil {
		return nil, err
	}
	o, err := c.Call(m.class.Class)
	if err != nil {
		return nil, err
	}
	if _, err := c.CallMethod(o, "settimeout", limit); err != nil {
		return nil, err
	}
	_, err = c.CallMethod(o, "connect", address)
	return o, err
}

// createServer is create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False).
func (m *module) createServer(c declare.Call) (starlark.Value, error) {
	var address starlark.Value
	if err := c.Unpack("address", &address, "*", nil, "family?", new(starlark.Value), "backlog??", new(starlark.Value), "reuse_port?", new(starlark.Value), "dualstack_ipv6?", new(starlark.Value)); err != nil {
		return nil, err
	}
	o, err := c.Call(m.class.Class)
	if err != nil {
		return nil, err
	}
	for _, call := range []struct {
		name string
		args []starlark.Value
	}{{"bind", []starlark.Value{address}}, {"listen", nil}} {
		if _, err := c.CallMethod(o, call.name, call.args...); err != nil {
			return nil, err
		}
	}
	return o, nil
}
