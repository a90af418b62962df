package itertools

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds what picks, groups or maps the elements of one iterable.

func intArgument(v starlark.Value) (int, error) { return object.AsInt(v) }

// over returns iter(args[i]).
func over(c declare.Call, i int) (*object.Iterator, error) { return c.RT.Iter(c.T, c.Args[i]) }

func accumulate(c declare.Call) (starlark.Value, error) {
	var iterable, f, initial starlark.Value
	if err := c.Unpack("iterable", &iterable, "func??", &f, "*", nil, "initial??", &initial); err != nil {
		return nil, err
	}
	it, err := c.RT.Iter(c.T, iterable)
	if err != nil {
		return nil, err
	}
	total, first := initial, true
	return c.RT.NewIterator("accumulate", func() (starlark.Value, bool, error) {
		if first {
			first = false
			if total != nil {
				return total, true, nil
			}
			v, ok, err := it.Step()
			total = v
			return v, ok, err
		}
		v, ok, err := it.Step()
		if err != nil || !ok || total == nil {
			return nil, false, err
		}
		if f == nil {
			total, err = c.RT.Binary(plus, total, v)
		} else {
			total, err = starlark.Call(threadOf(c), f, starlark.Tuple{total, v}, nil)
		}
		return total, err == nil, err
	}), nil
}

func batched(c declare.Call) (starlark.Value, error) {
	var iterable starlark.Value
	n, strict := 0, false
	if err := c.Unpack("iterable", &iterable, "n", &n, "*", nil, "strict?", &strict); err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, exceptions.ValueError.Errorf("n must be at least one")
	}
	it, err := c.RT.Iter(c.T, iterable)
	if err != nil {
		return nil, err
	}
	return c.RT.NewIterator("batched", func() (starlark.Value, bool, error) {
		batch := make(starlark.Tuple, 0, min(n, 64))
		for len(batch) < n {
			v, ok, err := it.Step()
			if err != nil {
				return nil, false, err
			}
			if !ok {
				break
			}
			batch = append(batch, v)
		}
		if strict && len(batch) > 0 && len(batch) < n {
			return nil, false, exceptions.ValueError.Errorf("batched(): incomplete batch")
		}
		return batch, len(batch) > 0, nil
	}), nil
}

func compress(c declare.Call) (starlark.Value, error) {
	var data, selectors starlark.Value
	if err := c.Unpack("data", &data, "selectors", &selectors); err != nil {
		return nil, err
	}
	its, err := iterators(c, starlark.Tuple{data, selectors})
	if err != nil {
		return nil, err
	}
	return c.RT.NewIterator("compress", func() (starlark.Value, bool, error) {
		for {
			v, ok, err := its[0].Step()
			if err != nil || !ok {
				return nil, false, err
			}
			s, ok, err := its[1].Step()
			if err != nil || !ok {
				return nil, false, err
			}
			if keep, err := c.Truth(s); keep || err != nil {
				return v, err == nil, err
			}
		}
	}), nil
}

// holds evaluates a predicate; None is bool.
func holds(c declare.Call, predicate, v starlark.Value) (bool, error) {
	if predicate == starlark.None {
		return c.Truth(v)
	}
	r, err := starlark.Call(threadOf(c), predicate, starlark.Tuple{v}, nil)
	if err != nil {
		return false, err
	}
	return c.Truth(r)
}

func filterFalse(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	it, err := over(c, 1)
	if err != nil {
		return nil, err
	}
	return c.RT.NewIterator("filterfalse", func() (starlark.Value, bool, error) {
		for {
			v, ok, err := it.Step()
			if err != nil || !ok {
				return nil, false, err
			}
			if h, err := holds(c, c.Args[0], v); !h || err != nil {
				return v, err == nil, err
			}
		}
	}), nil
}

func takeWhile(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	it, err := over(c, 1)
	if err != nil {
		return nil, err
	}
	over := false
	return c.RT.NewIterator("takewhile", func() (starlark.Value, bool, error) {
		if over {
			return end()
		}
		v, ok, err := it.Step()
		if err != nil || !ok {
			return nil, false, err
		}
		h, err := holds(c, c.Args[0], v)
		over = !h
		return v, h, err
	}), nil
}

func dropWhile(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	it, err := over(c, 1)
	if err != nil {
		return nil, err
	}
	started := false
	return c.RT.NewIterator("dropwhile", func() (starlark.Value, bool, error) {
		for {
			v, ok, err := it.Step()
			if err != nil || !ok || started {
				return v, ok, err
			}
			h, err := holds(c, c.Args[0], v)
			if err != nil {
				return nil, false, err
			}
			if !h {
				started = true
				return v, true, nil
			}
		}
	}), nil
}

