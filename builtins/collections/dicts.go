package collections

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds OrderedDict and defaultdict.

// keyError is KeyError(k).
func keyError(k starlark.Value) error { return exceptions.KeyError.With(k) }

// ends returns the first or last key of a dict that is not empty.
func ends(d *starlark.Dict, last bool) starlark.Value {
	if last {
		keys := d.Keys()
		return keys[len(keys)-1]
	}
	for k := range d.Entries() {
		return k
	}
	return nil
}

func newOrderedDict(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "OrderedDict", declare.Options{}, rt.Type("dict"))
	k.Methods(map[string]declare.Func{
		"move_to_end": func(c declare.Call) (starlark.Value, error) {
			var key starlark.Value
			last := true
			if err := c.Unpack("key", &key, "last?", &last); err != nil {
				return nil, err
			}
			d := dictOf(c)
			v, ok, err := d.Delete(key)
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, keyError(key)
			}
			if last {
				return none(d.SetKey(key, v))
			}
			items := d.Items()
			d.Clear()
			for _, t := range append([]starlark.Tuple{{key, v}}, items...) {
				if err := d.SetKey(t[0], t[1]); err != nil {
					return nil, err
				}
			}
			return starlark.None, nil
		},
		"popitem": func(c declare.Call) (starlark.Value, error) {
			last := true
			if err := c.Unpack("last?", &last); err != nil {
				return nil, err
			}
			d := dictOf(c)
			if d.Len() == 0 {
				return nil, exceptions.KeyError.Errorf("dictionary is empty")
			}
			key := ends(d, last)
			v, _, err := d.Delete(key)
			return starlark.Tuple{key, v}, err
		},
		"copy": func(c declare.Call) (starlark.Value, error) { return c.Call(c.Object().Class(), c.Self) },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			name := c.Object().Class().Name()
			if dictOf(c).Len() == 0 {
				return starlark.String(name + "()"), nil
			}
			s, err := rt.Repr(dictOf(c))
			return starlark.String(name + "(" + s + ")"), err
		},
		"__eq__": func(c declare.Call) (starlark.Value, error) {
			b, ok := object.Underlying(c.Arg(0)).(*starlark.Dict)
			if !ok {
				return object.NotImplemented, nil
			}
			a := dictOf(c)
			if ordered, _ := rt.IsInstance(c.Args[0], k.Class); ordered {
				eq, err := rt.Equal(starlark.NewList(a.Keys()), starlark.NewList(b.Keys()))
				if !eq || err != nil {
					return starlark.Bool(eq), err
				}
			}
			eq, err := rt.Equal(a, b)
			return starlark.Bool(eq), err
		},
	})
	k.Define("__hash__", starlark.None)
	merged(rt, k, func(c declare.Call, d *starlark.Dict) starlark.Value {
		o := same(c)
		o.SetUnderlying(d)
		return o
	})
	fromKeys(rt, k)
	return k
}

// fromKeys declares the class method fromkeys of a class derived from dict.
func fromKeys(rt *object.Runtime, k *declare.Class) {
	k.ClassMethod("fromkeys", func(c declare.Call) (starlark.Value, error) {
		var iterable starlark.Value
		var v starlark.Value = starlark.None
		if err := c.Unpack("iterable", &iterable, "value?", &v); err != nil {
			return nil, err
		}
		o, err := c.Call(c.Self)
		if err != nil {
			return nil, err
		}
		keys, err := rt.List(c.T, iterable)
		for _, key := range keys {
			if err := rt.SetItem(c.T, o, key, v); err != nil {
				return nil, err
			}
		}
		return o, err
	})
}

// merged declares | of a class derived from dict; make makes the result.
func merged(rt *object.Runtime, k *declare.Class, make func(c declare.Call, d *starlark.Dict) starlark.Value) {
	both := func(c declare.Call, a, b starlark.Value) (starlark.Value, error) {
		x, ok1 := object.Underlying(a).(*starlark.Dict)
		y, ok2 := object.Underlying(b).(*starlark.Dict)
		if !ok1 || !ok2 {
			return object.NotImplemented, nil
		}
		v, err := rt.Binary(syntax.PIPE, x, y)
		if err != nil {
			return nil, err
		}
		return make(c, v.(*starlark.Dict)), nil
	}
	k.Method("__or__", func(c declare.Call) (starlark.Value, error) { return both(c, c.Self, c.Args[0]) })
	k.Method("__ror__", func(c declare.Call) (starlark.Value, error) { return both(c, c.Args[0], c.Self) })
}

// newDefaultDict makes defaultdict, whose factory is an attribute of the instance.
func newDefaultDict(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "defaultdict", declare.Options{}, rt.Type("dict"))
	factory := func(c declare.Call) starlark.Value {
		if f, ok := c.Object().Field("default_factory"); ok {
			return f
		}
		return starlark.None
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) {
			f := starlark.Value(starlark.None)
			if len(c.Args) > 0 {
				f = c.Args[0]
				c.Args = c.Args[1:]
			}
			if f != starlark.None && !object.IsCallable(f) {
				return nil, declare.TypeErrorf("first argument must be callable or None")
			}
			c.Object().SetOwn("default_factory", f)
			return none(updateFrom(c, dictOf(c)))
		},
		"__missing__": func(c declare.Call) (starlark.Value, error) {
			f := factory(c)
			if f == starlark.None {
				return nil, keyError(c.Args[0])
			}
			v, err := c.Call(f)
			if err != nil {
				return nil, err
			}
			return v, rt.SetItem(c.T, c.Self, c.Args[0], v)
		},
		"copy": func(c declare.Call) (starlark.Value, error) { return c.Call(c.Object().Class(), factory(c), c.Self) },
		"__copy__": func(c declare.Call) (starlark.Value, error) {
			return c.Call(c.Object().Class(), factory(c), c.Self)
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			f, err := rt.Repr(factory(c))
			if err != nil {
				return nil, err
			}
			s, err := rt.Repr(dictOf(c))
			return starlark.String(c.Object().Class().Name() + "(" + f + ", " + s + ")"), err
		},
	})
	merged(rt, k, func(c declare.Call, d *starlark.Dict) starlark.Value {
		o := same(c)
		o.SetUnderlying(d)
		o.SetOwn("default_factory", factory(c))
		return o
	})
	return k
}
