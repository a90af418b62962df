package interp

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/host/internal/dialect"
)

// This file lets functions travel that exec or eval has defined. No other process has the text that they are from, so the
// name of their unit is the text itself, with its namespace:
//
//	NUL namespace NUL mode NUL file NUL text
//
// The namespace is "m" and a module's name, or "d" and a nonce: a dict, which each process has its own of, as after a fork.

const textMark = "\x00"

func isTextName(name string) bool { return strings.HasPrefix(name, textMark) }

// nameText gives u, which is of text without a file, the name by which its functions travel.
func (in *Interp) nameText(u *unit) {
	if u.name == "" {
		u.name = strings.Join([]string{"", in.spaceOf(u.scope()), u.code.Mode, u.path, strings.Join(u.lines, "\n")}, textMark)
		in.units[u.name] = u
	}
}

// scope is where the functions of a unit without a file find their module variables.
func (u *unit) scope() *object.Scope {
	s, _ := u.env[object.ScopeName].(*object.Scope)
	return s
}

// spaceOf names the namespace of a scope.
func (in *Interp) spaceOf(s *object.Scope) string {
	if b, ok := object.BindingsOf(s.Globals); ok {
		if v, ok := b.(variables); ok {
			return "m" + v.u.name
		}
	}
	for name, v := range in.spaces {
		if v == s.Globals {
			return name
		}
	}
	var nonce [12]byte
	rand.Read(nonce[:])
	name := "d" + hex.EncodeToString(nonce[:])
	in.keepSpace(name, s.Globals)
	return name
}

func (in *Interp) keepSpace(name string, v starlark.Value) {
	if in.spaces == nil {
		in.spaces = map[string]starlark.Value{}
	}
	in.spaces[name] = v
}

// space returns the namespace of a name, an empty one if this process has not met it.
func (in *Interp) space(name string) (starlark.Value, error) {
	if module, ok := strings.CutPrefix(name, "m"); ok {
		u, err := in.unitNamed(module)
		if err != nil {
			return nil, err
		}
		return in.sourceModule(u).Dict(), nil
	}
	if in.spaces[name] == nil {
		in.keepSpace(name, new(starlark.Dict))
	}
	return in.spaces[name], nil
}

// textUnit returns the unit of a name that nameText has made, here or in another process.
func (in *Interp) textUnit(name string) (*unit, error) {
	if u := in.units[name]; u != nil {
		return u, nil
	}
	parts := strings.SplitN(name, textMark, 5)
	if len(parts) != 5 || parts[1] == "" || dynamicModes[parts[2]] == dialect.Static {
		return nil, exceptions.ValueError.Errorf("a function arrived without its text")
	}
	globals, err := in.space(parts[1])
	if err != nil {
		return nil, err
	}
	code, err := in.Compile(parts[3], parts[4], parts[2])
	if err != nil {
		return nil, err
	}
	u, err := in.instance(code.Program.(*unit), in.objects.NewScope(globals, nil))
	if err != nil {
		return nil, err
	}
	u.name = name
	env, err := in.predeclared(u, false)
	if err != nil {
		return nil, err
	}
	s := in.objects.NewScope(globals, nil)
	env[object.ScopeName], env["#names"] = s, s
	u.env = env
	if u.globals, err = u.program.Init(in.objects.NewThread(u.path), env); err != nil {
		return nil, fmt.Errorf("BUG: makers of %s: %w", u.path, err)
	}
	in.units[name] = u
	in.byPath[u.path] = u
	return u, nil
}

// globalsFor returns the module variables that a function of u can reach.
func (in *Interp) globalsFor(u *unit, f *starlark.Function, info *dialect.Function) starlark.StringDict {
	globals := f.Globals()
	if u.code == nil {
		for _, n := range u.added {
			globals[n] = u.env[n]
		}
		return globals
	}
	s := in.objects.NewScope(u.scope().Globals, nil)
	for _, n := range info.Globals {
		if globals[n] == nil && s.Binds(n) {
			if v, err := s.Lookup(n); err == nil && v != nil {
				globals[n] = v
			}
		}
	}
	return globals
}

// bindNames takes the names that are no variables of u's program out of what has arrived and binds those that are not
// bound.
func (in *Interp) bindNames(u *unit, arrived *starlark.Dict) error {
	v, s := variables{in, u}, u.scope()
	own := map[string]bool{}
	if s == nil {
		for _, n := range u.module.Globals {
			own[n] = true
		}
	}
	for _, item := range arrived.Items() {
		name := string(item[0].(starlark.String))
		if strings.HasPrefix(name, "#") || own[name] {
			continue
		}
		var err error
		switch {
		case s != nil && !s.Binds(name):
			err = s.SetKey(item[0], item[1])
		case s == nil && v.Lookup(name) == nil:
			err = v.Bind(name, item[1])
		}
		if err != nil {
			return err
		}
		if _, _, err := arrived.Delete(item[0]); err != nil {
			return err
		}
	}
	return nil
}
