package functools

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and holds its plain functions.

// New returns the module functools.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "functools", map[string]declare.Func{
		"reduce": reduce, "update_wrapper": updateWrapper, "total_ordering": totalOrdering,
	})
	caches := newCacheClass(rt)
	key := newKeyClass(rt)
	partial, generic := newPartial(rt), newDispatchClass(rt)
	declare.Add(m, starlark.StringDict{
		"WRAPPER_ASSIGNMENTS": starlark.Tuple(declare.Strings(assignments...)),
		"WRAPPER_UPDATES":     starlark.Tuple{starlark.String("__dict__")},
		"wraps":               declare.Function(rt, "wraps", wraps(partial)),
		"lru_cache":           declare.Function(rt, "lru_cache", lruCache(caches)),
		"cache":               declare.Function(rt, "cache", cacheAll(caches)),
		"singledispatch":      declare.Function(rt, "singledispatch", singleDispatch(generic)),
		"cmp_to_key": declare.Function(rt, "cmp_to_key", func(c declare.Call) (starlark.Value, error) {
			var f starlark.Value
			if err := c.Unpack("mycmp", &f); err != nil {
				return nil, err
			}
			return declare.Function(rt, "K", func(c declare.Call) (starlark.Value, error) {
				var obj starlark.Value
				if err := c.Unpack("obj", &obj); err != nil {
					return nil, err
				}
				o := key.Allocate(c.T)
				o.State().(*comparable).cmp, o.State().(*comparable).obj = f, obj
				return o, nil
			}), nil
		}),
	})
	return declare.Classes(m, partial, newPartialMethod(rt), newCachedProperty(rt), caches.wrapper, caches.info, generic, key, newSingleDispatchMethod(rt))
}

func reduce(c declare.Call) (starlark.Value, error) {
	if err := c.Between(2, 3); err != nil {
		return nil, err
	}
	it, err := c.RT.Iter(c.T, c.Args[1])
	if err != nil {
		return nil, declare.TypeErrorf("reduce() arg 2 must support iteration")
	}
	acc := c.Arg(2)
	if acc == nil {
		first, ok, err := it.Step()
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, declare.TypeErrorf("reduce() of empty iterable with no initial value")
		}
		acc = first
	}
	for {
		v, ok, err := it.Step()
		if err != nil || !ok {
			return acc, err
		}
		if acc, err = c.Call(c.Args[0], acc, v); err != nil {
			return nil, err
		}
	}
}

var assignments = []string{"__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__"}

// copyAttributes is what update_wrapper does.
func copyAttributes(c declare.Call, wrapper, wrapped starlark.Value, assigned, updated starlark.Value) error {
	names := declare.Strings(assignments...)
	if assigned != nil {
		var err error
		if names, err = c.RT.List(c.T, assigned); err != nil {
			return err
		}
	}
	for _, n := range names {
		name, _ := declare.Text(n)
		if v, err := c.RT.GetAttr(wrapped, name); err == nil {
			if err := c.RT.SetAttr(wrapper, name, v); err != nil {
				return err
			}
		}
	}
	if updated == nil || updated.Truth() {
		if d, err := c.RT.GetAttr(wrapped, "__dict__"); err == nil {
			items, err := c.CallMethod(d, "items")
			if err != nil {
				return err
			}
			pairs, err := c.RT.List(c.T, items)
			if err != nil {
				return err
			}
			for _, p := range pairs {
				if name, ok := declare.Text(p.(starlark.Tuple)[0]); ok {
					if err := c.RT.SetAttr(wrapper, name, p.(starlark.Tuple)[1]); err != nil {
						return err
					}
				}
			}
		}
	}
	return c.RT.SetAttr(wrapper, "__wrapped__", wrapped)
}

func updateWrapper(c declare.Call) (starlark.Value, error) {
	var wrapper, wrapped, assigned, updated starlark.Value
	if err := c.Unpack("wrapper", &wrapper, "wrapped", &wrapped, "assigned?", &assigned, "updated?", &updated); err != nil {
		return nil, err
	}
	return wrapper, copyAttributes(c, wrapper, wrapped, assigned, updated)
}

