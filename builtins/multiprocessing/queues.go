package multiprocessing

import (
	"bytes"
	"errors"
	"runtime"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
	"parlark/ipc/starlarkcbor"
)

// This file defines Queue and JoinableQueue. An item is encoded by put() itself, so it is what it was at that moment, and
// an error of encoding is raised there. There is no feeder thread: when put() has returned the item is in the arena.

// queue is a Queue, a JoinableQueue or a SimpleQueue; kind tells which.
type queue struct {
	plain
	s      *State
	h      *shm.Queue
	kind   handleKind
	closed bool
	fed    bool         // put() was called here: CPython's feeder closes the pipe behind close()
	reader *queueReader // _reader; nil until asked for
}

var (
	_ object.HasMethods    = (*queue)(nil)
	_ object.HasClass      = (*queue)(nil)
	_ starlark.HasAttrs    = (*queue)(nil)
	_ starlarkcbor.Reducer = (*queue)(nil)
)

// newQueue makes a queue; max 0 is unbounded.
func (s *State) newQueue(kind handleKind, max int) (*queue, error) {
	h, err := s.member.NewQueue(shm.QueueOptions{MaxItems: max, Paced: true})
	if err != nil {
		return nil, scriptError(err)
	}
	return s.queueOf(h, kind), nil
}

// queueOf makes the value of a handle, which it owns.
func (s *State) queueOf(h *shm.Queue, kind handleKind) *queue {
	q := &queue{s: s, h: h, kind: kind}
	runtime.AddCleanup(q, (*shm.Queue).Close, h)
	return q
}

func (q *queue) Type() string {
	switch q.kind {
	case kindJoinableQueue:
		return "JoinableQueue"
	case kindSimpleQueue:
		return "SimpleQueue"
	}
	return "Queue"
}
func (q *queue) String() string        { return defaultRepr("multiprocessing.queues."+q.Type(), q) }
func (q *queue) Class() *object.Class  { return q.s.class(q.Type()) }
func (q *queue) Hash() (uint32, error) { return identityHash(q), nil }

// Attr serves _reader, which scripts give to connection.wait(), and _maxsize.
func (q *queue) Attr(name string) (starlark.Value, error) {
	switch name {
	case "_reader":
		if q.reader == nil {
			q.reader = &queueReader{q: q}
		}
		return q.reader, nil
	case "_maxsize":
		if q.kind != kindSimpleQueue {
			n := q.h.MaxItems()
			if n == 0 {
				n = shm.SemMax
			}
			return starlark.MakeInt(n), nil
		}
	}
	return q.attribute(q, name)
}

// SetField keeps what a script assigns.
func (q *queue) SetField(name string, v starlark.Value) error { return q.assign(q, name, v) }

// AttrNames lists no attributes: those of Attr are private.
func (q *queue) AttrNames() []string { return nil }

// Methods returns the methods of the kind.
func (q *queue) Methods() *object.Methods {
	switch q.kind {
	case kindJoinableQueue:
		return joinableQueueMethods
	case kindSimpleQueue:
		return simpleQueueMethods
	}
	return queueMethods
}

var queueMethods = object.NewMethods(map[string]object.Method{
	"put":                queuePut,
	"get":                queueGet,
	"put_nowait":         queuePutNowait,
	"get_nowait":         queueGetNowait,
	"qsize":              queueSize,
	"empty":              queueEmpty,
	"full":               queueFull,
	"close":              queueClose,
	"join_thread":        queueJoinThread,
	"cancel_join_thread": queueCancelJoinThread,
})

var joinableQueueMethods = queueMethods.Extend(map[string]object.Method{
	"task_done": queueTaskDone,
	"join":      queueJoin,
})

