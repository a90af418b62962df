package collections

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds ChainMap, UserDict, UserList and UserString: classes with attributes only, whose methods a script's
// class may override and find called by the others.

// field returns an attribute that __init__ has set.
func field(c declare.Call, name string) starlark.Value {
	v, ok := c.Object().Field(name)
	if !ok {
		return starlark.None
	}
	return v
}

// snapshot returns the items of a mapping as a dict: by iterating over Self and reading each key.
func snapshot(c declare.Call) (*starlark.Dict, error) {
	keys, err := c.RT.List(c.T, c.Self)
	if err != nil {
		return nil, err
	}
	d := starlark.NewDict(len(keys))
	for _, k := range keys {
		v, err := c.RT.GetItem(c.T, c.Self, k)
		if err != nil {
			return nil, err
		}
		if err := d.SetKey(k, v); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// view is keys(), values() or items().
func view(name string) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		d, err := snapshot(c)
		if err != nil {
			return nil, err
		}
		return c.CallMethod(d, name)
	}
}

// mappingMethods are those that Mapping and MutableMapping derive from __getitem__, __iter__, __len__, ...
func mappingMethods(rt *object.Runtime) map[string]declare.Func {
	isKeyError := func(err error) bool {
		if object.IsCancelled(err) {
			return false
		}
		return rt.Exception(err).IsInstanceOf(exceptions.KeyError)
	}
	return map[string]declare.Func{
		"keys": view("keys"), "values": view("values"), "items": view("items"),
		"get": func(c declare.Call) (starlark.Value, error) {
			var key starlark.Value
			var missing starlark.Value = starlark.None
			if err := c.Unpack("key", &key, "default?", &missing); err != nil {
				return nil, err
			}
			v, err := rt.GetItem(c.T, c.Self, key)
			if err != nil && isKeyError(err) {
				return missing, nil
			}
			return v, err
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			_, err := rt.GetItem(c.T, c.Self, c.Args[0])
			if err != nil && isKeyError(err) {
				return starlark.False, nil
			}
			return starlark.Bool(err == nil), err
		},
		"__eq__": func(c declare.Call) (starlark.Value, error) {
			other, ok, err := mapping(c, c.Arg(0))
			if err != nil || !ok {
				return object.NotImplemented, err
			}
			mine, err := snapshot(c)
			if err != nil {
				return nil, err
			}
			eq, err := rt.Equal(mine, other)
			return starlark.Bool(eq), err
		},
		"setdefault": func(c declare.Call) (starlark.Value, error) {
			var key starlark.Value
			var missing starlark.Value = starlark.None
			if err := c.Unpack("key", &key, "default?", &missing); err != nil {
				return nil, err
			}
			v, err := rt.GetItem(c.T, c.Self, key)
			if err != nil && isKeyError(err) {
				return missing, rt.SetItem(c.T, c.Self, key, missing)
			}
			return v, err
		},
		"pop": func(c declare.Call) (starlark.Value, error) {
			var key, missing starlark.Value
			if err := c.Unpack("key", &key, "default?", &missing); err != nil {
				return nil, err
			}
			v, err := rt.GetItem(c.T, c.Self, key)
			if err != nil {
				if missing != nil && isKeyError(err) {
					return missing, nil
				}
				return nil, err
			}
			return v, rt.DelItem(c.T, c.Self, key)
		},
		"popitem": func(c declare.Call) (starlark.Value, error) {
			it, err := rt.Iter(c.T, c.Self)
			if err != nil {
				return nil, err
			}
			key, ok, err := it.Step()
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, exceptions.KeyError.With()
			}
			v, err := rt.GetItem(c.T, c.Self, key)
			if err != nil {
				return nil, err
			}
			return starlark.Tuple{key, v}, rt.DelItem(c.T, c.Self, key)
		},
		"clear": func(c declare.Call) (starlark.Value, error) {
			keys, err := rt.List(c.T, c.Self)
			for _, k := range append([]starlark.Value(nil), keys...) {
				if err := rt.DelItem(c.T, c.Self, k); err != nil {
					return nil, err
				}
			}
			return none(err)
		},
		"update": func(c declare.Call) (starlark.Value, error) {
			d := new(starlark.Dict)
			if m, ok, err := mapping(c, object.OrNone(c.Arg(0))); err != nil {
				return nil, err
			} else if ok {
				c.Args = starlark.Tuple{m}
			}
			if err := updateFrom(c, d); err != nil {
				return nil, err
			}
			for k, v := range d.Entries() {
				if err := rt.SetItem(c.T, c.Self, k, v); err != nil {
					return nil, err
				}
			}
			return starlark.None, nil
		},
	}
}

