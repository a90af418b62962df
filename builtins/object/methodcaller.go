package object

import "go.starlark.net/starlark"

// This file defines methodCaller, what obj.name(args...) is lowered to.

// methodCaller calls the method `name` of its first argument in one call of the VM, with an inline cache for instances.
type methodCaller struct {
	rt   *Runtime
	name string

	class   *Class // of the instance seen last
	version uint64 // rt.classVersion then
	fn      starlark.Value

	tables typeMethods // methods called name of the types that Starlark provides
}

// MethodCaller returns the callable behind the predeclared name "#m." + name.
func (rt *Runtime) MethodCaller(name string) starlark.Callable {
	return &methodCaller{rt: rt, name: name, tables: rt.tables(name)}
}

func (m *methodCaller) String() string        { return "<method '" + m.name + "'>" }
func (m *methodCaller) Type() string          { return "method_descriptor" }
func (m *methodCaller) Freeze()               {}
func (m *methodCaller) Truth() starlark.Bool  { return true }
func (m *methodCaller) Hash() (uint32, error) { return pointerHash(m), nil }
func (m *methodCaller) Name() string          { return m.name }

// Get returns what (x, args...) is to be called on: the script's function itself if x is an instance whose method it is.
func (m *methodCaller) Get(x starlark.Value) (starlark.Value, bool, error) {
	if o, ok := x.(*Instance); ok {
		if len(o.fields) > 0 && o.position(m.name) >= 0 {
			return m, true, nil
		}
		if m.class == o.class && m.version == m.rt.classVersion {
			return m.fn, true, nil
		}
		if v, ok := o.class.Lookup(m.name); ok {
			if f, ok := v.(*starlark.Function); ok && o.class.specials().getattribute == nil {
				m.class, m.version, m.fn = o.class, m.rt.classVersion, f
				return f, true, nil
			}
		}
	}
	return m, true, nil
}

func (m *methodCaller) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var f nativeMethod
	switch o := args[0].(type) {
	case *Instance:
		return m.callOn(t, o, args, kwargs)
	case *starlark.List:
		f = m.tables.list
	case *starlark.Dict:
		f = m.tables.dict
	case starlark.String:
		f = m.tables.str
	case HasMethods:
		if g, ok := o.Methods().Get(m.name); ok {
			return g(t, o, args[1:], kwargs)
		}
	case *super:
		if v, ok := o.find(m.name); ok {
			if fn, ok := v.(*starlark.Function); ok {
				if _, isInstance := o.obj.(*Instance); isInstance {
					args[0] = o.obj
					return starlark.Call(t, fn, args, kwargs)
				}
			}
		}
	case *starlark.Set:
		f = m.tables.set
	case starlark.Float:
		f = m.tables.float
	case starlark.Int, starlark.Bool:
		f = m.tables.int
	case starlark.Tuple:
		f = m.tables.tuple
	case starlark.Bytes:
		f = m.tables.bytes
	}
	if f != nil {
		return f(t, args, kwargs)
	}
	g, err := m.rt.GetAttr(args[0], m.name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, g, args[1:], kwargs)
}

// callOn calls the method on an instance.
func (m *methodCaller) callOn(t *starlark.Thread, o *Instance, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if v, ok := o.Field(m.name); ok { // an instance attribute hides the class's
		return starlark.Call(t, v, args[1:], kwargs)
	}
	if m.class == o.class && m.version == m.rt.classVersion {
		return starlark.Call(t, m.fn, args, kwargs)
	}
	if v, ok := o.class.Lookup(m.name); ok {
		if f, ok := v.(*starlark.Function); ok && o.class.specials().getattribute == nil {
			m.class, m.version, m.fn = o.class, m.rt.classVersion, f
			return starlark.Call(t, f, args, kwargs)
		}
	} else if n := o.class.native; n != nil {
		if f, ok := n.Methods.Get(m.name); ok {
			return f(t, o, args[1:], kwargs)
		}
	}
	v, err := o.Attr(m.name)
	if err != nil {
		return nil, err
	}
	return starlark.Call(t, v, args[1:], kwargs)
}
