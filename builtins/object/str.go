package object

import (
	"strings"

	"go.starlark.net/starlark"
)

// This file lists the methods of str and holds the short ones.

// strMethods are the methods of str; args[0] is self.
var strMethods = map[string]nativeMethod{
	"capitalize":   strMap("capitalize", capitalizeString),
	"casefold":     strMap("casefold", foldString),
	"center":       strPad("center", (*padding).center),
	"count":        strCount,
	"encode":       strEncode,
	"endswith":     strAffix("endswith", strings.HasSuffix),
	"expandtabs":   strExpandTabs,
	"find":         strFind("find", strings.Index, false),
	"format":       strFormatMethod,
	"format_map":   strFormatMapMethod,
	"index":        strFind("index", strings.Index, true),
	"isalnum":      strAll("isalnum", isAlnum),
	"isalpha":      strAll("isalpha", isLetter),
	"isascii":      strTest("isascii", isASCII),
	"isdecimal":    strAll("isdecimal", isDecimal),
	"isdigit":      strAll("isdigit", isDigit),
	"isidentifier": strTest("isidentifier", isIdentifier),
	"islower":      strTest("islower", isLowerString),
	"isnumeric":    strAll("isnumeric", isNumeric),
	"isprintable":  strTest("isprintable", isPrintableString),
	"isspace":      strAll("isspace", isSpace),
	"istitle":      strTest("istitle", isTitleString),
	"isupper":      strTest("isupper", isUpperString),
	"join":         strJoin,
	"ljust":        strPad("ljust", (*padding).left),
	"lower":        strMap("lower", lowerString),
	"lstrip":       strStrip("lstrip", true, false),
	"maketrans": func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return strMakeTrans(t, args[1:], kwargs)
	},
	"partition":    strPartition("partition", strings.Index),
	"removeprefix": strRemove("removeprefix", strings.CutPrefix),
	"removesuffix": strRemove("removesuffix", strings.CutSuffix),
	"replace":      strReplace,
	"rfind":        strFind("rfind", strings.LastIndex, false),
	"rindex":       strFind("rindex", strings.LastIndex, true),
	"rjust":        strPad("rjust", (*padding).right),
	"rpartition":   strPartition("rpartition", strings.LastIndex),
	"rsplit":       strSplit("rsplit", splitSpaceRight, splitRight),
	"rstrip":       strStrip("rstrip", false, true),
	"split":        strSplit("split", splitSpace, splitLeft),
	"splitlines":   strSplitLines,
	"startswith":   strAffix("startswith", strings.HasPrefix),
	"strip":        strStrip("strip", true, true),
	"swapcase":     strMap("swapcase", swapCaseString),
	"title":        strMap("title", titleString),
	"translate":    strTranslate,
	"upper":        strMap("upper", upperString),
	"zfill":        strZfill,
}

// self returns the string that a method is called on.
func self(args starlark.Tuple) string { return string(args[0].(starlark.String)) }

// unwrap replaces arguments that are instances of classes derived from built-in types by what they stand for.
func unwrap(args starlark.Tuple) {
	for i, v := range args {
		if o, ok := v.(*Instance); ok {
			args[i] = Underlying(o)
		}
	}
}

// strMap makes a method without arguments that returns a string.
func strMap(name string, f func(string) string) nativeMethod {
	name = "str." + name
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.String(f(self(args))), nil
	}
}

// strTest makes a method without arguments that returns a bool.
func strTest(name string, f func(string) bool) nativeMethod {
	name = "str." + name
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := exactly(name, args[1:], kwargs, 0); err != nil {
			return nil, err
		}
		return starlark.Bool(f(self(args))), nil
	}
}

// strAll makes a method that tells whether the string is not empty and f holds for each character.
func strAll(name string, f func(rune) bool) nativeMethod {
	return strTest(name, func(s string) bool {
		for rest := s; rest != ""; {
			r, n := decodeCharacter(rest)
			if !f(r) {
				return false
			}
			rest = rest[n:]
		}
		return s != ""
	})
}

// strArgument returns argument i of a method, which must be a string; i counts from 1.
func strArgument(name string, i int, v starlark.Value) (string, error) {
	if s, ok := v.(starlark.String); ok {
		return string(s), nil
	}
	return "", typeErrorf("%s() argument %d must be str, not %s", name, i, TypeName(v))
}

