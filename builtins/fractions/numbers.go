package fractions

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds the module numbers.

// NewNumbers returns the module numbers.
func NewNumbers(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "numbers", nil)
	var above []*object.Class
	// Each class holds what the one below holds.
	tower := []struct {
		name string
		has  func(v starlark.Value) bool
	}{
		{"Number", func(v starlark.Value) bool { return named(v, "decimal", "Decimal") }},
		{"Complex", func(v starlark.Value) bool { return object.TypeName(v) == "complex" }},
		{"Real", func(v starlark.Value) bool { _, ok := object.Underlying(v).(starlark.Float); return ok }},
		{"Rational", func(v starlark.Value) bool { _, ok := declare.State[*fraction](v); return ok }},
		{"Integral", func(v starlark.Value) bool {
			switch object.Underlying(v).(type) {
			case starlark.Int, starlark.Bool:
				return true
			}
			return false
		}},
	}
	classes := make([]*declare.Class, len(tower))
	for i, t := range tower {
		k := declare.New(rt, "numbers", t.name, declare.Options{}, above...)
		k.MarkABC()
		k.SetInstanceTest(func(v starlark.Value) bool {
			for _, u := range tower[i:] {
				if u.has(v) {
					return true
				}
			}
			return false
		})
		k.ClassMethod("register", func(c declare.Call) (starlark.Value, error) {
			class, ok := c.Arg(0).(*object.Class)
			if !ok {
				return nil, declare.TypeErrorf("Can only register classes")
			}
			c.Self.(*object.Class).Register(class)
			return class, nil
		})
		above = []*object.Class{k.Class}
		classes[i] = k
		m.SetField(t.name, k.Class)
	}
	for i, k := range classes {
		if i <= 2 {
			k.Register(rt.Type("float"))
		}
		k.Register(rt.Type("int"))
	}
	return m
}

// named reports whether v is an instance of a class made in Go.
func named(v starlark.Value, module, name string) bool {
	o, ok := v.(*object.Instance)
	return ok && o.Class().Module() == module && o.Class().Name() == name
}
