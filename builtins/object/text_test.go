package object

import (
	"strings"
	"testing"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"parlark/ipc/starlarkcbor"
)

// reprScript makes values that refer to themselves or to objects, and prints them.
const reprScript = `
l = [1]
l.append(l)
d = {}
d["d"] = d
d["l"] = [d]
t = ([],)
t[0].append(t)
P = __mkclass("P", (), {"__repr__": lambda self: "P(" + repr(self.items) + ")"}, "P", None)
p = P()
p.items = [p.__class__]
p.items.append(p.items)
S = __mkclass("S", (), {"__str__": lambda self: "as str"}, "S", None)
B = __mkclass("B", (), {"__repr__": lambda self: 5, "__str__": lambda self: 6}, "B", None)
F = __mkclass("F", (), {"__format__": lambda self, spec: "<" + spec + ">"}, "F", None)
E = __mkclass("E", (ValueError,), {}, "E", None)
L = __mkclass("L", (list,), {}, "L", None)
N = __mkclass("N", (int,), {"__repr__": lambda self: "N!"}, "N", None)
T = __mkclass("T", (str,), {}, "T", None)
plain = __mkclass("Plain", (), {}, "outer.Plain", None)()
def f(): pass
`

func TestReprOfObjects(t *testing.T) {
	e := newEvaluator(Options{})
	values, err := run(t, e.rt, e.t, "x.py", reprScript)
	if err != nil {
		t.Fatal(err)
	}
	for n, v := range e.rt.Builtins() {
		if _, ok := values[n]; !ok {
			values[n] = v
		}
	}
	e.rt.builtins = values
	for expression, want := range map[string]string{
		"l":                             "[1, [...]]",
		"d":                             "{'d': {...}, 'l': [{...}]}",
		"t":                             "([([...],)],)",
		"p":                             "P([<class '__main__.P'>, [...]])",
		"[p, p]":                        "[P([<class '__main__.P'>, [...]]), P([<class '__main__.P'>, [...]])]",
		"str(S())":                      "'as str'",
		"B()":                           "TypeError: __repr__ returned non-string (type int)",
		"str(B())":                      "TypeError: __str__ returned non-string (type int)",
		"format(F(), 'x')":              "'<x>'",
		"'{:>5}'.format(F())":           "'<>5>'",
		"format(S(), '')":               "'as str'",
		"format(S(), 'x')":              "TypeError: unsupported format string passed to S.__format__",
		"'%s' % S()":                    "'as str'",
		"E('x', 1)":                     "E('x', 1)",
		"str(E('x'))":                   "'x'",
		"[E()]":                         "[E()]",
		"L([1, 2])":                     "[1, 2]",
		"format(L([1]), '')":            "'[1]'",
		"str(N(5))":                     "'N!'",
		"'%d' % N(5)":                   "'5'",
		"format(N(5), '03d')":           "'005'",
		"N(5)":                          "N!",
		"T('a')":                        "'a'",
		"str(T('a'))":                   "'a'",
		"format(T('a'), '>3')":          "'  a'",
		"'{0!r:>4}|'.format(T('a'))":    "\" 'a'|\"",
		"'abc'.replace(T('b'), T('x'))": "'axc'",
		"T('-').join([T('a'), 'b'])":    "'a-b'",
		"'abc'.startswith(T('a'))":      "True",
		"'a,b'.split(T(','))":           "['a', 'b']",
		"'abc'.find(T('c'), N(1))":      "2",
		"int(T('12'))":                  "12",
		"float(T('1.5'))":               "1.5",
		"P.__init__ == 1":               "False",
	} {
		e.must(t, expression, want)
	}
	for expression, prefix := range map[string]string{
		"plain": "<__main__.outer.Plain object at 0x", "f": "<function f at 0x", "p.__init__": "<", "iter([])": "<list_iterator object at 0x",
		"'a'.upper": "<built-in method upper of str object at 0x",
	} {
		if got := e.text(expression); !strings.HasPrefix(got, prefix) {
			t.Errorf("%s = %s", expression, got)
		}
	}
}

