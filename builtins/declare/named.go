package declare

import (
	"go.starlark.net/starlark"

	"parlark/ipc/starlarkcbor"
)

// This file lets immutable values of modules travel by their names.

// ByName is a value that travels as the place where a module keeps it, and is found there again. Types embed it.
type ByName struct{ Module, Path string }

// Reduce writes the place.
func (b ByName) Reduce(e *starlarkcbor.Encoder) error {
	e.Tag(starlarkcbor.TagBuiltin)
	e.ArrayHeader(2)
	if err := e.Text(b.Module); err != nil {
		return err
	}
	return e.Text(b.Path)
}

// Absent travels as None: what it stands for is made anew where it arrives.
type Absent struct{}

// Reduce writes None.
func (Absent) Reduce(e *starlarkcbor.Encoder) error {
	e.Null()
	return nil
}

// Opaque gives a value made in Go the methods that every value has. Types embed a pointer-free copy and compare by
// identity of the outer value.
type Opaque struct{}

func (Opaque) Freeze()              {}
func (Opaque) Truth() starlark.Bool { return true }

// Family is a value whose attributes are made by a function of their names, as "_getters.3".
type Family struct {
	Opaque
	Name string
	Make func(name string) (starlark.Value, error)
}

func (f *Family) String() string        { return "<" + f.Name + ">" }
func (f *Family) Type() string          { return f.Name }
func (f *Family) Hash() (uint32, error) { return 0, nil }

// Attr makes a member.
func (f *Family) Attr(name string) (starlark.Value, error) { return f.Make(name) }

// AttrNames lists none: the members are without number.
func (f *Family) AttrNames() []string { return nil }

var _ starlark.HasAttrs = (*Family)(nil)
