package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds the built-in functions about attributes and modules.

// attributeName converts the name argument of getattr and its kin.
func attributeName(fn string, v starlark.Value) (string, error) {
	s, ok := Underlying(v).(starlark.String)
	if !ok {
		return "", typeErrorf("attribute name must be string, not '%s'", TypeName(v))
	}
	return string(s), nil
}

// getattr is getattr(x, name[, default]).
func (rt *Runtime) getattr(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("getattr", args, kwargs, 2, 3); err != nil {
		return nil, err
	}
	name, err := attributeName("getattr", args[1])
	if err != nil {
		return nil, err
	}
	v, err := rt.GetAttr(args[0], name)
	if err == nil || len(args) < 3 || IsCancelled(err) {
		return v, err
	}
	_, ok, err := rt.unlessRaised(v, err, exceptions.AttributeError)
	if !ok && err == nil {
		return args[2], nil
	}
	return nil, err
}

func (rt *Runtime) hasattr(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("hasattr", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	name, err := attributeName("hasattr", args[1])
	if err != nil {
		return nil, err
	}
	v, err := rt.GetAttr(args[0], name)
	_, ok, err := rt.unlessRaised(v, err, exceptions.AttributeError)
	return starlark.Bool(ok), err
}

func (rt *Runtime) setattr(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("setattr", args, kwargs, 3, 3); err != nil {
		return nil, err
	}
	name, err := attributeName("setattr", args[1])
	if err != nil {
		return nil, err
	}
	return starlark.None, rt.SetAttr(args[0], name, args[2])
}

func (rt *Runtime) delattr(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("delattr", args, kwargs, 2, 2); err != nil {
		return nil, err
	}
	name, err := attributeName("delattr", args[1])
	if err != nil {
		return nil, err
	}
	return starlark.None, rt.DelAttr(t, args[0], name)
}

// vars is vars(x).
func (rt *Runtime) vars(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("vars", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return rt.locals(t, nil, nil)
	}
	switch args[0].(type) {
	case *Instance, *Class, *Module, *starlark.Function:
		return rt.GetAttr(args[0], "__dict__")
	}
	if h, ok := args[0].(starlark.HasAttrs); ok && !isStarlarkContainer(args[0]) {
		if d, err := h.Attr("__dict__"); err == nil && d != nil {
			return d, nil
		}
	}
	return nil, typeErrorf("vars() argument must have __dict__ attribute")
}

// dirBuiltin is dir(x).
func (rt *Runtime) dirBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("dir", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		names, err := rt.locals(t, nil, nil)
		if err != nil {
			return nil, err
		}
		return rt.sorted(t, starlark.Tuple{names}, nil)
	}
	if o, ok := args[0].(*Instance); ok && o.overrides("__dir__") {
		v, _, err := o.call("__dir__")
		if err != nil {
			return nil, err
		}
		return rt.sorted(t, starlark.Tuple{v}, nil)
	}
	return starlark.NewList(stringValues(rt.dir(args[0]))), nil
}

// importModule returns the module called name.
func (rt *Runtime) importModule(t *starlark.Thread, name string) (starlark.Value, error) {
	if rt.Import == nil {
		return nil, moduleNotFound(name)
	}
	return rt.Import(t, name)
}

func moduleNotFound(name string) error {
	e := exceptions.ModuleNotFoundError.Errorf("No module named '%s'", name).(*exceptions.Error)
	e.Attrs = map[string]starlark.Value{"name": starlark.String(name)}
	return e
}

// importBuiltin is __import__(name, globals, locals, fromlist, level): the first part of a dotted name, or with fromlist
// the module itself.
func (rt *Runtime) importBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) > 0 && !is[starlark.String](args[0]) {
		return nil, typeErrorf("__import__() argument 1 must be str, not %s", TypeName(args[0]))
	}
	var name string
	var globals, locals, from starlark.Value
	level := 0
	if err := Unpack("__import__", args, kwargs, "name", &name, "globals?", &globals, "locals?", &locals, "fromlist?", &from, "level?", &level); err != nil {
		return nil, err
	}
	m, err := rt.importModule(t, strings.Repeat(".", max(level, 0))+name)
	if err != nil {
		return nil, err
	}
	if from != nil && from.Truth() {
		names, err := rt.List(t, from)
		if err != nil {
			return nil, err
		}
		for _, n := range names { // submodules are imported, absent attributes are not missed
			if text, ok := starlark.AsString(n); ok && text != "*" {
				if _, err := rt.importFrom(t, starlark.Tuple{starlark.String(name), n}, nil); err != nil {
					continue
				}
			}
		}
		return m, nil
	}
	top, _, _ := strings.Cut(name, ".")
	if level > 0 {
		return m, nil
	}
	return rt.importModule(t, top)
}

// importIntrinsic is #import(name, top).
func (rt *Runtime) importIntrinsic(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	m, err := rt.importModule(t, string(args[0].(starlark.String)))
	if err != nil || args[1] == starlark.None {
		return m, err
	}
	return rt.importModule(t, string(args[1].(starlark.String)))
}

// importFrom is #importfrom(module, name).
func (rt *Runtime) importFrom(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	module, name := string(args[0].(starlark.String)), string(args[1].(starlark.String))
	m, err := rt.importModule(t, module)
	if err != nil {
		return nil, err
	}
	if name == "" {
		return m, nil
	}
	v, err := rt.GetAttr(m, name)
	if err == nil {
		return v, nil
	}
	if _, ok := exceptions.As(err, exceptions.AttributeError); !ok {
		return nil, err
	}
	// `from package import module`, also with dots alone before the name.
	full := module + "." + name
	if strings.HasSuffix(module, ".") {
		full = module + name
	}
	if v, err := rt.importModule(t, full); err == nil {
		return v, nil
	} else if _, missing := exceptions.As(err, exceptions.ModuleNotFoundError); !missing {
		return nil, err
	}
	shown, file := module, "unknown location"
	if s, ok := m.(*Module); ok {
		shown = s.name
		if f, ok := s.Member("__file__").(starlark.String); ok {
			file = string(f)
		}
	}
	e := exceptions.ImportError.Errorf("cannot import name '%s' from '%s' (%s)", name, shown, file).(*exceptions.Error)
	e.Attrs = map[string]starlark.Value{"name": starlark.String(shown), "name_from": starlark.String(name)}
	e.Near = func() []string { return rt.dir(m) }
	return nil, e
}

// importStar is #importstar(module, names): what __all__ of the module lists, or its public names.
func (rt *Runtime) importStar(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	m, err := rt.importModule(t, string(args[0].(starlark.String)))
	if err != nil {
		return nil, err
	}
	names := []starlark.Value(nil)
	if all, err := rt.GetAttr(m, "__all__"); err == nil {
		if names, err = rt.List(t, all); err != nil {
			return nil, err
		}
	} else if module, ok := m.(*Module); ok {
		for _, name := range module.AttrNames() {
			if !strings.HasPrefix(name, "_") {
				names = append(names, starlark.String(name))
			}
		}
	}
	for _, name := range names {
		text, ok := starlark.AsString(name)
		if !ok {
			return nil, typeErrorf("Item in %s.__all__ must be str, not %s", args[0].(starlark.String), TypeName(name))
		}
		v, err := rt.GetAttr(m, text)
		if err != nil {
			return nil, err
		}
		if err := args[1].(*Scope).SetKey(name, v); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

// load is #load(module, name): Starlark's load statement.
func (rt *Runtime) load(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return rt.importFrom(t, args, kwargs)
}
