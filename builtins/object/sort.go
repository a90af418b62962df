package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file sorts by Python's rules: stable, by < alone.

// sort returns the elements in order; kwargs are those of list.sort. elements is not changed.
func (rt *Runtime) sort(t *starlark.Thread, name string, elements []starlark.Value, kwargs []starlark.Tuple) ([]starlark.Value, error) {
	var key starlark.Value = starlark.None
	reverse := false
	for _, kv := range kwargs {
		switch k := string(kv[0].(starlark.String)); k {
		case "key":
			key = kv[1]
		case "reverse":
			n, err := AsInt(kv[1])
			if err != nil {
				return nil, err
			}
			reverse = n != 0
		default:
			return nil, unexpectedKeyword("sort", k, []string{"key", "reverse"})
		}
	}
	pairs := make([]sortPair, len(elements))
	for i, v := range elements {
		pairs[i] = sortPair{v, v}
		if key != starlark.None {
			k, err := starlark.Call(t, key, starlark.Tuple{v}, nil)
			if err != nil {
				return nil, err
			}
			pairs[i].key = k
		}
	}
	// Sorting the reversed list and reversing the result keeps equal elements in their order.
	if reverse {
		reversePairs(pairs)
	}
	s := sorter{less: rt.lessFor(pairs), spare: make([]sortPair, len(pairs))}
	s.sort(pairs)
	if s.err != nil {
		return nil, s.err
	}
	if reverse {
		reversePairs(pairs)
	}
	out := make([]starlark.Value, len(pairs))
	for i, p := range pairs {
		out[i] = p.value
	}
	return out, nil
}

type sortPair struct{ key, value starlark.Value }

func reversePairs(p []sortPair) {
	for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
		p[i], p[j] = p[j], p[i]
	}
}

// lessFor returns the comparison of the keys, a short one if all are of the same simple type.
func (rt *Runtime) lessFor(pairs []sortPair) func(a, b starlark.Value) (bool, error) {
	kind := 0
	for i := range pairs {
		k := 0
		switch x := pairs[i].key.(type) {
		case starlark.String:
			k = 1
		case starlark.Int:
			if _, small := x.Int64(); small {
				k = 2
			}
		case starlark.Float:
			k = 3
		}
		if k == 0 || kind != 0 && k != kind {
			kind = 0
			break
		}
		kind = k
	}
	switch kind {
	case 1:
		return func(a, b starlark.Value) (bool, error) {
			return a.(starlark.String) < b.(starlark.String), nil
		}
	case 2:
		return func(a, b starlark.Value) (bool, error) {
			x, _ := a.(starlark.Int).Int64()
			y, _ := b.(starlark.Int).Int64()
			return x < y, nil
		}
	case 3:
		return func(a, b starlark.Value) (bool, error) {
			return a.(starlark.Float) < b.(starlark.Float), nil
		}
	}
	return func(a, b starlark.Value) (bool, error) { return rt.Compare(syntax.LT, a, b) }
}

// sorter is a stable merge sort that stops at the first error.
type sorter struct {
	less  func(a, b starlark.Value) (bool, error)
	spare []sortPair
	err   error
}

// insertionRun is the length up to which insertion is used.
const insertionRun = 16

func (s *sorter) before(a, b *sortPair) bool {
	if s.err != nil {
		return false
	}
	r, err := s.less(a.key, b.key)
	if err != nil {
		s.err = err
	}
	return r
}

func (s *sorter) sort(p []sortPair) {
	if s.err != nil {
		return
	}
	if len(p) <= insertionRun {
		for i := 1; i < len(p); i++ {
			for j := i; j > 0 && s.before(&p[j], &p[j-1]); j-- {
				p[j], p[j-1] = p[j-1], p[j]
			}
		}
		return
	}
	half := len(p) / 2
	s.sort(p[:half])
	s.sort(p[half:])
	s.merge(p, half)
}

// merge merges the sorted p[:half] and p[half:].
func (s *sorter) merge(p []sortPair, half int) {
	if !s.before(&p[half], &p[half-1]) {
		return
	}
	left := s.spare[:half]
	copy(left, p[:half])
	i, j, k := 0, half, 0
	for i < half && j < len(p) {
		if s.before(&p[j], &left[i]) {
			p[k] = p[j]
			j++
		} else {
			p[k] = left[i]
			i++
		}
		k++
	}
	copy(p[k:], left[i:])
}