func strJoin(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("str.join", args[1:], kwargs, 1); err != nil {
		return nil, err
	}
	rt := Of(t)
	if !rt.isIterable(args[1]) {
		return nil, typeErrorf("can only join an iterable")
	}
	elements, err := rt.List(t, args[1])
	if err != nil {
		return nil, err
	}
	separator := self(args)
	size := len(separator) * max(0, len(elements)-1)
	for i, v := range elements {
		s, ok := Underlying(v).(starlark.String)
		if !ok {
			return nil, typeErrorf("sequence item %d: expected str instance, %s found", i, TypeName(v))
		}
		size += len(s)
	}
	if err := checkAllocation(size); err != nil {
		return nil, err
	}
	b := make([]byte, 0, size)
	for i, v := range elements {
		if i > 0 {
			b = append(b, separator...)
		}
		b = append(b, Underlying(v).(starlark.String)...)
	}
	return starlark.String(b), nil
}

// isIterable reports whether iter(v) would find something to call.
func (rt *Runtime) isIterable(v starlark.Value) bool {
	switch v := v.(type) {
	case *Instance:
		s := v.class.specials()
		if s.iter != nil || s.getitem != nil {
			return true
		}
		if n := v.class.native; n != nil {
			_, ok := n.Methods.Get("__iter__")
			return ok
		}
		return false
	case starlark.String, starlark.Bytes, HasIter, starlark.Iterable:
		return true
	}
	return false
}

func strRemove(name string, cut func(s, affix string) (string, bool)) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		if err := exactly("str."+name, args[1:], kwargs, 1); err != nil {
			return nil, err
		}
		affix, ok := args[1].(starlark.String)
		if !ok {
			return nil, typeErrorf("%s() argument must be str, not %s", name, TypeName(args[1]))
		}
		s, _ := cut(self(args), string(affix))
		return starlark.String(s), nil
	}
}

func strReplace(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	unwrap(args)
	if len(args) < 3 {
		return nil, typeErrorf("replace() takes at least 2 positional arguments (%d given)", len(args)-1)
	}
	a, err := parseArguments("replace", args[1:], kwargs, 2, "old", "new", "count")
	if err != nil {
		return nil, err
	}
	old, err := strArgument("replace", 1, a[0])
	if err != nil {
		return nil, err
	}
	replacement, err := strArgument("replace", 2, a[1])
	if err != nil {
		return nil, err
	}
	count := -1
	if a[2] != nil {
		if count, err = AsInt(a[2]); err != nil {
			return nil, err
		}
	}
	s, err := replaceText(self(args), old, replacement, count)
	return starlark.String(s), err
}

// replaceText replaces the first count occurrences, all if count is negative.
func replaceText(s, old, replacement string, count int) (string, error) {
	if grown := len(replacement) - len(old); grown > 0 && len(s) > 0 {
		n := strings.Count(s, old)
		if count >= 0 {
			n = min(n, count)
		}
		if err := checkAllocation(len(s) + n*grown); err != nil {
			return "", err
		}
	}
	return strings.Replace(s, old, replacement, count), nil
}

func strExpandTabs(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	size, err := tabSize(args, kwargs)
	if err != nil {
		return nil, err
	}
	s, err := expandTabs(self(args), size)
	return starlark.String(s), err
}

func tabSize(args starlark.Tuple, kwargs []starlark.Tuple) (int, error) {
	a, err := parseArguments("expandtabs", args[1:], kwargs, 0, "tabsize")
	if err != nil || a[0] == nil {
		return 8, err
	}
	return AsInt(a[0])
}

func expandTabs(s string, size int) (string, error) {
	if err := checkAllocation(max(0, size) * strings.Count(s, "\t")); err != nil {
		return "", err
	}
	var b strings.Builder
	column := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t':
			if size > 0 {
				n := size - column%size
				b.WriteString(strings.Repeat(" ", n))
				column += n
			}
			continue
		case c == '\n' || c == '\r':
			column = 0
		case c&0xC0 != 0x80:
			column++
		}
		b.WriteByte(s[i])
	}
	return b.String(), nil
}

func strFormatMethod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	s, err := Of(t).strFormat(self(args), args[1:], kwargs)
	return starlark.String(s), err
}

func strFormatMapMethod(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("str.format_map", args[1:], kwargs, 1); err != nil {
		return nil, err
	}
	s, err := Of(t).strFormatMap(self(args), args[1])
	return starlark.String(s), err
}
