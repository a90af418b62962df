package object

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file defines unions of types: int | None.

// Union is X | Y of types.
type Union struct{ args starlark.Tuple }

// NewUnion returns the union of types, nested unions flattened and duplicates dropped: the type itself if there is one.
func NewUnion(members ...starlark.Value) starlark.Value {
	u := &Union{}
	var add func(v starlark.Value)
	add = func(v starlark.Value) {
		if inner, ok := v.(*Union); ok {
			for _, x := range inner.args {
				add(x)
			}
			return
		}
		for _, x := range u.args {
			if x == v {
				return
			}
		}
		u.args = append(u.args, v)
	}
	for _, v := range members {
		add(v)
	}
	if len(u.args) == 1 {
		return u.args[0]
	}
	return u
}

func (u *Union) String() string {
	names := make([]string, len(u.args))
	for i, v := range u.args {
		names[i] = v.String()
		if c, ok := v.(*Class); ok {
			names[i] = c.qualname
			if c.module != "builtins" {
				names[i] = c.describe()
			}
		}
	}
	return strings.Join(names, " | ")
}
func (u *Union) Type() string          { return "UnionType" }
func (u *Union) Freeze()               {}
func (u *Union) Truth() starlark.Bool  { return true }
func (u *Union) Hash() (uint32, error) { return u.args.Hash() }

// Binary adds a member.
func (u *Union) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PIPE {
		return nil, nil
	}
	if side == starlark.Left {
		return NewUnion(u, y), nil
	}
	return NewUnion(y, u), nil
}

// Attr serves __args__.
func (u *Union) Attr(name string) (starlark.Value, error) {
	if name == "__args__" {
		return u.args, nil
	}
	return nil, nil
}

// AttrNames lists what Attr serves.
func (u *Union) AttrNames() []string { return []string{"__args__"} }
