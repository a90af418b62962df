package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"parlark/host"
)

// This file reads the flags that give permissions: --allow-KIND for all of a kind, --allow-KIND=NAME,... for some.

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
