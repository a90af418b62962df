package object

import (
	"errors"
	"testing"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file calls intrinsics as lowered code does.

// lowered is an interpreter whose intrinsics a test calls.
type lowered struct {
	*testing.T
	rt *Runtime
}

func newLowered(t *testing.T) *lowered {
	rt := New(Options{})
	rt.Lock(rt.NewThread("test"))
	return &lowered{t, rt}
}

func (l *lowered) try(name string, args ...starlark.Value) (starlark.Value, error) {
	l.Helper()
	f := l.rt.Intrinsics()[name]
	if f == nil {
		l.Fatalf("no intrinsic %s", name)
	}
	return starlark.Call(l.rt.Current(), f, args, nil)
}

func (l *lowered) call(name string, args ...starlark.Value) starlark.Value {
	l.Helper()
	v, err := l.try(name, args...)
	if err != nil {
		l.Fatalf("%s: %v", name, err)
	}
	return v
}

// body returns a function that does f, as a body of a try statement.
func body(f func() (starlark.Value, error)) starlark.Value {
	return NewBuiltin("body", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) { return f() })
}

func raising(err error) starlark.Value {
	return body(func() (starlark.Value, error) { return nil, err })
}

func (l *lowered) want(err error, typ *exceptions.Type, message string) *Instance {
	l.Helper()
	if err == nil {
		l.Fatalf("no exception, want %s: %s", typ.Name, message)
	}
	o := l.rt.Exception(err)
	if text, _ := l.rt.Str(o); o.class.exc != typ || text != message {
		l.Errorf("got %s: %s, want %s: %s", o.class.name, text, typ.Name, message)
	}
	return o
}

func TestTryHandlers(t *testing.T) {
	l := newLowered(t)
	first := l.call("try", raising(exceptions.KeyError.With(starlark.String("k"))))
	class := l.rt.ExceptionClass(exceptions.LookupError)
	if l.call("caught", first, l.rt.ExceptionClass(exceptions.OSError)) != starlark.False {
		t.Error("a KeyError is caught as OSError")
	}
	if l.call("caught", first, starlark.Tuple{starlark.Tuple{class}}) != starlark.True {
		t.Error("a KeyError is not caught as LookupError in nested tuples")
	}
	_, err := l.try("caught", first, starlark.MakeInt(5))
	l.want(err, exceptions.TypeError, "catching classes that do not inherit from BaseException is not allowed")

	// What is raised in the handler has the handled exception as its context.
	_, err = l.try("raise", l.rt.ExceptionClass(exceptions.ValueError))
	if second := l.want(err, exceptions.ValueError, ""); second.exc.Context != l.rt.Exception(first.(*caught).err) {
		t.Errorf("context is %v", second.exc.Context)
	}
	_, err = l.try("raise")
	l.want(err, exceptions.KeyError, "'k'")
	l.call("handled", first)
	_, err = l.try("raise")
	l.want(err, exceptions.RuntimeError, "No active exception to reraise")
	_, err = l.try("raise", starlark.MakeInt(1))
	l.want(err, exceptions.TypeError, "exceptions must derive from BaseException")

	state := l.call("finally", raising(exceptions.ValueError.Errorf("v")))
	_, err = l.try("raise")
	l.want(err, exceptions.ValueError, "v")
	_, err = l.try("reraise", state)
	l.want(err, exceptions.ValueError, "v")
	if h := l.rt.Handling(l.rt.Current()); h != nil {
		t.Errorf("%v is still handled after reraise", h)
	}
	signal := body(func() (starlark.Value, error) { return starlark.Tuple{starlark.MakeInt(7)}, nil })
	if v := l.call("try", signal); v.String() != "(7,)" {
		t.Errorf("the signal of the body became %v", v)
	}
	if v := l.call("reraise", starlark.None); v != starlark.None {
		t.Errorf("reraise of no state returned %v", v)
	}
}

func TestUncatchable(t *testing.T) {
	l := newLowered(t)
	stop := errors.New("Starlark computation cancelled: killed")
	if _, err := l.try("try", raising(stop)); err == nil {
		t.Error("a cancellation was caught")
	}
}

