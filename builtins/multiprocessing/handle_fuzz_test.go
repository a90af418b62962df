package multiprocessing

import (
	"runtime"
	"testing"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// FuzzHandle receives what was sent by send_bytes(), which may be anything: a value or an exception comes out, and what
// was received can be shown and sent on.
func FuzzHandle(f *testing.F) {
	main, child := newProcesses(f)
	seeds := []func() (starlark.Value, error){
		func() (starlark.Value, error) { return main.lockBuiltin(1)(main.thread, nil, nil) },
		func() (starlark.Value, error) { return main.conditionBuiltin(main.thread, nil, nil) },
		func() (starlark.Value, error) { return main.eventBuiltin(main.thread, nil, nil) },
		func() (starlark.Value, error) {
			return main.barrierBuiltin(main.thread, starlark.Tuple{starlark.MakeInt(2)}, nil)
		},
		func() (starlark.Value, error) { return main.simpleQueueBuiltin(main.thread, nil, nil) },
		func() (starlark.Value, error) { return main.pipeBuiltin(main.thread, nil, nil) },
		func() (starlark.Value, error) {
			return main.valueBuiltin(main.thread, starlark.Tuple{starlark.String("i")}, nil)
		},
		func() (starlark.Value, error) {
			return main.arrayBuiltin(main.thread, starlark.Tuple{starlark.String("c"), starlark.MakeInt(4)}, nil)
		},
		func() (starlark.Value, error) { return main.simpleType("c_int"), nil },
		func() (starlark.Value, error) {
			return main.shareableListBuiltin(main.thread, starlark.Tuple{starlark.Tuple{starlark.String("x"), starlark.None}}, nil)
		},
	}
	var keep []starlark.Value
	for _, make := range seeds {
		v, err := make()
		if err != nil {
			f.Fatal(err)
		}
		keep = append(keep, v)
		data, _, err := main.encode("seed", v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append([]byte{}, data...))
	}
	r, w, err := main.newPipe(true)
	if err != nil {
		f.Fatal(err)
	}
	theirs, err := main.send(child, r)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		if _, err := main.call(w, "send_bytes", starlark.Bytes(data)); err != nil {
			t.Fatal(err)
		}
		v, err := child.call(theirs, "recv")
		if err == nil {
			if _, err := child.rt.Repr(v); err == nil {
				_, _ = child.send(main, v)
			}
			return
		}
		if _, ok := exceptions.As(err, exceptions.BaseException); !ok {
			t.Fatalf("%x: %v", data, err)
		}
	})
	runtime.KeepAlive(keep)
}
