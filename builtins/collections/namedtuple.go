package collections

import (
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds namedtuple. A named tuple's class belongs to the script: it has its fields in its namespace, and its
// methods from a class made in Go.

// getter is what a class has for the field number i. It is found as collections._getters.<i> in every process.
type getter struct {
	declare.Opaque
	declare.ByName
	i int
}

func newGetter(i int) *getter {
	return &getter{ByName: declare.ByName{Module: "collections", Path: "_getters." + strconv.Itoa(i)}, i: i}
}

func (g *getter) String() string {
	return "_tuplegetter(" + strconv.Itoa(g.i) + ", 'Alias for field number " + strconv.Itoa(g.i) + "')"
}
func (g *getter) Type() string          { return "_tuplegetter" }
func (g *getter) Hash() (uint32, error) { return uint32(g.i), nil }

// Bind returns the field of an instance.
func (g *getter) Bind(t *starlark.Thread, obj starlark.Value, class *object.Class) (starlark.Value, error) {
	if tuple, ok := object.Underlying(object.OrNone(obj)).(starlark.Tuple); ok && g.i < len(tuple) {
		return tuple[g.i], nil
	}
	return g, nil
}

// Assign refuses.
func (g *getter) Assign(*starlark.Thread, *object.Instance, starlark.Value) error {
	return exceptions.AttributeError.Errorf("can't set attribute")
}

var getters = &declare.Family{Name: "_getters", Make: func(name string) (starlark.Value, error) {
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 {
		return nil, nil
	}
	return newGetter(i), nil
}}

// Fields describe a named tuple.
type Fields struct {
	Names    []string
	Defaults *starlark.Dict // by name; may be nil
}

// AddTo puts what the class of a named tuple has into its namespace.
func (f Fields) AddTo(set func(name string, v starlark.Value), typename string) {
	defaults := f.Defaults
	if defaults == nil {
		defaults = new(starlark.Dict)
	}
	names := starlark.Tuple(declare.Strings(f.Names...))
	set("__slots__", starlark.Tuple{})
	set("_fields", names)
	set("_field_defaults", defaults)
	set("__match_args__", names)
	for i, n := range f.Names {
		set(n, newGetter(i))
	}
}

// fieldsOf returns the names of the fields of a class.
func fieldsOf(class *object.Class) (names starlark.Tuple, defaults *starlark.Dict) {
	v, _ := class.Lookup("_fields")
	names, _ = v.(starlark.Tuple)
	v, _ = class.Lookup("_field_defaults")
	if defaults, _ = v.(*starlark.Dict); defaults == nil {
		defaults = new(starlark.Dict)
	}
	return
}

// of makes a named tuple of a class.
func of(t *starlark.Thread, class *object.Class, values []starlark.Value) *object.Instance {
	o := class.Allocate(t)
	o.SetUnderlying(starlark.Tuple(values))
	return o
}

func tupleOf(c declare.Call) starlark.Tuple { return object.Underlying(c.Self).(starlark.Tuple) }

// newNamedTupleBase makes the class that all named tuples derive from.
func newNamedTupleBase(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "collections", "_namedtuple", declare.Options{}, rt.Type("tuple"))
	k.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, ok := c.Arg(0).(*object.Class)
		if !ok {
			return nil, declare.TypeErrorf("tuple.__new__(X): X is not a type object")
		}
		names, defaults := fieldsOf(class)
		if len(c.Args)-1 == len(names) && len(c.Kwargs) == 0 {
			return of(c.T, class, append([]starlark.Value(nil), c.Args[1:]...)), nil
		}
		signature := make(declare.Signature, len(names))
		missing := make([]starlark.Value, len(names))
		for i, n := range names {
			v, ok, _ := defaults.Get(n)
			signature[i] = declare.Param{Name: string(n.(starlark.String)), Optional: ok}
			missing[i] = v
		}
		values, err := signature.Bind(class.Name()+".__new__", c.Args[1:], c.Kwargs)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			if v == nil {
				values[i] = missing[i]
			}
		}
		return of(c.T, class, values), nil
	})
	k.ClassMethod("_make", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(1); err != nil {
			return nil, err
		}
		values, err := c.List(c.Args[0])
		if err != nil {
			return nil, err
		}
		class := c.Self.(*object.Class)
		if names, _ := fieldsOf(class); len(names) != len(values) {
			return nil, declare.TypeErrorf("Expected %d arguments, got %d", len(names), len(values))
		}
		return of(c.T, class, values), nil
	})
	replace := func(c declare.Call) (starlark.Value, error) {
		names, _ := fieldsOf(c.Object().Class())
		values := append([]starlark.Value(nil), tupleOf(c)...)
		var unknown []starlark.Value
	next:
		for _, kv := range c.Kwargs {
			for i, n := range names {
				if n == kv[0] {
					values[i] = kv[1]
					continue next
				}
			}
			unknown = append(unknown, kv[0])
		}
		if unknown != nil {
			s, err := rt.Repr(starlark.NewList(unknown))
			if err != nil {
				return nil, err
			}
			return nil, declare.TypeErrorf("Got unexpected field names: %s", s)
		}
		return of(c.T, c.Object().Class(), values), nil
	}
	k.Methods(map[string]declare.Func{
		"_replace": replace, "__replace__": replace,
		"_asdict": func(c declare.Call) (starlark.Value, error) {
			names, _ := fieldsOf(c.Object().Class())
			d := starlark.NewDict(len(names))
			for i, n := range names {
				if err := d.SetKey(n, tupleOf(c)[i]); err != nil {
					return nil, err
				}
			}
			return d, nil
		},
		"__getnewargs__": func(c declare.Call) (starlark.Value, error) { return tupleOf(c), nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			names, _ := fieldsOf(c.Object().Class())
			parts := make([]string, len(names))
			for i, n := range names {
				s, err := rt.Repr(tupleOf(c)[i])
				if err != nil {
					return nil, err
				}
				parts[i] = string(n.(starlark.String)) + "=" + s
			}
			return starlark.String(c.Object().Class().Name() + "(" + strings.Join(parts, ", ") + ")"), nil
		},
	})
	return k
}

