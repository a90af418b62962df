package object

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file unpacks the arguments of Go functions with the messages of CPython's functions.

func typeErrorf(format string, args ...any) error {
	return exceptions.TypeError.Errorf(format, args...)
}
func valueErrorf(format string, args ...any) error {
	return exceptions.ValueError.Errorf(format, args...)
}
func attributeErrorf(format string, args ...any) error {
	return exceptions.AttributeError.Errorf(format, args...)
}

// Unpack assigns the arguments of a call to variables, as starlark.UnpackArgs does, but words errors as CPython does for
// functions written in Python. pairs alternates names and pointers. A name may end in "?" (optional) or "??" (optional,
// and None means absent). The name "*" (with a nil pointer) makes the following parameters keyword-only. Pointers may be
// to starlark.Value, string, bool, int, int64, float64, *starlark.List, *starlark.Dict, starlark.Tuple,
// starlark.Callable, or be a starlark.Unpacker.
func Unpack(name string, args starlark.Tuple, kwargs []starlark.Tuple, pairs ...any) error {
	params := parameters(pairs)
	return params.unpack(name, args, kwargs)
}

// UnpackMethod is Unpack for a method whose args do not contain self: messages count it, as CPython's do.
func UnpackMethod(name string, args starlark.Tuple, kwargs []starlark.Tuple, pairs ...any) error {
	params := parameters(pairs)
	params.self = 1
	return params.unpack(name, args, kwargs)
}

func (p *parameterList) unpack(name string, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if len(args) > p.positional {
		return p.tooMany(name, len(args))
	}
	var given [32]bool
	for i, v := range args {
		given[i] = true
		if err := p.assign(name, i, v); err != nil {
			return err
		}
	}
	for _, kv := range kwargs {
		key := string(kv[0].(starlark.String))
		i := p.find(key)
		switch {
		case i < 0:
			return unexpectedKeyword(name, key, p.names)
		case given[i]:
			return typeErrorf("%s() got multiple values for argument '%s'", name, key)
		}
		given[i] = true
		if err := p.assign(name, i, kv[1]); err != nil {
			return err
		}
	}
	return p.missing(name, given[:])
}

// parameterList describes the parameters of one call of Unpack.
type parameterList struct {
	names      []string
	optional   []int // number of question marks
	pointers   []any
	positional int // parameters before "*"
	self       int // 1 if the function is a method: CPython counts the object among its arguments
}

func parameters(pairs []any) parameterList {
	p := parameterList{positional: -1}
	for i := 0; i < len(pairs); i += 2 {
		n := pairs[i].(string)
		if n == "*" {
			p.positional = len(p.names)
			continue
		}
		bare := strings.TrimRight(n, "?")
		p.names = append(p.names, bare)
		p.optional = append(p.optional, len(n)-len(bare))
		p.pointers = append(p.pointers, pairs[i+1])
	}
	if p.positional < 0 {
		p.positional = len(p.names)
	}
	return p
}

func (p *parameterList) find(name string) int {
	for i, n := range p.names {
		if n == name {
			return i
		}
	}
	return -1
}

func (p *parameterList) assign(fn string, i int, v starlark.Value) error {
	if v == starlark.None && p.optional[i] == 2 {
		return nil
	}
	return assignArgument(fn, p.names[i], p.pointers[i], v)
}

// assignArgument converts v for one parameter.
func assignArgument(fn, name string, ptr any, v starlark.Value) error {
	switch ptr := ptr.(type) {
	case *starlark.Value:
		*ptr = v
		return nil
	case starlark.Unpacker:
		return ptr.Unpack(v)
	case *bool:
		*ptr = bool(v.Truth())
		return nil
	case *string:
		if s, ok := Underlying(v).(starlark.String); ok {
			*ptr = string(s)
			return nil
		}
		return typeErrorf("%s() argument '%s' must be str, not %s", fn, name, TypeName(v))
	case *int:
		n, err := AsInt(v)
		*ptr = n
		return err
	case *int64:
		n, err := AsInt(v)
		*ptr = int64(n)
		return err
	case *float64:
		f, err := AsFloat(v)
		*ptr = f
		return err
	case *starlark.Callable:
		if c, ok := v.(starlark.Callable); ok {
			*ptr = c
			return nil
		}
		return typeErrorf("'%s' object is not callable", TypeName(v))
	case **starlark.List:
		if l, ok := Underlying(v).(*starlark.List); ok {
			*ptr = l
			return nil
		}
		return typeErrorf("%s() argument '%s' must be list, not %s", fn, name, TypeName(v))
	case **starlark.Dict:
		if d, ok := Underlying(v).(*starlark.Dict); ok {
			*ptr = d
			return nil
		}
		return typeErrorf("%s() argument '%s' must be dict, not %s", fn, name, TypeName(v))
	case *starlark.Tuple:
		if t, ok := Underlying(v).(starlark.Tuple); ok {
			*ptr = t
			return nil
		}
		return typeErrorf("%s() argument '%s' must be tuple, not %s", fn, name, TypeName(v))
	}
	panic(fmt.Sprintf("BUG: %s: cannot unpack into a %T", fn, ptr))
}

