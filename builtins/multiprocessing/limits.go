package multiprocessing

import (
	"math"
	"time"

	"github.com/docker/go-units"
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file reads limits={...} of Process and Pool, which CPython does not have.
//
//	memory    bytes, or a text such as '512MiB'
//	cpu_time  seconds of processor time, or a text such as '1m30s'
//	time      the same of wall time

// limitsFrom reads the dictionary; nil and None are no limits. What is wrong with it is refused here, at the call. The
// host lowers each to that of the process which asks.
func limitsFrom(v starlark.Value) (l Limits, err error) {
	if v == nil || v == starlark.None {
		return l, nil
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return l, exceptions.TypeError.Errorf("limits must be a dict, not %s", object.TypeName(v))
	}
	for _, item := range d.Items() {
		key, _ := starlark.AsString(item[0])
		switch key {
		case "memory":
			l.Memory, err = limitBytes(item[1])
		case "cpu_time":
			l.CPUTime, err = limitTime(key, item[1])
		case "time":
			l.Timeout, err = limitTime(key, item[1])
		default:
			return l, exceptions.ValueError.Errorf("unknown limit '%s': must be 'memory', 'cpu_time' or 'time'", key)
		}
		if err != nil {
			return l, err
		}
	}
	return l, nil
}

func limitBytes(v starlark.Value) (int64, error) {
	switch v := v.(type) {
	case starlark.String:
		if n, err := units.RAMInBytes(string(v)); err == nil && n > 0 {
			return n, nil
		}
		return 0, exceptions.ValueError.Errorf("limit 'memory' must be a number of bytes, as in '512MiB', not '%s'", string(v))
	case starlark.Int:
		if n, ok := v.Int64(); ok && n > 0 {
			return n, nil
		}
		return 0, exceptions.ValueError.Errorf("limit 'memory' must be positive")
	}
	return 0, exceptions.TypeError.Errorf("limit 'memory' must be an int or a str, not %s", object.TypeName(v))
}

func limitTime(key string, v starlark.Value) (time.Duration, error) {
	switch v := v.(type) {
	case starlark.String:
		if d, err := time.ParseDuration(string(v)); err == nil && d > 0 {
			return d, nil
		}
		return 0, exceptions.ValueError.Errorf("limit '%s' must be a time, as in '1m30s', not '%s'", key, string(v))
	case starlark.Int, starlark.Float:
		seconds, ok := starlark.AsFloat(v)
		if !ok || !(seconds > 0) {
			return 0, exceptions.ValueError.Errorf("limit '%s' must be positive", key)
		}
		if seconds >= float64(math.MaxInt64/int64(time.Second)) {
			return 0, nil // longer than anything lasts
		}
		return max(1, time.Duration(seconds*float64(time.Second))), nil
	}
	return 0, exceptions.TypeError.Errorf("limit '%s' must be a number or a str, not %s", key, object.TypeName(v))
}
