package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file provides the methods of dicts.

// HasKeys is a mapping made in Go: dict(), update() and ** read it by Keys and Get.
type HasKeys interface {
	starlark.Mapping
	Keys() []starlark.Value
}

// mapping returns the pairs of v if v is a mapping: it has the method keys.
func (rt *Runtime) mapping(t *starlark.Thread, v starlark.Value) (pairs []starlark.Tuple, ok bool, err error) {
	switch v := v.(type) {
	case *starlark.Dict:
		return v.Items(), true, nil
	case *liveDict:
		return v.Items(), true, nil
	case HasKeys:
		for _, k := range v.Keys() {
			x, _, err := v.Get(k)
			if err != nil {
				return nil, true, err
			}
			pairs = append(pairs, starlark.Tuple{k, x})
		}
		return pairs, true, nil
	case *Instance:
		if d, ok := v.wrapped().(*starlark.Dict); ok && !v.overrides("keys", "__getitem__") {
			return d.Items(), true, nil
		}
	case starlark.IterableMapping:
		return v.Items(), true, nil
	case *starlark.List, starlark.Tuple, starlark.String, *starlark.Set, *Iterator, *DictView:
		return nil, false, nil
	}
	keys, err := rt.GetAttr(v, "keys")
	if err != nil {
		return nil, false, nil
	}
	names, err := starlark.Call(t, keys, nil, nil)
	if err != nil {
		return nil, true, err
	}
	list, err := rt.List(t, names)
	if err != nil {
		return nil, true, err
	}
	for _, k := range list {
		x, err := rt.GetItem(t, v, k)
		if err != nil {
			return nil, true, err
		}
		pairs = append(pairs, starlark.Tuple{k, x})
	}
	return pairs, true, nil
}

// updateDict is d.update(*args, **kwargs) under the given name.
func (rt *Runtime) updateDict(t *starlark.Thread, name string, d *starlark.Dict, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args) > 1 {
		return typeErrorf("%s expected at most 1 argument, got %d", name, len(args))
	}
	if len(args) == 1 {
		if err := rt.mergeInto(t, d, args[0]); err != nil {
			return err
		}
	}
	for _, kv := range kwargs {
		if err := d.SetKey(kv[0], kv[1]); err != nil {
			return err
		}
	}
	return nil
}

// mergeInto adds a mapping or an iterable of pairs to d.
func (rt *Runtime) mergeInto(t *starlark.Thread, d *starlark.Dict, v starlark.Value) error {
	pairs, ok, err := rt.mapping(t, v)
	if err != nil {
		return err
	}
	if ok {
		for _, kv := range pairs {
			if err := d.SetKey(kv[0], kv[1]); err != nil {
				return hashError(err)
			}
		}
		return nil
	}
	elements, err := rt.List(t, v)
	if err != nil {
		return err
	}
	for i, x := range elements {
		pair, err := rt.List(t, x)
		if err != nil {
			if _, ok := exceptions.As(err, exceptions.TypeError); ok {
				return typeErrorf("cannot convert dictionary update sequence element #%d to a sequence", i)
			}
			return err
		}
		if len(pair) != 2 {
			return valueErrorf("dictionary update sequence element #%d has length %d; 2 is required", i, len(pair))
		}
		if err := d.SetKey(pair[0], pair[1]); err != nil {
			return hashError(err)
		}
	}
	return nil
}

// lastKey returns the key that was inserted last.
func lastKey(d *starlark.Dict) (last starlark.Value) {
	for k := range d.Entries() {
		last = k
	}
	return last
}

func dictView(kind string) Func {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("dict."+kind, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return &DictView{d: args[0].(*starlark.Dict), kind: kind, rt: Of(t)}, nil
	}
}

// dictMethods are the methods of dict.
var dictMethods = map[string]nativeMethod{
	"items":  dictView("items"),
	"keys":   dictView("keys"),
	"values": dictView("values"),
	"get": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) < 2 || len(args) > 3 || len(kwargs) > 0 {
			return nil, argumentCount("dict.get", args[1:], kwargs, 1, 2)
		}
		v, ok, err := args[0].(*starlark.Dict).Get(args[1])
		switch {
		case err != nil:
			return nil, hashError(err)
		case ok:
			return v, nil
		case len(args) > 2:
			return args[2], nil
		}
		return starlark.None, nil
	},
	"setdefault": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("dict.setdefault", args[1:], kwargs, 1, 2); err != nil {
			return nil, err
		}
		d := args[0].(*starlark.Dict)
		v, ok, err := d.Get(args[1])
		if ok || err != nil {
			return v, hashError(err)
		}
		v = starlark.None
		if len(args) > 2 {
			v = args[2]
		}
		return v, hashError(d.SetKey(args[1], v))
	},
	"pop": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := argumentCount("dict.pop", args[1:], kwargs, 1, 2); err != nil {
			return nil, err
		}
		v, ok, err := args[0].(*starlark.Dict).Delete(args[1])
		switch {
		case err != nil:
			return nil, hashError(err)
		case ok:
			return v, nil
		case len(args) > 2:
			return args[2], nil
		}
		return nil, keyError(args[1])
	},
	"popitem": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("dict.popitem", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		d := args[0].(*starlark.Dict)
		if d.Len() == 0 {
			return nil, exceptions.KeyError.Errorf("popitem(): dictionary is empty")
		}
		k := lastKey(d)
		v, _, err := d.Delete(k)
		return starlark.Tuple{k, v}, err
	},
	"update": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, Of(t).updateDict(t, "update", args[0].(*starlark.Dict), args[1:], kwargs)
	},
	"clear": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("dict.clear", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.None, args[0].(*starlark.Dict).Clear()
	},
	"copy": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("dict.copy", args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return copyDict(args[0].(*starlark.Dict)), nil
	},
	"fromkeys": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return Of(t).dictFromKeys(t, args[1:], kwargs)
	},
}

func copyDict(d *starlark.Dict) *starlark.Dict {
	out := starlark.NewDict(d.Len())
	for k, v := range d.Entries() {
		out.SetKey(k, v)
	}
	return out
}

// dictFromKeys is dict.fromkeys(keys[, value]).
func (rt *Runtime) dictFromKeys(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("dict.fromkeys", args, kwargs, 1, 2); err != nil {
		return nil, err
	}
	keys, err := rt.List(t, args[0])
	if err != nil {
		return nil, err
	}
	v := starlark.Value(starlark.None)
	if len(args) > 1 {
		v = args[1]
	}
	d := starlark.NewDict(len(keys))
	for _, k := range keys {
		if err := d.SetKey(k, v); err != nil {
			return nil, hashError(err)
		}
	}
	return d, nil
}