func TestDeepRepr(t *testing.T) {
	e := newEvaluator(Options{})
	l := starlark.NewList(nil)
	for range 2000 {
		l = starlark.NewList([]starlark.Value{l})
	}
	_, err := e.rt.Repr(l)
	if err == nil || !strings.Contains(err.Error(), "RecursionError") {
		t.Error(err)
	}
}

func TestStarlarkNotation(t *testing.T) {
	e := newEvaluator(Options{Starlark: true})
	e.must(t, `["a'", b"x", 1e20, range(3), (1,), {"k": None}]`, `["a'", b"x", 1e+20, range(3), (1,), {"k": None}]`)
	e.must(t, "str('a')", `"a"`)
	e.must(t, "set([1])", "set([1])")
}

func TestIntDigits(t *testing.T) {
	e := newEvaluator(Options{})
	for expression, want := range map[string]string{
		"len(str(pow(10, 4299)))":              "4300",
		"str(pow(10, 4300))":                   "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
		"str(-pow(10, 4299))[:3]":              "'-10'",
		"len('%d' % pow(10, 4299))":            "4300",
		"'%d' % pow(10, 99999)":                "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
		"int('9' * 4301)":                      "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit",
		"int('9' * 4300) == pow(10, 4300) - 1": "True",
		"len(hex(pow(10, 4300)))":              "3574",
		"int('f' * 5000, 16) > 0":              "True",
	} {
		e.must(t, expression, want)
	}
	if err := e.rt.SetIntDigits(0); err != nil {
		t.Fatal(err)
	}
	e.must(t, "len(str(pow(10, 4300)))", "4301")
	if e.rt.SetIntDigits(100) == nil {
		t.Error("a limit below 640 was accepted")
	}
}

func TestAllocationIsBounded(t *testing.T) {
	e := newEvaluator(Options{})
	for _, expression := range []string{
		"'x'.ljust(10000000000)", "format(1, '10000000000')", "'%10000000000d' % 1", "'%.10000000000f' % 1.5", "format(1.5, '.2000000000f')",
		"'x'.zfill(10000000000)", "bytes(10000000000)", "pow(3, 100000000000)", "('x' * 100000).replace('x', 'y' * 100000)",
		"'a\\tb'.expandtabs(10000000000)", "'{:>9999999999}'.format(1)", "(1).to_bytes(10000000000, 'big')",
		"('x' * 1000000).join(['a'] * 100000)",
	} {
		e.must(t, expression, "MemoryError")
	}
}

