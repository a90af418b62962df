package os

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes os.environ, a mapping over Environ.

// value makes the mapping.
func (e *Environ) value(rt *object.Runtime) *object.Instance {
	class := rt.NewBuiltinClass("os", "_Environ", nil)
	for name, m := range e.methods(rt) {
		class.Define(name, object.NewMethod(class, name, m))
	}
	return class.Allocate(rt.Current())
}

// text checks a key or value.
func text(v starlark.Value) (string, error) {
	s, ok := object.Underlying(v).(starlark.String)
	if !ok {
		return "", exceptions.TypeError.Errorf("str expected, not %s", object.TypeName(v))
	}
	if strings.ContainsRune(string(s), 0) {
		return "", exceptions.ValueError.Errorf("embedded null byte")
	}
	return string(s), nil
}

func (e *Environ) set(k, v starlark.Value) error {
	key, err := text(k)
	if err != nil {
		return err
	}
	value, err := text(v)
	if err != nil {
		return err
	}
	if key == "" || strings.Contains(key, "=") {
		return exceptions.OSErrorf(exceptions.OSError, 22, "Invalid argument", "")
	}
	e.vars[key] = value
	return nil
}

// dict returns a copy.
func (e *Environ) dict() *starlark.Dict {
	d := starlark.NewDict(len(e.vars))
	for _, k := range e.names() {
		d.SetKey(starlark.String(k), starlark.String(e.vars[k])) // a string is hashable and d is not frozen
	}
	return d
}

func (e *Environ) methods(rt *object.Runtime) map[string]object.Method {
	type method = object.Method
	one := func(name string, f func(t *starlark.Thread, k starlark.Value) (starlark.Value, error)) method {
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly(name, args, kwargs, 1); err != nil {
				return nil, err
			}
			return f(t, args[0])
		}
	}
	none := func(name string, f func(t *starlark.Thread) (starlark.Value, error)) method {
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly(name, args, kwargs, 0); err != nil {
				return nil, err
			}
			return f(t)
		}
	}
	// viaDict answers by the method of a dict with the same content.
	viaDict := func(name string) method {
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			f, err := rt.GetAttr(e.dict(), name)
			if err != nil {
				return nil, err
			}
			return starlark.Call(t, f, args, kwargs)
		}
	}
	m := map[string]method{
		"__getitem__": one("__getitem__", func(t *starlark.Thread, k starlark.Value) (starlark.Value, error) {
			key, err := text(k)
			if err != nil {
				return nil, err
			}
			if v, ok := e.vars[key]; ok {
				return starlark.String(v), nil
			}
			return nil, exceptions.KeyError.With(k)
		}),
		"__setitem__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, e.set(args[0], args[1])
		},
		"__delitem__": one("__delitem__", func(t *starlark.Thread, k starlark.Value) (starlark.Value, error) {
			key, err := text(k)
			if err != nil {
				return nil, err
			}
			if _, ok := e.vars[key]; !ok {
				return nil, exceptions.KeyError.With(k)
			}
			delete(e.vars, key)
			return starlark.None, nil
		}),
		"__contains__": one("__contains__", func(t *starlark.Thread, k starlark.Value) (starlark.Value, error) {
			s, ok := k.(starlark.String)
			_, has := e.vars[string(s)]
			return starlark.Bool(ok && has), nil
		}),
		"__len__": none("__len__", func(*starlark.Thread) (starlark.Value, error) { return starlark.MakeInt(len(e.vars)), nil }),
		"__iter__": none("__iter__", func(t *starlark.Thread) (starlark.Value, error) {
			return rt.Iter(t, e.dict())
		}),
		"__repr__": none("__repr__", func(t *starlark.Thread) (starlark.Value, error) {
			s, err := rt.Repr(e.dict())
			return starlark.String("environ(" + s + ")"), err
		}),
		"copy":  none("copy", func(*starlark.Thread) (starlark.Value, error) { return e.dict(), nil }),
		"clear": none("clear", func(*starlark.Thread) (starlark.Value, error) { clear(e.vars); return starlark.None, nil }),
		"setdefault": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var k, v starlark.Value
			if err := object.Unpack("setdefault", args, kwargs, "key", &k, "value", &v); err != nil {
				return nil, err
			}
			if key, ok := k.(starlark.String); ok {
				if old, ok := e.vars[string(key)]; ok {
					return starlark.String(old), nil
				}
			}
			return v, e.set(k, v)
		},
		"pop": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var k, missing starlark.Value
			if err := object.Unpack("pop", args, kwargs, "key", &k, "default?", &missing); err != nil {
				return nil, err
			}
			key, _ := k.(starlark.String)
			if v, ok := e.vars[string(key)]; ok {
				delete(e.vars, string(key))
				return starlark.String(v), nil
			}
			if missing == nil {
				return nil, exceptions.KeyError.With(k)
			}
			return missing, nil
		},
		"update": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			d, err := starlark.Call(t, rt.Builtin("dict"), args, kwargs)
			if err != nil {
				return nil, err
			}
			for _, kv := range d.(*starlark.Dict).Items() {
				if err := e.set(kv[0], kv[1]); err != nil {
					return nil, err
				}
			}
			return starlark.None, nil
		},
	}
	for _, name := range []string{"get", "keys", "values", "items", "__eq__", "__or__"} {
		m[name] = viaDict(name)
	}
	return m
}

// functions are getenv and its relatives.
func (e *Environ) functions() map[string]object.Func {
	return map[string]object.Func{
		"getenv": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var key, missing starlark.Value = nil, starlark.None
			if err := object.Unpack("getenv", args, kwargs, "key", &key, "default?", &missing); err != nil {
				return nil, err
			}
			k, err := text(key)
			if err != nil {
				return nil, err
			}
			if v, ok := e.vars[k]; ok {
				return starlark.String(v), nil
			}
			return missing, nil
		},
		"putenv": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.ArgumentCount("putenv", args, kwargs, 2, 2); err != nil {
				return nil, err
			}
			for _, v := range args {
				if _, err := text(v); err != nil {
					return nil, err
				}
			}
			return starlark.None, nil // as in CPython, os.environ does not see it
		},
		"unsetenv": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.ArgumentCount("unsetenv", args, kwargs, 1, 1); err != nil {
				return nil, err
			}
			_, err := text(args[0])
			return starlark.None, err
		},
	}
}
