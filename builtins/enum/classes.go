package enum

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes the classes: from class statements, and from calls such as Enum("Color", "RED GREEN").

// isMember reports whether a name of a class body becomes a member.
func isMember(e *enums, class, name string, v starlark.Value) bool {
	if strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__") || strings.HasPrefix(name, "_") && strings.HasSuffix(name, "_") {
		return false
	}
	if strings.HasPrefix(name, "_"+strings.TrimLeft(class, "_")+"__") {
		return false
	}
	switch v := v.(type) {
	case *starlark.Function, object.Binder, *object.Class:
		return false
	case *object.Instance:
		if v.Class().Module() == "enum" && v.Class().Name() == "nonmember" {
			return false
		}
		if _, ok := v.Class().Lookup("__get__"); ok {
			return false
		}
	}
	return true
}

// maker makes the class of a class statement.
func (e *enums) maker(t *starlark.Thread, s *object.ClassStatement) (starlark.Value, error) {
	class := counted
	for _, b := range s.Bases {
		if en := e.of[b]; en != nil && len(en.members) > 0 {
			return nil, declare.TypeErrorf("<enum '%s'> cannot extend <enum '%s'>", s.Name, b.Name())
		}
		switch {
		case b.IsSubclass(e.flag.Class):
			class = bits
		case b.Module() == "enum" && b.Name() == "StrEnum":
			class = textual
		}
	}
	generate, own, _ := s.Names.Get(starlark.String("_generate_next_value_"))
	if !own {
		generate = nil
		for _, b := range s.Bases {
			if v, ok := b.Lookup("_generate_next_value_"); ok {
				generate = v
			}
		}
	}
	if m, ok := generate.(*object.StaticMethod); ok {
		generate = m.Func()
	}
	var defs []definition
	var last []starlark.Value
	for _, item := range s.Names.Items() {
		name, ok := item[0].(starlark.String)
		if !ok || !isMember(e, s.Name, string(name), item[1]) {
			continue
		}
		value, err := e.resolve(t, class, string(name), item[1], generate, last)
		if err != nil {
			return nil, err
		}
		last = append(last, value)
		defs = append(defs, definition{string(name), value})
		if _, _, err := s.Names.Delete(name); err != nil {
			return nil, err
		}
	}
	for _, item := range s.Names.Items() {
		if o, ok := item[1].(*object.Instance); ok && o.Class().Module() == "enum" && o.Class().Name() == "nonmember" {
			if err := s.Names.SetKey(item[0], ownField(o, "value")); err != nil {
				return nil, err
			}
		}
	}
	if s.Meta == e.rt.Type("type") {
		s.Meta = e.meta.Class
	}
	s.Keywords = nil
	c, err := s.Make(t)
	if err != nil {
		return nil, err
	}
	if len(defs) == 0 {
		return c, nil
	}
	if err := e.populate(t, c, defs); err != nil {
		return nil, err
	}
	argument := make(starlark.Tuple, len(defs))
	for i, d := range defs {
		argument[i] = starlark.Tuple{starlark.String(d.name), d.value}
	}
	c.AddRecipe(object.Recipe{Module: "enum", Function: "_populate", Argument: argument})
	return c, nil
}

// resolve gives auto() its value.
func (e *enums) resolve(t *starlark.Thread, class flavour, name string, v, generate starlark.Value, last []starlark.Value) (starlark.Value, error) {
	if tuple, ok := v.(starlark.Tuple); ok {
		out := append(starlark.Tuple{}, tuple...)
		for i, x := range tuple {
			var err error
			if out[i], err = e.resolve(t, class, name, x, generate, last); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	o, ok := v.(*object.Instance)
	if !ok {
		return v, nil
	}
	if o.Class().Module() == "enum" && o.Class().Name() == "member" {
		return ownField(o, "value"), nil
	}
	if o.Class() != e.auto.Class {
		return v, nil
	}
	if known, ok := o.Field("_value_"); ok { // a second name for it
		return known, nil
	}
	if op, ok := o.Field("_operator_"); ok {
		value, err := e.evaluate(t, class, name, o, op, generate, last)
		if err == nil {
			o.SetOwn("_value_", value)
		}
		return value, err
	}
	value, err := e.next(class, name, last)
	if generate != nil {
		value, err = starlark.Call(t, generate, starlark.Tuple{starlark.String(name), starlark.MakeInt(1), starlark.MakeInt(len(last)), starlark.NewList(append([]starlark.Value(nil), last...))}, nil)
	}
	if err == nil {
		o.SetOwn("_value_", value)
	}
	return value, err
}

// operators are those that a class body applies to what auto() will be: the values are known when the body has run.
var operators = map[string]syntax.Token{
	"or": syntax.PIPE, "and": syntax.AMP, "xor": syntax.CIRCUMFLEX, "add": syntax.PLUS, "sub": syntax.MINUS, "mul": syntax.STAR, "lshift": syntax.LTLT,
}

// newAuto makes auto. Its instances and what operators make of them are replaced by their values.
func (e *enums) newAuto() *declare.Class {
	k := declare.New(e.rt, "enum", "auto", declare.Options{})
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) { return starlark.None, c.Exactly(0) })
	delayed := func(c declare.Call, op string, x, y starlark.Value) (starlark.Value, error) {
		o := k.Allocate(c.T)
		o.SetOwn("_operator_", starlark.String(op))
		o.SetOwn("_operands_", starlark.Tuple{x, y})
		return o, nil
	}
	for name := range operators {
		k.Method("__"+name+"__", func(c declare.Call) (starlark.Value, error) { return delayed(c, name, c.Self, c.Args[0]) })
		k.Method("__r"+name+"__", func(c declare.Call) (starlark.Value, error) { return delayed(c, name, c.Args[0], c.Self) })
	}
	k.Method("__invert__", func(c declare.Call) (starlark.Value, error) { return delayed(c, "invert", c.Self, starlark.None) })
	return k
}

