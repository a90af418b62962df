package collections

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds collections.abc: instance tests, and what classes derived from these get.

// abstract stands for a method that derived classes must define.
type abstract struct {
	declare.Opaque
	declare.Absent
	name string
}

func (a *abstract) String() string        { return "<function " + a.name + ">" }
func (a *abstract) Type() string          { return "function" }
func (a *abstract) Hash() (uint32, error) { return 0, nil }
func (a *abstract) Name() string          { return a.name }

// IsAbstractMethod marks the method; see object's rule for abstract classes.
func (a *abstract) IsAbstractMethod() bool { return true }

// CallInternal is super().method().
func (a *abstract) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, nil
}

// kind describes an abstract class: the methods that a derived class must define, the classes that it derives from, the
// built-in types that belong to it, and the methods that make any object an instance ("" none).
type kind struct {
	name, bases, required, types, duck string
}

// kinds are the abstract classes, bases before what derives from them.
// Source: https://docs.python.org/3.13/library/collections.abc.html
var kinds = []kind{
	{"Hashable", "", "__hash__", "", "__hash__"},
	{"Iterable", "", "__iter__", "", "__iter__"},
	{"Sized", "", "__len__", "", "__len__"},
	{"Container", "", "__contains__", "", "__contains__"},
	{"Callable", "", "__call__", "", "__call__"},
	{"Iterator", "Iterable", "__next__", "", "__iter__ __next__"},
	{"Reversible", "Iterable", "__reversed__", "list dict tuple str range", "__reversed__"},
	{"Generator", "Iterator", "send throw", "generator", "__iter__ __next__ send throw close"},
	{"Collection", "Sized Iterable Container", "", "", "__len__ __iter__ __contains__"},
	{"Sequence", "Reversible Collection", "__getitem__ __len__", "list tuple str range bytes bytearray", ""},
	{"MutableSequence", "Sequence", "__setitem__ __delitem__ insert", "list bytearray", ""},
	{"ByteString", "Sequence", "", "bytes bytearray", ""},
	{"Set", "Collection", "__contains__ __iter__ __len__", "set frozenset", ""},
	{"MutableSet", "Set", "add discard", "set", ""},
	{"Mapping", "Collection", "__getitem__ __iter__ __len__", "dict", ""},
	{"MutableMapping", "Mapping", "__setitem__ __delitem__", "dict", ""},
	{"MappingView", "Sized", "", "", ""},
	{"KeysView", "MappingView Set", "", "dict_keys", ""},
	{"ItemsView", "MappingView Set", "", "dict_items", ""},
	{"ValuesView", "MappingView Collection", "", "dict_values", ""},
	{"Awaitable", "", "__await__", "", "__await__"},
	{"Coroutine", "Awaitable", "send throw close", "", ""},
	{"AsyncIterable", "", "__aiter__", "", "__aiter__"},
	{"AsyncIterator", "AsyncIterable", "__anext__", "", "__aiter__ __anext__"},
	{"Buffer", "", "__buffer__", "bytes bytearray", ""},
}

