// Package structseq makes the named tuples of CPython's C modules: time.struct_time, os.stat_result, sys.version_info.
package structseq

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// Type is a named tuple of one interpreter: a class derived from tuple, whose elements also have names.
type Type struct {
	Class   *object.Class
	rt      *object.Runtime
	fields  []string
	visible int // elements of the tuple; further fields are attributes only
	name    string
}

// New makes a type. The first visible fields are elements of the tuple, all of them if visible is 0.
func New(rt *object.Runtime, module, name string, visible int, fields ...string) *Type {
	if visible == 0 {
		visible = len(fields)
	}
	ty := &Type{rt: rt, fields: fields, visible: visible, name: module + "." + name}
	ty.Class = rt.NewBuiltinClass(module, name, nil, rt.Type("tuple"))
	for i, f := range fields[:visible] {
		ty.Class.Define(f, &member{name: f, index: i})
	}
	ty.Class.Define("n_fields", starlark.MakeInt(len(fields)))
	ty.Class.Define("n_sequence_fields", starlark.MakeInt(visible))
	ty.Class.Define("n_unnamed_fields", starlark.MakeInt(0))
	ty.Class.Define("__repr__", object.NewMethod(ty.Class, "__repr__", ty.repr))
	ty.Class.Define("__new__", object.NewBuiltin("__new__", ty.construct))
	return ty
}

// Make returns a value with all fields.
func (ty *Type) Make(t *starlark.Thread, values ...starlark.Value) *object.Instance {
	o := ty.Class.Allocate(t)
	o.SetUnderlying(append(starlark.Tuple{}, values[:ty.visible]...))
	for i := ty.visible; i < len(values); i++ {
		o.SetOwn(ty.fields[i], values[i])
	}
	return o
}

// construct is the call of the class with a sequence.
func (ty *Type) construct(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 2 {
		return nil, exceptions.TypeError.Errorf("structseq() missing required argument 'sequence' (pos 1)")
	}
	elements, err := ty.rt.List(t, args[1])
	if err != nil {
		return nil, exceptions.TypeError.Errorf("constructor requires a sequence")
	}
	least := "at least "
	if ty.visible == len(ty.fields) {
		least = ""
	}
	if len(elements) < ty.visible {
		return nil, exceptions.TypeError.Errorf("%s() takes an %s%d-sequence (%d-sequence given)", ty.name, least, ty.visible, len(elements))
	}
	if len(elements) > len(ty.fields) {
		return nil, exceptions.TypeError.Errorf("%s() takes an at most %d-sequence (%d-sequence given)", ty.name, len(ty.fields), len(elements))
	}
	values := append(append([]starlark.Value{}, elements...), make([]starlark.Value, len(ty.fields)-len(elements))...)
	for i := len(elements); i < len(values); i++ {
		values[i] = starlark.None
	}
	return ty.Make(t, values...), nil
}

func (ty *Type) repr(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	elements, ok := object.Underlying(self).(starlark.Tuple)
	if !ok {
		return nil, exceptions.TypeError.Errorf("descriptor '__repr__' requires a '%s' object", ty.name)
	}
	var b strings.Builder
	b.WriteString(ty.name + "(")
	for i, v := range elements {
		if i > 0 {
			b.WriteString(", ")
		}
		s, err := ty.rt.Repr(v)
		if err != nil {
			return nil, err
		}
		b.WriteString(ty.fields[i] + "=" + s)
	}
	b.WriteString(")")
	return starlark.String(b.String()), nil
}

// member reads one element by name.
type member struct {
	name  string
	index int
}

func (m *member) String() string        { return "<member '" + m.name + "'>" }
func (m *member) Type() string          { return "member_descriptor" }
func (m *member) Freeze()               {}
func (m *member) Truth() starlark.Bool  { return true }
func (m *member) Hash() (uint32, error) { return starlark.String(m.name).Hash() }

// Bind returns the element.
func (m *member) Bind(t *starlark.Thread, obj starlark.Value, class *object.Class) (starlark.Value, error) {
	if obj == nil {
		return m, nil
	}
	if elements, ok := object.Underlying(obj).(starlark.Tuple); ok && m.index < len(elements) {
		return elements[m.index], nil
	}
	return starlark.None, nil
}
