package statistics

import (
	"fmt"
	"math"
	"math/big"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/libm"
	"parlark/builtins/object"
)

// This file assembles the module and holds its functions.

// New returns the module statistics.
func New(rt *object.Runtime) *object.Module {
	regression := newLine(rt)
	m := declare.Module(rt, "statistics", map[string]declare.Func{
		"mean": mean, "fmean": fmean, "geometric_mean": geometricMean, "harmonic_mean": harmonicMean,
		"median": median(0), "median_low": median(-1), "median_high": median(1), "median_grouped": medianGrouped,
		"mode": mode, "multimode": multimode, "quantiles": quantiles,
		"variance": spread("variance", 1, false), "pvariance": spread("pvariance", 0, false),
		"stdev": spread("stdev", 1, true), "pstdev": spread("pstdev", 0, true),
		"covariance": covariance, "correlation": correlation,
		"linear_regression": func(c declare.Call) (starlark.Value, error) { return linearRegression(c, regression) },
	})
	declare.Classes(m, newNormal(rt), regression)
	return declare.Add(m, starlark.StringDict{"StatisticsError": rt.ExceptionClass(Error)})
}

func mean(c declare.Call) (starlark.Value, error) {
	var data starlark.Value
	if err := c.Unpack("data", &data); err != nil {
		return nil, err
	}
	s, err := sampleOf(c, data)
	if err != nil {
		return nil, err
	}
	if len(s.values) == 0 {
		return nil, Error.Errorf("mean requires at least one data point")
	}
	return s.result(s.mean())
}

func fmean(c declare.Call) (starlark.Value, error) {
	var data, weights starlark.Value
	if err := c.Unpack("data", &data, "weights??", &weights); err != nil {
		return nil, err
	}
	s, err := sampleOf(c, data)
	if err != nil {
		return nil, err
	}
	if len(s.values) == 0 {
		return nil, Error.Errorf("fmean requires at least one data point")
	}
	if weights == nil {
		return starlark.Float(s.float(s.sum()) / float64(len(s.values))), nil
	}
	w, err := sampleOf(c, weights)
	if err != nil {
		return nil, err
	}
	if len(w.values) != len(s.values) {
		return nil, Error.Errorf("data and weights must be the same length")
	}
	total := new(big.Rat)
	for i, r := range s.values {
		total.Add(total, new(big.Rat).Mul(r, w.values[i]))
	}
	if w.sum().Sign() == 0 {
		return nil, Error.Errorf("sum of weights must be non-zero")
	}
	return starlark.Float(s.float(total) / w.float(w.sum())), nil
}

func floats(c declare.Call, v starlark.Value) ([]float64, error) {
	elements, err := c.RT.List(c.T, v)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(elements))
	for i, x := range elements {
		if out[i], err = object.AsFloat(x); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sumOf is math.fsum.
func sumOf(values []float64) float64 {
	total := new(big.Rat)
	special := 0.0
	for _, f := range values {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			special += f
			continue
		}
		total.Add(total, new(big.Rat).SetFloat64(f))
	}
	if special != 0 {
		return special
	}
	f, _ := total.Float64()
	return f
}

func geometricMean(c declare.Call) (starlark.Value, error) {
	var data starlark.Value
	if err := c.Unpack("data", &data); err != nil {
		return nil, err
	}
	values, err := floats(c, data)
	if err != nil {
		return nil, err
	}
	for i, f := range values {
		if f < 0 || f == 0 {
			return nil, Error.Errorf("geometric mean requires a non-empty dataset containing positive numbers")
		}
		values[i] = libm.Log(f)
	}
	if len(values) == 0 {
		return nil, Error.Errorf("geometric mean requires a non-empty dataset containing positive numbers")
	}
	return starlark.Float(libm.Exp(sumOf(values) / float64(len(values)))), nil
}

func harmonicMean(c declare.Call) (starlark.Value, error) {
	var data, weights starlark.Value
	if err := c.Unpack("data", &data, "weights??", &weights); err != nil {
		return nil, err
	}
	values, err := floats(c, data)
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return nil, Error.Errorf("harmonic_mean requires at least one data point")
	}
	w := make([]float64, len(values))
	for i := range w {
		w[i] = 1
	}
	if weights != nil {
		if w, err = floats(c, weights); err != nil {
			return nil, err
		}
		if len(w) != len(values) {
			return nil, Error.Errorf("Number of weights does not match data size")
		}
	} else if len(values) == 1 {
		list, err := c.RT.List(c.T, data)
		if err == nil && len(list) == 1 && values[0] >= 0 {
			return list[0], nil
		}
	}
	for i, f := range values {
		if f < 0 {
			return nil, Error.Errorf("harmonic mean does not support negative values")
		}
		if f == 0 {
			return starlark.MakeInt(0), nil
		}
		values[i] = w[i] / f
	}
	total, all := new(big.Rat), new(big.Rat)
	for i, f := range values {
		if math.IsInf(f, 0) || math.IsNaN(f) || math.IsInf(w[i], 0) || math.IsNaN(w[i]) {
			return starlark.Float(sumOf(w) / sumOf(values)), nil
		}
		total.Add(total, new(big.Rat).SetFloat64(f))
		all.Add(all, new(big.Rat).SetFloat64(w[i]))
	}
	if total.Sign() == 0 {
		return starlark.Float(math.Inf(1)), nil
	}
	f, _ := all.Quo(all, total).Float64()
	return starlark.Float(f), nil
}

