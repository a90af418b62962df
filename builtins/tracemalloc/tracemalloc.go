// Package tracemalloc emulates the functions of Python's tracemalloc that give totals. Go's runtime does not say which line
// of a script has allocated what, so snapshots hold no lines.
package tracemalloc

import (
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	var started bool
	var base, peak uint64
	allocated := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapAlloc < base {
			return 0
		}
		return m.HeapAlloc - base
	}
	snapshot := rt.NewBuiltinClass("tracemalloc", "Snapshot", nil)
	for _, name := range []string{"statistics", "compare_to"} {
		snapshot.Define(name, object.NewMethod(snapshot, name, func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.NewList(nil), nil
		}))
	}
	functions := map[string]func(t *starlark.Thread) starlark.Value{
		"start": func(*starlark.Thread) starlark.Value {
			if !started {
				started, base, peak = true, 0, 0
				base = allocated()
			}
			return starlark.None
		},
		"stop":         func(*starlark.Thread) starlark.Value { started = false; return starlark.None },
		"is_tracing":   func(*starlark.Thread) starlark.Value { return starlark.Bool(started) },
		"clear_traces": func(*starlark.Thread) starlark.Value { base, peak = 0, 0; base = allocated(); return starlark.None },
		"reset_peak":   func(*starlark.Thread) starlark.Value { peak = 0; return starlark.None },
		"get_traced_memory": func(*starlark.Thread) starlark.Value {
			if !started {
				return starlark.Tuple{starlark.MakeInt(0), starlark.MakeInt(0)}
			}
			now := allocated()
			peak = max(peak, now)
			return starlark.Tuple{starlark.MakeUint64(now), starlark.MakeUint64(peak)}
		},
		"get_tracemalloc_memory": func(*starlark.Thread) starlark.Value { return starlark.MakeInt(0) },
		"get_traceback_limit":    func(*starlark.Thread) starlark.Value { return starlark.MakeInt(1) },
		"get_object_traceback":   func(*starlark.Thread) starlark.Value { return starlark.None },
		"take_snapshot":          func(t *starlark.Thread) starlark.Value { return snapshot.Allocate(t) },
	}
	members := starlark.StringDict{"Snapshot": snapshot}
	for name, f := range functions {
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(t), nil
		})
	}
	return object.NewModule("tracemalloc", members)
}
