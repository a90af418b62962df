package object

import "go.starlark.net/starlark"

// This file lets a generator compute elements before they are asked for. Lowering picks those whose body touches only
// numbers of its own (the language front end says which), so that nobody can tell; switching between body and consumer
// costs more than such a body.

// maxAhead is how many elements a body may be ahead. It starts with one and doubles, so no more is computed in vain than
// has been used.
const maxAhead = 64

// ahead holds the elements that were computed and not yet taken.
type ahead struct {
	kept   []starlark.Value
	taken  int
	window int
}

// makeAhead is #genahead(body, args...).
func (rt *Runtime) makeAhead(t *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return rt.newGenerator(t, args, &ahead{window: 1}), nil
}

// keep adds an element that the body yields and reports whether the body may go on.
func (a *ahead) keep(v starlark.Value) bool {
	a.kept = append(a.kept, v)
	return len(a.kept) < a.window
}

// take returns the next element that is kept.
func (a *ahead) take() (starlark.Value, bool) {
	if a.taken == len(a.kept) {
		if a.taken > 0 {
			clear(a.kept)
			a.kept, a.taken, a.window = a.kept[:0], 0, min(2*a.window, maxAhead)
		}
		return nil, false
	}
	v := a.kept[a.taken]
	a.taken++
	return v, true
}

// interruptible makes the body hand over at a safe point if the consumer could go on: the next element may be far.
func (a *ahead) interruptible(t *starlark.Thread, yield func(starlark.Value) bool) {
	check := t.OnMaxSteps
	t.OnMaxSteps = func(t *starlark.Thread) {
		check(t)
		if len(a.kept) > 0 {
			rt := Of(t)
			if !yield(nil) {
				t.Cancel("generator abandoned")
				return
			}
			rt.cur = t
		}
	}
}