func TestDisplays(t *testing.T) {
	l := newLowered(t)
	pairs := func(v ...starlark.Value) starlark.Value { return starlark.NewList(v) }
	str := func(s string) starlark.Value { return starlark.String(s) }
	one, two := starlark.MakeInt(1), starlark.MakeInt(2)
	d := new(starlark.Dict)
	d.SetKey(str("a"), two)
	for _, test := range []struct {
		name string
		args []starlark.Value
		want string
	}{
		{"mkdict", []starlark.Value{pairs(str("a"), one, Ellipsis, d, str("b"), one)}, "{'a': 2, 'b': 1}"},
		{"mkdict", []starlark.Value{pairs(Ellipsis, one)}, "TypeError: 'int' object is not a mapping"},
		{"mkkwargs", []starlark.Value{pairs(str("a"), one, Ellipsis, d)}, "TypeError: function got multiple values for keyword argument 'a'"},
		{"mkkwargs", []starlark.Value{pairs(one, one)}, "TypeError: keywords must be strings"},
		{"mklist", []starlark.Value{str("aé"), starlark.Tuple{one}}, "['a', 'é', 1]"},
		{"mktuple", nil, "()"},
		{"star", []starlark.Value{one}, "TypeError: function argument after * must be an iterable, not int"},
		{"unpack", []starlark.Value{str("éa")}, "('é', 'a')"},
		{"unpack", []starlark.Value{one}, "TypeError: cannot unpack non-iterable int object"},
		{"unpackstar", []starlark.Value{str("abc"), one, one}, "('a', ['b'], 'c')"},
		{"unpackstar", []starlark.Value{str("a"), one, one}, "ValueError: not enough values to unpack (expected at least 2, got 1)"},
		{"matchseq", []starlark.Value{str("ab"), two, starlark.MakeInt(0), starlark.False}, "None"},
		{"matchseq", []starlark.Value{starlark.Tuple{one, two}, one, starlark.MakeInt(0), starlark.True}, "(1, [2])"},
		{"matchmap", []starlark.Value{d, starlark.Tuple{str("a")}, starlark.True}, "(2, {})"},
		{"matchmap", []starlark.Value{d, starlark.Tuple{str("z")}, starlark.False}, "None"},
		{"matchclass", []starlark.Value{one, l.rt.types.int, one, starlark.Tuple{}}, "(1,)"},
		{"matchclass", []starlark.Value{one, l.rt.types.str, one, starlark.Tuple{}}, "None"},
		{"inplace", []starlark.Value{str("**"), two, starlark.MakeInt(10)}, "1024"},
		{"inplace", []starlark.Value{str("-"), two, str("a")}, "TypeError: unsupported operand type(s) for -=: 'int' and 'str'"},
		{"inplace", []starlark.Value{str("|"), d, pairs(starlark.Tuple{str("z"), one})}, "{'a': 2, 'z': 1}"},
		{"bitop", []starlark.Value{str("^"), starlark.True, starlark.True}, "False"},
		{"cmp", []starlark.Value{str("in"), starlark.True, pairs(one)}, "True"},
		{"cmp", []starlark.Value{str("=="), pairs(starlark.True), pairs(one)}, "True"},
		{"matmul", []starlark.Value{one, two}, "TypeError: unsupported operand type(s) for @: 'int' and 'int'"},
		{"getslice", []starlark.Value{str("äbc"), starlark.None, starlark.None, starlark.MakeInt(-1)}, "'cbä'"},
		{"import", []starlark.Value{str("a.b"), starlark.None}, "ModuleNotFoundError: No module named 'a.b'"},
	} {
		v, err := l.try(test.name, test.args...)
		got := ""
		if err != nil {
			o := l.rt.Exception(err)
			got = o.class.name + ": " + l.rt.exceptionText(o)
		} else if got, err = l.rt.Repr(v); err != nil {
			t.Fatal(err)
		}
		if got != test.want {
			t.Errorf("%s%v\n got %s\nwant %s", test.name, test.args, got, test.want)
		}
	}
}

func TestMakeClass(t *testing.T) {
	l := newLowered(t)
	class := func(name string, bases starlark.Tuple, keywords starlark.Value) (starlark.Value, error) {
		ns := new(starlark.Dict)
		ns.SetKey(starlark.String("x"), starlark.MakeInt(1))
		return l.try("mkclass", starlark.String(name), bases, ns, starlark.String("outer.<locals>."+name), keywords)
	}
	base, err := class("Base", starlark.Tuple{}, starlark.None)
	if err != nil {
		t.Fatal(err)
	}
	if s := base.String(); s != "<class '__main__.outer.<locals>.Base'>" {
		t.Errorf("repr is %s", s)
	}
	_, err = class("Twice", starlark.Tuple{base, base}, starlark.None)
	l.want(err, exceptions.TypeError, "duplicate base class Base")
	_, err = class("Wrong", starlark.Tuple{l.rt.types.bool}, starlark.None)
	l.want(err, exceptions.TypeError, "type 'bool' is not an acceptable base type")
	_, err = class("Mixed", starlark.Tuple{l.rt.types.object, base}, starlark.None)
	l.want(err, exceptions.TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases object, Base")

	// A metaclass made by the script is told the keywords, and its attributes are found on the class.
	meta, err := class("Meta", starlark.Tuple{l.rt.types.type_}, starlark.None)
	if err != nil {
		t.Fatal(err)
	}
	keywords := new(starlark.Dict)
	keywords.SetKey(starlark.String("metaclass"), meta)
	c, err := class("Made", starlark.Tuple{base}, keywords)
	if err != nil {
		t.Fatal(err)
	}
	if l.rt.TypeOf(c) != meta {
		t.Errorf("type(Made) is %v", l.rt.TypeOf(c))
	}
	if _, err := class("Derived", starlark.Tuple{c}, starlark.None); err != nil {
		t.Error(err)
	}
	keywords = new(starlark.Dict)
	keywords.SetKey(starlark.String("opt"), starlark.MakeInt(1))
	_, err = class("Opt", starlark.Tuple{base}, keywords)
	l.want(err, exceptions.TypeError, "outer.<locals>.Opt.__init_subclass__() takes no keyword arguments")
}
