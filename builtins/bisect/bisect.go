// Package bisect is Python's bisect.
//
//	New(rt) ──▶ bisect_left, bisect_right, insort_left, insort_right  on any sequence, by < alone
package bisect

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New returns the module bisect.
func New(rt *object.Runtime) *object.Module {
	left := func(c declare.Call) (starlark.Value, error) {
		i, _, err := find(c, false)
		return starlark.MakeInt(i), err
	}
	right := func(c declare.Call) (starlark.Value, error) {
		i, _, err := find(c, true)
		return starlark.MakeInt(i), err
	}
	insert := func(after bool) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			i, a, err := find(c, after)
			if err != nil {
				return nil, err
			}
			return c.CallMethod(a.sequence, "insert", starlark.MakeInt(i), a.x)
		}
	}
	return declare.Module(rt, "bisect", map[string]declare.Func{
		"bisect_left": left, "bisect_right": right, "bisect": right,
		"insort_left": insert(false), "insort_right": insert(true), "insort": insert(true),
	})
}

type arguments struct{ sequence, x starlark.Value }

// find returns where x belongs: behind equal elements if after.
func find(c declare.Call, after bool) (int, arguments, error) {
	var a arguments
	var key, hi starlark.Value
	lo := 0
	if err := c.Unpack("a", &a.sequence, "x", &a.x, "lo?", &lo, "hi??", &hi, "*", nil, "key??", &key); err != nil {
		return 0, a, err
	}
	if lo < 0 {
		return 0, a, exceptions.ValueError.Errorf("lo must be non-negative")
	}
	end, err := c.RT.Len(c.T, a.sequence)
	if hi != nil && err == nil {
		end, err = object.AsInt(hi)
	}
	if err != nil {
		return 0, a, err
	}
	x := a.x
	if key != nil && (c.Name == "insort" || c.Name == "insort_left" || c.Name == "insort_right") {
		if x, err = c.Call(key, x); err != nil {
			return 0, a, err
		}
	}
	for lo < end {
		mid := lo + (end-lo)/2
		v, err := c.RT.GetItem(c.T, a.sequence, starlark.MakeInt(mid))
		if err != nil {
			return 0, a, err
		}
		if key != nil {
			if v, err = c.Call(key, v); err != nil {
				return 0, a, err
			}
		}
		var less bool
		if after {
			less, err = c.RT.Compare(syntax.LT, x, v)
			less = !less
		} else {
			less, err = c.RT.Compare(syntax.LT, v, x)
		}
		if err != nil {
			return 0, a, err
		}
		if less {
			lo = mid + 1
		} else {
			end = mid
		}
	}
	return lo, a, nil
}
