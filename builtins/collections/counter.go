package collections

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds Counter.

var zero = starlark.MakeInt(0)

// countOf returns d[k], or 0.
func countOf(d *starlark.Dict, k starlark.Value) (starlark.Value, error) {
	v, ok, err := d.Get(k)
	if !ok {
		return zero, err
	}
	return v, err
}

// tally adds what the arguments of c count to d, or subtracts it.
func tally(c declare.Call, d *starlark.Dict, op syntax.Token) error {
	add := func(k, n starlark.Value) error {
		old, err := countOf(d, k)
		if err != nil {
			return err
		}
		sum, err := c.RT.Binary(op, old, n)
		if err != nil {
			return err
		}
		return d.SetKey(k, sum)
	}
	if len(c.Args) > 1 {
		return declare.TypeErrorf("%s() takes from 1 to 2 positional arguments but %d were given", c.Name, len(c.Args)+1)
	}
	if v := c.Arg(0); v != nil && v != starlark.None {
		m, ok, err := mapping(c, v)
		if err != nil {
			return err
		}
		if ok {
			for k, n := range m.Entries() {
				if err := add(k, n); err != nil {
					return err
				}
			}
		} else if err := count(c, d, v, add); err != nil {
			return err
		}
	}
	for _, kv := range c.Kwargs {
		if err := add(kv[0], kv[1]); err != nil {
			return err
		}
	}
	return nil
}

// count adds 1 for each element of an iterable.
func count(c declare.Call, d *starlark.Dict, v starlark.Value, add func(k, n starlark.Value) error) error {
	it, err := c.RT.Iter(c.T, v)
	if err != nil {
		return err
	}
	one := starlark.MakeInt(1)
	for {
		k, ok, err := it.Step()
		if err != nil || !ok {
			return err
		}
		if err := add(k, one); err != nil {
			return err
		}
	}
}

// common returns the items, the most common first; n < 0: all.
func common(c declare.Call, d *starlark.Dict, n int) ([]starlark.Value, error) {
	items := make([]starlark.Value, 0, d.Len())
	for _, t := range d.Items() {
		items = append(items, t)
	}
	second := declare.Function(c.RT, "itemgetter", func(c declare.Call) (starlark.Value, error) { return c.Args[0].(starlark.Tuple)[1], nil })
	items, err := c.Sort(items, second, true)
	if err == nil && n >= 0 {
		items = items[:min(n, len(items))]
	}
	return items, err
}

