// Package timeit emulates Python's timeit module.
//
// Statements that are functions are called; a statement or setup that is text makes a function of both, whose loop runs as
// that of the script's own code does. It is compiled when a Timer is made, so faults of the text show there.
package timeit

import (
	"math"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

type module struct {
	rt    *object.Runtime
	clock starlark.Value
}

// New makes the module. clock is time.perf_counter.
func New(rt *object.Runtime, clock starlark.Value) *object.Module {
	m := &module{rt, clock}
	class := rt.NewBuiltinClass("timeit", "Timer", nil)
	for name, f := range map[string]object.Method{
		"__init__": m.initialize, "timeit": m.timeit, "repeat": m.repeat, "autorange": m.autorange,
	} {
		class.Define(name, object.NewMethod(class, name, f))
	}
	// function is timeit() or repeat(): a Timer made and used once.
	function := func(name string, own ...string) *object.Builtin {
		return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var stmt, setup, timer, globals starlark.Value
			values := make([]starlark.Value, len(own))
			pairs := []any{"stmt?", &stmt, "setup?", &setup, "timer?", &timer}
			for i, n := range own {
				pairs = append(pairs, n+"?", &values[i])
			}
			pairs = append(pairs, "globals?", &globals)
			if err := object.Unpack(name, args, kwargs, pairs...); err != nil {
				return nil, err
			}
			o := class.Allocate(t)
			if err := m.set(t, o, stmt, setup, timer, globals); err != nil {
				return nil, err
			}
			var named []starlark.Tuple
			for i, n := range own {
				if values[i] != nil {
					named = append(named, starlark.Tuple{starlark.String(n), values[i]})
				}
			}
			if name == "repeat" {
				return m.repeat(t, o, nil, named)
			}
			return m.timeit(t, o, nil, named)
		})
	}
	return object.NewModule("timeit", starlark.StringDict{
		"Timer": class, "default_timer": clock, "default_number": starlark.MakeInt(defaultNumber), "default_repeat": starlark.MakeInt(defaultRepeat),
		"timeit": function("timeit", "number"), "repeat": function("repeat", "repeat", "number"),
	})
}

const (
	defaultNumber = 1_000_000
	defaultRepeat = 5
)

func (m *module) initialize(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var stmt, setup, timer, globals starlark.Value
	err := object.UnpackMethod("Timer.__init__", args, kwargs, "stmt?", &stmt, "setup?", &setup, "timer?", &timer, "globals?", &globals)
	if err != nil {
		return nil, err
	}
	return starlark.None, m.set(t, self.(*object.Instance), stmt, setup, timer, globals)
}

// set checks and keeps what a Timer is made of.
func (m *module) set(t *starlark.Thread, o *object.Instance, stmt, setup, timer, globals starlark.Value) error {
	if timer == nil {
		timer = m.clock
	}
	o.SetOwn("timer", timer)
	texts := 0
	for _, part := range []struct {
		name string
		v    starlark.Value
	}{{"stmt", stmt}, {"setup", setup}} {
		v := part.v
		switch text, isText := v.(starlark.String); {
		case v == nil, isText && text == "pass":
			v = starlark.None
		case isText:
			texts++
		default:
			if _, ok := v.(starlark.Callable); !ok {
				return exceptions.ValueError.Errorf("%s is neither a string nor callable", part.name)
			}
		}
		o.SetOwn(part.name, v)
	}
	if texts == 0 {
		return nil
	}
	loop, err := m.compile(t, field(o, "stmt"), field(o, "setup"), globals)
	if err != nil {
		return err
	}
	o.SetOwn("inner", loop)
	return nil
}