func wraps(partial *declare.Class) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		var wrapped, assigned, updated starlark.Value
		if err := c.Unpack("wrapped", &wrapped, "assigned?", &assigned, "updated?", &updated); err != nil {
			return nil, err
		}
		return declare.Function(c.RT, "wraps", func(c declare.Call) (starlark.Value, error) {
			var wrapper starlark.Value
			if err := c.Unpack("wrapper", &wrapper); err != nil {
				return nil, err
			}
			return wrapper, copyAttributes(c, wrapper, wrapped, assigned, updated)
		}), nil
	}
}

// derived tells how an ordering method follows from another one: f(a < b, a == b).
type derived struct {
	name string
	make func(r, eq bool) bool
}

// orderings lists what total_ordering adds for the method that a class defines, and whether equality is asked for.
var orderings = []struct {
	root string
	adds []derived
}{
	{"__lt__", []derived{
		{"__gt__", func(r, eq bool) bool { return !r && !eq }}, {"__le__", func(r, eq bool) bool { return r || eq }}, {"__ge__", func(r, eq bool) bool { return !r }}}},
	{"__le__", []derived{
		{"__ge__", func(r, eq bool) bool { return !r || eq }}, {"__lt__", func(r, eq bool) bool { return r && !eq }}, {"__gt__", func(r, eq bool) bool { return !r }}}},
	{"__gt__", []derived{
		{"__lt__", func(r, eq bool) bool { return !r && !eq }}, {"__ge__", func(r, eq bool) bool { return r || eq }}, {"__le__", func(r, eq bool) bool { return !r }}}},
	{"__ge__", []derived{
		{"__le__", func(r, eq bool) bool { return !r || eq }}, {"__gt__", func(r, eq bool) bool { return r && !eq }}, {"__lt__", func(r, eq bool) bool { return !r }}}},
}

// totalOrdering is total_ordering(cls). A second argument is given where the class arrives in another process.
func totalOrdering(c declare.Call) (starlark.Value, error) {
	class, ok := c.Arg(0).(*object.Class)
	if !ok {
		return nil, declare.TypeErrorf("total_ordering() missing 1 required positional argument: 'cls'")
	}
	for _, o := range orderings {
		root, ok := class.Lookup(o.root)
		if !ok {
			continue
		}
		for _, d := range o.adds {
			if _, has := class.Lookup(d.name); has {
				continue
			}
			class.Define(d.name, object.NewMethod(class, d.name, func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) != 1 {
					return nil, declare.TypeErrorf("%s() takes 2 positional arguments but %d were given", d.name, len(args)+1)
				}
				r, err := starlark.Call(t, root, starlark.Tuple{self, args[0]}, nil)
				if err != nil || r == object.NotImplemented {
					return r, err
				}
				eq, err := c.RT.Compare(syntax.EQL, self, args[0])
				return starlark.Bool(d.make(bool(r.Truth()), eq)), err
			}))
		}
		if len(c.Args) == 1 {
			class.AddRecipe(object.Recipe{Module: "functools", Function: "total_ordering"})
		}
		return class, nil
	}
	return nil, declare.ValueErrorf("must define at least one ordering operation: < > <= >=")
}

// comparable is the state of a key made by cmp_to_key.
type comparable struct{ cmp, obj starlark.Value }

func newKeyClass(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "functools", "KeyWrapper", declare.Options{State: func() any { return new(comparable) },
		Get: func(o *object.Instance, name string) (starlark.Value, bool, error) {
			if name == "obj" {
				return o.State().(*comparable).obj, true, nil
			}
			return nil, false, nil
		}})
	zero := starlark.MakeInt(0)
	for name, op := range map[string]syntax.Token{
		"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL, "__ne__": syntax.NEQ,
	} {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			a := c.Object().State().(*comparable)
			b, ok := declare.State[*comparable](c.Arg(0))
			if !ok {
				return nil, declare.TypeErrorf("other argument must be K instance")
			}
			r, err := c.Call(a.cmp, a.obj, b.obj)
			if err != nil {
				return nil, err
			}
			less, err := rt.Compare(op, r, zero)
			return starlark.Bool(less), err
		})
	}
	k.Define("__hash__", starlark.None)
	return k
}

// errNoClass is the error of a decorator that needs a class.
func errNoClass(name string) error {
	return exceptions.TypeError.Errorf("Invalid first argument to `%s()`", name)
}
