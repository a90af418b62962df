// Package streams writes text to whatever a script has made its standard stream.
package streams

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
)

// Write is stream.write(text). A stream that is None swallows it, as sys.stderr of a process without one.
func Write(t *starlark.Thread, rt *object.Runtime, stream starlark.Value, text string) error {
	return call(t, rt, stream, "write", starlark.Tuple{starlark.String(text)})
}

// Flush is stream.flush(); a stream without that method needs none.
func Flush(t *starlark.Thread, rt *object.Runtime, stream starlark.Value) error {
	if stream == nil || stream == starlark.None {
		return nil
	}
	if _, err := rt.GetAttr(stream, "flush"); err != nil {
		return nil
	}
	return call(t, rt, stream, "flush", nil)
}

func call(t *starlark.Thread, rt *object.Runtime, stream starlark.Value, method string, args starlark.Tuple) error {
	if stream == nil || stream == starlark.None {
		return nil
	}
	f, err := rt.GetAttr(stream, method)
	if err != nil {
		return err
	}
	_, err = starlark.Call(t, f, args, nil)
	return err
}
