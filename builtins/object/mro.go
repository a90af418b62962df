package object

import (
	"parlark/builtins/exceptions"
)

// This file computes the order in which a class's bases are searched.
// Source: https://docs.python.org/3.13/howto/mro.html

// linearize computes the C3 method resolution order of c.
// Source: https://docs.python.org/3/howto/mro.html
func linearize(c *Class) ([]*Class, error) {
	if len(c.bases) == 1 {
		return append([]*Class{c}, c.bases[0].mro...), nil
	}
	var sequences [][]*Class
	for _, b := range c.bases {
		sequences = append(sequences, append([]*Class{}, b.mro...))
	}
	sequences = append(sequences, append([]*Class{}, c.bases...))
	order := []*Class{c}
	for {
		var open [][]*Class
		for _, s := range sequences {
			if len(s) > 0 {
				open = append(open, s)
			}
		}
		if len(open) == 0 {
			return order, nil
		}
		next := goodHead(open)
		if next == nil {
			names := ""
			for i, b := range c.bases {
				if i > 0 {
					names += ", "
				}
				names += b.name
			}
			return nil, exceptions.TypeError.Errorf("Cannot create a consistent method resolution\norder (MRO) for bases %s", names)
		}
		order = append(order, next)
		for i, s := range open {
			if s[0] == next {
				open[i] = s[1:]
			}
		}
		sequences = open
	}
}

// goodHead returns the first head that is in no other sequence's tail.
func goodHead(sequences [][]*Class) *Class {
	for _, s := range sequences {
		if !inTail(sequences, s[0]) {
			return s[0]
		}
	}
	return nil
}

func inTail(sequences [][]*Class, c *Class) bool {
	for _, s := range sequences {
		for _, k := range s[1:] {
			if k == c {
				return true
			}
		}
	}
	return false
}
