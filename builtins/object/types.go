package object

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file makes the classes of the built-in types and finds the class of a value.

// types are the classes of the built-in types of one interpreter.
type types struct {
	object, type_                                         *Class
	int, float, bool, str, bytes, bytearray               *Class
	complex                                               *Class
	list, tuple, dict, set, frozenset, range_, slice      *Class
	none, function, method, builtin, module, generator    *Class
	property, staticmethod, classmethod, super, traceback *Class
	ellipsis, notImplemented, union                       *Class
	enumerate, zip, map_, filter, reversed                *Class
}

// constructor makes a value of a built-in type.
type constructor = func(t *starlark.Thread, c *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

func constructs(f Func) constructor {
	return func(t *starlark.Thread, _ *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(t, args, kwargs)
	}
}

// is returns the test for values of the Go type T.
func is[T starlark.Value](v starlark.Value) bool {
	_, ok := v.(T)
	return ok
}

// makeTypes makes the classes. It runs once, before anything else uses the Runtime.
func (rt *Runtime) makeTypes() {
	ts := &rt.types
	ts.object = rt.NewBuiltinClass("builtins", "object", nil)
	ts.type_ = rt.NewBuiltinClass("builtins", "type", nil)
	ts.type_.construct = rt.newType
	ts.type_.is = is[*Class]
	rt.defineTypeMethods()
	rt.makeDataTypes()
	rt.makeInternalTypes()
}

// makeDataTypes makes the types that scripts construct values of. All but bool, complex, range and slice can be derived from.
func (rt *Runtime) makeDataTypes() {
	ts := &rt.types
	data := func(name string, new Func, is func(starlark.Value) bool, bases ...*Class) *Class {
		c := rt.NewBuiltinClass("builtins", name, nil, bases...)
		c.construct, c.is = constructs(new), is
		return c
	}
	ts.int = data("int", rt.newInt, func(v starlark.Value) bool { return is[starlark.Int](v) || is[starlark.Bool](v) })
	ts.bool = data("bool", rt.newBool, is[starlark.Bool], ts.int)
	ts.float = data("float", rt.newFloat, is[starlark.Float])
	ts.complex = data("complex", rt.newComplex, is[Complex])
	ts.str = data("str", rt.newStr, is[starlark.String])
	ts.bytes = data("bytes", rt.newBytes, is[starlark.Bytes])
	ts.bytearray = data("bytearray", rt.newBytearray, is[*Bytearray])
	ts.list = data("list", rt.newList, is[*starlark.List])
	ts.tuple = data("tuple", rt.newTuple, is[starlark.Tuple])
	ts.dict = data("dict", rt.newDict, func(v starlark.Value) bool { return is[*starlark.Dict](v) || is[*liveDict](v) })
	ts.set = data("set", rt.newSet, is[*starlark.Set])
	ts.frozenset = data("frozenset", rt.newFrozenset, is[*Frozenset])
	ts.range_ = data("range", rt.newRange, func(v starlark.Value) bool { _, ok := rangeOf(v); return ok })
	ts.slice = data("slice", newSlice, is[*Slice])
	ts.property = data("property", newProperty, is[*Property])
	ts.staticmethod = data("staticmethod", newStaticMethod, is[*StaticMethod])
	ts.classmethod = data("classmethod", newClassMethod, is[*ClassMethod])
	ts.super = data("super", rt.superBuiltin, is[*super])
	ts.enumerate = data("enumerate", rt.enumerate, isIterator("enumerate"))
	ts.zip = data("zip", rt.zip, isIterator("zip"))
	ts.map_ = data("map", rt.mapBuiltin, isIterator("map"))
	ts.filter = data("filter", rt.filter, isIterator("filter"))
	ts.reversed = data("reversed", rt.reversed, isIterator("reversed"))
	for _, c := range []*Class{ts.bool, ts.range_, ts.slice, ts.complex} {
		c.final = true
	}
	for _, c := range []*Class{ts.int, ts.float, ts.str, ts.bytes, ts.list, ts.tuple, ts.dict, ts.set, ts.frozenset} {
		c.native = rt.derivable(c)
	}
	for _, c := range []*Class{ts.enumerate, ts.zip, ts.map_, ts.filter, ts.reversed} {
		rt.named[c.name] = c
	}
}

// makeInternalTypes makes the types whose values come from statements and functions.
func (rt *Runtime) makeInternalTypes() {
	ts := &rt.types
	internal := func(name string, is func(starlark.Value) bool) *Class {
		c := rt.NewBuiltinClass("builtins", name, nil)
		c.is, c.final = is, true
		c.construct = func(t *starlark.Thread, c *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return nil, typeErrorf("cannot create '%s' instances", c.name)
		}
		return c
	}
	ts.none = internal("NoneType", is[starlark.NoneType])
	ts.none.construct = constructs(func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	})
	ts.function = internal("function", func(v starlark.Value) bool { return is[*starlark.Function](v) || is[*unboundMethod](v) })
	ts.method = internal("method", is[*BoundMethod])
	ts.builtin = internal("builtin_function_or_method", func(v starlark.Value) bool {
		return is[*Builtin](v) || is[*boundBuiltin](v) || is[*starlark.Builtin](v)
	})
	ts.module = internal("module", is[*Module])
	ts.module.final = false
	ts.module.construct = constructs(newModule)
	ts.generator = internal("generator", func(v starlark.Value) bool { p, ok := v.(*Iterator); return ok && p.gen != nil })
	ts.traceback = internal("traceback", is[*Traceback])
	ts.ellipsis = internal("ellipsis", func(v starlark.Value) bool { return v == Ellipsis })
	ts.notImplemented = internal("NotImplementedType", func(v starlark.Value) bool { return v == NotImplemented })
	ts.union = internal("UnionType", is[*Union])
	ts.union.module = "types"
}

