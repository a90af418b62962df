package pathlib

import (
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/fnmatch"
	"parlark/builtins/object"
)

// This file holds PurePath.

// location is the state of a path, normalized: no empty parts, no dots inside.
type location struct{ text string }

func textOf(v starlark.Value) string {
	l, _ := declare.State[*location](v)
	return l.text
}

func self(c declare.Call) string { return textOf(c.Self) }

// normalize is how pathlib writes a path.
func normalize(p string) string {
	root := ""
	switch {
	case strings.HasPrefix(p, "//") && !strings.HasPrefix(p, "///"):
		root = "//"
	case strings.HasPrefix(p, "/"):
		root = "/"
	}
	var parts []string
	for _, s := range strings.Split(p, "/") {
		if s != "" && s != "." {
			parts = append(parts, s)
		}
	}
	if out := root + strings.Join(parts, "/"); out != "" {
		return out
	}
	return "."
}

func rootOf(p string) string {
	switch {
	case strings.HasPrefix(p, "//"):
		return "//"
	case strings.HasPrefix(p, "/"):
		return "/"
	}
	return ""
}

// parts are the components, the root first.
func parts(p string) []string {
	root := rootOf(p)
	rest := strings.TrimPrefix(p, root)
	var out []string
	if root != "" {
		out = append(out, root)
	}
	if rest == "" || p == "." {
		return out
	}
	return append(out, strings.Split(rest, "/")...)
}

// build joins components.
func build(list []string) string {
	if len(list) == 0 {
		return "."
	}
	if rootOf(list[0]) != "" {
		return list[0] + strings.Join(list[1:], "/")
	}
	return strings.Join(list, "/")
}

func name(p string) string {
	list := parts(p)
	if len(list) == 0 || len(list) == 1 && rootOf(p) != "" {
		return ""
	}
	return list[len(list)-1]
}

func suffix(n string) string {
	i := strings.LastIndexByte(n, '.')
	if i <= 0 || i == len(n)-1 || strings.Trim(n[:i], ".") == "" {
		return ""
	}
	return n[i:]
}

func parent(p string) string {
	list := parts(p)
	if len(list) == 0 || len(list) == 1 && rootOf(p) != "" {
		return p
	}
	return build(list[:len(list)-1])
}

// join puts texts behind each other; an absolute one starts anew.
func join(segments ...string) string {
	out := ""
	for _, s := range segments {
		switch {
		case strings.HasPrefix(s, "/") || out == "":
			out = s
		case s != "":
			out = strings.TrimSuffix(out, "/") + "/" + s
		}
	}
	return normalize(out)
}

// module is what the classes of one interpreter share.
type module struct {
	rt         *object.Runtime
	pure, path *declare.Class // PurePath, Path
	purePosix  *declare.Class
	posix      *declare.Class
}

// segment converts an argument: str, or anything with __fspath__.
func (m *module) segment(c declare.Call, v starlark.Value) (string, error) {
	if s, ok := declare.Text(v); ok {
		return s, nil
	}
	if l, ok := declare.State[*location](v); ok {
		return l.text, nil
	}
	if _, isBytes := declare.Bytes(v); !isBytes {
		if p, err := c.CallMethod(v, "__fspath__"); err == nil {
			if s, ok := declare.Text(p); ok {
				return s, nil
			}
		}
	}
	return "", declare.TypeErrorf("argument should be a str or an os.PathLike object where __fspath__ returns a str, not '%s'", object.TypeName(v))
}

func (m *module) segments(c declare.Call) ([]string, error) {
	out := make([]string, len(c.Args))
	for i, v := range c.Args {
		s, err := m.segment(c, v)
		if err != nil {
			return nil, err
		}
		out[i] = s
	}
	return out, nil
}

// like returns a path of Self's class.
func (m *module) like(c declare.Call, text string) starlark.Value {
	o := c.Object().Class().Allocate(c.T)
	o.State().(*location).text = normalize(text)
	return o
}

func texts(list []string) starlark.Tuple { return starlark.Tuple(declare.Strings(list...)) }