// compile makes inner(_it, _timer), which runs setup, and then stmt for each element of _it, and returns the time taken.
func (m *module) compile(t *starlark.Thread, stmt, setup, globals starlark.Value) (starlark.Value, error) {
	if m.rt.Dynamic == nil {
		return nil, exceptions.NotImplementedError.Errorf("timeit of text is not supported")
	}
	names, parameters := starlark.NewDict(2), ""
	code := func(part starlark.Value, name, indent string) string {
		if s, ok := part.(starlark.String); ok {
			return strings.ReplaceAll(string(s), "\n", "\n"+indent)
		} else if part == starlark.None {
			return "pass"
		}
		names.SetKey(starlark.String(name), part) // a string is a key
		parameters += ", " + name + "=" + name
		return name + "()"
	}
	before, body := code(setup, "_setup", "    "), code(stmt, "_stmt", "        ")
	text := "def inner(_it, _timer" + parameters + "):\n    " + before + "\n    _t0 = _timer()\n    for _i in _it:\n        " + body +
		"\n        pass\n    _t1 = _timer()\n    return _t1 - _t0\n"
	program, err := m.rt.Dynamic.Compile("<timeit-src>", text, "exec")
	if err != nil {
		return nil, err
	}
	if globals == nil || globals == starlark.None {
		globals = names
	}
	if _, err := m.rt.Dynamic.Run(t, program, m.rt.NewScope(globals, names)); err != nil {
		return nil, err
	}
	inner, _, err := names.Get(starlark.String("inner"))
	return inner, err
}

func field(v starlark.Value, name string) starlark.Value {
	f, ok := v.(*object.Instance).Field(name)
	if !ok {
		return starlark.None
	}
	return f
}

// run measures one loop.
func (m *module) run(t *starlark.Thread, self starlark.Value, number int) (float64, error) {
	if inner := field(self, "inner"); inner != starlark.None {
		it, err := starlark.Call(t, m.rt.Builtin("range"), starlark.Tuple{starlark.MakeInt(number)}, nil)
		if err != nil {
			return 0, err
		}
		v, err := starlark.Call(t, inner, starlark.Tuple{it, field(self, "timer")}, nil)
		if err != nil {
			return 0, err
		}
		return object.AsFloat(v)
	}
	if setup := field(self, "setup"); setup != starlark.None {
		if _, err := starlark.Call(t, setup, nil, nil); err != nil {
			return 0, err
		}
	}
	stmt, timer := field(self, "stmt"), field(self, "timer")
	read := func() (float64, error) {
		v, err := starlark.Call(t, timer, nil, nil)
		if err != nil {
			return 0, err
		}
		return object.AsFloat(v)
	}
	start, err := read()
	if err != nil {
		return 0, err
	}
	if stmt != starlark.None {
		for range number {
			if _, err := starlark.Call(t, stmt, nil, nil); err != nil {
				return 0, err
			}
		}
	}
	end, err := read()
	return end - start, err
}

func (m *module) timeit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	number := defaultNumber
	if err := object.UnpackMethod("Timer.timeit", args, kwargs, "number?", &number); err != nil {
		return nil, err
	}
	f, err := m.run(t, self, number)
	return starlark.Float(f), err
}

func (m *module) repeat(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	times, number := defaultRepeat, defaultNumber
	if err := object.UnpackMethod("Timer.repeat", args, kwargs, "repeat?", &times, "number?", &number); err != nil {
		return nil, err
	}
	var out []starlark.Value
	for range times {
		f, err := m.run(t, self, number)
		if err != nil {
			return nil, err
		}
		out = append(out, starlark.Float(f))
	}
	return starlark.NewList(out), nil
}

// autorange finds how many loops take at least 0.2 seconds.
func (m *module) autorange(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var callback starlark.Value
	if err := object.UnpackMethod("Timer.autorange", args, kwargs, "callback??", &callback); err != nil {
		return nil, err
	}
	for i := 1; ; i *= 10 {
		for _, j := range []int{1, 2, 5} {
			number := i * j
			taken, err := m.run(t, self, number)
			if err != nil {
				return nil, err
			}
			if callback != nil {
				if _, err := starlark.Call(t, callback, starlark.Tuple{starlark.MakeInt(number), starlark.Float(taken)}, nil); err != nil {
					return nil, err
				}
			}
			if taken >= 0.2 || number > math.MaxInt/100 {
				return starlark.Tuple{starlark.MakeInt(number), starlark.Float(taken)}, nil
			}
		}
	}
}
