package interp

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// This file makes the module variables of a unit readable and writable by name: globals(), module.x = v, vars(module).

// variables are the module variables of a unit. A name that the source binds is a variable of the program, which its own
// function #inject sets; any other is entered among the names that the program finds undefined.
type variables struct {
	in *Interp
	u  *unit
}

var _ object.Bindings = variables{}

// moduleNames are what every module has, in the order in which CPython lists them.
var moduleNames = [...]string{"__name__", "__doc__", "__package__", "__loader__", "__spec__", "__file__"}

// Lookup returns the value of name, nil if it is unbound.
func (v variables) Lookup(name string) starlark.Value {
	if name == "" || name[0] == '#' {
		return nil
	}
	return v.value(name, v.u.global(name))
}

// value is the value of name given that of the program's variable of that name.
func (v variables) value(name string, own starlark.Value) starlark.Value {
	switch {
	case own == nil:
		return v.entered(name)
	case own == v.in.builtin(name, isStarlark(v.u.path)):
		return nil // the built-in that shows through
	}
	return own
}

// entered returns the value of a name that the program's source does not bind.
func (v variables) entered(name string) starlark.Value {
	for _, n := range moduleNames {
		if n == name {
			return v.u.env[name]
		}
	}
	for _, n := range v.u.added {
		if n == name {
			return v.u.env[name]
		}
	}
	return nil
}

// Bind binds name; a nil value unbinds it.
func (v variables) Bind(name string, x starlark.Value) error {
	u := v.u
	for _, n := range u.module.Globals {
		if n == name {
			if u.module.Watched[name] || u.module.Numeric[name] != nil || u.module.Modules[name] != "" {
				u.kernels.Bind(name, x)
			}
			if x == nil {
				x = v.in.builtin(name, isStarlark(u.path))
			}
			_, err := starlark.Call(v.in.objects.Current(), u.global("#inject"), starlark.Tuple{injection{name: x}}, nil)
			return err
		}
	}
	for i, n := range u.added {
		if n == name {
			if x == nil {
				u.added = append(u.added[:i:i], u.added[i+1:]...)
				delete(u.env, name)
			} else {
				u.env[name] = x
			}
			return nil
		}
	}
	if x == nil {
		delete(u.env, name)
		return nil
	}
	if v.entered(name) == nil {
		u.added = append(u.added, name)
	}
	u.env[name] = x
	return nil
}

// Each calls f with every bound name.
func (v variables) Each(f func(name string, x starlark.Value)) {
	own := v.u.all()
	seen := map[string]bool{}
	each := func(names []string) {
		for _, name := range names {
			if x := v.value(name, own[name]); x != nil && !seen[name] {
				seen[name] = true
				f(name, x)
			}
		}
	}
	each(moduleNames[:])
	each(v.u.module.Globals)
	each(append([]string(nil), v.u.added...))
}

// injection is what #inject takes: names and values, a nil value to unbind the name.
type injection map[string]starlark.Value

var _ starlark.Mapping = injection{}

func (injection) String() string        { return "<injection>" }
func (injection) Type() string          { return "injection" }
func (injection) Freeze()               {}
func (injection) Truth() starlark.Bool  { return true }
func (injection) Hash() (uint32, error) { return 0, nil }

// Get returns a value, which may be nil: the VM assigns that as it is.
func (d injection) Get(k starlark.Value) (starlark.Value, bool, error) {
	v, ok := d[string(k.(starlark.String))]
	return v, ok, nil
}
