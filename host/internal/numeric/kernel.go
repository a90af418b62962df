package numeric

// This file defines Kernel, what lowered code subscripts to run a kernel.

import (
	"go.starlark.net/starlark"

	"parlark/host/internal/dialect"
)

// A Kernel is a function or loop. Subscripted with the value of its parameter, or a tuple of them if there are several, it
// returns the result, or Declined. The result of a loop is the value of the variable that it binds, or a tuple.
type Kernel struct {
	value
	unit   *Unit
	source *dialect.Kernel
	body   *body

	last    [maxParameters]typ // the types of the last entry
	current *function          // for them; nil: not compiled

	skip   int // how many entries are declined without an attempt
	missed int // how many attempts came to nothing, less those that succeeded
}

const (
	maxParameters = 16
	// patience is how many attempts may come to nothing before entries are skipped.
	patience = 2
	// maxSkipped is the logarithm of the largest number of entries that are skipped.
	maxSkipped = 20
)

// Get enters the kernel.
func (k *Kernel) Get(x starlark.Value) (v starlark.Value, found bool, err error) {
	if k.skip > 0 {
		k.skip--
		return Declined, true, nil
	}
	m := k.unit.machine()
	v, err = k.enter(m, x)
	k.unit.idle = append(k.unit.idle, m)
	switch {
	case err != nil:
		return nil, true, err
	case v == nil:
		if k.missed++; k.missed > patience {
			k.skip = 1 << min(k.missed, maxSkipped)
		}
		return Declined, true, nil
	}
	if k.missed > 0 {
		k.missed--
	}
	return v, true, nil
}

// machine returns one that no kernel is using.
func (u *Unit) machine() *machine {
	n := len(u.idle) - 1
	if n < 0 {
		return &machine{stack: make([]uint64, 2*window)}
	}
	m := u.idle[n]
	u.idle = u.idle[:n]
	return m
}

// enter runs the kernel. The result is nil if it is declined.
func (k *Kernel) enter(m *machine, x starlark.Value) (starlark.Value, error) {
	n := len(k.source.Params)
	same := k.current != nil
	put := func(i int, v starlark.Value) bool {
		bits, t := unbox(v)
		m.stack[i] = bits
		if t != k.last[i] {
			k.last[i], same = t, false
		}
		return t != unset
	}
	switch {
	case n == 1:
		if !put(0, x) {
			k.current = nil
			return nil, nil
		}
	case n > 1:
		for i, v := range x.(starlark.Tuple) {
			if !put(i, v) {
				k.current = nil
				return nil, nil
			}
		}
	}
	if !same {
		k.current = k.compiled(k.last)
	}
	f := k.current
	if f == nil || f.hopeless {
		return nil, nil
	}
	r, err := m.run(k.unit, f, k.unit.options.Room())
	if err != nil || r < 0 {
		return nil, err
	}
	switch d := f.results[r]; len(d.registers) {
	case 0:
		return starlark.None, nil
	case 1:
		return box(m.stack[d.registers[0]], d.types[0]), nil
	default:
		out := make(starlark.Tuple, len(d.registers))
		for i, from := range d.registers {
			out[i] = box(m.stack[from], d.types[i])
		}
		return out, nil
	}
}
