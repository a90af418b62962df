package interp

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// This file compares kernels with the ordinary VM: random programs that compute with numbers must print the same with both.

// output runs a program and returns what it printed and the exception that ended it.
func output(t *testing.T, src string, kernels bool) string {
	t.Helper()
	var out bytes.Buffer
	in := New(Options{Stdout: &out, Stderr: &out, NoKernels: !kernels})
	in.objects.Lock(in.main)
	defer in.objects.Unlock()
	u, err := in.compile("__main__", "random.py", []byte(src))
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	if err := in.run(in.main, u, true); err != nil {
		e := in.objects.Exception(err)
		fmt.Fprintln(&out, e.String())
	}
	if err := in.objects.Options.Stdout.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A writer writes a random program. It spends the numbers of a source of choices.
type writer struct {
	strings.Builder
	choose func(n int) int
	depth  int
	loops  int
	whiles int // how many there are
	vars   []string
}

func (w *writer) line(format string, args ...any) {
	w.WriteString(strings.Repeat("    ", w.depth))
	fmt.Fprintf(&w.Builder, format, args...)
	w.WriteByte('\n')
}

func (w *writer) one(xs ...string) string { return xs[w.choose(len(xs))] }

func (w *writer) name() string { return w.vars[w.choose(len(w.vars))] }

// expr writes an expression of at most that depth.
func (w *writer) expr(depth int) string {
	if depth == 0 || w.choose(4) == 0 {
		return w.one(w.name(), w.name(), w.name(), fmt.Sprint(w.choose(9)-3), "0.5", "2.0", "True", "3", "1000003", "4611686018427387904", "LIMIT")
	}
	a, b := w.expr(depth-1), w.expr(depth-1)
	switch w.choose(16) {
	case 0, 1, 2, 3, 4, 5:
		return fmt.Sprintf("(%s %s %s)", a, w.one("+", "-", "*", "+", "-", "//", "%", "/"), b)
	case 6:
		return fmt.Sprintf("(%s %s %s)", a, w.one("&", "|", "^", ">>", "<<"), b)
	case 7:
		return fmt.Sprintf("(%s if %s else %s)", a, w.test(depth-1), b)
	case 8:
		return fmt.Sprintf("(%s(%s))", w.one("abs", "int", "float", "bool", "round", "-", "~", "not "), a)
	case 9:
		return fmt.Sprintf("%s(%s, %s)", w.one("min", "max", "math.gcd", "math.pow", "small"), a, b)
	case 10:
		return fmt.Sprintf("math.%s(%s)", w.one("sqrt", "floor", "sin", "ceil", "isqrt"), a)
	case 11:
		return fmt.Sprintf("(%s ** %s)", a, w.one("2", "3", "0.5", "-1"))
	case 12:
		return fmt.Sprintf("sum(%s for q in range(%d))", w.one("q * q", a, "q + "+b), w.choose(6))
	case 13:
		return "(" + w.test(depth-1) + ")"
	case 14:
		return fmt.Sprintf("(%s %s %s)", a, w.one("and", "or"), b)
	}
	return w.name()
}

func (w *writer) test(depth int) string {
	op := func() string { return w.one("<", "<=", ">", ">=", "==", "!=") }
	switch w.choose(5) {
	case 0:
		return fmt.Sprintf("%s %s %s %s %s", w.expr(depth), op(), w.expr(0), op(), w.expr(depth))
	case 1:
		return fmt.Sprintf("%s %% %s == 0", w.expr(0), w.expr(0))
	}
	return fmt.Sprintf("%s %s %s", w.expr(depth), op(), w.expr(depth))
}

func (w *writer) block(statements, depth int) {
	w.depth++
	w.line("pass")
	for range 1 + w.choose(statements) {
		w.statement(depth)
	}
	if w.loops > 0 { // or numbers grow beyond all bounds
		for _, v := range w.vars {
			w.line("%s = cap(%s)", v, v)
		}
	}
	w.depth--
}

func (w *writer) statement(depth int) {
	kinds := 12
	if depth == 0 {
		kinds = 8
	}
	switch w.choose(kinds) {
	case 0, 1, 2:
		w.line("%s = %s", w.name(), w.expr(3))
	case 3, 4:
		w.line("%s %s= %s", w.name(), w.one("+", "-", "*", "//", "/"), w.expr(2))
	case 5:
		w.line("%s, %s = %s, %s", w.vars[0], w.vars[1], w.expr(2), w.expr(1))
	case 6:
		if w.loops > 0 {
			w.line("if %s: %s", w.test(1), w.one("break", "continue", "pass"))
		}
	case 7:
		w.line("if %s: raise ValueError(%q)", w.test(0), w.one("a", "b"))
	case 8, 9:
		w.line("if %s:", w.test(2))
		w.block(2, depth-1)
		if w.choose(2) == 0 {
			w.line("else:")
			w.block(2, depth-1)
		}
	case 10:
		w.line("for %s in range(%s):", w.one("i", "j", w.name()), w.one("3", "1, 5", "4, 0, -2", "0", "LIMIT % 5"))
		w.loops++
		w.block(3, depth-1)
		w.loops--
	case 11:
		w.whiles++
		w.line("n%d = 0", w.whiles)
		w.line("while n%d < %d:", w.whiles, w.choose(5))
		w.depth++
		w.line("n%d += 1", w.whiles)
		w.depth--
		w.loops++
		w.block(3, depth-1)
		w.loops--
		if w.choose(3) == 0 {
			w.line("else:")
			w.block(1, 0)
		}
	}
}

// program returns a random program.
func program(choose func(n int) int) string {
	w := &writer{choose: choose}
	w.line("import math")
	w.line("LIMIT = %s", w.one("7", "2.5", "100"))
	w.line("def cap(x): return x if -1000000000000 < x < 1000000000000 else x * 0 + 5")
	w.line("def small(x, y):")
	w.vars = []string{"x", "y"}
	w.block(2, 1)
	w.line("    return x")
	w.line("def work(a, b, c=2):")
	w.vars = []string{"a", "b", "c", "d"}
	w.line("    d = %s", w.one("0", "0.0", "a", "None", "1", "True"))
	w.line("    for k in range(3):")
	w.depth++
	w.loops++
	w.block(4, 3)
	w.loops--
	w.depth--
	w.block(2, 1)
	w.line("    return %s", w.one("a", "d", w.expr(2)))
	w.line("for args in [(1, 2), (0, 5), (-3, 7), (2.5, 1), (1, 0.0), (True, 3), (3037000500, 9223372036854775807), (1, 2), (1e300, -1e300)]:")
	w.line("    try: print(args, work(*args), work(args[1], args[0]))")
	w.line("    except Exception as e: print(args, type(e).__name__, e)")
	w.line("a, b, c, d = 1, 2, 3, 0")
	w.vars = []string{"a", "b", "c", "d"}
	w.line("for k in range(4):")
	w.loops++
	w.block(4, 2)
	w.line("print(a, b, c, d, k)")
	return w.String()
}

func TestKernels_random(t *testing.T) {
	programs := 120
	if testing.Short() {
		programs = 20
	}
	for seed := range programs {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		same(t, program(r.IntN))
	}
}

func FuzzKernels(f *testing.F) {
	f.Add([]byte("the order of choices"))
	f.Fuzz(func(t *testing.T, choices []byte) {
		same(t, program(func(n int) int {
			if len(choices) == 0 {
				return 0
			}
			c := int(choices[0]) % n
			choices = choices[1:]
			return c
		}))
	})
}

func same(t *testing.T, src string) {
	t.Helper()
	if got, want := output(t, src, true), output(t, src, false); got != want {
		t.Fatalf("with kernels:\n%s\nwithout:\n%s\nprogram:\n%s", got, want, src)
	}
}