func newChainMap(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "ChainMap", declare.Options{})
	maps := func(c declare.Call) ([]starlark.Value, error) { return rt.List(c.T, field(c, "maps")) }
	methods := mappingMethods(rt)
	// merged returns all items, those of earlier maps over those of later ones.
	merged := func(c declare.Call) (*starlark.Dict, error) {
		all, err := maps(c)
		if err != nil {
			return nil, err
		}
		d := new(starlark.Dict)
		for i := len(all) - 1; i >= 0; i-- {
			m, ok, err := mapping(c, all[i])
			if err != nil {
				return nil, err
			}
			if ok {
				for key, v := range m.Entries() {
					if err := d.SetKey(key, v); err != nil {
						return nil, err
					}
				}
			}
		}
		return d, nil
	}
	missing := func(key starlark.Value) error {
		s, err := rt.Repr(key)
		if err != nil {
			return err
		}
		return exceptions.KeyError.With(starlark.String("Key not found in the first mapping: " + s))
	}
	for name, f := range map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			list := append([]starlark.Value(nil), c.Args...)
			if len(list) == 0 {
				list = append(list, new(starlark.Dict))
			}
			c.Object().SetOwn("maps", starlark.NewList(list))
			return starlark.None, nil
		},
		"__getitem__": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			for _, m := range all {
				ok, err := rt.Contains(c.T, m, c.Args[0])
				if err != nil {
					return nil, err
				}
				if ok {
					return rt.GetItem(c.T, m, c.Args[0])
				}
			}
			return c.CallMethod(c.Self, "__missing__", c.Args[0])
		},
		"__missing__": func(c declare.Call) (starlark.Value, error) { return nil, keyError(c.Args[0]) },
		"__iter__": func(c declare.Call) (starlark.Value, error) {
			d, err := merged(c)
			if err != nil {
				return nil, err
			}
			return rt.Iter(c.T, d)
		},
		"__len__": func(c declare.Call) (starlark.Value, error) {
			d, err := merged(c)
			if err != nil {
				return nil, err
			}
			return starlark.MakeInt(d.Len()), nil
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			d, err := merged(c)
			if err != nil {
				return nil, err
			}
			_, ok, err := d.Get(c.Args[0])
			return starlark.Bool(ok), err
		},
		"__bool__": func(c declare.Call) (starlark.Value, error) {
			d, err := merged(c)
			return starlark.Bool(err == nil && d.Len() > 0), err
		},
		"__setitem__": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			return none(rt.SetItem(c.T, all[0], c.Args[0], c.Args[1]))
		},
		"__delitem__": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			if ok, err := rt.Contains(c.T, all[0], c.Args[0]); err != nil {
				return nil, err
			} else if !ok {
				return nil, missing(c.Args[0])
			}
			return none(rt.DelItem(c.T, all[0], c.Args[0]))
		},
		"pop": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			if len(c.Args) == 1 {
				if ok, err := rt.Contains(c.T, all[0], c.Args[0]); err == nil && !ok {
					return nil, missing(c.Args[0])
				}
			}
			return c.CallMethod(all[0], "pop", c.Args...)
		},
		"popitem": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			if n, err := rt.Len(c.T, all[0]); err == nil && n == 0 {
				return nil, exceptions.KeyError.Errorf("No keys found in the first mapping.")
			}
			return c.CallMethod(all[0], "popitem")
		},
		"clear": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			return c.CallMethod(all[0], "clear")
		},
		"new_child": func(c declare.Call) (starlark.Value, error) {
			var m starlark.Value
			d := new(starlark.Dict)
			if len(c.Args) > 0 && c.Args[0] != starlark.None {
				m = c.Args[0]
			} else if m = object.Keyword(c.Kwargs, "m"); m == nil {
				m = d
			}
			for _, kv := range c.Kwargs {
				if kv[0] != starlark.String("m") {
					if err := rt.SetItem(c.T, m, kv[0], kv[1]); err != nil {
						return nil, err
					}
				}
			}
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			return c.Call(c.Object().Class(), append([]starlark.Value{m}, all...)...)
		},
		"copy": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			first, err := c.CallMethod(all[0], "copy")
			if err != nil {
				return nil, err
			}
			return c.Call(c.Object().Class(), append([]starlark.Value{first}, all[1:]...)...)
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			all, err := maps(c)
			if err != nil {
				return nil, err
			}
			parts := make([]string, len(all))
			for i, m := range all {
				if parts[i], err = rt.Repr(m); err != nil {
					return nil, err
				}
			}
			return starlark.String(c.Object().Class().Name() + "(" + strings.Join(parts, ", ") + ")"), nil
		},
	} {
		methods[name] = f
	}
	k.Methods(methods)
	k.Property("parents", func(c declare.Call) (starlark.Value, error) {
		all, err := maps(c)
		if err != nil {
			return nil, err
		}
		return c.Call(c.Object().Class(), all[1:]...)
	})
	k.Define("__hash__", starlark.None)
	return k
}

