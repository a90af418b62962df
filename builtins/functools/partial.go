package functools

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds partial, partialmethod and cached_property.

// bound is the state of a partial: a function with its first arguments and keywords.
type bound struct {
	fn   starlark.Value
	args starlark.Tuple
	kw   *starlark.Dict
}

// merge returns the arguments of a call of the function.
func (b *bound) merge(c declare.Call) (starlark.Tuple, []starlark.Tuple) {
	args := append(append(make(starlark.Tuple, 0, len(b.args)+len(c.Args)), b.args...), c.Args...)
	if b.kw.Len() == 0 {
		return args, c.Kwargs
	}
	kwargs := make([]starlark.Tuple, 0, b.kw.Len()+len(c.Kwargs))
	for k, v := range b.kw.Entries() {
		if object.Keyword(c.Kwargs, string(k.(starlark.String))) == nil {
			kwargs = append(kwargs, starlark.Tuple{k, v})
		}
	}
	return args, append(kwargs, c.Kwargs...)
}

func saveBound(o *object.Instance) starlark.Value {
	b := o.State().(*bound)
	return starlark.Tuple{b.fn, b.args, b.kw}
}

func loadBound(o *object.Instance, v starlark.Value) error {
	b := o.State().(*bound)
	if t, ok := v.(starlark.Tuple); ok && len(t) == 3 {
		args, ok1 := t[1].(starlark.Tuple)
		kw, ok2 := t[2].(*starlark.Dict)
		if ok1 && ok2 {
			b.fn, b.args, b.kw = t[0], args, kw
			return nil
		}
	}
	return declare.TypeErrorf("invalid partial state")
}

func getBound(o *object.Instance, name string) (starlark.Value, bool, error) {
	b := o.State().(*bound)
	switch name {
	case "func":
		return b.fn, true, nil
	case "args":
		return b.args, true, nil
	case "keywords":
		return b.kw, true, nil
	}
	return nil, false, nil
}

var boundOptions = declare.Options{State: func() any { return &bound{fn: starlark.None, kw: new(starlark.Dict)} }, Save: saveBound, Load: loadBound, Get: getBound}

func newPartial(rt *object.Runtime) *declare.Class {
	p := declare.New(rt, "functools", "partial", boundOptions)
	p.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("type 'partial' takes at least one argument")
		}
		if !object.IsCallable(c.Args[0]) {
			return nil, declare.TypeErrorf("the first argument must be callable")
		}
		b := c.Object().State().(*bound)
		b.fn, b.args, b.kw = c.Args[0], append(starlark.Tuple{}, c.Args[1:]...), c.Keywords()
		if inner, ok := declare.State[*bound](c.Args[0]); ok && c.Args[0].(*object.Instance).Class() == p.Class {
			b.fn = inner.fn
			var kwargs []starlark.Tuple
			b.args, kwargs = inner.merge(declare.Call{Args: b.args, Kwargs: c.Kwargs})
			b.kw = declare.Call{Kwargs: kwargs}.Keywords()
		}
		return starlark.None, nil
	})
	p.Method("__call__", func(c declare.Call) (starlark.Value, error) {
		b := c.Object().State().(*bound)
		args, kwargs := b.merge(c)
		return starlark.Call(c.T, b.fn, args, kwargs)
	})
	p.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		text, err := boundText(c)
		name := c.Object().Class().Qualname()
		if c.Object().Class() == p.Class {
			name = "functools.partial"
		}
		return starlark.String(name + "(" + text + ")"), err
	})
	return p
}

// boundText is the repr of the arguments of a partial.
func boundText(c declare.Call) (string, error) {
	b := c.Object().State().(*bound)
	var parts []string
	for _, v := range append(starlark.Tuple{b.fn}, b.args...) {
		s, err := c.RT.Repr(v)
		if err != nil {
			return "", err
		}
		parts = append(parts, s)
	}
	for k, v := range b.kw.Entries() {
		s, err := c.RT.Repr(v)
		if err != nil {
			return "", err
		}
		parts = append(parts, string(k.(starlark.String))+"="+s)
	}
	return strings.Join(parts, ", "), nil
}

func newPartialMethod(rt *object.Runtime) *declare.Class {
	p := declare.New(rt, "functools", "partialmethod", boundOptions)
	p.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("partialmethod.__init__() missing 1 required positional argument: 'func'")
		}
		b := c.Object().State().(*bound)
		b.fn, b.args, b.kw = c.Args[0], append(starlark.Tuple{}, c.Args[1:]...), c.Keywords()
		return starlark.None, nil
	})
	p.Method("__get__", func(c declare.Call) (starlark.Value, error) {
		b := c.Object().State().(*bound)
		obj := c.Args[0]
		return declare.Function(rt, "partialmethod", func(c declare.Call) (starlark.Value, error) {
			args, kwargs := b.merge(c)
			if obj != starlark.None {
				args = append(starlark.Tuple{obj}, args...)
			}
			return starlark.Call(c.T, b.fn, args, kwargs)
		}), nil
	})
	return p
}

func newCachedProperty(rt *object.Runtime) *declare.Class {
	p := declare.New(rt, "functools", "cached_property", declare.Options{})
	p.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var f starlark.Value
		if err := c.Unpack("func", &f); err != nil {
			return nil, err
		}
		c.Object().SetOwn("func", f)
		c.Object().SetOwn("attrname", starlark.None)
		if doc, err := rt.GetAttr(f, "__doc__"); err == nil {
			c.Object().SetOwn("__doc__", doc)
		}
		return starlark.None, nil
	})
	p.Method("__set_name__", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(2); err != nil {
			return nil, err
		}
		c.Object().SetOwn("attrname", c.Args[1])
		return starlark.None, nil
	})
	p.Method("__get__", func(c declare.Call) (starlark.Value, error) {
		o, ok := c.Arg(0).(*object.Instance)
		if !ok {
			return c.Self, nil
		}
		attr, _ := c.Object().Field("attrname")
		name, ok := declare.Text(attr)
		if !ok {
			return nil, declare.TypeErrorf("Cannot use cached_property instance without calling __set_name__ on it.")
		}
		f, _ := c.Object().Field("func")
		v, err := c.Call(f, o)
		if err != nil {
			return nil, err
		}
		o.SetOwn(name, v)
		return v, nil
	})
	return p
}
