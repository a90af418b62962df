package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file makes instances take part in the VM's operators through their special methods.

// binaryMethods names the special methods of an operator: left operand, reflected.
var binaryMethods = map[syntax.Token][2]string{
	syntax.PLUS: {"__add__", "__radd__"}, syntax.MINUS: {"__sub__", "__rsub__"}, syntax.STAR: {"__mul__", "__rmul__"},
	syntax.SLASH: {"__truediv__", "__rtruediv__"}, syntax.SLASHSLASH: {"__floordiv__", "__rfloordiv__"},
	syntax.PERCENT: {"__mod__", "__rmod__"}, syntax.AMP: {"__and__", "__rand__"}, syntax.PIPE: {"__or__", "__ror__"},
	syntax.CIRCUMFLEX: {"__xor__", "__rxor__"}, syntax.LTLT: {"__lshift__", "__rlshift__"}, syntax.GTGT: {"__rshift__", "__rrshift__"},
}

// comparisonMethods names the special methods of a comparison: left operand, reflected.
var comparisonMethods = map[syntax.Token][2]string{
	syntax.EQL: {"__eq__", "__eq__"}, syntax.NEQ: {"__ne__", "__ne__"}, syntax.LT: {"__lt__", "__gt__"},
	syntax.GT: {"__gt__", "__lt__"}, syntax.LE: {"__le__", "__ge__"}, syntax.GE: {"__ge__", "__le__"},
}

var unaryMethods = map[syntax.Token]string{syntax.MINUS: "__neg__", syntax.PLUS: "__pos__", syntax.TILDE: "__invert__"}

// call calls a special method of o found on its class or the built-in type that it derives from; ok is false if there is
// none or it returned NotImplemented.
func (o *Instance) call(name string, args ...starlark.Value) (v starlark.Value, ok bool, err error) {
	f, ok := o.class.Lookup(name)
	if !ok || f == starlark.None {
		if n := o.class.native; n != nil && n.wrap != nil {
			if m, ok := n.Methods.Get(name); ok {
				v, err = m(o.class.rt.cur, o, args, nil)
				return v, v != NotImplemented, err
			}
		}
		return nil, false, nil
	}
	v, err = starlark.Call(o.class.rt.cur, f, prepend(o, args), nil)
	return v, v != NotImplemented, err
}

// Binary evaluates o op y, or y op o on the right side.
func (o *Instance) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	names, ok := binaryMethods[op]
	if !ok {
		return nil, nil
	}
	name := names[0]
	if side == starlark.Right {
		name = names[1]
	}
	v, ok, err := o.call(name, y)
	if err != nil || ok {
		return v, err
	}
	if op == syntax.STAR && o.class.specials().index != nil && isSequence(y) {
		n, err := AsIndex(o)
		if err != nil {
			return nil, err
		}
		return o.class.rt.Binary(op, y, n)
	}
	if _, defined := o.class.Lookup(name); !defined {
		if w := o.wrapped(); w != nil {
			if other, ok := y.(*Instance); ok && side == starlark.Left {
				// The right operand's own method comes before what the built-in value does.
				if v, ok, err := other.call(names[1], o); ok || err != nil {
					return v, err
				}
			}
			if side == starlark.Left {
				return o.class.rt.Binary(op, w, Underlying(y))
			}
			return o.class.rt.Binary(op, Underlying(y), w)
		}
	}
	return nil, nil
}

// isSequence reports whether * repeats v.
func isSequence(v starlark.Value) bool {
	switch v.(type) {
	case *starlark.List, starlark.Tuple, starlark.String, starlark.Bytes:
		return true
	}
	return false
}

// Unary evaluates op o.
func (o *Instance) Unary(op syntax.Token) (starlark.Value, error) {
	v, ok, err := o.call(unaryMethods[op])
	if err != nil || ok {
		return v, err
	}
	if w := o.wrapped(); w != nil {
		return starlark.Unary(op, unbool(w))
	}
	return nil, nil
}

// CompareSameType compares two instances, of whatever classes.
func (o *Instance) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return o.class.rt.compareInstances(op, o, y)
}

// compareInstances compares values of which at least one is an Instance, as CPython's do_richcompare.
func (rt *Runtime) compareInstances(op syntax.Token, x, y starlark.Value) (bool, error) {
	v, err := rt.richCompare(op, x, y)
	if err != nil {
		return false, err
	}
	if b, ok := v.(starlark.Bool); ok {
		return bool(b), nil
	}
	truth := bool(v.Truth())
	return truth, rt.Pending()
}