// keywords are the words that cannot be field names.
var keywords = " False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield "

func identifier(s string) bool {
	for i, r := range s {
		if !(r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127 || i > 0 && r >= '0' && r <= '9') {
			return false
		}
	}
	return s != ""
}

// namedTuple is namedtuple(typename, field_names, *, rename=False, defaults=None, module=None).
func namedTuple(base *declare.Class) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		var typename string
		var given, defaults, module starlark.Value
		rename := false
		if err := c.Unpack("typename", &typename, "field_names", &given, "*", nil, "rename?", &rename, "defaults??", &defaults, "module??", &module); err != nil {
			return nil, err
		}
		names, err := fieldNames(c, given)
		if err != nil {
			return nil, err
		}
		if err := checkNames(typename, names, rename); err != nil {
			return nil, err
		}
		f := Fields{Names: names, Defaults: new(starlark.Dict)}
		if defaults != nil {
			values, err := c.List(defaults)
			if err != nil {
				return nil, err
			}
			if len(values) > len(names) {
				return nil, declare.TypeErrorf("Got more default values than field names")
			}
			for i, v := range values {
				f.Defaults.SetKey(starlark.String(names[len(names)-len(values)+i]), v)
			}
		}
		return f.class(c, base, typename, module)
	}
}

// class makes the class.
func (f Fields) class(c declare.Call, base *declare.Class, typename string, module starlark.Value) (starlark.Value, error) {
	ns := map[string]starlark.Value{}
	var order []string
	set := func(name string, v starlark.Value) {
		ns[name] = v
		order = append(order, name)
	}
	set("__doc__", starlark.String(typename+"("+strings.Join(f.Names, ", ")+")"))
	if module != nil {
		set("__module__", module)
	}
	f.AddTo(set, typename)
	return c.RT.NewClass(typename, []*object.Class{base.Class}, ns, order)
}

func fieldNames(c declare.Call, given starlark.Value) ([]string, error) {
	if s, ok := declare.Text(given); ok {
		return strings.Fields(strings.ReplaceAll(s, ",", " ")), nil
	}
	values, err := c.RT.List(c.T, given)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(values))
	for i, v := range values {
		if names[i], err = c.RT.Str(v); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func checkNames(typename string, names []string, rename bool) error {
	seen := map[string]bool{}
	for i, n := range names {
		bad := !identifier(n) || strings.Contains(keywords, " "+n+" ") || strings.HasPrefix(n, "_") || seen[n]
		if bad && rename {
			names[i] = "_" + strconv.Itoa(i)
		}
		seen[names[i]] = true
	}
	for i, n := range append([]string{typename}, names...) {
		switch {
		case !identifier(n):
			return exceptions.ValueError.Errorf("Type names and field names must be valid identifiers: %s", object.StrRepr(n))
		case strings.Contains(keywords, " "+n+" "):
			return exceptions.ValueError.Errorf("Type names and field names cannot be a keyword: %s", object.StrRepr(n))
		case i > 0 && strings.HasPrefix(n, "_") && !rename:
			return exceptions.ValueError.Errorf("Field names cannot start with an underscore: %s", object.StrRepr(n))
		}
	}
	seen = map[string]bool{}
	for _, n := range names {
		if seen[n] {
			return exceptions.ValueError.Errorf("Encountered duplicate field name: %s", object.StrRepr(n))
		}
		seen[n] = true
	}
	return nil
}