func TestBytearrayChanges(t *testing.T) {
	e := newEvaluator(Options{})
	got, err := run(t, e.rt, e.t, "x.py", `
b = bytearray(b"hello")
b[0] = 72
b.append(33)
b.extend([63, 63])
c = b
c = __inplace("+", c, b"!")
b.insert(1, 65)
b.remove(65)
__setslice(b, __slice(0, 2, None), b"xyz")
__delitem(b, -1)
__delitem(b, __slice(0, None, 4))
b.reverse()
n = [x for x in __iter(b)]
`)
	if err != nil {
		t.Fatal(err)
	}
	if s := got["b"].String(); s != `bytearray(b'?!olzy')` {
		t.Error(s)
	}
	if got["c"] != got["b"] {
		t.Error("+= made another bytearray")
	}
	if s := got["n"].String(); s != "[63, 33, 111, 108, 122, 121]" {
		t.Error(s)
	}
	for code, want := range map[string]string{
		"b[9] = 1": "bytearray index out of range", "b[0] = 256": "byte must be in range(0, 256)",
		"b['a'] = 1": "bytearray indices must be integers or slices, not str",
	} {
		_, err := run(t, e.rt, e.t, "x.py", "b = bytearray(b'ab')\n"+code+"\n")
		if err == nil || e.rt.exceptionText(e.rt.Exception(err)) != want {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestBytearrayTravels(t *testing.T) {
	b := NewBytearray([]byte("abc"))
	enc := starlarkcbor.NewEncoder(starlarkcbor.Options{})
	if err := enc.Encode(starlark.Tuple{b, b}); err != nil {
		t.Fatal(err)
	}
	dec := starlarkcbor.NewDecoder(starlarkcbor.Options{Build: map[uint64]starlarkcbor.Builder{starlarkcbor.TagBytearray: buildBytearray}})
	dec.Reset(enc.Bytes())
	v, err := dec.Decode()
	if err != nil {
		t.Fatal(err)
	}
	pair := v.(starlark.Tuple)
	if pair[0] != pair[1] || pair[0].String() != "bytearray(b'abc')" {
		t.Error(v)
	}
}

func TestClassFunctionsNamed(t *testing.T) {
	for _, name := range []string{"upper", "append", "items", "bit_length", "hex", "add", "count"} {
		if !IsMethodName(name) {
			t.Error(name)
		}
	}
	if IsMethodName("frobnicate") || IsMethodName("") {
		t.Error("a name that no type has")
	}
}

func FuzzFormatSpec(f *testing.F) {
	for _, s := range []string{"", ">10,.2f", "#012_x", "é^+z05.3g", "٣d", "<<<<"} {
		f.Add(s, int64(-12345), 1.5, "héllo")
	}
	rt := New(Options{})
	f.Fuzz(func(t *testing.T, spec string, i int64, x float64, s string) {
		if len(spec) > 8 || strings.ContainsFunc(spec, func(r rune) bool { return decimalValue(r) > 0 }) && len(spec) > 5 {
			return // a width of gigabytes is no bug
		}
		for _, v := range []starlark.Value{starlark.MakeInt64(i), starlark.Float(x), starlark.String(s), starlark.True, starlark.None} {
			text, err := rt.Format(v, spec)
			if err == nil && utf8.ValidString(spec) && utf8.ValidString(s) && !utf8.ValidString(text) && !strings.HasSuffix(spec, "c") {
				t.Errorf("format(%v, %q) = %q", v, spec, text)
			}
		}
	})
}

func FuzzPercent(f *testing.F) {
	for _, s := range []string{"%s %d", "%(a)s", "%-5.3x|%%", "%*.*f", "%", "%(", "%é"} {
		f.Add(s, "x", int64(5))
	}
	rt := New(Options{})
	f.Fuzz(func(t *testing.T, format, s string, i int64) {
		if strings.ContainsAny(format, "123456789*") && len(format) > 6 {
			return
		}
		d := new(starlark.Dict)
		d.SetKey(starlark.String("a"), starlark.MakeInt64(i))
		for _, arg := range []starlark.Value{starlark.String(s), starlark.Tuple{starlark.MakeInt64(i), starlark.String(s)}, d} {
			rt.percent(format, arg)
			rt.percentBytes(format, arg)
		}
	})
}

func FuzzStrFormat(f *testing.F) {
	for _, s := range []string{"{} {0}", "{a!r:>{w}}", "{0[a].b}", "{{}}", "{", "}", "{:{}}", "{!", "{a[", "{é}"} {
		f.Add(s, "x")
	}
	e := newEvaluator(Options{})
	f.Fuzz(func(t *testing.T, format, s string) {
		if strings.ContainsAny(format, "123456789") && len(format) > 12 {
			return
		}
		e.rt.strFormat(format, starlark.Tuple{starlark.String(s), starlark.NewList(nil)}, []starlark.Tuple{{starlark.String("a"), starlark.String(s)}, {starlark.String("w"), starlark.MakeInt(4)}})
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"12", "0x1f", "1_0", "-5", "1e5", "inf", ".5", "١"} {
		f.Add(s, 10)
	}
	rt := New(Options{})
	f.Fuzz(func(t *testing.T, s string, base int) {
		if base != 0 && (base < 2 || base > 36) {
			return
		}
		rt.parseInt(s, base, s)
		parseFloat(s, s)
		parseKey(s)
	})
}
