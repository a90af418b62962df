package multiprocessing

import (
	"errors"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/ipc/shm"
)

// This file holds the methods that tell and change the state of a queue.

func queueSize(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("Queue.qsize", self, args, kwargs); err != nil {
		return nil, err
	}
	return starlark.MakeInt(self.(*queue).h.Len()), nil
}

func queueEmpty(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	q := self.(*queue)
	if err := unpack(q.Type()+".empty", self, args, kwargs); err != nil {
		return nil, err
	}
	if q.closed && (q.fed || q.kind == kindSimpleQueue) {
		return nil, errHandleClosed()
	}
	return starlark.Bool(q.h.Empty()), nil
}

func queueFull(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("Queue.full", self, args, kwargs); err != nil {
		return nil, err
	}
	return starlark.Bool(self.(*queue).h.Full()), nil
}

// queueClose is close(). The handle lives on for qsize() and the like, which work after it.
func queueClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	q := self.(*queue)
	if err := unpack(q.Type()+".close", self, args, kwargs); err != nil {
		return nil, err
	}
	q.closed = true
	return starlark.None, nil
}

func queueJoinThread(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("Queue.join_thread", self, args, kwargs); err != nil {
		return nil, err
	}
	if !self.(*queue).closed {
		return nil, exceptions.AssertionError.Errorf("Queue %s not closed", self)
	}
	return starlark.None, nil
}

func queueCancelJoinThread(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, unpack("Queue.cancel_join_thread", self, args, kwargs)
}

func queueTaskDone(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("JoinableQueue.task_done", self, args, kwargs); err != nil {
		return nil, err
	}
	if err := self.(*queue).h.TaskDone(); err != nil {
		return nil, exceptions.ValueError.Errorf("task_done() called too many times")
	}
	return starlark.None, nil
}

// queueJoin is join(). CPython's has no timeout; with one it raises TimeoutError of this module.
func queueJoin(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	if err := unpack("JoinableQueue.join", self, args, kwargs, "*", nil, "timeout?", &limit); err != nil {
		return nil, err
	}
	w, err := timeout(limit)
	if err != nil {
		return nil, err
	}
	q := self.(*queue)
	err = q.s.block(t, w, q.h.Join)
	if errors.Is(err, shm.ErrTimeout) {
		return nil, TimeoutError.With()
	}
	return starlark.None, scriptError(err)
}