// richCompare is compareInstances with the value that the special method returned.
func (rt *Runtime) richCompare(op syntax.Token, x, y starlark.Value) (starlark.Value, error) {
	names := comparisonMethods[op]
	a, aOK := x.(*Instance)
	b, bOK := y.(*Instance)
	reflectedFirst := aOK && bOK && a.class != b.class && b.class.IsSubclass(a.class)
	if reflectedFirst {
		if r, ok, err := b.call(names[1], x); ok || err != nil {
			return r, err
		}
	}
	if aOK {
		if r, ok, err := a.call(names[0], y); ok || err != nil {
			return r, err
		}
	}
	if bOK && !reflectedFirst {
		if r, ok, err := b.call(names[1], x); ok || err != nil {
			return r, err
		}
	}
	if op == syntax.NEQ && (aOK && a.class.specials().eq != nil || bOK && b.class.specials().eq != nil) {
		eq, err := rt.compareInstances(syntax.EQL, x, y)
		return starlark.Bool(!eq), err
	}
	if u, w := Underlying(x), Underlying(y); u != x || w != y {
		if !isInstance(u) && !isInstance(w) {
			r, err := rt.Compare(op, u, w)
			return starlark.Bool(r), err
		}
	}
	switch op {
	case syntax.EQL:
		return starlark.Bool(same(x, y)), nil
	case syntax.NEQ:
		return starlark.Bool(!same(x, y)), nil
	}
	return nil, notSupported(op, x, y)
}

func isInstance(v starlark.Value) bool {
	_, ok := v.(*Instance)
	return ok
}

// Get evaluates o[k].
func (o *Instance) Get(k starlark.Value) (starlark.Value, bool, error) {
	if f := o.class.specials().getitem; f != nil {
		v, err := starlark.Call(o.class.rt.cur, f, starlark.Tuple{o, k}, nil)
		return v, err == nil, err
	}
	if w := o.wrapped(); w != nil {
		return o.getWrapped(w, k)
	}
	if n := o.class.native; n != nil {
		if m, ok := n.Methods.Get("__getitem__"); ok {
			v, err := m(o.class.rt.cur, o, starlark.Tuple{k}, nil)
			return v, err == nil, err
		}
	}
	return nil, false, exceptions.TypeError.Errorf("'%s' object is not subscriptable", o.class.name)
}

// SetKey evaluates o[k] = v.
func (o *Instance) SetKey(k, v starlark.Value) error {
	if f := o.class.specials().setitem; f != nil {
		_, err := starlark.Call(o.class.rt.cur, f, starlark.Tuple{o, k, v}, nil)
		return err
	}
	if w := o.wrapped(); w != nil {
		return o.class.rt.SetItem(o.class.rt.cur, w, k, v)
	}
	if n := o.class.native; n != nil {
		if m, ok := n.Methods.Get("__setitem__"); ok {
			_, err := m(o.class.rt.cur, o, starlark.Tuple{k, v}, nil)
			return err
		}
	}
	return exceptions.TypeError.Errorf("'%s' object does not support item assignment", o.class.name)
}

// Has evaluates y in o.
func (o *Instance) Has(y starlark.Value) (bool, error) {
	rt := o.class.rt
	if f := o.class.specials().contains; f != nil {
		v, err := starlark.Call(rt.cur, f, starlark.Tuple{o, y}, nil)
		if err != nil {
			return false, err
		}
		return bool(v.Truth()), rt.Pending()
	}
	if w := o.wrapped(); w != nil {
		return rt.Contains(rt.cur, w, y)
	}
	if n := o.class.native; n != nil {
		if m, ok := n.Methods.Get("__contains__"); ok {
			v, err := m(rt.cur, o, starlark.Tuple{y}, nil)
			return err == nil && bool(v.Truth()), err
		}
	}
	it, err := rt.Iter(rt.cur, o)
	if err != nil {
		return false, exceptions.TypeError.Errorf("argument of type '%s' is not iterable", o.class.name)
	}
	for {
		v, ok, err := it.Step()
		if err != nil || !ok {
			return false, err
		}
		if eq, err := rt.identicalOrEqual(v, y); eq || err != nil {
			return eq, err
		}
	}
}

// getWrapped reads an item of the built-in value that o stands for; a missing key of a dict is what __missing__ returns.
func (o *Instance) getWrapped(w, k starlark.Value) (starlark.Value, bool, error) {
	rt := o.class.rt
	if d, ok := w.(*starlark.Dict); ok {
		if v, ok, err := d.Get(k); ok || err != nil {
			return v, ok, hashError(err)
		}
		if v, ok, err := o.call("__missing__", k); ok || err != nil {
			return v, err == nil, err
		}
	}
	v, err := rt.GetItem(rt.cur, w, k)
	return v, err == nil, err
}

// Iterate lets Go code and the VM loop over o.
func (o *Instance) Iterate() starlark.Iterator {
	rt := o.class.rt
	it, err := rt.Iter(rt.cur, o)
	if err != nil {
		rt.Raise(err)
		return noElements{}
	}
	return it.Iterate()
}

type noElements struct{}

func (noElements) Next(*starlark.Value) bool { return false }
func (noElements) Done()                     {}

// CallInternal evaluates o(...).
func (o *Instance) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if f := o.class.specials().call; f != nil {
		return starlark.Call(t, f, prepend(o, args), kwargs)
	}
	if o.class.native != nil {
		if m, ok := o.class.native.Methods.Get("__call__"); ok {
			return m(t, o, args, kwargs)
		}
	}
	return nil, exceptions.TypeError.Errorf("'%s' object is not callable", o.class.name)
}
