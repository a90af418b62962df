package object

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file defines Instance, an object of a script's class or an exception.

// Instance is an object of a Class.
type Instance struct {
	class  *Class
	fields []field          // in order of first assignment; a nil value is a deleted field
	index  map[string]int32 // position in fields, once there are more than linearFields
	exc    *Raised          // nil if the class is no exception
	state  any              // what Native.New returned
}

type field struct {
	name  string
	value starlark.Value
}

// linearFields is the number of fields up to which a scan is faster than a map.
const linearFields = 8

var (
	_ starlark.HasSetField = (*Instance)(nil)
	_ starlark.HasBinary   = (*Instance)(nil)
	_ starlark.HasUnary    = (*Instance)(nil)
	_ starlark.Comparable  = (*Instance)(nil)
	_ starlark.HasSetKey   = (*Instance)(nil)
	_ starlark.Container   = (*Instance)(nil)
	_ starlark.Iterable    = (*Instance)(nil)
	_ starlark.Callable    = (*Instance)(nil)
)

// Class returns the instance's class.
func (o *Instance) Class() *Class { return o.class }

// SetClass changes the class, as obj.__class__ = C and decoding do.
func (o *Instance) SetClass(c *Class) { o.class = c }

// State returns the Go state that Native.New made.
func (o *Instance) State() any { return o.state }

// Raised returns what an exception carries besides its fields; nil if the instance is no exception.
func (o *Instance) Raised() *Raised { return o.exc }

// Field returns the instance's own attribute, without asking the class.
func (o *Instance) Field(name string) (starlark.Value, bool) {
	if o.index != nil {
		if i, ok := o.index[name]; ok {
			v := o.fields[i].value
			return v, v != nil
		}
		return nil, false
	}
	for i := range o.fields {
		if o.fields[i].name == name {
			v := o.fields[i].value
			return v, v != nil
		}
	}
	return nil, false
}

// position returns the index of a field that is set, -1 if there is none.
func (o *Instance) position(name string) int {
	if o.index != nil {
		if i, ok := o.index[name]; ok && o.fields[i].value != nil {
			return int(i)
		}
		return -1
	}
	for i := range o.fields {
		if o.fields[i].name == name && o.fields[i].value != nil {
			return i
		}
	}
	return -1
}

// SetOwn assigns the instance's own attribute, without asking the class; a nil v deletes it.
func (o *Instance) SetOwn(name string, v starlark.Value) {
	if o.index != nil {
		if i, ok := o.index[name]; ok {
			o.fields[i].value = v
			return
		}
		o.index[name] = int32(len(o.fields))
		o.fields = append(o.fields, field{name, v})
		return
	}
	for i := range o.fields {
		if o.fields[i].name == name {
			o.fields[i].value = v
			return
		}
	}
	o.fields = append(o.fields, field{name, v})
	if len(o.fields) > linearFields {
		o.index = make(map[string]int32, 2*linearFields)
		for i := range o.fields {
			o.index[o.fields[i].name] = int32(i)
		}
	}
}

// Fields calls f for each of the instance's own attributes.
func (o *Instance) Fields(f func(name string, v starlark.Value)) {
	for _, x := range o.fields {
		if x.value != nil {
			f(x.name, x.value)
		}
	}
}

func (rt *Runtime) callInit(t *starlark.Thread, inst *Instance, init starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) error {
	r, err := starlark.Call(t, init, prepend(inst, args), kwargs)
	if err != nil {
		return err
	}
	if r != starlark.None {
		return exceptions.TypeError.Errorf("__init__() should return None, not '%s'", TypeName(r))
	}
	return nil
}

// init runs the constructor.
func (o *Instance) init(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) error {
	c := o.class
	if init := c.specials().init; init != nil {
		return c.rt.callInit(t, o, init, args, kwargs)
	}
	if c.native != nil {
		if m, ok := c.native.Methods.Get("__init__"); ok {
			_, err := m(t, o, args, kwargs)
			return err
		}
	}
	if c.exc != nil {
		return c.rt.initException(o, args, kwargs)
	}
	if len(args) > 0 || len(kwargs) > 0 {
		return exceptions.TypeError.Errorf("%s() takes no arguments", c.name)
	}
	return nil
}

// String is used where Go code prints a value; scripts see Repr.
func (o *Instance) String() string {
	s, err := o.class.rt.Repr(o)
	if err != nil {
		return o.defaultRepr()
	}
	return s
}

// Type is the class's name. Starlark takes values of types with one name for values of one Go type, so the names of its
// own types are avoided.
func (o *Instance) Type() string {
	switch name := o.class.name; name {
	case "int", "float", "string", "bool", "list", "dict", "tuple", "set", "range", "bytes", "function", "NoneType":
		return name + " "
	}
	return o.class.name
}
func (o *Instance) Name() string { return o.class.name }
func (o *Instance) Freeze()      {}

