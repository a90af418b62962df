// Package gc emulates Python's gc module. Memory is Go's affair: the functions accept what they are given and do next to
// nothing.
package gc

import (
	"runtime"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// New makes the module.
func New() *object.Module {
	enabled := true
	threshold := starlark.Tuple{starlark.MakeInt(2000), starlark.MakeInt(10), starlark.MakeInt(10)}
	zeros := starlark.Tuple{starlark.MakeInt(0), starlark.MakeInt(0), starlark.MakeInt(0)}
	members := starlark.StringDict{
		"garbage": starlark.NewList(nil), "callbacks": starlark.NewList(nil), "DEBUG_STATS": starlark.MakeInt(1),
		"DEBUG_COLLECTABLE": starlark.MakeInt(2), "DEBUG_UNCOLLECTABLE": starlark.MakeInt(4), "DEBUG_SAVEALL": starlark.MakeInt(32),
		"DEBUG_LEAK": starlark.MakeInt(38),
	}
	for name, f := range map[string]func(args starlark.Tuple) (starlark.Value, error){
		"collect":       func(starlark.Tuple) (starlark.Value, error) { runtime.GC(); return starlark.MakeInt(0), nil },
		"enable":        func(starlark.Tuple) (starlark.Value, error) { enabled = true; return starlark.None, nil },
		"disable":       func(starlark.Tuple) (starlark.Value, error) { enabled = false; return starlark.None, nil },
		"isenabled":     func(starlark.Tuple) (starlark.Value, error) { return starlark.Bool(enabled), nil },
		"get_count":     func(starlark.Tuple) (starlark.Value, error) { return zeros, nil },
		"get_threshold": func(starlark.Tuple) (starlark.Value, error) { return threshold, nil },
		"set_threshold": func(args starlark.Tuple) (starlark.Value, error) {
			for i, v := range args[:min(len(args), 3)] {
				n, err := object.AsInt(v)
				if err != nil {
					return nil, err
				}
				next := append(starlark.Tuple{}, threshold...)
				next[i] = starlark.MakeInt(n)
				threshold = next
			}
			return starlark.None, nil
		},
		"get_debug": func(starlark.Tuple) (starlark.Value, error) { return starlark.MakeInt(0), nil },
		"set_debug": nothing, "freeze": nothing, "unfreeze": nothing,
		"get_freeze_count": func(starlark.Tuple) (starlark.Value, error) { return starlark.MakeInt(0), nil },
		"get_objects":      empty, "get_referrers": empty, "get_referents": empty, "get_stats": empty,
		"is_tracked":   func(starlark.Tuple) (starlark.Value, error) { return starlark.True, nil },
		"is_finalized": func(starlark.Tuple) (starlark.Value, error) { return starlark.False, nil },
	} {
		members[name] = object.NewBuiltin(name, func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return f(args)
		})
	}
	return object.NewModule("gc", members)
}

func nothing(starlark.Tuple) (starlark.Value, error) { return starlark.None, nil }

func empty(starlark.Tuple) (starlark.Value, error) { return starlark.NewList(nil), nil }
