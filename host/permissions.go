package host

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"parlark/host/internal/access"
)

// This file defines what a run is allowed to do beyond computing.

// Permissions say what the processes of a run may do beyond computing. The zero value allows nothing. The host keeps them:
// every process of the run has the same, and none can be given more.
type Permissions struct {
	// All allows everything, also what no other field does: special files, /proc.
	All bool
	// Read and Write allow reading and changing files. The names are files and directories with what is below them.
	Read, Write Grant
	// Env lets os.environ start with variables of the host. The names are those of the variables.
	Env Grant
	// Net allows TCP connections and listening. The names are HOST or HOST:PORT; for listening, of the local address.
	Net Grant
	// Run allows other programs. The names are those of programs, found in the host's PATH, or their paths. What a program
	// does is not bounded by the other permissions.
	Run Grant
}

// Grant is a permission: nothing, some names, or all.
type Grant struct {
	All  bool
	Only []string
}

// check refuses names that cannot mean anything.
func (p Permissions) check() error {
	for _, list := range []struct {
		flag  string
		names []string
		check func(name string) error
	}{
		{"--allow-read", p.Read.Only, checkPath}, {"--allow-write", p.Write.Only, checkPath}, {"--allow-env", p.Env.Only, checkVariable},
		{"--allow-net", p.Net.Only, checkAddress}, {"--allow-run", p.Run.Only, checkPath},
	} {
		for _, name := range list.names {
			if err := list.check(name); err != nil {
				return fmt.Errorf("%s=%s: %w", list.flag, name, err)
			}
		}
	}
	return nil
}

func checkPath(name string) error {
	if name == "" || strings.ContainsRune(name, 0) {
		return errors.New("an empty name")
	}
	return nil
}

func checkVariable(name string) error {
	if name == "" || strings.ContainsAny(name, "=\x00") {
		return errors.New("not the name of a variable")
	}
	return nil
}

func checkAddress(name string) error {
	host, port := splitAddress(name)
	if host == "" || strings.ContainsAny(host, "/@ \x00") {
		return errors.New("not HOST or HOST:PORT")
	}
	if port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
			return errors.New("not a port number")
		}
	}
	return nil
}

// splitAddress splits HOST, HOST:PORT, IPv6, [IPv6] or [IPv6]:PORT; port is "" if there is none.
func splitAddress(s string) (host, port string) {
	if net.ParseIP(s) != nil {
		return s, ""
	}
	if h, p, err := net.SplitHostPort(s); err == nil && p != "" {
		return h, p
	}
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		return s[1 : len(s)-1], ""
	}
	if strings.Contains(s, ":") {
		return "", ""
	}
	return s, ""
}

// access returns what the run may touch in the file system.
func (p Permissions) access(cwd string) (*access.Files, error) {
	return access.New(access.Config{
		Full: p.All, ReadAll: p.Read.All, WriteAll: p.Write.All, Read: p.Read.Only, Write: p.Write.Only, Dir: cwd,
	})
}

// environ returns os.environ of the main process: the variables that an embedding program sets, and those of the host
// that are allowed.
func (p Permissions) environ(set map[string]string) map[string]string {
	env := map[string]string{}
	if p.All || p.Env.All {
		for _, v := range os.Environ() {
			if name, value, ok := strings.Cut(v, "="); ok && name != "" {
				env[name] = value
			}
		}
	}
	for _, name := range p.Env.Only {
		if value, ok := os.LookupEnv(name); ok {
			env[name] = value
		}
	}
	for name, value := range set {
		env[name] = value
	}
	return env
}
