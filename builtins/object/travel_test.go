package object

import (
	"errors"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/starlarkcbor"
)

// This file sends values from one interpreter to another and back.

// process is an interpreter with what it sends and receives by.
type process struct {
	rt  *Runtime
	enc *starlarkcbor.Encoder
	dec *starlarkcbor.Decoder
}

func newProcess(t testing.TB) *process {
	t.Helper()
	rt := New(Options{})
	rt.Lock(rt.NewThread("test"))
	opts := rt.Travel().Options()
	return &process{rt, starlarkcbor.NewEncoder(opts), starlarkcbor.NewDecoder(opts)}
}

func (p *process) encode(v starlark.Value) ([]byte, error) {
	p.enc.Reset(nil)
	if err := p.enc.Encode(v); err != nil {
		return nil, p.rt.Travel().Error(err)
	}
	return p.enc.Bytes(), nil
}

func (p *process) send(t *testing.T, to *process, v starlark.Value) starlark.Value {
	t.Helper()
	data, err := p.encode(v)
	if err != nil {
		t.Fatalf("encoding %s: %v", v, err)
	}
	to.dec.Reset(data)
	got, err := to.dec.Decode()
	if err != nil {
		t.Fatalf("decoding %s: %v", v, err)
	}
	if n := to.dec.Remaining(); n > 0 {
		t.Fatalf("%s leaves %d bytes", v, n)
	}
	return got
}