// NewABC returns the module collections.abc.
func NewABC(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "collections.abc", nil)
	classes := map[string]*declare.Class{}
	for _, k := range kinds {
		var bases []*object.Class
		for _, b := range strings.Fields(k.bases) {
			bases = append(bases, classes[b].Class)
		}
		c := declare.New(rt, "collections.abc", k.name, declare.Options{}, bases...)
		c.MarkABC()
		for _, name := range strings.Fields(k.required) {
			if name != "__hash__" {
				c.Define(name, &abstract{name: name})
			}
		}
		c.SetInstanceTest(func(v starlark.Value) bool { return k.holds(rt, v) })
		for _, t := range strings.Fields(k.types) {
			if builtin := rt.Type(t); builtin != nil {
				c.Register(builtin)
			}
		}
		c.ClassMethod("register", func(call declare.Call) (starlark.Value, error) {
			class, ok := call.Arg(0).(*object.Class)
			if !ok {
				return nil, declare.TypeErrorf("Can only register classes")
			}
			call.Self.(*object.Class).Register(class)
			return class, nil
		})
		c.ClassMethod("__class_getitem__", func(call declare.Call) (starlark.Value, error) { return call.Self, nil })
		classes[k.name] = c
		m.SetField(k.name, c.Class)
	}
	for _, t := range strings.Fields("list tuple str dict set frozenset bytes bytearray range") {
		for _, k := range strings.Fields("Iterable Sized Container Collection") {
			classes[k].Register(rt.Type(t))
		}
	}
	for _, t := range strings.Fields("int float str tuple frozenset bytes NoneType bool range") {
		classes["Hashable"].Register(rt.Type(t))
	}
	classes["Iterator"].Register(rt.Type("generator"))
	classes["Iterable"].Register(rt.Type("generator"))
	classes["Callable"].Register(rt.Type("function"))
	classes["Iterator"].Method("__iter__", func(c declare.Call) (starlark.Value, error) { return c.Self, nil })
	classes["Mapping"].Methods(pickMethods(mappingMethods(rt), "get keys values items __contains__ __eq__"))
	classes["MutableMapping"].Methods(pickMethods(mappingMethods(rt), "pop popitem clear update setdefault"))
	addSequence(rt, classes["Sequence"], classes["MutableSequence"])
	addSet(rt, classes["Set"], classes["MutableSet"])
	return m
}

func pickMethods(all map[string]declare.Func, names string) map[string]declare.Func {
	out := map[string]declare.Func{}
	for _, n := range strings.Fields(names) {
		out[n] = all[n]
	}
	return out
}

// holds reports whether a value that derives from no class of the kind is an instance.
func (k kind) holds(rt *object.Runtime, v starlark.Value) bool {
	name := object.TypeName(v)
	switch k.name {
	case "Hashable":
		if o, ok := v.(*object.Instance); ok {
			h, defined := o.Class().Lookup("__hash__")
			if defined {
				return h != starlark.None
			}
			return object.Underlying(v) == v || k.holds(rt, object.Underlying(v))
		}
		switch v.(type) {
		case *starlark.List, *starlark.Dict, *starlark.Set, *object.Bytearray:
			return false
		}
		return true
	case "Callable":
		if _, ok := v.(*object.Instance); !ok {
			return object.IsCallable(v)
		}
	case "Iterable":
		if _, ok := v.(*object.Instance); !ok {
			_, class := v.(*object.Class)
			_, err := rt.Loop(rt.Current(), v)
			return !class && err == nil
		}
	case "Iterator":
		if _, ok := v.(*object.Iterator); ok {
			return true
		}
	case "Set", "MutableSet", "KeysView", "ItemsView", "ValuesView", "MappingView", "Sized", "Collection", "Container", "Reversible":
		if d, ok := v.(*object.DictView); ok {
			switch k.name {
			case "KeysView":
				return name == "dict_keys"
			case "ItemsView":
				return name == "dict_items"
			case "ValuesView":
				return name == "dict_values"
			case "Set":
				return name != "dict_values"
			}
			return d != nil && k.name != "MutableSet"
		}
	case "MutableMapping", "Mapping":
		if o, ok := v.(*object.Instance); ok {
			switch o.Class().Module() + "." + o.Class().Name() {
			case "collections.ChainMap", "collections.UserDict":
				return true
			}
		}
	case "MutableSequence", "Sequence":
		if o, ok := v.(*object.Instance); ok {
			_, isDeque := o.State().(*deque)
			return isDeque || o.Class().Module()+"."+o.Class().Name() == "collections.UserList"
		}
	}
	o, ok := v.(*object.Instance)
	if !ok || k.duck == "" {
		return false
	}
	for _, n := range strings.Fields(k.duck) {
		f, found := o.Class().Lookup(n)
		if !found && object.Underlying(v) != v {
			_, err := rt.GetAttr(object.Underlying(v), n)
			found = err == nil
		}
		if !found || f == starlark.None {
			return false
		}
	}
	return true
}

