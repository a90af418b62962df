package interp

import (
	"go.starlark.net/starlark"
)

// This file holds what a child inherits from its parent besides its task, as a fork would copy it.

// legacy returns a dict of module names to what their modules hand on.
func (in *Interp) legacy() starlark.Value {
	d := new(starlark.Dict)
	environ := new(starlark.Dict)
	for name, value := range in.modules.Environ() {
		environ.SetKey(starlark.String(name), starlark.String(value))
	}
	d.SetKey(starlark.String("os"), environ)
	d.SetKey(starlark.String("cwd"), starlark.String(in.modules.Cwd()))
	if v := in.modules.Inherit(); v != nil {
		d.SetKey(starlark.String("modules"), v)
	}
	return d
}

// inherit takes over what legacy returned in the parent.
func (in *Interp) inherit(t *starlark.Thread, legacy starlark.Value) error {
	d, ok := legacy.(*starlark.Dict)
	if !ok {
		return nil
	}
	v, _, err := d.Get(starlark.String("os"))
	if environ, ok := v.(*starlark.Dict); ok && err == nil {
		vars := map[string]string{}
		for _, kv := range environ.Items() {
			name, _ := starlark.AsString(kv[0])
			value, _ := starlark.AsString(kv[1])
			vars[name] = value
		}
		in.place.Environ = vars
		if v, _, _ := d.Get(starlark.String("cwd")); v != nil {
			in.place.Cwd, _ = starlark.AsString(v)
			in.place.Files.Chdir(in.place.Cwd)
		}
		in.modules.SetEnv(in.env())
	}
	if err != nil {
		return err
	}
	if v, ok, err := d.Get(starlark.String("modules")); ok || err != nil {
		if err != nil {
			return err
		}
		return in.modules.Adopt(t, v)
	}
	return nil
}
