package random

import (
	"math"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/libm"
	"parlark/builtins/object"
)

// This file holds the distributions, computed step by step as CPython does, so that the same random numbers give the same
// results to the last digit.
// Source: the references that CPython's documentation of random names (Kinderman and Monahan 1977, Cheng 1977, Fisher 1993)

// param is a parameter with its default, nil if it is required.
type param struct {
	name    string
	missing *float64
}

var zero, unit = new(float64), func() *float64 { one := 1.0; return &one }()

// distribution is a method of float parameters.
func distribution(name string, f func(g *generator, p []float64) (float64, error), params ...param) object.Method {
	return func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		values := make([]starlark.Value, len(params))
		pairs := make([]any, 0, 2*len(params))
		for i, p := range params {
			n := p.name
			if p.missing != nil {
				n += "?"
			}
			pairs = append(pairs, n, &values[i])
		}
		if err := object.UnpackMethod(name, args, kwargs, pairs...); err != nil {
			return nil, err
		}
		x := make([]float64, len(params))
		for i, v := range values {
			if v == nil {
				x[i] = *params[i].missing
				continue
			}
			var err error
			if x[i], err = object.AsFloat(v); err != nil {
				return nil, err
			}
		}
		r, err := f(generatorOf(self), x)
		return starlark.Float(r), err
	}
}

func (g *generator) uniform(p []float64) (float64, error) {
	return p[0] + float64((p[1]-p[0])*float(g.src)), nil
}

// triangular is triangular(low=0.0, high=1.0, mode=None).
func triangular(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	low, high := 0.0, 1.0
	var mode starlark.Value
	if err := object.UnpackMethod("Random.triangular", args, kwargs, "low?", &low, "high?", &high, "mode??", &mode); err != nil {
		return nil, err
	}
	u, c := float(generatorOf(self).src), 0.5
	if mode != nil {
		m, err := object.AsFloat(mode)
		if err != nil {
			return nil, err
		}
		if high == low {
			return starlark.Float(low), nil
		}
		c = (m - low) / (high - low)
	}
	if u > c {
		u, c = 1-u, 1-c
		low, high = high, low
	}
	return starlark.Float(low + float64((high-low)*math.Sqrt(u*c))), nil
}

// Constants of the algorithms, rounded as CPython computes them.
var (
	normalMagic = 4 * math.Exp(-0.5) / math.Sqrt(2.0)
	log4        = math.Log(4.0)
	gammaMagic  = 1.0 + math.Log(4.5)
)

func (g *generator) normal(p []float64) (float64, error) {
	for {
		u1 := float(g.src)
		u2 := 1.0 - float(g.src)
		z := normalMagic * (u1 - 0.5) / u2
		if zz := z * z / 4.0; zz <= -libm.Log(u2) {
			return p[0] + float64(z*p[1]), nil
		}
	}
}

func (g *generator) gaussian(p []float64) (float64, error) {
	var z float64
	if g.gauss != nil {
		z, g.gauss = *g.gauss, nil
	} else {
		angle := float(g.src) * (2 * math.Pi)
		radius := math.Sqrt(-2.0 * libm.Log(1.0-float(g.src)))
		z = libm.Cos(angle) * radius
		if g.mt != nil {
			next := libm.Sin(angle) * radius
			g.gauss = &next
		}
	}
	return p[0] + float64(z*p[1]), nil
}

func (g *generator) logNormal(p []float64) (float64, error) {
	x, err := g.normal(p)
	return libm.Exp(x), err
}

func (g *generator) exponential(p []float64) (float64, error) {
	if p[0] == 0 {
		return 0, exceptions.ZeroDivisionError.Errorf("float division by zero")
	}
	return -libm.Log(1.0-float(g.src)) / p[0], nil
}

func (g *generator) vonMises(p []float64) (float64, error) {
	mu, kappa := p[0], p[1]
	if kappa <= 1e-6 {
		return 2 * math.Pi * float(g.src), nil
	}
	s := 0.5 / kappa
	r := s + math.Sqrt(1.0+float64(s*s))
	var z float64
	for {
		z = libm.Cos(math.Pi * float(g.src))
		d := z / (r + z)
		u2 := float(g.src)
		if u2 < 1.0-float64(d*d) || u2 <= float64((1.0-d)*libm.Exp(d)) {
			break
		}
	}
	q := 1.0 / r
	angle := libm.Acos((q + z) / (1.0 + float64(q*z)))
	if float(g.src) <= 0.5 {
		angle = -angle
	}
	theta := math.Mod(mu+angle, 2*math.Pi)
	if theta < 0 {
		theta += 2 * math.Pi
	}
	return theta, nil
}