// addSequence gives Sequence and MutableSequence their methods.
func addSequence(rt *object.Runtime, sequence, mutable *declare.Class) {
	item := func(c declare.Call, i int) (starlark.Value, error) {
		return rt.GetItem(c.T, c.Self, starlark.MakeInt(i))
	}
	// each calls f for the elements until it returns false.
	each := func(c declare.Call, f func(i int, v starlark.Value) (bool, error)) error {
		for i := 0; ; i++ {
			v, err := item(c, i)
			if err != nil {
				if !object.IsCancelled(err) && rt.Exception(err).IsInstanceOf(exceptions.IndexError) {
					return nil
				}
				return err
			}
			if more, err := f(i, v); !more || err != nil {
				return err
			}
		}
	}
	sequence.Methods(map[string]declare.Func{
		"__iter__": func(c declare.Call) (starlark.Value, error) {
			i := -1
			return rt.NewIterator("generator", func() (starlark.Value, bool, error) {
				i++
				v, err := item(c, i)
				if err != nil && !object.IsCancelled(err) && rt.Exception(err).IsInstanceOf(exceptions.IndexError) {
					return nil, false, nil
				}
				return v, err == nil, err
			}), nil
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			found := false
			err := each(c, func(_ int, v starlark.Value) (bool, error) {
				eq, err := rt.Equal(v, c.Args[0])
				found = found || eq
				return !eq, err
			})
			return starlark.Bool(found), err
		},
		"__reversed__": func(c declare.Call) (starlark.Value, error) {
			n, err := rt.Len(c.T, c.Self)
			if err != nil {
				return nil, err
			}
			return rt.NewIterator("generator", func() (starlark.Value, bool, error) {
				if n--; n < 0 {
					return nil, false, nil
				}
				v, err := item(c, n)
				return v, err == nil, err
			}), nil
		},
		"index": func(c declare.Call) (starlark.Value, error) {
			at := -1
			err := each(c, func(i int, v starlark.Value) (bool, error) {
				eq, err := rt.Equal(v, c.Args[0])
				if eq {
					at = i
				}
				return !eq, err
			})
			if err == nil && at < 0 {
				err = exceptions.ValueError.With()
			}
			return starlark.MakeInt(at), err
		},
		"count": func(c declare.Call) (starlark.Value, error) {
			n := 0
			err := each(c, func(_ int, v starlark.Value) (bool, error) {
				eq, err := rt.Equal(v, c.Args[0])
				if eq {
					n++
				}
				return true, err
			})
			return starlark.MakeInt(n), err
		},
	})
	extend := func(c declare.Call) (starlark.Value, error) {
		values, err := c.List(c.Args[0])
		for _, v := range values {
			if _, err := c.CallMethod(c.Self, "append", v); err != nil {
				return nil, err
			}
		}
		return none(err)
	}
	mutable.Methods(map[string]declare.Func{
		"append": func(c declare.Call) (starlark.Value, error) {
			n, err := rt.Len(c.T, c.Self)
			if err != nil {
				return nil, err
			}
			_, err = c.CallMethod(c.Self, "insert", starlark.MakeInt(n), c.Args[0])
			return none(err)
		},
		"extend": extend,
		"__iadd__": func(c declare.Call) (starlark.Value, error) {
			_, err := extend(c)
			return c.Self, err
		},
		"pop": func(c declare.Call) (starlark.Value, error) {
			i := starlark.Value(starlark.MakeInt(-1))
			if len(c.Args) > 0 {
				i = c.Args[0]
			}
			v, err := rt.GetItem(c.T, c.Self, i)
			if err != nil {
				return nil, err
			}
			return v, rt.DelItem(c.T, c.Self, i)
		},
		"remove": func(c declare.Call) (starlark.Value, error) {
			i, err := c.CallMethod(c.Self, "index", c.Args[0])
			if err != nil {
				return nil, err
			}
			return none(rt.DelItem(c.T, c.Self, i))
		},
		"clear": func(c declare.Call) (starlark.Value, error) {
			for {
				n, err := rt.Len(c.T, c.Self)
				if err != nil || n == 0 {
					return none(err)
				}
				if _, err := c.CallMethod(c.Self, "pop"); err != nil {
					return nil, err
				}
			}
		},
		"reverse": func(c declare.Call) (starlark.Value, error) {
			values, err := c.List(c.Self)
			for i, v := range values {
				if err := rt.SetItem(c.T, c.Self, starlark.MakeInt(len(values)-1-i), v); err != nil {
					return nil, err
				}
			}
			return none(err)
		},
	})
}

