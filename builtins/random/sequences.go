package random

import (
	"math"
	"math/big"
	"sort"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the methods that choose among the elements of a sequence.

// index returns a random index below n.
func (g *generator) index(n int) int { return int(below(g.src, uint64(n))) }

func choice(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var seq starlark.Value
	if err := object.UnpackMethod("Random.choice", args, kwargs, "seq", &seq); err != nil {
		return nil, err
	}
	g := generatorOf(self)
	n, err := g.rt.Len(t, seq)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, exceptions.IndexError.Errorf("Cannot choose from an empty sequence")
	}
	return g.rt.GetItem(t, seq, starlark.MakeInt(g.index(n)))
}

func shuffle(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var x starlark.Value
	if err := object.UnpackMethod("Random.shuffle", args, kwargs, "x", &x); err != nil {
		return nil, err
	}
	g := generatorOf(self)
	if l, ok := object.Underlying(x).(*starlark.List); ok {
		for i := l.Len() - 1; i > 0; i-- {
			j := g.index(i + 1)
			a, b := l.Index(i), l.Index(j)
			if err := l.SetIndex(i, b); err != nil {
				return nil, err
			}
			if err := l.SetIndex(j, a); err != nil {
				return nil, err
			}
		}
		return starlark.None, nil
	}
	n, err := g.rt.Len(t, x)
	if err != nil {
		return nil, err
	}
	for i := n - 1; i > 0; i-- {
		j := g.index(i + 1)
		a, err := g.rt.GetItem(t, x, starlark.MakeInt(i))
		if err != nil {
			return nil, err
		}
		b, err := g.rt.GetItem(t, x, starlark.MakeInt(j))
		if err != nil {
			return nil, err
		}
		if err := g.rt.SetItem(t, x, starlark.MakeInt(i), b); err != nil {
			return nil, err
		}
		if err := g.rt.SetItem(t, x, starlark.MakeInt(j), a); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func sample(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var population, counts starlark.Value
	var k int
	if err := object.UnpackMethod("Random.sample", args, kwargs, "population", &population, "k", &k, "*", nil, "counts??", &counts); err != nil {
		return nil, err
	}
	g := generatorOf(self)
	switch p := object.Underlying(population).(type) {
	case *starlark.Set, *starlark.Dict, *object.DictView, *object.Iterator, *object.Frozenset, starlark.Int, starlark.Float, starlark.Bool, starlark.NoneType:
		return nil, exceptions.TypeError.Errorf("Population must be a sequence.  For dicts or sets, use sorted(d).")
	case *object.Instance:
		if _, ok := p.Class().Lookup("__getitem__"); !ok {
			return nil, exceptions.TypeError.Errorf("Population must be a sequence.  For dicts or sets, use sorted(d).")
		}
	}
	n, err := g.rt.Len(t, population)
	if err != nil {
		return nil, err
	}
	if counts != nil {
		return g.sampleCounts(t, population, n, counts, k)
	}
	if k < 0 || k > n {
		return nil, exceptions.ValueError.Errorf("Sample larger than population or is negative")
	}
	result := make([]starlark.Value, k)
	err = g.indices(n, k, func(i, chosen int) (err error) {
		result[i], err = g.rt.GetItem(t, population, starlark.MakeInt(chosen))
		return err
	})
	return starlark.NewList(result), err
}

// indices chooses k of n indices as CPython does, and calls f with each.
func (g *generator) indices(n, k int, f func(i, chosen int) error) error {
	setSize := 21.0
	if k > 5 {
		setSize += math.Pow(4, math.Ceil(math.Log(float64(k*3))/math.Log(4)))
	}
	if float64(n) <= setSize {
		pool := make([]int, n)
		for i := range pool {
			pool[i] = i
		}
		for i := range k {
			j := g.index(n - i)
			if err := f(i, pool[j]); err != nil {
				return err
			}
			pool[j] = pool[n-i-1]
		}
		return nil
	}
	selected := make(map[int]bool, k)
	for i := range k {
		j := g.index(n)
		for selected[j] {
			j = g.index(n)
		}
		selected[j] = true
		if err := f(i, j); err != nil {
			return err
		}
	}
	return nil
}

// sampleCounts samples as if each element were there as often as counts says.
func (g *generator) sampleCounts(t *starlark.Thread, population starlark.Value, n int, counts starlark.Value, k int) (starlark.Value, error) {
	list, err := g.rt.List(t, counts)
	if err != nil {
		return nil, err
	}
	if len(list) != n {
		return nil, exceptions.ValueError.Errorf("The number of counts does not match the population")
	}
	total := 0
	cumulative := make([]int, n)
	for i, v := range list {
		c, ok := v.(starlark.Int)
		if !ok {
			return nil, exceptions.TypeError.Errorf("Counts must be integers")
		}
		one, err := object.AsInt(c)
		if err != nil {
			return nil, err
		}
		total += one
		cumulative[i] = total
	}
	switch {
	case total < 0 || n == 0:
		return nil, exceptions.ValueError.Errorf("Counts must be non-negative")
	case k < 0 || k > total:
		return nil, exceptions.ValueError.Errorf("Sample larger than population or is negative")
	}
	result := make([]starlark.Value, k)
	err = g.indices(total, k, func(i, chosen int) (err error) {
		at := sort.Search(n, func(j int) bool { return cumulative[j] > chosen })
		result[i], err = g.rt.GetItem(t, population, starlark.MakeInt(at))
		return err
	})
	return starlark.NewList(result), err
}

func choices(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var population, weights, cumulative starlark.Value
	k := 1
	err := object.UnpackMethod("Random.choices", args, kwargs, "population", &population, "weights??", &weights, "*", nil,
		"cum_weights??", &cumulative, "k?", &k)
	if err != nil {
		return nil, err
	}
	g := generatorOf(self)
	n, err := g.rt.Len(t, population)
	if err != nil {
		return nil, err
	}
	if i, ok := weights.(starlark.Int); ok {
		return nil, exceptions.TypeError.Errorf("The number of choices must be a keyword argument: k=%s", i)
	}
	if weights != nil && cumulative != nil {
		return nil, exceptions.TypeError.Errorf("Cannot specify both weights and cumulative weights")
	}
	result := make([]starlark.Value, 0, max(k, 0))
	if weights == nil && cumulative == nil {
		for range k {
			v, err := g.rt.GetItem(t, population, starlark.MakeInt(int(math.Floor(float(g.src)*float64(n)))))
			if err != nil {
				return nil, err
			}
			result = append(result, v)
		}
		return starlark.NewList(result), nil
	}
	sums, err := g.cumulate(t, weights, cumulative)
	if err != nil {
		return nil, err
	}
	if len(sums) != n {
		return nil, exceptions.ValueError.Errorf("The number of weights does not match the population")
	}
	total := 0.0
	if n > 0 {
		total = sums[n-1]
	}
	switch {
	case total <= 0:
		return nil, exceptions.ValueError.Errorf("Total of weights must be greater than zero")
	case total-total != 0:
		return nil, exceptions.ValueError.Errorf("Total of weights must be finite")
	}
	for range k {
		x := float(g.src) * total
		at := sort.Search(n-1, func(i int) bool { return sums[i] > x })
		v, err := g.rt.GetItem(t, population, starlark.MakeInt(at))
		if err != nil {
			return nil, err
		}
		result = append(result, v)
	}
	return starlark.NewList(result), nil
}

// cumulate returns the running sums of weights, or cumulative as it is.
func (g *generator) cumulate(t *starlark.Thread, weights, cumulative starlark.Value) ([]float64, error) {
	from := weights
	if from == nil {
		from = cumulative
	}
	list, err := g.rt.List(t, from)
	if err != nil {
		return nil, err
	}
	sums := make([]float64, len(list))
	var running starlark.Value
	for i, v := range list {
		if weights != nil && i > 0 {
			if v, err = g.rt.Binary(syntax.PLUS, running, v); err != nil {
				return nil, err
			}
		}
		running = v
		if sums[i], err = object.AsFloat(v); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// binomial is binomialvariate(n=1, p=0.5), by counting geometric gaps or by the BTRS rejection of CPython 3.12.
// Source: W. Hörmann, The generation of binomial random variates, 1993
func binomial(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	count, p := starlark.Value(starlark.MakeInt(1)), 0.5
	if err := object.UnpackMethod("Random.binomialvariate", args, kwargs, "n?", &count, "p?", &p); err != nil {
		return nil, err
	}
	n, err := object.AsInt(count)
	switch {
	case err != nil:
		return nil, err
	case n < 0:
		return nil, exceptions.ValueError.Errorf("n must be non-negative")
	case p == 0:
		return starlark.MakeInt(0), nil
	case p == 1:
		return count, nil
	case !(p > 0 && p < 1):
		return nil, exceptions.ValueError.Errorf("p must be in the range 0.0 <= p <= 1.0")
	}
	return toInt(big.NewInt(int64(generatorOf(self).binomial(n, p)))), nil
}
