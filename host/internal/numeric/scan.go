package numeric

// This file finds the variables and constants of a function before it is compiled, and gives them registers.

import (
	"fmt"
	"math"

	"parlark/host/internal/dialect/python"
)

// A body is what is known of a function or loop whatever the types are.
type body struct {
	params     []string
	statements []python.Stmt
	results    []string // of a loop: the variables that it binds; nil for a function

	names    []string       // of the variables, parameters first
	number   map[string]int // of each
	sums     map[*python.Call]*sum
	floats   []float64 // constants that have a register
	bigs     []int64
	liveHead map[python.Stmt]set // what matters at the head of a loop
	live     map[python.Stmt]set // what matters after an if or a loop
}

// A sum is a call of sum with a comprehension, written as a loop.
//
//	#sum1 = 0
//	for #i2 in X:
//	    if C: #sum1 += E
type sum struct {
	total    int // variable
	variable int
	name     string // of the variable in the source
	loop     *python.For
}

// refused is the panic of code that cannot be compiled.
type refused struct{ why string }

func refuse(format string, args ...any) { panic(refused{fmt.Sprintf(format, args...)}) }

// scan reads a function's statements once.
func scan(params []string, statements []python.Stmt, results []string) *body {
	b := &body{params: params, statements: statements, results: results, number: map[string]int{}, sums: map[*python.Call]*sum{},
		liveHead: map[python.Stmt]set{}, live: map[python.Stmt]set{}}
	for _, p := range params {
		b.declare(p)
	}
	for _, s := range statements {
		python.Walk(s, b.visit)
	}
	var out set
	for _, name := range results {
		out = out.with(b.declare(name))
	}
	b.liveBlock(statements, out, 0, 0)
	return b
}

func (b *body) declare(name string) int {
	i, ok := b.number[name]
	if !ok {
		i = len(b.names)
		if i >= maxVariables {
			refuse("too many variables")
		}
		b.number[name] = i
		b.names = append(b.names, name)
	}
	return i
}

func (b *body) visit(n python.Node) bool {
	switch n := n.(type) {
	case *python.Name:
		if n.Ctx != python.Load {
			b.declare(n.Id)
		}
	case *python.Constant:
		switch {
		case n.Kind == python.KFloat:
			b.floats = append(b.floats, n.Float)
		case n.Kind == python.KInt && !fitsShort(n.Int):
			b.bigs = append(b.bigs, n.Int)
		}
	case *python.Call:
		if x, ok := comprehensionOf(n); ok {
			b.sum(n, x)
			return false
		}
	}
	return true
}

// comprehensionOf returns the generator of sum(E for x in X if C) as a list comprehension.
func comprehensionOf(c *python.Call) (*python.ListComp, bool) {
	f, ok := c.Func.(*python.Name)
	if !ok || f.Id != "sum" || len(c.Args) != 1 || len(c.Keywords) > 0 {
		return nil, false
	}
	switch x := c.Args[0].(type) {
	case *python.GeneratorExp:
		return &python.ListComp{N: x.N, Elt: x.Elt, Gens: x.Gens}, len(x.Gens) == 1
	case *python.ListComp:
		return x, len(x.Gens) == 1
	}
	return nil, false
}

func (b *body) sum(c *python.Call, x *python.ListComp) {
	g := x.Gens[0]
	target, ok := g.Target.(*python.Name)
	if !ok {
		refuse("target of a comprehension")
	}
	total := fmt.Sprintf("#sum%d", len(b.sums)+1)
	s := &sum{total: b.declare(total), name: target.Id}
	hidden := fmt.Sprintf("#i%d", len(b.sums)+1)
	s.variable = b.declare(hidden)
	var inner python.Stmt = &python.AugAssign{N: x.N, Target: &python.Name{N: x.N, Id: total, Ctx: python.Store}, Op: "+", Value: x.Elt}
	for i := len(g.Ifs) - 1; i >= 0; i-- {
		inner = &python.If{N: x.N, Cond: g.Ifs[i], Body: []python.Stmt{inner}}
	}
	s.loop = &python.For{N: x.N, Target: &python.Name{N: x.N, Id: hidden, Ctx: python.Store}, Iter: g.Iter, Body: []python.Stmt{inner}}
	b.sums[c] = s
	python.Walk(x.Elt, b.visit)
	python.Walk(g.Iter, b.visit)
	for _, c := range g.Ifs {
		python.Walk(c, b.visit)
	}
	b.everythingLives(s.loop, everything.minus(s.variable))
}

// everythingLives keeps all variables in the loop of a sum.
func (b *body) everythingLives(s python.Stmt, after set) {
	b.live[s] = after
	b.liveHead[s] = everything
	switch s := s.(type) {
	case *python.For:
		b.everythingLives(s.Body[0], everything)
	case *python.If:
		b.everythingLives(s.Body[0], everything)
	}
}

// constantRegister returns the register that holds a constant, 0 if it has none. first is the number of variables.
func (b *body) floatRegister(x float64) (uint8, bool) {
	for i, f := range b.floats {
		if math.Float64bits(f) == math.Float64bits(x) {
			return uint8(len(b.names) + i), true
		}
	}
	return 0, false
}

func (b *body) intRegister(x int64) (uint8, bool) {
	for i, k := range b.bigs {
		if k == x {
			return uint8(len(b.names) + len(b.floats) + i), true
		}
	}
	return 0, false
}
