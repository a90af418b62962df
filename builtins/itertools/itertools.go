package itertools

import (
	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/object"
)

// This file assembles the module.

// New returns the module itertools.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "itertools", nil)
	for name, f := range map[string]declare.Func{
		"accumulate": accumulate, "batched": batched, "chain": chain, "combinations": combinations,
		"combinations_with_replacement": combinationsWithReplacement, "compress": compress, "count": count, "cycle": cycle,
		"dropwhile": dropWhile, "filterfalse": filterFalse, "groupby": groupBy, "islice": islice, "pairwise": pairwise,
		"permutations": permutations, "product": product, "repeat": repeat, "starmap": starmap, "takewhile": takeWhile,
		"zip_longest": zipLongest,
	} {
		class := rt.NewValueClass("itertools", name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f(declare.Call{RT: rt, T: t, Name: name, Args: args, Kwargs: kwargs})
		}, func(v starlark.Value) bool { p, ok := v.(*object.Iterator); return ok && p.Type() == name })
		class.SetFinal()
		if name == "chain" {
			class.Define("from_iterable", declare.Function(rt, "from_iterable", chainFrom))
		}
		m.SetField(name, class)
	}
	m.SetField("tee", declare.Function(rt, "tee", tee))
	return m
}

// step is what an Iterator calls for its next element.
type step = func() (starlark.Value, bool, error)

// end is the result of a step after the last element.
func end() (starlark.Value, bool, error) { return nil, false, nil }

// iterators returns iter(v) for each v.
func iterators(c declare.Call, values starlark.Tuple) ([]*object.Iterator, error) {
	its := make([]*object.Iterator, len(values))
	for i, v := range values {
		it, err := c.RT.Iter(c.T, v)
		if err != nil {
			return nil, err
		}
		its[i] = it
	}
	return its, nil
}

// threadOf returns the thread for a call that a later step makes.
func threadOf(c declare.Call) *starlark.Thread {
	if t := c.RT.Current(); t != nil {
		return t
	}
	return c.T
}
