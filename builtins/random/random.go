package random

import (
	"crypto/rand"
	"math/big"

	"go.starlark.net/starlark"

	"parlark/builtins/object"
	"parlark/ipc/starlarkcbor"
)

// This file makes the module and its classes.

// generator is the Go state of a Random object.
type generator struct {
	rt    *object.Runtime
	src   source
	mt    *twister // src, nil for SystemRandom
	gauss *float64 // the second number that gauss() made
}

func generatorOf(v starlark.Value) *generator { return v.(*object.Instance).State().(*generator) }

// fresh seeds a generator from the operating system.
func fresh(rt *object.Runtime) *generator {
	g := &generator{rt: rt, mt: new(twister)}
	g.src = g.mt
	words := make([]uint32, size)
	for i := range words {
		words[i] = system{}.next()
	}
	g.mt.seed(words)
	return g
}

// New makes the module.
func New(rt *object.Runtime) *object.Module {
	table := object.NewMethods(methods)
	class := rt.NewBuiltinClass("random", "Random", &object.Native{
		New:     func(t *starlark.Thread, inst *object.Instance) any { return fresh(rt) },
		Methods: table,
		Reduce: func(e *starlarkcbor.Encoder, inst *object.Instance) error {
			return e.Encode(generatorOf(inst).state())
		},
		Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
			v, err := d.Decode()
			if err != nil {
				return err
			}
			return generatorOf(inst).restore(v)
		},
	})
	systemClass := rt.NewBuiltinClass("random", "SystemRandom", &object.Native{
		New:     func(t *starlark.Thread, inst *object.Instance) any { return &generator{rt: rt, src: system{}} },
		Methods: table,
		Reduce:  func(e *starlarkcbor.Encoder, inst *object.Instance) error { e.Null(); return nil },
		Build: func(d *starlarkcbor.Decoder, inst *object.Instance) error {
			_, err := d.Decode()
			return err
		},
	}, class)
	members := starlark.StringDict{"Random": class, "SystemRandom": systemClass}
	hidden := class.Allocate(rt.Current())
	for name, m := range methods {
		if name == "__init__" {
			continue
		}
		members[name] = object.NewBuiltin(name, func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return m(t, hidden, args, kwargs)
		})
	}
	return object.NewModule("random", members)
}

// methods are those of Random; the module has them as functions.
var methods = map[string]object.Method{
	"__init__": seed("Random.__init__"), "seed": seed("Random.seed"), "getstate": getstate, "setstate": setstate,
	"random": random, "getrandbits": getrandbits, "randbytes": randbytes, "randrange": randrange, "randint": randint,
	"choice": choice, "choices": choices, "shuffle": shuffle, "sample": sample,
	"uniform":         distribution("Random.uniform", (*generator).uniform, param{"a", nil}, param{"b", nil}),
	"triangular":      triangular,
	"normalvariate":   distribution("Random.normalvariate", (*generator).normal, param{"mu", zero}, param{"sigma", unit}),
	"gauss":           distribution("Random.gauss", (*generator).gaussian, param{"mu", zero}, param{"sigma", unit}),
	"lognormvariate":  distribution("Random.lognormvariate", (*generator).logNormal, param{"mu", nil}, param{"sigma", nil}),
	"expovariate":     distribution("Random.expovariate", (*generator).exponential, param{"lambd", unit}),
	"vonmisesvariate": distribution("Random.vonmisesvariate", (*generator).vonMises, param{"mu", nil}, param{"kappa", nil}),
	"gammavariate":    distribution("Random.gammavariate", (*generator).gamma, param{"alpha", nil}, param{"beta", nil}),
	"betavariate":     distribution("Random.betavariate", (*generator).beta, param{"alpha", nil}, param{"beta", nil}),
	"paretovariate":   distribution("Random.paretovariate", (*generator).pareto, param{"alpha", nil}),
	"weibullvariate":  distribution("Random.weibullvariate", (*generator).weibull, param{"alpha", nil}, param{"beta", nil}),
	"binomialvariate": binomial,
}

// bytesOf returns n random bytes of the operating system.
func bytesOf(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails, see its documentation
	return b
}

// toInt is an int of any size.
func toInt(n *big.Int) starlark.Value { return starlark.MakeBigInt(n) }