func starmap(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(2); err != nil {
		return nil, err
	}
	it, err := over(c, 1)
	if err != nil {
		return nil, err
	}
	return c.RT.NewIterator("starmap", func() (starlark.Value, bool, error) {
		v, ok, err := it.Step()
		if err != nil || !ok {
			return nil, false, err
		}
		args, err := c.RT.List(threadOf(c), v)
		if err != nil {
			return nil, false, err
		}
		r, err := starlark.Call(threadOf(c), c.Args[0], append(starlark.Tuple{}, args...), nil)
		return r, err == nil, err
	}), nil
}

// islice is islice(iterable, stop) and islice(iterable, start, stop[, step]).
func islice(c declare.Call) (starlark.Value, error) {
	if err := c.Between(2, 4); err != nil {
		return nil, err
	}
	bounds := [3]int{0, -1, 1} // start, stop (-1: none), step
	set := func(i int, v starlark.Value, what string) error {
		if v == starlark.None {
			return nil
		}
		n, err := object.AsInt(v)
		if err != nil || n < 0 || i == 2 && n == 0 {
			return exceptions.ValueError.Errorf("%s", what)
		}
		bounds[i] = n
		return nil
	}
	const indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
	if len(c.Args) == 2 {
		if err := set(1, c.Args[1], "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."); err != nil {
			return nil, err
		}
	}
	for i, v := range c.Args[1:] {
		if len(c.Args) == 2 {
			break
		}
		what := indices
		if i == 2 {
			what = "Step for islice() must be a positive integer or None."
		}
		if err := set(i, v, what); err != nil {
			return nil, err
		}
	}
	it, err := over(c, 0)
	if err != nil {
		return nil, err
	}
	at, next, stop := 0, bounds[0], bounds[1]
	return c.RT.NewIterator("islice", func() (starlark.Value, bool, error) {
		for {
			if stop >= 0 && next >= stop {
				for at < stop { // CPython consumes what lies before the stop
					if _, ok, err := it.Step(); err != nil || !ok {
						return nil, false, err
					}
					at++
				}
				return end()
			}
			v, ok, err := it.Step()
			if err != nil || !ok {
				return nil, false, err
			}
			at++
			if at-1 == next {
				next += bounds[2]
				return v, true, nil
			}
		}
	}), nil
}

func pairwise(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	it, err := over(c, 0)
	if err != nil {
		return nil, err
	}
	var last starlark.Value
	return c.RT.NewIterator("pairwise", func() (starlark.Value, bool, error) {
		if last == nil {
			v, ok, err := it.Step()
			if err != nil || !ok {
				return nil, false, err
			}
			last = v
		}
		v, ok, err := it.Step()
		if err != nil || !ok {
			return nil, false, err
		}
		pair := starlark.Tuple{last, v}
		last = v
		return pair, true, nil
	}), nil
}

// groupBy shares one position between the iterator of groups and the group that was returned last.
func groupBy(c declare.Call) (starlark.Value, error) {
	var iterable starlark.Value
	var key starlark.Value = starlark.None
	if err := c.Unpack("iterable", &iterable, "key?", &key); err != nil {
		return nil, err
	}
	it, err := c.RT.Iter(c.T, iterable)
	if err != nil {
		return nil, err
	}
	var value, current, target starlark.Value
	advance := func() (bool, error) {
		v, ok, err := it.Step()
		if err != nil || !ok {
			return false, err
		}
		value, current = v, v
		if key != starlark.None {
			current, err = starlark.Call(threadOf(c), key, starlark.Tuple{v}, nil)
		}
		return err == nil, err
	}
	generation, done := 0, false
	return c.RT.NewIterator("groupby", func() (starlark.Value, bool, error) {
		generation++
		mine := generation
		for {
			if done {
				return end()
			}
			if current != nil {
				same := false
				if target != nil {
					if same, err = c.RT.Equal(current, target); err != nil {
						return nil, false, err
					}
				}
				if !same {
					break
				}
			}
			ok, err := advance()
			if err != nil {
				return nil, false, err
			}
			done = !ok
		}
		target = current
		mineKey, fresh := current, true
		group := c.RT.NewIterator("_grouper", func() (starlark.Value, bool, error) {
			if mine != generation || done {
				return end()
			}
			if !fresh {
				ok, err := advance()
				if err != nil {
					return nil, false, err
				}
				if !ok {
					done = true
					return end()
				}
				same, err := c.RT.Equal(current, mineKey)
				if err != nil || !same {
					generation++
					return nil, false, err
				}
			}
			fresh = false
			return value, true, nil
		})
		return starlark.Tuple{current, group}, true, nil
	}), nil
}
