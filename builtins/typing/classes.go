package typing

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/collections"
	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file holds the classes that scripts derive from.

func addClasses(rt *object.Runtime, m *object.Module) {
	for _, name := range strings.Fields("Generic Protocol SupportsInt SupportsFloat SupportsComplex SupportsBytes SupportsIndex SupportsAbs SupportsRound") {
		k := declare.New(rt, "typing", name, declare.Options{})
		k.ClassMethod("__class_getitem__", func(c declare.Call) (starlark.Value, error) {
			class := c.Self.(*object.Class)
			if class != k.Class {
				return class, nil
			}
			args, ok := c.Arg(0).(starlark.Tuple)
			if !ok {
				args = c.Args
			}
			return &special{rt: rt, name: name, args: args, bases: []*object.Class{class}}, nil
		})
		if method, ok := strings.CutPrefix(name, "Supports"); ok {
			dunder := "__" + strings.ToLower(method) + "__"
			k.SetInstanceTest(func(v starlark.Value) bool { _, err := rt.GetAttr(v, dunder); return err == nil })
		}
		m.SetField(name, k.Class)
	}
	m.SetField("NamedTuple", newNamedTuple(rt).Class)
	m.SetField("TypedDict", newTypedDict(rt).Class)
}

// namedTupleBase returns the class that named tuples derive from.
func namedTupleBase(rt *object.Runtime, t *starlark.Thread) (*object.Class, error) {
	m, err := rt.Import(t, "collections")
	if err != nil {
		return nil, err
	}
	v, err := rt.GetAttr(m, "_namedtuple")
	if err != nil {
		return nil, err
	}
	return v.(*object.Class), nil
}

// newNamedTuple makes NamedTuple: class statements that derive from it make named tuples, as its calls do.
func newNamedTuple(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "typing", "NamedTuple", declare.Options{})
	k.SetMaker(func(t *starlark.Thread, s *object.ClassStatement) (starlark.Value, error) {
		f := collections.Fields{Defaults: new(starlark.Dict)}
		annotations, _, _ := s.Names.Get(starlark.String("__annotations__"))
		if d, ok := annotations.(*starlark.Dict); ok {
			for _, item := range d.Items() {
				name, _ := declare.Text(item[0])
				f.Names = append(f.Names, name)
				v, ok, err := s.Names.Get(item[0])
				if err != nil {
					return nil, err
				}
				if ok {
					f.Defaults.SetKey(item[0], v)
				} else if f.Defaults.Len() > 0 {
					return nil, declare.TypeErrorf("non-default namedtuple field %s cannot follow default field %s", name, f.Names[len(f.Names)-2])
				}
			}
		}
		base, err := namedTupleBase(rt, t)
		if err != nil {
			return nil, err
		}
		bases := []*object.Class{base}
		for _, b := range s.Bases {
			if b != k.Class {
				bases = append(bases, b)
			}
		}
		s.Bases = bases
		if doc, _, _ := s.Names.Get(starlark.String("__doc__")); doc == starlark.None {
			s.Names.SetKey(starlark.String("__doc__"), starlark.String(s.Name+"("+strings.Join(f.Names, ", ")+")"))
		}
		f.AddTo(func(name string, v starlark.Value) { s.Names.SetKey(starlark.String(name), v) }, s.Name)
		return s.Make(t)
	})
	k.SetConstruct(func(t *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, declare.TypeErrorf("NamedTuple() missing 1 required positional argument: 'typename'")
		}
		annotations := new(starlark.Dict)
		if len(args) > 1 {
			fields, err := rt.List(t, args[1])
			if err != nil {
				return nil, err
			}
			for _, f := range fields {
				pair, err := rt.List(t, f)
				if err != nil || len(pair) != 2 {
					return nil, declare.TypeErrorf("NamedTuple fields are pairs of name and type")
				}
				annotations.SetKey(pair[0], pair[1])
			}
		}
		for _, kv := range kwargs {
			annotations.SetKey(kv[0], kv[1])
		}
		body := new(starlark.Dict)
		body.SetKey(starlark.String("__annotations__"), annotations)
		return starlark.Call(t, rt.Intrinsics()["mkclass"], starlark.Tuple{args[0], starlark.Tuple{k.Class}, body, starlark.None, starlark.None}, nil)
	})
	return k
}

// newTypedDict makes TypedDict: classes derived from it make plain dicts.
func newTypedDict(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "typing", "TypedDict", declare.Options{})
	build := func(t *starlark.Thread, c *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Call(t, rt.Type("dict"), args, kwargs)
	}
	var maker object.ClassMaker
	maker = func(t *starlark.Thread, s *object.ClassStatement) (starlark.Value, error) {
		total := starlark.Value(starlark.True)
		for _, kv := range s.Keywords {
			if kv[0] == starlark.String("total") {
				total = kv[1]
			}
		}
		s.Keywords = nil
		annotations := new(starlark.Dict)
		for _, b := range s.Bases {
			if v, ok := b.Lookup("__annotations__"); ok {
				if d, ok := v.(*starlark.Dict); ok {
					for _, item := range d.Items() {
						annotations.SetKey(item[0], item[1])
					}
				}
			}
		}
		if v, ok, _ := s.Names.Get(starlark.String("__annotations__")); ok {
			for _, item := range v.(*starlark.Dict).Items() {
				annotations.SetKey(item[0], item[1])
			}
		}
		s.Names.SetKey(starlark.String("__annotations__"), annotations)
		s.Names.SetKey(starlark.String("__total__"), total)
		c, err := s.Make(t)
		if err != nil {
			return nil, err
		}
		c.SetMaker(maker)
		c.SetConstruct(build)
		return c, nil
	}
	k.SetMaker(maker)
	k.SetConstruct(func(t *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) < 2 {
			return nil, declare.TypeErrorf("TypedDict() missing required positional arguments")
		}
		body := new(starlark.Dict)
		body.SetKey(starlark.String("__annotations__"), args[1])
		var keywords starlark.Value = starlark.None
		if len(kwargs) > 0 {
			keywords = declare.Call{Kwargs: kwargs}.Keywords()
		}
		return starlark.Call(t, rt.Intrinsics()["mkclass"], starlark.Tuple{args[0], starlark.Tuple{k.Class}, body, starlark.None, keywords}, nil)
	})
	return k
}
