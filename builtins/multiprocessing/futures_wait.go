package multiprocessing

import (
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines wait() and as_completed() of concurrent.futures.

// futureList reads an iterable of futures, without duplicates.
func (s *State) futureList(t *starlark.Thread, v starlark.Value) ([]*future, error) {
	elements, err := s.rt.List(t, v)
	if err != nil {
		return nil, err
	}
	seen := map[*future]bool{}
	var list []*future
	for _, e := range elements {
		f, ok := futureOf(e)
		if !ok {
			return nil, exceptions.AttributeError.Errorf("'%s' object has no attribute '_condition'", object.TypeName(e))
		}
		if !seen[f] {
			seen[f] = true
			list = append(list, f)
		}
	}
	return list, nil
}

// watch collects futures in the order in which they end. Its fields change under the interpreter lock only.
type watch struct {
	ended   []*future
	changed chan struct{}
}

// watchAll returns a watch of futures; those that have ended come first.
func watchAll(list []*future) *watch {
	w := &watch{changed: make(chan struct{})}
	for _, f := range list {
		if f.isDone() {
			w.ended = append(w.ended, f)
			continue
		}
		f.watchers = append(f.watchers, func(f *future) {
			w.ended = append(w.ended, f)
			close(w.changed)
			w.changed = make(chan struct{})
		})
	}
	return w
}

// futuresWait is wait(fs, timeout=None, return_when=ALL_COMPLETED).
func (s *State) futuresWait(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var fs, limit starlark.Value
	var when starlark.Value = starlark.String("ALL_COMPLETED")
	if err := object.Unpack("wait", args, kwargs, "fs", &fs, "timeout??", &limit, "return_when?", &when); err != nil {
		return nil, err
	}
	list, err := s.futureList(t, fs)
	if err != nil {
		return nil, err
	}
	deadline, err := deadlineOf(limit)
	if err != nil {
		return nil, err
	}
	w := watchAll(list)
	enough, err := s.enough(when, w)
	if err != nil && len(w.ended) < len(list) {
		return nil, err
	}
	for len(w.ended) < len(list) && !enough() {
		more, err := s.rt.Await(t, w.changed, deadline)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
	}
	done, notDone := new(starlark.Set), new(starlark.Set)
	for _, f := range list {
		side := notDone
		if f.isDone() {
			side = done
		}
		if err := side.Insert(f.inst); err != nil {
			return nil, err
		}
	}
	return s.doneAndNotDone(t, done, notDone)
}

// enough returns the test for the end of a wait() before all futures have ended: return_when.
func (s *State) enough(when starlark.Value, w *watch) (func() bool, error) {
	name, _ := starlark.AsString(when)
	switch name {
	case "FIRST_COMPLETED":
		return func() bool { return len(w.ended) > 0 }, nil
	case "FIRST_EXCEPTION":
		return func() bool {
			for _, f := range w.ended {
				if f.exception != nil {
					return true
				}
			}
			return false
		}, nil
	case "ALL_COMPLETED":
		return func() bool { return false }, nil
	}
	text, err := s.rt.Repr(when)
	if err != nil {
		return nil, err
	}
	return nil, exceptions.ValueError.Errorf("Invalid return condition: %s", text)
}

// doneAndNotDone is the named tuple that wait() returns.
func (s *State) doneAndNotDone(t *starlark.Thread, done, notDone starlark.Value) (starlark.Value, error) {
	m := &s.parts.futures
	if m.doneAndNotDone == nil {
		tuple, _ := s.rt.Builtin("tuple").(*object.Class)
		ns := map[string]starlark.Value{"__module__": starlark.String("concurrent.futures._base")}
		c, err := s.rt.NewClass("DoneAndNotDoneFutures", []*object.Class{tuple}, ns, []string{"__module__"})
		if err != nil {
			return nil, err
		}
		for i, name := range []string{"done", "not_done"} {
			c.Define(name, object.NewProperty(object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return object.Underlying(args[0]).(starlark.Tuple)[i], nil
			}), nil))
		}
		c.Define("__repr__", object.NewMethod(c, "__repr__", func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			pair := object.Underlying(self).(starlark.Tuple)
			first, err := s.rt.Repr(pair[0])
			if err != nil {
				return nil, err
			}
			second, err := s.rt.Repr(pair[1])
			return starlark.String("DoneAndNotDoneFutures(done=" + first + ", not_done=" + second + ")"), err
		}))
		m.doneAndNotDone = c
	}
	inst := m.doneAndNotDone.Allocate(t)
	inst.SetUnderlying(starlark.Tuple{done, notDone})
	return inst, nil
}

// asCompleted is as_completed(fs, timeout=None).
func (s *State) asCompleted(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var fs, limit starlark.Value
	if err := object.Unpack("as_completed", args, kwargs, "fs", &fs, "timeout??", &limit); err != nil {
		return nil, err
	}
	var w *watch
	var list []*future
	var deadline time.Time
	yielded := 0
	return s.rt.NewIterator("generator", func() (starlark.Value, bool, error) {
		t := s.rt.Current()
		if w == nil { // a generator's code runs with the first next()
			var err error
			if deadline, err = deadlineOf(limit); err != nil {
				return nil, false, err
			}
			if list, err = s.futureList(t, fs); err != nil {
				return nil, false, err
			}
			w = watchAll(list)
		}
		if yielded == len(list) {
			return nil, false, nil
		}
		for len(w.ended) == yielded {
			more, err := s.rt.Await(t, w.changed, deadline)
			if err != nil {
				return nil, false, err
			}
			if !more {
				return nil, false, exceptions.TimeoutError.Errorf("%d (of %d) futures unfinished", len(list)-yielded, len(list))
			}
		}
		f := w.ended[yielded]
		yielded++
		return f.inst, true, nil
	}), nil
}