func isIterator(kind string) func(starlark.Value) bool {
	return func(v starlark.Value) bool {
		p, ok := v.(*Iterator)
		return ok && p.kind == kind
	}
}

// NewValueClass makes the class of a type implemented in Go whose values are not Instances: construct makes a value, is
// recognizes one, and type(v) is the class for every value v whose Type() is name.
func (rt *Runtime) NewValueClass(module, name string, construct Func, is func(starlark.Value) bool, bases ...*Class) *Class {
	c := rt.NewBuiltinClass(module, name, nil, bases...)
	c.construct, c.is = constructs(construct), is
	rt.named[name] = c
	return c
}

// HasClass is a value made in Go that knows its class.
type HasClass interface {
	starlark.Value
	Class() *Class
}

// TypeOf is type(v).
func (rt *Runtime) TypeOf(v starlark.Value) *Class {
	ts := &rt.types
	switch v := v.(type) {
	case *Instance:
		return v.class
	case *Class:
		return v.metaclass()
	case starlark.Bool:
		return ts.bool
	case starlark.Int:
		return ts.int
	case starlark.Float:
		return ts.float
	case starlark.String:
		return ts.str
	case Complex:
		return ts.complex
	case *starlark.List:
		return ts.list
	case starlark.Tuple:
		return ts.tuple
	case *starlark.Dict, *liveDict:
		return ts.dict
	case *starlark.Set:
		return ts.set
	case starlark.Bytes:
		return ts.bytes
	case starlark.NoneType:
		return ts.none
	case *starlark.Function:
		return ts.function
	case *unboundMethod:
		if !v.class.builtin {
			return ts.function
		}
	case *Iterator:
		if v.gen != nil {
			return ts.generator
		}
	case HasClass:
		return v.Class()
	}
	for _, c := range []*Class{
		ts.frozenset, ts.bytearray, ts.range_, ts.slice, ts.method, ts.builtin, ts.module, ts.property, ts.staticmethod,
		ts.classmethod, ts.super, ts.traceback, ts.ellipsis, ts.notImplemented, ts.union,
	} {
		if c.is(v) {
			return c
		}
	}
	if v, ok := v.(HasClassName); ok {
		module, name := v.ClassName()
		return rt.placedType(module, name)
	}
	return rt.namedType(v.Type())
}

// HasClassName is a value made in Go that knows where its class would be, though there is none that scripts can name.
type HasClassName interface {
	ClassName() (module, name string)
}

// placedType is namedType for a class of a module.
func (rt *Runtime) placedType(module, name string) *Class {
	key := module + "." + name
	c := rt.named[key]
	if c == nil {
		c = rt.NewBuiltinClass(module, name, nil)
		c.final = true
		c.is = func(v starlark.Value) bool { return rt.TypeOf(v) == c }
		rt.named[key] = c
	}
	return c
}