func (m *module) newPure() {
	rt := m.rt
	options := declare.Options{
		State: func() any { return &location{"."} },
		Save:  func(o *object.Instance) starlark.Value { return starlark.String(o.State().(*location).text) },
		Load: func(o *object.Instance, v starlark.Value) error {
			s, ok := declare.Text(v)
			if !ok {
				return declare.TypeErrorf("invalid path")
			}
			o.State().(*location).text = normalize(s)
			return nil
		},
		Get: func(o *object.Instance, attribute string) (starlark.Value, bool, error) {
			return m.attribute(o, attribute)
		},
	}
	m.pure = declare.New(rt, "pathlib", "PurePath", options)
	m.purePosix = declare.New(rt, "pathlib", "PurePosixPath", declare.Options{}, m.pure.Class)
	m.path = declare.New(rt, "pathlib", "Path", declare.Options{}, m.pure.Class)
	m.posix = declare.New(rt, "pathlib", "PosixPath", declare.Options{}, m.path.Class, m.purePosix.Class)
	m.pure.Static("__new__", func(c declare.Call) (starlark.Value, error) {
		class, ok := c.Arg(0).(*object.Class)
		if !ok {
			return nil, declare.TypeErrorf("PurePath.__new__(X): X is not a type object")
		}
		c.Args = c.Args[1:]
		list, err := m.segments(c)
		if err != nil {
			return nil, err
		}
		switch class {
		case m.path.Class:
			class = m.posix.Class
		case m.pure.Class:
			class = m.purePosix.Class
		}
		o := class.Allocate(c.T)
		o.State().(*location).text = join(list...)
		return o, nil
	})
	m.addPureMethods()
}

func (m *module) attribute(o *object.Instance, attribute string) (starlark.Value, bool, error) {
	p := o.State().(*location).text
	like := func(text string) starlark.Value {
		q := o.Class().Allocate(m.rt.Current())
		q.State().(*location).text = text
		return q
	}
	switch attribute {
	case "parts":
		return texts(parts(p)), true, nil
	case "drive":
		return starlark.String(""), true, nil
	case "root", "anchor":
		return starlark.String(rootOf(p)), true, nil
	case "name":
		return starlark.String(name(p)), true, nil
	case "suffix":
		return starlark.String(suffix(name(p))), true, nil
	case "stem":
		return starlark.String(strings.TrimSuffix(name(p), suffix(name(p)))), true, nil
	case "suffixes":
		n := strings.TrimLeft(name(p), ".")
		var out []starlark.Value
		if list := strings.Split(n, "."); len(list) > 1 && !strings.HasSuffix(n, ".") {
			for _, s := range list[1:] {
				out = append(out, starlark.String("."+s))
			}
		}
		return starlark.NewList(out), true, nil
	case "parent":
		return like(parent(p)), true, nil
	case "parents":
		var out starlark.Tuple
		for q := p; ; {
			up := parent(q)
			if up == q {
				return out, true, nil
			}
			out = append(out, like(up))
			q = up
		}
	}
	return nil, false, nil
}