// queuePut is put(obj, block=True, timeout=None).
func queuePut(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	q := self.(*queue)
	var w shm.Wait
	var v starlark.Value
	if len(args) == 1 && len(kwargs) == 0 {
		v = args[0]
	} else {
		var block, limit starlark.Value
		err := unpack("Queue.put", self, args, kwargs, "obj", &v, "block?", &block, "timeout?", &limit)
		if err == nil {
			w, err = blockArguments(block, limit)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := q.open(); err != nil {
		return nil, err
	}
	return starlark.None, q.put(t, v, w)
}

func queuePutNowait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := unpack("Queue.put_nowait", self, args, kwargs, "obj", &v); err != nil {
		return nil, err
	}
	q := self.(*queue)
	if err := q.open(); err != nil {
		return nil, err
	}
	return starlark.None, q.put(t, v, shm.Wait{Poll: true})
}

// queueGet is get(block=True, timeout=None).
func queueGet(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	q := self.(*queue)
	var w shm.Wait
	if len(args)+len(kwargs) > 0 {
		var block, limit starlark.Value
		err := unpack("Queue.get", self, args, kwargs, "block?", &block, "timeout?", &limit)
		if err == nil && (block == nil || bool(block.Truth())) {
			err = addTime(limit)
		}
		if err == nil {
			w, err = blockArguments(block, limit)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := q.open(); err != nil {
		return nil, err
	}
	return q.get(t, w)
}

func queueGetNowait(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := unpack("Queue.get_nowait", self, args, kwargs); err != nil {
		return nil, err
	}
	q := self.(*queue)
	if err := q.open(); err != nil {
		return nil, err
	}
	return q.get(t, shm.Wait{Poll: true})
}

// blockArguments reads block=True, timeout=None.
func blockArguments(block, limit starlark.Value) (shm.Wait, error) {
	w, err := timeout(limit)
	if err == nil && block != nil && !bool(block.Truth()) {
		w = shm.Wait{Poll: true}
	}
	return w, err
}

// open raises ValueError after close().
func (q *queue) open() error {
	if q.closed {
		return exceptions.ValueError.Errorf("Queue %s is closed", q)
	}
	return nil
}

// put encodes v and appends it.
func (q *queue) put(t *starlark.Thread, v starlark.Value, w shm.Wait) error {
	q.fed = true
	data, refs, err := q.s.encodeOne(v)
	if err != nil {
		return err
	}
	if len(refs) > 0 {
		err = q.putDraft(t, data, refs, w)
	} else if err = q.h.Put(shm.Wait{Poll: true}, data); err != nil && !w.Poll && errors.Is(err, shm.ErrTimeout) {
		data = bytes.Clone(data)
		err = q.s.block(t, w, func(w shm.Wait) error { return q.h.Put(w, data) })
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, shm.ErrTimeout):
		return exceptions.QueueFull.With()
	}
	return scriptError(err)
}

// putDraft appends a message that mentions other objects.
func (q *queue) putDraft(t *starlark.Thread, data []byte, refs []shm.Ref, w shm.Wait) error {
	d, err := q.s.draftOf(data, refs)
	if err != nil {
		return err
	}
	defer d.Discard()
	return q.s.block(t, w, func(w shm.Wait) error { return q.h.PutDraft(w, d) })
}

// get removes the first item.
func (q *queue) get(t *starlark.Thread, w shm.Wait) (starlark.Value, error) {
	item, err := q.h.GetItem(shm.Wait{Poll: true})
	if err != nil && !w.Poll && errors.Is(err, shm.ErrTimeout) {
		item, err = q.await(t, w)
	}
	switch {
	case err == nil:
		return q.s.take(item)
	case errors.Is(err, shm.ErrTimeout):
		return nil, exceptions.QueueEmpty.With()
	}
	return nil, scriptError(err)
}

// await waits for an item. It is apart from get so that the fast way needs no closure.
func (q *queue) await(t *starlark.Thread, w shm.Wait) (item *shm.Item, err error) {
	err = q.s.block(t, w, func(w shm.Wait) (err error) {
		item, err = q.h.GetItem(w)
		return err
	})
	return item, err
}

// Reduce writes the queue's place in the arena.
func (q *queue) Reduce(e *starlarkcbor.Encoder) error {
	if q.closed && q.kind == kindSimpleQueue {
		return errHandleClosed()
	}
	if !reduceHandle(e, q, q.kind, 1) {
		writeRef(e, q.h.Ref())
	}
	return nil
}

func openQueue(kind handleKind) opener {
	return func(s *State, d *starlarkcbor.Decoder, parts int) (starlark.Value, error) {
		ref, err := readRef(d)
		if err != nil || parts != 1 {
			return nil, malformed(d, err)
		}
		h, err := s.member.OpenQueue(ref)
		if err != nil {
			return nil, openError(err)
		}
		return s.queueOf(h, kind), nil
	}
}

// queueBuiltin makes Queue(maxsize=0) and JoinableQueue(maxsize=0).
func (s *State) queueBuiltin(kind handleKind) object.Func {
	name := "BaseContext.Queue"
	if kind == kindJoinableQueue {
		name = "BaseContext.JoinableQueue"
	}
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var limit starlark.Value = starlark.MakeInt(0)
		if err := unpack(name, starlark.None, args, withoutContext(kwargs), "maxsize?", &limit); err != nil {
			return nil, err
		}
		none, err := s.rt.Compare(syntax.LE, limit, starlark.MakeInt(0))
		if err != nil {
			return nil, err
		}
		if none {
			return orError(s.newQueue(kind, 0))
		}
		max, err := semaphoreValue(limit)
		if err != nil {
			return nil, err
		}
		return orError(s.newQueue(kind, int(max)))
	}
}
