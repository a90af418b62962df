package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/docker/go-units"
	"github.com/spf13/pflag"

	"parlark/host"
)

// This file declares the flags that bound a run, and those that give it permissions: --allow-KIND for all of a kind,
// --allow-KIND=NAME,... for some.

// everything is the value of a flag that is given without one.
const everything = "*"

// grantFlag is a flag that gives a permission.
type grantFlag struct {
	grant *host.Grant
	names string // what the help calls its values
}

var _ pflag.Value = (*grantFlag)(nil)

func (f *grantFlag) String() string { return "" }
func (f *grantFlag) Type() string   { return f.names }

// Set adds names; the flag may be given again.
func (f *grantFlag) Set(value string) error {
	if value == everything {
		f.grant.All = true
		return nil
	}
	names := strings.Split(value, ",")
	if slices.Contains(names, "") {
		return errors.New("an empty name; without a value the flag allows everything of its kind")
	}
	f.grant.Only = append(f.grant.Only, names...)
	return nil
}

// addPermissions declares the flags.
func addPermissions(flags *pflag.FlagSet) *host.Permissions {
	p := &host.Permissions{}
	for _, f := range []struct {
		name, names, usage string
		grant              *host.Grant
	}{
		{"allow-read", "PATH,...", "let the script read files: all, or these and what is below them", &p.Read},
		{"allow-write", "PATH,...", "let the script make, change and remove files", &p.Write},
		{"allow-env", "NAME,...", "let os.environ start with variables of this program", &p.Env},
		{"allow-net", "HOST[:PORT],...", "let the script connect and listen", &p.Net},
		{"allow-run", "NAME,...", "let the script run other programs, which are not sandboxed", &p.Run},
	} {
		flags.VarPF(&grantFlag{f.grant, f.names}, f.name, "", f.usage).NoOptDefVal = everything
	}
	flags.BoolVar(&p.All, "allow-all", false, "allow everything")
	return p
}

// addLimits declares the flags.
func addLimits(flags *pflag.FlagSet) *host.Limits {
	limits := &host.Limits{}
	flags.Var(&size{into: &limits.Memory}, "memory", "most memory of each process, as in 512MiB or 2GiB (default: a quarter of the machine's)")
	flags.DurationVar(&limits.CPUTime, "cpu-time", 0, "most processor time of each process, as in 90s (0: no limit)")
	flags.DurationVar(&limits.Timeout, "timeout", 0, "end the run after this time, as in 90s or 1h30m (0: no limit)")
	flags.IntVar(&limits.Processes, "max-processes", 0, "most processes at the same time (0: 1000)")
	flags.Var(&size{into: &limits.MaxOutput}, "max-output", "most bytes that the run may print, as in 10MiB (default: no limit)")
	return limits
}

// size is a flag for a number of bytes.
type size struct {
	into *int64
	text string
}

func (s *size) String() string { return s.text }
func (s *size) Type() string   { return "size" }

// Set reads a number with or without a unit; K, KB and KiB are 1024 bytes.
func (s *size) Set(text string) error {
	n, err := units.RAMInBytes(text)
	if err != nil || n <= 0 {
		return errors.New("must be a number of bytes, as in 512MiB")
	}
	*s.into, s.text = n, text
	return nil
}
