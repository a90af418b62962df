package object

import (
	"sort"

	"go.starlark.net/starlark"
)

// This file defines Module, what `import` binds.

// Module is a module of a script, or one made in Go.
type Module struct {
	name    string
	members starlark.StringDict
	of      Bindings     // the variables of a source file; nil for a module made in Go, whose members are in members
	dict    *liveDict    // __dict__ of a source file's module
	live    *LiveMembers // members that Go code computes; may be nil
}

// LiveMembers are members of a module made in Go that are computed when they are read, as sys.stdout is.
type LiveMembers struct {
	Names []string
	Get   func(name string) starlark.Value // nil: no such member, or not now
	Set   func(name string, v starlark.Value) error
}

// SetLive gives m members that are computed. Names of them must not be in the dictionary that m was made of.
func (m *Module) SetLive(live LiveMembers) { m.live = &live }

// isLive reports whether name is computed.
func (m *Module) isLive(name string) bool {
	if m.live == nil {
		return false
	}
	for _, n := range m.live.Names {
		if n == name {
			return true
		}
	}
	return false
}

// NewModule returns a module made in Go. It owns members, and names functions in it as belonging to the module.
func NewModule(name string, members starlark.StringDict) *Module {
	for _, v := range members {
		if b, ok := v.(*Builtin); ok && b.module == "" {
			b.module = name
		}
	}
	return &Module{name: name, members: members}
}

// NewSourceModule returns the module of a source file with the variables of.
func (rt *Runtime) NewSourceModule(name string, of Bindings) *Module {
	return &Module{name: name, of: of, dict: &liveDict{rt, of}}
}

// Dict returns __dict__ of a source file's module, the same each time.
func (m *Module) Dict() starlark.Value { return m.dict }

func (m *Module) String() string {
	if m.of != nil {
		if file, ok := m.of.Lookup("__file__").(starlark.String); ok {
			return "<module '" + m.name + "' from '" + string(file) + "'>"
		}
	}
	return "<module '" + m.name + "'>"
}
func (m *Module) Type() string          { return "module" }
func (m *Module) Freeze()               {}
func (m *Module) Truth() starlark.Bool  { return true }
func (m *Module) Hash() (uint32, error) { return pointerHash(m), nil }

// Name returns the dotted name.
func (m *Module) Name() string { return m.name }

// Members returns what a module made in Go holds. The caller must not change it.
func (m *Module) Members() starlark.StringDict { return m.members }

// Member returns the member called name, or nil.
func (m *Module) Member(name string) starlark.Value {
	if m.of != nil {
		return m.of.Lookup(name)
	}
	if v := m.members[name]; v != nil {
		return v
	}
	if m.isLive(name) {
		return m.live.Get(name)
	}
	return nil
}

// Attr is getattr(m, name).
func (m *Module) Attr(name string) (starlark.Value, error) {
	if v := m.Member(name); v != nil {
		return v, nil
	}
	switch name {
	case "__name__":
		return starlark.String(m.name), nil
	case "__doc__":
		return starlark.None, nil
	case "__file__":
		return starlark.String("<built-in>"), nil
	case "__dict__":
		if m.dict != nil {
			return m.dict, nil
		}
		d := new(starlark.Dict)
		for _, n := range m.AttrNames() {
			d.SetKey(starlark.String(n), m.Member(n))
		}
		return d, nil
	}
	return nil, missingAttribute(m.AttrNames, "module '%s' has no attribute '%s'", m.name, name)
}

// AttrNames lists the members.
func (m *Module) AttrNames() []string {
	names := m.members.Keys()
	if m.of != nil {
		m.of.Each(func(name string, _ starlark.Value) { names = append(names, name) })
	}
	if m.live != nil {
		names = append(names, m.live.Names...)
	}
	sort.Strings(names)
	return names
}

// SetField is setattr(m, name, v).
func (m *Module) SetField(name string, v starlark.Value) error {
	if m.isLive(name) && m.live.Set != nil {
		return m.live.Set(name, v)
	}
	if m.of != nil {
		return m.of.Bind(name, v)
	}
	m.members[name] = v
	return nil
}