func newCounter(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "Counter", declare.Options{}, rt.Type("dict"))
	positive := func(v starlark.Value) (bool, error) { return rt.Compare(syntax.GT, v, zero) }
	// combine makes a Counter of the positive counts that f finds for the keys of both.
	combine := func(c declare.Call, f func(a, b starlark.Value) (starlark.Value, error)) (starlark.Value, error) {
		if ok, _ := rt.IsInstance(c.Args[0], k.Class); !ok {
			return object.NotImplemented, nil
		}
		a, b := dictOf(c), object.Underlying(c.Args[0]).(*starlark.Dict)
		out := new(starlark.Dict)
		enter := func(key starlark.Value) error {
			x, err := countOf(a, key)
			if err != nil {
				return err
			}
			y, err := countOf(b, key)
			if err != nil {
				return err
			}
			n, err := f(x, y)
			if err != nil {
				return err
			}
			if ok, err := positive(n); !ok || err != nil {
				return err
			}
			return out.SetKey(key, n)
		}
		for _, key := range a.Keys() {
			if err := enter(key); err != nil {
				return nil, err
			}
		}
		for _, key := range b.Keys() {
			if _, ok, _ := a.Get(key); !ok {
				if err := enter(key); err != nil {
					return nil, err
				}
			}
		}
		o := k.Allocate(c.T)
		o.SetUnderlying(out)
		return o, nil
	}
	binary := func(op syntax.Token) func(a, b starlark.Value) (starlark.Value, error) {
		return func(a, b starlark.Value) (starlark.Value, error) { return rt.Binary(op, a, b) }
	}
	choose := func(op syntax.Token) func(a, b starlark.Value) (starlark.Value, error) {
		return func(a, b starlark.Value) (starlark.Value, error) {
			first, err := rt.Compare(op, a, b)
			if first {
				return a, err
			}
			return b, err
		}
	}
	for name, f := range map[string]func(a, b starlark.Value) (starlark.Value, error){
		"add": binary(syntax.PLUS), "sub": binary(syntax.MINUS), "or": choose(syntax.GT), "and": choose(syntax.LT),
	} {
		k.Method("__"+name+"__", func(c declare.Call) (starlark.Value, error) { return combine(c, f) })
		k.Method("__i"+name+"__", func(c declare.Call) (starlark.Value, error) {
			v, err := combine(c, f)
			if err != nil || v == object.NotImplemented {
				return v, err
			}
			d := dictOf(c)
			d.Clear()
			for key, n := range object.Underlying(v).(*starlark.Dict).Entries() {
				if err := d.SetKey(key, n); err != nil {
					return nil, err
				}
			}
			return c.Self, nil
		})
	}
	signed := func(op syntax.Token) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			empty := k.Allocate(c.T)
			empty.SetUnderlying(new(starlark.Dict))
			other := c.Self
			if op == syntax.MINUS {
				c.Self = empty
			} else {
				other = empty
			}
			c.Args = starlark.Tuple{other}
			return combine(c, binary(op))
		}
	}
	// compare holds if the relation holds for the counts of all keys.
	compare := func(op syntax.Token, strict bool) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			if ok, _ := rt.IsInstance(c.Args[0], k.Class); !ok {
				return object.NotImplemented, nil
			}
			a, b := dictOf(c), object.Underlying(c.Args[0]).(*starlark.Dict)
			all, equal := true, true
			for _, key := range append(a.Keys(), b.Keys()...) {
				x, err := countOf(a, key)
				if err != nil {
					return nil, err
				}
				y, err := countOf(b, key)
				if err != nil {
					return nil, err
				}
				holds, err := rt.Compare(op, x, y)
				if err != nil {
					return nil, err
				}
				same, err := rt.Equal(x, y)
				if err != nil {
					return nil, err
				}
				all, equal = all && holds, equal && same
			}
			return starlark.Bool(all && !(strict && equal)), nil
		}
	}
	k.Methods(map[string]declare.Func{
		"__init__": func(c declare.Call) (starlark.Value, error) { return none(tally(c, dictOf(c), syntax.PLUS)) },
		"update":   func(c declare.Call) (starlark.Value, error) { return none(tally(c, dictOf(c), syntax.PLUS)) },
		"subtract": func(c declare.Call) (starlark.Value, error) { return none(tally(c, dictOf(c), syntax.MINUS)) },
		"__missing__": func(c declare.Call) (starlark.Value, error) {
			return zero, nil
		},
		"__delitem__": func(c declare.Call) (starlark.Value, error) {
			_, _, err := dictOf(c).Delete(c.Args[0])
			return none(err)
		},
		"most_common": func(c declare.Call) (starlark.Value, error) {
			var n starlark.Value
			if err := c.Unpack("n??", &n); err != nil {
				return nil, err
			}
			limit := -1
			if n != nil {
				i, err := object.AsInt(n)
				if err != nil {
					return nil, err
				}
				limit = max(0, i)
			}
			items, err := common(c, dictOf(c), limit)
			return starlark.NewList(items), err
		},
		"elements": func(c declare.Call) (starlark.Value, error) {
			items := dictOf(c).Items()
			left := 0
			i := -1
			return rt.NewIterator("chain", func() (starlark.Value, bool, error) {
				for left <= 0 {
					if i++; i >= len(items) {
						return nil, false, nil
					}
					n, err := object.AsInt(items[i][1])
					if err != nil {
						return nil, false, err
					}
					left = n
				}
				left--
				return items[i][0], true, nil
			}), nil
		},
		"total": func(c declare.Call) (starlark.Value, error) {
			values, err := c.CallMethod(dictOf(c), "values")
			if err != nil {
				return nil, err
			}
			return c.Builtin("sum", values)
		},
		"copy": func(c declare.Call) (starlark.Value, error) { return c.Call(c.Object().Class(), c.Self) },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			name := c.Object().Class().Name()
			if dictOf(c).Len() == 0 {
				return starlark.String(name + "()"), nil
			}
			items, err := common(c, dictOf(c), -1)
			if err != nil { // counts without an order
				items = nil
				for _, t := range dictOf(c).Items() {
					items = append(items, t)
				}
			}
			d := starlark.NewDict(len(items))
			for _, t := range items {
				if err := d.SetKey(t.(starlark.Tuple)[0], t.(starlark.Tuple)[1]); err != nil {
					return nil, err
				}
			}
			s, err := rt.Repr(d)
			return starlark.String(name + "(" + s + ")"), err
		},
		"__pos__": signed(syntax.PLUS), "__neg__": signed(syntax.MINUS),
		"__eq__": compare(syntax.EQL, false), "__le__": compare(syntax.LE, false), "__lt__": compare(syntax.LE, true),
		"__ge__": compare(syntax.GE, false), "__gt__": compare(syntax.GE, true),
	})
	k.Define("__hash__", starlark.None)
	k.ClassMethod("fromkeys", func(c declare.Call) (starlark.Value, error) {
		return nil, exceptions.NotImplementedError.Errorf("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")
	})
	return k
}
