// Package queue emulates Python's queue module: queues of the threads of one process.
//
//	put() ──▶ items: FIFO, stack or heap ──▶ get()       who cannot go on waits on Runtime.Await for a change
//
// Invariant: everything is guarded by the interpreter lock. Each change wakes all waiters of one kind that it may serve, and
// they look again.
package queue

import (
	"math"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file holds the whole module.

// ShutDown is queue.ShutDown.
var ShutDown = exceptions.New("queue", "ShutDown", exceptions.Exception)

// kind is the order in which items leave.
type kind int

const (
	fifo kind = iota
	lifo
	priority
)

// queue is the Go state of a Queue.
type queue struct {
	rt         *object.Runtime
	kind       kind
	simple     bool // SimpleQueue: unbounded, no tasks
	max        int
	items      []starlark.Value
	unfinished int
	shut       bool

	notEmpty, notFull, allDone waiters
}

// waiters are the threads that wait for one condition.
type waiters []chan struct{}

func (w *waiters) wake(n int) {
	for ; n > 0 && len(*w) > 0; n-- {
		close((*w)[0])
		*w = (*w)[1:]
	}
}

// wait waits until it is woken or until the deadline; the caller looks again in either case.
func (w *waiters) wait(t *starlark.Thread, rt *object.Runtime, deadline time.Time) (late bool, err error) {
	c := make(chan struct{})
	*w = append(*w, c)
	woken, err := rt.Await(t, c, deadline)
	if woken && err == nil {
		return false, nil
	}
	for i, other := range *w {
		if other == c {
			*w = append((*w)[:i:i], (*w)[i+1:]...)
			return true, err
		}
	}
	if err != nil {
		w.wake(1) // woken and interrupted at once: the turn passes to the next one
	}
	return true, err
}

func queueOf(v starlark.Value) *queue { return v.(*object.Instance).State().(*queue) }

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	methods := object.NewMethods(map[string]object.Method{
		"__init__": initialize, "put": put, "get": get, "put_nowait": putNoWait, "get_nowait": getNoWait, "qsize": size, "empty": empty,
		"full": full, "task_done": taskDone, "join": join, "shutdown": shutdown,
	})
	native := func(k kind) *object.Native {
		return &object.Native{
			New:     func(t *starlark.Thread, inst *object.Instance) any { return &queue{rt: rt, kind: k} },
			Methods: methods, Get: attribute, Reduce: reduce, Build: build,
			Set: func(inst *object.Instance, name string, v starlark.Value) (bool, error) {
				if name != "maxsize" {
					return false, nil
				}
				n, err := object.AsInt(v)
				queueOf(inst).max = n
				return true, err
			},
		}
	}
	class := rt.NewBuiltinClass("queue", "Queue", native(fifo))
	simple := rt.NewBuiltinClass("_queue", "SimpleQueue", &object.Native{
		New: func(t *starlark.Thread, inst *object.Instance) any { return &queue{rt: rt, simple: true} },
		Methods: object.NewMethods(map[string]object.Method{
			"put": put, "get": get, "put_nowait": putNoWait, "get_nowait": getNoWait, "qsize": size, "empty": empty,
		}),
		Reduce: reduce, Build: build,
	})
	var all []starlark.Value
	for _, name := range []string{"Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"} {
		all = append(all, starlark.String(name))
	}
	return object.NewModule("queue", starlark.StringDict{
		"__all__":       starlark.NewList(all),
		"Queue":         class,
		"LifoQueue":     rt.NewBuiltinClass("queue", "LifoQueue", native(lifo), class),
		"PriorityQueue": rt.NewBuiltinClass("queue", "PriorityQueue", native(priority), class),
		"SimpleQueue":   simple,
		"Empty":         rt.ExceptionClass(exceptions.QueueEmpty),
		"Full":          rt.ExceptionClass(exceptions.QueueFull),
		"ShutDown":      rt.ExceptionClass(ShutDown),
	})
}

