package dataclasses

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file defines the fields of data classes.

// sentinel is a value that the module holds under its name.
type sentinel struct {
	declare.Opaque
	declare.ByName
	text string
}

func (s *sentinel) String() string        { return s.text }
func (s *sentinel) Type() string          { return "_" + s.Path + "_TYPE" }
func (s *sentinel) Hash() (uint32, error) { return 0, nil }

var (
	missing = &sentinel{ByName: declare.ByName{Module: "dataclasses", Path: "MISSING"}, text: "<dataclasses._MISSING_TYPE object>"}
	kwOnly  = &sentinel{ByName: declare.ByName{Module: "dataclasses", Path: "KW_ONLY"}, text: "<dataclasses._KW_ONLY_TYPE object>"}
)

// Kinds of fields.
const (
	plain     = "_FIELD"
	classVar  = "_FIELD_CLASSVAR"
	initOnly  = "_FIELD_INITVAR"
	attribute = "name type default default_factory init repr hash compare metadata kw_only _field_type"
)

// info is the state of a Field: the values of attribute, in order.
type info struct{ values [11]starlark.Value }

var positions = func() map[string]int {
	m := map[string]int{}
	for i, n := range strings.Fields(attribute) {
		m[n] = i
	}
	return m
}()

func (f *info) get(name string) starlark.Value    { return f.values[positions[name]] }
func (f *info) set(name string, v starlark.Value) { f.values[positions[name]] = v }
func (f *info) is(name string) bool               { return bool(f.get(name).Truth()) }
func (f *info) name() string                      { s, _ := declare.Text(f.get("name")); return s }
func (f *info) kind() string                      { s, _ := declare.Text(f.get("_field_type")); return s }
func (f *info) hasDefault() bool {
	return f.get("default") != missing || f.get("default_factory") != missing
}

func newInfo() any {
	f := &info{}
	for i := range f.values {
		f.values[i] = starlark.None
	}
	for _, n := range []string{"default", "default_factory", "kw_only"} {
		f.set(n, missing)
	}
	for _, n := range []string{"init", "repr", "compare"} {
		f.set(n, starlark.True)
	}
	f.set("metadata", new(starlark.Dict))
	f.set("_field_type", starlark.String(plain))
	return f
}

func newField(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "dataclasses", "Field", declare.Options{
		State: newInfo,
		Save: func(o *object.Instance) starlark.Value {
			f := o.State().(*info)
			out := append(starlark.Tuple{}, f.values[:]...)
			switch f.get("type").(type) {
			case *object.Class, starlark.String, starlark.NoneType:
			default: // only classes and text travel; nothing looks at the rest
				out[positions["type"]] = starlark.String(f.get("type").String())
			}
			return out
		},
		Load: func(o *object.Instance, v starlark.Value) error {
			t, _ := v.(starlark.Tuple)
			if len(t) != len(o.State().(*info).values) {
				return declare.TypeErrorf("invalid field")
			}
			copy(o.State().(*info).values[:], t)
			return nil
		},
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			if _, ok := positions[name]; ok {
				return o.State().(*info).get(name), true, nil
			}
			return nil, false, nil
		},
	})
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		f := c.Object().State().(*info)
		var parts []string
		for i, n := range strings.Fields(attribute) {
			s, err := rt.Repr(f.values[i])
			if err != nil {
				return nil, err
			}
			if n == "_field_type" {
				s = f.kind()
			}
			parts = append(parts, n+"="+s)
		}
		return starlark.String("Field(" + strings.Join(parts, ",") + ")"), nil
	})
	return k
}

// field is field(*, default, default_factory, init, repr, hash, compare, metadata, kw_only).
func field(k *declare.Class) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) > 0 {
			return nil, declare.TypeErrorf("field() takes 0 positional arguments but %d %s given", len(c.Args), map[bool]string{true: "was", false: "were"}[len(c.Args) == 1])
		}
		o := k.Allocate(c.T)
		f := o.State().(*info)
		for _, kv := range c.Kwargs {
			name := string(kv[0].(starlark.String))
			if i, ok := positions[name]; !ok || name == "name" || name == "type" || i == len(f.values)-1 {
				return nil, declare.TypeErrorf("field() got an unexpected keyword argument '%s'", name)
			}
			if name == "metadata" && kv[1] == starlark.None {
				continue
			}
			f.set(name, kv[1])
		}
		if f.get("default") != missing && f.get("default_factory") != missing {
			return nil, declare.ValueErrorf("cannot specify both default and default_factory")
		}
		return o, nil
	}
}

// fieldsOf returns the fields of a data class in order, with class variables and init-only ones.
func fieldsOf(class *object.Class) ([]*info, bool) {
	v, ok := class.Lookup("__dataclass_fields__")
	d, isDict := v.(*starlark.Dict)
	if !ok || !isDict {
		return nil, false
	}
	var out []*info
	for _, o := range d.Entries() {
		if f, ok := declare.State[*info](o); ok {
			out = append(out, f)
		}
	}
	return out, true
}

// kindOf tells from an annotation what a field is.
func kindOf(annotation starlark.Value) string {
	text, isText := declare.Text(annotation)
	if !isText {
		text = annotation.String()
	}
	switch {
	case strings.HasPrefix(text, "typing.ClassVar"), strings.HasPrefix(text, "ClassVar"):
		return classVar
	case strings.HasPrefix(text, "dataclasses.InitVar"), strings.HasPrefix(text, "InitVar"):
		return initOnly
	}
	return plain
}