// class makes a class with the given names as a class statement does.
func (p *process) class(t *testing.T, name string, base *Class, names map[string]starlark.Value) *Class {
	t.Helper()
	ns := new(starlark.Dict)
	for n, v := range names {
		ns.SetKey(starlark.String(n), v)
	}
	s := &ClassStatement{Name: name, Qualname: name, Bases: []*Class{base}, Names: ns, Meta: p.rt.types.type_, rt: p.rt}
	c, err := s.Make(p.rt.Current())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (p *process) call(t *testing.T, f starlark.Value, args ...starlark.Value) starlark.Value {
	t.Helper()
	v, err := starlark.Call(p.rt.Current(), f, args, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (p *process) repr(t *testing.T, v starlark.Value) string {
	t.Helper()
	s, err := p.rt.Repr(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTravelPlain(t *testing.T) {
	a, b := newProcess(t), newProcess(t)
	frozen, err := NewFrozenset([]starlark.Value{starlark.MakeInt(1), starlark.String("x")})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []starlark.Value{
		frozen,
		&Slice{starlark.MakeInt(1), starlark.None, starlark.None},
		Ellipsis,
		NotImplemented,
		starlark.Tuple{a.rt.Builtins()["len"], a.rt.Builtins()["int"], a.rt.Builtins()["ValueError"]},
	} {
		got := a.send(t, b, v)
		if want := a.repr(t, v); b.repr(t, got) != want {
			t.Errorf("got %s, want %s", b.repr(t, got), want)
		}
	}
	if got := a.send(t, b, a.rt.Builtins()["list"]); got != b.rt.Builtins()["list"] {
		t.Errorf("list arrived as %v, not as the receiver's own", got)
	}
	if got := a.send(t, b, a.rt.types.none); got != b.rt.types.none {
		t.Errorf("NoneType arrived as %v", got)
	}
	l := starlark.NewList(nil)
	method, err := a.rt.GetAttr(l, "append")
	if err != nil {
		t.Fatal(err)
	}
	pair := a.send(t, b, starlark.Tuple{l, method}).(starlark.Tuple)
	b.call(t, pair[1], starlark.MakeInt(7))
	if got := b.repr(t, pair[0]); got != "[7]" {
		t.Errorf("the bound method changed %s, want [7]", got)
	}
}

func TestTravelObjects(t *testing.T) {
	a, b := newProcess(t), newProcess(t)
	object := a.rt.types.object
	base := a.class(t, "Base", object, map[string]starlark.Value{"kind": starlark.String("base")})
	derived := a.class(t, "Derived", base, map[string]starlark.Value{"limit": starlark.MakeInt(3)})
	o := a.call(t, derived).(*Instance)
	o.SetOwn("me", o)
	o.SetOwn("items", starlark.NewList([]starlark.Value{o, base}))

	got := a.send(t, b, starlark.Tuple{o, o}).(starlark.Tuple)
	p := got[0].(*Instance)
	if got[1] != p {
		t.Error("one object arrived as two")
	}
	if me, _ := p.Field("me"); me != p {
		t.Errorf("the cycle arrived as %v", me)
	}
	for name, want := range map[string]string{"kind": "'base'", "limit": "3"} {
		v, err := p.Attr(name)
		if err != nil || b.repr(t, v) != want {
			t.Errorf("%s = %v (%v), want %s", name, v, err, want)
		}
	}
	if p.Class().Name() != "Derived" || p.Class().Bases()[0].Name() != "Base" {
		t.Errorf("class %s of bases %v", p.Class(), p.Class().Bases())
	}
	// The class is the same across messages, whatever happened to it meanwhile, and comes home as itself.
	p.Class().Define("limit", starlark.MakeInt(99))
	again := a.send(t, b, a.call(t, derived)).(*Instance)
	if again.Class() != p.Class() {
		t.Error("the class arrived twice as two classes")
	}
	if v, _ := again.Attr("limit"); b.repr(t, v) != "99" {
		t.Errorf("limit = %v: the definition was overwritten", v)
	}
	if home := b.send(t, a, p).(*Instance); home.Class() != derived {
		t.Error("the class came home as another one")
	}
}

func TestTravelSameProgram(t *testing.T) {
	a, b := newProcess(t), newProcess(t)
	mine := a.class(t, "Point", a.rt.types.object, nil)
	yours := b.class(t, "Point", b.rt.types.object, nil)
	if got := a.send(t, b, mine); got != yours {
		t.Error("a class that both processes define arrived as a new one")
	}
}

func TestTravelDerivedFromBuiltin(t *testing.T) {
	a, b := newProcess(t), newProcess(t)
	for _, test := range []struct {
		base *Class
		arg  starlark.Value
		want string
	}{
		{a.rt.types.list, starlark.Tuple{starlark.MakeInt(1)}, "[1]"},
		{a.rt.types.str, starlark.String("s"), "'s'"},
		{a.rt.types.int, starlark.String("12"), "12"},
		{a.rt.types.tuple, starlark.String("ab"), "('a', 'b')"},
	} {
		c := a.class(t, "My"+test.base.Name(), test.base, nil)
		o := a.call(t, c, test.arg).(*Instance)
		o.SetOwn("extra", starlark.True)
		got := a.send(t, b, o).(*Instance)
		if s := b.repr(t, got); s != test.want {
			t.Errorf("%s arrived as %s, want %s", c.Name(), s, test.want)
		}
		if _, ok := got.Field("extra"); !ok {
			t.Errorf("%s lost its attribute", c.Name())
		}
	}
}

func TestTravelException(t *testing.T) {
	a, b := newProcess(t), newProcess(t)
	c := a.class(t, "AppError", a.rt.ExceptionClass(exceptions.ValueError), nil)
	e := a.call(t, c, starlark.String("boom"), starlark.MakeInt(5)).(*Instance)
	e.SetOwn("code", starlark.MakeInt(42))
	e.exc.Cause = a.rt.NewException(exceptions.KeyError, starlark.String("k"))
	e.exc.Context = e
	e.exc.SuppressContext = true
	e.exc.Remote = "Traceback: far away"

	got := a.send(t, b, e).(*Instance)
	if s := b.repr(t, got); s != "AppError('boom', 5)" {
		t.Errorf("got %s", s)
	}
	r := got.Raised()
	if b.repr(t, r.Cause) != "KeyError('k')" || r.Context != got || !r.SuppressContext || r.Remote != "Traceback: far away" {
		t.Errorf("got %+v", r)
	}
	if code, _ := got.Field("code"); code == nil || b.repr(t, code) != "42" {
		t.Errorf("code = %v", code)
	}
	if !got.IsInstanceOf(exceptions.ValueError) || got.Class().Bases()[0] != b.rt.ExceptionClass(exceptions.ValueError) {
		t.Errorf("class %v", got.Class())
	}
}

func TestTravelHooks(t *testing.T) {
	a, b := newProcess(t), newProcess(t)
	// Both processes define the class, as they do when both run its module; its methods are Go functions here.
	define := func(p *process) *Class {
		return p.class(t, "Counter", p.rt.types.object, map[string]starlark.Value{
			"__getstate__": NewBuiltin("__getstate__", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				n, _ := args[0].(*Instance).Field("n")
				return starlark.Tuple{starlark.String("state"), n}, nil
			}),
			"__setstate__": NewBuiltin("__setstate__", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				args[0].(*Instance).SetOwn("restored", args[1])
				return starlark.None, nil
			}),
		})
	}
	c := define(a)
	define(b)
	o := a.call(t, c).(*Instance)
	o.SetOwn("n", starlark.MakeInt(3))
	// The methods cannot travel, and need not: state does.
	c.ns["__getstate__"], c.ns["__setstate__"] = NewMethod(c, "__getstate__", unshift(c.ns["__getstate__"])), NewMethod(c, "__setstate__", unshift(c.ns["__setstate__"]))
	c.invalidate()
	got := a.send(t, b, o).(*Instance)
	v, ok := got.Field("restored")
	if !ok || b.repr(t, v) != "('state', 3)" {
		t.Errorf("restored = %v", v)
	}

	// __reduce__ of an object that is made by a built-in function.
	r := a.class(t, "Reducing", a.rt.types.object, nil)
	r.ns["__reduce__"] = NewMethod(r, "__reduce__", func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return starlark.Tuple{a.rt.types.list, starlark.Tuple{starlark.String("ab")}}, nil
	})
	if got := a.send(t, b, a.call(t, r)); b.repr(t, got) != "['a', 'b']" {
		t.Errorf("__reduce__ made %s", b.repr(t, got))
	}
}

// unshift makes a Method of a function whose first argument is self.
func unshift(f starlark.Value) Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Call(t, f, prepend(self, args), kwargs)
	}
}