func attribute(inst *object.Instance, name string) (starlark.Value, bool, error) {
	q := queueOf(inst)
	switch name {
	case "maxsize":
		return starlark.MakeInt(q.max), true, nil
	case "unfinished_tasks":
		return starlark.MakeInt(q.unfinished), true, nil
	case "is_shutdown":
		return starlark.Bool(q.shut), true, nil
	case "queue":
		return starlark.NewList(append([]starlark.Value{}, q.items...)), true, nil
	}
	return nil, false, nil
}

// reduce writes a copy of the queue, as fork makes one.
func reduce(e *starlarkcbor.Encoder, inst *object.Instance) error {
	q := queueOf(inst)
	return e.Encode(starlark.Tuple{starlark.MakeInt(q.max), starlark.MakeInt(q.unfinished), starlark.NewList(append([]starlark.Value{}, q.items...))})
}

func build(d *starlarkcbor.Decoder, inst *object.Instance) error {
	v, err := d.Decode()
	if err != nil {
		return err
	}
	parts, ok := v.(starlark.Tuple)
	if !ok || len(parts) != 3 {
		return d.Fail("not a queue")
	}
	items, ok := parts[2].(*starlark.List)
	if !ok {
		return d.Fail("not a queue")
	}
	q := queueOf(inst)
	q.max, _ = starlark.AsInt32(parts[0])
	q.unfinished, _ = starlark.AsInt32(parts[1])
	for i := range items.Len() {
		q.items = append(q.items, items.Index(i))
	}
	return nil
}

func initialize(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	max := 0
	err := object.UnpackMethod("Queue.__init__", args, kwargs, "maxsize?", &max)
	queueOf(self).max = max
	return starlark.None, err
}

// push and pop keep the order of the kind. A heap's comparisons may fail.
func (q *queue) push(v starlark.Value) error {
	q.items = append(q.items, v)
	if q.kind != priority {
		return nil
	}
	i := len(q.items) - 1
	for i > 0 {
		parent := (i - 1) / 2
		less, err := q.rt.Compare(syntax.LT, v, q.items[parent])
		if err != nil {
			return err
		}
		if !less {
			break
		}
		q.items[i] = q.items[parent]
		i = parent
	}
	q.items[i] = v
	return nil
}

func (q *queue) pop() (starlark.Value, error) {
	last := len(q.items) - 1
	v := q.items[last]
	switch q.kind {
	case fifo:
		v = q.items[0]
		q.items[0] = nil
		q.items = q.items[1:]
		return v, nil
	case lifo:
		q.items[last] = nil
		q.items = q.items[:last]
		return v, nil
	}
	top := q.items[0]
	q.items[last] = nil
	q.items = q.items[:last]
	if last == 0 {
		return top, nil
	}
	// heapq: the hole sinks to a leaf along the smaller children, then v rises from there.
	i := 0
	for child := 1; child < last; child = 2*i + 1 {
		if right := child + 1; right < last {
			less, err := q.rt.Compare(syntax.LT, q.items[child], q.items[right])
			if err != nil {
				return nil, err
			}
			if !less {
				child = right
			}
		}
		q.items[i] = q.items[child]
		i = child
	}
	for i > 0 {
		parent := (i - 1) / 2
		less, err := q.rt.Compare(syntax.LT, v, q.items[parent])
		if err != nil {
			return nil, err
		}
		if !less {
			break
		}
		q.items[i] = q.items[parent]
		i = parent
	}
	q.items[i] = v
	return top, nil
}

// patience reads block=True, timeout=None.
func patience(block bool, limit starlark.Value) (deadline time.Time, err error) {
	if !block || limit == nil || limit == starlark.None {
		return time.Time{}, nil
	}
	seconds, err := object.AsFloat(limit)
	switch {
	case err != nil:
		return time.Time{}, exceptions.TypeError.Errorf("'<' not supported between instances of '%s' and 'int'", object.TypeName(limit))
	case seconds < 0:
		return time.Time{}, exceptions.ValueError.Errorf("'timeout' must be a non-negative number")
	case seconds > math.MaxInt64/1e9:
		return time.Time{}, exceptions.OverflowError.Errorf("timeout value is too large")
	}
	return time.Now().Add(time.Duration(seconds * float64(time.Second))), nil
}

