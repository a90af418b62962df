package dialect

// This file runs lowered programs on the stock VM with stand-ins for the intrinsics. It is the self-test of the binding
// patch, which relies on how the resolver and the compiler of the pinned go.starlark.net work together.

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Each testdata/run/*.py prints what the comment lines "#> " in it say.
func TestRun(t *testing.T) {
	files, err := filepath.Glob("testdata/run/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want strings.Builder
			for _, line := range strings.Split(string(src), "\n") {
				if _, out, ok := strings.Cut(line, "#> "); ok {
					want.WriteString(out + "\n")
				}
			}
			m, prog := compile(t, file, string(src))
			out := &stand{}
			if _, err := prog.Init(&starlark.Thread{}, out.environment(m, true)); err != nil {
				t.Fatalf("%v\noutput:\n%s", err, out.b.String())
			}
			if out.b.String() != want.String() {
				t.Errorf("got:\n%s\nwant:\n%s", out.b.String(), want.String())
			}
		})
	}
}

// TestMakers rebuilds functions in a second instance of a compiled program, as a child process does.
func TestMakers(t *testing.T) {
	src := `"doc"
N = 3
def outer(a):
    total = 0
    def add(x, k=N):
        nonlocal total
        total += x * k + a
        return total
    return add
add = outer(10)
add(1)
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n > 0 and even(n - 1)
pair = [lambda v, w=N: v + w]
raise_if_run_again(1)
`
	m, first := compile(t, "m.py", src)
	var encoded bytes.Buffer
	if err := first.Write(&encoded); err != nil {
		t.Fatal(err)
	}
	out := &stand{}
	env := out.environment(m, true)
	env["raise_if_run_again"] = starlark.NewBuiltin("x", func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, nil
	})
	globals, err := first.Init(&starlark.Thread{}, env)
	if err != nil {
		t.Fatal(err)
	}
	second, err := starlark.CompiledProgram(&encoded)
	if err != nil {
		t.Fatal(err)
	}
	child, err := second.Init(&starlark.Thread{}, out.environment(m, false))
	if err != nil {
		t.Fatal(err)
	}
	if child["add"] != nil {
		t.Error("the module's body ran in the child")
	}
	call := func(f starlark.Value, args starlark.Tuple, kwargs ...starlark.Tuple) starlark.Value {
		t.Helper()
		v, err := starlark.Call(&starlark.Thread{}, f, args, kwargs)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	maker := func(f *starlark.Function) starlark.Value {
		p := f.Position()
		n, ok := m.FunctionAt(p.Line, p.Col)
		if !ok {
			t.Fatalf("no function at %v", p)
		}
		if m.Functions[n].Qualname != f.Name() {
			t.Errorf("function %d is %s, not %s", n, m.Functions[n].Qualname, f.Name())
		}
		return child[fmt.Sprintf("#make.%d", n)]
	}
	key := func(name string, v starlark.Value) starlark.Tuple { return starlark.Tuple{starlark.String(name), v} }

	add := globals["add"].(*starlark.Function)
	made := call(maker(add), nil, key("a", starlark.MakeInt(10)), key("#d0", starlark.MakeInt(3))).(starlark.Tuple)
	call(made[1], starlark.Tuple{starlark.String("total"), starlark.MakeInt(13)})
	if got := call(made[0], starlark.Tuple{starlark.MakeInt(2)}); got.String() != "29" {
		t.Errorf("the copy of add returns %v", got)
	}
	if got := call(add, starlark.Tuple{starlark.MakeInt(2)}); got.String() != "29" {
		t.Errorf("add returns %v", got)
	}
	if made[0].(*starlark.Function).Name() != "outer.<locals>.add" {
		t.Errorf("the copy is named %v", made[0])
	}

	d := starlark.NewDict(2)
	for _, name := range []string{"even", "odd"} {
		if err := d.SetKey(starlark.String(name), call(maker(globals[name].(*starlark.Function)), nil)); err != nil {
			t.Fatal(err)
		}
	}
	call(child["#inject"], starlark.Tuple{d})
	even := child["#inject"].(*starlark.Function).Globals()["even"]
	if got := call(even, starlark.Tuple{starlark.MakeInt(7)}); got != starlark.False {
		t.Errorf("even(7) is %v", got)
	}

	l := globals["pair"].(*starlark.List).Index(0).(*starlark.Function)
	if got := call(call(maker(l), nil, key("#d0", starlark.MakeInt(5))), starlark.Tuple{starlark.MakeInt(1)}); got.String() != "6" {
		t.Errorf("the lambda returns %v", got)
	}
}

func compile(t testing.TB, file, src string) (*Module, *starlark.Program) {
	t.Helper()
	m, err := Lower(file, []byte(src), testOptions(file))
	if err != nil {
		t.Fatal(err)
	}
	prog, err := starlark.FileProgram(m.File, m.IsPredeclared)
	if err != nil {
		t.Fatal(err)
	}
	return m, prog
}

// A stand keeps what a script prints and stands in for the run time.
type stand struct{ b strings.Builder }

// A raised is an exception of the stand-in run time: a value, thrown.
type raised struct{ value starlark.Value }

func (r *raised) Error() string { return "raised " + r.value.String() }

// A caught is the state that #try returns for an exception.
type caught struct{ raised *raised }

func (c *caught) String() string        { return "caught" }
func (c *caught) Type() string          { return "caught" }
func (c *caught) Freeze()               {}
func (c *caught) Truth() starlark.Bool  { return false }
func (c *caught) Hash() (uint32, error) { return 0, nil }
func (c *caught) Attr(name string) (starlark.Value, error) {
	return c.raised.value, nil
}
func (c *caught) AttrNames() []string { return []string{"value"} }

// A subscripted is an operation of one operand.
type subscripted struct {
	caught
	f func(x starlark.Value) (starlark.Value, error)
}

func (s subscripted) String() string        { return "operation" }
func (s subscripted) Type() string          { return "operation" }
func (s subscripted) Freeze()               {}
func (s subscripted) Truth() starlark.Bool  { return true }
func (s subscripted) Hash() (uint32, error) { return 0, nil }
func (s subscripted) Get(x starlark.Value) (starlark.Value, bool, error) {
	v, err := s.f(x)
	return v, true, err
}

// A resumable is the result of iter(x): iterating it again goes on where it stopped.
type resumable struct {
	caught
	starlark.Iterator
}

func (r *resumable) Iterate() starlark.Iterator { return r }
func (r *resumable) Done()                      {}

func iterable(v starlark.Value) starlark.Value {
	if s, ok := v.(starlark.String); ok {
		out := starlark.Tuple{}
		for _, r := range string(s) {
			out = append(out, starlark.String(string(r)))
		}
		return out
	}
	return v
}

// environment is what m expects. It has an exception of every name in builtinNames that ends in Error: the name itself, matched as text.
func (s *stand) environment(m *Module, main bool) starlark.StringDict {
	env := starlark.StringDict{"#main": starlark.Bool(main), "__name__": starlark.String("__main__"), "#Ellipsis": starlark.String("...")}
	def := func(name string, f func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)) {
		env[name] = starlark.NewBuiltin(name, func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return f(thread, args)
		})
	}
	try := func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		v, err := starlark.Call(thread, args[0], args[1:], nil)
		if err == nil {
			return v, nil
		}
		var r *raised
		if !errors.As(err, &r) {
			r = &raised{starlark.String(err.Error())}
		}
		return &caught{r}, nil
	}
	applied := func(name string, f func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error)) {
		env["#1."+name] = subscripted{f: func(x starlark.Value) (starlark.Value, error) {
			args, ok := x.(starlark.Tuple)
			if !ok || name != "try" && name != "finally" && name != "withrun" {
				args = starlark.Tuple{x}
			}
			return f(&starlark.Thread{}, args)
		}}
	}
	applied("try", try)
	applied("finally", try)
	def("#caught", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		c, ok := args[0].(*caught)
		if !ok || len(args) == 1 {
			return starlark.Bool(ok), nil
		}
		return starlark.Bool(strings.Contains(args[1].String(), c.raised.value.String()) || args[1] == starlark.String("Exception")), nil
	})
	def("#handled", func(*starlark.Thread, starlark.Tuple) (starlark.Value, error) { return starlark.None, nil })
	def("#reraise", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if c, ok := args[0].(*caught); ok {
			return nil, c.raised
		}
		return starlark.None, nil
	})
	def("#raise", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) { return nil, &raised{args[0]} })
	applied("iter", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) { return iterable(args[0]), nil })
	def("#star", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) { return iterable(args[0]), nil })
	for _, name := range []string{"unpack1", "unpack2", "unpack3"} {
		applied(name, func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) { return iterable(args[0]), nil })
	}
	def("#unpackstar", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		var all starlark.Tuple
		for v := range starlark.Elements(iterable(args[0]).(starlark.Iterable)) {
			all = append(all, v)
		}
		before, _ := starlark.AsInt32(args[1])
		after, _ := starlark.AsInt32(args[2])
		out := append(starlark.Tuple{}, all[:before]...)
		out = append(out, starlark.NewList(append([]starlark.Value{}, all[before:len(all)-after]...)))
		return append(out, all[len(all)-after:]...), nil
	})
	applied("int", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if b, ok := args[0].(starlark.Bool); ok {
			if b {
				return starlark.MakeInt(1), nil
			}
			return starlark.MakeInt(0), nil
		}
		return args[0], nil
	})
	def("#mod", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return starlark.Binary(syntax.PERCENT, args[0], args[1])
	})
	def("#matchseq", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		x, ok := args[0].(starlark.Tuple)
		n, _ := starlark.AsInt32(args[1])
		if !ok || len(x) != n {
			return starlark.None, nil
		}
		return x, nil
	})
	// a generator that has run: the list of what it yielded
	def("#gen", func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		out := starlark.NewList(nil)
		yield := subscripted{f: func(v starlark.Value) (starlark.Value, error) { return starlark.None, out.Append(v) }}
		_, err := starlark.Call(thread, args[0], append(starlark.Tuple{yield}, args[1:]...), nil)
		return out, err
	})
	env["#genahead"] = env["#gen"]
	env["#1.fresh"] = env["#1.iter"]
	def("#b.iter", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return &resumable{Iterator: starlark.Iterate(iterable(args[0]))}, nil
	})
	applied("withenter", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		return &caught{&raised{args[0]}}, nil
	})
	applied("withrun", func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		v, err := starlark.Call(thread, args[1], args[2:], nil)
		s.b.WriteString("exit\n")
		return v, err
	})
	def("#b.print", func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		for i, a := range args {
			if i > 0 {
				s.b.WriteByte(' ')
			}
			if str, ok := a.(starlark.String); ok {
				s.b.WriteString(string(str))
			} else {
				s.b.WriteString(a.String())
			}
		}
		s.b.WriteByte('\n')
		return starlark.None, nil
	})
	for name, op := range map[string]syntax.Token{"==": syntax.EQL, "!=": syntax.NEQ, "<": syntax.LT, "<=": syntax.LE, ">": syntax.GT, ">=": syntax.GE, "in": syntax.IN} {
		compare := func(x, y starlark.Value) (starlark.Value, error) {
			if op == syntax.IN {
				return starlark.Binary(op, x, y)
			}
			r, err := starlark.Compare(op, x, y)
			return starlark.Bool(r), err
		}
		comparison := subscripted{f: func(x starlark.Value) (starlark.Value, error) {
			return subscripted{f: func(y starlark.Value) (starlark.Value, error) { return compare(x, y) }}, nil
		}}
		env["#1."+name], env["#1."+name+"+"] = comparison, comparison
	}
	for _, left := range []bool{true, false} {
		env[map[bool]string{true: "#1.left", false: "#1.right"}[left]] = subscripted{f: func(c starlark.Value) (starlark.Value, error) {
			first, _, err := env["#1."+string(c.(starlark.Tuple)[0].(starlark.String))].(subscripted).Get(c.(starlark.Tuple)[1])
			return subscripted{f: func(x starlark.Value) (starlark.Value, error) {
				if left {
					v, _, err := first.(subscripted).Get(x)
					return v, err
				}
				second, _, _ := env["#1."+string(c.(starlark.Tuple)[0].(starlark.String))].(subscripted).Get(x)
				v, _, err := second.(subscripted).Get(c.(starlark.Tuple)[1])
				return v, err
			}}, err
		}}
	}
	for _, name := range m.Predeclared {
		if b, ok := strings.CutPrefix(name, "#1.b."); ok {
			applied("b."+b, func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
				f := starlark.Universe[b]
				if own := env["#b."+b]; own != nil {
					f = own
				}
				return starlark.Call(thread, f, args, nil)
			})
		}
		if a, ok := strings.CutPrefix(name, "#a."); ok {
			env[name] = subscripted{f: func(x starlark.Value) (starlark.Value, error) { return x.(starlark.HasAttrs).Attr(a) }}
		}
		if b, ok := strings.CutPrefix(name, "#b."); ok && env[name] == nil {
			if env[name] = starlark.Universe[b]; env[name] == nil {
				env[name] = starlark.String(b)
			}
		}
	}
	return env
}
