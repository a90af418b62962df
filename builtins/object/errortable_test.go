package object

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// This file provokes each error of go.starlark.net that a script can meet, in the VM itself, and compares what it becomes
// with CPython's words.

var vmErrors = []struct{ code, want string }{
	{"1 + 'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'"},
	{"'a' + 1", `TypeError: can only concatenate str (not "int") to str`},
	{"[1] + (2,)", `TypeError: can only concatenate list (not "tuple") to list`},
	{"(1,) + [2]", `TypeError: can only concatenate tuple (not "list") to tuple`},
	{"b'a' + 'b'", "TypeError: can't concat str to bytes"},
	{"'a' * 'b'", "TypeError: can't multiply sequence by non-int of type 'str'"},
	{"1.5 * [1]", "TypeError: can't multiply sequence by non-int of type 'float'"},
	{"None + 1", "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"},
	{"'a' - 1", "TypeError: unsupported operand type(s) for -: 'str' and 'int'"},
	{"{} | 1", "TypeError: unsupported operand type(s) for |: 'dict' and 'int'"},
	{"1 // 'a'", "TypeError: unsupported operand type(s) for //: 'int' and 'str'"},
	{"1 in 5", "TypeError: argument of type 'int' is not iterable"},
	{"1 not in 5", "TypeError: argument of type 'int' is not iterable"},
	{"1 in 'abc'", "TypeError: 'in <string>' requires string as left operand, not int"},
	{"'a' in b'abc'", "TypeError: a bytes-like object is required, not 'str'"},
	{"300 in b'abc'", "ValueError: byte must be in range(0, 256)"},
	{"-'a'", "TypeError: bad operand type for unary -: 'str'"},
	{"~1.5", "TypeError: bad operand type for unary ~: 'float'"},
	{"1 < 'a'", "TypeError: '<' not supported between instances of 'int' and 'str'"},
	{"None >= 1", "TypeError: '>=' not supported between instances of 'NoneType' and 'int'"},
	{"{} < {}", "TypeError: '<' not supported between instances of 'dict' and 'dict'"},
	{"1 / 0", "ZeroDivisionError: division by zero"},
	{"1 // 0", "ZeroDivisionError: integer division or modulo by zero"},
	{"1 % 0", "ZeroDivisionError: integer modulo by zero"},
	{"1.0 % 0", "ZeroDivisionError: float modulo by zero"},
	{"1 << -1", "ValueError: negative shift count"},
	{"1 << 600", "OverflowError: too many digits in integer"},
	{"(1 << 500) * (1 << 500) * (1 << 500) / 3", "OverflowError: int too large to convert to float"},
	{"'a' * (1 << 100)", "OverflowError: cannot fit 'int' into an index-sized integer"},
	{"[1, 2] * (1 << 30)", "MemoryError"},
	{"'ab' * (1 << 30)", "MemoryError"},
	{"[][0]", "IndexError: list index out of range"},
	{"[1][5]", "IndexError: list index out of range"},
	{"(1,)[-2]", "IndexError: tuple index out of range"},
	{"'abc'[9]", "IndexError: string index out of range"},
	{"''[0]", "IndexError: string index out of range"},
	{"b'a'[9]", "IndexError: index out of range"},
	{"range(3)[9]", "IndexError: range object index out of range"},
	{"[1]['a']", "TypeError: list indices must be integers or slices, not str"},
	{"'abc'['a']", "TypeError: string indices must be integers, not 'str'"},
	{"(1,)[1.5]", "TypeError: tuple indices must be integers or slices, not float"},
	{"[1][1 << 70]", "IndexError: cannot fit 'int' into an index-sized integer"},
	{"5[0]", "TypeError: 'int' object is not subscriptable"},
	{"None['a']", "TypeError: 'NoneType' object is not subscriptable"},
	{"5[0:1]", "TypeError: 'int' object is not subscriptable"},
	{"[1][::0]", "ValueError: slice step cannot be zero"},
	{"[1]['a':]", "TypeError: slice indices must be integers or None or have an __index__ method"},
	{"[1][:'a']", "TypeError: slice indices must be integers or None or have an __index__ method"},
	{"[1][::'a']", "TypeError: slice indices must be integers or None or have an __index__ method"},
	{"{'a': 1}['b']", "KeyError: 'b'"},
	{`{}["it's"]`, `KeyError: "it's"`},
	{"{}[5]", "KeyError: 5"},
	{"{}[-1.5]", "KeyError: -1.5"},
	{"{}[None]", "KeyError: None"},
	{"{}[True]", "KeyError: True"},
	{"{}[(1, 'a', (2.5,), ())]", "KeyError: (1, 'a', (2.5,), ())"},
	{"{}[b'x']", "KeyError: b'x'"},
	{"{}[len]", "KeyError: <built-in function len>"},
	{"{[]: 1}", "TypeError: unhashable type: 'list'"},
	{"{}[{}]", "TypeError: unhashable type: 'dict'"},
	{"(1).x", "AttributeError: 'int' object has no attribute 'x'"},
	{"'a'.foo", "AttributeError: 'str' object has no attribute 'foo'"},
	{"'a'.uper", "AttributeError: 'str' object has no attribute 'uper'"},
	{"5()", "TypeError: 'int' object is not callable"},
	{"'a'()", "TypeError: 'str' object is not callable"},
	{"[x for x in 5]", "TypeError: 'int' object is not iterable"},
	{"f(*5)", "TypeError: Value after * must be an iterable, not int"},
	{"f(**5)", "TypeError: argument after ** must be a mapping, not int"},
	{"f(**{1: 2})", "TypeError: keywords must be strings"},
	{"f()", "TypeError: f() missing 2 required positional arguments: 'a' and 'b'"},
	{"f(1)", "TypeError: f() missing 1 required positional argument: 'b'"},
	{"f3()", "TypeError: f3() missing 3 required positional arguments: 'a', 'b', and 'c'"},
	{"f(1, 2, 3)", "TypeError: f() takes 2 positional arguments but 3 were given"},
	{"g(1)", "TypeError: g() takes 0 positional arguments but 1 was given"},
	{"one(1, 2)", "TypeError: one() takes 1 positional argument but 2 were given"},
	{"f(1, 2, c=3)", "TypeError: f() got an unexpected keyword argument 'c'"},
	{"f(1, 2, a=3)", "TypeError: f() got multiple values for argument 'a'"},
	{"(lambda x: x)()", "TypeError: <lambda>() missing 1 required positional argument: 'x'"},
	{"unbound()", "UnboundLocalError: cannot access local variable 'x' where it is not associated with a value"},
	{"late", "NameError: name 'late' is not defined"},
	{"missing", "NameError: name 'missing' is not defined"},
	{"unpack(5)", "TypeError: cannot unpack non-iterable int object"},
	{"unpack([1])", "ValueError: not enough values to unpack (expected 2, got 1)"},
	{"unpack([1, 2, 3])", "ValueError: too many values to unpack (expected 2)"},
	{"assign(5)", "TypeError: 'int' object does not support item assignment"},
	{"assign('abc')", "TypeError: 'str' object does not support item assignment"},
	{"assign((1,))", "TypeError: 'tuple' object does not support item assignment"},
	{"assign([])", "IndexError: list index out of range"},
	{"setattr(5)", "AttributeError: 'int' object has no attribute 'x' and no __dict__ for setting new attributes"},
	{"grow([1])", "RuntimeError: list changed size during iteration"},
	{"growdict({1: 2})", "RuntimeError: dictionary changed size during iteration"},
	{"nested()", "RecursionError: maximum recursion depth exceeded in comparison"},
	{"deep(0)", "RecursionError: maximum recursion depth exceeded"},
	{"range('a')", "TypeError: 'str' object cannot be interpreted as an integer"},
}

