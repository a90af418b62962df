package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds the methods of SimpleQueue: no bound, no timeouts, and close() means what it says.

var simpleQueueMethods = object.NewMethods(map[string]object.Method{
	"put": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		q := self.(*queue)
		var v starlark.Value
		if len(args) == 1 && len(kwargs) == 0 {
			v = args[0]
		} else if err := unpack("SimpleQueue.put", self, args, kwargs, "obj", &v); err != nil {
			return nil, err
		}
		if q.closed {
			return nil, errHandleClosed()
		}
		return starlark.None, q.put(t, v, shm.Wait{})
	},
	"get": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := unpack("SimpleQueue.get", self, args, kwargs); err != nil {
			return nil, err
		}
		q := self.(*queue)
		if q.closed {
			return nil, errHandleClosed()
		}
		return q.get(t, shm.Wait{})
	},
	"empty": queueEmpty,
	"close": queueClose,
})

// simpleQueueBuiltin is SimpleQueue().
func (s *State) simpleQueueBuiltin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("BaseContext.SimpleQueue", starlark.None, args, withoutContext(kwargs)); err != nil {
		return nil, err
	}
	return orError(s.newQueue(kindSimpleQueue, 0))
}
