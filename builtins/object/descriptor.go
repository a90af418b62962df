package object

import (
	"fmt"

	"go.starlark.net/starlark"
)

// This file defines what binds when it is found on a class: functions, properties, static and class methods.

// Binder is a value found on a class that becomes something else when it is read through an instance.
type Binder interface {
	starlark.Value
	// Bind returns the value seen as obj.name, or C.name if obj is nil.
	Bind(t *starlark.Thread, obj starlark.Value, class *Class) (starlark.Value, error)
}

// bind reads v, found on class, through obj (nil: through the class itself).
func (rt *Runtime) bind(v, obj starlark.Value, class *Class) (starlark.Value, error) {
	switch v := v.(type) {
	case *starlark.Function:
		if obj == nil {
			return v, nil
		}
		return &BoundMethod{self: obj, fn: v}, nil
	case Binder:
		return v.Bind(rt.cur, obj, class)
	case *Instance:
		get, ok := v.class.Lookup("__get__")
		if !ok {
			return v, nil
		}
		if obj == nil {
			obj = starlark.None
		}
		return starlark.Call(rt.cur, get, starlark.Tuple{v, obj, class}, nil)
	}
	return v, nil
}

// BoundMethod is obj.method.
type BoundMethod struct {
	self starlark.Value
	fn   starlark.Value
}

// NewBoundMethod returns fn bound to self.
func NewBoundMethod(self, fn starlark.Value) *BoundMethod { return &BoundMethod{self: self, fn: fn} }

// Self returns the object that the method is bound to.
func (b *BoundMethod) Self() starlark.Value { return b.self }

// Func returns the function that is called with Self before the arguments.
func (b *BoundMethod) Func() starlark.Value { return b.fn }

func (b *BoundMethod) String() string {
	return fmt.Sprintf("<bound method %s of %s>", b.Name(), b.self.String())
}
func (b *BoundMethod) Type() string          { return "method" }
func (b *BoundMethod) Freeze()               {}
func (b *BoundMethod) Truth() starlark.Bool  { return true }
func (b *BoundMethod) Hash() (uint32, error) { return pointerHash(b.self) ^ pointerHash(b.fn), nil }
func (b *BoundMethod) Name() string {
	if c, ok := b.fn.(starlark.Callable); ok {
		return c.Name()
	}
	return "method"
}
func (b *BoundMethod) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Call(t, b.fn, prepend(b.self, args), kwargs)
}

// Property is property(get, set, del).
type Property struct{ get, set, del, doc starlark.Value }

func (*Property) String() string          { return "<property object>" }
func (*Property) Type() string            { return "property" }
func (*Property) Freeze()                 {}
func (*Property) Truth() starlark.Bool    { return true }
func (p *Property) Hash() (uint32, error) { return pointerHash(p), nil }

// Bind calls the getter.
func (p *Property) Bind(t *starlark.Thread, obj starlark.Value, class *Class) (starlark.Value, error) {
	if obj == nil {
		return p, nil
	}
	if p.get == nil || p.get == starlark.None {
		return nil, attributeErrorf("property of '%s' object has no getter", class.name)
	}
	return starlark.Call(t, p.get, starlark.Tuple{obj}, nil)
}

// Attr serves the decorators getter, setter and deleter.
func (p *Property) Attr(name string) (starlark.Value, error) {
	with := func(change func(q *Property, f starlark.Value)) (starlark.Value, error) {
		return NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var f starlark.Value
			if err := Unpack(name, args, kwargs, "f", &f); err != nil {
				return nil, err
			}
			q := *p
			change(&q, f)
			return &q, nil
		}), nil
	}
	switch name {
	case "getter":
		return with(func(q *Property, f starlark.Value) { q.get = f })
	case "setter":
		return with(func(q *Property, f starlark.Value) { q.set = f })
	case "deleter":
		return with(func(q *Property, f starlark.Value) { q.del = f })
	case "fget":
		return OrNone(p.get), nil
	case "fset":
		return OrNone(p.set), nil
	case "fdel":
		return OrNone(p.del), nil
	case "__doc__":
		return OrNone(p.doc), nil
	}
	return nil, nil
}
func (p *Property) AttrNames() []string {
	return []string{"deleter", "fdel", "fget", "fset", "getter", "setter"}
}

// OrNone is v, or None where Go has nothing.
func OrNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

// StaticMethod is staticmethod(f).
type StaticMethod struct{ fn starlark.Value }

func (*StaticMethod) String() string          { return "<staticmethod object>" }
func (*StaticMethod) Type() string            { return "staticmethod" }
func (*StaticMethod) Freeze()                 {}
func (*StaticMethod) Truth() starlark.Bool    { return true }
func (s *StaticMethod) Hash() (uint32, error) { return pointerHash(s), nil }
func (s *StaticMethod) Name() string          { return "staticmethod" }

// Func returns the function inside.
func (s *StaticMethod) Func() starlark.Value { return s.fn }

// Bind returns the function unchanged.
func (s *StaticMethod) Bind(*starlark.Thread, starlark.Value, *Class) (starlark.Value, error) {
	return s.fn, nil
}

// CallInternal lets a class body call its own static methods.
func (s *StaticMethod) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Call(t, s.fn, args, kwargs)
}

// ClassMethod is classmethod(f).
type ClassMethod struct{ fn starlark.Value }

func (*ClassMethod) String() string          { return "<classmethod object>" }
func (*ClassMethod) Type() string            { return "classmethod" }
func (*ClassMethod) Freeze()                 {}
func (*ClassMethod) Truth() starlark.Bool    { return true }
func (c *ClassMethod) Hash() (uint32, error) { return pointerHash(c), nil }

// Func returns the function inside.
func (c *ClassMethod) Func() starlark.Value { return c.fn }

// Bind binds the function to the class.
func (c *ClassMethod) Bind(t *starlark.Thread, obj starlark.Value, class *Class) (starlark.Value, error) {
	if p, ok := c.fn.(*Property); ok {
		return p.Bind(t, class, class)
	}
	return &BoundMethod{self: class, fn: c.fn}, nil
}
