package object

import "go.starlark.net/starlark"

// This file defines accessor, what obj.name is lowered to where obj may be a value that the VM gives no attributes.

// accessor reads and writes one attribute: #a.name[x] is x.name. It remembers where the last instance had it.
type accessor struct {
	rt   *Runtime
	name string

	class   *Class // of the instance seen last, whose field comes before what its class has
	version uint64 // rt.classVersion then
	index   int    // of the field
}

var _ starlark.HasSetKey = (*accessor)(nil)

// Accessor returns the value of the predeclared name "#a." + name.
func (rt *Runtime) Accessor(name string) starlark.Value { return &accessor{rt: rt, name: name} }

func (a *accessor) String() string        { return "<attribute '" + a.name + "'>" }
func (a *accessor) Type() string          { return "intrinsic" }
func (a *accessor) Freeze()               {}
func (a *accessor) Truth() starlark.Bool  { return true }
func (a *accessor) Hash() (uint32, error) { return pointerHash(a), nil }

// Get is getattr(x, name).
func (a *accessor) Get(x starlark.Value) (starlark.Value, bool, error) {
	if o, ok := x.(*Instance); ok {
		if o.class == a.class && a.version == a.rt.classVersion && a.index < len(o.fields) {
			if f := &o.fields[a.index]; f.name == a.name && f.value != nil {
				return f.value, true, nil
			}
		}
		if s := o.class.specials(); !s.data && s.getattribute == nil {
			if i := o.position(a.name); i >= 0 {
				a.class, a.version, a.index = o.class, a.rt.classVersion, i
				return o.fields[i].value, true, nil
			}
		}
		v, err := o.Attr(a.name)
		return v, true, err
	}
	v, err := a.rt.GetAttr(x, a.name)
	return v, true, err
}

// SetKey is setattr(x, name, v).
func (a *accessor) SetKey(x, v starlark.Value) error {
	if o, ok := x.(*Instance); ok {
		return o.SetField(a.name, v)
	}
	return a.rt.SetAttr(x, a.name, v)
}