// evaluate computes what an operator makes of auto().
func (e *enums) evaluate(t *starlark.Thread, class flavour, name string, o *object.Instance, op, generate starlark.Value, last []starlark.Value) (starlark.Value, error) {
	operands := ownField(o, "_operands_").(starlark.Tuple)
	x, err := e.resolve(t, class, name, operands[0], generate, last)
	if err != nil {
		return nil, err
	}
	text, _ := declare.Text(op)
	if text == "invert" {
		return starlark.Unary(syntax.TILDE, x)
	}
	y, err := e.resolve(t, class, name, operands[1], generate, last)
	if err != nil {
		return nil, err
	}
	return e.rt.Binary(operators[text], x, y)
}

// repopulate is enum._populate(class, definitions): it completes a class that has arrived.
func (e *enums) repopulate(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	class, ok := c.Args[0].(*object.Class)
	list, ok2 := c.Args[1].(starlark.Tuple)
	if !ok || !ok2 {
		return nil, declare.TypeErrorf("_populate() takes a class and the definitions of its members")
	}
	var defs []definition
	for _, v := range list {
		pair, ok := v.(starlark.Tuple)
		if !ok || len(pair) != 2 {
			return nil, declare.TypeErrorf("_populate() takes pairs")
		}
		name, _ := declare.Text(pair[0])
		defs = append(defs, definition{name, pair[1]})
	}
	return starlark.None, e.populate(c.T, class, defs)
}

// functional is Enum("Color", names, start=1) for a base class.
func (e *enums) functional(base *object.Class, c declare.Call) (starlark.Value, error) {
	var name string
	var names, module, qualname, kind starlark.Value
	var start starlark.Value = starlark.MakeInt(1)
	if err := c.Unpack("value", &name, "names", &names, "*", nil, "module??", &module, "qualname??", &qualname, "type??", &kind, "start?", &start); err != nil {
		return nil, err
	}
	body := new(starlark.Dict)
	add := func(n, v starlark.Value) error { return body.SetKey(n, v) }
	var list []starlark.Value
	if s, ok := declare.Text(names); ok {
		list = declare.Strings(strings.Fields(strings.ReplaceAll(s, ",", " "))...)
	} else if d, ok := object.Underlying(names).(*starlark.Dict); ok {
		for _, item := range d.Items() {
			list = append(list, item)
		}
	} else {
		var err error
		if list, err = c.List(names); err != nil {
			return nil, err
		}
	}
	var last []starlark.Value
	for i, v := range list {
		if pair, err := e.rt.List(c.T, v); err == nil && len(pair) == 2 {
			if _, isText := declare.Text(v); !isText {
				if err := add(pair[0], pair[1]); err != nil {
					return nil, err
				}
				continue
			}
		}
		var value starlark.Value
		var err error
		switch {
		case base.IsSubclass(e.flag.Class):
			value, err = e.next(bits, "", last)
		case base.Name() == "StrEnum":
			n, _ := declare.Text(v)
			value, err = e.next(textual, n, last)
		default:
			first, startErr := object.AsInt(start)
			value, err = starlark.MakeInt(first+i), startErr
		}
		if err != nil {
			return nil, err
		}
		last = append(last, value)
		if err := add(v, value); err != nil {
			return nil, err
		}
	}
	if module != nil {
		if err := add(starlark.String("__module__"), module); err != nil {
			return nil, err
		}
	}
	bases := starlark.Tuple{base}
	if kind != nil {
		bases = starlark.Tuple{kind, base}
	}
	return starlark.Call(c.T, e.rt.Intrinsics()["mkclass"], starlark.Tuple{starlark.String(name), bases, body, starlark.None, starlark.None}, nil)
}