func (o *Instance) defaultRepr() string {
	return fmt.Sprintf("<%s object at %p>", o.class.describe(), o)
}

// Truth calls __bool__ or __len__.
func (o *Instance) Truth() starlark.Bool {
	s := o.class.specials()
	f := s.truth
	if f == nil {
		f = s.length
	}
	if f == nil {
		if w := o.wrapped(); w != nil {
			return w.Truth()
		}
		return true
	}
	rt := o.class.rt
	v, err := starlark.Call(rt.cur, f, starlark.Tuple{o}, nil)
	if err == nil && s.truth != nil {
		if _, ok := v.(starlark.Bool); !ok {
			err = exceptions.TypeError.Errorf("__bool__ should return bool, returned %s", TypeName(v))
		}
	}
	if err != nil {
		rt.Raise(err)
		return false
	}
	return v.Truth()
}

// Hash calls __hash__; instances without __eq__ hash by identity.
func (o *Instance) Hash() (uint32, error) {
	s := o.class.specials()
	if s.hash != nil && s.hash != starlark.None {
		v, err := starlark.Call(o.class.rt.cur, s.hash, starlark.Tuple{o}, nil)
		if err != nil {
			return 0, err
		}
		return v.Hash()
	}
	if s.eq != nil || s.hash == starlark.None {
		return 0, exceptions.TypeError.Errorf("unhashable type: '%s'", o.class.name)
	}
	if w := o.wrapped(); w != nil {
		h, err := w.Hash()
		if err != nil {
			err = exceptions.TypeError.Errorf("unhashable type: '%s'", o.class.name)
		}
		return h, err
	}
	return pointerHash(o), nil
}

// Attr is getattr(o, name).
func (o *Instance) Attr(name string) (starlark.Value, error) {
	s := o.class.specials()
	if s.getattribute != nil {
		return o.getAttribute(s, name)
	}
	if v, ok := o.Field(name); ok {
		if s.data {
			if d, ok := o.class.Lookup(name); ok && isDataDescriptor(d) {
				return o.class.rt.bind(d, o, o.class)
			}
		}
		return v, nil
	}
	return o.attr(name)
}

// getAttribute asks the class's __getattribute__, and __getattr__ where that finds nothing.
func (o *Instance) getAttribute(s *special, name string) (starlark.Value, error) {
	t := o.class.rt.cur
	v, err := starlark.Call(t, s.getattribute, starlark.Tuple{o, starlark.String(name)}, nil)
	if err == nil || s.getattr == nil {
		return v, err
	}
	v, ok, err := o.class.rt.unlessRaised(v, err, exceptions.AttributeError)
	if ok || err != nil {
		return v, err
	}
	return starlark.Call(t, s.getattr, starlark.Tuple{o, starlark.String(name)}, nil)
}

// DataDescriptor is a Binder that takes precedence over an instance's own attributes.
type DataDescriptor interface {
	Binder
	// Assign is obj.name = v; a nil v deletes.
	Assign(t *starlark.Thread, obj *Instance, v starlark.Value) error
}

// isDataDescriptor reports whether v, found on a class, comes before the instance's own attributes.
func isDataDescriptor(v starlark.Value) bool {
	switch v := v.(type) {
	case *Property, DataDescriptor:
		return true
	case *Instance:
		return v.overrides("__set__")
	}
	return false
}

// attr is object.__getattribute__ for names that are no fields, then __getattr__.
func (o *Instance) attr(name string) (starlark.Value, error) {
	if v, ok := o.class.Lookup(name); ok {
		v, err := o.class.rt.bind(v, o, o.class)
		if err == nil {
			return v, nil
		}
		if _, isAttr := exceptions.As(err, exceptions.AttributeError); !isAttr || o.class.specials().getattr == nil {
			return nil, err
		}
	} else if v, ok, err := o.ownAttr(name); ok || err != nil {
		return v, err
	}
	if ga := o.class.specials().getattr; ga != nil {
		return starlark.Call(o.class.rt.cur, ga, starlark.Tuple{o, starlark.String(name)}, nil)
	}
	return nil, missingAttribute(func() []string { return o.class.rt.dir(o) }, "'%s' object has no attribute '%s'", o.class.name, name)
}

