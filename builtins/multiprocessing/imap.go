package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines IMapIterator of pool.py: results one by one, from an input that is read only as far ahead as needed.

// imapWindow is how many results per worker an iterator lets be under way or unread.
const imapWindow = 64

// imapIterator is the iterator of imap() and imap_unordered(). Its fields change under the interpreter lock only.
type imapIterator struct {
	pool     *pool
	job      uint64
	label    string
	ordered  bool
	call     *call
	input    *object.Iterator // nil when it has ended
	chunk    int
	sent     uint64 // tasks put so far
	taken    uint64 // results read so far
	arrivals map[uint64]outcome
	order    []uint64 // of arrival, for imap_unordered
	changed  chan struct{}
	partial  []starlark.Value // rest of the chunk that is being read
	ended    bool             // a chunk failed: with chunks CPython's iterator ends there
	broken   *object.Instance // the pool is gone
	drained  bool             // the pool is closed: the whole input has been sent
}

// outcome is what became of a task.
type outcome struct {
	ok    bool
	value starlark.Value
}

var (
	_ object.HasMethods = (*imapIterator)(nil)
	_ object.HasIter    = (*imapIterator)(nil)
)

func (it *imapIterator) String() string {
	return "<multiprocessing.pool." + it.Type() + " object at " + object.Address(it) + ">"
}
func (it *imapIterator) Type() string {
	if it.ordered {
		return "IMapIterator"
	}
	return "IMapUnorderedIterator"
}
func (it *imapIterator) Freeze()               {}
func (it *imapIterator) Truth() starlark.Bool  { return true }
func (it *imapIterator) Hash() (uint32, error) { return uint32(it.job), nil }
func (it *imapIterator) StaysHome() bool       { return true }

// Attr serves the methods where the VM reads them itself.
func (it *imapIterator) Attr(name string) (starlark.Value, error) {
	return object.MethodOf(it, name)
}
func (it *imapIterator) AttrNames() []string { return nil }

// ClassName says where type() places the class.
func (it *imapIterator) ClassName() (module, name string) { return "multiprocessing.pool", it.Type() }

// Methods lists the methods that scripts call.
func (it *imapIterator) Methods() *object.Methods { return imapMethods }

var imapMethods = object.NewMethods(map[string]object.Method{
	"next": imapNext, "__next__": imapNext,
	"__iter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return self, nil
	},
})

func imapNext(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var limit starlark.Value
	if err := object.UnpackMethod("IMapIterator.next", args, kwargs, "timeout?", &limit); err != nil {
		return nil, err
	}
	v, ok, err := self.(*imapIterator).step(t, limit)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exceptions.StopIteration.With()
	}
	return v, nil
}

// Iter makes the iterator usable in for loops.
func (it *imapIterator) Iter(t *starlark.Thread) (*object.Iterator, error) {
	rt := it.pool.s.rt
	return rt.NewIterator(it.Type(), func() (starlark.Value, bool, error) {
		return it.step(rt.Current(), starlark.None)
	}), nil
}

// step returns the next result; ok is false at the end.
func (it *imapIterator) step(t *starlark.Thread, limit starlark.Value) (v starlark.Value, ok bool, err error) {
	w, err := timeout(limit)
	if err != nil {
		return nil, false, err
	}
	for {
		if len(it.partial) > 0 {
			v := it.partial[0]
			it.partial = it.partial[1:]
			return v, true, nil
		}
		if it.ended {
			return nil, false, nil
		}
		if out, ok := it.take(); ok {
			it.feed(t)
			if !out.ok {
				it.ended = it.chunk > 1
				return nil, false, object.ErrorOf(out.value.(*object.Instance))
			}
			it.partial = out.value.(starlark.Tuple)
			continue
		}
		if it.broken != nil {
			return nil, false, object.ErrorOf(it.broken)
		}
		if it.input == nil && it.taken == it.sent {
			return nil, false, nil
		}
		changed := it.changed
		ready, err := it.pool.s.await(t, changed, w)
		if err != nil {
			return nil, false, err
		}
		if !ready {
			return nil, false, TimeoutError.With()
		}
	}
}

// take removes the outcome that comes next, if it has arrived.
func (it *imapIterator) take() (outcome, bool) {
	key := it.taken
	if !it.ordered {
		if len(it.order) == 0 {
			return outcome{}, false
		}
		key = it.order[0]
	}
	out, ok := it.arrivals[key]
	if !ok {
		return out, false
	}
	if !it.ordered {
		it.order = it.order[1:]
	}
	delete(it.arrivals, key)
	it.taken++
	return out, true
}

// arrived takes the outcome of one task.
func (it *imapIterator) arrived(t *starlark.Thread, index uint64, ok bool, v starlark.Value) {
	it.arrivals[index] = outcome{ok, v}
	it.order = append(it.order, index)
	it.wake()
	it.feed(t)
	it.forgetIfDone()
}

func (it *imapIterator) forgetIfDone() {
	if it.input == nil && it.taken+uint64(len(it.arrivals)) == it.sent {
		it.pool.forget(it.job)
	}
}

func (it *imapIterator) wake() {
	close(it.changed)
	it.changed = make(chan struct{})
}

// abandon ends the iterator with an error after what has arrived.
func (it *imapIterator) abandon(t *starlark.Thread, e *object.Instance) {
	it.broken, it.input = e, nil
	it.wake()
	it.pool.forget(it.job)
}

// feed puts tasks as long as the window allows. An exception of the input becomes the outcome of its place.
func (it *imapIterator) feed(t *starlark.Thread) {
	for it.input != nil && (it.drained || it.sent-it.taken < uint64(imapWindow*it.pool.size)) {
		items, err := it.nextChunk()
		if err == nil && len(items) > 0 {
			err = it.pool.put(it.call, it.job, it.sent, starlark.Tuple(items))
		}
		if err != nil {
			it.arrivals[it.sent] = outcome{false, it.pool.s.rt.Exception(err)}
			it.order = append(it.order, it.sent)
			it.sent++
			it.input = nil
			it.wake()
			break
		}
		if len(items) > 0 {
			it.sent++
		}
	}
	if it.input == nil && it.taken == it.sent {
		it.wake()
	}
	it.forgetIfDone()
}

// nextChunk reads the next items of the input.
func (it *imapIterator) nextChunk() ([]starlark.Value, error) {
	items := make([]starlark.Value, 0, it.chunk)
	for len(items) < it.chunk {
		v, ok, err := it.input.Step()
		if err != nil {
			return nil, err
		}
		if !ok {
			it.input = nil
			break
		}
		items = append(items, v)
	}
	return items, nil
}
