package object

import (
	"fmt"
	"hash/maphash"
	"strings"
	"sync"

	"go.starlark.net/starlark"
)

// This file defines how Go functions appear to scripts: free functions, and methods of values made in Go.

// Func is a Go function that scripts call.
type Func = func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// Method is a Go function that scripts call on a value; args does not contain self.
type Method = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// Builtin is a Go function as a value. It differs from starlark.Builtin in its repr, CPython's, and in costing one
// allocation less.
type Builtin struct {
	name   string
	module string // for travelling by name; empty: builtins
	fn     Func
}

// NewBuiltin returns fn as a value named name.
func NewBuiltin(name string, fn Func) *Builtin { return &Builtin{name: name, fn: fn} }

func (b *Builtin) String() string        { return "<built-in function " + b.name + ">" }
func (b *Builtin) Type() string          { return "builtin_function_or_method" }
func (b *Builtin) Freeze()               {}
func (b *Builtin) Truth() starlark.Bool  { return true }
func (b *Builtin) Hash() (uint32, error) { return pointerHash(b), nil }
func (b *Builtin) Name() string          { return b.name }
func (b *Builtin) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return b.fn(t, args, kwargs)
}

// Methods is the immutable method table of a Go type. Calls of obj.name(...) find the method without allocating.
type Methods struct {
	byName map[string]Method
	make   func() map[string]Method // makes byName at first use; nil: it is made
}

// NewMethods returns a table of the given methods, which the table owns afterwards.
func NewMethods(byName map[string]Method) *Methods { return &Methods{byName: byName} }

// LazyMethods returns a table that f makes when it is first asked for.
func LazyMethods(f func() map[string]Method) *Methods { return &Methods{make: sync.OnceValue(f)} }

// all returns the methods by name, which the caller must not change.
func (m *Methods) all() map[string]Method {
	if m.make != nil {
		return m.make()
	}
	return m.byName
}

// Extend returns a table that has m's methods too, those of byName first.
func (m *Methods) Extend(byName map[string]Method) *Methods {
	all := make(map[string]Method, len(m.all())+len(byName))
	for n, f := range m.all() {
		all[n] = f
	}
	for n, f := range byName {
		all[n] = f
	}
	return NewMethods(all)
}

// Get returns the method called name. A nil table has none.
func (m *Methods) Get(name string) (Method, bool) {
	if m == nil {
		return nil, false
	}
	f, ok := m.all()[name]
	return f, ok
}

// All returns the methods by name; the caller must not change the map.
func (m *Methods) All() map[string]Method { return m.byName }

// HasMethods is a value made in Go whose methods scripts call. Its Attr method need not know them.
type HasMethods interface {
	starlark.Value
	Methods() *Methods
}

// MethodOf returns the method called name bound to v, or nil. Attr of a value made in Go returns it for names that are no
// data: the VM asks Attr for methods that are not called at once (f = v.method).
func MethodOf(v HasMethods, name string) (starlark.Value, error) {
	if m, ok := v.Methods().Get(name); ok {
		return bindMethod(name, m, v), nil
	}
	return nil, nil
}

// bindMethod returns obj.name of a value made in Go.
func bindMethod(name string, m Method, self starlark.Value) starlark.Value {
	return &boundBuiltin{name: name, self: self, method: m}
}

// boundBuiltin is a Method bound to its object.
type boundBuiltin struct {
	name   string
	self   starlark.Value
	method Method
}

func (b *boundBuiltin) String() string {
	return fmt.Sprintf("<built-in method %s of %s object at %p>", b.name, TypeName(b.self), b)
}
func (b *boundBuiltin) Type() string          { return "builtin_function_or_method" }
func (b *boundBuiltin) Freeze()               {}
func (b *boundBuiltin) Truth() starlark.Bool  { return true }
func (b *boundBuiltin) Hash() (uint32, error) { return pointerHash(b), nil }
func (b *boundBuiltin) Name() string          { return b.name }
func (b *boundBuiltin) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return b.method(t, b.self, args, kwargs)
}

// unboundMethod is C.name of a class made in Go: the first argument is self.
type unboundMethod struct {
	class  *Class
	name   string
	method Method
}

func (u *unboundMethod) String() string {
	if u.class.builtin {
		if strings.HasPrefix(u.name, "__") {
			return fmt.Sprintf("<slot wrapper '%s' of '%s' objects>", u.name, u.class.qualname)
		}
		return fmt.Sprintf("<method '%s' of '%s' objects>", u.name, u.class.qualname)
	}
	return fmt.Sprintf("<function %s.%s at %p>", u.class.qualname, u.name, u)
}
func (u *unboundMethod) Type() string {
	if u.class.builtin {
		return "method_descriptor"
	}
	return "function"
}
func (u *unboundMethod) Freeze()               {}
func (u *unboundMethod) Truth() starlark.Bool  { return true }
func (u *unboundMethod) Hash() (uint32, error) { return pointerHash(u), nil }
func (u *unboundMethod) Name() string          { return u.name }
func (u *unboundMethod) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		if u.class.builtin {
			return nil, typeErrorf("unbound method %s.%s() needs an argument", u.class.name, u.name)
		}
		return nil, typeErrorf("%s.%s() missing 1 required positional argument: 'self'", u.class.name, u.name)
	}
	return u.method(t, args[0], args[1:], kwargs)
}

// Bind makes an unboundMethod that a class body takes over (`f = Base.f`) a method again.
func (u *unboundMethod) Bind(t *starlark.Thread, obj starlark.Value, class *Class) (starlark.Value, error) {
	if obj == nil {
		return u, nil
	}
	return bindMethod(u.name, u.method, obj), nil
}

// NewMethod returns a Go method for the namespace of a script's class, as dataclasses and enums add them.
func NewMethod(class *Class, name string, m Method) starlark.Value {
	return &unboundMethod{class: class, name: name, method: m}
}

var hashSeed = maphash.MakeSeed()

// pointerHash hashes a comparable value, usually a pointer, by identity.
func pointerHash(v any) uint32 {
	return uint32(maphash.Comparable(hashSeed, v))
}
