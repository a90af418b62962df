package enum

import (
	"math/big"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file assembles the module and holds the base classes with what members can do.

// New returns the module enum.
func New(rt *object.Runtime) *object.Module {
	e := &enums{rt: rt, of: map[*object.Class]*enumeration{}, plain: []string{"int", "str", "float", "bytes", "tuple"}}
	e.meta = e.newMeta()
	e.auto = e.newAuto()
	e.base = e.newBase("Enum")
	e.flag = e.newBase("Flag", e.base.Class)
	e.addFlagMethods()
	repr := e.newBase("ReprEnum", e.base.Class)
	integer := e.newBase("IntEnum", rt.Type("int"), repr.Class)
	text := e.newBase("StrEnum", rt.Type("str"), repr.Class)
	flag := e.newBase("IntFlag", rt.Type("int"), repr.Class, e.flag.Class)
	for _, k := range []*declare.Class{integer, text, flag} {
		plainly(rt, k)
	}
	// The operators of IntFlag's members come before those of int.
	for _, name := range []string{"__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__", "__contains__", "__iter__", "__len__", "__bool__"} {
		f, _ := e.flag.Lookup(name)
		flag.Define(name, f)
	}
	m := declare.Module(rt, "enum", map[string]declare.Func{
		"unique": e.unique, "_populate": e.repopulate,
		"verify":              func(c declare.Call) (starlark.Value, error) { return declare.Function(rt, "verify", identity), nil },
		"global_enum":         identity,
		"_simple_enum":        identity,
		"show_flag_values":    func(c declare.Call) (starlark.Value, error) { return c.Builtin("list", c.Args...) },
		"pickle_by_enum_name": identity,
	})
	holder := func(name string) *declare.Class {
		k := declare.New(rt, "enum", name, declare.Options{})
		k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
			var v starlark.Value
			if err := c.Unpack("value", &v); err != nil {
				return nil, err
			}
			c.Object().SetOwn("value", v)
			return starlark.None, nil
		})
		return k
	}
	declare.Classes(m, e.meta, e.auto, e.base, e.flag, repr, integer, text, flag, holder("member"), holder("nonmember"))
	return declare.Add(m, starlark.StringDict{"EnumMeta": e.meta.Class, "property": rt.Type("property"),
		"UNIQUE": starlark.String("one name per value"), "CONTINUOUS": starlark.String("no skipped integer values"),
		"STRICT": starlark.String("strict"), "CONFORM": starlark.String("conform"), "EJECT": starlark.String("eject"), "KEEP": starlark.String("keep")})
}

func identity(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	return c.Args[0], nil
}

// newBase makes a class to derive enumerations from.
func (e *enums) newBase(name string, bases ...*object.Class) *declare.Class {
	k := declare.New(e.rt, "enum", name, declare.Options{}, bases...)
	k.SetMaker(e.maker)
	k.SetConstruct(func(t *starlark.Thread, class *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return e.functional(class, declare.Call{RT: e.rt, T: t, Name: name, Args: args, Kwargs: kwargs})
	})
	if name != "Enum" {
		return k
	}
	k.Property("name", func(c declare.Call) (starlark.Value, error) {
		return ownField(c.Self.(*object.Instance), "_name_"), nil
	})
	k.Property("value", func(c declare.Call) (starlark.Value, error) { return valueOf(c.Self.(*object.Instance)), nil })
	same := func(c declare.Call) (starlark.Value, error) { return c.Self, nil }
	k.Methods(map[string]declare.Func{
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			s, err := e.describe(c.Object())
			return starlark.String(s), err
		},
		"__str__": func(c declare.Call) (starlark.Value, error) {
			return starlark.String(shortName(c.Object())), nil
		},
		"__format__": func(c declare.Call) (starlark.Value, error) {
			var spec string
			if err := c.Unpack("format_spec", &spec); err != nil {
				return nil, err
			}
			s, err := e.rt.Str(c.Self)
			if err != nil {
				return nil, err
			}
			s, err = e.rt.Format(starlark.String(s), spec)
			return starlark.String(s), err
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := e.rt.Hash(starlark.String(nameOf(c.Object())))
			return h, err
		},
		"__reduce_ex__": func(c declare.Call) (starlark.Value, error) {
			return starlark.Tuple{c.Object().Class(), starlark.Tuple{valueOf(c.Object())}}, nil
		},
		"__copy__": same, "__deepcopy__": same,
		"__dir__": func(c declare.Call) (starlark.Value, error) {
			return starlark.NewList(declare.Strings("__class__", "__doc__", "__module__", "name", "value")), nil
		},
	})
	return k
}

