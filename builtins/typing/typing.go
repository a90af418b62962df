package typing

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module and holds its functions.

// New returns the module typing.
func New(rt *object.Runtime) *object.Module {
	same := func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("%s() missing 1 required positional argument", c.Name)
		}
		return c.Args[0], nil
	}
	functions := map[string]declare.Func{
		"cast": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(2); err != nil {
				return nil, err
			}
			return c.Args[1], nil
		},
		"assert_type": same, "reveal_type": same, "runtime_checkable": structural, "runtime": structural,
		"dataclass_transform": func(c declare.Call) (starlark.Value, error) { return declare.Function(rt, "decorator", same), nil },
		"get_type_hints":      hints, "get_origin": getOrigin, "get_args": getArgs,
		"is_typeddict": func(c declare.Call) (starlark.Value, error) {
			class, ok := c.Arg(0).(*object.Class)
			if ok {
				_, ok = class.Lookup("__total__")
			}
			return starlark.Bool(ok), nil
		},
		"get_overloads": func(c declare.Call) (starlark.Value, error) { return starlark.NewList(nil), nil },
	}
	for _, n := range strings.Fields("final override no_type_check no_type_check_decorator overload") {
		functions[n] = same
	}
	m := declare.Module(rt, "typing", functions)
	for _, n := range strings.Fields(bare) {
		m.SetField(n, &special{rt: rt, name: n})
	}
	for n, place := range standing {
		s := &special{rt: rt, name: n}
		if place == "" {
			place = "collections.abc." + n
		}
		i := strings.LastIndexByte(place, '.')
		if module := place[:i]; module == "builtins" {
			s.origin = rt.Type(place[i+1:])
		} else if made, err := rt.Import(rt.Current(), module); err == nil {
			s.origin, _ = rt.GetAttr(made, place[i+1:])
		}
		m.SetField(n, s)
	}
	variable := newTypeVar(rt, "TypeVar", "~")
	declare.Classes(m, variable, newTypeVar(rt, "ParamSpec", "~"), newTypeVar(rt, "TypeVarTuple", ""), newNewType(rt), newForwardRef(rt))
	any := variable.Allocate(rt.Current())
	any.SetOwn("__name__", starlark.String("AnyStr"))
	addClasses(rt, m)
	return declare.Add(m, starlark.StringDict{"TYPE_CHECKING": starlark.False, "Text": rt.Type("str"), "AnyStr": any})
}

// newTypeVar makes TypeVar and the like: names with attributes.
func newTypeVar(rt *object.Runtime, name, prefix string) *declare.Class {
	k := declare.New(rt, "typing", name, declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("%s() missing required argument 'name' (pos 1)", name)
		}
		o := c.Object()
		o.SetOwn("__name__", c.Args[0])
		o.SetOwn("__constraints__", c.Args[1:])
		o.SetOwn("__bound__", starlark.None)
		for _, kv := range c.Kwargs {
			o.SetOwn("__"+string(kv[0].(starlark.String))+"__", kv[1])
		}
		return starlark.None, nil
	})
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		v, _ := c.Object().Field("__name__")
		s, _ := declare.Text(v)
		p := prefix
		for flag, sign := range map[string]string{"__covariant__": "+", "__contravariant__": "-"} {
			if on, ok := c.Object().Field(flag); ok && bool(on.Truth()) {
				p = sign
			}
		}
		return starlark.String(p + s), nil
	})
	k.Method("__or__", func(c declare.Call) (starlark.Value, error) {
		return (&special{rt: rt}).union(starlark.Tuple{c.Self, c.Args[0]}), nil
	})
	k.Method("__ror__", func(c declare.Call) (starlark.Value, error) {
		return (&special{rt: rt}).union(starlark.Tuple{c.Args[0], c.Self}), nil
	})
	return k
}

// newNewType makes NewType, whose instances return what they are called with.
func newNewType(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "typing", "NewType", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var name, tp starlark.Value
		if err := c.Unpack("name", &name, "tp", &tp); err != nil {
			return nil, err
		}
		c.Object().SetOwn("__name__", name)
		c.Object().SetOwn("__qualname__", name)
		c.Object().SetOwn("__supertype__", tp)
		return starlark.None, nil
	})
	k.Method("__call__", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		return c.Args[0], nil
	})
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		v, _ := c.Object().Field("__name__")
		s, _ := declare.Text(v)
		return starlark.String(rt.MainModule + "." + s), nil
	})
	return k
}

func newForwardRef(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "typing", "ForwardRef", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		c.Object().SetOwn("__forward_arg__", c.Arg(0))
		return starlark.None, nil
	})
	return k
}

// hints is get_type_hints(obj): the annotations of a class and its bases, or of anything else.
func hints(c declare.Call) (starlark.Value, error) {
	if len(c.Args) == 0 {
		return nil, declare.TypeErrorf("get_type_hints() missing 1 required positional argument: 'obj'")
	}
	out := new(starlark.Dict)
	add := func(v starlark.Value) error {
		d, ok := v.(*starlark.Dict)
		if !ok {
			return nil
		}
		for _, item := range d.Items() {
			value := item[1]
			if value == starlark.None {
				value = c.RT.Type("NoneType")
			}
			if s, ok := declare.Text(value); ok && c.RT.Type(s) != nil {
				value = c.RT.Type(s)
			}
			if err := out.SetKey(item[0], value); err != nil {
				return err
			}
		}
		return nil
	}
	class, ok := c.Args[0].(*object.Class)
	if !ok {
		v, err := c.RT.GetAttr(c.Args[0], "__annotations__")
		if err != nil {
			return out, nil
		}
		return out, add(v)
	}
	mro, err := c.RT.GetAttr(class, "__mro__")
	if err != nil {
		return nil, err
	}
	order := mro.(starlark.Tuple)
	for i := len(order) - 1; i >= 0; i-- {
		var own starlark.Value
		order[i].(*object.Class).Namespace(func(name string, v starlark.Value) {
			if name == "__annotations__" {
				own = v
			}
		})
		if err := add(own); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func getOrigin(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	if s, ok := c.Args[0].(*special); ok && s.args != nil {
		return s.Attr("__origin__")
	}
	return starlark.None, nil
}

func getArgs(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	switch s := c.Args[0].(type) {
	case *special:
		return append(starlark.Tuple{}, s.args...), nil
	case *object.Union:
		return s.Attr("__args__")
	}
	return starlark.Tuple{}, nil
}

// structural is runtime_checkable: an object with all names of the protocol is an instance of it.
func structural(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	class, ok := c.Args[0].(*object.Class)
	if !ok {
		return nil, declare.TypeErrorf("@runtime_checkable can be only applied to protocol classes")
	}
	names := map[string]bool{}
	class.Namespace(func(name string, v starlark.Value) {
		switch name {
		case "__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__slots__":
		case "__annotations__":
			if d, ok := v.(*starlark.Dict); ok {
				for k := range d.Entries() {
					if s, ok := declare.Text(k); ok {
						names[s] = true
					}
				}
			}
		default:
			names[name] = true
		}
	})
	class.SetInstanceTest(func(v starlark.Value) bool {
		for n := range names {
			if _, err := c.RT.GetAttr(v, n); err != nil {
				return false
			}
		}
		return true
	})
	return class, nil
}
