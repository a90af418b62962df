package object

import (
	"math"
	"math/big"
	"sort"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// This file gives the values of built-in types their special methods, as functions: (5).__add__, list.__len__.

const (
	comparisonNames = "__lt__ __le__ __gt__ __ge__ __eq__ __ne__ "
	numberNames     = "__add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ " +
		"__mod__ __rmod__ __pow__ __rpow__ __divmod__ __neg__ __pos__ __abs__ __bool__ __int__ __float__ __round__ __trunc__ " +
		"__floor__ __ceil__ __hash__ __repr__ __str__ __format__ "
	bitNames   = "__and__ __rand__ __or__ __ror__ __xor__ __rxor__ __lshift__ __rlshift__ __rshift__ __rrshift__ __invert__ __index__ "
	sizedNames = "__len__ __iter__ __contains__ "
	textNames  = "__add__ __mul__ __rmul__ __mod__ __getitem__ __hash__ __repr__ __str__ "
	setNames   = "__and__ __rand__ __or__ __ror__ __xor__ __rxor__ __sub__ __rsub__ __repr__ "
)

// dunderNames returns the special methods of a built-in type.
func dunderNames(class string) []string {
	switch class {
	case "int":
		return strings.Fields(comparisonNames + numberNames + bitNames)
	case "float":
		return strings.Fields(comparisonNames + numberNames)
	case "str":
		return strings.Fields(comparisonNames + sizedNames + textNames + "__format__ __getnewargs__")
	case "bytes":
		return strings.Fields(comparisonNames + sizedNames + textNames)
	case "bytearray":
		return strings.Fields(comparisonNames + sizedNames + "__add__ __mul__ __getitem__ __setitem__ __delitem__ __repr__")
	case "list":
		return strings.Fields(comparisonNames + sizedNames + "__add__ __iadd__ __mul__ __imul__ __rmul__ __getitem__ __setitem__ __delitem__ __reversed__ __repr__")
	case "tuple":
		return strings.Fields(comparisonNames + sizedNames + "__add__ __mul__ __rmul__ __getitem__ __hash__ __repr__")
	case "dict":
		return strings.Fields("__eq__ __ne__ " + sizedNames + "__or__ __ror__ __ior__ __getitem__ __setitem__ __delitem__ __reversed__ __repr__")
	case "set":
		return strings.Fields(comparisonNames + sizedNames + setNames + "__ior__ __iand__ __isub__ __ixor__")
	case "frozenset":
		return strings.Fields(comparisonNames + sizedNames + setNames + "__hash__")
	case "range":
		return strings.Fields("__eq__ __ne__ " + sizedNames + "__getitem__ __reversed__ __repr__")
	case "function", "method", "builtin_function_or_method":
		return []string{"__call__"}
	case "type":
		return []string{"__call__", "__repr__"}
	}
	return nil
}

// dunder returns the special method of a value of a built-in type, bound to it.
func (rt *Runtime) dunder(v starlark.Value, name string) (starlark.Value, bool) {
	if r, ok := rangeAttr(v, name); ok {
		return r, true
	}
	if r, ok := numberAttr(v, name); ok {
		return r, true
	}
	if !strings.HasPrefix(name, "__") {
		if f := rt.classFunction(rt.TypeOf(v).name, name); f != nil {
			return NewBuiltin(name, f), true
		}
		return nil, false
	}
	for _, k := range rt.TypeOf(v).mro {
		for _, n := range dunderNames(k.name) {
			if n == name {
				return bindMethod(name, dunderMethod(name), v), true
			}
		}
	}
	switch x := v.(type) {
	case HasMethods:
	case starlark.Sequence:
		if name == "__len__" || name == "__iter__" || name == "__contains__" {
			return bindMethod(name, dunderMethod(name), v), true
		}
	case starlark.Iterable:
		if name == "__iter__" {
			return bindMethod(name, dunderMethod(name), v), true
		}
	case starlark.Callable:
		if name == "__call__" {
			return x, true
		}
	}
	if m, ok := rt.objectMethods.Get(name); ok && name != "__init_subclass__" {
		return bindMethod(name, m, v), true
	}
	return nil, false
}

// isBuiltinAttribute reports whether values of types that Starlark provides have an attribute of this name in Python only.
func isBuiltinAttribute(name string) bool {
	switch name {
	case "start", "stop", "step", "real", "imag", "numerator", "denominator":
		return true
	}
	return strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__")
}

// operatorOf returns the operator that a special method stands for.
func operatorOf(name string) (op syntax.Token, reflected, ok bool) {
	for op, names := range binaryMethods {
		if names[0] == name || names[1] == name {
			return op, names[1] == name, true
		}
	}
	return 0, false, false
}

func comparisonOf(name string) (syntax.Token, bool) {
	for op, names := range comparisonMethods {
		if names[0] == name {
			return op, true
		}
	}
	return 0, false
}

// dunderMethod returns the special method of built-in types called name. Its self may be an instance of a derived class.
func dunderMethod(name string) Method {
	if op, reflected, ok := operatorOf(name); ok {
		return oneArgument(name, func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error) {
			if reflected {
				self, arg = arg, self
			}
			return unlessUnknown(rt.Binary(op, self, arg))
		})
	}
	if op, ok := comparisonOf(name); ok {
		return oneArgument(name, func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error) {
			if rt.TypeOf(unbool(self)) != rt.TypeOf(unbool(arg)) {
				numbers := isNumber(self) && isNumber(arg) && !(is[starlark.Int](self) && is[starlark.Float](arg))
				if _, isSet := setOf(arg); !isSet && !numbers {
					return NotImplemented, nil
				}
			}
			r, err := rt.Compare(op, self, arg)
			return starlark.Bool(r), err
		})
	}
	if op := inPlaceOf(name); op != "" {
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := exactly(name, args, kwargs, 1); err != nil {
				return nil, err
			}
			if _, err := Of(t).InPlace(t, op, Underlying(self), Underlying(args[0])); err != nil {
				return nil, err
			}
			return self, nil
		}
	}
	switch name {
	case "__getitem__":
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := exactly(TypeName(self)+".__getitem__", args, kwargs, 1); err != nil {
				return nil, err
			}
			if o, ok := self.(*Instance); ok {
				v, ok, err := o.getWrapped(o.wrapped(), args[0])
				if err == nil && !ok {
					err = keyError(args[0])
				}
				return v, err
			}
			return Of(t).GetItem(t, self, args[0])
		}
	case "__delitem__":
		return oneArgument(name, func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error) {
			return starlark.None, rt.DelItem(rt.cur, self, arg)
		})
	case "__contains__":
		return oneArgument(name, func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error) {
			ok, err := rt.Contains(rt.cur, self, arg)
			return starlark.Bool(ok), err
		})
	case "__pow__", "__rpow__":
		return oneArgument(name, func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error) {
			if name == "__rpow__" {
				self, arg = arg, self
			}
			return unlessUnknown(rt.Power(self, arg))
		})
	case "__divmod__":
		return oneArgument(name, func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error) {
			return rt.divmodBuiltin(rt.cur, starlark.Tuple{self, arg}, nil)
		})
	case "__setitem__":
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := exactly(name, args, kwargs, 2); err != nil {
				return nil, err
			}
			return starlark.None, Of(t).SetItem(t, Underlying(self), args[0], args[1])
		}
	case "__format__":
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var spec string
			if err := Unpack(name, args, kwargs, "format_spec", &spec); err != nil {
				return nil, err
			}
			s, err := Of(t).Format(Underlying(self), spec)
			return starlark.String(s), err
		}
	case "__round__":
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return Of(t).roundBuiltin(t, prepend(Underlying(self), args), kwargs)
		}
	case "__call__":
		return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Call(t, self, args, kwargs)
		}
	}
	return noArgument(name, func(rt *Runtime, self starlark.Value) (starlark.Value, error) { return rt.plainDunder(name, self) })
}

