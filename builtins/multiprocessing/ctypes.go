package multiprocessing

import (
	"math"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines the C types of module ctypes that shared memory can hold. Sizes are those of 64-bit Linux on every
// system.

// ctype is a C type. Scripts call it to make a value, and multiply it to make an array type.
type ctype struct {
	plain
	s           *State
	module      string
	name        string
	code        byte // simple types: what the memory holds, see load; else 0
	size, align int
	elem        *ctype // arrays: the type of an element, and their number
	length      int
	fields      []cfield      // structures, in order
	wrapper     *object.Class // structures: SynchronizedPoint; nil until asked for
	class       *object.Class // structures: the script's class; others: what type(v) returns
}

var (
	_ starlark.Callable       = (*ctype)(nil)
	_ starlark.HasAttrs       = (*ctype)(nil)
	_ starlark.HasBinary      = (*ctype)(nil)
	_ object.HasInstanceCheck = (*ctype)(nil)
	_ starlarkcbor.Reducer    = (*ctype)(nil)
)

// ctypes is what a State keeps of C types.
type ctypes struct {
	simple     map[string]*ctype
	structures map[*object.Class]*ctype
	base       *object.Class // Structure
}

// simpleTypes are the types without parts, by their codes.
var simpleTypes = []struct {
	name string
	code byte
	size int
}{
	{"c_bool", '?', 1}, {"c_char", 'c', 1}, {"c_wchar", 'u', 4},
	{"c_byte", 'b', 1}, {"c_ubyte", 'B', 1}, {"c_short", 'h', 2}, {"c_ushort", 'H', 2},
	{"c_int", 'i', 4}, {"c_uint", 'I', 4}, {"c_long", 'l', 8}, {"c_ulong", 'L', 8},
	{"c_float", 'f', 4}, {"c_double", 'd', 8}, {"c_longdouble", 'g', 16}, // the latter with the precision of a double
}

// ctypeAliases are further names of simple types.
var ctypeAliases = map[string]string{
	"c_longlong": "c_long", "c_ulonglong": "c_ulong", "c_size_t": "c_ulong", "c_ssize_t": "c_long", "c_time_t": "c_long",
	"c_int8": "c_byte", "c_int16": "c_short", "c_int32": "c_int", "c_int64": "c_long",
	"c_uint8": "c_ubyte", "c_uint16": "c_ushort", "c_uint32": "c_uint", "c_uint64": "c_ulong",
}

// typecodes are the codes that Value and Array take.
var typecodes = map[string]string{
	"c": "c_char", "u": "c_wchar", "b": "c_byte", "B": "c_ubyte", "h": "c_short", "H": "c_ushort", "i": "c_int", "I": "c_uint",
	"l": "c_long", "L": "c_ulong", "q": "c_long", "Q": "c_ulong", "f": "c_float", "d": "c_double",
}

// simpleType returns the simple type of that name.
func (s *State) simpleType(name string) *ctype {
	if s.objects.ctypes.simple == nil {
		s.objects.ctypes.simple = map[string]*ctype{}
		for _, t := range simpleTypes {
			c := &ctype{s: s, module: "ctypes", name: t.name, code: t.code, size: t.size, align: t.size}
			c.class = s.rt.NewBuiltinClass(c.module, c.name, nil)
			s.objects.ctypes.simple[t.name] = c
		}
	}
	return s.objects.ctypes.simple[name]
}

// arrayType returns the type of arrays of n elements.
func (c *ctype) arrayType(module string, n int) (*ctype, error) {
	if n < 0 {
		return nil, exceptions.ValueError.Errorf("Array length must be >= 0, not %d", n)
	}
	if c.size > 0 && n > math.MaxInt32*64/c.size {
		return nil, exceptions.MemoryError.With()
	}
	name := c.name + "_Array_" + starlark.MakeInt(n).String()
	a := &ctype{s: c.s, module: module, name: name, size: c.size * n, align: c.align, elem: c, length: n}
	return a, nil
}

// valueClass returns what type(v) is for the values of a type that is no structure.
func (c *ctype) valueClass() *object.Class {
	if c.class == nil {
		c.class = c.s.rt.NewBuiltinClass(c.module, c.name, nil)
	}
	return c.class
}

// wrapperClass returns what type(v) is for the wrappers of a structure.
func (c *ctype) wrapperClass() *object.Class {
	if c.wrapper == nil {
		c.wrapper = c.s.rt.NewBuiltinClass("multiprocessing.sharedctypes", "Synchronized"+c.name, nil, c.s.class("SynchronizedBase"))
	}
	return c.wrapper
}

// same reports whether two types are one to a script: array types are made anew by each multiplication.
func (c *ctype) same(d *ctype) bool {
	return c == d || c.elem != nil && d.elem != nil && c.length == d.length && c.elem.same(d.elem)
}

func (c *ctype) String() string        { return "<class '" + c.module + "." + c.name + "'>" }
func (c *ctype) Name() string          { return c.name }
func (c *ctype) Hash() (uint32, error) { return identityHash(c), nil }
func (c *ctype) Type() string {
	if c.elem != nil {
		return "PyCArrayType"
	}
	return "PyCSimpleType"
}

// Attr serves what classes have.
func (c *ctype) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__name__", "__qualname__":
		return starlark.String(c.name), nil
	case "__module__":
		return starlark.String(c.module), nil
	case "_length_":
		if c.elem != nil {
			return starlark.MakeInt(c.length), nil
		}
	case "_type_":
		if c.elem != nil {
			return c.elem.value(), nil
		}
		return starlark.String(c.code), nil
	}
	return nil, nil
}

// AttrNames lists no attributes: those of Attr are private.
func (c *ctype) AttrNames() []string { return nil }

// value returns the type as scripts know it: structures are classes.
func (c *ctype) value() starlark.Value {
	if c.isStructure() {
		return c.class
	}
	return c
}

func (c *ctype) isStructure() bool { return c.code == 0 && c.elem == nil }

// CallInternal makes a value in memory of this process.
func (c *ctype) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v := c.view(t, memory{data: make([]byte, c.size)})
	return v, c.init(t, v, args, kwargs)
}

// Binary evaluates c_int * n and n * c_int.
func (c *ctype) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.STAR {
		return nil, nil
	}
	n, err := object.AsInt(y)
	if err != nil {
		return nil, nil
	}
	return orError(c.arrayType(c.s.rt.MainModule, n))
}

// IsInstance is isinstance(v, c).
func (c *ctype) IsInstance(v starlark.Value) (bool, error) {
	t, ok := typeOfData(v)
	return ok && t.same(c), nil
}

// ctypeOf returns the type that typecode_or_type names.
func (s *State) ctypeOf(v starlark.Value) (*ctype, error) {
	switch v := v.(type) {
	case starlark.String:
		if name := typecodes[string(v)]; name != "" {
			return s.simpleType(name), nil
		}
	case *ctype:
		return v, nil
	case *object.Class:
		if v.IsSubclass(s.structureClass()) && v != s.structureClass() {
			return s.structureType(v)
		}
		if v == s.structureClass() {
			return nil, exceptions.TypeError.Errorf("abstract class")
		}
	}
	return nil, errNoSize()
}

func errNoSize() error { return exceptions.TypeError.Errorf("this type has no size") }