func TestTravelRefused(t *testing.T) {
	a := newProcess(t)
	gen := a.rt.NewIterator("zip", nil)
	o := a.call(t, a.class(t, "Holder", a.rt.types.object, nil)).(*Instance)
	o.SetOwn("it", starlark.NewList([]starlark.Value{gen}))
	d := new(starlark.Dict)
	d.SetKey(starlark.String("k"), o)
	for _, test := range []struct {
		v    starlark.Value
		want string
	}{
		{gen, "cannot pickle 'zip' object"},
		{d, "cannot pickle 'zip' object: ['k'].it[0]"},
		{&DictView{d: d, kind: "keys", rt: a.rt}, "cannot pickle 'dict_keys' object"},
		{NewBuiltin("local", nil), "cannot pickle 'builtin_function_or_method' object"},
	} {
		_, err := a.encode(test.v)
		var e *exceptions.Error
		if !errors.As(err, &e) || e.Type != exceptions.TypeError || e.Message() != test.want {
			t.Errorf("%s: got %v, want TypeError %q", test.v.Type(), err, test.want)
		}
	}
}

// FuzzTravel decodes arbitrary bytes: there may be errors, but no panic.
func FuzzTravel(f *testing.F) {
	a := newProcess(f)
	seeds := []starlark.Value{
		Ellipsis, &Slice{starlark.None, starlark.None, starlark.None}, a.rt.types.int, a.rt.Builtins()["len"],
		a.rt.NewException(exceptions.KeyError, starlark.String("k")), &Frozenset{new(starlark.Set)},
		&Property{get: a.rt.Builtins()["len"]}, &BoundMethod{self: starlark.None, fn: a.rt.Builtins()["len"]},
	}
	c, err := a.rt.NewClass("C", []*Class{a.rt.types.list}, map[string]starlark.Value{"x": starlark.True}, []string{"x"})
	if err != nil {
		f.Fatal(err)
	}
	o, err := c.CallInternal(a.rt.Current(), nil, nil)
	if err != nil {
		f.Fatal(err)
	}
	o.(*Instance).SetOwn("me", o)
	for _, v := range append(seeds, c, o) {
		data, err := a.encode(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append([]byte(nil), data...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newProcess(t)
		b.dec.Reset(data)
		v, err := b.dec.Decode()
		if err == nil && v == nil {
			t.Fatal("neither a value nor an error")
		}
		if err != nil && strings.HasPrefix(err.Error(), "BUG:") {
			t.Fatal(err)
		}
	})
}
