package statistics

import (
	"fmt"
	"math"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/libm"
	"parlark/builtins/object"
)

// This file holds NormalDist.

func newNormal(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "statistics", "NormalDist", declare.Options{})
	get := func(c declare.Call) (mu, sigma float64) {
		m, _ := c.Object().Field("_mu")
		s, _ := c.Object().Field("_sigma")
		mu, _ = object.AsFloat(m)
		sigma, _ = object.AsFloat(s)
		return
	}
	make := func(c declare.Call, mu, sigma float64) (starlark.Value, error) {
		return c.Call(k.Class, starlark.Float(mu), starlark.Float(sigma))
	}
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		mu, sigma := 0.0, 1.0
		if err := c.Unpack("mu?", &mu, "sigma?", &sigma); err != nil {
			return nil, err
		}
		if sigma < 0 {
			return nil, Error.Errorf("sigma must be non-negative")
		}
		c.Object().SetOwn("_mu", starlark.Float(mu))
		c.Object().SetOwn("_sigma", starlark.Float(sigma))
		return starlark.None, nil
	})
	k.ClassMethod("from_samples", func(c declare.Call) (starlark.Value, error) {
		m, err := fmean(c)
		if err != nil {
			return nil, err
		}
		s, err := spread("stdev", 1, true)(c)
		if err != nil {
			return nil, err
		}
		return c.Call(c.Self, m, s)
	})
	number := func(f func(mu, sigma float64) float64) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			mu, sigma := get(c)
			return starlark.Float(f(mu, sigma)), nil
		}
	}
	for _, n := range []string{"mean", "median", "mode"} {
		k.Property(n, number(func(mu, _ float64) float64 { return mu }))
	}
	k.Property("stdev", number(func(_, sigma float64) float64 { return sigma }))
	k.Property("variance", number(func(_, sigma float64) float64 { return sigma * sigma }))
	of := func(f func(x, mu, sigma float64) (float64, error)) declare.Func {
		return func(c declare.Call) (starlark.Value, error) {
			var x float64
			if err := c.Unpack("x", &x); err != nil {
				return nil, err
			}
			mu, sigma := get(c)
			r, err := f(x, mu, sigma)
			return starlark.Float(r), err
		}
	}
	k.Methods(map[string]declare.Func{
		"pdf": of(func(x, mu, sigma float64) (float64, error) {
			if sigma == 0 {
				return 0, Error.Errorf("pdf() not defined when sigma is zero")
			}
			d := x - mu
			v := sigma * sigma
			return libm.Exp(d*d/(-2*v)) / math.Sqrt(2*math.Pi*v), nil
		}),
		"cdf": of(func(x, mu, sigma float64) (float64, error) {
			if sigma == 0 {
				return 0, Error.Errorf("cdf() not defined when sigma is zero")
			}
			return 0.5 * math.Erfc((mu-x)/(sigma*math.Sqrt2)), nil
		}),
		"zscore": of(func(x, mu, sigma float64) (float64, error) {
			if sigma == 0 {
				return 0, Error.Errorf("zscore() not defined when sigma is zero")
			}
			return (x - mu) / sigma, nil
		}),
		"inv_cdf": of(func(p, mu, sigma float64) (float64, error) {
			if p <= 0 || p >= 1 {
				return 0, Error.Errorf("p must be in the range 0.0 < p < 1.0")
			}
			return inverse(p, mu, sigma), nil
		}),
		"quantiles": func(c declare.Call) (starlark.Value, error) {
			n := 4
			if err := c.Unpack("n?", &n); err != nil {
				return nil, err
			}
			mu, sigma := get(c)
			var out []starlark.Value
			for i := 1; i < n; i++ {
				out = append(out, starlark.Float(inverse(float64(i)/float64(n), mu, sigma)))
			}
			return starlark.NewList(out), nil
		},
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			mu, sigma := get(c)
			return starlark.String(fmt.Sprintf("NormalDist(mu=%s, sigma=%s)", object.FloatRepr(mu), object.FloatRepr(sigma))), nil
		},
		"__eq__": func(c declare.Call) (starlark.Value, error) {
			o, ok := c.Arg(0).(*object.Instance)
			if !ok || o.Class() != k.Class {
				return object.NotImplemented, nil
			}
			m1, s1 := get(c)
			c.Self = o
			m2, s2 := get(c)
			return starlark.Bool(m1 == m2 && s1 == s2), nil
		},
	})
	arithmetic := func(name string, both func(m1, s1, m2, s2 float64) (float64, float64), one func(m, s, x float64) (float64, float64)) {
		k.Method(name, func(c declare.Call) (starlark.Value, error) {
			m1, s1 := get(c)
			if o, ok := c.Args[0].(*object.Instance); ok && o.Class() == k.Class && both != nil {
				c.Self = o
				m2, s2 := get(c)
				mu, sigma := both(m1, s1, m2, s2)
				return make(c, mu, sigma)
			}
			x, err := object.AsFloat(c.Args[0])
			if err != nil {
				return object.NotImplemented, nil
			}
			mu, sigma := one(m1, s1, x)
			return make(c, mu, sigma)
		})
	}
	arithmetic("__add__", func(m1, s1, m2, s2 float64) (float64, float64) { return m1 + m2, math.Hypot(s1, s2) }, func(m, s, x float64) (float64, float64) { return m + x, s })
	arithmetic("__radd__", nil, func(m, s, x float64) (float64, float64) { return m + x, s })
	arithmetic("__sub__", func(m1, s1, m2, s2 float64) (float64, float64) { return m1 - m2, math.Hypot(s1, s2) }, func(m, s, x float64) (float64, float64) { return m - x, s })
	arithmetic("__mul__", nil, func(m, s, x float64) (float64, float64) { return m * x, s * math.Abs(x) })
	arithmetic("__rmul__", nil, func(m, s, x float64) (float64, float64) { return m * x, s * math.Abs(x) })
	arithmetic("__truediv__", nil, func(m, s, x float64) (float64, float64) { return m / x, s / math.Abs(x) })
	return k
}