const vmErrorsPrelude = `
def f(a, b):
    pass
def f3(a, b, c):
    pass
def g():
    pass
def one(a):
    pass
def unbound():
    if len("") > 0:
        x = 1
    return x
def unpack(v):
    a, b = v
def assign(v):
    v[0] = 1
def setattr(v):
    v.x = 1
def grow(l):
    for x in l:
        l[0] = x
def growdict(d):
    for x in d:
        d[x + 1] = x
def nested():
    a = []
    b = []
    for i in range(100000):
        a = [a]
        b = [b]
    return a == b
def deep(n):
    return deep(n + 1) + 1
def run():
    return %EXPR%
late_user = [run]
result = run()
late = 1
`

func TestVMErrors(t *testing.T) {
	for _, c := range vmErrors {
		rt := New(Options{})
		th := rt.NewThread("test")
		rt.Lock(th)
		source := replaceExpr(vmErrorsPrelude, c.code)
		opts := &syntax.FileOptions{Recursion: true, TopLevelControl: true, GlobalReassign: true, Set: true}
		_, program, err := starlark.SourceProgramOptions(opts, "test.py", source, func(name string) bool { return name == "missing" || rt.Builtins()[name] != nil })
		if err != nil {
			t.Fatalf("%s: %v", c.code, err)
		}
		_, err = program.Init(th, rt.Builtins())
		if err == nil {
			t.Errorf("%s: no error", c.code)
			continue
		}
		if got := trimNewline(rt.FormatExceptionOnly(rt.Exception(err))); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.code, got, c.want)
		}
		rt.Unlock()
	}
}

// TestErrorRules checks what is not provoked above: names that lowering has changed.
func TestErrorRules(t *testing.T) {
	for pattern, cases := range map[string][2]string{
		"%":             {"abc", "abc"},
		"a % b":         {"a x b", "x"},
		"key % not in ": {"", ""},
	} {
		if m, ok := matchPattern(pattern, cases[0]); ok && m[0] != cases[1] {
			t.Errorf("%s: %q", pattern, m)
		}
	}
	if e := translate(errText(`key "a not in b" not in dict`)); e.Args[0] != starlark.String("a not in b") {
		t.Error(e)
	}
	e := translate(errText("something new"))
	if e.Type.Name != "RuntimeError" || e.Message() != "something new" {
		t.Errorf("%v", e)
	}
	for _, text := range []string{"function f missing 1 argument (#p.x)", "function f got multiple values for parameter \"#p.x\""} {
		if m := translate(errText(text)).Message(); m != "f() missing 1 required positional argument: 'x'" && m != "f() got multiple values for argument 'x'" {
			t.Error(m)
		}
	}
	for text, want := range map[string]string{
		"local variable #c7.total referenced before assignment":       "cannot access local variable 'total' where it is not associated with a value",
		"local variable #g.total referenced before assignment":        "name 'total' is not defined",
		"function f accepts at most 2 positional arguments (3 given)": "f() takes from 0 to 2 positional arguments but 3 were given",
	} {
		if m := translate(errText(text)).Message(); m != want {
			t.Errorf("%s: %s", text, m)
		}
	}
}

type errText string

func (e errText) Error() string { return string(e) }

func replaceExpr(source, expr string) string { return strings.Replace(source, "%EXPR%", expr, 1) }

func trimNewline(s string) string { return strings.TrimSuffix(s, "\n") }
