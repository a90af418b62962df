package object

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
)

// This file holds str.maketrans() and str.translate().

// strMakeTrans is str.maketrans(x[, y[, z]]).
func strMakeTrans(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := argumentCount("str.maketrans", args, kwargs, 1, 3); err != nil {
		return nil, err
	}
	table := new(starlark.Dict)
	if len(args) == 1 {
		d, ok := args[0].(*starlark.Dict)
		if !ok {
			return nil, typeErrorf("if you give only one argument to maketrans it must be a dict")
		}
		for _, kv := range d.Items() {
			key := kv[0]
			switch k := key.(type) {
			case starlark.String:
				if strLen(string(k)) != 1 {
					return nil, valueErrorf("string keys in translate table must be of length 1")
				}
				r, _ := decodeCharacter(string(k))
				key = starlark.MakeInt(int(r))
			case starlark.Int, starlark.Bool:
			default:
				return nil, typeErrorf("keys in translate table must be strings or integers")
			}
			if err := table.SetKey(key, kv[1]); err != nil {
				return nil, err
			}
		}
		return table, nil
	}
	var text [3][]rune
	for i, a := range args {
		s, ok := a.(starlark.String)
		if !ok {
			if i == 0 {
				return nil, typeErrorf("first maketrans argument must be a string if there is a second argument")
			}
			return nil, typeErrorf("maketrans() argument %d must be str, not %s", i+1, TypeName(a))
		}
		text[i] = decodeAll(string(s))
	}
	if len(text[0]) != len(text[1]) {
		return nil, valueErrorf("the first two maketrans arguments must have equal length")
	}
	for i, r := range text[0] {
		table.SetKey(starlark.MakeInt(int(r)), starlark.MakeInt(int(text[1][i])))
	}
	for _, r := range text[2] {
		table.SetKey(starlark.MakeInt(int(r)), starlark.None)
	}
	return table, nil
}

func strTranslate(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := exactly("str.translate", args[1:], kwargs, 1); err != nil {
		return nil, err
	}
	rt := Of(t)
	var b strings.Builder
	for s := self(args); s != ""; {
		r, n := decodeCharacter(s)
		out, err := rt.translated(args[1], r, s[:n])
		if err != nil {
			return nil, err
		}
		b.WriteString(out)
		s = s[n:]
	}
	return starlark.String(b.String()), nil
}

// translated returns what table makes of character r, whose text is s.
func (rt *Runtime) translated(table starlark.Value, r rune, s string) (string, error) {
	var v starlark.Value
	if d, ok := table.(*starlark.Dict); ok {
		x, found, err := d.Get(starlark.MakeInt(int(r)))
		if err != nil {
			return "", err
		}
		if !found {
			return s, nil
		}
		v = x
	} else {
		x, err := rt.GetItem(rt.cur, table, starlark.MakeInt(int(r)))
		if err != nil {
			if _, absent := exceptions.As(err, exceptions.LookupError); absent {
				return s, nil
			}
			return "", err
		}
		v = x
	}
	switch v := v.(type) {
	case starlark.NoneType:
		return "", nil
	case starlark.String:
		return string(v), nil
	case starlark.Int:
		if n, ok := v.Int64(); ok && n >= 0 && n <= 0x10ffff {
			return encodeCharacter(rune(n)), nil
		}
		return "", valueErrorf("character mapping must be in range(0x110000)")
	}
	return "", typeErrorf("character mapping must return integer, None or str")
}
