package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines the wrappers that guard C data by a lock: what Value() and Array() return.

// guard is the lock of a wrapper and its methods.
type guard struct {
	plain
	s    *State
	obj  starlark.Value
	lock starlark.Value
	sem  *lock // lock, if it is one of this module; else nil
}

func (g *guard) guarded() *guard { return g }

// enter takes the lock for the running thread; it pairs with leave.
func (g *guard) enter(t *starlark.Thread) error {
	if g.sem != nil {
		_, err := g.sem.acquire(t, shm.Wait{})
		return err
	}
	return g.call(t, "acquire")
}

func (g *guard) leave(t *starlark.Thread) error {
	if g.sem != nil {
		return g.sem.release(t)
	}
	return g.call(t, "release")
}

func (g *guard) call(t *starlark.Thread, name string) error {
	f, err := g.s.rt.GetAttr(g.lock, name)
	if err == nil {
		_, err = starlark.Call(t, f, nil, nil)
	}
	return err
}

// while runs f with the lock held.
func (g *guard) while(f func(t *starlark.Thread) error) error {
	t := g.s.rt.Current()
	if err := g.enter(t); err != nil {
		return err
	}
	err := f(t)
	if again := g.leave(t); err == nil {
		err = again
	}
	return err
}

func (g *guard) repr(class string) string {
	text, _ := g.s.rt.Repr(g.obj)
	return "<" + class + " wrapper for " + text + ">"
}

// Methods returns the methods of all wrappers.
func (g *guard) Methods() *object.Methods { return guardMethods }

var guardMethods = object.NewMethods(map[string]object.Method{
	"get_obj":   guardGet("get_obj", func(g *guard) starlark.Value { return g.obj }),
	"get_lock":  guardGet("get_lock", func(g *guard) starlark.Value { return g.lock }),
	"acquire":   guardLock("acquire"),
	"release":   guardLock("release"),
	"__enter__": guardLock("__enter__"),
	"__exit__":  guardLock("__exit__"),
})

func guardGet(name string, f func(g *guard) starlark.Value) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("SynchronizedBase."+name, self, args, kwargs); err != nil {
			return nil, err
		}
		return f(self.(interface{ guarded() *guard }).guarded()), nil
	}
}

// guardLock is a method that a wrapper takes over from its lock.
func guardLock(name string) object.Method {
	own, _ := lockMethods.Get(name)
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		g := self.(interface{ guarded() *guard }).guarded()
		if g.sem != nil {
			return own(t, g.sem, args, kwargs)
		}
		f, err := g.s.rt.GetAttr(g.lock, name)
		if err != nil {
			return nil, err
		}
		return starlark.Call(t, f, args, kwargs)
	}
}

// synchronizedByDefault wraps v with a new RLock.
func (s *State) synchronizedByDefault(v starlark.Value) (starlark.Value, error) {
	l, err := s.newLock(shm.Recursive, 0, 0)
	if err != nil {
		return nil, err
	}
	return s.synchronized(v, l), nil
}

// synchronized wraps C data.
func (s *State) synchronized(v, l starlark.Value) starlark.Value {
	g := guard{s: s, obj: v, lock: l}
	g.sem, _ = object.Underlying(l).(*lock)
	switch v := v.(type) {
	case *csimple:
		return &syncValue{guard: g, v: v}
	case *carray:
		return &syncArray{guard: g, a: v}
	}
	return &syncStructure{guard: g, inst: v.(*object.Instance)}
}

// syncValue is Synchronized, the wrapper of a simple value.
type syncValue struct {
	guard
	v *csimple
}

var (
	_ starlark.HasSetField = (*syncValue)(nil)
	_ object.HasMethods    = (*syncValue)(nil)
	_ object.HasClass      = (*syncValue)(nil)
	_ starlarkcbor.Reducer = (*syncValue)(nil)
)

func (v *syncValue) Type() string          { return "Synchronized" }
func (v *syncValue) String() string        { return v.repr("Synchronized") }
func (v *syncValue) Class() *object.Class  { return v.s.class("Synchronized") }
func (v *syncValue) Hash() (uint32, error) { return identityHash(v), nil }

// Attr serves value.
func (v *syncValue) Attr(name string) (starlark.Value, error) {
	if name != "value" {
		return v.attribute(v, name)
	}
	t := v.s.rt.Current()
	if err := v.enter(t); err != nil {
		return nil, err
	}
	x := load(v.v.typ.code, v.v.mem.data)
	return x, v.leave(t)
}

// AttrNames lists what Attr serves.
func (v *syncValue) AttrNames() []string { return []string{"value"} }

// SetField assigns value.
func (v *syncValue) SetField(name string, x starlark.Value) error {
	if name != "value" {
		return v.assign(v, name, x)
	}
	t := v.s.rt.Current()
	if err := v.enter(t); err != nil {
		return err
	}
	err := store(v.v.typ.code, v.v.mem.data, x)
	if again := v.leave(t); err == nil {
		err = again
	}
	return err
}

// Reduce writes the value's place and its lock.
func (v *syncValue) Reduce(e *starlarkcbor.Encoder) error {
	return v.s.reduceData(e, v, kindValue, v.v.typ, v.v.mem, v.lock)
}

// syncStructure is the wrapper of a structure; it has the structure's fields.
type syncStructure struct {
	guard
	inst *object.Instance
}

var (
	_ starlark.HasSetField = (*syncStructure)(nil)
	_ object.HasMethods    = (*syncStructure)(nil)
	_ object.HasClass      = (*syncStructure)(nil)
	_ starlarkcbor.Reducer = (*syncStructure)(nil)
)

func (v *syncStructure) Type() string          { return "Synchronized" + v.inst.Class().Name() }
func (v *syncStructure) String() string        { return v.repr(v.Type()) }
func (v *syncStructure) Class() *object.Class  { return structureOf(v.inst).typ.wrapperClass() }
func (v *syncStructure) Hash() (uint32, error) { return identityHash(v), nil }

// Attr serves the fields.
func (v *syncStructure) Attr(name string) (x starlark.Value, err error) {
	if structureOf(v.inst).field(name) == nil {
		return v.attribute(v, name)
	}
	err = v.while(func(*starlark.Thread) (err error) {
		x, err = v.inst.Attr(name)
		return err
	})
	return x, err
}

// AttrNames lists the fields.
func (v *syncStructure) AttrNames() []string {
	var names []string
	for _, f := range structureOf(v.inst).typ.fields {
		names = append(names, f.name)
	}
	return names
}

// SetField assigns a field.
func (v *syncStructure) SetField(name string, x starlark.Value) error {
	if structureOf(v.inst).field(name) == nil {
		return v.assign(v, name, x)
	}
	return v.while(func(*starlark.Thread) error { return v.inst.SetField(name, x) })
}

// Reduce writes the structure's place and its lock.
func (v *syncStructure) Reduce(e *starlarkcbor.Encoder) error {
	st := structureOf(v.inst)
	return v.s.reduceData(e, v, kindValue, st.typ, st.memory(), v.lock)
}
