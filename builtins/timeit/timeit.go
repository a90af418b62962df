// Package timeit emulates Python's timeit module for statements that are functions.
//
// A statement that is a string would have to be compiled at run time, which an interpreter cannot do; such a call is
// refused by name, but for "pass".
package timeit

import (
	"math"

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
			if err := m.set(o, stmt, setup, timer); err != nil {
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
	return starlark.None, m.set(self.(*object.Instance), stmt, setup, timer)
}

// set checks and keeps what a Timer is made of.
func (m *module) set(o *object.Instance, stmt, setup, timer starlark.Value) error {
	if timer == nil {
		timer = m.clock
	}
	o.SetOwn("timer", timer)
	for _, part := range []struct {
		name string
		v    starlark.Value
	}{{"stmt", stmt}, {"setup", setup}} {
		v := part.v
		switch text, isText := v.(starlark.String); {
		case v == nil, isText && text == "pass":
			v = starlark.None
		case isText:
			return exceptions.NotImplementedError.Errorf("timeit: %s is a string, which cannot be compiled at run time; pass a function: timeit.timeit(lambda: ...)", part.name)
		default:
			if _, ok := v.(starlark.Callable); !ok {
				return exceptions.ValueError.Errorf("%s is neither a string nor callable", part.name)
			}
		}
		o.SetOwn(part.name, v)
	}
	return nil
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
