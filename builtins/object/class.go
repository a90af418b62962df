package object

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/ipc/starlarkcbor"
)

// This file defines Class, what `class` statements and built-in types are to a script.

// Class is a class of one interpreter.
type Class struct {
	rt       *Runtime
	name     string
	qualname string
	module   string
	bases    []*Class
	mro      []*Class
	ns       map[string]starlark.Value
	order    []string         // names of ns in order of definition
	exc      *exceptions.Type // nearest built-in exception type; nil if instances cannot be raised
	native   *Native          // nearest base made in Go; nil if none
	builtin  bool             // made by Go code: immutable, travels by name
	abstract bool             // made with metaclass=ABCMeta
	final    bool             // cannot be derived from
	meta     *Class           // the metaclass; nil: type
	virtual  []*Class         // registered as subclasses
	maker    ClassMaker       // makes the classes derived from this one; nil: the usual way
	id       string           // identity in other processes; see travel_class.go
	recipes  []Recipe         // how Go code has added to the class

	construct func(t *starlark.Thread, c *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
	is        func(starlark.Value) bool // instance test of a built-in type whose values are not *Instance

	test     *classTest                // isinstance(_, this class)
	found    map[string]starlark.Value // flattened look-up; nil value: not there
	special  special
	subclass []*Class
}

var (
	_ starlark.Callable    = (*Class)(nil)
	_ starlark.HasSetField = (*Class)(nil)
	_ starlark.Comparable  = (*Class)(nil)
	_ starlark.HasBinary   = (*Class)(nil)
)

// Native lets script classes derive from a type made in Go (Process, Thread, ...).
type Native struct {
	// New returns the Go state of a new instance; see Instance.State. It runs before __init__.
	New func(t *starlark.Thread, inst *Instance) any
	// Methods are called with the *Instance as self. "__init__" among them is the constructor.
	Methods *Methods
	// Get and Set serve attributes that live in the Go state; ok is false for names that are none of its own. Either may
	// be nil.
	Get func(inst *Instance, name string) (v starlark.Value, ok bool, err error)
	Set func(inst *Instance, name string, v starlark.Value) (ok bool, err error)
	// Repr is repr(inst); nil means the default.
	Repr func(inst *Instance) (string, error)
	// Reduce writes the Go state as one item of a message, and Build reads it into a new instance; nil: instances cannot
	// travel unless their class defines __reduce__ or __getstate__.
	Reduce func(e *starlarkcbor.Encoder, inst *Instance) error
	Build  func(d *starlarkcbor.Decoder, inst *Instance) error
	// Holds says that an instance stands for a value made in Go, which __init__ gives it by SetUnderlying. The value
	// travels with the instance.
	Holds bool

	// wrap makes the value of a built-in type that the instances of a derived class stand for, from the arguments of the
	// constructor; fill is __init__ of the mutable ones. Both are nil for other types.
	wrap func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
	fill func(t *starlark.Thread, inst *Instance, args starlark.Tuple, kwargs []starlark.Tuple) error
}

// NewClass makes the class that a class statement describes. ns is owned by the class afterwards; order lists its names.
func (rt *Runtime) NewClass(name string, bases []*Class, ns map[string]starlark.Value, order []string) (*Class, error) {
	c := &Class{rt: rt, name: name, qualname: name, module: rt.CallerModule(), bases: bases, ns: ns, order: order}
	if q, ok := ns["__qualname__"].(starlark.String); ok {
		c.qualname = string(q)
	}
	if len(bases) == 0 {
		c.bases = []*Class{rt.types.object}
	}
	if m, ok := ns["__module__"].(starlark.String); ok {
		c.module = string(m)
	}
	if err := c.inherit(); err != nil {
		return nil, err
	}
	if f := CallerFunction(rt.cur); f == nil || ScopeOf(f) == nil {
		rt.travel.made(c)
	}
	return c, nil
}

// NewBuiltinClass makes a class for a type implemented in Go. It is immutable for scripts and travels as module.name.
func (rt *Runtime) NewBuiltinClass(module, name string, native *Native, bases ...*Class) *Class {
	c := &Class{rt: rt, name: name, qualname: name, module: module, bases: bases, native: native, builtin: true, ns: map[string]starlark.Value{}}
	if len(bases) == 0 && rt.types.object != nil {
		c.bases = []*Class{rt.types.object}
	}
	if err := c.inherit(); err != nil {
		panic("BUG: " + err.Error())
	}
	return c
}

// inherit computes what c takes over from its bases.
func (c *Class) inherit() error {
	order, err := linearize(c)
	if err != nil {
		return err
	}
	c.mro = order
	for _, b := range order[1:] {
		if !b.builtin {
			b.subclass = append(b.subclass, c)
		}
		if c.exc == nil {
			c.exc = b.exc
		}
		if c.native == nil {
			c.native = b.native
		}
		if err := c.checkBase(b); err != nil {
			return err
		}
		if c.maker == nil {
			c.maker = b.maker
		}
	}
	return nil
}

func (c *Class) Name() string          { return c.name }
func (c *Class) Qualname() string      { return c.qualname }
func (c *Class) Module() string        { return c.module }
func (c *Class) Type() string          { return "type" }
func (c *Class) Freeze()               {}
func (c *Class) Truth() starlark.Bool  { return true }
func (c *Class) Hash() (uint32, error) { return pointerHash(c), nil }
func (c *Class) AttrNames() []string   { return c.order }

// Builtin reports whether Go code made the class.
func (c *Class) Builtin() bool { return c.builtin }

// Bases returns the direct bases; the caller must not change the slice.
func (c *Class) Bases() []*Class { return c.bases }

// Exception returns the nearest built-in exception type, nil if instances cannot be raised.
func (c *Class) Exception() *exceptions.Type { return c.exc }

// Namespace calls f for each name that the class itself binds, in order of definition.
func (c *Class) Namespace(f func(name string, v starlark.Value)) {
	for _, name := range c.order {
		if v, ok := c.ns[name]; ok {
			f(name, v)
		}
	}
}

// String is the default repr, CPython's type_repr.
func (c *Class) String() string {
	if c.module != "" && c.module != "builtins" {
		return "<class '" + c.module + "." + c.qualname + "'>"
	}
	return "<class '" + c.qualname + "'>"
}

// Lookup finds name along the method resolution order.
func (c *Class) Lookup(name string) (starlark.Value, bool) {
	if v, ok := c.found[name]; ok {
		return v, v != nil
	}
	var found starlark.Value
	for _, k := range c.mro {
		if v, ok := k.ns[name]; ok {
			found = v
			break
		}
	}
	if c.found == nil {
		c.found = map[string]starlark.Value{}
	}
	c.found[name] = found
	return found, found != nil
}

// invalidate drops what c and the classes below it have cached.
func (c *Class) invalidate() {
	c.found = nil
	c.special.known = false
	c.rt.classVersion++
	for _, s := range c.subclass {
		s.invalidate()
	}
}

// IsSubclass reports whether c is k or derives from it.
func (c *Class) IsSubclass(k *Class) bool {
	if c == k {
		return true
	}
	for _, m := range c.mro {
		if m == k {
			return true
		}
	}
	return false
}

// Attr is getattr(c, name).
func (c *Class) Attr(name string) (starlark.Value, error) {
	if v, ok := c.Lookup(name); ok {
		return c.rt.bind(v, nil, c)
	}
	switch name {
	case "__name__":
		return starlark.String(c.name), nil
	case "__qualname__":
		return starlark.String(c.qualname), nil
	case "__module__":
		return starlark.String(c.module), nil
	case "__mro__":
		return classTuple(c.mro), nil
	case "__bases__":
		return classTuple(c.bases), nil
	case "__base__":
		if len(c.bases) == 0 {
			return starlark.None, nil
		}
		return c.bases[0], nil
	case "__doc__":
		return starlark.None, nil
	case "__class__":
		return c.metaclass(), nil
	case "__dict__":
		d := starlark.NewDict(len(c.ns))
		for _, n := range c.order {
			if v, ok := c.ns[n]; ok {
				d.SetKey(starlark.String(n), v)
			}
		}
		return d, nil
	case "mro":
		return NewBuiltin("mro", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return starlark.NewList(classTuple(c.mro)), nil
		}), nil
	case "__subclasses__":
		return NewBuiltin("__subclasses__", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			var direct []starlark.Value
			for _, s := range c.subclass {
				for _, b := range s.bases {
					if b == c {
						direct = append(direct, s)
					}
				}
			}
			return starlark.NewList(direct), nil
		}), nil
	}
	if c.builtin {
		if v, ok := c.rt.unboundOf(c, name); ok {
			return v, nil
		}
	}
	if c.native != nil {
		if m, ok := c.native.Methods.Get(name); ok {
			return &unboundMethod{class: c, name: name, method: m}, nil
		}
	}
	if v, ok, err := c.metaAttr(name); ok || err != nil {
		return v, err
	}
	if v, ok := c.rt.defaultMethod(c, name); ok {
		return v, nil
	}
	return nil, missingAttribute(func() []string { return c.rt.dir(c) }, "type object '%s' has no attribute '%s'", c.name, name)
}