// inverse is the inverse of the cumulative distribution.
// Source: Wichura, Algorithm AS 241, PPND16
func inverse(p, mu, sigma float64) float64 {
	q := p - 0.5
	var num, den, x float64
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		num = horner(r, 2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4, 6.72657_70927_00870_0853e+4, 4.59219_53931_54987_1457e+4,
			1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3, 1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0) * q
		den = horner(r, 5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4, 3.93078_95800_09271_0610e+4, 2.12137_94301_58659_5867e+4,
			5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2, 4.23133_30701_60091_1252e+1, 1.0)
		x = num / den
		return mu + float64(x*sigma)
	}
	r := p
	if q > 0 {
		r = 1 - p
	}
	r = math.Sqrt(-libm.Log(r))
	if r <= 5 {
		r -= 1.6
		num = horner(r, 7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1, 1.27045_82524_52368_38258e+0,
			3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0, 4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0)
		den = horner(r, 1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2, 1.48103_97642_74800_74590e-1,
			6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0, 2.05319_16266_37758_82187e+0, 1.0)
	} else {
		r -= 5
		num = horner(r, 2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3, 2.65321_89526_57612_30930e-2,
			2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0, 5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0)
		den = horner(r, 2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5, 7.86869_13114_56132_59100e-4,
			1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1, 5.99832_20655_58879_37690e-1, 1.0)
	}
	x = num / den
	if q < 0 {
		x = -x
	}
	return mu + float64(x*sigma)
}

// horner evaluates a polynomial, the highest power first.
func horner(x float64, coefficients ...float64) float64 {
	sum := 0.0
	for _, c := range coefficients {
		sum = float64(sum*x) + c
	}
	return sum
}