// newMeta makes EnumType, what enumerations are instances of.
func (e *enums) newMeta() *declare.Class {
	m := declare.New(e.rt, "enum", "EnumType", declare.Options{}, e.rt.Type("type"))
	// with declares a method whose Self is an enumeration.
	with := func(name string, f func(c declare.Call, en *enumeration) (starlark.Value, error)) {
		m.Define(name, object.NewMethod(m.Class, name, func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			class, ok := self.(*object.Class)
			if !ok {
				return nil, declare.TypeErrorf("descriptor '%s' requires an enumeration", name)
			}
			en := e.of[class]
			if en == nil {
				en = &enumeration{class: class}
			}
			return f(declare.Call{RT: e.rt, T: t, Name: name, Self: self, Args: args, Kwargs: kwargs}, en)
		}))
	}
	with("__call__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		if len(en.members) == 0 && len(en.byName) == 0 {
			return e.functional(en.class, c)
		}
		if len(c.Args) > 1 {
			return e.lookup(c, en, c.Args)
		}
		var value starlark.Value
		c.Name = "EnumType.__call__"
		if err := c.Unpack("value", &value); err != nil {
			return nil, err
		}
		return e.lookup(c, en, value)
	})
	with("__getitem__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		name, ok := declare.Text(c.Args[0])
		if o := en.byName[name]; ok && o != nil {
			return o, nil
		}
		return nil, exceptions.KeyError.With(c.Args[0])
	})
	with("__len__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		return starlark.MakeInt(len(en.members)), nil
	})
	with("__bool__", func(c declare.Call, en *enumeration) (starlark.Value, error) { return starlark.True, nil })
	with("__iter__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		return e.iterate(en.members, false), nil
	})
	with("__reversed__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		return e.iterate(en.members, true), nil
	})
	with("__contains__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		if o, ok := c.Args[0].(*object.Instance); ok && o.Class() == en.class {
			return starlark.True, nil
		}
		o, err := e.find(en, object.Underlying(c.Args[0]))
		return starlark.Bool(o != nil), err
	})
	with("__repr__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		if en.class.IsSubclass(e.flag.Class) {
			return starlark.String("<flag '" + en.class.Name() + "'>"), nil
		}
		return starlark.String("<enum '" + en.class.Name() + "'>"), nil
	})
	with("__setattr__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		name, _ := declare.Text(c.Args[0])
		if en.byName[name] != nil {
			return nil, exceptions.AttributeError.Errorf("cannot reassign member %s", object.StrRepr(name))
		}
		en.class.Define(name, c.Args[1])
		return starlark.None, nil
	})
	with("__dir__", func(c declare.Call, en *enumeration) (starlark.Value, error) {
		return starlark.NewList(declare.Strings(append([]string{"__class__", "__doc__", "__members__", "__module__"}, en.names...)...)), nil
	})
	property := func(name string, f func(en *enumeration) (starlark.Value, error)) {
		m.Property(name, func(c declare.Call) (starlark.Value, error) {
			class, _ := c.Self.(*object.Class)
			en := e.of[class]
			if en == nil {
				en = &enumeration{class: class}
			}
			return f(en)
		})
	}
	byName := func(en *enumeration) (starlark.Value, error) {
		d := new(starlark.Dict)
		for _, n := range en.names {
			if err := d.SetKey(starlark.String(n), en.byName[n]); err != nil {
				return nil, err
			}
		}
		return d, nil
	}
	property("__members__", byName)
	property("_member_map_", byName)
	property("_member_names_", func(en *enumeration) (starlark.Value, error) {
		var names []string
		for _, o := range en.members {
			names = append(names, nameOf(o))
		}
		return starlark.NewList(declare.Strings(names...)), nil
	})
	property("_value2member_map_", func(en *enumeration) (starlark.Value, error) {
		d := new(starlark.Dict)
		for k, v := range en.byValue.Entries() {
			if err := d.SetKey(k, v); err != nil {
				return nil, err
			}
		}
		return d, nil
	})
	m.SetMaker(e.maker)
	return m
}

func (e *enums) iterate(members []*object.Instance, backward bool) *object.Iterator {
	i := 0
	return e.rt.NewIterator("generator", func() (starlark.Value, bool, error) {
		if i >= len(members) {
			return nil, false, nil
		}
		i++
		if backward {
			return members[len(members)-i], true, nil
		}
		return members[i-1], true, nil
	})
}