// plainDunder evaluates a special method without arguments.
func (rt *Runtime) plainDunder(name string, self starlark.Value) (starlark.Value, error) {
	switch name {
	case "__len__":
		n, err := rt.Len(rt.cur, self)
		return starlark.MakeInt(n), err
	case "__iter__":
		return rt.Iter(rt.cur, self)
	case "__reversed__":
		return rt.reversed(rt.cur, starlark.Tuple{self}, nil)
	case "__hash__":
		return rt.Hash(self)
	case "__repr__":
		s, err := rt.Repr(self)
		return starlark.String(s), err
	case "__str__":
		s, err := rt.Str(self)
		return starlark.String(s), err
	case "__bool__":
		return self.Truth(), nil
	case "__neg__":
		return starlark.Unary(syntax.MINUS, unbool(self))
	case "__pos__":
		return starlark.Unary(syntax.PLUS, unbool(self))
	case "__invert__":
		return starlark.Unary(syntax.TILDE, unbool(self))
	case "__abs__":
		return rt.absBuiltin(rt.cur, starlark.Tuple{self}, nil)
	case "__index__":
		i, err := AsIndex(self)
		return i, err
	case "__float__":
		f, err := AsFloat(self)
		return starlark.Float(f), err
	case "__int__", "__trunc__":
		return rt.newInt(rt.cur, starlark.Tuple{self}, nil)
	case "__floor__", "__ceil__":
		return wholeNumber(name, unbool(self))
	case "__getnewargs__":
		return starlark.Tuple{self}, nil
	}
	return nil, attributeErrorf("'%s' object has no attribute '%s'", TypeName(self), name)
}

