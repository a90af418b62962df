package dataclasses

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file turns a class into a data class.

// options are the keyword arguments of dataclass, in the order in which they travel.
const options = "init repr eq order unsafe_hash frozen match_args kw_only slots weakref_slot"

// module is what the functions of one interpreter share.
type module struct {
	rt     *object.Runtime
	field  *declare.Class
	active map[*object.Instance]bool // objects whose repr is being made
}

// params are the options of one class.
type params map[string]bool

func defaults() params { return params{"init": true, "repr": true, "eq": true, "match_args": true} }

func (p params) tuple() starlark.Tuple {
	var t starlark.Tuple
	for _, n := range strings.Fields(options) {
		t = append(t, starlark.Bool(p[n]))
	}
	return t
}

// dataclass is the decorator, with or without arguments.
func (m *module) dataclass(c declare.Call) (starlark.Value, error) {
	p := defaults()
	for _, kv := range c.Kwargs {
		name := string(kv[0].(starlark.String))
		if !strings.Contains(" "+options+" ", " "+name+" ") {
			return nil, declare.TypeErrorf("dataclass() got an unexpected keyword argument '%s'", name)
		}
		p[name] = bool(kv[1].Truth())
	}
	if class, ok := c.Arg(0).(*object.Class); ok {
		return m.process(c, class, p)
	}
	return declare.Function(m.rt, "wrap", func(c declare.Call) (starlark.Value, error) {
		class, ok := c.Arg(0).(*object.Class)
		if !ok {
			return nil, declare.TypeErrorf("dataclass() should be applied to a class")
		}
		return m.process(c, class, p)
	}), nil
}

// own returns what the class itself binds.
func own(class *object.Class) map[string]starlark.Value {
	names := map[string]starlark.Value{}
	class.Namespace(func(name string, v starlark.Value) { names[name] = v })
	return names
}

func (m *module) process(c declare.Call, class *object.Class, p params) (starlark.Value, error) {
	all := new(starlark.Dict)
	mro, err := m.rt.GetAttr(class, "__mro__")
	if err != nil {
		return nil, err
	}
	bases := mro.(starlark.Tuple)
	frozenBase, plainBase := false, false
	for i := len(bases) - 1; i > 0; i-- {
		names := own(bases[i].(*object.Class))
		inherited, ok := names["__dataclass_fields__"].(*starlark.Dict)
		if !ok {
			continue
		}
		if names["__dataclass_frozen__"] == starlark.True {
			frozenBase = true
		} else {
			plainBase = true
		}
		for k, v := range inherited.Entries() {
			if err := all.SetKey(k, v); err != nil {
				return nil, err
			}
		}
	}
	if frozenBase && !p["frozen"] {
		return nil, declare.TypeErrorf("cannot inherit non-frozen dataclass from a frozen one")
	}
	if plainBase && p["frozen"] {
		return nil, declare.TypeErrorf("cannot inherit frozen dataclass from a non-frozen one")
	}
	names := own(class)
	annotations, _ := names["__annotations__"].(*starlark.Dict)
	if annotations == nil {
		annotations = new(starlark.Dict)
	}
	keywordOnly := p["kw_only"]
	for _, item := range annotations.Items() {
		name, _ := declare.Text(item[0])
		if item[1] == kwOnly || item[1] == starlark.String("KW_ONLY") || item[1] == starlark.String("dataclasses.KW_ONLY") {
			keywordOnly = true
			continue
		}
		o, err := m.declared(c, class, name, item[1], names[name], keywordOnly)
		if err != nil {
			return nil, err
		}
		if err := all.SetKey(starlark.String(name), o); err != nil {
			return nil, err
		}
	}
	for name, v := range names {
		if _, ok := declare.State[*info](v); ok {
			if _, annotated, _ := annotations.Get(starlark.String(name)); !annotated {
				return nil, declare.TypeErrorf("'%s' is a field but has no type annotation", name)
			}
		}
	}
	class.Define("__dataclass_fields__", all)
	class.Define("__dataclass_frozen__", starlark.Bool(p["frozen"]))
	fields, _ := fieldsOf(class)
	if p["match_args"] && names["__match_args__"] == nil {
		match := starlark.Tuple{}
		for _, f := range fields {
			if f.is("init") && !f.is("kw_only") && f.kind() != classVar {
				match = append(match, f.get("name"))
			}
		}
		class.Define("__match_args__", match)
	}
	if p["slots"] && names["__slots__"] == nil {
		slots := starlark.Tuple{}
		for _, f := range fields {
			if f.kind() == plain {
				slots = append(slots, f.get("name"))
			}
		}
		class.Define("__slots__", slots)
	}
	if err := m.add(class, p); err != nil {
		return nil, err
	}
	class.AddRecipe(object.Recipe{Module: "dataclasses", Function: "_process", Argument: p.tuple()})
	return class, nil
}

