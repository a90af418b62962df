package multiprocessing

import (
	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
	"parlark/ipc/shm"
)

// This file holds the calls of Pool that take an iterable, and how its items become tasks.

// poolMap makes map, map_async, starmap and starmap_async.
func poolMap(name string, flags uint64, wait bool) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := poolOf(self)
		var function, iterable, chunksize, callback, errorCallback, limit, failFast starlark.Value
		pairs := []any{"func", &function, "iterable", &iterable, "chunksize??", &chunksize}
		if !wait {
			pairs = append(pairs, "callback??", &callback, "error_callback??", &errorCallback)
		}
		pairs = append(pairs, "*", nil, "timeout??", &limit, "fail_fast??", &failFast)
		if err := object.UnpackMethod("Pool."+name, args, kwargs, pairs...); err != nil {
			return nil, err
		}
		if err := p.check(); err != nil {
			return nil, err
		}
		o, err := p.options(limit, failFast)
		if err != nil {
			return nil, err
		}
		items, err := p.s.rt.List(t, iterable)
		if err != nil {
			return nil, err
		}
		chunk, err := p.chunkSize(chunksize, len(items), o)
		if err != nil {
			return nil, err
		}
		r, err := p.mapItems(t, function, items, chunk, flags, o, callback, errorCallback)
		if err != nil {
			return nil, err
		}
		if wait {
			return r.await(t)
		}
		return r, nil
	}
}

// chunkSize is CPython's default: four chunks for each worker.
func (p *pool) chunkSize(v starlark.Value, items int, o callOptions) (int, error) {
	if v == nil && o.single() {
		return 1, nil
	}
	if v == nil {
		return max(1, (items+4*p.size-1)/(4*p.size)), nil
	}
	n, err := object.AsInt(v)
	if err != nil {
		return 0, err
	}
	if n < 1 {
		return 0, exceptions.ValueError.Errorf("Chunksize must be 1+, not %d", n)
	}
	return n, nil
}

// mapItems puts the chunks of a map.
func (p *pool) mapItems(t *starlark.Thread, function starlark.Value, items []starlark.Value, chunk int, flags uint64, o callOptions, callback, errorCallback starlark.Value) (*asyncResult, error) {
	c, err := p.prepare(function, flags, o)
	if c == nil {
		c = &call{label: label(function)}
	}
	r := p.newResult("MapResult", c, callback, errorCallback)
	r.chunk, r.items = chunk, make([]starlark.Value, len(items))
	r.missing, r.failFast, r.keepGoing = (len(items)+chunk-1)/chunk, o.failFast, o.keepGoing
	if err != nil {
		r.finish(t, false, p.s.rt.Exception(err))
		return r, nil
	}
	if len(items) == 0 {
		// As in CPython there is no callback for an empty input.
		r.ok, r.value = true, starlark.NewList(nil)
		close(r.done)
		p.forget(r.job)
		return r, nil
	}
	index := uint64(0)
	for from := 0; from < len(items); from += chunk {
		part := items[from:min(from+chunk, len(items))]
		if err := p.put(c, r.job, index, starlark.Tuple(part)); err != nil {
			r.arrived(t, index, false, p.s.rt.Exception(err))
		}
		index++
	}
	return r, nil
}

// poolImap makes imap and imap_unordered.
func poolImap(name string, ordered bool) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		p := poolOf(self)
		var function, iterable, chunksize, limit starlark.Value
		err := object.UnpackMethod("Pool."+name, args, kwargs, "func", &function, "iterable", &iterable, "chunksize?", &chunksize, "*", nil, "timeout??", &limit)
		if err != nil {
			return nil, err
		}
		o, err := p.options(limit, nil)
		if err != nil {
			return nil, err
		}
		if err := p.check(); err != nil {
			return nil, err
		}
		chunk := 1
		if chunksize != nil {
			var err error
			if chunk, err = object.AsInt(chunksize); err != nil {
				return nil, err
			}
			if chunk < 1 {
				return nil, exceptions.ValueError.Errorf("Chunksize must be 1+, not %d", chunk)
			}
		}
		input, err := p.s.rt.Iter(t, iterable)
		if err != nil {
			return nil, err
		}
		c, err := p.prepare(function, taskMap, o)
		if err != nil {
			return nil, err
		}
		it := &imapIterator{
			pool: p, job: p.newJob(), label: c.label, ordered: ordered, call: c, input: input, chunk: chunk,
			arrivals: map[uint64]outcome{}, changed: make(chan struct{}),
		}
		p.open[it.job] = it
		p.calls[it.job] = c
		it.feed(t)
		return it, nil
	}
}

// prepare encodes a function once for all tasks of a job.
func (p *pool) prepare(function starlark.Value, flags uint64, o callOptions) (*call, error) {
	if o.keepGoing {
		flags |= taskKeepGoing
	}
	if p.threads != nil {
		return &call{label: label(function), value: function, flags: flags}, nil
	}
	const large = 64 << 10
	plain := isPlain(function)
	if plain && p.encodedFor == function && len(p.encoded.function) > large {
		c := *p.encoded
		c.flags, c.timeout = flags|taskKeep, o.timeout
		return &c, nil
	}
	data, refs, err := p.s.encode("func", function)
	if err != nil {
		return nil, err
	}
	c := &call{label: label(function), function: append([]byte{}, data...), refs: append([]shm.Ref{}, refs...), flags: flags, timeout: o.timeout}
	if plain {
		c.flags |= taskKeep
		p.encodedFor, p.encoded = function, c
	}
	return c, nil
}

// isPlain reports whether a function carries no state of its own: a worker may decode it once.
func isPlain(v starlark.Value) bool {
	switch f := v.(type) {
	case *starlark.Function:
		for i := 0; i < f.NumParams(); i++ {
			if f.ParamDefault(i) != nil {
				return false
			}
		}
		return f.NumFreeVars() == 0
	case *object.Builtin:
		return true
	}
	return false
}
