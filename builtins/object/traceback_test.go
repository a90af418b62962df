package object

import (
	"errors"
	"os"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/exceptions"
)

// run executes Starlark source with the builtins and #intrinsics (spelled __name) of a Runtime.
func run(t *testing.T, rt *Runtime, th *starlark.Thread, file, source string) (starlark.StringDict, error) {
	t.Helper()
	predeclared := starlark.StringDict{}
	for n, v := range rt.Builtins() {
		predeclared[n] = v
	}
	for n, v := range rt.Intrinsics() {
		predeclared["__"+n] = v
	}
	opts := &syntax.FileOptions{Recursion: true, TopLevelControl: true, GlobalReassign: true, Set: true}
	_, program, err := starlark.SourceProgramOptions(opts, file, source, predeclared.Has)
	if err != nil {
		t.Fatal(err)
	}
	return program.Init(th, predeclared)
}

// TestTracebacks runs each script of testdata/tracebacks and compares what is reported with the comment at its end.
func TestTracebacks(t *testing.T) {
	data, err := os.ReadFile("testdata/tracebacks.star")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(data), "\n---\n") {
		source, want, ok := strings.Cut(part, "\n=====\n")
		if !ok {
			t.Fatalf("no expectation:\n%s", part)
		}
		rt := New(Options{})
		th := rt.NewThread("test")
		rt.Lock(th)
		_, err := run(t, rt, th, "x.py", source)
		if err == nil {
			t.Errorf("no error:\n%s", source)
			continue
		}
		lines := strings.Split(source, "\n")
		got := rt.FormatException(rt.Exception(err), func(file string) []string {
			if file == "x.py" {
				return lines
			}
			return nil
		})
		if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%s\n--- got\n%s\n--- want\n%s", source, got, want)
		}
	}
}

func frame(name string, line int32, file string) Frame {
	return Frame{Name: name, Pos: syntax.MakePosition(&file, line, 1)}
}

func TestTraceLines(t *testing.T) {
	rt := New(Options{})
	e := rt.NewException(exceptions.ValueError, starlark.String("x"))
	e.exc.Trace = []Frame{
		frame("<toplevel>", 9, "x.py"), frame("#make.3", 1, "x.py"), frame("f", 2, "x.py"), frame("try", 0, "<builtin>"),
		frame("f.#try", 3, "x.py"), frame("try", 0, "<builtin>"), frame("#try", 4, "x.py"), frame("C.m", 7, "x.py"),
		frame("lambda", 8, "x.py"), frame("raise", 0, "<builtin>"),
	}
	name := func() (s string) {
		for _, l := range rt.TraceLines(e, nil) {
			s += l.Name + decimalText(l.Line) + " "
		}
		return s
	}
	if got, want := name(), "<module>9 f4 m7 <lambda>8 "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	e.exc.traceStart = 4 // inside f: its frame stays, under its name
	if got, want := name(), "f4 m7 <lambda>8 "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func decimalText(n int) string { return starlark.MakeInt(n).String() }

func TestRepeatedLines(t *testing.T) {
	line := TraceLine{File: "x.py", Line: 2, Name: "f", Text: "f()"}
	other := TraceLine{File: "x.py", Line: 3, Name: "<module>"}
	one := "  File \"x.py\", line 2, in f\n    f()\n"
	last := "  File \"x.py\", line 3, in <module>\n"
	for n, want := range map[int]string{
		1: one, 3: one + one + one, 4: one + one + one + "  [Previous line repeated 1 more time]\n",
		10: one + one + one + "  [Previous line repeated 7 more times]\n",
	} {
		var lines []TraceLine
		for range n {
			lines = append(lines, line)
		}
		if got := FormatTrace(append(lines, other)); got != want+last {
			t.Errorf("%d: got\n%s", n, got)
		}
	}
}

func TestChains(t *testing.T) {
	rt := New(Options{})
	rt.Lock(rt.NewThread("test"))
	inner := rt.NewException(exceptions.KeyError, starlark.String("k"))
	outer := rt.NewException(exceptions.ValueError, starlark.String("bad"))
	check := func(want string) {
		t.Helper()
		if got := rt.FormatException(outer, nil); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	outer.exc.Context = inner
	check("KeyError: 'k'\n\nDuring handling of the above exception, another exception occurred:\n\nValueError: bad\n")
	outer.exc.SuppressContext = true
	check("ValueError: bad\n")
	outer.exc.Cause = inner
	inner.exc.Context = outer
	check("KeyError: 'k'\n\nThe above exception was the direct cause of the following exception:\n\nValueError: bad\n")
	outer.SetOwn("__notes__", starlark.NewList([]starlark.Value{starlark.String("one\ntwo")}))
	outer.exc.Cause = nil
	outer.exc.Remote = "Traceback (most recent call last):\n  ...\nValueError: bad\n"
	check("multiprocessing.pool.RemoteTraceback: \n\"\"\"\nTraceback (most recent call last):\n  ...\nValueError: bad\n\"\"\"\n\n" +
		"The above exception was the direct cause of the following exception:\n\nValueError: bad\none\ntwo\n")
}

func TestSyntaxErrorReport(t *testing.T) {
	rt := New(Options{})
	rt.Lock(rt.NewThread("test"))
	e := rt.NewException(exceptions.SyntaxError, starlark.String("invalid syntax"))
	e.SetOwn("filename", starlark.String("x.py"))
	e.SetOwn("lineno", starlark.MakeInt(3))
	e.SetOwn("offset", starlark.MakeInt(7))
	e.SetOwn("text", starlark.String("    x = = 1\n"))
	want := "  File \"x.py\", line 3\n    x = = 1\n      ^\nSyntaxError: invalid syntax\n"
	if got := rt.FormatExceptionOnly(e); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestCallErrorsEndAtTheCaller(t *testing.T) {
	rt := New(Options{Signature: func(name string, pos syntax.Position) (Signature, bool) {
		return Signature{Required: 1, KeywordOnly: []string{"k"}}, name == "f" && pos.Line == 2
	}})
	th := rt.NewThread("test")
	rt.Lock(th)
	for call, want := range map[string]string{
		"f(1, 2, 3)": "f() takes from 1 to 2 positional arguments but 3 were given",
		"f(1)":       "f() missing 1 required keyword-only argument: 'k'",
		"f()":        "f() missing 1 required positional argument: 'a'",
	} {
		_, err := run(t, rt, th, "x.py", "def f(a, b=1, *, k):\n  return a\ndef g():\n  "+call+"\ng()\n")
		e := rt.Exception(err)
		if got := rt.exceptionText(e); got != want {
			t.Errorf("got %s", got)
		}
		if lines := rt.TraceLines(e, nil); len(lines) != 2 || lines[1].Name != "g" {
			t.Errorf("%s: %v", call, lines)
		}
	}
}

func TestStoreOutOfRange(t *testing.T) {
	rt := New(Options{Assigns: func(pos syntax.Position) bool { return pos.Line == 2 }})
	th := rt.NewThread("test")
	rt.Lock(th)
	_, err := run(t, rt, th, "x.py", "a = []\na[5] = 1\n")
	var e *exceptions.Error
	if !errors.As(ErrorOf(rt.Exception(err)), &e) || e.Message() != "list assignment index out of range" {
		t.Error(e)
	}
}
