package python

// This file tests what keeps hostile and odd inputs within bounds: limits, encodings, names.

import (
	"strings"
	"testing"
)

func TestLimits(t *testing.T) {
	many := func(s string) string { return strings.Repeat(s, 100_000) }
	for _, test := range []struct{ name, src, class, msg string }{
		{"brackets", many("("), "SyntaxError", "too many nested parentheses"},
		{"brackets in f-string", "f'{" + many("(") + "}'", "SyntaxError", "f-string: too many nested parenthesis"},
		{"unary", many("-") + "1", "MemoryError", "Parser stack overflowed"},
		{"not", many("not ") + "1", "MemoryError", "Parser stack overflowed"},
		{"power", many("1**") + "1", "MemoryError", "Parser stack overflowed"},
		{"lambda", many("lambda:") + "1", "MemoryError", "Parser stack overflowed"},
		{"else", many("1 if 1 else ") + "1", "MemoryError", "Parser stack overflowed"},
		{"elif", "if 1: pass\n" + many("elif 1: pass\n"), "MemoryError", "Parser stack overflowed"},
		{"stars", many("* ") + "a = 1", "SyntaxError", "invalid syntax"},
		{"sum", many("1+") + "1", "RecursionError", "maximum recursion depth exceeded"},
		{"attributes", "a" + many(".a"), "RecursionError", "maximum recursion depth exceeded"},
		{"calls", "a" + many("()"), "RecursionError", "maximum recursion depth exceeded"},
		{"annotations", many("x: "), "SyntaxError", "invalid syntax"},
		{"f-strings", strings.Repeat("f'''{", 5000), "SyntaxError", ""},
		{"blocks", indented(99), "", ""},
		{"too many blocks", indented(100), "IndentationError", "too many levels of indentation"},
		{"digits", strings.Repeat("9", 4300), "", ""},
		{"too many digits", strings.Repeat("9", 4301), "SyntaxError", "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits;"},
		{"hexadecimal digits", "0x" + strings.Repeat("f", 5000), "", ""},
		{"flat", "[" + many("1,") + "]", "", ""},
	} {
		m, err := Parse("x.py", test.src+"\n")
		if err == nil {
			err = Check(m)
		}
		switch e, _ := err.(*Error); {
		case test.class == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.class != "" && (e == nil || e.Class != test.class || !strings.HasPrefix(e.Msg, test.msg)):
			t.Errorf("%s: got %v, want %s: %s", test.name, err, test.class, test.msg)
		}
	}
}

func indented(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "if 1:\n")
	}
	b.WriteString(strings.Repeat(" ", levels) + "pass\n")
	return b.String()
}

// TestFStringNesting checks f-strings in f-strings with the same quotes, which CPython has since 3.12.
func TestFStringNesting(t *testing.T) {
	for _, src := range []string{`f"{d["a"]}"`, `f"{f"{f"{x}"}"}"`, `f'{', '.join(a)}'`} {
		if _, err := Parse("x.py", src); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"# coding: foo\n", "SyntaxError: encoding problem: foo"},
		{"\xef\xbb\xbf# coding: latin-1\n", "SyntaxError: encoding problem: iso-8859-1 with BOM"},
		{"\xef\xbb\xbf# coding: utf-8\n", ""},
		{"\n# coding=UTF_8\nx = 'é'\n", ""},
		{"x = 1\n# coding: foo\n", ""},
		{"# coding: ascii\nx = 'é'\n", "SyntaxError: (unicode error) 'ascii' codec can't decode byte 0xc3 in position 21: ordinal not in range(128)"},
		{"# coding: cp1252\n'\x81'\n", "SyntaxError: (unicode error) 'cp1252' codec can't decode byte 0x81 in position 18: character maps to <undefined>"},
		{"# coding: iso-8859-15\n'\x81\xa4'\n", ""},
		{"x\n = '\xe9'\n", "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file x.py on line 2, but no encoding declared; " +
			"see https://peps.python.org/pep-0263/ for details"},
		{"# coding: utf-8\nx = '\xe9a'\n", "  File \"x.py\", line 2\n    x = '\uFFFDa'\n         ^\n" +
			"SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xe9 in position 21: invalid continuation byte"},
		{"# coding: utf-8\n\xff\n", "  File \"x.py\", line 2\n    \uFFFD\n    ^\n" +
			"SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff in position 16: invalid start byte"},
	} {
		_, err := decode("x.py", test.src)
		got := ""
		if err != nil {
			got = err.Report()
		}
		if got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.src, got, test.want)
		}
	}
}

func TestNamedRune(t *testing.T) {
	for name, want := range map[string]rune{
		"bullet": '•', "LATIN SMALL LETTER A": 'a', "NULL": 0, "ESC": 27, "NO-BREAK SPACE": 0xA0, "BOM": 0xFEFF,
		"CJK UNIFIED IDEOGRAPH-4E00": '一', "CJK UNIFIED IDEOGRAPH-20000": 0x20000, "HANGUL SYLLABLE A": '아',
		"HANGUL SYLLABLE GGWALG": '꽑', "VARIATION SELECTOR-1": 0xFE00, "VS256": 0xE01EF, "GRINNING FACE": '😀',
		"CJK COMPATIBILITY IDEOGRAPH-F900": 0xF900,
		"":                                 -1, "A": -1, "CJK UNIFIED IDEOGRAPH-41": -1, "HANGUL SYLLABLE XX": -1, "VS0": -1, "VS257": -1, "<control>": -1,
	} {
		got, ok := namedRune(name)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: got %U, want %U", name, got, want)
		}
	}
}
