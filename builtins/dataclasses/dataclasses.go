package dataclasses

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module and holds the functions that use data classes.

// New returns the module dataclasses.
func New(rt *object.Runtime) *object.Module {
	m := &module{rt: rt, field: newField(rt), active: map[*object.Instance]bool{}}
	out := declare.Module(rt, "dataclasses", map[string]declare.Func{
		"dataclass": m.dataclass, "_process": m.arrived, "field": field(m.field), "fields": m.fields, "asdict": m.asDict,
		"astuple": m.asTuple, "replace": m.replace, "make_dataclass": m.makeDataclass,
		"is_dataclass": func(c declare.Call) (starlark.Value, error) {
			if err := c.Exactly(1); err != nil {
				return nil, err
			}
			_, ok := fieldsOf(classOf(rt, c.Args[0]))
			return starlark.Bool(ok), nil
		},
	})
	initVar := declare.New(rt, "dataclasses", "InitVar", declare.Options{})
	initVar.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var t starlark.Value
		if err := c.Unpack("type", &t); err != nil {
			return nil, err
		}
		c.Object().SetOwn("type", t)
		return starlark.None, nil
	})
	initVar.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		t, _ := c.Object().Field("type")
		name := ""
		if k, ok := t.(*object.Class); ok {
			name = k.Name()
		} else if t != nil {
			name, _ = rt.Repr(t)
		}
		return starlark.String("dataclasses.InitVar[" + name + "]"), nil
	})
	initVar.ClassMethod("__class_getitem__", func(c declare.Call) (starlark.Value, error) { return c.Call(c.Self, c.Args...) })
	declare.Classes(out, m.field, initVar)
	return declare.Add(out, starlark.StringDict{"MISSING": missing, "KW_ONLY": kwOnly, "FrozenInstanceError": rt.ExceptionClass(frozenError)})
}

// classOf returns v if it is a class, else its class.
func classOf(rt *object.Runtime, v starlark.Value) *object.Class {
	if c, ok := v.(*object.Class); ok {
		return c
	}
	return rt.TypeOf(v)
}

func (m *module) fields(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	class := classOf(m.rt, c.Args[0])
	v, ok := class.Lookup("__dataclass_fields__")
	if !ok {
		return nil, declare.TypeErrorf("must be called with a dataclass type or instance")
	}
	out := starlark.Tuple{}
	for _, o := range v.(*starlark.Dict).Entries() {
		if f, ok := declare.State[*info](o); ok && f.kind() == plain {
			out = append(out, o)
		}
	}
	return out, nil
}

