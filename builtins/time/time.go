package time

import (
	"math"
	std "time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/builtins/rusage"
	"parlark/builtins/structseq"
)

// This file makes the module and holds its clocks.

// Process is what the module needs of the process.
type Process struct {
	Sleep func(t *starlark.Thread, d std.Duration) error
}

// module is the module in one interpreter.
type module struct {
	rt         *object.Runtime
	p          Process
	structTime *structseq.Type
}

// The zero of monotonic() is the same in all processes of a run, as CLOCK_MONOTONIC is for all of a machine: it is taken from
// the wall clock, modulo a period that leaves float seconds a resolution of a nanosecond.
var (
	start     = std.Now()
	startedAt = std.Duration(start.UnixNano() % int64(clockPeriod))
)

const clockPeriod = (1 << 22) * std.Second

// processTime reads the clock of process_time() and thread_time(), which are one: a goroutine has no clock of its own.
func processTime() int64 {
	u := rusage.Self()
	return int64((u.User + u.System) * 1e9)
}

// monotonic reads the clock of monotonic() and perf_counter().
func monotonic() int64 { return int64(startedAt + std.Since(start)) }

// New makes the module.
func New(rt *object.Runtime, p Process) *object.Module {
	m := &module{rt: rt, p: p, structTime: structseq.New(rt, "time", "struct_time", 9, structFields...)}
	members := starlark.StringDict{
		"struct_time": m.structTime.Class,
		"sleep":       object.NewBuiltin("sleep", m.sleep),

		"CLOCK_REALTIME": starlark.MakeInt(0), "CLOCK_MONOTONIC": starlark.MakeInt(1), "CLOCK_PROCESS_CPUTIME_ID": starlark.MakeInt(2),
		"CLOCK_THREAD_CPUTIME_ID": starlark.MakeInt(3), "CLOCK_MONOTONIC_RAW": starlark.MakeInt(4), "CLOCK_BOOTTIME": starlark.MakeInt(7),
	}
	m.clocks(members)
	m.calendar(members)
	return object.NewModule("time", members)
}

// clocks adds the functions that read a clock.
func (m *module) clocks(members starlark.StringDict) {
	read := map[string]func() int64{
		"time":         func() int64 { return std.Now().UnixNano() },
		"monotonic":    monotonic,
		"perf_counter": monotonic,
		"process_time": processTime,
		"thread_time":  processTime,
	}
	for name, now := range read {
		seconds, ns := "time."+name, "time."+name+"_ns"
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args)+len(kwargs) > 0 {
				return nil, object.Exactly(seconds, args, kwargs, 0)
			}
			return starlark.Float(float64(now()) / 1e9), nil
		})
		members[name+"_ns"] = object.NewBuiltin(name+"_ns", func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args)+len(kwargs) > 0 {
				return nil, object.Exactly(ns, args, kwargs, 0)
			}
			return starlark.MakeInt64(now()), nil
		})
	}
	byID := map[int]func() int64{
		0: read["time"], 1: read["monotonic"], 2: read["process_time"], 3: read["thread_time"], 4: read["monotonic"], 7: read["monotonic"],
	}
	byNumber := func(name string, result func(ns int64) starlark.Value) *object.Builtin {
		return object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("time."+name, args, kwargs, 1); err != nil {
				return nil, err
			}
			id, err := object.AsInt(args[0])
			if err != nil {
				return nil, err
			}
			if byID[id] == nil {
				return nil, exceptions.OSErrorf(exceptions.OSError, 22, "Invalid argument", "")
			}
			return result(byID[id]()), nil
		})
	}
	members["clock_gettime"] = byNumber("clock_gettime", func(ns int64) starlark.Value { return starlark.Float(float64(ns) / 1e9) })
	members["clock_gettime_ns"] = byNumber("clock_gettime_ns", func(ns int64) starlark.Value { return starlark.MakeInt64(ns) })
	members["clock_getres"] = byNumber("clock_getres", func(int64) starlark.Value { return starlark.Float(1e-9) })
	members["get_clock_info"] = object.NewBuiltin("get_clock_info", m.clockInfo)
}

// clockInfo is get_clock_info(name).
func (m *module) clockInfo(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var name string
	if err := object.Unpack("get_clock_info", args, kwargs, "name", &name); err != nil {
		return nil, err
	}
	implementation := map[string]string{
		"time": "clock_gettime(CLOCK_REALTIME)", "monotonic": "clock_gettime(CLOCK_MONOTONIC)", "perf_counter": "clock_gettime(CLOCK_MONOTONIC)",
		"process_time": "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", "thread_time": "clock_gettime(CLOCK_THREAD_CPUTIME_ID)",
	}[name]
	if implementation == "" {
		return nil, exceptions.ValueError.Errorf("unknown clock")
	}
	info := m.rt.NewBuiltinClass("types", "SimpleNamespace", nil).Allocate(t)
	info.SetOwn("implementation", starlark.String(implementation))
	info.SetOwn("monotonic", starlark.Bool(name != "time"))
	info.SetOwn("adjustable", starlark.Bool(name == "time"))
	info.SetOwn("resolution", starlark.Float(1e-9))
	return info, nil
}

// sleep is sleep(seconds).
func (m *module) sleep(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("time.sleep", args, kwargs, 1); err != nil {
		return nil, err
	}
	seconds, err := object.AsFloat(args[0])
	if err != nil {
		if _, ok := exceptions.As(err, exceptions.TypeError); ok {
			return nil, exceptions.TypeError.Errorf("'%s' object cannot be interpreted as an integer", object.TypeName(args[0]))
		}
		return nil, err
	}
	switch {
	case math.IsNaN(seconds):
		return nil, exceptions.ValueError.Errorf("Invalid value NaN (not a number)")
	case seconds < 0:
		return nil, exceptions.ValueError.Errorf("sleep length must be non-negative")
	case seconds > math.MaxInt64/1e9:
		return nil, exceptions.OverflowError.Errorf("timestamp too large to convert to C PyTime_t")
	}
	return starlark.None, m.p.Sleep(t, std.Duration(math.Ceil(seconds*1e9)))
}
