package object

import (
	"slices"

	"go.starlark.net/starlark"
)

// This file lets scripts derive classes from int, str, list, dict and the other types that Starlark provides. An
// instance of such a class holds a value of the type, which answers what the class does not define.
//
// What differs from CPython: an instance and the plain value are different keys of a dict, and Starlark code in Go that
// asks for a String or List does not see one; it must call Underlying.

// builtinValue is the Go state of an instance of a class derived from a built-in type.
type builtinValue struct{ value starlark.Value }

// wrapped returns the built-in value that o stands for, or nil.
func (o *Instance) wrapped() starlark.Value {
	if b, ok := o.state.(*builtinValue); ok {
		return b.value
	}
	return nil
}

// SetUnderlying makes o stand for a built-in value.
func (o *Instance) SetUnderlying(v starlark.Value) { o.state = &builtinValue{v} }

// Underlying returns the int, str, list, ... that an instance of a class derived from such a type stands for; any other
// value is returned unchanged.
func Underlying(v starlark.Value) starlark.Value {
	if o, ok := v.(*Instance); ok {
		if w := o.wrapped(); w != nil {
			return w
		}
	}
	return v
}

// wrap makes the built-in value of a new instance from the constructor's arguments.
func (o *Instance) wrap(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) error {
	n := o.class.native
	if n == nil || n.wrap == nil {
		return nil
	}
	v, err := n.wrap(t, args, kwargs)
	if err != nil {
		return err
	}
	o.state = &builtinValue{v}
	return nil
}

// overrides reports whether o's class defines one of the names in a script.
func (o *Instance) overrides(names ...string) bool {
	for _, n := range names {
		if _, ok := o.class.Lookup(n); ok {
			return true
		}
	}
	return false
}

// derivable returns what instances of classes derived from the built-in type c have.
func (rt *Runtime) derivable(c *Class) *Native {
	n := &Native{}
	switch c {
	case rt.types.list, rt.types.dict, rt.types.set:
		n.wrap = func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return c.construct(t, c, nil, nil)
		}
		n.fill = func(t *starlark.Thread, inst *Instance, args starlark.Tuple, kwargs []starlark.Tuple) error {
			return rt.refill(t, inst.wrapped(), args, kwargs)
		}
	default:
		n.wrap = func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			v, err := c.construct(t, c, args, kwargs)
			return Underlying(v), err
		}
	}
	n.Methods = LazyMethods(func() map[string]Method { return rt.derivedMethods(c, n) })
	return n
}

// derivedMethods are the methods that classes derived from the built-in type c inherit.
func (rt *Runtime) derivedMethods(c *Class, n *Native) map[string]Method {
	methods := map[string]Method{}
	for _, name := range dunderNames(c.name) {
		methods[name] = dunderMethod(name)
	}
	for name, f := range rt.methodTable(c) {
		methods[name] = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(t, prepend(Underlying(self), args), kwargs)
		}
	}
	methods["__init__"] = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if n.fill == nil {
			return starlark.None, nil
		}
		if o, ok := self.(*Instance); ok {
			return starlark.None, n.fill(t, o, args, kwargs)
		}
		return starlark.None, rt.refill(t, self, args, kwargs)
	}
	return methods
}

// refill is __init__ of a list, dict or set.
func (rt *Runtime) refill(t *starlark.Thread, v starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) error {
	switch v := v.(type) {
	case *starlark.Dict:
		return rt.updateDict(t, "dict", v, args, kwargs)
	case *starlark.List:
		fresh, err := rt.newList(t, args, kwargs)
		if err != nil {
			return err
		}
		return replaceList(v, listElements(fresh.(*starlark.List)))
	case *starlark.Set:
		fresh, err := rt.newSet(t, args, kwargs)
		if err != nil {
			return err
		}
		return replaceSet(v, fresh.(*starlark.Set))
	}
	return nil
}

// methodTable returns the methods of a built-in type, without special ones; args[0] is self.
func (rt *Runtime) methodTable(c *Class) map[string]nativeMethod {
	if !c.builtin || c.module != "builtins" {
		return nil
	}
	return rt.nativeTables[c.name]
}

// nativeTables returns the method tables of the types that Starlark provides, by the type's name.
func nativeTables() map[string]map[string]nativeMethod {
	return map[string]map[string]nativeMethod{
		"list": listMethods, "dict": dictMethods, "str": strMethods, "set": setMethods, "float": floatMethods,
		"int": intMethods, "tuple": tupleMethods, "bytes": bytesMethods, "frozenset": readingSetMethods, "range": rangeMethods,
	}
}

// classFunctions are the class methods and static methods of built-in types.
var classFunctions = map[string][]string{
	"dict": {"fromkeys"}, "str": {"maketrans"}, "int": {"from_bytes"}, "float": {"fromhex"},
	"bytes": {"fromhex", "maketrans"}, "bytearray": {"fromhex", "maketrans"},
}

// unboundOf serves C.name of a built-in type: str.upper, int.__add__, dict.fromkeys.
func (rt *Runtime) unboundOf(c *Class, name string) (starlark.Value, bool) {
	for _, k := range c.mro {
		if v, ok := rt.unboundOwn(k, c, name); ok {
			return v, true
		}
	}
	return nil, false
}

func (rt *Runtime) unboundOwn(k, c *Class, name string) (starlark.Value, bool) {
	if f := rt.classFunction(k.name, name); f != nil {
		return NewBuiltin(name, f), true
	}
	var m Method
	if f := rt.methodTable(k)[name]; f != nil {
		m = func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if ok, _ := rt.isInstanceOf(self, k); !ok {
				return nil, typeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", name, k.name, TypeName(self))
			}
			return f(t, prepend(Underlying(self), args), kwargs)
		}
	} else {
		for _, n := range dunderNames(k.name) {
			if n == name {
				m = dunderMethod(name)
			}
		}
	}
	if k == rt.types.bytearray && m == nil {
		m, _ = rt.bytearrayMethods().Get(name)
	}
	if m == nil {
		return nil, false
	}
	return &unboundMethod{class: k, name: name, method: m}, true
}

// classFunction returns a class method or static method of a built-in type, nil if it has none called name.
func (rt *Runtime) classFunction(class, name string) Func {
	if !slices.Contains(classFunctions[class], name) {
		return nil
	}
	if name == "maketrans" && class != "str" {
		return bytesMakeTrans
	}
	switch class {
	case "dict":
		return rt.dictFromKeys
	case "str":
		return rt.strMaketrans
	case "int":
		return rt.intFromBytes
	case "float":
		return rt.floatFromhex
	case "bytes":
		return rt.bytesFromhex
	}
	return rt.bytearrayFromhex
}