// declared makes the field of an annotation.
func (m *module) declared(c declare.Call, class *object.Class, name string, annotation, value starlark.Value, keywordOnly bool) (*object.Instance, error) {
	o, ok := value.(*object.Instance)
	if !ok || o.Class() != m.field.Class {
		o = m.field.Allocate(c.T)
		if value != nil {
			o.State().(*info).set("default", value)
		}
		ok = false
	}
	f := o.State().(*info)
	f.set("name", starlark.String(name))
	f.set("type", annotation)
	f.set("_field_type", starlark.String(kindOf(annotation)))
	if f.get("kw_only") == missing {
		f.set("kw_only", starlark.Bool(keywordOnly && f.kind() != classVar))
	}
	if ok { // a field() in the class body
		if d := f.get("default"); d != missing {
			class.Define(name, d)
		} else {
			class.Define(name, nil)
		}
	}
	switch d := object.Underlying(f.get("default")).(type) {
	case *starlark.List, *starlark.Dict, *starlark.Set:
		if f.kind() == plain {
			s, err := m.rt.Repr(m.rt.TypeOf(f.get("default")))
			if err != nil {
				return nil, err
			}
			return nil, declare.ValueErrorf("mutable default %s for field %s is not allowed: use default_factory", s, name)
		}
	case *object.Instance:
		if h, defined := d.Class().Lookup("__hash__"); defined && h == starlark.None && f.kind() == plain {
			return nil, declare.ValueErrorf("mutable default %s for field %s is not allowed: use default_factory", d.Class().String(), name)
		}
	}
	return o, nil
}

// arrived is dataclasses._process(class, options): it adds the methods to a class that has arrived.
func (m *module) arrived(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	class, ok := c.Args[0].(*object.Class)
	flags, ok2 := c.Args[1].(starlark.Tuple)
	if !ok || !ok2 {
		return nil, declare.TypeErrorf("_process() takes a class and options")
	}
	p := params{}
	for i, n := range strings.Fields(options) {
		p[n] = i < len(flags) && bool(flags[i].Truth())
	}
	return starlark.None, m.add(class, p)
}

// add gives the class its methods.
func (m *module) add(class *object.Class, p params) error {
	fields, _ := fieldsOf(class)
	names := own(class)
	define := func(name string, f object.Method) bool {
		if _, has := names[name]; has {
			return false
		}
		class.Define(name, object.NewMethod(class, name, f))
		return true
	}
	if p["init"] {
		init, err := m.initializer(class, fields, p)
		if err != nil {
			return err
		}
		define("__init__", init)
	}
	define("__replace__", m.replaceMethod)
	var shown, compared, hashed []string
	for _, f := range fields {
		if f.kind() != plain {
			continue
		}
		if f.is("repr") {
			shown = append(shown, f.name())
		}
		if f.is("compare") {
			compared = append(compared, f.name())
		}
		if h := f.get("hash"); h == starlark.None && f.is("compare") || h != starlark.None && bool(h.Truth()) {
			hashed = append(hashed, f.name())
		}
	}
	if p["repr"] {
		define("__repr__", m.repr(shown))
	}
	if p["eq"] {
		define("__eq__", m.compare(class, compared, syntax.EQL))
	}
	if p["order"] {
		if !p["eq"] {
			return declare.ValueErrorf("eq must be true if order is true")
		}
		for name, op := range map[string]syntax.Token{"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE} {
			if !define(name, m.compare(class, compared, op)) {
				return declare.TypeErrorf("Cannot overwrite attribute %s in class %s. Consider using functools.total_ordering", name, class.Name())
			}
		}
	}
	if p["frozen"] {
		class.Define("__setattr__", object.NewMethod(class, "__setattr__", refuse("assign to")))
		class.Define("__delattr__", object.NewMethod(class, "__delattr__", refuse("delete")))
	}
	h, hasHash := names["__hash__"]
	_, hasEq := names["__eq__"]
	explicit := hasHash && !(h == starlark.None && hasEq)
	switch {
	case p["unsafe_hash"] || p["eq"] && p["frozen"] && !explicit:
		if p["unsafe_hash"] && explicit {
			return declare.TypeErrorf("Cannot overwrite attribute __hash__ in class %s", class.Name())
		}
		class.Define("__hash__", object.NewMethod(class, "__hash__", m.hash(hashed)))
	case p["eq"] && !explicit:
		class.Define("__hash__", starlark.None)
	}
	return nil
}

