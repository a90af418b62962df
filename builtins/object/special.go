package object

import "go.starlark.net/starlark"

// This file caches the special methods that the value protocol asks for at every operation.

// special holds the special methods of a class; nil means that the class does not define one.
type special struct {
	known                                                        bool
	data                                                         bool // attributes of the class may come before an instance's own
	plainSet                                                     bool // assigning an attribute sets a field
	getattribute, getattr, setattr, delattr, eq, lt, hash, truth starlark.Value
	length, str, repr, iter, next, getitem, setitem, contains    starlark.Value
	call, init, new, format, enter, exit, index                  starlark.Value
}

// specials returns the special methods of c.
func (c *Class) specials() *special {
	if c.special.known {
		return &c.special
	}
	get := func(name string) starlark.Value {
		v, _ := c.Lookup(name)
		if s, ok := v.(*StaticMethod); ok {
			return s.fn
		}
		return v
	}
	c.special = special{
		known: true, getattribute: get("__getattribute__"), getattr: get("__getattr__"), setattr: get("__setattr__"), delattr: get("__delattr__"),
		eq: get("__eq__"), lt: get("__lt__"), hash: get("__hash__"), truth: get("__bool__"), length: get("__len__"),
		str: get("__str__"), repr: get("__repr__"), iter: get("__iter__"), next: get("__next__"), getitem: get("__getitem__"),
		setitem: get("__setitem__"), contains: get("__contains__"), call: get("__call__"), init: get("__init__"),
		new: get("__new__"), format: get("__format__"), enter: get("__enter__"), exit: get("__exit__"), index: get("__index__"),
	}
	c.special.data = c.hasDataDescriptors()
	_, slots := c.slots()
	c.special.plainSet = !c.special.data && !slots && c.exc == nil && c.special.setattr == nil && (c.native == nil || c.native.Set == nil)
	return &c.special
}

// hasDataDescriptors reports whether some attribute of the class comes before an instance's own.
func (c *Class) hasDataDescriptors() bool {
	for _, k := range c.mro {
		for _, v := range k.ns {
			if isDataDescriptor(v) {
				return true
			}
		}
	}
	return false
}
