package object

import "go.starlark.net/starlark"

// This file finds the methods of the types that Starlark provides: str, list, dict, ...

// nativeMethod is a method of a type that Starlark provides; args[0] is self.
type nativeMethod = Func

// typeMethods holds the methods of one name; nil where a type has none of that name.
type typeMethods struct{ list, dict, str, set, float, int, tuple, bytes nativeMethod }

// methodsNamed returns the methods called name. Code that the tables themselves refer to asks Runtime.tables instead,
// because Go forbids a variable whose initialiser leads back to it.
func methodsNamed(name string) typeMethods {
	return typeMethods{
		list: listMethods[name], dict: dictMethods[name], str: strMethods[name], set: setMethods[name],
		float: floatMethods[name], int: intMethods[name], tuple: tupleMethods[name], bytes: bytesMethods[name],
	}
}

// of returns the method for v's type, or nil.
func (m typeMethods) of(v starlark.Value) nativeMethod {
	switch v.(type) {
	case *starlark.List:
		return m.list
	case *starlark.Dict:
		return m.dict
	case starlark.String:
		return m.str
	case *starlark.Set:
		return m.set
	case starlark.Float:
		return m.float
	case starlark.Int, starlark.Bool:
		return m.int
	case starlark.Tuple:
		return m.tuple
	case starlark.Bytes:
		return m.bytes
	}
	return nil
}

// IsMethodName reports whether any of these types has a method called name.
func IsMethodName(name string) bool {
	m := methodsNamed(name)
	return isBuiltinAttribute(name) || m.list != nil || m.dict != nil || m.str != nil || m.set != nil || m.float != nil || m.int != nil ||
		m.tuple != nil || m.bytes != nil
}
