package enum

import (
	"fmt"
	"math/big"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes and finds the members of an enumeration.

// slot holds a member in the namespace of its class.
type slot struct {
	declare.Opaque
	declare.Absent
	member *object.Instance
}

func (s *slot) String() string        { return "<member>" }
func (s *slot) Type() string          { return "member" }
func (s *slot) Hash() (uint32, error) { return 0, nil }

// Bind returns the member.
func (s *slot) Bind(*starlark.Thread, starlark.Value, *object.Class) (starlark.Value, error) {
	return s.member, nil
}

// enumeration is what the module knows of one class.
type enumeration struct {
	class   *object.Class
	members []*object.Instance // without aliases, in order
	names   []string           // with aliases
	byName  map[string]*object.Instance
	byValue starlark.Dict // of hashable values
	odd     []*object.Instance
	flag    bool
	mask    *big.Int // of a flag: all bits of its members
}

// enums are the enumerations of one interpreter.
type enums struct {
	rt    *object.Runtime
	of    map[*object.Class]*enumeration
	meta  *declare.Class
	auto  *declare.Class
	base  *declare.Class // Enum
	flag  *declare.Class // Flag
	plain []string       // names of the built-in types that members may stand for
}

// definition is a member to be made.
type definition struct {
	name  string
	value starlark.Value
}

func ownField(o *object.Instance, name string) starlark.Value {
	v, ok := o.Field(name)
	if !ok {
		return starlark.None
	}
	return v
}

func nameOf(o *object.Instance) string {
	s, _ := declare.Text(ownField(o, "_name_"))
	return s
}

func valueOf(o *object.Instance) starlark.Value { return ownField(o, "_value_") }

// dataType returns the built-in type that members of the class stand for, nil if there is none.
func (e *enums) dataType(class *object.Class) *object.Class {
	for _, name := range e.plain {
		if t := e.rt.Type(name); class.IsSubclass(t) {
			return t
		}
	}
	return nil
}

// populate makes the members of a class.
func (e *enums) populate(t *starlark.Thread, class *object.Class, defs []definition) error {
	en := &enumeration{class: class, byName: map[string]*object.Instance{}, flag: class.IsSubclass(e.flag.Class), mask: new(big.Int)}
	e.of[class] = en
	for _, d := range defs {
		if en.byName[d.name] != nil {
			return declare.TypeErrorf("'%s' already defined as %v", d.name, valueOf(en.byName[d.name]))
		}
		o, err := e.make(t, class, d)
		if err != nil {
			return err
		}
		known, err := e.find(en, valueOf(o))
		if err != nil {
			return err
		}
		if known != nil {
			o = known
		} else {
			o.SetOwn("_name_", starlark.String(d.name))
			o.SetOwn("__objclass__", class)
			o.SetOwn("_sort_order_", starlark.MakeInt(len(en.members)))
			if init, ok := class.Lookup("__init__"); ok {
				if _, err := starlark.Call(t, init, append(starlark.Tuple{o}, arguments(d.value)...), nil); err != nil {
					return err
				}
			}
			if err := en.enter(o); err != nil {
				return err
			}
		}
		en.names = append(en.names, d.name)
		en.byName[d.name] = o
		class.Define(d.name, &slot{member: o})
	}
	return nil
}

// arguments are what __new__ and __init__ of a member get.
func arguments(value starlark.Value) starlark.Tuple {
	if t, ok := value.(starlark.Tuple); ok {
		return t
	}
	return starlark.Tuple{value}
}

// enter adds a new member.
func (en *enumeration) enter(o *object.Instance) error {
	v := valueOf(o)
	if i, ok := object.Underlying(v).(starlark.Int); ok && en.flag {
		b := i.BigInt()
		en.mask.Or(en.mask, b)
		if b.Sign() > 0 && new(big.Int).And(b, new(big.Int).Sub(b, big.NewInt(1))).Sign() == 0 {
			en.members = append(en.members, o)
		}
	} else {
		en.members = append(en.members, o)
	}
	if _, err := v.Hash(); err != nil {
		en.odd = append(en.odd, o)
		return nil
	}
	return en.byValue.SetKey(v, o)
}

// make makes one member without a name.
func (e *enums) make(t *starlark.Thread, class *object.Class, d definition) (*object.Instance, error) {
	if f, ok := class.Lookup("__new__"); ok {
		if s, isStatic := f.(*object.StaticMethod); isStatic {
			f = s.Func()
		}
		v, err := starlark.Call(t, f, append(starlark.Tuple{class}, arguments(d.value)...), nil)
		if err != nil {
			return nil, err
		}
		o, ok := v.(*object.Instance)
		if !ok {
			return nil, declare.TypeErrorf("__new__ of an enumeration must return a member")
		}
		if _, ok := o.Field("_value_"); !ok {
			value := d.value
			if w := object.Underlying(o); w != o {
				value = w
			}
			o.SetOwn("_value_", value)
		}
		return o, nil
	}
	o := class.Allocate(t)
	value := d.value
	if data := e.dataType(class); data != nil {
		v, err := starlark.Call(t, data, arguments(d.value), nil)
		if err != nil {
			return nil, err
		}
		o.SetUnderlying(object.Underlying(v))
		if _, isTuple := d.value.(starlark.Tuple); !isTuple || data == e.rt.Type("tuple") {
			value = object.Underlying(v)
		}
	}
	o.SetOwn("_value_", value)
	return o, nil
}

// find returns the member with a value, nil if there is none.
func (e *enums) find(en *enumeration, v starlark.Value) (*object.Instance, error) {
	if _, err := v.Hash(); err == nil {
		if o, ok, err := en.byValue.Get(v); ok || err != nil {
			return o.(*object.Instance), err
		}
		if _, isBool := v.(starlark.Bool); !isBool {
			return nil, nil
		}
	}
	for _, o := range append(en.members, en.odd...) {
		if eq, err := e.rt.Equal(valueOf(o), v); eq || err != nil {
			return o, err
		}
	}
	return nil, nil
}

// lookup is Color(value).
func (e *enums) lookup(c declare.Call, en *enumeration, v starlark.Value) (starlark.Value, error) {
	if o, ok := v.(*object.Instance); ok && o.Class() == en.class {
		return o, nil
	}
	key := v
	if o, ok := v.(*object.Instance); ok {
		key = object.Underlying(o)
	}
	o, err := e.find(en, key)
	if err != nil {
		return nil, err
	}
	if o != nil {
		return o, nil
	}
	if f, err := e.rt.GetAttr(en.class, "_missing_"); err == nil {
		found, err := c.Call(f, v)
		if err != nil {
			return nil, err
		}
		if found != starlark.None {
			return found, nil
		}
	}
	if i, ok := key.(starlark.Int); ok && en.flag {
		return e.composite(c.T, en, i.BigInt())
	}
	s, err := e.rt.Repr(v)
	if err != nil {
		return nil, err
	}
	return nil, exceptions.ValueError.Errorf("%s is not a valid %s", s, en.class.Qualname())
}

// composite returns the member of a flag with several bits, or none.
func (e *enums) composite(t *starlark.Thread, en *enumeration, v *big.Int) (*object.Instance, error) {
	integer := e.dataType(en.class) != nil
	if v.Sign() < 0 {
		bits := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(en.mask.BitLen())), big.NewInt(1))
		v = new(big.Int).And(v, bits)
		if !integer {
			v.And(v, en.mask)
		}
	}
	key := starlark.MakeBigInt(v)
	if o, ok, _ := en.byValue.Get(key); ok {
		return o.(*object.Instance), nil
	}
	rest := new(big.Int).AndNot(v, en.mask)
	if rest.Sign() != 0 && !integer {
		width := max(v.BitLen(), en.mask.BitLen())
		return nil, exceptions.ValueError.Errorf("<flag '%s'> invalid value %v\n    given 0b0 %0*b\n  allowed 0b0 %0*b", en.class.Name(), v, width, v, width, en.mask)
	}
	o := en.class.Allocate(t)
	if integer {
		o.SetUnderlying(key)
	}
	var names []string
	for _, m := range en.parts(v) {
		names = append(names, nameOf(m))
	}
	if rest.Sign() != 0 && len(names) > 0 {
		names = append(names, rest.String())
	}
	name := starlark.Value(starlark.String(strings.Join(names, "|")))
	if len(names) == 0 {
		name = starlark.None
	}
	o.SetOwn("_value_", key)
	o.SetOwn("_name_", name)
	o.SetOwn("__objclass__", en.class)
	return o, en.byValue.SetKey(key, o)
}