func classTuple(classes []*Class) starlark.Tuple {
	t := make(starlark.Tuple, len(classes))
	for i, k := range classes {
		t[i] = k
	}
	return t
}

// SetField is setattr(c, name, v).
func (c *Class) SetField(name string, v starlark.Value) error {
	if c.meta != nil {
		if f, ok := c.meta.Lookup("__setattr__"); ok && f != c.rt.types.type_.ns["__setattr__"] {
			_, err := starlark.Call(c.rt.cur, f, starlark.Tuple{c, starlark.String(name), v}, nil)
			return err
		}
	}
	return c.setOwn(name, v)
}

// setOwn is type.__setattr__.
func (c *Class) setOwn(name string, v starlark.Value) error {
	if c.builtin {
		return exceptions.TypeError.Errorf("cannot set '%s' attribute of immutable type '%s'", name, c.name)
	}
	c.Define(name, v)
	return nil
}

// Define binds a name of the class, also of a built-in one; a nil v deletes.
func (c *Class) Define(name string, v starlark.Value) {
	if v == nil {
		delete(c.ns, name)
	} else {
		if _, ok := c.ns[name]; !ok {
			c.order = append(c.order, name)
		}
		c.ns[name] = v
	}
	switch s, _ := v.(starlark.String); name {
	case "__name__":
		c.name = string(s)
	case "__qualname__":
		c.qualname = string(s)
	case "__module__":
		c.module = string(s)
	}
	c.invalidate()
}

