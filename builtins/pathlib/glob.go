package pathlib

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/declare"
	"parlark/builtins/exceptions"
	"parlark/builtins/fnmatch"
	"parlark/builtins/object"
)

// This file finds files by patterns.

// list returns the names in a directory.
func list(c declare.Call, dir string) ([]string, error) {
	v, err := system(c, "os", "listdir", nil, starlark.String(dir))
	if err != nil {
		return nil, err
	}
	values, err := c.RT.List(c.T, v)
	names := make([]string, len(values))
	for i, x := range values {
		names[i], _ = declare.Text(x)
	}
	return names, err
}

func is(c declare.Call, what, path string) (bool, error) {
	v, err := system(c, "os.path", what, nil, starlark.String(path))
	return err == nil && bool(v.Truth()), err
}

// finder walks directories.
type finder struct {
	declare.Call
	hidden    bool // whether * matches names that begin with a dot
	recursive bool // whether ** crosses directories
	found     []string
}

// step extends a directory ("" is the current one) by the components of a pattern.
func (f *finder) step(dir string, pattern []string) error {
	if len(pattern) == 0 {
		f.found = append(f.found, dir)
		return nil
	}
	first, rest := pattern[0], pattern[1:]
	inside := func(name string) string {
		if dir == "" {
			return name
		}
		return strings.TrimSuffix(dir, "/") + "/" + name
	}
	if first == "**" && f.recursive {
		if len(rest) == 0 && dir != "" {
			f.found = append(f.found, strings.TrimSuffix(dir, "/")+"/")
			return f.below(dir, rest)
		}
		if err := f.step(dir, rest); err != nil {
			return err
		}
		return f.below(dir, rest)
	}
	if !fnmatch.HasMagic(first) {
		path := inside(first)
		if first == "" { // a pattern that ends in a slash
			path = dir + "/"
		}
		ok, err := is(f.Call, "lexists", path)
		if err != nil || !ok {
			return err
		}
		return f.step(path, rest)
	}
	return f.each(dir, func(name string) error {
		if strings.HasPrefix(name, ".") && !f.hidden && !strings.HasPrefix(first, ".") || !fnmatch.Match(first, name) {
			return nil
		}
		if len(rest) > 0 {
			if ok, err := is(f.Call, "isdir", inside(name)); err != nil || !ok {
				return err
			}
		}
		return f.step(inside(name), rest)
	})
}

// below continues with the directories under dir, and for a pattern that ends in ** with all that is there.
func (f *finder) below(dir string, rest []string) error {
	return f.each(dir, func(name string) error {
		if strings.HasPrefix(name, ".") && !f.hidden {
			return nil
		}
		path := name
		if dir != "" {
			path = strings.TrimSuffix(dir, "/") + "/" + name
		}
		isDir, err := is(f.Call, "isdir", path)
		if err != nil {
			return err
		}
		switch {
		case len(rest) == 0 && (isDir || !f.hidden): // Path.glob finds directories only
			f.found = append(f.found, path)
		case isDir:
			if err := f.step(path, rest); err != nil {
				return err
			}
		}
		if isDir {
			return f.below(path, rest)
		}
		return nil
	})
}

// each calls fn for the names in a directory; one that cannot be listed is skipped.
func (f *finder) each(dir string, fn func(name string) error) error {
	at := dir
	if at == "" {
		at = "."
	}
	names, err := list(f.Call, at)
	if err != nil {
		if _, denied := exceptions.As(err, exceptions.PermissionError); denied {
			return err
		}
		if _, ok := exceptions.As(err, exceptions.OSError); ok {
			return nil
		}
		return err
	}
	for _, name := range names {
		if err := fn(name); err != nil {
			return err
		}
	}
	return nil
}

// glob is Path.glob(pattern).
func (m *module) glob(c declare.Call, prefix string) (starlark.Value, error) {
	pattern, err := m.segment(c, object.OrNone(c.Arg(0)))
	if err != nil {
		return nil, err
	}
	if pattern == "" {
		return nil, exceptions.ValueError.Errorf("Unacceptable pattern: ''")
	}
	if strings.HasPrefix(pattern, "/") {
		return nil, exceptions.NotImplementedError.Errorf("Non-relative patterns are unsupported")
	}
	start := self(c)
	if start == "." {
		start = ""
	}
	f := &finder{Call: c, hidden: true, recursive: true}
	if err := f.step(start, strings.Split(prefix+pattern, "/")); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	i := 0
	return m.rt.NewIterator("generator", func() (starlark.Value, bool, error) {
		for i < len(f.found) {
			p := normalize(f.found[i])
			i++
			if !seen[p] {
				seen[p] = true
				return m.like(c, p), true, nil
			}
		}
		return nil, false, nil
	}), nil
}

// NewGlob returns the module glob.
func NewGlob(rt *object.Runtime) *object.Module {
	find := func(c declare.Call) ([]starlark.Value, error) {
		var pattern string
		var root starlark.Value
		f := &finder{Call: c}
		if err := c.Unpack("pathname", &pattern, "*", nil, "root_dir??", &root, "dir_fd?", new(starlark.Value), "recursive?", &f.recursive, "include_hidden?", &f.hidden); err != nil {
			return nil, err
		}
		start := ""
		if strings.HasPrefix(pattern, "/") {
			start, pattern = "/", strings.TrimLeft(pattern, "/")
		}
		base := ""
		if s, ok := declare.Text(object.OrNone(root)); ok && start == "" {
			start, base = s, strings.TrimSuffix(s, "/")+"/"
		}
		if err := f.step(start, strings.Split(pattern, "/")); err != nil {
			return nil, err
		}
		var out []starlark.Value
		for _, p := range f.found {
			if p = strings.TrimPrefix(p, base); p != "" {
				out = append(out, starlark.String(p))
			}
		}
		return out, nil
	}
	return declare.Module(rt, "glob", map[string]declare.Func{
		"glob": func(c declare.Call) (starlark.Value, error) { list, err := find(c); return starlark.NewList(list), err },
		"iglob": func(c declare.Call) (starlark.Value, error) {
			list, err := find(c)
			if err != nil {
				return nil, err
			}
			return rt.Iter(c.T, starlark.NewList(list))
		},
		"has_magic": func(c declare.Call) (starlark.Value, error) {
			var s string
			err := c.Unpack("s", &s)
			return starlark.Bool(fnmatch.HasMagic(s)), err
		},
		"escape": func(c declare.Call) (starlark.Value, error) {
			var s string
			err := c.Unpack("pathname", &s)
			return starlark.String(strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(s)), err
		},
	})
}
