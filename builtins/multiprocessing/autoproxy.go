package multiprocessing

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes proxy types from lists of method names: MakeProxyType and AutoProxy of managers.py.

// forward makes a method of a proxy that calls the referent's method of that name.
func forward(name string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p, ok := asProxy(self)
		if !ok {
			return nil, exceptions.TypeError.Errorf("'%s' object is no proxy", object.TypeName(self))
		}
		return p.call(t, name, args, kwargs)
	}
}

// expose gives a proxy type methods that call the referent's.
func expose(c *object.Class, names []string) {
	list := make(starlark.Tuple, len(names))
	for i, n := range names {
		list[i] = starlark.String(n)
		c.Define(n, object.NewMethod(c, n, forward(n)))
	}
	c.Define("_exposed_", list)
}

// methodNames lists the strings of a sequence of method names.
func (s *State) methodNames(t *starlark.Thread, v starlark.Value) ([]string, error) {
	elements, err := s.rt.List(t, v)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(elements))
	for i, e := range elements {
		name, ok := starlark.AsString(e)
		if !ok {
			return nil, exceptions.TypeError.Errorf("method names must be strings, not %s", object.TypeName(e))
		}
		names[i] = name
	}
	return names, nil
}

// makeProxyType is MakeProxyType(name, exposed). Types are kept: the same arguments return the same type.
func (s *State) makeProxyType(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	var exposed, cache starlark.Value
	if err := object.Unpack("MakeProxyType", args, kwargs, "name", &name, "exposed", &exposed, "_cache?", &cache); err != nil {
		return nil, err
	}
	names, err := s.methodNames(t, exposed)
	if err != nil {
		return nil, err
	}
	return orError(s.proxyType(name, names))
}

func (s *State) proxyType(name string, names []string) (*object.Class, error) {
	m := &s.parts.managers
	key := name + "\x00" + strings.Join(names, "\x00")
	if c := m.proxyTypes[key]; c != nil {
		return c, nil
	}
	ns := map[string]starlark.Value{"__module__": starlark.String("multiprocessing.managers")}
	c, err := s.rt.NewClass(name, []*object.Class{m.baseProxy}, ns, []string{"__module__"})
	if err != nil {
		return nil, err
	}
	expose(c, names)
	// The methods are Go's and do not travel; where the class arrives they are made again.
	c.AddRecipe(object.Recipe{Module: "multiprocessing.managers", Function: "_expose", Argument: mustAttr(c, "_exposed_")})
	if m.proxyTypes == nil {
		m.proxyTypes = map[string]*object.Class{}
	}
	m.proxyTypes[key] = c
	return c, nil
}

// mustAttr reads an attribute of a class that has just been defined.
func mustAttr(c *object.Class, name string) starlark.Value {
	v, _ := c.Lookup(name)
	return v
}

// exposeAgain is the recipe of a type that proxyType made.
func (s *State) exposeAgain(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var c, exposed starlark.Value
	if err := object.Unpack("_expose", args, kwargs, "cls", &c, "exposed", &exposed); err != nil {
		return nil, err
	}
	class, ok := c.(*object.Class)
	if !ok {
		return nil, exceptions.TypeError.Errorf("_expose() argument must be a class")
	}
	names, err := s.methodNames(t, exposed)
	if err != nil {
		return nil, err
	}
	expose(class, names)
	return starlark.None, nil
}

// autoProxy is AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True, manager_owned=False).
func (s *State) autoProxy(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var tok, serializer, manager, authkey, exposed, incref, owned starlark.Value
	err := object.Unpack("AutoProxy", args, kwargs, "token", &tok, "serializer", &serializer, "manager??", &manager,
		"authkey??", &authkey, "exposed??", &exposed, "incref?", &incref, "manager_owned?", &owned)
	if err != nil {
		return nil, err
	}
	k, ok := tok.(*token)
	if !ok {
		return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute 'address'", object.TypeName(tok))
	}
	if exposed == nil {
		if exposed, err = k.door.ask(t, "get_methods", starlark.Tuple{starlark.MakeUint64(k.id)}, nil); err != nil {
			return nil, err
		}
	}
	names, err := s.methodNames(t, exposed)
	if err != nil {
		return nil, err
	}
	class, err := s.proxyType("AutoProxy["+k.typeid+"]", names)
	if err != nil {
		return nil, err
	}
	v, err := starlark.Call(t, class, starlark.Tuple{k, serializer}, []starlark.Tuple{{starlark.String("manager"), noneIfNil(manager)}})
	if err != nil {
		return nil, err
	}
	proxyOf(v).exposed = mustAttr(class, "_exposed_")
	return v, nil
}
