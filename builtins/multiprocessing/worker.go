package multiprocessing

import (
	"bytes"
	"errors"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file is the life of a pool's worker: pool.py's worker().

// worker is the state of a worker process.
type worker struct {
	s       *State
	tasks   *shm.Queue
	results *shm.Queue

	function starlark.Value // decoded from encoded, if that may be kept
	encoded  []byte
	clock    clock
	failed   starlark.Tuple // places of the items that raised
}

// runWorker serves the pool that task describes: tasks, results, initializer, initargs, maxtasksperchild.
func (s *State) runWorker(t *starlark.Thread, task starlark.Value) error {
	d, ok := task.(starlark.Tuple)
	if !ok || len(d) != 5 {
		return errBadFrame
	}
	tasks, ok1 := d[0].(*rawQueue)
	results, ok2 := d[1].(*rawQueue)
	if !ok1 || !ok2 {
		return errBadFrame
	}
	w := &worker{s: s, tasks: tasks.q, results: results.q}
	if d[2] != starlark.None {
		args, _ := d[3].(starlark.Tuple)
		if _, err := starlark.Call(t, d[2], args, nil); err != nil {
			return w.failInitializer(err)
		}
	}
	most, _ := starlark.AsInt32(d[4])
	for done := 0; most == 0 || done < most; done++ {
		more, err := w.serve(t)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// failInitializer tells the pool that it cannot have workers, and ends this one.
func (w *worker) failInitializer(err error) error {
	e := w.s.rt.Exception(err)
	f := resultFrame{status: statusInit, worker: w.s.me()}
	if putErr := w.put(&f, w.s.raisedInTask(e)); putErr != nil {
		return putErr
	}
	return ErrReported
}

// ErrReported ends a process whose failure somebody else reports.
var ErrReported = errors.New("reported by the parent")

// me is this process as the frames of a pool name it.
func (s *State) me() uint64 { return packID(s.member.ID()) }

func packID(id shm.ProcessID) uint64 { return uint64(id.Slot) | uint64(id.Gen)<<32 }

// serve does one task; more is false when the pool wants no more of this worker.
func (w *worker) serve(t *starlark.Thread) (more bool, err error) {
	s := w.s
	var item *shm.Item
	err = s.block(t, shm.Wait{}, func(wait shm.Wait) (err error) {
		item, err = w.tasks.GetItem(wait)
		return err
	})
	if err != nil {
		return false, scriptError(err)
	}
	defer item.Release()
	task, err := parseTask(item.Bytes())
	if err != nil {
		return false, err
	}
	if task.flags&taskStop != 0 {
		return false, nil
	}
	result := resultFrame{job: task.job, index: task.index, worker: s.me()}
	w.failed = nil
	s.member.Note(0)
	s.member.NoteItem(-1)
	w.clock.start(w, &task)
	v, err := w.execute(t, &task)
	w.clock.stop()
	if err != nil {
		if object.IsCancelled(err) {
			return false, err
		}
		result.status = statusRaised
		return true, w.put(&result, s.raisedInTask(s.rt.Exception(err)))
	}
	if task.flags&taskKeepGoing != 0 {
		result.status = statusMixed
		return true, w.put(&result, v, w.failed)
	}
	return true, w.put(&result, v)
}

// execute calls the function of a task.
func (w *worker) execute(t *starlark.Thread, task *taskFrame) (starlark.Value, error) {
	function, err := w.decodeFunction(task)
	if err != nil {
		return nil, err
	}
	if task.flags&(taskMap|taskStarmap) == 0 {
		call, err := w.s.decode(task.args, 2)
		if err != nil {
			return nil, err
		}
		args, kwargs := call[0].(starlark.Tuple), call[1]
		var named []starlark.Tuple
		if d, ok := object.Underlying(kwargs).(*starlark.Dict); ok {
			named = d.Items()
		}
		return starlark.Call(t, function, args, named)
	}
	values, err := w.s.decode(task.args, 1)
	if err != nil {
		return nil, err
	}
	items := values[0].(starlark.Tuple)
	out := make(starlark.Tuple, len(items))
	for i := range items {
		w.s.member.NoteItem(i)
		args := items[i : i+1]
		if i > 0 && task.timeout > 0 {
			w.clock.next(i)
		}
		if task.flags&taskStarmap != 0 {
			args, err = w.s.starArguments(t, items[i])
		}
		if err == nil {
			out[i], err = starlark.Call(t, function, args, nil)
		}
		if err != nil {
			if task.flags&taskKeepGoing == 0 || object.IsCancelled(err) {
				return nil, err
			}
			out[i] = w.s.raisedInTask(w.s.rt.Exception(err))
			w.failed = append(w.failed, starlark.MakeInt(i))
			err = nil
		}
	}
	return out, nil
}

// decodeFunction returns the function of a task, the one decoded before if the bytes are the same and that makes no
// difference.
func (w *worker) decodeFunction(task *taskFrame) (starlark.Value, error) {
	keep := task.flags&taskKeep != 0
	if keep && w.function != nil && bytes.Equal(w.encoded, task.function) {
		return w.function, nil
	}
	values, err := w.s.decode(task.function, 1)
	if err != nil {
		return nil, err
	}
	if keep {
		w.function, w.encoded = values[0], append(w.encoded[:0], task.function...)
	}
	return values[0], nil
}

// put sends a result. A value that cannot travel is replaced by the exception that says so.
func (w *worker) put(f *resultFrame, v ...starlark.Value) error {
	s := w.s
	data, refs, err := s.encode("result", v...)
	if err != nil {
		replaced := s.maybeEncodingError(err, v[0])
		if f.status != statusInit {
			f.status = statusRaised
		}
		if data, refs, err = s.encode("result", replaced); err != nil {
			return err
		}
	}
	d, err := s.member.NewDraft(resultHeader + len(data))
	if err != nil {
		return scriptError(err)
	}
	copy(d.Bytes(), f.header())
	copy(d.Bytes()[resultHeader:], data)
	for _, r := range refs {
		if err := d.Attach(r); err != nil {
			d.Discard()
			return scriptError(err)
		}
	}
	if err := w.results.PutDraft(shm.Wait{}, d); err != nil {
		d.Discard()
		return scriptError(err)
	}
	return nil
}

// raisedInTask prepares an exception for the way to the pool: it carries its traceback as text.
func (s *State) raisedInTask(e *object.Instance) starlark.Value {
	r := e.Raised()
	text := s.Traceback(e)
	r.Remote = text
	return e
}

// maybeEncodingError is pool.MaybeEncodingError: what a task returned or raised cannot travel.
func (s *State) maybeEncodingError(reason error, v starlark.Value) starlark.Value {
	why, _ := s.rt.Repr(s.rt.Exception(reason))
	what, err := s.rt.Repr(v)
	if err != nil {
		what = "<unprintable " + object.TypeName(v) + " object>"
	}
	s.encodingErrorClass()
	e := s.rt.NewException(MaybeEncodingError)
	setEncodingError(e, why, what)
	if raised, ok := v.(*object.Instance); ok && raised.Raised() != nil {
		e.Raised().Remote = raised.Raised().Remote
	}
	return e
}