// parts returns the members whose bits are all set in v.
func (en *enumeration) parts(v *big.Int) []*object.Instance {
	var out []*object.Instance
	for _, m := range en.members {
		i, ok := object.Underlying(valueOf(m)).(starlark.Int)
		if !ok {
			continue
		}
		if b := i.BigInt(); b.Sign() != 0 && new(big.Int).And(v, b).Cmp(b) == 0 {
			out = append(out, m)
		}
	}
	return out
}

// next is the default _generate_next_value_.
func (e *enums) next(class flavour, name string, last []starlark.Value) (starlark.Value, error) {
	switch class {
	case textual:
		return starlark.String(strings.ToLower(name)), nil
	case bits:
		highest := new(big.Int)
		for _, v := range last {
			i, ok := object.Underlying(v).(starlark.Int)
			if !ok {
				return nil, declare.TypeErrorf("invalid flag value %v", v)
			}
			if i.BigInt().Cmp(highest) > 0 {
				highest = i.BigInt()
			}
		}
		return starlark.MakeBigInt(new(big.Int).Lsh(big.NewInt(1), uint(highest.BitLen()))), nil
	}
	var highest *big.Int
	for _, v := range last {
		switch v := object.Underlying(v).(type) {
		case starlark.Int:
			if b := v.BigInt(); highest == nil || b.Cmp(highest) > 0 {
				highest = b
			}
		case starlark.Float:
			b, _ := big.NewFloat(float64(v)).Int(nil)
			if highest == nil || b.Cmp(highest) > 0 {
				highest = b
			}
		default:
			return nil, declare.TypeErrorf("unable to sort non-numeric values")
		}
	}
	if highest == nil {
		return starlark.MakeInt(1), nil
	}
	return starlark.MakeBigInt(new(big.Int).Add(highest, big.NewInt(1))), nil
}

// flavour selects the values of auto().
type flavour int

const (
	counted flavour = iota
	bits
	textual
)

// describe is the repr of a member.
func (e *enums) describe(o *object.Instance) (string, error) {
	v, err := e.rt.Repr(valueOf(o))
	if err != nil {
		return "", err
	}
	if ownField(o, "_name_") == starlark.None {
		return fmt.Sprintf("<%s: %s>", o.Class().Name(), v), nil
	}
	return fmt.Sprintf("<%s.%s: %s>", o.Class().Name(), nameOf(o), v), nil
}
