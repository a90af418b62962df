package object

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// This file splits, strips and pads strings.

// strSplit makes split and rsplit: atSpace splits at white space, at splits at a separator; both make at most limit
// splits, any number if limit is negative.
func strSplit(name string, atSpace func(s string, limit int) []string, at func(s, separator string, limit int) []string) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		separator, limit, err := splitArguments(name, args, kwargs)
		if err != nil {
			return nil, err
		}
		if separator == nil {
			return stringList(atSpace(self(args), limit)), nil
		}
		s, ok := separator.(starlark.String)
		if !ok {
			return nil, typeErrorf("must be str or None, not %s", TypeName(separator))
		}
		if s == "" {
			return nil, valueErrorf("empty separator")
		}
		return stringList(at(self(args), string(s), limit)), nil
	}
}

// splitArguments parses (sep=None, maxsplit=-1); separator is nil for None.
func splitArguments(name string, args starlark.Tuple, kwargs []starlark.Tuple) (separator starlark.Value, limit int, err error) {
	a, err := parseArguments(name, args[1:], kwargs, 0, "sep", "maxsplit")
	if err != nil {
		return nil, 0, err
	}
	limit = -1
	if a[1] != nil {
		if limit, err = AsInt(a[1]); err != nil {
			return nil, 0, err
		}
	}
	if a[0] == starlark.None {
		a[0] = nil
	}
	return a[0], limit, nil
}

func stringList(parts []string) starlark.Value {
	out := make([]starlark.Value, len(parts))
	for i, p := range parts {
		out[i] = starlark.String(p)
	}
	return starlark.NewList(out)
}

// splitSpace splits at runs of white space from the left.
func splitSpace(s string, limit int) []string {
	var out []string
	for {
		s = strings.TrimLeftFunc(s, isSpace)
		if s == "" {
			return out
		}
		if limit >= 0 && len(out) >= limit {
			return append(out, s)
		}
		i := strings.IndexFunc(s, isSpace)
		if i < 0 {
			return append(out, s)
		}
		out = append(out, s[:i])
		s = s[i:]
	}
}

// splitSpaceRight splits at runs of white space from the right.
func splitSpaceRight(s string, limit int) []string {
	var out []string
	for {
		s = strings.TrimRightFunc(s, isSpace)
		if s == "" {
			break
		}
		if limit >= 0 && len(out) >= limit {
			out = append(out, s)
			break
		}
		i := strings.LastIndexFunc(s, isSpace)
		if i < 0 {
			out = append(out, s)
			break
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		out = append(out, s[i+n:])
		s = s[:i]
	}
	slices.Reverse(out)
	return out
}

func splitLeft(s, separator string, limit int) []string {
	if limit < 0 {
		return strings.Split(s, separator)
	}
	return strings.SplitN(s, separator, limit+1)
}

func splitRight(s, separator string, limit int) []string {
	var out []string
	for limit < 0 || len(out) < limit {
		i := strings.LastIndex(s, separator)
		if i < 0 {
			break
		}
		out = append(out, s[i+len(separator):])
		s = s[:i]
	}
	out = append(out, s)
	slices.Reverse(out)
	return out
}

func strSplitLines(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := parseArguments("splitlines", args[1:], kwargs, 0, "keepends")
	if err != nil {
		return nil, err
	}
	keep := a[0] != nil && bool(a[0].Truth())
	return stringList(splitLines(self(args), keep, isLineBreak)), nil
}

// splitLines splits at line boundaries; \r\n is one.
func splitLines(s string, keep bool, isBreak func(rune) bool) []string {
	var out []string
	for s != "" {
		i := strings.IndexFunc(s, isBreak)
		if i < 0 {
			return append(out, s)
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		if strings.HasPrefix(s[i:], "\r\n") {
			n = 2
		}
		if keep {
			out = append(out, s[:i+n])
		} else {
			out = append(out, s[:i])
		}
		s = s[i+n:]
	}
	return out
}

// strStrip makes strip, lstrip and rstrip.
func strStrip(name string, left, right bool) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		if err := argumentCount("str."+name, args[1:], kwargs, 0, 1); err != nil {
			return nil, err
		}
		strip := isSpace
		if len(args) > 1 && args[1] != starlark.None {
			set, ok := args[1].(starlark.String)
			if !ok {
				return nil, typeErrorf("%s arg must be None or str", name)
			}
			strip = func(r rune) bool { return strings.ContainsRune(string(set), r) }
		}
		s := self(args)
		if left {
			s = strings.TrimLeftFunc(s, strip)
		}
		if right {
			s = strings.TrimRightFunc(s, strip)
		}
		return starlark.String(s), nil
	}
}

// padding is a string to be filled up.
type padding struct {
	s     string
	fill  string
	width int
	n     int // missing characters, more than 0
}

func (p *padding) left() string  { return p.s + strings.Repeat(p.fill, p.n) }
func (p *padding) right() string { return strings.Repeat(p.fill, p.n) + p.s }

// center puts the odd character left exactly if the width is odd.
func (p *padding) center() string {
	left := p.n/2 + p.n&p.width&1
	return strings.Repeat(p.fill, left) + p.s + strings.Repeat(p.fill, p.n-left)
}

// strPad makes ljust, rjust and center.
func strPad(name string, pad func(*padding) string) nativeMethod {
	return func(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		unwrap(args)
		if err := argumentCount("str."+name, args[1:], kwargs, 1, 2); err != nil {
			return nil, err
		}
		p := padding{s: self(args), fill: " "}
		var err error
		if p.width, err = AsInt(args[1]); err != nil {
			return nil, err
		}
		if len(args) > 2 {
			fill, ok := args[2].(starlark.String)
			if !ok {
				return nil, typeErrorf("The fill character must be a unicode character, not %s", TypeName(args[2]))
			}
			if strLen(string(fill)) != 1 {
				return nil, typeErrorf("The fill character must be exactly one character long")
			}
			p.fill = string(fill)
		}
		if p.n = p.width - strLen(p.s); p.n <= 0 {
			return args[0], nil
		}
		if err := checkAllocation(p.n); err != nil {
			return nil, err
		}
		return starlark.String(pad(&p)), nil
	}
}

func strZfill(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("str.zfill", args[1:], kwargs, 1); err != nil {
		return nil, err
	}
	width, err := AsInt(args[1])
	if err != nil {
		return nil, err
	}
	s := self(args)
	out, err := zeroFill(s, width-strLen(s))
	return starlark.String(out), err
}

// zeroFill inserts n zeros behind the sign.
func zeroFill(s string, n int) (string, error) {
	if n <= 0 {
		return s, nil
	}
	if err := checkAllocation(n); err != nil {
		return "", err
	}
	sign := ""
	if s != "" && (s[0] == '+' || s[0] == '-') {
		sign, s = s[:1], s[1:]
	}
	return sign + strings.Repeat("0", n) + s, nil
}