// Get evaluates C[x], which annotations use: the class itself, or what __class_getitem__ returns.
func (c *Class) Get(k starlark.Value) (starlark.Value, bool, error) {
	if f, ok := c.Lookup("__class_getitem__"); ok {
		if cm, isClassMethod := f.(*ClassMethod); isClassMethod {
			f = cm.fn
		}
		v, err := starlark.Call(c.rt.cur, f, starlark.Tuple{c, k}, nil)
		return v, err == nil, err
	}
	if v, ok, err := c.callMeta("__getitem__", k); ok || err != nil {
		return v, err == nil, err
	}
	return c, true, nil
}

// Binary evaluates C | D, a union of types as isinstance() takes it.
func (c *Class) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PIPE {
		return nil, nil
	}
	if side == starlark.Left {
		return NewUnion(c, y), nil
	}
	return NewUnion(y, c), nil
}

// CallInternal makes an instance, by the metaclass's __call__ if it has one.
func (c *Class) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if c.meta != nil {
		if f, ok := c.meta.Lookup("__call__"); ok && f != c.rt.types.type_.ns["__call__"] {
			return starlark.Call(t, f, prepend(c, args), kwargs)
		}
	}
	return c.Instantiate(t, args, kwargs)
}

// Instantiate is type.__call__: it makes and initializes an instance.
func (c *Class) Instantiate(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if c.construct != nil {
		return c.construct(t, c, args, kwargs)
	}
	s := c.specials()
	if s.new != nil {
		v, err := starlark.Call(t, s.new, prepend(c, args), kwargs)
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case *Instance:
			if !v.class.IsSubclass(c) {
				return v, nil
			}
			if init := v.class.specials().init; init != nil {
				return v, c.rt.callInit(t, v, init, args, kwargs)
			}
			if n := v.class.native; n != nil && v.wrapped() != nil && n.fill != nil {
				return v, n.fill(t, v, args, kwargs)
			}
		case *Class:
			if s.init != nil && v.metaclass().IsSubclass(c) {
				_, err := starlark.Call(t, s.init, prepend(v, args), kwargs)
				return v, err
			}
		}
		return v, nil
	}
	if c.rt.isAbstract(c) {
		return nil, c.rt.abstractError(c)
	}
	inst := c.Allocate(t)
	if inst.exc != nil {
		inst.exc.Args = append(starlark.Tuple{}, args...)
	}
	if err := inst.wrap(t, args, kwargs); err != nil {
		return nil, err
	}
	return inst, inst.init(t, args, kwargs)
}

// Allocate returns an instance whose __init__ has not run.
func (c *Class) Allocate(t *starlark.Thread) *Instance {
	inst := &Instance{class: c}
	if c.exc != nil {
		inst.exc = &Raised{}
	}
	if c.native != nil && c.native.New != nil {
		inst.state = c.native.New(t, inst)
	}
	return inst
}

func prepend(v starlark.Value, args starlark.Tuple) starlark.Tuple {
	out := make(starlark.Tuple, len(args)+1)
	out[0] = v
	copy(out[1:], args)
	return out
}

// CompareSameType makes classes equal by identity.
func (c *Class) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	switch op {
	case syntax.EQL:
		return c == y, nil
	case syntax.NEQ:
		return c != y, nil
	}
	return false, exceptions.TypeError.Errorf("'%s' not supported between instances of 'type' and 'type'", op)
}

func (c *Class) describe() string { return fmt.Sprintf("%s.%s", c.module, c.qualname) }
