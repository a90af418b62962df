package object

import (
	"runtime"
	"strings"
	"sync"
	"weak"

	"go.starlark.net/starlark"
)

// This file gives functions the attributes that Python's functions have.

// functionAttributes holds attributes that scripts set on functions. Entries go with their function. mu guards the map,
// which clean-ups change from another goroutine.
type functionAttributes struct {
	mu sync.Mutex
	of map[weak.Pointer[starlark.Function]]starlark.StringDict
}

func (a *functionAttributes) get(f *starlark.Function, name string) (starlark.Value, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	v, ok := a.of[weak.Make(f)][name]
	return v, ok
}

func (a *functionAttributes) set(f *starlark.Function, name string, v starlark.Value) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil {
		a.of = map[weak.Pointer[starlark.Function]]starlark.StringDict{}
	}
	key := weak.Make(f)
	d := a.of[key]
	if d == nil {
		d = starlark.StringDict{}
		a.of[key] = d
		runtime.AddCleanup(f, func(k weak.Pointer[starlark.Function]) {
			a.mu.Lock()
			delete(a.of, k)
			a.mu.Unlock()
		}, key)
	}
	d[name] = v
}

// delete removes an attribute and reports whether it was there.
func (a *functionAttributes) delete(f *starlark.Function, name string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	d := a.of[weak.Make(f)]
	_, ok := d[name]
	delete(d, name)
	return ok
}

// FunctionAttributes returns the attributes that a script has set on f, for sending; nil if there are none.
func (rt *Runtime) FunctionAttributes(f *starlark.Function) starlark.StringDict {
	rt.functions.mu.Lock()
	defer rt.functions.mu.Unlock()
	return rt.functions.of[weak.Make(f)]
}

// functionAttr serves f.name.
func (rt *Runtime) functionAttr(f *starlark.Function, name string) (starlark.Value, bool) {
	if v, ok := rt.functions.get(f, name); ok {
		return v, true
	}
	switch name {
	case "__name__":
		return starlark.String(SimpleName(f.Name())), true
	case "__qualname__":
		return starlark.String(f.Name()), true
	case "__doc__":
		if f.Doc() == "" {
			return starlark.None, true
		}
		return starlark.String(f.Doc()), true
	case "__module__":
		return starlark.String(rt.ModuleOf(f)), true
	case "__globals__":
		if rt.Dynamic != nil {
			return rt.Dynamic.GlobalsOf(f), true
		}
	case "__code__":
		return &codeObject{TraceLine{File: f.Position().Filename(), Line: int(f.Position().Line), Name: SimpleName(f.Name())}, f}, true
	case "__closure__":
		return starlark.None, true
	case "__dict__":
		d := new(starlark.Dict)
		for n, v := range rt.FunctionAttributes(f) {
			d.SetKey(starlark.String(n), v)
		}
		return d, true
	case "__defaults__":
		var defaults starlark.Tuple
		for i := 0; i < f.NumParams(); i++ {
			n, _ := f.Param(i)
			if v := f.ParamDefault(i); v != nil && !strings.Contains(n, "#") {
				defaults = append(defaults, v)
			}
		}
		if defaults == nil {
			return starlark.None, true
		}
		return defaults, true
	case "__annotations__":
		return new(starlark.Dict), true
	case "__get__":
		return NewBuiltin("__get__", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var obj, owner starlark.Value
			if err := Unpack("__get__", args, kwargs, "instance", &obj, "owner?", &owner); err != nil {
				return nil, err
			}
			if obj == starlark.None {
				return f, nil
			}
			return NewBoundMethod(obj, f), nil
		}), true
	}
	return nil, false
}

// SimpleName is the last component of a qualified name: __name__.
func SimpleName(qualname string) string { return qualname[strings.LastIndexByte(qualname, '.')+1:] }
