package itertools

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds what combines iterables, or the elements of one with each other.

const plus = syntax.PLUS

func chain(c declare.Call) (starlark.Value, error) {
	if len(c.Kwargs) > 0 {
		return nil, declare.TypeErrorf("chain() takes no keyword arguments")
	}
	i := 0
	return chained(c, func() (starlark.Value, bool, error) {
		if i == len(c.Args) {
			return end()
		}
		i++
		return c.Args[i-1], true, nil
	}), nil
}

func chainFrom(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	it, err := over(c, 0)
	if err != nil {
		return nil, err
	}
	return chained(c, it.Step), nil
}

func chained(c declare.Call, sources step) starlark.Value {
	var it *object.Iterator
	return c.RT.NewIterator("chain", func() (starlark.Value, bool, error) {
		for {
			if it == nil {
				source, ok, err := sources()
				if err != nil || !ok {
					return nil, false, err
				}
				if it, err = c.RT.Iter(threadOf(c), source); err != nil {
					return nil, false, err
				}
			}
			if v, ok, err := it.Step(); ok || err != nil {
				return v, ok, err
			}
			it = nil
		}
	})
}

func zipLongest(c declare.Call) (starlark.Value, error) {
	var fill starlark.Value = starlark.None
	for _, kv := range c.Kwargs {
		if kv[0] != starlark.String("fillvalue") {
			return nil, declare.TypeErrorf("zip_longest() got an unexpected keyword argument")
		}
		fill = kv[1]
	}
	its, err := iterators(c, c.Args)
	if err != nil {
		return nil, err
	}
	active := len(its)
	return c.RT.NewIterator("zip_longest", func() (starlark.Value, bool, error) {
		if active == 0 {
			return end()
		}
		row := make(starlark.Tuple, len(its))
		for i, it := range its {
			row[i] = fill
			if it == nil {
				continue
			}
			v, ok, err := it.Step()
			if err != nil {
				return nil, false, err
			}
			if ok {
				row[i] = v
				continue
			}
			its[i] = nil
			if active--; active == 0 {
				return end()
			}
		}
		return row, true, nil
	}), nil
}

func product(c declare.Call) (starlark.Value, error) {
	times := 1
	for _, kv := range c.Kwargs {
		if kv[0] != starlark.String("repeat") {
			return nil, declare.TypeErrorf("'%s' is an invalid keyword argument for product()", string(kv[0].(starlark.String)))
		}
		n, err := object.AsInt(kv[1])
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exceptions.ValueError.Errorf("repeat argument cannot be negative")
		}
		times = n
	}
	var once [][]starlark.Value
	for _, v := range c.Args {
		elements, err := c.List(v)
		if err != nil {
			return nil, err
		}
		once = append(once, elements)
	}
	var pools [][]starlark.Value
	for range times {
		pools = append(pools, once...)
	}
	indices := make([]int, len(pools))
	started, done := false, false
	for _, p := range pools {
		done = done || len(p) == 0
	}
	return c.RT.NewIterator("product", func() (starlark.Value, bool, error) {
		if started && !done {
			i := len(pools) - 1
			for ; i >= 0; i-- {
				if indices[i]++; indices[i] < len(pools[i]) {
					break
				}
				indices[i] = 0
			}
			done = i < 0
		}
		started = true
		if done {
			return end()
		}
		row := make(starlark.Tuple, len(pools))
		for i, p := range pools {
			row[i] = p[indices[i]]
		}
		return row, true, nil
	}), nil
}

// poolAndLength reads the arguments (iterable, r); r may be absent for permutations.
func poolAndLength(c declare.Call) ([]starlark.Value, int, error) {
	var iterable, r starlark.Value
	name := "r"
	if c.Name == "permutations" {
		name = "r??"
	}
	if err := c.Unpack("iterable", &iterable, name, &r); err != nil {
		return nil, 0, err
	}
	pool, err := c.List(iterable)
	if err != nil {
		return nil, 0, err
	}
	n := len(pool)
	if r != nil {
		if n, err = object.AsInt(r); err != nil {
			return nil, 0, declare.TypeErrorf("Expected int as r")
		}
		if n < 0 {
			return nil, 0, exceptions.ValueError.Errorf("r must be non-negative")
		}
	}
	return pool, n, nil
}

// pick returns the elements of pool at the indices.
func pick(pool []starlark.Value, indices []int) starlark.Tuple {
	row := make(starlark.Tuple, len(indices))
	for i, at := range indices {
		row[i] = pool[at]
	}
	return row
}

// choose iterates over index lists of length r of which the first is given and advance makes the next.
func choose(c declare.Call, pool []starlark.Value, indices []int, empty bool, advance func(indices []int) bool) starlark.Value {
	started := false
	return c.RT.NewIterator(c.Name, func() (starlark.Value, bool, error) {
		if empty {
			return end()
		}
		if started && !advance(indices) {
			empty = true
			return end()
		}
		started = true
		return pick(pool, indices), true, nil
	})
}

func combinations(c declare.Call) (starlark.Value, error) {
	pool, r, err := poolAndLength(c)
	if err != nil {
		return nil, err
	}
	n := len(pool)
	if r > n {
		return choose(c, nil, nil, true, nil), nil
	}
	indices := make([]int, r)
	for i := range indices {
		indices[i] = i
	}
	return choose(c, pool, indices, false, func(at []int) bool {
		i := r - 1
		for i >= 0 && at[i] == i+n-r {
			i--
		}
		if i < 0 {
			return false
		}
		at[i]++
		for j := i + 1; j < r; j++ {
			at[j] = at[j-1] + 1
		}
		return true
	}), nil
}

func combinationsWithReplacement(c declare.Call) (starlark.Value, error) {
	pool, r, err := poolAndLength(c)
	if err != nil {
		return nil, err
	}
	n := len(pool)
	if n == 0 && r > 0 {
		return choose(c, nil, nil, true, nil), nil
	}
	return choose(c, pool, make([]int, r), false, func(at []int) bool {
		i := r - 1
		for i >= 0 && at[i] == n-1 {
			i--
		}
		if i < 0 {
			return false
		}
		v := at[i] + 1
		for ; i < r; i++ {
			at[i] = v
		}
		return true
	}), nil
}

func permutations(c declare.Call) (starlark.Value, error) {
	pool, r, err := poolAndLength(c)
	if err != nil {
		return nil, err
	}
	n := len(pool)
	if r > n {
		return choose(c, nil, nil, true, nil), nil
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	cycles := make([]int, r)
	for i := range cycles {
		cycles[i] = n - i
	}
	return choose(c, pool, order[:r:r], false, func([]int) bool {
		for i := r - 1; i >= 0; i-- {
			if cycles[i]--; cycles[i] > 0 {
				j := n - cycles[i]
				order[i], order[j] = order[j], order[i]
				return true
			}
			first := order[i]
			copy(order[i:], order[i+1:])
			order[n-1] = first
			cycles[i] = n - i
		}
		return false
	}), nil
}