func (g *generator) gamma(p []float64) (float64, error) {
	alpha, beta := p[0], p[1]
	switch {
	case alpha <= 0 || beta <= 0:
		return 0, exceptions.ValueError.Errorf("gammavariate: alpha and beta must be > 0.0")
	case alpha > 1:
		ainv := math.Sqrt(float64(2.0*alpha) - 1.0)
		b := alpha - log4
		c := alpha + ainv
		for {
			u1 := float(g.src)
			if !(1e-7 < u1 && u1 < 0.9999999) {
				continue
			}
			u2 := 1.0 - float(g.src)
			v := libm.Log(u1/(1.0-u1)) / ainv
			x := alpha * libm.Exp(v)
			z := u1 * u1 * u2
			r := b + float64(c*v) - x
			if r+gammaMagic-float64(4.5*z) >= 0 || r >= libm.Log(z) {
				return x * beta, nil
			}
		}
	case alpha == 1:
		return -libm.Log(1.0-float(g.src)) * beta, nil
	}
	var x float64
	for {
		b := (math.E + alpha) / math.E
		q := b * float(g.src)
		if q <= 1 {
			x = libm.Pow(q, 1.0/alpha)
		} else {
			x = -libm.Log((b - q) / alpha)
		}
		u1 := float(g.src)
		if q > 1 && u1 <= libm.Pow(x, alpha-1.0) || q <= 1 && u1 <= libm.Exp(-x) {
			return x * beta, nil
		}
	}
}

func (g *generator) beta(p []float64) (float64, error) {
	y, err := g.gamma([]float64{p[0], 1})
	if err != nil || y == 0 {
		return 0, err
	}
	z, err := g.gamma([]float64{p[1], 1})
	return y / (y + z), err
}

func (g *generator) pareto(p []float64) (float64, error) {
	return libm.Pow(1.0-float(g.src), -1.0/p[0]), nil
}

func (g *generator) weibull(p []float64) (float64, error) {
	return p[0] * libm.Pow(-libm.Log(1.0-float(g.src)), 1.0/p[1]), nil
}

// binomial counts successes among n trials, 0 < p < 1.
func (g *generator) binomial(n int, p float64) int {
	if n == 1 {
		if float(g.src) < p {
			return 1
		}
		return 0
	}
	if p > 0.5 {
		return n - g.binomial(n, 1-p)
	}
	trials := float64(n)
	if trials*p < 10 {
		x, y := 0, 0
		c := libm.Log2(1 - p)
		if c == 0 {
			return x
		}
		for {
			y += int(math.Floor(libm.Log2(float(g.src))/c)) + 1
			if y > n {
				return x
			}
			x++
		}
	}
	spq := math.Sqrt(trials * p * (1 - p))
	b := 1.15 + 2.53*spq
	a := -0.0873 + float64(0.0248*b) + float64(0.01*p)
	c := trials*p + 0.5
	vr := 0.92 - 4.2/b
	prepared := false
	var alpha, lpq, h, m float64
	for {
		u := float(g.src) - 0.5
		us := 0.5 - math.Abs(u)
		k := math.Floor((2.0*a/us+b)*u + c)
		if k < 0 || k > trials {
			continue
		}
		v := float(g.src)
		if us >= 0.07 && v <= vr {
			return int(k)
		}
		if !prepared {
			alpha = (2.83 + 5.1/b) * spq
			lpq = libm.Log(p / (1.0 - p))
			m = math.Floor((trials + 1) * p)
			h = libm.Lgamma(m+1) + libm.Lgamma(trials-m+1)
			prepared = true
		}
		v *= alpha / (a/(us*us) + b)
		if libm.Log(v) <= h-libm.Lgamma(k+1)-libm.Lgamma(trials-k+1)+(k-m)*lpq {
			return int(k)
		}
	}
}