// addSet gives Set and MutableSet their methods.
func addSet(rt *object.Runtime, set, mutable *declare.Class) {
	// sets returns both operands as built-in sets; ok is false if the other one is not iterable.
	sets := func(c declare.Call) (a, b starlark.Value, ok bool, err error) {
		if a, err = c.Builtin("set", c.Self); err != nil {
			return
		}
		if _, iterErr := rt.Loop(c.T, c.Arg(0)); iterErr != nil {
			return
		}
		b, err = c.Builtin("set", c.Args[0])
		return a, b, err == nil, err
	}
	binary := func(op syntax.Token) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			a, b, ok, err := sets(c)
			if err != nil || !ok {
				return object.NotImplemented, err
			}
			v, err := rt.Binary(op, a, b)
			if err != nil {
				return nil, err
			}
			make, err := rt.GetAttr(c.Self, "_from_iterable")
			if err != nil {
				return nil, err
			}
			return c.Call(make, v)
		}
	}
	compare := func(op syntax.Token) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			if is, err := rt.IsInstance(c.Arg(0), set.Class); err != nil || !is {
				return object.NotImplemented, err
			}
			a, b, ok, err := sets(c)
			if err != nil || !ok {
				return object.NotImplemented, err
			}
			r, err := rt.Compare(op, a, b)
			return starlark.Bool(r), err
		}
	}
	set.ClassMethod("_from_iterable", func(c declare.Call) (starlark.Value, error) { return c.Call(c.Self, c.Args...) })
	set.Methods(map[string]declare.Func{
		"__and__": binary(syntax.AMP), "__rand__": binary(syntax.AMP), "__or__": binary(syntax.PIPE), "__ror__": binary(syntax.PIPE),
		"__sub__": binary(syntax.MINUS), "__xor__": binary(syntax.CIRCUMFLEX), "__rxor__": binary(syntax.CIRCUMFLEX),
		"__le__": compare(syntax.LE), "__lt__": compare(syntax.LT), "__ge__": compare(syntax.GE), "__gt__": compare(syntax.GT), "__eq__": compare(syntax.EQL),
		"isdisjoint": func(c declare.Call) (starlark.Value, error) {
			a, err := c.Builtin("set", c.Self)
			if err != nil {
				return nil, err
			}
			return c.CallMethod(a, "isdisjoint", c.Args...)
		},
	})
	mutable.Methods(map[string]declare.Func{
		"remove": func(c declare.Call) (starlark.Value, error) {
			if has, err := rt.Contains(c.T, c.Self, c.Args[0]); err != nil {
				return nil, err
			} else if !has {
				return nil, keyError(c.Args[0])
			}
			return c.CallMethod(c.Self, "discard", c.Args[0])
		},
		"pop": func(c declare.Call) (starlark.Value, error) {
			it, err := rt.Iter(c.T, c.Self)
			if err != nil {
				return nil, err
			}
			v, ok, err := it.Step()
			if err == nil && !ok {
				err = exceptions.KeyError.With()
			}
			if err != nil {
				return nil, err
			}
			_, err = c.CallMethod(c.Self, "discard", v)
			return v, err
		},
		"clear": func(c declare.Call) (starlark.Value, error) {
			values, err := c.List(c.Self)
			for _, v := range values {
				if _, err := c.CallMethod(c.Self, "discard", v); err != nil {
					return nil, err
				}
			}
			return none(err)
		},
		"__ior__": func(c declare.Call) (starlark.Value, error) {
			values, err := c.List(c.Args[0])
			for _, v := range values {
				if _, err := c.CallMethod(c.Self, "add", v); err != nil {
					return nil, err
				}
			}
			return c.Self, err
		},
		"__isub__": func(c declare.Call) (starlark.Value, error) {
			values, err := c.List(c.Args[0])
			for _, v := range values {
				if _, err := c.CallMethod(c.Self, "discard", v); err != nil {
					return nil, err
				}
			}
			return c.Self, err
		},
	})
}