// initializer makes __init__.
func (m *module) initializer(class *object.Class, fields []*info, p params) (object.Method, error) {
	var signature declare.Signature
	var taken []*info
	seen := ""
	for _, keywords := range []bool{false, true} {
		for _, f := range fields {
			if f.kind() == classVar || !f.is("init") || f.is("kw_only") != keywords {
				continue
			}
			switch {
			case f.hasDefault():
				if !keywords {
					seen = f.name()
				}
			case seen != "" && !keywords:
				return nil, declare.TypeErrorf("non-default argument '%s' follows default argument '%s'", f.name(), seen)
			}
			signature = append(signature, declare.Param{Name: f.name(), Optional: f.hasDefault(), KeywordOnly: keywords})
			taken = append(taken, f)
		}
	}
	position := map[*info]int{}
	for i, f := range taken {
		position[f] = i
	}
	name := class.Qualname() + ".__init__"
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		o, ok := self.(*object.Instance)
		if !ok {
			return nil, declare.TypeErrorf("%s() needs an object", name)
		}
		values, err := signature.Bind(name, args, kwargs)
		if err != nil {
			return nil, err
		}
		var forInit starlark.Tuple
		for _, f := range fields {
			if f.kind() == classVar {
				continue
			}
			var v starlark.Value
			if i, ok := position[f]; ok {
				v = values[i]
			} else if !f.hasDefault() {
				continue // init=False without a default
			}
			if v == nil {
				if factory := f.get("default_factory"); factory != missing {
					if v, err = starlark.Call(t, factory, nil, nil); err != nil {
						return nil, err
					}
				} else {
					v = f.get("default")
				}
			}
			switch {
			case f.kind() == initOnly:
				forInit = append(forInit, v)
			case p["frozen"]:
				o.SetOwn(f.name(), v)
			default:
				if err := o.SetField(f.name(), v); err != nil {
					return nil, err
				}
			}
		}
		if post, ok := o.Class().Lookup("__post_init__"); ok {
			if _, err := starlark.Call(t, post, append(starlark.Tuple{o}, forInit...), nil); err != nil {
				return nil, err
			}
		}
		return starlark.None, nil
	}, nil
}

// values returns attributes of an object as a tuple.
func values(o *object.Instance, names []string) (starlark.Tuple, error) {
	out := make(starlark.Tuple, len(names))
	for i, n := range names {
		v, err := o.Attr(n)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (m *module) repr(names []string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		o := self.(*object.Instance)
		if m.active[o] {
			return starlark.String("..."), nil
		}
		m.active[o] = true
		defer delete(m.active, o)
		parts := make([]string, len(names))
		for i, n := range names {
			v, err := o.Attr(n)
			if err != nil {
				return nil, err
			}
			s, err := m.rt.Repr(v)
			if err != nil {
				return nil, err
			}
			parts[i] = n + "=" + s
		}
		return starlark.String(o.Class().Qualname() + "(" + strings.Join(parts, ", ") + ")"), nil
	}
}

// compare makes a comparison of objects of one class by their fields.
func (m *module) compare(class *object.Class, names []string, op syntax.Token) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 {
			return nil, declare.TypeErrorf("expected 1 argument, got %d", len(args))
		}
		a := self.(*object.Instance)
		b, ok := args[0].(*object.Instance)
		if !ok || a.Class() != b.Class() {
			return object.NotImplemented, nil
		}
		x, err := values(a, names)
		if err != nil {
			return nil, err
		}
		y, err := values(b, names)
		if err != nil {
			return nil, err
		}
		r, err := m.rt.Compare(op, x, y)
		return starlark.Bool(r), err
	}
}

func (m *module) hash(names []string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v, err := values(self.(*object.Instance), names)
		if err != nil {
			return nil, err
		}
		h, err := m.rt.Hash(v)
		return h, err
	}
}

// frozenError is FrozenInstanceError.
var frozenError = exceptions.New("dataclasses", "FrozenInstanceError", exceptions.AttributeError)

func refuse(what string) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		name := ""
		if len(args) > 0 {
			name, _ = declare.Text(args[0])
		}
		return nil, frozenError.Errorf("cannot %s field %s", what, object.StrRepr(name))
	}
}