func put(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var item, limit starlark.Value
	block := true
	if err := object.UnpackMethod("Queue.put", args, kwargs, "item", &item, "block?", &block, "timeout?", &limit); err != nil {
		return nil, err
	}
	q := queueOf(self)
	deadline, err := patience(block, limit)
	if err != nil {
		return nil, err
	}
	if q.shut {
		return nil, ShutDown.With()
	}
	for q.max > 0 && len(q.items) >= q.max {
		if !block {
			return nil, exceptions.QueueFull.With()
		}
		late, err := q.notFull.wait(t, q.rt, deadline)
		switch {
		case err != nil:
			return nil, err
		case q.shut:
			return nil, ShutDown.With()
		case late && len(q.items) >= q.max:
			return nil, exceptions.QueueFull.With()
		}
	}
	if err := q.push(item); err != nil {
		return nil, err
	}
	q.unfinished++
	q.notEmpty.wake(1)
	return starlark.None, nil
}

func get(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	block := true
	if err := object.UnpackMethod("Queue.get", args, kwargs, "block?", &block, "timeout?", &limit); err != nil {
		return nil, err
	}
	q := queueOf(self)
	deadline, err := patience(block, limit)
	if err != nil {
		return nil, err
	}
	for len(q.items) == 0 {
		if q.shut {
			return nil, ShutDown.With()
		}
		if !block {
			return nil, exceptions.QueueEmpty.With()
		}
		late, err := q.notEmpty.wait(t, q.rt, deadline)
		if err != nil {
			return nil, err
		}
		if late && len(q.items) == 0 && !q.shut {
			return nil, exceptions.QueueEmpty.With()
		}
	}
	v, err := q.pop()
	q.notFull.wake(1)
	return v, err
}

func putNoWait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var item starlark.Value
	if err := object.UnpackMethod("Queue.put_nowait", args, kwargs, "item", &item); err != nil {
		return nil, err
	}
	return put(t, self, starlark.Tuple{item, starlark.False}, nil)
}

func getNoWait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.UnpackMethod("Queue.get_nowait", args, kwargs); err != nil {
		return nil, err
	}
	return get(t, self, starlark.Tuple{starlark.False}, nil)
}

func size(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.MakeInt(len(queueOf(self).items)), object.UnpackMethod("Queue.qsize", args, kwargs)
}

func empty(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Bool(len(queueOf(self).items) == 0), object.UnpackMethod("Queue.empty", args, kwargs)
}

func full(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	q := queueOf(self)
	return starlark.Bool(q.max > 0 && len(q.items) >= q.max), object.UnpackMethod("Queue.full", args, kwargs)
}

func taskDone(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.UnpackMethod("Queue.task_done", args, kwargs); err != nil {
		return nil, err
	}
	q := queueOf(self)
	if q.unfinished == 0 {
		return nil, exceptions.ValueError.Errorf("task_done() called too many times")
	}
	if q.unfinished--; q.unfinished == 0 {
		q.allDone.wake(len(q.allDone))
	}
	return starlark.None, nil
}

func join(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.UnpackMethod("Queue.join", args, kwargs); err != nil {
		return nil, err
	}
	q := queueOf(self)
	for q.unfinished > 0 {
		if _, err := q.allDone.wait(t, q.rt, time.Time{}); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func shutdown(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	immediate := false
	if err := object.UnpackMethod("Queue.shutdown", args, kwargs, "immediate?", &immediate); err != nil {
		return nil, err
	}
	q := queueOf(self)
	q.shut = true
	if immediate {
		q.unfinished = max(0, q.unfinished-len(q.items))
		q.items = nil
		if q.unfinished == 0 {
			q.allDone.wake(len(q.allDone))
		}
	}
	q.notEmpty.wake(len(q.notEmpty))
	q.notFull.wake(len(q.notFull))
	return starlark.None, nil
}