// convert walks over what a data class holds; whole makes the result of one data class from its names and values.
func (m *module) convert(c declare.Call, v starlark.Value, whole func(names []string, values []starlark.Value) (starlark.Value, error)) (starlark.Value, error) {
	each := func(list []starlark.Value) ([]starlark.Value, error) {
		out := make([]starlark.Value, len(list))
		for i, x := range list {
			y, err := m.convert(c, x, whole)
			if err != nil {
				return nil, err
			}
			out[i] = y
		}
		return out, nil
	}
	if o, ok := v.(*object.Instance); ok {
		if fields, is := fieldsOf(o.Class()); is {
			var names []string
			var list []starlark.Value
			for _, f := range fields {
				if f.kind() != plain {
					continue
				}
				x, err := o.Attr(f.name())
				if err != nil {
					return nil, err
				}
				names, list = append(names, f.name()), append(list, x)
			}
			list, err := each(list)
			if err != nil {
				return nil, err
			}
			return whole(names, list)
		}
		if t, ok := object.Underlying(o).(starlark.Tuple); ok {
			list, err := each(t)
			if err != nil {
				return nil, err
			}
			return c.Call(o.Class(), list...)
		}
	}
	switch x := v.(type) {
	case *starlark.List:
		list := make([]starlark.Value, x.Len())
		for i := range list {
			list[i] = x.Index(i)
		}
		list, err := each(list)
		return starlark.NewList(list), err
	case starlark.Tuple:
		list, err := each(x)
		return starlark.Tuple(list), err
	case *starlark.Dict:
		out := starlark.NewDict(x.Len())
		for _, item := range x.Items() {
			pair, err := each(item)
			if err != nil {
				return nil, err
			}
			if err := out.SetKey(pair[0], pair[1]); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	copier, err := m.rt.Import(c.T, "copy")
	if err != nil {
		return nil, err
	}
	return c.CallMethod(copier, "deepcopy", v)
}

func (m *module) instance(c declare.Call, v starlark.Value) error {
	o, ok := v.(*object.Instance)
	if ok {
		_, ok = fieldsOf(o.Class())
	}
	if !ok {
		return declare.TypeErrorf("%s() should be called on dataclass instances", c.Name)
	}
	return nil
}

func (m *module) asDict(c declare.Call) (starlark.Value, error) {
	var obj, factory starlark.Value
	if err := c.Unpack("obj", &obj, "*", nil, "dict_factory?", &factory); err != nil {
		return nil, err
	}
	if err := m.instance(c, obj); err != nil {
		return nil, err
	}
	return m.convert(c, obj, func(names []string, list []starlark.Value) (starlark.Value, error) {
		if factory != nil {
			pairs := make([]starlark.Value, len(names))
			for i, n := range names {
				pairs[i] = starlark.Tuple{starlark.String(n), list[i]}
			}
			return c.Call(factory, starlark.NewList(pairs))
		}
		d := starlark.NewDict(len(names))
		for i, n := range names {
			if err := d.SetKey(starlark.String(n), list[i]); err != nil {
				return nil, err
			}
		}
		return d, nil
	})
}

func (m *module) asTuple(c declare.Call) (starlark.Value, error) {
	var obj, factory starlark.Value
	if err := c.Unpack("obj", &obj, "*", nil, "tuple_factory?", &factory); err != nil {
		return nil, err
	}
	if err := m.instance(c, obj); err != nil {
		return nil, err
	}
	return m.convert(c, obj, func(_ []string, list []starlark.Value) (starlark.Value, error) {
		if factory != nil {
			return c.Call(factory, starlark.NewList(list))
		}
		return starlark.Tuple(list), nil
	})
}

func (m *module) replace(c declare.Call) (starlark.Value, error) {
	if len(c.Args) != 1 {
		return nil, declare.TypeErrorf("replace() takes 1 positional argument but %d were given", len(c.Args))
	}
	if err := m.instance(c, c.Args[0]); err != nil {
		return nil, err
	}
	return m.replaceMethod(c.T, c.Args[0], nil, c.Kwargs)
}

// replaceMethod is __replace__(**changes).
func (m *module) replaceMethod(t *starlark.Thread, self starlark.Value, _ starlark.Tuple, changes []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	fields, _ := fieldsOf(o.Class())
	kwargs := append([]starlark.Tuple(nil), changes...)
	for _, f := range fields {
		given := object.Keyword(changes, f.name()) != nil
		switch {
		case f.kind() == classVar:
		case !f.is("init"):
			if given {
				return nil, declare.TypeErrorf("field %s is declared with init=False, it cannot be specified with replace()", f.name())
			}
		case given:
		case f.kind() == initOnly:
			if !f.hasDefault() {
				return nil, declare.TypeErrorf("InitVar '%s' must be specified with replace()", f.name())
			}
		default:
			v, err := o.Attr(f.name())
			if err != nil {
				return nil, err
			}
			kwargs = append(kwargs, starlark.Tuple{f.get("name"), v})
		}
	}
	return starlark.Call(t, o.Class(), nil, kwargs)
}

// makeDataclass is make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options).
func (m *module) makeDataclass(c declare.Call) (starlark.Value, error) {
	if len(c.Args) < 2 {
		return nil, declare.TypeErrorf("make_dataclass() missing required positional arguments: 'cls_name' and 'fields'")
	}
	list, err := m.rt.List(c.T, c.Args[1])
	if err != nil {
		return nil, err
	}
	body, annotations := new(starlark.Dict), new(starlark.Dict)
	var bases starlark.Value = starlark.Tuple{}
	var rest []starlark.Tuple
	for _, kv := range c.Kwargs {
		switch kv[0] {
		case starlark.String("bases"):
			bases = kv[1]
		case starlark.String("namespace"):
			if d, ok := kv[1].(*starlark.Dict); ok {
				for _, item := range d.Items() {
					if err := body.SetKey(item[0], item[1]); err != nil {
						return nil, err
					}
				}
			}
		default:
			rest = append(rest, kv)
		}
	}
	for _, v := range list {
		var name starlark.Value = v
		annotation := starlark.Value(starlark.String("typing.Any"))
		if _, isText := declare.Text(v); !isText {
			parts, err := m.rt.List(c.T, v)
			if err != nil || len(parts) < 2 || len(parts) > 3 {
				return nil, declare.TypeErrorf("Invalid field: %v", v)
			}
			name, annotation = parts[0], parts[1]
			if len(parts) == 3 {
				if err := body.SetKey(name, parts[2]); err != nil {
					return nil, err
				}
			}
		}
		if err := annotations.SetKey(name, annotation); err != nil {
			return nil, err
		}
	}
	if err := body.SetKey(starlark.String("__annotations__"), annotations); err != nil {
		return nil, err
	}
	class, err := starlark.Call(c.T, m.rt.Intrinsics()["mkclass"], starlark.Tuple{c.Args[0], bases, body, starlark.None, starlark.None}, nil)
	if err != nil {
		return nil, err
	}
	c.Args, c.Kwargs = starlark.Tuple{class}, rest
	return m.dataclass(c)
}
