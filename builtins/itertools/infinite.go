package itertools

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
)

// This file holds count, cycle and repeat.

func count(c declare.Call) (starlark.Value, error) {
	var start, by starlark.Value = starlark.MakeInt(0), starlark.MakeInt(1)
	if err := c.Unpack("start?", &start, "step?", &by); err != nil {
		return nil, err
	}
	next := start
	_, isFloat := by.(starlark.Float)
	if _, ok := start.(starlark.Float); ok {
		isFloat = true
	}
	return c.RT.NewIterator("count", func() (starlark.Value, bool, error) {
		v := next
		var err error
		if i, ok := next.(starlark.Int); ok && !isFloat {
			if d, ok := by.(starlark.Int); ok {
				next = i.Add(d)
				return v, true, nil
			}
		}
		next, err = c.RT.Binary(syntax.PLUS, next, by)
		return v, err == nil, err
	}), nil
}

func cycle(c declare.Call) (starlark.Value, error) {
	if err := c.Exactly(1); err != nil {
		return nil, err
	}
	it, err := c.RT.Iter(c.T, c.Args[0])
	if err != nil {
		return nil, err
	}
	var saved []starlark.Value
	i := -1
	return c.RT.NewIterator("cycle", func() (starlark.Value, bool, error) {
		if i < 0 {
			v, ok, err := it.Step()
			if err != nil {
				return nil, false, err
			}
			if ok {
				saved = append(saved, v)
				return v, true, nil
			}
			i = 0
		}
		if len(saved) == 0 {
			return end()
		}
		v := saved[i]
		i = (i + 1) % len(saved)
		return v, true, nil
	}), nil
}

func repeat(c declare.Call) (starlark.Value, error) {
	var v starlark.Value
	times := -1
	var given starlark.Value
	if err := c.Unpack("object", &v, "times?", &given); err != nil {
		return nil, err
	}
	if given != nil {
		n, err := intArgument(given)
		if err != nil {
			return nil, err
		}
		times = max(n, 0)
	}
	return c.RT.NewIterator("repeat", func() (starlark.Value, bool, error) {
		if times == 0 {
			return end()
		}
		if times > 0 {
			times--
		}
		return v, true, nil
	}), nil
}

// tee returns iterators that share what they have not all seen.
func tee(c declare.Call) (starlark.Value, error) {
	if err := c.Between(1, 2); err != nil {
		return nil, err
	}
	n := 2
	if len(c.Args) == 2 {
		var err error
		if n, err = intArgument(c.Args[1]); err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exceptions.ValueError.Errorf("n must be >= 0")
		}
	}
	it, err := c.RT.Iter(c.T, c.Args[0])
	if err != nil {
		return nil, err
	}
	head := &link{}
	out := make(starlark.Tuple, n)
	for i := range out {
		at := head
		out[i] = c.RT.NewIterator("_tee", func() (starlark.Value, bool, error) {
			if at.next == nil {
				v, ok, err := it.Step()
				if err != nil || !ok {
					return nil, false, err
				}
				at.value, at.next = v, &link{}
			}
			v := at.value
			at = at.next
			return v, true, nil
		})
	}
	return out, nil
}

// link is one element of what tee's iterators share; the last has no value yet.
type link struct {
	value starlark.Value
	next  *link
}
