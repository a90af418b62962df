// Package copy is Python's copy.
//
//	New(rt) ──▶ copy, deepcopy, replace ──▶ __copy__, __deepcopy__, __reduce_ex__ of the object, or its attributes
//
// A deep copy keeps what refers to one object referring to one object: the memo maps id() to the copy.
package copy

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New returns the module copy.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "copy", map[string]declare.Func{"copy": shallow, "deepcopy": deep, "replace": replace})
	declare.Add(m, starlark.StringDict{"Error": rt.ExceptionClass(copyError), "error": rt.ExceptionClass(copyError)})
	return m
}

var copyError = exceptions.New("copy", "Error", exceptions.Exception)

func shallow(c declare.Call) (starlark.Value, error) {
	var x starlark.Value
	if err := c.Unpack("x", &x); err != nil {
		return nil, err
	}
	k := copier{c, nil}
	switch v := x.(type) {
	case *object.Instance:
		return k.instance(v)
	case *starlark.List, *starlark.Dict, *starlark.Set, *object.Bytearray:
		return c.CallMethod(x, "copy")
	}
	return k.foreign(x)
}

func deep(c declare.Call) (starlark.Value, error) {
	var x, memo starlark.Value
	if err := c.Unpack("x", &x, "memo??", &memo); err != nil {
		return nil, err
	}
	if memo == nil {
		memo = new(starlark.Dict)
	}
	k := copier{c, memo}
	return k.copy(x)
}

// copier makes deep copies, or shallow ones if memo is nil.
type copier struct {
	declare.Call
	memo starlark.Value
}

// part copies what an object refers to.
func (k copier) part(v starlark.Value) (starlark.Value, error) {
	if k.memo == nil {
		return v, nil
	}
	return k.copy(v)
}

// remember enters a copy into the memo.
func (k copier) remember(of, is starlark.Value) error {
	if k.memo == nil {
		return nil
	}
	id, err := k.Builtin("id", of)
	if err != nil {
		return err
	}
	return k.RT.SetItem(k.T, k.memo, id, is)
}

// copy is deepcopy(v, memo).
func (k copier) copy(v starlark.Value) (starlark.Value, error) {
	switch v.(type) {
	case starlark.NoneType, starlark.Bool, starlark.Int, starlark.Float, starlark.String, starlark.Bytes, *object.Class,
		*starlark.Function, *object.Builtin, *object.Module:
		return v, nil
	}
	id, err := k.Builtin("id", v)
	if err != nil {
		return nil, err
	}
	if known, err := k.RT.Contains(k.T, k.memo, id); err != nil {
		return nil, err
	} else if known {
		return k.RT.GetItem(k.T, k.memo, id)
	}
	switch v := v.(type) {
	case *starlark.List:
		out := starlark.NewList(make([]starlark.Value, 0, v.Len()))
		if err := k.remember(v, out); err != nil {
			return nil, err
		}
		for i := 0; i < v.Len(); i++ {
			x, err := k.copy(v.Index(i))
			if err != nil {
				return nil, err
			}
			if err := out.Append(x); err != nil {
				return nil, err
			}
		}
		return out, nil
	case starlark.Tuple:
		return k.tuple(v)
	case *starlark.Dict:
		out := starlark.NewDict(v.Len())
		if err := k.remember(v, out); err != nil {
			return nil, err
		}
		for _, item := range v.Items() {
			key, err := k.copy(item[0])
			if err != nil {
				return nil, err
			}
			x, err := k.copy(item[1])
			if err != nil {
				return nil, err
			}
			if err := k.RT.SetItem(k.T, out, key, x); err != nil {
				return nil, err
			}
		}
		return out, nil
	case *starlark.Set, *object.Frozenset:
		elements, err := k.List(v)
		if err != nil {
			return nil, err
		}
		for i, x := range elements {
			if elements[i], err = k.copy(x); err != nil {
				return nil, err
			}
		}
		name := "set"
		if _, ok := v.(*object.Frozenset); ok {
			name = "frozenset"
		}
		out, err := k.Builtin(name, starlark.NewList(elements))
		if err != nil {
			return nil, err
		}
		return out, k.remember(v, out)
	case *object.Bytearray:
		out, err := k.CallMethod(v, "copy")
		if err != nil {
			return nil, err
		}
		return out, k.remember(v, out)
	case *object.Instance:
		return k.instance(v)
	case *object.BoundMethod:
		self, err := k.copy(v.Self())
		if err != nil {
			return nil, err
		}
		return object.NewBoundMethod(self, v.Func()), nil
	}
	return k.foreign(v)
}

// tuple copies a tuple, or returns it if nothing in it changes.
func (k copier) tuple(v starlark.Tuple) (starlark.Value, error) {
	out := make(starlark.Tuple, len(v))
	changed := false
	for i, x := range v {
		y, err := k.copy(x)
		if err != nil {
			return nil, err
		}
		out[i] = y
		a, err := k.Builtin("id", x)
		if err != nil {
			return nil, err
		}
		b, err := k.Builtin("id", y)
		if err != nil {
			return nil, err
		}
		same, err := k.RT.Equal(a, b)
		if err != nil {
			return nil, err
		}
		changed = changed || !same
	}
	if !changed {
		return v, nil
	}
	return out, k.remember(v, out)
}