func (m *module) addPureMethods() {
	rt := m.rt
	joined := func(c declare.Call, first string, list []string) starlark.Value {
		return m.like(c, join(append([]string{first}, list...)...))
	}
	k := m.pure
	k.Methods(map[string]declare.Func{
		"__str__":    func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c)), nil },
		"__fspath__": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c)), nil },
		"__repr__": func(c declare.Call) (starlark.Value, error) {
			return starlark.String(c.Object().Class().Name() + "(" + object.StrRepr(self(c)) + ")"), nil
		},
		"__hash__": func(c declare.Call) (starlark.Value, error) {
			h, err := rt.Hash(starlark.String(self(c)))
			return h, err
		},
		"__truediv__": func(c declare.Call) (starlark.Value, error) {
			s, err := m.segment(c, c.Args[0])
			if err != nil {
				return object.NotImplemented, nil
			}
			return joined(c, self(c), []string{s}), nil
		},
		"__rtruediv__": func(c declare.Call) (starlark.Value, error) {
			s, err := m.segment(c, c.Args[0])
			if err != nil {
				return object.NotImplemented, nil
			}
			return joined(c, s, []string{self(c)}), nil
		},
		"joinpath": func(c declare.Call) (starlark.Value, error) {
			list, err := m.segments(c)
			return joined(c, self(c), list), err
		},
		"as_posix": func(c declare.Call) (starlark.Value, error) { return starlark.String(self(c)), nil },
		"as_uri": func(c declare.Call) (starlark.Value, error) {
			if rootOf(self(c)) == "" {
				return nil, exceptions.ValueError.Errorf("relative path can't be expressed as a file URI")
			}
			return starlark.String("file://" + strings.ReplaceAll(self(c), " ", "%20")), nil
		},
		"is_absolute": func(c declare.Call) (starlark.Value, error) { return starlark.Bool(rootOf(self(c)) != ""), nil },
		"is_reserved": func(c declare.Call) (starlark.Value, error) { return starlark.False, nil },
		"with_name": func(c declare.Call) (starlark.Value, error) {
			var n string
			if err := c.Unpack("name", &n); err != nil {
				return nil, err
			}
			return m.renamed(c, n)
		},
		"with_stem": func(c declare.Call) (starlark.Value, error) {
			var stem string
			if err := c.Unpack("stem", &stem); err != nil {
				return nil, err
			}
			return m.renamed(c, stem+suffix(name(self(c))))
		},
		"with_suffix": func(c declare.Call) (starlark.Value, error) {
			var s string
			if err := c.Unpack("suffix", &s); err != nil {
				return nil, err
			}
			if s != "" && !strings.HasPrefix(s, ".") || s == "." || strings.Contains(s, "/") {
				return nil, exceptions.ValueError.Errorf("Invalid suffix %s", object.StrRepr(s))
			}
			n := name(self(c))
			return m.renamed(c, strings.TrimSuffix(n, suffix(n))+s)
		},
		"with_segments": func(c declare.Call) (starlark.Value, error) {
			list, err := m.segments(c)
			return m.like(c, join(list...)), err
		},
		"relative_to": func(c declare.Call) (starlark.Value, error) {
			up := object.Keyword(c.Kwargs, "walk_up")
			list, err := m.segments(c)
			if err != nil {
				return nil, err
			}
			if len(list) == 0 {
				return nil, declare.TypeErrorf("PurePath.relative_to() missing 1 required positional argument: 'other'")
			}
			base, own := parts(join(list...)), parts(self(c))
			n := 0
			for n < len(base) && n < len(own) && base[n] == own[n] {
				n++
			}
			if n < len(base) && (up == nil || !bool(up.Truth()) || rootOf(self(c)) != rootOf(join(list...))) {
				return nil, exceptions.ValueError.Errorf("%s is not in the subpath of %s", object.StrRepr(self(c)), object.StrRepr(join(list...)))
			}
			var out []string
			for range base[n:] {
				out = append(out, "..")
			}
			return m.like(c, build(append(out, own[n:]...))), nil
		},
		"is_relative_to": func(c declare.Call) (starlark.Value, error) {
			list, err := m.segments(c)
			if err != nil {
				return nil, err
			}
			base, own := parts(join(list...)), parts(self(c))
			ok := len(base) <= len(own)
			for i := 0; ok && i < len(base); i++ {
				ok = base[i] == own[i]
			}
			return starlark.Bool(ok), nil
		},
		"match": func(c declare.Call) (starlark.Value, error) {
			pattern, err := m.segment(c, object.OrNone(c.Arg(0)))
			if err != nil {
				return nil, err
			}
			want, own := parts(normalize(pattern)), parts(self(c))
			if len(want) == 0 || pattern == "" {
				return nil, exceptions.ValueError.Errorf("empty pattern")
			}
			if len(want) > len(own) || rootOf(pattern) != "" && len(want) != len(own) {
				return starlark.False, nil
			}
			own = own[len(own)-len(want):]
			for i, w := range want {
				if !fnmatch.Match(w, own[i]) {
					return starlark.False, nil
				}
			}
			return starlark.True, nil
		},
	})
	for method, op := range map[string]syntax.Token{"__lt__": syntax.LT, "__le__": syntax.LE, "__gt__": syntax.GT, "__ge__": syntax.GE, "__eq__": syntax.EQL} {
		k.Method(method, func(c declare.Call) (starlark.Value, error) {
			l, ok := declare.State[*location](c.Arg(0))
			if !ok {
				return object.NotImplemented, nil
			}
			r, err := rt.Compare(op, texts(parts(self(c))), texts(parts(l.text)))
			return starlark.Bool(r), err
		})
	}
}

// renamed replaces the last component.
func (m *module) renamed(c declare.Call, n string) (starlark.Value, error) {
	if name(self(c)) == "" {
		return nil, exceptions.ValueError.Errorf("%s(%s) has an empty name", c.Object().Class().Name(), object.StrRepr(self(c)))
	}
	if n == "" || n == "." || strings.Contains(n, "/") {
		return nil, exceptions.ValueError.Errorf("Invalid name %s", object.StrRepr(n))
	}
	list := parts(self(c))
	return m.like(c, build(append(list[:len(list)-1], n))), nil
}
