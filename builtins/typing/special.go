package typing

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file defines the special forms.

// special is a special form, subscripted if args is not nil.
type special struct {
	declare.Opaque
	rt     *object.Runtime
	name   string
	origin starlark.Value // the class that the form stands for; nil if there is none
	args   []starlark.Value
	bases  []*object.Class // what a class statement derives from; nil: it cannot be a base
}

func (s *special) Type() string          { return "_SpecialForm" }
func (s *special) Hash() (uint32, error) { return starlark.String(s.String()).Hash() }
func (s *special) Name() string          { return s.name }

func (s *special) String() string {
	if s.args == nil {
		return "typing." + s.name
	}
	if s.name == "Union" && len(s.args) == 2 {
		for i, v := range s.args {
			if isNone(v) {
				return "typing.Optional[" + s.show(s.args[1-i]) + "]"
			}
		}
	}
	parts := make([]string, len(s.args))
	for i, v := range s.args {
		if s.name == "Literal" {
			parts[i], _ = s.rt.Repr(v)
			continue
		}
		parts[i] = s.show(v)
	}
	return "typing." + s.name + "[" + strings.Join(parts, ", ") + "]"
}

func isNone(v starlark.Value) bool {
	c, ok := v.(*object.Class)
	return v == starlark.None || ok && c.Name() == "NoneType"
}

// show is how an argument is printed.
func (s *special) show(v starlark.Value) string {
	switch v := v.(type) {
	case *object.Class:
		if isNone(v) {
			return "NoneType"
		}
		if v.Module() == "builtins" {
			return v.Qualname()
		}
		return v.Module() + "." + v.Qualname()
	case starlark.String:
		return "ForwardRef(" + object.StrRepr(string(v)) + ")"
	case starlark.NoneType:
		return "NoneType"
	case *starlark.List:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = s.show(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if v == object.Ellipsis {
		return "..."
	}
	r, _ := s.rt.Repr(v)
	return r
}

// Get is the subscript.
func (s *special) Get(k starlark.Value) (starlark.Value, bool, error) {
	args, ok := k.(starlark.Tuple)
	if !ok {
		args = starlark.Tuple{k}
	}
	switch s.name {
	case "Any", "NoReturn", "Never", "Self", "LiteralString", "TypeAlias":
		return nil, false, declare.TypeErrorf("typing.%s is not subscriptable", s.name)
	case "Optional":
		return s.union(append(append(starlark.Tuple{}, args...), starlark.None)), true, nil
	case "Union":
		return s.union(args), true, nil
	}
	t := *s
	t.args = append([]starlark.Value{}, args...)
	return &t, true, nil
}

// union flattens and drops duplicates.
func (s *special) union(args starlark.Tuple) starlark.Value {
	u := &special{rt: s.rt, name: "Union", args: []starlark.Value{}}
	var add func(v starlark.Value)
	add = func(v starlark.Value) {
		if inner, ok := v.(*special); ok && inner.name == "Union" && inner.args != nil {
			for _, x := range inner.args {
				add(x)
			}
			return
		}
		if isNone(v) {
			v = s.rt.Type("NoneType")
		}
		for _, x := range u.args {
			if eq, err := s.rt.Equal(x, v); err == nil && eq {
				return
			}
		}
		u.args = append(u.args, v)
	}
	for _, v := range args {
		add(v)
	}
	if len(u.args) == 1 {
		return u.args[0]
	}
	return u
}

// Binary is X | Y.
func (s *special) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PIPE {
		return nil, nil
	}
	if side == starlark.Left {
		return s.union(starlark.Tuple{s, y}), nil
	}
	return s.union(starlark.Tuple{y, s}), nil
}

// CompareSameType compares by what is printed.
func (s *special) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	same := s.String() == y.String()
	switch op {
	case syntax.EQL:
		return same, nil
	case syntax.NEQ:
		return !same, nil
	}
	return false, declare.TypeErrorf("'%s' not supported between special forms", op)
}

// Attr serves what introspection reads.
func (s *special) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__origin__":
		if s.origin != nil && s.args != nil {
			return s.origin, nil
		}
		if s.args != nil {
			t := *s
			t.args = nil
			return &t, nil
		}
	case "__args__":
		if s.args != nil {
			return starlark.Tuple(s.args), nil
		}
	case "__name__", "_name":
		return starlark.String(s.name), nil
	case "__module__":
		return starlark.String("typing"), nil
	}
	return nil, nil
}

// AttrNames lists what Attr serves.
func (s *special) AttrNames() []string {
	return []string{"__args__", "__module__", "__name__", "__origin__"}
}

// CallInternal makes an object of the class that the form stands for, as List[int]() does.
func (s *special) CallInternal(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if c, ok := s.origin.(*object.Class); ok {
		if s.args == nil && c.Module() == "builtins" {
			return nil, declare.TypeErrorf("Type %s cannot be instantiated; use %s() instead", s.name, c.Name())
		}
		return starlark.Call(t, c, args, kwargs)
	}
	return nil, declare.TypeErrorf("Cannot instantiate typing.%s", s.name)
}

// IsInstance is isinstance(v, s).
func (s *special) IsInstance(v starlark.Value) (bool, error) {
	if s.name == "Union" && s.args != nil {
		return s.rt.IsInstance(v, starlark.Tuple(s.args))
	}
	if s.args != nil {
		return false, declare.TypeErrorf("Subscripted generics cannot be used with class and instance checks")
	}
	if s.origin == nil {
		return false, declare.TypeErrorf("typing.%s cannot be used with isinstance()", s.name)
	}
	return s.rt.IsInstance(v, s.origin)
}

// MROEntries lets classes derive from the form.
func (s *special) MROEntries() []*object.Class {
	if s.bases != nil {
		return s.bases
	}
	if c, ok := s.origin.(*object.Class); ok {
		return []*object.Class{c}
	}
	return nil
}

// Reduce writes the form's name, or the text of a subscripted one.
func (s *special) Reduce(e *starlarkcbor.Encoder) error {
	if s.args == nil {
		return declare.ByName{Module: "typing", Path: s.name}.Reduce(e)
	}
	return e.Encode(starlark.String(s.String()))
}

// bare lists the special forms that stand for no class.
const bare = "Any Union Optional Literal ClassVar Final Annotated Self Never NoReturn LiteralString TypeAlias Concatenate TypeGuard TypeIs Required NotRequired ReadOnly Unpack IO TextIO BinaryIO"

// standing lists the forms that stand for a class, with its module.
var standing = map[string]string{
	"List": "builtins.list", "Dict": "builtins.dict", "Set": "builtins.set", "FrozenSet": "builtins.frozenset", "Tuple": "builtins.tuple",
	"Type": "builtins.type", "Deque": "collections.deque", "DefaultDict": "collections.defaultdict", "OrderedDict": "collections.OrderedDict",
	"Counter": "collections.Counter", "ChainMap": "collections.ChainMap", "Pattern": "re.Pattern", "Match": "re.Match",
	"Callable": "", "Iterable": "", "Iterator": "", "Sequence": "", "Mapping": "", "MutableMapping": "", "MutableSequence": "",
	"MutableSet": "", "AbstractSet": "collections.abc.Set", "Collection": "", "Container": "", "Hashable": "", "Sized": "", "Reversible": "",
	"Generator": "", "Coroutine": "", "Awaitable": "", "AsyncIterable": "", "AsyncIterator": "", "KeysView": "", "ValuesView": "",
	"ItemsView": "", "MappingView": "", "ByteString": "",
}