// shortName is str() of a member.
func shortName(o *object.Instance) string {
	if ownField(o, "_name_") == starlark.None {
		return o.Class().Name() + "(" + valueOf(o).String() + ")"
	}
	return o.Class().Name() + "." + nameOf(o)
}

// plainly makes str(), format() and hash() of members those of the values.
func plainly(rt *object.Runtime, k *declare.Class) {
	k.Methods(map[string]declare.Func{
		"__str__": func(c declare.Call) (starlark.Value, error) {
			s, err := rt.Str(object.Underlying(c.Self))
			return starlark.String(s), err
		},
		"__format__": func(c declare.Call) (starlark.Value, error) {
			var spec string
			if err := c.Unpack("format_spec", &spec); err != nil {
				return nil, err
			}
			s, err := rt.Format(object.Underlying(c.Self), spec)
			return starlark.String(s), err
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := rt.Hash(object.Underlying(c.Self))
			return h, err
		},
	})
}

// bitsOf returns the bits of a member of the flag of Self, or of an int if the flag is one.
func (e *enums) bitsOf(c declare.Call, v starlark.Value) (*big.Int, bool) {
	o, ok := v.(*object.Instance)
	if ok && o.Class() == c.Object().Class() {
		i, isInt := object.Underlying(valueOf(o)).(starlark.Int)
		if isInt {
			return i.BigInt(), true
		}
		return nil, false
	}
	if i, isInt := object.Underlying(v).(starlark.Int); isInt && e.dataType(c.Object().Class()) != nil {
		return i.BigInt(), true
	}
	return nil, false
}

func (e *enums) addFlagMethods() {
	combine := func(f func(z, x, y *big.Int) *big.Int) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			a, ok1 := e.bitsOf(c, c.Self)
			b, ok2 := e.bitsOf(c, c.Args[0])
			if !ok1 || !ok2 {
				return object.NotImplemented, nil
			}
			return e.composite(c.T, e.of[c.Object().Class()], f(new(big.Int), a, b))
		}
	}
	parts := func(c declare.Call) []*object.Instance {
		v, _ := e.bitsOf(c, c.Self)
		en := e.of[c.Object().Class()]
		if v == nil || en == nil {
			return nil
		}
		return en.parts(v)
	}
	for name, f := range map[string]func(z, x, y *big.Int) *big.Int{"or": (*big.Int).Or, "and": (*big.Int).And, "xor": (*big.Int).Xor} {
		e.flag.Method("__"+name+"__", combine(f))
		e.flag.Method("__r"+name+"__", combine(f))
	}
	e.flag.Methods(map[string]declare.Func{
		"__invert__": func(c declare.Call) (starlark.Value, error) {
			v, _ := e.bitsOf(c, c.Self)
			en := e.of[c.Object().Class()]
			return e.composite(c.T, en, new(big.Int).AndNot(en.mask, v))
		},
		"__contains__": func(c declare.Call) (starlark.Value, error) {
			other, ok := e.bitsOf(c, c.Args[0])
			if !ok {
				return nil, declare.TypeErrorf("unsupported operand type(s) for 'in': '%s' and '%s'", object.TypeName(c.Args[0]), c.Object().Class().Qualname())
			}
			v, _ := e.bitsOf(c, c.Self)
			return starlark.Bool(new(big.Int).And(v, other).Cmp(other) == 0), nil
		},
		"__iter__": func(c declare.Call) (starlark.Value, error) { return e.iterate(parts(c), false), nil },
		"__len__":  func(c declare.Call) (starlark.Value, error) { return starlark.MakeInt(len(parts(c))), nil },
		"__bool__": func(c declare.Call) (starlark.Value, error) {
			v, _ := e.bitsOf(c, c.Self)
			return starlark.Bool(v != nil && v.Sign() != 0), nil
		},
	})
}

// unique is the decorator that refuses aliases.
func (e *enums) unique(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	class, _ := c.Args[0].(*object.Class)
	en := e.of[class]
	if en == nil {
		return c.Args[0], nil
	}
	var aliases []string
	for _, n := range en.names {
		if canonical := nameOf(en.byName[n]); canonical != n {
			aliases = append(aliases, n+" -> "+canonical)
		}
	}
	if aliases != nil {
		return nil, exceptions.ValueError.Errorf("duplicate values found in <enum '%s'>: %s", class.Name(), strings.Join(aliases, ", "))
	}
	return class, nil
}
