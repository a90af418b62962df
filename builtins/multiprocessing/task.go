package multiprocessing

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds what a pool knows of each task under way, and the options of calls that CPython does not have.
//
//	retries=n         of a pool: a task whose worker was lost is given to another one, n times at most
//	timeout=s         of a call: a task that takes longer, each item of a map for itself, raises TimeoutError, and its
//	                  worker is ended
//	fail_fast=False   of map and starmap: the list holds an exception where a call raised one
//	fail_fast=True    of the same: the first exception to arrive is raised at once
//
// A worker that dies between putting its result and giving its task up is reported as lost besides: the outcome that
// arrives first counts.

// callOptions are the options of one call.
type callOptions struct {
	timeout   time.Duration // of a task; 0: none
	keepGoing bool          // fail_fast=False
	failFast  bool          // fail_fast=True
}

// options reads the keyword arguments of a call; nil is none.
func (p *pool) options(timeout, failFast starlark.Value) (o callOptions, err error) {
	if timeout != nil && timeout != starlark.None {
		seconds, err := object.AsFloat(timeout)
		switch {
		case err != nil:
			return o, err
		case p.threads != nil:
			return o, exceptions.TypeError.Errorf("timeout: a thread cannot be ended; use a Pool of processes")
		case !(seconds > 0):
			return o, exceptions.ValueError.Errorf("timeout must be positive")
		case seconds < 1e9:
			o.timeout = max(1, time.Duration(seconds*float64(time.Second)))
		}
	}
	if failFast != nil && failFast != starlark.None {
		o.failFast = bool(failFast.Truth())
		o.keepGoing = !o.failFast
	}
	return o, nil
}

// single reports whether items are to be sent one by one if the script does not say otherwise: what happens to one must
// not take others with it.
func (o callOptions) single() bool { return o.timeout > 0 || o.keepGoing }

// taskKey names a task of a pool.
type taskKey struct{ job, index uint64 }

// sentTask is what is needed to send a task again. It holds the objects that the task names.
type sentTask struct {
	call  *call
	data  []byte
	refs  []shm.Ref
	tries int
}

// keep remembers a task that may have to be sent again.
func (p *pool) keep(key taskKey, c *call, data []byte, refs []shm.Ref) error {
	task := &sentTask{call: c, data: append([]byte{}, data...)}
	for _, list := range [][]shm.Ref{c.refs, refs} {
		for _, r := range list {
			if err := p.s.member.Hold(r); err != nil {
				p.drop(task)
				return scriptError(err)
			}
			task.refs = append(task.refs, r)
		}
	}
	if p.sent == nil {
		p.sent = map[taskKey]*sentTask{}
	}
	p.sent[key] = task
	return nil
}

func (p *pool) drop(task *sentTask) {
	for _, r := range task.refs {
		p.s.member.Drop(r)
	}
}

// settle notes that the outcome of a task has arrived. It is false if one had arrived before.
func (p *pool) settle(key taskKey) bool {
	bits := p.settled[key.job]
	word, bit := int(key.index/64), uint64(1)<<(key.index%64)
	for len(bits) <= word {
		bits = append(bits, 0)
	}
	if bits[word]&bit != 0 {
		return false
	}
	bits[word] |= bit
	p.settled[key.job] = bits
	if task := p.sent[key]; task != nil {
		p.drop(task)
		delete(p.sent, key)
	}
	return true
}

// retry sends a task again that was lost with its worker, if that may be. It is true if no outcome is to be told yet.
func (p *pool) retry(key taskKey) bool {
	task := p.sent[key]
	if task == nil || task.tries >= p.retries || p.state == poolTerminate || p.broken != nil {
		return false
	}
	if bits := p.settled[key.job]; int(key.index/64) < len(bits) && bits[key.index/64]>>(key.index%64)&1 != 0 {
		return false
	}
	task.tries++
	return p.send(task.call, key, task.data, task.refs) == nil
}

// forgetTasks gives up what is known of the tasks of a job that has ended.
func (p *pool) forgetTasks(job uint64) {
	delete(p.settled, job)
	if len(p.sent) == 0 {
		return
	}
	for key, task := range p.sent {
		if key.job == job {
			p.drop(task)
			delete(p.sent, key)
		}
	}
}

// describe names a task in an error: the function, and which items of the input it was to be called with. item is the
// number of the one within the chunk that was under way, -1 if that is not known.
func (p *pool) describe(key taskKey, item int) string {
	c := p.calls[key.job]
	if c == nil {
		return "a task"
	}
	chunk := 0
	switch j := p.open[key.job].(type) {
	case *asyncResult:
		chunk = j.chunk
	case *imapIterator:
		chunk = j.chunk
	}
	first := int(key.index) * chunk
	switch {
	case chunk == 0:
		return c.label
	case chunk == 1:
		return fmt.Sprintf("%s, item %d", c.label, first)
	case item >= 0 && item < chunk:
		return fmt.Sprintf("%s, item %d (of the chunk from %d)", c.label, first+item, first)
	}
	return fmt.Sprintf("%s, the chunk of %d items from %d", c.label, chunk, first)
}

// overtime is the exception of a task that took longer than it may.
func (p *pool) overtime(key taskKey, item int) *object.Instance {
	limit := time.Duration(0)
	if c := p.calls[key.job]; c != nil {
		limit = c.timeout
	}
	return p.s.rt.NewException(TimeoutError, starlark.String(fmt.Sprintf("%s took longer than %v", p.describe(key, item), limit)))
}