// delegate calls a method of the attribute data.
func delegate(name string) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		f, err := c.RT.GetAttr(field(c, "data"), name)
		if err != nil {
			return nil, err
		}
		args := make(starlark.Tuple, len(c.Args))
		for i, v := range c.Args {
			args[i] = v
			if o, ok := v.(*object.Instance); ok && o.Class().IsSubclass(c.Object().Class()) {
				if data, ok := o.Field("data"); ok {
					args[i] = data
				}
			}
		}
		return starlark.Call(c.T, f, args, c.Kwargs)
	}
}

// wrapped is delegate with a result of Self's class.
func wrapped(name string) declare.Func {
	f := delegate(name)
	return func(c declare.Call) (starlark.Value, error) {
		v, err := f(c)
		if err != nil || v == object.NotImplemented {
			return v, err
		}
		return c.Call(c.Object().Class(), v)
	}
}

func newUserDict(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "UserDict", declare.Options{})
	k.Methods(mappingMethods(rt))
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			c.Object().SetOwn("data", new(starlark.Dict))
			if len(c.Args) == 0 && len(c.Kwargs) == 0 || len(c.Args) == 1 && c.Args[0] == starlark.None {
				return starlark.None, nil
			}
			update, err := rt.GetAttr(c.Self, "update")
			if err != nil {
				return nil, err
			}
			_, err = starlark.Call(c.T, update, c.Args, c.Kwargs)
			return none(err)
		},
		"__getitem__": func(c declare.Call) (starlark.Value, error) {
			data := field(c, "data")
			if ok, err := rt.Contains(c.T, data, c.Args[0]); err != nil {
				return nil, err
			} else if !ok {
				if f, found := c.Object().Class().Lookup("__missing__"); found {
					return c.Call(f, c.Self, c.Args[0])
				}
				return nil, keyError(c.Args[0])
			}
			return rt.GetItem(c.T, data, c.Args[0])
		},
		"__setitem__":  delegate("__setitem__"),
		"__delitem__":  delegate("__delitem__"),
		"__len__":      delegate("__len__"),
		"__iter__":     delegate("__iter__"),
		"__contains__": delegate("__contains__"),
		"__repr__":     delegate("__repr__"),
		"__or__":       wrapped("__or__"),
		"copy":         func(c declare.Call) (starlark.Value, error) { return c.Call(c.Object().Class(), c.Self) },
	})
	k.Define("__hash__", starlark.None)
	return k
}

func newUserList(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "UserList", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var initial starlark.Value
		if err := c.Unpack("initlist??", &initial); err != nil {
			return nil, err
		}
		list := starlark.NewList(nil)
		if initial != nil {
			values, err := c.List(initial)
			if err != nil {
				return nil, err
			}
			list = starlark.NewList(values)
		}
		c.Object().SetOwn("data", list)
		return starlark.None, nil
	})
	for _, name := range strings.Fields("append extend insert pop remove clear index count sort reverse __len__ __iter__ __contains__ __setitem__ __delitem__ __repr__ __eq__ __lt__ __le__ __gt__ __ge__") {
		k.Method(name, delegate(name))
	}
	for _, name := range strings.Fields("copy __add__ __mul__ __rmul__") {
		k.Method(name, wrapped(name))
	}
	k.Method("__getitem__", func(c declare.Call) (starlark.Value, error) {
		v, err := rt.GetItem(c.T, field(c, "data"), c.Args[0])
		if _, isSlice := c.Args[0].(*object.Slice); isSlice && err == nil {
			return c.Call(c.Object().Class(), v)
		}
		return v, err
	})
	k.Method("__iadd__", func(c declare.Call) (starlark.Value, error) {
		_, err := delegate("extend")(c)
		return c.Self, err
	})
	k.Define("__hash__", starlark.None)
	return k
}

func newUserString(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "UserString", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		s, err := rt.Str(c.Args[0])
		c.Object().SetOwn("data", starlark.String(s))
		return none(err)
	})
	for _, name := range strings.Fields("split rsplit splitlines find rfind index rindex count startswith endswith isalpha isdigit isalnum isspace isupper islower istitle isnumeric isdecimal isidentifier partition encode __len__ __iter__ __contains__ __eq__ __lt__ __le__ __gt__ __ge__ __hash__ __repr__ __str__") {
		k.Method(name, delegate(name))
	}
	for _, name := range strings.Fields("upper lower title capitalize swapcase strip lstrip rstrip replace center ljust rjust zfill format join expandtabs casefold removeprefix removesuffix translate __add__ __mul__ __mod__ __getitem__") {
		k.Method(name, wrapped(name))
	}
	return k
}