// namedType returns the class of Go-made values that say only how their type is called.
func (rt *Runtime) namedType(name string) *Class {
	c := rt.named[name]
	if c == nil {
		c = rt.NewBuiltinClass("builtins", name, nil)
		c.final = true
		c.is = func(v starlark.Value) bool { return rt.TypeOf(v) == c }
		rt.named[name] = c
	}
	return c
}

// Type returns the class of a built-in type by its name: "int", "NoneType", "function", ...; nil if there is none.
func (rt *Runtime) Type(name string) *Class {
	ts := &rt.types
	switch name {
	case "NoneType":
		return ts.none
	case "function":
		return ts.function
	case "method":
		return ts.method
	case "builtin_function_or_method":
		return ts.builtin
	case "module":
		return ts.module
	case "generator":
		return ts.generator
	case "traceback":
		return ts.traceback
	case "ellipsis":
		return ts.ellipsis
	case "NotImplementedType":
		return ts.notImplemented
	case "UnionType":
		return ts.union
	}
	c, _ := rt.Builtin(name).(*Class)
	return c
}

// IsInstance is isinstance(v, classinfo).
func (rt *Runtime) IsInstance(v, classinfo starlark.Value) (bool, error) {
	switch c := classinfo.(type) {
	case *Class:
		return rt.isInstanceOf(v, c)
	case starlark.Tuple:
		for _, x := range c {
			if ok, err := rt.IsInstance(v, x); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case *Union:
		return rt.IsInstance(v, c.args)
	case starlark.NoneType:
		return v == starlark.None, nil
	case HasInstanceCheck:
		return c.IsInstance(v)
	}
	return false, typeErrorf("isinstance() arg 2 must be a type, a tuple of types, or a union")
}

// HasInstanceCheck is a value made in Go that isinstance() takes as its second argument.
type HasInstanceCheck interface {
	IsInstance(v starlark.Value) (bool, error)
}

func (rt *Runtime) isInstanceOf(v starlark.Value, c *Class) (bool, error) {
	if o, ok := v.(*Instance); ok && o.class.IsSubclass(c) || c == rt.types.object {
		return true, nil
	}
	if c.is != nil && c.is(v) {
		return true, nil
	}
	if c.meta != nil {
		if f, ok := c.meta.Lookup("__instancecheck__"); ok && f != rt.types.type_.ns["__instancecheck__"] {
			r, err := starlark.Call(rt.cur, f, starlark.Tuple{c, v}, nil)
			if err != nil {
				return false, err
			}
			return bool(r.Truth()), rt.Pending()
		}
	}
	for _, k := range c.virtual {
		if ok, err := rt.isInstanceOf(v, k); ok || err != nil {
			return ok, err
		}
	}
	if _, isObject := v.(*Instance); isObject {
		return false, nil
	}
	return rt.TypeOf(v).IsSubclass(c), nil
}

// IsSubclass is issubclass(c, classinfo).
func (rt *Runtime) IsSubclass(c *Class, classinfo starlark.Value) (bool, error) {
	switch k := classinfo.(type) {
	case *Class:
		if c.IsSubclass(k) {
			return true, nil
		}
		for _, v := range k.virtual {
			if c.IsSubclass(v) {
				return true, nil
			}
		}
		return false, nil
	case starlark.Tuple:
		for _, x := range k {
			if ok, err := rt.IsSubclass(c, x); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case *Union:
		return rt.IsSubclass(c, k.args)
	case starlark.NoneType:
		return c == rt.types.none, nil
	}
	return false, typeErrorf("issubclass() arg 2 must be a class, a tuple of classes, or a union")
}

// Register makes k a virtual subclass of c, as abc.ABC.register does.
func (c *Class) Register(k *Class) { c.virtual = append(c.virtual, k) }

// SetInstanceTest makes isinstance(v, c) also ask f, for classes like collections.abc.Iterable.
func (c *Class) SetInstanceTest(f func(v starlark.Value) bool) { c.is = f }

// SetConstruct makes calls of a class made in Go return what f makes instead of an Instance.
func (c *Class) SetConstruct(f constructor) { c.construct = f }

// SetFinal forbids deriving from c.
func (c *Class) SetFinal() { c.final = true }

// checkBase refuses bases that cannot be derived from.
func (c *Class) checkBase(b *Class) error {
	if b.final && !c.builtin {
		return exceptions.TypeError.Errorf("type '%s' is not an acceptable base type", b.name)
	}
	return nil
}
