package multiprocessing

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file defines the results of pools: ApplyResult (AsyncResult) and MapResult of pool.py.

// asyncResult is the promise of a call's value. Its fields change under the interpreter lock only.
type asyncResult struct {
	pool     *pool
	job      uint64
	kind     string // ApplyResult or MapResult
	label    string // the function's name, for WorkerLostError
	done     chan struct{}
	settled  bool // the outcome is known; done is closed when the callback has returned
	ok       bool
	value    starlark.Value // result, or the exception object
	callback [2]starlark.Value

	// MapResult: the chunks that are missing, and the items of those that are there.
	chunk, missing int
	items          []starlark.Value
	failure        *object.Instance
	failFast       bool // the first failure is the result
	keepGoing      bool // failures are items
}

var _ object.HasMethods = (*asyncResult)(nil)

func (r *asyncResult) String() string {
	return fmt.Sprintf("<multiprocessing.pool.%s object at %s>", r.kind, object.Address(r))
}
func (r *asyncResult) Type() string          { return r.kind }
func (r *asyncResult) Freeze()               {}
func (r *asyncResult) Truth() starlark.Bool  { return true }
func (r *asyncResult) Hash() (uint32, error) { return uint32(r.job), nil }
func (r *asyncResult) StaysHome() bool       { return true }

// Attr serves the methods where the VM reads them itself.
func (r *asyncResult) Attr(name string) (starlark.Value, error) { return object.MethodOf(r, name) }
func (r *asyncResult) AttrNames() []string                      { return nil }

// ClassName says where type() places the class.
func (r *asyncResult) ClassName() (module, name string) { return "multiprocessing.pool", r.kind }

// Methods lists the methods that scripts call.
func (r *asyncResult) Methods() *object.Methods { return asyncResultMethods }

var asyncResultMethods = object.NewMethods(map[string]object.Method{
	"get": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		r := self.(*asyncResult)
		var limit starlark.Value
		if err := object.UnpackMethod("ApplyResult.get", args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		ready, err := r.wait(t, limit)
		if err != nil {
			return nil, err
		}
		if !ready {
			return nil, TimeoutError.With()
		}
		return r.result()
	},
	"wait": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value
		if err := object.UnpackMethod("ApplyResult.wait", args, kwargs, "timeout?", &limit); err != nil {
			return nil, err
		}
		_, err := self.(*asyncResult).wait(t, limit)
		return starlark.None, err
	},
	"ready": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return starlark.Bool(self.(*asyncResult).ready()), nil
	},
	"successful": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		r := self.(*asyncResult)
		if !r.ready() {
			return nil, exceptions.ValueError.Errorf("%s not ready", r.String())
		}
		return starlark.Bool(r.ok), nil
	},
})

func (r *asyncResult) ready() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// wait waits until the result is there; false: the time was over before.
func (r *asyncResult) wait(t *starlark.Thread, limit starlark.Value) (bool, error) {
	if r.ready() {
		return true, nil
	}
	w, err := timeout(limit)
	if err != nil {
		return false, err
	}
	return r.pool.s.await(t, r.done, w)
}

// await waits for a channel as block waits for the arena.
func (s *State) await(t *starlark.Thread, done <-chan struct{}, w shm.Wait) (bool, error) {
	if w.Poll {
		w.Deadline = time.Unix(1, 0)
	}
	return s.rt.Await(t, done, w.Deadline)
}

// result is the value, or raises the exception.
func (r *asyncResult) result() (starlark.Value, error) {
	if r.ok {
		return r.value, nil
	}
	return nil, object.ErrorOf(r.value.(*object.Instance))
}

// finish makes the result known and calls the callback. It runs on the pool's thread t.
func (r *asyncResult) finish(t *starlark.Thread, ok bool, v starlark.Value) {
	if r.settled {
		return
	}
	r.settled, r.ok, r.value = true, ok, v
	callback := r.callback[0]
	if !ok {
		callback = r.callback[1]
	}
	if callback != nil {
		if _, err := starlark.Call(t, callback, starlark.Tuple{v}, nil); err != nil {
			r.pool.s.WriteError("Exception in callback of " + r.String() + ":\n" + r.pool.s.Traceback(r.pool.s.rt.Exception(err)))
		}
	}
	close(r.done)
	r.pool.forget(r.job)
}

// arrived takes the outcome of one task.
func (r *asyncResult) arrived(t *starlark.Thread, index uint64, ok bool, v starlark.Value) {
	if r.kind == "ApplyResult" {
		r.finish(t, ok, v)
		return
	}
	r.missing--
	switch {
	case !ok && r.keepGoing:
		for i := int(index) * r.chunk; i < min((int(index)+1)*r.chunk, len(r.items)); i++ {
			r.items[i] = v
		}
	case !ok && r.failFast:
		r.finish(t, false, v)
		return
	case !ok && r.failure == nil:
		r.failure = v.(*object.Instance)
	case ok:
		if items, isTuple := v.(starlark.Tuple); isTuple {
			copy(r.items[int(index)*r.chunk:], items)
		}
	}
	if r.missing > 0 {
		return
	}
	if r.failure != nil {
		r.finish(t, false, r.failure)
		return
	}
	r.finish(t, true, starlark.NewList(r.items))
	r.items = nil
}

// abandon ends the promise with an error, because no result will come any more.
func (r *asyncResult) abandon(t *starlark.Thread, e *object.Instance) { r.finish(t, false, e) }
