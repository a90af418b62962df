package object

import (
	"fmt"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file adds to ranges, which Starlark provides, what Python's have.

// rangeBounds are the parts of a range.
type rangeBounds struct{ start, stop, step, length int }

// rangeOf returns the parts of v if it is a range. Starlark's type is not exported, but its text holds its parts.
func rangeOf(v starlark.Value) (rangeBounds, bool) {
	s, ok := v.(starlark.Sequence)
	if !ok || v.Type() != "range" {
		return rangeBounds{}, false
	}
	r := rangeBounds{step: 1, length: s.Len()}
	text := v.String()
	switch n, _ := fmt.Sscanf(text, "range(%d, %d, %d)", &r.start, &r.stop, &r.step); n {
	case 0, 1:
		r.start = 0
		if n, _ := fmt.Sscanf(text, "range(%d)", &r.stop); n != 1 {
			return rangeBounds{}, false
		}
	}
	return r, true
}

// newRange is range(stop) and range(start, stop[, step]).
func (rt *Runtime) newRange(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, typeErrorf("range() takes no keyword arguments")
	}
	switch n := len(args); {
	case n == 0:
		return nil, typeErrorf("range expected at least 1 argument, got 0")
	case n > 3:
		return nil, typeErrorf("range expected at most 3 arguments, got %d", n)
	}
	plain := make(starlark.Tuple, len(args))
	for i, a := range args {
		n, err := AsIndex(a)
		if err != nil {
			return nil, err
		}
		if _, small := n.Int64(); !small {
			return nil, exceptions.OverflowError.Errorf("Python int too large to convert to C ssize_t")
		}
		plain[i] = n
	}
	if len(plain) == 3 && plain[2].(starlark.Int).Sign() == 0 {
		return nil, valueErrorf("range() arg 3 must not be zero")
	}
	return starlark.Call(t, starlark.Universe["range"], plain, nil)
}

// rangeMethods are the methods of range; args[0] is self.
var rangeMethods = map[string]nativeMethod{
	"index": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("range.index", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		if i, ok := rangeIndex(args[0], args[1]); ok {
			return starlark.MakeInt(i), nil
		}
		if _, isInt := unbool(args[1]).(starlark.Int); !isInt {
			return nil, valueErrorf("sequence.index(x): x not in sequence")
		}
		text, err := Of(t).Repr(args[1])
		if err != nil {
			return nil, err
		}
		return nil, valueErrorf("%s is not in range", text)
	},
	"count": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly("range.count", args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		_, ok := rangeIndex(args[0], args[1])
		return intOfBool(starlark.Bool(ok)), nil
	},
}

// rangeIndex returns the position of x in the range v.
func rangeIndex(v, x starlark.Value) (int, bool) {
	r, _ := rangeOf(v)
	var n int
	switch x := unbool(x).(type) {
	case starlark.Int:
		i, ok := x.Int64()
		if !ok {
			return 0, false
		}
		n = int(i)
	case starlark.Float:
		n = int(x)
		if starlark.Float(n) != x {
			return 0, false
		}
	default:
		return 0, false
	}
	i := (n - r.start) / r.step
	return i, i >= 0 && i < r.length && r.start+i*r.step == n
}

// rangeAttr serves start, stop and step.
func rangeAttr(v starlark.Value, name string) (starlark.Value, bool) {
	r, ok := rangeOf(v)
	if !ok {
		return nil, false
	}
	switch name {
	case "start":
		return starlark.MakeInt(r.start), true
	case "stop":
		return starlark.MakeInt(r.stop), true
	case "step":
		return starlark.MakeInt(r.step), true
	}
	if f := rangeMethods[name]; f != nil {
		return bindMethod(name, selfFirst(f), v), true
	}
	return nil, false
}
