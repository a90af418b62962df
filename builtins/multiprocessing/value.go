package multiprocessing

import (
	"hash/maphash"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds what the values of this package have in common.

// plain gives a value the methods that are the same for all of them, and room for what a script assigns to it.
type plain struct{ own map[string]starlark.Value }

func (plain) Freeze()              {}
func (plain) Truth() starlark.Bool { return true }

// attribute is what a script has assigned to v, or its method.
func (p *plain) attribute(v object.HasMethods, name string) (starlark.Value, error) {
	if x, ok := p.own[name]; ok {
		return x, nil
	}
	return object.MethodOf(v, name)
}

// assign is v.name = x, which is refused for properties.
func (p *plain) assign(v starlark.Value, name string, x starlark.Value, properties ...string) error {
	for _, property := range properties {
		if property == name {
			return exceptions.AttributeError.Errorf("property '%s' of '%s' object has no setter", name, object.TypeName(v))
		}
	}
	if p.own == nil {
		p.own = map[string]starlark.Value{}
	}
	p.own[name] = x
	return nil
}

var hashSeed = maphash.MakeSeed()

// identityHash hashes a pointer by identity.
func identityHash(p any) uint32 { return uint32(maphash.Comparable(hashSeed, p)) }

// defaultRepr is the repr that a class without __repr__ inherits.
func defaultRepr(qualified string, p any) string {
	return "<" + qualified + " object at " + object.Address(p) + ">"
}

// unpack is object.Unpack for methods that CPython writes in Python: messages count self as an argument.
func unpack(name string, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple, pairs ...any) error {
	if len(args) == 0 && len(kwargs) == 0 && len(pairs) == 0 {
		return nil
	}
	var me starlark.Value
	full := make(starlark.Tuple, 0, len(args)+1)
	full = append(append(full, self), args...)
	return object.Unpack(name, full, kwargs, append([]any{"self", &me}, pairs...)...)
}

// returnSelf is __enter__ of objects that `with` binds as they are.
func returnSelf(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return self, nil
}

// noSetter refuses the assignment of a property, or of a name that an object made in Go does not have.
func noSetter(v starlark.Value, name string, properties ...string) error {
	for _, p := range properties {
		if p == name {
			return exceptions.AttributeError.Errorf("property '%s' of '%s' object has no setter", name, object.TypeName(v))
		}
	}
	return exceptions.AttributeError.Errorf("'%s' object has no attribute '%s'", object.TypeName(v), name)
}

// addTime is the error of time.monotonic() + timeout for a timeout that is no number; other values are what timeout accepts.
func addTime(v starlark.Value) error {
	if v == nil || v == starlark.None {
		return nil
	}
	if _, err := object.AsFloat(v); err != nil {
		return exceptions.TypeError.Errorf("unsupported operand type(s) for +: 'float' and '%s'", object.TypeName(v))
	}
	return nil
}