// sorted returns the data in order.
func sorted(c declare.Call, v starlark.Value) ([]starlark.Value, error) {
	elements, err := c.List(v)
	if err != nil {
		return nil, err
	}
	return c.Sort(elements, nil, false)
}

// median is the middle element; of two the lower one (-1), the higher one (1), or their mean.
func median(which int) declare.Func {
	return func(c declare.Call) (starlark.Value, error) {
		var data starlark.Value
		if err := c.Unpack("data", &data); err != nil {
			return nil, err
		}
		list, err := sorted(c, data)
		if err != nil {
			return nil, err
		}
		n := len(list)
		switch {
		case n == 0:
			return nil, Error.Errorf("no median for empty data")
		case n%2 == 1 || which > 0:
			return list[n/2], nil
		case which < 0:
			return list[n/2-1], nil
		}
		sum, err := c.RT.Binary(syntax.PLUS, list[n/2-1], list[n/2])
		if err != nil {
			return nil, err
		}
		return c.RT.Binary(syntax.SLASH, sum, starlark.MakeInt(2))
	}
}

func medianGrouped(c declare.Call) (starlark.Value, error) {
	var data starlark.Value
	interval := 1.0
	if err := c.Unpack("data", &data, "interval?", &interval); err != nil {
		return nil, err
	}
	list, err := sorted(c, data)
	if err != nil {
		return nil, err
	}
	n := len(list)
	if n == 0 {
		return nil, Error.Errorf("no median for empty data")
	}
	x, err := object.AsFloat(list[n/2])
	if err != nil {
		return nil, err
	}
	below, equal := 0, 0
	for _, v := range list {
		f, err := object.AsFloat(v)
		if err != nil {
			return nil, err
		}
		if f < x {
			below++
		} else if f == x {
			equal++
		}
	}
	return starlark.Float(x - interval/2 + interval*(float64(n)/2-float64(below))/float64(equal)), nil
}

// counts returns the distinct elements in order of appearance with their numbers.
func counts(c declare.Call, v starlark.Value) (*starlark.Dict, int, error) {
	elements, err := c.RT.List(c.T, v)
	if err != nil {
		return nil, 0, err
	}
	d := new(starlark.Dict)
	most := 0
	for _, x := range elements {
		n := 1
		if old, ok, err := d.Get(x); err != nil {
			return nil, 0, err
		} else if ok {
			if err := starlark.AsInt(old, &n); err != nil {
				return nil, 0, err
			}
			n++
		}
		most = max(most, n)
		if err := d.SetKey(x, starlark.MakeInt(n)); err != nil {
			return nil, 0, err
		}
	}
	return d, most, nil
}

func mode(c declare.Call) (starlark.Value, error) {
	var data starlark.Value
	if err := c.Unpack("data", &data); err != nil {
		return nil, err
	}
	d, most, err := counts(c, data)
	if err != nil {
		return nil, err
	}
	for v, n := range d.Entries() {
		if n == starlark.MakeInt(most) {
			return v, nil
		}
	}
	return nil, Error.Errorf("no mode for empty data")
}

func multimode(c declare.Call) (starlark.Value, error) {
	var data starlark.Value
	if err := c.Unpack("data", &data); err != nil {
		return nil, err
	}
	d, most, err := counts(c, data)
	if err != nil {
		return nil, err
	}
	var out []starlark.Value
	for v, n := range d.Entries() {
		if n == starlark.MakeInt(most) {
			out = append(out, v)
		}
	}
	return starlark.NewList(out), nil
}