func (p *parameterList) tooMany(fn string, given int) error {
	required, self := 0, p.self
	for i := 0; i < p.positional; i++ {
		if p.optional[i] == 0 {
			required++
		}
	}
	takes, s := fmt.Sprint(p.positional+self), plural(p.positional+self)
	if required < p.positional {
		takes, s = fmt.Sprintf("from %d to %d", required+self, p.positional+self), "s"
	}
	return typeErrorf("%s() takes %s positional argument%s but %d %s given", fn, takes, s, given+self, were(given+self))
}

func (p *parameterList) missing(fn string, given []bool) error {
	var names, keywordOnly []string
	for i, n := range p.names {
		if given[i] || p.optional[i] > 0 {
			continue
		}
		if i < p.positional {
			names = append(names, n)
		} else {
			keywordOnly = append(keywordOnly, n)
		}
	}
	if len(names) > 0 {
		return typeErrorf("%s() missing %d required positional argument%s: %s", fn, len(names), plural(len(names)), quotedNames(names))
	}
	if len(keywordOnly) > 0 {
		return typeErrorf("%s() missing %d required keyword-only argument%s: %s", fn, len(keywordOnly), plural(len(keywordOnly)), quotedNames(keywordOnly))
	}
	return nil
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// quotedNames joins names as CPython does: 'a', 'b', and 'c'.
func quotedNames(names []string) string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = "'" + n + "'"
	}
	switch len(q) {
	case 1:
		return q[0]
	case 2:
		return q[0] + " and " + q[1]
	}
	return strings.Join(q[:len(q)-1], ", ") + ", and " + q[len(q)-1]
}

// Keyword returns the keyword argument called name, or nil.
func Keyword(kwargs []starlark.Tuple, name string) starlark.Value {
	for _, kv := range kwargs {
		if string(kv[0].(starlark.String)) == name {
			return kv[1]
		}
	}
	return nil
}

// AsInt converts a value that Python accepts as an index: int, bool, or an object with __index__.
func AsInt(v starlark.Value) (int, error) {
	i, err := AsIndex(v)
	if err != nil {
		return 0, err
	}
	n, ok := i.Int64()
	if !ok {
		return 0, exceptions.OverflowError.Errorf("Python int too large to convert to C int")
	}
	return int(n), nil
}

// AsIndex is operator.index(v).
func AsIndex(v starlark.Value) (starlark.Int, error) {
	switch v := v.(type) {
	case starlark.Int:
		return v, nil
	case starlark.Bool:
		return intOfBool(v), nil
	case *Instance:
		if f := v.class.specials().index; f != nil {
			r, err := starlark.Call(v.class.rt.cur, f, starlark.Tuple{v}, nil)
			if err != nil {
				return starlark.Int{}, err
			}
			if i, ok := r.(starlark.Int); ok {
				return i, nil
			}
			return starlark.Int{}, typeErrorf("__index__ returned non-int (type %s)", TypeName(r))
		}
		if w := v.wrapped(); w != nil && (is[starlark.Int](w) || is[starlark.Bool](w)) {
			return AsIndex(w)
		}
	}
	return starlark.Int{}, typeErrorf("'%s' object cannot be interpreted as an integer", TypeName(v))
}

// AsFloat converts a value that Python accepts as a real number.
func AsFloat(v starlark.Value) (float64, error) {
	switch v := v.(type) {
	case starlark.Float:
		return float64(v), nil
	case starlark.Int:
		f := float64(v.Float())
		if f-f != 0 {
			return 0, exceptions.OverflowError.Errorf("int too large to convert to float")
		}
		return f, nil
	case starlark.Bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case *Instance:
		if r, ok, err := v.call("__float__"); err != nil {
			return 0, err
		} else if f, isFloat := r.(starlark.Float); ok && isFloat {
			return float64(f), nil
		}
		if v.class.specials().index != nil {
			i, err := AsIndex(v)
			return float64(i.Float()), err
		}
	}
	return 0, typeErrorf("must be real number, not %s", TypeName(v))
}
