package numeric

// This file defines Unit: the kernels of one source file.

import (
	"strconv"

	"go.starlark.net/starlark"

	"parlark/host/internal/dialect"
)

// Options are what a Unit needs of its interpreter.
type Options struct {
	// Pause lets other threads run and delivers signals. An error is the exception that a signal handler raised.
	Pause func() error
	// Room returns how many calls may be active besides those that are.
	Room func() int
}

// A Unit holds the kernels of one file and what has been compiled of it.
type Unit struct {
	options   Options
	source    *dialect.Module
	kernels   []*Kernel
	globals   map[string]starlark.Value // of the module variables that kernels read, those that are bound
	bodies    map[string]*body          // of functions that kernels call
	functions []*function
	known     map[signature]*function
	idle      []*machine
}

// NewUnit returns the kernels of a lowered file.
func NewUnit(m *dialect.Module, options Options) *Unit {
	u := &Unit{options: options, source: m, globals: map[string]starlark.Value{}}
	u.forget()
	for i := range m.Kernels {
		u.kernels = append(u.kernels, &Kernel{unit: u, source: &m.Kernels[i]})
	}
	return u
}

// forget drops what has been compiled.
func (u *Unit) forget() {
	u.known, u.bodies = map[signature]*function{}, map[string]*body{}
	for _, k := range u.kernels {
		*k = Kernel{unit: u, source: k.source}
	}
}

// Value returns what lowered code names #kernel.<name>: a kernel by its number, "bind" or "declined". It panics for any other
// name.
func (u *Unit) Value(name string) starlark.Value {
	switch name {
	case "bind":
		return binder{value{}, u}
	case "declined":
		return Declined
	}
	n, err := strconv.Atoi(name)
	if err != nil {
		panic("BUG: lowered code uses kernel " + name)
	}
	return u.kernels[n]
}

// Bind notes that a module variable that kernels read has been bound, or, with nil, that it is not any more. It hardly ever changes afterwards; when it does, what was
// compiled is not valid any more.
func (u *Unit) Bind(name string, v starlark.Value) {
	if old := u.globals[name]; old != nil && old != v {
		u.forget()
	}
	if v == nil {
		delete(u.globals, name)
		return
	}
	u.globals[name] = v
}

// binder is what lowered code subscripts for Bind.
type binder struct {
	value
	unit *Unit
}

// Get takes (name, value).
func (b binder) Get(x starlark.Value) (starlark.Value, bool, error) {
	args := x.(starlark.Tuple)
	b.unit.Bind(string(args[0].(starlark.String)), args[1])
	return starlark.None, true, nil
}

// value gives the values of this package, which no script sees, the methods of a value.
type value struct{}

func (value) String() string        { return "<kernel>" }
func (value) Type() string          { return "intrinsic" }
func (value) Freeze()               {}
func (value) Truth() starlark.Bool  { return true }
func (value) Hash() (uint32, error) { return 0, nil }

// Declined is what a kernel returns when the ordinary VM has to run the code.
var Declined starlark.Value = declined{}

type declined struct{ value }