func quantiles(c declare.Call) (starlark.Value, error) {
	var data starlark.Value
	n, method := 4, "exclusive"
	if err := c.Unpack("data", &data, "*", nil, "n?", &n, "method?", &method); err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, Error.Errorf("n must be at least 1")
	}
	list, err := sorted(c, data)
	if err != nil {
		return nil, err
	}
	ld := len(list)
	if ld < 2 {
		if ld == 1 {
			out := make([]starlark.Value, n-1)
			for i := range out {
				out[i] = list[0]
			}
			return starlark.NewList(out), nil
		}
		return nil, Error.Errorf("must have at least one data point")
	}
	// between interpolates between two neighbours.
	between := func(a, b starlark.Value, delta int) (starlark.Value, error) {
		x, err := c.RT.Binary(syntax.STAR, a, starlark.MakeInt(n-delta))
		if err != nil {
			return nil, err
		}
		y, err := c.RT.Binary(syntax.STAR, b, starlark.MakeInt(delta))
		if err != nil {
			return nil, err
		}
		sum, err := c.RT.Binary(syntax.PLUS, x, y)
		if err != nil {
			return nil, err
		}
		return c.RT.Binary(syntax.SLASH, sum, starlark.MakeInt(n))
	}
	var out []starlark.Value
	for i := 1; i < n; i++ {
		var v starlark.Value
		switch method {
		case "inclusive":
			m := ld - 1
			j := i * m / n
			v, err = between(list[j], list[j+1], i*m-j*n)
		case "exclusive":
			m := ld + 1
			j := max(1, min(i*m/n, ld-1))
			v, err = between(list[j-1], list[j], i*m-j*n)
		default:
			return nil, declare.ValueErrorf("Unknown method: %s", object.StrRepr(method))
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return starlark.NewList(out), nil
}

// spread is variance and the like: less is subtracted from the number of data points.
func spread(name string, less int, rooted bool) declare.Func {
	points := map[int]string{0: "one data point", 1: "two data points"}[less]
	return func(c declare.Call) (starlark.Value, error) {
		var data, centre starlark.Value
		if err := c.Unpack("data", &data, map[bool]string{true: "mu??", false: "xbar??"}[less == 0], &centre); err != nil {
			return nil, err
		}
		s, err := sampleOf(c, data)
		if err != nil {
			return nil, err
		}
		if len(s.values) < 1+less {
			return nil, Error.Errorf("%s requires at least %s", name, points)
		}
		m := s.mean()
		if centre != nil {
			if m, _, err = ratio(c, centre); err != nil {
				return nil, err
			}
		}
		v := s.squares(m)
		v.Quo(v, big.NewRat(int64(len(s.values)-less), 1))
		if rooted {
			return s.rootResult(v)
		}
		return s.result(v)
	}
}

// pairs reads two samples of equal length as floats.
func pairs(c declare.Call, what string) (x, y []float64, err error) {
	if len(c.Args) < 2 {
		return nil, nil, declare.TypeErrorf("%s() missing required positional arguments", c.Name)
	}
	if x, err = floats(c, c.Args[0]); err != nil {
		return
	}
	if y, err = floats(c, c.Args[1]); err != nil {
		return
	}
	if len(x) != len(y) {
		return nil, nil, Error.Errorf("%s requires that both inputs have same number of data points", what)
	}
	if len(x) < 2 {
		return nil, nil, Error.Errorf("%s requires at least two data points", what)
	}
	return
}

// products is the sum of (x-mean(x))*(y-mean(y)).
func products(x, y []float64) float64 {
	n := float64(len(x))
	mx, my := sumOf(x)/n, sumOf(y)/n
	terms := make([]float64, len(x))
	for i := range x {
		terms[i] = float64((x[i] - mx) * (y[i] - my))
	}
	return sumOf(terms)
}

func covariance(c declare.Call) (starlark.Value, error) {
	x, y, err := pairs(c, "covariance")
	if err != nil {
		return nil, err
	}
	return starlark.Float(products(x, y) / float64(len(x)-1)), nil
}

func correlation(c declare.Call) (starlark.Value, error) {
	x, y, err := pairs(c, "correlation")
	if err != nil {
		return nil, err
	}
	d := math.Sqrt(float64(products(x, x) * products(y, y)))
	if d == 0 {
		return nil, Error.Errorf("at least one of the inputs is constant")
	}
	return starlark.Float(products(x, y) / d), nil
}

func newLine(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "statistics", "LinearRegression", declare.Options{}, rt.Type("tuple"))
	for i, n := range []string{"slope", "intercept"} {
		k.Property(n, func(c declare.Call) (starlark.Value, error) {
			return object.Underlying(c.Self).(starlark.Tuple)[i], nil
		})
	}
	k.Method("__repr__", func(c declare.Call) (starlark.Value, error) {
		t := object.Underlying(c.Self).(starlark.Tuple)
		a, _ := rt.Repr(t[0])
		b, _ := rt.Repr(t[1])
		return starlark.String(fmt.Sprintf("LinearRegression(slope=%s, intercept=%s)", a, b)), nil
	})
	return k
}

func linearRegression(c declare.Call, k *declare.Class) (starlark.Value, error) {
	x, y, err := pairs(c, "linear regression")
	if err != nil {
		return nil, err
	}
	d := products(x, x)
	if d == 0 {
		return nil, Error.Errorf("x is constant")
	}
	slope := products(x, y) / d
	intercept := sumOf(y)/float64(len(y)) - float64(slope*(sumOf(x)/float64(len(x))))
	o := k.Allocate(c.T)
	o.SetUnderlying(starlark.Tuple{starlark.Float(slope), starlark.Float(intercept)})
	return o, nil
}
