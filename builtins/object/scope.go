package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines Scope, in which dynamic code finds its module variables.

// A Scope is where dynamic code looks its names up: Locals if there is a namespace apart, then Globals, then the built-in
// names. It binds in the first of these. The lowered program subscripts it by names.
type Scope struct {
	rt             *Runtime
	Globals        starlark.Value // a dict or what LiveDict returns
	Locals         starlark.Value // any mapping; nil if it is Globals
	globals, local scopeTable
}

// A scopeTable is a namespace by its concrete type: the two common ones, or any mapping of the script's.
type scopeTable struct {
	dict  *starlark.Dict
	live  Bindings
	other starlark.Value
}

var (
	_ starlark.Mapping   = (*Scope)(nil)
	_ starlark.HasSetKey = (*Scope)(nil)
)

// NewScope returns the scope of dynamic code that runs with these namespaces; locals may be nil.
func (rt *Runtime) NewScope(globals, locals starlark.Value) *Scope {
	s := &Scope{rt: rt, Globals: globals, globals: tableOf(globals)}
	if locals != nil && locals != globals {
		s.Locals, s.local = locals, tableOf(locals)
	}
	return s
}

func tableOf(v starlark.Value) scopeTable {
	if o, ok := v.(*Instance); ok && !o.overrides("__getitem__") && !o.overrides("__missing__") {
		if d, ok := Underlying(o).(*starlark.Dict); ok {
			return scopeTable{dict: d}
		}
	}
	switch v := v.(type) {
	case *starlark.Dict:
		return scopeTable{dict: v}
	case *liveDict:
		return scopeTable{live: v.of}
	}
	return scopeTable{other: v}
}

func (*Scope) String() string        { return "<scope>" }
func (*Scope) Type() string          { return "scope" }
func (*Scope) Freeze()               {}
func (*Scope) Truth() starlark.Bool  { return true }
func (*Scope) Hash() (uint32, error) { return 0, typeErrorf("unhashable type: 'scope'") }

// Lookup returns what name means, nil if it means nothing.
func (s *Scope) Lookup(name string) (starlark.Value, error) {
	if s.Locals != nil {
		if v, err := s.local.get(s.rt, name); v != nil || err != nil {
			return v, err
		}
	}
	if v, err := s.globals.get(s.rt, name); v != nil || err != nil {
		return v, err
	}
	if name == "__name__" {
		return starlark.String("builtins"), nil
	}
	return s.rt.Builtin(name), nil
}

// Binds reports whether the namespaces themselves bind name.
func (s *Scope) Binds(name string) bool {
	if s.Locals != nil {
		if v, err := s.local.get(s.rt, name); v != nil && err == nil {
			return true
		}
	}
	v, err := s.globals.get(s.rt, name)
	return v != nil && err == nil
}

// Get reads a name in lowered code.
func (s *Scope) Get(k starlark.Value) (starlark.Value, bool, error) {
	v, err := s.Lookup(string(k.(starlark.String)))
	if v == nil && err == nil {
		err = unboundName(string(k.(starlark.String)))
	}
	return v, true, err
}

// SetKey binds a name in lowered code.
func (s *Scope) SetKey(k, v starlark.Value) error {
	return s.binding().set(s.rt, string(k.(starlark.String)), v)
}

// Delete is del of a name in lowered code.
func (s *Scope) Delete(k starlark.Value) error {
	name := string(k.(starlark.String))
	if v, err := s.binding().get(s.rt, name); v == nil || err != nil {
		if err == nil {
			err = unboundName(name)
		}
		return err
	}
	return s.binding().delete(s.rt, name)
}

func unboundName(name string) error {
	e := raised(exceptions.NameError, "name '%s' is not defined", name)
	e.Attrs = map[string]starlark.Value{"name": starlark.String(name)}
	return e
}

// binding is the namespace in which names are bound.
func (s *Scope) binding() *scopeTable {
	if s.Locals != nil {
		return &s.local
	}
	return &s.globals
}

func (n *scopeTable) get(rt *Runtime, name string) (starlark.Value, error) {
	switch {
	case n.dict != nil:
		if v, ok, err := n.dict.Get(starlark.String(name)); ok || err != nil {
			return v, err
		}
		return nil, nil
	case n.live != nil:
		return n.live.Lookup(name), nil
	}
	v, err := rt.GetItem(rt.cur, n.other, starlark.String(name))
	if _, missing := exceptions.As(err, exceptions.KeyError); missing {
		return nil, nil
	}
	return v, err
}

func (n *scopeTable) set(rt *Runtime, name string, v starlark.Value) error {
	switch {
	case n.dict != nil:
		return n.dict.SetKey(starlark.String(name), v)
	case n.live != nil:
		return n.live.Bind(name, v)
	}
	return rt.SetItem(rt.cur, n.other, starlark.String(name), v)
}

func (n *scopeTable) delete(rt *Runtime, name string) error {
	switch {
	case n.dict != nil:
		_, _, err := n.dict.Delete(starlark.String(name))
		return err
	case n.live != nil:
		return n.live.Bind(name, nil)
	}
	return rt.DelItem(rt.cur, n.other, starlark.String(name))
}

// ScopeName is the predeclared name under which a dynamic program has the Scope of its functions.
const ScopeName = "#globals"

// ScopeOf returns the scope of a function of dynamic code, nil for functions of files.
func ScopeOf(f *starlark.Function) *Scope {
	s, _ := f.Module().Predeclared()[ScopeName].(*Scope)
	return s
}

// ModuleOf returns __module__ of a function: the name of the module that defines it.
func (rt *Runtime) ModuleOf(f *starlark.Function) string {
	if s := ScopeOf(f); s != nil {
		v, err := s.Lookup("__name__")
		if name, ok := v.(starlark.String); ok && err == nil {
			return string(name)
		}
		return "builtins"
	}
	if name, ok := f.Module().Predeclared()["__name__"].(starlark.String); ok {
		return string(name)
	}
	return rt.MainModule
}

// CallerFunction returns the function of the script that is running on t, nil if there is none.
func CallerFunction(t *starlark.Thread) *starlark.Function {
	if t == nil {
		return nil
	}
	for depth := range t.CallStackDepth() {
		if f, ok := t.DebugFrame(depth).Callable().(*starlark.Function); ok {
			return f
		}
	}
	return nil
}

// CallerModule returns the name of the module whose code is running.
func (rt *Runtime) CallerModule() string {
	if f := CallerFunction(rt.cur); f != nil {
		return rt.ModuleOf(f)
	}
	return rt.MainModule
}