// wholeNumber is math.floor or math.ceil.
func wholeNumber(name string, v starlark.Value) (starlark.Value, error) {
	f, isFloat := v.(starlark.Float)
	if !isFloat {
		return v, nil
	}
	x := math.Floor(float64(f))
	if name == "__ceil__" {
		x = math.Ceil(float64(f))
	}
	switch {
	case math.IsInf(x, 0):
		return nil, exceptions.OverflowError.Errorf("cannot convert float infinity to integer")
	case x != x:
		return nil, valueErrorf("cannot convert float NaN to integer")
	}
	i, _ := big.NewFloat(x).Int(nil)
	return starlark.MakeBigInt(i), nil
}

func inPlaceOf(name string) string {
	for op, n := range inPlaceMethods {
		if n == name {
			return op
		}
	}
	return ""
}

func oneArgument(name string, f func(rt *Runtime, self, arg starlark.Value) (starlark.Value, error)) Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 || len(kwargs) > 0 {
			return nil, typeErrorf("expected 1 argument, got %d", len(args))
		}
		return f(Of(t), Underlying(self), Underlying(args[0]))
	}
}

func noArgument(name string, f func(rt *Runtime, self starlark.Value) (starlark.Value, error)) Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 0 || len(kwargs) > 0 {
			return nil, typeErrorf("expected 0 arguments, got %d", len(args))
		}
		return f(Of(t), Underlying(self))
	}
}

// unlessUnknown returns NotImplemented where the operands do not know the operator.
func unlessUnknown(v starlark.Value, err error) (starlark.Value, error) {
	if err != nil && (strings.HasPrefix(err.Error(), "unknown binary op") || strings.Contains(err.Error(), "unsupported operand type(s)")) {
		return NotImplemented, nil
	}
	return v, err
}

// dir returns the names of dir(v), sorted.
func (rt *Runtime) dir(v starlark.Value) []string {
	seen := map[string]bool{}
	add := func(names ...string) {
		for _, n := range names {
			seen[n] = true
		}
	}
	addClass := func(c *Class) {
		for _, k := range c.mro {
			k.Namespace(func(name string, _ starlark.Value) { add(name) })
			for n := range rt.methodTable(k) {
				add(n)
			}
			add(dunderNames(k.name)...)
			if k.native != nil && k.native.Methods != nil {
				for n := range k.native.Methods.all() {
					add(n)
				}
			}
		}
		for n := range rt.objectMethods.all() {
			add(n)
		}
		add("__class__", "__doc__", "__new__")
		if !c.builtin {
			add("__module__", "__dict__")
		}
	}
	switch x := v.(type) {
	case *Module:
		add(x.AttrNames()...)
		add("__name__", "__doc__")
	case *Class:
		addClass(x)
	case *Instance:
		add(x.AttrNames()...)
		addClass(x.class)
	default:
		if h, ok := v.(HasMethods); ok {
			for n := range h.Methods().byName {
				add(n)
			}
		} else if h, ok := v.(starlark.HasAttrs); ok && !isStarlarkContainer(v) {
			add(h.AttrNames()...)
		}
		if f, ok := v.(*starlark.Function); ok {
			add("__name__", "__qualname__", "__module__", "__defaults__", "__annotations__", "__dict__")
			for n := range rt.FunctionAttributes(f) {
				add(n)
			}
		}
		addClass(rt.TypeOf(v))
	}
	names := make([]string, 0, len(seen))
	for n := range seen {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