// foreign copies a value made in Go: by its own methods, else it is taken to be immutable.
func (k copier) foreign(v starlark.Value) (starlark.Value, error) {
	name, args := "__copy__", []starlark.Value(nil)
	if k.memo != nil {
		name, args = "__deepcopy__", []starlark.Value{k.memo}
	}
	if h, ok := v.(object.HasMethods); ok {
		if _, ok := h.Methods().Get(name); ok {
			return k.CallMethod(v, name, args...)
		}
	}
	switch object.TypeName(v) {
	case "generator", "_io.TextIOWrapper", "traceback":
		return nil, declare.TypeErrorf("cannot pickle '%s' object", object.TypeName(v))
	}
	return v, nil
}

// instance copies an object of a class.
func (k copier) instance(o *object.Instance) (starlark.Value, error) {
	class := o.Class()
	if k.memo == nil {
		if f, ok := class.Lookup("__copy__"); ok {
			return k.Call.Call(f, o)
		}
	} else if f, ok := class.Lookup("__deepcopy__"); ok {
		v, err := k.Call.Call(f, o, k.memo)
		if err != nil {
			return nil, err
		}
		return v, k.remember(o, v)
	}
	for _, name := range []string{"__reduce_ex__", "__reduce__"} {
		if f, ok := class.Lookup(name); ok {
			args := []starlark.Value{o}
			if name == "__reduce_ex__" {
				args = append(args, starlark.MakeInt(4))
			}
			v, err := k.Call.Call(f, args...)
			if err != nil {
				return nil, err
			}
			return k.rebuild(o, v)
		}
	}
	if o.State() != nil && object.Underlying(o) == o {
		return nil, declare.TypeErrorf("cannot pickle '%s' object", class.Name())
	}
	return k.fields(o)
}

// fields copies an object by its attributes and the built-in value that it stands for.
func (k copier) fields(o *object.Instance) (starlark.Value, error) {
	class := o.Class()
	twin := class.Allocate(k.T)
	if err := k.remember(o, twin); err != nil {
		return nil, err
	}
	if w := object.Underlying(o); w != o {
		var v starlark.Value
		var err error
		if k.memo != nil {
			v, err = k.copy(w)
		} else {
			switch w.(type) {
			case *starlark.List, *starlark.Dict, *starlark.Set:
				v, err = k.CallMethod(w, "copy")
			default:
				v = w
			}
		}
		if err != nil {
			return nil, err
		}
		twin.SetUnderlying(v)
	}
	if r := o.Raised(); r != nil {
		args, err := k.part(r.Args)
		if err != nil {
			return nil, err
		}
		twin.Raised().Args, _ = args.(starlark.Tuple)
	}
	if f, ok := class.Lookup("__getstate__"); ok {
		state, err := k.Call.Call(f, o)
		if err != nil {
			return nil, err
		}
		if state, err = k.part(state); err != nil {
			return nil, err
		}
		return twin, k.setState(twin, state)
	}
	state := new(starlark.Dict)
	o.Fields(func(name string, v starlark.Value) { state.SetKey(starlark.String(name), v) })
	if _, ok := class.Lookup("__setstate__"); ok && state.Len() > 0 {
		v, err := k.part(state)
		if err != nil {
			return nil, err
		}
		return twin, k.setState(twin, v)
	}
	for _, item := range state.Items() {
		v, err := k.part(item[1])
		if err != nil {
			return nil, err
		}
		twin.SetOwn(string(item[0].(starlark.String)), v)
	}
	return twin, nil
}

// setState gives a copy the state that __getstate__ or __reduce__ returned.
func (k copier) setState(v, state starlark.Value) error {
	o, ok := v.(*object.Instance)
	if !ok {
		return nil
	}
	if f, ok := o.Class().Lookup("__setstate__"); ok {
		_, err := k.Call.Call(f, o, state)
		return err
	}
	if d, ok := object.Underlying(state).(*starlark.Dict); ok {
		for name, x := range d.Entries() {
			if s, ok := declare.Text(name); ok {
				o.SetOwn(s, x)
			}
		}
	}
	return nil
}

// rebuild makes an object from what its __reduce__ returned.
func (k copier) rebuild(o *object.Instance, reduced starlark.Value) (starlark.Value, error) {
	t, ok := reduced.(starlark.Tuple)
	if !ok || len(t) < 2 {
		return o, nil // a str: the name of a global
	}
	args, err := k.part(t[1])
	if err != nil {
		return nil, err
	}
	list, err := k.List(args)
	if err != nil {
		return nil, err
	}
	v, err := k.Call.Call(t[0], list...)
	if err != nil {
		return nil, err
	}
	if err := k.remember(o, v); err != nil {
		return nil, err
	}
	if len(t) > 2 && t[2] != starlark.None {
		state, err := k.part(t[2])
		if err != nil {
			return nil, err
		}
		return v, k.setState(v, state)
	}
	return v, nil
}

// replace is copy.replace(obj, **changes), new in 3.13.
func replace(c declare.Call) (starlark.Value, error) {
	if len(c.Args) != 1 {
		return nil, declare.TypeErrorf("replace() takes 1 positional argument but %d were given", len(c.Args))
	}
	f, err := c.RT.GetAttr(c.Args[0], "__replace__")
	if o, ok := c.Args[0].(*object.Instance); err != nil && ok && o.Class().Module() == "datetime" {
		f, err = c.RT.GetAttr(o, "replace")
	}
	if err != nil {
		return nil, declare.TypeErrorf("replace() does not support %s objects", object.TypeName(c.Args[0]))
	}
	return starlark.Call(c.T, f, nil, c.Kwargs)
}
