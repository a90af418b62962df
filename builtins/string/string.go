// Package string is Python's string.
//
//	New(rt) ──▶ ascii_letters, ...   constants
//	            capwords             a function
//	            Template, Formatter  classes; a Template's text is an attribute, so it travels
package string

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// New returns the module string.
func New(rt *object.Runtime) *object.Module {
	m := declare.Module(rt, "string", map[string]declare.Func{"capwords": capWords})
	const lower, upper, digits = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	const punctuation, space = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", " \t\n\r\x0b\x0c"
	for name, s := range map[string]string{
		"ascii_lowercase": lower, "ascii_uppercase": upper, "ascii_letters": lower + upper, "digits": digits,
		"hexdigits": digits + "abcdefABCDEF", "octdigits": "01234567", "punctuation": punctuation, "whitespace": space,
		"printable": digits + lower + upper + punctuation + space,
	} {
		m.SetField(name, starlark.String(s))
	}
	return declare.Classes(m, newTemplate(rt), newFormatter(rt))
}

func capWords(c declare.Call) (starlark.Value, error) {
	var s string
	var sep starlark.Value
	if err := c.Unpack("s", &s, "sep??", &sep); err != nil {
		return nil, err
	}
	joint := starlark.Value(starlark.String(" "))
	var args []starlark.Value
	if sep != nil {
		joint, args = sep, []starlark.Value{sep}
	}
	words, err := c.CallMethod(starlark.String(s), "split", args...)
	if err != nil {
		return nil, err
	}
	list, err := c.List(words)
	for i, w := range list {
		if list[i], err = c.CallMethod(w, "capitalize"); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	return c.CallMethod(joint, "join", starlark.NewList(list))
}

func newTemplate(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "string", "Template", declare.Options{})
	k.Define("delimiter", starlark.String("$"))
	k.Define("idpattern", starlark.String("(?a:[_a-z][_a-z0-9]*)"))
	k.Method("__init__", func(c declare.Call) (starlark.Value, error) {
		var text starlark.Value
		if err := c.Unpack("template", &text); err != nil {
			return nil, err
		}
		c.Object().SetOwn("template", text)
		return starlark.None, nil
	})
	k.Method("substitute", func(c declare.Call) (starlark.Value, error) { return substitute(c, true) })
	k.Method("safe_substitute", func(c declare.Call) (starlark.Value, error) { return substitute(c, false) })
	k.Method("get_identifiers", func(c declare.Call) (starlark.Value, error) {
		var names []string
		_, err := expand(c, func(name, whole string) (string, error) {
			if name != "" && !strings.Contains(" "+strings.Join(names, " ")+" ", " "+name+" ") {
				names = append(names, name)
			}
			return whole, nil
		})
		return starlark.NewList(declare.Strings(names...)), err
	})
	k.Method("is_valid", func(c declare.Call) (starlark.Value, error) {
		valid := true
		_, err := expand(c, func(name, whole string) (string, error) {
			valid = valid && name != ""
			return whole, nil
		})
		return starlark.Bool(valid), err
	})
	return k
}

// expand replaces the placeholders of a template; name is "" for a delimiter that begins none.
func expand(c declare.Call, f func(name, whole string) (string, error)) (string, error) {
	v, _ := c.Object().Field("template")
	text, _ := declare.Text(v)
	delimiter := "$"
	if d, err := c.RT.GetAttr(c.Self, "delimiter"); err == nil {
		delimiter, _ = declare.Text(d)
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		if !strings.HasPrefix(text[i:], delimiter) {
			b.WriteByte(text[i])
			i++
			continue
		}
		rest := text[i+len(delimiter):]
		if strings.HasPrefix(rest, delimiter) {
			b.WriteString(delimiter)
			i += 2 * len(delimiter)
			continue
		}
		name, whole := placeholder(rest)
		whole = delimiter + whole
		if name == "" {
			whole = delimiter
		}
		s, err := f(name, whole)
		if err != nil {
			if name == "" {
				line := strings.Count(text[:i], "\n")
				column := i - strings.LastIndexByte(text[:i], '\n')
				err = exceptions.ValueError.Errorf("Invalid placeholder in string: line %d, col %d", line+1, column)
			}
			return "", err
		}
		b.WriteString(s)
		i += len(whole)
	}
	return b.String(), nil
}

// placeholder reads name or {name}.
func placeholder(s string) (name, whole string) {
	braced := strings.HasPrefix(s, "{")
	if braced {
		s = s[1:]
	}
	n := 0
	for n < len(s) && (s[n] == '_' || s[n] >= 'a' && s[n] <= 'z' || s[n] >= 'A' && s[n] <= 'Z' || n > 0 && s[n] >= '0' && s[n] <= '9') {
		n++
	}
	switch {
	case n == 0 || braced && !strings.HasPrefix(s[n:], "}"):
		return "", ""
	case braced:
		return s[:n], "{" + s[:n] + "}"
	}
	return s[:n], s[:n]
}

func substitute(c declare.Call, strict bool) (starlark.Value, error) {
	var mapping starlark.Value
	if len(c.Args) > 1 {
		return nil, declare.TypeErrorf("%s() takes from 1 to 2 positional arguments but %d were given", c.Name, len(c.Args)+1)
	}
	mapping = c.Arg(0)
	s, err := expand(c, func(name, whole string) (string, error) {
		if name == "" {
			if strict {
				return "", fmt.Errorf("no placeholder")
			}
			return whole, nil
		}
		v := object.Keyword(c.Kwargs, name)
		if v == nil {
			if mapping == nil {
				if strict {
					return "", exceptions.KeyError.With(starlark.String(name))
				}
				return whole, nil
			}
			var err error
			if v, err = c.RT.GetItem(c.T, mapping, starlark.String(name)); err != nil {
				if strict || object.IsCancelled(err) || !c.RT.Exception(err).IsInstanceOf(exceptions.KeyError) {
					return "", err
				}
				return whole, nil
			}
		}
		return c.RT.Str(v)
	})
	return starlark.String(s), err
}

func newFormatter(rt *object.Runtime) *declare.Class {
	k := declare.New(rt, "string", "Formatter", declare.Options{})
	format := func(c declare.Call, text starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := rt.GetAttr(text, "format")
		if err != nil {
			return nil, err
		}
		return starlark.Call(c.T, f, args, kwargs)
	}
	k.Method("format", func(c declare.Call) (starlark.Value, error) {
		if len(c.Args) == 0 {
			return nil, declare.TypeErrorf("Formatter.format() missing 1 required positional argument: 'format_string'")
		}
		return format(c, c.Args[0], c.Args[1:], c.Kwargs)
	})
	k.Method("vformat", func(c declare.Call) (starlark.Value, error) {
		if err := c.Exactly(3); err != nil {
			return nil, err
		}
		args, err := rt.List(c.T, c.Args[1])
		if err != nil {
			return nil, err
		}
		var kwargs []starlark.Tuple
		if d, ok := object.Underlying(c.Args[2]).(*starlark.Dict); ok {
			kwargs = d.Items()
		}
		return format(c, c.Args[0], append(starlark.Tuple{}, args...), kwargs)
	})
	return k
}
