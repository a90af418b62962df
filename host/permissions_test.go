package host

import (
	"errors"
	"testing"

	"parlark/host/internal/access"
	"parlark/ipc"
)

func TestPermissions_check(t *testing.T) {
	for _, bad := range []Permissions{
		{Env: Grant{Only: []string{"A=B"}}}, {Env: Grant{Only: []string{""}}}, {Net: Grant{Only: []string{"host:99999"}}},
		{Net: Grant{Only: []string{"host:http"}}}, {Net: Grant{Only: []string{":80"}}}, {Net: Grant{Only: []string{"http://host"}}},
		{Read: Grant{Only: []string{""}}}, {Write: Grant{Only: []string{"a\x00b"}}}, {Run: Grant{Only: []string{""}}},
	} {
		if err := bad.check(); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	good := Permissions{
		Env: Grant{Only: []string{"HOME"}}, Net: Grant{Only: []string{"host", "host:80", "127.0.0.1", "::1", "[::1]:80"}},
		Read: Grant{Only: []string{"/", "a b"}}, Run: Grant{All: true},
	}
	if err := good.check(); err != nil {
		t.Error(err)
	}
}

func TestPermissions_net(t *testing.T) {
	p := Permissions{Net: Grant{Only: []string{"Example.org:80", "127.0.0.1", "[::1]:443"}}}
	for a, want := range map[ipc.Address]bool{
		{Host: "example.org", Port: 80}: true, {Host: "example.org", Port: 81}: false, {Host: "www.example.org", Port: 80}: false,
		{Host: "127.0.0.1", Port: 5}: true, {Host: "127.0.0.2", Port: 5}: false, {Host: "localhost", Port: 5}: false,
		{Host: "::1", Port: 443}: true, {Host: "::1", Port: 80}: false, {Host: "", Port: 80}: false,
	} {
		err := p.checkNet(a)
		var denied *access.DeniedError
		if (err == nil) != want || err != nil && !errors.As(err, &denied) {
			t.Errorf("%v: %v, want %v", a, err, want)
		}
	}
}

func TestPermissions_environ(t *testing.T) {
	t.Setenv("PARLARK_A", "a")
	t.Setenv("PARLARK_B", "b")
	for _, test := range []struct {
		p    Permissions
		a, b string
	}{
		{Permissions{}, "", "set"}, {Permissions{Env: Grant{Only: []string{"PARLARK_A", "PARLARK_NONE"}}}, "a", "set"},
		{Permissions{Env: Grant{All: true}}, "a", "set"}, {Permissions{All: true}, "a", "set"},
	} {
		env := test.p.environ(map[string]string{"PARLARK_B": "set"})
		if env["PARLARK_A"] != test.a || env["PARLARK_B"] != test.b {
			t.Errorf("%+v: %q, %q", test.p, env["PARLARK_A"], env["PARLARK_B"])
		}
		if _, there := env["PARLARK_NONE"]; there {
			t.Error("a variable that the host does not have")
		}
	}
}
