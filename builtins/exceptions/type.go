package exceptions

import (
	"fmt"

	"go.starlark.net/starlark"
)

// This file defines Type, a built-in exception type.

// Type is a built-in exception type. Two types are the same exactly if their pointers are equal.
type Type struct {
	Module string // "builtins", or the module that CPython prints before the name
	Name   string
	Base   *Type // nil for BaseException only
	Second *Type // a second base, which only ExceptionGroup has
}

// New returns a type below base. It is meant for package-level variables of the package that emulates module.
func New(module, name string, base *Type) *Type {
	return &Type{Module: module, Name: name, Base: base}
}

// Is reports whether t is u or derives from it.
func (t *Type) Is(u *Type) bool {
	for ; t != nil; t = t.Base {
		if t == u || t.Second != nil && t.Second.Is(u) {
			return true
		}
	}
	return false
}

// QualifiedName is the name that a traceback prints: module and name, the module left out for builtins.
func (t *Type) QualifiedName() string {
	if t.Module == "builtins" || t.Module == "" {
		return t.Name
	}
	return t.Module + "." + t.Name
}

// Errorf returns an exception of type t whose only argument is the formatted message.
func (t *Type) Errorf(format string, args ...any) error {
	return &Error{Type: t, Args: starlark.Tuple{starlark.String(fmt.Sprintf(format, args...))}}
}

// With returns an exception of type t with the given arguments.
func (t *Type) With(args ...starlark.Value) error {
	return &Error{Type: t, Args: args}
}
