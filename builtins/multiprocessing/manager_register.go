package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines BaseManager.register, a class method, and the methods that it adds to a manager's class.

// registerMethod is register as it lies in BaseManager; read through a class it is the function for that class.
type registerMethod struct {
	plain
	s *State
}

var _ object.Binder = (*registerMethod)(nil)

func (r *registerMethod) String() string        { return "<classmethod register>" }
func (r *registerMethod) Type() string          { return "classmethod" }
func (r *registerMethod) Hash() (uint32, error) { return identityHash(r), nil }

// Bind returns the function for a class.
func (r *registerMethod) Bind(t *starlark.Thread, obj starlark.Value, class *object.Class) (starlark.Value, error) {
	return object.NewBuiltin("register", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, r.s.register(t, class, args, kwargs)
	}), nil
}

// register is register(typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True).
func (s *State) register(t *starlark.Thread, class *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) error {
	var typeid string
	var callable, proxytype, exposed, typeids starlark.Value
	create := true
	err := unpack("BaseManager.register", class, args, kwargs, "typeid", &typeid, "callable??", &callable, "proxytype??", &proxytype,
		"exposed??", &exposed, "method_to_typeid??", &typeids, "create_method?", &create)
	if err != nil {
		return err
	}
	if proxytype == nil {
		proxytype = s.parts.managers.autoProxy
	}
	if exposed == nil || !bool(exposed.Truth()) {
		exposed = s.attributeOrNone(proxytype, "_exposed_")
	}
	if typeids == nil || !bool(typeids.Truth()) {
		typeids = s.attributeOrNone(proxytype, "_method_to_typeid_")
	}
	if err := s.checkTypeids(typeids); err != nil {
		return err
	}
	registry := s.ownRegistry(class)
	if err := registry.SetKey(starlark.String(typeid), entryOf(callable, exposed, typeids, proxytype)); err != nil {
		return err
	}
	if create {
		s.defineTypeid(class, typeid)
	}
	return nil
}

// attributeOrNone is getattr(v, name, None).
func (s *State) attributeOrNone(v starlark.Value, name string) starlark.Value {
	a, err := s.rt.GetAttr(v, name)
	if err != nil {
		return starlark.None
	}
	return a
}

// checkTypeids refuses method_to_typeid with other than strings.
func (s *State) checkTypeids(v starlark.Value) error {
	d, ok := v.(*starlark.Dict)
	if !ok {
		return nil
	}
	for _, item := range d.Items() {
		for _, x := range item {
			if _, ok := x.(starlark.String); !ok {
				text, err := s.rt.Repr(x)
				if err != nil {
					return err
				}
				return exceptions.AssertionError.Errorf("%s is not a string", text)
			}
		}
	}
	return nil
}

// ownRegistry is the registry of a class itself, a copy of what it inherited when it registers first.
func (s *State) ownRegistry(class *object.Class) *starlark.Dict {
	v, _ := class.Lookup("_registry")
	d, _ := v.(*starlark.Dict)
	for _, b := range class.Bases() {
		if inherited, _ := b.Lookup("_registry"); inherited != nil && inherited == v {
			own := new(starlark.Dict)
			for k, entry := range d.Entries() {
				own.SetKey(k, entry)
			}
			class.Define("_registry", own)
			return own
		}
	}
	return d
}

// defineTypeid gives a class of managers the method that makes an object of a registered type.
func (s *State) defineTypeid(class *object.Class, typeid string) {
	class.Define(typeid, object.NewMethod(class, typeid, func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		m, ok := managerOf(self)
		if !ok {
			return nil, exceptions.TypeError.Errorf("'%s' object is no manager", object.TypeName(self))
		}
		return m.make(t, typeid, args, kwargs)
	}))
	if !class.Builtin() {
		class.AddRecipe(object.Recipe{Module: "multiprocessing.managers", Function: "_define", Argument: starlark.String(typeid)})
	}
}

// make makes an object in the server and its proxy here.
func (m *manager) make(t *starlark.Thread, typeid string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s := m.s
	if m.state != managerStarted {
		return nil, exceptions.AssertionError.Errorf("server not yet started")
	}
	full := make(starlark.Tuple, 0, len(args)+1)
	reply, err := m.door.ask(t, "create", append(append(full, starlark.String(typeid)), args...), kwargs)
	if err != nil {
		return nil, err
	}
	parts, ok := reply.(starlark.Tuple)
	if !ok || len(parts) != 2 {
		return nil, errBadReply
	}
	k, ok := parts[0].(*token)
	entry := s.registered(m.registry(), typeid)
	if !ok || entry == nil {
		return nil, errBadReply
	}
	return s.newProxy(t, entry[3], k, m.inst, parts[1])
}

// defineAgain is the recipe of a class of managers that has travelled.
func (s *State) defineAgain(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var class, typeid starlark.Value
	if err := object.Unpack("_define", args, kwargs, "cls", &class, "typeid", &typeid); err != nil {
		return nil, err
	}
	c, ok := class.(*object.Class)
	name, isText := starlark.AsString(typeid)
	if !ok || !isText {
		return nil, exceptions.TypeError.Errorf("_define() arguments must be a class and a str")
	}
	s.defineTypeid(c, name)
	return starlark.None, nil
}