// ownAttr serves what an instance has besides its fields and its class's names.
func (o *Instance) ownAttr(name string) (starlark.Value, bool, error) {
	if n := o.class.native; n != nil {
		if n.Get != nil {
			if v, ok, err := n.Get(o, name); ok || err != nil {
				return v, ok, err
			}
		}
		if m, ok := n.Methods.Get(name); ok {
			return bindMethod(name, m, o), true, nil
		}
	}
	if o.exc != nil {
		if v, ok := o.class.rt.exceptionAttr(o, name); ok {
			return v, true, nil
		}
	}
	switch name {
	case "__class__":
		return o.class, true, nil
	case "__dict__":
		return &liveDict{o.class.rt, fields{o}}, true, nil
	case "__module__":
		return starlark.String(o.class.module), true, nil
	case "__doc__":
		return starlark.None, true, nil
	}
	if v, ok := o.class.rt.defaultMethod(o.class, name); ok {
		v, err := o.class.rt.bind(v, o, o.class)
		return v, true, err
	}
	return nil, false, nil
}

// AttrNames lists the instance's own attributes.
func (o *Instance) AttrNames() []string {
	names := make([]string, 0, len(o.fields))
	o.Fields(func(name string, _ starlark.Value) { names = append(names, name) })
	return names
}

// SetField is setattr(o, name, v).
func (o *Instance) SetField(name string, v starlark.Value) error {
	s := o.class.specials()
	if s.plainSet && name != "__class__" {
		o.SetOwn(name, v)
		return nil
	}
	if f := s.setattr; f != nil {
		_, err := starlark.Call(o.class.rt.cur, f, starlark.Tuple{o, starlark.String(name), v}, nil)
		return err
	}
	return o.setAttr(name, v)
}

// setAttr is object.__setattr__.
func (o *Instance) setAttr(name string, v starlark.Value) error {
	if d, ok := o.class.Lookup(name); ok {
		switch d := d.(type) {
		case *Property:
			if d.set == nil {
				return exceptions.AttributeError.Errorf("property '%s' of '%s' object has no setter", name, o.class.name)
			}
			_, err := starlark.Call(o.class.rt.cur, d.set, starlark.Tuple{o, v}, nil)
			return err
		case DataDescriptor:
			return d.Assign(o.class.rt.cur, o, v)
		case *Instance:
			if set, ok := d.class.Lookup("__set__"); ok {
				_, err := starlark.Call(o.class.rt.cur, set, starlark.Tuple{d, o, v}, nil)
				return err
			}
		}
	}
	if n := o.class.native; n != nil && n.Set != nil {
		if ok, err := n.Set(o, name, v); ok || err != nil {
			return err
		}
	}
	if o.exc != nil {
		if ok, err := o.class.rt.setExceptionAttr(o, name, v); ok || err != nil {
			return err
		}
	}
	if name == "__class__" {
		if c, ok := v.(*Class); ok {
			o.class = c
			return nil
		}
	}
	if slots, ok := o.class.slots(); ok && !slots[name] {
		return exceptions.AttributeError.Errorf("'%s' object has no attribute '%s'", o.class.name, name)
	}
	o.SetOwn(name, v)
	return nil
}

// delAttr is object.__delattr__.
func (o *Instance) delAttr(name string) error {
	if d, ok := o.class.Lookup(name); ok {
		switch d := d.(type) {
		case *Property:
			if d.del == nil {
				return exceptions.AttributeError.Errorf("property '%s' of '%s' object has no deleter", name, o.class.name)
			}
			_, err := starlark.Call(o.class.rt.cur, d.del, starlark.Tuple{o}, nil)
			return err
		case DataDescriptor:
			return d.Assign(o.class.rt.cur, o, nil)
		case *Instance:
			if f, ok := d.class.Lookup("__delete__"); ok {
				_, err := starlark.Call(o.class.rt.cur, f, starlark.Tuple{d, o}, nil)
				return err
			}
		}
	}
	if _, ok := o.Field(name); !ok {
		return exceptions.AttributeError.Errorf("'%s' object has no attribute '%s'", o.class.name, name)
	}
	o.SetOwn(name, nil)
	return nil
}

// slots returns the names of __slots__ if every class of the instance declares it.
func (c *Class) slots() (map[string]bool, bool) {
	var names map[string]bool
	for _, k := range c.mro {
		if k.builtin {
			continue
		}
		s, ok := k.ns["__slots__"]
		if !ok {
			return nil, false
		}
		if names == nil {
			names = map[string]bool{}
		}
		if one, ok := s.(starlark.String); ok {
			names[string(one)] = true
			continue
		}
		for _, v := range elementsOf(s) {
			if one, ok := v.(starlark.String); ok {
				names[string(one)] = true
			}
		}
	}
	return names, names != nil
}

// elementsOf lists a tuple, list or other plain iterable.
func elementsOf(v starlark.Value) []starlark.Value {
	it := starlark.Iterate(v)
	if it == nil {
		return nil
	}
	defer it.Done()
	var out []starlark.Value
	var x starlark.Value
	for it.Next(&x) {
		out = append(out, x)
	}
	return out
}
